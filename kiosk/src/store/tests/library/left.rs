//! What is left of a loan (貸出の後に残るもの): with the key in hand and every page in view, nothing that tells who had the book.

use rusqlite::{Connection, MAIN_DB};

use super::*;
use crate::store::library::SlipBody;

/// Every page of the file in clear, free ones too.
fn image(mut connection: Connection) -> Vec<u8> {
    connection.serialize(MAIN_DB).unwrap().to_vec()
}

fn times(bytes: &[u8], needle: &[u8]) -> usize {
    bytes.windows(needle.len()).filter(|window| *window == needle).count()
}

/// Every readable body of the journal, with its kind.
fn bodies(store: &Store) -> Vec<(String, String)> {
    let all = store.entries(&super::super::super::Query { limit: 1000, ..Default::default() }).unwrap();
    let kept = all.iter().filter_map(|entry| match store.body_of(entry).unwrap() {
        super::super::super::Body::Kept(body) => {
            Some((entry.kind.clone(), String::from_utf8_lossy(&body).into_owned()))
        }
        _ => None,
    });
    kept.collect()
}

struct Seen {
    person: usize,
    book: usize,
}

fn seen(place: &Place, patron: &[u8], loan: Option<Uuid>) -> (Seen, usize) {
    let image = image(place.raw());
    let loans = loan.map_or(0, |loan| times(&image, loan.as_bytes()));
    (Seen { person: times(&image, patron), book: times(&image, b"4242424242") }, loans)
}

#[test]
fn after_the_return_every_page_of_the_file_knows_as_little_as_before_the_loan() {
    let place = Place::new();
    let store = place.open();
    furnish(&store);
    store.put_items(&[item("4242424242", "坊っちゃん", "book")], &permit(&store, Act::Keep)).unwrap();
    // No policy is obeyed: the library erases by itself, whatever a municipality writes down.
    let patron: Vec<u8> = {
        let sql = "SELECT patron FROM library_patrons WHERE number = ?1";
        store.inside().query_row(sql, [HANAKO], |row| row.get(0)).unwrap()
    };
    drop(store);
    let (before, _) = seen(&place, &patron, None);
    let store = place.open();
    let line = lend(&store, HANAKO, "4242424242").unwrap();
    store.lending_slip(doing(&store), std::slice::from_ref(&line)).unwrap();
    days(&store, 3);
    store.renew(doing(&store), HANAKO, "4242424242", &rules()).unwrap().unwrap();
    let wrapped: Vec<Vec<u8>> = {
        let held = store.inside();
        let sql = "SELECT wrapped FROM body_keys JOIN journal ON journal.id = body_keys.id
                   WHERE kind IN ('loan', 'renewed', 'lent')";
        let mut statement = held.prepare(sql).unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    assert_eq!(wrapped.len(), 3);
    drop(store);
    let (during, _) = seen(&place, &patron, line.loan);
    assert!(during.person > before.person && during.book > before.book, "the test sees what it looks for");
    let store = place.open();
    store.give_back(doing(&store), "4242424242", &rules()).unwrap().unwrap();
    let log = place.path().with_extension("db-wal");
    assert!(std::fs::metadata(&log).map_or(0, |log| log.len()) == 0, "no old page in the log");
    for (kind, body) in bodies(&store) {
        assert!(!["loan", "renewed", "lent"].contains(&kind.as_str()), "{kind} is still readable");
        let both = body.contains("4242424242") && (body.contains(HANAKO) || body.contains(&hex(&patron)));
        assert!(!both, "{kind} joins them");
    }
    assert_eq!(store.compare().unwrap(), Vec::<&str>::new());
    drop(store);
    let (after, loans) = seen(&place, &patron, line.loan);
    assert_eq!((after.person, after.book), (before.person, before.book));
    // The random id of the loan is left in the journal alone: its own entries and their index.
    assert!(loans > 0);
    let file = image(place.raw());
    for key in wrapped {
        assert_eq!(times(&file, &key), 0, "the key of a body is gone from every page");
    }
}

fn hex(id: &[u8]) -> String {
    Uuid::from_slice(id).unwrap().to_string()
}

#[test]
fn one_book_back_forgets_its_slip_and_leaves_the_other_loan() {
    let store = lent();
    let lines = [lend(&store, HANAKO, "111").unwrap(), lend(&store, HANAKO, "222").unwrap()];
    let number = store.lending_slip(doing(&store), &lines).unwrap();
    let slip = store.entry(number).unwrap();
    let super::super::super::Body::Kept(body) = store.body_of(&slip).unwrap() else { panic!("kept") };
    let told: SlipBody = serde_json::from_slice(&body).unwrap();
    let titles: Vec<&str> = told.lines.iter().map(|line| line.title.as_str()).collect();
    assert_eq!(titles, ["坊っちゃん", "こころ"]);
    let text = String::from_utf8_lossy(&body).into_owned();
    assert!(!text.contains(HANAKO) && !text.contains("髙﨑"), "no person on the slip");
    store.give_back(doing(&store), "111", &rules()).unwrap().unwrap();
    assert!(!matches!(store.body_of(&slip).unwrap(), super::super::super::Body::Kept(_)));
    let left = store.standing(HANAKO, &rules()).unwrap().unwrap().loans;
    assert_eq!(left.iter().map(|line| line.item.as_str()).collect::<Vec<_>>(), ["222"]);
    assert_eq!(store.compare().unwrap(), Vec::<&str>::new());
    store.give_back(doing(&store), "222", &rules()).unwrap().unwrap();
    assert_eq!(store.verify().unwrap().erased, 3, "two loans and a slip");
}

#[test]
fn what_was_borrowed_is_kept_only_for_whoever_asked() {
    let store = lent();
    let mut asked = person(TARO, "𠮷野　太郎", "2015-06-01");
    asked.history = true;
    store.put_patrons(&[asked], &permit(&store, Act::Register)).unwrap();
    for (who, what) in [(HANAKO, "111"), (TARO, "222")] {
        lend(&store, who, what).unwrap();
        store.give_back(doing(&store), what, &rules()).unwrap().unwrap();
    }
    assert!(store.borrowed_before(HANAKO).unwrap().is_empty());
    let kept = store.borrowed_before(TARO).unwrap();
    assert_eq!((kept.len(), kept[0].title.as_str(), kept[0].returned.as_str()), (1, "こころ", "2026-11-24"));
    assert_eq!(store.forget_borrowed(TARO, "admin").unwrap(), 1);
    assert!(store.borrowed_before(TARO).unwrap().is_empty());
    assert_eq!(store.compare().unwrap(), Vec::<&str>::new());
}

#[test]
fn whoever_leaves_is_forgotten_but_not_with_a_book_in_hand() {
    let store = lent();
    lend(&store, HANAKO, "111").unwrap();
    let permit = permit(&store, Act::Unregister);
    assert_eq!(store.remove_patron(HANAKO, &permit).unwrap().err(), Some(Refusal::Lent));
    store.give_back(doing(&store), "111", &rules()).unwrap().unwrap();
    assert!(store.remove_patron(HANAKO, &permit).unwrap().is_ok());
    assert!(store.patron(HANAKO).unwrap().is_none());
    assert!(bodies(&store).iter().all(|(_, body)| !body.contains("髙﨑")));
    assert_eq!(store.compare().unwrap(), Vec::<&str>::new());
}

#[test]
fn a_loan_that_never_ends_is_over_in_two_years() {
    let store = lent();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../config");
    store.obey(crate::config::retention::load(&folder).unwrap());
    lend(&store, HANAKO, "111").unwrap();
    for _ in 0..74 {
        store.clock().advance(std::time::Duration::from_secs(10 * 86_400));
        store.record(vec![Draft::new(store.clock().id(), "journal", "tick")]).unwrap();
    }
    store.erase_expired(store.clock().now()).unwrap();
    assert_eq!(store.library_sizes().unwrap()[2], 0);
    assert_eq!(store.compare().unwrap(), Vec::<&str>::new());
}
