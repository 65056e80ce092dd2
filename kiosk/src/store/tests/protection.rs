//! Protection (支援措置): who is caught, who sees, and what stops before the printer.

use zeroize::Zeroizing;

use super::super::cases::{Paper, about_paper};
use super::super::protection::{Person, Sight};
use super::super::staff::{self, Act, Permit, Role};
use super::super::{Body, Draft, Entry, Fault, Query, Store, kind};
use super::{Place, record_one, store};

const SUPERVISOR: &str = "責任 太郎";

fn with_supervisor() -> Store {
    let store = store();
    staffed(&store);
    store
}

fn staffed(store: &Store) {
    staff::add_first(store, "管理 花子", "right-horse-7").unwrap();
    let managing = staff::permit(store, Act::ManageStaff, "管理 花子", "人事異動", false, None).unwrap();
    staff::add(store, SUPERVISOR, "quiet-horse-8", Role::Supervisor, &managing).unwrap();
}

fn permit(store: &Store) -> Permit {
    staff::permit(store, Act::Protect, SUPERVISOR, "支援措置申出 第3号", false, None).unwrap()
}

/// A case as the terminal records one: the facts are JSON inside JSON.
fn case(store: &Store, name: &str, birth: &str, address: &str) -> Entry {
    let facts = serde_json::json!({"name": name, "address": address, "birth": birth, "sex": "female"}).to_string();
    let body = serde_json::json!({"form": "juminhyo", "facts": facts, "fee": {"total": 300}}).to_string();
    let body = Zeroizing::new(body.into_bytes());
    record_one(store, Draft::new(store.clock().id(), "juminhyo", kind::ACCEPTED).body(1, body))
}

const HOME: &str = "海原県海原市みなと町一丁目２－３";

fn numbers(cases: Vec<super::super::cases::Case>) -> Vec<u64> {
    cases.into_iter().map(|case| case.entry.number).collect()
}

#[test]
fn a_protected_person_is_in_no_list_but_the_supervisors_whatever_was_recorded_before() {
    let store = with_supervisor();
    let before = case(&store, "髙﨑　𠮷野", "1944-03-08", HOME);
    let other = case(&store, "渡邉　花子", "1980-01-01", "海原市中央1-1");
    store.protect(&Person { name: "高崎 吉野", birth: "19440308", address: HOME }, None, &permit(&store)).unwrap();
    let after = case(&store, "高崎　吉野", "1944-03-08", "海原市山手9-9");
    assert_eq!(numbers(store.open_cases(10).unwrap()), [other.number]);
    let seen = numbers(store.open_cases_for(10, Sight::Supervisor).unwrap());
    assert_eq!(seen, [after.number, other.number, before.number]);
    assert_eq!(store.case_for(before.number, Sight::Counter).unwrap_err().code(), "U10");
    assert!(store.case_for(before.number, Sight::Supervisor).unwrap().protected);
    assert!(!store.case_for(other.number, Sight::Counter).unwrap().protected);
    assert_eq!(store.waiting_for_supervisor(10).unwrap(), 2);
    let day = store.day(store.clock().today(), Sight::Counter).unwrap();
    assert_eq!(day.open.iter().map(|open| open.number).collect::<Vec<_>>(), [other.number]);
    assert_eq!(day.figures.cases, 3, "a count names nobody");
}

#[test]
fn either_name_or_address_with_the_birth_is_enough_and_neither_alone() {
    let store = with_supervisor();
    store.protect(&Person { name: "髙﨑　𠮷野", birth: "1944-03-08", address: HOME }, None, &permit(&store)).unwrap();
    let caught = [
        ("moved", "髙﨑　𠮷野", "1944-03-08", "海原市山手9-9"),
        ("another form of the kanji", "高﨑 吉野", "1944-03-08", "海原市山手9-9"),
        ("another variation selector", "髙\u{E0100}﨑 𠮷野", "1944-03-08", "海原市山手9-9"),
        ("another surname", "渡邉　吉野", "1944-03-08", "海原県海原市みなと町1-2-3 コーポ海原201"),
        ("a twin of the same house: a supervisor decides", "髙﨑　𠮷子", "1944-03-08", HOME),
    ];
    for (why, name, birth, address) in caught {
        assert!(store.is_protected(&Person { name, birth, address }).unwrap(), "{why}");
    }
    let free = [
        ("another day", "髙﨑　𠮷野", "1944-03-09", HOME),
        ("another name and house", "髙﨑　𠮷子", "1944-03-08", "海原県海原市みなと町一丁目２－４"),
        ("somebody else", "葛\u{E0100}城　一郎", "1990-12-31", "海原市中央1-1"),
    ];
    for (why, name, birth, address) in free {
        assert!(!store.is_protected(&Person { name, birth, address }).unwrap(), "{why}");
    }
}

#[test]
fn nothing_is_printed_before_a_supervisor_said_so_and_then_once() {
    let store = with_supervisor();
    store.protect(&Person { name: "髙﨑　𠮷野", birth: "1944-03-08", address: HOME }, None, &permit(&store)).unwrap();
    let held = case(&store, "髙﨑　𠮷野", "1944-03-08", HOME);
    let free = case(&store, "渡邉　花子", "1980-01-01", "海原市中央1-1");
    store.may_print(&free, Paper::Slip).unwrap();
    for paper in [Paper::Slip, Paper::Sheet] {
        assert!(matches!(store.may_print(&held, paper), Err(Fault::Protected)), "{paper:?}");
    }
    let query = Query { kind: Some(kind::PRINT_STOPPED.into()), ..Query::default() };
    assert_eq!(store.entries(&query).unwrap().len(), 2, "each stop is an entry");
    store.release_print(held.number, &permit(&store)).unwrap();
    for paper in [Paper::Slip, Paper::Sheet] {
        store.may_print(&held, paper).unwrap();
        record_one(&store, about_paper(store.clock().id(), &held, paper, kind::PRINT_STARTED));
        record_one(&store, about_paper(store.clock().id(), &held, paper, kind::PRINTED));
        assert!(store.may_print(&held, paper).is_err(), "one word is for one print");
    }
}

#[test]
fn another_person_is_said_once_and_for_good_and_ends_with_the_protection() {
    let store = with_supervisor();
    let person = Person { name: "髙﨑　𠮷野", birth: "1944-03-08", address: HOME };
    let id = store.protect(&person, None, &permit(&store)).unwrap();
    let theirs = case(&store, "髙﨑　𠮷野", "1944-03-08", HOME);
    let namesake = case(&store, "高崎 吉野", "1944-03-08", "海原市山手9-9");
    let lodger = case(&store, "渡邉　花子", "1944-03-08", HOME);
    let free = case(&store, "葛\u{E0100}城　一郎", "1990-12-31", "海原市中央1-1");
    assert_eq!(numbers(store.open_cases(10).unwrap()), [free.number]);
    let no = |number| store.another_person(number, &permit(&store)).unwrap_err().code();
    assert_eq!(no(theirs.number), "U12", "the protected person themself is nobody else");
    assert_eq!(no(free.number), "U12", "nobody was taken for them");
    let other_permit = staff::permit(&store, Act::Serve, SUPERVISOR, "", false, None).unwrap();
    assert_eq!(store.another_person(namesake.number, &other_permit).unwrap_err().code(), "U06");

    store.another_person(namesake.number, &permit(&store)).unwrap();
    assert_eq!(numbers(store.open_cases(10).unwrap()), [free.number, namesake.number]);
    store.may_print(&namesake, Paper::Slip).unwrap();
    assert!(store.may_print(&lodger, Paper::Slip).is_err(), "said of one person, not of all");
    let again = case(&store, "髙﨑 吉野", "19440308", "海原市山手9番地9号");
    store.may_print(&again, Paper::Sheet).unwrap();
    assert_eq!(no(again.number), "U12", "not asked again for the same two");
    let moved = case(&store, "高崎 吉野", "1944-03-08", "海原市山手10-1");
    assert!(store.may_print(&moved, Paper::Slip).is_err(), "with another address somebody looks again");
    assert!(store.may_print(&theirs, Paper::Slip).is_err());
    assert_eq!(store.compare().unwrap(), [""; 0]);
    store.rebuild().unwrap();
    store.may_print(&again, Paper::Slip).unwrap();
    let said = Query { kind: Some(kind::ANOTHER_PERSON.into()), ..Query::default() };
    assert_eq!(store.entries(&said).unwrap().len(), 1);

    store.unprotect(id, &permit(&store)).unwrap();
    let left =
        "SELECT (SELECT count(*) FROM other_people) + (SELECT count(*) FROM subjects WHERE service = 'protection')";
    assert_eq!(
        store.connection().query_row(left, [], |row| row.get::<_, u32>(0)).unwrap(),
        0,
        "nothing is kept of either"
    );
    store.protect(&person, None, &permit(&store)).unwrap();
    assert!(store.may_print(&again, Paper::Slip).is_err(), "a new protection is a new question");
}

#[test]
fn ending_it_forgets_what_the_ids_stood_for_and_shows_the_cases_again() {
    let store = with_supervisor();
    let held = case(&store, "髙﨑　𠮷野", "1944-03-08", HOME);
    let until = Some("2027-11-24".parse().unwrap());
    let person = Person { name: "髙﨑　𠮷野", birth: "1944-03-08", address: HOME };
    let id = store.protect(&person, until, &permit(&store)).unwrap();
    let listed = store.protected_people(&permit(&store)).unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].name.as_str(), listed[0].until, listed[0].by.as_str()), ("髙﨑　𠮷野", until, SUPERVISOR));
    let subjects = || -> u32 {
        let sql = "SELECT count(*) FROM subjects WHERE service = 'protection'";
        store.connection().query_row(sql, [], |row| row.get(0)).unwrap()
    };
    assert_eq!(subjects(), 2);
    store.unprotect(id, &permit(&store)).unwrap();
    assert_eq!(subjects(), 0);
    assert_eq!(numbers(store.open_cases(10).unwrap()), [held.number]);
    assert!(store.protected_people(&permit(&store)).unwrap().is_empty());
    assert_eq!(store.unprotect(id, &permit(&store)).unwrap_err().code(), "U12");
    assert_eq!(store.compare().unwrap(), [""; 0]);
}

#[test]
fn only_a_supervisor_gets_a_permit_and_no_other_permit_will_do() {
    let store = with_supervisor();
    let by_admin = staff::permit(&store, Act::Protect, "管理 花子", "理由", false, None);
    assert_eq!(by_admin.unwrap_err().code(), "U06");
    let without_reason = staff::permit(&store, Act::Protect, SUPERVISOR, "  ", false, None);
    assert_eq!(without_reason.unwrap_err().code(), "U09");
    let serving = staff::permit(&store, Act::Serve, SUPERVISOR, "", false, None).unwrap();
    assert_eq!(store.protected_people(&serving).err().unwrap().code(), "U06");
    let person = Person { name: "だれか", birth: "1944-03-08", address: HOME };
    assert_eq!(store.protect(&person, None, &serving).unwrap_err().code(), "U06");
}

#[test]
fn a_mark_outlives_restart_and_rebuild_and_its_words_lie_encrypted() {
    let place = Place::new();
    let store = place.open();
    staffed(&store);
    let held = case(&store, "髙﨑　𠮷野", "1944-03-08", HOME);
    assert!(store.protect_person_of(held.number, None, &permit(&store)).is_ok());
    drop(store);
    let store = place.open();
    store.connection().execute("DELETE FROM protected", []).unwrap();
    assert_eq!(store.compare().unwrap(), ["protected"]);
    store.rebuild().unwrap();
    assert_eq!(numbers(store.open_cases(10).unwrap()), [0; 0]);
    let dumped =
        place.raw().query_row("SELECT group_concat(quote(body)) FROM journal", [], |row| row.get::<_, String>(0));
    let hex: String = "髙﨑".bytes().map(|byte| format!("{byte:02X}")).collect();
    assert!(!dumped.unwrap().contains(&hex));
    let entry =
        store.entries(&Query { kind: Some(kind::PROTECTED.into()), ..Query::default() }).unwrap().pop().unwrap();
    assert!(matches!(store.body_of(&entry).unwrap(), Body::Kept(_)));
}
