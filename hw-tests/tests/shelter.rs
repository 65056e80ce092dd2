//! A night at a shelter on a real X server (避難所の一夜): every way in, pressed by XTEST, scanned over a serial line, and counted
//! by the test alone.
//!
//! needs: Xvfb (Debian package xvfb), which ./check installs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

#[path = "hands/displays.rs"]
mod hands;
#[path = "shelter/night.rs"]
mod night;
#[path = "shelter/staff.rs"]
mod staff;
#[path = "shelter/typed.rs"]
mod typed;

use night::Night;

/// The residents' names are made up; some of them many fonts and printers lack.
const HARD: [&str; 6] = [
    "𠮷野　茂",
    "渡邉　花子",
    "葛\u{E0100}城　一郎",
    "ALEXANDRA MARIANNE VAN DER WESTHUIZEN-KO",
    "海野　潮",
    "\u{1E900}\u{1E901} ADLAM",
];

#[test]
#[ignore = "needs: five minutes of an idle machine: ./check long"]
fn a_night_is_counted_as_the_tally_of_what_was_done() {
    let mut night = Night::begin();
    night.opens();
    let slip = by_every_way(&mut night);
    night.clock("by every way");
    goes_and_comes(&mut night, &slip);
    night.clock("out and in again");
    // The cord is pulled between two people; whoever was counted is counted.
    night.cord();
    night.shown();
    night.clock("the cord");
    let tokens = written_at_home(&mut night);
    night.clock("written at home");
    by_staff(&mut night, &slip);
    night.clock("by staff");
    night.reports();
    night.everybody_out();
    night.reports();
    // In the morning they come back, one scan each.
    for token in tokens.iter().chain([&slip]) {
        night.scan(token);
        night.came(1);
    }
    night.clock("back again");
    night.shown();
    night.reports();
    assert!(night.arrivals >= 40, "{} arrivals", night.arrivals);
    assert!(night.runs());
}

/// Each way of the door once, with fingers. Gives the token of the first slip.
fn by_every_way(night: &mut Night) -> String {
    // The card and its PIN.
    night.door("マイナンバーカードを読む");
    night.door("読み取りへ進む");
    night.put("髙﨑");
    night.with_pin("1234");
    night.alone("答えてよい");
    let slip = night.token();
    // What is told is added, and the page counts nobody twice.
    night.tells();
    // The digits that are printed on the card, for a card without a PIN.
    night.door("マイナンバーカードを読む");
    night.door("読み取りへ進む");
    night.put("顔認証");
    night.with_code("昭和", ["090919", "2034", "2285"]);
    night.alone("答えない");
    // A household of 29 with four unnamed babies: written down at home, the babies one press each.
    night.scan(&household(25));
    night.sees_door("25人で入る");
    for n in 26..=29 {
        night.door("赤ちゃんを加える");
        night.sees_door(&format!("{n}人で入る"));
    }
    night.picture("household");
    night.in_with(29, "答えてよい");
    // Typed, with a licence in the hand, by a nickname, with a family, and nobody knows who.
    night.door("名前を入れる");
    night.kana("サト");
    night.described("15〜64歳", "女性");
    night.alone("あとで");
    night.door("免許証などを見せて入る");
    night.kana("ヤノ");
    night.described("65〜74歳", "男性");
    night.alone("答えてよい");
    night.door("名前を入れる");
    night.door("よび名で入る");
    night.kana("クマ");
    night.described("15〜64歳", "答えない");
    night.alone("答えない");
    night.door("名前を入れる");
    night.kana("ハノ");
    night.described("15〜64歳", "男性");
    night.door("名前を入れて家族を加える");
    night.kana("ハナ");
    night.described("6〜14歳", "女性");
    night.door("名前のない方を加える");
    night.described("75歳以上", "あとで");
    night.in_with(3, "答えてよい");
    night.door("名前がわからない方");
    night.described("75歳以上", "あとで");
    night.alone("あとで");
    night.heads("7");
    // A blank card becomes somebody's.
    let blank = night.blank();
    night.scan(&blank);
    night.sees_door("新しいカードです");
    night.door("名前を入れる");
    night.kana("ミト");
    night.described("15〜64歳", "男性");
    night.alone("答えてよい");
    assert_eq!(night.token(), blank, "the card they were given is theirs");
    // A chip that staff registered, held to the reader.
    night.registers("chip 04A1B2C3D4E5F6");
    night.tap("職員カード", "まだここに登録されていません");
    night.door("名前を入れる");
    night.kana("タキ");
    night.described("15〜64歳", "女性");
    night.alone("答えてよい");
    slip
}

/// Out and in again by what they hold; the same code twice in a second counts once.
fn goes_and_comes(night: &mut Night, slip: &str) {
    night.scan(slip);
    night.door("外出する");
    night.went(1);
    night.scan(slip);
    night.came(1);
    night.scan_twice(slip);
    night.sees_door("中にいます");
    night.shown();
    night.tap("職員カード", "退所する");
    night.door("退所する");
    night.went(1);
    night.holds("職員カード");
    night.came(1);
    night.lift();
}

/// Somebody of each hard name, written down at home; gives what they hold from then on.
fn written_at_home(night: &mut Night) -> Vec<String> {
    let mut tokens = Vec::new();
    for (at, name) in HARD.iter().cycle().take(13).enumerate() {
        night.scan(&format!("KZP1;{name},よ{at}　ろ,,{},海原市浜{at}", 1 + at % 2));
        night.alone(if at % 2 == 0 { "答えてよい" } else { "答えない" });
        tokens.push(night.token());
    }
    tokens
}

/// Staff move somebody, find them in two places, and make one of two rows.
fn by_staff(night: &mut Night, slip: &str) {
    night.moves("髙﨑", "浜の公民館");
    // Somebody who is there by the record holds up their card here: in, and a case.
    night.scan(slip);
    night.came(1);
    night.settles("2か所の避難所", "こちらにいる");
    night.shown();
    // The same kana typed again as a new person, and staff see that it is one.
    night.door("名前を入れる");
    night.kana("サト");
    night.door("この中にいません");
    night.described("15〜64歳", "女性");
    night.alone("あとで");
    night.merges("サト");
    night.shown();
}

/// A household as it is written down at home: a representative and the others, without a day of birth for any.
fn household(people: usize) -> String {
    let row = |at: usize| format!("大家　{at}郎,おおや　{at},,1,海原市沖{at}");
    format!("KZP1;{}", (0..people).map(row).collect::<Vec<_>>().join(";"))
}
