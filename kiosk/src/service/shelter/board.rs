//! The figures of a shelter (いまの人数): counted from who is inside. Pure; people under protection are heads without
//! sex, age or need.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::Date;

use super::person::{Band, Need, Ref, Sex, Stay, Urgency, Who};

/// One who is registered and has not gone.
pub struct Inside {
    pub person: Ref,
    pub household: Ref,
    pub leader: bool,
    pub since: Timestamp,
    /// Under protection (支援措置): a head, and nothing else of them.
    pub hidden: bool,
    /// Nothing of a hidden person.
    pub who: Who,
}

/// The figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Everybody in the building, heads without names too.
    pub inside: u64,
    /// Of them counted without names.
    pub heads: i64,
    pub households: u64,
    pub male: u64,
    pub female: u64,
    /// Not answered, not known, not told.
    pub unknown: u64,
    pub bands: BTreeMap<Band, u64>,
    /// Of no known age.
    pub ageless: u64,
    /// How many, and of them how many at once.
    pub needs: BTreeMap<Need, (u64, u64)>,
    /// People with any need.
    pub needing: u64,
    /// Babies and infants, 乳幼児.
    pub infants: u64,
    /// In cars, at home, with relatives, and still this shelter's.
    pub outside: u64,
    pub outside_households: u64,
    pub pets: u64,
    /// By language as it was told.
    pub languages: BTreeMap<String, u64>,
}

/// Counts them. `heads`: people without names.
#[must_use]
pub fn count(people: &[Inside], heads: i64, today: Date) -> Counts {
    let mut counts = Counts { heads, ..Counts::default() };
    let (mut households, mut outside) = (BTreeSet::new(), BTreeSet::new());
    for one in people {
        if one.who.stay.unwrap_or_default() != Stay::Shelter {
            counts.outside += 1;
            outside.insert(one.household);
            continue;
        }
        counts.inside += 1;
        households.insert(one.household);
        add(&mut counts, &one.who, today);
    }
    let heads = u64::try_from(heads).unwrap_or(0);
    counts.inside += heads;
    counts.unknown += heads;
    counts.ageless += heads;
    counts.households = households.len() as u64;
    counts.outside_households = outside.len() as u64;
    counts
}

fn add(counts: &mut Counts, who: &Who, today: Date) {
    match who.sex {
        Some(Sex::Male) => counts.male += 1,
        Some(Sex::Female) => counts.female += 1,
        Some(Sex::Unanswered) | None => counts.unknown += 1,
    }
    match who.band_on(today) {
        Some(band) => *counts.bands.entry(band).or_default() += 1,
        None => counts.ageless += 1,
    }
    if matches!(who.band_on(today), Some(Band::Baby | Band::Infant)) {
        counts.infants += 1;
    }
    counts.needing += u64::from(!who.needs.is_empty());
    for (need, urgency) in &who.needs {
        let (all, now) = counts.needs.entry(*need).or_default();
        *all += 1;
        *now += u64::from(*urgency == Urgency::Now);
    }
    counts.pets += u64::from(who.pets.unwrap_or(0));
    if let Some(language) = &who.language {
        *counts.languages.entry(language.to_string()).or_default() += 1;
    }
}

impl Counts {
    /// How full it is, whole percent; 0 where no capacity is known.
    #[must_use]
    pub const fn percent(&self, capacity: u32) -> u64 {
        match capacity {
            0 => 0,
            capacity => self.inside * 100 / capacity as u64,
        }
    }
}
