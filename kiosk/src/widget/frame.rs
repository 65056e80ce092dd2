//! The frame of a page (枠): panel or rail at the left, tools at the top, back and the act at the bottom.
//!
//! Places never move: やめる top left, 戻る bottom left, the act bottom right, tools top right.

use iced::widget::{column, container, row, space};
use iced::{Alignment, Length};

use super::button::{Weight, before, big, tool, tool_width, units};
use super::plane::{page, plane};
use super::{Element, ground, icon, panel, words};
use crate::screen::{Context, Frame};
use crate::theme::measure::{
    BAR_BOTTOM, BAR_EMPTY, BAR_TOP, CONTENT, MARGIN, MARGIN_OPEN, PANEL, PANEL_NARROW, PANEL_UPRIGHT, RAIL,
    RAIL_UPRIGHT,
};
use crate::theme::px;

/// Which frame acts a page offers.
#[derive(Clone, Copy, Debug)]
pub struct Offers {
    pub back: bool,
    pub cancel: bool,
    pub language: bool,
}

/// A page inside a visit.
pub const VISIT: Offers = Offers { back: true, cancel: true, language: true };

/// A page whose subject is the card: the panel is open.
pub fn open<'a, M: Clone + 'a>(
    cx: &Context<'_>,
    panel: Element<'a, M>,
    offers: Offers,
    frame: fn(Frame) -> M,
    middle: impl Into<Element<'a, M>>,
    act: Option<Element<'a, M>>,
) -> Element<'a, M> {
    open_with(cx, panel, offers, frame, middle, (None, act))
}

/// The same with a note beside the act.
pub fn open_with<'a, M: Clone + 'a>(
    cx: &Context<'_>,
    panel: Element<'a, M>,
    offers: Offers,
    frame: fn(Frame) -> M,
    middle: impl Into<Element<'a, M>>,
    (note, act): (Option<Element<'a, M>>, Option<Element<'a, M>>),
) -> Element<'a, M> {
    let margin = margin_open(cx);
    let matter = column![
        top(cx, offers, frame, None),
        container(middle).padding(iced::Padding::ZERO.bottom(16)).width(Length::Fill).height(Length::Fill),
        bottom(cx, offers, frame, note, act),
    ];
    let matter = container(matter).padding([0.0, margin]).width(Length::Fill).height(Length::Fill);
    let matter = page(cx, matter);
    beside(cx, panel, matter)
}

/// The open panel beside the matter, or above it on an upright display.
pub fn beside<'a, M: 'a>(cx: &Context<'_>, panel: Element<'a, M>, matter: Element<'a, M>) -> Element<'a, M> {
    if cx.upright() {
        return column![container(panel).height(PANEL_UPRIGHT).width(Length::Fill), matter].into();
    }
    let width = panel_width(cx);
    let panel = container(panel).width(width).height(Length::Fill);
    if cx.reader == crate::config::Side::Right { row![matter, panel].into() } else { row![panel, matter].into() }
}

/// What stands in the top bar of a folded page, left of the tools.
#[derive(Clone, Debug, Default)]
pub struct Heading {
    /// Icon and name of the service.
    pub service: Option<String>,
    /// Page `0` of `1`, and the words for it.
    pub progress: Option<(usize, usize, String)>,
}

/// A page whose subject is the person's own matter: the panel is folded to a rail.
pub fn folded<'a, M: Clone + 'a>(
    cx: &Context<'_>,
    heading: &Heading,
    offers: Offers,
    frame: fn(Frame) -> M,
    middle: impl Into<Element<'a, M>>,
    foot: (Option<Element<'a, M>>, Option<Element<'a, M>>),
) -> Element<'a, M> {
    let margin = margin_folded(cx);
    let (note, act) = foot;
    let matter = column![
        top(cx, offers, frame, Some(heading)),
        container(middle).padding(iced::Padding::ZERO.bottom(16)).width(Length::Fill).height(Length::Fill),
        bottom(cx, offers, frame, note, act),
    ]
    .max_width(CONTENT);
    let matter = container(matter).padding([0.0, margin]).width(Length::Fill).height(Length::Fill);
    let matter = page(cx, matter);
    let rail = panel::rail(cx, offers.cancel.then(|| frame(Frame::Cancel)));
    if cx.upright() {
        return column![container(rail).height(RAIL_UPRIGHT).width(Length::Fill), matter].into();
    }
    let rail = container(rail).width(RAIL).height(Length::Fill);
    if cx.reader == crate::config::Side::Right { row![matter, rail].into() } else { row![rail, matter].into() }
}

/// Width of the open panel beside the matter.
#[must_use]
pub const fn panel_width(cx: &Context<'_>) -> f32 {
    if cx.narrow() { PANEL_NARROW } else { PANEL }
}

const fn margin_open(cx: &Context<'_>) -> f32 {
    match (cx.upright(), cx.narrow()) {
        (true, _) => 64.0,
        (_, true) => 48.0,
        _ => MARGIN_OPEN,
    }
}

const fn margin_folded(cx: &Context<'_>) -> f32 {
    match (cx.upright(), cx.narrow()) {
        (true, _) => 64.0,
        (_, true) => 56.0,
        _ => MARGIN,
    }
}

/// Gap between parts of the top bar.
const GAP: f32 = 16.0;

/// The room of the top bar.
fn room(cx: &Context<'_>, folded: bool) -> f32 {
    let beside = match (cx.upright(), folded) {
        (true, _) => 0.0,
        (_, true) => RAIL,
        (_, false) => panel_width(cx),
    };
    let margin = if folded { margin_folded(cx) } else { margin_open(cx) };
    (cx.size.width - beside).min(CONTENT + 2.0 * margin) - 2.0 * margin
}

/// Width of the matter beside the rail, or under it.
#[must_use]
pub fn content(cx: &Context<'_>) -> f32 {
    room(cx, true)
}

/// Width of the matter beside the open panel, or under it.
#[must_use]
pub fn matter(cx: &Context<'_>) -> f32 {
    room(cx, false)
}

/// A tool of the top bar before it is known how much room there is.
struct Tool {
    sign: &'static str,
    label: String,
    chosen: bool,
    act: Frame,
}

/// The tools, and whether they keep their signs: where there is no room Language is its globe alone, then signs go.
fn tools(cx: &Context<'_>, offers: Offers, folded: bool) -> (Vec<Tool>, bool, f32) {
    let tool = |sign, label: String, chosen, act| Tool { sign, label, chosen, act };
    let mut tools = Vec::new();
    if !folded && offers.cancel {
        // The rail that bears it on other pages is unfolded here.
        tools.push(tool("x", cx.words.get("cancel"), false, Frame::Cancel));
    }
    if offers.language {
        tools.push(tool("globe", "Language".to_owned(), false, Frame::Languages));
    }
    tools.push(tool("a-large-small", cx.words.get("tool-looks"), false, Frame::Looks));
    let call = cx.words.get(if cx.called { "tool-called" } else { "tool-call" });
    tools.push(tool("concierge-bell", call, cx.called, Frame::CallStaff));
    let wide = |tools: &[Tool], signs: bool| -> f32 {
        tools.iter().map(|tool| tool_width(cx, signs || tool.label.is_empty(), &tool.label) + GAP).sum()
    };
    let room = room(cx, folded);
    if wide(&tools, true) > room
        && let Some(language) = tools.iter_mut().find(|tool| tool.act == Frame::Languages)
    {
        language.label.clear();
    }
    let signs = wide(&tools, true) <= room;
    let left = room - wide(&tools, signs);
    (tools, signs, left)
}

/// What the person is doing, as far as there is room: dots stay longest, then the name, then the words.
fn heading_row<'a, M: 'a>(cx: &Context<'_>, heading: &Heading, mut left: f32) -> Element<'a, M> {
    let palette = cx.look.palette();
    let px = cx.look.tool(px::TOOL);
    let mut bar = row![].spacing(GAP).align_y(Alignment::Center);
    #[allow(clippy::cast_precision_loss, reason = "a handful of questions")]
    let dots_wide = |of: usize| (of.saturating_sub(1) as f32) * 32.0 + 52.0 + 24.0 + 2.0 * GAP;
    left -= heading.progress.as_ref().map_or(0.0, |(_, of, _)| dots_wide(*of));
    if let Some(service) = &heading.service {
        let name = units(service) * px + 40.0 + 2.0 * GAP;
        if name <= left {
            left -= name;
            bar = bar.push(icon(cx, "file-text", 40.0, palette.key));
            bar = bar.push(words(cx, service.clone(), px, true, palette.ink));
        }
    }
    if let Some((at, of, said)) = &heading.progress {
        bar = bar.push(space().width(24));
        bar = bar.push(dots(cx, *at, *of));
        let px = cx.look.tool(px::SUPPORT);
        if units(said) * px + GAP <= left {
            bar = bar.push(words(cx, said.clone(), px, false, palette.ink2));
        }
    }
    bar.into()
}

fn top<'a, M: Clone + 'a>(
    cx: &Context<'_>,
    offers: Offers,
    frame: fn(Frame) -> M,
    heading: Option<&Heading>,
) -> Element<'a, M> {
    let (tools, signs, left) = tools(cx, offers, heading.is_some());
    let mut bar = row![].spacing(GAP).align_y(Alignment::Center);
    if let Some(heading) = heading.filter(|_| !cx.upright()) {
        bar = bar.push(heading_row(cx, heading, left));
    }
    for each in tools {
        // やめる stands left of the others, where the rail has it.
        if first_at_right(each.act, offers) {
            bar = bar.push(space().width(Length::Fill));
        }
        let sign = (signs || each.label.is_empty()).then_some(each.sign);
        bar = bar.push(tool(cx, sign, each.label, each.chosen, frame(each.act)));
    }
    let bar = container(bar).width(Length::Fill).height(BAR_TOP).center_y(BAR_TOP);
    match heading.filter(|_| cx.upright()) {
        Some(heading) => column![bar, heading_row(cx, heading, room(cx, true))].spacing(GAP).into(),
        None => bar.into(),
    }
}

/// Whether this is the first of the tools at the right.
fn first_at_right(act: Frame, offers: Offers) -> bool {
    act == if offers.language { Frame::Languages } else { Frame::Looks }
}

fn bottom<'a, M: Clone + 'a>(
    cx: &Context<'_>,
    offers: Offers,
    frame: fn(Frame) -> M,
    note: Option<Element<'a, M>>,
    act: Option<Element<'a, M>>,
) -> Element<'a, M> {
    if !offers.back && act.is_none() {
        return space().height(BAR_EMPTY).into();
    }
    let mut bar = row![].spacing(40).align_y(Alignment::Center);
    if offers.back {
        bar = bar.push(big(cx, cx.words.get("back"), before("arrow-left"), Weight::Quiet, frame(Frame::Back)));
    }
    bar = bar.push(space().width(Length::Fill));
    if let Some(note) = note {
        bar = bar.push(note);
    }
    if let Some(act) = act {
        bar = bar.push(act);
    }
    container(bar).width(Length::Fill).height(BAR_BOTTOM).align_y(Alignment::Start).into()
}

/// Dots of progress; the current one is long.
fn dots<'a, M: 'a>(cx: &Context<'_>, at: usize, of: usize) -> Element<'a, M> {
    let palette = cx.look.palette();
    let mut dots = row![].spacing(12).align_y(Alignment::Center);
    for n in 1..=of {
        let (width, colour) = match n.cmp(&at) {
            std::cmp::Ordering::Less => (20.0, palette.key),
            std::cmp::Ordering::Equal => (52.0, palette.key),
            std::cmp::Ordering::Greater => (20.0, palette.hairline),
        };
        dots = dots.push(ground(space(), colour, 10.0).width(width).height(20));
    }
    dots.into()
}

/// Title and hint above what a page asks.
pub fn headed<'a, M: 'a>(cx: &Context<'_>, said: &str, hint: &str, below: impl Into<Element<'a, M>>) -> Element<'a, M> {
    headed_in(cx, CONTENT, said, hint, below)
}

/// The same in a column of this width: a title never breaks where no hand broke it.
pub fn headed_in<'a, M: 'a>(
    cx: &Context<'_>,
    width: f32,
    said: &str,
    hint: &str,
    below: impl Into<Element<'a, M>>,
) -> Element<'a, M> {
    let px = super::fitted(said, super::title_size(cx), width.min(room(cx, true)));
    let mut top = column![words(cx, said, px, true, cx.look.palette().ink)].spacing(8);
    if !hint.is_empty() && cx.look.size.percent() <= 140 {
        top = top.push(super::hint(cx, hint));
    }
    let tight = cx.look.size.percent() > 120 || hint.is_empty();
    column![top, below.into()].spacing(if tight { 16 } else { 28 }).into()
}

/// The 練習 band over a page.
pub fn practice<'a, M: 'a>(cx: &Context<'_>, page: Element<'a, M>) -> Element<'a, M> {
    if !cx.practice {
        return page;
    }
    let palette = cx.look.palette();
    let said = row![
        words(cx, cx.words.get("practice"), px::SUPPORT, true, palette.on_attention),
        words(cx, cx.words.get("practice-note"), px::SMALL, false, palette.on_attention),
    ]
    .spacing(48)
    .align_y(Alignment::Center);
    let band = ground(said, palette.attention, 0.0).center_x(Length::Fill).center_y(crate::theme::measure::BAND);
    column![band, page].into()
}

/// The whole page in one colour with something in its middle.
pub fn whole<'a, M: 'a>(ground_colour: iced::Color, inside: impl Into<Element<'a, M>>) -> Element<'a, M> {
    plane(container(inside).center(Length::Fill), ground_colour)
}
