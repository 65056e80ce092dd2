//! The practice dock (練習の道具): outside the kiosk so that its screens stay true; puts cards down and makes things fail.

use iced::widget::{button, column, container, row, scrollable, space};
use iced::{Alignment, Border, Color, Length};

use super::Context;
use crate::theme::measure;
use crate::theme::px;
use crate::widget::plane::plane;
use crate::widget::{Element, icon, words};

/// What the dock shows.
#[derive(Clone, Debug, Default)]
pub struct Dock {
    /// Id, first line, second line.
    pub cards: Vec<(String, String, String)>,
    /// The card that lies there.
    pub lying: Option<String>,
    /// The practice CA is made; before that there are no cards.
    pub ready: bool,
    pub paper_out: bool,
    pub jam: bool,
    pub cover: bool,
    pub near_end: bool,
    pub tray: bool,
    /// F12.
    pub hidden: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    Put(String),
    Lift,
    Paper,
    Jam,
    Cover,
    NearEnd,
    Tray,
}

impl Dock {
    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let palette = cx.look.palette();
        let white = Color::WHITE;
        let mut cards = column![].spacing(8);
        for (id, label, note) in &self.cards {
            let act = self.ready.then(|| Message::Put(id.clone()));
            cards = cards.push(card(label, note, self.lying.as_ref() == Some(id), act));
        }
        let head = |name: &'static str, key: &str| {
            row![icon(cx, name, 34.0, palette.attention), words(cx, cx.words.get(key), px::SMALL, true, white)]
                .spacing(12)
                .align_y(Alignment::Center)
        };
        let mut inside = column![head("id-card", "dock-put")].spacing(10);
        if !self.ready {
            inside = inside.push(words(cx, cx.words.get("dock-making"), px::NOTE, false, white));
        }
        inside = inside
            .push(scrollable(cards).spacing(6).height(Length::Fill))
            .push(tool(cx, "arrow-up", "dock-lift", false, Message::Lift))
            .push(space().height(8))
            .push(head("triangle-alert", "dock-break"))
            .push(two(
                narrow(cx, "dock-near-end", self.near_end, Message::NearEnd),
                narrow(cx, "dock-paper", self.paper_out, Message::Paper),
            ))
            .push(two(
                narrow(cx, "dock-cover", self.cover, Message::Cover),
                narrow(cx, "dock-jam", self.jam, Message::Jam),
            ))
            .push(tool(cx, "printer", "dock-tray", self.tray, Message::Tray))
            .push(words(cx, cx.words.get("dock-hide"), px::NOTE, false, white));
        let inside = container(inside).padding(20).width(Length::Fixed(measure::DOCK)).height(Length::Fill);
        plane(inside, palette.dock)
    }
}

/// Ground, text and border of something on the dock.
fn style(lit: bool) -> impl Fn(&iced::Theme, button::Status) -> button::Style {
    move |_, status| {
        let pressed = matches!(status, button::Status::Pressed);
        let (ground, text) =
            if lit || pressed { (Color::WHITE, Color::BLACK) } else { (Color::TRANSPARENT, Color::WHITE) };
        button::Style {
            background: Some(ground.into()),
            text_color: text,
            border: Border { color: Color::WHITE, width: 2.0, radius: 12.0.into() },
            ..button::Style::default()
        }
    }
}

fn card<'a>(label: &str, note: &str, lies: bool, act: Option<Message>) -> Element<'a, Message> {
    let colour = if lies { Color::BLACK } else { Color::WHITE };
    let said = column![
        crate::widget::written(label, px::MARK, true, colour),
        crate::widget::written(note, px::NOTE, false, colour)
    ];
    button(container(said).center_y(Length::Fill).padding([0, 16]))
        .on_press_maybe(act)
        .padding(0)
        .width(Length::Fill)
        .height(88)
        .style(style(lies))
        .into()
}

/// Two tools side by side.
fn two<'a>(one: Element<'a, Message>, other: Element<'a, Message>) -> Element<'a, Message> {
    row![one, other].spacing(8).into()
}

/// Half as wide: words alone.
fn narrow<'a>(cx: &Context<'_>, key: &str, lit: bool, act: Message) -> Element<'a, Message> {
    let colour = if lit { Color::BLACK } else { Color::WHITE };
    button(container(words(cx, cx.words.get(key), px::NOTE, true, colour)).center(Length::Fill))
        .on_press(act)
        .padding([0, 4])
        .width(Length::Fill)
        .height(88)
        .style(style(lit))
        .into()
}

fn tool<'a>(cx: &Context<'_>, name: &str, key: &str, lit: bool, act: Message) -> Element<'a, Message> {
    let colour = if lit { Color::BLACK } else { Color::WHITE };
    let said = row![icon(cx, name, 36.0, colour), words(cx, cx.words.get(key), px::NOTE, true, colour)]
        .spacing(12)
        .align_y(Alignment::Center);
    button(container(said).center_y(Length::Fill).padding([0, 16]))
        .on_press(act)
        .padding(0)
        .width(Length::Fill)
        .height(88)
        .style(style(lit))
        .into()
}
