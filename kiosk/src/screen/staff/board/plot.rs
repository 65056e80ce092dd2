//! Plots (グラフ): bars over a few places, lines over many hours; values and labels stand on them, series differ in shape.

mod drawing;
mod scale;

use drawing::{Drawing, Sign};
use iced::widget::canvas::Canvas;
use iced::widget::{Row, column, row};
use iced::{Alignment, Length};

use super::{Message, framed, said};
use crate::screen::Context;
use crate::service::desk::Plot;
use crate::theme::px;
use crate::widget::{Element, words};

/// Height of the drawing, and the size of a series' sign.
const HIGH: f32 = 360.0;
const SIGN: (f32, f32) = (72.0, 36.0);

pub fn view<'a>(cx: &Context<'_>, plot: &Plot) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let title = words(cx, said(cx, &plot.title), cx.look.tool(px::SUPPORT), true, palette.ink);
    let drawing = Drawing::of(cx, plot);
    let mut legend = Row::new().spacing(40);
    for (at, series) in plot.series.iter().enumerate() {
        let sign = Canvas::new(Sign::of(&drawing, at)).width(SIGN.0).height(SIGN.1);
        let label = words(cx, said(cx, &series.label), cx.look.tool(px::MARK), false, palette.ink);
        legend = legend.push(row![sign, label].spacing(12).align_y(Alignment::Center));
    }
    let mut page = column![title].spacing(12);
    if plot.series.iter().any(|series| !said(cx, &series.label).is_empty()) {
        page = page.push(legend.wrap());
    }
    framed(cx, page.push(Canvas::new(drawing).width(Length::Fill).height(HIGH)))
}
