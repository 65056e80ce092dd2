//! Fees of certificates (証明書の手数料): `config/certificates.toml`: what each costs, what it costs with the card, who pays
//! nothing and why.

use serde::Deserialize;

use crate::config::Name;
use crate::service::counter::Symbol;

/// Everything in `certificates.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    pub queue: Queue,
    pub register: Register,
    pub hand_over: HandOver,
    pub certificate: Vec<Certificate>,
    pub exemption: Vec<Exemption>,
}

/// Numbers that people are called by.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Queue {
    /// What stands before the number.
    pub prefix: String,
    /// The first number of every day.
    pub first: u32,
}

impl Default for Queue {
    fn default() -> Self {
        Self { prefix: String::new(), first: 101 }
    }
}

/// What the register reads.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Register {
    /// Two digits before an in-store JAN-13 (インストアマーキング): 20 to 29, or 02.
    pub prefix: String,
    /// How the fee slip bears it.
    pub symbol: Symbol,
}

impl Default for Register {
    fn default() -> Self {
        Self { prefix: "29".to_owned(), symbol: Symbol::Jan }
    }
}

/// Where requests go besides the counter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HandOver {
    /// A folder that the issuing system looks into; none: nothing is handed over.
    pub folder: Option<String>,
}

/// One kind of certificate.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    pub id: String,
    pub name: Name,
    /// Yen each.
    pub fee: u32,
    /// Yen each for whoever proved themselves with the card; the same where it is not said.
    #[serde(default)]
    pub card_fee: Option<u32>,
    /// The most copies in one request.
    #[serde(default = "five")]
    pub most: u8,
}

const fn five() -> u8 {
    5
}

/// A reason to pay less or nothing (減免).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    pub id: String,
    pub name: Name,
    /// How much less, per cent.
    #[serde(default = "hundred")]
    pub percent: u8,
    /// For these certificates; none is all.
    #[serde(default)]
    pub certificates: Vec<String>,
}

const fn hundred() -> u8 {
    100
}

/// One line of a request.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, Deserialize)]
pub struct Line {
    pub certificate: String,
    pub copies: u8,
    /// Yen each, as it is asked for.
    pub unit: u32,
    /// Yen altogether.
    pub sum: u32,
}

impl Rules {
    /// A certificate by its id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Certificate> {
        self.certificate.iter().find(|one| one.id == id)
    }

    /// What is asked for, with its fees. What is not known any more is left out.
    #[must_use]
    pub fn lines(&self, choices: &[(String, u8)], by_card: bool, exemption: Option<&str>) -> Vec<Line> {
        let exemption = exemption.and_then(|id| self.exemption.iter().find(|one| one.id == id));
        let line = |(id, copies): &(String, u8)| {
            let certificate = self.get(id)?;
            let full = certificate.card_fee.filter(|_| by_card).unwrap_or(certificate.fee);
            let counts = |one: &&Exemption| one.certificates.is_empty() || one.certificates.contains(id);
            let unit = exemption.filter(counts).map_or(full, |one| {
                // Less than a yen is nobody's: rounded down for whoever pays.
                let left = u64::from(full) * u64::from(100_u8.saturating_sub(one.percent)) / 100;
                u32::try_from(left).unwrap_or(full)
            });
            Some(Line { certificate: id.clone(), copies: *copies, unit, sum: unit.saturating_mul(u32::from(*copies)) })
        };
        choices.iter().filter_map(line).collect()
    }

    /// The key that is wrong, and why.
    #[must_use]
    pub fn contradiction(&self) -> Option<(String, &'static str)> {
        let prefix = self.register.prefix.as_str();
        if prefix.len() != 2
            || !(prefix == "02" || (prefix.starts_with('2') && prefix.bytes().all(|b| b.is_ascii_digit())))
        {
            return Some(("register.prefix".into(), "02 or 20 to 29"));
        }
        for (at, one) in self.certificate.iter().enumerate() {
            let twice = self.certificate.iter().take(at).any(|other| other.id == one.id);
            if one.id.is_empty() || twice {
                return Some((format!("certificate.{}.id", one.id), "two certificates bear this id, or it is empty"));
            }
            if one.most == 0 || one.most > 9 {
                return Some((format!("certificate.{}.most", one.id), "1 to 9"));
            }
            if one.card_fee.is_some_and(|fee| fee > one.fee) {
                return Some((format!("certificate.{}.card_fee", one.id), "more than without the card"));
            }
        }
        for one in &self.exemption {
            if !(1..=100).contains(&one.percent) {
                return Some((format!("exemption.{}.percent", one.id), "1 to 100"));
            }
            if one.certificates.iter().any(|id| self.get(id).is_none()) {
                return Some((format!("exemption.{}.certificates", one.id), "no certificate bears this id"));
            }
        }
        None
    }
}

/// Yen of all lines.
#[must_use]
pub fn total(lines: &[Line]) -> u32 {
    lines.iter().map(|line| line.sum).sum()
}

/// An in-store JAN-13 for the register: prefix, the last five digits of the number, five digits of yen, check digit. `None`
/// for 100,000 yen and more, which no register takes in so.
#[must_use]
pub fn register_code(rules: &Rules, number: u64, yen: u32) -> Option<String> {
    (yen <= 99_999).then(|| {
        let body = format!("{}{:05}{yen:05}", rules.register.prefix, number % 100_000);
        let sum: u32 =
            body.chars().zip([1, 3].into_iter().cycle()).filter_map(|(c, w)| c.to_digit(10).map(|d| d * w)).sum();
        format!("{body}{}", (10 - sum % 10) % 10)
    })
}
