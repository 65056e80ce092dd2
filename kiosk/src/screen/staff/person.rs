//! The person at the counter now (いまの方): the card's facts and photograph beside the face in front of it (対面).
//!
//! Nothing here is kept: the page draws what lies in the visit's slot, and is empty when the visit is over.

use iced::widget::{column, container, row, space};
use iced::{Alignment, Length};

use super::{Desk, Message, rail};
use crate::screen::Context;
use crate::theme::measure::{GAP, SMALL_BUTTON};
use crate::theme::px;
use crate::widget::button::{Weight, before, sized};
use crate::widget::notice::{Kind, banner};
use crate::widget::{Element, facts, fitted, hint, icon, words};

/// Width of the act.
const LEAD: f32 = 480.0;
/// Forms to begin: how many side by side, and what of the display is not theirs.
const ACROSS: usize = 3;
const BESIDE: f32 = 560.0;
/// Visits that came to no end: how many are listed, and the width of an act on one.
const MOST_LEFT: usize = 3;
const LEFT_ACT: f32 = 320.0;
/// Room for the photograph, in units; cards hold 378 × 472 dots.
const PHOTO: (f32, f32) = (420.0, 524.0);

/// Forms to begin for a person, three side by side.
fn begins<'a>(desk: &Desk, cx: &Context<'_>) -> Option<Element<'a, Message>> {
    if desk.begins.is_empty() {
        return None;
    }
    let palette = cx.look.palette();
    let lead = words(cx, cx.words.get("staff-begin"), px::SUPPORT, true, palette.ink);
    let mut all = column![lead].spacing(GAP);
    let each = (cx.size.width - BESIDE) / 3.0;
    for some in desk.begins.chunks(ACROSS) {
        let mut line = row![].spacing(GAP);
        for (id, title) in some {
            let face = (fitted(title, px::SUPPORT, each - 120.0), each, SMALL_BUTTON);
            let act = Message::Begin(id.clone());
            line = line.push(sized(cx, title.clone(), before("file-text"), Weight::Quiet, face, act));
        }
        all = all.push(line);
    }
    Some(container(iced::widget::scrollable(all)).padding([0, 48]).into())
}

/// Visits that came to no end: going on with one asks for its person's card.
fn left<'a>(desk: &Desk, cx: &Context<'_>) -> Option<Element<'a, Message>> {
    if desk.left.is_empty() {
        return None;
    }
    let palette = cx.look.palette();
    let mut all = column![words(cx, cx.words.get("staff-left"), px::SUPPORT, true, palette.ink)].spacing(GAP);
    for one in desk.left.iter().rev().take(MOST_LEFT) {
        let (passed, of) = (one.passed.to_string(), one.of.to_string());
        let far = cx.words.with("staff-left-at", &[("when", &one.when), ("n", &passed), ("of", &of)]);
        let said = column![
            words(cx, one.what.clone(), px::SUPPORT, true, palette.ink),
            words(cx, far, px::SMALL, false, palette.ink2),
        ]
        .spacing(4);
        let act = |key: &str, sign: &'static str, weight: Weight, act: Message| {
            let label = cx.words.get(key);
            sized(cx, label, before(sign), weight, (px::SUPPORT, LEFT_ACT, SMALL_BUTTON), act)
        };
        all = all.push(
            row![
                container(said).width(Length::Fill),
                act("staff-left-on", "arrow-right", Weight::Second, Message::BeginLeft(one.id)),
                act("staff-left-drop", "x", Weight::Quiet, Message::DropLeft(one.id)),
            ]
            .spacing(GAP)
            .align_y(Alignment::Center),
        );
    }
    all = all.push(words(cx, cx.words.get("staff-left-hint"), px::SMALL, false, palette.ink2));
    Some(container(all).padding([0, 48]).into())
}

pub fn view<'a>(desk: &Desk, cx: &Context<'_>) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let lead = desk.leading.map(|leading| {
        let key = if leading { "staff-lead-stop" } else { "staff-lead" };
        let face = (px::SUPPORT, LEAD, SMALL_BUTTON);
        sized(cx, cx.words.get(key), before("pencil"), Weight::Second, face, Message::Lead(!leading))
    });
    let head = rail::head(cx, &cx.words.get("staff-person-title"), &desk.now, lead.into_iter().collect());
    if cx.facts.is_none() {
        let nobody = words(cx, cx.words.get("staff-person-none"), px::HINT, false, palette.ink2);
        return column![head, container(nobody).padding(48), left(desk, cx), begins(desk, cx)].spacing(16).into();
    }
    let photo: Element<'a, Message> = match cx.pictures {
        Some(pictures) => column![
            pictures.photo(cx, PHOTO),
            words(cx, cx.words.get("staff-person-compare"), px::SMALL, true, palette.ink),
            words(cx, cx.words.get("staff-person-not-kept"), px::MARK, false, palette.ink2),
        ]
        .spacing(16)
        .into(),
        None => column![
            icon(cx, "id-card", 120.0, palette.blue_line),
            words(cx, cx.words.get("staff-person-no-photo"), px::SMALL, false, palette.ink2),
        ]
        .spacing(16)
        .into(),
    };
    let told = column![facts::facts(cx, cx.facts, None), hint(cx, cx.words.get("staff-person-hint"))].spacing(24);
    let body = row![container(photo).width(PHOTO.0 + 24.0), container(told).width(Length::Fill)].spacing(48);
    let looked_up = cx.standing.is_some_and(|standing| standing.checked);
    let key = if looked_up { "staff-person-revocation-checked" } else { "staff-person-revocation" };
    let warned = banner(cx, Kind::Note, &cx.words.get(key));
    column![head, body, space().height(Length::Fill), warned].spacing(24).into()
}
