//! Torn answers, lifted cards, hostile bytes (壊れた応答の試験): a named fault each time, and no second PIN.

use proptest::prelude::*;

use super::made::{Files, SELECT_TEXT, TRIES, VERIFY, fault, practice, read, read_with};
use crate::card::conversation::{Budget, Conversation};
use crate::card::myna::read_facts;
use crate::card::myna::scripted::Script;
use crate::card::{Fault, Link, Torn};

#[test]
fn a_card_lifted_at_any_exchange_is_a_card_lifted() {
    let whole = Files::ordinary().reading();
    assert_eq!(whole.len(), 9);
    for n in 0..whole.len() {
        for gone in [Fault::Removed, Fault::ReaderGone, Fault::NoService, Fault::Reader(0x8010_0016)] {
            assert_eq!(fault(whole.cut(n, Err(gone.clone())), &practice()), gone, "exchange {n}");
        }
    }
}

#[test]
fn a_torn_answer_at_any_exchange_is_never_a_wrong_pin() {
    let whole = Files::ordinary().reading();
    // The first exchange has its own tests: what is not a My Number card is asked what else it is.
    for n in 1..whole.len() {
        for answer in [vec![], vec![0x90], vec![0x6F, 0x00], vec![0x69, 0x82], vec![0x62, 0x81]] {
            let fault = fault(whole.cut(n, Ok(answer.clone())), &practice());
            assert!(matches!(fault, Fault::Torn(Torn::Short | Torn::Status(_))), "exchange {n} {answer:02X?}: {fault}");
        }
    }
}

#[test]
fn an_empty_or_an_overlong_read_is_malformed() {
    let whole = Files::ordinary().opened();
    for answer in
        [vec![0x90, 0x00], [vec![0xFF; 257], vec![0x90, 0x00]].concat(), [vec![0x20; 90], vec![0x90, 0x00]].concat()]
    {
        assert_eq!(fault(whole.cut(3, Ok(answer)), &practice()), Fault::Torn(Torn::Malformed));
    }
}

#[test]
fn a_file_that_claims_to_be_endless_is_malformed() {
    for claim in ["FF2082FFFF", "FF20821FFF", "FF2083010000", "FF2080", "FF20FF", "7F21820233"] {
        let script = Script::default().on(SELECT_TEXT, "9000").on(TRIES, "63C3").on(VERIFY, "9000");
        let script = script.on("00B0820000", &format!("{claim} {} 9000", "DF2108".repeat(5)));
        assert_eq!(fault(script, &practice()), Fault::Torn(Torn::Malformed), "{claim}");
    }
}

#[test]
fn text_that_is_no_text_is_malformed() {
    let made = |name: &str, address: &str, birth: &str, sex: &str| Files::of(name, address, birth, sex).opened();
    for (what, script) in [
        ("no name", made("", "東京都", "19841103", "1")),
        ("a line feed", made("髙﨑\n花子", "東京都", "19841103", "1")),
        ("an escape", made("髙﨑　花子", "\u{1B}@東京都", "19841103", "1")),
        ("a short date", made("髙﨑　花子", "東京都", "1984113", "1")),
        ("a date in words", made("髙﨑　花子", "東京都", "1984年11", "1")),
        ("two sexes", made("髙﨑　花子", "東京都", "19841103", "12")),
        ("no sex", made("髙﨑　花子", "東京都", "19841103", "")),
    ] {
        assert_eq!(fault(script, &practice()), Fault::Torn(Torn::Malformed), "{what}");
    }
    let mut latin = Files::ordinary();
    let at = latin.attributes.iter().position(|byte| *byte == 0xE9).expect("髙 begins with E9");
    latin.attributes[at + 1] = b'a';
    assert_eq!(fault(latin.opened(), &practice()), Fault::Torn(Torn::Malformed), "not UTF-8");
}

/// Answers everything with the next of some made-up answers, and counts VERIFY commands that carry data.
struct Babbler {
    answers: std::vec::IntoIter<Vec<u8>>,
    secrets: std::rc::Rc<std::cell::Cell<u32>>,
}

impl Link for Babbler {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Fault> {
        if command[1] == 0x20 && command.len() > 4 {
            self.secrets.set(self.secrets.get() + 1);
        }
        self.answers.next().ok_or(Fault::Removed)
    }
}

fn answer() -> impl Strategy<Value = Vec<u8>> {
    let status = prop_oneof![
        4 => Just(vec![0x90, 0x00]),
        1 => Just(vec![0x63, 0xC3]),
        1 => any::<u8>().prop_map(|sw2| vec![0x61, sw2]),
        1 => any::<u8>().prop_map(|sw2| vec![0x6C, sw2]),
        1 => prop::collection::vec(any::<u8>(), 0..3),
    ];
    let data = prop_oneof![
        2 => Just(vec![]),
        1 => prop::collection::vec(any::<u8>(), 0..300),
        1 => Just(Files::ordinary().attributes),
        1 => Just(Files::ordinary().integrity[..256].to_vec()),
        1 => Just(Files::ordinary().certificate[..256].to_vec()),
    ];
    (data, status).prop_map(|(data, status)| [data, status].concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn whatever_the_card_babbles_nothing_is_believed_and_one_pin_is_sent(answers in prop::collection::vec(answer(), 0..60)) {
        let secrets = std::rc::Rc::default();
        let link = Babbler { answers: answers.into_iter(), secrets: std::rc::Rc::clone(&secrets) };
        let mut conversation = Conversation::new(Box::new(link), Budget::default());
        let read = read_facts(&mut conversation, super::made::pin(), &practice(), &mut |_| {});
        prop_assert!(read.is_err());
        prop_assert!(secrets.get() <= 1);
        prop_assert!(conversation.exchanges() <= Budget::default().exchanges);
    }

    #[test]
    fn one_changed_byte_in_any_file_and_nobody_is_believed(file in 0..3_usize, at in any::<prop::sample::Index>(), flip in 1..=255_u8) {
        let good = Files::ordinary();
        let mut files = good.clone();
        let bytes = match file {
            0 => &mut files.attributes,
            1 => &mut files.integrity,
            _ => &mut files.certificate,
        };
        let at = at.index(bytes.len());
        // The table of offsets is not signed and not used.
        prop_assume!(file != 0 || !(6..14).contains(&at));
        bytes[at] ^= flip;
        // A changed length asks for other chunks than the script has, so the file is served as it is by offset.
        let link = Served { files: [files.attributes, files.integrity, files.certificate] , current: 0 };
        let mut conversation = Conversation::new(Box::new(link), Budget::default());
        let read = read_facts(&mut conversation, super::made::pin(), &practice(), &mut |_| {});
        let fault = read.err();
        prop_assert!(
            matches!(fault, Some(Fault::Torn(_) | Fault::NotGenuine(_) | Fault::PracticeCard)),
            "file {} byte {}: {:?}", file, at, fault
        );
    }
}

/// Serves three files to whoever reads them, with the right PIN taken for granted.
struct Served {
    files: [Vec<u8>; 3],
    current: usize,
}

impl Link for Served {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Fault> {
        let [_, ins, p1, p2, rest @ ..] = command else { panic!("{command:02X?}") };
        let mut out = Vec::new();
        match (ins, rest) {
            (0x20, []) => return Ok(vec![0x63, 0xC3]),
            (0xB0, [le]) => {
                let mut offset = usize::from(*p1) << 8 | usize::from(*p2);
                if *p1 >= 0x80 {
                    self.current = usize::from(p1 - 0x82);
                    offset = usize::from(*p2);
                }
                let le = if *le == 0 { 256 } else { usize::from(*le) };
                match self.files[self.current].get(offset..) {
                    Some(tail) if !tail.is_empty() => out.extend_from_slice(&tail[..le.min(tail.len())]),
                    _ => return Ok(vec![0x6B, 0x00]),
                }
            }
            _ => {}
        }
        out.extend([0x90, 0x00]);
        Ok(out)
    }
}

#[test]
fn the_served_files_are_believed_when_nothing_is_changed() {
    let Files { attributes, integrity, certificate } = Files::ordinary();
    let link = Served { files: [attributes, integrity, certificate], current: 0 };
    let mut conversation = Conversation::new(Box::new(link), Budget::default());
    assert!(read_facts(&mut conversation, super::made::pin(), &practice(), &mut |_| {}).is_ok());
}

#[test]
fn more_bytes_or_another_length_for_ever_ends_at_every_exchange() {
    struct Endless {
        script: std::vec::IntoIter<Vec<u8>>,
        answer: Vec<u8>,
    }
    impl Link for Endless {
        fn transmit(&mut self, _: &[u8]) -> Result<Vec<u8>, Fault> {
            Ok(self.script.next().unwrap_or_else(|| self.answer.clone()))
        }
    }
    let good =
        [vec![0x90, 0x00], vec![0x63, 0xC3], vec![0x90, 0x00], [Files::ordinary().attributes, vec![0x90, 0]].concat()];
    for n in 0..=good.len() {
        for answer in [vec![0x61, 0x00], vec![0x61, 0x20], vec![0x6C, 0x00], vec![0x6C, 0x20]] {
            let script = good.iter().take(n).cloned().collect::<Vec<_>>().into_iter();
            let link = Endless { script, answer: answer.clone() };
            let mut conversation = Conversation::new(Box::new(link), Budget::default());
            let fault = read_facts(&mut conversation, super::made::pin(), &practice(), &mut |_| {}).err();
            let expected = match fault {
                Some(Fault::Budget | Fault::Torn(_)) => true,
                // Not even SELECT is answered: no card we know.
                Some(Fault::Foreign(_)) => n == 0,
                _ => false,
            };
            assert!(expected, "exchange {n} {answer:02X?}: {fault:?}");
        }
    }
}

#[test]
fn facts_are_not_told_before_they_are_believed() {
    let whole = Files::ordinary().reading();
    for n in 4..whole.len() {
        let (facts, seen) = read_with(whole.cut(n, Err(Fault::Removed)), &practice());
        assert!(facts.is_err());
        assert_eq!(seen.len(), 3, "read, not checked");
    }
    assert!(read(whole, &practice()).is_ok());
}
