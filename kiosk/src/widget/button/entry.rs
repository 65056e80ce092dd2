//! A row that is chosen (選ぶ行): a sign, a label, its value, and that it leads on.

use iced::widget::{column, container, row};
use iced::{Alignment, Color, Length};

use super::{Colours, target};
use crate::screen::Context;
use crate::widget::{Element, icon, words};

/// What stands beside or under a label, by its size.
pub const SMALLER: f32 = 0.8;

/// One of several that are chosen: a sign where it has one, a label, and its value at the right or under it.
pub fn entry<'a, M: Clone + 'a>(
    cx: &Context<'_>,
    sign: Option<(&str, Color)>,
    (label, value, note): (&str, &str, &str),
    (px, height, under): (f32, f32, bool),
    act: M,
) -> Element<'a, M> {
    let palette = cx.look.palette();
    let at_rest = Colours { ground: palette.page, text: palette.ink, border: palette.line, width: cx.look.border(3.0) };
    let inside = |now: Colours, pressed: bool| {
        let support = if pressed { now.text } else { palette.ink2 };
        let small = |said: &str| words(cx, said.to_owned(), px * SMALLER, false, support);
        let mut lines = column![words(cx, label.to_owned(), px, true, now.text)];
        for said in [note, if under { value } else { "" }].into_iter().filter(|said| !said.is_empty()) {
            lines = lines.push(small(said));
        }
        let mut line = row![].spacing(24).align_y(Alignment::Center);
        if let Some((name, colour)) = sign {
            line = line.push(icon(cx, name, px * 1.2, if pressed { now.text } else { colour }));
        }
        line = line.push(lines.width(Length::Fill));
        if !under && !value.is_empty() {
            line = line.push(words(cx, value.to_owned(), px * SMALLER, false, support));
        }
        let chevron = if pressed { now.text } else { palette.key };
        line = line.push(icon(cx, "chevron-right", px, chevron));
        container(line).padding([0, 28]).into()
    };
    target(cx, at_rest, (Length::Fill, height.into()), inside, act)
}
