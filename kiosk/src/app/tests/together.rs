//! Cases of one visit on the staff page (いっしょに受け付けたものの試験): they name each other, and their forms are printed with one press.

use zeroize::Zeroizing;

use super::*;
use crate::screen::staff::{At, Intent, Message as Pressed, together};
use crate::service::body::{Body, SCHEMA};
use crate::store::{self, Draft, kind};

fn body(form: &str, visit: Option<&str>) -> Zeroizing<Vec<u8>> {
    let pack = root().join("assets/forms").join(form);
    let read = |name: &str| std::fs::read_to_string(pack.join(name)).expect("an example");
    let body = Body {
        form: form.to_owned(),
        version: 1,
        language: "ja".to_owned(),
        facts: read("example-facts.json"),
        printed: None,
        told: None,
        answers: serde_json::from_str(&read("example-answers.json")).expect("answers"),
        pack: None,
        fee: None,
        visit: visit.map(str::to_owned),
        city: Vec::new(),
        led: None,
        home: None,
        tapped: None,
        at: "2026-11-24T11:04:00".parse().expect("time"),
    };
    body.write().expect("a body")
}

/// Records these cases; their numbers.
fn recorded(terminal: &Terminal, cases: &[(&str, Option<&str>)]) -> Vec<u64> {
    let store = &terminal.app.options.store;
    let draft = |(form, visit): &(&str, Option<&str>)| {
        Draft::new(store.clock().id(), form, kind::ACCEPTED).body(SCHEMA, body(form, *visit))
    };
    let entries = store.record(cases.iter().map(draft).collect()).expect("recorded");
    entries.iter().map(|entry| entry.number).collect()
}

fn listed(terminal: &mut Terminal, cases: usize) {
    terminal.send(Message::Staff(Pressed::Refresh));
    terminal.until("the list", |app| app.desk.board.rows().len() == cases);
}

#[test]
fn cases_of_one_visit_name_each_other_and_are_printed_with_one_press() {
    let mut terminal = Terminal::new();
    let visits = [("juminhyo", Some("one")), ("inkan", Some("one")), ("juminhyo", Some("two")), ("juminhyo", None)];
    let numbers = recorded(&terminal, &visits);
    terminal.come_in();
    listed(&mut terminal, 4);
    let others = |terminal: &Terminal, number: u64| {
        together(&terminal.app.desk.board.rows(), number).iter().map(|one| one.number).collect::<Vec<_>>()
    };
    assert_eq!(others(&terminal, numbers[0]), numbers[..2]);
    assert_eq!(others(&terminal, numbers[1]), numbers[..2]);
    assert!(
        others(&terminal, numbers[2]).is_empty() && others(&terminal, numbers[3]).is_empty(),
        "nobody came with them"
    );
    terminal.send(Message::Staff(Pressed::Go(At::Case(numbers[1]))));
    terminal.does(Intent::PrintAll(numbers[..2].to_vec()), "窓口で確認して渡す");
    assert!(terminal.app.desk.asking.is_none(), "it was done");
    let store = Arc::clone(&terminal.app.options.store);
    terminal.until("two forms", |_| {
        numbers[..2].iter().all(|number| store.case(*number).is_ok_and(|case| case.sheet.state == State::Printed))
    });
    for number in &numbers[2..] {
        assert_eq!(store.case(*number).expect("case").sheet.state, State::Waiting, "another person's paper");
    }
    let query = store::Query { kind: Some(kind::REPRINT_ASKED.to_owned()), ..store::Query::default() };
    assert_eq!(store.entries(&query).expect("entries").len(), 2, "who asked stands with each of them");
}

#[test]
fn a_case_that_was_taken_back_is_not_printed_with_the_others() {
    let mut terminal = Terminal::new();
    let numbers = recorded(&terminal, &[("juminhyo", Some("one")), ("inkan", Some("one"))]);
    terminal.come_in();
    listed(&mut terminal, 2);
    terminal.does(Intent::Void(numbers[1]), "まちがい");
    terminal.until("taken back", |app| {
        app.desk.board.rows().iter().any(|row| row.state == crate::screen::staff::State::Void)
    });
    let printed: Vec<u64> = together(&terminal.app.desk.board.rows(), numbers[0])
        .iter()
        .filter(|one| one.prints)
        .map(|one| one.number)
        .collect();
    assert_eq!(printed, numbers[..1]);
}

#[test]
fn what_was_only_played_is_never_written_where_a_robot_watches() {
    let watched = tempfile::tempdir().expect("folder");
    let store = Store::in_memory_for("A", Purpose::Practice, clock()).expect("store");
    let folder = watched.path().to_str().expect("path").to_owned();
    let mut terminal = Terminal::set(Devices::of, store, |config| config.export.folder = Some(folder));
    let number = recorded(&terminal, &[("juminhyo", None)])[0];
    terminal.come_in();
    listed(&mut terminal, 1);
    terminal.does(Intent::ExportCase(number), "");
    assert!(terminal.app.desk.asking.is_none(), "it was done");
    assert_eq!(std::fs::read_dir(watched.path()).expect("folder").count(), 0, "no robot takes it");
    let usual = terminal.app.exports_folder().join("cases");
    assert!(usual.join(format!("practice-case-A-{number}.csv")).is_file(), "{}", usual.display());
}
