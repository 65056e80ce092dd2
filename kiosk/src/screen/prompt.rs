//! A counter's page (窓口のサービスのページ): waits for a tap, a code, typing or a press, whichever its service welcomes.

mod equals;
mod foot;
mod others;
mod room;
mod rows;

use iced::widget::{Column, Row, column, container, row};
use iced::{Alignment, Length};
use zeroize::Zeroizing;

use equals::Equals;
use foot::Foot;

use super::{Context, Frame};
use crate::counter::slip::spoken;
use crate::form::guard::has_individual_number;
use crate::service::counter::ends::AGAIN;
use crate::service::counter::{Keys, Prompt as Asked, Typing, Way};
use crate::service::say::Say;
use crate::theme::measure::{GAP, SMALL_BUTTON};
use crate::theme::px;
use crate::widget::button::{Weight, before, sized};
use crate::widget::frame::{self, Heading, Offers, VISIT};
use crate::widget::notice::{Kind, banner};
use crate::widget::panel::{self, Drawing, Poster};
use crate::widget::{Element, fitted, kana, keypad, words};

/// A page that waits, and what was typed on it.
pub struct Prompt {
    pub asked: Asked,
    typed: Zeroizing<String>,
    /// Which part of the rows is shown.
    part: usize,
    /// What was wrong with the last act here.
    note: Option<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// A way or a row, by id.
    Chosen(String),
    Digit(keypad::Key),
    Kana(kana::Key),
    Letters(String),
    Enter,
    More,
    Fewer,
    Frame(Frame),
}

/// How much stands above what a page asks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Head {
    Whole,
    /// Without the hint, where what is pressed needs its room.
    Title,
    /// What was wrong stands in the title's place, where keys take the room.
    Least,
}

pub enum Action {
    None,
    Tick,
    Chosen(String),
    Typed(Zeroizing<String>),
    Frame(Frame),
}

impl Prompt {
    #[must_use]
    pub fn new(asked: Asked) -> Self {
        Self { asked, typed: Zeroizing::default(), part: 0, note: None }
    }

    /// Something was done that does not count on this page.
    pub const fn not_now(&mut self) {
        self.note = Some("counter-not-now");
    }

    /// What lies on the reader shows nothing.
    pub const fn unread(&mut self) {
        self.note = Some("counter-unread");
    }

    pub fn update(&mut self, message: Message) -> Action {
        if !matches!(message, Message::Frame(_)) {
            self.note = None;
        }
        match message {
            Message::Chosen(id) => return Action::Chosen(id),
            Message::Frame(frame) => return Action::Frame(frame),
            Message::Enter => return self.enter(),
            Message::More => self.part += 1,
            Message::Fewer => self.part = self.part.saturating_sub(1),
            Message::Digit(keypad::Key::Digit(digit)) => self.push(char::from(b'0' + digit.min(9))),
            Message::Kana(kana::Key::Letter(letter)) => self.push(letter),
            Message::Kana(kana::Key::Space) => self.push('\u{3000}'),
            Message::Kana(kana::Key::Turn) => {}
            Message::Kana(kana::Key::Mark) => {
                if let Some(last) = self.typed.pop() {
                    self.push(kana::marked(last));
                }
            }
            Message::Digit(keypad::Key::Erase) | Message::Kana(kana::Key::Erase) => drop(self.typed.pop()),
            Message::Digit(keypad::Key::Clear) | Message::Kana(kana::Key::Clear) => self.typed.clear(),
            Message::Letters(text) => {
                let longest = self.asked.typed.as_ref().map_or(0, |typing| typing.longest);
                *self.typed = text.chars().take(longest).collect();
            }
        }
        Action::Tick
    }

    fn push(&mut self, letter: char) {
        let longest = self.asked.typed.as_ref().map_or(0, |typing| typing.longest);
        if self.typed.chars().count() < longest {
            self.typed.push(letter);
        }
    }

    /// No text enters that may be somebody's 個人番号.
    fn enter(&mut self) -> Action {
        if self.typed.trim().is_empty() {
            self.note = Some("counter-type-first");
            return Action::None;
        }
        let typed = std::mem::take(&mut self.typed);
        if has_individual_number(&typed) {
            self.note = Some("counter-no-number");
            return Action::None;
        }
        Action::Typed(typed)
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let offers = if self.asked.rest { Offers { back: false, cancel: false, language: true } } else { VISIT };
        match &self.asked.typed {
            Some(typing) => self.keys(cx, typing, offers),
            None if self.asked.tap && !self.crowded(cx, offers) => self.card(cx, offers),
            None if self.asked.tap => self.gathered(cx, offers),
            None => self.pressed(cx, offers),
        }
    }

    /// The mode, what was wrong, the title and the hint in a column of this width, and how high they stand.
    fn head<'a>(&self, cx: &Context<'_>, width: f32, says: Head) -> (Column<'a, Message>, f32) {
        let palette = cx.look.palette();
        let say = |said: &Say| spoken(cx.words, said);
        let (mut head, mut high) = (column![].spacing(GAP), 0.0);
        if let Some(mode) = &self.asked.mode {
            let (said, px) = (say(mode), cx.look.tool(px::SUPPORT));
            high += room::tall(&said, px, width) + GAP;
            head = head.push(words(cx, said, px, true, palette.key));
        }
        let note = self.note.map(|note| cx.words.get(note));
        let title = say(&self.asked.title);
        let px = fitted(&title, if cx.low() { px::TITLE } else { cx.look.title(px::TITLE) }, width);
        match (&note, says == Head::Least) {
            // Where keys take the room, what was wrong stands in the title's place.
            (Some(note), true) => {
                high += room::banner(cx, note, width);
                head = head.push(banner(cx, Kind::Error, note));
                return (head, high);
            }
            (Some(note), false) => {
                high += room::banner(cx, note, width);
                head = head.push(banner(cx, Kind::Error, note));
            }
            (None, _) => {}
        }
        high += room::tall(&title, px, width) + GAP;
        head = head.push(words(cx, title, px, true, palette.ink));
        if let Some(hint) = self.asked.hint.as_ref().filter(|_| says == Head::Whole && cx.look.size.percent() <= 140) {
            let (said, px) = (say(hint), cx.look.label(px::HINT));
            high += room::tall(&said, px, width) + GAP;
            head = head.push(words(cx, said, px, false, palette.ink2));
        }
        (head, high)
    }

    /// A page with keys.
    fn keys<'a>(&self, cx: &Context<'_>, typing: &Typing, offers: Offers) -> Element<'a, Message> {
        let beside = typing.keys == Keys::Digits && !cx.upright();
        let kana = typing.keys == Keys::Kana;
        let width = if beside { super::pin::beside_keys(cx) } else { frame::content(cx) };
        let (entry, entry_high) = self.entry(cx, typing, kana && !cx.upright());
        let keys_high = match (typing.keys, cx.upright()) {
            (Keys::Digits, true) => 540.0 + GAP,
            (Keys::Kana, true) => 488.0 + SMALL_BUTTON + 3.0 * GAP,
            _ => 0.0,
        };
        // Kana keys take all the room: what else there is stands at the foot, where a wide display has room for it.
        let below = !kana || cx.upright();
        let others = self.others(cx, width).filter(|_| below);
        let (others, others_high) = others.map_or((None, 0.0), |(others, high)| (Some(others), high + GAP));
        let all = room::matter(cx, true, false) - entry_high - keys_high - others_high;
        let (mut head, mut high) = self.head(cx, width, if kana { Head::Least } else { Head::Whole });
        if !kana && high > all {
            (head, high) = self.head(cx, width, Head::Title);
        }
        let room = all - high;
        let mut side = head.push(entry);
        if !kana
            && room >= self.least(cx, width)
            && let Some(rows) = self.rows(cx, (width, room))
        {
            side = side.push(rows);
        }
        let middle: Element<'a, Message> = match (typing.keys, cx.upright()) {
            (Keys::Digits, false) => {
                let keys = keypad::keypad(cx, keypad::ORDER, Message::Digit);
                row![container(side.push(others)).width(Length::Fill), keys].spacing(56).into()
            }
            (Keys::Digits, true) => side.push(keypad::keypad(cx, keypad::ORDER, Message::Digit)).push(others).into(),
            (Keys::Kana, _) => side.spacing(8).push(kana::keyboard(cx, Message::Kana)).push(others).into(),
            (Keys::Letters, _) => side.push(others).into(),
        };
        let weight = if self.typed.is_empty() { Weight::NotYet } else { Weight::Main };
        let foot = Foot { beside: self.asked.ways.first(), act: Some((cx.words.get("next"), weight, Message::Enter)) };
        let (beside, act) = foot.drawn(cx, offers);
        let mut side = Row::new().spacing(GAP).align_y(Alignment::Center);
        if !below {
            side = side.push(self.others(cx, f32::MAX).map(|(others, _)| others));
        }
        frame::folded(cx, &heading(cx), offers, Message::Frame, middle, (Some(side.push(beside).into()), act))
    }

    /// A page whose subject is the card.
    fn card<'a>(&self, cx: &Context<'_>, offers: Offers) -> Element<'a, Message> {
        let poster = Poster {
            lead: cx.words.get("counter-tap-lead"),
            title: cx.words.get("counter-tap-title"),
            drawing: Drawing::Place,
            foot: Some(cx.words.get(super::place::foot(cx.reader))),
            attention: false,
        };
        let width = frame::matter(cx);
        let (head, high) = self.head(cx, width, Head::Whole);
        let room = room::matter(cx, offers.back, true) - high;
        let ways = self.ways(cx, room - self.wanted(cx, width));
        let left = room - ways.as_ref().map_or(0.0, |(_, high)| high + GAP);
        let mut middle = head;
        if let Some(rows) = self.rows(cx, (width, left)) {
            middle = middle.push(rows);
        }
        if let Some((ways, _)) = ways {
            middle = middle.push(ways);
        }
        frame::open(cx, panel::poster(cx, poster, None), offers, Message::Frame, middle, None)
    }

    /// So much was gathered that it needs the room of the card, which is still welcome.
    fn crowded(&self, cx: &Context<'_>, offers: Offers) -> bool {
        let (rows, ways) = (self.asked.rows.len(), self.asked.ways.len());
        if rows == 0 {
            return false;
        }
        let width = frame::matter(cx);
        let room = room::matter(cx, offers.back, true) - self.head(cx, width, Head::Whole).1;
        let least = Equals::column(cx, &self.asked).map_or(0.0, |equals| equals.drawn(cx, 0.0).1 + GAP);
        let many = !cx.upright() && (rows > BESIDE_CARD || (rows > 1 && ways > 2));
        many || room < least + self.least(cx, width)
    }

    /// A page of many rows: its first way is the act, the others stand small, in one line where that is wide enough.
    fn gathered<'a>(&self, cx: &Context<'_>, offers: Offers) -> Element<'a, Message> {
        let width = frame::content(cx);
        let (mut middle, high) = self.head(cx, width, Head::Whole);
        let others = self.asked.ways.get(1..).unwrap_or_default();
        let across = if cx.upright() { 1 } else { others.len().max(1) };
        #[allow(clippy::cast_precision_loss, reason = "a handful of ways")]
        let (count, lines) = (across as f32, others.len().div_ceil(across) as f32);
        let room = room::matter(cx, true, false) - high - lines * (SMALL_BUTTON + GAP);
        if let Some(rows) = self.rows(cx, (width, room)) {
            middle = middle.push(rows);
        }
        let each = (width - GAP * (count - 1.0)) / count;
        for some in others.chunks(across) {
            let way = |way: &Way| {
                let said = spoken(cx.words, &way.say);
                let face = (fitted(&said, cx.look.tool(px::BODY), each - 120.0), each, SMALL_BUTTON);
                sized(cx, said, before("plus"), Weight::Second, face, chosen(way))
            };
            middle = middle.push(Row::with_children(some.iter().map(way)).spacing(GAP));
        }
        let foot = Foot { beside: None, act: self.asked.ways.first().map(|way| Foot::loud(cx, way)) };
        frame::folded(cx, &heading(cx), offers, Message::Frame, middle, foot.drawn(cx, offers))
    }

    /// A page that is answered by pressing: by its acts at the foot, or by ways that are equals and larger.
    fn pressed<'a>(&self, cx: &Context<'_>, offers: Offers) -> Element<'a, Message> {
        let width = frame::content(cx);
        let all = room::matter(cx, true, false);
        let (wanted, least) = (self.wanted(cx, width), self.least(cx, width));
        let stands = |high: f32| Equals::of(cx, &self.asked, (width, all - high), (wanted, least));
        let (mut middle, mut high) = self.head(cx, width, Head::Whole);
        let mut equals = stands(high);
        if equals.as_ref().is_some_and(|equals| all - high < equals.drawn(cx, 0.0).1 + GAP + least) {
            (middle, high) = self.head(cx, width, Head::Title);
            equals = stands(high);
        }
        let mut room = all - high;
        let ways = equals.as_ref().map(|equals| {
            let (ways, high) = equals.drawn(cx, room - wanted);
            room -= high + GAP;
            ways
        });
        if let Some(rows) = self.rows(cx, (width, room)) {
            middle = middle.push(rows);
        }
        let ways_at = |at: usize| self.asked.ways.get(at);
        let (again, loud) = (|| self.asked.ways.iter().find(|way| way.id == AGAIN), || self.asked.act.as_ref());
        let (beside, act) = if equals.is_some() { (again(), loud()) } else { (ways_at(1), ways_at(0).or_else(loud)) };
        let foot = Foot { beside, act: act.map(|way| Foot::loud(cx, way)) };
        frame::folded(cx, &heading(cx), offers, Message::Frame, middle.push(ways), foot.drawn(cx, offers))
    }

    /// All ways as large targets below each other, for a page beside the card.
    fn ways<'a>(&self, cx: &Context<'_>, room: f32) -> Option<(Element<'a, Message>, f32)> {
        Equals::column(cx, &self.asked).map(|equals| equals.drawn(cx, room))
    }

    /// What was typed so far, in a field, and how high it stands.
    fn entry<'a>(&self, cx: &Context<'_>, typing: &Typing, low: bool) -> (Element<'a, Message>, f32) {
        let palette = cx.look.palette();
        let label = spoken(cx.words, &typing.label);
        let px = cx.look.tool(px::SUPPORT);
        let height = match (low, cx.low()) {
            (false, _) => SMALL_BUTTON + GAP,
            (true, false) => LOW_FIELD,
            (true, true) => LOWEST_FIELD,
        };
        let field: Element<'a, Message> = if typing.keys == Keys::Letters {
            iced::widget::text_input(&label, &self.typed)
                .on_input(Message::Letters)
                .on_submit(Message::Enter)
                .size(px::VALUE)
                .padding(24)
                .into()
        } else {
            let said = if self.typed.is_empty() && low {
                words(cx, label.clone(), px, false, palette.ink2)
            } else {
                crate::widget::written(&self.typed, px::VALUE, true, palette.ink)
            };
            let border = cx.look.border(6.0);
            container(said)
                .padding([0, 24])
                .width(Length::Fill)
                .height(height)
                .align_y(Alignment::Center)
                .style(move |_| crate::widget::boxed(palette.page, palette.key, border, 12.0))
                .into()
        };
        if low {
            return (field, height + GAP);
        }
        (column![words(cx, label, px, true, palette.ink), field].spacing(8).into(), height + px * 1.4 + 8.0 + GAP)
    }
}

/// As many rows stand beside the card.
const BESIDE_CARD: usize = 3;
/// Height of the field above the kana keys.
const LOW_FIELD: f32 = 80.0;
/// The same on a low display, so that the last row of keys keeps its height.
const LOWEST_FIELD: f32 = 74.0;

fn heading(cx: &Context<'_>) -> Heading {
    Heading { service: Some(cx.service.to_owned()), progress: None }
}

fn chosen(way: &Way) -> Message {
    Message::Chosen(way.id.clone())
}
