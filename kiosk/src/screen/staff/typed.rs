//! Typed fields (入力欄) of staff pages: staff have a keyboard, residents never see these.

use iced::widget::text_input;
use iced::{Border, Length};
use zeroize::Zeroizing;

use super::Message;
use crate::screen::Context;
use crate::theme::px;
use crate::widget::{Element, words};

/// A field of one line with its label above it.
pub fn field<'a>(
    cx: &Context<'_>,
    key: &str,
    value: &str,
    act: impl Fn(String) -> Message + 'a,
) -> iced::widget::Column<'a, Message> {
    labelled(cx, key, styled(cx, value).on_input(act))
}

/// The same under words that are no sentence's key; Enter says `enter`.
pub fn under<'a>(
    cx: &Context<'_>,
    label: String,
    value: &str,
    act: impl Fn(String) -> Message + 'a,
    enter: Message,
) -> iced::widget::Column<'a, Message> {
    let palette = cx.look.palette();
    let input = styled(cx, value).on_input(act).on_submit(enter);
    iced::widget::column![words(cx, label, cx.look.tool(px::SMALL), false, palette.ink2), input]
        .spacing(6)
        .width(Length::Fill)
}

/// A field that shows dots.
pub fn secret<'a>(
    cx: &Context<'_>,
    key: &str,
    value: &str,
    act: impl Fn(Zeroizing<String>) -> Message + 'a,
    enter: Option<Message>,
) -> iced::widget::Column<'a, Message> {
    let mut input = styled(cx, value).secure(true).on_input(move |typed| act(Zeroizing::new(typed)));
    if let Some(enter) = enter {
        input = input.on_submit(enter);
    }
    labelled(cx, key, input)
}

fn labelled<'a>(
    cx: &Context<'_>,
    key: &str,
    input: text_input::TextInput<'a, Message>,
) -> iced::widget::Column<'a, Message> {
    let palette = cx.look.palette();
    iced::widget::column![words(cx, cx.words.get(key), px::SMALL, false, palette.ink2), input]
        .spacing(6)
        .width(Length::Fill)
}

fn styled<'a>(cx: &Context<'_>, value: &str) -> text_input::TextInput<'a, Message> {
    let palette = cx.look.palette();
    let style = move |_: &iced::Theme, status: text_input::Status| {
        let focused = matches!(status, text_input::Status::Focused { .. });
        text_input::Style {
            background: palette.page.into(),
            border: Border {
                color: if focused { palette.key } else { palette.line },
                width: if focused { 6.0 } else { 3.0 },
                radius: 16.0.into(),
            },
            icon: palette.ink,
            placeholder: palette.ink2,
            value: palette.ink,
            selection: palette.ring,
        }
    };
    let face = crate::theme::font("ja", false);
    text_input("", value).font(face).size(36).padding(18).style(style)
}

/// A line of words in a column of a table.
pub fn cell<'a>(cx: &Context<'_>, said: &str, px: f32, bold: bool, width: f32) -> Element<'a, Message> {
    let ink = cx.look.palette().ink;
    let said = crate::widget::written(said, px, bold, ink);
    let cell = iced::widget::container(said).clip(true);
    if width > 0.0 { cell.width(width).into() } else { cell.width(Length::Fill).into() }
}

/// A field whose label stands elsewhere.
pub fn bare<'a>(cx: &Context<'_>, value: &str, act: impl Fn(String) -> Message + 'a) -> Element<'a, Message> {
    styled(cx, value).on_input(act).into()
}
