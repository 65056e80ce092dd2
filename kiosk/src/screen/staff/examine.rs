//! The terminal examined (端末の点検): the verdict first with its act, then what needs a hand, then the rest (looks/15).

use iced::widget::{Column, column, container, row, scrollable, space};
use iced::{Alignment, Length};

use super::{Desk, Finding, Intent, Lamp, Message, rail};
use crate::screen::Context;
use crate::theme::px;
use crate::widget::button::{Weight, after, before, sized, units};
use crate::widget::{Element, ground, hairline, icon, words};

pub fn view<'a>(desk: &Desk, cx: &Context<'_>) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let tools = vec![
        rail::tool(cx, "staff-examine-print", "printer", Message::PrintReport),
        rail::tool(cx, "staff-examine-again", "refresh-cw", Message::Examine),
    ];
    let mut page = column![rail::head(cx, &cx.words.get("staff-examine-title"), &desk.now, tools)].spacing(12);
    if desk.findings.is_empty() {
        return page.push(words(cx, cx.words.get("staff-working"), px::HINT, false, palette.ink2)).into();
    }
    page = page.push(verdict(desk, cx));
    let mut sorted: Vec<&Finding> = desk.findings.iter().collect();
    sorted.sort_by_key(|finding| match finding.lamp {
        Lamp::Stop => 0,
        Lamp::Attention => 1,
        Lamp::Good => 2,
    });
    let mut lines: Column<'a, Message> = column![];
    for finding in sorted {
        lines = lines.push(line(desk, cx, finding)).push(hairline(cx));
    }
    page.push(scrollable(lines).height(Length::Fill)).into()
}

fn verdict<'a>(desk: &Desk, cx: &Context<'_>) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let count = |lamp: Lamp| desk.findings.iter().filter(|finding| finding.lamp == lamp).count();
    let (stops, attentions) = (count(Lamp::Stop), count(Lamp::Attention));
    let (back, text, name, said, more) = if stops > 0 {
        (palette.stop, palette.page, "octagon-x", "staff-examine-unfit", stops)
    } else if attentions > 0 {
        (palette.attention, palette.on_attention, "triangle-alert", "staff-examine-attention", attentions)
    } else {
        (palette.good, palette.page, "circle-check", "staff-examine-good", 0)
    };
    let hint = match more {
        0 => cx.words.get("staff-examine-none"),
        more => cx.words.with("staff-examine-count", &[("n", &more.to_string())]),
    };
    let told =
        column![words(cx, cx.words.get(said), px::BUTTON, true, text), words(cx, hint, px::SUPPORT, false, text)];
    let mut inside =
        row![icon(cx, name, 84.0, text), told, space().width(Length::Fill)].spacing(24).align_y(Alignment::Center);
    if desk.shut {
        let act = cx.words.get("staff-reopen");
        let width = units(&act) * 36.0 + 140.0;
        let size = (36.0, width, 96.0);
        inside = inside.push(sized(cx, act, after("arrow-right"), Weight::Main, size, Message::Shut(false)));
    }
    ground(inside, back, 16.0).padding([16, 32]).width(Length::Fill).into()
}

/// One line: how it is, what it is, what is said of it.
pub fn line<'a>(desk: &Desk, cx: &Context<'_>, finding: &Finding) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let (name, colour, back) = match finding.lamp {
        Lamp::Good => ("circle-check", palette.good, palette.page),
        Lamp::Attention => ("triangle-alert", palette.ink, palette.warn),
        Lamp::Stop => ("octagon-x", palette.stop, palette.error_row),
    };
    let mut inside = row![
        // A long sentence makes its line higher; none is cut.
        space().height(96),
        icon(cx, name, 52.0, colour),
        icon(cx, finding.icon, 40.0, palette.ink),
        container(words(cx, finding.name.clone(), px::SUPPORT, true, palette.ink)).width(320),
        container(words(cx, finding.said.clone(), px::SMALL, false, palette.ink)).width(Length::Fill),
        container(words(cx, finding.tested.clone(), px::NOTE, false, palette.ink2)).width(260),
    ]
    .spacing(16)
    .align_y(Alignment::Center);
    let button = |key: &str, icon: &'static str, weight: Weight, act: Message| {
        let label = cx.words.get(key);
        let width = units(&label) * 28.0 + 92.0;
        sized(cx, label, before(icon), weight, (28.0, width, 80.0), act)
    };
    if finding.unsure && desk.may().manage {
        let ask = Message::Ask(Intent::ConfirmClock);
        inside = inside.push(button("staff-clock-right", "check", Weight::Second, ask));
    }
    if let Some(device) = finding.device {
        inside = if finding.asking {
            inside
                .push(button("staff-test-good", "check", Weight::Second, Message::Verdict(device, true)))
                .push(button("staff-test-bad", "x", Weight::Quiet, Message::Verdict(device, false)))
        } else {
            inside.push(button("staff-test", "activity", Weight::Second, Message::Test(device)))
        };
    }
    ground(inside, back, 0.0).padding([0, 16]).width(Length::Fill).into()
}
