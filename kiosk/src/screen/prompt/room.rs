//! How much room a counter's page has (ページの余白): heights by the letters there are, so that what does not fit goes to
//! another part of the page instead of being cut.

use crate::screen::Context;
use crate::theme::measure::{BAR_BOTTOM, BAR_EMPTY, BAR_TOP, GAP, PANEL_UPRIGHT, RAIL_UPRIGHT};
use crate::theme::px;
use crate::widget::button::units;

/// Height of running text in a column.
pub fn tall(text: &str, px: f32, width: f32) -> f32 {
    let leading = if px >= 60.0 { 1.3 } else { 1.4 };
    // A line breaks between phrases: one in eight is lost at its end.
    let lines: f32 = text.lines().map(|line| (units(line) * px * 1.12 / width).ceil().max(1.0)).sum();
    lines * px * leading
}

/// The bars, the gap above the lower one, and on an upright display what stands above the matter.
pub fn matter(cx: &Context<'_>, act: bool, open: bool) -> f32 {
    let above = match (cx.upright(), open) {
        (true, true) => PANEL_UPRIGHT,
        (true, false) => RAIL_UPRIGHT + cx.look.tool(px::TOOL) * 1.4 + GAP,
        (false, _) => 0.0,
    };
    cx.size.height - above - BAR_TOP - if act { BAR_BOTTOM } else { BAR_EMPTY } - GAP
}

/// A banner of one sentence.
pub fn banner(cx: &Context<'_>, said: &str, width: f32) -> f32 {
    tall(said, cx.look.tool(px::TOOL), width - 150.0).max(48.0) + 52.0 + GAP
}

/// How many parts of this height and this gap fit, at least one.
pub fn fit(room: f32, height: f32) -> usize {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a handful of rows")]
    let count = ((room + GAP) / (height + GAP)).floor().max(1.0) as usize;
    count
}
