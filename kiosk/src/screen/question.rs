//! A question (質問): one page of a form pack, whatever its kinds of fields; errors appear on 次へ, beside the field and at the top.

mod fields;
mod keys;
mod parts;
mod towns;

use std::sync::Arc;

use iced::Length;
use iced::widget::{container, row};

use super::{Context, Frame};
use crate::form::postcode::Postcodes;
use crate::form::{Answers, Field, FieldError, Kind, Page, PageId, Value, say};
use crate::theme::px;
use crate::widget::Element;
use crate::widget::button::{Weight, after, big};
use crate::widget::frame::{self, Heading, VISIT};
use crate::widget::keypad::Key;
use crate::widget::notice::{Kind as Banner, banner};
use crate::widget::{kana, words};

/// What is being answered on one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub page: PageId,
    /// The visit's answers with what was chosen here.
    pub answers: Answers,
    pub errors: Vec<FieldError>,
    /// Page `0` of `1`.
    pub progress: (usize, usize),
    /// Which part of the options is shown when they do not all fit.
    part: usize,
    /// The row and the part that keys type into.
    at: parts::At,
    /// Figures stand on the keyboard instead of kana.
    figures: bool,
    /// The town is none of those that are offered.
    by_hand: bool,
    /// Rows on it stand as the city's system told them.
    pub from_city: bool,
    /// Towns by postcode, where the municipality has the table.
    towns: Arc<Postcodes>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    Choose(String, Value),
    /// One of several, on or off.
    Toggle(String, String),
    /// The part of a group or row that is answered now.
    Focus(usize),
    /// A part that is chosen and not typed.
    Put(Value),
    Era(char),
    /// None of the towns that are offered: with keys.
    ByHand,
    OpenRow(usize),
    AddRow,
    RemoveRow(usize),
    More,
    Fewer,
    Digit(Key),
    Kana(kana::Key),
    Next,
    Frame(Frame),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    None,
    Tick,
    /// Check the answers and go on.
    Answered,
    Frame(Frame),
}

impl Question {
    #[must_use]
    pub fn new(page: PageId, answers: Answers, progress: (usize, usize)) -> Self {
        let (at, towns) = (parts::At::FIRST, Arc::default());
        Self {
            page,
            answers,
            errors: Vec::new(),
            progress,
            part: 0,
            at,
            figures: false,
            by_hand: false,
            from_city: false,
            towns,
        }
    }

    /// With the towns that are offered for a postcode.
    #[must_use]
    pub fn with_towns(self, towns: Arc<Postcodes>) -> Self {
        Self { towns, ..self }
    }

    /// `field`: the field that a keypad or keyboard types into.
    pub fn update(&mut self, message: Message, field: Option<&Field>) -> Action {
        match message {
            Message::Choose(id, value) => {
                self.errors.retain(|error| error.field != id);
                self.answers.insert(id, value);
                Action::Tick
            }
            Message::ByHand => {
                self.by_hand = true;
                Action::Tick
            }
            Message::More => {
                self.part += 1;
                Action::None
            }
            Message::Fewer => {
                self.part = self.part.saturating_sub(1);
                Action::None
            }
            Message::Toggle(id, option) => {
                self.toggle(id, &option);
                Action::Tick
            }
            Message::Digit(_)
            | Message::Kana(_)
            | Message::Focus(_)
            | Message::Put(_)
            | Message::Era(_)
            | Message::OpenRow(_)
            | Message::AddRow
            | Message::RemoveRow(_) => {
                if let Some(field) = field {
                    self.typing(message, field);
                }
                Action::Tick
            }
            // One row is finished before the page is.
            Message::Next if self.at.row.is_some() => {
                self.at = parts::At::FIRST;
                Action::Tick
            }
            Message::Next => Action::Answered,
            Message::Frame(frame) => Action::Frame(frame),
        }
    }

    fn toggle(&mut self, field: String, option: &str) {
        self.errors.retain(|error| error.field != field);
        let chosen = match self.answers.get(&field) {
            Some(Value::Text(ids)) => ids.clone(),
            _ => String::new(),
        };
        let mut ids: Vec<&str> = chosen.split(',').filter(|id| !id.is_empty()).collect();
        match ids.iter().position(|id| *id == option) {
            Some(at) => drop(ids.remove(at)),
            None => ids.push(option),
        }
        self.answers.insert(field, Value::Text(ids.join(",")));
    }

    /// The page with the relevant fields.
    pub fn view<'a>(&self, cx: &Context<'_>, page: &Page, asked: &[&Field], hint: &str) -> Element<'a, Message> {
        let lang = cx.words.lang();
        let (at, of) = self.progress;
        let said = cx.words.with("progress", &[("at", &at.to_string()), ("of", &of.to_string())]);
        let heading = Heading { service: Some(cx.service.to_owned()), progress: Some((at, of, said)) };
        let mut body = iced::widget::column![].spacing(if self.errors.is_empty() { 16 } else { 12 });
        let sentence = match self.errors.as_slice() {
            [] => None,
            [only] if asked.len() == 1 => Some(say(&only.sentence, lang).to_owned()),
            several => Some(cx.words.with("question-errors", &[("n", &several.len().to_string())])),
        };
        if let Some(sentence) = &sentence {
            body = body.push(banner(cx, Banner::Error, sentence));
        }
        for field in asked {
            body = body.push(self.field(cx, field, asked.len()));
        }
        // The kana keys take the room of the note, and of the hint once it is larger.
        let kana = asked.iter().any(|field| keys::fill_the_page(&field.kind)) && !cx.upright();
        if let Some(note) = page.note.as_ref().filter(|_| !kana) {
            body = body.push(banner(cx, Banner::Note, say(note, lang)));
        }
        let choices =
            asked.iter().any(|field| matches!(field.kind, Kind::Choice { .. } | Kind::Several { .. })) && !cx.upright();
        let large = cx.look.size.percent();
        let crowded = sentence.is_some() || (kana && (large > 100 || cx.low())) || (choices && large > 120);
        let city = cx.words.get("question-from-city");
        let hint = match (self.from_city, crowded) {
            (true, _) => city.as_str(),
            (false, true) => "",
            (false, false) => hint,
        };
        let beside_keys = matches!(asked, [Field { kind: Kind::Phone, .. }]) && !cx.upright();
        let width = if beside_keys { super::pin::beside_keys(cx) } else { crate::theme::measure::CONTENT };
        let asks = frame::headed_in(cx, width, say(&page.title, lang), hint, body);
        let typed = asked.iter().any(|field| field.kind.is_typed() || matches!(field.kind, Kind::Several { .. }));
        // The keypad is as high as the page: it stands beside the title, not under it.
        let middle: Element<'a, Message> = match asked {
            [Field { kind: Kind::Phone, .. }] if !cx.upright() => {
                row![container(asks).width(Length::Fill), fields::digits(cx)].spacing(56).into()
            }
            [Field { kind: Kind::Phone, .. }] => iced::widget::column![asks, fields::digits(cx)].spacing(24).into(),
            _ => asks,
        };
        // What is typed may be optional, and is judged on 次へ.
        let ready = typed || asked.iter().all(|field| self.answers.contains_key(&field.id));
        let weight = if ready { Weight::Main } else { Weight::NotYet };
        let act = big(cx, cx.words.get("next"), after("arrow-right"), weight, Message::Next);
        let note = words(
            cx,
            cx.words.get(if ready { "next-ready" } else { "next-not-yet" }),
            cx.look.tool(px::SUPPORT),
            false,
            cx.look.palette().ink2,
        );
        frame::folded(cx, &heading, VISIT, Message::Frame, middle, ((!typed).then_some(note), Some(act)))
    }
}
