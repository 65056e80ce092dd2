//! Readings that go well, and PINs that do not (読み取りと暗証番号の試験).

use super::made::{Files, SELECT_TEXT, TRIES, VERIFY, fault, jpki_test, practice, read, read_with};
use crate::card::genuine::Anchors;
use crate::card::myna::scripted::Script;
use crate::card::myna::{Policy, Progress, Seen, Tries, look};
use crate::card::{Fault, Genuineness, Sex, Torn};

#[test]
fn four_exchanges_to_the_facts_and_five_to_believe_them() {
    let (facts, seen) = read_with(Files::ordinary().reading(), &practice());
    let facts = facts.unwrap_or_else(|fault| panic!("{fault}"));
    assert_eq!(seen, [(Progress::Selected, 1), (Progress::Opened, 3), (Progress::Read, 4), (Progress::Checked, 9)]);
    assert!(*facts.name == "髙﨑　花子" && *facts.address == "東京都清瀬市中里五丁目８４２番地");
    assert!(*facts.birth == "19841103" && facts.sex == Sex::Female);
    assert_eq!(facts.genuineness, Genuineness::PracticeCard);
}

#[test]
fn one_read_more_for_each_further_256_bytes() {
    let address = "東京都清瀬市".to_owned() + &"上清戸".repeat(30);
    let long = Files::of(&"ＡＢＣＤＥ　".repeat(7), &address, "19900229", "1");
    assert!((257..=512).contains(&long.attributes.len()), "{}", long.attributes.len());
    let (facts, seen) = read_with(long.reading(), &practice());
    assert!(facts.is_ok_and(|facts| *facts.address == address));
    assert_eq!(seen[2], (Progress::Read, 5));
}

#[test]
fn names_stay_as_the_card_spells_them() {
    let foreign = "ＭＡＸＩＭＩＬＩＡＮ　ＡＬＥＸＡＮＤＥＲ　ＶＡＮ　ＤＥＲ　ＷＯＵＤＥ".to_owned();
    let hundred = "寿".repeat(49) + "　" + &"限".repeat(50);
    for name in [
        "𠮷野　太郎",
        "渡邉　さくら",
        "葛\u{E0100}城　一",
        "\u{E000}田　\u{F0000}子",
        "ﾊﾝｶｸ　次郎",
        &foreign,
        &hundred,
        "マドンナ",
    ] {
        let facts = read(Files::of(name, "山形県酒田市", "20010203", "2").reading(), &practice());
        assert!(facts.is_ok_and(|facts| *facts.name == name), "{name}");
    }
}

#[test]
fn an_address_over_127_bytes_has_a_longer_length() {
    for letters in [42, 43, 85, 86, 200] {
        let address = "澤".repeat(letters);
        let facts = read(Files::of("渡邉　一", &address, "19500101", "1").reading(), &practice());
        assert!(facts.is_ok_and(|facts| *facts.address == address), "{letters}");
    }
}

#[test]
fn sex_is_read_by_iso_5218() {
    for (byte, sex) in
        [("1", Sex::Male), ("2", Sex::Female), ("9", Sex::NotApplicable), ("0", Sex::Unknown), ("x", Sex::Unknown)]
    {
        let facts = read(Files::of("渡邉　一", "", "19500101", byte).reading(), &practice());
        assert!(facts.is_ok_and(|facts| facts.sex == sex), "{byte}");
    }
}

#[test]
fn filler_after_the_object_does_not_matter() {
    let files = Files::ordinary();
    let mut filled = files.attributes.clone();
    filled.extend([0xFF; 100]);
    let script = Script::default().on(SELECT_TEXT, "9000").on(TRIES, "63C3").on(VERIFY, "9000");
    let script =
        script.file(2, &filled, files.attributes.len()).file(4, &files.certificate, 568).file(3, &files.integrity, 336);
    assert!(read(script, &practice()).is_ok());
}

#[test]
fn a_card_that_answers_short_is_asked_for_the_rest() {
    let files = Files::ordinary();
    let (head, tail) = files.attributes.split_at(10);
    let script = Script::default().on(SELECT_TEXT, "9000").on(TRIES, "63C3").on(VERIFY, "9000");
    let script = script
        .bytes(&[0x00, 0xB0, 0x82, 0, 0], Ok([head, &[0x90, 0x00]].concat()))
        .bytes(&[0x00, 0xB0, 0x00, 10, tail.len() as u8], Ok([tail, &[0x90, 0x00]].concat()))
        .file(4, &files.certificate, 568)
        .file(3, &files.integrity, 336);
    assert!(read(script, &practice()).is_ok());
}

#[test]
fn a_test_card_is_read_where_it_is_accepted_and_labelled() {
    let files = jpki_test();
    let accepted = Policy { anchors: Anchors { test: true, practice: None }, ..Policy::default() };
    let facts = read(files.reading(), &accepted).unwrap_or_else(|fault| panic!("{fault}"));
    assert_eq!(facts.genuineness, Genuineness::TestCard);
    assert!(*facts.name == "黒桐　幹也" && *facts.birth == "19800217");

    let until_certificate = files.opened().file(4, &files.certificate, files.certificate.len());
    assert_eq!(fault(until_certificate, &Policy::default()), Fault::TestCard);
}

#[test]
fn a_wrong_pin_is_told_from_everything_else() {
    for (answer, expected) in [
        ("63C2", Fault::WrongSecret { left: 2 }),
        ("63C1", Fault::WrongSecret { left: 1 }),
        ("63C0", Fault::Blocked),
        ("6984", Fault::Blocked),
        ("6983", Fault::Blocked),
        ("6300", Fault::Torn(Torn::Status(0x6300))),
        ("6700", Fault::Torn(Torn::Status(0x6700))),
        ("6982", Fault::Torn(Torn::Status(0x6982))),
        ("6F00", Fault::Torn(Torn::Status(0x6F00))),
        ("6C04", Fault::Torn(Torn::Status(0x6C04))),
        ("6104", Fault::Torn(Torn::Status(0x6104))),
        ("", Fault::Torn(Torn::Short)),
        ("90", Fault::Torn(Torn::Short)),
    ] {
        let script = Script::default().on(SELECT_TEXT, "9000").on(TRIES, "63C3").on(VERIFY, answer);
        assert_eq!(fault(script, &practice()), expected, "{answer}");
    }
}

#[test]
fn the_last_try_is_not_spent_unless_somebody_agreed() {
    let asked = Script::default().on(SELECT_TEXT, "9000").on(TRIES, "63C1");
    assert_eq!(fault(asked.clone(), &practice()), Fault::LastTry);
    let agreed = Policy { spend_last_try: true, ..practice() };
    assert_eq!(fault(asked.on(VERIFY, "63C0"), &agreed), Fault::Blocked);
}

#[test]
fn a_blocked_pin_is_not_tried() {
    for answer in ["63C0", "6984", "6983"] {
        let asked = Script::default().on(SELECT_TEXT, "9000").on(TRIES, answer);
        let agreed = Policy { spend_last_try: true, ..practice() };
        assert_eq!(fault(asked.clone(), &agreed), Fault::Blocked, "{answer}");
        let (mut conversation, _) = asked.play();
        assert_eq!(look(&mut conversation), Ok(Seen { tries: Tries::Blocked }));
    }
}

#[test]
fn a_counter_that_is_no_counter_stops_before_the_pin() {
    for answer in ["6300", "6A88", "6C04", "6C00", "6700", "6985"] {
        let asked = Script::default().on(SELECT_TEXT, "9000").on(TRIES, answer);
        let status = u16::from_str_radix(answer, 16).expect("hexadecimal");
        assert_eq!(fault(asked, &practice()), Fault::Torn(Torn::Status(status)), "{answer}");
    }
}

#[test]
fn a_look_costs_two_exchanges_and_no_secret() {
    let (mut conversation, log) = Script::default().on(SELECT_TEXT, "9000").on(TRIES, "63C3").play();
    assert_eq!(look(&mut conversation), Ok(Seen { tries: Tries::Left(3) }));
    assert_eq!((log.len(), log.secrets_sent()), (2, 0));
}

#[test]
fn a_pin_that_counts_as_verified_is_forgotten_first() {
    let left = "00A4040C08 A000000151000000";
    let script = Script::default().on(SELECT_TEXT, "9000").on(TRIES, "9000");
    let script = script.on(left, "9000").on(SELECT_TEXT, "9000");
    let (mut conversation, _) = script.clone().on(TRIES, "63C2").play();
    assert_eq!(look(&mut conversation), Ok(Seen { tries: Tries::Left(2) }));
    assert_eq!(
        fault(script.on(TRIES, "9000"), &practice()),
        Fault::Torn(Torn::Status(0x9000)),
        "no PIN is sent blindly"
    );
}

#[test]
fn the_first_command_is_repeated_once_after_an_internal_error() {
    let (mut conversation, _) =
        Script::default().on(SELECT_TEXT, "6F00").on(SELECT_TEXT, "9000").on(TRIES, "63C3").play();
    assert_eq!(look(&mut conversation), Ok(Seen { tries: Tries::Left(3) }));
}
