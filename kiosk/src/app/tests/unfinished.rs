//! A power cut in the middle of the questions (途中の停電の試験): the same person goes on, another one sees nothing, and a visit that ends
//! leaves nothing behind.

use super::record::open;
use super::*;
use crate::screen::resume;
use crate::store::unfinished::{Filled, KEPT_FOR, Unfinished};
use crate::store::{Body, Draft, Query, kind};
use crate::visit::Event;

fn start(folder: &Path) -> Terminal {
    Terminal::with(Devices::of, open(folder))
}

/// The first two questions of a request, and the terminal stops.
fn cut_after_two_questions(folder: &Path, card: &str) {
    let mut terminal = start(folder);
    terminal.up_to_keypad(card);
    terminal.opened();
    two_questions(&mut terminal);
    terminal.until("two pages are kept", |app| {
        let kept = app.options.store.unfinished().expect("read");
        kept.iter().any(|one| one.forms.iter().any(|filled| filled.passed.len() == 2))
    });
}

fn two_questions(terminal: &mut Terminal) {
    terminal.answer("who", &[("who", Value::Text("self".to_owned()))]);
    let page = terminal.app.pack().and_then(|pack| pack.page("include")).expect("a page");
    let fields: Vec<String> = page.fields.iter().map(|field| field.id.clone()).collect();
    let all: Vec<_> = fields.iter().map(|field| (field.as_str(), Value::Flag(field == "head"))).collect();
    terminal.answer("include", &all);
    assert_eq!(terminal.page(), "question:copies");
}

fn kept(terminal: &Terminal) -> usize {
    terminal.app.options.store.unfinished().expect("read").len()
}

fn count(terminal: &Terminal, kind: &str) -> usize {
    let query = Query { kind: Some(kind.to_owned()), ..Query::default() };
    terminal.app.options.store.entries(&query).expect("entries").len()
}

fn choose(terminal: &mut Terminal, on: bool) {
    terminal.press(page::Message::Resume(resume::Message::On(on)));
}

#[test]
fn after_a_power_cut_the_same_person_goes_on_and_another_one_sees_nothing() {
    let folder = tempfile::tempdir().expect("folder");
    cut_after_two_questions(folder.path(), "takasaki");

    let mut terminal = start(folder.path());
    terminal.up_to_keypad("variant");
    terminal.opened();
    assert_eq!(terminal.page(), "question:who", "another person begins as ever");
    let known = &terminal.app.visit.known;
    assert!(known.passed.is_empty() && !known.answers.contains_key("head"), "{:?}", known.answers);
    terminal.answer("who", &[("who", Value::Text("self".to_owned()))]);
    terminal.app.on(Event::Cancel);
    terminal.until("only the first is kept", |app| app.options.store.unfinished().expect("read").len() == 1);

    terminal.send(Message::Dock(dock::Message::Lift));
    terminal.until("no card", |app| app.visit.tries.is_none());
    terminal.up_to_keypad("takasaki");
    terminal.opened();
    assert_eq!(terminal.page(), "resume");
    // Back leads to "is this you?", and from there here again.
    terminal.app.on(Event::Back);
    assert_eq!(terminal.page(), "confirm");
    terminal.press(page::Message::Confirm(confirm::Message::Yes));
    assert_eq!(terminal.page(), "resume");
    choose(&mut terminal, true);
    assert_eq!(terminal.page(), "question:copies", "what was answered is not asked again");
    terminal.answer("copies", &[("copies", Value::Number(2))]);
    let purpose = terminal.app.pack().and_then(|pack| pack.page("purpose")).and_then(|page| page.fields.first());
    let (field, first) = match purpose.map(|field| (field.id.clone(), &field.kind)) {
        Some((id, crate::form::Kind::Choice { options })) => (id, options[0].id.clone()),
        _ => panic!("purpose is a choice"),
    };
    terminal.answer("purpose", &[(&field, Value::Text(first))]);
    terminal.answer("phone", &[]);
    let number = terminal.agree();
    let Body::Kept(body) = terminal.app.options.store.body(number).expect("body") else { panic!("erased") };
    let body: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
    assert_eq!(body["answers"]["head"], true, "what was answered before the cut: {}", body["answers"]);
    terminal.until("no file is left", |_| {
        std::fs::read_dir(folder.path()).expect("folder").filter_map(Result::ok).filter(is_left).count() == 0
    });
    assert_eq!((count(&terminal, kind::ACCEPTED), count(&terminal, kind::VISIT_RESUMED)), (1, 1));
}

fn is_left(entry: &std::fs::DirEntry) -> bool {
    entry.file_name().to_string_lossy().contains("unfinished")
}

#[test]
fn beginning_anew_throws_the_answers_away_and_says_so_in_the_record() {
    let folder = tempfile::tempdir().expect("folder");
    cut_after_two_questions(folder.path(), "takasaki");
    let mut terminal = start(folder.path());
    terminal.until("told", |_| true);
    terminal.up_to_keypad("takasaki");
    terminal.opened();
    assert_eq!(terminal.page(), "resume");
    choose(&mut terminal, false);
    assert_eq!(terminal.page(), "question:who");
    assert!(!terminal.app.visit.known.answers.contains_key("head"));
    terminal.until("gone", |app| app.options.store.unfinished().expect("read").is_empty());
    terminal.until("told", |app| {
        let query = Query { kind: Some(kind::VISIT_DROPPED.to_owned()), ..Query::default() };
        app.options.store.entries(&query).is_ok_and(|found| found.len() == 1)
    });
    assert_eq!(count(&terminal, kind::VISIT_INTERRUPTED), 1);
}

#[test]
fn a_visit_that_ends_by_itself_leaves_nothing_to_go_on_with() {
    let folder = tempfile::tempdir().expect("folder");
    for end in [Event::Cancel, Event::Finish] {
        let mut terminal = start(folder.path());
        terminal.up_to_keypad("takasaki");
        terminal.opened();
        two_questions(&mut terminal);
        terminal.until("kept", |app| app.options.store.unfinished().expect("read").len() == 1);
        terminal.app.on(end);
        terminal.until("gone", |app| app.options.store.unfinished().expect("read").is_empty());
    }
    let mut terminal = start(folder.path());
    terminal.up_to_keypad("takasaki");
    terminal.opened();
    assert_eq!(terminal.page(), "question:who");
    assert_eq!(kept(&terminal), 0);
}

#[test]
fn a_page_that_cannot_be_drawn_leaves_the_answers_to_the_same_person() {
    let folder = tempfile::tempdir().expect("folder");
    let mut terminal = start(folder.path());
    terminal.up_to_keypad("takasaki");
    terminal.opened();
    two_questions(&mut terminal);
    terminal.app.undrawn.set(true);
    drop(terminal.app.standing_update(Message::Second));
    assert_eq!(terminal.page(), "welcome");
    terminal.send(Message::Dock(dock::Message::Lift));
    terminal.until("no card", |app| app.visit.tries.is_none());
    terminal.up_to_keypad("takasaki");
    terminal.opened();
    assert_eq!(terminal.page(), "resume");
    choose(&mut terminal, true);
    assert_eq!(terminal.page(), "question:copies");
}

#[test]
fn what_was_recorded_after_all_or_waited_too_long_is_not_offered() {
    let folder = tempfile::tempdir().expect("folder");
    let store = open(folder.path());
    let recorded = store.record(vec![Draft::new(store.clock().id(), "juminhyo", kind::ACCEPTED)]).expect("recorded");
    let filled = Filled { form: "juminhyo".into(), pack: String::new(), answers: [].into(), passed: vec![], of: 6 };
    let one = |id: u128, ago| Unfinished {
        id,
        at: clock().now() - ago,
        service: "juminhyo".to_owned(),
        mark: [7; 32],
        forms: vec![filled.clone()],
    };
    let minute = jiff::SignedDuration::from_mins(1);
    let all = [one(recorded[0].id.as_u128(), minute), one(2, KEPT_FOR), one(3, KEPT_FOR - minute)];
    store.keep_unfinished(&all).expect("kept");
    let ids: Vec<u128> = store.unfinished().expect("read").iter().map(|one| one.id).collect();
    assert_eq!(ids, [3]);
}

#[test]
fn staff_see_which_form_stopped_where_and_go_on_or_throw_it_away() {
    let folder = tempfile::tempdir().expect("folder");
    cut_after_two_questions(folder.path(), "takasaki");
    let mut terminal = start(folder.path());
    terminal.come_in();
    // The second display.
    terminal.app.overlay = None;
    terminal.app.staff = Some(window::Id::unique());
    terminal.send(Message::Staff(staff::Message::Go(staff::At::Person)));
    terminal.app.second();
    terminal.app.watch_desk();
    let [left] = terminal.app.desk.left.as_slice() else { panic!("{:?}", terminal.app.desk.left) };
    assert_eq!((left.passed, left.what.contains("住民票")), (2, true), "{left:?}");
    let id = left.id;
    terminal.send(Message::Staff(staff::Message::BeginLeft(id)));
    assert_eq!(terminal.page(), "notice");
    terminal.opens("takasaki");
    assert_eq!(terminal.page(), "resume", "the person's own card finds it");
    terminal.app.on(Event::Cancel);
    terminal.app.watch_desk();
    assert_eq!(terminal.app.desk.left.len(), 1, "a visit that did not go on leaves it as it was");
    terminal.send(Message::Staff(staff::Message::DropLeft(id)));
    assert!(terminal.app.desk.left.is_empty());
    terminal.until("gone", |app| app.options.store.unfinished().expect("read").is_empty());
}
