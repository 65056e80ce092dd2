//! Another procedure (つづけて別の手続き): for the same person, with the facts read before and without another tap.

use iced::widget::{column, container};

use super::welcome::Entry;
use super::{Context, Frame};
use crate::theme::measure::MENU;
use crate::widget::Element;
use crate::widget::button::menu;
use crate::widget::frame::{self, Heading, VISIT};
use crate::widget::notice::{Kind, banner};

/// What else can be done here.
#[derive(Clone, Debug, Default)]
pub struct Another {
    pub entries: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    Service(String),
    Frame(Frame),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A service was chosen, by id.
    Begin(String),
    Frame(Frame),
}

impl Another {
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Service(id) => Action::Begin(id),
            Message::Frame(frame) => Action::Frame(frame),
        }
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let kept = banner(cx, Kind::Reassure, &cx.words.get("another-kept"));
        let mut rows = column![kept].spacing(24);
        for entry in &self.entries {
            let act = Message::Service(entry.id.clone());
            rows = rows.push(menu(cx, entry.icon, &entry.label, "", MENU, act));
        }
        let hint = cx.words.get("another-hint");
        let middle = frame::headed(cx, &cx.words.get("another-title"), &hint, container(rows));
        frame::folded(cx, &Heading::default(), VISIT, Message::Frame, middle, (None, None))
    }
}
