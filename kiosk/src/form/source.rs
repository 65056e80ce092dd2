//! Sources of answers (記入のもと): the card, the household, an answer given before. Pure: what is known comes in.

use drivers::card::{Facts, Sex};
use jiff::civil::Date;

use super::{Answers, Kind, Pack, Part, Value, era, functions};

/// Where a field is filled from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The person is asked.
    Asked,
    /// One of the facts of the card: never asked, never among the answers, printed as the card says it.
    Card(Fact),
    /// Rows of the household as its members' own cards or the city's own system tell it; asked with those filled in.
    Household(Whom),
    /// An answer of the same name that was given in another form of the same visit.
    Answer(String),
    /// Staff fill it in, on screen or by hand.
    Staff,
}

/// Who of a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    Everyone,
    Children,
    /// Wife or husband.
    Spouse,
}

impl Whom {
    fn takes(self, member: &Member) -> bool {
        match self {
            Self::Everyone => true,
            Self::Children => matches!(member.relation.as_str(), "child" | "子"),
            Self::Spouse => matches!(member.relation.as_str(), "wife" | "husband" | "妻" | "夫"),
        }
    }
}

/// One of the facts a card tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    Name,
    Address,
    Birth,
    Sex,
}

impl Fact {
    /// The fact in the words of paper.
    #[must_use]
    pub fn words(self, facts: &Facts) -> String {
        match self {
            Self::Name => facts.name.to_string(),
            Self::Address => facts.address.to_string(),
            Self::Birth => birth(facts),
            Self::Sex => sex(facts.sex).to_owned(),
        }
    }
}

/// 和暦 with the western year; western alone for a person whose name is in Latin letters; else what the card says.
#[must_use]
pub fn birth(facts: &Facts) -> String {
    let Some(day) = era::birth(&facts.birth) else { return facts.birth.to_string() };
    if is_latin(&facts.name) {
        return format!("{}年{}月{}日", day.year(), day.month(), day.day());
    }
    format!("{}（{}年）", era::wareki(day), day.year())
}

/// A name with no kanji and no kana: a foreign resident's, whose dates have no eras.
pub(super) fn is_latin(name: &str) -> bool {
    let mut letters = name.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(|c| u32::from(c) < 0x0250)
}

/// 男, 女 or nothing.
#[must_use]
pub const fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "男",
        Sex::Female => "女",
        Sex::NotApplicable | Sex::Unknown => "",
    }
}

/// The answer under which rules see how old the person with the card is.
pub const AGE: &str = "age";

/// Full years on this day, for [`AGE`].
#[must_use]
pub fn age(facts: &Facts, on: Date) -> Option<i64> {
    era::birth(&facts.birth).map(|birth| functions::age(birth, on))
}

/// One member of a household, as a card or the city's system tells; never with the 12-digit number.
#[derive(Clone, Default)]
pub struct Member {
    pub name: zeroize::Zeroizing<String>,
    pub kana: zeroize::Zeroizing<String>,
    /// `YYYY-MM-DD`
    pub birth: zeroize::Zeroizing<String>,
    /// `male`, `female` or nothing
    pub sex: String,
    /// The relation's id as the pack's choice has it, or nothing.
    pub relation: String,
}

impl Member {
    /// What the chip of a member's own card tells, and the relation that was chosen.
    #[must_use]
    pub fn of(facts: &Facts, relation: &str) -> Self {
        let told = |text: &str| zeroize::Zeroizing::new(text.to_owned());
        let sex = match facts.sex {
            Sex::Male => "male",
            Sex::Female => "female",
            Sex::NotApplicable | Sex::Unknown => "",
        };
        Self {
            name: told(&facts.name),
            birth: told(&era::birth(&facts.birth).map(|day| day.to_string()).unwrap_or_default()),
            sex: sex.to_owned(),
            relation: relation.to_owned(),
            ..Self::default()
        }
    }

    /// As a row of these parts. What the parts do not ask for is left out.
    #[must_use]
    pub fn row(&self, parts: &[Part]) -> Answers {
        let known = [
            ("name", self.name.as_str()),
            ("kana", self.kana.as_str()),
            ("birth", self.birth.as_str()),
            ("sex", self.sex.as_str()),
            ("relation", self.relation.as_str()),
        ];
        let fits = |(id, text): (&str, &str)| {
            let part = parts.iter().find(|part| part.id == id)?;
            let value = part.kind.accept(&Value::Text(chosen(&part.kind, text).to_owned()))?;
            (!text.is_empty()).then(|| (id.to_owned(), value))
        };
        known.into_iter().filter_map(fits).collect()
    }
}

/// The id of an option that is told by its Japanese words.
fn chosen<'a>(kind: &'a Kind, text: &'a str) -> &'a str {
    let Kind::Choice { options } = kind else { return text };
    let named = |option: &&super::Choice| {
        let label = super::say(&option.label, "ja");
        label == text || label.split('・').any(|word| word == text)
    };
    options.iter().find(named).map_or(text, |option| option.id.as_str())
}

/// What is known before the questions.
#[derive(Default)]
pub struct Known<'a> {
    /// Members of the household; `None` when the city's system is away.
    pub household: Option<&'a [Member]>,
    /// Answers of other forms of the same visit.
    pub earlier: Option<&'a Answers>,
}

impl Pack {
    /// Answers filled in from what is known, for questions that have none yet. Nothing typed is ever changed.
    #[must_use]
    pub fn prefill(&self, mut answers: Answers, known: &Known) -> Answers {
        for field in self.pages.iter().flat_map(|page| &page.fields) {
            if answers.contains_key(&field.id) {
                continue;
            }
            let found = match (&field.source, &field.kind) {
                (Source::Household(whom), Kind::Rows { parts, max, .. }) => known.household.and_then(|members| {
                    let found = members.iter().filter(|member| whom.takes(member)).take(*max);
                    let rows: Vec<Answers> = found.map(|member| member.row(parts)).collect();
                    (!rows.is_empty()).then_some(Value::Rows(rows))
                }),
                (Source::Household(whom), Kind::Group { parts, .. }) => {
                    let found = known.household.and_then(|members| members.iter().find(|member| whom.takes(member)));
                    found.map(|member| Value::Parts(member.row(parts)))
                }
                (Source::Answer(name), kind) => known.earlier.and_then(|earlier| kind.accept(earlier.get(name)?)),
                _ => None,
            };
            if let Some(value) = found {
                answers.insert(field.id.clone(), value);
            }
        }
        answers
    }
}
