//! One case (受付の内容): what the card said stands on pale blue, what was typed on white; papers can be printed again.

use iced::widget::{column, container, row, scrollable, space};
use iced::{Alignment, Length};

use super::list::{badge, with_rail};
use super::{Desk, Message, Paper};
use crate::screen::Context;
use crate::widget::button::{Weight, before, sized};
use crate::widget::{Element, ground, hairline, words, written};

pub fn view<'a>(desk: &Desk, cx: &Context<'_>, name: &str, number: u64) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let rows = desk.board.rows();
    let back =
        sized(cx, cx.words.get("staff-list"), before("arrow-left"), Weight::Quiet, (30.0, 200.0, 88.0), Message::List);
    let Some(found) = rows.iter().find(|row| row.number == number) else {
        return with_rail(cx, name, column![back].into());
    };
    let head = row![
        back,
        words(cx, format!("{}  {}", found.called, found.service), 44.0, true, palette.ink),
        badge(cx, found),
        space().width(Length::Fill),
        words(cx, found.time.clone(), 30.0, false, palette.ink2),
    ]
    .spacing(24)
    .align_y(Alignment::Center);
    let mut lines = column![];
    for (label, value, from_card) in &found.lines {
        let colour = if *from_card { palette.from_card } else { palette.page };
        let line = row![
            container(words(cx, label.clone(), 28.0, false, palette.ink2)).width(240),
            container(written(value, 34.0, *from_card, palette.ink)).width(Length::Fill),
        ]
        .align_y(Alignment::Center);
        lines =
            lines.push(ground(line, colour, 0.0).padding([0, 24]).center_y(84).width(Length::Fill)).push(hairline(cx));
    }
    let act = |key: &str, icon: &'static str, weight, message| {
        sized(cx, cx.words.get(key), before(icon), weight, (34.0, 424.0, 96.0), message)
    };
    let mut acts = column![
        act("staff-slip-again", "receipt-text", Weight::Second, Message::Reprint(number, Paper::Slip)),
        act("staff-sheet-again", "printer", Weight::Second, Message::Reprint(number, Paper::Sheet)),
    ]
    .spacing(24);
    if found.state != super::State::Handed {
        acts = acts.push(act("staff-hand-over", "check", Weight::Main, Message::HandOver(number)));
    }
    let body = row![scrollable(lines).width(Length::Fill).height(Length::Fill), acts].spacing(48);
    with_rail(cx, name, column![head, body].spacing(32).into())
}
