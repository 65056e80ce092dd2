//! Pictures of the card's front (券面の画像): name and address as they are printed, and the photograph.
//!
//! They are made from the visit's slot, live as long as the visit, and are nowhere stored.

use drivers::card::face::{Face, Picture};
use iced::widget::image::Handle;
use iced::widget::{container, image};
use iced::{Color, ContentFit};

use super::{Element, boxed};
use crate::screen::Context;

/// What can be shown of one card's front.
#[derive(Clone)]
pub struct Pictures {
    pub name: Handle,
    pub address: Handle,
    pub photo: Handle,
    /// Our fonts lack a glyph of the name, or the card put another in its place: its picture stands in.
    pub name_stands_in: bool,
    pub address_stands_in: bool,
    /// Width over height.
    name_shape: f32,
    address_shape: f32,
    photo_shape: f32,
}

impl Pictures {
    /// Of a card's front; `stands_in` of name and address.
    #[must_use]
    pub fn new(face: &Face, (name_stands_in, address_stands_in): (bool, bool)) -> Self {
        Self {
            name: handle(&face.name),
            address: handle(&face.address),
            photo: handle(&face.photo),
            name_stands_in,
            address_stands_in,
            name_shape: shape(&face.name),
            address_shape: shape(&face.address),
            photo_shape: shape(&face.photo),
        }
    }

    /// The name as printed, at most so large.
    #[must_use]
    pub fn name<'a, M: 'a>(&self, cx: &Context<'_>, room: (f32, f32)) -> Element<'a, M> {
        printed(cx, self.name.clone(), self.name_shape, room)
    }

    /// The address as printed, at most so large.
    #[must_use]
    pub fn address<'a, M: 'a>(&self, cx: &Context<'_>, room: (f32, f32)) -> Element<'a, M> {
        printed(cx, self.address.clone(), self.address_shape, room)
    }

    /// The photograph, at most so large.
    #[must_use]
    pub fn photo<'a, M: 'a>(&self, cx: &Context<'_>, room: (f32, f32)) -> Element<'a, M> {
        printed(cx, self.photo.clone(), self.photo_shape, room)
    }
}

/// Characters that stand for one that is not there: 〓, the replacement character, private use.
#[must_use]
pub fn substituted(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '〓' | '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}'))
}

fn handle(picture: &Picture) -> Handle {
    Handle::from_rgba(picture.width, picture.height, picture.rgba().to_vec())
}

#[allow(clippy::cast_precision_loss, reason = "a few thousand dots")]
fn shape(picture: &Picture) -> f32 {
    picture.width as f32 / picture.height.max(1) as f32
}

/// On white whatever the look: the card is.
fn printed<'a, M: 'a>(cx: &Context<'_>, handle: Handle, shape: f32, (across, down): (f32, f32)) -> Element<'a, M> {
    let line = cx.look.palette().line;
    let width = across.min(down * shape);
    let shown = image(handle).content_fit(ContentFit::Contain).width(width).height(width / shape);
    container(shown).padding(6).style(move |_| boxed(Color::WHITE, line, 1.0, 4.0)).into()
}

#[cfg(test)]
mod tests {
    use super::substituted;

    #[test]
    fn what_stands_for_another_character_is_known() {
        for name in ["〓野　花子", "\u{FFFD}", "外\u{E000}", "\u{F0001}"] {
            assert!(substituted(name), "{name:?}");
        }
        for name in ["髙﨑　𠮷子", "渡邉　花子", "葛\u{E0100}城", "NGUYEN THI"] {
            assert!(!substituted(name), "{name}");
        }
    }
}
