//! Starting a terminal for a test (試験の端末の起動): its devices, its record, its settings, its counters.

use super::*;

impl Terminal {
    pub(super) fn with(devices: impl FnOnce(&Options, Option<&Practice>) -> Devices, store: Store) -> Self {
        Self::set(devices, store, |_| {})
    }

    pub(super) fn set(
        devices: impl FnOnce(&Options, Option<&Practice>) -> Devices,
        store: Store,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        Self::offering(devices, store, change, None)
    }

    /// With counters of the test's own: what composes slips knows them from the start.
    pub(super) fn offering(
        devices: impl FnOnce(&Options, Option<&Practice>) -> Devices,
        store: Store,
        change: impl FnOnce(&mut Config),
        offers: Option<Vec<crate::counter::offers::Offer>>,
    ) -> Self {
        let root = root();
        let folders = Folders {
            config: root.join("config"),
            assets: root.join("assets"),
            practice: practice_folder().to_owned(),
        };
        let mut config = Config::load(&folders.config).expect("config");
        change(&mut config);
        let store = Arc::new(store);
        let catalogue = Catalogue::load(&folders.assets.join("text")).expect("sentences");
        let options = Options {
            folders,
            config,
            store,
            practice: true,
            out: None,
            hide_dock: false,
            words: None,
            first: Mutex::default(),
        };
        let (outbox, inbox) = unbounded();
        let app = App::begin(Arc::new(options), catalogue, outbox, window::Id::unique(), None, devices);
        let mut terminal = Self { app, inbox };
        terminal.app.speaker = Speaker::silent();
        if let Some(offers) = offers {
            terminal.app.offers = Arc::new(offers.into());
        }
        terminal.until("forms and practice CA", |app| {
            app.printer.is_some() && app.dock.as_ref().is_some_and(|dock| dock.ready)
        });
        terminal
    }
}
