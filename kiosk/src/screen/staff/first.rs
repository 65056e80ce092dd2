//! The first administrator (最初の管理者): asked for once, before anybody is served. There is no default password.

use iced::Length;
use iced::widget::{column, container, row};

use super::{Desk, Message, rail, typed};
use crate::screen::Context;
use crate::widget::button::{Weight, after, before, big};
use crate::widget::notice::{Kind, banner};
use crate::widget::{Element, hint, title};

pub fn view<'a>(desk: &Desk, cx: &Context<'_>, one: bool) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let mut page = column![
        title(cx, cx.words.get("staff-first-title")),
        hint(cx, cx.words.get("staff-first-hint")),
        typed::field(cx, "staff-name", &desk.name, Message::Name),
        typed::secret(cx, "staff-password-new", &desk.password, Message::Password, None),
        typed::secret(cx, "staff-password-again", &desk.again, Message::Again, Some(Message::Found)),
    ]
    .spacing(24)
    .max_width(1200);
    if let Some((code, _)) = desk.refused {
        page = page.push(banner(cx, Kind::Error, &rail::said_of(cx, code)));
    }
    let mut acts = row![].spacing(24);
    if one {
        acts = acts.push(big(cx, cx.words.get("back"), before("arrow-left"), Weight::Quiet, Message::Leave));
    }
    acts = acts.push(big(cx, cx.words.get("staff-first-make"), after("arrow-right"), Weight::Main, Message::Found));
    let page = container(page.push(acts)).padding(96).center_x(Length::Fill).center_y(Length::Fill);
    crate::widget::frame::whole(palette.page, page)
}
