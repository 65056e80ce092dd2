//! The card was lifted (カードが離れました) where it still has to lie: yellow, calm, thirty seconds.

use iced::widget::{column, row, space};
use iced::{Alignment, Length};

use super::{Context, Frame};
use crate::theme::px;
use crate::widget::button::Weight;
use crate::widget::frame::{self, Offers};
use crate::widget::notice::{Kind, banner};
use crate::widget::panel::{self, Drawing, Poster};
use crate::widget::{Element, hint, ring, title, ways, words};

/// Seconds that the typed answers wait for the card.
pub const WAIT: u32 = 30;

/// Waiting for the same card.
#[derive(Clone, Copy, Debug)]
pub struct Lifted {
    /// Seconds until the visit is wiped.
    pub seconds: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    Frame(Frame),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Frame(Frame),
}

impl Lifted {
    pub fn update(&mut self, Message::Frame(frame): Message) -> Action {
        Action::Frame(frame)
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let palette = cx.look.palette();
        let poster = Poster {
            lead: cx.words.get("lifted-lead"),
            title: cx.words.get("lifted-title"),
            drawing: Drawing::Lifted,
            foot: None,
            attention: true,
        };
        let after = cx.words.with("lifted-seconds", &[("n", &self.seconds.to_string())]);
        let left = row![
            ring::countdown(cx, self.seconds, WAIT, 120.0),
            words(cx, after, cx.look.label(px::TOOL).min(44.0), false, palette.ink),
        ]
        .spacing(32)
        .align_y(Alignment::Center);
        let middle = column![
            space().height(Length::Fill),
            title(cx, cx.words.get("lifted-again")),
            hint(cx, cx.words.get("lifted-hint")),
            banner(cx, Kind::Reassure, &cx.words.get("lifted-safe")),
            space().height(16),
            left,
            space().height(Length::Fill),
        ]
        .spacing(24);
        let offers = Offers { back: false, cancel: false, language: false };
        let leave = ways::leave(cx, Weight::Quiet, Message::Frame(Frame::Cancel));
        frame::open(cx, panel::poster(cx, poster, None), offers, Message::Frame, middle, Some(leave))
    }
}
