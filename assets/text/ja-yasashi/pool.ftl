# 市民プールの入口
pool-rest = プールへ ようこそ
pool-rest-hint = とうろくした カードを タッチして ください。
pool-welcome = どうぞ おはいり ください
pool-welcome-hint = きょう はいった ことを きろく しました。
pool-again = きょうは もう はいって います
pool-again-hint = もういちど はいる ときは、かかりの ひとに いって ください。
pool-service = プール
pool-hint = はいる ときの タッチ
