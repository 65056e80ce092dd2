//! Keys (キーボード): Tab goes from target to target of one window, Escape steps back, F12 hides the practice dock.

use iced::advanced::widget::{Id, operate, operation};
use iced::{Event, Task, event, keyboard, mouse, touch, window};

use super::{App, Message, Overlay};
use crate::screen::{Frame, staff};
use crate::widget::press::plain;

/// Touches, and the keys that are no one target's. What a typed field took is its own.
pub(super) fn heard(event: Event, status: event::Status, window: window::Id) -> Option<Message> {
    use keyboard::{Event::KeyPressed, Key, key::Named};
    match event {
        Event::Mouse(mouse::Event::ButtonPressed(_)) | Event::Touch(touch::Event::FingerPressed { .. }) => {
            Some(Message::Touched(window))
        }
        Event::Keyboard(KeyPressed { key, modifiers, .. }) => match key {
            Key::Named(Named::F12) => Some(Message::HideDock),
            Key::Named(Named::Tab) if plain(modifiers) => Some(Message::Focus { window, back: modifiers.shift() }),
            Key::Named(Named::Escape) if status == event::Status::Ignored => Some(Message::Escape(window)),
            _ => Some(Message::Touched(window)),
        },
        _ => None,
    }
}

impl App {
    /// The part of the widget tree that belongs to one window: the keyboard never wanders to the other display.
    pub(super) fn scope(&self, window: window::Id) -> Id {
        Id::new(if Some(window) == self.staff { "staff" } else { "residents" })
    }

    /// To the next target of this window, or to the one before.
    pub(super) fn focus(&self, window: window::Id, back: bool) -> Task<Message> {
        let scope = self.scope(window);
        if back {
            operate(operation::scope(scope, operation::focusable::focus_previous()))
        } else {
            operate(operation::scope(scope, operation::focusable::focus_next()))
        }
    }

    /// The key for 戻る: as on the page that has it, and nothing where it stands on none.
    pub(super) fn escape(&mut self, window: window::Id) {
        self.touched();
        self.desk_touched(window);
        let staff = Some(window) == self.staff || matches!(self.overlay, Some(Overlay::Staff));
        if !staff {
            if self.visit.idle().is_none() {
                self.frame(Frame::Back);
            }
        } else if self.desk.asking.is_some() {
            self.staffed(staff::Message::NotNow);
        } else if self.desk.inside.is_some() && matches!(self.desk.at, staff::At::Case(_)) {
            self.staffed(staff::Message::Go(staff::At::Cases));
        }
    }
}
