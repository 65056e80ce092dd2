//! Slips of counters (窓口の控え): the newest ones, how each stands, and one more of each (再発行).

use iced::widget::{column, container, row, space};
use iced::{Alignment, Length};

use super::list::mark;
use super::{Intent, Message};
use crate::screen::Context;
use crate::theme::px;
use crate::widget::button::{Weight, before, sized, units};
use crate::widget::{Element, hairline, icon, words};

/// Where a slip stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlipState {
    /// For its printer.
    Waits,
    Out,
    /// Sent, and no answer: nobody knows what is on the paper.
    Unknown,
    Failed,
}

/// One slip, as the page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlipRow {
    pub number: u64,
    /// `A-142`.
    pub called: String,
    /// Local time, hour and minute.
    pub time: String,
    /// The service's name.
    pub service: String,
    pub state: SlipState,
    /// An unmarked original came out or may have.
    pub begun: bool,
    /// What it told was erased: there is nothing to print from.
    pub erased: bool,
}

/// Width of what can be done with a slip, so that all stand below each other; height of a row.
const ACT: f32 = 330.0;
const HIGH: f32 = 80.0;

pub(super) fn list<'a>(cx: &Context<'_>, slips: &[SlipRow]) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let title = row![
        icon(cx, "receipt-text", 52.0, palette.ink),
        words(cx, cx.words.get("staff-slips-title"), px::BODY, true, palette.ink),
    ]
    .spacing(16)
    .align_y(Alignment::Center);
    let lines = slips.iter().map(|slip| column![line(cx, slip), hairline(cx)].spacing(8).into());
    column![title].extend(lines).spacing(12).into()
}

fn line<'a>(cx: &Context<'_>, slip: &SlipRow) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let said = |key: &str| words(cx, cx.words.get(key), px::SMALL, false, palette.ink2);
    let last: Element<'a, Message> = if slip.erased {
        said("staff-slips-erased")
    } else if slip.state == SlipState::Waits {
        space().into()
    } else {
        let key = if slip.begun { "staff-slips-again" } else { "staff-slips-print" };
        let label = cx.words.get(key);
        let width = units(&label) * px::SMALL + 92.0;
        let weight = if slip.state == SlipState::Out { Weight::Second } else { Weight::Main };
        let ask = Message::Ask(Intent::SlipAgain(slip.number));
        sized(cx, label, before("printer"), weight, (px::SMALL, width, 80.0), ask)
    };
    row![
        container(words(cx, slip.called.clone(), px::HINT, true, palette.ink)).width(180),
        container(words(cx, slip.time.clone(), px::SMALL, false, palette.ink)).width(110),
        words(cx, slip.service.clone(), px::SMALL, false, palette.ink),
        space().width(Length::Fill),
        badge(cx, slip.state),
        container(last).width(ACT).align_right(ACT),
    ]
    .spacing(16)
    .height(HIGH)
    .align_y(Alignment::Center)
    .into()
}

fn badge<'a>(cx: &Context<'_>, state: SlipState) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let (key, name, back, text) = match state {
        SlipState::Out => ("staff-printed", "printer", palette.good, palette.page),
        SlipState::Waits => ("staff-slips-waits", "clock", palette.ground, palette.ink),
        SlipState::Unknown => ("staff-slips-unknown", "circle-help", palette.attention, palette.on_attention),
        SlipState::Failed => ("staff-unprinted", "triangle-alert", palette.attention, palette.on_attention),
    };
    mark(cx, (key, name), (back, text))
}
