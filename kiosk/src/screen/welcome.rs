//! Welcome (はじめの画面): a poster at the left, what can be done at the right, languages nearest the hand.

use iced::widget::{column, container, row, space};
use iced::{Alignment, Length};

use super::{Context, Frame};
use crate::theme::measure::{BAR_EMPTY, BAR_TOP, GAP, PANEL_UPRIGHT, SMALL_BUTTON};
use crate::theme::px;
use crate::visit::LEFT_BEHIND_AFTER;
use crate::widget::button::{Weight, before, menu, sized, tool};
use crate::widget::frame::{self, Offers};
use crate::widget::panel::{self, Drawing, Poster};
use crate::widget::{Element, fitted, hint, ring, title};

/// One service as the menu shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: String,
    pub icon: &'static str,
    pub label: String,
    pub hint: String,
}

/// The first page of every visit.
#[derive(Clone, Debug, Default)]
pub struct Welcome {
    pub entries: Vec<Entry>,
    /// Languages by tag, with their own name for themselves.
    pub languages: Vec<(String, String)>,
    pub chosen: String,
    /// Forms are still being loaded.
    pub starting: bool,
    /// Which part of the services is shown when there are more than fit.
    pub part: usize,
}

/// Services that stand on the page at once.
pub const AT_ONCE: usize = 4;
/// The highest a row is.
const ROW: f32 = 150.0;
/// The two ways below the services, and the languages' distance from the edge.
const WAY: f32 = 96.0;
const GAPS: f32 = 24.0;

/// The services of one part of a menu, and whether there are others.
pub(super) fn part_of(entries: &[Entry], part: usize, at_once: usize) -> (&[Entry], bool) {
    let parts = entries.len().div_ceil(at_once).max(1);
    (entries.chunks(at_once).nth(part % parts).unwrap_or_default(), parts > 1)
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    Service(String),
    NoCard,
    /// ほかの手続き
    More,
    Language(String),
    Frame(Frame),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    None,
    /// A service was chosen, by id.
    Begin(String),
    NoCard,
    Language(String),
    Frame(Frame),
}

impl Welcome {
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Service(id) => Action::Begin(id),
            Message::NoCard => Action::NoCard,
            Message::More => {
                self.part += 1;
                Action::None
            }
            Message::Language(tag) => Action::Language(tag),
            Message::Frame(frame) => Action::Frame(frame),
        }
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let laid = cx.card == super::Card::Lying;
        let poster = left_behind(cx).unwrap_or_else(|| Poster {
            lead: cx.words.get(if laid { "place-laid-lead" } else { "place-lead" }),
            title: cx.words.get(if laid { "place-laid-title" } else { "place-title" }),
            drawing: if laid { Drawing::Read } else { Drawing::Place },
            foot: Some(cx.words.get(crate::screen::place::foot(cx.reader))),
            attention: false,
        });
        let middle = column![
            title(cx, cx.words.get("welcome-title")),
            self.services(cx),
            space().height(Length::Fill),
            self.tongues(cx)
        ]
        .spacing(GAPS);
        let offers = Offers { back: false, cancel: false, language: false };
        frame::open(cx, panel::poster(cx, poster, None), offers, Message::Frame, middle, None)
    }
}

impl Welcome {
    /// What can be done here, and the two ways that always stand below it.
    fn services<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        if self.starting {
            let said = hint(cx, cx.words.get("starting"));
            let wait = row![ring::turning(cx, MARK), said].spacing(28).align_y(Alignment::Center);
            return container(wait).padding([48.0, 0.0]).into();
        }
        let (shown, others) = part_of(&self.entries, self.part, AT_ONCE);
        let height = self.row_height(cx, shown.len());
        let mut rows = column![].spacing(GAP);
        for entry in shown {
            let act = Message::Service(entry.id.clone());
            rows = rows.push(menu(cx, entry.icon, &entry.label, &entry.hint, height, act));
        }
        let wide = frame::matter(cx);
        let wide = if others { (wide - GAP) / 2.0 } else { wide };
        let way = |key: &str, icon: &str, act: Message| {
            let label = cx.words.get(key);
            let px = fitted(&label, cx.look.tool(px::VALUE), wide - 2.0 * WAY);
            sized(cx, label, before(icon), Weight::Second, (px, wide, WAY), act)
        };
        let mut ways = row![].spacing(GAP);
        if others {
            ways = ways.push(way("welcome-more", "layout-grid", Message::More));
        }
        rows.push(ways.push(way("welcome-no-card", "no-card", Message::NoCard))).into()
    }

    /// As high as looks/01 has it, and lower where the rows would not all stand.
    fn row_height(&self, cx: &Context<'_>, rows: usize) -> f32 {
        let panel = if cx.upright() { PANEL_UPRIGHT } else { 0.0 };
        let title = cx.look.title(px::TITLE) * 1.3;
        let room = cx.size.height - panel - BAR_TOP - BAR_EMPTY - title - WAY - SMALL_BUTTON - 3.0 * GAPS - 2.0 * GAP;
        #[allow(clippy::cast_precision_loss, reason = "four rows")]
        let rows = rows.max(1) as f32;
        (room / rows - GAP).clamp(SMALL_BUTTON, ROW)
    }

    /// Languages in their own script, nearest the hand.
    fn tongues<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let mut languages = row![].spacing(if cx.narrow() { 8 } else { 12 }).align_y(Alignment::Center);
        for (tag, name) in &self.languages {
            let act = Message::Language(tag.clone());
            languages = languages.push(tool(cx, None, name.clone(), *tag == self.chosen, act));
        }
        languages.wrap().into()
    }
}

/// The ring while forms are loaded.
const MARK: f32 = 56.0;

/// A card that was not taken after a visit is the subject until it is: blue at first, then yellow, with a sound.
#[must_use]
pub fn left_behind(cx: &Context<'_>) -> Option<Poster> {
    let seconds = cx.left_behind?;
    Some(Poster {
        lead: cx.words.get("left-behind-lead"),
        title: cx.words.get("left-behind"),
        drawing: Drawing::Take,
        foot: None,
        attention: seconds >= LEFT_BEHIND_AFTER,
    })
}
