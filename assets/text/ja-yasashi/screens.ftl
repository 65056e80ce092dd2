# やさしい日本語。かなと数字、ことばの間を空ける。

back = もどる
cancel = やめる
next = つぎへ
next-ready = えらびました
next-not-yet = こたえを えらんでください
again = もういちど
more = ほかの こたえ
fewer = まえの こたえ
change = かえる
tool-looks = もじと いろ
tool-call = ひとを よぶ
tool-called = ひとが きます
practice = れんしゅう
practice-note = ほんものの うけつけでは ありません
rail-stay =
    カードは
    そのまま
rail-free =
    カードを
    とれます
rail-none =
    カードは
    ありません
progress = { $of }つの うち { $at }つめ
progress-last = さいごの かくにん
reader-below = よむ きかいは このしたです
reader-left = よむ きかいは ひだりです
reader-right = よむ きかいは みぎです
trouble-number = おしらせ ばんごう { $code }

welcome-title = つぎに、ようじを えらんでください
welcome-no-card = カードが ない ひと
welcome-more = ほかの こと
starting = じゅんびを しています。すこし まってください。
certificate-hint = かかないで たのむことが できます
place-lead = マイナンバーカードを
place-title = おいてください
place-laid-lead = カードが あります
place-laid-title =
    ようじを
    えらんでください
place-matter-title = カードを おいてください
place-matter-hint = かおの しゃしんを うえに します。
place-pin-ready = つぎに 4けたの ばんごうを いれます。
left-behind-lead = カードが あります
left-behind =
    カードを
    とって ください
left-behind-again = カードを とって、もういちど おいて ください。

notice-title = カードから よむ ことです
notice-hint = よかったら 「よむ」を おしてください。
notice-act = よむ

reading-lead = そのまま
reading-hold =
    カードを
    うごかさないで
    ください
reading-title = カードを よんでいます
reading-seconds = あと { $n }びょうくらいです。
reading-open = ばんごうを たしかめる
reading-read = なまえなどを よむ
reading-check = ほんものか たしかめる

pin-title = あんしょうばんごうを いれてください
pin-hint = カードを もらうとき きめた 4つの すうじです。
pin-which = ほかの ひとに みせないでください。
pin-proof-title = ほんにん かくにんの ばんごう
pin-proof-hint = コンビニで つかう 4つの すうじです。
pin-proof-which = ほかの ひとに みせないでください。
pin-left = いれる ことが できるのは
pin-left-n = あと { $n }かい
pin-show = みる
pin-read = この ばんごうで よむ
pin-wrong = ばんごうが ちがいました。もういちど いれてください。
pin-wrong-two-left =
    ばんごうが ちがいました。あと 2かいです。
    よく たしかめてください。
pin-short = 4つの すうじを いれてください。
pin-two-left = あと 2かいです。よく たしかめてください。
pin-one-left = あと 1かいです。まちがえると つかえません。
pin-agreed = ひとが たしかめました。さいごの 1かいです。
pin-forgotten = ばんごうが わからない
key-clear = ぜんぶ けす
key-erase = 1つ けす
key-figures = すうじ
key-kana = かな
towns-by-hand = ここに ない（もじで いれる）
key-mark = ゛゜ ちいさい じ
key-space = あける

confirm-title = これは あなたですか
confirm-hint = カードに かいてある ことです。
confirm-masked = カードが ないので かくしました。おすと みえます。
confirm-yes = はい、わたしです
confirm-no = ちがいます
fact-name = なまえ
fact-address = じゅうしょ
fact-birth = うまれた ひ
fact-sex = せいべつ
sex-male = おとこ
sex-female = おんな
sex-not-applicable = なし
sex-unknown = なし
source-card = カードから よみました
source-mark = カードから

check-title = これで いいですか
check-not-yet = まだ うけつけていません
led-title = かかりの ひとが いれています
led-hint = すこし まってください。
led-note = さいごに、この がめんで たしかめてください。
question-from-city = しの きろくから はいりました。ちがう ところは なおしてください。
home-own = いえで いれた こたえです。まだ もうしこんで いません。たしかめてください。
home-service = 「{ $name }」で いれた こたえです。まだ もうしこんで いません。たしかめてください。
check-look =
    かみに かく
    ことを
    みる
sheet-title = かみの みほん
sheet-coming = かみを つくって います
sheet-missing = みほんは みられません。てつづきは できます。
sheet-masked = カードが はなれました。「もどる」を おして ください。
sheet-upper = うえの はんぶん
sheet-lower = したの はんぶん
sheet-next = つぎの ページ
yen = えん
fee = おかね
fee-of = { $unit }えん × { $count }
fee-pay =
    おかねは
    { $window }ばんの まどぐちで
    はらいます。
working-title = うけつけています
working-hint = まってください。

done-title = うけつけました
done-number = あなたの ばんごう
done-slip-coming = かみが でます
done-slip-failed = かみは でませんでした。うけつけは おわりました。ばんごうを いってください。
done-bring = まどぐちで みせてください
done-take-lead = おわりました
done-take =
    カードを
    とってください
done-bye-lead = ありがとうございました
done-bye =
    わすれものは
    ありませんか
done-finish = おわる
done-another = つぎの てつづき
done-take-ends =
    カードを とると、
    さいしょに もどります。
done-next = つぎに いく ところ
done-wait =
    いすに すわって ください。
    ばんごうで よびます。
another-title = つぎの てつづきを えらんで ください
another-hint = カードは もう おかなくて いいです。
another-kept = カードから よんだ なまえを つかいます。
resume-title = { $when } に とちゅうで とまりました
resume-hint = つづきから できます。
resume-kept = いれた こたえが のこって います。ほかの ひとには みえません。
resume-on = つづきから はじめる
resume-anew = はじめから やりなおす
resume-anew-hint = のこって いる こたえを けします

lifted-lead = カードが はなれました
lifted-title =
    もういちど
    おいてください
lifted-again = おなじ カードを おいてください
lifted-hint = カードを よんでいました。
lifted-safe = カードは こわれていません。こたえは のこっています。
lifted-seconds =
    { $n }びょうで こたえを けして、
    はじめに もどります。
blocked-lead = この ばんごうは
blocked-title =
    つかうことが
    できません
blocked-how = ほかの やりかたが あります
blocked-hint = カードは つかえます。
blocked-safe = うけつけは できます。だいじょうぶです。
blocked-staff = ひとと いっしょに する
blocked-staff-hint = ひとが ここに きます
forgotten-lead = ばんごうが わからなくても
forgotten-title =
    たのむことが
    できます
forgotten-again = もういちど いれる
forgotten-again-hint = おもいだした とき
last-try-lead = ばんごうは
last-try-title = あと 1かいです
last-try-agree = ひとと いっしょに いれる
last-try-agree-hint = ひとが この がめんで たしかめます
no-card-title = カードが なくても できます
no-card-hint = まどぐちで ひとが てつだいます。
no-card-window = { $window }ばんの まどぐちに きてください。めんきょしょうなどを みせてください。
no-card-staff-hint = あるけない ひとは よんでください
idle-title = まだ つかいますか
idle-lies =
    カードが
    あります
idle-gone =
    まって
    います
idle-seconds =
    { $n }びょうで
    こたえを けして、
    はじめに もどります。
idle-continue = つづける
idle-end = おわって カードを とる
idle-end-gone = おわる
closed-title = いまは つかえません
closed-opens = つぎは { $when } からです
order-title = いまは つかえません
order-window = { $window }ばんの まどぐちに きてください
still-lead = カードを
still-title =
    うごかさないで
    ください
still-how = まんなかに おいてください
still-how-often = ケースから だしてください
still-hint = とちゅうで きれました。てを はなして まってください。
still-safe = ばんごうの まちがいでは ありません。

looks-title = もじの おおきさと いろ
looks-size = もじの おおきさ
looks-contrast = しろと くろ
looks-still = うごきを へらす
looks-on = つかう
looks-off = つかわない
looks-sample = この おおきさです。
looks-done = これで つづける
question-errors = なおす ところが { $n }つ あります
languages-title = ことば / Language
fact-age = { $year }ねん  { $n }さい
era-reiwa = れいわ
era-heisei = へいせい
era-showa = しょうわ
era-taisho = たいしょう
era-meiji = めいじ
era-western = せいれき
rows-add = ふやす
rows-change = なおす
rows-remove = けす
form-hint = かかないで とどけることが できます

# カードの すうじ
blocked-code = カードの すうじを つかう
blocked-code-hint = カードに かいてあります
code-progress = { $of }つの うち { $at }つめ
code-birth-title = うまれた ひを いれてください
code-birth-hint = カードと おなじに。3がつは 03です。
code-expiry-title = カードの おわりの としを いれてください
code-expiry-hint = 「まで有効」の まえの 4つの すうじです。
code-security-title = しゃしんの したの 4つの すうじ
code-security-hint = しゃしんの したに あります。
code-read = この すうじで よむ
code-year = 年
code-month = 月
code-day = 日
code-era-showa = 昭和 しょうわ
code-era-heisei = 平成 へいせい
code-era-reiwa = 令和 れいわ
code-era-taisho = 大正 たいしょう
code-era-meiji = 明治 めいじ
code-era-western = 西暦 1985など
code-example-birth = 昭和55年 2月17日生
code-example-birth-western = 1985年 2月17日生
code-example-expiry = 2035年 2月17日まで有効
code-example-security = 2285
code-wrong = すうじが ちがいました。もういちど いれてください。
code-birth-no-era = 昭和 などを えらんでください。
code-birth-short = すうじが たりません。5がつ5かは 0505です。
code-birth-no-day = その ひは ありません。もういちど みてください。
code-birth-other-era = その ひは ありません。もういちど みてください。
code-birth-no-birth = うまれた ひを いれてください。
code-expiry-short = 4つの すうじを いれてください。
code-expiry-expired = もう おわった としです。ひとを よんでください。
code-expiry-too-far = さきすぎます。もういちど みてください。
code-security-short = 4つの すうじを いれてください。
code-blocked-lead = カードの すうじは
code-blocked-title =
    つかうことが
    できません
last-code-lead = カードの すうじは

# ほんものか
verdict-genuine = ほんものの カードです
verdict-test-card = テストの カードです
verdict-practice-card = れんしゅうの カードです
verdict-could-not-tell = コピーかどうか わかりません
verdict-stopped = ほんものか わかりません
fact-printed = カードの じと おなじです
standing-card-soon = カードは あと { $n }にちで おわります。
standing-certificate-soon = しょうめいは あと { $n }にちで おわります。
standing-certificate-ended = しょうめいは おわっています。てつづきは できます。
standing-certificate-revoked = しょうめいは とまっています。てつづきは できます。

# カードの じ
letters-look = じを みる
letters-title = カードに かいてある じです
letters-sure = ちがう じが あったら、まどぐちで いってください。
letters-unsure = ふとい わくの じは、カードの じと すこし ちがうことが あります。まどぐちで たしかめます。

# まどぐちの サービス
counter-tap-lead = カードを
counter-tap-title = おいてください
counter-not-now =
    いまは カードを つかいません。
    がめんを みて すすんでください。
counter-unread =
    カードを よめませんでした。
    もういちど おいてください。
counter-type-first = はじめに もじを いれてください。
counter-no-number =
    12けたの ばんごうは いれないでください。
    ここでは つかいません。
counter-finish = おわる
rows-before = まえへ
rows-after = つぎへ
rows-at = { $of }まいの { $at }まいめ
slip-number = うけつけ ばんごう
slip-at = ひにち
slip-again = さいはっこう
