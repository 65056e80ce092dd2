//! Codes made at home and households at the terminal (家で作ったQRと世帯の試験): read, taken once, filled in for checking, refused with a
//! reason.

use drivers::scanner::{Content, Fault, Scan};

use super::*;
use crate::config::{self, Role};
use crate::form::Answers;
use crate::qr::home::{By, Closing, Entered, make};
use crate::service::body::Body;
use crate::store::{self, kind};

fn code(id: u8, form: &str, answers: &[(&str, Value)]) -> String {
    let made = clock().now();
    let entered = Entered {
        id: [id; 16],
        made,
        until: made.checked_add(jiff::Span::new().hours(24)).expect("time"),
        town: String::new(),
        form: form.to_owned(),
        version: 1,
        answers: answers.iter().map(|(field, value)| ((*field).to_owned(), value.clone())).collect(),
        by: By::Own,
    };
    make(&entered, &Closing::default()).expect("small")
}

fn text(said: &str) -> Value {
    Value::Text(said.to_owned())
}

/// All that 住民票の写し asks but a telephone number, which is not for open codes.
fn whole(id: u8) -> String {
    let no = ["head", "registry", "residence", "numbers"].map(|field| (field, Value::Flag(false)));
    let more = [("who", text("self")), ("copies", Value::Number(3)), ("purpose", text("pension"))];
    code(id, "juminhyo", &[&no[..], &more[..]].concat())
}

fn show(terminal: &mut Terminal, code: &str) {
    let scan = Scan { rule: None, content: Content::Text(code.to_owned()) };
    terminal.send(Message::Scanned(scanner::Event::Scanned { role: Role::Resident, scan }));
}

fn begun(terminal: &mut Terminal) {
    terminal.wait("notice");
    assert_eq!(terminal.app.visit.service.as_deref(), Some("juminhyo"));
}

#[test]
fn a_code_on_the_first_page_opens_its_form_and_fills_it_for_checking() {
    let mut terminal = Terminal::new();
    show(&mut terminal, &whole(1));
    begun(&mut terminal);
    terminal.put("takasaki");
    terminal.press(page::Message::Notice(notice::Message::Accept));
    terminal.pin([1, 2, 3, 4]);
    terminal.wait("confirm");
    assert!(!terminal.app.visit.known.answers.contains_key("copies"), "nothing before the person is known");
    terminal.press(page::Message::Confirm(confirm::Message::Yes));
    // Only what the code does not say is asked.
    terminal.answer("phone", &[]);
    assert_eq!(terminal.page(), "check");
    let page::Page::Check(check) = &terminal.app.page else { panic!("check") };
    assert!(check.hint.contains("まだ申請していません"), "{}", check.hint);
    let number = terminal.agree();
    let store = Arc::clone(&terminal.app.options.store);
    let entry = store.case(number).expect("case").entry;
    let store::Body::Kept(body) = store.body_of(&entry).expect("body") else { panic!("kept") };
    let body = Body::read(&body).expect("body");
    let answers = &body.answers;
    assert_eq!((answers.get("copies"), answers.get("who")), (Some(&Value::Number(3)), Some(&text("self"))));
    // Staff and other systems see which answers came from home; the telephone number was typed here.
    assert!(body.from_home("copies") && body.from_home("who") && !body.from_home("phone"));
    terminal.press(page::Message::Done(done::Message::Finish));
    // The same code for the next person.
    show(&mut terminal, &whole(1));
    terminal.wait("trouble:H05");
}

#[test]
fn a_visit_that_ends_without_a_case_leaves_the_code_good() {
    let mut terminal = Terminal::new();
    for turn in 1..=2 {
        show(&mut terminal, &whole(2));
        begun(&mut terminal);
        terminal.press(page::Message::Notice(notice::Message::Frame(Frame::Cancel)));
        assert_eq!(terminal.page(), "welcome");
        let store = Arc::clone(&terminal.app.options.store);
        let released = store::Query { kind: Some(kind::HOME_CODE_RELEASED.to_owned()), ..store::Query::default() };
        terminal.until("its release", |_| store.entries(&released).expect("entries").len() == turn);
    }
}

#[test]
fn what_cannot_be_used_is_refused_with_its_reason() {
    for (code, page) in [
        ("KZH1:AAA".to_owned(), "trouble:H01"),
        (code(3, "nowhere", &[("a", text("b"))]), "trouble:H10"),
        (code(3, "juminhyo", &[("name", text("髙﨑"))]), "trouble:H08"),
        (code(3, "juminhyo", &[("phone", text("0120000000"))]), "trouble:H09"),
        (format!("KZH1:{}", "A".repeat(4000)), "trouble:H06"),
    ] {
        let mut terminal = Terminal::new();
        show(&mut terminal, &code);
        assert_eq!(terminal.page(), page);
    }
    let mut terminal = Terminal::new();
    terminal.send(Message::Scanned(scanner::Event::Lost { role: Role::Resident, fault: Fault::TooLong }));
    assert_eq!(terminal.page(), "trouble:H06");
}

#[test]
fn a_code_on_a_question_fills_the_open_form_and_another_ones_does_nothing() {
    let mut terminal = Terminal::new();
    terminal.up_to_keypad("takasaki");
    terminal.pin([1, 2, 3, 4]);
    terminal.wait("confirm");
    terminal.press(page::Message::Confirm(confirm::Message::Yes));
    assert_eq!(terminal.page(), "question:who");
    show(&mut terminal, &code(4, "inkan", &[("copies", Value::Number(1))]));
    assert_eq!(terminal.page(), "question:who");
    show(&mut terminal, &whole(4));
    terminal.wait("question:phone");
    assert_eq!(terminal.app.visit.known.answers.get("copies"), Some(&Value::Number(3)));
}

/// A visit of 住民異動届 up to its first question, with this household seam.
fn moving(at: &str, from: config::household::From) -> Terminal {
    let store = Store::in_memory_for("A", Purpose::Practice, clock()).expect("store");
    let mut terminal = Terminal::set(Devices::of, store, |config| {
        config.household = config::Household { from, at: at.to_owned(), patience_ms: 300 };
    });
    terminal.put("takasaki");
    terminal.press(page::Message::Welcome(crate::screen::welcome::Message::Service("idou".to_owned())));
    terminal.press(page::Message::Notice(notice::Message::Accept));
    terminal.pin([1, 2, 3, 4]);
    terminal.wait("confirm");
    terminal.press(page::Message::Confirm(confirm::Message::Yes));
    assert_eq!(terminal.page(), "question:kind", "nobody waits for the city's system");
    terminal
}

#[test]
fn members_of_the_household_are_filled_in_and_what_was_typed_stays() {
    let folder = tempfile::tempdir().expect("folder");
    let table = folder.path().join("households.csv");
    let lines = "世帯番号,氏名,カナ,生年月日,性別,続柄,住所\n1,髙﨑　𠮷子,タカサキ　ヨシコ,1944-03-05,女,世帯主,\n1,葛\u{e0100}城　渡,,2010-05-06,男,孫,\n";
    std::fs::write(&table, lines).expect("table");
    let mut terminal = moving(table.to_str().expect("path"), config::household::From::File);
    terminal.until("the household", |app| app.visit.known.answers.contains_key("members"));
    let rows = |app: &App| match app.visit.known.answers.get("members") {
        Some(Value::Rows(rows)) => rows.clone(),
        _ => Vec::new(),
    };
    let found = rows(&terminal.app);
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].get("relation"), found[1].get("relation")), (Some(&text("head")), Some(&text("grandchild"))));
    assert_eq!(found[1].get("name"), Some(&text("葛\u{e0100}城　渡")));
    assert!(terminal.app.city_words().contains("市のシステム"), "it is said where the rows came from");
    // Whoever changed a row finds it as it was left.
    let page::Page::Question(question) = &mut terminal.app.page else { panic!("a question") };
    question.answers.insert("members".to_owned(), Value::Rows(vec![Answers::new()]));
    terminal.answer("kind", &[("kind", text("in"))]);
    assert_eq!(rows(&terminal.app).len(), 1);
    assert_eq!(terminal.app.city_words(), "", "these rows are the person's own");
}

#[test]
fn a_city_system_that_hangs_leaves_the_questions_as_they_are() {
    let door = std::net::TcpListener::bind("127.0.0.1:0").expect("port");
    let at = format!("http://{}/household", door.local_addr().expect("address"));
    let mut terminal = moving(&at, config::household::From::Http);
    terminal.until("the time over", |app| matches!(app.aside.household, super::super::household::Household::Unknown));
    assert!(!terminal.app.visit.known.answers.contains_key("members"));
    terminal.answer("kind", &[("kind", text("in"))]);
    assert_eq!(terminal.page(), "question:visitor");
}
