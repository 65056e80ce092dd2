//! Letters and colours (文字と色): text size, the 20:1 mode, less motion.

use iced::widget::{Row, column, container, row};
use iced::{Alignment, Length};

use super::{Context, Frame};
use crate::theme::px;
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
        // On an upright display the answers stand under their label.
        let upright = cx.upright();
        let line = |name: &str, answers: Row<'a, Message>| -> Element<'a, Message> {
            let label = words(cx, cx.words.get(name), px::VALUE, true, palette.ink);
            let answers = answers.spacing(16);
            if upright {
                return column![label, answers].spacing(16).into();
            }
            row![container(label).width(320), answers].spacing(16).align_y(Alignment::Center).into()
        };
        let (quarter, half) = if upright { (222.0, 460.0) } else { (270.0, 400.0) };
        let sizes = TextSize::ALL.map(|size| {
            let said = format!("{} %", size.percent());
            either(cx, said, cx.look.size == size, (quarter, 104.0), Message::Look(Look { size, ..cx.look }))
        });
        let pair = |name: &str, on: bool, with: fn(Look, bool) -> Look| {
            let answer = |key: &str, to: bool| {
                either(cx, cx.words.get(key), on == to, (half, 104.0), Message::Look(with(cx.look, to)))
            };
            line(name, row![answer("looks-off", false), answer("looks-on", true)])
        };
        let body = column![
            line("looks-size", Row::with_children(sizes)),
            pair("looks-contrast", cx.look.contrast, |look, contrast| Look { contrast, ..look }),
            pair("looks-still", cx.look.still, |look, still| Look { still, ..look }),
            words(cx, cx.words.get("looks-sample"), cx.look.label(px::BODY), false, palette.ink),
        ]
        .spacing(48)
        .width(Length::Fill);
        let middle = frame::headed(cx, &cx.words.get("looks-title"), "", body);
        let act = big(cx, cx.words.get("looks-done"), after("check"), Weight::Main, Message::Done);
        frame::folded(cx, &Heading::default(), VISIT, Message::Frame, middle, (None, Some(act)))
    }
}
