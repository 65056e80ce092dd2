//! Puts a practice card on pcscd's virtual reader (仮想カード), to try `kiosk card read` by hand.
//!
//! `vpcd-card <id of a resident, or "test-card"> [folder of the practice CA]`; Ctrl-C lifts the card.

use std::io::{Error, Result, Write};
use std::path::{Path, PathBuf};

use drivers::card::simulated::{Ca, Card, resident};
use hw_tests::vpcd::{Inserted, Served, fixture::Fixture};

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let residents =
        resident::load_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/residents")).map_err(Error::other)?;
    let who = arguments.next().unwrap_or_default();
    if who == "test-card" {
        return lie(Fixture::load()?);
    }
    let Some(resident) = residents.iter().find(|resident| resident.id == who) else {
        let ids: Vec<&str> = residents.iter().map(|resident| resident.id.as_str()).collect();
        return Err(Error::other(format!("say whose card: test-card {}", ids.join(" "))));
    };
    let folder = arguments.next().map_or_else(|| std::env::temp_dir().join("kazasu-practice-ca"), PathBuf::from);
    let ca = Ca::open_or_create(&folder).map_err(Error::other)?;
    lie(Card::new(resident, &ca))
}

fn lie(card: impl Served) -> Result<()> {
    let inserted = Inserted::insert(card)?;
    writeln!(std::io::stdout(), "The card lies on the reader. Ctrl-C lifts it.")?;
    inserted.wait().map(drop)
}
