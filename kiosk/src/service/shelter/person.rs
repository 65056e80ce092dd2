//! A person at a shelter (避難者): what was asked and answered so far. Every part may be missing and be added later.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use super::words::{Ref, Wiped};

/// 性別 as the government's report counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    Male,
    Female,
    /// 答えたくない
    Unanswered,
}

/// An age band (年代), for people whose day of birth nobody knows too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Band {
    /// 乳児, under 1.
    Baby,
    /// 幼児, 1 to 5.
    Infant,
    /// 6 to 14.
    Child,
    /// 15 to 64.
    Adult,
    /// 65 to 74.
    Senior,
    /// 75 and older.
    Old,
}

/// Something a person needs (配慮が必要なこと).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    Illness,
    Pregnant,
    Infant,
    Disabled,
    Care,
    Device,
    Oxygen,
    Dialysis,
    Medicine,
    Doctor,
    Moving,
    Milk,
    Allergy,
    Diet,
    Language,
    Contact,
    Sleep,
}

/// How soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Urgency {
    /// Said and taken back.
    None,
    Known,
    Today,
    Now,
}

/// Where somebody stays (過ごす場所).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stay {
    #[default]
    Shelter,
    Car,
    Home,
    Relatives,
}

/// How somebody came in or how it is known who they are (受付方法).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// A My Number card or a licence was read.
    Card,
    /// A registered tap.
    Tap,
    /// A licence or another paper with the name was shown, and the name typed.
    Shown,
    /// A token's code.
    Code,
    #[default]
    Typed,
    /// A handwritten card, entered afterwards.
    Paper,
    /// By staff on their page.
    Staff,
}

/// What is known about a person. A later one overlays an earlier one, part by part.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Who {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Wiped>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kana: Option<Wiped>,
    /// よび名, where somebody wants no name on the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<Wiped>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub band: Option<Band>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Wiped>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Wiped>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Wiped>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub needs: BTreeMap<Need, Urgency>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allergies: Option<Wiped>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medicines: Option<Wiped>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pets: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stay: Option<Stay>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// 安否の問い合わせに答えてよい. `None`: not asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Wiped>,
    /// Somebody who cannot say who they are.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unknown: bool,
}

impl Who {
    /// Overlays what `later` says on this.
    pub fn take(&mut self, later: &Self) {
        fn over<T: Clone>(to: &mut Option<T>, from: &Option<T>) {
            if from.is_some() {
                to.clone_from(from);
            }
        }
        over(&mut self.name, &later.name);
        over(&mut self.kana, &later.kana);
        over(&mut self.nickname, &later.nickname);
        over(&mut self.birth, &later.birth);
        over(&mut self.band, &later.band);
        over(&mut self.sex, &later.sex);
        over(&mut self.address, &later.address);
        over(&mut self.phone, &later.phone);
        over(&mut self.language, &later.language);
        over(&mut self.allergies, &later.allergies);
        over(&mut self.medicines, &later.medicines);
        over(&mut self.pets, &later.pets);
        over(&mut self.stay, &later.stay);
        over(&mut self.room, &later.room);
        over(&mut self.consent, &later.consent);
        over(&mut self.note, &later.note);
        self.needs.extend(later.needs.iter().map(|(need, urgency)| (*need, *urgency)));
        self.needs.retain(|_, urgency| *urgency != Urgency::None);
        self.unknown = (self.unknown || later.unknown) && self.name.is_none();
    }

    /// What they are called: nickname before name before kana; `None` for somebody without any.
    #[must_use]
    pub fn called(&self) -> Option<&str> {
        self.nickname.as_ref().or(self.name.as_ref()).or(self.kana.as_ref()).map(|words| &**words)
    }

    /// The age band on a day.
    #[must_use]
    pub fn band_on(&self, today: Date) -> Option<Band> {
        self.birth.map(|birth| Band::of(age(birth, today))).or(self.band)
    }
}

/// Whole years; a birthday that is still to come counts as 0.
#[must_use]
pub fn age(birth: Date, today: Date) -> u16 {
    let had = (today.month(), today.day()) >= (birth.month(), birth.day());
    let years = i32::from(today.year()) - i32::from(birth.year()) - i32::from(!had);
    u16::try_from(years.max(0)).unwrap_or(0)
}

impl Band {
    pub const ALL: [Self; 6] = [Self::Baby, Self::Infant, Self::Child, Self::Adult, Self::Senior, Self::Old];

    /// The band of an age in whole years.
    #[must_use]
    pub const fn of(age: u16) -> Self {
        match age {
            0 => Self::Baby,
            1..6 => Self::Infant,
            6..15 => Self::Child,
            15..65 => Self::Adult,
            65..75 => Self::Senior,
            75.. => Self::Old,
        }
    }

    /// The stable word.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Baby => "baby",
            Self::Infant => "infant",
            Self::Child => "child",
            Self::Adult => "adult",
            Self::Senior => "senior",
            Self::Old => "old",
        }
    }

    /// The key of its sentence.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Baby => "shelter-band-baby",
            Self::Infant => "shelter-band-infant",
            Self::Child => "shelter-band-child",
            Self::Adult => "shelter-band-adult",
            Self::Senior => "shelter-band-senior",
            Self::Old => "shelter-band-old",
        }
    }
}

impl Sex {
    pub const ALL: [Self; 3] = [Self::Male, Self::Female, Self::Unanswered];

    /// The stable word.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
            Self::Unanswered => "unanswered",
        }
    }

    /// The key of its sentence.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Male => "shelter-sex-male",
            Self::Female => "shelter-sex-female",
            Self::Unanswered => "shelter-sex-unanswered",
        }
    }
}

impl Stay {
    pub const ALL: [Self; 4] = [Self::Shelter, Self::Car, Self::Home, Self::Relatives];

    /// The stable word.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Shelter => "shelter",
            Self::Car => "car",
            Self::Home => "home",
            Self::Relatives => "relatives",
        }
    }

    /// The key of its sentence.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Shelter => "shelter-stay-shelter",
            Self::Car => "shelter-stay-car",
            Self::Home => "shelter-stay-home",
            Self::Relatives => "shelter-stay-relatives",
        }
    }
}

impl Urgency {
    /// What one more press makes of it.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::None => Self::Known,
            Self::Known => Self::Today,
            Self::Today => Self::Now,
            Self::Now => Self::None,
        }
    }

    /// The key of its sentence.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::None => "shelter-urgency-none",
            Self::Known => "shelter-urgency-known",
            Self::Today => "shelter-urgency-today",
            Self::Now => "shelter-urgency-now",
        }
    }
}

/// Id and sentence of every need, in the order in which they are asked.
pub const NEEDS: [(Need, &str, &str); 17] = [
    (Need::Illness, "illness", "shelter-need-illness"),
    (Need::Oxygen, "oxygen", "shelter-need-oxygen"),
    (Need::Dialysis, "dialysis", "shelter-need-dialysis"),
    (Need::Medicine, "medicine", "shelter-need-medicine"),
    (Need::Doctor, "doctor", "shelter-need-doctor"),
    (Need::Pregnant, "pregnant", "shelter-need-pregnant"),
    (Need::Infant, "infant", "shelter-need-infant"),
    (Need::Milk, "milk", "shelter-need-milk"),
    (Need::Care, "care", "shelter-need-care"),
    (Need::Moving, "moving", "shelter-need-moving"),
    (Need::Disabled, "disabled", "shelter-need-disabled"),
    (Need::Device, "device", "shelter-need-device"),
    (Need::Allergy, "allergy", "shelter-need-allergy"),
    (Need::Diet, "diet", "shelter-need-diet"),
    (Need::Language, "language", "shelter-need-language"),
    (Need::Contact, "contact", "shelter-need-contact"),
    (Need::Sleep, "sleep", "shelter-need-sleep"),
];

impl Need {
    /// The stable word.
    #[must_use]
    pub fn id(self) -> &'static str {
        NEEDS.iter().find(|(need, ..)| *need == self).map_or("", |(_, id, _)| id)
    }

    /// The key of its sentence.
    #[must_use]
    pub fn key(self) -> &'static str {
        NEEDS.iter().find(|(need, ..)| *need == self).map_or("", |(.., key)| key)
    }

    /// By its stable word.
    #[must_use]
    pub fn by_id(id: &str) -> Option<Self> {
        NEEDS.iter().find(|(_, word, _)| *word == id).map(|(need, ..)| *need)
    }
}
