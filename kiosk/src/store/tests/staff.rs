//! Staff accounts (職員): who comes in, who waits, and that it is written down.

use std::time::Duration;

use super::super::staff::{self, Act, PRACTICE_NAME, PRACTICE_PASSWORD, Permit, Refusal, Role};
use super::super::{Body, Query, Store, kind};
use super::{Place, practice, store};

const ADMINISTRATOR: &str = "管理 花子";
const RIGHT: &str = "right-horse-7";

fn with_administrator() -> Store {
    let store = store();
    staff::add_first(&store, ADMINISTRATOR, RIGHT).unwrap();
    store
}

fn managing(store: &Store) -> Permit {
    staff::permit(store, Act::ManageStaff, ADMINISTRATOR, "人事異動", false, None).unwrap()
}

fn code(store: &Store, name: &str, password: &str) -> &'static str {
    staff::check(store, name, password).map_or_else(|refusal| refusal.code(), |_| "in")
}

#[test]
fn a_new_store_has_no_account_and_no_default_password() {
    let store = store();
    assert_eq!(staff::list(&store).unwrap(), []);
    assert_eq!(code(&store, PRACTICE_NAME, PRACTICE_PASSWORD), "U01");
}

#[test]
fn only_a_practice_store_knows_the_practice_account() {
    let store = practice();
    assert_eq!(staff::check(&store, PRACTICE_NAME, PRACTICE_PASSWORD).unwrap(), Role::Administrator);
    let place = Place::new();
    for _ in 0..2 {
        let store = Store::open_practice(&place.path(), &place.key(), "A").unwrap();
        assert_eq!(staff::list(&store).unwrap().len(), 1, "opening again makes no second one");
    }
}

#[test]
fn the_first_administrator_is_made_once_and_makes_the_others() {
    let store = with_administrator();
    let again = staff::add_first(&store, "もうひとり", RIGHT).unwrap_err();
    assert_eq!(again.code(), "U05");
    staff::add(&store, "渡邉", "another-horse", Role::Reception, &managing(&store)).unwrap();
    assert_eq!(staff::check(&store, "渡邉", "another-horse").unwrap(), Role::Reception);
    let by_reception = staff::permit(&store, Act::ManageStaff, "渡邉", "x", false, None).unwrap_err();
    assert_eq!(by_reception.code(), "U06");
    let names: Vec<_> = staff::list(&store).unwrap().into_iter().map(|account| (account.name, account.role)).collect();
    assert_eq!(names, [("渡邉".into(), Role::Reception), (ADMINISTRATOR.into(), Role::Administrator)]);
}

#[test]
fn easy_passwords_and_strange_names_are_refused() {
    let store = with_administrator();
    for weak in ["", "0000", "1234567", "00000000", "ああああああああ"] {
        let refusal = staff::add(&store, "新人", weak, Role::Reception, &managing(&store)).unwrap_err();
        assert_eq!(refusal.code(), "U03", "{weak}");
    }
    for name in ["", "  ", "a\nb", ADMINISTRATOR, &"あ".repeat(65)] {
        let refusal = staff::add(&store, name, RIGHT, Role::Reception, &managing(&store)).unwrap_err();
        assert_eq!(refusal.code(), "U04", "{name}");
    }
    assert_eq!(staff::list(&store).unwrap().len(), 1);
}

#[test]
fn wrong_tries_make_everyone_wait_longer_and_the_wait_outlives_a_restart() {
    let place = Place::new();
    let store = place.open();
    staff::add_first(&store, ADMINISTRATOR, RIGHT).unwrap();
    for _ in 0..3 {
        assert_eq!(code(&store, ADMINISTRATOR, "wrong-horse-7"), "U01");
    }
    drop(store);
    let store = place.open();
    let refusal = staff::check(&store, ADMINISTRATOR, RIGHT).unwrap_err();
    assert!(matches!(refusal, Refusal::Wait(left) if left == Duration::from_secs(15)), "{refusal}");
    assert_eq!(refusal.trouble().values, [("seconds", "15".to_owned())]);
    store.clock().advance(Duration::from_millis(14_999));
    assert_eq!(code(&store, ADMINISTRATOR, RIGHT), "U02");
    store.clock().advance(Duration::from_millis(1));
    assert_eq!(code(&store, ADMINISTRATOR, "wrong-horse-7"), "U01");
    store.clock().advance(Duration::from_secs(29));
    assert_eq!(code(&store, ADMINISTRATOR, RIGHT), "U02", "the fourth costs 30 s");
    store.clock().advance(Duration::from_secs(1));
    assert_eq!(code(&store, ADMINISTRATOR, RIGHT), "in");
    assert_eq!(code(&store, ADMINISTRATOR, "wrong-horse-7"), "U01", "the right password cleared the count");
    assert_eq!(code(&store, ADMINISTRATOR, RIGHT), "in");
}

#[test]
fn unknown_names_wait_too_so_that_names_cannot_be_found_out() {
    let store = with_administrator();
    let codes: Vec<_> = (0..4).map(|_| code(&store, "だれか", RIGHT)).collect();
    assert_eq!(codes, ["U01", "U01", "U01", "U02"]);
    assert_eq!(code(&store, ADMINISTRATOR, RIGHT), "in", "another name does not wait");
}

#[test]
fn putting_the_clock_back_does_not_lock_anyone_out() {
    let store = with_administrator();
    for _ in 0..3 {
        code(&store, ADMINISTRATOR, "wrong-horse-7");
    }
    store.clock().set("2016-11-24T01:04:00Z".parse().unwrap());
    let refusal = staff::check(&store, ADMINISTRATOR, RIGHT).unwrap_err();
    assert!(matches!(refusal, Refusal::Wait(left) if left <= Duration::from_secs(15)), "{refusal}");
}

#[test]
fn every_try_is_an_entry_and_none_holds_a_password() {
    let store = with_administrator();
    code(&store, ADMINISTRATOR, RIGHT);
    code(&store, ADMINISTRATOR, "wrong-horse-7");
    let entries = store.entries(&Query { newest_first: false, ..Query::default() }).unwrap();
    let kinds: Vec<_> = entries.iter().map(|entry| entry.kind.as_str()).collect();
    assert_eq!(kinds, [kind::STAFF_ADDED, kind::STAFF_LOGIN, kind::STAFF_REFUSED]);
    for entry in &entries {
        let Body::Kept(body) = store.body_of(entry).unwrap() else { panic!("erased") };
        let text = std::str::from_utf8(&body).unwrap();
        assert!(text.contains(ADMINISTRATOR) && !text.contains("horse"), "entry {}", entry.number);
    }
    let stored: String = store.connection().query_row("SELECT password FROM staff_keys", [], |row| row.get(0)).unwrap();
    assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "RFC 9106");
}

fn with(store: &Store, name: &str, role: Role) {
    staff::add(store, name, &format!("{name}-horse-77"), role, &managing(store)).unwrap();
}

#[test]
fn the_clock_leaping_ahead_and_back_never_opens_more_tries_than_were_waited_for() {
    let store = with_administrator();
    for _ in 0..5 {
        code(&store, ADMINISTRATOR, "wrong-horse-7");
        store.clock().advance(Duration::from_secs(3600));
    }
    // 50 years ahead one wrong try is made; back again, its wait is what the tries cost, not 50 years.
    store.clock().set("2076-11-24T01:04:00Z".parse().unwrap());
    assert_eq!(code(&store, ADMINISTRATOR, "wrong-horse-7"), "U01");
    store.clock().set("2026-11-25T01:04:00Z".parse().unwrap());
    let refusal = staff::check(&store, ADMINISTRATOR, RIGHT).unwrap_err();
    assert!(matches!(refusal, Refusal::Wait(left) if left == Duration::from_secs(120)), "{refusal}");
    store.clock().advance(Duration::from_secs(120));
    assert_eq!(code(&store, ADMINISTRATOR, RIGHT), "U02", "the wait is counted from the first look after the leap");
    store.clock().set("2016-11-24T01:04:00Z".parse().unwrap());
    assert_eq!(code(&store, ADMINISTRATOR, RIGHT), "U02");
}

#[test]
fn the_last_administrator_stays_and_a_disabled_one_does_not_count() {
    let store = with_administrator();
    with(&store, "渡邉", Role::Reception);
    for change in [staff::Change::Disable, staff::Change::Role(Role::Auditor)] {
        let refusal = staff::change(&store, ADMINISTRATOR, change, &managing(&store)).unwrap_err();
        assert_eq!(refusal.code(), "U07", "{change:?}");
    }
    staff::change(&store, "渡邉", staff::Change::Role(Role::Administrator), &managing(&store)).unwrap();
    staff::change(&store, "渡邉", staff::Change::Disable, &managing(&store)).unwrap();
    let refusal = staff::change(&store, ADMINISTRATOR, staff::Change::Disable, &managing(&store)).unwrap_err();
    assert_eq!(refusal.code(), "U07");
    staff::change(&store, "渡邉", staff::Change::Enable, &managing(&store)).unwrap();
    staff::change(&store, ADMINISTRATOR, staff::Change::Disable, &managing(&store)).unwrap();
    assert_eq!(code(&store, ADMINISTRATOR, RIGHT), "U01", "a disabled account comes in no more");
    assert_eq!(staff::permit(&store, Act::Audit, ADMINISTRATOR, "", false, None).unwrap_err().code(), "U06");
    assert_eq!(code(&store, "渡邉", "渡邉-horse-77"), "in");
    assert_eq!(store.compare().unwrap(), [""; 0]);
}

#[test]
fn a_card_is_an_index_and_its_pin_the_secret() {
    let store = with_administrator();
    with(&store, "髙﨑", Role::Reception);
    let token = [1, 20, 52, 18, 100, 3, 9, 77];
    for pin in ["1234", "12345", "123456", "987654", "777777", "12ab56", "1234567890123"] {
        let refusal = staff::give_card(&store, "髙﨑", &token, pin, &managing(&store)).unwrap_err();
        assert_eq!(refusal.code(), "U13", "{pin}");
    }
    staff::give_card(&store, "髙﨑", &token, "305817", &managing(&store)).unwrap();
    assert_eq!(staff::check_card(&store, &token, "305817").unwrap(), ("髙﨑".to_owned(), Role::Reception));
    assert_eq!(staff::give_card(&store, ADMINISTRATOR, &token, "305817", &managing(&store)).unwrap_err().code(), "U13");
    let tried =
        |token: &[u8], pin| staff::check_card(&store, token, pin).map_or_else(|refusal| refusal.code(), |_| "in");
    assert_eq!([tried(&token, ""), tried(&token, "305818"), tried(&token, "305818")], ["U01"; 3]);
    assert_eq!(tried(&token, "305817"), "U02", "cards wait like names");
    store.clock().advance(Duration::from_secs(15));
    assert_eq!(tried(&token, "305817"), "in");
    assert_eq!([tried(&[9; 8], "305817"), tried(&[9; 8], "305817"), tried(&[9; 8], "305817")], ["U01"; 3]);
    assert_eq!(tried(&[9; 8], "305817"), "U02", "unknown cards too");
    let stored: (Vec<u8>, String) = store
        .connection()
        .query_row("SELECT mark, pin FROM staff_cards", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap();
    assert!(!super::holds(&stored.0, &token) && stored.0.len() == 32 && stored.1.starts_with("$argon2id$"));
    staff::take_card(&store, "髙﨑", &managing(&store)).unwrap();
    assert_eq!(tried(&token, "305817"), "U01");
    assert_eq!(staff::take_card(&store, "髙﨑", &managing(&store)).unwrap_err().code(), "U12");
}

#[test]
fn passwords_are_changed_by_their_owner_with_the_old_one_or_by_an_administrator_with_a_reason() {
    let store = with_administrator();
    with(&store, "渡邉", Role::Reception);
    let own = staff::permit(&store, Act::OwnPassword, "渡邉", "", false, None).unwrap();
    let refusal = |old: &str, new: &str| staff::change_own_password(&store, old, new, &own).unwrap_err().code();
    assert_eq!(refusal("wrong-horse-7", "green-horse-9"), "U01");
    assert_eq!(refusal("渡邉-horse-77", "渡邉-horse-77"), "U03", "the old one again");
    assert_eq!(refusal("渡邉-horse-77", "short"), "U03");
    staff::change_own_password(&store, "渡邉-horse-77", "green-horse-9", &own).unwrap();
    assert_eq!(code(&store, "渡邉", "渡邉-horse-77"), "U01");
    assert_eq!(code(&store, "渡邉", "green-horse-9"), "in");
    assert_eq!(staff::set_password(&store, "渡邉", "blue-horse-10", &own).unwrap_err().code(), "U06");
    staff::set_password(&store, "渡邉", "blue-horse-10", &managing(&store)).unwrap();
    assert_eq!(code(&store, "渡邉", "blue-horse-10"), "in");
    assert_eq!(staff::set_password(&store, "だれか", "blue-horse-10", &managing(&store)).unwrap_err().code(), "U04");
}

#[test]
fn two_persons_are_two_and_the_second_agrees_to_one_act_only() {
    let store = with_administrator();
    with(&store, "責任", Role::Supervisor);
    with(&store, "監査", Role::Auditor);
    let ask = |approval| staff::permit(&store, Act::Erase, ADMINISTRATOR, "本人の申し出", false, approval);
    assert_eq!(ask(None).unwrap_err().code(), "U08", "erasing always takes two");
    let approve = |act, name: &str, password: &str| staff::approve(&store, act, ADMINISTRATOR, name, password);
    assert_eq!(approve(Act::Erase, ADMINISTRATOR, RIGHT).unwrap_err().code(), "U08", "nobody is two");
    assert_eq!(approve(Act::Erase, "監査", "監査-horse-77").unwrap_err().code(), "U08", "not that role");
    assert_eq!(approve(Act::Erase, "責任", "wrong-horse-7").unwrap_err().code(), "U01");
    let other = approve(Act::ManageStaff, "責任", "責任-horse-77").unwrap();
    assert_eq!(ask(Some(other)).unwrap_err().code(), "U08", "agreed to something else");
    let permit = ask(Some(approve(Act::Erase, "責任", "責任-horse-77").unwrap())).unwrap();
    assert_eq!((permit.by(), permit.second()), (ADMINISTRATOR, Some("責任")));
    // Where the configuration asks for two, an act that one may do alone takes two.
    let void = |two, approval| staff::permit(&store, Act::Void, ADMINISTRATOR, "まちがい", two, approval);
    assert!(void(false, None).is_ok());
    assert_eq!(void(true, None).unwrap_err().code(), "U08");
    assert!(void(true, Some(approve(Act::Void, "責任", "責任-horse-77").unwrap())).is_ok());
    let approvals = store.entries(&Query { kind: Some(kind::STAFF_APPROVED.into()), ..Query::default() }).unwrap();
    assert_eq!(approvals.len(), 3);
}

#[test]
fn every_act_and_role_is_let_through_or_refused_as_the_table_says() {
    let store = with_administrator();
    let names = [("受付", Role::Reception), ("責任", Role::Supervisor), ("監査", Role::Auditor)];
    for (name, role) in names {
        with(&store, name, role);
    }
    for rule in staff::TABLE {
        for (name, role) in names.into_iter().chain([(ADMINISTRATOR, Role::Administrator)]) {
            let said = staff::permit(&store, rule.act, name, "理由", false, None);
            let expected = match (rule.roles.contains(&role), rule.second) {
                (false, _) => Some("U06"),
                (true, staff::Second::Always(_)) => Some("U08"),
                (true, _) => None,
            };
            assert_eq!(said.err().map(|refusal| refusal.code()), expected, "{} {}", rule.act.id(), role.id());
        }
    }
    let numbered = staff::permit(&store, Act::Void, ADMINISTRATOR, "番号 1234 5678 9018", false, None);
    assert_eq!(numbered.unwrap_err().code(), "U09", "no 12-digit number in a reason");
}

#[test]
fn cases_are_voided_handed_over_and_that_is_undone_with_who_and_why() {
    use super::super::cases::{Paper, Standing};
    use super::super::protection::Sight;
    use super::super::staff::Doing;
    let store = with_administrator();
    let case = super::record_one(&store, super::accepted(&store, super::NAMES[0])).number;
    let done = |doing: Doing| {
        let permit = staff::permit(&store, doing.act(), ADMINISTRATOR, "書きまちがい", false, None).unwrap();
        staff::on_case(&store, case, doing, Sight::Counter, &permit).map_or_else(|refusal| refusal.code(), |_| "done")
    };
    let standing = || store.case(case).unwrap().standing;
    assert_eq!((done(Doing::Undo), standing()), ("U12", Standing::Open));
    assert_eq!((done(Doing::Void), standing()), ("done", Standing::Void));
    assert_eq!(done(Doing::Void), "U12");
    assert_eq!(done(Doing::HandOver), "U12");
    assert_eq!(done(Doing::Reprint(Paper::Slip)), "U12", "a void case gets no paper");
    assert_eq!((done(Doing::Undo), standing()), ("done", Standing::Open));
    assert_eq!((done(Doing::HandOver), standing()), ("done", Standing::Handed));
    assert_eq!((done(Doing::Undo), standing()), ("done", Standing::Open));
    assert_eq!(done(Doing::Reprint(Paper::Sheet)), "done");
    let scope = super::super::cases::scope("A", case);
    let told = store.entries(&Query { scope: Some(scope), newest_first: false, ..Query::default() }).unwrap();
    let kinds: Vec<_> = told.iter().map(|entry| entry.kind.as_str()).collect();
    assert_eq!(kinds, [kind::VOID, kind::UNDONE, kind::HANDED_OVER, kind::UNDONE, kind::REPRINT_ASKED]);
    for entry in &told {
        let Body::Kept(body) = store.body_of(entry).unwrap() else { panic!("erased") };
        let text = std::str::from_utf8(&body).unwrap();
        assert!(text.contains(ADMINISTRATOR) && text.contains("書きまちがい"), "{text}");
    }
    assert_eq!(store.compare().unwrap(), [""; 0]);
}
