//! Programmes (優遇の制度): who is eligible, how much, how often, where: `config/privileges.toml`.

use jiff::civil::Date;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use crate::config::Name;
use crate::form::functions::age;

/// Everything in `privileges.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Programmes {
    /// Whose terminal this is: then nobody is asked for the shop.
    pub here: Option<String>,
    pub merchant: Vec<Merchant>,
    pub programme: Vec<Programme>,
}

/// A shop, a taxi company, a bath house.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Merchant {
    pub id: String,
    pub name: Name,
}

/// What a programme gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gives {
    /// A slip with a code, redeemed once.
    Voucher,
    /// Something off at once.
    Discount,
    /// A paper that says whether somebody is eligible, and nothing else.
    Proof,
}

/// By what a person is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// Their My Number card is opened here; town and age are judged by it.
    Holders,
    /// They registered a card for this service; town and age were judged then.
    Registered,
    /// They applied for a My Number card; staff registered the code of their application.
    Applicants,
}

/// Which year a cap by year means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Year {
    /// April to March (会計年度).
    #[default]
    Fiscal,
    Calendar,
}

/// One programme.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    pub id: String,
    pub name: Name,
    pub gives: Gives,
    /// First and last day, both included.
    #[serde(default)]
    pub from: Option<Date>,
    #[serde(default)]
    pub until: Option<Date>,
    pub who: Vec<Who>,
    /// Beginnings of addresses, with or without the prefecture: 三条市. None: any.
    #[serde(default)]
    pub towns: Vec<String>,
    /// Full years, both included.
    #[serde(default)]
    pub age_from: Option<u8>,
    #[serde(default)]
    pub age_to: Option<u8>,
    /// Yen each time; with `percent` the most that is given.
    #[serde(default)]
    pub yen: Option<u32>,
    /// Of the price, which is then asked for.
    #[serde(default)]
    pub percent: Option<u8>,
    #[serde(default)]
    pub per_day: Option<u32>,
    #[serde(default)]
    pub per_month: Option<u32>,
    #[serde(default)]
    pub per_year: Option<u32>,
    #[serde(default)]
    pub year: Year,
    /// Once and never again.
    #[serde(default)]
    pub once: bool,
    /// Days a voucher may be redeemed in, the day it was issued included.
    #[serde(default = "ninety")]
    pub voucher_days: u16,
    /// Where it counts, by id; none is everywhere.
    #[serde(default)]
    pub merchants: Vec<String>,
}

const fn ninety() -> u16 {
    90
}

/// How often somebody used a programme, in each period that may have a cap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Used {
    pub day: u32,
    pub month: u32,
    pub year: u32,
    pub ever: u32,
}

/// Which cap is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cap {
    Day,
    Month,
    Year,
    Once,
}

impl Programmes {
    /// A programme by its id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Programme> {
        self.programme.iter().find(|programme| programme.id == id)
    }

    /// The name of a shop; its id where it is not known any more.
    #[must_use]
    pub fn merchant(&self, id: &str) -> Name {
        let known = self.merchant.iter().find(|merchant| merchant.id == id);
        known.map_or_else(|| Name::new(id, &[]), |merchant| merchant.name.clone())
    }

    /// Shops where a programme counts, or only this terminal's own.
    #[must_use]
    pub fn places(&self, programme: &Programme) -> Vec<&Merchant> {
        let counts = |id: &String| programme.merchants.is_empty() || programme.merchants.contains(id);
        let here = |id: &String| self.here.as_ref().is_none_or(|here| here == id);
        self.merchant.iter().filter(|merchant| counts(&merchant.id) && here(&merchant.id)).collect()
    }

    /// The key that is wrong, and why.
    #[must_use]
    pub fn contradiction(&self) -> Option<(String, &'static str)> {
        let known = |id: &String| self.merchant.iter().any(|merchant| merchant.id == *id);
        if self.here.as_ref().is_some_and(|id| !known(id)) {
            return Some(("here".into(), "no merchant bears this id"));
        }
        for (at, programme) in self.programme.iter().enumerate() {
            let wrong = |key: &str, what| Some((format!("programme.{}.{key}", programme.id), what));
            if programme.id.is_empty() || self.programme.iter().take(at).any(|other| other.id == programme.id) {
                return wrong("id", "two programmes bear this id, or it is empty");
            }
            if programme.who.is_empty() {
                return wrong("who", "nobody could use it");
            }
            if programme.gives != Gives::Proof && programme.yen.is_none() {
                return wrong("yen", "how much is missing");
            }
            if programme.percent.is_some_and(|percent| !(1..=100).contains(&percent)) {
                return wrong("percent", "1 to 100");
            }
            if programme.gives == Gives::Proof && programme.who != [Who::Holders] {
                return wrong("who", "a proof is judged by the card: holders only");
            }
            if !programme.merchants.iter().all(known) {
                return wrong("merchants", "no merchant bears this id");
            }
            if programme.voucher_days == 0 {
                return wrong("voucher_days", "at least 1");
            }
        }
        None
    }
}

impl Programme {
    /// Whether it is on that day.
    #[must_use]
    pub fn is_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether somebody who lives there and was born then is eligible on that day.
    #[must_use]
    pub fn admits(&self, address: &str, birth: Option<Date>, day: Date) -> bool {
        let lives = self.towns.is_empty() || self.towns.iter().any(|town| is_in(address, town));
        let years = birth.map(|birth| age(birth, day));
        let from = self.age_from.is_none_or(|from| years.is_some_and(|years| years >= i64::from(from)));
        let to = self.age_to.is_none_or(|to| years.is_some_and(|years| years <= i64::from(to)));
        self.is_on(day) && lives && from && to
    }

    /// Yen for a price; `None` where the price is needed and was not told.
    #[must_use]
    pub fn amount(&self, price: Option<u32>) -> Option<u32> {
        match (self.percent, price) {
            (None, None) => self.yen,
            (None, Some(price)) => self.yen.map(|yen| yen.min(price)),
            (Some(_), None) => None,
            (Some(percent), Some(price)) => {
                let part = u64::from(price) * u64::from(percent) / 100;
                let part = u32::try_from(part).unwrap_or(u32::MAX);
                Some(self.yen.map_or(part, |most| part.min(most)))
            }
        }
    }

    /// The cap that is reached, the longest first.
    #[must_use]
    pub fn reached(&self, used: &Used) -> Option<Cap> {
        let full = |cap: Option<u32>, used: u32| cap.is_some_and(|cap| used >= cap);
        if self.once && used.ever > 0 {
            Some(Cap::Once)
        } else if full(self.per_year, used.year) {
            Some(Cap::Year)
        } else if full(self.per_month, used.month) {
            Some(Cap::Month)
        } else if full(self.per_day, used.day) {
            Some(Cap::Day)
        } else {
            None
        }
    }

    /// What there is one of: the next place under the longest cap. `None` where there is no cap.
    #[must_use]
    pub fn slot(&self, used: &Used, day: Date) -> Option<String> {
        let place = if self.once {
            "once".to_owned()
        } else if self.per_year.is_some() {
            format!("{}/{}", self.first_of_year(day).year(), used.year + 1)
        } else if self.per_month.is_some() {
            format!("{}/{}", day.strftime("%Y-%m"), used.month + 1)
        } else if self.per_day.is_some() {
            format!("{day}/{}", used.day + 1)
        } else {
            return None;
        };
        Some(format!("privilege/{}/{place}", self.id))
    }

    /// The first day of the year that a cap by year counts in.
    #[must_use]
    pub fn first_of_year(&self, day: Date) -> Date {
        match self.year {
            Year::Calendar => day.first_of_year(),
            Year::Fiscal if day.month() >= 4 => Date::constant(day.year(), 4, 1),
            Year::Fiscal => Date::constant(day.year() - 1, 4, 1),
        }
    }

    /// The last day a voucher issued on that day may be redeemed.
    #[must_use]
    pub fn last_day(&self, day: Date) -> Date {
        let days = jiff::Span::new().days(i64::from(self.voucher_days) - 1);
        let last = day.checked_add(days).unwrap_or(day);
        self.until.map_or(last, |until| until.min(last))
    }
}

/// Whether an address lies in a town: it begins with it, after the prefecture or without. Widths do not count.
fn is_in(address: &str, town: &str) -> bool {
    let plain = |text: &str| text.nfkc().filter(|c| !c.is_whitespace()).collect::<String>();
    let (address, town) = (plain(address), plain(town));
    if town.is_empty() {
        return false;
    }
    // 京都府, 東京都, 北海道 and the rest: none is longer than four letters.
    let after = address.char_indices().take(4).find(|(at, c)| {
        matches!(c, '都' | '道' | '府' | '県') && !(*c == '都' && *at > 0 && address.starts_with("京都"))
    });
    let rest = after.and_then(|(at, c)| address.get(at + c.len_utf8()..));
    address.starts_with(&town) || rest.is_some_and(|rest| rest.starts_with(&town))
}
