//! Cases (受付一覧): only what needs a hand stands out; the longest wait is told; a whole row is one target.

use iced::widget::{button, column, container, row, scrollable, space};
use iced::{Alignment, Color, Length};

use super::{At, Desk, Filter, Message, Row, State, rail, typed};
use crate::alive::battery::Battery;
use crate::screen::Context;
use crate::theme::px;
use crate::widget::button::tool;
use crate::widget::notice::{Kind, banner};
use crate::widget::{Element, ground, hairline, icon, words, written};

pub fn view<'a>(desk: &Desk, cx: &Context<'_>) -> Element<'a, Message> {
    let shut = if desk.shut { ("staff-reopen", false) } else { ("staff-shut", true) };
    let tools = vec![
        rail::tool(cx, shut.0, "clock", Message::Shut(shut.1)),
        rail::tool(cx, "staff-refresh", "refresh-cw", Message::Refresh),
    ];
    let mut page = column![rail::head(cx, &cx.words.get("staff-list-title"), &desk.now, tools)].spacing(12);
    if desk.calling {
        page = page.push(calling(cx));
    }
    if desk.held > 0 && !desk.may().protect {
        page = page.push(banner(cx, Kind::Warn, &cx.words.get("staff-held-somebody")));
    }
    if !desk.left.is_empty() && desk.may().serve {
        page = page.push(stopped(cx, desk.left.len()));
    }
    if let Some(battery) = desk.battery {
        page = page.push(charge(cx, battery));
    }
    let rows = desk.board.rows();
    page = page.push(filters(desk, cx, &rows)).push(heads(cx)).push(hairline(cx));
    let shown: Vec<&Row> = rows.iter().filter(|row| fits(desk, row)).collect();
    if shown.is_empty() {
        let none = words(cx, cx.words.get("staff-none"), px::HINT, false, cx.look.palette().ink2);
        return page.push(container(none).padding(48)).into();
    }
    let mut lines = column![];
    for found in shown {
        lines = lines.push(line(cx, found)).push(hairline(cx));
    }
    page.push(scrollable(lines).height(Length::Fill)).into()
}

/// Calm while the power cord is in; a warning when it is out.
fn charge<'a>(cx: &Context<'_>, battery: Battery) -> Element<'a, Message> {
    let percent = battery.percent.to_string();
    if battery.discharging {
        return banner(cx, Kind::Warn, &cx.words.with("staff-battery-cord", &[("percent", &percent)]));
    }
    words(cx, cx.words.with("staff-battery", &[("percent", &percent)]), px::SMALL, false, cx.look.palette().ink2)
}

/// Whether a row is listed now.
fn fits(desk: &Desk, row: &Row) -> bool {
    let kind = match desk.filter {
        Filter::Open => is_open(row),
        Filter::Handed => !is_open(row),
        Filter::All => true,
    };
    let wanted = desk.search.trim();
    kind && (wanted.is_empty() || row.called.ends_with(wanted) || row.name.contains(wanted))
}

const fn is_open(row: &Row) -> bool {
    !matches!(row.state, State::Handed | State::Void)
}

fn filters<'a>(desk: &Desk, cx: &Context<'_>, rows: &[Row]) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let open = rows.iter().filter(|row| is_open(row)).count();
    let counts = [
        (Filter::Open, "staff-filter-open", open),
        (Filter::Handed, "staff-filter-done", rows.len() - open),
        (Filter::All, "staff-filter-all", rows.len()),
    ];
    let mut line = row![].spacing(12).align_y(Alignment::Center);
    for (filter, key, count) in counts {
        let label = format!("{}  {count}", cx.words.get(key));
        line = line.push(tool(cx, None, label, desk.filter == filter, Message::Filter(filter)));
    }
    line = line
        .push(icon(cx, "search", 36.0, palette.ink2))
        .push(container(typed::bare(cx, &desk.search, Message::Search)).width(260))
        .push(space().width(Length::Fill));
    if let Some(longest) = rows.iter().filter_map(|row| row.waited).max() {
        let said = cx.words.with("staff-longest", &[("n", &longest.to_string())]);
        line = line.push(words(cx, said, px::SUPPORT, true, palette.ink));
    }
    line.into()
}

fn calling<'a>(cx: &Context<'_>) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let inside = row![
        icon(cx, "concierge-bell", 48.0, palette.ink),
        words(cx, cx.words.get("staff-calling"), px::HINT, true, palette.ink),
        space().width(Length::Fill),
        rail::tool(cx, "staff-heard", "check", Message::Heard),
    ]
    .spacing(24)
    .align_y(Alignment::Center);
    ground(inside, palette.warn, 0.0).padding([8, 24]).width(Length::Fill).into()
}

/// Visits that came to no end wait on the page of the person.
fn stopped<'a>(cx: &Context<'_>, count: usize) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let said = cx.words.with("staff-left-somebody", &[("n", &count.to_string())]);
    let inside = row![
        icon(cx, "clock", 48.0, palette.ink),
        words(cx, said, px::HINT, true, palette.ink),
        space().width(Length::Fill),
        rail::tool(cx, "staff-left-look", "chevron-right", Message::Go(At::Person)),
    ]
    .spacing(24)
    .align_y(Alignment::Center);
    ground(inside, palette.warn, 0.0).padding([8, 24]).width(Length::Fill).into()
}

/// Number, time, wait, state.
const WIDTHS: [f32; 4] = [180.0, 130.0, 130.0, 300.0];

fn heads<'a>(cx: &Context<'_>) -> Element<'a, Message> {
    let ink = cx.look.palette().ink2;
    let [number, time, wait, state] = WIDTHS;
    let head = |key: &str, width: Length| container(words(cx, cx.words.get(key), px::MARK, false, ink)).width(width);
    row![
        head("staff-number", number.into()),
        head("staff-time", time.into()),
        head("staff-wait-head", wait.into()),
        head("fact-name", Length::FillPortion(3)),
        head("staff-service", Length::FillPortion(2)),
        head("staff-state", state.into()),
        space().width(48),
    ]
    .padding([0, 16])
    .spacing(16)
    .into()
}

fn line<'a>(cx: &Context<'_>, found: &Row) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let [number, time, wait, state] = WIDTHS;
    // A name is never cut: a long one stands smaller, on two or three lines.
    let name = if found.name.chars().count() > 20 { 24.0 } else { 34.0 };
    let waited = found.waited.map(|n| cx.words.with("staff-minutes", &[("n", &n.to_string())])).unwrap_or_default();
    let inside = row![
        container(words(cx, found.called.clone(), px::VALUE, true, palette.ink)).width(number),
        container(words(cx, found.time.clone(), px::TOOL, false, palette.ink)).width(time),
        container(words(cx, waited, px::TOOL, true, palette.ink)).width(wait),
        container(written(&found.name, name, true, palette.ink)).width(Length::FillPortion(3)),
        container(words(cx, found.service.clone(), px::SUPPORT, false, palette.ink)).width(Length::FillPortion(2)),
        container(badge(cx, found)).width(state),
        icon(cx, "chevron-right", 48.0, palette.key),
    ]
    .spacing(16)
    .align_y(Alignment::Center);
    let back = if found.protected { palette.warn } else { palette.page };
    button(container(inside).center_y(Length::Fill).padding([0, 16]))
        .on_press(Message::Go(At::Case(found.number)))
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
        State::Void => ("staff-void", "x", palette.ground, palette.ink),
        State::Held => ("staff-held", "shield-check", palette.ink, palette.page),
        State::Unprinted => ("staff-unprinted", "triangle-alert", palette.attention, palette.on_attention),
        State::Mend => ("staff-mending", "pencil", palette.attention, palette.on_attention),
        State::Examined => ("staff-examined", "search", palette.good, palette.page),
        State::Printed => ("staff-printed", "printer", palette.good, palette.page),
        State::New => ("staff-new", "circle", palette.act, palette.on_act),
    };
    mark(cx, (key, name), (back, text))
}

/// How something stands, as a word with its picture on a ground of its own.
pub(super) fn mark<'a>(
    cx: &Context<'_>,
    (key, name): (&str, &'static str),
    (back, text): (Color, Color),
) -> Element<'a, Message> {
    let inside = row![icon(cx, name, 30.0, text), words(cx, cx.words.get(key), px::MARK, true, text)]
        .spacing(10)
        .align_y(Alignment::Center);
    ground(inside, back, 8.0).padding([0, 16]).center_y(48).into()
}
