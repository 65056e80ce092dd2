//! Numbers that are called (番号の呼び出し): number and window, the newest large, and nothing else.

use iced::widget::{column, container, row, space};
use iced::{Alignment, Length};

use super::Context;
use crate::theme::px;
use crate::widget::plane::page;
use crate::widget::{Element, fitted, ground, hairline, words};

/// One number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// As it stands on the slip.
    pub number: String,
    pub window: String,
}

/// Rows below the newest.
const ROWS: usize = 5;
/// Room for the name of a window.
const WINDOW: f32 = 900.0;

/// The whole display.
pub fn view<'a, M: 'a>(cx: &Context<'_>, called: &[Called]) -> Element<'a, M> {
    let palette = cx.look.palette();
    let mut parts = column![words(cx, cx.words.get("case-calls"), px::TITLE, true, palette.ink)].spacing(32);
    let Some((newest, rest)) = called.split_first() else {
        let none = words(cx, cx.words.get("case-calls-none"), px::FIGURE, false, palette.ink2);
        return page(cx, container(parts.push(none)).padding(80).width(Length::Fill).height(Length::Fill));
    };
    let large = row![
        words(cx, newest.number.clone(), px::CALLED, true, palette.on_act),
        space().width(Length::Fill),
        words(cx, newest.window.clone(), fitted(&newest.window, px::COUNT, WINDOW), true, palette.on_act),
    ]
    .align_y(Alignment::Center);
    parts = parts.push(ground(large, palette.act, 24.0).padding([24, 64]).width(Length::Fill));
    for one in rest.iter().take(ROWS) {
        let line = row![
            words(cx, one.number.clone(), px::NOTICE, true, palette.ink),
            space().width(Length::Fill),
            words(cx, one.window.clone(), fitted(&one.window, px::TITLE, WINDOW), true, palette.ink),
        ]
        .align_y(Alignment::Center);
        parts = parts.push(container(line).padding([0, 64])).push(hairline(cx));
    }
    page(cx, container(parts).padding(80).width(Length::Fill).height(Length::Fill))
}
