//! The swimming pool (市民プール): a tap at the door, once a day. The smallest counter there is, and the worked example.

use super::counter::plain::{Ask, Plain, Told};
use super::counter::{Counter, Heard, Prompt, Said, Say, Step, Tone, ends};
use super::tap::Use;

/// A person came in. The entry's kind.
pub const CAME: &str = "pool-entered";

/// The door of the pool.
pub struct Pool;

impl Plain for Pool {}

impl Counter for Pool {
    type Ask = Ask;
    type Told = Told;

    fn id(&self) -> &'static str {
        "pool"
    }

    fn step(&self, heard: &[Heard<Told>]) -> Step<Ask> {
        let tap = match heard.first() {
            Some(Heard::Tapped(tap)) => tap,
            _ => return Step::Prompt(rest()),
        };
        let subject = match tap.owner_for(Use::Library) {
            Ok(owner) => Some(owner),
            Err(why) => return Step::Said(ends::refused(why)),
        };
        match heard.get(1..) {
            Some([Heard::Told(Told::Count(0))]) => Step::Need(Ask::Write { kind: CAME, subject }),
            Some([Heard::Told(Told::Count(_))]) => Step::Said(said("again", Tone::Doubt, None)),
            Some([.., Heard::Told(Told::Written(number))]) => Step::Said(said("welcome", Tone::Good, Some(*number))),
            Some([.., Heard::Failed(code)]) => Step::Said(ends::failed(code)),
            Some([.., Heard::Late]) => Step::Said(ends::late()),
            _ => Step::Need(Ask::Today { kind: CAME, subject }),
        }
    }
}

fn rest() -> Prompt {
    let (title, hint) = (Say::key("pool-rest"), Some(Say::key("pool-rest-hint")));
    Prompt { page: "rest", title, hint, tap: true, rest: true, ..Prompt::default() }
}

fn said(page: &'static str, tone: Tone, number: Option<u64>) -> Said {
    let (title, hint) = match tone {
        Tone::Good => ("pool-welcome", "pool-welcome-hint"),
        _ => ("pool-again", "pool-again-hint"),
    };
    Said { page, tone, title: Say::key(title), hint: Some(Say::key(hint)), number, seconds: Some(5), ..Said::default() }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::service::tap::{Answer, Proof, Tap, Why};

    fn tap(owner: Answer<Option<Uuid>>) -> Heard<Told> {
        Heard::Tapped(Tap { service: "pool".into(), proof: Proof::None, owner })
    }

    fn page(heard: &[Heard<Told>]) -> &'static str {
        match Pool.step(heard) {
            Step::Prompt(prompt) => prompt.page,
            Step::Said(said) => said.page,
            Step::Need(Ask::Write { .. }) => "write",
            Step::Need(Ask::Today { .. }) => "count",
            _ => "other",
        }
    }

    #[test]
    fn a_tap_is_counted_then_written_then_welcomed() {
        let me = || tap(Answer::Known(Some(Uuid::from_u128(7))));
        let count = |n| Heard::Told(Told::Count(n));
        assert_eq!(page(&[]), "rest");
        assert_eq!(page(&[me()]), "count");
        assert_eq!(page(&[me(), count(0)]), "write");
        assert_eq!(page(&[me(), count(0), Heard::Told(Told::Written(12))]), "welcome");
        assert_eq!(page(&[me(), count(1)]), "again", "once a day");
        assert_eq!(page(&[me(), count(0), Heard::Failed("S04")]), "failed");
        assert_eq!(page(&[me(), Heard::Late]), "late", "no answer is no welcome");
    }

    #[test]
    fn nobody_and_nothing_known_come_in_unrecorded() {
        assert_eq!(page(&[tap(Answer::Known(None))]), "nobody");
        assert_eq!(page(&[tap(Answer::Unknown(Why::Late))]), "late");
        assert_eq!(page(&[tap(Answer::Unknown(Why::Fault("S05")))]), "failed");
    }

    #[test]
    fn the_worked_example_that_people_read_is_this_very_file() {
        let page = include_str!("../../../ARCHITECTURE.md");
        let example = page.split("```rust\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        let file = include_str!("pool.rs").split("\n#[cfg(test)]").next().unwrap();
        assert_eq!(example.trim_end(), file.trim_end());
        assert!(include_str!("../counter/offers.rs").contains("Offer::new(Pool)"), "its one line");
    }
}
