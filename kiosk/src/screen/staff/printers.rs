//! The printers (プリンター): how each says it is, what waits for it, what went wrong last, and the one thing to do.

use iced::widget::{Column, column, container, row, scrollable, space};
use iced::{Alignment, Length};

use super::{At as Page, Desk, Message, rail, slips};
use crate::paper::{At, Machine, Waiting};
use crate::screen::Context;
use crate::theme::px;
use crate::widget::button::{Weight, before, sized, units};
use crate::widget::{Element, ground, hairline, icon, words};

pub fn view<'a>(desk: &Desk, cx: &Context<'_>) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let head = rail::head(cx, &cx.words.get("staff-printers-title"), &desk.now, Vec::new());
    // The bar of the scrolling page stands beside it.
    let mut all: Column<'a, Message> = column![].spacing(24).padding(iced::Padding::ZERO.right(24));
    if desk.printers.is_empty() {
        all = all.push(words(cx, cx.words.get("staff-working"), px::HINT, false, palette.ink2));
    }
    for machine in &desk.printers {
        all = all.push(one(cx, machine));
    }
    if !desk.slips.is_empty() {
        all = all.push(slips::list(cx, &desk.slips));
    }
    column![head, scrollable(all).height(Length::Fill)].spacing(12).into()
}

fn one<'a>(cx: &Context<'_>, machine: &Machine) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let slip = machine.is_slip();
    let (picture, key) =
        if slip { ("receipt-text", "staff-printers-slip") } else { ("printer", "staff-printers-sheet") };
    let title = row![
        icon(cx, picture, 52.0, palette.ink),
        words(cx, cx.words.get(key), px::BODY, true, palette.ink),
        words(cx, machine.name.clone(), px::MARK, false, palette.ink2),
    ]
    .spacing(16)
    .align_y(Alignment::Center);
    let mut page = column![title, verdict(cx, machine)].spacing(12);
    let said = facts(cx, machine);
    if !said.is_empty() {
        page = page.push(words(cx, said, px::MARK, false, palette.ink2));
    }
    for paper in &machine.waiting {
        page = page.push(waits(cx, slip, *paper)).push(hairline(cx));
    }
    for past in &machine.past {
        let at = past.at.strftime("%H:%M").to_string();
        let line = format!("{at}  {}", rail::said_of(cx, past.code));
        page = page.push(words(cx, line, px::NOTE, false, palette.ink2));
    }
    container(page).width(Length::Fill).into()
}

/// In one line on its colour: ready, nearly out of paper, or what to mend.
fn verdict<'a>(cx: &Context<'_>, machine: &Machine) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let (back, text, picture, said, more) = match machine.fault {
        Some(code) => {
            let remedy = cx.words.get(&format!("{code}-staff"));
            (palette.attention, palette.on_attention, "triangle-alert", rail::said_of(cx, code), remedy)
        }
        None if machine.near_end => {
            let (said, more) = (cx.words.get("staff-printers-low"), cx.words.get("staff-printers-low-remedy"));
            (palette.warn, palette.ink, "triangle-alert", said, more)
        }
        None if machine.speaks => {
            let (said, more) = (cx.words.get("staff-printers-good"), String::new());
            (palette.good, palette.page, "circle-check", said, more)
        }
        None => {
            let (said, more) = (cx.words.get("staff-printers-quiet"), String::new());
            (palette.page, palette.ink, "info", said, more)
        }
    };
    let mut told = column![words(cx, said, px::HINT, true, text)].width(Length::Fill);
    if !more.is_empty() {
        told = told.push(words(cx, more, px::SMALL, false, text));
    }
    let inside = row![icon(cx, picture, 64.0, text), told].spacing(24).align_y(Alignment::Center);
    ground(inside, back, 16.0).padding([12, 28]).width(Length::Fill).into()
}

/// Its own words, and how long the last slip took.
fn facts(cx: &Context<'_>, machine: &Machine) -> String {
    let took = machine.last_took.map(|ms| {
        let seconds = format!("{}.{}", ms / 1000, ms % 1000 / 100);
        cx.words.with("staff-printers-took", &[("n", &seconds)])
    });
    let said = (!machine.said.is_empty()).then(|| machine.said.join(", "));
    took.into_iter().chain(said).collect::<Vec<_>>().join("　")
}

fn waits<'a>(cx: &Context<'_>, slip: bool, Waiting { number, at, case }: Waiting) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let key = match at {
        At::Held => "staff-printers-held",
        At::Printer(_) => "staff-printers-there",
    };
    let button = |key: &str, picture: &'static str, act: Message| {
        let label = cx.words.get(key);
        let width = units(&label) * px::SMALL + 92.0;
        sized(cx, label, before(picture), Weight::Second, (px::SMALL, width, 80.0), act)
    };
    row![
        icon(cx, "clock", 40.0, palette.ink),
        container(words(cx, number.to_string(), px::HINT, true, palette.ink)).width(140),
        words(cx, cx.words.get(key), px::SMALL, false, palette.ink),
        space().width(Length::Fill),
        case.then(|| button("staff-printers-case", "file-text", Message::Go(Page::Case(number)))),
        button("staff-printers-cancel", "x", Message::CancelPrint { number, slip }),
    ]
    .spacing(16)
    .align_y(Alignment::Center)
    .into()
}
