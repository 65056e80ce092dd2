//! Before it is done (確かめる): one page says what will happen, asks why, and for a second person where two are needed.

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Length};

use super::{Asking, Desk, Intent, Message, board, rail, typed};
use crate::screen::Context;
use crate::theme::px;
use crate::widget::button::{Weight, after, before, big, either};
use crate::widget::notice::{Kind, banner};
use crate::widget::{Element, words};

/// Roles to choose from, by their word.
const ROLES: [&str; 4] = ["reception", "supervisor", "administrator", "auditor"];
/// Ready reasons of one act.
const REASONS: usize = 4;

pub fn view<'a>(desk: &Desk, cx: &Context<'_>, intent: &Intent, asking: &Asking) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let word = word(intent);
    let (title, hint, act) = told(desk, cx, intent);
    let mut page: Column<'a, Message> =
        column![words(cx, title, px::HEAD, true, palette.ink), words(cx, hint, px::SUPPORT, false, palette.ink2),]
            .spacing(20)
            .max_width(1400);
    page = fields(desk, cx, intent, asking, page);
    if asks_why(intent) {
        page = why(cx, word, asking, page);
    }
    if asking.two {
        page = page.push(banner(cx, Kind::Note, &cx.words.get("staff-second-hint"))).push(
            row![
                typed::field(cx, "staff-second", &asking.second, Message::Second),
                typed::secret(
                    cx,
                    "staff-password",
                    &asking.second_password,
                    Message::SecondPassword,
                    Some(Message::Do)
                ),
            ]
            .spacing(24),
        );
    }
    if let Some(code) = asking.refused {
        page = page.push(banner(cx, Kind::Error, &rail::said_of(cx, code)));
    }
    let acts = row![
        big(cx, cx.words.get("staff-not-now"), before("arrow-left"), Weight::Quiet, Message::NotNow),
        big(cx, act, after("arrow-right"), Weight::Main, Message::Do),
    ]
    .spacing(24)
    .align_y(Alignment::Center);
    let page = column![iced::widget::scrollable(page).height(Length::Fill), acts].spacing(24);
    container(page).padding([16, 0]).height(Length::Fill).into()
}

/// What is asked, what it means, and the words of its button.
fn told(desk: &Desk, cx: &Context<'_>, intent: &Intent) -> (String, String, String) {
    if let Intent::Service { button, .. } = intent {
        let act = board::said(cx, &button.say);
        let hint =
            button.sure.as_ref().map_or_else(|| cx.words.get("staff-ask-service-hint"), |say| board::said(cx, say));
        return (cx.words.with("staff-ask-service", &[("what", &act)]), hint, act);
    }
    let word = word(intent);
    let title = cx.words.with(&format!("staff-ask-{word}"), &[("what", &what(desk, intent))]);
    (title, cx.words.get(&format!("staff-ask-{word}-hint")), cx.words.get(&format!("staff-do-{word}")))
}

/// The stable word of an act, in the keys of its sentences.
pub const fn word(intent: &Intent) -> &'static str {
    match intent {
        Intent::Void(_) => "void",
        Intent::Undo(_) => "undo",
        Intent::Reprint(..) | Intent::SlipAgain(_) => "reprint",
        Intent::PrintAll(_) => "print-all",
        Intent::Examine(_) => "examine",
        Intent::Mend(_) => "mend",
        Intent::Call(_) => "call",
        Intent::Move(_) => "move",
        Intent::Correct(..) => "correct",
        Intent::ExportCase(_) => "export-case",
        Intent::Release(_) => "release",
        Intent::Protect(_) => "protect",
        Intent::Erase(_) => "erase",
        Intent::Another(_) => "another",
        Intent::Unprotect(_) => "unprotect",
        Intent::CloseDay => "close",
        Intent::ConfirmClock => "clock",
        Intent::Disable(_) => "disable",
        Intent::Enable(_) => "enable",
        Intent::Role(..) => "role",
        Intent::NewPassword(_) => "password",
        Intent::NewAccount => "account",
        Intent::Card(_) => "card",
        Intent::TakeCard(_) => "take-card",
        Intent::Export => "export",
        Intent::Register { .. } => "register",
        Intent::Link { .. } => "link",
        Intent::Unlink { .. } => "unlink",
        Intent::Unregister { .. } => "unregister",
        Intent::SwitchTaps(true) => "switch-on",
        Intent::SwitchTaps(false) => "switch-off",
        Intent::Service { button, .. } => button.act,
    }
}

const fn asks_why(intent: &Intent) -> bool {
    !matches!(
        intent,
        Intent::Service { reason: false, .. }
            | Intent::CloseDay
            | Intent::Export
            | Intent::Examine(_)
            | Intent::Call(_)
            | Intent::Move(_)
            | Intent::ExportCase(_)
            | Intent::Register { .. }
            | Intent::Link { .. }
            | Intent::Unlink { .. }
    )
}

/// What the act is about, as it is called; never a resident's name.
fn what(desk: &Desk, intent: &Intent) -> String {
    match intent {
        Intent::Void(number)
        | Intent::Undo(number)
        | Intent::Reprint(number, _)
        | Intent::SlipAgain(number)
        | Intent::Examine(number)
        | Intent::Mend(number)
        | Intent::Call(number)
        | Intent::Move(number)
        | Intent::Correct(number, _)
        | Intent::ExportCase(number)
        | Intent::Release(number)
        | Intent::Another(number)
        | Intent::Protect(number)
        | Intent::Erase(number) => {
            let rows = desk.board.rows();
            rows.iter().find(|row| row.number == *number).map_or_else(|| number.to_string(), |row| row.called.clone())
        }
        Intent::Disable(name)
        | Intent::Enable(name)
        | Intent::Role(name, _)
        | Intent::NewPassword(name)
        | Intent::Card(name)
        | Intent::TakeCard(name) => name.clone(),
        Intent::PrintAll(numbers) => {
            let rows = desk.board.rows();
            let called = numbers.iter().filter_map(|number| rows.iter().find(|row| row.number == *number));
            called.map(|row| row.called.clone()).collect::<Vec<_>>().join("、")
        }
        Intent::CloseDay => desk.day.as_ref().map(|day| day.title.clone()).unwrap_or_default(),
        Intent::ConfirmClock => desk.wall.clone(),
        Intent::Link { registration, .. } | Intent::Unregister { registration, .. } => {
            let rows = desk.registry.rows.rows();
            rows.iter().find(|row| row.id == *registration).map_or_else(String::new, |row| row.label.to_string())
        }
        Intent::Unprotect(_)
        | Intent::NewAccount
        | Intent::Export
        | Intent::Register { .. }
        | Intent::Unlink { .. }
        | Intent::Service { .. }
        | Intent::SwitchTaps(_) => String::new(),
    }
}

/// What some acts need beside a reason.
fn fields<'a>(
    desk: &Desk,
    cx: &Context<'_>,
    intent: &Intent,
    asking: &Asking,
    page: Column<'a, Message>,
) -> Column<'a, Message> {
    let twice = |page: Column<'a, Message>, (first, again): (&str, &str)| {
        page.push(
            row![
                typed::secret(cx, first, &asking.new, Message::New, None),
                typed::secret(cx, again, &asking.again, Message::NewAgain, None),
            ]
            .spacing(24),
        )
    };
    match intent {
        Intent::Call(_) | Intent::Move(_) => {
            page.push(typed::field(cx, "staff-window", &asking.name, Message::NewName))
        }
        Intent::Correct(number, at) => mending(desk, cx, (*number, *at), asking, page),
        Intent::NewAccount => {
            let page = page.push(typed::field(cx, "staff-name", &asking.name, Message::NewName));
            let page = twice(page, ("staff-password-new", "staff-password-again"));
            page.push(roles(cx, asking.role))
        }
        Intent::Register { .. } => page
            .push(typed::field(cx, "staff-registration-label", &asking.name, Message::NewName))
            .push(typed::secret(cx, "staff-registration-token", &asking.token, Message::Token, None)),
        Intent::Link { .. } => {
            page.push(typed::secret(cx, "staff-registration-token", &asking.token, Message::Token, None))
        }
        Intent::SwitchTaps(_) => page.push(typed::field(cx, "staff-officer", &asking.name, Message::NewName)),
        Intent::NewPassword(_) => twice(page, ("staff-password-new", "staff-password-again")),
        Intent::Card(_) => {
            let mut page = page.push(typed::secret(cx, "staff-card", &asking.token, Message::Token, None));
            if !asking.token.is_empty() {
                page = page.push(banner(cx, Kind::Note, &cx.words.get("staff-card-read")));
            }
            twice(page, ("staff-pin-new", "staff-pin-again"))
        }
        _ => page,
    }
}

/// The answer as it stands, and what it is to be: chosen where there is a choice, else typed.
fn mending<'a>(
    desk: &Desk,
    cx: &Context<'_>,
    (number, at): (u64, usize),
    asking: &Asking,
    mut page: Column<'a, Message>,
) -> Column<'a, Message> {
    let rows = desk.board.rows();
    let found = rows.iter().find(|row| row.number == number).and_then(|row| row.items.get(at));
    let Some(item) = found else { return page };
    let stood = cx.words.with("staff-correct-from", &[("label", &item.label), ("value", &item.value)]);
    page = page.push(words(cx, stood, px::SUPPORT, true, cx.look.palette().ink));
    if item.options.is_empty() {
        return page.push(typed::field(cx, "staff-correct-to", &asking.name, Message::NewName));
    }
    for pair in item.options.chunks(2) {
        let mut line = row![].spacing(16);
        for option in pair {
            let chosen = asking.name == *option;
            line = line.push(either(cx, option.clone(), chosen, (640.0, 88.0), Message::NewName(option.clone())));
        }
        page = page.push(line);
    }
    page
}

/// The four roles side by side.
pub fn roles<'a>(cx: &Context<'_>, chosen: &str) -> Element<'a, Message> {
    let mut line = row![].spacing(16);
    for role in ROLES {
        let label = cx.words.get(&format!("staff-role-{role}"));
        line = line.push(either(cx, label, role == chosen, (280.0, 88.0), Message::NewRole(role)));
    }
    line.into()
}

/// Ready reasons to press, and room for another.
fn why<'a>(cx: &Context<'_>, word: &str, asking: &Asking, mut page: Column<'a, Message>) -> Column<'a, Message> {
    let reasons = (1..=REASONS).map(|at| format!("staff-why-{word}-{at}")).filter(|key| cx.words.has(key));
    let reasons: Vec<String> = reasons.map(|key| cx.words.get(&key)).collect();
    for pair in reasons.chunks(2) {
        let mut line = row![].spacing(16);
        for reason in pair {
            let chosen = asking.why == *reason;
            line = line.push(either(cx, reason.clone(), chosen, (640.0, 88.0), Message::Why(reason.clone())));
        }
        page = page.push(line);
    }
    let key = if reasons.is_empty() { "staff-why-only" } else { "staff-why" };
    page.push(typed::field(cx, key, &asking.why, Message::Why))
}
