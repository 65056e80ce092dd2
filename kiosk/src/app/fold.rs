//! The panel opens and folds (案内の開閉): four steps of 40 ms, cut at once where a step comes late or motion is reduced.

use std::time::{Duration, Instant};

use iced::widget::{column, container, row, space, stack};
use iced::{Length, Padding};

use super::{App, Message, Overlay, page};
use crate::config::Side;
use crate::screen::Context;
use crate::theme::measure::{PANEL_UPRIGHT, RAIL, RAIL_UPRIGHT};
use crate::widget::{Element, frame, ground};

/// Steps from open to folded, and how long each lasts.
const STEPS: u8 = 4;
pub const STEP: Duration = Duration::from_millis(40);
/// A step that comes later than this after the one before ends the motion: nothing crawls.
const LATE: Duration = Duration::from_millis(40 + 33);

/// The panel on its way.
pub struct Fold {
    /// It opens.
    opens: bool,
    step: u8,
    last: Instant,
}

impl Fold {
    pub(super) fn begin(opens: bool) -> Self {
        Self { opens, step: 0, last: Instant::now() }
    }

    fn cover<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let upright = cx.upright();
        let (open, folded) = if upright { (PANEL_UPRIGHT, RAIL_UPRIGHT) } else { (frame::panel_width(cx), RAIL) };
        let part = f32::from(if self.opens { self.step } else { STEPS - self.step }) / f32::from(STEPS);
        let edge = folded + (open - folded) * part;
        let palette = cx.look.palette();
        let (from, size, colour) =
            if self.opens { (edge, open - edge, palette.page) } else { (0.0, edge, palette.panel) };
        let cover = ground(space(), colour, 0.0);
        if upright {
            return column![container(cover.width(Length::Fill).height(size)).padding(Padding::ZERO.top(from))].into();
        }
        let cover = container(cover.width(size).height(Length::Fill));
        match cx.reader {
            Side::Right => row![space().width(Length::Fill), cover.padding(Padding::ZERO.right(from))].into(),
            _ => row![cover.padding(Padding::ZERO.left(from))].into(),
        }
    }
}

impl App {
    /// Whether the panel of what is shown is open; `None` where there is no panel.
    fn panel_open(&self) -> bool {
        if self.visit.idle().is_some() {
            return true;
        }
        if self.overlay.is_some() {
            return false;
        }
        matches!(
            self.page,
            page::Page::Welcome(_)
                | page::Page::Place(_)
                | page::Page::Reading(_)
                | page::Page::Done(_)
                | page::Page::Lifted(_)
                | page::Page::Still(_)
                | page::Page::Blocked(_)
                | page::Page::Trouble(_)
        )
    }

    /// Begins the motion when what is shown now has its panel otherwise than what was shown before.
    pub(super) fn follow_panel(&mut self) {
        let open = self.panel_open();
        if open == self.open {
            return;
        }
        self.open = open;
        // A stop is complete in its first frame, and staff pages and closed ones have no panel.
        let cut = self.seen().stands()
            || self.blank
            || matches!(self.overlay, Some(Overlay::Staff))
            || self.shut_because().is_some();
        self.fold = (!cut).then(|| Fold::begin(open));
    }

    /// One step further.
    pub(super) fn fold(&mut self) {
        let Some(fold) = &mut self.fold else { return };
        fold.step += 1;
        let late = fold.last.elapsed() > LATE;
        fold.last = Instant::now();
        if late || fold.step >= STEPS {
            self.fold = None;
        }
    }

    /// The page with what the panel still covers, or does not cover yet. The cover takes no press: the page is there at
    /// once. It stands above the page when nothing moves as well, empty: a page that changed its place in the tree at the
    /// end of the motion would forget a finger that came down in it.
    pub(super) fn folding<'a>(&self, cx: &Context<'_>, shown: Element<'a, Message>) -> Element<'a, Message> {
        let cover = self.fold.as_ref().map_or_else(|| space().into(), |fold| fold.cover(cx));
        stack![shown, cover].width(Length::Fill).height(Length::Fill).into()
    }
}
