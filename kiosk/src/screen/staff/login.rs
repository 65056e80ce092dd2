//! Coming in (係のログイン): a name and a password, or a staff card and its PIN; digits may be pressed, the rest typed.

use iced::widget::{column, container, row};
use iced::{Alignment, Length};

use super::{Desk, Message, rail, typed};
use crate::screen::Context;
use crate::theme::px;
use crate::widget::button::{Weight, after, before, big, tool};
use crate::widget::notice::{Kind, banner};
use crate::widget::{Element, hint, keypad, title, words};

/// Names shown to pick from.
const MOST: usize = 5;

pub fn view<'a>(desk: &Desk, cx: &Context<'_>, one: bool) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let (said, how) = match (desk.agreeing, desk.card) {
        (true, _) => ("staff-agree-title", "staff-agree-hint"),
        (false, true) => ("staff-card-title", "staff-card-hint"),
        (false, false) => ("staff-login-title", "staff-login-hint"),
    };
    let mut left = column![title(cx, cx.words.get(said)), hint(cx, cx.words.get(how))].spacing(20);
    if desk.card {
        left = left.push(typed::secret(cx, "staff-card", &desk.token, Message::Token, None));
        if !desk.token.is_empty() && desk.refused.is_none() {
            left = left.push(banner(cx, Kind::Note, &cx.words.get("staff-card-read")));
        }
    } else {
        let mut names = row![].spacing(12);
        for account in desk.names.iter().take(MOST) {
            let chosen = *account == desk.name;
            names = names.push(tool(cx, None, account.clone(), chosen, Message::Name(account.clone())));
        }
        left = left
            .push(words(cx, cx.words.get("staff-name"), px::SMALL, false, palette.ink2))
            .push(names.wrap())
            .push(typed::bare(cx, &desk.name, Message::Name));
    }
    if !desk.agreeing {
        let (key, icon) = if desk.card { ("staff-by-name", "users") } else { ("staff-by-card", "id-card") };
        left = left.push(tool(cx, Some(icon), cx.words.get(key), false, Message::ByCard(!desk.card)));
    }
    let key = if desk.card { "staff-pin" } else { "staff-password" };
    left = left.push(typed::secret(cx, key, &desk.password, Message::Password, Some(Message::Enter)));
    if let Some((code, wait)) = desk.refused {
        let said = match code {
            "U02" => cx.words.with("staff-wait", &[("n", &wait.to_string())]),
            "U01" => cx.words.get("staff-refused"),
            code => rail::said_of(cx, code),
        };
        left = left.push(banner(cx, Kind::Error, &said));
    }
    let mut acts = row![].spacing(24);
    if one {
        acts = acts.push(big(cx, cx.words.get("back"), before("arrow-left"), Weight::Quiet, Message::Leave));
    }
    let enter = if desk.agreeing { "staff-agree" } else { "staff-enter" };
    acts = acts.push(big(cx, cx.words.get(enter), after("arrow-right"), Weight::Main, Message::Enter));
    let left = left.push(acts);
    let page = row![
        container(left).width(Length::Fill),
        container(keypad::keypad(cx, keypad::ORDER, Message::Key)).width(Length::Shrink)
    ]
    .spacing(96)
    .align_y(Alignment::Center);
    crate::widget::frame::whole(palette.page, container(page).padding(96).center_y(Length::Fill))
}
