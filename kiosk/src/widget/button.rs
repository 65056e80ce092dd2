//! Buttons (ボタン): at least 88 px high; a press starts and ends inside, and turns the button at once.

use iced::widget::{button, column, container, row, space};
use iced::{Alignment, Border, Color, Length};

use super::{Element, icon, outline, words};
use crate::screen::Context;
use crate::theme::measure;

/// How much a button weighs on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The act of the page.
    Main,
    /// A second act.
    Second,
    /// Back, leave.
    Quiet,
    /// On the blue panel.
    OnPanel,
}

/// Ground, text and border of a button at rest.
#[derive(Clone, Copy)]
struct Colours {
    ground: Color,
    text: Color,
    border: Color,
    width: f32,
}

fn colours(cx: &Context<'_>, weight: Weight) -> Colours {
    let palette = cx.look.palette();
    match weight {
        Weight::Main => Colours { ground: palette.act, text: palette.on_act, border: palette.act, width: 0.0 },
        Weight::Second => {
            Colours { ground: palette.page, text: palette.key, border: palette.key, width: cx.look.border(4.0) }
        }
        Weight::Quiet => {
            Colours { ground: palette.page, text: palette.ink, border: palette.line, width: cx.look.border(3.0) }
        }
        Weight::OnPanel => {
            Colours { ground: palette.panel, text: palette.on_panel, border: palette.on_panel, width: 3.0 }
        }
    }
}

/// The style at rest and under the finger.
fn style(cx: &Context<'_>, at_rest: Colours) -> impl Fn(&iced::Theme, button::Status) -> button::Style + use<> {
    let palette = cx.look.palette();
    move |_, status| {
        let pressed = matches!(status, button::Status::Pressed);
        let ground = if pressed { palette.pressed } else { at_rest.ground };
        button::Style {
            background: Some(ground.into()),
            text_color: if pressed { palette.on_pressed } else { at_rest.text },
            border: Border {
                color: if pressed { palette.pressed } else { at_rest.border },
                width: at_rest.width,
                radius: measure::RADIUS.into(),
            },
            ..button::Style::default()
        }
    }
}

/// Icons before and after a label.
#[derive(Clone, Copy, Debug, Default)]
pub struct Icons<'a> {
    pub before: Option<&'a str>,
    pub after: Option<&'a str>,
}

/// `icon` before the label.
#[must_use]
pub const fn before(icon: &str) -> Icons<'_> {
    Icons { before: Some(icon), after: None }
}

/// `icon` after the label.
#[must_use]
pub const fn after(icon: &str) -> Icons<'_> {
    Icons { before: None, after: Some(icon) }
}

fn labelled<'a, M: 'a>(
    cx: &Context<'_>,
    label: String,
    icons: Icons<'_>,
    px: f32,
    bold: bool,
    text: Color,
) -> Element<'a, M> {
    let mut parts = row![].spacing(px * 0.5).align_y(Alignment::Center);
    if let Some(name) = icons.before {
        parts = parts.push(icon(cx, name, px, text));
    }
    if !label.is_empty() {
        parts = parts.push(words(cx, label, px, bold, text));
    }
    if let Some(name) = icons.after {
        parts = parts.push(icon(cx, name, px, text));
    }
    container(parts).center_x(Length::Fill).center_y(Length::Fill).into()
}

/// A big button, 112 high; its width follows its words.
pub fn big<'a, M: Clone + 'a>(
    cx: &Context<'_>,
    label: impl Into<String>,
    icons: Icons<'_>,
    weight: Weight,
    act: M,
) -> Element<'a, M> {
    let label = label.into();
    let px = cx.look.label(44.0).min(62.0);
    let width = (units(&label) * px
        + 2.0 * 48.0
        + if icons.before.is_some() || icons.after.is_some() { px * 1.5 } else { 0.0 })
    .max(248.0);
    sized(cx, label, icons, weight, (px, width, measure::BIG_BUTTON), act)
}

/// A button of a given height and width, its label in `px`.
pub fn sized<'a, M: Clone + 'a>(
    cx: &Context<'_>,
    label: impl Into<String>,
    icons: Icons<'_>,
    weight: Weight,
    (px, width, height): (f32, f32, f32),
    act: M,
) -> Element<'a, M> {
    let at_rest = colours(cx, weight);
    button(labelled(cx, label.into(), icons, px, true, at_rest.text))
        .on_press(act)
        .padding(0)
        .width(width)
        .height(height)
        .style(style(cx, at_rest))
        .into()
}

/// A tool at the top right: grey, 88 high.
pub fn tool<'a, M: Clone + 'a>(
    cx: &Context<'_>,
    name: Option<&str>,
    label: impl Into<String>,
    chosen: bool,
    act: M,
) -> Element<'a, M> {
    let palette = cx.look.palette();
    let label = label.into();
    let px = cx.look.tool(32.0);
    let width = units(&label) * px + 56.0 + if name.is_some() { px * 1.75 } else { 0.0 };
    let at_rest = if chosen {
        Colours { ground: palette.act, text: palette.on_act, border: palette.act, width: 0.0 }
    } else {
        Colours {
            ground: palette.tool,
            text: palette.ink,
            border: palette.line,
            width: if cx.look.contrast { 5.0 } else { 0.0 },
        }
    };
    let icons = Icons { before: name, after: None };
    button(labelled(cx, label, icons, px, false, at_rest.text))
        .on_press(act)
        .padding(0)
        .width(width)
        .height(measure::SMALL_BUTTON)
        .style(style(cx, at_rest))
        .into()
}

/// One of some answers: a card with a round mark, a label, a hint and a drawing.
pub struct Choice<'a> {
    pub label: &'a str,
    pub hint: &'a str,
    pub picture: Option<&'a str>,
    pub chosen: bool,
    pub height: f32,
}

/// A choice card of a question.
pub fn choice<'a, M: Clone + 'a>(cx: &Context<'_>, of: &Choice<'_>, act: M) -> Element<'a, M> {
    let palette = cx.look.palette();
    let (ground, text, support) = if of.chosen {
        (palette.act, palette.on_act, palette.on_act)
    } else {
        (palette.page, palette.ink, palette.ink2)
    };
    let mark = mark(cx, of.chosen, text);
    let mut lines = column![words(cx, of.label, cx.look.label(46.0).min(72.0), true, text)].spacing(2);
    if !of.hint.is_empty() && cx.look.size.percent() <= 140 {
        lines = lines.push(words(cx, of.hint, cx.look.label(30.0), false, support));
    }
    let mut inside = row![mark, lines.width(Length::Fill)].spacing(32).align_y(Alignment::Center);
    if let Some(picture) = of.picture {
        let colour = if of.chosen { palette.on_act } else { palette.key };
        inside = inside.push(outline(cx, picture, 164.0, 92.0, colour));
    }
    let at_rest = Colours {
        ground,
        text,
        border: if of.chosen { palette.act } else { palette.line },
        width: cx.look.border(3.0),
    };
    button(container(inside).center_y(Length::Fill).padding([0, 32]))
        .on_press(act)
        .padding(0)
        .width(Length::Fill)
        .height(of.height)
        .style(style(cx, at_rest))
        .into()
}

/// The round mark of a choice: a ring, or a filled disc with a check.
fn mark<'a, M: 'a>(cx: &Context<'_>, chosen: bool, colour: Color) -> Element<'a, M> {
    if chosen {
        return icon(cx, "circle-check", 56.0, colour);
    }
    let line = cx.look.palette().line;
    container(space()).width(52).height(52).style(move |_| super::boxed(Color::TRANSPARENT, line, 4.0, 26.0)).into()
}

/// A menu row: icon, label, hint, chevron.
pub fn menu<'a, M: Clone + 'a>(
    cx: &Context<'_>,
    name: &str,
    label: &str,
    hint: &str,
    height: f32,
    act: M,
) -> Element<'a, M> {
    let palette = cx.look.palette();
    let mut lines = column![words(cx, label, cx.look.label(46.0).min(72.0), true, palette.ink)].spacing(0);
    if !hint.is_empty() && cx.look.size.percent() <= 120 {
        lines = lines.push(words(cx, hint, cx.look.label(30.0).min(42.0), false, palette.ink2));
    }
    let inside = row![
        icon(cx, name, 64.0, palette.key),
        lines.width(Length::Fill),
        icon(cx, "chevron-right", 48.0, palette.key)
    ]
    .spacing(36)
    .align_y(Alignment::Center);
    let at_rest = Colours { ground: palette.page, text: palette.ink, border: palette.line, width: cx.look.border(3.0) };
    button(container(inside).center_y(Length::Fill).padding([0, 36]))
        .on_press(act)
        .padding(0)
        .width(Length::Fill)
        .height(height)
        .style(style(cx, at_rest))
        .into()
}

/// One of two or more equal answers side by side (のせる, のせない).
pub fn either<'a, M: Clone + 'a>(
    cx: &Context<'_>,
    label: impl Into<String>,
    chosen: bool,
    (width, height): (f32, f32),
    act: M,
) -> Element<'a, M> {
    let palette = cx.look.palette();
    let at_rest = if chosen {
        Colours { ground: palette.act, text: palette.on_act, border: palette.act, width: 0.0 }
    } else {
        Colours { ground: palette.page, text: palette.ink, border: palette.line, width: cx.look.border(3.0) }
    };
    let icons = if chosen { before("check") } else { Icons::default() };
    button(labelled(cx, label.into(), icons, cx.look.tool(38.0), true, at_rest.text))
        .on_press(act)
        .padding(0)
        .width(width)
        .height(height)
        .style(style(cx, at_rest))
        .into()
}

/// A key of a keypad or keyboard.
pub fn key<'a, M: Clone + 'a>(
    cx: &Context<'_>,
    label: impl Into<String>,
    (px, width, height): (f32, f32, f32),
    act: M,
) -> Element<'a, M> {
    let palette = cx.look.palette();
    let at_rest = Colours { ground: palette.page, text: palette.ink, border: palette.line, width: cx.look.border(3.0) };
    button(labelled(cx, label.into(), Icons::default(), px, true, at_rest.text))
        .on_press(act)
        .padding(0)
        .width(width)
        .height(height)
        .style(style(cx, at_rest))
        .into()
}

/// Widths of a label in units of its size: a kanji or kana is one, a Latin letter about 0.6.
#[must_use]
pub fn units(label: &str) -> f32 {
    label.chars().map(|c| if c.is_ascii() { 0.6 } else { 1.0 }).sum()
}
