//! Check your answers (最後の確認): every typed row has 変更, the card's row has its mark; the fee stands apart.

use iced::widget::{column, container, row, space};
use iced::{Alignment, Length};

use super::{Context, Frame};
use crate::form::{Fee, From, PageId, Row};
use crate::theme::measure::{BAR_BOTTOM, BAR_TOP, GAP, HAIRLINE, SMALL_BUTTON, sheet as size};
use crate::theme::px;
use crate::widget::button::{Weight, after, before, big, pictured, sized};
use crate::widget::frame::{self, Heading, VISIT};
use crate::widget::sheet::{self, Leaves, Tray};
use crate::widget::{Element, facts, ground, hairline, words, written};

/// What is about to be recorded, in words.
#[derive(Clone, Default)]
pub struct Check {
    pub rows: Vec<Row>,
    pub fee: Option<Fee>,
    /// The button that names the act.
    pub act: String,
    /// Where answers come from that nobody typed here; may be empty.
    pub hint: String,
    /// How many pages were asked.
    pub pages: usize,
    /// Where the filled form lies as a picture, once it is drawn.
    pub tray: Tray,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    Change(PageId),
    /// The filled form is to be looked at.
    Look,
    Agree,
    Frame(Frame),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    Change(PageId),
    Look,
    Agreed,
    Frame(Frame),
}

/// Width of what stands beside the rows, and height of the button with the form.
const BESIDE: f32 = 376.0;
const LOOK: f32 = 156.0;

/// The height of a row where there is room.
const ROW: f32 = 104.0;

impl Check {
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Change(page) => Action::Change(page),
            Message::Look => Action::Look,
            Message::Agree => Action::Agreed,
            Message::Frame(frame) => Action::Frame(frame),
        }
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let palette = cx.look.palette();
        let mut rows = column![];
        for answer in &self.rows {
            rows = rows.push(self.row(cx, answer));
            if answer.from == From::Typed {
                rows = rows.push(container(hairline(cx)).padding([0, 24]));
            }
        }
        let beside = self.fee.map(|fee| fee_box(cx, fee));
        let body: Element<'a, Message> = if cx.upright() {
            column![rows, row![self.look(cx)].push(beside).spacing(24)].spacing(24).into()
        } else {
            let beside = column![].push(beside).push(self.look(cx)).spacing(GAP);
            row![container(rows).width(Length::Fill), container(beside).width(BESIDE)].spacing(48).into()
        };
        let middle = frame::headed(cx, &cx.words.get("check-title"), &self.hint, body);
        let note = words(cx, cx.words.get("check-not-yet"), cx.look.tool(px::TOOL), false, palette.ink2);
        let act = big(cx, self.act.clone(), after("arrow-right"), Weight::Main, Message::Agree);
        let progress = (self.pages + 1, self.pages, cx.words.get("progress-last"));
        let heading = Heading { service: Some(cx.service.to_owned()), progress: Some(progress) };
        // On an upright display the act takes the whole foot.
        frame::folded(cx, &heading, VISIT, Message::Frame, middle, ((!cx.upright()).then_some(note), Some(act)))
    }

    /// As high as looks/06 has it, and lower where the rows would not all stand.
    fn row_height(&self, cx: &Context<'_>) -> f32 {
        if cx.upright() {
            return ROW;
        }
        let title = cx.look.title(px::TITLE) * 1.3 + 2.0 * GAP;
        let room = cx.size.height - BAR_TOP - BAR_BOTTOM - title;
        #[allow(clippy::cast_precision_loss, reason = "a handful of answers")]
        let rows = self.rows.len().max(1) as f32;
        (room / rows - HAIRLINE).min(ROW)
    }

    /// The form as it will be printed: small here, large when pressed.
    fn look<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let leaf = match self.tray.leaves() {
            Leaves::There(leaves) if cx.facts.is_some() => leaves.into_iter().next(),
            _ => None,
        };
        let picture = || match &leaf {
            Some(leaf) => sheet::paper(cx, leaf.tiny.clone(), size::TINY),
            None => sheet::blank(cx, None, size::TINY),
        };
        pictured(cx, picture, &cx.words.get("check-look"), (BESIDE, LOOK), Message::Look)
    }

    fn row<'a>(&self, cx: &Context<'_>, answer: &Row) -> Element<'a, Message> {
        let palette = cx.look.palette();
        let height = self.row_height(cx);
        let label = container(words(cx, answer.label.clone(), cx.look.tool(px::TOOL), false, palette.ink2)).width(240);
        let hidden = answer.from == From::Card && cx.facts.is_none();
        let value = if hidden { crate::widget::HIDDEN } else { answer.value.as_str() };
        let px = if value.chars().count() > 20 { 30.0 } else { 40.0 };
        let value = container(written(value, px, true, palette.ink)).width(Length::Fill);
        let right: Element<'a, Message> = match &answer.page {
            Some(page) => {
                let px = cx.look.tool(px::TOOL).min(36.0);
                let change = cx.words.get("change");
                let wide = (crate::widget::button::units(&change) * px + px * 1.5 + 48.0).max(176.0);
                let size = (px, wide, (height - 12.0).min(SMALL_BUTTON));
                sized(cx, change, before("pencil"), Weight::Quiet, size, Message::Change(page.clone()))
            }
            None => facts::mark(cx, "cpu", "source-mark"),
        };
        let line = row![label, value, right].spacing(16).align_y(Alignment::Center);
        let colour = if answer.from == From::Card { palette.from_card } else { palette.page };
        ground(line, colour, 16.0).padding([0, 24]).center_y(height).width(Length::Fill).into()
    }
}

fn fee_box<'a>(cx: &Context<'_>, fee: Fee) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let yen = |n: i64| crate::screen::check::thousands(n);
    let sum = row![
        words(cx, yen(fee.total), px::SUM, true, palette.ink),
        words(cx, cx.words.get("yen"), px::HEAD, true, palette.ink)
    ]
    .spacing(8)
    .align_y(Alignment::End);
    let of = cx.words.with("fee-of", &[("unit", &yen(fee.unit)), ("count", &fee.count.to_string())]);
    let pay = cx.words.with("fee-pay", &[("window", &cx.place.window)]);
    let mut inside = column![words(cx, cx.words.get("fee"), px::TOOL, false, palette.ink2), sum].spacing(4);
    if cx.look.size.percent() <= 120 {
        inside = inside.push(words(cx, of, px::SUPPORT, false, palette.ink2));
    }
    let inside = inside.push(space().height(12)).push(hairline(cx)).push(space().height(12)).push(words(
        cx,
        pay,
        32.0,
        false,
        palette.ink,
    ));
    ground(inside, palette.ground, 16.0).padding([24, 32]).width(Length::Fill).into()
}

/// 1,200
fn thousands(number: i64) -> String {
    let digits = number.to_string();
    let mut said = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said
}

#[cfg(test)]
mod tests {
    #[test]
    fn thousands_are_marked() {
        for (number, said) in [(300, "300"), (1200, "1,200"), (1_000_000, "1,000,000"), (0, "0")] {
            assert_eq!(super::thousands(number), said);
        }
    }
}
