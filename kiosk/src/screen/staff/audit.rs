//! The record (記録を調べる): who did what, found by day, kind, staff or number; nothing of a resident is opened.

use iced::widget::{column, container, row, scrollable};
use iced::{Alignment, Length};

use super::{AuditQuestion, Desk, Intent, Message, rail, typed};
use crate::screen::Context;
use crate::theme::px;
use crate::widget::button::{Weight, before, sized, tool};
use crate::widget::notice::{Kind, banner};
use crate::widget::{Element, hairline, words};

/// Kinds to press, each with its key; the rest is reached on the command line.
const KINDS: [(&str, Option<&str>); 6] = [
    ("staff-audit-all", None),
    ("staff-audit-accepted", Some("accepted")),
    ("staff-audit-void", Some("void")),
    ("staff-audit-reprint", Some("reprint-asked")),
    ("staff-audit-login", Some("staff-login")),
    ("staff-audit-refused", Some("staff-refused")),
];

pub fn view<'a>(desk: &Desk, cx: &Context<'_>) -> Element<'a, Message> {
    let tools = vec![
        rail::tool(cx, "staff-audit-check", "shield-check", Message::Check),
        rail::tool(cx, "staff-audit-export", "file-text", Message::Ask(Intent::Export)),
    ];
    let count = cx.words.with("staff-audit-count", &[("n", &desk.audit.len().to_string())]);
    let mut page = column![rail::head(cx, &cx.words.get("staff-go-audit"), &count, tools)].spacing(12);
    if let Some((said, good)) = &desk.checked {
        page = page.push(banner(cx, if *good { Kind::Reassure } else { Kind::Error }, said));
    }
    page = page.push(question(cx, &desk.question)).push(kinds(cx, &desk.question)).push(hairline(cx));
    page.push(lines(desk, cx)).into()
}

fn question<'a>(cx: &Context<'_>, now: &AuditQuestion) -> Element<'a, Message> {
    let part = |key: &str, value: &str, put: fn(&mut AuditQuestion, String)| {
        let before = now.clone();
        typed::field(cx, key, value, move |typed| {
            let mut question = before.clone();
            put(&mut question, typed);
            Message::Question(question)
        })
    };
    let look = cx.words.get("staff-audit-look");
    let width = crate::widget::button::units(&look) * 32.0 + 120.0;
    row![
        part("staff-audit-from", &now.from, |question, typed| question.from = typed),
        part("staff-audit-to", &now.to, |question, typed| question.to = typed),
        part("staff-audit-staff", &now.staff, |question, typed| question.staff = typed),
        part("staff-audit-number", &now.receipt, |question, typed| question.receipt = typed),
        sized(cx, look, before("search"), Weight::Main, (32.0, width, 88.0), Message::Look),
    ]
    .spacing(16)
    .align_y(Alignment::End)
    .into()
}

fn kinds<'a>(cx: &Context<'_>, now: &AuditQuestion) -> Element<'a, Message> {
    let mut line = row![].spacing(8);
    for (key, kind) in KINDS {
        let kind = kind.map(str::to_owned);
        let chosen = now.kind == kind;
        let question = AuditQuestion { kind, ..now.clone() };
        line = line.push(tool(cx, None, cx.words.get(key), chosen, Message::Question(question)));
    }
    line.wrap().into()
}

fn lines<'a>(desk: &Desk, cx: &Context<'_>) -> Element<'a, Message> {
    let palette = cx.look.palette();
    if desk.audit.is_empty() {
        let none = if desk.busy { "staff-working" } else { "staff-audit-none" };
        return container(words(cx, cx.words.get(none), px::TOOL, false, palette.ink2)).padding(32).into();
    }
    let mut lines = column![];
    for line in &desk.audit {
        let erased = if line.erased { cx.words.get("staff-audit-erased") } else { String::new() };
        let told = row![
            typed::cell(cx, &line.number, 28.0, true, 150.0),
            typed::cell(cx, &line.time, 26.0, false, 300.0),
            typed::cell(cx, &line.kind, 28.0, true, 290.0),
            typed::cell(cx, &line.by, 28.0, false, 240.0),
            typed::cell(cx, &format!("{}  {}  {erased}", line.why, line.scope), 26.0, false, 0.0),
        ]
        .spacing(12)
        .align_y(Alignment::Center);
        lines = lines.push(container(told).padding([12, 8]).width(Length::Fill)).push(hairline(cx));
    }
    scrollable(lines).height(Length::Fill).into()
}
