//! Without a card (カードがない方): what to do, in words, and a way to a person.

use iced::Length;
use iced::widget::{column, space};

use super::{Context, Frame};
use crate::widget::Element;
use crate::widget::button::menu;
use crate::widget::frame::{self, Heading, VISIT};
use crate::widget::notice::{Kind, banner};

/// No card today.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoCard;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    Staff,
    Frame(Frame),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    CallStaff,
    Frame(Frame),
}

impl NoCard {
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Staff => Action::CallStaff,
            Message::Frame(frame) => Action::Frame(frame),
        }
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let said = cx.words.with("no-card-window", &[("window", &cx.place.window)]);
        let body = column![
            banner(cx, Kind::Note, &said),
            menu(
                cx,
                "concierge-bell",
                &cx.words.get("blocked-staff"),
                &cx.words.get("no-card-staff-hint"),
                150.0,
                Message::Staff
            ),
            space().height(Length::Fill),
        ]
        .spacing(32);
        let middle = frame::headed(cx, &cx.words.get("no-card-title"), &cx.words.get("no-card-hint"), body);
        frame::folded(cx, &Heading::default(), VISIT, Message::Frame, middle, (None, None))
    }
}
