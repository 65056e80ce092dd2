//! Electors (選挙人) as a reception sees them: who, where, and the state of each ballot.

use jiff::civil::{Date, DateTime};
use uuid::Uuid;

/// How it was confirmed who somebody is. Kept with each handing.
pub const HOW: [&str; 5] = ["card", "digits", "ticket", "oath", "known"];

/// What this terminal was opened for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub election: String,
    pub mode: Mode,
    /// Id of the station in the rules.
    pub station: String,
    pub today: Date,
    /// Whether record and clock agree; days decide who may vote, so in doubt nobody may.
    pub sure: bool,
    pub decides: Decides,
}

/// Which reception it is; told on every page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// 期日前投票所 (公職選挙法48条の2)
    Early,
    /// 当日の投票所 (44条)
    Day,
    /// 不在者投票 (49条): 名簿登録地以外の施設などに渡す用紙
    Absentee,
}

/// What this terminal decides by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Decides {
    /// It is the only terminal of the election.
    #[default]
    Everything,
    /// These 投票区.
    Districts(Vec<String>),
    /// Roll numbers from one to another, both included, by their text in equal length.
    Numbers(String, String),
}

/// Whether somebody may vote at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    #[default]
    Eligible,
    /// 死亡
    Dead,
    /// 転出（表示、28条）
    Moved,
    /// 失権・公民権停止 (11条)
    Barred,
    /// 抹消
    Struck,
}

/// One elector. No `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Elector {
    /// Random; the same on every terminal with the same roll.
    pub id: Uuid,
    pub number: String,
    pub name: String,
    pub kana: String,
    /// `1950-01-31`
    pub birth: String,
    pub sex: Sex,
    pub address: String,
    /// 投票区
    pub district: String,
    pub status: Status,
    /// Ballots this elector may have; empty: all of the election.
    pub entitled: Vec<String>,
    pub states: Vec<State>,
    /// A supervisor let this elector through, and why.
    pub allowed: Option<String>,
}

/// 性別 as the roll says it, for the figures of 投票録.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sex {
    Male,
    Female,
    #[default]
    Other,
}

/// What became of one ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    pub ballot: String,
    pub stands: Stands,
    pub at: DateTime,
    /// Id in the rules.
    pub station: String,
    pub terminal: String,
    pub number: u64,
}

/// How a ballot stands. What is not there is 未.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// 期日前交付
    Early,
    /// 当日交付
    Day,
    /// 不在者請求: papers were sent or asked for.
    Asked,
    /// 不在者交付
    Absentee,
    /// Claimed, and nobody knows whether the paper went over the counter.
    Claimed,
}

/// One line of what was found. No `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Brief {
    pub id: Uuid,
    pub number: String,
    pub name: String,
    pub kana: String,
    pub birth: String,
    pub address: String,
}

/// At most [`MOST`] of all that fit.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Found {
    pub rows: Vec<Brief>,
    pub of: u64,
}

/// More are not shown; the count says how many there are.
pub const MOST: usize = 100;

impl Mode {
    pub const ALL: [Self; 3] = [Self::Early, Self::Day, Self::Absentee];

    /// The word in entries and forms.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Early => "early",
            Self::Day => "day",
            Self::Absentee => "absentee",
        }
    }

    #[must_use]
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.id() == id)
    }

    /// Its sentence.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Early => "polling-mode-early",
            Self::Day => "polling-mode-day",
            Self::Absentee => "polling-mode-absentee",
        }
    }

    /// Whether a reason is sworn (施行令49条の8).
    #[must_use]
    pub const fn needs_oath(self) -> bool {
        matches!(self, Self::Early)
    }
}

impl Stands {
    pub const ALL: [Self; 5] = [Self::Early, Self::Day, Self::Asked, Self::Absentee, Self::Claimed];

    /// The word in the state table.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Early => "early",
            Self::Day => "day",
            Self::Asked => "asked",
            Self::Absentee => "absentee",
            Self::Claimed => "claimed",
        }
    }

    #[must_use]
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stands| stands.id() == id)
    }

    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Early => "polling-stands-early",
            Self::Day => "polling-stands-day",
            Self::Asked => "polling-stands-asked",
            Self::Absentee => "polling-stands-absentee",
            Self::Claimed => "polling-stands-claimed",
        }
    }
}

impl Status {
    pub const ALL: [Self; 5] = [Self::Eligible, Self::Dead, Self::Moved, Self::Barred, Self::Struck];

    /// The word in the roll's table.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Eligible => "",
            Self::Dead => "dead",
            Self::Moved => "moved",
            Self::Barred => "barred",
            Self::Struck => "struck",
        }
    }

    #[must_use]
    pub fn of(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.id() == id)
    }

    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Eligible => "polling-status-eligible",
            Self::Dead => "polling-status-dead",
            Self::Moved => "polling-status-moved",
            Self::Barred => "polling-status-barred",
            Self::Struck => "polling-status-struck",
        }
    }
}

impl Sex {
    pub const ALL: [Self; 3] = [Self::Male, Self::Female, Self::Other];

    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Male => "m",
            Self::Female => "f",
            Self::Other => "",
        }
    }

    #[must_use]
    pub fn of(id: &str) -> Self {
        Self::ALL.into_iter().find(|sex| sex.id() == id).unwrap_or_default()
    }

    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Male => "polling-male",
            Self::Female => "polling-female",
            Self::Other => "polling-other",
        }
    }
}

impl Decides {
    /// Whether this terminal decides about an elector of this number and 投票区.
    #[must_use]
    pub fn holds(&self, number: &str, district: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Districts(districts) => districts.iter().any(|one| one == district),
            Self::Numbers(from, to) => {
                let key = |text: &str| (text.trim_start_matches('0').len(), text.trim_start_matches('0').to_owned());
                (key(from)..=key(to)).contains(&key(number))
            }
        }
    }

    /// `all`, `districts:01,02`, `numbers:1-5000`.
    #[must_use]
    pub fn written(&self) -> String {
        match self {
            Self::Everything => "all".to_owned(),
            Self::Districts(districts) => format!("districts:{}", districts.join(",")),
            Self::Numbers(from, to) => format!("numbers:{from}-{to}"),
        }
    }

    /// The other way round; `None` for what says nothing.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if text.trim() == "all" {
            return Some(Self::Everything);
        }
        let (sort, rest) = text.trim().split_once(':')?;
        let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        match sort {
            "districts" => {
                let districts: Vec<_> = rest.split(',').filter_map(some).collect();
                (!districts.is_empty()).then_some(Self::Districts(districts))
            }
            "numbers" => {
                let (from, to) = rest.split_once('-')?;
                Some(Self::Numbers(some(from)?, some(to)?))
            }
            _ => None,
        }
    }
}
