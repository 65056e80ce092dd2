//! Privileges and vouchers (民間優遇サービス): a voucher with a code that is redeemed once, something off at once, or a proof that
//! says yes or no. Whoever decides about a code or a place under a cap is asked by a claim; without an answer nothing is given.

mod pages;
pub mod programme;
pub mod voucher;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use jiff::civil::Date;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::counter::{Claim, Claimed, Counter, Heard, Step, ends};
use super::tap::{Refused, Tap, Use};
use programme::{Cap, Gives, Programme, Programmes, Used, Who};
use voucher::Code;

/// The service's id.
pub const ID: &str = "privilege";

/// The terminal of privileges.
pub struct Privilege {
    pub programmes: Arc<Programmes>,
}

/// By what the person is known in this course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// A registration.
    Registered(Uuid),
    /// The card that was opened.
    Card,
}

/// What it asks for outside.
pub enum Ask {
    /// Whose the printed code is.
    Whose(Zeroizing<String>),
    /// Whether the person is eligible, and how often they used it.
    Judge {
        programme: String,
        known: Known,
    },
    Issue(Grant),
    Use(Grant),
    Prove {
        programme: String,
        yes: bool,
    },
    Look(Code),
    Redeem {
        voucher: Uuid,
        merchant: String,
        yen: u32,
    },
}

/// What is to be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub programme: String,
    pub holder: Uuid,
    /// The place under the cap.
    pub slot: Option<String>,
    pub merchant: String,
    /// `None`: decided when the voucher is redeemed.
    pub yen: Option<u32>,
}

/// What comes back.
pub enum Told {
    Whose(Tap),
    Judged(Judged),
    Given(Result<Given, Cap>),
    Proved {
        number: u64,
        yes: bool,
    },
    /// `None`: this terminal knows no such voucher.
    Voucher(Option<Voucher>),
    /// `None`: it was redeemed or taken back in the meantime.
    Redeemed(Option<u64>),
}

/// What is known of a person in a programme. No fact of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The random id that stands for them.
    pub holder: Uuid,
    pub eligible: bool,
    pub used: Used,
    pub today: Date,
    /// This terminal.
    pub here: String,
}

/// What was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    pub number: u64,
    pub yen: Option<u32>,
    /// The last day, of a voucher.
    pub until: Option<Date>,
}

/// A voucher as this terminal knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voucher {
    pub id: Uuid,
    pub programme: String,
    pub until: Date,
    pub state: State,
    pub today: Date,
    /// This terminal.
    pub here: String,
}

/// Where a voucher stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    Open,
    /// When, in local time.
    Redeemed(String),
    Cancelled,
}

/// Yen with its thousands parted.
#[must_use]
pub fn thousands(yen: u32) -> String {
    let digits = yen.to_string();
    let mut said = String::with_capacity(digits.len() + 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said
}

enum Failure {
    Code(&'static str),
    Late,
}

/// Where the course stands after everything that was heard.
#[derive(Default)]
struct Course<'a> {
    programme: Option<&'a str>,
    by_card: bool,
    facts: bool,
    code: Option<&'a Zeroizing<String>>,
    who: Option<Result<Uuid, Refused>>,
    /// Whether the registration was reached by a code on paper.
    by_code: bool,
    judged: Option<&'a Judged>,
    merchant: Option<&'a str>,
    typed: Option<&'a str>,
    claimed: Option<&'a Claimed>,
    given: Option<&'a Result<Given, Cap>>,
    proved: Option<(u64, bool)>,
    voucher: Option<Option<&'a Voucher>>,
    redeemed: Option<Option<u64>>,
    failure: Option<Failure>,
}

impl<'a> Course<'a> {
    fn of(heard: &'a [Heard<Told>]) -> Self {
        let mut course = Self::default();
        for one in heard {
            course.hear(one);
        }
        course
    }

    fn hear(&mut self, heard: &'a Heard<Told>) {
        match heard {
            Heard::Chosen(id) if id == ends::AGAIN => *self = Self::default(),
            Heard::Chosen(id) if id == pages::CARD => self.by_card = true,
            Heard::Chosen(id) if self.programme.is_none() && self.voucher.is_none() => self.programme = Some(id),
            Heard::Chosen(id) => self.merchant = Some(id),
            Heard::Tapped(tap) => self.who = Some(tap.owner_for(Use::Voucher)),
            // Paper can be copied; the code of an application stands for a registration that staff made.
            Heard::Told(Told::Whose(tap)) => self.who = Some(tap.owner_for(Use::Library)),
            Heard::Code { text, .. } => (self.code, self.by_code) = (Some(text), true),
            Heard::Typed(text) => self.typed = Some(text.as_str()),
            Heard::Facts => self.facts = true,
            Heard::Told(Told::Judged(judged)) => self.judged = Some(judged),
            Heard::Told(Told::Given(given)) => self.given = Some(given),
            Heard::Told(Told::Proved { number, yes }) => self.proved = Some((*number, *yes)),
            Heard::Told(Told::Voucher(voucher)) => self.voucher = Some(voucher.as_ref()),
            Heard::Told(Told::Redeemed(number)) => self.redeemed = Some(*number),
            Heard::Claimed(claimed) => self.claimed = Some(claimed),
            Heard::Failed(code) => self.failure = Some(Failure::Code(code)),
            Heard::Late => self.failure = Some(Failure::Late),
            Heard::Answered(_) | Heard::Authenticated => {}
        }
    }

    /// Whole yen, as they were typed.
    fn price(&self) -> Option<u32> {
        self.typed.and_then(|typed| typed.parse().ok()).filter(|price| (1..=999_999).contains(price))
    }
}

impl Counter for Privilege {
    type Ask = Ask;
    type Told = Told;

    fn id(&self) -> &'static str {
        ID
    }

    fn step(&self, heard: &[Heard<Told>]) -> Step<Ask> {
        let course = Course::of(heard);
        match &course.failure {
            Some(Failure::Code(code)) => return Step::Said(ends::failed(code)),
            Some(Failure::Late) => return Step::Said(ends::late()),
            None => {}
        }
        match (course.programme.and_then(|id| self.programmes.get(id)), course.code) {
            (Some(programme), _) => self.giving(&course, programme),
            (None, Some(code)) => self.redeeming(&course, code),
            (None, None) => Step::Prompt(pages::rest(&self.programmes)),
        }
    }
}

impl Privilege {
    fn giving(&self, course: &Course<'_>, programme: &Programme) -> Step<Ask> {
        let known = match self.known(course, programme) {
            Ok(known) => known,
            Err(step) => return *step,
        };
        let Some(judged) = course.judged else {
            return Step::Need(Ask::Judge { programme: programme.id.clone(), known });
        };
        if programme.gives == Gives::Proof {
            return match course.proved {
                Some((number, yes)) => Step::Said(pages::proved(programme, number, yes)),
                None => Step::Need(Ask::Prove { programme: programme.id.clone(), yes: judged.eligible }),
            };
        }
        if let Some(given) = course.given {
            return Step::Said(match given {
                Ok(given) => pages::given(programme, given),
                Err(cap) => pages::used_up(programme, *cap),
            });
        }
        if !judged.eligible {
            return Step::Said(pages::not_eligible(programme));
        }
        if let Some(cap) = programme.reached(&judged.used) {
            return Step::Said(pages::used_up(programme, cap));
        }
        self.granting(course, programme, judged)
    }

    /// Shop, price, and a place under the cap; then it is written.
    fn granting(&self, course: &Course<'_>, programme: &Programme, judged: &Judged) -> Step<Ask> {
        let discount = programme.gives == Gives::Discount;
        let (mut merchant, mut yen) = (String::new(), programme.amount(None));
        if discount {
            match self.shop(course, programme) {
                Ok(id) => merchant = id,
                Err(step) => return *step,
            }
            match self.yen(course, programme) {
                Ok(amount) => yen = Some(amount),
                Err(step) => return *step,
            }
        }
        let slot = programme.slot(&judged.used, judged.today);
        if let Some(scope) = &slot {
            match course.claimed {
                None => return Step::Claim(Claim { scope: scope.clone(), subject: judged.holder }),
                Some(Claimed::Granted) => {}
                // Nothing was written under it, or the record would count it: the terminal stopped in between.
                Some(Claimed::Taken { terminal, .. }) if *terminal == judged.here => {}
                Some(Claimed::Taken { .. }) => return Step::Said(pages::elsewhere()),
                Some(Claimed::Outside | Claimed::Unknown(_)) => return Step::Said(pages::undecided()),
            }
        }
        let grant = Grant { programme: programme.id.clone(), holder: judged.holder, slot, merchant, yen };
        Step::Need(if discount { Ask::Use(grant) } else { Ask::Issue(grant) })
    }

    /// By what the person is known, or the step that finds out.
    fn known(&self, course: &Course<'_>, programme: &Programme) -> Result<Known, Box<Step<Ask>>> {
        let may = |who: Who| programme.who.contains(&who);
        let by_tap = may(Who::Registered) || may(Who::Applicants);
        if may(Who::Holders) && (course.by_card || !by_tap) {
            return if course.facts { Ok(Known::Card) } else { Err(Box::new(Step::Card)) };
        }
        match (course.who, course.code) {
            (Some(Ok(_)), _) if course.by_code && !may(Who::Applicants) => {
                Err(Box::new(Step::Said(ends::refused(Refused::Proof))))
            }
            (Some(Ok(_)), _) if !course.by_code && !may(Who::Registered) => {
                Err(Box::new(Step::Said(ends::refused(Refused::Nobody))))
            }
            (Some(Ok(of)), _) => Ok(Known::Registered(of)),
            (Some(Err(why)), _) => Err(Box::new(Step::Said(ends::refused(why)))),
            (None, Some(code)) => Err(Box::new(Step::Need(Ask::Whose(code.clone())))),
            (None, None) => Err(Box::new(Step::Prompt(pages::who(programme)))),
        }
    }

    /// The shop, or the page that asks for it.
    fn shop(&self, course: &Course<'_>, programme: &Programme) -> Result<String, Box<Step<Ask>>> {
        let places = self.programmes.places(programme);
        match (places.as_slice(), course.merchant) {
            ([], _) if self.programmes.merchant.is_empty() => Ok(String::new()),
            ([], _) => Err(Box::new(Step::Said(pages::not_here(programme)))),
            ([one], _) => Ok(one.id.clone()),
            (many, Some(id)) if many.iter().any(|place| place.id == id) => Ok(id.to_owned()),
            (many, _) => Err(Box::new(Step::Prompt(pages::shops(programme, many)))),
        }
    }

    /// Yen, or the page that asks for the price.
    fn yen(&self, course: &Course<'_>, programme: &Programme) -> Result<u32, Box<Step<Ask>>> {
        if programme.percent.is_none() {
            return Ok(programme.yen.unwrap_or(0));
        }
        let amount = course.price().and_then(|price| programme.amount(Some(price)));
        amount.ok_or_else(|| Box::new(Step::Prompt(pages::price(programme, course.typed.is_some()))))
    }

    fn redeeming(&self, course: &Course<'_>, code: &str) -> Step<Ask> {
        let Some(parsed) = Code::parse(code) else {
            return Step::Said(if Code::looks_like(code) { pages::misread() } else { pages::no_voucher() });
        };
        let voucher = match course.voucher {
            None => return Step::Need(Ask::Look(parsed)),
            Some(None) => return Step::Said(pages::stranger()),
            Some(Some(voucher)) => voucher,
        };
        let Some(programme) = self.programmes.get(&voucher.programme) else { return Step::Said(pages::stranger()) };
        match course.redeemed {
            Some(Some(number)) => {
                let yen = self.yen(course, programme).unwrap_or(0);
                return Step::Said(pages::redeemed(programme, number, yen));
            }
            Some(None) => return Step::Said(pages::spent(None)),
            None => {}
        }
        match &voucher.state {
            State::Redeemed(when) => return Step::Said(pages::spent(Some(when))),
            State::Cancelled => return Step::Said(pages::cancelled()),
            State::Open if voucher.today > voucher.until => return Step::Said(pages::over(voucher.until)),
            State::Open => {}
        }
        let merchant = match self.shop(course, programme) {
            Ok(id) => id,
            Err(step) => return *step,
        };
        let yen = match self.yen(course, programme) {
            Ok(yen) => yen,
            Err(step) => return *step,
        };
        match course.claimed {
            None => Step::Claim(Claim { scope: format!("voucher/{}", programme.id), subject: voucher.id }),
            Some(Claimed::Granted) => Step::Need(Ask::Redeem { voucher: voucher.id, merchant, yen }),
            // Granted here before and never written: the terminal stopped in between, and the voucher is still open.
            Some(Claimed::Taken { terminal, .. }) if *terminal == voucher.here => {
                Step::Need(Ask::Redeem { voucher: voucher.id, merchant, yen })
            }
            Some(Claimed::Taken { .. }) => Step::Said(pages::spent(None)),
            Some(Claimed::Outside | Claimed::Unknown(_)) => Step::Said(pages::undecided()),
        }
    }
}
