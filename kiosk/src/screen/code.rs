//! The digits on the card (照合番号B): birth date, year of expiry and security code, typed as they are printed.
//!
//! A message carries one digit. All digits lie in fixed arrays here, are wiped on drop, and leave once as a [`CodeB`].
//! What no card can bear is told beside the boxes before it costs a try.

mod typed;

use drivers::card::CodeB;
use iced::widget::{column, container, row};
use iced::{Alignment, Length};
use jiff::civil::Date;

use self::typed::Typed;
use super::pin::beside_keys;
use super::{Context, Frame};
use crate::code_b::{self, Era, Wrong};
use crate::theme::measure::GAP;
use crate::theme::px;
use crate::widget::button::{Weight, after, big, either};
use crate::widget::card_face::{self, Place};
use crate::widget::frame::{self, Heading, VISIT};
use crate::widget::keypad::{self, Key};
use crate::widget::notice::{Kind, banner};
use crate::widget::{Element, icon, words};

/// The longest birth date: four digits of a western year, month and day.
const BIRTH: usize = 8;
/// A year, and a security code.
const FOUR: usize = 4;
/// How many pages ask for the digits.
const PARTS: usize = 3;

/// The digits of a card's front, part by part.
pub struct Code {
    at: Place,
    era: Option<Era>,
    birth: Typed<BIRTH>,
    expiry: Typed<FOUR>,
    security: Typed<FOUR>,
    today: Date,
    /// Tries left of this counter, once the card said so.
    pub left: Option<u8>,
    /// The last ones were wrong.
    pub wrong: bool,
    /// A staff member agreed to the last try.
    pub agreed: bool,
    error: Option<Wrong>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    Era(Era),
    Key(Key),
    Next,
    Frame(Frame),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    None,
    /// A key was pressed: tick.
    Tick,
    /// All fourteen digits are there: take them with [`Code::take`].
    Read,
    Frame(Frame),
}

impl Code {
    /// Nothing typed yet.
    #[must_use]
    pub const fn new(today: Date, left: Option<u8>) -> Self {
        Self {
            at: Place::Birth,
            era: None,
            birth: Typed::new(),
            expiry: Typed::new(),
            security: Typed::new(),
            today,
            left,
            wrong: false,
            agreed: false,
            error: None,
        }
    }

    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Era(era) => {
                self.error = None;
                // Two digits of a year are not the first two of four.
                if self.era.is_some_and(|before| before.year_digits() != era.year_digits()) {
                    self.birth.clear();
                }
                self.era = Some(era);
                Action::Tick
            }
            Message::Key(key) => {
                self.error = None;
                match self.at {
                    Place::Birth => self.birth.press(key, self.era.map_or(Era::Showa.digits(), Era::digits)),
                    Place::Expiry => self.expiry.press(key, FOUR),
                    Place::Security => self.security.press(key, FOUR),
                }
                Action::Tick
            }
            Message::Next => self.next(),
            Message::Frame(Frame::Back) if self.at != Place::Birth => {
                self.error = None;
                self.at = if self.at == Place::Security { Place::Expiry } else { Place::Birth };
                Action::None
            }
            Message::Frame(frame) => Action::Frame(frame),
        }
    }

    fn next(&mut self) -> Action {
        let checked = match self.at {
            Place::Birth => code_b::birth(self.era, self.birth.typed(), self.today).map(drop),
            Place::Expiry => code_b::expiry(self.expiry.typed(), self.today).map(drop),
            Place::Security => code_b::security(self.security.typed()).map(drop),
        };
        self.error = checked.err();
        match (self.error, self.at) {
            (Some(_), _) => Action::None,
            (None, Place::Birth) => {
                self.at = Place::Expiry;
                Action::None
            }
            (None, Place::Expiry) => {
                self.at = Place::Security;
                Action::None
            }
            (None, Place::Security) => Action::Read,
        }
    }

    /// Hands the fourteen digits over and forgets all; `None` unless they can be those of a card. Text and face side count
    /// wrong ones apart, so each is given its own: the second is sent only after the first was right.
    pub fn take(&mut self) -> Option<[CodeB; 2]> {
        let birth = code_b::birth(self.era, self.birth.typed(), self.today).ok()?;
        let expiry = code_b::expiry(self.expiry.typed(), self.today).ok()?;
        let security = code_b::security(self.security.typed()).ok()?;
        self.clear();
        Some([CodeB::printed(birth, expiry, security)?, CodeB::printed(birth, expiry, security)?])
    }

    fn clear(&mut self) {
        self.birth.clear();
        self.expiry.clear();
        self.security.clear();
        (self.era, self.error, self.at) = (None, None, Place::Birth);
    }

    /// How many digits were typed, in all.
    #[must_use]
    pub const fn typed(&self) -> usize {
        self.birth.len() + self.expiry.len() + self.security.len()
    }

    /// Which digits are asked for.
    #[must_use]
    pub const fn at(&self) -> Place {
        self.at
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let part = self.at.id();
        let number = match self.at {
            Place::Birth => 1,
            Place::Expiry => 2,
            Place::Security => PARTS,
        };
        let large = cx.look.size.percent() > 120;
        let mut asked = column![].spacing(if cx.low() || large { 14 } else { 24 });
        if let Some((kind, said)) = self.told(cx) {
            asked = asked.push(banner(cx, kind, &said));
        }
        // Only the eras need its room for words of what is to mend.
        let room = (self.error.is_none() && !self.wrong) || self.at != Place::Birth || (cx.upright() && !self.wrong);
        if room && !(large && self.at == Place::Birth && !cx.upright()) {
            asked = asked.push(self.picture(cx));
        }
        if self.at == Place::Birth {
            asked = asked.push(self.eras(cx));
        }
        asked = asked.push(self.boxes(cx));
        let title = cx.words.get(&format!("code-{part}-title"));
        let hint =
            if self.error.is_some() || cx.low() { String::new() } else { cx.words.get(&format!("code-{part}-hint")) };
        let width = beside_keys(cx);
        let asked = frame::headed_in(cx, width, &title, &hint, asked);
        let keys = keypad::keypad(cx, keypad::ORDER, Message::Key);
        let middle: Element<'a, Message> = if cx.upright() {
            column![asked, keys].spacing(24).into()
        } else {
            row![container(asked).width(Length::Fill), keys].spacing(56).into()
        };
        let (act, full) = match self.at {
            Place::Birth => ("next", self.era.is_some_and(|era| self.birth.len() == era.digits())),
            Place::Expiry => ("next", self.expiry.len() == FOUR),
            Place::Security => ("code-read", self.security.len() == FOUR),
        };
        let weight = if full { Weight::Main } else { Weight::Second };
        let act = big(cx, cx.words.get(act), after("arrow-right"), weight, Message::Next);
        let at = cx.words.with("code-progress", &[("at", &number.to_string()), ("of", &PARTS.to_string())]);
        let heading = Heading { service: Some(cx.service.to_owned()), progress: Some((number, PARTS, at)) };
        frame::folded(cx, &heading, VISIT, Message::Frame, middle, (self.tries(cx), Some(act)))
    }

    /// What is to mend, else how the last ones went.
    fn told(&self, cx: &Context<'_>) -> Option<(Kind, String)> {
        if let Some(error) = self.error {
            return Some((Kind::Error, cx.words.get(&format!("code-{}-{}", self.at.id(), error.id()))));
        }
        if self.at != Place::Birth {
            return None;
        }
        if self.wrong {
            return Some((Kind::Error, cx.words.get("code-wrong")));
        }
        (self.agreed && self.left == Some(1)).then(|| (Kind::Warn, cx.words.get("pin-agreed")))
    }

    /// Tries left, beside the act.
    fn tries<'a>(&self, cx: &Context<'_>) -> Option<Element<'a, Message>> {
        let palette = cx.look.palette();
        let left = self.left?;
        let said = cx.words.with("pin-left-n", &[("n", &left.to_string())]);
        let px = cx.look.tool(px::SUPPORT);
        let label = words(cx, cx.words.get("pin-left"), px, false, palette.ink);
        let count = words(cx, said, px * 1.2, true, palette.ink);
        // An upright page has no room for both beside the act.
        let told: Element<'a, Message> =
            if cx.upright() { column![label, count].into() } else { row![label, count].spacing(16).into() };
        let line = row![icon(cx, "key-round", 40.0, palette.key), told];
        Some(line.spacing(16).align_y(Alignment::Center).into())
    }

    fn picture<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let western = self.era == Some(Era::Western);
        let scale = match (self.at, cx.low() || cx.narrow()) {
            (Place::Birth, false) => 0.78,
            (Place::Birth, true) => 0.7,
            _ => 1.0,
        };
        card_face::card_face(cx, self.at, western, scale)
    }

    fn eras<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let width = (beside_keys(cx) - 2.0 * GAP) / 3.0;
        let key = |era: &Era| {
            let label = cx.words.get(&format!("code-era-{}", era.id()));
            either(cx, label, self.era == Some(*era), (width, 88.0), Message::Era(*era))
        };
        let line = |eras: &[Era]| iced::widget::Row::with_children(eras.iter().map(key)).spacing(GAP);
        let (upper, lower) = Era::ALL.split_at(3);
        column![line(upper), line(lower)].spacing(GAP).into()
    }

    fn boxes<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let year = self.era.map_or(Era::Showa.year_digits(), Era::year_digits);
        let label = |key: &str| cx.words.get(key);
        let (groups, typed) = match self.at {
            Place::Birth => {
                let groups = vec![(year, label("code-year")), (2, label("code-month")), (2, label("code-day"))];
                (groups, self.birth.typed())
            }
            Place::Expiry => (vec![(FOUR, label("code-year"))], self.expiry.typed()),
            Place::Security => (vec![(FOUR, String::new())], self.security.typed()),
        };
        keypad::groups(cx, &groups, typed, self.error.is_some(), beside_keys(cx))
    }
}

impl Drop for Code {
    fn drop(&mut self) {
        self.clear();
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 24);

    fn typed(code: &mut Code, digits: &str) {
        for digit in digits.bytes() {
            assert_eq!(code.update(Message::Key(Key::Digit(digit - b'0'))), Action::Tick);
        }
    }

    /// The example of facts/card.md 3.2.
    #[test]
    fn fourteen_digits_leave_once_in_their_order() {
        let mut code = Code::new(TODAY, Some(10));
        let _ = code.update(Message::Era(Era::Showa));
        typed(&mut code, "550217");
        assert_eq!(code.update(Message::Next), Action::None);
        typed(&mut code, "2035");
        assert_eq!((code.update(Message::Next), code.at()), (Action::None, Place::Security));
        typed(&mut code, "2285");
        assert_eq!(code.update(Message::Next), Action::Read);
        assert!(code.take().is_some(), "fourteen digits");
        assert_eq!(code.typed(), 0, "nothing stays on the page");
        assert!(code.take().is_none(), "and nothing leaves twice");
    }

    #[test]
    fn a_foreign_residents_year_has_four_digits_and_two_of_them_count() {
        let mut code = Code::new(TODAY, None);
        let _ = code.update(Message::Era(Era::Western));
        typed(&mut code, "19850217");
        let _ = code.update(Message::Next);
        typed(&mut code, "2030");
        let _ = code.update(Message::Next);
        typed(&mut code, "0001");
        assert_eq!(code.update(Message::Next), Action::Read);
        assert!(code.take().is_some());
    }

    #[test]
    fn what_no_card_bears_is_told_where_it_was_typed_and_nothing_leaves() {
        let mut code = Code::new(TODAY, Some(10));
        assert_eq!((code.update(Message::Next), code.error), (Action::None, Some(Wrong::NoEra)));
        let _ = code.update(Message::Era(Era::Showa));
        typed(&mut code, "650101");
        assert_eq!((code.update(Message::Next), code.error), (Action::None, Some(Wrong::OtherEra)));
        assert_eq!(code.typed(), 6, "what was typed stays to be mended");
        for _ in 0..6 {
            let _ = code.update(Message::Key(Key::Erase));
        }
        typed(&mut code, "550217");
        let _ = code.update(Message::Next);
        typed(&mut code, "2019");
        assert_eq!((code.update(Message::Next), code.error), (Action::None, Some(Wrong::Expired)));
        assert!(code.take().is_none());
    }

    #[test]
    fn back_goes_part_by_part_and_then_off_the_page() {
        let mut code = Code::new(TODAY, Some(10));
        let _ = code.update(Message::Era(Era::Showa));
        typed(&mut code, "550217");
        let _ = code.update(Message::Next);
        assert_eq!((code.update(Message::Frame(Frame::Back)), code.at()), (Action::None, Place::Birth));
        assert_eq!(code.typed(), 6);
        assert_eq!(code.update(Message::Frame(Frame::Back)), Action::Frame(Frame::Back));
    }

    #[test]
    fn another_way_of_writing_the_year_begins_the_date_anew() {
        let mut code = Code::new(TODAY, Some(10));
        let _ = code.update(Message::Era(Era::Showa));
        typed(&mut code, "550217");
        let _ = code.update(Message::Era(Era::Heisei));
        assert_eq!(code.typed(), 6, "two digits stay two digits");
        let _ = code.update(Message::Era(Era::Western));
        assert_eq!(code.typed(), 0);
        typed(&mut code, "198502171");
        assert_eq!(code.typed(), 8, "a ninth digit has no box");
    }
}
