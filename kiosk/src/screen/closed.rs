//! Closed and out of order (受付時間外・休止中): says when, and where to go instead.

use iced::Length;
use iced::widget::{column, container};

use super::{Context, Frame};
use crate::theme::px;
use crate::widget::button::{Weight, before, sized};
use crate::widget::{Element, icon, words};

/// Why nothing can be begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Outside the hours, with when it opens again, in words.
    Hours { opens: String },
    /// A device or the record is not usable; by its trouble code.
    OutOfOrder { code: String },
}

impl Closed {
    pub fn view<'a>(&self, cx: &Context<'_>) -> Element<'a, Frame> {
        let palette = cx.look.palette();
        let (name, title, what) = match self {
            Self::Hours { opens } => ("clock", "closed-title", opens.clone()),
            Self::OutOfOrder { code } => {
                ("triangle-alert", "order-title", cx.words.with("trouble-number", &[("code", code)]))
            }
        };
        let call = sized(
            cx,
            cx.words.get("tool-call"),
            before("concierge-bell"),
            Weight::OnPanel,
            (44.0, 420.0, 112.0),
            Frame::CallStaff,
        );
        let window = cx.words.with("order-window", &[("window", &cx.place.window)]);
        let inside = column![
            icon(cx, name, 140.0, palette.on_panel),
            words(cx, cx.words.get(title), cx.look.title(px::NOTICE), true, palette.on_panel),
            words(cx, window, px::BUTTON, false, palette.on_panel),
            words(cx, what, px::BODY, false, palette.on_panel),
            call,
        ]
        .spacing(40)
        .align_x(iced::Alignment::Center);
        crate::widget::frame::whole(palette.panel, container(inside).center(Length::Fill))
    }
}
