//! Handing over (発行システムへの引き渡し): each request as one JSON file in a folder; `kiosk/COMMANDS.md` documents it. A thread of
//! its own does it, so nobody at the counter waits for a folder; what could not be written stays and is tried again. Between the
//! file and the entry that it was handed over the power may go: then the same file is written once more under its name.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use zeroize::Zeroizing;

use crate::alive::Supervisor;
use crate::config::Folders;
use crate::config::services::rules;
use crate::log::told;
use crate::service::certificate::Rules;
use crate::store::certificate::Request;
use crate::store::{Fault, Store};

/// How often it is looked for something to hand over.
const EVERY: Duration = Duration::from_secs(5);

/// A folder that does not answer for so long hangs.
const STILL: Duration = Duration::from_secs(120);

/// Begins to hand over where the configuration names a folder. A practice terminal has a folder of its own and reaches no
/// other system.
pub fn start(supervisor: &Supervisor, store: &Arc<Store>, folders: &Folders) {
    let rules: Rules = rules(&folders.config);
    let Some(folder) = rules.hand_over.folder else { return };
    let folder = if store.practice() { folders.practice.join("certificates") } else { PathBuf::from(folder) };
    supervisor.rounds(("hand-over", STILL), store, EVERY, move |store, _| {
        if let Err(fault) = all(store, &folder) {
            tracing::warn!(code = told(fault.code()), "certificates were not handed over");
        }
    });
}

/// Hands over what waits; how many there were.
///
/// # Errors
/// `S07` the folder cannot be written to; otherwise as [`Store::record`]. What was not handed over stays, and holds up nothing
/// that came after it.
pub fn all(store: &Store, folder: &Path) -> Result<usize, Fault> {
    let (mut handed, mut fault) = (0, None);
    for waiting in store.certificates_to_hand()? {
        match one(store, folder, &waiting.terminal, waiting.number) {
            Ok(done) => handed += usize::from(done),
            Err(first) => fault = fault.or(Some(first)),
        }
    }
    fault.map_or(Ok(handed), Err)
}

/// Whether there was something to hand over: one that was protected since it was listed stays.
fn one(store: &Store, folder: &Path, terminal: &str, number: u64) -> Result<bool, Fault> {
    let Some(request) = store.certificate_to_hand(number)? else { return Ok(false) };
    write(folder, terminal, number, &request)?;
    store.certificate_handed(number)?;
    Ok(true)
}

/// Whole under its name or not there at all: written beside it, to the disk, then renamed.
fn write(folder: &Path, terminal: &str, number: u64, request: &Request) -> Result<(), Fault> {
    std::fs::create_dir_all(folder)?;
    let name = format!("{terminal}-{number}");
    let text = Zeroizing::new(body(terminal, number, request).to_string());
    let part = folder.join(format!(".{name}.part"));
    let mut file = std::fs::File::create(&part)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(&part, folder.join(format!("{name}.json")))?;
    Ok(())
}

/// What the issuing system reads.
fn body(terminal: &str, number: u64, request: &Request) -> serde_json::Value {
    let facts: serde_json::Value = serde_json::from_str(&request.facts).unwrap_or_default();
    let lines: Vec<_> = request
        .lines
        .iter()
        .map(|line| json!({"certificate": line.certificate, "copies": line.copies, "unit": line.unit, "yen": line.sum}))
        .collect();
    json!({
        "format": "kazasu-certificate-request-1",
        "terminal": terminal,
        "number": number,
        "queue": request.queue,
        "time": request.at.to_string(),
        "applicant": facts,
        "authenticated": request.authenticated,
        "certificates": lines,
        "exemption": request.exemption,
        "total": request.total,
    })
}
