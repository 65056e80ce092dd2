//! Tests of the pure half (受付の純粋な部分の試験): codes, ages, figures, and that every stage has a way on.

use std::collections::BTreeMap;

use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::board::{Inside, count};
use super::code::{self, Code};
use super::person::{Band, NEEDS, Need, Ref, Sex, Stay, Urgency, Who, Wiped, age};
use super::{Ask, Shelter, Told};
use crate::service::counter::{Counter, Heard, Step};

#[test]
fn a_token_reads_back_however_it_is_typed_and_one_wrong_letter_does_not() {
    let token = code::token(&[3, 31, 0, 7, 12, 25, 1, 1, 2, 30, 9, 17, 22, 5, 6, 28]);
    let typed = code::grouped(&token).to_lowercase().replace('0', "o").replace('1', "l");
    assert!(matches!(code::read(&typed), Some(Code::Token(read)) if read == token));
    let letters: Vec<char> = token.chars().collect();
    for at in code::PREFIX.len()..letters.len() {
        let mut wrong = letters.clone();
        wrong[at] = if wrong[at] == '7' { '8' } else { '7' };
        assert!(code::read(&wrong.iter().collect::<String>()).is_none(), "letter {at}");
    }
    for other in ["", "KZS1", "https://example.jp", "KZS1-ÄÄÄÄ-ÄÄÄÄ-ÄÄÄÄ-ÄÄÄÄ-Ä", "P000000123"] {
        assert!(code::read(other).is_none(), "{other}");
    }
}

#[test]
fn a_household_from_home_is_read_and_nothing_with_a_number_or_too_many() {
    let text = "KZP1;髙﨑　吉子,たかさき,1944-03-08,2,海原市中央1;髙﨑　𠮷男,,1940-01-02,1,";
    let Some(Code::Ahead(people)) = code::read(text) else { panic!("a household") };
    assert_eq!(people.len(), 2);
    assert_eq!(people[0].name.as_deref(), Some("髙﨑　吉子"));
    assert_eq!((people[0].sex, people[0].birth), (Some(Sex::Female), Some(date(1944, 3, 8))));
    assert!(code::read("KZP1;,,,,").is_none());
    assert!(code::read(&format!("KZP1;{}", "あ,,,,;".repeat(31))).is_none(), "thirty at most");
    assert!(code::read("KZP1;山田,123456789018,,,").is_none(), "nobody's 個人番号");
}

#[test]
fn ages_turn_on_the_birthday_and_bands_hold_every_age() {
    let born = date(2020, 2, 29);
    for (day, years) in [(date(2020, 2, 29), 0), (date(2021, 2, 28), 0), (date(2021, 3, 1), 1), (date(2019, 1, 1), 0)] {
        assert_eq!(age(born, day), years, "{day}");
    }
    let bands = [0, 1, 5, 6, 14, 15, 64, 65, 74, 75, 120].map(Band::of);
    use Band::{Adult, Baby, Child, Infant, Old, Senior};
    assert_eq!(bands, [Baby, Infant, Infant, Child, Child, Adult, Adult, Senior, Senior, Old, Old]);
}

#[test]
fn what_is_told_later_is_laid_over_and_taken_back_by_itself_alone() {
    let words = |text: &str| Wiped::some(text);
    let mut who = Who { kana: words("たかさき"), unknown: true, ..Who::default() };
    who.take(&Who { needs: BTreeMap::from([(Need::Oxygen, Urgency::Now)]), ..Who::default() });
    who.take(&Who {
        name: words("髙﨑　吉子"),
        needs: BTreeMap::from([(Need::Milk, Urgency::Known)]),
        ..Who::default()
    });
    assert_eq!((who.needs.len(), who.unknown), (2, false), "somebody with a name is not unknown");
    who.take(&Who { needs: BTreeMap::from([(Need::Oxygen, Urgency::None)]), ..Who::default() });
    assert_eq!(who.needs.keys().copied().collect::<Vec<_>>(), [Need::Milk]);
    assert_eq!(who.kana.as_deref(), Some("たかさき"));
    assert_eq!(NEEDS.iter().filter(|(need, id, _)| Need::by_id(id) == Some(*need)).count(), NEEDS.len());
}

#[test]
fn the_figures_are_those_of_the_people() {
    let one = |at: u128, household: u128, who: Who, hidden: bool| Inside {
        person: Ref(Uuid::from_u128(at)),
        household: Ref(Uuid::from_u128(household)),
        leader: false,
        since: jiff::Timestamp::UNIX_EPOCH,
        hidden,
        who,
    };
    let baby = Who { band: Some(Band::Baby), pets: Some(2), ..Who::default() };
    let old = Who {
        birth: Some(date(1944, 3, 8)),
        sex: Some(Sex::Female),
        needs: BTreeMap::from([(Need::Oxygen, Urgency::Now)]),
        ..Who::default()
    };
    let car = Who { stay: Some(Stay::Car), sex: Some(Sex::Male), ..Who::default() };
    let people =
        [one(1, 1, old, false), one(2, 1, baby, false), one(3, 2, car, false), one(4, 3, Who::default(), true)];
    let counts = count(&people, 5, date(2026, 11, 23));
    assert_eq!((counts.inside, counts.households, counts.outside, counts.outside_households), (8, 2, 1, 1));
    assert_eq!((counts.male, counts.female, counts.unknown), (0, 1, 7));
    assert_eq!((counts.infants, counts.needing, counts.pets), (1, 1, 2));
    assert_eq!(counts.needs.get(&Need::Oxygen), Some(&(1, 1)));
    assert_eq!(counts.bands.values().sum::<u64>() + counts.ageless, counts.inside, "everybody stands in one band");
    assert_eq!((counts.percent(0), counts.percent(8), counts.percent(4)), (0, 100, 200));
}

/// Anything that can be heard, as two bytes choose it.
fn heard(kind: u8, value: u8) -> Heard<Told> {
    let ids =
        ["card", "name", "heads", "in", "baby", "nameless", "adult", "skip", "yes", "out", "all", "other", "next"];
    match kind % 7 {
        0 => Heard::Chosen(ids[usize::from(value) % ids.len()].to_owned()),
        1 => Heard::Typed(Zeroizing::new(["やまだ", "12", "", "123456789018"][usize::from(value) % 4].to_owned())),
        2 => Heard::Facts,
        3 => Heard::Late,
        4 => Heard::Failed(["S04", "S05", "S07", "C10"][usize::from(value) % 4]),
        5 => Heard::Told(
            [Told::Found(None), Told::Closed, Told::Blank(1, 2)].into_iter().nth(usize::from(value) % 3).unwrap(),
        ),
        _ => Heard::Code { rule: None, text: Zeroizing::new(code::token(&[value; 16])) },
    }
}

proptest! {
    /// Whatever is heard in whatever order: no panic, no refusal, and always a way on.
    #[test]
    fn every_stage_has_a_way_on(story in proptest::collection::vec((any::<u8>(), any::<u8>()), 0..40)) {
        let shelter = Shelter::default();
        let heard: Vec<_> = story.into_iter().map(|(kind, value)| heard(kind, value)).collect();
        match shelter.step(&heard) {
            Step::Prompt(prompt) => {
                let pressed = prompt.rows.iter().any(|row| row.id.is_some());
                prop_assert!(!prompt.ways.is_empty() || pressed || prompt.typed.is_some(), "{}", prompt.page);
            }
            Step::Said(said) => {
                prop_assert!(!said.ways.is_empty());
                prop_assert!(said.tone != crate::service::say::Tone::Stop, "nobody is refused");
            }
            Step::Need(Ask::Enter(arrival)) => prop_assert!((1..=code::LARGEST).contains(&arrival.people.len())),
            Step::Need(_) | Step::Card => {}
            _ => prop_assert!(false, "nothing else is asked here"),
        }
    }
}
