//! Lists of a shelter (名簿・人数・状況報告): complete in themselves, with the date, the place and a count at their head.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::clock::japan;
use crate::form::sheet::qr;
use crate::report::list::List;
use crate::service::shelter::board::{Counts, Inside, count};
use crate::service::shelter::person::{Band, NEEDS, Stay, Urgency, Who, age};
use crate::service::shelter::{code, report};
use crate::store::protection::Sight;
use crate::store::shelter::Open;
use crate::store::{Fault, Store};
use crate::text::Words;

/// The layout of blank cards.
pub const CARDS: &str = "shelter-cards";

/// Everything that the lists are made of, read once.
pub struct Night {
    pub open: Open,
    /// As the counter sees them: people under protection are heads.
    pub people: Vec<Inside>,
    pub counts: Counts,
    pub conditions: Vec<(String, String)>,
    pub at: Timestamp,
}

impl Night {
    /// As it is now.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn of(store: &Store, open: Open) -> Result<Self, Fault> {
        let people = store.shelter_inside(open.told.shelter, Sight::Counter)?;
        let heads = store.shelter_heads(open.told.shelter)?;
        let counts = count(&people, heads, store.clock().today());
        let conditions = store.shelter_conditions(open.told.shelter)?;
        Ok(Self { open, people, counts, conditions, at: store.clock().now() })
    }

    /// How many are counted and on no list of names.
    #[must_use]
    pub fn unlisted(&self) -> usize {
        self.people.iter().filter(|one| one.hidden).count()
    }

    /// Name, state of the list, and three large figures.
    fn list(&self, words: &Words, title: &str, columns: &[(&str, bool)]) -> List {
        let figure = |key: &str, value: u64| (words.get(key), value.to_string());
        List {
            title: words.get(title),
            about: format!("{}　{}", self.open.told.name, time(self.at)),
            heads: vec![
                figure("shelter-fig-inside", self.counts.inside),
                figure("shelter-fig-households", self.counts.households),
                figure("shelter-fig-outside", self.counts.outside),
            ],
            columns: columns.iter().map(|(key, figure)| (words.get(key), *figure)).collect(),
            empty: words.get("shelter-nobody"),
            ..List::default()
        }
    }

    /// The names. Whoever is under protection is not among them, and the note says how many are not.
    #[must_use]
    pub fn names(&self, words: &Words) -> List {
        let columns = [
            ("shelter-col-name", false),
            ("shelter-col-kana", false),
            ("shelter-col-age", true),
            ("shelter-col-sex", false),
            ("shelter-col-address", false),
            ("shelter-col-needs", false),
            ("shelter-col-since", false),
            ("shelter-col-consent", false),
        ];
        let today = self.at.to_zoned(japan()).date();
        let rows = self.people.iter().filter(|one| !one.hidden).map(|one| row(words, one, today));
        let n = (self.unlisted() as u64 + u64::try_from(self.counts.heads).unwrap_or(0)).to_string();
        List {
            rows: rows.collect(),
            notes: vec![words.with("shelter-protected-n", &[("n", &n)])],
            ..self.list(words, "shelter-list-title", &columns)
        }
    }

    /// The figures.
    #[must_use]
    pub fn heads(&self, words: &Words) -> List {
        let counts = &self.counts;
        let mut rows = vec![
            (words.get("shelter-fig-inside"), counts.inside),
            (words.get("shelter-fig-heads"), u64::try_from(counts.heads).unwrap_or(0)),
            (words.get("shelter-fig-households"), counts.households),
            (words.get("shelter-sex-male"), counts.male),
            (words.get("shelter-sex-female"), counts.female),
            (words.get("shelter-sex-unknown"), counts.unknown),
        ];
        let band = |band: &Band| (words.get(band.key()), counts.bands.get(band).copied().unwrap_or(0));
        rows.extend(Band::ALL.iter().map(band));
        rows.push((words.get("shelter-band-unknown"), counts.ageless));
        rows.extend(
            NEEDS.iter().filter_map(|(need, _, key)| counts.needs.get(need).map(|(all, _)| (words.get(key), *all))),
        );
        rows.push((words.get("shelter-fig-pets"), counts.pets));
        rows.push((words.get("shelter-fig-outside"), counts.outside));
        let rows = rows.into_iter().map(|(label, value)| vec![label, value.to_string()]).collect();
        let columns = [("shelter-col-item", false), ("shelter-col-count", true)];
        List { rows, ..self.list(words, "shelter-heads-title", &columns) }
    }

    /// Name and value of the facility report.
    #[must_use]
    pub fn report(&self, office: &str) -> Vec<(String, String)> {
        report::rows(&report::Facts {
            shelter: &self.open.told,
            opened: self.open.opened,
            closed: self.open.closed,
            counts: &self.counts,
            conditions: &self.conditions,
            office,
            at: self.at,
        })
    }

    /// The facility report as a list, for paper and as a table.
    #[must_use]
    pub fn report_list(&self, words: &Words, office: &str) -> List {
        let rows = self.report(office).into_iter().map(|(name, value)| vec![name, value]).collect();
        let columns = [("shelter-col-item", false), ("shelter-col-value", false)];
        List { rows, ..self.list(words, "shelter-report-title", &columns) }
    }

    /// The facility report as one JSON object, numbers as numbers.
    #[must_use]
    pub fn report_json(&self, office: &str) -> Value {
        let value = |name: &str, text: String| match text.parse::<u64>() {
            Ok(number) if !name.ends_with("ID") && !name.ends_with("コード") => json!(number),
            _ => json!(text),
        };
        self.report(office).into_iter().map(|(name, text)| (name.clone(), value(&name, text))).collect()
    }
}

fn row(words: &Words, one: &Inside, today: jiff::civil::Date) -> Vec<String> {
    let who = &one.who;
    let text = |words: &Option<crate::service::shelter::person::Wiped>| {
        words.as_ref().map(|words| words.to_string()).unwrap_or_default()
    };
    let years = who.birth.map(|birth| age(birth, today).to_string());
    let years = years.or_else(|| who.band.map(|band| words.get(band.key()))).unwrap_or_default();
    let consent = match who.consent {
        Some(true) => words.get("shelter-slip-consent-yes"),
        Some(false) => words.get("shelter-slip-consent-no"),
        None => String::new(),
    };
    vec![
        who.called().map_or_else(|| words.get("shelter-unnamed"), str::to_owned),
        text(&who.kana),
        years,
        who.sex.map(|sex| words.get(sex.key())).unwrap_or_default(),
        text(&who.address),
        needs(words, who),
        time(one.since),
        consent,
    ]
}

/// Needs, what was told of them, and where somebody stays who is not in the building.
#[must_use]
pub fn needs(words: &Words, who: &Who) -> String {
    let mut all: Vec<String> = who
        .needs
        .iter()
        .map(|(need, urgency)| match urgency {
            Urgency::Now | Urgency::Today => format!("{}（{}）", words.get(need.key()), words.get(urgency.key())),
            Urgency::None | Urgency::Known => words.get(need.key()),
        })
        .collect();
    all.extend(who.allergies.iter().chain(&who.medicines).chain(&who.language).map(|words| words.to_string()));
    all.extend(who.stay.filter(|stay| *stay != Stay::Shelter).map(|stay| words.get(stay.key())));
    all.join("、")
}

/// `11/23 21:04`, local.
#[must_use]
pub fn time(at: Timestamp) -> String {
    at.to_zoned(japan()).strftime("%-m/%-d %-H:%M").to_string()
}

/// Blank cards for `assets/reports/shelter-cards.typ`: number, code, and the code as people read it.
#[must_use]
pub fn cards(first: u32, tokens: &[String], place: &str, practice: bool) -> Value {
    let card =
        |(token, number): (&String, u32)| json!({ "number": number, "words": code::grouped(token), "qr": qr(token) });
    let cards: Vec<Value> = tokens.iter().zip(first..).map(card).collect();
    json!({ "glyphs": [], "practice": practice, "place": place, "cards": cards })
}
