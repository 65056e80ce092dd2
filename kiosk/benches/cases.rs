//! How fast the list of cases is (受付一覧の速さ): 10,000 waiting cases, the page as staff open it, and the whole list.

#[path = "fixture/records.rs"]
mod records;
#[path = "fixture/table.rs"]
mod table;

use kiosk::case;
use kiosk::clock::Clock;
use kiosk::service::body::Body;
use kiosk::store::{Draft, Store, kind};
use table::{line, middle, ok, time};

const CASES: u32 = 10_000;
/// Rows of the page.
const PAGE: u32 = 100;
const TIMES: usize = 20;
const FACTS: &str = r#"{"name":"髙﨑　𠮷子","address":"海原県海原市中央２丁目３番４号","birth":"1944-03-08","sex":"female","source":"card","genuineness":"practice-card"}"#;

fn main() {
    let folder = records::folder();
    let store = records::open(folder.path());
    fill(&store);
    let page = (0..TIMES).map(|_| time(|| assert_eq!(opened(&store, PAGE), 100))).collect();
    line(
        "the page of the newest 100 of 10,000 cases, bodies and stages read",
        format!("{:.1?}", middle(page)),
        "aim 100 ms",
    );
    let whole = (0..3).map(|_| time(|| assert_eq!(ok(store.open_cases(CASES)).len(), 10_000))).collect();
    line("all 10,000, where each stands, without bodies", format!("{:.0?}", middle(whole)), "");
}

/// What the staff page asks for: the cases, what is in each, how far each is.
fn opened(store: &Store, most: u32) -> usize {
    let cases = ok(store.open_cases(most));
    cases
        .iter()
        .filter(|found| ok(case::open(store, &found.entry)).is_some() && ok(store.progress(found)).window.is_empty())
        .count()
}

fn fill(store: &Store) {
    let clock = Clock::system();
    for _ in 0..CASES / 100 {
        let drafts = (0..100).map(|_| {
            let body = Body {
                printed: None,
                visit: None,
                city: Vec::new(),
                led: None,
                home: None,
                tapped: None,
                told: None,
                form: "juminhyo".to_owned(),
                version: 1,
                language: "ja".to_owned(),
                facts: FACTS.to_owned(),
                answers: kiosk::form::Answers::new(),
                pack: None,
                fee: None,
                at: ok("2026-11-24T11:04:00".parse()),
            };
            let written = ok(body.write().ok_or("a body is not written"));
            Draft::new(clock.id(), "juminhyo", kind::ACCEPTED).body(1, written)
        });
        ok(store.record(drafts.collect()));
    }
}
