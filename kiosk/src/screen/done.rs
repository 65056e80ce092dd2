//! Done (受付完了): number, window, slip in the order they are needed; the visit ends as it began, with the card.

use iced::widget::{column, container, row, space};
use iced::{Alignment, Length};

use super::{Card, Context, Frame};
use crate::widget::button::{Weight, after, big};
use crate::widget::frame::{self, Offers};
use crate::widget::notice::{Kind, banner};
use crate::widget::panel::{self, Drawing, Poster};
use crate::widget::{Element, ground, icon, words};

/// What happened to the slip.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    #[default]
    Printing,
    Printed,
    /// The record stands; staff print it.
    Failed,
}

/// The end of a visit.
#[derive(Clone, Debug, Default)]
pub struct Done {
    /// As it is called out: `A-142`.
    pub number: String,
    pub paper: Paper,
    /// What to show at the window.
    pub bring: Vec<String>,
    /// The card has been lying for ten seconds.
    pub left_behind: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    Finish,
    Frame(Frame),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Finish,
    Frame(Frame),
}

impl Done {
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Finish => Action::Finish,
            Message::Frame(frame) => Action::Frame(frame),
        }
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let lies = matches!(cx.card, Card::Lying | Card::Free);
        let (lead, said) = if lies { ("done-take-lead", "done-take") } else { ("done-bye-lead", "done-bye") };
        let poster = Poster {
            lead: cx.words.get(lead),
            title: cx.words.get(said),
            drawing: Drawing::Take,
            foot: None,
            attention: self.left_behind && lies,
        };
        let offers = Offers { back: false, cancel: false, language: false };
        let act = big(cx, cx.words.get("done-finish"), after("check"), Weight::Main, Message::Finish);
        frame::open(cx, panel::poster(cx, poster, None), offers, Message::Frame, self.matter(cx), Some(act))
    }

    fn matter<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let palette = cx.look.palette();
        let step = |name: &str, said: String, support: String| {
            let said = words(cx, said, cx.look.label(40.0).min(56.0), true, palette.ink);
            let support = words(cx, support, cx.look.tool(30.0), false, palette.ink2);
            row![icon(cx, name, 56.0, palette.key), column![said, support].spacing(2)]
                .spacing(32)
                .align_y(Alignment::Center)
        };
        let number = ground(
            column![
                words(cx, cx.words.get("done-number"), cx.look.tool(34.0), false, palette.ink2),
                words(cx, self.number.clone(), 156.0, true, palette.ink),
            ]
            .align_x(Alignment::Center),
            palette.ground,
            16.0,
        )
        .padding([20, 48])
        .center_x(Length::Fill);
        let window = cx.words.with("done-window", &[("window", &cx.place.window)]);
        let name = cx.place.window_name.get(cx.words.lang()).to_owned();
        let mut column = column![
            words(cx, cx.words.get("done-title"), cx.look.title(64.0).min(78.0), true, palette.ink),
            number,
            step("users", window, name),
        ]
        .spacing(24);
        column = match self.paper {
            Paper::Printing => {
                column.push(step("receipt-text", cx.words.get("done-slip-coming"), cx.words.get("done-slip-hint")))
            }
            Paper::Printed => {
                column.push(step("receipt-text", cx.words.get("done-slip"), cx.words.get("done-slip-hint")))
            }
            Paper::Failed => column.push(banner(cx, Kind::Warn, &cx.words.get("done-slip-failed"))),
        };
        if !self.bring.is_empty() {
            let glue = if cx.words.lang() == "en" { ", " } else { "、" };
            column = column.push(step("file-text", cx.words.get("done-bring"), self.bring.join(glue)));
        }
        container(column.push(space())).width(Length::Fill).into()
    }
}
