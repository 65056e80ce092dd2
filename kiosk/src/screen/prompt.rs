//! A counter's page (窓口のサービスのページ): waits for a tap, a code, typing or a press, whichever its service welcomes.

use iced::widget::{Row, column, container, row, space};
use iced::{Alignment, Length};
use zeroize::Zeroizing;

use super::{Context, Frame};
use crate::counter::slip::spoken;
use crate::form::guard::has_individual_number;
use crate::service::counter::{Keys, Prompt as Asked, Typing, Way};
use crate::service::say::{Row as Line, Say, Tone};
use crate::theme::measure::{GAP, MENU, SMALL_BUTTON};
use crate::theme::px;
use crate::widget::button::{Weight, after, before, big, menu, sized};
use crate::widget::frame::{self, Heading, Offers, VISIT};
use crate::widget::notice::{Kind, banner};
use crate::widget::panel::{self, Drawing, Poster};
use crate::widget::{Element, hairline, icon, kana, keypad, words};

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
        let say = |said: &Say| spoken(cx.words, said);
        let mut body = column![].spacing(GAP);
        if let Some(mode) = &self.asked.mode {
            body = body.push(banner(cx, Kind::Note, &say(mode)));
        }
        if let Some(note) = self.note {
            body = body.push(banner(cx, Kind::Error, &cx.words.get(note)));
        }
        let title = say(&self.asked.title);
        let hint = self.asked.hint.as_ref().map(say).unwrap_or_default();
        let offers = if self.asked.rest { Offers { back: false, cancel: false, language: true } } else { VISIT };
        let Some(typing) = &self.asked.typed else {
            return self.pressed(cx, body, (&title, &hint), offers);
        };
        let entry = self.entry(cx, typing);
        let side =
            frame::headed_in(cx, super::pin::beside_keys(cx), &title, &hint, body.push(entry).push(self.rows(cx)));
        let middle: Element<'a, Message> = match (typing.keys, cx.upright()) {
            (Keys::Digits, false) => {
                let keys = keypad::keypad(cx, keypad::ORDER, Message::Digit);
                row![container(side).width(Length::Fill), keys].spacing(56).into()
            }
            (Keys::Digits, true) => column![side, keypad::keypad(cx, keypad::ORDER, Message::Digit)].spacing(24).into(),
            (Keys::Kana, _) => column![side, kana::keyboard(cx, Message::Kana)].spacing(24).into(),
            (Keys::Letters, _) => side.into(),
        };
        let weight = if self.typed.is_empty() { Weight::NotYet } else { Weight::Main };
        let act = big(cx, cx.words.get("next"), after("arrow-right"), weight, Message::Enter);
        frame::folded(cx, &self.heading(cx), offers, Message::Frame, middle, (self.second(cx), Some(act)))
    }

    /// A page without keys: the card is its subject where a tap is welcome.
    fn pressed<'a>(
        &self,
        cx: &Context<'_>,
        body: iced::widget::Column<'a, Message>,
        (title, hint): (&str, &str),
        offers: Offers,
    ) -> Element<'a, Message> {
        let many = self.asked.ways.len() > 2;
        let mut body = body.push(self.rows(cx));
        if many || self.asked.tap {
            for way in &self.asked.ways {
                body = body.push(menu(cx, "circle", &spoken(cx.words, &way.say), "", MENU, chosen(way)));
            }
        }
        if self.asked.tap {
            let poster = Poster {
                lead: cx.words.get("counter-tap-lead"),
                title: cx.words.get("counter-tap-title"),
                drawing: Drawing::Place,
                foot: Some(cx.words.get(super::place::foot(cx.reader))),
                attention: false,
            };
            let head = column![crate::widget::title(cx, title), crate::widget::hint(cx, hint)].spacing(8);
            let middle = column![head, body].spacing(28);
            return frame::open(cx, panel::poster(cx, poster, None), offers, Message::Frame, middle, None);
        }
        let middle = frame::headed(cx, title, hint, body);
        let act = (!many)
            .then(|| self.asked.ways.first())
            .flatten()
            .map(|way| big(cx, spoken(cx.words, &way.say), after("arrow-right"), Weight::Main, chosen(way)));
        let second = if many { None } else { self.second(cx) };
        frame::folded(cx, &self.heading(cx), offers, Message::Frame, middle, (second, act))
    }

    fn heading(&self, cx: &Context<'_>) -> Heading {
        Heading { service: Some(cx.service.to_owned()), progress: None }
    }

    /// The second way, beside the act.
    fn second<'a>(&self, cx: &Context<'_>) -> Option<Element<'a, Message>> {
        let at = usize::from(self.asked.typed.is_none());
        let way = self.asked.ways.get(at)?;
        Some(big(cx, spoken(cx.words, &way.say), before("circle"), Weight::Second, chosen(way)))
    }

    /// What was typed so far, in a field.
    fn entry<'a>(&self, cx: &Context<'_>, typing: &Typing) -> Element<'a, Message> {
        let palette = cx.look.palette();
        let label = words(cx, spoken(cx.words, &typing.label), cx.look.tool(px::SUPPORT), true, palette.ink);
        let border = cx.look.border(6.0);
        let field: Element<'a, Message> = if typing.keys == Keys::Letters {
            iced::widget::text_input("", &self.typed)
                .on_input(Message::Letters)
                .on_submit(Message::Enter)
                .size(px::VALUE)
                .padding(24)
                .into()
        } else {
            let said = crate::widget::written(&self.typed, px::FIGURE, true, palette.ink);
            container(said)
                .padding([12, 24])
                .width(Length::Fill)
                .height(MENU)
                .align_y(Alignment::Center)
                .style(move |_| crate::widget::boxed(palette.page, palette.key, border, 12.0))
                .into()
        };
        column![label, field].spacing(8).into()
    }

    /// The rows that fit, and a way to the others.
    fn rows<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        const HEIGHT: f32 = 96.0;
        if self.asked.rows.is_empty() {
            return space().into();
        }
        let room = cx.size.height - if self.asked.typed.is_some() { 760.0 } else { 560.0 };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a handful of rows")]
        let fit = ((room / (HEIGHT + GAP)).floor().max(2.0)) as usize;
        let parts = self.asked.rows.chunks(fit).count();
        let at = self.part.min(parts - 1);
        let mut all = column![].spacing(GAP);
        for line in self.asked.rows.chunks(fit).nth(at).unwrap_or_default() {
            all = all.push(self::line(cx, line));
        }
        if parts > 1 {
            let face = (cx.look.tool(px::TOOL), 320.0, SMALL_BUTTON);
            let mut pager = Row::new().spacing(GAP).align_y(Alignment::Center);
            if at > 0 {
                pager = pager.push(sized(
                    cx,
                    cx.words.get("rows-before"),
                    before("arrow-up"),
                    Weight::Quiet,
                    face,
                    Message::Fewer,
                ));
            }
            if at + 1 < parts {
                pager = pager.push(sized(
                    cx,
                    cx.words.get("rows-after"),
                    before("arrow-down"),
                    Weight::Quiet,
                    face,
                    Message::More,
                ));
            }
            let of = [("at", (at + 1).to_string()), ("of", parts.to_string())];
            let of: Vec<(&str, &str)> = of.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let said = cx.words.with("progress", &of);
            all = all.push(pager.push(words(cx, said, cx.look.tool(px::SUPPORT), false, cx.look.palette().ink2)));
        }
        all.into()
    }
}

fn chosen(way: &Way) -> Message {
    Message::Chosen(way.id.clone())
}

/// The sign of a tone, which is never told by colour alone.
pub(super) const fn sign(tone: Tone) -> Option<&'static str> {
    match tone {
        Tone::Plain => None,
        Tone::Good => Some("circle-check"),
        Tone::Doubt => Some("triangle-alert"),
        Tone::Stop => Some("octagon-x"),
    }
}

/// One row: what it is, its value, a note; a row with an id is a target.
pub(super) fn line<'a>(cx: &Context<'_>, line: &Line) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let say = |said: &Say| spoken(cx.words, said);
    let note = line.note.as_ref().map(say).unwrap_or_default();
    if let Some(id) = &line.id {
        let label = [say(&line.label), say(&line.value)].into_iter().filter(|part| !part.is_empty());
        let label = label.collect::<Vec<_>>().join("  ");
        let name = sign(line.tone).unwrap_or("chevron-right");
        return menu(cx, name, &label, &note, MENU, Message::Chosen(id.clone()));
    }
    let mut at = row![].spacing(20).align_y(Alignment::Center);
    if let Some(name) = sign(line.tone) {
        let colour = match line.tone {
            Tone::Good => palette.good,
            Tone::Stop => palette.stop,
            Tone::Doubt | Tone::Plain => palette.ink,
        };
        at = at.push(icon(cx, name, 44.0, colour));
    }
    let text = cx.look.label(px::BODY);
    let value = say(&line.value);
    let mut said = column![words(cx, say(&line.label), text, value.is_empty(), palette.ink)];
    if !note.is_empty() {
        said = said.push(words(cx, note, cx.look.label(px::SUPPORT), false, palette.ink2));
    }
    at = at.push(said.width(Length::Fill)).push(words(cx, value, text, true, palette.ink));
    column![at, hairline(cx)].spacing(12).into()
}
