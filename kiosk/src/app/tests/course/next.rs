//! The next person (次の方の試験): a course that asks the record before its first page begins anew all the same.

use super::*;
use crate::service::counter::ends;

/// Looks first where it stands, as a polling reception does, then lets whoever presses take a number.
struct Numbers;

impl Counter for Numbers {
    type Ask = ();
    type Told = ();

    fn id(&self) -> &'static str {
        "numbers"
    }

    fn step(&self, heard: &[Heard<()>]) -> Step<()> {
        let again = |one: &Heard<()>| matches!(one, Heard::Chosen(id) if id == ends::AGAIN);
        let from = heard.iter().rposition(again).map_or(0, |at| at + 1);
        let heard = heard.get(from..).unwrap_or_default();
        let any = |what: fn(&Heard<()>) -> bool| heard.iter().any(what);
        let end = |page, tone| {
            Step::Said(Said { page, tone, ways: vec![Way::new(ends::AGAIN, "counter-finish")], ..Said::default() })
        };
        if any(|one| matches!(one, Heard::Claimed(Claimed::Granted))) {
            return end("granted", Tone::Good);
        }
        if any(|one| matches!(one, Heard::Claimed(_))) {
            return end("taken", Tone::Stop);
        }
        match (
            any(|one| matches!(one, Heard::Told(()))),
            any(|one| matches!(one, Heard::Chosen(_) | Heard::Code { .. })),
        ) {
            (false, _) => Step::Need(()),
            (true, false) => Step::Prompt(Prompt {
                page: "rest",
                ways: vec![Way { id: "take".to_owned(), say: Say::As("取る".to_owned()) }],
                rest: true,
                code: true,
                ..Prompt::default()
            }),
            (true, true) => Step::Claim(Claim { scope: "numbers/1".to_owned(), subject: Uuid::from_u128(9) }),
        }
    }
}

impl Errands for Numbers {
    fn fetch(&self, _: &Outside<'_>, (): ()) -> Result<(), &'static str> {
        Ok(())
    }

    fn slip(&self, _: &str, _: &[u8]) -> Option<Words> {
        None
    }
}

/// A terminal that serves this alone.
fn in_line() -> Terminal {
    let store = Store::in_memory_for("A", Purpose::Practice, clock()).expect("store");
    let only = |config: &mut Config| config.claims.only = true;
    let mut terminal = Terminal::offering(Devices::of, store, only, Some(vec![Offer::new(Numbers)]));
    terminal.app.serves = Some("numbers".to_owned());
    terminal.app.rest();
    terminal.wait("numbers:rest");
    terminal
}

fn asked(terminal: &Terminal) -> usize {
    let asked = Query { kind: Some("claim-asked".into()), ..Query::default() };
    terminal.app.options.store.entries(&asked).expect("entries").len()
}

#[test]
fn a_code_held_up_while_the_last_end_is_shown_is_the_next_persons_and_is_not_lost() {
    let mut terminal = in_line();
    press(&mut terminal, "take");
    terminal.wait("numbers:granted");
    let first = terminal.app.visit.number;
    assert!(terminal.app.code_read(None, "N-2".to_owned()), "it waits for the page that takes it");
    terminal.wait("numbers:taken");
    assert_eq!((terminal.app.visit.number, asked(&terminal)), (first + 1, 2), "another visit, without a press");
    // A red stop stays until somebody has pressed it.
    assert!(!terminal.app.code_read(None, "N-3".to_owned()));
    assert_eq!((terminal.app.visit.stage.name(), asked(&terminal)), ("numbers:taken".to_owned(), 2));
}

#[test]
fn the_next_person_is_another_visit_with_claims_of_its_own() {
    let mut terminal = in_line();
    let first = terminal.app.visit.number;
    press(&mut terminal, "take");
    terminal.wait("numbers:granted");
    terminal.press(page::Message::Said(said::Message::Chosen(ends::AGAIN.to_owned())));
    terminal.wait("numbers:rest");
    assert!(terminal.app.visit.number > first, "whatever was known of the first person is wiped");
    // The same question of another visit is another question: it is taken, not granted once more under the first one's id.
    press(&mut terminal, "take");
    terminal.wait("numbers:taken");
    assert_eq!(asked(&terminal), 2);
}

#[test]
fn a_claim_that_was_granted_too_late_is_given_back_for_the_next_person() {
    let mut terminal = in_line();
    press(&mut terminal, "take");
    assert_eq!(terminal.app.visit.stage, Stage::Asking);
    // Its time is over before the answer is let in.
    for _ in 0..3 {
        terminal.send(Message::Second);
    }
    assert_eq!(terminal.page(), "numbers:taken", "nothing green without an answer");
    let store = Arc::clone(&terminal.app.options.store);
    terminal.until("the grant", |_| store.standing_claims("numbers/").is_ok_and(|standing| !standing.is_empty()));
    while let Ok(message) = terminal.inbox.try_recv() {
        terminal.send(message);
    }
    terminal.press(page::Message::Said(said::Message::Chosen(ends::AGAIN.to_owned())));
    terminal.wait("numbers:rest");
    press(&mut terminal, "take");
    terminal.wait("numbers:granted");
}
