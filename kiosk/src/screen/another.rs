//! Another procedure (つづけて別の手続き): for the same person, with the facts read before and without another tap.

use iced::Length;
use iced::widget::{Row, column, container, space};

use super::welcome::{Entry, part_of};
use super::{Context, Frame};
use crate::theme::measure::{CONTENT, GAP, MENU, SMALL_BUTTON};
use crate::theme::px;
use crate::widget::Element;
use crate::widget::button::{Weight, before, menu, sized};
use crate::widget::frame::{self, Heading, VISIT};
use crate::widget::notice::{Kind, banner};

/// What else can be done here.
#[derive(Clone, Debug, Default)]
pub struct Another {
    pub entries: Vec<Entry>,
    /// Which part of them is shown when there are more than fit.
    pub part: usize,
}

/// Rows of two that stand on the page at once, and from how many services on they stand in twos.
const ROWS: usize = 3;
const ALONE: usize = 2;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    Service(String),
    /// ほかの手続き
    More,
    Frame(Frame),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    None,
    /// A service was chosen, by id.
    Begin(String),
    Frame(Frame),
}

impl Another {
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Service(id) => Action::Begin(id),
            Message::More => {
                self.part += 1;
                Action::None
            }
            Message::Frame(frame) => Action::Frame(frame),
        }
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let kept = banner(cx, Kind::Reassure, &cx.words.get("another-kept"));
        let entry = |entry: &Entry| {
            let act = Message::Service(entry.id.clone());
            menu(cx, entry.icon, &entry.label, "", MENU, act)
        };
        let mut rows = column![kept].spacing(GAP);
        let few = self.entries.len() <= ALONE || cx.upright();
        let (shown, others) = part_of(&self.entries, self.part, if few { 2 * ROWS } else { 2 * (ROWS - 1) });
        for line in shown.chunks(if few { 1 } else { 2 }) {
            let mut pair = Row::with_children(line.iter().map(entry)).spacing(GAP);
            if !few && line.len() == 1 {
                pair = pair.push(space().width(Length::Fill));
            }
            rows = rows.push(pair);
        }
        if others {
            let face = (cx.look.tool(px::VALUE), CONTENT.min(cx.size.width), SMALL_BUTTON);
            let said = cx.words.get("welcome-more");
            rows = rows.push(sized(cx, said, before("layout-grid"), Weight::Second, face, Message::More));
        }
        let hint = cx.words.get("another-hint");
        let middle = frame::headed(cx, &cx.words.get("another-title"), &hint, container(rows));
        frame::folded(cx, &Heading::default(), VISIT, Message::Frame, middle, (None, None))
    }
}
