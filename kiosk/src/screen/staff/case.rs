//! One case (受付の内容): what the card said stands on pale blue, what was typed on white; what can be done stands right.

use iced::widget::{Column, column, container, row, scrollable, space};
use iced::{Alignment, Length};

use super::list::badge;
use super::{At, Desk, Intent, Item, Message, Paper, Row, Sibling, State, together};
use crate::screen::Context;
use crate::theme::measure::{SMALL_BUTTON, sheet as size};
use crate::theme::px;
use crate::widget::button::{Icons, Weight, before, sized, units};
use crate::widget::notice::{Kind, banner};
use crate::widget::press::press;
use crate::widget::sheet::{self, Leaves};
use crate::widget::{Element, ground, hairline, words, written};

pub fn view<'a>(desk: &Desk, cx: &Context<'_>, number: u64) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let rows = desk.board.rows();
    let face = (px::SUPPORT, 220.0, SMALL_BUTTON);
    let (said, to) = if desk.large { ("back", Message::Large(false)) } else { ("staff-list", Message::Go(At::Cases)) };
    let back = sized(cx, cx.words.get(said), before("arrow-left"), Weight::Quiet, face, to);
    let Some(found) = rows.iter().find(|row| row.number == number) else {
        return column![back].into();
    };
    let head = row![
        back,
        words(cx, format!("{}  {}", found.called, found.service), px::BUTTON, true, palette.ink),
        badge(cx, found),
        space().width(Length::Fill),
        words(cx, found.time.clone(), px::SUPPORT, false, palette.ink2),
    ]
    .spacing(24)
    .align_y(Alignment::Center);
    if desk.large {
        return column![head, desk.sheet.matter(cx, &desk.sheet.tray.leaves(), "sheet-missing").map(Message::Sheet)]
            .spacing(24)
            .into();
    }
    let mut lines = column![];
    for (label, value, from_card) in &found.lines {
        let colour = if *from_card { palette.from_card } else { palette.page };
        let line = row![
            container(words(cx, label.clone(), px::SMALL, false, palette.ink2)).width(LABEL),
            container(written(value, px::HINT, *from_card, palette.ink)).width(Length::Fill),
        ]
        .align_y(Alignment::Center);
        let line = ground(line, colour, 0.0).padding([16, 24]).width(Length::Fill);
        lines = lines.push(line).push(hairline(cx));
    }
    for (at, item) in found.items.iter().enumerate() {
        lines = lines.push(answer(cx, found, at, item)).push(hairline(cx));
    }
    let lines = scrollable(lines).width(Length::Fill).height(Length::Fill);
    let body = row![lines, form(desk, cx), acts(desk, cx, found)].spacing(GAP);
    let mut page = column![head].spacing(24);
    if let Some(terminal) = &desk.elsewhere {
        let said = cx.words.with("staff-case-elsewhere", &[("terminal", terminal)]);
        page = page.push(banner(cx, Kind::Warn, &said));
    }
    let others = together(&rows, number);
    if !others.is_empty() {
        page = page.push(siblings(cx, found, &others));
    }
    page.push(body).into()
}

/// The other cases of the same visit: each opens, and the forms of all are printed with one press.
fn siblings<'a>(cx: &Context<'_>, found: &Row, all: &[Sibling]) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let mut line = row![words(cx, cx.words.get("staff-together"), px::SMALL, true, palette.ink)]
        .spacing(16)
        .align_y(Alignment::Center);
    for one in all.iter().filter(|one| one.number != found.number) {
        let label = format!("{}  {}", one.called, one.service);
        let face = (px::SMALL, units(&label) * px::SMALL + ROOM / 2.0, SMALL_BUTTON);
        line = line.push(sized(cx, label, Icons::default(), Weight::Quiet, face, Message::Go(At::Case(one.number))));
    }
    let print: Vec<u64> = all.iter().filter(|one| one.prints).map(|one| one.number).collect();
    if print.len() > 1 {
        let label = cx.words.with("staff-print-all", &[("n", &print.len().to_string())]);
        let face = (px::SMALL, units(&label) * px::SMALL + ROOM, SMALL_BUTTON);
        let all = Message::Ask(Intent::PrintAll(print));
        line = line.push(sized(cx, label, before("printer"), Weight::Second, face, all));
    }
    line.wrap().vertical_spacing(16.0).into()
}

/// One answer: what was corrected stands below what was typed, with the reason.
fn answer<'a>(cx: &Context<'_>, found: &Row, at: usize, item: &Item) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let mut value = column![written(&item.value, px::HINT, item.before.is_some(), palette.ink)].spacing(4);
    if let Some((before, why)) = &item.before {
        let said = cx.words.with("staff-corrected-from", &[("value", before), ("why", why)]);
        value = value.push(words(cx, said, px::NOTE, false, palette.ink2));
    }
    if let Some(from) = item.from {
        value = value.push(words(cx, cx.words.get(from), px::NOTE, false, palette.ink2));
    }
    let mut line = row![
        container(words(cx, item.label.clone(), px::SMALL, false, palette.ink2)).width(LABEL),
        container(value).width(Length::Fill),
    ]
    .spacing(8)
    .align_y(Alignment::Center);
    if !found.protected && !matches!(found.state, State::Handed | State::Void) {
        let mend = Message::Ask(Intent::Correct(found.number, at));
        let face = (26.0, 128.0, 64.0);
        line = line.push(sized(cx, cx.words.get("staff-correct"), before("pencil"), Weight::Quiet, face, mend));
    }
    let colour = if item.before.is_some() { palette.warn } else { palette.page };
    ground(line, colour, 0.0).padding([8, 24]).width(Length::Fill).into()
}

/// The form as it was recorded; a press shows it large enough to read.
fn form<'a>(desk: &Desk, cx: &Context<'_>) -> Element<'a, Message> {
    match desk.sheet.tray.leaves() {
        Leaves::There(leaves) => {
            let Some(leaf) = leaves.into_iter().next() else { return space().into() };
            let picture = |_| sheet::paper(cx, leaf.small.clone(), size::SMALL);
            let label = cx.words.get("staff-form-look");
            let face = (px::SMALL, size::SMALL.0 + 2.0 * size::EDGE, SMALL_BUTTON);
            let look = sized(cx, label, before("search"), Weight::Quiet, face, Message::Large(true));
            column![press(picture, Message::Large(true)), look].spacing(16).into()
        }
        Leaves::Coming => sheet::blank(cx, Some("sheet-coming"), size::SMALL),
        Leaves::Missing => sheet::blank(cx, Some("sheet-missing"), size::SMALL),
    }
}

/// Width of the acts, of a label, and the gap between the columns.
const WIDTH: f32 = 440.0;
const LABEL: f32 = 200.0;
const GAP: f32 = 40.0;
/// Of a button beside its words and its icon.
const ROOM: f32 = 96.0;

fn act<'a>(cx: &Context<'_>, key: &str, icon: &'static str, weight: Weight, message: Message) -> Element<'a, Message> {
    let label = cx.words.get(key);
    let px = (32.0_f32).min((WIDTH - 96.0) / units(&label));
    sized(cx, label, before(icon), weight, (px, WIDTH, 88.0), message)
}

/// What can be done with the case as it stands; everything with a reason asks for it on a page of its own.
fn acts<'a>(desk: &Desk, cx: &Context<'_>, found: &Row) -> Element<'a, Message> {
    let number = found.number;
    let mut acts: Column<'a, Message> = column![].spacing(16).width(WIDTH);
    if found.protected {
        acts = acts.push(banner(cx, Kind::Warn, &cx.words.get("staff-case-protected")));
    }
    // A protected person's papers are printed together, each time by a supervisor's word for it.
    if found.protected && found.state != State::Void {
        acts = acts.push(ask(cx, "staff-release", "printer", Weight::Main, Intent::Release(number))).push(ask(
            cx,
            "staff-another",
            "users",
            Weight::Second,
            Intent::Another(number),
        ));
    }
    if found.state != State::Void && !found.protected {
        let [slip, sheet] = found.printed;
        let paper = |again: &str, first: &str, printed: bool, icon: &'static str, paper: Paper| {
            ask(cx, if printed { again } else { first }, icon, Weight::Second, Intent::Reprint(number, paper))
        };
        acts = acts.push(paper("staff-slip-again", "staff-slip-print", slip, "receipt-text", Paper::Slip)).push(paper(
            "staff-sheet-again",
            "staff-sheet-print",
            sheet,
            "printer",
            Paper::Sheet,
        ));
    }
    let weight = if found.protected { Weight::Second } else { Weight::Main };
    if matches!(found.state, State::Handed | State::Void) {
        acts = acts.push(ask(cx, "staff-undo", "refresh-cw", Weight::Quiet, Intent::Undo(number)));
    } else {
        acts = acts.push(act(cx, "staff-hand-over", "check", weight, Message::HandOver(number)));
        if !found.protected {
            acts = steps(cx, found, acts);
        }
        acts = acts.push(space().height(Length::Fill)).push(ask(
            cx,
            "staff-void-act",
            "x",
            Weight::Quiet,
            Intent::Void(number),
        ));
    }
    if desk.may().protect && !found.protected {
        acts = acts.push(ask(cx, "staff-protect", "shield-check", Weight::Quiet, Intent::Protect(number)));
    }
    // Who makes accounts is who may erase; another one agrees each time.
    if desk.may().manage && !found.protected {
        acts = acts.push(ask(cx, "staff-erase", "delete", Weight::Quiet, Intent::Erase(number)));
    }
    acts.into()
}

/// How the case goes on: looked into, sent back to its person, called, to another window, out to another system.
fn steps<'a>(cx: &Context<'_>, found: &Row, acts: Column<'a, Message>) -> Column<'a, Message> {
    let number = found.number;
    let half = |key: &str, icon: &'static str, intent: Intent| {
        let label = cx.words.get(key);
        let width = (WIDTH - 16.0) / 2.0;
        let px = (28.0_f32).min((width - 84.0) / units(&label));
        sized(cx, label, before(icon), Weight::Quiet, (px, width, 80.0), Message::Ask(intent))
    };
    acts.push(
        row![
            half("staff-examine", "search", Intent::Examine(number)),
            half("staff-mend", "pencil", Intent::Mend(number)),
        ]
        .spacing(16),
    )
    .push(
        row![
            half("staff-call", "concierge-bell", Intent::Call(number)),
            half("staff-move", "arrow-right", Intent::Move(number)),
        ]
        .spacing(16),
    )
    .push(ask(cx, "staff-export-case", "receipt-text", Weight::Quiet, Intent::ExportCase(number)))
}

fn ask<'a>(cx: &Context<'_>, key: &str, icon: &'static str, weight: Weight, intent: Intent) -> Element<'a, Message> {
    act(cx, key, icon, weight, Message::Ask(intent))
}
