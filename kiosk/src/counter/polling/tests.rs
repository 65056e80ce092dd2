//! Receptions over the real record (投票所の受付の試験): the counter, its errands and its claims; every number is checked against
//! a tally of what the test itself did.

mod desk;
mod fields;
mod keeping;
mod rolls;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::DateTime;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::reading::{Files, Report, read};
use crate::clock::{Clock, japan};
use crate::counter::{Errands, Outside};
use crate::service::counter::{Claimed, Counter, Heard, Prompt, Said, Step, Tone};
use crate::service::polling::elector::{Decides, Mode};
use crate::service::polling::rules::Rules;
use crate::service::polling::{ID, Polling, Told};
use crate::store::claims::{Answer, Claim, Slice};
use crate::store::polling::Opening;
use crate::store::staff::{self, Act, Permit, Role};
use crate::store::{Purpose, Store};
use crate::visit::Slot;

const ELECTION: &str = "2026-unabara";
const CITY: &str = "海原市";

/// One terminal.
struct Desk {
    store: Store,
    polling: Polling,
}

fn assets(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../assets/polling").join(name)
}

fn rules() -> Rules {
    crate::config::services::load(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../config")).unwrap()
}

fn file(text: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text).unwrap();
    file
}

impl Desk {
    fn new(terminal: &str) -> Self {
        Self::from(terminal, "2026-11-29T23:30:00Z")
    }

    fn from(terminal: &str, at: &str) -> Self {
        let store = Store::in_memory_for(terminal, Purpose::Production, Clock::held(at.parse().unwrap())).unwrap();
        staff::add_first(&store, "admin", "correct horse").unwrap();
        let permit = staff::permit(&store, Act::ManageStaff, "admin", "開設", false, None).unwrap();
        for (name, role) in [("sato", Role::Reception), ("suzuki", Role::Reception), ("髙﨑", Role::Supervisor)] {
            staff::add(&store, name, "battery staple", role, &permit).unwrap();
        }
        Self { store, polling: Polling { rules: Arc::new(rules()), municipality: CITY.to_owned() } }
    }

    /// With the example roll read in.
    fn with_roll(terminal: &str) -> Self {
        let desk = Self::new(terminal);
        let report = desk.import(&assets("roll.csv"), Some(&assets("tickets.csv")));
        assert!(report.imported, "{:?}", report.faults);
        desk
    }

    fn may(&self, act: Act, by: &str) -> Permit {
        staff::permit(&self.store, act, by, "試験", false, None).unwrap()
    }

    fn both(&self, act: Act) -> Permit {
        let agreed = staff::approve(&self.store, act, "髙﨑", "suzuki", "battery staple").unwrap();
        staff::permit(&self.store, act, "髙﨑", "試験", true, Some(agreed)).unwrap()
    }

    fn try_import(&self, roll: &std::path::Path, tickets: Option<&std::path::Path>, check_only: bool) -> Report {
        let election = self.polling.rules.election(ELECTION).unwrap();
        let files = Files { roll, tickets, election, municipality: CITY, check_only };
        read(&self.store, &files, &self.may(Act::ImportRoll, "髙﨑"), &mut |_, _| {}).unwrap()
    }

    fn import(&self, roll: &std::path::Path, tickets: Option<&std::path::Path>) -> Report {
        self.try_import(roll, tickets, false)
    }

    fn open(&self, mode: Mode, station: &str, decides: Decides) {
        let opening = Opening { election: ELECTION.into(), mode, station: station.into(), decides };
        self.store.open_polling(&opening, &self.may(Act::OpenPolling, "髙﨑")).unwrap();
    }

    fn set(&self, at: &str) {
        let at: DateTime = at.parse().unwrap();
        self.store.clock().set(at.to_zoned(japan()).unwrap().timestamp());
    }

    fn id(&self, number: &str) -> Uuid {
        self.store.find_number(ELECTION, number).unwrap().unwrap()
    }

    fn course(&self) -> At<'_> {
        At { desk: self, heard: Vec::new(), hand: self.store.clock().id(), claim: self.store.clock().id() }
    }

    /// A whole reception by ticket: everything that is free, identity by ticket.
    fn serve(&self, ticket: &str) -> Said {
        let mut at = self.course();
        at.code(ticket);
        for _ in 0..4 {
            match at.step() {
                Shown::Said(said) => return said,
                Shown::Prompt(prompt) => match prompt.page {
                    "confirm" => at.press("how-ticket"),
                    "reasons" => at.press("reason-1"),
                    "ballots" => at.press("hand-all"),
                    other => panic!("{other}"),
                },
            }
        }
        match at.step() {
            Shown::Said(said) => said,
            Shown::Prompt(prompt) => panic!("still at {}", prompt.page),
        }
    }
}

fn ticket(number: u32) -> String {
    format!("2612{number:06}")
}

/// What people see.
enum Shown {
    Prompt(Prompt),
    Said(Said),
}

/// One reception under way.
struct At<'a> {
    desk: &'a Desk,
    heard: Vec<Heard<Told>>,
    hand: Uuid,
    claim: Uuid,
}

impl At<'_> {
    fn code(&mut self, text: &str) {
        self.heard.push(Heard::Code { rule: None, text: Zeroizing::new(text.to_owned()) });
    }

    fn typed(&mut self, text: &str) {
        self.heard.push(Heard::Typed(Zeroizing::new(text.to_owned())));
    }

    fn press(&mut self, id: &str) {
        self.heard.push(Heard::Chosen(id.to_owned()));
    }

    /// One step of what the terminal does by itself; `None` when it is people's turn.
    fn errand(&mut self) -> Option<Shown> {
        let desk = self.desk;
        match desk.polling.step(&self.heard) {
            Step::Prompt(prompt) => return Some(Shown::Prompt(prompt)),
            Step::Said(said) => return Some(Shown::Said(said)),
            Step::Need(ask) => {
                let slot = Slot::default();
                let outside = Outside { store: &desk.store, slot: &slot, visit: 1, id: self.hand, by: "sato" };
                self.heard.push(desk.polling.fetch(&outside, ask).map_or_else(Heard::Failed, Heard::Told));
            }
            Step::Claim(claim) => {
                let asked = Claim::new(self.claim, ID, &claim.scope, claim.subject).by("sato");
                self.claim = desk.store.clock().id();
                let ticket = desk.store.ask_claim(&asked).unwrap();
                self.heard.push(Heard::Claimed(match desk.store.answer_claim(ticket, &Slice::Nothing).unwrap() {
                    Answer::Granted => Claimed::Granted,
                    Answer::Taken(holder) => Claimed::Taken { terminal: holder.terminal, number: holder.number },
                    Answer::Unknown(_) => Claimed::Outside,
                }));
            }
            _ => panic!("no card lies here"),
        }
        None
    }

    fn step(&mut self) -> Shown {
        for _ in 0..20 {
            if let Some(shown) = self.errand() {
                return shown;
            }
        }
        panic!("the course goes round in circles");
    }

    fn prompt(&mut self) -> Prompt {
        match self.step() {
            Shown::Prompt(prompt) => prompt,
            Shown::Said(said) => panic!("said {}", said.page),
        }
    }

    fn said(&mut self) -> Said {
        match self.step() {
            Shown::Said(said) => said,
            Shown::Prompt(prompt) => panic!("still at {}", prompt.page),
        }
    }
}

fn red(said: &Said, page: &str) {
    assert_eq!((said.page, said.tone, said.seconds), (page, Tone::Stop, None), "{:?}", said.title);
}

#[test]
fn a_polling_day_is_counted_as_the_test_counted_it() {
    let desk = Desk::with_roll("A");
    desk.set("2026-11-30T08:30:00");
    desk.open(Mode::Early, "hall", Decides::Everything);
    let (mut papers, mut voters, mut hours) = (BTreeMap::<&str, u64>::new(), 0_u64, BTreeMap::<String, u64>::new());
    let mut count = |said: &Said, ballots: &[&'static str], hour: &str| {
        if said.tone == Tone::Good {
            voters += 1;
            *hours.entry(hour.to_owned()).or_default() += 1;
            ballots.iter().for_each(|ballot| *papers.entry(ballot).or_default() += 1);
        }
    };
    for number in 101..=106 {
        count(&desk.serve(&ticket(number)), &["mayor", "council"], "2026-11-30 08");
    }
    red(&desk.serve(&ticket(103)), "already");
    desk.set("2026-12-06T07:00:00");
    desk.open(Mode::Day, "st1", Decides::Districts(vec!["1".into()]));
    for number in [101, 109, 114] {
        count(&desk.serve(&ticket(number)), &["mayor", "council"], "2026-12-06 07");
    }
    desk.set("2026-12-06T09:59:59");
    count(&desk.serve(&ticket(121)), &["mayor", "council"], "2026-12-06 09");
    // One who may have one ballot only, 18 on the day after.
    count(&desk.serve(&ticket(122)), &["mayor"], "2026-12-06 09");
    let figures = desk.store.polling_figures(ELECTION).unwrap();
    let known: BTreeMap<&str, u64> = figures.papers.iter().map(|(ballot, count)| (ballot.as_str(), *count)).collect();
    assert_eq!(known, papers);
    assert_eq!(voters, 10);
    let by_hour = figures.hours.iter().map(|hour| (hour.hour.clone(), hour.men + hour.women + hour.others)).collect();
    assert_eq!(hours, by_hour);
    assert_eq!((figures.electors.iter().sum::<u64>(), figures.barred), (22, 2));
    assert_eq!((figures.twice, figures.doubtful, figures.alarm()), (0, 0, false));
    assert_eq!(desk.store.compare().unwrap(), [""; 0], "the tables are what the journal says");
}

#[test]
fn nothing_is_green_before_the_claim_is_on_the_disk_and_the_handing_too() {
    let desk = Desk::with_roll("A");
    desk.open(Mode::Early, "hall", Decides::Everything);
    let mut at = desk.course();
    at.code(&ticket(103));
    at.prompt();
    at.press("how-ticket");
    at.press("reason-2");
    at.press("hand-all");
    let mut steps = Vec::new();
    loop {
        match desk.polling.step(&at.heard) {
            Step::Said(said) => {
                assert_eq!(said.tone, Tone::Good);
                break;
            }
            Step::Claim(_) => steps.push("claim"),
            Step::Need(_) => steps.push("hand"),
            _ => panic!("a page stands between press and green"),
        }
        at.errand();
    }
    // 2026-11-30: both ballots' early voting has begun.
    assert_eq!(steps, ["claim", "claim", "hand"]);
}

#[test]
fn a_late_or_failed_claim_says_do_not_hand_out_and_asks_again_safely() {
    let desk = Desk::with_roll("A");
    desk.open(Mode::Early, "hall", Decides::Everything);
    for trouble in [Heard::Late, Heard::Failed("S04"), Heard::Claimed(Claimed::Unknown("S07"))] {
        let mut at = desk.course();
        at.code(&ticket(104));
        at.prompt();
        for press in ["how-ticket", "reason-1", "hand-all"] {
            at.press(press);
        }
        assert!(matches!(desk.polling.step(&at.heard), Step::Claim(_)));
        let asked_again = !matches!(trouble, Heard::Claimed(_));
        at.heard.push(trouble);
        red(&at.said(), "unsure");
        if asked_again {
            at.press("retry");
            assert!(matches!(desk.polling.step(&at.heard), Step::Claim(_)));
        }
    }
    assert_eq!(desk.store.papers_out(ELECTION, "mayor").unwrap(), 0);
}

#[test]
fn power_cut_between_claim_and_handing_is_red_until_a_supervisor_takes_it_back() {
    let desk = Desk::with_roll("A");
    desk.open(Mode::Early, "hall", Decides::Everything);
    let mut at = desk.course();
    at.code(&ticket(105));
    at.prompt();
    for press in ["how-ticket", "reason-1", "hand-all"] {
        at.press(press);
    }
    // One claim is asked and answered; then the power goes.
    assert!(at.errand().is_none());
    drop(at);
    red(&desk.serve(&ticket(105)), "claimed");
    let permit = desk.may(Act::PollingOverride, "髙﨑");
    desk.store.undo_handing(ELECTION, desk.id("105"), &[], &permit).unwrap();
    assert_eq!(desk.serve(&ticket(105)).tone, Tone::Good);
    red(&desk.serve(&ticket(105)), "already");
}

#[test]
fn the_same_ticket_twice_at_two_desks_of_one_record_gives_one_paper() {
    let desk = Desk::with_roll("A");
    desk.open(Mode::Early, "hall", Decides::Everything);
    let (mut one, mut other) = (desk.course(), desk.course());
    for at in [&mut one, &mut other] {
        at.code(&ticket(106));
        at.prompt();
        at.press("how-ticket");
        at.press("reason-1");
        at.press("hand-all");
    }
    assert_eq!(one.said().tone, Tone::Good);
    red(&other.said(), "taken");
    assert_eq!(desk.store.papers_out(ELECTION, "mayor").unwrap(), 1);
}

#[test]
fn a_clock_put_back_hands_out_nothing() {
    let desk = Desk::with_roll("A");
    desk.open(Mode::Early, "hall", Decides::Everything);
    assert_eq!(desk.serve(&ticket(101)).tone, Tone::Good);
    desk.set("2026-11-24T09:00:00");
    red(&desk.serve(&ticket(103)), "clock");
}

#[test]
fn a_supervisor_lets_through_with_a_reason_and_never_past_a_paper_that_is_out() {
    let desk = Desk::with_roll("A");
    desk.open(Mode::Early, "hall", Decides::Everything);
    let absent = |number: u32| {
        let mut at = desk.course();
        at.typed(&number.to_string());
        at.said()
    };
    red(&absent(120), "not-eligible");
    let permit = desk.may(Act::PollingOverride, "髙﨑");
    desk.store.allow_elector(ELECTION, desk.id("120"), &permit).unwrap();
    let mut at = desk.course();
    at.typed("120");
    assert_eq!(at.prompt().page, "confirm");
    assert_eq!(desk.serve(&ticket(101)).tone, Tone::Good);
    desk.store.allow_elector(ELECTION, desk.id("101"), &permit).unwrap();
    red(&desk.serve(&ticket(101)), "already");
    let reception = staff::permit(&desk.store, Act::PollingOverride, "sato", "だめ", false, None);
    assert_eq!(reception.unwrap_err().code(), "U06");
}

#[test]
fn absentee_papers_that_were_asked_for_stop_until_they_came_back() {
    let desk = Desk::with_roll("A");
    desk.open(Mode::Early, "hall", Decides::Everything);
    let permit = desk.may(Act::PollingOverride, "髙﨑");
    let all = ["mayor".to_owned(), "council".to_owned()];
    desk.store.ask_absentee(ELECTION, desk.id("107"), &all, &permit).unwrap();
    red(&desk.serve(&ticket(107)), "asked");
    desk.store.undo_handing(ELECTION, desk.id("107"), &[], &permit).unwrap();
    assert_eq!(desk.serve(&ticket(107)).tone, Tone::Good);
}

#[test]
fn erasing_a_roll_leaves_nobody_to_be_found() {
    let desk = Desk::with_roll("A");
    desk.open(Mode::Early, "hall", Decides::Everything);
    assert_eq!(desk.serve(&ticket(101)).tone, Tone::Good);
    let agreed = staff::approve(&desk.store, Act::Erase, "admin", "髙﨑", "battery staple").unwrap();
    let permit = staff::permit(&desk.store, Act::Erase, "admin", "選管の指示", true, Some(agreed)).unwrap();
    assert_eq!(desk.store.erase_roll(ELECTION, &permit).unwrap(), 24);
    assert!(desk.store.roll(ELECTION).unwrap().is_none());
    assert_eq!(desk.store.find_elector((ELECTION, CITY), "たかさき").unwrap().of, 0);
    assert_eq!(desk.store.erase_roll(ELECTION, &permit).unwrap_err().code(), "S10");
    assert_eq!(desk.store.compare().unwrap(), [""; 0]);
}
