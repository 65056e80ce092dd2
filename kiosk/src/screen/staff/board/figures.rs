//! Figures (数字): large, side by side, each under what it counts; a sign says how it is meant.

use iced::widget::{Row, column, container, row};
use iced::{Alignment, Length};

use super::{Message, marked, said};
use crate::screen::Context;
use crate::service::desk::{Figure, Tone};
use crate::theme::px;
use crate::widget::{Element, boxed, fitted, icon, words, written};

/// Figures in one line.
const MOST: usize = 5;
/// What the edges of a box take.
const EDGES: f32 = 56.0;
const GAP: f32 = 16.0;
/// Height of a bar.
const BAR: f32 = 36.0;

pub fn view<'a>(cx: &Context<'_>, all: &[Figure]) -> Element<'a, Message> {
    let lines = all.len().div_ceil(MOST).max(1);
    let each = all.len().div_ceil(lines).max(1);
    #[allow(clippy::cast_precision_loss, reason = "at most five")]
    let width = super::table::width(cx) / each as f32 - EDGES - GAP;
    let mut page = column![].spacing(GAP);
    for line in all.chunks(each) {
        page = page.push(Row::with_children(line.iter().map(|figure| one(cx, figure, width))).spacing(GAP));
    }
    page.into()
}

/// What is under way: a bar, and in figures how much of it is done.
pub fn progress<'a>(cx: &Context<'_>, said: &str, percent: u8) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let percent = percent.min(100);
    let head = row![
        words(cx, said.to_owned(), cx.look.tool(px::TOOL), true, palette.ink),
        iced::widget::space().width(Length::Fill),
        written(&format!("{percent} %"), px::HEAD, true, palette.ink),
    ]
    .align_y(Alignment::Center);
    let (back, line, full) = (palette.page, palette.hairline, palette.key);
    let bar = iced::widget::progress_bar(0.0..=100.0, f32::from(percent)).girth(BAR).style(move |_| {
        let border = iced::Border { color: line, width: 2.0, radius: 12.0.into() };
        iced::widget::progress_bar::Style { background: back.into(), bar: full.into(), border }
    });
    let edge = cx.look.border(2.0);
    container(column![head, bar].spacing(12))
        .style(move |_| boxed(back, line, edge, 16.0))
        .padding([20, 28])
        .width(Length::Fill)
        .into()
}

fn one<'a>(cx: &Context<'_>, figure: &Figure, width: f32) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let (name, colour, _) = marked(cx, figure.tone);
    let back = match figure.tone {
        Tone::Plain => palette.page,
        Tone::Good => palette.good_pale,
        Tone::Doubt => palette.warn,
        Tone::Stop => palette.error_row,
    };
    let mut value = row![written(&figure.value, fitted(&figure.value, px::FIGURE, width), true, palette.ink)]
        .spacing(16)
        .align_y(Alignment::Center);
    if let Some(name) = name {
        value = value.push(icon(cx, name, 44.0, colour));
    }
    let label = words(cx, said(cx, &figure.label), cx.look.tool(px::SMALL), false, palette.ink2);
    let (line, edge) = if figure.tone == Tone::Stop { (palette.error_line, 4.0) } else { (palette.hairline, 2.0) };
    let edge = cx.look.border(edge);
    container(column![label, value].spacing(2))
        .style(move |_| boxed(back, line, edge, 16.0))
        .padding([14, 28])
        .width(Length::Fill)
        .into()
}
