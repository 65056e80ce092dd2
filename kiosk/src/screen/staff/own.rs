//! One's own password (自分の合いことば): the old one once, the new one twice.

use iced::widget::{column, container};

use super::{Desk, Message, rail, typed};
use crate::screen::Context;
use crate::theme::px;
use crate::widget::button::{Weight, after, big};
use crate::widget::notice::{Kind, banner};
use crate::widget::{Element, words};

pub fn view<'a>(desk: &Desk, cx: &Context<'_>) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let mut page = column![
        rail::head(cx, &cx.words.get("staff-own-title"), "", vec![]),
        words(cx, cx.words.get("staff-own-hint"), px::SUPPORT, false, palette.ink2),
        typed::secret(cx, "staff-password-old", &desk.password, Message::Password, None),
        typed::secret(cx, "staff-password-new", &desk.again, Message::Again, None),
        typed::secret(cx, "staff-password-again", &desk.repeated, Message::Repeated, Some(Message::ChangeOwn)),
    ]
    .spacing(24)
    .max_width(1000);
    if let Some((code, _)) = desk.refused {
        page = page.push(banner(cx, Kind::Error, &rail::said_of(cx, code)));
    }
    let act = big(cx, cx.words.get("staff-own-change"), after("check"), Weight::Main, Message::ChangeOwn);
    container(page.push(act)).into()
}
