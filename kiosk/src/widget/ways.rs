//! Ways on (進め方): what stands on every page where something hinders, always in the same words and places.

use super::Element;
use super::button::{Weight, before, big, menu};
use super::words;
use crate::screen::Context;
use crate::theme::measure::MENU;
use crate::theme::px;

/// One way on: an icon, what it is, and what happens then (`<key>-hint`).
pub fn way<'a, M: Clone + 'a>(cx: &Context<'_>, icon: &str, key: &str, act: M) -> Element<'a, M> {
    menu(cx, icon, &cx.words.get(key), &cx.words.get(&format!("{key}-hint")), MENU, act)
}

/// With a staff member, who comes here.
pub fn with_staff<'a, M: Clone + 'a>(cx: &Context<'_>, act: M) -> Element<'a, M> {
    way(cx, "concierge-bell", "blocked-staff", act)
}

/// やめる as the act of a page whose rail is unfolded.
pub fn leave<'a, M: Clone + 'a>(cx: &Context<'_>, weight: Weight, act: M) -> Element<'a, M> {
    big(cx, cx.words.get("cancel"), before("x"), weight, act)
}

/// お知らせ番号: small, for whoever is told of it.
pub fn number<'a, M: 'a>(cx: &Context<'_>, code: &str) -> Element<'a, M> {
    let said = cx.words.with("trouble-number", &[("code", code)]);
    words(cx, said, px::SMALL, false, cx.look.palette().ink2)
}
