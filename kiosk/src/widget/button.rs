//! Buttons (ボタン): at least 88 px high; a press starts and ends inside, and turns the button at once.

mod entry;

use iced::widget::{column, container, row, space};
use iced::{Alignment, Color, Length};

pub use entry::{Entry, entry};

use super::press::{hold, press};
use super::{Element, icon, outline, words};
use crate::screen::Context;
use crate::theme::measure;
use crate::theme::px;

/// How much a button weighs on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The act of the page.
    Main,
    /// A second act.
    Second,
    /// The act while something is still to be answered: a press says what.
    NotYet,
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
        Weight::NotYet => Colours {
            ground: palette.tool,
            text: palette.ink2,
            border: palette.line,
            width: if cx.look.contrast { cx.look.border(0.0) } else { 0.0 },
        },
        Weight::Quiet => {
            Colours { ground: palette.page, text: palette.ink, border: palette.line, width: cx.look.border(3.0) }
        }
        Weight::OnPanel => {
            Colours { ground: palette.panel, text: palette.on_panel, border: palette.on_panel, width: 3.0 }
        }
    }
}

/// The colours under the finger: every control turns the same, words and signs with it.
fn under_finger(cx: &Context<'_>) -> Colours {
    let palette = cx.look.palette();
    // Where pressed and chosen have one colour (20:1), a border of the page's ground keeps the press visible.
    let width = if cx.look.contrast { 12.0 } else { 0.0 };
    Colours { ground: palette.pressed, text: palette.on_pressed, border: palette.page, width }
}

/// A target of this size whose inside is drawn for the colours it has now, and whether it is pressed.
fn target<'a, M: Clone + 'a>(
    cx: &Context<'_>,
    at_rest: Colours,
    (width, height): (Length, Length),
    inside: impl Fn(Colours, bool) -> Element<'a, M>,
    act: M,
) -> Element<'a, M> {
    press(face(cx, at_rest, (width, height), inside), act).into()
}

/// How a target of this size looks at rest and pressed.
fn face<'a, 'c, M: Clone + 'a>(
    cx: &'c Context<'_>,
    at_rest: Colours,
    (width, height): (Length, Length),
    inside: impl Fn(Colours, bool) -> Element<'a, M> + 'c,
) -> impl Fn(bool) -> Element<'a, M> + 'c {
    move |pressed| {
        let now = if pressed { under_finger(cx) } else { at_rest };
        container(inside(now, pressed))
            .center_y(height)
            .width(width)
            .style(move |_| super::boxed(now.ground, now.border, now.width, measure::RADIUS))
            .into()
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
    let px = cx.look.label(px::BUTTON).min(62.0);
    let width = big_width(&label, px, icons.before.is_some() || icons.after.is_some());
    sized(cx, label, icons, weight, (px, width, measure::BIG_BUTTON), act)
}

/// How wide a big button with letters of this size is.
#[must_use]
pub fn big_width(label: &str, px: f32, sign: bool) -> f32 {
    (units(label) * px + 2.0 * 48.0 + if sign { px * 1.5 } else { 0.0 }).max(248.0)
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
    let label = label.into();
    let inside = |now: Colours, _| labelled(cx, label.clone(), icons, px, true, now.text);
    target(cx, at_rest, (width.into(), height.into()), inside, act)
}

/// How wide a tool is.
#[must_use]
pub fn tool_width(cx: &Context<'_>, sign: bool, label: &str) -> f32 {
    let px = cx.look.tool(px::TOOL);
    units(label) * px + 56.0 + if sign { px * 1.75 } else { 0.0 }
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
    let px = cx.look.tool(px::TOOL);
    let width = tool_width(cx, name.is_some(), &label);
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
    let inside = |now: Colours, _| labelled(cx, label.clone(), icons, px, false, now.text);
    target(cx, at_rest, (width.into(), measure::SMALL_BUTTON.into()), inside, act)
}

/// One of some answers: a card with a round mark, a label, a hint and a drawing.
pub struct Choice<'a> {
    pub label: &'a str,
    pub hint: &'a str,
    pub picture: Option<&'a str>,
    pub chosen: bool,
}

/// A choice card of a question, as high as it is given room.
pub fn choice<'a, M: Clone + 'a>(cx: &Context<'_>, of: &Choice<'_>, act: M) -> Element<'a, M> {
    let palette = cx.look.palette();
    let (ground, text, support) = if of.chosen {
        (palette.act, palette.on_act, palette.on_act)
    } else {
        (palette.page, palette.ink, palette.ink2)
    };
    let at_rest = Colours {
        ground,
        text,
        border: if of.chosen { palette.act } else { palette.line },
        width: cx.look.border(3.0),
    };
    let inside = |now: Colours, pressed: bool| {
        let support = if pressed { now.text } else { support };
        let mark = mark(cx, of.chosen, if pressed { Some(now.text) } else { None }, now.text);
        let mut lines = column![words(cx, of.label, cx.look.label(px::CHOICE).min(72.0), true, now.text)].spacing(2);
        if !of.hint.is_empty() && cx.look.size.percent() <= 120 {
            lines = lines.push(words(cx, of.hint, cx.look.label(px::SUPPORT), false, support));
        }
        let mut inside = row![mark, lines.width(Length::Fill)].spacing(32).align_y(Alignment::Center);
        if let Some(picture) = of.picture {
            let colour = if pressed || of.chosen { now.text } else { palette.key };
            inside = inside.push(outline(cx, picture, 164.0, 92.0, colour));
        }
        container(inside).padding([0, 32]).into()
    };
    target(cx, at_rest, (Length::Fill, Length::Fill), inside, act)
}

/// The round mark of a choice: a ring, or a filled disc with a check.
fn mark<'a, M: 'a>(cx: &Context<'_>, chosen: bool, pressed: Option<Color>, colour: Color) -> Element<'a, M> {
    if chosen {
        return icon(cx, "circle-check", 56.0, colour);
    }
    let line = pressed.unwrap_or(cx.look.palette().line);
    let disc = pressed.unwrap_or(Color::TRANSPARENT);
    container(space()).width(52).height(52).style(move |_| super::boxed(disc, line, 4.0, 26.0)).into()
}

/// A menu row: icon (none when its name is empty), label, hint, chevron.
pub fn menu<'a, M: Clone + 'a>(
    cx: &Context<'_>,
    name: &str,
    label: &str,
    hint: &str,
    height: f32,
    act: M,
) -> Element<'a, M> {
    let palette = cx.look.palette();
    let at_rest = Colours { ground: palette.page, text: palette.ink, border: palette.line, width: cx.look.border(3.0) };
    let inside = |now: Colours, pressed: bool| {
        let (support, sign) = if pressed { (now.text, now.text) } else { (palette.ink2, palette.key) };
        let mut lines = column![words(cx, label, cx.look.label(px::CHOICE).min(72.0), true, now.text)].spacing(0);
        let both = (cx.look.label(px::CHOICE) + cx.look.label(px::SUPPORT)) * 1.4;
        if !hint.is_empty() && cx.look.size.percent() <= 120 && both <= height {
            lines = lines.push(words(cx, hint, cx.look.label(px::SUPPORT), false, support));
        }
        let picture = (!name.is_empty()).then(|| icon(cx, name, 64.0, sign));
        let line = row![].push(picture).push(lines.width(Length::Fill)).push(icon(cx, "chevron-right", 48.0, sign));
        container(line.spacing(36).align_y(Alignment::Center)).padding([0, 36]).into()
    };
    target(cx, at_rest, (Length::Fill, height.into()), inside, act)
}

/// One of several equal ways: a label and where it leads.
pub fn equal<'a, M: Clone + 'a>(cx: &Context<'_>, label: &str, px: f32, height: f32, act: M) -> Element<'a, M> {
    let palette = cx.look.palette();
    let at_rest = Colours { ground: palette.page, text: palette.ink, border: palette.line, width: cx.look.border(3.0) };
    let inside = |now: Colours, pressed: bool| {
        let sign = if pressed { now.text } else { palette.key };
        let said = words(cx, label, px, true, now.text);
        let line = row![container(said).width(Length::Fill), icon(cx, "chevron-right", 48.0, sign)];
        container(line.spacing(24).align_y(Alignment::Center)).padding([0, 36]).into()
    };
    target(cx, at_rest, (Length::Fill, height.into()), inside, act)
}

/// What a picture, its gap and the edges take of such a button.
const PICTURED: f32 = 144.0;

/// A button that shows what it opens: a picture and a label beside it.
pub fn pictured<'a, M: Clone + 'a>(
    cx: &Context<'_>,
    picture: impl Fn() -> Element<'a, M>,
    label: &str,
    (width, height): (f32, f32),
    act: M,
) -> Element<'a, M> {
    let at_rest = colours(cx, Weight::Second);
    #[allow(clippy::cast_precision_loss, reason = "a few lines")]
    let lines = label.lines().count().max(1) as f32;
    let tall = (height - 2.0 * measure::GAP) / (lines * 1.4);
    let px = super::fitted(label, cx.look.tool(px::BODY).min(tall), width - PICTURED);
    let inside = |now: Colours, _| {
        let said = container(words(cx, label, px, true, now.text)).width(Length::Fill);
        container(row![picture(), said].spacing(20).align_y(Alignment::Center)).padding([0, 10]).into()
    };
    target(cx, at_rest, (width.into(), height.into()), inside, act)
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
    let label = label.into();
    // One size whether chosen or not: the check has its room from the start.
    let px = cx.look.tool(38.0).min((width - 40.0) / (units(&label) + 1.5));
    let inside = |now: Colours, _| labelled(cx, label.clone(), icons, px, true, now.text);
    target(cx, at_rest, (width.into(), height.into()), inside, act)
}

/// A square that acts while it is held: an icon and a word under it.
pub fn held<'a, M: Clone + 'a>(
    cx: &Context<'_>,
    (name, label): (&str, &str),
    (width, height): (f32, f32),
    (begin, end): (M, M),
) -> Element<'a, M> {
    let at_rest = colours(cx, Weight::Quiet);
    let px = super::fitted(label, cx.look.tool(px::SUPPORT), width - 24.0);
    let inside = |now: Colours, _: bool| -> Element<'a, M> {
        let said = column![icon(cx, name, 48.0, now.text), words(cx, label, px, true, now.text)];
        container(said.align_x(Alignment::Center)).center_x(Length::Fill).into()
    };
    hold(face(cx, at_rest, (width.into(), height.into()), inside), begin, end).into()
}

/// One part of an answer: its label and what was given; marked while keys type into it, red when it is to be mended.
pub fn cell<'a, M: Clone + 'a>(
    cx: &Context<'_>,
    (label, said): (&str, &str),
    now: bool,
    wrong: bool,
    act: M,
) -> Element<'a, M> {
    let palette = cx.look.palette();
    let border = match (wrong, now) {
        (true, _) => palette.error_line,
        (false, true) => palette.key,
        (false, false) => palette.line,
    };
    let width = if now { 6.0 } else { cx.look.border(3.0) };
    let at_rest = Colours { ground: palette.page, text: palette.ink, border, width };
    let (label, said) = (label.replace('\n', ""), said.to_owned());
    let px = super::fitted(&said, 38.0, 210.0);
    let inside = |colours: Colours, pressed: bool| {
        let support = if pressed { colours.text } else { palette.ink2 };
        let lines = column![words(cx, &label, px::MARK, false, support), super::written(&said, px, true, colours.text)];
        container(lines.spacing(2)).padding([4, 20]).width(Length::Fill).into()
    };
    target(cx, at_rest, (Length::Fill, 100.0.into()), inside, act)
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
    let label = label.into();
    let inside = |now: Colours, _| labelled(cx, label.clone(), Icons::default(), px, true, now.text);
    target(cx, at_rest, (width.into(), height.into()), inside, act)
}

/// Widths of a label in units of its size: a kanji or kana is one, a Latin letter about 0.6.
#[must_use]
pub fn units(label: &str) -> f32 {
    label.chars().map(|c| if c.is_ascii() { 0.6 } else { 1.0 }).sum()
}
