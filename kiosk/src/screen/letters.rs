//! The letters of the card (カードの字): each one large, and marked where this screen may draw it in another shape.

use iced::widget::{Row, column, container, space};

use super::{Context, Frame};
use crate::form::clusters;
use crate::theme::measure::{GAP, RADIUS};
use crate::theme::px;
use crate::widget::frame::{self, Heading, VISIT};
use crate::widget::notice::{Kind, banner};
use crate::widget::{Element, boxed, words, written};

/// Which letters of name and address may have another shape on the card, by their place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    pub name: Vec<usize>,
    pub address: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    Frame(Frame),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Frame(Frame),
}

/// Sides of a letter's square: as large as a line of them allows, between these.
const LARGE: f32 = 144.0;
const SMALL: f32 = 62.0;
/// Squares of an address.
const LINE: f32 = 74.0;
const APART: f32 = 6.0;

impl Letters {
    pub fn update(&mut self, Message::Frame(frame): Message) -> Action {
        Action::Frame(frame)
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let palette = cx.look.palette();
        let label = |key: &str| words(cx, cx.words.get(key), cx.look.tool(px::TOOL), false, palette.ink2);
        let mut body = column![].spacing(GAP);
        if let Some(facts) = cx.facts {
            let sure = self.name.is_empty() && self.address.is_empty();
            let (kind, said) = if sure { (Kind::Note, "letters-sure") } else { (Kind::Warn, "letters-unsure") };
            body = body
                .push(label("fact-name"))
                .push(squares(cx, &facts.name, &self.name, LARGE))
                .push(label("fact-address"))
                .push(squares(cx, &facts.address, &self.address, LINE))
                .push(banner(cx, kind, &cx.words.get(said)));
        } else {
            body = body.push(label("confirm-masked"));
        }
        let middle = frame::headed(cx, &cx.words.get("letters-title"), "", container(body));
        let heading = Heading { service: Some(cx.service.to_owned()), progress: None };
        frame::folded(cx, &heading, VISIT, Message::Frame, middle, (None, None))
    }
}

/// The letters of a text in squares, none of them cut; the larger the fewer there are.
fn squares<'a>(cx: &Context<'_>, text: &str, unsure: &[usize], largest: f32) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let letters: Vec<&str> = clusters(text).collect();
    #[allow(clippy::cast_precision_loss, reason = "at most a few hundred letters")]
    let count = letters.len().max(1) as f32;
    let side = (frame::content(cx) / count - APART).clamp(SMALL, largest);
    let square = |(at, letter): (usize, &&str)| -> Element<'a, Message> {
        if letter.trim().is_empty() {
            return space().width(side / 2.0).height(side).into();
        }
        let (ground, line, width) = if unsure.contains(&at) {
            (palette.attention, palette.on_attention, cx.look.border(4.0))
        } else {
            (palette.from_card, palette.blue_line, 2.0)
        };
        let ink = if unsure.contains(&at) { palette.on_attention } else { palette.ink };
        container(written(letter, side * 0.68, true, ink))
            .center(side)
            .style(move |_| boxed(ground, line, width, RADIUS / 2.0))
            .into()
    };
    Row::with_children(letters.iter().enumerate().map(square)).spacing(APART).wrap().vertical_spacing(APART).into()
}
