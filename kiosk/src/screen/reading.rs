//! Reading (読み取り中): do not move the card; three real steps show that something happens.

use iced::widget::{column, container, row, space};
use iced::{Alignment, Length};

use super::{Context, Frame};
use crate::widget::frame::{self, Offers};
use crate::widget::panel::{self, Drawing, Poster};
use crate::widget::{Element, ground, hint, icon, title, words};

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
            let done = at <= self.done;
            let mark: Element<'a, Message> = if done {
                icon(cx, "circle-check", 56.0, palette.good)
            } else {
                let (colour, width) = if at == self.done + 1 { (palette.key, 8.0) } else { (palette.hairline, 4.0) };
                container(space())
                    .width(56)
                    .height(56)
                    .style(move |_| crate::widget::boxed(palette.page, colour, width, 28.0))
                    .into()
            };
            let said = words(cx, cx.words.get(step), cx.look.label(40.0).min(56.0), at == self.done + 1, palette.ink);
            steps = steps.push(row![mark, said].spacing(28).align_y(Alignment::Center));
        }
        let mut middle = column![title(cx, cx.words.get("reading-title"))].spacing(24);
        if let Some(seconds) = self.seconds {
            middle = middle.push(hint(cx, cx.words.with("reading-seconds", &[("n", &seconds.to_string())])));
        }
        let parts = f32::from(self.done.min(3));
        let bar = row![
            ground(space(), palette.key, 12.0).width(976.0 * parts / 3.0).height(24),
            ground(space(), palette.ring, 12.0).width(Length::Fill).height(24)
        ];
        let middle = middle.push(space().height(8)).push(bar).push(space().height(16)).push(steps);
        let middle = container(middle).center_y(Length::Fill);
        let offers = Offers { back: false, cancel: true, language: false };
        frame::open(cx, panel::poster(cx, poster, None), offers, Message::Frame, middle, Some(cancel(cx)))
    }
}

fn cancel<'a>(cx: &Context<'_>) -> Element<'a, Message> {
    use crate::widget::button::{Weight, before, big};
    big(cx, cx.words.get("cancel"), before("x"), Weight::Quiet, Message::Frame(Frame::Cancel))
}
