//! Forms (入力): fields two by two, answers to pick from as buttons, many of them with a word to look for, and one button.

use iced::Alignment;
use iced::Length;
use iced::widget::{Row, column, container, row, space};

use super::{Message, Services, act, framed, said};
use crate::screen::Context;
use crate::screen::staff::spot::finding;
use crate::screen::staff::typed;
use crate::service::desk::{Button, Field, Form, Kind, Say};
use crate::theme::px;
use crate::widget::button::{Weight, either, units};
use crate::widget::{Element, words};

/// Answers that are shown at once.
const AT_ONCE: usize = 8;
/// A ticked field.
const YES: &str = "yes";

pub fn view<'a>(cx: &Context<'_>, state: &Services, form: &Form) -> Element<'a, Message> {
    let mut page = column![].spacing(20);
    let mut line: Vec<Element<'a, Message>> = Vec::new();
    for field in &form.fields {
        if let Kind::Choice(answers) = &field.kind {
            page = two(page, &mut line);
            page = page.push(choice(cx, state, field, answers));
        } else {
            line.push(one(cx, state, field, &form.button));
            if line.len() == 2 {
                page = two(page, &mut line);
            }
        }
    }
    page = two(page, &mut line);
    let button = act(cx, &form.button, Weight::Main);
    framed(cx, page.push(row![space().width(Length::Fill), button]))
}

/// Two fields beside each other.
fn two<'a>(
    page: iced::widget::Column<'a, Message>,
    line: &mut Vec<Element<'a, Message>>,
) -> iced::widget::Column<'a, Message> {
    if line.is_empty() {
        return page;
    }
    let alone = line.len() == 1;
    let mut row = Row::with_children(std::mem::take(line)).spacing(24).align_y(Alignment::End);
    if alone {
        row = row.push(space().width(Length::Fill));
    }
    page.push(row)
}

fn one<'a>(cx: &Context<'_>, state: &Services, field: &Field, button: &Button) -> Element<'a, Message> {
    let (label, value) = (said(cx, &field.label), state.value(field));
    if field.kind == Kind::Tick {
        return tick(cx, field.id, label, value == YES);
    }
    let (label, value) = match field.kind {
        Kind::Time => (beside(cx, &label, "staff-board-time"), value.replacen('T', " ", 1)),
        Kind::Path => (beside(cx, &label, "staff-board-path"), value),
        _ => (label, value),
    };
    let id = field.id;
    let act = move |value: String| Message::Typed { id: id.to_owned(), value };
    typed::under(cx, label, &value, act, Message::Push(button.clone())).into()
}

/// A label with how its answer is written.
fn beside(cx: &Context<'_>, label: &str, key: &str) -> String {
    let how = cx.words.get(key);
    if cx.words.lang().starts_with("ja") { format!("{label}（{how}）") } else { format!("{label} ({how})") }
}

fn tick<'a>(cx: &Context<'_>, id: &str, label: String, ticked: bool) -> Element<'a, Message> {
    let width = (units(&label) * 32.0 + 92.0).max(140.0);
    let value = if ticked { String::new() } else { YES.to_owned() };
    let button = either(cx, label, ticked, (width, 88.0), Message::Typed { id: id.to_owned(), value });
    container(button).width(Length::Fill).into()
}

fn choice<'a>(cx: &Context<'_>, state: &Services, field: &Field, answers: &[(String, Say)]) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let (value, find) = (state.value(field), finding(field.id));
    let wanted = state.typed.get(&find).cloned().unwrap_or_default();
    let all: Vec<(&str, String)> = answers.iter().map(|(id, say)| (id.as_str(), said(cx, say))).collect();
    let (shown, left) = picked(&all, &value, &wanted);
    let mut page = column![words(cx, said(cx, &field.label), cx.look.tool(px::SMALL), false, palette.ink2)].spacing(8);
    if all.len() > AT_ONCE {
        let label = cx.words.get("staff-board-find");
        let act = move |value: String| Message::Typed { id: find.clone(), value };
        page = page.push(container(typed::under(cx, label, &wanted, act, Message::BoardAgain)).max_width(640));
    }
    let each = shown.into_iter().map(|(id, label)| {
        let width = (units(label) * 32.0 + 92.0).clamp(140.0, 720.0);
        let message = Message::Typed { id: field.id.to_owned(), value: id.to_owned() };
        either(cx, label.to_owned(), id == value, (width, 88.0), message)
    });
    page = page.push(Row::with_children(each).spacing(12).wrap().vertical_spacing(12));
    if left > 0 {
        let said = cx.words.with("staff-board-more", &[("n", &left.to_string())]);
        page = page.push(words(cx, said, cx.look.tool(px::MARK), false, palette.ink2));
    }
    page.into()
}

/// The answers that are shown: the chosen one first, then those with the word; and how many more there are.
fn picked<'b>(all: &'b [(&'b str, String)], chosen: &str, wanted: &str) -> (Vec<(&'b str, &'b str)>, usize) {
    let wanted = wanted.trim().to_lowercase();
    let few = all.len() <= AT_ONCE;
    let fits = |label: &str| wanted.is_empty() || label.to_lowercase().contains(&wanted);
    let mut found: Vec<(&str, &str)> = all
        .iter()
        .filter(|(id, label)| few || *id == chosen || fits(label))
        .map(|(id, label)| (*id, label.as_str()))
        .collect();
    if !few {
        found.sort_by_key(|(id, _)| *id != chosen);
    }
    let left = found.len().saturating_sub(AT_ONCE);
    found.truncate(AT_ONCE);
    (found, left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> Vec<(&'static str, String)> {
        let ids = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"];
        ids.iter().enumerate().map(|(at, id)| (*id, format!("渡邉 {at} Ann"))).collect()
    }

    #[test]
    fn of_many_answers_the_chosen_one_stands_first_and_a_word_finds_the_rest() {
        let all = people();
        let (shown, left) = picked(&all, "j", "");
        assert_eq!((shown.len(), left, shown.first().map(|(id, _)| *id)), (AT_ONCE, 2, Some("j")));
        let (shown, left) = picked(&all, "j", " 渡邉 3 ");
        assert_eq!((shown.iter().map(|(id, _)| *id).collect::<Vec<_>>(), left), (vec!["j", "d"], 0));
        assert_eq!(picked(&all, "", "ann").1, 2, "letters are found as they are typed");
        assert!(picked(&all, "", "nobody").0.is_empty());
    }

    #[test]
    fn few_answers_stand_in_their_order_whatever_was_looked_for() {
        let few = people().into_iter().take(3).collect::<Vec<_>>();
        let ids: Vec<&str> = picked(&few, "c", "nobody").0.into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids, ["a", "b", "c"]);
    }
}
