//! Cases (受付): slips and sheets folded from entries.

use super::super::cases::{Paper, Prints, Standing, State, about, about_paper};
use super::super::{Entry, Store, kind};
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
