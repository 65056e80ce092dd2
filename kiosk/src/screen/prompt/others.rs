//! Ways beside keys (キーのそばのボタン): small, in as many lines as their column needs.

use iced::widget::{Column, Row};

use super::{Message, Prompt, chosen};
use crate::counter::slip::spoken;
use crate::screen::Context;
use crate::theme::measure::{GAP, SMALL_BUTTON};
use crate::theme::px;
use crate::widget::button::{Icons, Weight, sized, tool_width};
use crate::widget::{Element, fitted};

impl Prompt {
    /// The ways of a page with keys that do not stand beside its act (other keys, as a rule), in as many lines as a column of this
    /// width needs, and how high they stand.
    pub(super) fn others<'a>(&self, cx: &Context<'_>, width: f32) -> Option<(Element<'a, Message>, f32)> {
        let ways = self.asked.ways.get(1..).filter(|ways| !ways.is_empty())?;
        let mut lines: Vec<(f32, Row<'a, Message, iced::Theme, iced::Renderer>)> = Vec::new();
        for way in ways {
            let said = spoken(cx.words, &way.say);
            let wide = tool_width(cx, false, &said).min(width);
            let face = (fitted(&said, cx.look.tool(px::TOOL), wide - 56.0), wide, SMALL_BUTTON);
            let one = sized(cx, said, Icons::default(), Weight::Quiet, face, chosen(way));
            match lines.pop() {
                Some((stood, line)) if stood + GAP + wide <= width => {
                    lines.push((stood + GAP + wide, line.push(one)));
                }
                full => {
                    lines.extend(full);
                    lines.push((wide, Row::new().spacing(GAP).push(one)));
                }
            }
        }
        #[allow(clippy::cast_precision_loss, reason = "a handful of lines")]
        let high = lines.len() as f32 * (SMALL_BUTTON + GAP) - GAP;
        Some((Column::with_children(lines.into_iter().map(|(_, line)| line.into())).spacing(GAP).into(), high))
    }
}
