//! Services (サービス): those that have pages for staff, each with what is found there; card registrations, and what the terminal serves.

use iced::Length;
use iced::widget::{column, row, scrollable, space};

use super::{At, Desk, Message, rail};
use crate::screen::Context;
use crate::theme::px;
use crate::widget::Element;
use crate::widget::button::{menu, units};
use crate::widget::notice::{Kind, banner};

/// Height of a service.
const HIGH: f32 = 128.0;
/// What picture, chevron and edges take of it.
const SIGNS: f32 = 280.0;
/// Services beside each other.
const BESIDE: usize = 2;

pub fn view<'a>(desk: &Desk, cx: &Context<'_>) -> Element<'a, Message> {
    let head = rail::head(cx, &cx.words.get("staff-go-services"), &desk.now, vec![]);
    let mut each: Vec<Element<'a, Message>> = Vec::new();
    for listed in &desk.services.all {
        let Some(spot) = desk.services.first(listed.id) else { continue };
        let pages: Vec<String> = listed.pages.iter().map(|page| cx.words.get(page)).collect();
        each.push(entry(
            cx,
            icon_of(listed.id),
            &super::board::name(cx, listed.id),
            &pages.join(", "),
            At::Service(spot),
        ));
    }
    let (label, hint) = (cx.words.get("staff-go-registrations"), cx.words.get("staff-registrations-hint"));
    each.push(entry(cx, "nfc", &label, &hint, At::Registrations));
    let mut lines = column![].spacing(16);
    let mut each = each.into_iter().peekable();
    while each.peek().is_some() {
        let mut line = row![].spacing(16);
        for _ in 0..BESIDE {
            line = line.push(each.next().unwrap_or_else(|| space().width(Length::Fill).into()));
        }
        lines = lines.push(line);
    }
    let mut page = column![head].spacing(16);
    if let Some(id) = &desk.services.alone {
        let said = cx.words.with("staff-serves-alone", &[("what", &super::board::name(cx, id))]);
        page = page.push(banner(cx, Kind::Note, &said));
    }
    page.push(scrollable(lines.padding(8)).height(Length::Fill)).into()
}

/// One service. What is found there is said where it has room on one line under a name of one line.
fn entry<'a>(cx: &Context<'_>, icon: &str, label: &str, hint: &str, at: At) -> Element<'a, Message> {
    let room = super::board::width(cx) / 2.0 - SIGNS;
    let one = |said: &str, px: f32| units(said) * cx.look.label(px) <= room;
    let hint = if one(label, px::CHOICE) && one(hint, px::SUPPORT) { hint } else { "" };
    menu(cx, icon, label, hint, HIGH, Message::Go(at))
}

/// A picture that helps to find it again.
fn icon_of(service: &str) -> &'static str {
    match service {
        "attendance" => "clock",
        "library" => "book",
        "shelter" => "heart-pulse",
        "polling" => "shield-check",
        "privilege" => "credit-card",
        "certificate" => "receipt-text",
        _ => "layout-list",
    }
}
