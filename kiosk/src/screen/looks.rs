//! Letters and colours (文字と色): text size, the 20:1 mode, less motion.

use iced::widget::{column, container, row};
use iced::{Alignment, Length};

use super::{Context, Frame};
use crate::theme::{Look, TextSize};
use crate::widget::button::{Weight, after, big, either};
use crate::widget::frame::{self, Heading, VISIT};
use crate::widget::{Element, words};

/// What is being tried; it shows at once.
#[derive(Clone, Copy, Debug, Default)]
pub struct Looks;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    Look(Look),
    Done,
    Frame(Frame),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Changed(Look),
    Done,
    Frame(Frame),
}

impl Looks {
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Look(look) => Action::Changed(look),
            Message::Done => Action::Done,
            Message::Frame(frame) => Action::Frame(frame),
        }
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let palette = cx.look.palette();
        let label = |name: &str| container(words(cx, cx.words.get(name), 40.0, true, palette.ink)).width(320);
        let mut sizes = row![label("looks-size")].spacing(16).align_y(Alignment::Center);
        for size in TextSize::ALL {
            let said = format!("{} %", size.percent());
            sizes = sizes.push(either(
                cx,
                said,
                cx.look.size == size,
                (270.0, 104.0),
                Message::Look(Look { size, ..cx.look }),
            ));
        }
        let pair = |name: &str, on: bool, with: fn(Look, bool) -> Look| {
            row![
                label(name),
                either(cx, cx.words.get("looks-off"), !on, (400.0, 104.0), Message::Look(with(cx.look, false))),
                either(cx, cx.words.get("looks-on"), on, (400.0, 104.0), Message::Look(with(cx.look, true))),
            ]
            .spacing(16)
            .align_y(Alignment::Center)
        };
        let body = column![
            sizes,
            pair("looks-contrast", cx.look.contrast, |look, contrast| Look { contrast, ..look }),
            pair("looks-still", cx.look.still, |look, still| Look { still, ..look }),
            words(cx, cx.words.get("looks-sample"), cx.look.label(36.0), false, palette.ink),
        ]
        .spacing(48)
        .width(Length::Fill);
        let middle = frame::headed(cx, &cx.words.get("looks-title"), "", body);
        let act = big(cx, cx.words.get("looks-done"), after("check"), Weight::Main, Message::Done);
        frame::folded(cx, &Heading::default(), VISIT, Message::Frame, middle, (None, Some(act)))
    }
}
