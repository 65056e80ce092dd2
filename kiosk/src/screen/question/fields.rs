//! How each kind of field is answered (答え方): cards, pairs, a stepper, keys.

use iced::widget::{Row, column, container, row, space};
use iced::{Alignment, Length};

use super::{Message, Question, keys, parts};
use crate::form::{Choice, Field, Kind, Part, Value, say};
use crate::screen::Context;
use crate::theme::measure::SMALL_BUTTON;
use crate::theme::px;
use crate::widget::button::{self, Icons, Weight, before, choice, either, sized};
use crate::widget::keypad::Key;
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
            Kind::Several { options } => self.several(cx, field, options),
            Kind::Phone => self.phone(cx, field),
            Kind::Kana { .. } | Kind::Text { .. } | Kind::Date { .. } | Kind::Digits { .. } | Kind::Number { .. } => {
                column![self.shown_of(cx, field), self.keys_of(cx, field)].spacing(16).into()
            }
            Kind::Group { parts, .. } => self.group(cx, field, parts),
            Kind::Rows { parts, max, .. } => self.rows(cx, field, parts, *max),
        }
    }

    /// Cards that are on or off, in two columns.
    fn several<'a>(&self, cx: &Context<'_>, field: &Field, options: &[Choice]) -> Element<'a, Message> {
        let lang = cx.words.lang();
        let chosen = match self.answers.get(&field.id) {
            Some(Value::Text(ids)) => ids.clone(),
            _ => String::new(),
        };
        let (across, at_once) = if cx.upright() { (1, 8) } else { (2, 6) };
        let shown = options.iter().skip(self.part * at_once).take(at_once).collect::<Vec<_>>();
        let card = |option: &&Choice| {
            let on = chosen.split(',').any(|id| id == option.id);
            let label = say(&option.label, lang);
            let act = Message::Toggle(field.id.clone(), option.id.clone());
            choice(cx, &button::Choice { label, hint: "", picture: None, chosen: on }, act)
        };
        let lines = shown.chunks(across).map(|pair| {
            let line = Row::with_children(pair.iter().map(card)).spacing(16);
            if pair.len() < across { line.push(space().width(Length::Fill)).into() } else { line.into() }
        });
        let cards = up_to(104.0, lines.collect());
        if options.len() <= at_once {
            return cards;
        }
        let (said, act) =
            if (self.part + 1) * at_once < options.len() { ("more", Message::More) } else { ("fewer", Message::Fewer) };
        let size = (cx.look.tool(px::HINT), 560.0, 88.0);
        column![cards, sized(cx, cx.words.get(said), Icons::default(), Weight::Second, size, act)].spacing(16).into()
    }

    /// What was typed, as people read it: a day with its words beside the digits.
    fn shown_of<'a>(&self, cx: &Context<'_>, field: &Field) -> Element<'a, Message> {
        let typed = self.typed(field);
        let (kind, _) = self.target(field);
        let Kind::Date { .. } = kind else { return self.shown(cx, typed) };
        let said = kind.accept(&Value::Text(typed.clone())).map(|value| kind.words(&value, cx.words.lang()));
        let digits = keys::day(&typed);
        self.shown(cx, said.map_or_else(|| digits.clone(), |said| format!("{digits}      {said}")))
    }

    /// The keys for what is answered now: eras and digits, kana, or the options of a part.
    fn keys_of<'a>(&self, cx: &Context<'_>, field: &Field) -> Element<'a, Message> {
        let (kind, part) = self.target(field);
        let lang = cx.words.lang();
        match kind {
            Kind::Kana { .. } => kana::keyboard(cx, Message::Kana),
            Kind::Text { .. } => kana::with_figures(cx, self.figures, Message::Kana),
            Kind::Choice { options } => {
                let now = part.and_then(|part| self.given(field).get(part).cloned());
                let card = |option: &Choice| {
                    let value = Value::Text(option.id.clone());
                    let label = say(&option.label, lang).replace('\n', "");
                    either(cx, &label, now.as_ref() == Some(&value), (380.0, 104.0), Message::Put(value))
                };
                let lines = options.chunks(if cx.upright() { 2 } else { 4 });
                let lines = lines.map(|line| Row::with_children(line.iter().map(card)).spacing(16).into());
                iced::widget::Column::with_children(lines).spacing(16).into()
            }
            Kind::YesNo { yes, no } => {
                let now = part.and_then(|part| self.given(field).get(part).cloned());
                let pair = [(true, yes), (false, no)].map(|(flag, said)| {
                    let value = Value::Flag(flag);
                    either(cx, say(said, lang), now.as_ref() == Some(&value), (380.0, 104.0), Message::Put(value))
                });
                Row::with_children(pair).spacing(16).into()
            }
            Kind::Date { .. } => {
                let typed = self.typed(field);
                let era = typed.chars().next().filter(char::is_ascii_alphabetic).unwrap_or('W');
                let chip = |(letter, name): (char, &str)| {
                    either(cx, cx.words.get(name), era == letter, (236.0, 96.0), Message::Era(letter))
                };
                let chips = if cx.upright() { 3 } else { 6 };
                let lines = keys::ERAS
                    .chunks(chips)
                    .map(|line| Row::with_children(line.iter().copied().map(chip)).spacing(16).into());
                column![iced::widget::Column::with_children(lines).spacing(16), low_digits(cx)].spacing(24).into()
            }
            _ => low_digits(cx),
        }
    }

    /// The parts of a group: what was given for each, and the keys for the one that is answered now.
    fn group<'a>(&self, cx: &Context<'_>, field: &Field, parts: &[Part]) -> Element<'a, Message> {
        let given = self.given(field);
        // Up to six parts stand in one line, so that the kana keys fit under them.
        let count = parts::asked(parts, &given).len();
        let across = if cx.upright() { 2 } else { count.clamp(4, 6) };
        let path = self.at.row.map_or_else(|| field.id.clone(), |row| format!("{}.{}", field.id, row + 1));
        let wrong = |part: &Part| self.errors.iter().find(|error| error.field == format!("{path}.{}", part.id));
        let cells: Vec<_> = parts::asked(parts, &given)
            .into_iter()
            .enumerate()
            .map(|(at, part)| {
                let value = given.get(&part.id);
                let said = value.map(|value| match part.kind.accept(value) {
                    Some(kept) => part.kind.words(&kept, cx.words.lang()),
                    None => match value {
                        Value::Text(text) => text.trim_start_matches(|c: char| c.is_ascii_uppercase()).to_owned(),
                        _ => String::new(),
                    },
                });
                let label = say(&part.label, cx.words.lang());
                button::cell(
                    cx,
                    (label, &said.unwrap_or_default()),
                    self.at.part == at,
                    wrong(part).is_some(),
                    Message::Focus(at),
                )
            })
            .collect();
        let mut grid = iced::widget::Column::new().spacing(12);
        let mut line = Row::new().spacing(12);
        let mut held = 0;
        for cell in cells {
            line = line.push(cell);
            held += 1;
            if held % across == 0 {
                grid = grid.push(std::mem::replace(&mut line, Row::new().spacing(12)));
            }
        }
        if !count.is_multiple_of(across) {
            for _ in count % across..across {
                line = line.push(space().width(Length::Fill));
            }
            grid = grid.push(line);
        }
        let mut page = column![grid].spacing(16);
        let said = parts::asked(parts, &given).get(self.at.part).and_then(|part| wrong(part));
        if let Some(error) = said {
            page = page.push(words(
                cx,
                say(&error.sentence, cx.words.lang()),
                px::SUPPORT,
                true,
                cx.look.palette().error_line,
            ));
        }
        // Towns stand where the keys come afterwards: there is room for one of them.
        page.push(self.towns(cx, field).unwrap_or_else(|| self.keys_of(cx, field))).into()
    }

    /// The rows of a list, or the one that is open.
    fn rows<'a>(&self, cx: &Context<'_>, field: &Field, parts: &[Part], max: usize) -> Element<'a, Message> {
        if self.at.row.is_some() {
            return self.group(cx, field, parts);
        }
        let palette = cx.look.palette();
        let none = Vec::new();
        let rows = match self.answers.get(&field.id) {
            Some(Value::Rows(rows)) => rows,
            _ => &none,
        };
        let mut list = column![].spacing(12);
        for (at, row) in rows.iter().enumerate() {
            let one = Kind::Rows { parts: parts.to_vec(), min: 0, max };
            let said = one.words(&Value::Rows(vec![row.clone()]), cx.words.lang());
            let wrong = self.errors.iter().any(|error| error.field.starts_with(&format!("{}.{}.", field.id, at + 1)));
            let colour = if wrong { palette.error_line } else { palette.ink };
            let name = written(&format!("{}  {said}", at + 1), px::HINT, true, colour);
            let size = (cx.look.tool(px::SUPPORT), 200.0, LEAST);
            let change =
                sized(cx, cx.words.get("rows-change"), Icons::default(), Weight::Second, size, Message::OpenRow(at));
            let remove =
                sized(cx, cx.words.get("rows-remove"), Icons::default(), Weight::Second, size, Message::RemoveRow(at));
            let line = row![container(name).width(Length::Fill), change, remove].spacing(16).align_y(Alignment::Center);
            list = list.push(line).push(hairline(cx));
        }
        if rows.len() < max {
            let size = (cx.look.label(px::BUTTON).min(40.0), 560.0, 104.0);
            list = list.push(sized(cx, cx.words.get("rows-add"), before("plus"), Weight::Main, size, Message::AddRow));
        }
        list.into()
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
        let error = self.errors.iter().find(|error| error.field == field.id);
        if let Some(error) = error {
            label = label.push(notice::to_mend(cx, say(&error.sentence, lang)));
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
        let line = notice::answer_row(cx, inside.into(), error.is_some());
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
        let number = container(words(cx, shown, px::COUNT, true, palette.ink)).center_x(420);
        column![quick, row![step(-1), number, step(1)].spacing(24).align_y(Alignment::Center)].spacing(56).into()
    }

    /// The number so far; its keys stand beside it, see [`digits`].
    fn phone<'a>(&self, cx: &Context<'_>, field: &Field) -> Element<'a, Message> {
        self.shown(cx, spaced(&self.typed(field)))
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

/// Ten digits in two lines, low enough to stand under several parts.
fn low_digits<'a>(cx: &Context<'_>) -> Element<'a, Message> {
    let (width, height) = if cx.upright() { (136.0, 104.0) } else { (200.0, 112.0) };
    let digit = |n: u8| button::key(cx, n.to_string(), (56.0, width, height), Message::Digit(Key::Digit(n)));
    let word = |name: &str, act: Key| {
        button::key(cx, cx.words.get(name), (cx.look.tool(px::SUPPORT).min(30.0), width, height), Message::Digit(act))
    };
    column![
        row![digit(1), digit(2), digit(3), digit(4), digit(5), word("key-erase", Key::Erase)].spacing(16),
        row![digit(6), digit(7), digit(8), digit(9), digit(0), word("key-clear", Key::Clear)].spacing(16),
    ]
    .spacing(16)
    .into()
}

/// Digits in the groups people say them in: 090 1234 5678.
fn spaced(digits: &str) -> String {
    // Two area codes have two digits; of the others nobody knows the length without a table.
    let area = if digits.starts_with("03") || digits.starts_with("06") { 2 } else { 3 };
    let mut said = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at == area || at == area + 4 {
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
        assert_eq!(super::spaced("0312345678"), "03 1234 5678");
    }
}
