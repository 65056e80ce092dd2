//! Running (動かす): opens the windows, lets messages in, and seals the record at the end.

use std::sync::{Arc, Mutex, PoisonError};

use iced::{Subscription, Task, window};

use super::{App, Message, Options, start, view as views};
use crate::alive;
use crate::log::told;
use crate::text::Catalogue;

/// Why the windows could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum StartFault {
    /// The sentences.
    #[error(transparent)]
    Text(#[from] crate::text::Fault),
    /// The window system.
    #[error("no window: {0}")]
    Window(#[from] iced::Error),
}

/// Opens the windows and stays until they are closed.
///
/// # Errors
/// [`StartFault`]
pub fn run(options: Options) -> Result<(), StartFault> {
    let catalogue = Catalogue::load(&options.folders.assets.join("text"))?;
    let fonts = start::fonts(&options.folders.assets);
    let store = Arc::clone(&options.store);
    let once = Mutex::new(Some((options, catalogue)));
    let boot = move || {
        let taken = once.lock().unwrap_or_else(PoisonError::into_inner).take();
        App::boot(taken)
    };
    let mut daemon = iced::daemon(boot, update, view)
        .title(|app: &Option<App>, window| app.as_ref().map_or_else(String::new, |app| app.title(window)))
        .theme(|_: &Option<App>, _| iced::Theme::Light)
        .style(|app: &Option<App>, _| app.as_ref().map_or_else(views::plain, App::ground))
        .subscription(subscription)
        .default_font(crate::theme::font("ja", false));
    for font in fonts {
        daemon = daemon.font(font);
    }
    let ended = daemon.run();
    alive::watchdog::stopping();
    // Threads may still hold the record, so it does not close by itself.
    if let Err(fault) = store.seal() {
        tracing::warn!(code = told(fault.code()), "the journal could not be sealed at the end");
    }
    if let Some(pipe) = alive::stop::pipe() {
        alive::stop::gone(&pipe);
    }
    store.end();
    Ok(ended?)
}

fn update(app: &mut Option<App>, message: Message) -> Task<Message> {
    app.as_mut().map_or_else(iced::exit, |app| app.standing_update(message))
}

fn view(app: &Option<App>, window: window::Id) -> iced::Element<'_, Message> {
    app.as_ref().map_or_else(|| iced::widget::space().into(), |app| app.standing_view(window))
}

fn subscription(app: &Option<App>) -> Subscription<Message> {
    app.as_ref().map_or_else(Subscription::none, App::subscription)
}
