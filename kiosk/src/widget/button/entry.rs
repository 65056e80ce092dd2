//! A row that is chosen (選ぶ行): a sign, a label, its value, and that it leads on.

use iced::widget::{column, container, row};
use iced::{Alignment, Color, Length};

use super::{Colours, target};
use crate::screen::Context;
use crate::widget::{Element, icon, words};

/// What stands on such a row.
pub struct Entry<'a> {
    pub sign: Option<(&'a str, Color)>,
    pub label: &'a str,
    /// At the right.
    pub value: &'a str,
    /// Under the label.
    pub under: &'a str,
    /// Size of the label, and of everything else.
    pub px: (f32, f32),
    pub height: f32,
}

/// One of several that are chosen.
pub fn entry<'a, M: Clone + 'a>(cx: &Context<'_>, of: &Entry<'_>, act: M) -> Element<'a, M> {
    let palette = cx.look.palette();
    let at_rest = Colours { ground: palette.page, text: palette.ink, border: palette.line, width: cx.look.border(3.0) };
    let (px, small) = of.px;
    let inside = |now: Colours, pressed: bool| {
        let (support, lead) = if pressed { (now.text, now.text) } else { (palette.ink2, palette.key) };
        let mut lines = column![words(cx, of.label.to_owned(), px, true, now.text)];
        if !of.under.is_empty() {
            lines = lines.push(words(cx, of.under.to_owned(), small, false, support));
        }
        let mut line = row![].spacing(24).align_y(Alignment::Center);
        if let Some((name, colour)) = of.sign {
            line = line.push(icon(cx, name, px, if pressed { now.text } else { colour }));
        }
        line = line.push(lines.width(Length::Fill));
        if !of.value.is_empty() {
            line = line.push(words(cx, of.value.to_owned(), small, false, support));
        }
        container(line.push(icon(cx, "chevron-right", px, lead))).padding([0, 28]).into()
    };
    target(cx, at_rest, (Length::Fill, of.height.into()), inside, act)
}
