//! The live board (いまの人数): who is inside by household, age, sex and need; capacity; today; battery; the lists.

use std::collections::BTreeMap;

use super::{BOARD, PERSON, ShelterDesk, column, note, place, text};
use crate::alive::battery::Battery;
use crate::counter::shelter::roster::{Night, time};
use crate::service::desk::{Board, Figure, Line, Part, Say, Table, Tone};
use crate::service::shelter::board::{Counts, Inside};
use crate::service::shelter::person::{Band, NEEDS, Ref, Sex};
use crate::store::shelter::Open;
use crate::store::{Fault, Store};

/// Seconds after which the board is asked for anew.
const AGAIN: u32 = 5;
/// Households that the board shows; all of them are counted.
const SHOWN: usize = 40;

impl ShelterDesk {
    pub(super) fn now(&self, store: &Store, open: Open) -> Result<Board, Fault> {
        let night = Night::of(store, open)?;
        let (counts, capacity) = (&night.counts, night.open.told.capacity);
        let day = store.shelter_day(night.open.told.shelter, store.clock().today())?;
        let cases = store.shelter_cases(night.open.told.shelter)?.len();
        let full = capacity > 0 && counts.inside >= u64::from(capacity);
        let battery = self.lists.battery(store);
        let figure = |key: &'static str, value: String, tone: Tone| Figure { label: Say::key(key), value, tone };
        let plain = |key: &'static str, value: u64| figure(key, value.to_string(), Tone::Plain);
        let doubt = |yes: bool| if yes { Tone::Doubt } else { Tone::Plain };
        let first = vec![
            figure("shelter-fig-inside", counts.inside.to_string(), doubt(full)),
            figure("shelter-fig-capacity", format!("{capacity}（{}%）", counts.percent(capacity)), doubt(full)),
            plain("shelter-fig-households", counts.households),
            plain("shelter-fig-in", day.came),
            plain("shelter-fig-out", day.went),
            figure("shelter-fig-cases", cases.to_string(), doubt(cases > 0)),
        ];
        let second = vec![
            plain("shelter-fig-outside", counts.outside),
            plain("shelter-fig-heads", u64::try_from(counts.heads).unwrap_or(0)),
            plain("shelter-fig-needing", counts.needing),
            plain("shelter-fig-infants", counts.infants),
            plain("shelter-fig-pets", counts.pets),
            power(battery),
        ];
        let mut parts = vec![Part::Note(place(&night.open), Tone::Plain)];
        if capacity > 0 {
            let left = u64::from(capacity).saturating_sub(counts.inside).to_string();
            let percent = u8::try_from(counts.percent(capacity)).unwrap_or(100);
            parts.push(Part::Progress(Say::with("shelter-room-left", &[("n", &left)]), percent.min(100)));
        }
        parts.extend([Part::Figures(first), Part::Figures(second)]);
        parts.extend(battery.filter(|now| now.is_low()).map(|now| self.low(now)));
        parts.extend(self.lists_note());
        if night.unlisted() > 0 {
            let n = night.unlisted().to_string();
            parts.push(Part::Note(Say::with("shelter-protected-n", &[("n", &n)]), Tone::Plain));
        }
        parts.push(Part::Table(by_need(counts)));
        parts.push(Part::Table(by_band(&night)));
        parts.push(Part::Table(by_household(&night.people)));
        Ok(Board { title: Say::key(BOARD), parts, again: Some(AGAIN) })
    }

    /// Why the screens are dark, and from when the list on the stick is.
    fn low(&self, battery: Battery) -> Part {
        let n = battery.percent.to_string();
        let said = match self.lists.standing().written {
            Some(when) => Say::with("shelter-power-list", &[("n", &n), ("when", &time(when))]),
            None => Say::with("shelter-power-low", &[("n", &n)]),
        };
        Part::Note(said, Tone::Doubt)
    }

    fn lists_note(&self) -> Option<Part> {
        let standing = self.lists.standing();
        if let Some((failed, code)) = standing.failed {
            let key = if code == "S04" { "shelter-list-full" } else { "shelter-list-failed" };
            return Some(Part::Note(Say::with(key, &[("when", &time(failed))]), Tone::Doubt));
        }
        let none = standing.chosen.is_none() && self.rules.lists.folder.is_none();
        none.then(|| note("shelter-list-off", Tone::Doubt))
    }
}

/// The battery, or that the cord is in.
fn power(battery: Option<Battery>) -> Figure {
    let tone = if battery.is_some_and(Battery::is_low) { Tone::Doubt } else { Tone::Plain };
    let value = battery.map_or_else(|| "AC".to_owned(), |now| format!("{}%", now.percent));
    Figure { label: Say::key("shelter-fig-battery"), value, tone }
}

fn by_need(counts: &Counts) -> Table {
    let rows = NEEDS.iter().filter_map(|(need, _, key)| {
        let (all, now) = counts.needs.get(need)?;
        let tone = if *now > 0 { Tone::Doubt } else { Tone::Plain };
        Some(Line { id: None, cells: vec![Say::key(key), text(all.to_string()), text(now.to_string())], tone })
    });
    Table {
        title: Say::key("shelter-by-need"),
        columns: vec![
            column("shelter-col-need", false),
            column("shelter-col-count", true),
            column("shelter-col-now", true),
        ],
        rows: rows.collect(),
        empty: Say::key("shelter-nobody"),
        ..Table::default()
    }
}

/// Bands down, sexes across; people without a known sex stand in the last column.
fn by_band(night: &Night) -> Table {
    let today = night.at.to_zoned(crate::clock::japan()).date();
    let mut cells: BTreeMap<Option<Band>, [u64; 3]> = BTreeMap::new();
    for one in night
        .people
        .iter()
        .filter(|one| one.who.stay.unwrap_or_default() == crate::service::shelter::person::Stay::Shelter)
    {
        let at = match one.who.sex {
            Some(Sex::Male) => 0,
            Some(Sex::Female) => 1,
            Some(Sex::Unanswered) | None => 2,
        };
        if let Some(count) = cells.entry(one.who.band_on(today)).or_default().get_mut(at) {
            *count += 1;
        }
    }
    if let Some(unknown) = cells.entry(None).or_default().last_mut() {
        *unknown += u64::try_from(night.counts.heads).unwrap_or(0);
    }
    let line = |band: Option<Band>, key: &'static str| {
        let counts = cells.get(&band).copied().unwrap_or_default();
        let cells = std::iter::once(Say::key(key)).chain(counts.map(|count| text(count.to_string())));
        Line { id: None, cells: cells.collect(), tone: Tone::Plain }
    };
    let rows = Band::ALL.iter().map(|band| line(Some(*band), band.key())).chain([line(None, "shelter-band-unknown")]);
    Table {
        title: Say::key("shelter-by-band"),
        columns: vec![
            column("shelter-col-band", false),
            column("shelter-sex-male", true),
            column("shelter-sex-female", true),
            column("shelter-sex-unknown", true),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

fn by_household(people: &[Inside]) -> Table {
    let mut households: BTreeMap<Ref, Vec<&Inside>> = BTreeMap::new();
    for one in people.iter().filter(|one| !one.hidden) {
        households.entry(one.household).or_default().push(one);
    }
    let mut all: Vec<&Vec<&Inside>> = households.values().collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.iter().map(|one| one.since).max()));
    let of = all.len() as u64;
    let rows = all.into_iter().take(SHOWN).filter_map(|people| {
        let head = people.iter().find(|one| one.leader).or_else(|| people.first())?;
        let name = head.who.called().map_or(Say::key("shelter-unnamed"), text);
        let cells = vec![name, text(people.len().to_string()), text(time(head.since))];
        Some(Line { id: Some(head.person.0.to_string()), cells, tone: Tone::Plain })
    });
    Table {
        title: Say::key("shelter-by-household"),
        columns: vec![
            column("shelter-col-name", false),
            column("shelter-col-people", true),
            column("shelter-col-since", false),
        ],
        rows: rows.collect(),
        empty: Say::key("shelter-nobody"),
        open: Some(PERSON),
        of: Some(of),
    }
}
