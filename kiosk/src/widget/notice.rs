//! Banners and field errors (お知らせ): yellow and green tell, a red line points; nothing here stops.

use iced::widget::{container, row, space};
use iced::{Alignment, Length};

use super::{Element, ground, icon, words};
use crate::screen::Context;
use crate::theme::px;

/// What a banner is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Note,
    Reassure,
    Warn,
    Error,
}

/// A banner with an icon and one or two lines.
pub fn banner<'a, M: 'a>(cx: &Context<'_>, kind: Kind, said: &str) -> Element<'a, M> {
    let palette = cx.look.palette();
    let (name, colour, back, line, width) = match kind {
        Kind::Note => ("info", palette.key, palette.ground, palette.line, 0.0),
        Kind::Reassure => ("shield-check", palette.good, palette.good_pale, palette.line, 0.0),
        Kind::Warn => ("triangle-alert", palette.ink, palette.warn, palette.line, 0.0),
        Kind::Error => ("triangle-alert", palette.error_line, palette.page, palette.error_line, 6.0),
    };
    let width = cx.look.border(width);
    let inside = row![
        icon(cx, name, 48.0, colour),
        container(words(cx, said, cx.look.tool(px::TOOL), kind == Kind::Error, palette.ink)).width(Length::Fill),
    ]
    .spacing(24)
    .align_y(Alignment::Center);
    container(inside).style(move |_| super::boxed(back, line, width, 16.0)).padding([20, 32]).width(Length::Fill).into()
}

/// What is to mend, in words, under the label of a row.
pub fn to_mend<'a, M: 'a>(cx: &Context<'_>, error: &str) -> Element<'a, M> {
    let palette = cx.look.palette();
    row![
        icon(cx, "triangle-alert", 36.0, palette.error_line),
        words(cx, error, cx.look.tool(px::SUPPORT), true, palette.ink),
    ]
    .spacing(12)
    .align_y(Alignment::Center)
    .into()
}

/// A row of a question; one that is to be mended has a ground and a bar of its own.
pub fn answer_row<'a, M: 'a>(cx: &Context<'_>, inside: Element<'a, M>, wrong: bool) -> Element<'a, M> {
    let palette = cx.look.palette();
    let edge = iced::Padding::ZERO.vertical(4).right(24);
    if !wrong {
        return container(inside).padding(edge.left(24)).width(Length::Fill).into();
    }
    let body = container(inside).padding(edge.left(8)).width(Length::Fill);
    let bar = ground(space(), palette.error_line, 0.0).width(16).height(Length::Fill);
    ground(row![bar, body].height(Length::Shrink), palette.error_row, 0.0).width(Length::Fill).into()
}
