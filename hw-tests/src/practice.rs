//! Practice cards outside the kiosk (練習用カード): a resident's card for programs that talk to pcscd.

use std::io::{Error, Result};
use std::path::Path;

use drivers::card::simulated::{Ca, Card, Resident, resident};

/// The project's folder.
#[must_use]
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// The made-up people of `assets/residents`.
pub fn residents() -> Result<Vec<Resident>> {
    resident::load_all(&root().join("assets/residents")).map_err(|fault| Error::other(fault.to_string()))
}

/// The practice CA of a folder, which is made when it is new; that takes seconds.
pub fn ca(folder: &Path) -> Result<Ca> {
    Ca::open_or_create(folder).map_err(|fault| Error::other(fault.to_string()))
}

/// The card of the resident `id`, signed by `ca`.
pub fn card(id: &str, ca: &Ca) -> Result<Card> {
    let residents = residents()?;
    let ids = || residents.iter().map(|resident| resident.id.as_str()).collect::<Vec<_>>().join(" ");
    let resident = residents
        .iter()
        .find(|resident| resident.id == id)
        .ok_or_else(|| Error::other(format!("nobody is called {id:?}; there are: {}", ids())))?;
    Ok(Card::new(resident, ca))
}
