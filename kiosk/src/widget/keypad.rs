//! The keypad (テンキー) and the boxes of a PIN. A message carries one digit.

use iced::widget::{column, container, row, space};
use iced::{Alignment, Color};

use super::button::key;
use super::{Element, ground, words};
use crate::screen::Context;
use crate::theme::px;

/// The digits in the order they stand: 1–9, then 0.
pub const ORDER: [u8; 10] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0];

/// Side of a box for one digit.
pub const BOX: f32 = 128.0;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Digit(u8),
    /// 1つ消す
    Erase,
    /// すべて消す
    Clear,
}

/// Three by four keys of 200 × 158.
pub fn keypad<'a, M: Clone + 'a>(cx: &Context<'_>, order: [u8; 10], press: fn(Key) -> M) -> Element<'a, M> {
    let (width, height) = if cx.upright() { (304.0, 120.0) } else { (200.0, 158.0) };
    let digit = |n: u8| key(cx, n.to_string(), (64.0, width, height), press(Key::Digit(n)));
    let word = |name: &str, act: Key| {
        key(cx, cx.words.get(name), (cx.look.tool(px::SUPPORT).min(34.0), width, height), press(act))
    };
    let [a, b, c, d, e, f, g, h, i, z] = order;
    column![
        row![digit(a), digit(b), digit(c)].spacing(20),
        row![digit(d), digit(e), digit(f)].spacing(20),
        row![digit(g), digit(h), digit(i)].spacing(20),
        row![word("key-clear", Key::Clear), digit(z), word("key-erase", Key::Erase)].spacing(20),
    ]
    .spacing(20)
    .into()
}

/// Four boxes; filled ones hold a dot, or the digit while 見る is held.
pub fn boxes<'a, M: 'a>(cx: &Context<'_>, filled: usize, shown: Option<[Option<u8>; 4]>) -> Element<'a, M> {
    let palette = cx.look.palette();
    let mut line = row![].spacing(20);
    for n in 0..4usize {
        let digit = shown.and_then(|digits| digits.get(n).copied().flatten());
        let inside: Element<'a, M> = match digit {
            Some(digit) => words(cx, digit.to_string(), px::TITLE, true, palette.ink),
            None if n < filled => ground(space(), palette.ink, 24.0).width(48).height(48).into(),
            None => space().into(),
        };
        let (border, width): (Color, f32) = if n == filled { (palette.key, 8.0) } else { (palette.line, 3.0) };
        let field = container(inside)
            .center_x(BOX)
            .center_y(BOX)
            .style(move |_| super::boxed(palette.page, border, width, 16.0));
        line = line.push(field);
    }
    line.align_y(Alignment::Center).into()
}

/// Height and most width of a box for one of many digits, and the gap between two.
const SMALL: (f32, f32) = (104.0, 78.0);
const APART: f32 = 8.0;
/// What stands around a word between groups.
const AROUND: f32 = 24.0;

/// Boxes in groups, each with its word after it (年 月 日); typed digits are seen, because they are printed on a card.
pub fn groups<'a, M: 'a>(
    cx: &Context<'_>,
    groups: &[(usize, String)],
    typed: &[u8],
    error: bool,
    room: f32,
) -> Element<'a, M> {
    let palette = cx.look.palette();
    let px = cx.look.tool(px::BODY);
    let spoken: f32 = groups.iter().map(|(_, label)| super::button::units(label) * px + AROUND).sum();
    let count: usize = groups.iter().map(|(len, _)| len).sum();
    #[allow(clippy::cast_precision_loss, reason = "at most eight boxes")]
    let across = ((room - spoken) / count.max(1) as f32 - APART).min(SMALL.1);
    let mut line = row![].spacing(APART);
    let mut at = 0;
    for (len, label) in groups {
        for _ in 0..*len {
            let inside: Element<'a, M> = match typed.get(at) {
                Some(digit) => words(cx, char::from(*digit).to_string(), px::FIGURE, true, palette.ink),
                None => space().into(),
            };
            let (border, width) = match (at == typed.len(), error) {
                (true, _) => (palette.key, 8.0),
                (false, true) => (palette.error_line, cx.look.border(6.0)),
                (false, false) => (palette.line, cx.look.border(3.0)),
            };
            let field = container(inside)
                .center_x(across)
                .center_y(SMALL.0)
                .style(move |_| super::boxed(palette.page, border, width, 12.0));
            line = line.push(field);
            at += 1;
        }
        if !label.is_empty() {
            line = line.push(container(words(cx, label.clone(), px, true, palette.ink)).padding([0, 8]));
        }
    }
    line.align_y(Alignment::Center).into()
}
