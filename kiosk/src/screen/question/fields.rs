//! How each kind of field is answered (答え方): cards, pairs, a stepper, keys.

use iced::widget::{Row, column, container, row, space};
use iced::{Alignment, Length};

use super::{Message, Question};
use crate::form::{Choice, Field, Kind, Value, say};
use crate::screen::Context;
use crate::theme::measure::SMALL_BUTTON;
use crate::theme::px;
use crate::widget::button::{self, Icons, Weight, before, choice, either, sized};
use crate::widget::{Element, boxed, hairline, kana, keypad, notice, up_to, words, written};

/// The least height of a target.
const LEAST: f32 = 78.0;

impl Question {
    /// One field of `together` on the page.
    pub(super) fn field<'a>(&self, cx: &Context<'_>, field: &Field, together: usize) -> Element<'a, Message> {
        match &field.kind {
            Kind::Choice { options } => self.choices(cx, field, options),
            Kind::YesNo { yes, no } => {
                self.yes_no(cx, field, (say(yes, cx.words.lang()), say(no, cx.words.lang())), together)
            }
            Kind::Copies { min, max, .. } => self.copies(cx, field, *min, *max),
            Kind::Phone => self.phone(cx, field),
            Kind::Kana { .. } => self.kana(cx, field),
        }
    }

    fn choices<'a>(&self, cx: &Context<'_>, field: &Field, options: &[Choice]) -> Element<'a, Message> {
        let lang = cx.words.lang();
        let height = 126.0 * f32::from(cx.look.size.percent().min(140)) / 100.0;
        // At the largest size three still fit; more are shown two by two.
        let at_once = match (cx.look.size.percent() > 140, options.len()) {
            (true, ..=3) => 3,
            (true, _) => 2,
            (false, _) if cx.upright() => 6,
            (false, _) => 4,
        };
        let first = self.part * at_once;
        // Words of what is to mend take the place of the hints.
        let tight = !self.errors.is_empty() && cx.look.size.percent() > 120;
        let pictures = options.iter().any(|option| option.picture.is_some());
        let card = |option: &Choice| {
            let chosen = self.answers.get(&field.id) == Some(&Value::Text(option.id.clone()));
            let of = button::Choice {
                label: say(&option.label, lang),
                hint: if tight { "" } else { say(&option.hint, lang) },
                picture: option.picture.as_deref(),
                chosen,
            };
            choice(cx, &of, Message::Choose(field.id.clone(), Value::Text(option.id.clone())))
        };
        if !pictures && options.len() > 4 && !cx.upright() && cx.look.size.percent() <= 140 {
            // Short answers stand in two columns so that all are seen at once.
            let lines = options.chunks(2).map(|pair| {
                let line = Row::with_children(pair.iter().map(card)).spacing(16);
                if pair.len() == 1 { line.push(space().width(Length::Fill)).into() } else { line.into() }
            });
            return up_to(height, lines.collect());
        }
        let cards = up_to(height, options.iter().skip(first).take(at_once).map(card).collect());
        if options.len() <= at_once {
            return cards;
        }
        let more = first + at_once < options.len();
        let (said, act) = if more { ("more", Message::More) } else { ("fewer", Message::Fewer) };
        let size = (cx.look.tool(px::HINT), 560.0, 88.0);
        column![cards, sized(cx, cx.words.get(said), Icons::default(), Weight::Second, size, act)].spacing(16).into()
    }

    fn yes_no<'a>(
        &self,
        cx: &Context<'_>,
        field: &Field,
        (yes, no): (&str, &str),
        together: usize,
    ) -> Element<'a, Message> {
        let palette = cx.look.palette();
        let lang = cx.words.lang();
        let mut label = column![words(
            cx,
            say(&field.label, lang),
            cx.look.label(px::BUTTON).min(if self.errors.is_empty() { 62.0 } else { 44.0 }),
            true,
            palette.ink
        )]
        .spacing(2);
        let hint = say(&field.hint, lang);
        // Where something is to be mended, that is what is said.
        let most = if cx.low() { 100 } else { 120 };
        if !hint.is_empty() && cx.look.size.percent() <= most && self.errors.is_empty() {
            label = label.push(words(cx, hint, cx.look.tool(px::SUPPORT), false, palette.ink2));
        }
        let is = |flag: bool| self.answers.get(&field.id) == Some(&Value::Flag(flag));
        let answer = |flag: bool| Message::Choose(field.id.clone(), Value::Flag(flag));
        let height = match (self.errors.is_empty(), cx.low() && cx.look.size.percent() > 120) {
            (true, _) => 104.0,
            (false, false) => SMALL_BUTTON,
            (false, true) => LEAST,
        };
        let pair = row![
            either(cx, yes, is(true), (248.0, height), answer(true)),
            either(cx, no, is(false), (248.0, height), answer(false))
        ]
        .spacing(16);
        let inside = row![container(label).width(Length::Fill), pair].spacing(24).align_y(Alignment::Center);
        let error =
            self.errors.iter().find(|error| error.field == field.id).map(|error| say(&error.sentence, lang).to_owned());
        let line = notice::row_with_error(cx, inside.into(), error.as_deref());
        if together > 1 && self.errors.is_empty() { column![line, hairline(cx)].into() } else { line }
    }

    fn copies<'a>(&self, cx: &Context<'_>, field: &Field, min: i64, max: i64) -> Element<'a, Message> {
        let palette = cx.look.palette();
        let now = match self.answers.get(&field.id) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        };
        // The five most asked for are one press; the rest are reached by the steps.
        let mut quick = row![].spacing(16);
        for number in min..=max.min(min + 4) {
            let said = field.kind.words(&Value::Number(number), cx.words.lang());
            quick = quick.push(either(
                cx,
                said,
                now == Some(number),
                (if cx.upright() { 170.0 } else { 220.0 }, 104.0),
                Message::Choose(field.id.clone(), Value::Number(number)),
            ));
        }
        let step = |by: i64| {
            let to = now.map_or(min, |number| (number + by).clamp(min, max));
            let name = if by < 0 { "minus" } else { "plus" };
            sized(
                cx,
                "",
                before(name),
                Weight::Second,
                (56.0, 140.0, 140.0),
                Message::Choose(field.id.clone(), Value::Number(to)),
            )
        };
        let shown =
            now.map_or_else(|| "－".to_owned(), |number| field.kind.words(&Value::Number(number), cx.words.lang()));
        let number = container(words(cx, shown, 96.0, true, palette.ink)).center_x(420);
        column![quick, row![step(-1), number, step(1)].spacing(24).align_y(Alignment::Center)].spacing(56).into()
    }

    /// The number so far; its keys stand beside it, see [`digits`].
    fn phone<'a>(&self, cx: &Context<'_>, field: &Field) -> Element<'a, Message> {
        self.shown(cx, spaced(&self.typed(&field.id)))
    }

    fn kana<'a>(&self, cx: &Context<'_>, field: &Field) -> Element<'a, Message> {
        let shown = self.shown(cx, self.typed(&field.id));
        column![shown, kana::keyboard(cx, Message::Kana)].spacing(16).into()
    }

    /// What was typed, in a field of its own.
    fn shown<'a>(&self, cx: &Context<'_>, typed: String) -> Element<'a, Message> {
        let palette = cx.look.palette();
        let px = if typed.chars().count() > 28 { 36.0 } else { 56.0 };
        container(written(&typed, px, true, palette.ink))
            .style(move |_| boxed(palette.page, palette.key, 6.0, 16.0))
            .padding([0, 32])
            .center_y(88)
            .width(Length::Fill)
            .into()
    }
}

/// The keys of a telephone number.
pub(super) fn digits<'a>(cx: &Context<'_>) -> Element<'a, Message> {
    keypad::keypad(cx, keypad::ORDER, Message::Digit)
}

/// Digits in the groups people say them in: 090 1234 5678.
fn spaced(digits: &str) -> String {
    let mut said = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at == 3 || at == 7 {
            said.push(' ');
        }
        said.push(digit);
    }
    said
}

#[cfg(test)]
mod tests {
    #[test]
    fn digits_stand_in_groups() {
        assert_eq!(super::spaced("09012345678"), "090 1234 5678");
        assert_eq!(super::spaced("0312"), "031 2");
    }
}
