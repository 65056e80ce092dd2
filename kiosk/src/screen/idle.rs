//! Still there? (操作がありません): a page, not a window over facts; nothing personal is visible.

use iced::widget::{column, container, row};
use iced::{Alignment, Length};

use super::Context;
use crate::widget::button::{Weight, before, sized};
use crate::widget::{Element, words};

/// Fifteen seconds to a wiped screen.
#[derive(Clone, Copy, Debug)]
pub struct Idle {
    pub seconds: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    Continue,
    End,
    CallStaff,
}

impl Idle {
    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let palette = cx.look.palette();
        let px = cx.look.tool(48.0);
        let width = if cx.upright() { 860.0 } else { 760.0 };
        let go_on = sized(
            cx,
            cx.words.get("idle-continue"),
            before("check"),
            Weight::Main,
            (px, width, 176.0),
            Message::Continue,
        );
        let end = sized(
            cx,
            cx.words.get("idle-end"),
            before("x"),
            Weight::Quiet,
            (cx.look.tool(40.0), 420.0, 176.0),
            Message::End,
        );
        let call = sized(
            cx,
            cx.words.get("tool-call"),
            before("concierge-bell"),
            Weight::Quiet,
            (cx.look.tool(40.0), 420.0, 112.0),
            Message::CallStaff,
        );
        let left = cx.words.with("idle-seconds", &[("n", &self.seconds.to_string())]);
        let buttons: Element<'a, Message> =
            if cx.upright() { column![go_on, end].spacing(32).into() } else { row![end, go_on].spacing(48).into() };
        let inside = column![
            words(cx, cx.words.get("idle-title"), cx.look.title(80.0).min(100.0), true, palette.ink),
            words(cx, left, cx.look.label(44.0).min(56.0), false, palette.ink),
            buttons,
            call,
        ]
        .spacing(56)
        .align_x(Alignment::Center);
        crate::widget::frame::whole(palette.page, container(inside).center(Length::Fill))
    }
}
