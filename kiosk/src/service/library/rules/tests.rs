//! Tests of the rules of a library: each limit at its edge.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn rules() -> Rules {
    toml::from_str(
        r#"
        limit = 10
        block_after_days = 60
        [closed]
        weekly = ["monday"]
        days = ["2026-12-23"]
        spans = [["2026-12-29", "2027-01-03"]]
        last_of_month = "friday"
        [[kind]]
        id = "book"
        name = "本"
        limit = 10
        days = 14
        renewals = 1
        [[kind]]
        id = "av"
        name = "CD・DVD"
        limit = 2
        days = 8
        from_age = 13
        [[kind]]
        id = "reference"
        name = "館内の本"
        limit = 0
        days = 1
        lent = false
        [[group]]
        id = "outside"
        name = "市外の方"
        limit = 3
        days = 7
        "#,
    )
    .unwrap()
}

const TODAY: Date = date(2026, 11, 24);

fn has(books: usize, av: usize) -> Borrower {
    let has = std::iter::repeat_n("book", books).chain(std::iter::repeat_n("av", av)).map(str::to_owned);
    Borrower { has: has.collect(), birth: Some(date(1946, 3, 1)), ..Borrower::default() }
}

fn wants(kind: &str) -> Wanted {
    Wanted { kind: kind.to_owned(), ..Wanted::default() }
}

#[test]
fn each_limit_holds_at_its_edge() {
    let rules = rules();
    let lend = |who: &Borrower, kind: &str| rules.lend(who, &wants(kind), TODAY);
    assert_eq!(lend(&has(9, 0), "book"), Ok(date(2026, 12, 8)));
    assert_eq!(lend(&has(10, 0), "book"), Err(Refusal::Full(10)));
    assert_eq!(lend(&has(0, 1), "av"), Ok(date(2026, 12, 2)));
    assert_eq!(lend(&has(0, 2), "av"), Err(Refusal::KindFull { name: "CD・DVD".into(), limit: 2 }));
    assert_eq!(lend(&has(0, 2), "book"), Ok(date(2026, 12, 8)), "two films leave room for books");
    assert_eq!(lend(&has(0, 0), "reference"), Err(Refusal::NotLent));
    assert_eq!(lend(&has(0, 0), "map"), Ok(date(2026, 12, 8)), "a kind nobody knows is the first");
    let outside = |books| Borrower { group: "outside".into(), ..has(books, 0) };
    assert_eq!(lend(&outside(2), "book"), Ok(date(2026, 12, 1)));
    assert_eq!(lend(&outside(3), "book"), Err(Refusal::Full(3)));
}

#[test]
fn nobody_is_barred_a_day_too_early() {
    let rules = rules();
    let due = |due: Date| rules.barred(&Borrower { due_first: Some(due), ..has(1, 0) }, TODAY);
    assert_eq!(due(date(2026, 9, 25)), None, "60 days late");
    assert_eq!(due(date(2026, 9, 24)), Some(Refusal::Overdue), "61 days late");
    assert_eq!(due(date(2026, 12, 1)), None);
    let until = |until| rules.barred(&Borrower { until: Some(until), ..has(0, 0) }, TODAY);
    assert_eq!(until(TODAY), None, "the last day counts");
    assert_eq!(until(date(2026, 11, 23)), Some(Refusal::CardOver));
    assert_eq!(rules.barred(&Borrower { stopped: true, ..has(0, 0) }, TODAY), Some(Refusal::Stopped));
}

#[test]
fn an_age_is_reached_on_the_birthday_and_unknown_is_too_young() {
    let rules = rules();
    let born = |birth| rules.lend(&Borrower { birth, ..has(0, 0) }, &wants("av"), TODAY);
    assert!(born(Some(date(2013, 11, 24))).is_ok());
    assert_eq!(born(Some(date(2013, 11, 25))), Err(Refusal::Age(13)));
    assert_eq!(born(None), Err(Refusal::Age(13)));
    let own = Wanted { from_age: 18, ..wants("book") };
    assert_eq!(
        rules.lend(&Borrower { birth: Some(date(2010, 1, 1)), ..has(0, 0) }, &own, TODAY),
        Err(Refusal::Age(18))
    );
}

#[test]
fn nothing_is_due_while_the_house_is_closed() {
    let rules = rules();
    for (lent, due) in [
        // 14 days on is a Monday.
        (date(2026, 11, 23), date(2026, 12, 8)),
        // A single day, then open on the next.
        (date(2026, 12, 9), date(2026, 12, 24)),
        // The last Friday of the month.
        (date(2026, 11, 13), date(2026, 11, 28)),
        // The end of the year, whose first open day is a Monday as well.
        (date(2026, 12, 16), date(2027, 1, 5)),
    ] {
        assert_eq!(rules.due(lent, "book", ""), due, "lent on {lent}");
    }
}

#[test]
fn a_renewal_asks_whether_anybody_waits_and_counts() {
    let rules = rules();
    let renew = |what: &Wanted, due, times| rules.renew(&has(1, 0), what, (due, times), TODAY);
    assert_eq!(renew(&wants("book"), date(2026, 11, 25), 0), Ok(date(2026, 12, 8)));
    assert_eq!(renew(&wants("book"), date(2026, 12, 8), 0), Ok(date(2026, 12, 8)), "never shorter than before");
    assert_eq!(renew(&wants("book"), date(2026, 11, 25), 1), Err(Refusal::Renewed(1)));
    assert_eq!(renew(&wants("av"), date(2026, 11, 25), 0), Err(Refusal::Renewed(0)));
    assert_eq!(renew(&wants("book"), date(2026, 11, 23), 0), Err(Refusal::LateToRenew));
    let waited = Wanted { reserved: true, ..wants("book") };
    assert_eq!(renew(&waited, date(2026, 11, 25), 0), Err(Refusal::Reserved));
}

#[test]
fn rules_that_contradict_themselves_are_named() {
    assert_eq!(rules().contradiction(), None);
    let mut twice = rules();
    twice.kinds.push(twice.kinds[0].clone());
    assert_eq!(twice.contradiction().map(|(key, _)| key), Some("kind"));
    let mut never = rules();
    never.kinds[0].days = 0;
    assert_eq!(never.contradiction().map(|(key, _)| key), Some("days"));
    let misspelt = toml::from_str::<Rules>("limit = 1\nblock_after_days = 1\nkind = []\nblok = 1").unwrap_err();
    assert!(misspelt.message().contains("blok"), "{misspelt}");
}

proptest! {
    #[test]
    fn a_day_due_is_open_and_no_earlier_than_promised(ahead in 0i64..800) {
        let rules = rules();
        let lent = TODAY.checked_add(Span::new().days(ahead)).unwrap();
        let due = rules.due(lent, "book", "");
        prop_assert!(!rules.closed.holds(due));
        prop_assert!(days_between(lent, due) >= 14, "{} {}", lent, due);
    }
}
