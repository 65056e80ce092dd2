//! Done (受付完了): number, window, slip in the order they are needed; the visit ends as it began, with the card.

use iced::widget::{column, container, row};
use iced::{Alignment, Length};

use super::{Card, Context, Frame};
use crate::theme::measure::{self, BAR_BOTTOM, BAR_TOP, GAP, sheet as size};
use crate::theme::px;
use crate::widget::button::{Weight, after, big};
use crate::widget::frame::{self, Offers};
use crate::widget::notice::{Kind, banner};
use crate::widget::panel::{self, Drawing, Poster};
use crate::widget::sheet::{self, Tray};
use crate::widget::{Element, fitted, ground, hairline, icon, words};

/// What happened to the slip.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    #[default]
    Printing,
    Printed,
    /// The record stands; staff print it.
    Failed,
}

/// The end of a visit.
#[derive(Clone, Default)]
pub struct Done {
    /// As it is called out: `A-142`.
    pub number: String,
    pub paper: Paper,
    /// What to show at the window.
    pub bring: Vec<String>,
    /// The card has been lying for ten seconds.
    pub left_behind: bool,
    /// Where the slip lies as a picture, once it is drawn.
    pub tray: Tray,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    Finish,
    /// Something else for the same person.
    Another,
    Frame(Frame),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Finish,
    /// Something else for the same person.
    Another,
    Frame(Frame),
}

impl Done {
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Finish => Action::Finish,
            Message::Another => Action::Another,
            Message::Frame(frame) => Action::Frame(frame),
        }
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let lies = matches!(cx.card, Card::Lying | Card::Free);
        let (lead, said) = if lies { ("done-take-lead", "done-take") } else { ("done-bye-lead", "done-bye") };
        let poster = Poster {
            lead: cx.words.get(lead),
            title: cx.words.get(said),
            drawing: Drawing::Take,
            foot: None,
            attention: self.left_behind && lies,
        };
        let offers = Offers { back: false, cancel: false, language: false };
        // Whoever took the card may have left: only while it lies there the person's facts serve again.
        let (note, act) = if lies {
            let said = cx.words.get("done-another");
            (
                (cx.look.size.percent() <= 120).then_some("done-take-ends"),
                big(cx, said, after("arrow-right"), Weight::Second, Message::Another),
            )
        } else {
            (None, big(cx, cx.words.get("done-finish"), after("check"), Weight::Main, Message::Finish))
        };
        let note =
            note.map(|said| words(cx, cx.words.get(said), cx.look.tool(px::SUPPORT), false, cx.look.palette().ink2));
        let panel = panel::poster(cx, poster, None);
        frame::open_with(cx, panel, offers, Message::Frame, self.matter(cx), (note, Some(act)))
    }

    fn matter<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let said = self.said(cx);
        if cx.narrow() && cx.look.size.percent() > 120 {
            return said;
        }
        let (width, height) = size::SLIP;
        let height = height.min(cx.size.height - BAR_TOP - BAR_BOTTOM - 2.0 * GAP - 2.0 * size::TOOTH);
        let slip = match self.tray.slip() {
            Some(slip) => {
                let width = width.min(height / slip.tall);
                sheet::torn(cx, slip.picture, (width, width * slip.tall))
            }
            None if self.paper == Paper::Failed => return said,
            None => sheet::blank(cx, Some("done-slip-coming"), (width, height)),
        };
        row![container(said).width(Length::Fill), slip].spacing(48).into()
    }

    fn said<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let palette = cx.look.palette();
        let title = row![
            icon(cx, "circle-check", 64.0, palette.good),
            words(cx, cx.words.get("done-title"), cx.look.title(px::LEAD).min(60.0), true, palette.ink)
        ]
        .spacing(20)
        .align_y(Alignment::Center);
        // Where there is more to say, the number is still the largest by far.
        let crowded = self.paper == Paper::Failed || !self.bring.is_empty();
        // Large letters take their room from the gaps between them.
        let large = cx.look.size.percent() > 120;
        let (number, sign) = match (crowded, large) {
            (true, _) => (112.0, 96.0),
            (false, true) => (132.0, 112.0),
            (false, false) => (156.0, 136.0),
        };
        let mut column = column![
            title,
            words(cx, cx.words.get("done-number"), cx.look.tool(px::HINT), false, palette.ink2),
            words(cx, self.number.clone(), fitted(&self.number, number, 500.0), true, palette.ink),
            hairline(cx),
        ]
        .spacing(8);
        if !crowded && !large {
            column = column.push(words(cx, cx.words.get("done-next"), cx.look.tool(px::HINT), false, palette.ink2));
        }
        column = column.push(window(cx, sign));
        if !crowded {
            column = column.push(words(cx, cx.words.get("done-wait"), cx.look.tool(px::BODY), false, palette.ink));
        }
        if self.paper == Paper::Failed {
            column = column.push(banner(cx, Kind::Warn, &cx.words.get("done-slip-failed")));
        }
        if !self.bring.is_empty() {
            let glue = if cx.words.lang() == "en" { ", " } else { "、" };
            let bring = column![
                words(cx, cx.words.get("done-bring"), cx.look.tool(px::HINT), true, palette.ink),
                words(cx, self.bring.join(glue), cx.look.tool(px::TOOL), false, palette.ink2),
            ];
            column = column.push(bring);
        }
        container(column).width(Length::Fill).into()
    }
}

/// Where to go: the number of the window as it hangs there, and its name.
fn window<'a>(cx: &Context<'_>, side: f32) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let sign = words(cx, cx.place.window.clone(), side * 0.7, true, palette.page);
    let sign = ground(container(sign).center(Length::Fill), palette.ink, measure::RADIUS).width(side).height(side);
    let name = cx.place.window_name.get(cx.words.lang()).to_owned();
    let name = words(cx, name.clone(), fitted(&name, cx.look.title(px::LEAD), 340.0), true, palette.ink);
    row![sign, name].spacing(28).align_y(Alignment::Center).into()
}
