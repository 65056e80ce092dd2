//! Towns of a postcode (郵便番号の町): offered while the address is still empty, to be completed with keys.

use iced::widget::Row;

use super::{Message, Question};
use crate::form::{Field, Value};
use crate::screen::Context;
use crate::widget::Element;
use crate::widget::button::either;

const CARD: (f32, f32) = (560.0, 88.0);

impl Question {
    /// A card for each town of the postcode that was typed.
    pub(super) fn towns<'a>(&self, cx: &Context<'_>, field: &Field) -> Option<Element<'a, Message>> {
        let given = self.given(field);
        let Some(Value::Text(code)) = given.get("postcode") else { return None };
        if self.target(field).1 != Some("town") || given.contains_key("town") {
            return None;
        }
        let act = |town: &String| Message::Put(Value::Text(town.clone()));
        let cards = self.towns.towns(code).iter().map(|town| either(cx, town, false, CARD, act(town)));
        let mut cards: Vec<Element<'a, Message>> = cards.collect();
        if cards.is_empty() || self.by_hand {
            return None;
        }
        cards.push(either(cx, cx.words.get("towns-by-hand"), false, CARD, Message::ByHand));
        Some(Row::with_children(cards).spacing(16).wrap().vertical_spacing(16).into())
    }
}
