//! The navy rail (左の帯): where one can go, who is in, and the way out, always in sight.

use iced::widget::{column, container, row, space};
use iced::{Alignment, Length};

use super::{At, Desk, Inside, Message};
use crate::screen::Context;
use crate::theme::px;
use crate::widget::button::{Weight, before, sized};
use crate::widget::notice::{Kind, banner};
use crate::widget::plane::{page, plane};
use crate::widget::press::press;
use crate::widget::{Element, boxed, fitted, icon, words};

const WIDTH: f32 = 248.0;

/// A page beside the rail.
pub fn with_rail<'a>(
    desk: &Desk,
    cx: &Context<'_>,
    inside: &Inside,
    matter: Element<'a, Message>,
) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let white = palette.page;
    let mark = row![icon(cx, "mark", 44.0, white), words(cx, cx.words.get("staff-mark"), px::BODY, true, white)]
        .spacing(16)
        .align_y(Alignment::Center);
    // Without gaps: an administrator has nine places, and the way out stays in sight below them.
    let mut rail = column![mark, space().height(8)];
    let may = inside.may;
    let places = [
        (may.serve, "layout-list", "staff-go-cases", At::Cases),
        (may.serve, "id-card", "staff-go-person", At::Person),
        (may.protect, "shield-check", "staff-go-protection", At::Protection),
        // Where services have pages of their own, registrations stand among them: the way out stays in sight.
        (may.serve && !desk.services.all.is_empty(), "layout-grid", "staff-go-services", At::Services),
        (may.serve && desk.services.all.is_empty(), "nfc", "staff-go-registrations", At::Registrations),
        (may.close_day, "receipt-text", "staff-go-day", At::Day),
        (may.audit, "search", "staff-go-audit", At::Audit),
        (may.examine, "activity", "staff-go-examine", At::Examine),
        (may.serve, "printer", "staff-go-printers", At::Printers),
        (may.manage, "users", "staff-go-accounts", At::Accounts),
    ];
    for (_, icon, key, at) in places.into_iter().filter(|(may, ..)| *may) {
        let here = match (&desk.at, &at) {
            (At::Case(_), At::Cases) | (At::Account(_), At::Accounts) | (At::Touch | At::Readers, At::Examine) => true,
            (At::Service(_) | At::Registrations, At::Services) => true,
            (now, at) => now == at,
        };
        rail = rail.push(place(cx, icon, &cx.words.get(key), here, at));
    }
    let name = fitted(&inside.name, 28.0, WIDTH - 40.0).max(18.0);
    let role = cx.words.get(&format!("staff-role-{}", inside.role));
    rail = rail
        .push(space().height(Length::Fill))
        .push(words(cx, role, px::NOTE, false, white))
        .push(words(cx, inside.name.clone(), name, true, white))
        .push(place(cx, "key-round", &cx.words.get("staff-go-own"), desk.at == At::Own, At::Own))
        .push(sized(
            cx,
            cx.words.get("staff-leave"),
            before("lock"),
            Weight::Quiet,
            (30.0, WIDTH - 32.0, 80.0),
            Message::Leave,
        ));
    let rail = plane(container(rail).padding([24, 16]).width(WIDTH).height(Length::Fill), palette.rail);
    let mut column = column![].spacing(16);
    if let Some(seconds) = desk.locks_in {
        let said = cx.words.with("staff-locks-in", &[("n", &seconds.to_string())]);
        column = column.push(banner(cx, Kind::Warn, &said));
    }
    if let Some(said) = &desk.done {
        column = column.push(banner(cx, Kind::Reassure, said));
    }
    if let Some(code) = desk.fault {
        let said = said_of(cx, code);
        column = column.push(banner(cx, Kind::Warn, &said));
    }
    let matter = column.push(container(matter).height(Length::Fill));
    let matter = container(matter).padding([24, 48]).width(Length::Fill).height(Length::Fill);
    let matter = page(cx, matter);
    row![rail, matter].into()
}

/// What a code means, in one sentence for staff, with its number.
pub fn said_of(cx: &Context<'_>, code: &str) -> String {
    let key = format!("{code}-title");
    let said = if cx.words.has(&key) { cx.words.get(&key) } else { String::new() };
    format!("{said}  {}", cx.words.with("trouble-number", &[("code", code)]))
}

fn place<'a>(cx: &Context<'_>, name: &'static str, label: &str, here: bool, at: At) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let px = fitted(label, 30.0, WIDTH - 32.0 - 92.0);
    let face = |pressed: bool| -> Element<'a, Message> {
        let (back, text) = match (here, pressed) {
            (_, true) => (palette.pressed, palette.on_pressed),
            (true, false) => (palette.on_rail, palette.rail),
            (false, false) => (palette.rail, palette.on_rail),
        };
        let inside = row![icon(cx, name, 36.0, text), words(cx, label.to_owned(), px, true, text)]
            .spacing(16)
            .align_y(Alignment::Center);
        container(inside)
            .padding([0, 16])
            .center_y(80)
            .width(WIDTH - 32.0)
            .style(move |_| boxed(back, back, 0.0, 12.0))
            .into()
    };
    press(face, Message::Go(at)).into()
}

/// The head of a page: title, a quiet word beside it, and its tools at the right.
pub fn head<'a>(cx: &Context<'_>, title: &str, beside: &str, tools: Vec<Element<'a, Message>>) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let mut head = row![
        words(cx, title.to_owned(), px::HEAD, true, palette.ink),
        words(cx, beside.to_owned(), px::SUPPORT, false, palette.ink2),
        space().width(Length::Fill),
    ]
    .spacing(16)
    .align_y(Alignment::Center);
    for tool in tools {
        head = head.push(tool);
    }
    container(head).center_y(96).into()
}

/// A quiet tool of a head.
pub fn tool<'a>(cx: &Context<'_>, key: &str, name: &'static str, act: Message) -> Element<'a, Message> {
    let label = cx.words.get(key);
    let width = crate::widget::button::units(&label) * 30.0 + 104.0;
    sized(cx, label, before(name), Weight::Quiet, (30.0, width, 88.0), act)
}
