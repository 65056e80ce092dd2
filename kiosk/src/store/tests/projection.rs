//! Projections (状態表): what is stored is what a fresh replay gives, and a change from outside is found.

use proptest::prelude::*;
use rusqlite::params;
use rusqlite::types::Value;

use super::super::cases::{Paper, about, about_paper};
use super::super::staff::{self, Act, Permit, Role};
use super::super::{Entry, Store, kind, schema};
use super::{NAMES, Place, accepted, clock, record_one, record_some, store};

const TABLES: [&str; 3] = ["case_states", "accounts", "erased"];

fn managing(store: &Store) -> Permit {
    staff::permit(store, Act::ManageStaff, "管理 花子", "新しい職員", false, None).unwrap()
}

fn rows(store: &Store, table: &str) -> Vec<Vec<Value>> {
    let connection = store.connection();
    let mut statement = connection.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).unwrap();
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| (0..columns).map(|at| row.get(at)).collect()).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Cases with papers in every state, and three accounts.
fn busy(store: &Store) -> Vec<Entry> {
    let cases = record_some(store);
    for (case, kind) in cases.iter().zip([kind::PRINTED, kind::PRINT_FAILED, kind::REPRINTED, kind::PRINT_STARTED]) {
        record_one(store, about_paper(store.clock().id(), case, Paper::Slip, kind));
        record_one(store, about_paper(store.clock().id(), case, Paper::Sheet, kind::PRINT_STARTED));
    }
    record_one(store, about(store.clock().id(), &cases[1], kind::HANDED_OVER));
    record_one(store, about(store.clock().id(), &cases[2], kind::STAFF_CALLED));
    staff::add_first(store, "管理 花子", "right-horse-7").unwrap();
    for name in ["渡邉", "葛\u{E0100}城"] {
        staff::add(store, name, "another-horse", Role::Reception, &managing(store)).unwrap();
    }
    store.erase_one(5, "管理 花子", "").unwrap();
    cases
}

#[test]
fn a_rebuild_changes_nothing_and_reads_every_entry() {
    let store = store();
    busy(&store);
    let before = TABLES.map(|table| rows(&store, table));
    assert_eq!(before.each_ref().map(Vec::len), [5, 3, 1]);
    assert_eq!(store.compare().unwrap(), [""; 0]);
    assert_eq!(store.rebuild().unwrap(), 5 + 8 + 2 + 3 + 1);
    assert_eq!(TABLES.map(|table| rows(&store, table)), before);
    store.verify().unwrap();
}

#[test]
fn emptied_tables_come_back_and_people_can_log_in() {
    let store = store();
    busy(&store);
    let before = TABLES.map(|table| rows(&store, table));
    store.connection().execute_batch("DELETE FROM case_states; DELETE FROM accounts; DELETE FROM erased").unwrap();
    assert_eq!(store.compare().unwrap(), TABLES);
    store.rebuild().unwrap();
    assert_eq!(TABLES.map(|table| rows(&store, table)), before);
    assert_eq!(staff::check(&store, "渡邉", "another-horse").unwrap(), Role::Reception);
}

#[test]
fn a_change_of_any_column_of_any_row_is_found() {
    let store = store();
    busy(&store);
    let mut tried = 0;
    for table in TABLES {
        let columns: Vec<String> = {
            let connection = store.connection();
            let statement = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
            statement.column_names().map(str::to_owned).collect()
        };
        for column in columns {
            let change = format!(
                "UPDATE {table} SET {column} = CASE typeof({column}) WHEN 'integer' THEN {column} + 1000
                 WHEN 'text' THEN {column} || 'x' ELSE CAST({column} || x'00' AS BLOB) END WHERE rowid_of = 1"
            );
            // These tables have no row id, so the first row is found by its key.
            let first: (Value, Value) = store
                .connection()
                .query_row(&format!("SELECT * FROM {table} LIMIT 1"), [], |row| Ok((row.get(0)?, row.get(1)?)))
                .unwrap();
            let keys = if table == "accounts" { "name = ?1 AND role = ?2" } else { "terminal = ?1 AND number = ?2" };
            let change = change.replace("rowid_of = 1", keys);
            assert_eq!(store.connection().execute(&change, params![first.0, first.1]).unwrap(), 1, "{change}");
            assert_eq!(store.compare().unwrap(), [table], "{column}");
            store.rebuild().unwrap();
            tried += 1;
        }
    }
    assert_eq!(tried, 15 + 4 + 2);
}

#[test]
fn looking_whether_they_differ_changes_nothing() {
    let store = store();
    busy(&store);
    store.connection().execute("DELETE FROM case_states WHERE number = 1", []).unwrap();
    let before = TABLES.map(|table| rows(&store, table));
    assert_eq!(store.compare().unwrap(), ["case_states"]);
    assert_eq!(TABLES.map(|table| rows(&store, table)), before);
}

#[test]
fn erasing_the_entry_that_made_an_account_takes_the_account_too() {
    let store = store();
    staff::add_first(&store, "管理 花子", "right-horse-7").unwrap();
    staff::add(&store, "渡邉", "another-horse", Role::Reception, &managing(&store)).unwrap();
    store.erase_one(2, "管理 花子", "").unwrap();
    let names: Vec<_> = staff::list(&store).unwrap().into_iter().map(|account| account.name).collect();
    assert_eq!(names, ["管理 花子"]);
    assert_eq!(store.compare().unwrap(), [""; 0]);
}

/// A file of the first version: its tables, one case, one account in the table of that time.
fn first_version(place: &Place) -> (Vec<u8>, String) {
    let store = place.open();
    let case = record_one(&store, accepted(&store, NAMES[1]));
    staff::add_first(&store, "管理 花子", "right-horse-7").unwrap();
    let password: String =
        store.connection().query_row("SELECT password FROM staff_keys", [], |row| row.get(0)).unwrap();
    drop(store);
    let connection = place.raw();
    let added = schema::STEPS[1..].iter().flat_map(|step| step.lines());
    let added = added.filter_map(|line| line.strip_prefix("CREATE TABLE "));
    for table in added.filter_map(|rest| rest.split_whitespace().next()) {
        connection.execute_batch(&format!("DROP TABLE {table}")).unwrap();
    }
    let staff = schema::STEPS[0].split("CREATE TABLE staff (").nth(1).unwrap().split("CREATE TABLE").next().unwrap();
    connection.execute_batch(&format!("CREATE TABLE staff ({staff}")).unwrap();
    connection
        .execute("INSERT INTO staff VALUES ('管理 花子', 'administrator', ?1, 1700000000000000)", [&password])
        .unwrap();
    // The entry of that time held no password's hash.
    connection
        .execute_batch(
            "DROP TRIGGER journal_keeps_every_entry; DROP TRIGGER heads_keep_every_one;
             DELETE FROM heads; DELETE FROM body_keys WHERE id <> (SELECT id FROM journal WHERE number = 1);
             DELETE FROM journal WHERE number > 1; DELETE FROM about WHERE name = 'projections';
             PRAGMA user_version = 1;",
        )
        .unwrap();
    let triggers = schema::STEPS[0].split("CREATE TRIGGER ").skip(1);
    for trigger in triggers.filter_map(|text| text.split("END;").next()).filter(|text| text.contains("keep")) {
        connection.execute_batch(&format!("CREATE TRIGGER {trigger} END;")).unwrap();
    }
    (case.id.as_bytes().to_vec(), password)
}

#[test]
fn a_file_of_the_first_version_keeps_its_cases_and_its_people() {
    let place = Place::new();
    let (case, _) = first_version(&place);
    // The first version kept no note of its last entry.
    for entry in std::fs::read_dir(place.path().parent().unwrap()).unwrap().map(Result::unwrap) {
        if entry.file_name().to_string_lossy().contains("-last-") {
            std::fs::remove_file(entry.path()).unwrap();
        }
    }
    for _ in 0..2 {
        let store = place.open();
        assert_eq!(store.open_cases(10).unwrap()[0].entry.id.as_bytes().to_vec(), case);
        let account = staff::list(&store).unwrap().pop().unwrap();
        assert_eq!((account.name.as_str(), account.role), ("管理 花子", Role::Administrator));
        assert_eq!(account.since.as_microsecond(), 1_700_000_000_000_000);
        assert_eq!(staff::check(&store, "管理 花子", "right-horse-7").unwrap(), Role::Administrator);
        assert_eq!(store.compare().unwrap(), [""; 0]);
        store.verify().unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever was recorded in whatever order, the tables are what a replay gives.
    #[test]
    fn any_sequence_replays_to_what_is_stored(acts in prop::collection::vec((0_usize..10, 0_usize..6), 1..60)) {
        let store = Store::in_memory_for("A", super::Purpose::Production, clock()).unwrap();
        let mut cases: Vec<Entry> = Vec::new();
        let papers = [kind::PRINT_STARTED, kind::PRINTED, kind::PRINT_FAILED, kind::REPRINTED, kind::VOID];
        for (act, which) in acts {
            let id = store.clock().id();
            match (act, cases.get(which)) {
                (0..=2, _) | (_, None) => cases.push(record_one(&store, accepted(&store, NAMES[0]))),
                (3, Some(case)) => drop(record_one(&store, about(id, case, kind::HANDED_OVER))),
                (4, Some(case)) => drop(record_one(&store, about(id, case, kind::STAFF_CALLED))),
                (5, Some(case)) => drop(store.erase_one(case.number, "係", "").unwrap()),
                (act, Some(case)) => {
                    let paper = if act % 2 == 0 { Paper::Slip } else { Paper::Sheet };
                    record_one(&store, about_paper(id, case, paper, papers[(act + which) % 5]));
                }
            }
        }
        let stored = TABLES.map(|table| rows(&store, table));
        prop_assert_eq!(stored[0].len(), cases.len());
        prop_assert_eq!(store.compare().unwrap(), [""; 0]);
        store.rebuild().unwrap();
        prop_assert_eq!(TABLES.map(|table| rows(&store, table)), stored);
    }
}
