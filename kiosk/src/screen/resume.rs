//! Where it stopped (途中からのつづき): the power went while this person was answering, and they choose whether to go on or begin anew.

use iced::Length;
use iced::widget::{column, space};

use super::{Context, Frame};
use crate::theme::measure::{GAP, MENU};
use crate::widget::Element;
use crate::widget::button::{Weight, after, big, menu};
use crate::widget::frame::{self, Heading, VISIT};
use crate::widget::notice::{Kind, banner};

/// A visit of the same person that came to no end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resume {
    /// When it stopped, as people say the time.
    pub when: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message {
    /// つづきから / はじめから
    On(bool),
    Frame(Frame),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    On(bool),
    Frame(Frame),
}

impl Resume {
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::On(on) => Action::On(on),
            Message::Frame(frame) => Action::Frame(frame),
        }
    }

    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        let kept = banner(cx, Kind::Reassure, &cx.words.get("resume-kept"));
        let anew = menu(
            cx,
            "refresh-cw",
            &cx.words.get("resume-anew"),
            &cx.words.get("resume-anew-hint"),
            MENU,
            Message::On(false),
        );
        let body = column![kept, anew, space().height(Length::Fill)].spacing(GAP);
        let title = cx.words.with("resume-title", &[("when", &self.when)]);
        let middle = frame::headed(cx, &title, &cx.words.get("resume-hint"), body);
        let act = big(cx, cx.words.get("resume-on"), after("arrow-right"), Weight::Main, Message::On(true));
        let heading = Heading { service: Some(cx.service.to_owned()), progress: None };
        frame::folded(cx, &heading, VISIT, Message::Frame, middle, (None, Some(act)))
    }
}
