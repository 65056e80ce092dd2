//! Welcome (はじめの画面): a poster at the left, what can be done at the right, languages nearest the hand.

use iced::widget::{column, container, row, space};
use iced::{Alignment, Length};

use super::{Context, Frame};
use crate::theme::px;
use crate::visit::LEFT_BEHIND_AFTER;
use crate::widget::button::{Weight, before, menu, sized, tool};
use crate::widget::frame::{self, Offers};
use crate::widget::panel::{self, Drawing, Poster};
use crate::widget::{Element, title};

/// One service as the menu shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: String,
    pub icon: &'static str,
    pub label: String,
    pub hint: String,
}

/// The first page of every visit.
#[derive(Clone, Debug, Default)]
pub struct Welcome {
    pub entries: Vec<Entry>,
    /// Languages by tag, with their own name for themselves.
    pub languages: Vec<(String, String)>,
    pub chosen: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    Service(String),
    NoCard,
    Language(String),
    Frame(Frame),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A service was chosen, by id.
    Begin(String),
    NoCard,
    Language(String),
    Frame(Frame),
}

impl Welcome {
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Service(id) => Action::Begin(id),
            Message::NoCard => Action::NoCard,
            Message::Language(tag) => Action::Language(tag),
            Message::Frame(frame) => Action::Frame(frame),
        }
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let laid = cx.card == super::Card::Lying;
        let poster = left_behind(cx).unwrap_or_else(|| Poster {
            lead: cx.words.get(if laid { "place-laid-lead" } else { "place-lead" }),
            title: cx.words.get(if laid { "place-laid-title" } else { "place-title" }),
            drawing: if laid { Drawing::Read } else { Drawing::Place },
            foot: Some(cx.words.get(crate::screen::place::foot(cx.reader))),
            attention: false,
        });
        let mut menu_rows = column![].spacing(16);
        for entry in &self.entries {
            let act = Message::Service(entry.id.clone());
            menu_rows = menu_rows.push(menu(cx, entry.icon, &entry.label, &entry.hint, 150.0, act));
        }
        let no_card = sized(
            cx,
            cx.words.get("welcome-no-card"),
            before("no-card"),
            Weight::Second,
            (cx.look.tool(px::VALUE), 976.0, 96.0),
            Message::NoCard,
        );
        let mut languages = row![].spacing(if cx.narrow() { 8 } else { 12 }).align_y(Alignment::Center);
        for (tag, name) in &self.languages {
            languages =
                languages.push(tool(cx, None, name.clone(), *tag == self.chosen, Message::Language(tag.clone())));
        }
        let middle = column![
            title(cx, cx.words.get("welcome-title")),
            menu_rows,
            container(no_card).width(Length::Fill),
            space().height(Length::Fill),
            languages,
            space().height(if cx.upright() { 60 } else { 0 }),
        ]
        .spacing(24);
        let offers = Offers { back: false, cancel: false, language: false };
        frame::open(cx, panel::poster(cx, poster, None), offers, Message::Frame, middle, None)
    }
}

/// A card that was not taken after a visit is the subject until it is: blue at first, then yellow, with a sound.
#[must_use]
pub fn left_behind(cx: &Context<'_>) -> Option<Poster> {
    let seconds = cx.left_behind?;
    Some(Poster {
        lead: cx.words.get("left-behind-lead"),
        title: cx.words.get("left-behind"),
        drawing: Drawing::Take,
        foot: None,
        attention: seconds >= LEFT_BEHIND_AFTER,
    })
}
