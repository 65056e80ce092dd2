//! Another way (ほかの進め方): the PIN is blocked, forgotten or was never set. Nobody did anything wrong.

use iced::Length;
use iced::widget::{column, space};

use super::{Context, Frame};
use crate::widget::button::Weight;
use crate::widget::frame::{self, VISIT};
use crate::widget::notice::{Kind, banner};
use crate::widget::panel::{self, Drawing, Poster};
use crate::widget::{Element, hint, title, ways};

/// Why the PIN cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Three wrong tries, some day.
    Blocked,
    /// The person does not know it.
    Forgotten,
    /// One try is left and nobody agreed to spend it.
    LastTry,
    /// The digits on the card were wrong too often.
    Code,
    /// One try of the digits is left and nobody agreed to spend it.
    LastCode,
}

/// Ways on without a PIN.
#[derive(Clone, Copy, Debug)]
pub struct Blocked {
    pub why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// Staff help at this terminal.
    Staff,
    /// A staff member stands here and agrees to the last try.
    Agree,
    /// Back to the keypad.
    TryAgain,
    /// With the digits on the card.
    ByCode,
    Frame(Frame),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    CallStaff,
    AskStaffToAgree,
    TryAgain,
    ByCode,
    Frame(Frame),
}

impl Blocked {
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Staff => Action::CallStaff,
            Message::Agree => Action::AskStaffToAgree,
            Message::TryAgain => Action::TryAgain,
            Message::ByCode => Action::ByCode,
            Message::Frame(frame) => Action::Frame(frame),
        }
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let (lead, said, code) = match self.why {
            Why::Blocked => ("blocked-lead", "blocked-title", "C08"),
            Why::Forgotten => ("forgotten-lead", "forgotten-title", ""),
            Why::LastTry => ("last-try-lead", "last-try-title", "C09"),
            Why::Code => ("code-blocked-lead", "code-blocked-title", "C08"),
            Why::LastCode => ("last-code-lead", "last-try-title", "C09"),
        };
        let poster = Poster {
            lead: cx.words.get(lead),
            title: cx.words.get(said),
            drawing: Drawing::Blocked,
            foot: None,
            attention: true,
        };
        let mut head = column![title(cx, cx.words.get("blocked-how"))].spacing(20);
        if cx.look.size.percent() <= 120 {
            head = head.push(hint(cx, cx.words.get("blocked-hint")));
        }
        let mut ways = column![head].spacing(if cx.low() { 12 } else { 20 });
        // Three ways with a number, and large letters, need the room of what reassures.
        if cx.look.size.percent() <= 120 && self.why != Why::LastTry {
            ways = ways.push(banner(cx, Kind::Reassure, &cx.words.get("blocked-safe"))).push(space().height(8));
        }
        if matches!(self.why, Why::Blocked | Why::Forgotten | Why::LastTry) {
            ways = ways.push(ways::way(cx, "id-card", "blocked-code", Message::ByCode));
        }
        match self.why {
            Why::LastTry | Why::LastCode => {
                ways = ways.push(ways::way(cx, "user-plus", "last-try-agree", Message::Agree));
            }
            Why::Forgotten => ways = ways.push(ways::way(cx, "key-round", "forgotten-again", Message::TryAgain)),
            Why::Blocked | Why::Code => {}
        }
        ways = ways.push(ways::with_staff(cx, Message::Staff));
        ways = ways.push(space().height(Length::Fill));
        if !code.is_empty() {
            ways = ways.push(ways::number(cx, code));
        }
        let leave = ways::leave(cx, Weight::Quiet, Message::Frame(Frame::Cancel));
        frame::open(cx, panel::poster(cx, poster, None), VISIT, Message::Frame, ways, Some(leave))
    }
}
