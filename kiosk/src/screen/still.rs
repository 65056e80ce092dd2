//! Hold still (カードを動かさないで): the card was torn off in the middle of its answer. How to hold it; no PIN was wrong.

use iced::Length;
use iced::widget::{column, space};

use super::{Context, Frame};
use crate::widget::button::{Weight, after, big};
use crate::widget::frame::{self, Offers};
use crate::widget::notice::{Kind, banner};
use crate::widget::panel::{self, Drawing, Poster};
use crate::widget::{Element, hint, title, ways};

/// After so many times a person is the better help.
const STAFF_AFTER: u8 = 2;

/// The card was torn off `times` in this visit.
#[derive(Clone, Copy, Debug)]
pub struct Still {
    pub times: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    Again,
    Staff,
    Frame(Frame),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Again,
    CallStaff,
    Frame(Frame),
}

impl Still {
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Again => Action::Again,
            Message::Staff => Action::CallStaff,
            Message::Frame(frame) => Action::Frame(frame),
        }
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let poster = Poster {
            lead: cx.words.get("still-lead"),
            title: cx.words.get("still-title"),
            drawing: Drawing::Read,
            foot: None,
            attention: true,
        };
        let often = self.times >= STAFF_AFTER;
        let mut middle = column![
            title(cx, cx.words.get(if often { "still-how-often" } else { "still-how" })),
            hint(cx, cx.words.get("still-hint")),
            banner(cx, Kind::Reassure, &cx.words.get("still-safe")),
            space().height(16),
        ]
        .spacing(24);
        if often {
            middle = middle.push(ways::with_staff(cx, Message::Staff));
        }
        let middle = middle.push(space().height(Length::Fill));
        let offers = Offers { back: true, cancel: true, language: false };
        let again = big(cx, cx.words.get("again"), after("refresh-cw"), Weight::Main, Message::Again);
        frame::open(cx, panel::poster(cx, poster, None), offers, Message::Frame, middle, Some(again))
    }
}
