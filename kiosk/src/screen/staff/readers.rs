//! Readers in detail (読み取り機の点検): the card service, each reader with what its model is known for, the card on it, and
//! the last faults; the touch test is one press away.

use iced::Length;
use iced::widget::{Column, column, scrollable};

use super::{At, Desk, Message, examine, rail};
use crate::screen::Context;
use crate::theme::px;
use crate::widget::{Element, hairline, words};

pub fn view<'a>(desk: &Desk, cx: &Context<'_>) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let tools = vec![
        rail::tool(cx, "staff-touch-start", "activity", Message::Go(At::Touch)),
        rail::tool(cx, "staff-readers-again", "refresh-cw", Message::Go(At::Readers)),
        rail::tool(cx, "staff-go-examine", "arrow-left", Message::Go(At::Examine)),
    ];
    let page = column![rail::head(cx, &cx.words.get("staff-readers-title"), "", tools)].spacing(12);
    if desk.busy {
        return page.push(words(cx, cx.words.get("staff-readers-looking"), px::HINT, false, palette.ink2)).into();
    }
    let mut lines: Column<'a, Message> = column![];
    for finding in &desk.readers {
        lines = lines.push(examine::line(desk, cx, finding)).push(hairline(cx));
    }
    page.push(scrollable(lines).height(Length::Fill)).into()
}
