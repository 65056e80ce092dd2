//! The PIN (暗証番号): keys right, tries left before the first key, a way out as wide as the task.
//!
//! A message carries one digit. The digits lie in a fixed array here, are wiped on drop, and leave once as a `Secret`.

use drivers::card::Secret;
use iced::widget::{column, container, row};
use iced::{Alignment, Length};
use zeroize::Zeroize;

use super::{Context, Frame};
use crate::theme::measure::GAP;
use crate::theme::px;
use crate::widget::button::{Weight, after, before, big, held, sized};
use crate::widget::frame::{self, Heading, VISIT};
use crate::widget::keypad::{self, BOX, Key};
use crate::widget::notice::{Kind, banner};
use crate::widget::{Element, icon, words};

/// The column beside the keypad.
pub(super) fn beside_keys(cx: &Context<'_>) -> f32 {
    if cx.narrow() { 690.0 } else { 830.0 }
}

/// Width of 見る, which is as high as the boxes beside it.
const EYE: f32 = 176.0;

/// Digits being typed. Neither printed nor copied.
pub struct Pin {
    digits: [u8; 4],
    len: usize,
    order: [u8; 10],
    /// Tries left as the card said just now.
    pub left: u8,
    /// The last one was wrong.
    pub wrong: bool,
    /// At one left: a staff member has agreed on screen.
    pub agreed: bool,
    /// The digits for user authentication are asked for (利用者証明用).
    pub proof: bool,
    shown: bool,
    short: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    Key(Key),
    Show(bool),
    Next,
    Forgotten,
    Frame(Frame),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    None,
    /// A key was pressed: tick.
    Tick,
    /// Four digits are there: take them with [`Pin::take`].
    Read,
    Forgotten,
    Frame(Frame),
}

impl Pin {
    /// An empty keypad; `order` as in [`keypad::ORDER`] or shuffled.
    #[must_use]
    pub const fn new(left: u8, order: [u8; 10]) -> Self {
        Self {
            digits: [0; 4],
            len: 0,
            order,
            left,
            wrong: false,
            agreed: false,
            shown: false,
            proof: false,
            short: false,
        }
    }

    pub fn update(&mut self, message: Message) -> Action {
        self.short = false;
        match message {
            Message::Key(Key::Digit(digit)) => {
                if let Some(place) = self.digits.get_mut(self.len) {
                    *place = b'0' + digit.min(9);
                    self.len += 1;
                }
                Action::Tick
            }
            Message::Key(Key::Erase) => {
                self.len = self.len.saturating_sub(1);
                if let Some(place) = self.digits.get_mut(self.len) {
                    place.zeroize();
                }
                Action::Tick
            }
            Message::Key(Key::Clear) => {
                self.clear();
                Action::Tick
            }
            Message::Show(shown) => {
                self.shown = shown;
                Action::None
            }
            Message::Next if self.len == 4 => Action::Read,
            Message::Next => {
                self.short = true;
                Action::None
            }
            Message::Forgotten => Action::Forgotten,
            Message::Frame(frame) => Action::Frame(frame),
        }
    }

    fn clear(&mut self) {
        self.digits.zeroize();
        self.len = 0;
    }

    /// Hands the digits over and forgets them; `None` unless all four are there.
    pub fn take(&mut self) -> Option<Secret> {
        let secret = if self.len == 4 { Secret::digits(self.digits) } else { None };
        self.clear();
        secret
    }

    /// How many digits were typed.
    #[must_use]
    pub const fn typed(&self) -> usize {
        self.len
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let keys = keypad::keypad(cx, self.order, Message::Key);
        let (title, hint) = if self.proof { ("pin-proof-title", "pin-proof-hint") } else { ("pin-title", "pin-hint") };
        let hint = if self.told().is_some() { String::new() } else { cx.words.get(hint) };
        let asked = frame::headed_in(cx, beside_keys(cx), &cx.words.get(title), &hint, self.left(cx));
        let middle: Element<'a, Message> = if cx.upright() {
            column![asked, keys].spacing(24).into()
        } else {
            row![container(asked).width(Length::Fill), keys].spacing(56).into()
        };
        let weight = if self.len == 4 { Weight::Main } else { Weight::NotYet };
        let act = big(cx, cx.words.get("pin-read"), after("arrow-right"), weight, Message::Next);
        let heading = Heading { service: Some(cx.service.to_owned()), progress: None };
        frame::folded(cx, &heading, VISIT, Message::Frame, middle, (None, Some(act)))
    }

    /// The one thing to say about the tries, the most urgent first.
    const fn told(&self) -> Option<(Kind, &'static str)> {
        match (self.short, self.wrong, self.left) {
            (true, ..) => Some((Kind::Error, "pin-short")),
            (_, true, 2) => Some((Kind::Error, "pin-wrong-two-left")),
            (_, true, _) => Some((Kind::Error, "pin-wrong")),
            (_, _, 2) => Some((Kind::Warn, "pin-two-left")),
            (_, _, 1) if self.agreed => Some((Kind::Warn, "pin-agreed")),
            (_, _, 1) => Some((Kind::Warn, "pin-one-left")),
            _ => None,
        }
    }

    fn left<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let palette = cx.look.palette();
        let shown = self.shown.then(|| {
            let mut digits = [None; 4];
            for (to, from) in digits.iter_mut().zip(self.digits.iter().take(self.len)) {
                *to = Some(from - b'0');
            }
            digits
        });
        let label = cx.words.get("pin-show");
        let eye = held(cx, ("eye", &label), (EYE, BOX), (Message::Show(true), Message::Show(false)));
        let tries = row![
            icon(cx, "key-round", 52.0, palette.key),
            words(cx, cx.words.get("pin-left"), cx.look.tool(px::BODY), false, palette.ink),
            words(cx, cx.words.with("pin-left-n", &[("n", &self.left.to_string())]), px::BUTTON, true, palette.ink),
        ]
        .spacing(20)
        .align_y(Alignment::Center);
        let mut parts = column![tries].spacing(if cx.narrow() { 12 } else { 20 });
        let told = self.told();
        if let Some((kind, said)) = told {
            parts = parts.push(banner(cx, kind, &cx.words.get(said)));
        }
        let boxes = keypad::boxes(cx, self.len, shown);
        parts = parts.push(row![boxes, eye].spacing(GAP).align_y(Alignment::Center));
        if told.is_none() && !cx.narrow() {
            parts = parts.push(words(
                cx,
                cx.words.get(if self.proof { "pin-proof-which" } else { "pin-which" }),
                cx.look.tool(px::SUPPORT),
                false,
                palette.ink2,
            ));
        }
        let size = (cx.look.tool(px::BODY), 620.0, 100.0);
        parts
            .push(sized(
                cx,
                cx.words.get("pin-forgotten"),
                before("circle-help"),
                Weight::Second,
                size,
                Message::Forgotten,
            ))
            .into()
    }
}

impl Drop for Pin {
    fn drop(&mut self) {
        self.clear();
    }
}
