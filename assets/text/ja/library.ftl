# 図書貸出

library-rest = 貸出
library-back = 返却
library-lend = 貸出
library-renew = 延長
library-reservations = 予約
library-over = 終わり

library-rest-title = 本を借りる・返す
library-rest-hint = 利用者カードをかざすか、バーコードを読み取らせてください。
library-way-give-back = 本を返す
library-way-type = 番号を入れる
library-way-type-item = 本の番号を入れる
library-way-new-card = カードを新しくした
library-way-lend = 本を借りる
library-way-lend-more = もっと借りる
library-way-renew = 返す日を延ばす
library-way-reservations = 予約を見る
library-way-finish = 終わる
library-way-without = 紙を出さずに終わる
library-type-patron = 利用者番号
library-type-item = 本の番号

library-back-title = 返す本 { $count }点
library-back-hint = 本のバーコードを、1冊ずつ読み取らせてください。
library-back-row = 返しました
library-lend-title = 借りる本 { $count }点
library-lend-hint = 利用者番号 { $number }。本のバーコードを、1冊ずつ読み取らせてください。
library-undo = まちがえたときは、ここを押すと取り消します
library-now = いま借りている本
library-count = { $count }点
library-due = { library-date } まで
library-late-row = 返す日を過ぎています
library-waits = 仮受付
library-wanted = 係にわたしてください
library-renew-title = 返す日を延ばす
library-renew-hint = 延ばす本を押してください。
library-renew-none = 延ばせる本はありません。
library-reservations-title = 予約
library-reservations-hint = 取り置きの本は、係が出します。
library-ready = 取り置き中 { library-date } まで
library-before = 前に{ $count }人

library-over-lent = { $count }点、貸し出しました
library-over-renewed = { $count }点、返す日を延ばしました
library-over-back = { $count }点、返しました
library-over-nothing = 終わりました
library-over-hint = カードと本のお忘れにご注意ください。
library-over-waiting = 図書館システムにつながらないため、仮に受け付けました。返す日は変わることがあります。

library-lent = 「{ $title }」 { library-date } まで
library-lent-waiting = 仮に受け付けました 「{ $title }」 { library-date } まで
library-renewed = 延ばしました 「{ $title }」 { library-date } まで
library-returned = 返しました 「{ $title }」
library-returned-wanted = 「{ $title }」は予約の方がいます。係にわたしてください。
library-returned-waiting = 仮に受け付けました 「{ $title }」
library-undone = 取り消しました
library-twice = この本は、もう入っています。
library-card-again = カードは、もう読み取りました。
library-card-first = 先に、利用者カードをかざしてください。
library-later = いま確かめられません。もう一度かざしてください。
library-late = 返事がありませんでした。もう一度読み取らせてください。
library-failed = うまくいきませんでした（{ $code }）。係に声をかけてください。
library-unreadable = 読み取れませんでした。もう一度、ゆっくり読み取らせてください。
library-check-digit = 番号が正しく読めていません。もう一度読み取らせてください。
library-doubled = 2回つづけて読みました。もう一度、1回だけ読み取らせてください。
library-other-code = これは図書館のバーコードではありません。
library-away = 図書館システムにつながりません。仮に受け付けます。

library-no-item = この本は登録がありません。係にわたしてください。
library-no-patron = この利用者番号は登録がありません。番号を確かめてください。
library-no-card = このカードは登録がありません。カードを新しくした方は、番号でも借りられます。
library-no-lent = この本は、ほかの方の貸出のままです。係にわたしてください。
library-no-yours = この本は、もう借りています。
library-no-not-yours = この本は、借りている本の中にありません。
library-no-not-on-loan = この本は、貸し出していません。係にわたしてください。
library-no-not-lent = この本は、館内で読む本です。
library-no-reserved = この本は、予約の方がいます。
library-no-full = 借りられるのは{ $limit }点までです。
library-no-kind-full = { $kind }は{ $limit }点までです。
library-no-overdue = 返す日を過ぎた本があります。係に声をかけてください。
library-no-card-over = カードの期限が切れています。係に声をかけてください。
library-no-stopped = このカードは、いま使えません。係に声をかけてください。
library-no-age = { $age }歳から借りられます。
library-no-renewal = この本は、返す日を延ばせません。
library-no-renewed = 返す日を延ばせるのは{ $times }回までです。
library-no-late-to-renew = 返す日を過ぎているので、延ばせません。
library-no-system = 図書館システムから: { $said }
library-no-away = いま図書館システムにつながりません。あとでもう一度お願いします。

library-slip-title = 貸出票
library-slip-note =
    返す日までにお返しください。
    借りた記録は、返したときに消えます。
library-slip-waiting =
    仮受付です。返す日は変わることがあります。
    借りた記録は、返したときに消えます。

# 係のページ
library-today = きょう
library-people = 利用者
library-person = 利用者の記録
library-waiting = 仮受付
library-holds = 予約と取り置き
library-overdue = 返却が遅れているもの
library-reserved = 予約しました
library-cancelled = 予約を取り消しました
library-settled = 片づけたことを記録しました
library-forgotten = 借りた本の記録を消しました
library-item = 資料番号
library-title = 題名
library-day = 返却期限
library-link = カードをつなぐ
library-token = カードの番号（係の読み取り機で読み取るか、バーコード）
library-reserve = 予約する
library-lent-on = 貸出日
library-returned-on = 返却日
library-kept = 借りた本の記録（本人の希望で残しています）
library-forget = 借りた本の記録を消す
library-forget-sure = 消すと元に戻せません。消しますか。
library-wrong-number = 利用者番号を確かめてください。
library-wrong = 氏名と日付（2016-04-01 の形）を確かめてください。
library-added = 記録しました
library-no-system-here = この端末は図書館システムにつないでいません。
library-forwarded = 図書館システムに伝えました。受け付け{ $taken }件、断られたもの{ $refused }件、残り{ $left }件
library-lent-today = きょうの貸出
library-back-today = きょうの返却
library-waits-now = 仮受付
library-refused-now = システムが断ったもの
library-items = 資料
library-patrons = 利用者
library-out = 貸出中
library-number = 利用者番号
library-name = 氏名
library-kana = ふりがな
library-birth = 生年月日（2016-04-01）
library-address = 住所
library-phone = 電話
library-mail = メール
library-guardian = 保護者
library-belongs = 勤務先・通学先
library-history = 借りた本の記録を残すことを、本人が希望した
library-until = カードの期限
library-find = この番号の方を見る
library-add-note = 新しい利用者を登録します。登録のある番号を入れると、書いたところだけを直します。
library-add = 登録する
library-ready-until = 取り置きの期限
library-cancel = 予約を取り消す
library-act = 受け付けたこと
library-at = 時刻
library-state = 様子
library-forward = 図書館システムに伝える
library-settle = 片づけたことを記録する
library-linked = カードをつなぎました
library-card = 利用者
library-column = 項目
library-value = 内容
library-none = ありません

library-service = 本を借りる・返す
library-hint = 利用者カードか番号で
library-notice-reads = 氏名・住所・生年月日
library-notice-purpose = 新しくしたカードの方の利用者登録を見つけるため
library-notice-kept = 読み取った内容は残しません。借りた記録は、返したときに消えます
library-notice-never = 個人番号（マイナンバー）と暗証番号は読みません・残しません

# The day of a sentence: its weekday, or the library system's own words.
library-date = { $weekday ->
    [mon] { library-month }{ $date }日（月）
    [tue] { library-month }{ $date }日（火）
    [wed] { library-month }{ $date }日（水）
    [thu] { library-month }{ $date }日（木）
    [fri] { library-month }{ $date }日（金）
    [sat] { library-month }{ $date }日（土）
    [sun] { library-month }{ $date }日（日）
   *[none] { $day }
}
library-month = { $month }月
