# 市民プールの入口
pool-rest = プールへようこそ
pool-rest-hint = 登録したカードをタッチしてください。
pool-welcome = どうぞお入りください
pool-welcome-hint = きょうの入場を記録しました。
pool-again = きょうはもう入場しています
pool-again-hint = もう一度お入りになるときは、係にお声がけください。
pool-service = 市民プール
pool-hint = 入場のタッチ
