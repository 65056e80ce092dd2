//! Ways that are equals (対等なボタン): large targets side by side, which leave the rows above them the room they want.

use iced::Length;
use iced::widget::{Row, column, space};

use super::room::tall;
use super::{Message, chosen};
use crate::counter::slip::spoken;
use crate::screen::Context;
use crate::service::counter::ends::AGAIN;
use crate::service::counter::{Prompt as Asked, Way};
use crate::theme::measure::{GAP, MENU, SMALL_BUTTON};
use crate::theme::px;
use crate::widget::Element;
use crate::widget::button::{equal, units};

/// What the edges and the sign at the right take of a way.
const AROUND: f32 = 140.0;
/// So many are few enough for large targets in twos.
const FEW: usize = 4;

/// Letters get a little smaller where then all rows stand above the ways, and smaller still before anything is cut.
const LITTLE: [f32; 3] = [1.0, 0.9, 0.8];
const SMALLER: [f32; 6] = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5];

/// The ways of a page, and how they stand.
pub(super) struct Equals<'w> {
    ways: Vec<&'w Way>,
    across: usize,
    /// Size of the letters.
    px: f32,
    /// The lowest that one of them can be.
    least: f32,
}

impl<'w> Equals<'w> {
    /// `None` where the ways are the acts at the foot. `rows` is what all rows want, and the least they take.
    pub fn of(cx: &Context<'_>, asked: &'w Asked, (width, room): (f32, f32), rows: (f32, f32)) -> Option<Self> {
        if asked.act.is_none() && asked.ways.len() <= 2 {
            return None;
        }
        let ways: Vec<&Way> = asked.ways.iter().filter(|way| way.id != AGAIN).collect();
        if ways.is_empty() {
            return None;
        }
        let full = cx.look.label(px::CHOICE).min(72.0);
        let mut stood = Self { ways, across: 1, px: full, least: SMALL_BUTTON };
        let tries = LITTLE.map(|smaller| (smaller, rows.0)).into_iter().chain(SMALLER.map(|smaller| (smaller, rows.1)));
        for (smaller, rows) in tries {
            stood.stand(cx, width, full * smaller);
            if stood.lines() * (stood.least + GAP) <= room - rows + GAP {
                break;
            }
        }
        Some(stood)
    }

    /// All ways below each other, for a column beside the card.
    pub fn column(cx: &Context<'_>, asked: &'w Asked) -> Option<Self> {
        let ways: Vec<&Way> = asked.ways.iter().collect();
        (!ways.is_empty()).then(|| Self {
            ways,
            across: 1,
            px: cx.look.label(px::CHOICE).min(72.0),
            least: SMALL_BUTTON,
        })
    }

    /// Side by side with letters of this size.
    fn stand(&mut self, cx: &Context<'_>, width: f32, px: f32) {
        let said: Vec<String> = self.ways.iter().map(|way| spoken(cx.words, &way.say)).collect();
        let each = |across: usize| {
            #[allow(clippy::cast_precision_loss, reason = "up to three")]
            let count = across as f32;
            (width - GAP * (count - 1.0)) / count - AROUND
        };
        let short = |across: usize| said.iter().all(|said| units(said) * px * 1.12 <= each(across));
        self.across = match (cx.upright(), said.len()) {
            (true, _) => 1,
            (false, count) if count > FEW && short(3) => 3,
            _ => 2,
        };
        let highest = said.iter().map(|said| tall(said, px, each(self.across))).fold(0.0, f32::max);
        (self.px, self.least) = (px, (highest + GAP).max(SMALL_BUTTON));
    }

    #[allow(clippy::cast_precision_loss, reason = "a handful of ways")]
    fn lines(&self) -> f32 {
        self.ways.len().div_ceil(self.across) as f32
    }

    /// In the room that is left for them, or more where that is too little; and how high they stand.
    pub fn drawn<'a>(&self, cx: &Context<'_>, room: f32) -> (Element<'a, Message>, f32) {
        let lines = self.lines();
        let height = ((room + GAP) / lines - GAP).clamp(self.least, MENU.max(self.least));
        let mut all = column![].spacing(GAP);
        for some in self.ways.chunks(self.across) {
            let mut line = Row::new().spacing(GAP);
            for way in some {
                line = line.push(equal(cx, &spoken(cx.words, &way.say), self.px, height, chosen(way)));
            }
            for _ in some.len()..self.across {
                line = line.push(space().width(Length::Fill));
            }
            all = all.push(line);
        }
        (all.into(), lines * (height + GAP) - GAP)
    }
}
