//! People under protection (支援措置): the supervisor's own list; nobody else gets it.

use iced::widget::{column, container, row, scrollable};
use iced::{Alignment, Length};

use super::{Desk, Intent, Message, rail};
use crate::screen::Context;
use crate::theme::px;
use crate::widget::button::{Weight, before, sized, units};
use crate::widget::notice::{Kind, banner};
use crate::widget::{Element, hairline, words, written};

pub fn view<'a>(desk: &Desk, cx: &Context<'_>) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let people = desk.covered.rows();
    let count = cx.words.with("staff-people", &[("n", &people.len().to_string())]);
    let head = rail::head(cx, &cx.words.get("staff-go-protection"), &count, vec![]);
    let mut page = column![head, banner(cx, Kind::Note, &cx.words.get("staff-protection-hint"))].spacing(16);
    if people.is_empty() {
        let none = words(cx, cx.words.get("staff-protection-none"), px::HINT, false, palette.ink2);
        return page.push(container(none).padding(48)).into();
    }
    let end = cx.words.get("staff-unprotect");
    let width = units(&end) * 30.0 + 104.0;
    let mut lines = column![];
    for person in people.iter() {
        let since = cx.words.with("staff-protected-since", &[("when", &person.since), ("by", &person.by)]);
        let term = match (person.until.is_empty(), person.over) {
            (true, _) => cx.words.get("staff-protected-open"),
            (false, true) => cx.words.with("staff-protected-over", &[("when", &person.until)]),
            (false, false) => cx.words.with("staff-protected-until", &[("when", &person.until)]),
        };
        let who = column![
            row![
                written(&person.name, px::PERSON, true, palette.ink),
                written(&person.birth, px::SUPPORT, false, palette.ink),
            ]
            .spacing(32)
            .align_y(Alignment::Center),
            written(&person.address, px::SUPPORT, false, palette.ink),
            words(cx, format!("{since}  {term}"), px::MARK, person.over, palette.ink2),
        ]
        .spacing(4);
        let ask = Message::Ask(Intent::Unprotect(person.id.clone()));
        let end = sized(cx, end.clone(), before("x"), Weight::Quiet, (30.0, width, 88.0), ask);
        let line = row![container(who).width(Length::Fill), end].spacing(24).align_y(Alignment::Center);
        lines = lines.push(container(line).padding([16, 24])).push(hairline(cx));
    }
    page = page.push(scrollable(lines).height(Length::Fill));
    page.into()
}
