//! "Is this you?" (ご本人ですか): what the card said, one source mark for the whole box.

use iced::widget::column;

use super::{Context, Frame};
use crate::theme::measure::SMALL_BUTTON;
use crate::theme::px;
use crate::widget::button::{Weight, after, before, big, sized, units};
use crate::widget::frame::{self, Heading, VISIT};
use crate::widget::notice::{Kind, banner};
use crate::widget::press::press;
use crate::widget::{Element, facts};

/// The page holds nothing: the facts come with the context.
#[derive(Clone, Copy, Debug, Default)]
pub struct Confirm;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    Yes,
    No,
    /// The masked facts were touched.
    Show,
    /// カードの字を見る
    Letters,
    Frame(Frame),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Yes,
    No,
    Unmask,
    Letters,
    Frame(Frame),
}

impl Confirm {
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Yes => Action::Yes,
            Message::No => Action::No,
            Message::Show => Action::Unmask,
            Message::Letters => Action::Letters,
            Message::Frame(frame) => Action::Frame(frame),
        }
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        // Hidden facts are one large target; shown ones are none.
        let body: Element<'a, Message> = match cx.facts {
            Some(_) => facts::facts(cx, cx.facts, Some(letters(cx))),
            None => press(|_| facts::facts(cx, None, None), Message::Show).into(),
        };
        let told = cx.standing.and_then(|standing| standing.told()).filter(|_| cx.facts.is_some());
        let body: Element<'a, Message> = match told {
            Some((key, days)) => {
                let said = cx.words.with(key, &[("n", &days.to_string())]);
                column![body, banner(cx, Kind::Warn, &said)].spacing(16).into()
            }
            None => body,
        };
        let hint = if cx.facts.is_some() { "confirm-hint" } else { "confirm-masked" };
        // Large letters need the hint's room for what ends soon.
        let hint = if told.is_some() && cx.look.size.percent() > 100 { String::new() } else { cx.words.get(hint) };
        let middle = frame::headed(cx, &cx.words.get("confirm-title"), &hint, body);
        let yes = big(cx, cx.words.get("confirm-yes"), after("arrow-right"), Weight::Main, Message::Yes);
        let no = big(cx, cx.words.get("confirm-no"), before("x"), Weight::Second, Message::No);
        let heading = Heading { service: Some(cx.service.to_owned()), progress: None };
        frame::folded(cx, &heading, VISIT, Message::Frame, middle, (Some(no), Some(yes)))
    }
}

/// A way to look at each letter, for names with rare ones.
fn letters<'a>(cx: &Context<'_>) -> Element<'a, Message> {
    let label = cx.words.get("letters-look");
    let px = cx.look.tool(px::SUPPORT);
    let wide = units(&label) * px + px * 1.5 + 2.0 * 32.0;
    sized(cx, label, before("image"), Weight::Quiet, (px, wide, SMALL_BUTTON), Message::Letters)
}
