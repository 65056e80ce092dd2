//! Screens (画面): one file a screen; a screen shows, and returns an action. It performs nothing.
//!
//! Pages of a visit share one frame: the blue panel says what to do with the card, white is the resident's own matter.

pub mod another;
pub mod blocked;
pub mod calls;
pub mod check;
pub mod closed;
pub mod code;
pub mod confirm;
pub mod dock;
pub mod done;
pub mod idle;
pub mod languages;
pub mod led;
pub mod letters;
pub mod lifted;
pub mod looks;
pub mod no_card;
pub mod notice;
pub mod pin;
pub mod place;
pub mod prompt;
pub mod question;
pub mod reading;
pub mod resume;
pub mod said;
pub mod sheet;
pub mod staff;
pub mod still;
pub mod trouble;
pub mod welcome;
pub mod working;

use std::path::Path;

use drivers::card::{Facts, Verdict};
use iced::Size;

use crate::config::{Place, Side};
use crate::reader::trust::Standing;
use crate::text::Words;
use crate::theme::Look;
use crate::widget::pictures::Pictures;

/// What every screen may know while it draws.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub words: &'a Words,
    pub look: Look,
    pub place: &'a Place,
    /// Where the reader lies as seen from this display.
    pub reader: Side,
    pub assets: &'a Path,
    /// The space there is, in units.
    pub size: Size,
    /// 練習.
    pub practice: bool,
    pub card: Card,
    /// The facts of this visit, while they may be shown.
    pub facts: Option<&'a Facts>,
    /// Whether their card was the one it said it was.
    pub verdict: Option<Verdict>,
    /// How long card and certificate are good.
    pub standing: Option<Standing>,
    /// The card's front as pictures, while the facts may be shown.
    pub pictures: Option<&'a Pictures>,
    /// A staff member has been called and has not come yet.
    pub called: bool,
    /// The day it is here.
    pub today: jiff::civil::Date,
    /// The card of the visit before still lies on the reader; seconds since then.
    pub left_behind: Option<u32>,
    /// Counts up twelve times a second while something moves.
    pub tick: u32,
    /// The name of the chosen service.
    pub service: &'a str,
}

/// The card, as far as this visit knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Card {
    /// None was put.
    #[default]
    Absent,
    /// It lies on the reader and must stay.
    Lying,
    /// It lies there and may be taken.
    Free,
    /// It was lifted.
    Lifted,
}

/// What every page offers besides its own matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// やめる
    Cancel,
    /// 戻る
    Back,
    /// 係を呼ぶ
    CallStaff,
    /// Language
    Languages,
    /// 文字と色
    Looks,
}

/// Below this a page has less height than the looks.
const LOW: f32 = 1060.0;

impl Context<'_> {
    /// Upright displays stack the panel above the matter.
    #[must_use]
    pub const fn upright(&self) -> bool {
        self.size.height > self.size.width
    }

    /// A page with less height than the looks have: under the 練習 band, or on a small display.
    #[must_use]
    pub const fn low(&self) -> bool {
        self.size.height < LOW && !self.upright()
    }

    /// A smaller display with narrower margins (1280 × 800 and the like).
    #[must_use]
    pub const fn narrow(&self) -> bool {
        self.size.width < 1800.0 && !self.upright()
    }
}
