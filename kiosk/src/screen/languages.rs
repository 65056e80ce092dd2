//! Languages (ことば), each in its own script.

use super::{Context, Frame};
use crate::widget::button::{Choice, choice};
use crate::widget::frame::{self, Heading, VISIT};
use crate::widget::{Element, up_to};

/// The languages of this terminal by tag and own name.
#[derive(Clone, Debug, Default)]
pub struct Languages {
    pub languages: Vec<(String, String)>,
    pub chosen: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    Choose(String),
    Frame(Frame),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    Chosen(String),
    Frame(Frame),
}

impl Languages {
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Choose(tag) => Action::Chosen(tag),
            Message::Frame(frame) => Action::Frame(frame),
        }
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let cards = self.languages.iter().map(|(tag, name)| {
            let of = Choice { label: name, hint: "", picture: None, chosen: *tag == self.chosen };
            choice(cx, &of, Message::Choose(tag.clone()))
        });
        let middle = frame::headed(cx, &cx.words.get("languages-title"), "", up_to(120.0, cards.collect()));
        frame::folded(cx, &Heading::default(), VISIT, Message::Frame, middle, (None, None))
    }
}
