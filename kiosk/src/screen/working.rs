//! Recording (受付中): a moment between the act and the number; never longer than two seconds without a way on.

use iced::Length;
use iced::widget::{column, container};

use super::Context;
use crate::widget::{Element, hint, title};

/// The record is being written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Working;

impl Working {
    pub fn view<'a, M: Clone + 'a>(&self, cx: &Context<'_>) -> Element<'a, M> {
        let said =
            column![title(cx, cx.words.get("working-title")), hint(cx, cx.words.get("working-hint"))].spacing(24);
        crate::widget::frame::whole(cx.look.palette().page, container(said).center(Length::Fill))
    }
}
