//! Certificates asked for (証明書の請求の来庁): choice, copies, the fee by card, the PIN, the slip with the register's code.

use hw_tests::kiosk::Kiosk;
use hw_tests::walk;

use super::{choose, look};

#[test]
fn certificates_are_asked_for_with_the_card_and_the_slip_bears_the_fee() {
    let out = tempfile::tempdir().expect("folder");
    let kiosk = Kiosk::start(out.path()).expect("is xvfb installed?");
    walk::welcome(&kiosk).expect("welcome");
    choose(&kiosk, "証明書の請求");
    kiosk.sees("どの証明書がいりますか").expect("the choice");
    look(&kiosk, "certificate-rest");
    // The test's own sums: two at 200 yen and one at 450, of which the card takes nothing off.
    let fee = 2 * 200 + 450;
    kiosk.touch_and_see("住民票の写し（本人）", "何通いりますか").expect("copies");
    look(&kiosk, "certificate-copies");
    kiosk.touch_and_see("2通", "ほかにもいりますか").expect("more");
    kiosk.touch_and_see("戸籍の全部事項証明書", "何通いりますか").expect("copies");
    kiosk.touch_and_see("1通", "ほかにもいりますか").expect("more");
    look(&kiosk, "certificate-more");
    kiosk.touch_and_see("これで進む", "減免").expect("exemptions");
    look(&kiosk, "certificate-exemptions");
    kiosk.touch_and_see("ない（ふつうの手数料）", "これで請求しますか").expect("check");
    kiosk.sees(&format!("{fee}円")).expect("the sum");
    look(&kiosk, "certificate-check");
    kiosk.touch("請求する").expect("agreed");
    proves(&kiosk);
    kiosk.sees("お呼び出し番号は 101 です").expect("the number");
    look(&kiosk, "certificate-accepted");
    let slip = super::paper(&out.path().join("slip.txt"));
    for part in ["101", "850円", "証明書ではありません", "住民票の写し（本人）"] {
        assert!(slip.contains(part), "{part} is not on the slip: {slip}");
    }
    assert!(!slip.contains("髙") && !slip.contains("みなと町"), "the slip names a person: {slip}");
    super::keep(&out.path().join("slip.png"));
    // 29, the number people are called by, the sum, and the check digit worked out by hand.
    let code = "2900101008500";
    assert!(slip.replace(' ', "").contains(code), "{slip}");
    let said = std::process::Command::new("zbarimg")
        .args(["--quiet", "--raw"])
        .arg(out.path().join("slip.png"))
        .output()
        .expect("zbarimg");
    let read = String::from_utf8_lossy(&said.stdout).into_owned();
    assert!(read.lines().any(|line| line == code), "a register reads {read:?}");
}

/// The notice, the card and the PIN; twice where the card's facts are asked for after the proof.
fn proves(kiosk: &Kiosk) {
    kiosk.person.wait_for("notice").expect("what is read");
    look(kiosk, "certificate-notice");
    kiosk.press_for(walk::act(), "place").expect("place");
    walk::put(kiosk).expect("the card");
    look(kiosk, "certificate-pin");
    // Two PINs: that of the certificate, then that of the facts.
    kiosk.sees("利用者証明用").expect("which PIN");
    kiosk.type_pin("1234").expect("the first PIN");
    kiosk.sees("券面事項入力補助用").expect("the other PIN");
    kiosk.type_pin_for("1234", "confirm").expect("the second PIN");
    look(kiosk, "certificate-confirm");
    kiosk.touch_for("はい、この内容です", "certificate:accepted").expect("recorded");
}
