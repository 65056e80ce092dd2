//! The rules of polling (選挙の決まり): `config/polling.toml`, the elections with their ballots and stations.

use jiff::civil::Date;
use serde::Deserialize;

use crate::config::Name;

/// Everything in `polling.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Whether a slip is printed for every elector.
    pub slips: bool,
    /// Seconds between two looks at whether the paper roll changed, 10 to 3600.
    pub paper_seconds: u32,
    /// Where the paper roll goes; empty: nowhere.
    pub paper_folder: String,
    pub elections: Vec<Election>,
}

/// One polling day with its ballots.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Election {
    /// Part of scopes: letters, digits and hyphens.
    pub id: String,
    pub name: Name,
    /// 選挙期日
    pub day: Date,
    pub ballots: Vec<Ballot>,
    pub stations: Vec<Station>,
    /// 期日前投票所
    #[serde(default)]
    pub early: Vec<Early>,
}

/// One paper: 小選挙区, 比例代表, 国民審査 …
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ballot {
    pub id: String,
    pub name: Name,
    /// The first day of early voting for it.
    pub early_from: Date,
}

/// 投票所
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Station {
    pub id: String,
    pub name: Name,
    /// Whose 投票区 vote here.
    pub districts: Vec<String>,
}

/// 期日前投票所: electors of every 投票区 may come.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Early {
    pub id: String,
    pub name: Name,
}

impl Rules {
    #[must_use]
    pub fn election(&self, id: &str) -> Option<&Election> {
        self.elections.iter().find(|election| election.id == id)
    }

    /// What contradicts itself: the key and what is wrong.
    #[must_use]
    pub fn contradiction(&self) -> Option<(&'static str, &'static str)> {
        if !(10..=3600).contains(&self.paper_seconds) {
            return Some(("paper_seconds", "10 to 3600"));
        }
        let word = |id: &str| {
            !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        };
        for election in &self.elections {
            let ballots = election.ballots.iter().map(|ballot| ballot.id.as_str());
            let places = election.stations.iter().map(|one| one.id.as_str());
            let places = places.chain(election.early.iter().map(|one| one.id.as_str()));
            if ![election.id.as_str()].into_iter().chain(ballots.clone()).chain(places.clone()).all(word) {
                return Some(("elections", "ids are lower-case letters, digits and hyphens"));
            }
            if !(1..=5).contains(&election.ballots.len()) {
                return Some(("elections", "one to five ballots"));
            }
            if election.ballots.iter().any(|ballot| ballot.early_from >= election.day) {
                return Some(("early_from", "before the day of the election"));
            }
            if twice(ballots) || twice(places) || twice(self.elections.iter().map(|one| one.id.as_str())) {
                return Some(("elections", "an id stands twice"));
            }
            let districts = election.stations.iter().flat_map(|station| &station.districts).map(String::as_str);
            if election.stations.is_empty() || twice(districts) {
                return Some(("stations", "at least one, and every 投票区 in one only"));
            }
        }
        None
    }
}

fn twice<'a>(ids: impl Iterator<Item = &'a str>) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    ids.into_iter().any(|id| !seen.insert(id))
}

impl Election {
    /// How a ballot is called.
    #[must_use]
    pub fn ballot(&self, id: &str) -> Option<&Ballot> {
        self.ballots.iter().find(|ballot| ballot.id == id)
    }

    /// The station where a 投票区 votes on the day.
    #[must_use]
    pub fn station_of(&self, district: &str) -> Option<&Station> {
        self.stations.iter().find(|station| station.districts.iter().any(|one| one == district))
    }

    /// How a place is called, of whichever sort.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<&Name> {
        let station = self.stations.iter().find(|one| one.id == id).map(|one| &one.name);
        station.or_else(|| self.early.iter().find(|one| one.id == id).map(|one| &one.name))
    }

    /// Whether a 投票区 is one of its own.
    #[must_use]
    pub fn knows(&self, district: &str) -> bool {
        self.station_of(district).is_some()
    }
}
