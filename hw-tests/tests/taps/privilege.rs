//! A voucher (引換券): issued by the card, redeemed once by its code, its copy stopped, settled by shop and month.

use std::fs;

use super::hands::Hands;
use super::keep;

const PROGRAMME: &str = "カード取得記念券";
const SHOP: &str = "うなばらの湯";
/// What the voucher is worth, as the shipped programme has it.
const YEN: u32 = 1000;

/// With the first resident's card, up to what comes of it.
fn with_card(at: &Hands, page: &str) {
    at.sees_door("使う制度を選ぶか");
    at.door(PROGRAMME);
    at.picture("who");
    at.door("マイナンバーカードを使う");
    at.sees_door("もどせない番号で");
    at.picture("notice");
    at.door("読み取りへ進む");
    at.put("髙﨑");
    at.kiosk.type_pin_for("1234", "confirm").expect("the right PIN");
    at.door("はい、この内容です");
    at.kiosk.person.wait_for(page).expect("the end");
}

fn away(at: &Hands) {
    at.rests_after("終わる", "使う制度を選ぶか");
    at.lift();
}

#[test]
fn a_voucher_is_good_once_and_its_copy_is_stopped() {
    let mut at = Hands::with("privilege", |settings| settings.replace("\nonly = false", "\nonly = true"), None);
    at.comes_in();
    at.goes("サービス", "services");
    at.goes("優", "service");
    at.serves_alone();
    at.picture("rest");
    with_card(&at, "privilege:given");
    at.picture("given");
    let slip = at.slip();
    assert!(slip.contains("1,000円") || slip.contains(&format!("{YEN}円")), "{slip}");
    assert!(!slip.contains("髙﨑") && !slip.contains("みなと町"), "the voucher names a person: {slip}");
    keep(&at.out.path().join("slip.png"));
    // What a scanner reads on the paper.
    let code = slip.split_once("[QR ").and_then(|(_, rest)| rest.split_once(']')).expect("a code").0.trim().to_owned();
    away(&at);

    // Once in a life: the same card gets no second one.
    with_card(&at, "privilege:used-up");
    at.sees_door("この制度は1人1回です");
    at.picture("used-up");
    away(&at);
    at.sees_door("使う制度を選ぶか");
    at.scan(&code);
    at.sees_door("どちらで使いますか");
    at.picture("shops");
    at.door(SHOP);
    at.sees_door("円の券を受け取りました");
    at.picture("redeemed");
    at.rests_after("終わる", "使う制度を選ぶか");
    // A copy of the paper, a day later or a minute.
    std::thread::sleep(super::hands::TWICE);
    at.scan(&code);
    at.sees_door("この券は使われています");
    at.picture("spent");
    at.rests_after("終わる", "使う制度を選ぶか");
    settled(&at);
}

/// One voucher of one shop, on the sheet and in the table.
fn settled(at: &Hands) {
    let (csv, pdf) = (at.out.path().join("settle.csv"), at.out.path().join("settle.pdf"));
    let path = |file: &std::path::Path| file.to_str().expect("a path").to_owned();
    at.command(&["privilege", "settle", "--csv", &path(&csv), "--pdf", &path(&pdf)]);
    let table = fs::read_to_string(&csv).expect("the sheet");
    let lines: Vec<_> = table.lines().filter(|line| line.contains(SHOP)).collect();
    let yen = format!("\"{YEN}\"");
    assert!(lines.len() == 1 && lines[0].contains("\"1\"") && lines[0].contains(&yen), "{table}");
    assert!(fs::read(&pdf).expect("the sheet on A4").starts_with(b"%PDF"));
    keep(&pdf);
}
