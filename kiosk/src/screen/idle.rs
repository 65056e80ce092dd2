//! Still there? (操作がありません): a page, not a window over facts; nothing personal is visible.

use iced::widget::{column, container, row, space};
use iced::{Alignment, Length};

use super::{Card, Context};
use crate::theme::measure::{BAR_TOP, MARGIN_OPEN};
use crate::theme::px;
use crate::widget::button::{Icons, Weight, sized, tool};
use crate::widget::frame::{self, beside};
use crate::widget::panel::{self, Drawing, Poster};
use crate::widget::plane::page;
use crate::widget::{Element, ring, words};

/// Seconds from the question to a wiped screen.
pub const WAIT: u32 = 15;

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
        let lies = matches!(cx.card, Card::Lying | Card::Free);
        let poster = Poster {
            lead: String::new(),
            title: cx.words.get(if lies { "idle-lies" } else { "idle-gone" }),
            drawing: if lies { Drawing::Stay } else { Drawing::Place },
            foot: None,
            attention: false,
        };
        let margin = if cx.narrow() { MARGIN_OPEN / 1.5 } else { MARGIN_OPEN };
        let matter = column![call(cx), self.matter(cx, lies)];
        let matter = container(matter).padding([0.0, margin]).width(Length::Fill).height(Length::Fill);
        beside(cx, panel::poster(cx, poster, None), page(cx, matter))
    }

    fn matter<'a>(&self, cx: &Context<'_>, lies: bool) -> Element<'a, Message> {
        let palette = cx.look.palette();
        let title = words(cx, cx.words.get("idle-title"), cx.look.title(px::NOTICE).min(96.0), true, palette.ink);
        let after = cx.words.with("idle-seconds", &[("n", &self.seconds.to_string())]);
        let after = words(cx, after, cx.look.label(px::VALUE).min(52.0), false, palette.ink);
        let wait = row![ring::countdown(cx, self.seconds, WAIT, 228.0), after].spacing(56).align_y(Alignment::Center);
        let end = cx.words.get(if lies { "idle-end" } else { "idle-end-gone" });
        let act = |label, weight, px, height, message| {
            // 続ける is the largest button of all.
            sized(cx, label, Icons::default(), weight, (px, frame::matter(cx), height), message)
        };
        let go_on = act(cx.words.get("idle-continue"), Weight::Main, cx.look.tool(px::TITLE), 176.0, Message::Continue);
        let end = act(end, Weight::Quiet, cx.look.tool(px::BUTTON), 112.0, Message::End);
        let parts = column![title, space().height(16), wait, space().height(16), go_on, end].spacing(32);
        container(parts).center_y(Length::Fill).into()
    }
}

fn call<'a>(cx: &Context<'_>) -> Element<'a, Message> {
    let said = cx.words.get(if cx.called { "tool-called" } else { "tool-call" });
    let call = tool(cx, Some("concierge-bell"), said, cx.called, Message::CallStaff);
    container(row![space().width(Length::Fill), call]).center_y(BAR_TOP).width(Length::Fill).into()
}
