//! Standing (倒れない画面): what the app does when a part of it falls, a device thread or a page of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};

use iced::{Task, window};

use super::{App, Message};
use crate::alive::Fall;
use crate::log::told;
use crate::store::kind;

impl App {
    /// [`App::update`], and the visit's end when it falls: the next person finds the first page.
    pub(super) fn standing_update(&mut self, message: Message) -> Task<Message> {
        let second = matches!(message, Message::Second);
        if second && self.undrawn.take() {
            // No tick: a terminal that cannot draw its first page either is restarted by the service manager.
            self.stumbled();
            return Task::none();
        }
        if second {
            self.pulse.tick();
        }
        catch_unwind(AssertUnwindSafe(|| self.update(message))).unwrap_or_else(|_| {
            self.stumbled();
            Task::none()
        })
    }

    /// [`App::view`], and a blank window when it falls.
    pub(super) fn standing_view(&self, window: window::Id) -> iced::Element<'_, Message> {
        catch_unwind(AssertUnwindSafe(|| self.view(window))).unwrap_or_else(|_| {
            self.undrawn.set(true);
            iced::widget::space().into()
        })
    }

    fn stumbled(&mut self) {
        self.supervisor.report("screen");
        let wiped = catch_unwind(AssertUnwindSafe(|| {
            self.leave_half();
            self.end(true);
            self.refresh(true);
        }));
        if wiped.is_err() {
            self.undrawn.set(true);
        }
    }

    /// A thread fell: an entry, and a word to staff. Whoever waited for it was answered by the thread itself.
    pub(super) fn thread_fell(&mut self, fall: &Fall) {
        self.desk.fault = Some("M01");
        self.note(kind::THREAD_FELL, &serde_json::json!({ "thread": fall.thread, "place": fall.place }));
    }

    /// A seal that failed is tried again in a minute; staff see why.
    pub(super) fn sealed(&mut self, sealed: Result<(), &'static str>) {
        if let Err(code) = sealed {
            tracing::warn!(code = told(code), "the journal could not be sealed");
            self.desk.fault = Some(code);
        }
    }

    /// What is kept longer than it should be is for staff to know.
    pub(super) fn erased(&mut self, erased: Result<(), &'static str>) {
        if let Err(code) = erased {
            tracing::warn!(code = told(code), "what is over could not be erased");
            self.desk.fault = Some(code);
        }
    }
}
