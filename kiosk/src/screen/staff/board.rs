//! Pages of services (サービスのページ): notes, figures, tables, plots, forms and acts from top to bottom, under the service's tabs.

mod fields;
mod figures;
mod plot;
mod table;

use iced::widget::{Column, Row, column, container, row, scrollable};
use iced::{Alignment, Color, Length};

use super::{At, Desk, Message, Services, Spot, rail};
use crate::screen::Context;
use crate::service::desk::{Board, Button, Part, Say, Tone};
use crate::theme::px;
use crate::widget::button::{Weight, before, either, sized, units};
use crate::widget::notice::{Kind, banner};
use crate::widget::{Element, boxed, icon, words, written};

pub use table::width;

/// What the bar of a scrolling page takes at its right.
const GUTTER: f32 = 28.0;

pub fn view<'a>(desk: &Desk, cx: &Context<'_>, spot: &Spot) -> Element<'a, Message> {
    let state = &desk.services;
    let mut page = column![head(desk, cx, spot)].spacing(16);
    if let Some(tabs) = tabs(cx, state, spot) {
        page = page.push(tabs);
    }
    let edge = iced::Padding::ZERO.right(GUTTER);
    if let Some((said, tone)) = &state.said {
        page = page.push(container(note(cx, *tone, said)).padding(edge));
    }
    if let Some(code) = state.refused {
        page = page.push(container(banner(cx, Kind::Error, &rail::said_of(cx, code))).padding(edge));
    }
    if let Some(code) = state.fault {
        page = page.push(container(missing(cx, code)).padding(edge));
    }
    let Some(board) = &state.board else {
        if state.fault.is_none() {
            let said = words(cx, cx.words.get("staff-working"), px::HINT, false, cx.look.palette().ink2);
            page = page.push(container(said).padding([32, 8]));
        }
        return page.into();
    };
    page.push(scrollable(parts(cx, state, spot, board)).height(Length::Fill)).into()
}

/// A sentence of a service in the language of the page.
pub fn said(cx: &Context<'_>, say: &Say) -> String {
    crate::counter::slip::spoken(cx.words, say)
}

/// The words of a sentence, or a name in the face of names.
fn worded<'a>(cx: &Context<'_>, say: &Say, px: f32, bold: bool) -> Element<'a, Message> {
    let ink = cx.look.palette().ink;
    match say {
        Say::As(text) => written(text, px, bold, ink),
        Say::Key(..) | Say::Named(_) => words(cx, said(cx, say), px, bold, ink),
    }
}

/// What a service is called on staff pages; else as residents know it.
pub fn name(cx: &Context<'_>, service: &str) -> String {
    let keys = [format!("{service}-desk"), format!("staff-desk-{service}"), format!("{service}-service")];
    let key = keys.iter().find(|key| cx.words.has(key));
    key.map_or_else(|| service.to_owned(), |key| cx.words.get(key))
}

fn head<'a>(desk: &Desk, cx: &Context<'_>, spot: &Spot) -> Element<'a, Message> {
    let state = &desk.services;
    let title = match &state.board {
        Some(board) if !state.is_tab(spot) => said(cx, &board.title),
        _ => name(cx, &spot.service),
    };
    let mut tools = Vec::new();
    if let Some(back) = state.trail.last() {
        tools.push(rail::tool(cx, "staff-board-back", "arrow-left", Message::Go(At::Service(back.clone()))));
    }
    tools.push(rail::tool(cx, "staff-refresh", "refresh-cw", Message::BoardAgain));
    rail::head(cx, &title, &desk.now, tools)
}

/// The pages of the service; one alone needs no tab.
fn tabs<'a>(cx: &Context<'_>, state: &Services, spot: &Spot) -> Option<Element<'a, Message>> {
    let listed = state.listed(&spot.service).filter(|listed| listed.pages.len() > 1)?;
    let from = state.trail.first().unwrap_or(spot);
    let tab = |page: &&'static str| {
        let label = cx.words.get(page);
        let width = (units(&label) * 28.0 + 76.0).max(120.0);
        let to = Spot { service: spot.service.clone(), page: (*page).to_owned(), subject: None };
        either(cx, label, from.page == *page, (width, 80.0), Message::Go(At::Service(to)))
    };
    Some(Row::with_children(listed.pages.iter().map(tab)).spacing(12).wrap().into())
}

/// The page cannot be shown, or is not the newest any more.
fn missing<'a>(cx: &Context<'_>, code: &str) -> Element<'a, Message> {
    let again = cx.words.get("staff-board-again");
    let width = units(&again) * 32.0 + 120.0;
    let size = (px::TOOL, width, 88.0);
    row![
        container(banner(cx, Kind::Error, &rail::said_of(cx, code))).width(Length::Fill),
        sized(cx, again, before("refresh-cw"), Weight::Main, size, Message::BoardAgain),
    ]
    .spacing(16)
    .align_y(Alignment::Center)
    .into()
}

fn parts<'a>(cx: &Context<'_>, state: &Services, spot: &Spot, board: &Board) -> Column<'a, Message> {
    // The bar of the scrolling page stands beside the parts.
    let mut page = column![].spacing(24).padding(iced::Padding::ZERO.right(GUTTER).bottom(16));
    let mut acts: Vec<Element<'a, Message>> = Vec::new();
    for (at, part) in board.parts.iter().enumerate() {
        if let Part::Act(button) = part {
            acts.push(act(cx, button, Weight::Second));
            continue;
        }
        page = beside(page, &mut acts);
        let last = at + 1 == board.parts.len();
        page = page.push(match part {
            Part::Note(say, tone) => note(cx, *tone, &said(cx, say)),
            Part::Figures(all) => figures::view(cx, all),
            Part::Table(table) => table::view(cx, spot, table, last),
            Part::Plot(plot) => plot::view(cx, plot),
            Part::Progress(say, percent) => figures::progress(cx, &said(cx, say), *percent),
            Part::Form(form) => fields::view(cx, state, form),
            Part::Act(button) => act(cx, button, Weight::Second),
        });
    }
    beside(page, &mut acts)
}

/// Acts that follow each other stand beside each other.
fn beside<'a>(page: Column<'a, Message>, acts: &mut Vec<Element<'a, Message>>) -> Column<'a, Message> {
    if acts.is_empty() {
        return page;
    }
    page.push(Row::with_children(std::mem::take(acts)).spacing(16).wrap().vertical_spacing(12))
}

/// The button of a form or an act; what is asked about before it is done says so by its sign.
fn act<'a>(cx: &Context<'_>, button: &Button, weight: Weight) -> Element<'a, Message> {
    let label = said(cx, &button.say);
    let px = cx.look.tool(px::TOOL);
    let width = (units(&label) * px + px * 1.5 + 80.0).max(220.0);
    let icons = crate::widget::button::after("arrow-right");
    sized(cx, label, icons, weight, (px, width, 88.0), Message::Push(button.clone()))
}

/// A white box with a thin edge.
fn framed<'a>(cx: &Context<'_>, inside: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let (page, line, width) = (palette.page, palette.hairline, cx.look.border(2.0));
    container(inside).style(move |_| boxed(page, line, width, 16.0)).padding([20, 28]).width(Length::Fill).into()
}

/// A sentence in the tone it is meant; what stops has the octagon and no other sign.
fn note<'a>(cx: &Context<'_>, tone: Tone, said: &str) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let kind = match tone {
        Tone::Plain => Kind::Note,
        Tone::Good => Kind::Reassure,
        Tone::Doubt => Kind::Warn,
        Tone::Stop => {
            let (back, line, width) = (palette.error_row, palette.error_line, cx.look.border(6.0));
            let said = words(cx, said, cx.look.tool(px::TOOL), true, palette.ink);
            let inside = row![icon(cx, "octagon-x", 52.0, palette.error_line), container(said).width(Length::Fill)];
            return container(inside.spacing(24).align_y(Alignment::Center))
                .style(move |_| boxed(back, line, width, 16.0))
                .padding([18, 32])
                .width(Length::Fill)
                .into();
        }
    };
    banner(cx, kind, said)
}

/// The sign of a tone and its colour, and the ground it stands on; colour alone tells nothing.
fn marked(cx: &Context<'_>, tone: Tone) -> (Option<&'static str>, Color, Color) {
    let palette = cx.look.palette();
    match tone {
        Tone::Plain => (None, palette.ink, palette.page),
        Tone::Good => (Some("circle-check"), palette.good, palette.page),
        Tone::Doubt => (Some("triangle-alert"), palette.ink, palette.warn),
        Tone::Stop => (Some("octagon-x"), palette.error_line, palette.error_row),
    }
}
