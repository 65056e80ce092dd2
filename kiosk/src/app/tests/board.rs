//! Pages of services through the real threads: a desk of the test's own is opened, pressed, refused, answered and printed.

use std::sync::atomic::{AtomicBool, Ordering};

use super::*;
use crate::counter::offers::Offer;
use crate::counter::{Desk as Face, Errands, Outside};
use crate::screen::staff::{At, Message as Press, Spot};
use crate::service::counter::{Counter, Heard, Prompt, Step};
use crate::service::desk::{Board, Button, Column, Field, Form, Kind, Line, Outcome, Part, Pressed, Say, Table, Tone};
use crate::store::staff::{Act, Permit, Role};
use crate::store::{Body as Kept, Draft, Query};

/// Keeps lost balls; nobody serves themselves.
struct Balls;

/// What staff see of it. `broken`: the page cannot be filled.
#[derive(Default)]
struct BallsDesk {
    broken: Arc<AtomicBool>,
}

impl Counter for Balls {
    type Ask = ();
    type Told = ();

    fn id(&self) -> &'static str {
        "balls"
    }

    fn step(&self, _heard: &[Heard<()>]) -> Step<()> {
        Step::Prompt(Prompt { page: "rest", rest: true, ..Prompt::default() })
    }
}

impl Errands for Balls {
    fn fetch(&self, _outside: &Outside<'_>, (): ()) -> Result<(), &'static str> {
        Ok(())
    }
}

fn button(id: &'static str, act: &'static str) -> Button {
    Button { id, say: Say::As(id.to_owned()), act, sure: None }
}

impl Face for BallsDesk {
    fn id(&self) -> &'static str {
        "balls"
    }

    fn pages(&self) -> &'static [&'static str] {
        &["balls-now", "balls-lost"]
    }

    fn board(&self, store: &Store, page: &str, subject: Option<&str>) -> Result<Board, &'static str> {
        if self.broken.load(Ordering::SeqCst) {
            return Err("S07");
        }
        let query = Query { service: Some("balls".to_owned()), ..Query::default() };
        let kept = store.entries(&query).map_err(|fault| fault.code())?.len();
        let row = Line { id: Some("7".to_owned()), cells: vec![Say::As("赤".to_owned())], tone: Tone::Doubt };
        let table = Table {
            columns: vec![Column { label: Say::As("色".to_owned()), figure: false }],
            rows: vec![row],
            open: Some("balls-one"),
            ..Table::default()
        };
        let owner =
            Field { id: "owner", label: Say::As("持ち主".to_owned()), kind: Kind::Text, value: "渡邉".to_owned() };
        let sure = Button { sure: Some(Say::As("もどせません".to_owned())), ..button("burn", "serve") };
        let parts = vec![
            Part::Table(table),
            Part::Form(Form { fields: vec![owner], button: button("give", "void") }),
            Part::Act(sure),
            Part::Act(button("list", "serve")),
            Part::Act(button("protect", "protect")),
            Part::Act(button("made-up", "no-such-act")),
        ];
        let title = Say::As(format!("{page} {} {kept}", subject.unwrap_or_default()));
        Ok(Board { title, parts, again: Some(2) })
    }

    fn press(&self, store: &Store, pressed: &Pressed, permit: &Permit) -> Result<Outcome, &'static str> {
        let owner = pressed.fields.get("owner").map_or("", String::as_str);
        if owner.is_empty() {
            return Err("U12");
        }
        let body = permit.body(&[("owner", owner)]).map_err(|fault| fault.code())?;
        let draft = Draft::new(store.clock().id(), "balls", "ball-given").body(1, body);
        store.record(vec![draft]).map_err(|fault| fault.code())?;
        Ok(Outcome {
            said: Say::As(format!("{} へ", owner)),
            tone: Tone::Good,
            goes: (pressed.button == "give").then(|| "balls-one/9".to_owned()),
            paper: (pressed.button == "list").then(|| b"%PDF-1.7 balls".to_vec()),
            ..Outcome::default()
        })
    }
}

fn terminal(desk: BallsDesk) -> Terminal {
    let mut terminal = Terminal::new();
    terminal.app.offers = Arc::new(vec![Offer::new(Balls).with_desk(desk)].into());
    terminal.come_in();
    terminal
}

fn press(terminal: &mut Terminal, message: Press) {
    terminal.send(Message::Staff(message));
}

fn open(terminal: &mut Terminal, page: &str, subject: Option<&str>) {
    let subject = subject.map(str::to_owned);
    let spot = Spot { service: "balls".to_owned(), page: page.to_owned(), subject };
    press(terminal, Press::Go(At::Service(spot)));
    terminal.until("the board", |app| app.desk.services.board.is_some());
}

fn push(terminal: &mut Terminal, id: &str) {
    let found = terminal.app.desk.services.button(id).cloned().expect("a button");
    press(terminal, Press::Push(found));
}

fn title(app: &App) -> String {
    match app.desk.services.board.as_ref().map(|board| &board.title) {
        Some(Say::As(title)) => title.clone(),
        _ => String::new(),
    }
}

/// The bodies of what was given, newest last.
fn given(terminal: &Terminal) -> Vec<String> {
    let store = &terminal.app.options.store;
    let query = Query { kind: Some("ball-given".to_owned()), ..Query::default() };
    let entries = store.entries(&query).expect("entries");
    let body = |entry| match store.body_of(entry).expect("body") {
        Kept::Kept(body) => String::from_utf8_lossy(&body).into_owned(),
        _ => panic!("erased"),
    };
    entries.iter().map(body).collect()
}

#[test]
fn an_act_that_asks_why_is_done_with_its_reason_and_leads_where_it_says() {
    let mut terminal = terminal(BallsDesk::default());
    press(&mut terminal, Press::Go(At::Services));
    assert_eq!(terminal.page(), "staff:services");
    open(&mut terminal, "balls-now", None);
    assert_eq!((terminal.page().as_str(), title(&terminal.app).as_str()), ("staff:service", "balls-now  0"));
    press(&mut terminal, Press::Typed { id: "owner".to_owned(), value: String::new() });
    push(&mut terminal, "give");
    assert_eq!(terminal.page(), "staff:ask");
    press(&mut terminal, Press::Do);
    terminal.until("refused", |app| app.desk.asking.as_ref().is_some_and(|(_, asking)| asking.refused.is_some()));
    assert_eq!(terminal.app.desk.asking.as_ref().and_then(|(_, asking)| asking.refused), Some("U09"), "no reason");
    press(&mut terminal, Press::Why("窓口で申し出".to_owned()));
    press(&mut terminal, Press::Do);
    terminal.until("refused", |app| app.desk.asking.as_ref().is_some_and(|(_, asking)| asking.refused == Some("U12")));
    press(&mut terminal, Press::NotNow);
    assert!(given(&terminal).is_empty(), "nothing was written");
    assert_eq!(terminal.app.desk.services.fields().get("owner").map(String::as_str), Some(""), "typed is typed");
    press(&mut terminal, Press::Typed { id: "owner".to_owned(), value: "葛󠄀城".to_owned() });
    push(&mut terminal, "give");
    press(&mut terminal, Press::Why("窓口で申し出".to_owned()));
    press(&mut terminal, Press::Do);
    terminal.until("where it leads", |app| title(app) == "balls-one 9 1");
    assert_eq!(terminal.app.desk.services.said, Some(("葛󠄀城 へ".to_owned(), Tone::Good)));
    assert!(terminal.app.desk.asking.is_none());
    let bodies = given(&terminal);
    let [body] = bodies.as_slice() else { panic!("{bodies:?}") };
    for part in ["葛󠄀城", "窓口で申し出", accounts::PRACTICE_NAME] {
        assert!(body.contains(part), "{part} is not in {body}");
    }
    let back = terminal.app.desk.services.trail.last().cloned().expect("a way back");
    assert_eq!(back.page, "balls-now");
}

#[test]
fn a_button_that_cannot_be_taken_back_asks_first_and_one_without_conditions_is_done_at_once() {
    let mut terminal = terminal(BallsDesk::default());
    open(&mut terminal, "balls-lost", None);
    push(&mut terminal, "burn");
    assert_eq!(terminal.page(), "staff:ask");
    press(&mut terminal, Press::NotNow);
    assert!(given(&terminal).is_empty() && !terminal.app.desk.services.presses());
    let sheets = practice_folder().join("sheets");
    let papers = |app: &App| {
        let stamp = app.options.store.clock().local().strftime("%Y%m%d-%H%M%S").to_string();
        std::fs::read(sheets.join(format!("balls-A-{stamp}.pdf"))).unwrap_or_default()
    };
    push(&mut terminal, "list");
    terminal.until("done", |app| app.desk.services.said.is_some() && title(app) == "balls-lost  1");
    terminal.until("the paper", |app| papers(app) == b"%PDF-1.7 balls");
    assert_eq!(terminal.page(), "staff:service", "nothing was asked");
}

#[test]
fn what_a_role_may_not_do_is_not_offered_and_an_act_without_a_rule_is_refused() {
    let mut terminal = terminal(BallsDesk::default());
    open(&mut terminal, "balls-now", None);
    assert!(!Role::Administrator.may(Act::Protect));
    assert!(terminal.app.desk.services.button("protect").is_none());
    push(&mut terminal, "made-up");
    assert_eq!(terminal.app.desk.services.refused, Some("U06"));
    assert!(given(&terminal).is_empty());
}

#[test]
fn a_page_is_asked_for_anew_and_one_that_fails_says_so_and_can_be_tried_again() {
    let broken = Arc::new(AtomicBool::new(false));
    let mut terminal = terminal(BallsDesk { broken: Arc::clone(&broken) });
    open(&mut terminal, "balls-now", None);
    let draft = Draft::new(terminal.app.options.store.clock().id(), "balls", "ball-found");
    terminal.app.options.store.record(vec![draft]).expect("recorded");
    terminal.app.watch_desk();
    terminal.app.watch_desk();
    terminal.until("the newest", |app| title(app) == "balls-now  1");
    broken.store(true, Ordering::SeqCst);
    press(&mut terminal, Press::BoardAgain);
    terminal.until("the fault", |app| app.desk.services.fault == Some("S07"));
    assert_eq!(title(&terminal.app), "balls-now  1", "what stood there stands");
    broken.store(false, Ordering::SeqCst);
    press(&mut terminal, Press::BoardAgain);
    terminal.until("there again", |app| app.desk.services.fault.is_none());
    press(&mut terminal, Press::Leave);
    assert!(terminal.app.desk.services.board.is_none(), "nothing of a service is left");
}

#[test]
fn staff_of_a_terminal_that_serves_one_service_begin_there() {
    let mut terminal = Terminal::new();
    terminal.app.offers = Arc::new(vec![Offer::new(Balls).with_desk(BallsDesk::default())].into());
    terminal.app.serves = Some("balls".to_owned());
    terminal.come_in();
    terminal.until("the board", |app| app.desk.services.board.is_some());
    assert!(matches!(&terminal.app.desk.at, At::Service(spot) if spot.page == "balls-now"));
}

#[test]
fn staff_switch_what_the_terminal_serves_and_the_switch_is_an_entry() {
    let mut terminal = terminal(BallsDesk::default());
    open(&mut terminal, "balls-now", None);
    push(&mut terminal, "serve-alone");
    assert_eq!((terminal.page().as_str(), terminal.app.serves.as_deref()), ("staff:ask", None));
    press(&mut terminal, Press::Do);
    terminal.until("switched", |app| app.desk.services.alone.as_deref() == Some("balls"));
    let store = Arc::clone(&terminal.app.options.store);
    let query = Query { kind: Some(crate::store::kind::SERVICE_SWITCHED.to_owned()), ..Query::default() };
    terminal.until("an entry", |_| store.entries(&query).is_ok_and(|entries| entries.len() == 1));
    press(&mut terminal, Press::Leave);
    assert_eq!(terminal.page(), "balls:rest");
}
