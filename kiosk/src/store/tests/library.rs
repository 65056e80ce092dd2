//! The library's registers (図書館の台帳の試験): who may, what is where, and that nothing is left of a loan.

mod left;
mod offline;

use jiff::civil::{Date, date};
use uuid::Uuid;

use super::*;
use crate::service::library::rules::Rules;
use crate::service::library::{Line, Refusal};
use crate::store::library::{Doing, Item, Patron};
use crate::store::registrations::Token;
use crate::store::staff::{self, Act, Permit};

const HANAKO: &str = "91234567";
const TARO: &str = "91234575";

fn rules() -> Rules {
    toml::from_str(
        r#"
        limit = 3
        block_after_days = 60
        reservations = 2
        hold_days = 7
        [closed]
        weekly = ["monday"]
        [[kind]]
        id = "book"
        name = "本"
        limit = 3
        days = 14
        renewals = 1
        [[kind]]
        id = "av"
        name = "CD"
        limit = 1
        days = 8
        from_age = 13
        "#,
    )
    .unwrap()
}

fn item(number: &str, title: &str, kind: &str) -> Item {
    Item { item: number.into(), title: title.into(), kind: kind.into(), ..Item::default() }
}

fn person(number: &str, name: &str, birth: &str) -> Patron {
    let mut patron = Patron::default();
    (patron.number, patron.name, patron.birth) = (number.into(), name.into(), birth.into());
    patron
}

fn permit(store: &Store, act: Act) -> Permit {
    staff::permit(store, act, "admin", "試験", false, None).unwrap()
}

/// Two people, four books and a film.
fn furnish(store: &Store) {
    staff::add_first(store, "admin", "correct horse").unwrap();
    let books = [("111", "坊っちゃん"), ("222", "こころ"), ("333", "門"), ("444", "道草")];
    let mut items: Vec<Item> = books.iter().map(|(number, title)| item(number, title, "book")).collect();
    items.push(item("555", "海原の四季", "av"));
    items.push(item("666", "交響曲", "av"));
    items[0].isbn = "9784101010014".into();
    store.put_items(&items, &permit(store, Act::Keep)).unwrap();
    let people = [person(HANAKO, "髙﨑　花子", "1944-03-05"), person(TARO, "𠮷野　太郎", "2015-06-01")];
    store.put_patrons(&people, &permit(store, Act::Register)).unwrap();
}

fn doing(store: &Store) -> Doing<'static> {
    Doing { id: store.clock().id(), by: "" }
}

fn lend(store: &Store, who: &str, what: &str) -> Result<Line, Refusal> {
    store.lend(doing(store), who, what, &rules()).unwrap()
}

fn lent() -> Store {
    let store = store();
    furnish(&store);
    store
}

fn due(line: Result<Line, Refusal>) -> Date {
    line.unwrap().due.unwrap()
}

fn days(store: &Store, days: u64) {
    for _ in 0..days {
        store.clock().advance(std::time::Duration::from_secs(86_400));
        store.record(vec![Draft::new(store.clock().id(), "journal", "tick")]).unwrap();
    }
}

#[test]
fn a_book_goes_out_once_and_comes_back_once() {
    let store = lent();
    assert_eq!(due(lend(&store, HANAKO, "111")), date(2026, 12, 8));
    assert_eq!(lend(&store, HANAKO, "111"), Err(Refusal::Yours));
    assert_eq!(lend(&store, TARO, "111"), Err(Refusal::Lent));
    assert_eq!(lend(&store, TARO, "999"), Err(Refusal::UnknownItem));
    assert_eq!(lend(&store, "90000000", "222"), Err(Refusal::UnknownPatron));
    assert_eq!(lend(&store, TARO, "555"), Err(Refusal::Age(13)), "eleven years old");
    let back = store.give_back(doing(&store), "111", &rules()).unwrap().unwrap();
    assert_eq!((back.title.as_str(), back.wanted), ("坊っちゃん", false));
    assert_eq!(store.give_back(doing(&store), "111", &rules()).unwrap(), Err(Refusal::NotOnLoan));
    assert!(lend(&store, TARO, "111").is_ok());
    assert_eq!(store.library_sizes().unwrap(), [6, 2, 1]);
    assert_eq!(store.compare().unwrap(), Vec::<&str>::new());
}

#[test]
fn limits_count_what_is_with_the_person() {
    let store = lent();
    assert!(lend(&store, HANAKO, "555").is_ok());
    assert_eq!(lend(&store, HANAKO, "666"), Err(Refusal::KindFull { name: "CD".into(), limit: 1 }));
    assert!(lend(&store, HANAKO, "111").is_ok() && lend(&store, HANAKO, "222").is_ok());
    assert_eq!(lend(&store, HANAKO, "333"), Err(Refusal::Full(3)));
    store.give_back(doing(&store), "222", &rules()).unwrap().unwrap();
    assert!(lend(&store, HANAKO, "333").is_ok());
}

#[test]
fn asked_again_under_the_same_id_is_lent_once() {
    let store = lent();
    let doing = doing(&store);
    let first = store.lend(doing, HANAKO, "111", &rules()).unwrap().unwrap();
    assert_eq!(store.lend(doing, HANAKO, "111", &rules()).unwrap(), Ok(first));
    let back = super::library::doing(&store);
    store.give_back(back, "111", &rules()).unwrap().unwrap();
    assert!(store.give_back(back, "111", &rules()).unwrap().is_ok());
    let counts = store.library_counts(date(2026, 11, 1), date(2026, 11, 30)).unwrap();
    let all: Vec<_> = counts.values().map(|day| (day.lent, day.returned)).collect();
    assert_eq!(all, [(1, 1)]);
}

#[test]
fn whoever_is_late_is_told_in_time_and_barred_in_time() {
    let store = lent();
    assert_eq!(due(lend(&store, HANAKO, "111")), date(2026, 12, 8));
    days(&store, 15);
    let standing = store.standing(HANAKO, &rules()).unwrap().unwrap();
    assert!(standing.loans[0].late && standing.barred.is_none());
    assert!(lend(&store, HANAKO, "222").is_ok(), "a day late");
    days(&store, 60);
    assert_eq!(lend(&store, HANAKO, "333"), Err(Refusal::Overdue), "sixty-one days late");
    let late = store.library_late(&permit(&store, Act::Register)).unwrap();
    let first = (late[0].number.as_str(), late[0].item.as_str(), late[0].due);
    assert_eq!(first, (HANAKO, "111", date(2026, 12, 8)));
}

#[test]
fn longer_once_and_not_while_somebody_waits() {
    let store = lent();
    lend(&store, HANAKO, "111").unwrap();
    days(&store, 10);
    let renew = |who: &str, what: &str| store.renew(doing(&store), who, what, &rules()).unwrap();
    assert_eq!(renew(TARO, "111"), Err(Refusal::NotYours));
    assert_eq!(due(renew(HANAKO, "111")), date(2026, 12, 18));
    assert_eq!(renew(HANAKO, "111"), Err(Refusal::Renewed(1)));
    lend(&store, HANAKO, "222").unwrap();
    store.reserve(doing(&store), TARO, "222", &rules()).unwrap().unwrap();
    assert_eq!(renew(HANAKO, "222"), Err(Refusal::Reserved));
    assert_eq!(store.compare().unwrap(), Vec::<&str>::new());
}

#[test]
fn a_reserved_book_waits_for_whoever_was_first() {
    let store = lent();
    lend(&store, HANAKO, "111").unwrap();
    let reserve = |who: &str, what: &str| store.reserve(doing(&store), who, what, &rules()).unwrap();
    reserve(TARO, "111").unwrap();
    assert_eq!(reserve(TARO, "111"), Err(Refusal::Yours));
    reserve(TARO, "333").unwrap();
    assert_eq!(reserve(TARO, "444"), Err(Refusal::Full(2)));
    let waits = |who: &str| store.standing(who, &rules()).unwrap().unwrap().reservations;
    let ready: Vec<_> = waits(TARO).iter().map(|one| (one.title.clone(), one.ready)).collect();
    assert_eq!(ready, [("門".into(), Some(date(2026, 12, 1))), ("坊っちゃん".into(), None)], "門 stood on the shelf");
    let back = store.give_back(doing(&store), "111", &rules()).unwrap().unwrap();
    assert!(back.wanted);
    assert_eq!(lend(&store, HANAKO, "111"), Err(Refusal::Reserved));
    assert!(lend(&store, TARO, "111").is_ok());
    assert_eq!(waits(TARO).len(), 1, "what was fetched waits no more");
    days(&store, 8);
    assert_eq!(store.end_old_reservations(&rules()).unwrap(), 1, "nobody came for 門");
    assert!(waits(TARO).is_empty() && lend(&store, HANAKO, "333").is_ok());
    assert_eq!(store.compare().unwrap(), Vec::<&str>::new());
}

#[test]
fn a_card_leads_to_its_patron_and_a_renewed_one_to_the_same() {
    let store = lent();
    let code = |text: &str| Token::code(text).unwrap();
    let number = |token: &Token| {
        let owner = store.owner("library", token).unwrap()?;
        store.patron_of(owner.registration).unwrap()
    };
    let permit = permit(&store, Act::Register);
    store.link_patron(HANAKO, &code("OLD-CARD"), &permit).unwrap();
    assert_eq!(number(&code("OLD-CARD")).as_deref(), Some(HANAKO));
    assert_eq!(number(&code("NEW-CARD")), None, "renewed yesterday");
    let by = |name: &str, birth: &str| store.patron_by_facts(name, "海原市みなと町1-2", birth).unwrap();
    assert_eq!(by("髙﨑 花子", "19440305").as_deref(), Some(HANAKO), "by the facts of the card");
    assert_eq!((by("髙﨑 花代", "19440305"), by("髙﨑 花子", "19440306")), (None, None));
    store.link_patron(HANAKO, &code("NEW-CARD"), &permit).unwrap();
    assert_eq!(number(&code("NEW-CARD")).as_deref(), Some(HANAKO));
    assert!(store.link_patron(TARO, &code("NEW-CARD"), &permit).is_err(), "one card, one patron");
    // Another telephone, the same cards.
    let mut moved = person(HANAKO, "髙﨑　花子", "1944-03-05");
    moved.phone = "0000".into();
    store.put_patrons(&[moved], &permit).unwrap();
    assert_eq!(number(&code("OLD-CARD")).as_deref(), Some(HANAKO));
}

#[test]
fn an_isbn_is_a_book_only_while_there_is_one_of_it() {
    let store = lent();
    assert_eq!(store.item("9784101010014").unwrap().unwrap().item, "111");
    let twin = Item { isbn: "9784101010014".into(), ..item("777", "坊っちゃん", "book") };
    store.put_items(&[twin], &permit(&store, Act::Keep)).unwrap();
    assert_eq!(store.item("9784101010014").unwrap(), None, "which of the two copies lies there?");
    assert_eq!(lend(&store, HANAKO, "9784101010014"), Err(Refusal::UnknownItem));
}

#[test]
fn what_left_the_library_is_not_lent() {
    let store = lent();
    store.put_items(&[Item { gone: true, ..item("111", "坊っちゃん", "book") }], &permit(&store, Act::Keep)).unwrap();
    assert_eq!(lend(&store, HANAKO, "111"), Err(Refusal::NotLent));
}
