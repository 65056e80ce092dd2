//! The day (日締め): its figures large, what is still open beside them, and the one act that closes it.

use iced::widget::{Column, column, container, row, scrollable, space};
use iced::{Alignment, Length};

use super::{DayShown, Desk, Intent, Message, rail};
use crate::screen::Context;
use crate::theme::px;
use crate::widget::button::{Weight, after, before, sized};
use crate::widget::notice::{Kind, banner};
use crate::widget::{Element, boxed, ground, hairline, words};

pub fn view<'a>(desk: &Desk, cx: &Context<'_>) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let Some(day) = &desk.day else {
        let said = words(cx, cx.words.get("staff-working"), px::HINT, false, palette.ink2);
        return column![rail::head(cx, &cx.words.get("staff-go-day"), "", vec![]), said].spacing(24).into();
    };
    let step = |icon: &'static str, by: i32| {
        sized(cx, "", before(icon), Weight::Quiet, (40.0, 96.0, 88.0), Message::OtherDay(by))
    };
    let mut tools = vec![step("arrow-left", -1)];
    if day.later {
        tools.push(step("arrow-right", 1));
    }
    tools.push(rail::tool(cx, "staff-day-print", "printer", Message::PrintDay));
    let mut page = column![rail::head(cx, &cx.words.get("staff-go-day"), &day.title, tools)].spacing(16);
    page = page.push(verdict(cx, day)).push(heads(cx, day));
    let left = section(cx, "staff-day-figures", figures(cx, day));
    let right = column![section(cx, "staff-day-hours", hours(cx, day)), section(cx, "staff-day-open", open(cx, day))]
        .spacing(16);
    let body =
        row![container(left).width(Length::FillPortion(5)), container(right).width(Length::FillPortion(4))].spacing(24);
    page.push(scrollable(body).height(Length::Fill)).into()
}

/// Closed or not, and what to do.
fn verdict<'a>(cx: &Context<'_>, day: &DayShown) -> Element<'a, Message> {
    let palette = cx.look.palette();
    if let Some(closed) = &day.closed {
        return banner(cx, Kind::Reassure, closed);
    }
    let said = match day.open_count {
        0 => cx.words.get("staff-day-ready"),
        open => cx.words.with("staff-day-still-open", &[("n", &open.to_string())]),
    };
    let act = cx.words.get("staff-day-close");
    let width = crate::widget::button::units(&act) * 36.0 + 150.0;
    let inside = row![
        container(words(cx, said, px::SUPPORT, true, palette.ink)).width(Length::Fill),
        sized(cx, act, after("arrow-right"), Weight::Main, (36.0, width, 96.0), Message::Ask(Intent::CloseDay)),
    ]
    .spacing(24)
    .align_y(Alignment::Center);
    let ground_of = if day.open_count == 0 { palette.good_pale } else { palette.warn };
    ground(inside, ground_of, 16.0).padding([12, 24]).width(Length::Fill).into()
}

fn heads<'a>(cx: &Context<'_>, day: &DayShown) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let mut line = row![].spacing(16);
    for (label, value) in &day.heads {
        let inside = column![
            words(cx, label.clone(), px::SMALL, false, palette.ink2),
            words(cx, value.clone(), px::FIGURE, true, palette.ink),
        ];
        let hairline = palette.hairline;
        let page = palette.page;
        let framed = container(inside).style(move |_| boxed(page, hairline, 2.0, 16.0)).padding([12, 24]);
        line = line.push(framed.width(Length::Fill));
    }
    line.into()
}

fn section<'a>(cx: &Context<'_>, key: &str, inside: Element<'a, Message>) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let (page, line) = (palette.page, palette.hairline);
    let inside = column![words(cx, cx.words.get(key), px::SUPPORT, true, palette.ink), inside].spacing(8);
    container(inside).style(move |_| boxed(page, line, 2.0, 16.0)).padding([16, 24]).width(Length::Fill).into()
}

fn pair<'a>(cx: &Context<'_>, label: &str, value: &str) -> Element<'a, Message> {
    let palette = cx.look.palette();
    row![
        container(words(cx, label.to_owned(), px::SMALL, false, palette.ink)).width(Length::Fill),
        words(cx, value.to_owned(), px::SUPPORT, true, palette.ink),
    ]
    .padding([6, 0])
    .spacing(16)
    .align_y(Alignment::Center)
    .into()
}

fn figures<'a>(cx: &Context<'_>, day: &DayShown) -> Element<'a, Message> {
    let mut lines: Column<'a, Message> = column![];
    for (service, cases, fees) in &day.services {
        lines = lines.push(pair(cx, service, &format!("{cases}  {fees}"))).push(hairline(cx));
    }
    for (label, value) in &day.lines {
        lines = lines.push(pair(cx, label, value)).push(hairline(cx));
    }
    lines.into()
}

fn hours<'a>(cx: &Context<'_>, day: &DayShown) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let most = day.hours.iter().map(|(_, count)| *count).max().unwrap_or(1).max(1);
    let mut lines: Column<'a, Message> = column![].spacing(4);
    for (hour, count) in &day.hours {
        let part = u16::try_from(count * 100 / most).unwrap_or(100);
        let bar = row![
            ground(space(), palette.key, 6.0).width(Length::FillPortion(part.max(1))).height(24),
            space().width(Length::FillPortion(101 - part.min(100))),
        ];
        lines = lines.push(
            row![
                container(words(cx, hour.clone(), px::MARK, false, palette.ink)).width(110),
                container(bar).width(Length::Fill),
                container(words(cx, count.to_string(), px::SMALL, true, palette.ink)).width(60),
            ]
            .spacing(12)
            .align_y(Alignment::Center),
        );
    }
    if day.hours.is_empty() {
        lines = lines.push(words(cx, cx.words.get("staff-none"), px::SMALL, false, palette.ink2));
    }
    lines.into()
}

fn open<'a>(cx: &Context<'_>, day: &DayShown) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let mut lines: Column<'a, Message> = column![];
    for (number, time, service) in &day.open {
        lines = lines.push(pair(cx, &format!("{number}  {service}"), time)).push(hairline(cx));
    }
    if day.open.is_empty() {
        lines = lines.push(words(cx, cx.words.get("staff-day-none-open"), px::SMALL, false, palette.ink2));
    }
    lines.into()
}
