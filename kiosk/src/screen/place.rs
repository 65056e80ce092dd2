//! Put the card (カードを置く): the panel is the subject.

use iced::Length;
use iced::widget::{column, space};

use super::{Context, Frame};
use crate::config::Side;
use crate::widget::frame::{self, VISIT};
use crate::widget::notice::{Kind, banner};
use crate::widget::panel::{self, Drawing, Poster};
use crate::widget::{Element, hint, title};

/// Waiting for a card.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    Frame(Frame),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Frame(Frame),
}

/// The sentence that says where the reader is.
#[must_use]
pub const fn foot(side: Side) -> &'static str {
    match side {
        Side::Below => "reader-below",
        Side::Left => "reader-left",
        Side::Right => "reader-right",
    }
}

impl Place {
    pub fn update(&mut self, Message::Frame(frame): Message) -> Action {
        Action::Frame(frame)
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let poster = super::welcome::left_behind(cx).unwrap_or_else(|| Poster {
            lead: cx.words.get("place-lead"),
            title: cx.words.get("place-title"),
            drawing: Drawing::Place,
            foot: Some(cx.words.get(foot(cx.reader))),
            attention: false,
        });
        let again = cx.left_behind.map(|_| banner(cx, Kind::Warn, &cx.words.get("left-behind-again")));
        let middle = column![
            space().height(Length::Fill),
            title(cx, cx.words.get("place-matter-title")),
            hint(cx, cx.words.get("place-matter-hint")),
            space().height(16),
            again.unwrap_or_else(|| banner(cx, Kind::Note, &cx.words.get("place-pin-ready"))),
            space().height(Length::Fill),
        ]
        .spacing(24);
        frame::open(cx, panel::poster(cx, poster, None), VISIT, Message::Frame, middle, None)
    }
}
