//! What counters need from outside (窓口のサービスの問い合わせ): patrons, rolls, registers and the journal, asked off the
//! screen's thread. Each service has one file here, beside its pure half in [`crate::service`].

pub mod attendance;
pub mod certificate;
pub mod course;
pub mod guide;
pub mod library;
pub mod lookup;
pub mod offers;
pub mod papers;
pub mod plain;
pub mod polling;
pub mod privilege;
pub mod shelter;
pub mod slip;

use crate::paper::Machine;
use crate::service::counter::{Counter, Words};
use crate::service::desk::{Board, Outcome, Pressed};
use crate::store::Store;
use crate::store::staff::Permit;
use crate::visit::Slot;

/// Everything outside that an errand may use.
pub struct Outside<'a> {
    pub store: &'a Store,
    /// The facts of the visit's card, where they were read.
    pub slot: &'a Slot,
    pub visit: u64,
    /// Made before the first try and kept until there is an answer: the same id writes the same entry once.
    pub id: uuid::Uuid,
    /// The staff member in whose name the terminal stands open; empty where residents serve themselves.
    pub by: &'a str,
}

/// The half of a counter that asks outside.
pub trait Errands: Counter {
    /// Fetches or writes. Called from a thread of its own; may take two seconds, after which nobody waits for it.
    ///
    /// # Errors
    /// The trouble's code.
    fn fetch(&self, outside: &Outside<'_>, ask: Self::Ask) -> Result<Self::Told, &'static str>;

    /// What the slip of an entry says; `None` for entries without one. Composed from the body each time it is printed.
    fn slip(&self, kind: &str, body: &[u8]) -> Option<Words> {
        let _ = (kind, body);
        None
    }
}

/// The staff face of a service.
pub trait Desk: Send + Sync + 'static {
    /// The service's id.
    fn id(&self) -> &'static str;

    /// The pages of its rail, each a key of `assets/text/<language>/` as well; the first is shown first.
    fn pages(&self) -> &'static [&'static str];

    /// Fills a page. `subject` is the row that opened it.
    ///
    /// # Errors
    /// The trouble's code.
    fn board(&self, store: &Store, page: &str, subject: Option<&str>) -> Result<Board, &'static str>;

    /// Does what was pressed; the permit was asked for under the button's act.
    ///
    /// # Errors
    /// The trouble's code.
    fn press(&self, store: &Store, pressed: &Pressed, permit: &Permit) -> Result<Outcome, &'static str>;

    /// How the printers stand, said whenever one of them stands otherwise than before.
    fn printers(&self, machines: &[Machine]) {
        let _ = machines;
    }
}
