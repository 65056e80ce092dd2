//! Cases (受付): slips and sheets folded from entries.

use super::super::cases::{Paper, Prints, Standing, State, about, about_paper};
use super::super::protection::Sight;
use super::super::staff::{self, Act, Mark};
use super::super::stages::Stage;
use super::super::{Body, Entry, Store, kind};
use super::{NAMES, accepted, record_one, record_some};

fn print(store: &Store, case: &Entry, paper: Paper, kind: &str) {
    record_one(store, about_paper(store.clock().id(), case, paper, kind));
}

#[test]
fn a_slip_that_failed_and_came_out_later_is_told_as_it_was() {
    let store = super::store();
    let case = record_one(&store, accepted(&store, NAMES[0]));
    let slip = || store.case(case.number).unwrap().slip;
    assert!(slip().original_is_due());
    print(&store, &case, Paper::Slip, kind::PRINT_STARTED);
    assert_eq!(slip().state, State::Unknown, "the power may have gone with the paper half out");
    assert!(!slip().original_is_due(), "an unknown one is reprinted as 再発行");
    print(&store, &case, Paper::Slip, kind::PRINT_FAILED);
    assert_eq!(slip().state, State::Failed);
    print(&store, &case, Paper::Slip, kind::PRINT_STARTED);
    print(&store, &case, Paper::Slip, kind::REPRINTED);
    assert_eq!(slip(), Prints { state: State::Printed, started: 2, printed: 0, failed: 1, reprinted: 1 });
}

#[test]
fn slip_and_sheet_do_not_mix_and_neither_do_neighbours() {
    let store = super::store();
    let cases = record_some(&store);
    print(&store, &cases[0], Paper::Sheet, kind::PRINTED);
    let first = store.case(1).unwrap();
    assert_eq!((first.slip.printed, first.sheet.printed), (0, 1));
    assert_eq!(first.latest.kind, kind::PRINTED);
    for number in 2..=5 {
        assert_eq!(store.case(number).unwrap().sheet, Prints::default(), "{number}");
    }
}

#[test]
fn open_cases_are_those_not_handed_over_or_taken_back_newest_first() {
    let store = super::store();
    let cases = record_some(&store);
    record_one(&store, about(store.clock().id(), &cases[1], kind::HANDED_OVER));
    record_one(&store, about(store.clock().id(), &cases[3], kind::VOID));
    record_one(&store, about(store.clock().id(), &cases[4], kind::STAFF_CALLED));
    let numbers = |cases: Vec<super::super::cases::Case>| cases.iter().map(|c| c.entry.number).collect::<Vec<_>>();
    assert_eq!(numbers(store.open_cases(10).unwrap()), [5, 3, 1]);
    assert_eq!(numbers(store.open_cases(2).unwrap()), [5, 3]);
    assert_eq!(numbers(store.closed_cases(10).unwrap()), [4, 2]);
    assert_eq!(store.case(2).unwrap().standing, Standing::Handed);
    assert_eq!(store.case(5).unwrap().latest.kind, kind::STAFF_CALLED);
}

#[test]
fn a_number_that_is_no_case_is_absent() {
    let store = super::store();
    let case = record_one(&store, accepted(&store, NAMES[0]));
    print(&store, &case, Paper::Slip, kind::PRINTED);
    for number in [0, 2, 3, u64::MAX] {
        assert_eq!(store.case(number).unwrap_err().code(), "S10", "{number}");
    }
}

#[test]
fn looking_cases_up_reads_indexes_and_never_the_whole_journal() {
    let store = super::super::Store::in_memory("A").unwrap();
    let connection = store.connection();
    let questions = [
        "SELECT * FROM journal WHERE scope <> '' AND scope IN ('a', 'b', 'c') ORDER BY hlc",
        "SELECT * FROM journal WHERE kind = 'accepted' ORDER BY hlc DESC LIMIT 10",
        "SELECT max(hlc) FROM journal",
        "SELECT * FROM journal WHERE terminal = 'A' ORDER BY number DESC LIMIT 1",
        "SELECT * FROM journal ORDER BY hlc DESC LIMIT 10",
        "SELECT id FROM journal WHERE subject = x'00'",
    ];
    for question in questions {
        let plan: String =
            connection.query_row(&format!("EXPLAIN QUERY PLAN {question}"), [], |row| row.get(3)).unwrap();
        assert!(plan.contains("INDEX"), "{question}: {plan}");
    }
}

#[test]
fn a_case_goes_through_its_stages_and_a_replay_tells_the_same() {
    let store = super::practice();
    let case = record_one(&store, accepted(&store, NAMES[0]));
    let number = case.number;
    let permit = |why: &str| staff::permit(&store, Act::Serve, staff::PRACTICE_NAME, why, false, None).unwrap();
    let at = || store.progress(&store.case(number).unwrap()).unwrap();
    let go = |mark: Mark, why: &str| staff::mark(&store, number, &mark, Sight::Counter, &permit(why));
    assert_eq!(at().stage, Stage::Received);
    go(Mark::Examine, "").unwrap();
    assert_eq!(at().stage, Stage::Examined);
    assert_eq!(go(Mark::Mend, " ").unwrap_err().code(), "U09", "whoever must mend is told what");
    go(Mark::Mend, "世帯主のお名前をふりがなで書いてください").unwrap();
    assert_eq!(at().stage, Stage::Mend);
    let words = store.to_mend(&case).unwrap();
    assert_eq!(words.as_ref().map(|words| words.as_str()), Some("世帯主のお名前をふりがなで書いてください"));
    assert_eq!(go(Mark::Call(String::new()), "").unwrap_err().code(), "U09");
    assert_eq!(
        go(Mark::Call("窓口 123456789018".into()), "").unwrap_err().code(),
        "U09",
        "no 12-digit number anywhere"
    );
    go(Mark::Call("3番窓口".into()), "").unwrap();
    assert_eq!((at().called, at().window.as_str()), (true, "3番窓口"));
    assert_eq!(store.called_cases(10).unwrap().len(), 1);
    assert_eq!(store.compare().unwrap(), Vec::<&str>::new());
    let serve = permit("");
    staff::on_case(&store, number, staff::Doing::HandOver, Sight::Counter, &serve).unwrap();
    assert_eq!((at().stage, at().called), (Stage::Done, false));
    assert_eq!(store.called_cases(10).unwrap().len(), 0);
    assert_eq!(go(Mark::Examine, "").unwrap_err().code(), "U12", "what is handed over is not examined any more");
    store.rebuild().unwrap();
    assert_eq!((at().stage, at().window.as_str()), (Stage::Done, ""));
}

#[test]
fn a_correction_keeps_what_was_typed_and_says_why_and_by_whom() {
    let store = super::practice();
    let case = record_one(&store, accepted(&store, NAMES[0]));
    let before = store.body(case.number).unwrap();
    let permit = |why: &str| staff::permit(&store, Act::Serve, staff::PRACTICE_NAME, why, false, None).unwrap();
    let new = Mark::Correct { field: "head".into(), value: "\"葛\u{e0100}城　𠮷野\"".into() };
    assert_eq!(staff::mark(&store, case.number, &new, Sight::Counter, &permit("")).unwrap_err().code(), "U09");
    staff::mark(&store, case.number, &new, Sight::Counter, &permit("聞き取り")).unwrap();
    let found = store.corrections(&case).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].field.as_str(), found[0].why.as_str()), ("head", "聞き取り"));
    assert_eq!(found[0].value.as_str(), "\"葛\u{e0100}城　𠮷野\"");
    assert_eq!(found[0].by, staff::PRACTICE_NAME);
    let (Body::Kept(before), Body::Kept(after)) = (before, store.body(case.number).unwrap()) else { panic!("erased") };
    assert!(before == after, "what was typed stays");
    assert_eq!(store.progress(&store.case(case.number).unwrap()).unwrap().corrections, 1);
}
