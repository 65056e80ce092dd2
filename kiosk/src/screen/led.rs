//! Staff answer for the person (係が入力しています): the residents' display while the questions stand on the staff display.

use iced::Length;
use iced::widget::{column, space};

use super::{Context, Frame};
use crate::widget::frame::{self, Heading, VISIT};
use crate::widget::notice::{Kind, banner};
use crate::widget::{Element, hint, title};

/// Nothing is to be pressed but what every page has.
#[derive(Clone, Copy, Debug, Default)]
pub struct Led;

impl Led {
    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Frame> {
        let heading = Heading { service: Some(cx.service.to_owned()), progress: None };
        let middle = column![
            space().height(Length::Fill),
            title(cx, cx.words.get("led-title")),
            hint(cx, cx.words.get("led-hint")),
            space().height(16),
            banner(cx, Kind::Note, &cx.words.get("led-note")),
            space().height(Length::Fill),
        ]
        .spacing(24);
        frame::folded(cx, &heading, VISIT, |frame| frame, middle, (None, None))
    }
}
