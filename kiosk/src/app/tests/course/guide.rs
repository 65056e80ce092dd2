//! The guide through the real threads (手続き案内の試験): a family that moves in answers once, and every form comes out.

use super::super::*;
use crate::form::Answers;
use crate::screen::prompt;
use crate::store::{Body, Query};
use crate::visit::Event;

fn choose(terminal: &mut Terminal, id: &str) {
    terminal.press(page::Message::Prompt(prompt::Message::Chosen(id.to_owned())));
}

fn numbers(terminal: &Terminal, kind: &str) -> Vec<(String, u64)> {
    let query = Query { kind: Some(kind.to_owned()), ..Query::default() };
    let entries = terminal.app.options.store.entries(&query).expect("entries");
    entries.into_iter().map(|entry| (entry.service, entry.number)).collect()
}

fn example(form: &str) -> Answers {
    let file = root().join("assets/forms").join(form).join("example-answers.json");
    serde_json::from_str(&std::fs::read_to_string(file).expect("an example")).expect("answers")
}

/// What nobody answered yet, in rows too: what is known of a person stays.
fn complete(answers: &mut Answers, field: String, value: Value) {
    match (answers.get_mut(&field), value) {
        (None, value) => drop(answers.insert(field, value)),
        (Some(Value::Rows(known)), Value::Rows(example)) => {
            for (part, value) in example.first().into_iter().flatten() {
                for row in known.iter_mut() {
                    row.entry(part.clone()).or_insert_with(|| value.clone());
                }
            }
        }
        _ => {}
    }
}

/// Answers the page that is open as the form's example has it; the form.
fn answer(terminal: &mut Terminal) -> String {
    let form = terminal.app.pack().expect("a form").id.clone();
    let mut answers = terminal.app.visit.known.answers.clone();
    for (field, value) in example(&form) {
        complete(&mut answers, field, value);
    }
    if form == "idou" {
        answers.insert("moved".to_owned(), Value::Text(terminal.app.today().to_string()));
    }
    // Answered as a person does: a press on a course's form once reached no field.
    let page::Page::Question(question) = &mut terminal.app.page else { panic!("{form} asks nothing") };
    question.answers = answers;
    terminal.press(page::Message::Question(question::Message::Next));
    form
}

/// Answers every page that is asked as the form's example has it; the pages by form, in order.
fn fill(terminal: &mut Terminal, forms: &[&str]) -> Vec<(String, String)> {
    let mut asked: Vec<(String, String)> = Vec::new();
    let mut checked = Vec::new();
    loop {
        let page = match terminal.app.visit.stage.clone() {
            Stage::Ask { page, .. } => page,
            Stage::Check { .. } => {
                checked.push(terminal.app.pack().expect("a form").id.clone());
                terminal.press(page::Message::Check(check::Message::Agree));
                continue;
            }
            _ => break,
        };
        let form = answer(terminal);
        assert!(forms.contains(&form.as_str()), "{form} was not needed");
        asked.push((form, page));
        assert!(asked.len() < 60, "a page that never ends: {asked:?}");
    }
    assert_eq!(checked, forms, "each form is checked before anything is recorded");
    asked
}

impl Terminal {
    fn lift(&mut self) {
        self.send(Message::Dock(crate::screen::dock::Message::Lift));
        self.until("no card", |app| app.visit.tries.is_none());
    }
}

/// One of the family lays down their own card, opens it, and says yes.
fn member(terminal: &mut Terminal, card: &str, then: &str) {
    terminal.put(card);
    terminal.wait("pin");
    terminal.pin([1, 2, 3, 4]);
    terminal.wait("confirm");
    terminal.press(page::Message::Confirm(confirm::Message::Yes));
    terminal.wait(then);
}

/// The people in the rows of a recorded form.
fn people(terminal: &Terminal, number: u64, field: &str) -> Vec<(String, String)> {
    let Body::Kept(body) = terminal.app.options.store.body(number).expect("body") else { panic!("erased") };
    let body: serde_json::Value = serde_json::from_slice(&body).expect("JSON");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let rows = body["answers"][field].as_array().cloned().unwrap_or_default();
    rows.iter().map(|row| (text(&row["name"]), text(&row["relation"]))).collect()
}

#[test]
fn a_family_that_moves_in_answers_once_and_every_form_is_recorded_and_printed() {
    let store = Store::in_memory_for("A", Purpose::Practice, clock()).expect("store");
    let mut terminal = Terminal::set(Devices::of, store, |config| config.claims.only = true);
    terminal.app.open_course("guide");
    for id in ["self", "in", "yes", "no", "yes", "yes", "guide-next", "account", "guide-fill"] {
        choose(&mut terminal, id);
    }
    terminal.wait("notice");
    let tapped = std::time::Instant::now();
    terminal.opens("takasaki");
    terminal.wait("guide:family");
    // Back leads to the page before the card, and forward the card is not read again.
    terminal.app.frame(crate::screen::Frame::Back);
    assert_eq!(terminal.page(), "guide:papers");
    choose(&mut terminal, "guide-fill");
    terminal.wait("guide:family");
    // Nobody's card is the holder's own once more: the page comes back, and nobody was added.
    choose(&mut terminal, "guide-add");
    choose(&mut terminal, "husband");
    terminal.wait("place");
    terminal.lift();
    member(&mut terminal, "takasaki", "guide:relation");
    choose(&mut terminal, "husband");
    terminal.wait("place");
    terminal.lift();
    member(&mut terminal, "variant", "guide:family");
    choose(&mut terminal, "guide-add");
    choose(&mut terminal, "child");
    terminal.lift();
    member(&mut terminal, "child", "guide:family");
    choose(&mut terminal, "guide-enough");
    let forms = ["idou", "kokuho-kanyu", "jido-teate", "juminhyo"];
    let asked = fill(&mut terminal, &forms);
    let phones = asked.iter().filter(|(_, page)| page == "phone").count();
    assert_eq!(phones, 1, "the telephone number is asked once for all forms: {asked:?}");
    terminal.wait("guide:done");
    let mut cases = numbers(&terminal, "accepted");
    cases.sort_by_key(|(_, number)| *number);
    assert_eq!(cases.iter().map(|(form, _)| form.as_str()).collect::<Vec<_>>(), forms);
    assert_eq!(numbers(&terminal, "guided").len(), 1);
    let store = Arc::clone(&terminal.app.options.store);
    let body = |number: u64| {
        let Body::Kept(body) = store.body(number).expect("body") else { panic!("erased") };
        serde_json::from_slice::<serde_json::Value>(&body).expect("JSON")
    };
    let phone = |number: u64| body(number)["answers"]["phone"].clone();
    let visit = body(cases[0].1)["visit"].clone();
    assert!(visit.is_string() && cases.iter().all(|(_, number)| body(*number)["visit"] == visit), "one visit: {visit}");
    let first = phone(cases[0].1);
    assert!(first.is_string());
    assert!(cases.iter().all(|(_, number)| phone(*number) == first), "what was told once stands on every form");
    let child = ("小川　ひなた".to_owned(), "child".to_owned());
    let husband = ("葛\u{E0100}城　辻\u{E0101}子".to_owned(), "husband".to_owned());
    let everyone = [("髙﨑　𠮷子".to_owned(), "head".to_owned()), husband, child.clone()];
    assert_eq!(people(&terminal, cases[0].1, "members"), everyone, "住民異動届");
    assert_eq!(people(&terminal, cases[1].1, "persons"), everyone, "国保加入");
    assert_eq!(people(&terminal, cases[2].1, "children"), [child], "児童手当");
    let pages: Vec<&str> = asked.iter().map(|(_, page)| page.as_str()).collect();
    for known in ["kind", "visitor", "members", "persons", "spouse"] {
        assert!(!pages.contains(&known), "{known} was asked: {asked:?}");
    }
    terminal.until("five slips", |app| app.practice.as_ref().is_some_and(|practice| practice.printer.count() == 5));
    terminal.until("four forms", |_| {
        cases.iter().all(|(_, number)| store.case(*number).is_ok_and(|case| case.sheet.state == State::Printed))
    });
    // With fingers that take no time: four cards, four forms, nine papers.
    println!("tap to the last printed page: {:.1?}", tapped.elapsed());
    terminal.app.on(Event::Finish);
    assert!(terminal.app.slot.lock().facts().is_none(), "facts outlived the visit");
    assert!(terminal.app.visit.earlier.is_empty(), "answers outlived the visit");
    let next = terminal.app.visit.number;
    assert!(terminal.app.slot.household(next, "head").is_none(), "the family outlived the visit");
}

/// Up to the first page of the first form, alone.
fn alone(terminal: &mut Terminal) {
    terminal.app.open_course("guide");
    for id in ["self", "in", "yes", "no", "yes", "yes", "guide-next", "account", "guide-fill"] {
        choose(terminal, id);
    }
    terminal.wait("notice");
    terminal.opens("takasaki");
    terminal.wait("guide:family");
    choose(terminal, "guide-enough");
}

#[test]
fn a_power_cut_in_the_second_form_brings_both_back_and_nothing_is_asked_or_recorded_twice() {
    let folder = tempfile::tempdir().expect("folder");
    let start =
        || Terminal::set(Devices::of, super::super::record::open(folder.path()), |config| config.claims.only = true);
    let mut terminal = start();
    alone(&mut terminal);
    let mut before = 0;
    while answer(&mut terminal) == "idou" {
        before += 1;
        if matches!(terminal.app.visit.stage, Stage::Check { .. }) {
            terminal.press(page::Message::Check(check::Message::Agree));
        }
    }
    let kept = |store: &Store| store.unfinished().expect("read").iter().map(|one| one.forms.len()).sum::<usize>();
    terminal.until("both forms are kept", |app| kept(&app.options.store) == 2);
    drop(terminal);

    let mut terminal = start();
    alone(&mut terminal);
    terminal.wait("resume");
    terminal.press(page::Message::Resume(crate::screen::resume::Message::On(true)));
    let forms = ["idou", "kokuho-kanyu", "jido-teate", "juminhyo"];
    let asked = fill(&mut terminal, &forms);
    assert!(before > 2 && asked.iter().all(|(form, _)| form != "idou"), "asked again: {asked:?}");
    terminal.wait("guide:done");
    let mut cases = numbers(&terminal, "accepted");
    cases.sort_by_key(|(_, number)| *number);
    assert_eq!(cases.iter().map(|(form, _)| form.as_str()).collect::<Vec<_>>(), forms);
    terminal.until("nothing waits any more", |app| kept(&app.options.store) == 0);
}

#[test]
fn the_guide_alone_needs_no_card_and_its_slip_names_nobody() {
    let store = Store::in_memory_for("A", Purpose::Practice, clock()).expect("store");
    let mut terminal = Terminal::set(Devices::of, store, |config| config.claims.only = true);
    terminal.app.open_course("guide");
    for id in ["other", "birth", "yes", "guide-next", "handbook", "guide-print"] {
        choose(&mut terminal, id);
    }
    terminal.wait("guide:done");
    assert_eq!((numbers(&terminal, "accepted").len(), numbers(&terminal, "guided").len()), (0, 1));
    terminal.until("the slip", |app| app.practice.as_ref().is_some_and(|practice| practice.printer.count() == 1));
    let slip = terminal.practice().printer.last().expect("slip").text();
    for words in ["案内票", "出生届", "児童手当", "母子健康手帳", "まだないもの"] {
        assert!(slip.contains(words), "{words}: {slip}");
    }
    assert!(!slip.contains("転出"), "{slip}");
}
