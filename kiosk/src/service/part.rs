//! A part of a course (窓口のサービスの一部): what the visit's own pages do for a counter: open a card, ask a form's pages.

use drivers::card::myna::Way;
use jiff::civil::Date;

use super::{CardStays, Known, Service, Step};
use crate::form::Pack;

/// Card, form, or both; then the course goes on.
pub struct Part<'a> {
    pub id: &'a str,
    pub card: bool,
    /// The card signs a challenge instead of telling its facts.
    pub proof: bool,
    pub way: Way,
    /// The form whose pages are asked.
    pub pack: Option<&'a Pack>,
    pub today: Date,
}

impl Service for Part<'_> {
    fn id(&self) -> &str {
        self.id
    }

    fn step(&self, known: &Known) -> Step {
        if (self.card || self.proof) && !known.noticed {
            return Step::Notice;
        }
        if self.proof && !known.proven {
            return Step::Card(CardStays::WhileReading);
        }
        if self.card && !known.facts {
            return Step::Card(CardStays::WhileReading);
        }
        if self.card && !known.confirmed {
            return Step::Person;
        }
        let Some(pack) = self.pack else { return Step::Handed };
        let pages = pack.pages(&known.answers, self.today);
        let of = pages.len();
        let open = pages.iter().enumerate().find(|(_, page)| {
            !known.passed.contains(&page.id) || !pack.errors(page, &known.answers, self.today).is_empty()
        });
        match open {
            Some((at, page)) => Step::Ask { page: page.id.clone(), at: at + 1, of },
            // Nothing goes on before the person saw all answers of this form (DESIGN 8).
            None if !known.agreed => Step::Confirm,
            None => Step::Handed,
        }
    }

    fn proves(&self) -> bool {
        self.proof
    }

    fn first_way(&self) -> Way {
        self.way
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_card_is_announced_opened_and_confirmed_before_the_course_goes_on() {
        let part = Part { id: "pool", card: true, proof: false, way: Way::Pin, pack: None, today: date(2026, 11, 24) };
        let mut known = Known::default();
        assert_eq!(part.step(&known), Step::Notice);
        known.noticed = true;
        assert_eq!(part.step(&known), Step::Card(CardStays::WhileReading));
        known.facts = true;
        assert_eq!(part.step(&known), Step::Person);
        known.confirmed = true;
        assert_eq!(part.step(&known), Step::Handed);
    }
}
