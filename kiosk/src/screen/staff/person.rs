//! The person at the counter now (いまの方): the card's facts and photograph beside the face in front of it (対面).
//!
//! Nothing here is kept: the page draws what lies in the visit's slot, and is empty when the visit is over.

use iced::Length;
use iced::widget::{column, container, row, space};

use super::{Desk, Message, rail};
use crate::screen::Context;
use crate::theme::measure::SMALL_BUTTON;
use crate::theme::px;
use crate::widget::button::{Weight, before, sized};
use crate::widget::notice::{Kind, banner};
use crate::widget::{Element, facts, hint, icon, words};

/// Width of the act.
const LEAD: f32 = 480.0;
/// Room for the photograph, in units; cards hold 378 × 472 dots.
const PHOTO: (f32, f32) = (420.0, 524.0);

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
        return column![head, container(nobody).padding(48)].into();
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
