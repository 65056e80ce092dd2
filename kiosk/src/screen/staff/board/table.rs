//! Tables (表): figures on the right, a sign for what somebody should look at; a row that opens a page is one target.

use iced::alignment::Horizontal;
use iced::widget::{Row, column, container, row, scrollable, space};
use iced::{Alignment, Length};

use super::{At, Message, Spot, framed, marked, said, worded};
use crate::screen::Context;
use crate::service::desk::{Line, Say, Table, Tone};
use crate::theme::px;
use crate::widget::button::units;
use crate::widget::press::press;
use crate::widget::{Element, ground, hairline, icon, words};

/// Rows that are drawn; a desk that has more says how many there are.
const MOST: usize = 300;
/// A table above other parts scrolls by itself from so many rows on, and is so high then.
const LONG: usize = 10;
const HIGH: f32 = 620.0;
/// Height of a row at least, and what sign and chevron take.
const ROW: f32 = 80.0;
const SIGN: f32 = 40.0;
const GAP: f32 = 20.0;

/// The width of the parts of a page, beside the rail and the scrolling bar.
pub fn width(cx: &Context<'_>) -> f32 {
    cx.size.width - 248.0 - 96.0 - super::GUTTER
}

pub fn view<'a>(cx: &Context<'_>, spot: &Spot, table: &Table, last: bool) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let shown = table.rows.get(..MOST).unwrap_or(&table.rows);
    let mut page = column![].spacing(8);
    if let Some(head) = head(cx, table, shown.len()) {
        page = page.push(head);
    }
    if shown.is_empty() {
        let none = match &table.empty {
            Say::As(text) if text.is_empty() => cx.words.get("staff-board-nothing"),
            say => said(cx, say),
        };
        let none = words(cx, none, cx.look.tool(px::SUPPORT), false, palette.ink2);
        return framed(cx, page.push(container(none).padding([16, 0])));
    }
    let grid = Grid::of(cx, table, shown);
    let mut lines = column![];
    for (at, line) in shown.iter().enumerate() {
        if at > 0 {
            lines = lines.push(hairline(cx));
        }
        lines = lines.push(one(cx, spot, table, &grid, line));
    }
    let lines: Element<'a, Message> = if !last && shown.len() > LONG {
        scrollable(lines.padding(iced::Padding::ZERO.right(24))).height(HIGH).into()
    } else {
        lines.into()
    };
    framed(cx, page.push(grid.heads(cx, table)).push(rule(cx)).push(lines))
}

/// Title, and how many there are.
fn head<'a>(cx: &Context<'_>, table: &Table, shown: usize) -> Option<Element<'a, Message>> {
    let palette = cx.look.palette();
    let title = said(cx, &table.title);
    let (all, n) = (table.of.unwrap_or(table.rows.len() as u64), shown.to_string());
    let count = if all > shown as u64 {
        cx.words.with("staff-board-of", &[("n", &n), ("of", &all.to_string())])
    } else {
        cx.words.with("staff-board-count", &[("n", &n)])
    };
    if title.is_empty() && all <= shown as u64 {
        return None;
    }
    let count = if shown == 0 { String::new() } else { count };
    let line = row![
        words(cx, title, cx.look.tool(px::SUPPORT), true, palette.ink),
        space().width(Length::Fill),
        words(cx, count, cx.look.tool(px::MARK), false, palette.ink2),
    ];
    Some(line.align_y(Alignment::Center).into())
}

/// The line under the heads.
fn rule<'a>(cx: &Context<'_>) -> Element<'a, Message> {
    ground(space(), cx.look.palette().line, 0.0).width(Length::Fill).height(3).into()
}

/// Shares of the columns, and whether there are signs and chevrons.
struct Grid {
    shares: Vec<(u16, bool)>,
    signs: bool,
    opens: bool,
}

impl Grid {
    /// A column is as wide as its longest words, within bounds.
    fn of(cx: &Context<'_>, table: &Table, shown: &[Line]) -> Self {
        let share = |(at, column): (usize, &crate::service::desk::Column)| {
            let longest = shown.iter().filter_map(|line| line.cells.get(at)).map(|cell| units(&said(cx, cell)));
            let head = units(&said(cx, &column.label)) * 0.9;
            (share(longest.fold(head, f32::max), column.figure), column.figure)
        };
        Self {
            shares: table.columns.iter().enumerate().map(share).collect(),
            signs: shown.iter().any(|line| line.tone != Tone::Plain),
            opens: table.open.is_some() && shown.iter().any(|line| line.id.is_some()),
        }
    }

    fn heads<'a>(&self, cx: &Context<'_>, table: &Table) -> Element<'a, Message> {
        let ink = cx.look.palette().ink2;
        let head = |label: &Say| words(cx, said(cx, label), cx.look.tool(px::MARK), false, ink);
        let cells = table.columns.iter().map(|column| head(&column.label)).collect();
        let sign = self.signs.then(|| space().width(SIGN).into());
        self.lay(cells, sign, self.opens.then(|| space().width(SIGN).into()))
    }

    fn lay<'a>(
        &self,
        cells: Vec<Element<'a, Message>>,
        sign: Option<Element<'a, Message>>,
        chevron: Option<Element<'a, Message>>,
    ) -> Element<'a, Message> {
        let mut line = Row::new().spacing(GAP).padding([0, 16]).align_y(Alignment::Center).push(sign);
        for (cell, (share, figure)) in cells.into_iter().zip(&self.shares) {
            let side = if *figure { Horizontal::Right } else { Horizontal::Left };
            line = line.push(container(cell).width(Length::FillPortion(*share)).align_x(side));
        }
        line.push(chevron).into()
    }
}

/// The share of a column whose longest words take so many units.
fn share(longest: f32, figure: bool) -> u16 {
    let most = if figure { 12.0 } else { 22.0 };
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "3 to 22, times ten")]
    let share = (longest.clamp(3.0, most) * 10.0 + 8.0) as u16;
    share
}

fn one<'a>(cx: &Context<'_>, spot: &Spot, table: &Table, grid: &Grid, line: &Line) -> Element<'a, Message> {
    let opens = table.open.zip(line.id.clone());
    let face = |pressed: bool| -> Element<'a, Message> {
        let palette = cx.look.palette();
        let (name, colour, back) = marked(cx, line.tone);
        let back = if pressed { palette.ring } else { back };
        let mut cells: Vec<Element<'a, Message>> =
            line.cells.iter().map(|cell| worded(cx, cell, cx.look.tool(px::SMALL), false)).collect();
        cells.resize_with(grid.shares.len(), || space().into());
        let sign =
            grid.signs.then(|| name.map_or_else(|| space().width(SIGN).into(), |name| icon(cx, name, SIGN, colour)));
        let chevron = grid.opens.then(|| match &opens {
            Some(_) => icon(cx, "chevron-right", SIGN, palette.key),
            None => space().width(SIGN).into(),
        });
        let inside = row![space().height(ROW), container(grid.lay(cells, sign, chevron)).width(Length::Fill)];
        ground(inside.align_y(Alignment::Center), back, 0.0).width(Length::Fill).into()
    };
    match &opens {
        Some((page, id)) => {
            let to = Spot { service: spot.service.clone(), page: (*page).to_owned(), subject: Some(id.clone()) };
            press(face, Message::Go(At::Service(to))).into()
        }
        None => face(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_takes_what_its_words_need_within_bounds() {
        assert_eq!((share(0.0, false), share(3.0, true)), (38, 38));
        assert_eq!((share(100.0, false), share(100.0, true)), (228, 128));
        assert!(share(8.0, false) > share(4.0, false));
    }
}
