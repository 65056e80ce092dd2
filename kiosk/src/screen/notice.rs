//! The notice (利用目的の明示, 個人情報保護法62条): what is read, for what, how long it is kept. Before anything is read.

use iced::widget::{column, row, space};
use iced::{Alignment, Length};

use super::{Context, Frame};
use crate::theme::px;
use crate::widget::button::{Weight, after, big};
use crate::widget::frame::{self, Heading, VISIT};
use crate::widget::{Element, ground, icon, words};

/// The sentences of the form pack, in the visit's language.
#[derive(Clone, Debug, Default)]
pub struct Notice {
    pub reads: String,
    pub purpose: String,
    pub kept: String,
    pub never: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    Accept,
    Frame(Frame),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    Accepted,
    Frame(Frame),
}

impl Notice {
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Accept => Action::Accepted,
            Message::Frame(frame) => Action::Frame(frame),
        }
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let palette = cx.look.palette();
        // Larger letters, or the 練習 band, take their room from the gaps.
        let large = cx.look.size.percent() > 100 || cx.low();
        let line = |name: &str, said: &str, bold: bool| {
            row![
                icon(cx, name, 60.0, palette.key),
                words(cx, said, cx.look.label(px::VALUE).min(48.0), bold, palette.ink)
            ]
            .spacing(40)
            .align_y(Alignment::Center)
        };
        let box_ = ground(
            column![
                line("id-card", &self.reads, true),
                line("file-text", &self.purpose, false),
                line("clock", &self.kept, false)
            ]
            .spacing(if large { 20 } else { 36 }),
            palette.ground,
            16.0,
        )
        .padding([if large { 24 } else { 40 }, 48])
        .width(Length::Fill);
        let never = ground(line("shield-check", &self.never, true), palette.good_pale, 16.0)
            .padding([if large { 20 } else { 28 }, 48])
            .width(Length::Fill);
        let body = column![box_, never, space()].spacing(if large { 16 } else { 24 });
        let hint = if cx.look.size.percent() > 100 { String::new() } else { cx.words.get("notice-hint") };
        let middle = frame::headed(cx, &cx.words.get("notice-title"), &hint, body);
        let act = big(cx, cx.words.get("notice-act"), after("arrow-right"), Weight::Main, Message::Accept);
        let heading = Heading { service: Some(cx.service.to_owned()), progress: None };
        frame::folded(cx, &heading, VISIT, Message::Frame, middle, (None, Some(act)))
    }
}
