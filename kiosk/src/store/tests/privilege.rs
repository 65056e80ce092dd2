//! Privileges in the record (優遇サービスの記録の試験): caps, one redemption, taking back, and a month against the test's tally.

use std::collections::BTreeMap;

use jiff::civil::{DateTime, date};
use uuid::Uuid;

use super::*;
use crate::clock::japan;
use crate::service::privilege::programme::{Cap, Programmes};
use crate::service::privilege::voucher::Code;
use crate::service::privilege::{Grant, State};
use crate::store::Body;
use crate::store::claims::{Answer, Claim, Slice};
use crate::store::staff::{self, Act, Permit};

fn programmes() -> Programmes {
    let text = r#"
[[programme]]
id = "bath"
name = "入浴券"
gives = "voucher"
who = ["registered"]
yen = 500
per_month = 3
voucher_days = 30
[[programme]]
id = "taxi"
name = "タクシー"
gives = "discount"
who = ["registered"]
percent = 50
yen = 1000
per_day = 2
"#;
    toml::from_str(text).unwrap()
}

fn grant(programme: &str, holder: Uuid, merchant: &str, yen: u32) -> Grant {
    let slot = Some(format!("privilege/{programme}/2026-11/1"));
    Grant { programme: programme.into(), holder, slot, merchant: merchant.into(), yen: Some(yen) }
}

fn set(store: &Store, at: &str) {
    let at: DateTime = at.parse().unwrap();
    store.clock().set(at.to_zoned(japan()).unwrap().timestamp());
}

fn may(store: &Store, act: Act) -> Permit {
    staff::permit(store, act, "admin", "まちがい", false, None).unwrap()
}

/// A voucher's code, as its slip bears it.
fn issued(store: &Store, holder: Uuid) -> (u64, Code) {
    let rules = programmes();
    let given = store.issue_voucher(store.clock().id(), rules.get("bath").unwrap(), &grant("bath", holder, "", 500));
    let number = given.unwrap().unwrap().number;
    let Body::Kept(body) = store.body(number).unwrap() else { panic!("no body") };
    let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
    (number, Code::parse(body["code"].as_str().unwrap()).unwrap())
}

#[test]
fn a_cap_is_kept_in_the_transaction_that_writes() {
    let store = store();
    let rules = programmes();
    let (bath, me, other) = (rules.get("bath").unwrap(), Uuid::from_u128(1), Uuid::from_u128(2));
    set(&store, "2026-11-25T10:00:00");
    let issue = |holder| {
        let given = store.issue_voucher(store.clock().id(), bath, &grant("bath", holder, "", 500)).unwrap();
        given.map(|given| given.until.unwrap())
    };
    for _ in 0..3 {
        assert_eq!(issue(me), Ok(date(2026, 12, 24)));
    }
    assert_eq!(issue(me), Err(Cap::Month));
    assert_eq!(issue(other), Ok(date(2026, 12, 24)), "each has their own");
    set(&store, "2026-12-01T00:00:01");
    assert_eq!(issue(me), Ok(date(2026, 12, 30)), "midnight of the first begins a month");
    let used = store.privileges_used(bath, me).unwrap();
    assert_eq!((used.day, used.month, used.year, used.ever), (1, 1, 4, 4));
}

#[test]
fn the_same_grant_asked_for_twice_is_one_voucher() {
    let store = store();
    let rules = programmes();
    let (bath, me) = (rules.get("bath").unwrap(), Uuid::from_u128(1));
    let id = store.clock().id();
    let first = store.issue_voucher(id, bath, &grant("bath", me, "", 500)).unwrap();
    assert_eq!(store.issue_voucher(id, bath, &grant("bath", me, "", 500)).unwrap(), first);
    assert_eq!(store.privileges_used(bath, me).unwrap().ever, 1);
}

#[test]
fn a_copied_voucher_is_redeemed_once_through_its_claim() {
    let store = store();
    let (_, code) = issued(&store, Uuid::from_u128(1));
    let claim = || Claim::new(store.clock().id(), "privilege", "voucher/bath", code.id());
    let answer = |slice: &Slice| store.answer_claim(store.ask_claim(&claim()).unwrap(), slice).unwrap();
    assert!(matches!(answer(&Slice::Nothing), Answer::Unknown(_)), "a terminal that decides nothing grants nothing");
    assert_eq!(answer(&Slice::Everything), Answer::Granted);
    assert!(matches!(answer(&Slice::Everything), Answer::Taken(_)), "the copy");
    assert_eq!(store.voucher(&code).unwrap().unwrap().state, State::Open);
    let id = store.clock().id();
    let number = store.redeem(id, code.id(), "yu", 500).unwrap();
    assert!(number.is_some());
    assert_eq!(store.redeem(id, code.id(), "yu", 500).unwrap(), number, "the same try");
    assert_eq!(store.redeem(store.clock().id(), code.id(), "yu", 500).unwrap(), None, "another try");
    assert!(matches!(store.voucher(&code).unwrap().unwrap().state, State::Redeemed(_)));
    let other = Code::from_random(&[3; 12]).unwrap();
    assert_eq!(store.voucher(&other).unwrap(), None, "a code nobody issued");
    assert_eq!(store.redeem(store.clock().id(), other.id(), "yu", 500).unwrap(), None);
}

#[test]
fn a_voucher_that_is_over_is_not_redeemed() {
    let store = store();
    set(&store, "2026-11-25T10:00:00");
    let (_, code) = issued(&store, Uuid::from_u128(1));
    set(&store, "2026-12-24T23:59:59");
    assert_eq!(store.voucher(&code).unwrap().unwrap().until, date(2026, 12, 24));
    set(&store, "2026-12-25T00:00:00");
    assert_eq!(store.redeem(store.clock().id(), code.id(), "yu", 500).unwrap(), None);
}

#[test]
fn what_is_taken_back_opens_the_voucher_again_and_frees_its_claim() {
    let store = store();
    staff::add_first(&store, "admin", "correct horse").unwrap();
    let rules = programmes();
    let (number, code) = issued(&store, Uuid::from_u128(1));
    let claim = || {
        let claim = Claim::new(store.clock().id(), "privilege", "voucher/bath", code.id());
        store.answer_claim(store.ask_claim(&claim).unwrap(), &Slice::Everything).unwrap()
    };
    assert_eq!(claim(), Answer::Granted);
    store.redeem(store.clock().id(), code.id(), "yu", 500).unwrap().unwrap();
    let wrong = store.cancel_privilege(code.id(), &may(&store, Act::Settle)).unwrap_err();
    assert_eq!(wrong.code(), "U06");
    store.cancel_privilege(code.id(), &may(&store, Act::CancelPrivilege)).unwrap();
    assert_eq!(store.voucher(&code).unwrap().unwrap().state, State::Open);
    assert_eq!(claim(), Answer::Granted, "free again");
    let found = store.privileges(Some(&number.to_string())).unwrap();
    assert_eq!(found.iter().map(|one| one.id).collect::<Vec<_>>(), [code.id()], "found by its number");
    assert_eq!(store.privileges(Some(&code.in_groups())).unwrap(), found, "and by its code");
    store.cancel_privilege(code.id(), &may(&store, Act::CancelPrivilege)).unwrap();
    assert_eq!(store.voucher(&code).unwrap().unwrap().state, State::Cancelled);
    assert_eq!(store.privileges_used(rules.get("bath").unwrap(), Uuid::from_u128(1)).unwrap().ever, 0);
    let again = store.cancel_privilege(code.id(), &may(&store, Act::CancelPrivilege)).unwrap_err();
    assert_eq!(again.code(), "U12");
}

#[test]
fn a_settlement_is_what_the_test_itself_gave() {
    let store = store();
    staff::add_first(&store, "admin", "correct horse").unwrap();
    let rules = programmes();
    let taxi = rules.get("taxi").unwrap();
    let mut tally: BTreeMap<(&str, &str), (u64, u64)> = BTreeMap::new();
    for day in 1..=28u128 {
        set(&store, &format!("2027-02-{day:02}T23:59:59"));
        for (holder, merchant) in [(1, "minato"), (2, "yama"), (2, "minato")] {
            let yen = u32::try_from(100 + day * holder).unwrap();
            let given =
                store.use_privilege(store.clock().id(), taxi, &grant("taxi", Uuid::from_u128(holder), merchant, yen));
            let number = given.unwrap().unwrap().number;
            if day % 7 == 0 {
                let found = store.privileges(Some(&number.to_string())).unwrap().remove(0);
                store.cancel_privilege(found.id, &may(&store, Act::CancelPrivilege)).unwrap();
            } else {
                let told = tally.entry((merchant, "taxi")).or_default();
                *told = (told.0 + 1, told.1 + u64::from(yen));
            }
        }
        let (_, code) = issued(&store, Uuid::from_u128(100 + day));
        store.redeem(store.clock().id(), code.id(), "yu", 500).unwrap().unwrap();
        let told = tally.entry(("yu", "bath")).or_default();
        *told = (told.0 + 1, told.1 + 500);
        issued(&store, Uuid::from_u128(200 + day));
    }
    set(&store, "2027-03-01T00:00:00");
    let march = store.use_privilege(store.clock().id(), taxi, &grant("taxi", Uuid::from_u128(1), "minato", 9));
    assert!(march.unwrap().is_ok());
    let settled = store.settle(date(2027, 2, 1), &may(&store, Act::Settle)).unwrap();
    let found: BTreeMap<_, _> = settled
        .lines
        .iter()
        .map(|line| ((line.merchant.as_str(), line.programme.as_str()), (line.count, line.yen)))
        .collect();
    assert_eq!(found, tally);
    assert_eq!(store.compare().unwrap(), Vec::<&str>::new(), "a replay gives the same tables");
}
