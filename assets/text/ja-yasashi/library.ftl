# 図書貸出（やさしい日本語）

library-rest = かりる
library-back = かえす
library-lend = かりる
library-renew = のばす
library-reservations = よやく
library-over = おわり

library-rest-title = ほんを かりる・かえす
library-rest-hint = としょかんの カードを ここに おいて ください。バーコードでも いいです。
library-way-give-back = ほんを かえす
library-way-type = ばんごうを いれる
library-way-type-item = ほんの ばんごうを いれる
library-way-new-card = カードが あたらしい
library-way-lend = ほんを かりる
library-way-lend-more = もっと かりる
library-way-renew = かえす ひを のばす
library-way-reservations = よやくを みる
library-way-finish = おわる
library-way-without = かみを ださないで おわる
library-type-patron = としょかんの ばんごう
library-type-item = ほんの ばんごう

library-back-title = かえす ほん { $count }こ
library-back-hint = ほんの バーコードを、1さつずつ よんで ください。
library-back-row = かえしました
library-lend-title = かりる ほん { $count }こ
library-lend-hint = ばんごう { $number }。ほんの バーコードを、1さつずつ よんで ください。
library-undo = まちがえた ときは、ここを おして ください
library-now = いま かりて いる ほん
library-count = { $count }こ
library-due = { library-date } まで
library-late-row = かえす ひを すぎて います
library-waits = まだ きまって いません
library-wanted = かかりに わたして ください
library-renew-title = かえす ひを のばす
library-renew-hint = のばす ほんを おして ください。
library-renew-none = のばす ほんは ありません。
library-reservations-title = よやく
library-reservations-hint = じゅんびが できた ほんは、かかりが だします。
library-ready = じゅんびが できました { library-date } まで
library-before = まえに { $count }にん

library-over-lent = { $count }こ、かりました
library-over-renewed = { $count }こ、かえす ひを のばしました
library-over-back = { $count }こ、かえしました
library-over-nothing = おわりました
library-over-hint = カードと ほんを わすれないで ください。
library-over-waiting = としょかんの きかいが いま つかえません。まだ きまって いません。かえす ひは かわる ことが あります。

library-lent = 「{ $title }」 { library-date } まで
library-lent-waiting = まだ きまって いません 「{ $title }」 { library-date } まで
library-renewed = のばしました 「{ $title }」 { library-date } まで
library-returned = かえしました 「{ $title }」
library-returned-wanted = 「{ $title }」は ほかの ひとが まって います。かかりに わたして ください。
library-returned-waiting = まだ きまって いません 「{ $title }」
library-undone = とりけしました
library-twice = この ほんは、もう はいって います。
library-card-again = カードは、もう よみました。
library-card-first = さきに、としょかんの カードを おいて ください。
library-later = いま しらべられません。もう いちど カードを おいて ください。
library-late = へんじが ありません。もう いちど よんで ください。
library-failed = うまく いきませんでした（{ $code }）。かかりに きいて ください。
library-unreadable = よめませんでした。もう いちど、ゆっくり よんで ください。
library-check-digit = ばんごうが ちがいます。もう いちど よんで ください。
library-doubled = 2かい よみました。もう いちど、1かいだけ よんで ください。
library-other-code = これは としょかんの バーコードでは ありません。
library-away = としょかんの きかいが いま つかえません。ほんは かりられます。

library-no-item = この ほんは わかりません。かかりに わたして ください。
library-no-patron = この ばんごうは わかりません。ばんごうを みて ください。
library-no-card = この カードは わかりません。カードが あたらしい ひとは、ばんごうでも かりられます。
library-no-lent = この ほんは、ほかの ひとが かりて います。かかりに わたして ください。
library-no-yours = この ほんは、もう かりて います。
library-no-not-yours = この ほんは、あなたが かりた ほんでは ありません。
library-no-not-on-loan = この ほんは、だれも かりて いません。かかりに わたして ください。
library-no-not-lent = この ほんは、ここで よむ ほんです。
library-no-reserved = この ほんは、ほかの ひとが まって います。
library-no-full = かりる ことが できるのは { $limit }こまでです。
library-no-kind-full = { $kind }は { $limit }こまでです。
library-no-overdue = かえす ひを すぎた ほんが あります。かかりに きいて ください。
library-no-card-over = カードが ふるいです。かかりに きいて ください。
library-no-stopped = この カードは、いま つかえません。かかりに きいて ください。
library-no-age = { $age }さいから かりられます。
library-no-renewal = この ほんは、かえす ひを のばせません。
library-no-renewed = かえす ひを のばす ことが できるのは { $times }かいまでです。
library-no-late-to-renew = かえす ひを すぎたので、のばせません。
library-no-system = としょかんの きかいから: { $said }
library-no-away = としょかんの きかいが いま つかえません。あとで もう いちど おねがいします。

library-slip-title = ほんを かりた かみ
library-slip-note =
    この ひまでに かえして ください。
    かりた きろくは、かえすと きえます。
library-slip-waiting =
    まだ きまって いません。かえす ひは かわる ことが あります。
    かりた きろくは、かえすと きえます。

# 係のページ（職員が読む）
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

library-service = ほんを かりる・かえす
library-hint = としょかんの カードで
library-notice-reads = なまえ・じゅうしょ・うまれた ひ
library-notice-purpose = あなたの としょかんの とうろくを さがすため
library-notice-kept = のこしません。かりた きろくは、かえすと きえます
library-notice-never = マイナンバーと あんしょうばんごうは のこりません

# The day of a sentence: its weekday, or the library system's own words.
library-date = { $weekday ->
    [mon] { library-month }{ $date }にち（月）
    [tue] { library-month }{ $date }にち（火）
    [wed] { library-month }{ $date }にち（水）
    [thu] { library-month }{ $date }にち（木）
    [fri] { library-month }{ $date }にち（金）
    [sat] { library-month }{ $date }にち（土）
    [sun] { library-month }{ $date }にち（日）
   *[none] { $day }
}
library-month = { $month }がつ
