//! Staff pages (係の画面): coming in, cases, protection, the day, the record, the terminal, accounts.
//!
//! Names of residents lie in a [`Board`], never inside a message. What may be done is decided behind the screen; a page
//! only leaves out what would be refused.

mod accounts;
mod ask;
mod audit;
mod board;
mod case;
mod day;
mod examine;
mod first;
mod intent;
mod list;
mod login;
mod own;
mod person;
mod printers;
mod protection;
mod rail;
mod readers;
mod recovery;
mod registrations;
mod said;
mod services;
mod shown;
mod slips;
mod spot;
mod taken;
mod touch;
mod typed;

use zeroize::Zeroizing;

use super::Context;
use super::sheet::{self, Sheet};
use crate::alive::battery::Battery;
use crate::reader::touch::Probe;
use crate::widget::Element;
use crate::widget::keypad::Key;

pub use intent::{Asking, Intent};
pub use said::{Answer, Message};
pub use shown::{
    Account, AuditLine, AuditQuestion, Board, Covered, DayShown, Device, Finding, Item, Lamp, Left, Paper, Powers,
    Protected, Registration, Registry, Row, Sealed, Sibling, State, Switched, together,
};
pub use slips::{SlipRow, SlipState};
pub use spot::{Coming, Listed, Services, Spot, goes};

/// Which page stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum At {
    #[default]
    Cases,
    Case(u64),
    /// The person at the counter now.
    Person,
    Protection,
    Day,
    Audit,
    Examine,
    /// The touch test of a reader.
    Touch,
    /// Readers in detail.
    Readers,
    /// Tokens that people registered.
    Registrations,
    Printers,
    /// The services that have pages for staff.
    Services,
    /// A page of one.
    Service(Spot),
    Accounts,
    /// One account.
    Account(String),
    /// One's own password.
    Own,
    /// The recovery key of the first start.
    Recovery,
}

/// Which cases are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    #[default]
    Open,
    Handed,
    All,
}

/// Who is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inside {
    pub name: String,
    /// The role's word, for its name in the sentences.
    pub role: &'static str,
    pub may: Powers,
}

/// The staff pages' state. No `Debug`: a password is typed here.
#[derive(Default)]
pub struct Desk {
    pub inside: Option<Inside>,
    /// There is no account yet: the first administrator is made here.
    pub first: bool,
    pub name: String,
    /// Names of accounts to pick from; a counter has few.
    pub names: Vec<String>,
    pub password: Zeroizing<String>,
    pub again: Zeroizing<String>,
    /// The new password a second time.
    pub repeated: Zeroizing<String>,
    /// A staff card and its PIN are asked for instead of a name and a password.
    pub card: bool,
    /// What a reader that types told of a staff card.
    pub token: Zeroizing<String>,
    /// Why the last try to come in failed, by code, and the seconds to wait.
    pub refused: Option<(&'static str, u64)>,
    /// Only the last try of a PIN is to be agreed to; nothing of other people is shown.
    pub agreeing: bool,
    pub at: At,
    /// Whether the questions of the visit under way are answered here; nothing where nobody is asked anything.
    pub leading: Option<bool>,
    /// Forms, by id and title, that staff may begin for a person now.
    pub begins: Vec<(String, String)>,
    /// Visits that came to no end and can be gone on with.
    pub left: Vec<Left>,
    pub filter: Filter,
    /// What is searched for on the list.
    pub search: String,
    pub board: Board,
    /// The form of the case that is open, as a picture, and whether it is looked at large.
    pub sheet: Sheet,
    pub large: bool,
    pub covered: Covered,
    /// The recovery key while it is shown, in groups.
    pub sealed: Sealed,
    /// The terminal where the case on this page is open too.
    pub elsewhere: Option<String>,
    /// Protected cases that wait for a supervisor; told without saying whose.
    pub held: usize,
    pub asking: Option<(Intent, Asking)>,
    pub day: Option<DayShown>,
    pub question: AuditQuestion,
    pub audit: Vec<AuditLine>,
    /// What the last check of the record said: a sentence, and whether all was well.
    pub checked: Option<(String, bool)>,
    pub findings: Vec<Finding>,
    /// What the readers say of themselves.
    pub readers: Vec<Finding>,
    pub accounts: Vec<Account>,
    pub registry: Registry,
    pub services: Services,
    /// The probes of the touch test so far, and whether it goes on.
    pub probes: Vec<Probe>,
    pub probing: bool,
    /// Something is being asked of the record or the machine.
    pub busy: bool,
    /// What was done last, as a sentence.
    pub done: Option<String>,
    /// Seconds without a touch, and since the login.
    pub still: u32,
    pub since: u32,
    /// Seconds until the page locks, when that is soon.
    pub locks_in: Option<u32>,
    /// Somebody calls.
    pub calling: bool,
    /// The counter is closed.
    pub shut: bool,
    /// The day it is, as the head says it, and the time.
    pub now: String,
    /// The same with its year, for whoever compares the clock.
    pub wall: String,
    /// A fault of the record or the paper, by code.
    pub fault: Option<&'static str>,
    /// How the printers stand, the receipt printer first.
    pub printers: Vec<crate::paper::Standing>,
    /// The newest slips of counters, newest first.
    pub slips: Vec<SlipRow>,
    /// Where the terminal has one.
    pub battery: Option<Battery>,
}

impl Desk {
    /// The page's name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match (&self.inside, &self.asking, &self.at) {
            (None, ..) if self.first => "first",
            (None, ..) => "login",
            (Some(_), Some(_), _) => "ask",
            (Some(_), None, At::Cases) => "list",
            (Some(_), None, At::Case(_)) => "case",
            (Some(_), None, At::Person) => "person",
            (Some(_), None, At::Protection) => "protection",
            (Some(_), None, At::Day) => "day",
            (Some(_), None, At::Audit) => "audit",
            (Some(_), None, At::Examine) => "examine",
            (Some(_), None, At::Touch) => "touch",
            (Some(_), None, At::Readers) => "readers",
            (Some(_), None, At::Registrations) => "registrations",
            (Some(_), None, At::Printers) => "printers",
            (Some(_), None, At::Accounts | At::Account(_)) => "accounts",
            (Some(_), None, At::Services) => "services",
            (Some(_), None, At::Service(_)) => "service",
            (Some(_), None, At::Own) => "own",
            (Some(_), None, At::Recovery) => "recovery",
        }
    }

    /// A fresh login: nothing of anybody is left.
    pub fn greet(&mut self, agreeing: bool) {
        self.board.put(Vec::new());
        self.covered.put(Vec::new());
        self.registry.rows.put(Vec::new());
        self.sealed.put(Vec::new());
        let (calling, shut, first, battery) = (self.calling, self.shut, self.first, self.battery);
        let printers = std::mem::take(&mut self.printers);
        *self = Self { agreeing, calling, shut, first, battery, printers, ..Self::default() };
    }

    /// Whether the account of the login may do something.
    #[must_use]
    pub fn may(&self) -> Powers {
        self.inside.as_ref().map(|inside| inside.may).unwrap_or_default()
    }

    /// Takes what was typed and picked.
    pub fn update(&mut self, message: &Message) {
        self.still = 0;
        self.locks_in = None;
        match message {
            Message::Name(name) => self.name.clone_from(name),
            Message::Password(password) => self.password = password.clone(),
            Message::ByCard(card) => {
                (self.card, self.refused) = (*card, None);
                self.forget_typed();
            }
            Message::Token(token) if self.asking.is_none() => self.token = token.clone(),
            Message::Again(password) => self.again = password.clone(),
            Message::Repeated(password) => self.repeated = password.clone(),
            Message::Key(Key::Digit(digit)) => self.password.push(char::from(b'0' + digit.min(&9))),
            Message::Key(Key::Erase) => drop(self.password.pop()),
            Message::Key(Key::Clear) => self.password = Zeroizing::default(),
            Message::Go(at) => {
                self.services.leave(&self.at, at);
                (self.at, self.large) = (at.clone(), false);
                (self.done, self.fault, self.checked, self.asking) = (None, None, None, None);
                self.forget_typed();
            }
            Message::Large(large) => self.large = *large,
            Message::Sheet(message) => drop(self.sheet.update(*message)),
            Message::Filter(filter) => self.filter = *filter,
            Message::Search(words) => self.search.clone_from(words),
            Message::Question(question) => self.question = question.clone(),
            Message::Service(service) => self.registry.service.clone_from(service),
            Message::Ask(intent) => {
                self.done = None;
                let name = self.stands(intent);
                self.asking = Some((intent.clone(), Asking { role: "reception", name, ..Asking::default() }));
            }
            Message::NotNow => self.asking = None,
            Message::Typed { id, value } => self.services.take(id, value),
            Message::Heard => self.calling = false,
            Message::Shut(shut) => self.shut = *shut,
            Message::Leave => self.greet(false),
            _ => self.take_down(message),
        }
    }

    /// Wipes every password that was typed.
    pub fn forget_typed(&mut self) {
        (self.password, self.again) = (Zeroizing::default(), Zeroizing::default());
        (self.repeated, self.token) = (Zeroizing::default(), Zeroizing::default());
    }

    /// `one`: on the residents' display, which is the only one.
    pub fn view<'a>(&self, cx: &Context<'_>, one: bool) -> Element<'a, Message> {
        let Some(inside) = &self.inside else {
            return if self.first { first::view(self, cx, one) } else { login::view(self, cx, one) };
        };
        let matter = match (&self.asking, &self.at) {
            (Some((intent, asking)), _) => ask::view(self, cx, intent, asking),
            (None, At::Cases) => list::view(self, cx),
            (None, At::Case(number)) => case::view(self, cx, *number),
            (None, At::Person) => person::view(self, cx),
            (None, At::Protection) => protection::view(self, cx),
            (None, At::Day) => day::view(self, cx),
            (None, At::Audit) => audit::view(self, cx),
            (None, At::Examine) => examine::view(self, cx),
            (None, At::Touch) => touch::view(self, cx),
            (None, At::Readers) => readers::view(self, cx),
            (None, At::Registrations) => registrations::view(self, cx),
            (None, At::Printers) => printers::view(self, cx),
            (None, At::Accounts) => accounts::view(self, cx),
            (None, At::Account(name)) => accounts::one(self, cx, name),
            (None, At::Services) => services::view(self, cx),
            (None, At::Service(spot)) => board::view(self, cx, spot),
            (None, At::Own) => own::view(self, cx),
            (None, At::Recovery) => recovery::view(self, cx),
        };
        rail::with_rail(self, cx, inside, matter)
    }
}
