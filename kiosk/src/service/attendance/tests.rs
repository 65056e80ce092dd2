//! Attendance (出退勤の試験): what a tap means, two taps, midnight, a clock put back, and what a month counts.

use jiff::civil::{DateTime, date};
use proptest::prelude::*;

use super::shift::{in_order, shifts};
use super::*;
use crate::service::tap::{Answer, Proof};

const ME: Uuid = Uuid::from_u128(7);

fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn punch(text: &str, way: Way) -> Punch {
    Punch::new(at(text), way)
}

fn counter() -> Attendance {
    Attendance { rules: Arc::new(Rules::default()) }
}

fn tap() -> Heard<Told> {
    tap_with(Proof::None)
}

fn tap_with(proof: Proof) -> Heard<Told> {
    Heard::Tapped(Tap { service: ID.into(), proof, owner: Answer::Known(Some(ME)) })
}

fn chosen(id: &str) -> Heard<Told> {
    Heard::Chosen(id.to_owned())
}

fn standing(last: Option<Punch>, now: &str) -> Heard<Told> {
    Heard::Told(Told::Standing("1042 髙﨑 𠮷子".into(), Standing::of(last, at(now), &Rules::default())))
}

fn done(number: u64, text: &str, way: Way, doubt: bool) -> Heard<Told> {
    Heard::Told(Told::Punched(Punched { number, at: at(text), way, doubt }))
}

/// What comes next, in one word.
fn next(heard: &[Heard<Told>]) -> String {
    match counter().step(heard) {
        Step::Prompt(prompt) => prompt.page.to_owned(),
        Step::Said(said) => format!("{} {:?}", said.page, said.tone),
        Step::Need(Ask::Punch { way, .. }) => format!("punch {}", way.id()),
        Step::Need(Ask::Amend { number, way, .. }) => format!("amend {number} {}", way.id()),
        Step::Need(Ask::Standing { .. }) => "standing".to_owned(),
        Step::Need(Ask::Gaps { .. }) => "gaps?".to_owned(),
        Step::Need(Ask::Whose(_)) => "whose".to_owned(),
        Step::Need(Ask::Request { wish, .. }) => format!("request {} {} {}", wish.way.id(), wish.at, wish.why),
        _ => "other".to_owned(),
    }
}

#[test]
fn a_bare_tap_means_what_the_last_punch_makes_natural() {
    let now = "2026-11-23T17:30:00";
    for (last, expected) in [
        (None, "punch in"),
        (Some(punch("2026-11-23T08:25:00", Way::In)), "punch out"),
        (Some(punch("2026-11-23T13:00:00", Way::Back)), "punch out"),
        (Some(punch("2026-11-23T12:00:00", Way::Away)), "punch back"),
        (Some(punch("2026-11-22T17:30:00", Way::Out)), "punch in"),
        (Some(punch("2026-11-20T08:25:00", Way::In)), "punch in"),
    ] {
        assert_eq!(next(&[tap(), standing(last, now)]), expected);
    }
    assert_eq!((next(&[]), next(&[tap()])), ("rest".into(), "standing".into()));
}

#[test]
fn a_button_before_the_tap_says_otherwise_and_the_green_page_lets_it_be_changed() {
    let inside = || standing(Some(punch("2026-11-23T08:25:00", Way::In)), "2026-11-23T12:00:00");
    assert_eq!(next(&[chosen("away")]), "tap");
    assert_eq!(next(&[chosen("away"), tap(), inside()]), "punch away");
    let out = || done(12, "2026-11-23T12:00:00", Way::Out, false);
    assert_eq!(next(&[tap(), inside(), out()]), "punched Good");
    assert_eq!(next(&[tap(), inside(), out(), chosen("away")]), "amend 12 away");
    let away = done(13, "2026-11-23T12:00:00", Way::Away, false);
    assert_eq!(next(&[tap(), inside(), out(), chosen("away"), away]), "punched Good");
    assert_eq!(next(&[tap(), inside(), out(), tap()]), "standing", "the next person taps while it is still green");
}

#[test]
fn two_taps_are_one_unless_the_person_says_so() {
    let just = |ago: u32| standing(Some(punch("2026-11-23T08:25:00", Way::In)), &format!("2026-11-23T08:25:{ago:02}"));
    assert_eq!(next(&[tap(), just(3)]), "double Plain");
    assert_eq!(next(&[tap(), just(3), chosen("out")]), "punch out", "it was meant");
    assert_eq!(next(&[chosen("out"), tap(), just(3)]), "punch out", "a button says what is meant");
    assert_eq!(next(&[chosen("in"), tap(), just(3)]), "double Plain", "the same button twice is the same punch");
    let back = standing(Some(punch("2026-11-23T08:25:00", Way::In)), "2026-11-23T08:24:40");
    assert_eq!(next(&[tap(), back]), "double Plain", "a clock put back by seconds in between makes no second punch");
    let later = standing(Some(punch("2026-11-23T08:25:00", Way::In)), "2026-11-23T08:26:00");
    assert_eq!(next(&[tap(), later]), "punch out");
}

#[test]
fn nothing_is_refused_for_being_strange_and_all_that_is_strange_is_said() {
    let fresh = || standing(None, "2026-11-23T17:30:00");
    let said =
        |way: Way, doubt: bool| next(&[chosen(way.id()), tap(), fresh(), done(4, "2026-11-23T17:30:00", way, doubt)]);
    assert_eq!(said(Way::In, false), "punched Good");
    assert_eq!(said(Way::In, true), "punched Doubt", "the clock is in doubt");
    for way in [Way::Out, Way::Away, Way::Back] {
        assert_eq!(said(way, false), "punched Doubt", "{way:?} without having come");
    }
    let unended = standing(Some(punch("2026-11-20T08:25:00", Way::In)), "2026-11-23T08:20:00");
    assert_eq!(next(&[tap(), unended, done(5, "2026-11-23T08:20:00", Way::In, false)]), "punched Doubt");
}

#[test]
fn a_record_that_fails_or_is_late_is_never_green_and_can_be_tried_again() {
    let fresh = || standing(None, "2026-11-23T08:20:00");
    assert_eq!(next(&[tap(), fresh(), Heard::Failed("S04")]), "failed Doubt");
    assert_eq!(next(&[tap(), Heard::Late]), "late Doubt");
    assert_eq!(next(&[tap(), Heard::Late, chosen("again")]), "rest");
    assert_eq!(next(&[tap(), Heard::Late, tap()]), "standing");
}

#[test]
fn attendance_of_record_takes_no_id_that_can_be_copied() {
    let strict = Attendance { rules: Arc::new(Rules { of_record: true, ..Rules::default() }) };
    let Step::Said(said) = strict.step(&[tap()]) else { panic!("not a page") };
    assert_eq!(said.page, "proof");
    assert!(matches!(strict.step(&[tap_with(Proof::Card)]), Step::Need(Ask::Standing { .. })));
    let code = Heard::Code { rule: None, text: Zeroizing::new("SPARE-3".into()) };
    assert!(matches!(strict.step(&[code]), Step::Need(Ask::Whose(_))), "whose it is has to be known first");
}

#[test]
fn a_correction_is_chosen_timed_explained_and_only_then_asked_for() {
    let missing =
        Missing { day: date(2026, 11, 20), gap: Gap::End, began: Some(at("2026-11-20T22:00:00")), ended: None };
    let gaps = || Heard::Told(Told::Gaps(vec![missing.clone()]));
    let typed = |digits: &str| Heard::Typed(Zeroizing::new(digits.to_owned()));
    let begin = || [chosen("correction"), tap(), gaps()];
    assert_eq!(next(&[chosen("correction")]), "tap-correction");
    assert_eq!(next(&[chosen("correction"), tap()]), "gaps?");
    assert_eq!(next(&begin()), "gaps");
    let with = |more: Vec<Heard<Told>>| next(&begin().into_iter().chain(more).collect::<Vec<_>>());
    assert_eq!(with(vec![chosen("2026-11-20/end")]), "time");
    assert_eq!(with(vec![chosen("2026-11-20/end"), typed("2561")]), "time", "no such time");
    assert_eq!(with(vec![chosen("2026-11-20/end"), typed("630")]), "time", "three digits are no time");
    assert_eq!(with(vec![chosen("2026-11-20/end"), typed("0630")]), "reasons");
    assert_eq!(
        with(vec![chosen("2026-11-20/end"), typed("0630"), chosen("forgot")]),
        "request out 2026-11-21T06:30:00 forgot",
        "an end before its begin is on the next day"
    );
    let asked = Heard::Told(Told::Requested { number: 9 });
    assert_eq!(with(vec![chosen("2026-11-20/end"), typed("0630"), chosen("forgot"), asked]), "requested Good");
    assert_eq!(next(&[chosen("correction"), tap(), Heard::Told(Told::Gaps(Vec::new()))]), "no-gaps Doubt");
}

#[test]
fn a_shift_over_midnight_is_one_and_belongs_to_the_day_it_began() {
    let rules = Rules::default();
    let night = [
        punch("2026-10-31T21:30:00", Way::In),
        punch("2026-11-01T01:00:00", Way::Away),
        punch("2026-11-01T01:45:00", Way::Back),
        punch("2026-11-01T06:15:00", Way::Out),
    ];
    let found = shifts(&night, at("2026-11-02T00:00:00"), &rules);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].day, found[0].gaps.len()), (date(2026, 10, 31), 0));
    assert_eq!(found[0].worked_minutes(), Some(8 * 60));
    assert_eq!(found[0].night_minutes(&rules), Some(7 * 60 - 45), "22 to 5 without the time outside");
    let open = shifts(&night[..1], at("2026-11-01T00:10:00"), &rules);
    assert!(open[0].open, "midnight during a shift ends nothing");
    assert_eq!((open[0].day, open[0].gaps.len()), (date(2026, 10, 31), 0));
}

#[test]
fn what_is_missing_is_named_and_counts_nothing() {
    let rules = Rules::default();
    let late = at("2026-11-30T00:00:00");
    let gaps = |punches: &[Punch]| shifts(punches, late, &rules).iter().map(|s| s.gaps.clone()).collect::<Vec<_>>();
    assert_eq!(gaps(&[punch("2026-11-23T08:30:00", Way::In)]), [vec![Gap::End]]);
    assert_eq!(gaps(&[punch("2026-11-23T17:30:00", Way::Out)]), [vec![Gap::Begin]]);
    let twice = [punch("2026-11-23T08:30:00", Way::In), punch("2026-11-24T08:30:00", Way::In)];
    assert_eq!(gaps(&twice), [vec![Gap::End], vec![Gap::End]]);
    let forgotten = [punch("2026-11-23T08:30:00", Way::In), punch("2026-11-24T17:30:00", Way::Out)];
    assert_eq!(gaps(&forgotten), [vec![Gap::End], vec![Gap::Begin]], "33 hours are no shift");
    let left = [
        punch("2026-11-23T08:30:00", Way::In),
        punch("2026-11-23T12:00:00", Way::Away),
        punch("2026-11-23T17:30:00", Way::Out),
    ];
    assert_eq!(gaps(&left), [vec![Gap::Away]]);
    let back = [punch("2026-11-23T08:30:00", Way::In), Punch { doubt: true, ..punch("2026-11-23T07:05:00", Way::Out) }];
    let found = shifts(&back, late, &rules);
    assert_eq!((found.len(), found[0].gaps.clone(), found[0].doubt), (1, vec![Gap::Order], true));
    assert_eq!(found[0].worked_minutes(), None, "a clock put back counts no minute");
}

#[test]
fn a_correction_stands_where_it_belongs() {
    let fixed = Punch { corrected: true, ..punch("2026-11-23T17:30:00", Way::Out) };
    let recorded = vec![punch("2026-11-23T08:30:00", Way::In), punch("2026-11-24T08:30:00", Way::In), fixed.clone()];
    let order = in_order(recorded);
    assert_eq!(order[1], fixed);
    let found = shifts(&order, at("2026-11-24T09:00:00"), &Rules::default());
    assert_eq!((found[0].worked_minutes(), found[0].corrected, found[1].open), (Some(540), true, true));
}

fn any_way() -> impl Strategy<Value = Way> {
    prop_oneof![Just(Way::In), Just(Way::Out), Just(Way::Away), Just(Way::Back)]
}

proptest! {
    /// Whole days of in, any number of times out and back, out: every minute is counted once.
    #[test]
    fn every_minute_of_a_clean_shift_is_counted_once(
        start in 0i64..1440, parts in prop::collection::vec(1i64..60, 2..12), outside in any::<bool>()
    ) {
        let rules = Rules::default();
        let begin = at("2026-11-01T00:00:00").saturating_add(jiff::Span::new().minutes(start));
        let (mut now, mut punches) = (begin, vec![Punch::new(begin, Way::In)]);
        let (mut worked, mut away, mut out) = (0, 0, false);
        for part in &parts {
            now = now.saturating_add(jiff::Span::new().minutes(*part));
            if out { away += part } else { worked += part }
            if outside {
                out = !out;
                punches.push(Punch::new(now, if out { Way::Away } else { Way::Back }));
            }
        }
        if out {
            punches.push(Punch::new(now, Way::Back));
        }
        punches.push(Punch::new(now, Way::Out));
        let found = shifts(&punches, now, &rules);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(found[0].worked_minutes(), Some(worked));
        prop_assert_eq!(found[0].away_minutes(), away);
        prop_assert!(found[0].night_minutes(&rules).is_some_and(|night| night <= worked));
        prop_assert_eq!(found[0].day, begin.date());
    }

    /// Any punches at all, in any order: nothing stops, no stretch is negative, and every punch of In begins a shift.
    #[test]
    fn any_punches_fold(raw in prop::collection::vec((0i64..20_000, any_way(), any::<bool>()), 0..40)) {
        let rules = Rules::default();
        let punches: Vec<Punch> = raw.iter().map(|(minute, way, doubt)| Punch {
            at: at("2026-11-01T00:00:00").saturating_add(jiff::Span::new().minutes(*minute)),
            way: *way, doubt: *doubt, corrected: false,
        }).collect();
        let found = shifts(&punches, at("2026-12-01T00:00:00"), &rules);
        let ins = punches.iter().filter(|punch| punch.way == Way::In).count();
        prop_assert_eq!(found.iter().filter(|shift| shift.began.is_some()).count(), ins);
        for shift in found {
            prop_assert!(shift.worked_minutes().is_none_or(|minutes| minutes >= 0));
            prop_assert!(shift.whole().is_some() || !shift.gaps.is_empty() || shift.open);
        }
    }
}
