//! Attendance in the record (出退勤の記録の試験): counted against a tally of what the test itself did.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::civil::{DateTime, date};
use uuid::Uuid;

use super::*;
use crate::clock::japan;
use crate::service::attendance::shift::Gap;
use crate::service::attendance::{Rules, State, Way, Wish};
use crate::store::registrations::Token;
use crate::store::staff::{self, Act, Permit, Role};

fn people(store: &Store) {
    staff::add_first(store, "admin", "correct horse").unwrap();
    let permit = staff::permit(store, Act::ManageStaff, "admin", "開設", false, None).unwrap();
    for (name, role) in [("sato", Role::Reception), ("髙﨑", Role::Supervisor), ("渡邉", Role::Supervisor)] {
        staff::add(store, name, "battery staple", role, &permit).unwrap();
    }
}

fn may(store: &Store, act: Act, by: &str) -> Permit {
    staff::permit(store, act, by, "本人の求め", false, None).unwrap()
}

fn registered(store: &Store, label: &str) -> Uuid {
    let permit = may(store, Act::Register, "sato");
    store.register("attendance", label, &Token::code(label).unwrap(), &permit).unwrap()
}

fn set(store: &Store, at: &str) {
    let at: DateTime = at.parse().unwrap();
    store.clock().set(at.to_zoned(japan()).unwrap().timestamp());
}

fn punch(store: &Store, of: Uuid, way: Way) -> u64 {
    store.punch(store.clock().id(), of, way).unwrap().number
}

#[test]
fn a_month_of_shifts_adds_up_to_the_minutes_the_test_worked() {
    let store = store();
    people(&store);
    let rules = Rules::default();
    let staff =
        ["1001 髙﨑 𠮷子", "1002 𠮷野 一", "1003 葛\u{E0100}城 渡", "1004 ALEXANDRA MARIANNE VAN DER WESTHUIZEN"];
    let staff = staff.map(|label| (label, registered(&store, label)));
    let mut tally: BTreeMap<&str, (usize, i64, i64)> = BTreeMap::new();
    for day in 1..=28u32 {
        for (at, (label, of)) in staff.iter().enumerate() {
            let hour = [8, 9, 13, 22][at];
            let (work, away) = (420 + i64::from(day) * 3, if day % 3 == 0 { 45 } else { 0 });
            let begin = date(2027, 2, 1).saturating_add(jiff::Span::new().days(i64::from(day) - 1)).at(hour, 0, 0, 0);
            let plus = |minutes: i64| begin.saturating_add(jiff::Span::new().minutes(minutes));
            let mut steps = vec![(begin, Way::In)];
            if away > 0 {
                steps.extend([(plus(120), Way::Away), (plus(120 + away), Way::Back)]);
            }
            steps.push((plus(work + away), Way::Out));
            for (moment, way) in steps {
                store.clock().set(moment.to_zoned(japan()).unwrap().timestamp());
                punch(&store, *of, way);
            }
            let told = tally.entry(label).or_default();
            *told = (told.0 + 1, told.1 + work, told.2 + away);
        }
    }
    let months = store.attendance_of_all((date(2027, 2, 1), date(2027, 2, 28)), &rules).unwrap();
    assert_eq!(months.len(), 4);
    for month in &months {
        let sums = (
            month.shifts.len(),
            month.shifts.iter().filter_map(|shift| shift.worked_minutes()).sum::<i64>(),
            month.shifts.iter().map(|shift| shift.away_minutes()).sum::<i64>(),
        );
        assert_eq!(sums, tally[month.label.as_str()], "{}", month.label);
    }
    let none = store.attendance_of_all((date(2027, 3, 1), date(2027, 3, 31)), &rules).unwrap();
    assert!(none.iter().all(|month| month.shifts.iter().all(|shift| shift.day >= date(2027, 3, 1))));
    assert_eq!(store.compare().unwrap(), Vec::<&str>::new(), "a replay gives the same tables");
}

#[test]
fn a_clock_that_was_put_back_is_marked_and_loses_no_punch() {
    let store = store();
    people(&store);
    let me = registered(&store, "1001 髙﨑 𠮷子");
    set(&store, "2026-11-25T08:30:00");
    punch(&store, me, Way::In);
    set(&store, "2026-11-25T07:05:00");
    let out = store.punch(store.clock().id(), me, Way::Out).unwrap();
    assert!(out.doubt);
    let shifts = store.shifts(me, (date(2026, 11, 25), date(2026, 11, 25)), &Rules::default()).unwrap();
    assert_eq!(shifts.len(), 1);
    assert!(shifts[0].doubt && shifts[0].gaps.contains(&Gap::Order));
    assert_eq!(shifts[0].worked_minutes(), None, "no minute is made up");
}

#[test]
fn the_same_punch_asked_for_twice_is_one_and_what_it_meant_can_be_said_at_once() {
    let store = store();
    people(&store);
    let (me, other) = (registered(&store, "1001 髙﨑"), registered(&store, "1002 渡邉"));
    set(&store, "2026-11-25T12:00:00");
    let id = store.clock().id();
    let first = store.punch(id, me, Way::Out).unwrap();
    store.clock().advance(Duration::from_secs(3));
    assert_eq!(store.punch(id, me, Way::Out).unwrap(), first, "a late answer asked for again");
    let amended = store.amend_punch(store.clock().id(), me, first.number, Way::Away).unwrap();
    assert_eq!((amended.way, amended.at), (Way::Away, first.at));
    assert_eq!(store.attendance(me, &Rules::default()).unwrap().state, State::Away);
    assert!(store.amend_punch(store.clock().id(), other, first.number, Way::Out).is_err(), "nobody else's punch");
    assert_eq!(store.attendance(other, &Rules::default()).unwrap().last, None);
}

#[test]
fn who_is_in_the_building_is_who_came_and_did_not_leave() {
    let store = store();
    people(&store);
    let all: Vec<Uuid> = (0..6).map(|at| registered(&store, &format!("{at} 職員"))).collect();
    set(&store, "2026-11-24T20:00:00");
    punch(&store, all[5], Way::In);
    set(&store, "2026-11-25T08:00:00");
    for of in &all[..4] {
        punch(&store, *of, Way::In);
    }
    punch(&store, all[1], Way::Out);
    punch(&store, all[2], Way::Away);
    punch(&store, all[3], Way::Away);
    punch(&store, all[3], Way::Back);
    let told = |store: &Store| {
        let present = store.present(&Rules::default()).unwrap();
        present.into_iter().map(|one| (one.label, one.state)).collect::<Vec<_>>()
    };
    let expected = [("0", State::Inside), ("2", State::Away), ("3", State::Inside), ("5", State::Inside)];
    assert_eq!(told(&store), expected.map(|(at, state)| (format!("{at} 職員"), state)));
    set(&store, "2026-11-25T12:30:00");
    assert_eq!(told(&store).len(), 3, "sixteen hours after coming a shift is taken as over");
}

#[test]
fn a_correction_counts_once_somebody_else_approved_it() {
    let store = store();
    people(&store);
    let me = registered(&store, "1001 髙﨑");
    let rules = Rules::default();
    let days = (date(2026, 11, 25), date(2026, 11, 25));
    set(&store, "2026-11-25T08:30:00");
    punch(&store, me, Way::In);
    set(&store, "2026-11-26T09:00:00");
    let wish = Wish { way: Way::Out, at: "2026-11-25T17:30:00".parse().unwrap(), why: "forgot".into() };
    store.ask_punch(store.clock().id(), me, &wish, "").unwrap();
    assert_eq!(store.shifts(me, days, &rules).unwrap()[0].gaps, [Gap::End], "asking changes nothing yet");
    let request = store.punch_requests().unwrap().remove(0);
    assert_eq!((request.label.as_str(), request.state.as_str(), request.at), ("1001 髙﨑", "open", wish.at));
    let own = store.decide_punch(request.id, true, &may(&store, Act::DecidePunch, "髙﨑")).unwrap_err();
    assert_eq!(own.code(), "U08", "nobody approves their own");
    let wrong = store.decide_punch(request.id, true, &may(&store, Act::Serve, "渡邉")).unwrap_err();
    assert_eq!(wrong.code(), "U06");
    store.decide_punch(request.id, true, &may(&store, Act::DecidePunch, "渡邉")).unwrap();
    let shift = store.shifts(me, days, &rules).unwrap().remove(0);
    assert_eq!((shift.worked_minutes(), shift.corrected), (Some(540), true));
    let again = store.decide_punch(request.id, false, &may(&store, Act::DecidePunch, "渡邉")).unwrap_err();
    assert_eq!(again.code(), "U12", "decided once");
    assert_eq!(store.compare().unwrap(), Vec::<&str>::new());
}

#[test]
fn a_correction_needs_a_reason_a_past_and_no_twelve_digits() {
    let store = store();
    people(&store);
    let me = registered(&store, "1001 髙﨑");
    set(&store, "2026-11-25T08:30:00");
    let ask = |at: &str, why: &str| {
        let wish = Wish { way: Way::In, at: at.parse().unwrap(), why: why.to_owned() };
        store.ask_punch(store.clock().id(), me, &wish, "").map(drop).map_err(|refusal| refusal.code())
    };
    assert_eq!(ask("2026-11-25T08:00:00", " "), Err("U09"));
    assert_eq!(ask("2026-11-25T08:00:00", "番号は123456789018です"), Err("U09"));
    assert_eq!(ask("2026-11-25T08:31:00", "forgot"), Err("U12"));
    assert_eq!(store.punch_requests().unwrap(), []);
    assert_eq!(ask("2026-11-25T08:00:00", "forgot"), Ok(()));
    assert_eq!(store.punch_requests().unwrap().len(), 1);
}
