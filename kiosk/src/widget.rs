//! Widgets (部品): the parts screens are made of. Every colour and size comes from [`crate::theme`].

pub mod button;
pub mod card_face;
pub mod facts;
pub mod frame;
pub mod kana;
pub mod keypad;
pub mod notice;
pub mod panel;
pub mod phrase;
pub mod pictures;
pub mod plane;
pub mod press;
pub mod ring;
pub mod scaled;
pub mod sheet;
pub mod strip;
pub mod ways;

use iced::advanced::Layout;
use iced::advanced::widget::Tree;
use iced::advanced::widget::text::Format;
use iced::widget::{container, svg, text};
use iced::{Border, Color, Length};

use crate::screen::Context;
use crate::theme;
use crate::theme::px;

/// What stands where facts are hidden.
pub const HIDDEN: &str = "••••••";

/// What every widget returns.
pub type Element<'a, Message> = iced::Element<'a, Message>;

/// The `n`th child of a widget with where it lies.
fn nth<'a, 'b>(tree: &'a Tree, layout: Layout<'b>, n: usize) -> Option<(&'a Tree, Layout<'b>)> {
    Some((tree.children.get(n)?, layout.children().nth(n)?))
}

/// The same, to be changed.
fn nth_mut<'a, 'b>(tree: &'a mut Tree, layout: Layout<'b>, n: usize) -> Option<(&'a mut Tree, Layout<'b>)> {
    Some((tree.children.get_mut(n)?, layout.children().nth(n)?))
}

/// Running text in one size and colour; lines are broken by hand, or between phrases at the width it is given.
pub fn words<'a, M: 'a>(
    cx: &Context<'_>,
    said: impl Into<String>,
    px: f32,
    bold: bool,
    colour: Color,
) -> Element<'a, M> {
    let format = Format {
        size: Some(px.into()),
        font: Some(theme::font(cx.words.lang(), bold)),
        line_height: text::LineHeight::Relative(if px >= 60.0 { 1.3 } else { 1.4 }),
        ..Format::default()
    };
    phrase::phrased(said.into(), format, colour).into()
}

/// Text from a card: always in the Japanese face.
pub fn written<'a, M: 'a>(said: &str, px: f32, bold: bool, colour: Color) -> Element<'a, M> {
    text(said.to_owned())
        .size(px)
        .font(theme::font("ja", bold))
        .line_height(text::LineHeight::Relative(1.25))
        .shaping(text::Shaping::Advanced)
        .color(colour)
        .into()
}

/// The largest size up to `px` at which the longest line of `said` fits into `width`.
#[must_use]
pub fn fitted(said: &str, px: f32, width: f32) -> f32 {
    let longest = said.lines().map(button::units).fold(1.0, f32::max);
    px.min(width / longest)
}

/// A title grows with the letters where there is height for it.
fn title_size(cx: &Context<'_>) -> f32 {
    let grown = cx.look.title(px::TITLE);
    if cx.low() && cx.look.size.percent() > 120 { px::TITLE } else { grown }
}

/// The title of a page whose panel is open; it never breaks where no hand broke it.
pub fn title<'a, M: 'a>(cx: &Context<'_>, said: impl Into<String>) -> Element<'a, M> {
    let (said, colour) = (said.into(), cx.look.palette().ink);
    let px = fitted(&said, title_size(cx), frame::matter(cx));
    words(cx, said, px, true, colour)
}

/// The one sentence under the title.
pub fn hint<'a, M: 'a>(cx: &Context<'_>, said: impl Into<String>) -> Element<'a, M> {
    let colour = cx.look.palette().ink2;
    words(cx, said, cx.look.label(px::HINT), false, colour)
}

/// An icon of `assets/icons`, in one colour.
pub fn icon<'a, M: 'a>(cx: &Context<'_>, name: &str, px: f32, colour: Color) -> Element<'a, M> {
    let handle = svg::Handle::from_path(cx.assets.join("icons").join(name).with_extension("svg"));
    svg(handle).width(px).height(px).style(move |_, _| svg::Style { color: Some(colour) }).into()
}

/// A drawing of `assets/art`, in its own colours.
pub fn art<'a, M: 'a>(cx: &Context<'_>, name: &str, width: f32, height: f32) -> Element<'a, M> {
    let handle = svg::Handle::from_path(cx.assets.join("art").join(name).with_extension("svg"));
    svg(handle).width(width).height(height).into()
}

/// A drawing of `assets/art` as an outline in one colour.
pub fn outline<'a, M: 'a>(cx: &Context<'_>, name: &str, width: f32, height: f32, colour: Color) -> Element<'a, M> {
    let handle = svg::Handle::from_path(cx.assets.join("art").join(name).with_extension("svg"));
    svg(handle).width(width).height(height).style(move |_, _| svg::Style { color: Some(colour) }).into()
}

/// The look of a box: ground, border, radius.
#[must_use]
pub fn boxed(ground: Color, border: Color, width: f32, radius: f32) -> container::Style {
    container::Style {
        background: Some(ground.into()),
        border: Border { color: border, width, radius: radius.into() },
        ..container::Style::default()
    }
}

/// A box with a ground and no border.
pub fn ground<'a, M: 'a>(inside: impl Into<Element<'a, M>>, colour: Color, radius: f32) -> container::Container<'a, M> {
    container(inside).style(move |_| boxed(colour, Color::TRANSPARENT, 0.0, radius))
}

/// A thin line between rows.
pub fn hairline<'a, M: 'a>(cx: &Context<'_>) -> Element<'a, M> {
    let colour = cx.look.palette().hairline;
    ground(iced::widget::space(), colour, 0.0).width(Length::Fill).height(theme::measure::HAIRLINE).into()
}

/// Lines that share the room there is, none higher than `height`; spare room stays below them.
pub fn up_to<'a, M: 'a>(height: f32, lines: Vec<Element<'a, M>>) -> Element<'a, M> {
    const GAP: f32 = 14.0;
    #[allow(clippy::cast_precision_loss, reason = "a handful of answers")]
    let most = lines.len() as f32 * (height + GAP) - GAP;
    let lines = iced::widget::Column::with_children(lines).spacing(GAP).height(Length::Fill);
    container(container(lines).height(Length::Fill).max_height(most)).height(Length::Fill).into()
}
