//! Rows of a counter's page (一覧): what was gathered, what there is to choose from; what does not fit stands on further parts.

use iced::widget::{Row, column, row};
use iced::{Alignment, Length};

use super::room::{fit, tall};
use super::{Message, Prompt};
use crate::counter::slip::spoken;
use crate::screen::Context;
use crate::service::say::{Row as Line, Say, Tone};
use crate::theme::measure::{GAP, HAIRLINE, MENU, SMALL_BUTTON};
use crate::theme::px;
use crate::widget::button::{Weight, before, menu, sized, units};
use crate::widget::{Element, hairline, icon, words};

/// What the signs of a row that is pressed take of its width.
const ICONS: f32 = 300.0;

/// Gap between a row and its line.
const UNDER: f32 = 12.0;

impl Prompt {
    /// The rows that fit into a room of this size, and a way to the others.
    pub(super) fn rows<'a>(&self, cx: &Context<'_>, (width, room): (f32, f32)) -> Option<Element<'a, Message>> {
        let all = &self.asked.rows;
        let high = all.iter().map(|line| height(cx, line, width)).fold(0.0, f32::max);
        let count = all.len();
        let one = fit(room, high);
        let each = if one >= count { one } else { fit(room - SMALL_BUTTON - GAP, high) };
        let parts = all.chunks(each).len();
        let at = self.part.min(parts.checked_sub(1)?);
        let mut lines = column![].spacing(GAP);
        for one in all.chunks(each).nth(at)? {
            lines = lines.push(line(cx, one, width));
        }
        if parts > 1 {
            lines = lines.push(pager(cx, at, parts, width));
        }
        Some(lines.into())
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
const fn sign(tone: Tone) -> Option<&'static str> {
    match tone {
        Tone::Plain => None,
        Tone::Good => Some("circle-check"),
        Tone::Doubt => Some("triangle-alert"),
        Tone::Stop => Some("octagon-x"),
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

/// One row: what it is, its value, a note; a row with an id is a target.
fn line<'a>(cx: &Context<'_>, line: &Line, width: f32) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let say = |said: &Say| spoken(cx.words, said);
    let note = line.note.as_ref().map(say).unwrap_or_default();
    if let Some(id) = &line.id {
        let label = [say(&line.label), say(&line.value)].into_iter().filter(|part| !part.is_empty());
        let label = label.collect::<Vec<_>>().join("\u{3000}");
        let name = sign(line.tone).unwrap_or("users");
        // A long name takes both lines.
        let long = units(&label) * cx.look.label(px::CHOICE) > width - ICONS;
        let note = if long { String::new() } else { note };
        return menu(cx, name, &label, &note, MENU, Message::Chosen(id.clone()));
    }
    let mut at = row![].spacing(20).align_y(Alignment::Center);
    if let Some(name) = sign(line.tone) {
        let colour = match line.tone {
            Tone::Good => palette.good,
            Tone::Stop => palette.stop,
            Tone::Doubt | Tone::Plain => palette.ink,
        };
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
