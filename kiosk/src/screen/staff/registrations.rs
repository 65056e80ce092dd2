//! Registrations (登録): by service, with their tokens; registered, linked to a renewed card and deleted here.

use iced::widget::{Row as Line, column, container, row, scrollable, space};
use iced::{Alignment, Length};

use super::{Desk, Intent, Message, Registration, Switched, rail, typed};
use crate::screen::Context;
use crate::theme::px;
use crate::widget::button::{Weight, before, either, sized, units};
use crate::widget::{Element, ground, hairline, icon, words};

pub fn view<'a>(desk: &Desk, cx: &Context<'_>) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let service = desk.registry.service.clone();
    let tools = vec![rail::tool(
        cx,
        "staff-registration-new",
        "plus",
        Message::Ask(Intent::Register { service: service.clone() }),
    )];
    let head = rail::head(cx, &cx.words.get("staff-go-registrations"), &desk.now, tools);
    let tab = |id: &String| {
        let label = service_name(cx, id);
        let width = (units(&label) * 38.0 + 120.0).max(220.0);
        either(cx, label, *id == service, (width, 88.0), Message::Service(id.clone()))
    };
    let tabs = Line::with_children(desk.registry.services.iter().map(tab)).spacing(16);
    let rows = desk.registry.rows.rows();
    let mut lines = column![];
    for found in rows.iter() {
        lines = lines.push(line(cx, &service, found)).push(hairline(cx));
    }
    let list: Element<'a, Message> = if rows.is_empty() {
        let none = words(cx, cx.words.get("staff-registration-none"), px::HINT, false, palette.ink2);
        container(none).padding(48).height(Length::Fill).into()
    } else {
        scrollable(lines).height(Length::Fill).into()
    };
    column![head, tabs, list, switch(cx, desk.registry.switch.as_ref(), desk.may().manage)].spacing(16).into()
}

/// The service's name in the language of the page.
pub fn service_name(cx: &Context<'_>, id: &str) -> String {
    let key = format!("tap-service-{id}");
    if cx.words.has(&key) { cx.words.get(&key) } else { id.to_owned() }
}

fn line<'a>(cx: &Context<'_>, service: &str, found: &Registration) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let mut tokens = row![].spacing(12).align_y(Alignment::Center);
    for (id, sort) in &found.tokens {
        let name = match *sort {
            "code" => "scan-qr-code",
            "facts" => "users",
            "my-number" => "id-card",
            _ => "credit-card",
        };
        let label = cx.words.get(&format!("tap-sort-{sort}"));
        let width = units(&label) * 26.0 + 120.0;
        let intent = Intent::Unlink { service: service.to_owned(), token: id.clone() };
        tokens = tokens.push(sized(cx, label, before(name), Weight::Quiet, (26.0, width, 80.0), Message::Ask(intent)));
    }
    let act = |key: &str, icon: &'static str, intent: Intent| {
        let label = cx.words.get(key);
        let width = units(&label) * 28.0 + 92.0;
        sized(cx, label, before(icon), Weight::Second, (28.0, width, 80.0), Message::Ask(intent))
    };
    let of = || (service.to_owned(), found.id.clone());
    let ((linked, link), (deleted, delete)) = (of(), of());
    let inside = row![
        typed::cell(cx, &found.label, 36.0, true, 360.0),
        container(tokens).width(Length::Fill),
        container(words(cx, found.since.clone(), px::MARK, false, palette.ink2)).width(180),
        act("staff-registration-link", "refresh-cw", Intent::Link { service: linked, registration: link }),
        act("staff-registration-delete", "delete", Intent::Unregister { service: deleted, registration: delete }),
    ]
    .spacing(16)
    .align_y(Alignment::Center);
    container(inside).center_y(112).padding([0, 16]).into()
}

/// How the switch for My Number cards stands, with the name behind it.
fn switch<'a>(cx: &Context<'_>, switch: Option<&Switched>, manage: bool) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let on = switch.is_some_and(|switch| switch.on);
    let said = match switch {
        Some(Switched { on: true, officer, day }) => {
            cx.words.with("staff-my-number-on", &[("officer", officer), ("day", day)])
        }
        Some(Switched { on: false, officer, day }) => {
            cx.words.with("staff-my-number-off-by", &[("officer", officer), ("day", day)])
        }
        None => cx.words.get("staff-my-number-off"),
    };
    let mut inside = row![
        icon(cx, if on { "circle-check" } else { "lock" }, 52.0, palette.key),
        words(cx, said, px::SMALL, false, palette.ink),
        space().width(Length::Fill),
    ]
    .spacing(24)
    .align_y(Alignment::Center);
    if manage {
        let key = if on { "staff-my-number-switch-off" } else { "staff-my-number-switch-on" };
        let label = cx.words.get(key);
        let width = units(&label) * 28.0 + 92.0;
        let act = Message::Ask(Intent::SwitchTaps(!on));
        inside = inside.push(sized(cx, label, before("id-card"), Weight::Quiet, (28.0, width, 80.0), act));
    }
    ground(inside, palette.ground, 16.0).padding([16, 32]).width(Length::Fill).into()
}
