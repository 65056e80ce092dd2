//! Tests of codes made at home (家で作ったQRの試験): the examples of `HOME_QR.md`, which another program made, and every refusal.

use std::path::Path;

use jiff::ToSpan;
use proptest::prelude::*;

use super::*;

const MADE: i64 = 1_795_449_600;

fn document() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("HOME_QR.md")).expect("HOME_QR.md")
}

/// The codes in the document, in its order.
fn examples() -> Vec<String> {
    document().lines().filter(|line| line.starts_with(MARK)).map(str::to_owned).collect()
}

fn secret(first: u8) -> [u8; 32] {
    std::array::from_fn(|at| first + u8::try_from(at).expect("32"))
}

fn service() -> SigningKey {
    SigningKey::from_bytes(&secret(0))
}

fn town() -> seal::TownKey {
    seal::TownKey::new(&secret(100)).expect("a key")
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).expect("a time")
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn first() -> Entered {
    Entered {
        id: [0xa1; 16],
        made: at(MADE),
        until: at(MADE + 86_400),
        town: "132098".to_owned(),
        form: "juminhyo".to_owned(),
        version: 1,
        answers: Answers::from([
            ("copies".to_owned(), Value::Number(2)),
            ("head".to_owned(), Value::Flag(true)),
            ("purpose".to_owned(), text("pension")),
            ("who".to_owned(), text("self")),
        ]),
        by: By::Own,
    }
}

fn second() -> Entered {
    let row = |birth: &str, kana: &str, name: &str, relation: &str| {
        let all = [("birth", birth), ("kana", kana), ("name", name), ("relation", relation)];
        all.into_iter().filter(|(_, said)| !said.is_empty()).map(|(id, said)| (id.to_owned(), text(said))).collect()
    };
    let members = vec![
        row("1990-04-01", "ワタナベ　ハナコ", "渡邉　花子", "wife"),
        row("2019-05-01", "", "葛\u{e0100}城　髙子", "child"),
    ];
    let answers = Answers::from([
        ("kind".to_owned(), text("in")),
        ("members".to_owned(), Value::Rows(members)),
        ("moved".to_owned(), text("2026-11-20")),
        ("phone".to_owned(), text("090-1234-5678")),
    ]);
    Entered { id: [0xb2; 16], form: "idou".to_owned(), answers, ..first() }
}

/// Reads on the day the examples were made, or at another time.
fn read_at(code: &str, now: Timestamp) -> Result<(Entered, bool), Refused> {
    let services = [("unabara-web".to_owned(), service().verifying_key().to_bytes())];
    read(code, &Trust { town: &[town()], services: &services, code: "132098", hours: 168, now })
}

fn read_now(code: &str) -> Result<(Entered, bool), Refused> {
    read_at(code, at(MADE + 60))
}

fn refused(code: &str) -> Refused {
    read_now(code).err().expect("refused")
}

fn pack(id: &str) -> Pack {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/forms").join(id);
    crate::form::pack::load(&folder).expect("a pack that ships")
}

#[test]
fn the_examples_that_another_program_made_are_ours_byte_for_byte() {
    let (key, town) = (service(), *town().public());
    for said in [hex(&key.verifying_key().to_bytes()), hex(&town)] {
        assert!(document().contains(&said), "{said}");
    }
    let closings = [
        (first(), Closing::default()),
        (first(), Closing { sign: Some(&key), seal: None }),
        (second(), Closing { sign: None, seal: Some((town, [7; 32])) }),
        (second(), Closing { sign: Some(&key), seal: Some((town, [8; 32])) }),
    ];
    let examples = examples();
    assert_eq!(examples.len(), closings.len());
    for ((entered, closing), example) in closings.iter().zip(&examples) {
        assert_eq!(make(entered, closing).expect("small"), *example);
        let (read, sealed) = read_now(example).expect("ours");
        assert_eq!((read.id, &read.form, &read.answers), (entered.id, &entered.form, &entered.answers));
        assert_eq!(sealed, closing.seal.is_some());
        let by = if closing.sign.is_some() { By::Service("unabara-web".to_owned()) } else { By::Own };
        assert_eq!(read.by, by);
    }
}

use crate::store::bundle::hex;

#[test]
fn a_change_of_any_byte_is_refused_and_never_read_as_another_answer() {
    for (example, signed) in examples().iter().zip([false, true, true, true]) {
        let bytes = base45::decode(example.strip_prefix(MARK).expect("mark")).expect("base45");
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            let answer = read_now(&format!("{MARK}{}", base45::encode(&changed)));
            // An open self-made code vouches for nothing; every other one does.
            assert!(!signed || answer.is_err(), "byte {at} of {example}");
        }
    }
    let example = &examples()[3];
    let mut changed = base45::decode(example.strip_prefix(MARK).expect("mark")).expect("base45");
    *changed.last_mut().expect("bytes") ^= 1;
    assert_eq!(refused(&format!("{MARK}{}", base45::encode(&changed))), Refused::Altered);
}

#[test]
fn a_code_lives_only_in_its_time() {
    let code = &examples()[0];
    for (seconds, alive) in [(-601, false), (-600, true), (0, true), (86_399, true), (86_400, false)] {
        let answer = read_at(code, at(MADE + seconds)).map(|_| ()).err();
        assert_eq!(answer, (!alive).then_some(Refused::Expired), "{seconds}");
    }
    let long = Entered { until: first().made.checked_add(169.hours()).expect("a time"), ..first() };
    assert_eq!(refused(&make(&long, &Closing::default()).expect("small")), Refused::Expired);
    let never = Entered { until: first().made, ..first() };
    assert_eq!(refused(&make(&never, &Closing::default()).expect("small")), Refused::Expired);
}

#[test]
fn other_services_towns_and_keys_are_refused_by_name() {
    let other = SigningKey::from_bytes(&[9; 32]);
    let by_other = make(&first(), &Closing { sign: Some(&other), seal: None }).expect("small");
    assert_eq!(refused(&by_other), Refused::Service);
    let there = Entered { town: "011002".to_owned(), ..first() };
    assert_eq!(refused(&make(&there, &Closing::default()).expect("small")), Refused::Elsewhere);
    let far = *seal::TownKey::new(&[3; 32]).expect("a key").public();
    let closed = make(&second(), &Closing { sign: None, seal: Some((far, [1; 32])) }).expect("small");
    assert_eq!(refused(&closed), Refused::Elsewhere);
}

#[test]
fn what_is_too_large_or_nothing_of_ours_is_refused_at_once() {
    let huge = format!("{MARK}{}", "A".repeat(5 << 20));
    assert_eq!(refused(&huge), Refused::TooLarge);
    let many: Answers = (0..120).map(|n| (format!("field_{n}"), text("ながい答え"))).collect();
    let made = make(&Entered { answers: many, ..first() }, &Closing::default());
    assert_eq!(made.err(), Some(Refused::TooLarge));
    for code in ["", "KZH1:", "KZH2:AAA", "KZH1:ab", "KZH1:AAA", "A-142", "https://example.jp/", "KZH1:あ"] {
        assert_eq!(refused(code), Refused::Unknown, "{code}");
    }
    // Arrays inside arrays, a length without contents, a payload that is a number.
    for bytes in [vec![0x81; 600], vec![0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], vec![0x83, 1, 0, 1]] {
        assert_eq!(refused(&format!("{MARK}{}", base45::encode(&bytes))), Refused::Unknown);
    }
}

#[test]
fn facts_never_come_from_a_code_and_what_tells_people_apart_must_be_sealed() {
    let with = |field: &str, value: Value| Entered { answers: Answers::from([(field.to_owned(), value)]), ..second() };
    let idou = pack("idou");
    for field in ["name", "address", "birth", "sex", "age", "applicant", "registry"] {
        assert_eq!(fitting(&with(field, text("x")), true, &idou).err(), Some(Refused::Fact), "{field}");
    }
    for value in ["123456789018", "1234 5678 9018"] {
        assert_eq!(fitting(&with("phone", text(value)), true, &idou).err(), Some(Refused::Fact));
    }
    let hidden = Answers::from([("town".to_owned(), text("１２３４５６７８９０１８"))]);
    assert_eq!(fitting(&with("new_address", Value::Parts(hidden)), true, &idou).err(), Some(Refused::Fact));
    assert_eq!(fitting(&second(), false, &idou).err(), Some(Refused::NotSealed));
    let fits = fitting(&second(), true, &idou).expect("sealed");
    assert_eq!(fits.keys().map(String::as_str).collect::<Vec<_>>(), ["kind", "members", "moved", "phone"]);
    // A day or a choice says nobody's name.
    assert!(fitting(&with("moved", text("2026-11-20")), false, &idou).is_ok());
    assert_eq!(fitting(&with("gone", text("x")), true, &idou).err(), Some(Refused::Form), "a field of an older form");
    assert_eq!(fitting(&with("kind", text("#panic(1)")), true, &idou).err(), Some(Refused::Form), "no such choice");
}

proptest! {
    #[test]
    fn any_bytes_are_refused_or_read_and_never_more(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _any = read_now(&format!("{MARK}{}", base45::encode(&bytes)));
    }
}
