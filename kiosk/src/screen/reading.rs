//! Reading (読み取り中): do not move the card; three real steps show that something happens.

use iced::widget::{column, container, row, space};
use iced::{Alignment, Length};

use super::{Context, Frame};
use crate::theme::px;
use crate::widget::button::Weight;
use crate::widget::frame::{self, Offers};
use crate::widget::panel::{self, Drawing, Poster};
use crate::widget::{Element, ground, hint, icon, ring, title, ways, words};

/// How far the reading has come: 0 to 3 steps done.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reading {
    pub done: u8,
    /// This reader's own recent median; without one nothing is promised.
    pub seconds: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    Frame(Frame),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Frame(Frame),
}

/// The steps, in order.
const STEPS: [&str; 3] = ["reading-open", "reading-read", "reading-check"];

impl Reading {
    pub fn update(&mut self, Message::Frame(frame): Message) -> Action {
        Action::Frame(frame)
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let palette = cx.look.palette();
        let poster = Poster {
            lead: cx.words.get("reading-lead"),
            title: cx.words.get("reading-hold"),
            drawing: Drawing::Read,
            foot: None,
            attention: false,
        };
        let mut steps = column![].spacing(32);
        for (at, step) in (1u8..).zip(STEPS) {
            let now = at == self.done + 1;
            let mark: Element<'a, Message> = match at {
                at if at <= self.done => icon(cx, "circle-check", MARK, palette.good),
                _ if now => ring::turning(cx, MARK),
                _ => ring::empty(cx, MARK),
            };
            let said = words(cx, cx.words.get(step), cx.look.label(px::VALUE).min(56.0), now, palette.ink);
            steps = steps.push(row![mark, said].spacing(28).align_y(Alignment::Center));
        }
        let mut middle = column![title(cx, cx.words.get("reading-title"))].spacing(24);
        if let Some(seconds) = self.seconds {
            middle = middle.push(hint(cx, cx.words.with("reading-seconds", &[("n", &seconds.to_string())])));
        }
        let middle = middle.push(space().height(8)).push(self.bar(cx)).push(space().height(16)).push(steps);
        let middle = container(middle).center_y(Length::Fill);
        let offers = Offers { back: false, cancel: true, language: false };
        let leave = ways::leave(cx, Weight::Quiet, Message::Frame(Frame::Cancel));
        frame::open(cx, panel::poster(cx, poster, None), offers, Message::Frame, middle, Some(leave))
    }

    /// Moves with real steps only, and never back.
    fn bar<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let palette = cx.look.palette();
        let part = |parts: u8, colour| {
            let width = Length::FillPortion(u16::from(parts));
            (parts > 0).then(|| ground(space(), colour, BAR / 2.0).width(width).height(BAR))
        };
        let done = self.done.min(3);
        row![].push(part(done, palette.key)).push(part(3 - done, palette.ring)).into()
    }
}

/// The mark of a step, and the height of the bar.
const MARK: f32 = 56.0;
const BAR: f32 = 24.0;
