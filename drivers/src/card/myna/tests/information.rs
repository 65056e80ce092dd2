//! Card information and foreign cards (カード情報とほかのカードの試験), all without a secret.

use super::made::{SELECT_TEXT, TRIES, practice};
use crate::card::conversation::{Budget, Conversation};
use crate::card::foreign::{self, Kind};
use crate::card::myna::scripted::Script;
use crate::card::myna::{Info, Token, Tries, info, look};
use crate::card::{Fault, Link, Torn};

const SELECT_JPKI: &str = "00A4040C0A D392F000260100000001";
const SELECT_COMMON: &str = "00A4040C0A D3921000310001010100";
const SELECT_MANAGER: &str = "00A4040C08 A000000151000000";
const CARD_TOKEN: &str = "4A504B494150494343544F4B454E322020202020202020202020202020202020";

fn until_common() -> Script {
    Script::default()
        .on(SELECT_TEXT, "9000")
        .on(TRIES, "63C2")
        .on("00200095", "63CA")
        .on(SELECT_JPKI, "9000")
        .on("00B0860020", &format!("{CARD_TOKEN}9000"))
        .on("00200098", "63C3")
        .on("0020009B", "63C0")
        .on(SELECT_COMMON, "9000")
}

fn expected() -> Info {
    Info {
        token: Some(Token::MyNumberCard),
        text_pin: Tries::Left(2),
        code_b: Some(Tries::Left(10)),
        auth_pin: Some(Tries::Left(3)),
        sign_password: Some(Tries::Blocked),
        municipality: Some("13221".to_owned()),
        expiry: Some("20350217".to_owned()),
    }
}

#[test]
fn a_card_tells_its_kind_tries_place_and_expiry_without_a_secret() {
    let record = "011C 353130333132333435363738393031 3133323231 3230333530323137 9000";
    let (mut conversation, log) = until_common().on("00B2010C00", record).play();
    assert_eq!(info(&mut conversation), Ok(expected()));
    assert_eq!((log.len(), log.secrets_sent()), (9, 0));
}

#[test]
fn the_card_manager_tells_what_the_common_record_does_not() {
    for record in ["6A83", "011C 3531 9000", "021C 353130333132333435363738393031 3133323231 3230333530323137 9000"] {
        let script = until_common().on("00B2010C00", record).on(SELECT_MANAGER, "9000");
        let script = script.on("00CA00F000", "3133323231 9000").on("00CA00F200", "3230333530323137 9000");
        let (mut conversation, _) = script.play();
        assert_eq!(info(&mut conversation), Ok(expected()), "{record}");
    }
}

#[test]
fn what_a_card_does_not_tell_is_left_out() {
    let script = Script::default().on(SELECT_TEXT, "9000").on(TRIES, "63C3").on("00200095", "6A82");
    let script = script.on(SELECT_JPKI, "6A82").on(SELECT_COMMON, "6A82").on(SELECT_MANAGER, "9000");
    let (mut conversation, _) = script.on("00CA00F000", "6A88").on("00CA00F200", "41424344454647489000").play();
    let nothing = Info {
        token: None,
        text_pin: Tries::Left(3),
        code_b: None,
        auth_pin: None,
        sign_password: None,
        municipality: None,
        expiry: None,
    };
    assert_eq!(info(&mut conversation), Ok(nothing));
}

#[test]
fn a_card_lifted_while_it_tells_is_a_card_lifted() {
    let whole = until_common().on("00B2010C00", "6A83").on(SELECT_MANAGER, "6A82");
    for n in 0..whole.len() {
        let (mut conversation, _) = whole.cut(n, Err(Fault::Removed)).play();
        assert_eq!(info(&mut conversation), Err(Fault::Removed), "exchange {n}");
    }
}

const LICENCE: [&str; 2] =
    ["00A4040C10 A0000002310100000000000000000000", "00A4040C10 A0000002310200000000000000000000"];
const RESIDENCE: &str = "00A4040C10 D392F0004F0200000000000000000000";

#[test]
fn other_cards_are_named_by_select_alone() {
    let [first, second] = LICENCE;
    for (kind, script) in [
        (Kind::DrivingLicence, Script::default().on(SELECT_TEXT, "6A82").on(first, "9000").on(second, "9000")),
        (Kind::ResidenceCard, Script::default().on(SELECT_TEXT, "6A82").on(first, "6A82").on(RESIDENCE, "9000")),
        (Kind::Unknown, Script::default().on(SELECT_TEXT, "6A82").on(first, "6A82").on(RESIDENCE, "6A82")),
        (Kind::MemoryCard, Script::default().on(SELECT_TEXT, "6A81").on(first, "6A81").on(RESIDENCE, "6A81")),
        (Kind::MemoryCard, Script::default().on(SELECT_TEXT, "6300").on(first, "6300").on(RESIDENCE, "6300")),
    ] {
        let (mut conversation, log) = script.clone().play();
        assert_eq!(look(&mut conversation), Err(Fault::Foreign(kind)));
        assert_eq!(log.secrets_sent(), 0);
        assert_eq!(super::made::fault(script.clone(), &practice()), Fault::Foreign(kind), "no PIN goes to it either");
        let (mut conversation, _) = script.play();
        assert_eq!(info(&mut conversation), Err(Fault::Foreign(kind)));
    }
}

#[test]
fn a_card_that_stays_ill_is_torn_and_not_foreign() {
    let [first, _] = LICENCE;
    let ill = Script::default().on(SELECT_TEXT, "6F00").on(SELECT_TEXT, "6F00").on(first, "6F00").on(RESIDENCE, "6F00");
    let (mut conversation, _) = ill.play();
    assert_eq!(look(&mut conversation), Err(Fault::Torn(Torn::Status(0x6F00))));
}

#[test]
fn a_storage_card_is_told_before_anything_is_sent() {
    struct Storage(Vec<u8>);
    impl Link for Storage {
        fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Fault> {
            panic!("{command:02X?}")
        }
        fn atr(&self) -> &[u8] {
            &self.0
        }
    }
    let felica = [0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0, 0, 3, 6, 0x11, 0, 0x3B, 0, 0, 0, 0, 0x42];
    let mut conversation = Conversation::new(Box::new(Storage(felica.to_vec())), Budget::default());
    assert_eq!(look(&mut conversation), Err(Fault::Foreign(Kind::MemoryCard)));
}

#[test]
fn no_other_card_is_told_by_its_answer_to_reset() {
    let my_number = [0x3B, 0x88, 0x80, 0x01, 0, 0, 5, 0xE0, 0xB3, 0x81, 0xA1, 0, 0x7F];
    assert_eq!(foreign::by_atr(&my_number), None);
    assert_eq!(foreign::by_atr(&[]), None);
}
