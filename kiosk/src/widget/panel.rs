//! The card panel (カードの案内): what to do with the card now; open it is a poster, folded it is a rail.

use iced::widget::{Container, column, container, row, space, stack, text};
use iced::{Alignment, Color, Length};

use super::button::{Weight, before, sized, units};
use super::plane::plane;
use super::{Element, art, icon, words};
use crate::config::Side;
use crate::screen::{Card, Context};
use crate::theme;
use crate::theme::measure::SMALL_BUTTON;
use crate::theme::px;

/// A card drawn on its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// The card sinks onto the reader.
    Place,
    /// Hold still, the reader reads.
    Read,
    /// The card lies.
    Stay,
    /// The card rises.
    Take,
    /// It was lifted too early.
    Lifted,
    /// The PIN is blocked.
    Blocked,
}

/// An open panel: two lines, the second larger, a drawing, and words at the foot.
pub struct Poster {
    pub lead: String,
    pub title: String,
    pub drawing: Drawing,
    pub foot: Option<String>,
    /// Yellow instead of blue: attention, nothing is lost.
    pub attention: bool,
}

/// The open panel.
pub fn poster<'a, M: 'a>(cx: &Context<'_>, poster: Poster, extra: Option<Element<'a, M>>) -> Element<'a, M> {
    let palette = cx.look.palette();
    let (back, ink) =
        if poster.attention { (palette.attention, palette.on_attention) } else { (palette.panel, palette.on_panel) };
    let narrow = cx.narrow() || cx.upright();
    let counter = format!("{} {}", cx.place.municipality.get(cx.words.lang()), cx.place.counter.get(cx.words.lang()));
    let mut said = column![
        row![icon(cx, "mark", 48.0, ink), words(cx, counter, cx.look.tool(px::TOOL), true, ink)]
            .spacing(24)
            .align_y(Alignment::Center),
        space().height(32),
    ];
    if !poster.lead.is_empty() {
        let px = super::fitted(&poster.lead, cx.look.title(px::LEAD).min(64.0), if narrow { 560.0 } else { 660.0 });
        said = said.push(words(cx, poster.lead, px, true, ink));
    }
    let large = if narrow { 74.0 } else { 84.0 };
    let large = super::fitted(&poster.title, cx.look.title(large).min(96.0), if narrow { 560.0 } else { 660.0 });
    said = said.push(words(cx, poster.title, large, true, ink));
    let mut inside = column![said, container(drawing(cx, poster.drawing)).center(Length::Fill)];
    if let Some(extra) = extra {
        inside = inside.push(extra);
    }
    if let Some(foot) = poster.foot {
        inside = inside.push(arrows(cx, foot, ink));
    }
    let inside = container(inside).padding([48, 64]).width(Length::Fill).height(Length::Fill);
    edged(cx, inside, back, ink)
}

fn arrows<'a, M: 'a>(cx: &Context<'_>, said: String, colour: Color) -> Element<'a, M> {
    let arrow = match cx.reader {
        Side::Below => "arrow-down",
        Side::Left => "arrow-left",
        Side::Right => "arrow-right",
    };
    let line = row![
        icon(cx, arrow, 52.0, colour),
        words(cx, said, cx.look.tool(px::BODY), true, colour),
        icon(cx, arrow, 52.0, colour),
    ]
    .spacing(28)
    .align_y(Alignment::Center);
    container(line).center_x(Length::Fill).into()
}

/// Ticks for the card to sink or rise, and to rest, at twelve a second.
const MOVE: u32 = 14;
const REST: u32 = 10;
/// Milliseconds that each ring shows.
const RING: u32 = 400;
/// The way of the card, in units.
const WAY: f32 = 150.0;

fn drawing<'a, M: 'a>(cx: &Context<'_>, drawing: Drawing) -> Element<'a, M> {
    let scale = if cx.upright() {
        0.6
    } else if cx.narrow() {
        0.8
    } else {
        0.92
    };
    let (width, height) = (704.0 * scale, 560.0 * scale);
    if cx.look.contrast {
        return art(cx, "card-stay-contrast", width * 0.6, height * 0.6);
    }
    match drawing {
        Drawing::Place | Drawing::Take => {
            let progress = if cx.look.stands() { MOVE / 2 } else { (cx.tick % (MOVE + REST)).min(MOVE) };
            #[allow(clippy::cast_precision_loss, reason = "at most fourteen")]
            let part = progress as f32 / MOVE as f32;
            let lift = if drawing == Drawing::Place { (1.0 - part) * WAY } else { part * WAY };
            let card = column![space().height((WAY - lift) * scale), art(cx, "layer-card", width, height)];
            let reader = column![space().height(WAY * scale), art(cx, "layer-reader", width, height)];
            container(stack![reader, card]).width(width).height(height + WAY * scale).clip(true).into()
        }
        Drawing::Read if cx.look.stands() => art(cx, "card-read", width, height),
        // The rings show in turn, one goes out as the other lights up.
        Drawing::Read => {
            let inner = (cx.tick * theme::TICK / RING).is_multiple_of(2);
            art(cx, if inner { "card-read-inner" } else { "card-read-outer" }, width, height)
        }
        Drawing::Stay => art(cx, "card-stay", width, height),
        Drawing::Lifted => art(cx, "card-lifted", width, height),
        Drawing::Blocked => art(cx, "card-blocked", width, height),
    }
}

/// Width of やめる in the rail.
const CANCEL: f32 = 152.0;

/// The folded panel: やめる at its top, the card's state at its foot.
pub fn rail<'a, M: Clone + 'a>(cx: &Context<'_>, cancel: Option<M>) -> Element<'a, M> {
    let palette = cx.look.palette();
    let px = cx.look.tool(px::SUPPORT).min(34.0);
    let cancel: Element<'a, M> = match cancel {
        Some(act) => {
            let label = cx.words.get("cancel");
            // The sign and its gap are one and a half letters.
            let px = px.min((CANCEL - 24.0) / (units(&label) + 1.5));
            sized(cx, label, before("x"), Weight::OnPanel, (px, CANCEL, SMALL_BUTTON), act)
        }
        None => space().into(),
    };
    let (drawing, said) = match cx.card {
        Card::Lying => ("card-stay", "rail-stay"),
        Card::Free => ("card-stay", "rail-free"),
        Card::Lifted | Card::Absent => ("", "rail-none"),
    };
    let said = cx.words.get(said);
    let px = super::fitted(&said, px, 150.0);
    let said = text(said).size(px).font(theme::font(cx.words.lang(), true)).center();
    let said: Element<'a, M> = said.line_height(text::LineHeight::Relative(1.4)).color(palette.on_panel).into();
    let small: Element<'a, M> = match drawing {
        "" => space().into(),
        name if cx.look.contrast => art(cx, &format!("{name}-contrast"), 150.0, 84.0),
        name => art(cx, name, 150.0, 84.0),
    };
    let inside: Element<'a, M> = if cx.upright() {
        row![small, said, space().width(Length::Fill), cancel].spacing(24).align_y(Alignment::Center).into()
    } else {
        column![cancel, space().height(Length::Fill), small, container(said).center_x(Length::Fill)]
            .spacing(24)
            .align_x(Alignment::Center)
            .into()
    };
    let inside = container(inside).padding(16).width(Length::Fill).height(Length::Fill);
    edged(cx, inside, palette.panel, palette.on_panel)
}

/// A panel's ground; in the 20:1 mode, where it has the colour of the page, with an edge.
fn edged<'a, M: 'a>(cx: &Context<'_>, inside: Container<'a, M>, back: Color, edge: Color) -> Element<'a, M> {
    if cx.look.contrast {
        return inside.style(move |_| super::boxed(back, edge, 5.0, 0.0)).into();
    }
    plane(inside, back)
}
