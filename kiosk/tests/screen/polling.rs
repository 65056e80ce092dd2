//! Pages of the polling reception (投票の受付の画面) as its own course makes them: what is asked, green, and every red.

use std::path::Path;

use jiff::civil::{Date, date};
use kiosk::screen::{prompt, said};
use kiosk::service::counter::{Claimed, Counter, Heard, Step};
use kiosk::service::polling::elector::{Brief, Decides, Elector, Found, Mode, Place, Sex, Stands, State, Status};
use kiosk::service::polling::rules::Rules;
use kiosk::service::polling::{Polling, Told};
use uuid::Uuid;

use super::*;

const ELECTION: &str = "2026-unabara";
const DAY: Date = date(2026, 12, 6);

fn polling() -> Polling {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("../config");
    let rules: Rules = kiosk::config::services::load(&config).expect("config/polling.toml");
    Polling { rules: rules.into(), municipality: "海原市".to_owned() }
}

fn place(mode: Mode, station: &str, today: Date) -> Heard<Told> {
    Heard::Told(Told::Place(Some(Box::new(Place {
        election: ELECTION.into(),
        mode,
        station: station.into(),
        today,
        sure: true,
        decides: Decides::Everything,
    }))))
}

fn early() -> Heard<Told> {
    place(Mode::Early, "hall", date(2026, 12, 1))
}

fn elector() -> Elector {
    Elector {
        id: Uuid::from_u128(1),
        number: "10101".into(),
        name: "𠮷野　葛\u{E0100}子".into(),
        kana: "よしの かつこ".into(),
        birth: "1944-03-05".into(),
        sex: Sex::Female,
        address: "海原県海原市大字東沖見字新開地千二百三十四番地の五十六　汐見台ニュータウン".into(),
        district: "1".into(),
        status: Status::Eligible,
        entitled: Vec::new(),
        states: Vec::new(),
        allowed: None,
    }
}

fn brief(at: u128, name: &str, kana: &str) -> Brief {
    Brief {
        id: Uuid::from_u128(at),
        number: format!("1010{at}"),
        name: name.into(),
        kana: kana.into(),
        birth: "1960-04-01".into(),
        address: "海原県海原市みなと町二丁目１－１".into(),
    }
}

fn found(rows: Vec<Brief>, of: u64) -> Heard<Told> {
    Heard::Told(Told::Found(Found { rows, of }))
}

fn one() -> Heard<Told> {
    found(vec![brief(1, "𠮷野　葛\u{E0100}子", "よしの かつこ")], 1)
}

fn state(ballot: &str, stands: Stands) -> State {
    let at = date(2026, 11, 30).at(9, 5, 0, 0);
    State { ballot: ballot.into(), stands, at, station: "hall".into(), terminal: "A".into(), number: 42 }
}

fn is(elector: Elector) -> Heard<Told> {
    Heard::Told(Told::Elector(Some(Box::new(elector))))
}

fn code() -> Heard<Told> {
    Heard::Code { rule: None, text: "2612010101".to_owned().into() }
}

fn chosen(id: &str) -> Heard<Told> {
    Heard::Chosen(id.to_owned())
}

/// From a ticket to this elector.
fn at(elector: Elector, then: Vec<Heard<Told>>) -> Vec<Heard<Told>> {
    [early(), code(), one(), is(elector)].into_iter().chain(then).collect()
}

fn with(states: Vec<State>) -> Elector {
    Elector { states, ..elector() }
}

/// All that is pressed until the first claim.
fn pressed() -> Vec<Heard<Told>> {
    ["how-ticket", "reason-1", "hand-all"].map(chosen).into()
}

fn then(more: Vec<Heard<Told>>) -> Vec<Heard<Told>> {
    pressed().into_iter().chain(more).collect()
}

fn granted() -> Heard<Told> {
    Heard::Claimed(Claimed::Granted)
}

fn asked() -> Vec<(&'static str, Vec<Heard<Told>>)> {
    let two = vec![brief(1, "鈴木　一郎", "すずき いちろう"), brief(2, "鈴木　一郎", "すずき いちろう")];
    let many = (1..=100).map(|n| brief(n, "鈴木　一郎", "すずき いちろう")).collect();
    let typed = || Heard::Typed("すずき".to_owned().into());
    let out = || with(vec![state("mayor", Stands::Early)]);
    let let_through = Elector { status: Status::Moved, allowed: Some("確かめた".into()), ..elector() };
    vec![
        ("23-polling-find", vec![early()]),
        ("23-polling-find-digits", vec![early(), chosen("keys-digits")]),
        ("23-polling-find-letters", vec![early(), chosen("keys-letters")]),
        ("23-polling-choose", vec![early(), typed(), found(two, 2)]),
        ("23-polling-choose-many", vec![early(), typed(), found(many, 1234)]),
        ("23-polling-confirm", at(elector(), vec![])),
        ("23-polling-confirm-out", at(out(), vec![])),
        ("23-polling-confirm-allowed", at(let_through, vec![])),
        ("23-polling-reasons", at(elector(), vec![chosen("how-ticket")])),
        ("23-polling-ballots", at(elector(), vec![chosen("how-ticket"), chosen("reason-1")])),
        ("23-polling-ballots-some", at(out(), vec![chosen("how-ticket"), chosen("reason-1")])),
        ("23-polling-ballots-proxy", at(elector(), vec![chosen("how-ticket"), chosen("reason-1"), chosen("proxy")])),
    ]
}

fn said_pages() -> Vec<(&'static str, Vec<Heard<Told>>)> {
    let both = || with(vec![state("mayor", Stands::Early), state("council", Stands::Early)]);
    let not = |status| Elector { status, ..elector() };
    let day = |elector| vec![place(Mode::Day, "st2", DAY), code(), one(), is(elector)];
    let taken = Heard::Claimed(Claimed::Taken { terminal: "B".into(), number: 51 });
    let second = Heard::Claimed(Claimed::Taken { terminal: "B".into(), number: 52 });
    let slice = vec![
        Heard::Told(Told::Place(Some(Box::new(Place {
            election: ELECTION.into(),
            mode: Mode::Early,
            station: "hall".into(),
            today: date(2026, 12, 1),
            sure: true,
            decides: Decides::Districts(vec!["2".into(), "3".into()]),
        })))),
        code(),
        one(),
        is(elector()),
    ];
    let green = then(vec![granted(), granted(), Heard::Told(Told::Handed(Some(142)))]);
    vec![
        ("24-polling-closed", vec![Heard::Told(Told::Place(None))]),
        ("24-polling-nobody", vec![early(), code(), found(vec![], 0)]),
        ("24-polling-green", at(elector(), green)),
        ("24-polling-already", at(both(), vec![])),
        ("24-polling-claimed", at(with(vec![state("mayor", Stands::Claimed)]), vec![])),
        ("24-polling-asked", at(with(vec![state("mayor", Stands::Asked)]), vec![])),
        ("24-polling-dead", at(not(Status::Dead), vec![])),
        ("24-polling-wrong-station", day(elector())),
        ("24-polling-slice", slice),
        ("24-polling-taken", at(elector(), then(vec![taken]))),
        ("24-polling-taken-second", at(elector(), then(vec![granted(), second, Heard::Told(Told::Released)]))),
        ("24-polling-unsure", at(elector(), then(vec![Heard::Late]))),
        ("24-polling-unsure-code", at(elector(), then(vec![granted(), granted(), Heard::Failed("S04")]))),
        ("24-polling-broken", vec![early(), code(), Heard::Failed("S04")]),
    ]
}

/// Pages by name.
pub fn pages(cx: &Context<'_>) -> Vec<(&'static str, Element<'static, Said>)> {
    let polling = polling();
    let page = |heard: &[Heard<Told>]| match polling.step(heard) {
        Step::Prompt(asked) => prompt::Prompt::new(asked).view(cx).map(Said::Prompt),
        Step::Said(ended) => said::Said { ended }.view(cx).map(Said::Ended),
        _ => panic!("no page"),
    };
    asked().iter().chain(&said_pages()).map(|(name, heard)| (*name, page(heard))).collect()
}

/// A claim that is asked and has no answer yet: whatever is heard meanwhile, nothing green and no way to a paper stands there.
#[test]
fn while_a_claim_is_delayed_no_page_is_green() {
    let polling = polling();
    let claimed = at(elector(), pressed());
    assert!(matches!(polling.step(&claimed), Step::Claim(_)), "the course waits for its claim");
    let stage = Stage::new();
    let words = stage.catalogue.words("ja");
    let cx = stage.context(&words, Look::default(), FULL);
    let mut working = shown(&stage, screen::working::Working.view(&cx), FULL);
    for offered in ["用紙を1枚 渡してください", "用紙を2枚 渡してください"] {
        assert!(working.find(offered).is_err(), "a paper is offered before the claim's answer");
    }
    assert!(working.find(words.get("working-title").as_str()).is_ok(), "the page says that it is under way");
    for late in [Heard::Late, Heard::Failed("S04"), Heard::Claimed(Claimed::Unknown("N01"))] {
        let heard: Vec<_> = at(elector(), then(vec![late]));
        let Step::Said(ended) = polling.step(&heard) else { panic!("no end") };
        assert_ne!(ended.tone, kiosk::service::say::Tone::Good);
        assert_eq!((ended.page, ended.number, ended.seconds), ("unsure", None, None));
        assert_eq!(ended.ways.first().map(|way| way.id.as_str()), Some("retry"));
    }
    // Asked once more it is the same question; after a ballot was given back there is no way but to begin anew.
    let unknown = || Heard::Claimed(Claimed::Unknown("N01"));
    let again = |heard: Vec<Heard<Told>>| polling.step(&at(elector(), then(heard)));
    assert!(matches!(again(vec![unknown(), chosen("retry")]), Step::Claim(_)));
    let second = vec![granted(), unknown(), Heard::Told(Told::Released), chosen("retry")];
    let Step::Said(ended) = again(second) else { panic!("no end") };
    assert_eq!(ended.ways.iter().map(|way| way.id.as_str()).collect::<Vec<_>>(), ["again"]);
}

/// A way that is cut is a way that a clerk does not find; so every page in every language fits every display.
#[test]
fn every_page_of_the_reception_fits_every_display() {
    let stage = Stage::new();
    let mut wrong = Vec::new();
    for lang in LANGUAGES {
        let words = stage.catalogue.words(lang);
        for (look_name, look, size) in targets::looks() {
            let cx =
                Context {
                    card: Card::Absent, facts: None, service: "投票の受付", ..stage.context(&words, look, size)
                };
            for (name, page) in pages(&cx) {
                let name = format!("{name} {lang} {look_name}");
                wrong.extend(targets::apart_inside_and_large(&name, &stage, page, size));
            }
        }
    }
    assert!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.join("\n"));
}
