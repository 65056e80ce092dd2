//! Any story of a visit (来庁の偶然): whatever happened, something leads on.

use super::*;

fn any_event() -> impl Strategy<Value = Event> {
    (0..36_usize, 0..4_u8).prop_map(|(which, n)| match which {
        0 => begin(),
        1 => Event::NoCard,
        2 | 3 => Event::Noticed,
        4 | 5 => laid(n),
        6 => Event::Presented(Ok(Tries::Blocked)),
        7 => Event::Presented(Err(Fault::Torn(drivers::card::Torn::Short))),
        8 => Event::Removed,
        9 => Event::SecondCard,
        10 | 11 => Event::PinTyped,
        12 => Event::Forgotten,
        13 => Event::TryAgain,
        30 | 31 => Event::ByCode,
        32 => Event::CodeSeen { visit: 1, seen: Ok(Tries::Left(10 * n)) },
        33 => Event::CodeSeen { visit: 1, seen: Err(Fault::ReaderGone) },
        34 => Event::CodeTyped,
        14 => Event::LastTryAgreed,
        15 | 16 => read(),
        17 => failed(Fault::WrongSecret { left: n }),
        18 => failed(Fault::Removed),
        19 | 20 => Event::Confirmed(true),
        21 => answered(if n % 2 == 0 { "one" } else { "two" }),
        22 => answered("one"),
        23 => answered("two"),
        24 => Event::Agreed,
        25 => Event::Recorded { visit: 1, number: 7 },
        26 => Event::RecordFailed { visit: 1, code: "S05" },
        27 => Event::Back,
        28 => Event::Again,
        _ => Event::Change("one".into()),
    })
}

proptest! {
    /// Whatever happened: from every page a press or the clock leads on.
    #[test]
    fn no_page_is_without_a_way_on(events in proptest::collection::vec(any_event(), 0..40)) {
        let mut visit = Visit::new(1, Card::Absent, None);
        for event in events {
            if visit.on(event, Some(&Two)).iter().any(|order| matches!(order, Order::End { .. })) {
                visit = Visit::new(1, Card::Absent, None);
            }
        }
        let page = visit.stage.name();
        let on = match visit.stage {
            Stage::Welcome => true,
            Stage::Working => {
                visit.on(Event::Second, Some(&Two));
                visit.on(Event::Second, Some(&Two));
                visit.on(Event::Second, Some(&Two));
                visit.stage != Stage::Working
            }
            Stage::Done { .. } => visit.on(Event::Finish, Some(&Two)) == [Order::End { abandoned: false }],
            _ => visit.on(Event::Cancel, Some(&Two)) == [Order::End { abandoned: true }],
        };
        prop_assert!(on, "{} leads nowhere", page);
    }
}
