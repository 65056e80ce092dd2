//! Practice mode (練習): the product with a simulated reader, a simulated printer and another database.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::log::{of_asset, told};
use drivers::card::genuine::PracticeAnchor;
use drivers::card::simulated::{Ca, Card, Resident, Slot, resident};
use drivers::printer::port::Simulated;
use drivers::printer::simulated::Wrong;

/// The name of the practice reader.
const READER: &str = "Practice Reader 00";

/// Everything that is simulated. A clone is a handle on the same devices.
#[derive(Clone)]
pub struct Practice {
    pub slot: Slot,
    pub printer: Simulated,
    /// There is no A4 paper in the tray.
    pub tray_empty: Arc<AtomicBool>,
    pub residents: Arc<Vec<Resident>>,
    /// Cards that were put once: their counters go on.
    drawer: Arc<Mutex<Vec<Card>>>,
    ca: Arc<Mutex<Option<Ca>>>,
}

impl Practice {
    /// Residents of `assets`; a folder that cannot be read gives none.
    #[must_use]
    pub fn new(assets: &Path) -> Self {
        let residents = resident::load_all(&assets.join("residents")).unwrap_or_else(|fault| {
            tracing::error!(fault = told(of_asset(&fault)), "practice residents cannot be read");
            Vec::new()
        });
        Self {
            slot: Slot::new(READER),
            printer: Simulated::default(),
            tray_empty: Arc::default(),
            residents: Arc::new(residents),
            drawer: Arc::default(),
            ca: Arc::default(),
        }
    }

    /// Makes or opens the practice CA, which takes seconds at the first run. Call it from a thread of its own.
    ///
    /// # Errors
    /// What keeps the keys from being read or written.
    pub fn issue(&self, folder: &Path) -> Result<PracticeAnchor, String> {
        let ca = Ca::open_or_create(&folder.join("ca")).map_err(|fault| fault.to_string())?;
        let anchor = ca.anchor();
        *self.ca.lock().unwrap_or_else(PoisonError::into_inner) = Some(ca);
        Ok(anchor)
    }

    /// The certificate of the practice issuer of certificates, in DER, once it is made.
    #[must_use]
    pub fn issuer(&self) -> Option<Vec<u8>> {
        self.ca.lock().unwrap_or_else(PoisonError::into_inner).as_ref().and_then(Ca::issuer)
    }

    /// The practice issuer's list of revoked certificates, good on any day of this half of the century.
    #[must_use]
    pub fn revoked(&self) -> Option<Vec<u8>> {
        let ca = self.ca.lock().unwrap_or_else(PoisonError::into_inner);
        ca.as_ref().and_then(|ca| ca.revoked(&self.residents, "260101", "491231"))
    }

    /// Makes a resident's card and lays it on the reader. The first card of a resident takes a moment; call it from a
    /// thread.
    pub fn put(&self, id: &str) {
        self.lift();
        let ca = self.ca.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let known = {
            let mut drawer = self.drawer();
            let at = drawer.iter().position(|card| card.resident().id == id);
            at.map(|at| drawer.swap_remove(at))
        };
        let made = || {
            let resident = self.residents.iter().find(|resident| resident.id == id)?;
            Some(Card::new(resident, &ca?))
        };
        if let Some(card) = known.or_else(made) {
            self.keep(self.slot.insert(card));
        }
    }

    /// Lifts the card.
    pub fn lift(&self) {
        self.keep(self.slot.remove());
    }

    /// What is wrong with the printer.
    #[must_use]
    pub fn wrong(&self) -> Wrong {
        self.printer.machine().wrong()
    }

    /// Empties the paper or fills it.
    pub fn toggle_paper(&self) {
        self.set(|wrong| Wrong { paper_out: !wrong.paper_out, ..wrong });
    }

    /// Opens the printer's cover or closes it.
    pub fn toggle_cover(&self) {
        self.set(|wrong| Wrong { cover_open: !wrong.cover_open, ..wrong });
    }

    /// The roll ends soon, or is a new one.
    pub fn toggle_near_end(&self) {
        self.set(|wrong| Wrong { near_end: !wrong.near_end, ..wrong });
    }

    /// Takes the A4 paper out of the tray or puts it in; the answer is whether the tray is empty now.
    pub fn toggle_tray(&self) -> bool {
        !self.tray_empty.fetch_xor(true, Ordering::Relaxed)
    }

    /// Jams the printer or clears it.
    pub fn toggle_jam(&self) {
        self.set(|wrong| Wrong { jam: !wrong.jam, ..wrong });
    }

    fn set(&self, change: impl FnOnce(Wrong) -> Wrong) {
        let mut machine = self.printer.machine();
        let wrong = machine.wrong();
        machine.set(change(wrong));
    }

    fn keep(&self, card: Option<Card>) {
        self.drawer().extend(card);
    }

    fn drawer(&self) -> std::sync::MutexGuard<'_, Vec<Card>> {
        self.drawer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
