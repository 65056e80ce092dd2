//! The end of a counter's course (窓口のサービスの結果): green, amber, or a red stop over the whole display that nothing covers.

use iced::widget::{Column, Row, column, container, row, space};
use iced::{Alignment, Length};

use super::{Context, Frame};
use crate::counter::slip::spoken;
use crate::service::counter::Said as Ended;
use crate::service::say::Tone;
use crate::theme::measure::{GAP, MARGIN};
use crate::theme::px;
use crate::widget::button::{Weight, after, big};
use crate::widget::notice::{Kind, banner};
use crate::widget::plane::plane;
use crate::widget::{Element, fitted, icon, words};

/// How a course ended.
#[derive(Clone)]
pub struct Said {
    pub ended: Ended,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    Chosen(String),
    Finish,
    Frame(Frame),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    Chosen(String),
    Finish,
    Frame(Frame),
}

impl Said {
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Chosen(id) => Action::Chosen(id),
            Message::Finish => Action::Finish,
            Message::Frame(frame) => Action::Frame(frame),
        }
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let palette = cx.look.palette();
        let say = |said: &crate::service::say::Say| spoken(cx.words, said);
        let (ground, ink, sign) = match self.ended.tone {
            Tone::Good => (palette.good_pale, palette.ink, "circle-check"),
            Tone::Doubt => (palette.warn, palette.ink, "triangle-alert"),
            Tone::Stop => (palette.stop, palette.page, "octagon-x"),
            Tone::Plain => (palette.page, palette.ink, "info"),
        };
        let mark = match self.ended.tone {
            Tone::Good => palette.good,
            _ => ink,
        };
        let mut said = column![].spacing(GAP);
        if let Some(mode) = &self.ended.mode {
            said = said.push(words(cx, say(mode), cx.look.tool(px::TOOL), true, ink));
        }
        let title = say(&self.ended.title);
        let margin = if cx.upright() { GAP * 3.0 } else { MARGIN };
        let room = cx.size.width - 2.0 * margin - 200.0;
        let large = fitted(&title, cx.look.title(px::COUNT), room);
        said = said.push(
            row![icon(cx, sign, 144.0, mark), words(cx, title, large, true, ink)]
                .spacing(40)
                .align_y(Alignment::Center),
        );
        if let Some(hint) = &self.ended.hint {
            said = said.push(words(cx, say(hint), cx.look.label(px::VALUE), false, ink));
        }
        said = said.push(space().height(GAP));
        for line in &self.ended.rows {
            let value = words(cx, say(&line.value), cx.look.label(px::VALUE), true, ink);
            let label = words(cx, say(&line.label), cx.look.label(px::VALUE), false, ink);
            said = said.push(row![
                container(label).width(Length::FillPortion(2)),
                container(value).width(Length::FillPortion(3))
            ]);
            if let Some(note) = line.note.as_ref().filter(|_| cx.look.size.percent() <= 140) {
                said = said.push(words(cx, say(note), cx.look.label(px::SUPPORT), false, ink));
            }
        }
        if cx.called {
            said = said.push(banner(cx, Kind::Note, &cx.words.get("tool-called")));
        }
        let call = big(
            cx,
            cx.words.get(if cx.called { "tool-called" } else { "tool-call" }),
            crate::widget::button::before("concierge-bell"),
            Weight::Quiet,
            Message::Frame(Frame::CallStaff),
        );
        let mut acts: Vec<Element<'a, Message>> = vec![call];
        for (at, way) in self.ended.ways.iter().enumerate().rev() {
            let weight = if at == 0 { Weight::Main } else { Weight::Second };
            acts.push(big(cx, say(&way.say), after("arrow-right"), weight, Message::Chosen(way.id.clone())));
        }
        if self.ended.ways.is_empty() {
            acts.push(big(cx, cx.words.get("counter-finish"), after("check"), Weight::Main, Message::Finish));
        }
        let acts: Element<'a, Message> = if cx.upright() {
            Column::with_children(acts).spacing(GAP).into()
        } else {
            // Beside three ways the bell would press the loud one flat: the others stand above it.
            let above = if acts.len() > 3 { acts.drain(1..acts.len() - 1).collect() } else { Vec::new() };
            acts.insert(1, space().width(Length::Fill).into());
            let last = Row::with_children(acts).spacing(40).align_y(Alignment::Center);
            if above.is_empty() {
                last.into()
            } else {
                let above = row![space().width(Length::Fill), Row::with_children(above).spacing(40)];
                column![above, last].spacing(GAP).into()
            }
        };
        let inside = column![space().height(GAP), said, space().height(Length::Fill), acts].spacing(GAP);
        plane(container(inside).padding([48.0, margin]).width(Length::Fill).height(Length::Fill), ground)
    }
}
