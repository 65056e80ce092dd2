//! Retention (保存期間): what is over goes, what is not stays, and no clock that leaps erases anything.

use std::time::Duration;

use proptest::prelude::*;
use uuid::Uuid;

use super::super::cases::about;
use super::super::retention::erasing::Gone;
use super::super::retention::{Keep, Policy};
use super::super::tombstones::Erased;
use super::super::{Body, Draft, Entry, Query, Store, kind};
use super::{NAMES, accepted, record_one, store};

const SHEET: &str = "sheet = { name = 'n', purpose = 'p', items = 'i', persons = 'w', source = 's', basis = 'b' }\n";

fn policy(classes: &[&str]) -> Policy {
    let text: String = classes.iter().map(|class| format!("[[class]]\n{class}\n{SHEET}")).collect();
    let policy: Policy = toml::from_str(&text).unwrap();
    assert_eq!(policy.contradiction(), None);
    policy
}

fn obeying(classes: &[&str]) -> Store {
    let store = store();
    store.obey(policy(classes));
    store
}

fn is_kept(store: &Store, entry: &Entry) -> bool {
    matches!(store.body_of(entry).unwrap(), Body::Kept(_))
}

fn days(store: &Store, days: u64) {
    // Not further than is believable at once.
    for _ in 0..days {
        store.clock().advance(Duration::from_secs(86_400));
        store.record(vec![Draft::new(store.clock().id(), "journal", "tick")]).unwrap();
    }
}

fn expire(store: &Store) -> Vec<(String, u64)> {
    let gone = store.erase_expired(store.clock().now()).unwrap();
    gone.into_iter().map(|Gone { class, bodies }| (class, bodies)).collect()
}

const CASES: &str = "id = 'cases'\nkinds = ['accepted']\nkeep = '30 days'";

#[test]
fn what_is_over_goes_and_an_entry_proves_it() {
    let store = obeying(&[CASES]);
    let old = record_one(&store, accepted(&store, NAMES[0]));
    days(&store, 20);
    let young = record_one(&store, accepted(&store, NAMES[1]));
    let other = record_one(&store, Draft::new(store.clock().id(), "juminhyo", kind::STAFF_CALLED));
    days(&store, 9);
    assert_eq!(expire(&store), [], "29 days");
    days(&store, 1);
    assert_eq!(expire(&store), [("cases".to_owned(), 1)]);
    assert!(!is_kept(&store, &old) && is_kept(&store, &young) && is_kept(&store, &other));
    assert_eq!(expire(&store), [], "once");
    let told = store.entries(&Query { kind: Some(kind::ERASED.into()), ..Query::default() }).unwrap().remove(0);
    let Body::Kept(body) = store.body_of(&told).unwrap() else { panic!("erased") };
    let erased: Erased = serde_json::from_slice(&body).unwrap();
    assert_eq!((erased.by.as_str(), erased.class.as_str()), ("clock", "cases"));
    assert_eq!(erased.entries["A"], [(old.number, old.number)]);
    assert_eq!(told.scope, "retention/cases");
    store.verify().unwrap();
    assert_eq!(store.compare().unwrap(), [""; 0]);
}

#[test]
fn a_clock_that_leaps_fifty_years_erases_nothing_until_somebody_says_it_is_right() {
    let store = obeying(&[CASES]);
    let case = record_one(&store, accepted(&store, NAMES[0]));
    store.clock().set("2076-11-24T01:04:00Z".parse().unwrap());
    for _ in 0..3 {
        let fault = store.erase_expired(store.clock().now()).unwrap_err();
        assert_eq!(fault.code(), "S27");
        record_one(&store, accepted(&store, NAMES[1]));
    }
    assert!(is_kept(&store, &case));
    store.clock().set("2026-11-24T02:04:00Z".parse().unwrap());
    assert_eq!(expire(&store), []);
    assert!(is_kept(&store, &case));

    store.clock().set("2027-03-01T00:00:00Z".parse().unwrap());
    assert_eq!(store.erase_expired(store.clock().now()).unwrap_err().code(), "S27", "switched off over the winter");
    store.confirm_clock("責任 太郎", "冬のあいだ止めていた").unwrap();
    assert_eq!(expire(&store), [("cases".to_owned(), 4)], "those recorded under the wrong clock have their true age");
}

#[test]
fn a_clock_put_back_keeps_longer_and_never_erases_early() {
    let store = obeying(&[CASES]);
    days(&store, 3);
    store.clock().set("2016-11-24T01:04:00Z".parse().unwrap());
    let case = record_one(&store, accepted(&store, NAMES[0]));
    assert_eq!(expire(&store), []);
    store.clock().set("2026-12-10T01:04:00Z".parse().unwrap());
    assert_eq!(expire(&store), [], "its wall time says 2016, its age is 13 days");
    assert!(is_kept(&store, &case));
}

#[test]
fn a_time_that_begins_with_another_entry_waits_for_it() {
    let closed =
        "id = 'closed'\nkinds = ['accepted']\nfrom = ['handed-over', 'void']\nkeep = '7 days'\nat_most = '60 days'";
    let store = obeying(&[closed]);
    let cases: Vec<_> = (0..3).map(|at| record_one(&store, accepted(&store, NAMES[at]))).collect();
    days(&store, 10);
    record_one(&store, about(store.clock().id(), &cases[1], kind::HANDED_OVER));
    days(&store, 6);
    assert_eq!(expire(&store), []);
    days(&store, 1);
    assert_eq!(expire(&store), [("closed".to_owned(), 1)]);
    assert_eq!(cases.iter().map(|case| is_kept(&store, case)).collect::<Vec<_>>(), [true, false, true]);
    days(&store, 43);
    assert_eq!(expire(&store), [("closed".to_owned(), 2)], "never handed over: not kept for ever");
}

#[test]
fn a_loan_is_forgotten_in_the_transaction_of_its_return() {
    let loans = "id = 'loans'\nservices = ['lending']\nkinds = ['loan']\nfrom = ['returned']\nkeep = 'at-once'\nforget_subject = true";
    let store = obeying(&[loans]);
    let patron = store.subject("lending", b"patron 0042, loan 1").unwrap();
    let loan = |scope: &str| Draft::new(store.clock().id(), "lending", "loan").scope(scope).subject(patron);
    let lent = record_one(&store, loan("loan/1"));
    let still = record_one(&store, loan("loan/2"));
    let back = record_one(&store, Draft::new(store.clock().id(), "lending", "returned").scope("loan/1"));
    assert!(!is_kept(&store, &lent) && is_kept(&store, &still) && is_kept(&store, &back));
    assert_ne!(store.subject("lending", b"patron 0042, loan 1").unwrap(), patron, "the id leads nowhere now");
    let newest = store.entries(&Query { limit: 1, ..Query::default() }).unwrap().remove(0);
    assert_eq!((newest.kind.as_str(), newest.number), (kind::ERASED, back.number + 1));
    assert_eq!(store.compare().unwrap(), [""; 0]);
}

#[test]
fn a_roll_goes_when_it_is_ordered_and_a_visit_without_a_case_at_once() {
    let roll =
        "id = 'roll'\nservices = ['polling']\nkinds = ['roll-row']\nfrom = ['roll-erase-ordered']\nkeep = 'at-once'";
    let visits = "id = 'visits'\nkinds = ['visit-abandoned']\nkeep = 'at-once'";
    let store = obeying(&[roll, visits]);
    let row = |scope: &str| Draft::new(store.clock().id(), "polling", "roll-row").scope(scope);
    let rows = store.record(vec![row("election/1"), row("election/1"), row("election/2")]).unwrap();
    let order = Draft::new(store.clock().id(), "polling", "roll-erase-ordered").scope("election/1");
    record_one(&store, order);
    assert_eq!(rows.iter().map(|row| is_kept(&store, row)).collect::<Vec<_>>(), [false, false, true]);
    let visit = record_one(&store, Draft::new(store.clock().id(), "juminhyo", kind::VISIT_ABANDONED));
    assert!(!is_kept(&store, &visit));
    assert_eq!(expire(&store), []);
}

#[test]
fn what_is_in_use_and_what_no_class_names_is_left_alone() {
    let store = obeying(&["id = 'staff'\nkinds = ['staff-added']\nkeep = 'in-use'", CASES]);
    let entries = [kind::STAFF_ADDED, "unheard-of"].map(|kind| {
        let body = zeroize::Zeroizing::new(br#"{"name":"a","role":"reception","password":"x"}"#.to_vec());
        record_one(&store, Draft::new(store.clock().id(), "staff", kind).body(2, body))
    });
    days(&store, 100);
    expire(&store);
    assert!(entries.iter().all(|entry| is_kept(&store, entry)));
}

#[test]
fn a_fiscal_year_ends_on_the_last_of_march() {
    let over = |keep: Keep, now: &str| keep.over_before(now.parse().unwrap(), true).unwrap().to_string();
    // Recorded in May 2026 and kept 1 year: from 1 April 2027 to 31 March 2028.
    assert_eq!(over(Keep::Years(1), "2028-03-31T14:59:59Z"), "2026-03-31T15:00:00Z");
    assert_eq!(over(Keep::Years(1), "2028-03-31T15:00:00Z"), "2027-03-31T15:00:00Z");
    assert_eq!(over(Keep::Days(30), "2027-04-30T15:00:00Z"), "2027-03-31T15:00:00Z");
    assert_eq!(Keep::InUse.over_before("2028-03-31T15:00:00Z".parse().unwrap(), false), None);
}

#[test]
fn rules_that_contradict_themselves_are_named() {
    for (classes, id) in [
        ("id = 'a'\nkeep = '1 day'\nsheet = S\n[[class]]\nid = 'a'\nkeep = '1 day'\nsheet = S", "a"),
        ("id = 'b'\nkeep = 'in-use'\nfrom = ['void']\nsheet = S", "b"),
        ("id = 'c'\nkeep = '1 day'\nat_most = '2 days'\nsheet = S", "c"),
    ] {
        let text = format!("[[class]]\n{classes}").replace("sheet = S", SHEET);
        let policy: Policy = toml::from_str(&text).unwrap();
        assert_eq!(policy.contradiction().unwrap().0, id);
    }
    for keep in ["", "1", "0 days", "-1 days", "1 fortnight", "70000 days", "forever"] {
        assert!(keep.parse::<Keep>().is_err(), "{keep}");
    }
}

#[test]
fn more_than_one_portion_goes_in_one_call() {
    let store = obeying(&[CASES]);
    let body = || Draft::new(Uuid::new_v4(), "juminhyo", kind::ACCEPTED);
    for _ in 0..5 {
        store.record((0..1000).map(|_| body()).collect()).unwrap();
    }
    days(&store, 30);
    assert_eq!(expire(&store), [("cases".to_owned(), 5000)]);
    assert_eq!(store.verify().unwrap().erased, 5000);
    assert_eq!(store.compare().unwrap(), [""; 0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever the clock does, a body is erased only when its true age, by the days that really passed, is over.
    #[test]
    fn no_clock_erases_early(steps in prop::collection::vec((0_u8..6, 0_i64..40_000), 1..25)) {
        let store = obeying(&[CASES]);
        record_one(&store, Draft::new(store.clock().id(), "journal", "tick"));
        let mut true_day = 0_i64;
        let start: jiff::Timestamp = store.clock().now();
        let mut cases: Vec<(i64, Entry)> = Vec::new();
        for (act, amount) in steps {
            match act {
                0 | 1 => cases.push((true_day, record_one(&store, accepted(&store, NAMES[0])))),
                // True days pass, at most the leap that is believed at once; the clock is right afterwards.
                2 => {
                    true_day += amount % 14;
                    store.clock().set(start + jiff::SignedDuration::from_hours(true_day * 24));
                    record_one(&store, Draft::new(store.clock().id(), "journal", "tick"));
                }
                // The clock is put anywhere but into the next fortnight, which nobody could tell from a holiday.
                3 => {
                    let wrong = if amount % 2 == 0 { true_day - amount } else { true_day + 15 + amount };
                    store.clock().set(start + jiff::SignedDuration::from_hours(wrong * 24));
                    drop(store.erase_expired(store.clock().now()));
                    if amount % 3 == 0 {
                        cases.push((true_day, record_one(&store, accepted(&store, NAMES[0]))));
                    }
                    store.clock().set(start + jiff::SignedDuration::from_hours(true_day * 24));
                }
                _ => drop(store.erase_expired(store.clock().now())),
            }
            for (day, case) in &cases {
                prop_assert!(is_kept(&store, case) || true_day - day >= 30, "day {} of {}", day, true_day);
            }
        }
        store.clock().set(start + jiff::SignedDuration::from_hours(true_day * 24));
        store.erase_expired(store.clock().now()).unwrap();
        let over = cases.iter().filter(|(day, _)| true_day - day > 31);
        for (day, case) in over {
            prop_assert!(!is_kept(&store, case), "day {} of {} was forgotten", day, true_day);
        }
    }
}
