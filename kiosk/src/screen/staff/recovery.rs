//! The recovery key (復旧の鍵): eight groups, once, after the first administrator was made.

use iced::widget::{column, container, row};
use iced::{Alignment, Length};

use super::{Desk, Message, rail};
use crate::screen::Context;
use crate::theme::px;
use crate::widget::button::{Weight, after, before, big};
use crate::widget::notice::{Kind, banner};
use crate::widget::{Element, boxed, words};

/// Groups side by side.
const ACROSS: usize = 4;

pub fn view<'a>(desk: &Desk, cx: &Context<'_>) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let mut page = column![
        rail::head(cx, &cx.words.get("staff-recovery-title"), "", vec![]),
        words(cx, cx.words.get("staff-recovery-hint"), px::SUPPORT, false, palette.ink2),
    ]
    .spacing(28)
    .max_width(1500);
    for (line, groups) in desk.sealed.rows().chunks(ACROSS).enumerate() {
        let mut across = row![].spacing(20);
        for (at, group) in groups.iter().enumerate() {
            let number = words(cx, (line * ACROSS + at + 1).to_string(), px::SMALL, false, palette.ink2);
            let letters = words(cx, group.as_str().to_owned(), px::HEAD, true, palette.ink);
            let cell = column![number, letters].spacing(4).align_x(Alignment::Center).width(Length::Fill);
            let style = move |_: &iced::Theme| boxed(palette.page, palette.line, 3.0, 16.0);
            across = across.push(container(cell).padding(16).width(Length::FillPortion(1)).style(style));
        }
        page = page.push(across);
    }
    if let Some(done) = &desk.done {
        page = page.push(banner(cx, Kind::Note, done));
    }
    let acts = row![
        big(cx, cx.words.get("staff-recovery-later"), before("clock"), Weight::Quiet, Message::SealLater),
        big(cx, cx.words.get("staff-recovery-print"), before("printer"), Weight::Second, Message::PrintRecovery),
        big(cx, cx.words.get("staff-recovery-sealed"), after("check"), Weight::Main, Message::Sealed),
    ]
    .spacing(24);
    container(page.push(acts)).into()
}
