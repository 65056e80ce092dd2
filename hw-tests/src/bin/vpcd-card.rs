//! A card on pcscd's virtual reader (仮想カード), to try programs by hand: `vpcd-card --resident takasaki`, or
//! `vpcd-card --fixtures` for the JPKI-TEST card. Ctrl-C lifts it.
//!
//! pcscd must run with vsmartcard-vpcd. `--second` takes the reader's other slot; `--ca DIR` keeps the practice CA
//! somewhere else than in the folder for temporary files.

use std::io::{Error, Result, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use hw_tests::fixture::FixtureCard;
use hw_tests::practice;
use hw_tests::tool;
use hw_tests::vpcd::{Lying, Served, Slot};

const USAGE: &str = "usage: vpcd-card (--resident ID [--ca DIR] | --fixtures) [--second]";

fn main() -> ExitCode {
    tool::told(run())
}

fn run() -> Result<()> {
    let mut words = std::env::args().skip(1);
    let (mut resident, mut fixtures, mut slot) = (None, false, Slot::First);
    let mut ca = std::env::temp_dir().join("kazasu-vpcd-ca");
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| Error::other(USAGE));
        match word.as_str() {
            "--resident" => resident = Some(value()?),
            "--ca" => ca = PathBuf::from(value()?),
            "--fixtures" => fixtures = true,
            "--second" => slot = Slot::Second,
            _ => return Err(Error::other(USAGE)),
        }
    }
    match (resident, fixtures) {
        (Some(id), false) => lay(slot, practice::card(&id, &practice::ca(&ca)?)?),
        (None, true) => lay(slot, FixtureCard::load()?),
        _ => Err(Error::other(USAGE)),
    }
}

fn lay(slot: Slot, card: impl Served) -> Result<()> {
    let lying = Lying::put(slot, card)?;
    writeln!(std::io::stdout(), "The card lies on {}. Ctrl-C lifts it.", slot.reader())?;
    lying.wait();
    writeln!(std::io::stdout(), "pcscd has let go of the card.")
}
