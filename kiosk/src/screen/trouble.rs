//! A trouble (お知らせ): first what happened, then what to do; what is not broken; the code small at the foot.

use iced::Length;
use iced::widget::{column, space};

use super::{Context, Frame};
use crate::theme::px;
use crate::trouble::{Kind, Trouble};
use crate::widget::button::{Weight, after, big};
use crate::widget::frame::{self, Offers};
use crate::widget::panel::{self, Drawing, Poster};
use crate::widget::{Element, fitted, hint, ways, words};

/// One trouble and the ways on.
#[derive(Clone, Debug)]
pub struct Shown {
    pub trouble: Trouble,
    /// 「もう一度」 makes sense here.
    pub again: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    Again,
    Staff,
    Frame(Frame),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Again,
    CallStaff,
    Frame(Frame),
}

impl Shown {
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Again => Action::Again,
            Message::Staff => Action::CallStaff,
            Message::Frame(frame) => Action::Frame(frame),
        }
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let palette = cx.look.palette();
        let code = self.trouble.code;
        let values: Vec<(&str, &str)> =
            self.trouble.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let say = |part: &str| cx.words.with(&format!("{code}-{part}"), &values);
        let poster = Poster {
            lead: String::new(),
            title: say("title"),
            drawing: match code {
                // Nothing can be done with the card here: it is taken away.
                "C17" | "C18" | "C19" => Drawing::Take,
                code if code.starts_with('C') => Drawing::Lifted,
                _ => Drawing::Take,
            },
            foot: None,
            attention: self.trouble.kind == Kind::Attention,
        };
        let remedy = say("remedy");
        let remedy = words(cx, remedy.clone(), fitted(&remedy, cx.look.title(px::TITLE), 940.0), true, palette.ink);
        let middle = column![
            remedy,
            hint(cx, say("what")),
            space().height(16),
            ways::with_staff(cx, Message::Staff),
            space().height(Length::Fill),
            ways::number(cx, code),
        ]
        .spacing(24);
        let offers = Offers { back: true, cancel: true, language: false };
        let act = if self.again {
            big(cx, cx.words.get("again"), after("refresh-cw"), Weight::Main, Message::Again)
        } else {
            ways::leave(cx, Weight::Main, Message::Frame(Frame::Cancel))
        };
        frame::open(cx, panel::poster(cx, poster, None), offers, Message::Frame, middle, Some(act))
    }
}
