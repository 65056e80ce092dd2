//! What a panic says (落ちたときの記録): the thread and the place in the program, never the message, which may name a person.

use std::cell::RefCell;

use crate::log::told;

thread_local! {
    /// Where this thread panicked last.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Replaces the standard hook, which would print the message. To be called before the first thread starts.
pub fn install() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        let thread = std::thread::current();
        match panic.location() {
            Some(at) => tracing::error!(thread = told(&thread), place = told(at), "a thread fell"),
            None => tracing::error!(thread = told(&thread), "a thread fell"),
        }
        // A thread that ends takes its notes along; then there is nobody to read them either.
        let _ = PLACE.try_with(|noted| noted.try_borrow_mut().map(|mut noted| *noted = place));
    }));
}

/// Where the calling thread panicked last; empty when it did not, or when no hook was installed.
#[must_use]
pub fn place() -> String {
    PLACE
        .try_with(|noted| noted.try_borrow_mut().map(|mut noted| std::mem::take(&mut *noted)).unwrap_or_default())
        .unwrap_or_default()
}
