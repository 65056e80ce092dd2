//! Pages of the library (図書貸出の画面) as its own course makes them, so that the sentences and the pages are looked at together.

use drivers::scanner::Rules;
use jiff::civil::date;
use kiosk::screen::{prompt, said};
use kiosk::service::counter::{Counter, Heard, Step};
use kiosk::service::library::{Library, Line, Refusal, Standing, Told, Waits};

use super::*;

fn line(item: &str, title: &str) -> Line {
    Line {
        item: item.into(),
        title: title.into(),
        due: Some(date(2026, 12, 8)),
        due_said: String::new(),
        late: false,
        loan: None,
        waiting: false,
    }
}

fn lent(item: &str, title: &str) -> Heard<Told> {
    Heard::Told(Told::Lent(line(item, title)))
}

fn patron() -> Heard<Told> {
    let late = Line { late: true, due: Some(date(2026, 11, 20)), ..line("423456789", "料理の基本") };
    let waits = |title: &str, ready| Waits { title: title.into(), ready, before: 2 };
    Heard::Told(Told::Patron(Box::new(Standing {
        number: "91234567".into(),
        loans: vec![late, line("523456788", "髙﨑家の記録")],
        reservations: vec![waits("葛\u{E0100}飾北斎", Some(date(2026, 12, 1))), waits("𠮷野の桜", None)],
        barred: None,
        away: false,
    })))
}

fn chosen(id: &str) -> Heard<Told> {
    Heard::Chosen(id.to_owned())
}

fn refused(refusal: Refusal) -> Heard<Told> {
    Heard::Told(Told::Refused { refusal, item: None })
}

fn courses() -> Vec<(&'static str, Vec<Heard<Told>>)> {
    let waiting = Heard::Told(Told::Lent(Line { waiting: true, ..line("123456782", "") }));
    vec![
        ("22-library-rest", vec![]),
        ("22-library-type", vec![chosen("type")]),
        ("22-library-lend", vec![patron(), lent("1", "坊っちゃん"), lent("2", "雨月物語のふしぎな話と江戸の町")]),
        ("22-library-refused", vec![patron(), lent("1", "坊っちゃん"), refused(Refusal::Reserved)]),
        ("22-library-waiting", vec![patron(), waiting]),
        ("22-library-renew", vec![patron(), chosen("renew")]),
        ("22-library-reservations", vec![patron(), chosen("reservations")]),
        ("22-library-over", vec![patron(), lent("1", "坊っちゃん"), lent("2", "門"), Heard::Told(Told::Slip(142))]),
    ]
}

/// Pages by name.
pub fn pages(cx: &Context<'_>) -> Vec<(&'static str, Element<'static, Said>)> {
    let library = Library { codes: Rules::default() };
    let page = |heard: &[Heard<Told>]| match library.step(heard) {
        Step::Prompt(asked) => prompt::Prompt::new(asked).view(cx).map(Said::Prompt),
        Step::Said(ended) => said::Said { ended }.view(cx).map(Said::Ended),
        other => panic!("no page: {other:?}"),
    };
    courses().iter().map(|(name, heard)| (*name, page(heard))).collect()
}
