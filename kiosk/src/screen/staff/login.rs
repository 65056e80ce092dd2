//! Coming in (係のログイン): a name and a password; digits may be pressed, the rest typed.

use iced::widget::{column, container, row, text_input};
use iced::{Alignment, Border, Length};
use zeroize::Zeroizing;

use super::{Desk, Message};
use crate::screen::Context;
use crate::widget::button::{Weight, after, before, big, tool};
use crate::widget::notice::{Kind, banner};
use crate::widget::{Element, hint, keypad, title, words};

/// Names shown to pick from.
const MOST: usize = 5;

pub fn view<'a>(desk: &Desk, cx: &Context<'_>, one: bool) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let label = |key: &str| words(cx, cx.words.get(key), 32.0, false, palette.ink2);
    let mut names = row![].spacing(12);
    for account in desk.names.iter().take(MOST) {
        let chosen = *account == desk.name;
        names = names.push(tool(cx, None, account.clone(), chosen, Message::Name(account.clone())));
    }
    let field = |_: &iced::Theme, _: text_input::Status| text_input::Style {
        background: palette.page.into(),
        border: Border { color: palette.line, width: 3.0, radius: 16.0.into() },
        icon: palette.ink,
        placeholder: palette.ink2,
        value: palette.ink,
        selection: palette.ring,
    };
    let field = move |theme: &iced::Theme, status| field(theme, status);
    let name = text_input("", &desk.name).on_input(Message::Name).size(44).padding(20).style(field);
    let password = text_input("", &desk.password)
        .secure(true)
        .on_input(|typed| Message::Password(Zeroizing::new(typed)))
        .on_submit(Message::Enter)
        .size(44)
        .padding(20)
        .style(field);
    let said = if desk.agreeing { "staff-agree-title" } else { "staff-login-title" };
    let mut left = column![
        title(cx, cx.words.get(said)),
        hint(cx, cx.words.get(if desk.agreeing { "staff-agree-hint" } else { "staff-login-hint" })),
        label("staff-name"),
        names,
        name,
        label("staff-password"),
        password,
    ]
    .spacing(20);
    if let Some((code, wait)) = desk.refused {
        let key = if wait > 0 { "staff-wait" } else { "staff-refused" };
        left = left.push(banner(cx, Kind::Error, &cx.words.with(key, &[("n", &wait.to_string()), ("code", code)])));
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
