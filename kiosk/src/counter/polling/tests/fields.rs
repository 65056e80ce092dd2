//! What went wrong in the field (実際にあった誤り, facts/domain.md B4, anchors.md 10), each by the name of its town.

use super::*;
use crate::service::counter::{Row, Say};
use crate::service::polling::row::Wrong;
use crate::store::polling::FromPaper;

fn titles(rows: &[Row], tone: Tone) -> usize {
    rows.iter().filter(|row| row.tone == tone).count()
}

/// 蒲郡 2025-07: 期日前済 stood there as text, and the elector got papers again on the day.
#[test]
fn gamagori_an_early_voter_on_the_day_is_a_red_stop() {
    let desk = Desk::with_roll("A");
    desk.set("2026-11-30T10:00:00");
    desk.open(Mode::Early, "hall", Decides::Everything);
    assert_eq!(desk.serve(&ticket(101)).tone, Tone::Good);
    desk.set("2026-12-06T10:00:00");
    desk.open(Mode::Day, "st1", Decides::Everything);
    let said = desk.serve(&ticket(101));
    red(&said, "already");
    assert_eq!(titles(&said.rows, Tone::Stop), 2, "each paper with when and where");
    assert_eq!(said.ways.len(), 1, "no way leads to a paper");
    assert_eq!(desk.store.papers_out(ELECTION, "mayor").unwrap(), 1);
}

/// 御坊 2025-07: another error stood over "already voted". What the record knows goes before any trouble of the machine.
#[test]
fn gobo_no_other_trouble_covers_already_voted() {
    let desk = Desk::with_roll("A");
    desk.open(Mode::Early, "hall", Decides::Everything);
    assert_eq!(desk.serve(&ticket(103)).tone, Tone::Good);
    for trouble in [Heard::Failed("P01"), Heard::Failed("S04"), Heard::Late] {
        let mut at = desk.course();
        at.code(&ticket(103));
        red(&at.said(), "already");
        at.heard.push(trouble);
        red(&at.said(), "already");
    }
}

/// 島原 2026: people who came back for 国民審査 alone got the other papers again.
#[test]
fn shimabara_a_second_visit_hands_out_only_what_was_not_out() {
    let desk = Desk::from("A", "2026-11-28T23:30:00Z");
    assert!(desk.import(&assets("roll.csv"), Some(&assets("tickets.csv"))).imported);
    desk.open(Mode::Early, "hall", Decides::Everything);
    // Early voting for the council begins on the 30th.
    let said = desk.serve(&ticket(104));
    assert_eq!((said.tone, titles(&said.rows, Tone::Good)), (Tone::Good, 1));
    red(&desk.serve(&ticket(104)), "already");
    desk.set("2026-11-30T10:00:00");
    let mut at = desk.course();
    at.code(&ticket(104));
    at.prompt();
    at.press("how-known");
    at.press("reason-1");
    let page = at.prompt();
    assert_eq!((page.page, titles(&page.rows, Tone::Stop), titles(&page.rows, Tone::Good)), ("ballots", 1, 1));
    at.press("hand-all");
    let said = at.said();
    assert_eq!((said.tone, titles(&said.rows, Tone::Good)), (Tone::Good, 1));
    for ballot in ["mayor", "council"] {
        assert_eq!(desk.store.papers_out(ELECTION, ballot).unwrap(), 1, "{ballot}");
    }
    red(&desk.serve(&ticket(104)), "already");
}

/// 松田町: two desks that did not know of each other. Each decides about its own slice only.
#[test]
fn matsuda_a_second_terminal_stops_at_its_slice_and_names_the_station() {
    let (one, other) = (Desk::with_roll("A"), Desk::with_roll("B"));
    one.open(Mode::Early, "hall", Decides::Districts(vec!["1".into()]));
    other.open(Mode::Early, "hall", Decides::Districts(vec!["2".into(), "3".into()]));
    assert_eq!(one.id("101"), other.id("101"), "the same roll gives the same ids");
    assert_eq!(one.serve(&ticket(101)).tone, Tone::Good);
    let said = other.serve(&ticket(101));
    red(&said, "slice");
    let Some(Say::Key("polling-go-to", values)) = said.hint else { panic!("no station is named") };
    assert_eq!(values, [("place", "第1投票所 みなと小学校".to_owned())]);
    assert_eq!(other.serve(&ticket(103)).tone, Tone::Good);
    red(&one.serve(&ticket(103)), "slice");
    let numbers = Desk::with_roll("C");
    numbers.open(Mode::Early, "hall", Decides::Numbers("101".into(), "110".into()));
    assert_eq!(numbers.serve(&ticket(110)).tone, Tone::Good);
    red(&numbers.serve(&ticket(111)), "slice");
}

/// And past the page too: the record itself decides about nothing outside what was said when it was opened.
#[test]
fn matsuda_the_claim_itself_is_outside_of_the_slice() {
    let desk = Desk::with_roll("A");
    let ask = |number: &str| {
        let claim = Claim::new(desk.store.clock().id(), ID, "poll/2026-unabara/mayor", desk.id(number));
        let ticket = desk.store.ask_claim(&claim).unwrap();
        desk.store.answer_claim(ticket, &Slice::Everything).unwrap()
    };
    assert!(matches!(ask("101"), Answer::Unknown(_)), "not open");
    desk.open(Mode::Early, "hall", Decides::Districts(vec!["1".into()]));
    assert!(matches!(ask("103"), Answer::Unknown(_)), "district 2");
    assert_eq!(ask("101"), Answer::Granted);
}

/// 胎内: two papers stuck together. The count of papers differs from the record, and that is an alarm until it agrees.
#[test]
fn tainai_a_count_that_differs_is_an_alarm() {
    let desk = Desk::with_roll("A");
    desk.open(Mode::Early, "hall", Decides::Everything);
    let mut handed = 0;
    for number in [101, 103, 104, 105] {
        handed += u64::from(desk.serve(&ticket(number)).tone == Tone::Good);
    }
    let permit = desk.may(Act::Serve, "sato");
    assert_eq!(desk.store.count_papers(ELECTION, "mayor", handed + 1, &permit).unwrap(), handed);
    assert!(desk.store.polling_figures(ELECTION).unwrap().alarm());
    // A spoilt paper that was exchanged explains one more.
    desk.store.exchange_ballot(ELECTION, "mayor", &desk.may(Act::PollingOverride, "髙﨑")).unwrap();
    assert_eq!(desk.store.count_papers(ELECTION, "mayor", handed + 1, &permit).unwrap(), handed + 1);
    assert!(!desk.store.polling_figures(ELECTION).unwrap().alarm());
}

/// 高知 2025-07: tickets printed from another date than the roll; no code fitted anybody for two days.
#[test]
fn kochi_tickets_of_another_roll_are_found_at_the_import() {
    let desk = Desk::new("A");
    let tickets = std::fs::read_to_string(assets("tickets.csv")).unwrap();
    let shifted = tickets.replace("103,水野", "999,水野").replace("森本　由美", "森本　由実");
    let report = desk.import(&assets("roll.csv"), Some(file(shifted.as_bytes()).path()));
    let of = |wrong: Wrong| report.faults.iter().filter(|(.., one)| *one == wrong).count();
    assert!(!report.imported);
    assert_eq!([Wrong::TicketMissing, Wrong::TicketNobody, Wrong::TicketOther].map(of), [1, 1, 1]);
    assert!(desk.store.roll(ELECTION).unwrap().is_none(), "nothing of it is kept");
    // Somebody holds a ticket of another election up.
    let desk = Desk::with_roll("A");
    desk.open(Mode::Early, "hall", Decides::Everything);
    red(&desk.serve("9912000101"), "nobody");
}

/// 五島 2026: the system was down and about ten people left. 大崎 2017: there was no paper roll.
#[test]
fn goto_and_osaki_the_paper_roll_goes_on_and_comes_back() {
    let desk = Desk::with_roll("A");
    desk.set("2026-12-06T08:00:00");
    desk.open(Mode::Day, "st1", Decides::Everything);
    assert_eq!(desk.serve(&ticket(101)).tone, Tone::Good);
    let lines = desk.store.paper_roll(ELECTION, &["1".to_owned()]).unwrap();
    let out: Vec<_> = lines.iter().filter(|line| !line.out.is_empty()).map(|line| line.number.as_str()).collect();
    assert_eq!(out, ["101"], "the paper knows who has papers");
    let mark = desk.store.paper_mark(ELECTION, &["1".to_owned()]).unwrap();
    let elsewhere = desk.store.paper_mark(ELECTION, &["2".to_owned()]).unwrap();
    // By hand, while the machine was off.
    desk.set("2026-12-06T11:00:00");
    let all = ["mayor".to_owned(), "council".to_owned()];
    let line =
        |number: &str, at: &str| FromPaper { elector: desk.id(number), ballots: vec![], at: at.parse().unwrap() };
    let permit = desk.both(Act::FromPaper);
    assert!(desk.store.hand_from_paper(&line("104", "2026-12-06T09:10:00"), &all, &permit).unwrap());
    assert!(desk.store.hand_from_paper(&line("105", "2026-12-06T09:12:00"), &all, &permit).unwrap());
    red(&desk.serve(&ticket(104)), "already");
    let figures = desk.store.polling_figures(ELECTION).unwrap();
    let hours: Vec<_> = figures.hours.iter().map(|hour| (hour.hour.as_str(), hour.men + hour.women)).collect();
    assert_eq!(hours, [("2026-12-06 08", 1), ("2026-12-06 09", 2)], "by the time on the paper");
    // One who was ticked by hand although a paper was out: both count, and people decide.
    assert!(!desk.store.hand_from_paper(&line("101", "2026-12-06T09:20:00"), &all, &permit).unwrap());
    let figures = desk.store.polling_figures(ELECTION).unwrap();
    assert_eq!((figures.twice, figures.papers["mayor"], figures.alarm()), (2, 4, true));
    assert_ne!(desk.store.paper_mark(ELECTION, &["1".to_owned()]).unwrap(), mark);
    assert_eq!(desk.store.paper_mark(ELECTION, &["2".to_owned()]).unwrap(), elsewhere, "only what changed");
    let alone = staff::permit(&desk.store, Act::FromPaper, "sato", "", false, None);
    assert_eq!(alone.unwrap_err().code(), "U08");
    let future = desk.store.hand_from_paper(&line("109", "2026-12-06T12:00:00"), &all, &permit);
    assert_eq!(future.unwrap_err().code(), "S07");
}
