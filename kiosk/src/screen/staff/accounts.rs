//! Accounts (職員の登録): who may come in and as what; one account is changed on a page of its own.

use iced::widget::{button, column, container, row, scrollable};
use iced::{Alignment, Length};

use super::{Account, At, Desk, Intent, Message, rail, typed};
use crate::screen::Context;
use crate::theme::px;
use crate::widget::button::{Weight, before, either, sized, units};
use crate::widget::{Element, hairline, icon, words};

pub fn view<'a>(desk: &Desk, cx: &Context<'_>) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let tools = vec![rail::tool(cx, "staff-account-new", "user-plus", Message::Ask(Intent::NewAccount))];
    let count = cx.words.with("staff-people", &[("n", &desk.accounts.len().to_string())]);
    let mut lines = column![];
    for account in &desk.accounts {
        let state = if account.enabled { String::new() } else { cx.words.get("staff-account-off") };
        let card = if account.card { cx.words.get("staff-account-card") } else { String::new() };
        let inside = row![
            typed::cell(cx, &account.name, 36.0, true, 0.0),
            container(words(
                cx,
                cx.words.get(&format!("staff-role-{}", account.role)),
                px::SUPPORT,
                false,
                palette.ink
            ))
            .width(260),
            container(words(cx, card, px::SMALL, false, palette.ink2)).width(200),
            container(words(cx, state, px::SMALL, true, palette.ink)).width(240),
            container(words(cx, account.since.clone(), px::MARK, false, palette.ink2)).width(220),
            icon(cx, "chevron-right", 48.0, palette.key),
        ]
        .spacing(16)
        .align_y(Alignment::Center);
        let back = if account.enabled { palette.page } else { palette.ground };
        let line = button(container(inside).center_y(Length::Fill).padding([0, 16]))
            .on_press(Message::Go(At::Account(account.name.clone())))
            .padding(0)
            .width(Length::Fill)
            .height(104)
            .style(move |_, _| button::Style { background: Some(back.into()), ..button::Style::default() });
        lines = lines.push(line).push(hairline(cx));
    }
    let head = rail::head(cx, &cx.words.get("staff-go-accounts"), &count, tools);
    column![head, scrollable(lines).height(Length::Fill)].spacing(16).into()
}

/// One account and what can be changed about it.
pub fn one<'a>(desk: &Desk, cx: &Context<'_>, name: &str) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let size = (30.0, 220.0, 88.0);
    let back =
        sized(cx, cx.words.get("staff-list"), before("arrow-left"), Weight::Quiet, size, Message::Go(At::Accounts));
    let Some(account) = desk.accounts.iter().find(|account| account.name == name) else { return back };
    let head =
        row![back, words(cx, account.name.clone(), px::HEAD, true, palette.ink)].spacing(24).align_y(Alignment::Center);
    column![
        head,
        words(cx, cx.words.get("staff-account-role"), px::SUPPORT, false, palette.ink2),
        roles(cx, account),
        words(cx, cx.words.get("staff-account-login"), px::SUPPORT, false, palette.ink2),
        acts(cx, account),
    ]
    .spacing(24)
    .into()
}

fn roles<'a>(cx: &Context<'_>, account: &Account) -> Element<'a, Message> {
    let mut line = row![].spacing(16);
    for role in ["reception", "supervisor", "administrator", "auditor"] {
        let label = cx.words.get(&format!("staff-role-{role}"));
        let ask = Message::Ask(Intent::Role(account.name.clone(), role));
        line = line.push(either(cx, label, role == account.role, (280.0, 96.0), ask));
    }
    line.into()
}

fn acts<'a>(cx: &Context<'_>, account: &Account) -> Element<'a, Message> {
    let act = |key: &str, icon: &'static str, intent: Intent| {
        let label = cx.words.get(key);
        let width = (units(&label) * 32.0 + 120.0).max(420.0);
        sized(cx, label, before(icon), Weight::Second, (32.0, width, 96.0), Message::Ask(intent))
    };
    let name = || account.name.clone();
    let on = if account.enabled {
        act("staff-account-disable", "lock", Intent::Disable(name()))
    } else {
        act("staff-account-enable", "check", Intent::Enable(name()))
    };
    let card = if account.card {
        act("staff-account-take-card", "id-card", Intent::TakeCard(name()))
    } else {
        act("staff-account-give-card", "id-card", Intent::Card(name()))
    };
    let password = act("staff-account-password", "key-round", Intent::NewPassword(name()));
    row![password, card, on].spacing(16).wrap().into()
}
