//! The form as it will be printed (申請書の見本): one half at a time, large enough to read; nothing is scrolled.

use iced::Length;
use iced::widget::{column, container, row};

use super::{Context, Frame};
use crate::theme::measure::{GAP, SMALL_BUTTON, sheet as size};
use crate::theme::px;
use crate::widget::Element;
use crate::widget::button::{Icons, Weight, either, sized};
use crate::widget::frame::{self, Heading, VISIT};
use crate::widget::sheet::{self, Leaf, Leaves, Tray};

/// Which part is looked at.
#[derive(Clone, Default)]
pub struct Sheet {
    pub tray: Tray,
    page: usize,
    lower: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// The lower half, or the upper one.
    Lower(bool),
    NextPage,
    Frame(Frame),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    None,
    Frame(Frame),
}

impl Sheet {
    /// The first page's upper half.
    #[must_use]
    pub const fn new(tray: Tray) -> Self {
        Self { tray, page: 0, lower: false }
    }

    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Lower(lower) => self.lower = lower,
            Message::NextPage => {
                self.page += 1;
                self.lower = false;
            }
            Message::Frame(frame) => return Action::Frame(frame),
        }
        Action::None
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        // While the card is away, and until somebody touches the page before, nothing of the person is shown.
        let leaves = if cx.facts.is_some() { self.tray.leaves() } else { Leaves::Missing };
        let middle = self.matter(cx, &leaves, if cx.facts.is_some() { "sheet-missing" } else { "sheet-masked" });
        let heading = Heading { service: Some(cx.words.get("sheet-title")), progress: None };
        frame::folded(cx, &heading, VISIT, Message::Frame, middle, (None, None))
    }

    /// The half that is looked at, beside the whole; or the words for why there is none.
    pub fn matter<'a>(&self, cx: &Context<'_>, leaves: &Leaves, missing: &str) -> Element<'a, Message> {
        match leaves {
            Leaves::There(leaves) => self.part(cx, leaves),
            Leaves::Coming => empty(cx, "sheet-coming"),
            Leaves::Missing => empty(cx, missing),
        }
    }

    fn part<'a>(&self, cx: &Context<'_>, leaves: &[Leaf]) -> Element<'a, Message> {
        let Some(leaf) = leaves.get(self.page % leaves.len().max(1)) else { return empty(cx, "sheet-missing") };
        let more = leaves.len() > 1;
        if cx.upright() {
            return sheet::paper(cx, leaf.large.clone(), size::UPRIGHT);
        }
        let half = if self.lower { &leaf.lower } else { &leaf.upper };
        let (width, height) = size::SMALL;
        let pick = |key: &str, lower: bool| {
            either(cx, cx.words.get(key), self.lower == lower, (width, SMALL_BUTTON), Message::Lower(lower))
        };
        // One button more takes its room from the picture.
        let room = if more { height - SMALL_BUTTON - GAP } else { height };
        let small = container(sheet::paper(cx, leaf.small.clone(), (width * room / height, room))).center_x(width);
        let mut beside = column![small, pick("sheet-upper", false), pick("sheet-lower", true)].spacing(GAP);
        if more {
            let face = (cx.look.tool(px::HINT).min(36.0), width, SMALL_BUTTON);
            let said = cx.words.get("sheet-next");
            beside = beside.push(sized(cx, said, Icons::default(), Weight::Second, face, Message::NextPage));
        }
        let large = container(sheet::paper(cx, half.clone(), size::LARGE)).width(Length::Fill);
        row![large, beside].spacing(2.0 * GAP).into()
    }
}

fn empty<'a>(cx: &Context<'_>, said: &str) -> Element<'a, Message> {
    let room = if cx.upright() { size::UPRIGHT } else { size::LARGE };
    container(sheet::blank(cx, Some(said), room)).center_x(Length::Fill).into()
}
