//! What this terminal serves (端末の役割): all of its services, or one alone, as in a shelter on the worst night. Staff switch
//! it, the switch is an entry, and the next start finds it there.

use serde::{Deserialize, Serialize};

use super::{App, Options};
use crate::store::{Body, Query, Store, kind};

/// The body of the entry.
#[derive(Serialize, Deserialize)]
struct Switched {
    service: Option<String>,
    by: String,
}

/// The service of a terminal that does nothing else: what staff said last, else the configuration.
pub(super) fn at_start(options: &Options) -> Option<String> {
    last(&options.store).map_or_else(|| options.config.terminal.serves.clone(), |switched| switched.service)
}

fn last(store: &Store) -> Option<Switched> {
    let terminal = Some(store.terminal().to_owned());
    let query = Query { terminal, kind: Some(kind::SERVICE_SWITCHED.to_owned()), limit: 1, ..Query::default() };
    let entry = store.entries(&query).ok()?.into_iter().next()?;
    let Ok(Body::Kept(body)) = store.body_of(&entry) else { return None };
    serde_json::from_slice(&body).ok()
}

impl App {
    /// From the end of whatever goes on now the terminal serves this alone, or everything.
    pub(super) fn switch_service(&mut self, service: Option<String>) {
        let told = Switched { service: service.clone(), by: self.by() };
        if let Ok(said) = serde_json::to_value(&told) {
            self.note(kind::SERVICE_SWITCHED, &said);
        }
        self.serves = service;
        if self.visit.stage.rests() {
            self.end(false);
            self.refresh(true);
        }
    }
}
