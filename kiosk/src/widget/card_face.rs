//! The front of a card (券面の図): where on it the asked digits stand. Drawn from boxes; not a copy of the real card.

use iced::widget::{column, container, row, space};

use super::{Element, boxed, ground, outline, written};
use crate::screen::Context;

/// Which digits are pointed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Birth,
    Expiry,
    Security,
}

impl Place {
    /// The stable word in the keys of sentences.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Birth => "birth",
            Self::Expiry => "expiry",
            Self::Security => "security",
        }
    }
}

/// The drawing at full size, in units.
const WIDTH: f32 = 640.0;
const HEIGHT: f32 = 303.0;
/// The least size of the example: it is what is to be read.
const LEAST: f32 = 27.0;

/// A card with one line shown and the rest as bars; the shown line is an example with made-up figures.
pub fn card_face<'a, M: 'a>(cx: &Context<'_>, at: Place, western: bool, scale: f32) -> Element<'a, M> {
    let palette = cx.look.palette();
    let s = move |units: f32| units * scale;
    let bar = |width: f32| -> Element<'a, M> {
        ground(space(), palette.blue_line, s(4.0)).width(s(width)).height(s(14.0)).into()
    };
    let line = |place: Place, key: &str, width: f32| -> Element<'a, M> {
        if place != at {
            return container(bar(width)).center_y(s(44.0)).into();
        }
        let said = written(&cx.words.get(key), s(32.0).max(LEAST), true, palette.on_attention);
        let mark = move |_: &iced::Theme| boxed(palette.attention, palette.ink, 4.0, 8.0);
        container(said).padding([s(2.0), s(12.0)]).style(mark).into()
    };
    let birth = if western { "code-example-birth-western" } else { "code-example-birth" };
    let photo = container(outline(cx, "people-one", s(120.0), s(68.0), palette.blue_line))
        .center_x(s(120.0))
        .center_y(s(116.0))
        .style(move |_| boxed(palette.page, palette.blue_line, 2.0, 6.0));
    let head = column![bar(300.0), bar(400.0)].spacing(s(12.0));
    let left = column![photo, line(Place::Security, "code-example-security", 90.0)].spacing(s(8.0));
    let right = column![
        line(Place::Birth, birth, 240.0),
        line(Place::Expiry, "code-example-expiry", 220.0),
        container(bar(150.0)).center_y(s(44.0)),
    ]
    .spacing(s(10.0));
    let inside = column![head, row![left, right].spacing(s(28.0))].spacing(s(18.0));
    container(inside)
        .padding([s(24.0), s(28.0)])
        .width(s(WIDTH))
        .height(s(HEIGHT))
        .clip(true)
        .style(move |_| boxed(palette.from_card, palette.key, 4.0, s(24.0)))
        .into()
}
