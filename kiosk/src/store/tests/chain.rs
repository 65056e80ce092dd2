//! The chain (鎖): a single flipped bit in any column is found and named.

use proptest::prelude::*;
use rusqlite::types::Value;
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::super::journal::{COLUMNS, Line};
use super::super::{Draft, Fault, Store};
use super::{Place, record_one, record_some};

/// Changes one value as a database tool would, in a transaction that is rolled back, and gives what verify says.
fn tampered(store: &Store, change: &str, values: impl rusqlite::Params) -> Result<(), Fault> {
    {
        let connection = store.connection();
        connection.execute_batch("SAVEPOINT tamper").unwrap();
        connection.execute_batch("PRAGMA defer_foreign_keys = ON").unwrap();
        assert!(connection.execute(change, values).unwrap() > 0, "nothing was changed: {change}");
    }
    let verdict = verify_inside(store);
    store.connection().execute_batch("ROLLBACK TO tamper; RELEASE tamper").unwrap();
    verdict
}

fn verify_inside(store: &Store) -> Result<(), Fault> {
    store.connection().execute_batch("SAVEPOINT look").unwrap();
    let verdict = super::super::verify::check(&store.connection()).map(|_| ());
    store.connection().execute_batch("RELEASE look").unwrap();
    verdict
}

fn without_triggers(connection: &Connection) {
    connection
        .execute_batch(
            "DROP TRIGGER journal_keeps_every_entry; DROP TRIGGER journal_changes_no_entry;
             DROP TRIGGER heads_keep_every_one; DROP TRIGGER heads_change_none;",
        )
        .unwrap();
}

/// Every value that differs in one bit of one byte.
fn flips(value: &Value) -> Vec<Value> {
    match value {
        Value::Integer(number) => (0..63).map(|bit| Value::Integer(number ^ (1 << bit))).collect(),
        Value::Blob(bytes) => each_bit(bytes).map(Value::Blob).collect(),
        // One flipped bit may leave text that is not UTF-8; those go in by a cast, see below.
        Value::Text(text) => each_bit(text.as_bytes()).map(Value::Blob).collect(),
        Value::Null => vec![Value::Blob(vec![0; 16])],
        Value::Real(_) => panic!("the journal has no such column"),
    }
}

fn each_bit(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..bytes.len() * 8).map(|at| {
        let mut changed = bytes.to_vec();
        changed[at / 8] ^= 1 << (at % 8);
        changed
    })
}

#[test]
fn every_flipped_bit_in_every_column_is_found() {
    let store = super::store();
    record_some(&store);
    record_one(&store, Draft::new(store.clock().id(), "a", "b").scope("c").subject(Uuid::from_u128(7)));
    store.seal().unwrap();
    without_triggers(&store.connection());
    let mut tried = 0;
    for name in COLUMNS.split(", ") {
        for entry in [1_i64, 3, 6] {
            let sql = format!("SELECT {name} FROM journal WHERE number = ?1");
            let value: Value = store.connection().query_row(&sql, [entry], |row| row.get(0)).unwrap();
            for changed in flips(&value) {
                let cast = if matches!(value, Value::Text(_)) { "CAST(?1 AS TEXT)" } else { "?1" };
                let change = format!("UPDATE OR FAIL journal SET {name} = {cast} WHERE number = ?2");
                if name == "number" && taken(&changed) {
                    continue;
                }
                let fault = tampered(&store, &change, params![changed, entry]).unwrap_err();
                assert_eq!(fault.code(), "S06", "{name} of {entry}: {fault}");
                names_the_entry(&fault, name, entry);
                tried += 1;
            }
        }
    }
    assert!(tried > 5000, "{tried}");
    store.verify().unwrap();
}

/// Two entries cannot bear one number: SQLite itself refuses that change.
fn taken(number: &Value) -> bool {
    matches!(number, Value::Integer(1..=6))
}

fn names_the_entry(fault: &Fault, column: &str, entry: i64) {
    let Fault::Broken { terminal, number, .. } = fault else { panic!("{fault}") };
    let number = &i64::try_from(*number).unwrap();
    match column {
        // The entry now stands elsewhere in the order, so the break shows where it is missing or where it stands.
        "terminal" | "number" => assert!(*number <= entry, "{column} of {entry}: {number}"),
        _ => assert_eq!((terminal.as_str(), *number), ("A", entry), "{column}"),
    }
}

#[test]
fn a_changed_or_missing_head_entry_is_found() {
    let store = super::store();
    record_some(&store);
    store.seal().unwrap();
    without_triggers(&store.connection());
    for name in ["terminal", "number", "wall", "hash", "public", "signature"] {
        let sql = format!("SELECT {name} FROM heads");
        let value: Value = store.connection().query_row(&sql, [], |row| row.get(0)).unwrap();
        for changed in flips(&value) {
            let cast = if matches!(value, Value::Text(_)) { "CAST(?1 AS TEXT)" } else { "?1" };
            let fault = tampered(&store, &format!("UPDATE heads SET {name} = {cast}"), params![changed]).unwrap_err();
            assert!(["S06", "S02"].contains(&fault.code()), "{name}: {fault}");
        }
    }
    let cut = tampered(&store, "DELETE FROM journal WHERE number = 5", []).unwrap_err();
    assert!(matches!(cut, Fault::Broken { number: 5, .. }), "the tail was cut off: {cut}");
    let hole = tampered(&store, "DELETE FROM journal WHERE number = 2", []).unwrap_err();
    assert!(matches!(hole, Fault::Broken { number: 2, .. }), "an entry was taken out: {hole}");
}

#[test]
fn a_rewritten_chain_does_not_fit_its_signed_head() {
    let store = super::store();
    let last = record_some(&store).pop().unwrap();
    store.seal().unwrap();
    without_triggers(&store.connection());
    // Someone who knows the encoding writes the last entry anew, hash and all.
    let mut forged = last;
    forged.kind = "void".into();
    let change = "UPDATE journal SET kind = ?1, hash = ?2 WHERE number = 5";
    let fault = tampered(&store, change, params![forged.kind, forged.expected_hash()]).unwrap_err();
    assert!(fault.to_string().contains("signed head names another hash"), "{fault}");
}

#[test]
fn nothing_updates_deletes_or_replaces_an_entry() {
    let place = Place::new();
    record_some(&place.open());
    place.open().seal().unwrap();
    let store = place.open();
    for change in [
        "UPDATE journal SET kind = 'void' WHERE number = 1",
        "DELETE FROM journal WHERE number = 5",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE number = 1",
        "UPDATE heads SET wall = 0",
        "DELETE FROM heads",
    ] {
        let error = store.connection().execute(change, []).unwrap_err();
        assert!(error.to_string().contains("append-only"), "{change}: {error}");
    }
    assert_eq!(store.verify().unwrap().entries, 5);
}

#[test]
fn the_report_tells_what_is_whole_and_how_far_it_is_sealed() {
    let place = Place::new();
    let store = place.open();
    let last = record_some(&store).pop().unwrap();
    assert_eq!(store.verify().unwrap().chains[0].sealed, 0);
    drop(store);
    let store = place.open();
    let report = store.verify().unwrap();
    assert_eq!((report.entries, report.heads, report.erased), (5, 1, 0), "closing signs the end");
    assert_eq!((report.chains[0].sealed, report.chains[0].hash), (5, last.hash));
    assert!(store.seal().unwrap().unwrap().is_signed());
    assert_eq!(store.verify().unwrap().heads, 1, "nothing new, nothing signed");
}

#[test]
fn two_terminals_have_two_chains_in_one_order() {
    let place = Place::new();
    let a = record_one(&place.open(), Draft::new(Uuid::from_u128(1), "a", "b"));
    let store = Store::open_for(&place.path(), &place.key(), "B", super::Purpose::Production, super::clock()).unwrap();
    let b = record_one(&store, Draft::new(Uuid::from_u128(2), "a", "b"));
    assert_eq!((b.number, b.terminal.as_str()), (1, "B"));
    assert!(b.hlc > a.hlc, "one order over both");
    assert_eq!(store.verify().unwrap().chains.len(), 2);
}

prop_compose! {
    fn fields()(
        bytes in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..6), 9),
        numbers in prop::array::uniform4(-2_i64..3),
    ) -> (Vec<Vec<u8>>, [i64; 4]) {
        (bytes, numbers)
    }
}

fn encoded((bytes, numbers): &(Vec<Vec<u8>>, [i64; 4])) -> Vec<u8> {
    let line = Line {
        id: &bytes[0],
        terminal: &bytes[1],
        number: numbers[0],
        hlc: numbers[1],
        wall: numbers[2],
        boot: &bytes[2],
        service: &bytes[3],
        scope: &bytes[4],
        kind: &bytes[5],
        schema: numbers[3],
        subject: &bytes[6],
        digest: &bytes[7],
        previous: &bytes[8],
    };
    let mut out = Vec::new();
    line.encode(&mut out);
    out
}

proptest! {
    #[test]
    fn different_entries_never_encode_alike(one in fields(), two in fields()) {
        prop_assert_eq!(one == two, encoded(&one) == encoded(&two));
    }

    /// The trap of encodings without lengths: a byte moved from one column into the next.
    #[test]
    fn a_byte_that_moves_to_the_next_column_changes_the_encoding(mut entry in fields(), from in 0_usize..8) {
        let before = encoded(&entry);
        if let Some(byte) = entry.0[from].pop() {
            entry.0[from + 1].insert(0, byte);
            prop_assert_ne!(before, encoded(&entry));
        }
    }
}

#[test]
fn entries_that_came_in_out_of_order_are_whole_and_a_break_among_them_is_found() {
    let store = super::store();
    record_some(&store);
    store.seal().unwrap();
    without_triggers(&store.connection());
    let before = store.verify().unwrap();
    store.connection().execute("UPDATE journal SET rowid = rowid + 100 WHERE number IN (2, 3)", []).unwrap();
    assert_eq!(store.verify().unwrap(), before);
    let fault = tampered(&store, "UPDATE journal SET wall = wall + 1 WHERE number = 3", []).unwrap_err();
    names_the_entry(&fault, "wall", 3);
}
