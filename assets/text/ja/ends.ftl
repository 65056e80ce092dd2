# どの窓口にもある終わり方
ends-nobody = このカードは、まだ登録されていません
ends-nobody-hint = 係の窓口で登録すると、次からタッチで使えます。
ends-proof = このカードでは確かめられません
ends-proof-hint = マイナンバーカードか、登録した職員証をタッチしてください。
ends-failed = 記録できませんでした
ends-failed-hint = まだ何も受け付けていません。もう一度お願いします。続くときは係を呼んでください。（{ $code }）
ends-late = 返事がありませんでした
ends-late-hint = 受け付けたかどうか、まだ分かりません。もう一度お願いします。二重にはなりません。
ends-again = もう一度
ends-back = はじめにもどる
