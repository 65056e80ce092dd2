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
        match (any(|one| matches!(one, Heard::Told(()))), any(|one| matches!(one, Heard::Chosen(_)))) {
            (false, _) => Step::Need(()),
            (true, false) => Step::Prompt(Prompt {
                page: "rest",
                ways: vec![Way { id: "take".to_owned(), say: Say::As("取る".to_owned()) }],
                rest: true,
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

#[test]
fn the_next_person_is_another_visit_with_claims_of_its_own() {
    let store = Store::in_memory_for("A", Purpose::Practice, clock()).expect("store");
    let only = |config: &mut Config| config.claims.only = true;
    let mut terminal = Terminal::offering(Devices::of, store, only, Some(vec![Offer::new(Numbers)]));
    terminal.app.serves = Some("numbers".to_owned());
    terminal.app.rest();
    terminal.wait("numbers:rest");
    let first = terminal.app.visit.number;
    press(&mut terminal, "take");
    terminal.wait("numbers:granted");
    terminal.press(page::Message::Said(said::Message::Chosen(ends::AGAIN.to_owned())));
    terminal.wait("numbers:rest");
    assert!(terminal.app.visit.number > first, "whatever was known of the first person is wiped");
    // The same question of another visit is another question: it is taken, not granted once more under the first one's id.
    press(&mut terminal, "take");
    terminal.wait("numbers:taken");
    let asked = Query { kind: Some("claim-asked".into()), ..Query::default() };
    assert_eq!(terminal.app.options.store.entries(&asked).expect("entries").len(), 2);
}
