//! Today's cases (受付一覧): only what needs a hand stands out; a whole row is one target.

use iced::widget::{button, column, container, row, scrollable, space};
use iced::{Alignment, Color, Length};

use super::{Board, Desk, Message, Row, State};
use crate::alive::battery::Battery;
use crate::screen::Context;
use crate::widget::button::{Weight, before, sized};
use crate::widget::plane::{page, plane};
use crate::widget::{Element, ground, hairline, icon, words, written};

/// The navy rail with who is in, and the way out.
pub fn with_rail<'a>(cx: &Context<'_>, name: &str, matter: Element<'a, Message>) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let white = Color::WHITE;
    let rail = column![
        row![icon(cx, "mark", 44.0, white), words(cx, cx.words.get("staff-mark"), 36.0, true, white)]
            .spacing(16)
            .align_y(Alignment::Center),
        space().height(Length::Fill),
        words(cx, name.to_owned(), 28.0, false, white),
        sized(cx, cx.words.get("staff-leave"), before("lock"), Weight::Quiet, (30.0, 216.0, 88.0), Message::Leave),
    ]
    .spacing(24);
    let rail = plane(container(rail).padding([32, 16]).width(248).height(Length::Fill), palette.navy);
    let matter = container(matter).padding([24, 48]).width(Length::Fill).height(Length::Fill);
    let matter = page(cx, matter);
    row![rail, matter].into()
}

pub fn view<'a>(desk: &Desk, cx: &Context<'_>, name: &str) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let shut = if desk.shut { ("staff-reopen", false) } else { ("staff-shut", true) };
    let tool = |key: &str, icon: &'static str, width: f32, act| {
        sized(cx, cx.words.get(key), before(icon), Weight::Quiet, (30.0, width, 88.0), act)
    };
    let head = row![
        words(cx, cx.words.get("staff-list-title"), 48.0, true, palette.ink),
        space().width(Length::Fill),
        tool(shut.0, "clock", 380.0, Message::Shut(shut.1)),
        tool("staff-refresh", "refresh-cw", 280.0, Message::Refresh),
    ]
    .spacing(16)
    .align_y(Alignment::Center);
    let mut page = column![head].spacing(16);
    if desk.calling {
        page = page.push(calling(cx));
    }
    if let Some(battery) = desk.battery {
        page = page.push(charge(cx, battery));
    }
    if let Some(code) = desk.fault {
        let said = cx.words.with("trouble-number", &[("code", code)]);
        page = page.push(crate::widget::notice::banner(cx, crate::widget::notice::Kind::Warn, &said));
    }
    page = page.push(heads(cx)).push(hairline(cx)).push(rows(cx, &desk.board));
    with_rail(cx, name, page.into())
}

/// Calm while the power cord is in; a warning when it is out.
fn charge<'a>(cx: &Context<'_>, battery: Battery) -> Element<'a, Message> {
    use crate::widget::notice::{Kind, banner};
    let percent = battery.percent.to_string();
    if battery.discharging {
        return banner(cx, Kind::Warn, &cx.words.with("staff-battery-cord", &[("percent", &percent)]));
    }
    words(cx, cx.words.with("staff-battery", &[("percent", &percent)]), 28.0, false, cx.look.palette().ink2)
}

fn calling<'a>(cx: &Context<'_>) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let heard = (30.0, 280.0, 80.0);
    let inside = row![
        icon(cx, "concierge-bell", 48.0, palette.ink),
        words(cx, cx.words.get("staff-calling"), 34.0, true, palette.ink),
        space().width(Length::Fill),
        sized(cx, cx.words.get("staff-heard"), before("check"), Weight::Quiet, heard, Message::Heard),
    ]
    .spacing(24)
    .align_y(Alignment::Center);
    ground(inside, palette.warn, 0.0).padding([8, 24]).width(Length::Fill).into()
}

const WIDTHS: [f32; 3] = [220.0, 160.0, 320.0];

fn heads<'a>(cx: &Context<'_>) -> Element<'a, Message> {
    let ink = cx.look.palette().ink2;
    let [number, time, state] = WIDTHS;
    row![
        container(words(cx, cx.words.get("staff-number"), 26.0, false, ink)).width(number),
        container(words(cx, cx.words.get("staff-time"), 26.0, false, ink)).width(time),
        container(words(cx, cx.words.get("fact-name"), 26.0, false, ink)).width(Length::Fill),
        container(words(cx, cx.words.get("staff-service"), 26.0, false, ink)).width(Length::Fill),
        container(words(cx, cx.words.get("staff-state"), 26.0, false, ink)).width(state),
        space().width(48),
    ]
    .padding([0, 16])
    .spacing(16)
    .into()
}

fn rows<'a>(cx: &Context<'_>, board: &Board) -> Element<'a, Message> {
    let rows = board.rows();
    if rows.is_empty() {
        return container(words(cx, cx.words.get("staff-none"), 34.0, false, cx.look.palette().ink2))
            .padding(48)
            .into();
    }
    let mut lines = column![];
    for found in rows.iter() {
        lines = lines.push(line(cx, found)).push(hairline(cx));
    }
    scrollable(lines).height(Length::Fill).into()
}

fn line<'a>(cx: &Context<'_>, found: &Row) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let [number, time, state] = WIDTHS;
    let inside = row![
        container(words(cx, found.called.clone(), 40.0, true, palette.ink)).width(number),
        container(words(cx, found.time.clone(), 32.0, false, palette.ink)).width(time),
        container(written(&found.name, 34.0, true, palette.ink)).width(Length::Fill),
        container(words(cx, found.service.clone(), 30.0, false, palette.ink)).width(Length::Fill),
        container(badge(cx, found)).width(state),
        icon(cx, "chevron-right", 48.0, palette.key),
    ]
    .spacing(16)
    .align_y(Alignment::Center);
    let back = palette.page;
    button(container(inside).center_y(Length::Fill).padding([0, 16]))
        .on_press(Message::Open(found.number))
        .padding(0)
        .width(Length::Fill)
        .height(104)
        .style(move |_, _| button::Style { background: Some(back.into()), ..button::Style::default() })
        .into()
}

/// The one thing to know about a case.
pub fn badge<'a>(cx: &Context<'_>, found: &Row) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let (key, name, back, text) = match found.state {
        State::Handed => ("staff-handed", "check", palette.ground, palette.ink),
        State::Unprinted => ("staff-unprinted", "triangle-alert", palette.attention, palette.on_attention),
        State::Printed => ("staff-printed", "printer", palette.good, Color::WHITE),
        State::New => ("staff-new", "circle", palette.act, palette.on_act),
    };
    let inside = row![icon(cx, name, 30.0, text), words(cx, cx.words.get(key), 26.0, true, text)]
        .spacing(10)
        .align_y(Alignment::Center);
    ground(inside, back, 8.0).padding([0, 16]).center_y(48).into()
}
