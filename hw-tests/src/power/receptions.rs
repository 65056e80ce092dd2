//! Receptions under the cord (停電と投票所の受付): who comes, what is done for them, and what must be true whenever the power goes.

use std::path::Path;

use kiosk::counter::polling::reading::{Files, read};
use kiosk::service::polling::elector::{Decides, Mode, Stands};
use kiosk::service::polling::rules::Rules;
use kiosk::service::polling::{Handing, ID, scope};
use kiosk::store::Store;
use kiosk::store::claims::{Answer, Claim, Slice};
use kiosk::store::polling::Opening;
use kiosk::store::staff::{self, Act};
use uuid::Uuid;

use super::judge;

const ELECTION: &str = "2026-unabara";
const BALLOTS: [&str; 2] = ["mayor", "council"];
/// The roll's numbers of those who come, by place.
const FIRST: u64 = 101;

/// The record of a terminal that is open for an election.
///
/// # Errors
/// In words.
pub fn begin(folder: &Path, key: &Path) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let rules: Rules = kiosk::config::services::load(&root.join("config")).map_err(|_| "config/polling.toml")?;
    let election = rules.election(ELECTION).ok_or("the example's election")?;
    let store = judge::open(folder, key).map_err(|fault| fault.to_string())?;
    staff::add_first(&store, "渡邉", "password-one").map_err(|refusal| refusal.code())?;
    let permit = |act| staff::permit(&store, act, "渡邉", "試験", false, None).map_err(|refusal| refusal.code());
    let (roll, tickets) = (root.join("assets/polling/roll.csv"), root.join("assets/polling/tickets.csv"));
    let files = Files { roll: &roll, tickets: Some(&tickets), election, municipality: "海原市", check_only: false };
    let report = read(&store, &files, &permit(Act::ImportRoll)?, &mut |_, _| {}).map_err(|_| "not read in")?;
    if !report.imported {
        return Err(format!("{:?}", report.faults));
    }
    let opening =
        Opening { election: ELECTION.into(), mode: Mode::Early, station: "hall".into(), decides: Decides::Everything };
    store.open_polling(&opening, &permit(Act::OpenPolling)?).map_err(|refusal| refusal.code().to_owned())
}

fn elector(store: &Store, place: u64) -> Result<Uuid, String> {
    let found = store.find_number(ELECTION, &(FIRST + place).to_string()).map_err(|fault| fault.to_string())?;
    found.ok_or_else(|| format!("{place} is not in the roll"))
}

/// A whole reception, from the ticket to green. `try_at` is the same for the same visit and another one for the next visit.
/// Whether green may stand there.
///
/// # Errors
/// In words, where the record failed.
pub fn serve(store: &Store, place: u64, try_at: u64) -> Result<bool, String> {
    let wrong = |fault: kiosk::store::Fault| fault.to_string();
    let (elector, base) = (elector(store, place)?, (try_at * 1000 + place) * 10);
    for (ballot, at) in BALLOTS.into_iter().zip(1..) {
        let claim = Claim::new(judge::id(base + at), ID, &scope(ELECTION, ballot), elector).by("渡邉");
        let ticket = store.ask_claim(&claim).map_err(wrong)?;
        if store.answer_claim(ticket, &Slice::Nothing).map_err(wrong)? != Answer::Granted {
            return Ok(false);
        }
    }
    let ballots = BALLOTS.map(str::to_owned).to_vec();
    let (how, manner) = ("ticket".to_owned(), "plain".to_owned());
    let handing = Handing { elector, ballots, how, reason: Some("1".to_owned()), manner };
    Ok(store.hand(judge::id(base), &handing, "渡邉").map_err(wrong)?.is_some())
}

/// Opens what is left after a run in which green stood there for `greens`, and looks: they have both papers by the record; nobody
/// has one paper of a handing of two; the same visit goes on to green once; and no later visit gets anything.
///
/// # Errors
/// What is wrong, in words.
pub fn judge(folder: &Path, key: &Path, greens: &[u64], places: u64) -> Result<(), String> {
    let store = judge::open(folder, key).map_err(|fault| format!("it does not open: {fault}"))?;
    let wrong = |fault: kiosk::store::Fault| fault.to_string();
    for place in 0..places {
        let states = store.elector(ELECTION, elector(&store, place)?).map_err(wrong)?.ok_or("gone")?.states;
        let out = states.iter().filter(|state| state.stands == Stands::Early).count();
        if out != 0 && out != BALLOTS.len() {
            return Err(format!("{place} has {out} papers of {}", BALLOTS.len()));
        }
        if greens.contains(&place) && out == 0 {
            return Err(format!("{place} was green, and the record does not know"));
        }
        if !serve(&store, place, 0)? {
            return Err(format!("{place} does not come to its end"));
        }
        if serve(&store, place, 1)? {
            return Err(format!("{place} gets papers again"));
        }
    }
    for ballot in BALLOTS {
        let out = store.papers_out(ELECTION, ballot).map_err(wrong)?;
        if out != places {
            return Err(format!("{out} papers of {ballot} for {places} electors"));
        }
    }
    let figures = store.polling_figures(ELECTION).map_err(wrong)?;
    if figures.twice == 0 && figures.doubtful == 0 { Ok(()) } else { Err(format!("{figures:?}")) }
}
