//! Which counters there are (窓口のサービスの一覧): one line each.

use std::sync::Arc;

use super::course::{Course, Running};
use super::papers::Papers;
use super::{Desk, Errands, attendance, certificate, guide, library, lookup, polling, privilege, shelter};
use crate::alive::Supervisor;
use crate::config::{Config, Folders};
use crate::service::counter::Words;
use crate::service::pool::Pool;
use crate::store::Store;

/// What goes on beside the course for as long as the terminal runs.
type Work = Box<dyn Fn(&Supervisor, &Arc<Store>) + Send + Sync>;

/// What composes the slip of an entry.
type Slips = Box<dyn Fn(&str, &[u8]) -> Option<Words> + Send + Sync>;

/// One counter that this terminal can open.
pub struct Offer {
    pub id: &'static str,
    /// Whether residents may choose it on the welcome page.
    pub welcome: bool,
    /// Its picture on the welcome page.
    pub icon: &'static str,
    pub desk: Option<Arc<dyn Desk>>,
    /// Staff find it on every terminal, whatever the configuration opens.
    always: bool,
    begin: Box<dyn Fn() -> Box<dyn Course> + Send + Sync>,
    slip: Slips,
    work: Option<Work>,
}

/// All counters of this terminal.
#[derive(Default)]
pub struct Offers(Vec<Offer>);

impl Offer {
    /// A counter without a desk, not on the welcome page.
    pub fn new<C: Errands>(counter: C) -> Self {
        let counter = Arc::new(counter);
        let (begun, printed) = (Arc::clone(&counter), Arc::clone(&counter));
        Self {
            id: counter.id(),
            welcome: false,
            icon: "layout-list",
            desk: None,
            always: false,
            begin: Box::new(move || Box::new(Running::new(Arc::clone(&begun)))),
            slip: Box::new(move |kind, body| printed.slip(kind, body)),
            work: None,
        }
    }

    #[must_use]
    pub fn with_desk(self, desk: impl Desk) -> Self {
        Self { desk: Some(Arc::new(desk)), ..self }
    }

    /// On every terminal: nobody edits a file on the worst night.
    #[must_use]
    pub fn always(self) -> Self {
        Self { always: true, ..self }
    }

    /// With a picture of its own.
    #[must_use]
    pub fn with_icon(self, icon: &'static str) -> Self {
        Self { icon, ..self }
    }

    #[must_use]
    pub fn on_welcome(self) -> Self {
        Self { welcome: true, ..self }
    }

    /// With a thread of its own, such as a list that is written every minute.
    #[must_use]
    pub fn with_work(self, work: impl Fn(&Supervisor, &Arc<Store>) + Send + Sync + 'static) -> Self {
        Self { work: Some(Box::new(work)), ..self }
    }

    /// A new course.
    #[must_use]
    pub fn begin(&self) -> Box<dyn Course> {
        (self.begin)()
    }

    /// What the slip of an entry of this service says.
    #[must_use]
    pub fn slip(&self, kind: &str, body: &[u8]) -> Option<Words> {
        (self.slip)(kind, body)
    }
}

/// Every counter there is. A new one is a line here.
fn every(config: &Config, folders: &Folders) -> Vec<Offer> {
    let papers = Papers::load(folders, config);
    vec![
        attendance::offer(folders, &papers),
        privilege::offer(folders, &papers),
        certificate::offer(folders, &papers),
        guide::offer(folders),
        shelter::offer(config, folders, &papers),
        library::offer(folders),
        polling::offer(config, folders, &papers),
        lookup::offer(config, folders, &papers),
        Offer::new(Pool),
    ]
}

impl From<Vec<Offer>> for Offers {
    fn from(offers: Vec<Offer>) -> Self {
        Self(offers)
    }
}

impl Offers {
    /// The counters that `[counters]` in `kiosk.toml` opens here and those that are always there; in practice all of them.
    #[must_use]
    pub fn of(config: &Config, folders: &Folders, practice: bool) -> Self {
        let named = |offer: &Offer| config.counters.open.iter().any(|id| id == offer.id);
        let open = |offer: &Offer| practice || offer.always || named(offer);
        Self(every(config, folders).into_iter().filter(open).collect())
    }

    /// By the service's id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Offer> {
        self.0.iter().find(|offer| offer.id == id)
    }

    /// Begins what goes on beside the courses of all of them.
    #[must_use]
    pub fn started(self, supervisor: &Supervisor, store: &Arc<Store>) -> Self {
        self.0.iter().filter_map(|offer| offer.work.as_ref()).for_each(|work| work(supervisor, store));
        self
    }

    pub fn iter(&self) -> impl Iterator<Item = &Offer> {
        self.0.iter()
    }
}
