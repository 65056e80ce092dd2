//! The foot of a counter's page (足もとのボタン): the act and the way beside it get smaller letters before either is cut.

use super::{Message, chosen};
use crate::counter::slip::spoken;
use crate::screen::Context;
use crate::service::counter::Way;
use crate::theme::measure::BIG_BUTTON;
use crate::theme::px;
use crate::widget::Element;
use crate::widget::button::{Icons, Weight, after, big_width, sized};
use crate::widget::frame::{self, Offers};

/// Between two buttons of the foot, and between them and the way back.
const APART: f32 = 40.0;
/// Letters are never smaller than this part of what they should be.
const SMALLEST: f32 = 0.5;

/// What stands at the foot, beside the way back.
pub(super) struct Foot<'w> {
    pub beside: Option<&'w Way>,
    /// What the act says, how loud it is, what it does.
    pub act: Option<(String, Weight, Message)>,
}

impl Foot<'_> {
    /// A way as the act.
    pub fn loud(cx: &Context<'_>, way: &Way) -> (String, Weight, Message) {
        (spoken(cx.words, &way.say), Weight::Main, chosen(way))
    }

    /// The way beside the act, and the act.
    pub fn drawn<'a>(
        self,
        cx: &Context<'_>,
        offers: Offers,
    ) -> (Option<Element<'a, Message>>, Option<Element<'a, Message>>) {
        let beside = self.beside.map(|way| (spoken(cx.words, &way.say), chosen(way)));
        let full = cx.look.label(px::BUTTON).min(62.0);
        let back = if offers.back { big_width(&cx.words.get("back"), full, true) + APART } else { 0.0 };
        let room = frame::content(cx) - back - APART;
        let wide = |px: f32| {
            let one = beside.as_ref().map_or(0.0, |(said, _)| big_width(said, px, false) + APART);
            one + self.act.as_ref().map_or(0.0, |(said, ..)| big_width(said, px, true))
        };
        let mut px = full;
        while wide(px) > room && px > full * SMALLEST {
            px *= 0.96;
        }
        let face = |said: &str, sign: bool| (px, big_width(said, px, sign), BIG_BUTTON);
        let beside = beside.map(|(said, message)| {
            let face = face(&said, false);
            sized(cx, said, Icons::default(), Weight::Second, face, message)
        });
        let act = self.act.map(|(said, weight, message)| {
            let face = face(&said, true);
            sized(cx, said, after("arrow-right"), weight, face, message)
        });
        (beside, act)
    }
}
