//! A request made with a form pack (申請): notice, card, person, the pack's pages, check, record.

use jiff::civil::Date;

use super::{CardStays, Known, Service, Step};
use crate::form::Pack;

/// A pack as a service on one day.
pub struct Request<'a> {
    pub pack: &'a Pack,
    pub today: Date,
}

impl Service for Request<'_> {
    fn id(&self) -> &str {
        &self.pack.id
    }

    fn step(&self, known: &Known) -> Step {
        if let Some(number) = known.recorded {
            return Step::Done { number };
        }
        if !self.pack.valid_on(self.today) {
            return Step::Refuse("request-not-valid");
        }
        if !known.noticed {
            return Step::Notice;
        }
        if self.pack.person && !known.facts {
            return Step::Card(CardStays::WhileReading);
        }
        if self.pack.person && !known.confirmed {
            return Step::Person;
        }
        let pages = self.pack.pages(&known.answers, self.today);
        let of = pages.len();
        let open = pages.iter().enumerate().find(|(_, page)| {
            !known.passed.contains(&page.id) || !self.pack.errors(page, &known.answers, self.today).is_empty()
        });
        match open {
            Some((at, page)) => Step::Ask { page: page.id.clone(), at: at + 1, of },
            None if known.agreed => Step::Commit,
            None => Step::Confirm,
        }
    }
}
