//! Rows of a counter's page (一覧): what was gathered, what there is to choose from; what does not fit stands on further parts.

use std::ops::Range;

use iced::widget::{Row, column, container, row, space};
use iced::{Alignment, Color, Length};

use super::room::{fit, tall};
use super::{Message, Prompt};
use crate::counter::slip::spoken;
use crate::screen::Context;
use crate::service::say::{Row as Line, Say, Tone};
use crate::theme::measure::{GAP, HAIRLINE, MENU, RADIUS, SMALL_BUTTON};
use crate::theme::px;
use crate::widget::button::{Entry, Weight, before, entry, sized, units};
use crate::widget::{Element, fitted, ground, hairline, icon, words};

/// What the edges, the gaps and the sign at the right take of a row that is pressed.
const AROUND: f32 = 130.0;
/// Latin capitals are wider than a unit's half; a row has no second line for them.
const WIDER: f32 = 1.2;
/// What stands under a label of rows side by side, by its size.
const SMALLER: f32 = 0.8;
/// Height of a line of rows side by side, in letters.
const LEADING: f32 = 1.4;
/// The narrowest of rows side by side.
const LEAST: f32 = 240.0;

/// Gap between a row and its line.
const UNDER: f32 = 12.0;

impl Prompt {
    /// How high all rows together stand, with the gap under them.
    pub(super) fn wanted(&self, cx: &Context<'_>, width: f32) -> f32 {
        self.asked.rows.iter().map(|line| height(cx, line, width) + GAP).sum()
    }

    /// How high the highest of them alone stands, with the way to the others.
    pub(super) fn least(&self, cx: &Context<'_>, width: f32) -> f32 {
        let all = &self.asked.rows;
        let high = all.iter().map(|line| height(cx, line, width)).fold(0.0, f32::max);
        match all.len() {
            0 => 0.0,
            1 => high + GAP,
            _ => high + SMALL_BUTTON + 2.0 * GAP,
        }
    }

    /// The rows that fit into a room of this size, and a way to the others.
    pub(super) fn rows<'a>(&self, cx: &Context<'_>, (width, room): (f32, f32)) -> Option<Element<'a, Message>> {
        let all = &self.asked.rows;
        let whole = self.wanted(cx, width) <= room + GAP;
        if !whole && let Some(grid) = Grid::of(cx, all, width) {
            return Some(self.grid(cx, &grid, (width, room)));
        }
        let room = if whole { room } else { room - SMALL_BUTTON - GAP };
        let parts = parts(all.iter().map(|line| height(cx, line, width) + GAP), room + GAP);
        let at = self.part.min(parts.len().checked_sub(1)?);
        let mut lines = column![].spacing(GAP);
        for one in all.get(parts.get(at)?.clone())? {
            lines = lines.push(line(cx, one, width));
        }
        if parts.len() > 1 {
            lines = lines.push(pager(cx, at, parts.len(), width));
        }
        Some(lines.into())
    }

    /// Rows side by side, each as high as its words.
    fn grid<'a>(&self, cx: &Context<'_>, grid: &Grid, (width, room): (f32, f32)) -> Element<'a, Message> {
        let all = &self.asked.rows;
        let whole = fit(room, grid.high) * grid.across;
        let each = if whole >= all.len() { whole } else { fit(room - SMALL_BUTTON - GAP, grid.high) * grid.across };
        let parts = all.len().div_ceil(each);
        let at = self.part.min(parts.saturating_sub(1));
        let mut lines = column![].spacing(GAP);
        for some in all.chunks(each).nth(at).unwrap_or_default().chunks(grid.across) {
            let mut side = Row::new().spacing(GAP);
            for one in some {
                side = side.push(grid.cell(cx, one));
            }
            for _ in some.len()..grid.across {
                side = side.push(space().width(Length::Fill));
            }
            lines = lines.push(side);
        }
        if parts > 1 {
            lines = lines.push(pager(cx, at, parts, width));
        }
        lines.into()
    }
}

/// Stretches of rows that fit into a room, one row at least in each.
fn parts(heights: impl Iterator<Item = f32>, room: f32) -> Vec<Range<usize>> {
    let (mut parts, mut stood): (Vec<Range<usize>>, f32) = (Vec::new(), 0.0);
    for (at, high) in heights.enumerate() {
        match parts.last_mut() {
            Some(last) if stood + high <= room => {
                last.end = at + 1;
                stood += high;
            }
            _ => {
                parts.push(at..at + 1);
                stood = high;
            }
        }
    }
    parts
}

/// How wide a line is at most.
fn wide(said: &str, px: f32) -> f32 {
    units(said) * px * WIDER
}

/// How rows stand side by side.
struct Grid {
    across: usize,
    px: f32,
    high: f32,
}

impl Grid {
    /// `None` where the words are too long or too large for it, or where nothing is chosen.
    fn of(cx: &Context<'_>, rows: &[Line], width: f32) -> Option<Self> {
        let chosen = rows.iter().any(|row| row.id.is_some());
        if !chosen || cx.look.size.percent() > 120 || rows.iter().any(|row| row.note.is_some()) {
            return None;
        }
        let full = cx.look.label(px::PERSON);
        let signed = if rows.iter().any(|row| row.tone != Tone::Plain) { full + 24.0 } else { 0.0 };
        let wide =
            |row: &Line| wide(&spoken(cx.words, &row.label), 1.0).max(wide(&spoken(cx.words, &row.value), SMALLER));
        let widest = rows.iter().map(wide).fold(1.0, f32::max);
        let room = |across: u8| {
            let count = f32::from(across);
            (width - GAP * (count - 1.0)) / count - AROUND - signed
        };
        let under = if rows.iter().any(|row| row.value != Say::default()) { SMALLER } else { 0.0 };
        // Three side by side where all are short; two with smaller letters where one is long.
        let one_line = [(3, 1.0), (2, SMALLER)].into_iter().find_map(|(across, least)| {
            let px = full.min(room(across) / widest);
            (px >= full * least && room(across) >= LEAST).then_some((across, px, 1.0))
        });
        // Two on two lines each, where nothing stands under them.
        let px = full * SMALLER;
        let low = |row: &Line| tall(&spoken(cx.words, &row.label), px, room(2)) <= px * LEADING * 2.0;
        let two_lines = || (!cx.upright() && under == 0.0 && rows.iter().all(low)).then_some((2, px, 2.0));
        let (across, px, lines) = one_line.or_else(two_lines)?;
        let high = (px * (lines + under) * LEADING + 20.0).max(SMALL_BUTTON);
        Some(Self { across: across.into(), px, high })
    }

    fn cell<'a>(&self, cx: &Context<'_>, row: &Line) -> Element<'a, Message> {
        let palette = cx.look.palette();
        let (label, value) = (spoken(cx.words, &row.label), spoken(cx.words, &row.value));
        if let Some(id) = &row.id {
            let (sign, px) = (signed(cx, row.tone), (self.px, self.px * SMALLER));
            let of = Entry { sign, label: &label, value: "", under: &value, px, height: self.high };
            return entry(cx, &of, Message::Chosen(id.clone()));
        }
        let said = column![
            words(cx, label, self.px, true, palette.ink),
            words(cx, value, self.px * SMALLER, false, palette.ink2)
        ];
        ground(container(said).center_y(self.high), palette.ground, RADIUS).padding([0, 28]).width(Length::Fill).into()
    }
}

fn pager<'a>(cx: &Context<'_>, at: usize, parts: usize, width: f32) -> Element<'a, Message> {
    let face = (cx.look.tool(px::TOOL), (width / 3.0 - GAP).min(320.0), SMALL_BUTTON);
    let mut pager = Row::new().spacing(GAP).align_y(Alignment::Center);
    if at > 0 {
        let said = cx.words.get("rows-before");
        pager = pager.push(sized(cx, said, before("arrow-up"), Weight::Quiet, face, Message::Fewer));
    }
    if at + 1 < parts {
        let said = cx.words.get("rows-after");
        pager = pager.push(sized(cx, said, before("arrow-down"), Weight::Quiet, face, Message::More));
    }
    let (at, of) = ((at + 1).to_string(), parts.to_string());
    let said = cx.words.with("rows-at", &[("at", &at), ("of", &of)]);
    pager.push(words(cx, said, cx.look.tool(px::SUPPORT), false, cx.look.palette().ink2)).into()
}

/// The sign of a tone, which is never told by colour alone.
fn signed(cx: &Context<'_>, tone: Tone) -> Option<(&'static str, Color)> {
    let palette = cx.look.palette();
    match tone {
        Tone::Plain => None,
        Tone::Good => Some(("circle-check", palette.good)),
        Tone::Doubt => Some(("triangle-alert", palette.ink)),
        Tone::Stop => Some(("octagon-x", palette.stop)),
    }
}

/// How high a row is in a column of this width.
fn height(cx: &Context<'_>, line: &Line, width: f32) -> f32 {
    if line.id.is_some() {
        return MENU;
    }
    let text = cx.look.label(px::BODY);
    let (label, value) = (spoken(cx.words, &line.label), spoken(cx.words, &line.value));
    let left = (width - units(&value) * text * 1.12 - 84.0).max(text * 2.0);
    let note = line.note.as_ref().map_or(0.0, |note| tall(&spoken(cx.words, note), cx.look.label(px::SUPPORT), left));
    (tall(&label, text, left) + note).max(text * 1.4) + UNDER + HAIRLINE
}

/// A row that is pressed: its value at the right, or under it where both are too long for one line.
fn chosen<'a>(cx: &Context<'_>, line: &Line, id: &str, width: f32) -> Element<'a, Message> {
    let say = |said: &Say| spoken(cx.words, said);
    let (label, value) = (say(&line.label), say(&line.value));
    let note = line.note.as_ref().map(say).unwrap_or_default();
    let (px, small) = (cx.look.label(px::CHOICE).min(72.0), cx.look.label(px::SUPPORT));
    let left = width - AROUND - if line.tone == Tone::Plain { 0.0 } else { px + 24.0 };
    let large = cx.look.size.percent() > 120;
    let joined = |one: &str, other: &str| {
        [one, other].into_iter().filter(|said| !said.is_empty()).collect::<Vec<_>>().join("\u{3000}")
    };
    let (label, value, under) = if wide(&label, px) + wide(&value, small) <= left {
        (label, value, if large { String::new() } else { note })
    } else if large {
        (joined(&label, &value), String::new(), String::new())
    } else {
        (label, String::new(), joined(&value, &note))
    };
    let px = (fitted(&label, px, left / WIDER), small);
    let of = Entry { sign: signed(cx, line.tone), label: &label, value: &value, under: &under, px, height: MENU };
    entry(cx, &of, Message::Chosen(id.to_owned()))
}

/// One row: what it is, its value, a note; a row with an id is a target.
fn line<'a>(cx: &Context<'_>, line: &Line, width: f32) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let say = |said: &Say| spoken(cx.words, said);
    let note = line.note.as_ref().map(say).unwrap_or_default();
    if let Some(id) = &line.id {
        return chosen(cx, line, id, width);
    }
    let mut at = row![].spacing(20).align_y(Alignment::Center);
    if let Some((name, colour)) = signed(cx, line.tone) {
        at = at.push(icon(cx, name, 44.0, colour));
    }
    let text = cx.look.label(px::BODY);
    let value = say(&line.value);
    let mut said = column![words(cx, say(&line.label), text, value.is_empty(), palette.ink)];
    if !note.is_empty() {
        said = said.push(words(cx, note, cx.look.label(px::SUPPORT), false, palette.ink2));
    }
    at = at.push(said.width(Length::Fill)).push(words(cx, value, text, true, palette.ink));
    column![at, hairline(cx)].spacing(UNDER).into()
}
