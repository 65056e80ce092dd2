# 画面の文。題は24字まで、文は30字まで。行の切れ目は手で入れます。

# どの画面にもあるもの
back = 戻る
cancel = やめる
next = 次へ
next-ready = 選び終わりました
next-not-yet = 答えを選んでください
again = もう一度
more = ほかの答えを見る
fewer = 前の答えに戻る
change = 変更
tool-looks = 文字と色
tool-call = 係を呼ぶ
tool-called = 係が来ます
practice = 練習
practice-note = 本物の受付にはなりません
rail-stay =
    カードは
    置いたまま
rail-free =
    カードは
    取れます
rail-none =
    カードは
    ありません
progress = { $of }問中 { $at }問目
progress-last = 最後の確認
reader-below = 読み取り機は この下です
reader-left = 読み取り機は 左側です
reader-right = 読み取り機は 右側です
trouble-number = お知らせ番号 { $code }

# はじめ
welcome-title = つぎに、ご用件を選んでください
welcome-no-card = カードがない方
welcome-more = ほかの手続き
starting = 準備しています。すぐに始められます。
certificate-hint = お持ちのカードで、書かずに請求できます
place-lead = マイナンバーカードを
place-title = 置いてください
place-laid-lead = カードが置かれました
place-laid-title =
    ご用件を
    選んでください
place-matter-title = カードを置いてお待ちください
place-matter-hint = 顔写真のある面を上にして、平らに置きます。
place-pin-ready = 4けたの暗証番号を、次の画面で入れます。
left-behind-lead = カードが残っています
left-behind =
    カードを
    お取りください
left-behind-again = カードを一度取り、もう一度置いてください。

# 利用目的
notice-title = カードから読み取る内容です
notice-hint = ご確認のうえ「読み取りへ進む」を押してください。
notice-act = 読み取りへ進む

# 読み取り
reading-lead = そのまま
reading-hold =
    カードを
    動かさないで
    ください
reading-title = カードを読んでいます
reading-seconds = あと約{ $n }秒です。
reading-open = 暗証番号を確かめる
reading-read = お名前などを読む
reading-check = 本物のカードか確かめる

# 暗証番号
pin-title = 暗証番号を入れてください
pin-hint = カードを受け取るときに決めた4けたの数字です。
pin-which =
    「券面事項入力補助用」の暗証番号です。
    まわりの人に見られないようにしてください。
pin-proof-title = 本人確認の暗証番号を入れてください
pin-proof-hint = 「利用者証明用」の4けたの数字です。
pin-proof-which =
    コンビニで証明書をとるときの番号です。
    まわりの人に見られないようにしてください。
pin-left = 入れられる回数
pin-left-n = あと{ $n }回
pin-show = 見る
pin-read = この番号で読み取る
pin-wrong = 番号が違いました。もう一度入れてください。
pin-wrong-two-left =
    番号が違いました。あと2回です。
    確かな番号を入れてください。
pin-short = 4けたの数字を入れてください。
pin-two-left = あと2回です。確かな番号を入れてください。
pin-one-left = あと1回です。間違えると使えなくなります。
pin-agreed = 係が確かめました。最後の1回です。
pin-forgotten = 番号がわからない
key-clear = すべて消す
key-erase = 1つ消す
key-figures = 数字
key-kana = かな
towns-by-hand = ここにない（文字で入れる）
key-mark = 濁点・小さい字
key-space = 空白

# ご本人
confirm-title = この方でよろしいですか
confirm-hint = カードに記録されている内容です。
confirm-masked = カードが離れたので隠しました。押すと見えます。
confirm-yes = はい、この内容です
confirm-no = 違います
fact-name = お名前
fact-address = ご住所
fact-birth = 生年月日
fact-sex = 性別
sex-male = 男
sex-female = 女
sex-not-applicable = 適用なし
sex-unknown = 記録なし
source-card = カードから読みました
source-mark = カードから

# 確認
check-title = この内容でよろしいですか
check-not-yet = まだ受け付けていません
led-title = 係が入力しています
led-hint = このまま お待ちください。
led-note = 最後に、この画面で内容を確かめていただきます。
question-from-city = 市のシステムから入りました。ちがうところは直してください。
home-own = 家で入れた答えです。まだ申請していません。正しいか確かめてください。
home-service = 「{ $name }」で入れた答えです。まだ申請していません。正しいか確かめてください。
check-look =
    印刷する
    申請書を
    見る
sheet-title = 印刷する申請書の見本
sheet-coming = 申請書を作っています
sheet-missing = 見本は表示できません。受付はできます。
sheet-masked = カードが離れたので隠しました。戻るを押してください。
sheet-upper = 上半分
sheet-lower = 下半分
sheet-next = 次のページ
yen = 円
fee = 手数料
fee-of = { $unit }円 × { $count }
fee-pay =
    お支払いは
    { $window }番窓口です。
    ここでは払いません。
working-title = 受け付けています
working-hint = そのままお待ちください。

# おわり
done-title = 受け付けました
done-number = あなたの番号
done-slip-coming = 受付票を印刷しています
done-slip-failed =
    受付票は印刷できませんでした。
    受付は済んでいます。番号をお伝えください。
done-bring = 窓口でお見せください
done-take-lead = 終わりました
done-take =
    カードを
    お取りください
done-bye-lead = ありがとうございました
done-bye =
    お忘れ物は
    ありませんか
done-finish = 終わる
done-another = つづけて別の手続き
done-take-ends =
    カードを取ると、
    画面は最初に戻ります。
done-next = 次に行くところ
done-wait =
    いすにかけてお待ちください。
    番号でお呼びします。
another-title = 次のご用件を選んでください
another-hint = カードをもう一度置く必要はありません。
another-kept = 先ほどカードから読んだお名前などを使います。
resume-title = { $when } に途中で止まりました
resume-hint = つづきから始められます。
resume-kept = 入れていただいた答えが残っています。ほかの方には見えません。
resume-on = つづきから始める
resume-anew = はじめからやり直す
resume-anew-hint = 残っている答えは消します

# 途中で起きること
lifted-lead = カードが離れました
lifted-title =
    もう一度
    置いてください
lifted-again = 同じカードを置いてください
lifted-hint = 読み取りの途中でした。
lifted-safe = カードはこわれていません。入れた答えは残っています。
lifted-seconds =
    { $n }秒たつと、答えを消して
    最初の画面に戻ります。
blocked-lead = この暗証番号は
blocked-title =
    使えなく
    なっています
blocked-how = ほかの方法で進められます
blocked-hint = カードはお使いいただけます。
blocked-safe = 受付はできます。ご心配はいりません。
blocked-staff = 係といっしょに進める
blocked-staff-hint = 係がこちらへ来ます
forgotten-lead = 番号がわからなくても
forgotten-title =
    手続きは
    できます
forgotten-again = もう一度入れてみる
forgotten-again-hint = 思い出したときはこちら
last-try-lead = 暗証番号は
last-try-title = あと1回です
last-try-agree = 係と確かめて入れる
last-try-agree-hint = 係の方がこの画面で確かめます
no-card-title = カードがなくても手続きできます
no-card-hint = 窓口で係がお手伝いします。
no-card-window = { $window }番窓口へお越しください。運転免許証など、ご本人とわかるものをご用意ください。
no-card-staff-hint = 歩くのが大変な方は、係が来ます
idle-title = まだお使いですか
idle-lies =
    カードが
    置いてあります
idle-gone =
    お待ち
    しています
idle-seconds =
    { $n }秒たつと、
    入力した内容を消して
    最初の画面に戻ります。
idle-continue = 続ける
idle-end = 終わって カードを取る
idle-end-gone = 終わる
closed-title = ただいま受付時間外です
closed-opens = 次は { $when } から使えます
order-title = ただいま休止しています
order-window = お急ぎの方は { $window }番窓口へお越しください
still-lead = カードを
still-title =
    動かさないで
    ください
still-how = まん中に平らに置いてください
still-how-often = ケースから出して置いてください
still-hint = 途中でカードの答えが切れました。読み終わるまで、手を離してお待ちください。
still-safe = 暗証番号のまちがいではありません。

# 文字と色
looks-title = 文字の大きさと色を選べます
looks-size = 文字の大きさ
looks-contrast = 白黒の画面
looks-still = 動きを減らす
looks-on = 使う
looks-off = 使わない
looks-sample = この大きさで表示します。
looks-done = この表示で続ける
question-errors = 確かめるところが { $n }つあります
languages-title = ことば / Language
fact-age = { $year }年  { $n }歳
era-reiwa = 令和
era-heisei = 平成
era-showa = 昭和
era-taisho = 大正
era-meiji = 明治
era-western = 西暦
rows-add = 追加する
rows-change = 直す
rows-remove = 取り消す
form-hint = お持ちのカードで、書かずに届け出られます

# 券面の数字（照合番号B）
blocked-code = カードの数字で進める
blocked-code-hint = おもてに書いてある数字を入れます
code-progress = { $of }つのうち { $at }つ目
code-birth-title = 生年月日を入れてください
code-birth-hint = おもてに書いてあるとおりに、3月は03と入れます。
code-expiry-title = 有効期限の年を入れてください
code-expiry-hint = 「まで有効」の前にある年です。
code-security-title = 写真の下の4けたを入れてください
code-security-hint = セキュリティコードという数字です。
code-read = この数字で読み取る
code-year = 年
code-month = 月
code-day = 日
code-era-showa = 昭和
code-era-heisei = 平成
code-era-reiwa = 令和
code-era-taisho = 大正
code-era-meiji = 明治
code-era-western = 西暦
code-example-birth = 昭和55年 2月17日生
code-example-birth-western = 1985年 2月17日生
code-example-expiry = 2035年 2月17日まで有効
code-example-security = 2285
code-wrong = 数字が違いました。カードを見て、もう一度入れてください。
code-birth-no-era = 昭和・平成などを選んでください。
code-birth-short = 数字が足りません。5月5日は 0505 です。
code-birth-no-day = その日付はありません。もう一度ご覧ください。
code-birth-other-era = その年号に、この日はありません。
code-birth-no-birth = 生まれた日を入れてください。
code-expiry-short = 4けたの年を入れてください。
code-expiry-expired = 期限が過ぎた年です。係を呼んでください。
code-expiry-too-far = 先すぎる年です。もう一度ご覧ください。
code-security-short = 4けたの数字を入れてください。
code-blocked-lead = カードの数字は
code-blocked-title =
    使えなく
    なっています
last-code-lead = カードの数字は

# 本物か
verdict-genuine = 本物のカードです
verdict-test-card = テスト用のカードです
verdict-practice-card = 練習用のカードです
verdict-could-not-tell = 写しかどうかは、確かめられません
verdict-stopped = 本物かどうか、確かめられません
fact-printed = カードの字を写したものです
standing-card-soon = カードの期限まで、あと{ $n }日です。
standing-certificate-soon = 電子証明書の期限まで、あと{ $n }日です。
standing-certificate-ended = 電子証明書は期限が過ぎています。この手続きはできます。
standing-certificate-revoked = 電子証明書は失効しています。この手続きはできます。

# カードの字
letters-look = カードの字を見る
letters-title = カードに記録されている字です
letters-sure = 形のちがう字があれば、窓口で確かめます。
letters-unsure = 太いわくの字は、カードの字と形が少しちがうことがあります。窓口で確かめます。

# 窓口のサービス
counter-tap-lead = カードを
counter-tap-title = 置いてください
counter-not-now =
    ここではカードを使いません。
    画面の案内に沿って進めてください。
counter-unread =
    カードを読み取れませんでした。
    もう一度、置いてください。
counter-type-first = はじめに、文字を入れてください。
counter-no-number =
    12けたの番号は入れないでください。
    この窓口では使いません。
counter-finish = 終わる
rows-before = 前へ
rows-after = 次へ
rows-at = { $of }枚中 { $at }枚目
slip-number = 受付番号
slip-at = 日時
slip-again = 再発行
