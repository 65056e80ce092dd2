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
    /// Which entries are shown when they do not all fit.
    pub part: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    Service(String),
    /// The next entries, and after the last the first.
    More,
    NoCard,
    Language(String),
    Frame(Frame),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    None,
    /// A service was chosen, by id.
    Begin(String),
    NoCard,
    Language(String),
    Frame(Frame),
}

/// Entries beside the one that leads to the next: at most four choices a page.
const AT_ONCE: usize = 3;

impl Welcome {
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Service(id) => Action::Begin(id),
            Message::More => {
                self.part = if (self.part + 1) * AT_ONCE < self.entries.len() { self.part + 1 } else { 0 };
                Action::None
            }
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
        let many = self.entries.len() > AT_ONCE + 1;
        let (skip, take) = if many { (self.part * AT_ONCE, AT_ONCE) } else { (0, self.entries.len()) };
        for entry in self.entries.iter().skip(skip).take(take) {
            let act = Message::Service(entry.id.clone());
            menu_rows = menu_rows.push(menu(cx, entry.icon, &entry.label, &entry.hint, 150.0, act));
        }
        if many {
            let said = cx.words.get("welcome-more");
            menu_rows = menu_rows.push(menu(cx, "chevron-right", &said, "", 120.0, Message::More));
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
