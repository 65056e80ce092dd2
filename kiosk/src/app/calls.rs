//! The display of numbers (番号の呼び出しの画面): a display with a role of its own, asked of the record every two seconds.

use std::sync::Arc;

use iced::{Task, window};

use super::{App, Message};
use crate::paper;
use crate::screen::calls::Called;
use crate::store::{Fault, Store};

/// Numbers on the display.
const MOST: u32 = 12;
/// Seconds between two looks.
const EVERY: u32 = 2;

/// The display, where there is one.
#[derive(Default)]
pub(super) struct Calls {
    window: Option<window::Id>,
    pub(super) numbers: Vec<Called>,
    seconds: u32,
}

impl Calls {
    /// Takes the window that was opened for it, beside the others.
    pub(super) fn opened(
        &mut self,
        third: Option<(window::Id, Task<window::Id>)>,
        opening: Task<window::Id>,
    ) -> Task<window::Id> {
        let Some((id, task)) = third else { return opening };
        self.window = Some(id);
        Task::batch([opening, task])
    }

    pub(super) fn is(&self, window: window::Id) -> bool {
        self.window == Some(window)
    }
}

impl App {
    /// One more second.
    pub(super) fn watch_calls(&mut self) {
        self.calls.seconds += 1;
        if self.calls.window.is_none() || !self.calls.seconds.is_multiple_of(EVERY) {
            return;
        }
        let (store, own) = (Arc::clone(&self.options.store), self.options.config.on_paper().window);
        let tell = self.teller(Message::Called);
        // What stands there stands until the record answers again.
        let look = move || {
            if let Ok(numbers) = numbers(&store, &own) {
                tell(numbers);
            }
        };
        self.supervisor.once("calls", look, || {});
    }
}

/// Numbers and windows, the newest call first; `own`: this terminal's window. Nobody under protection is called here.
fn numbers(store: &Store, own: &str) -> Result<Vec<Called>, Fault> {
    let called = store.called_cases(MOST)?.into_iter().filter(|(case, _)| !case.protected);
    let called = called.map(|(case, progress)| Called {
        number: paper::called(&case.entry.terminal, case.entry.number),
        window: if progress.window.is_empty() { own.to_owned() } else { progress.window },
    });
    Ok(called.collect())
}
