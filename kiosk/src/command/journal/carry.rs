//! `kiosk journal export` and `import` (記録の持ち運び): a stretch of the journal in one file for a USB stick.

use std::fs::{File, OpenOptions};
use std::io::{BufReader, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use age::secrecy::ExposeSecret;
use age::x25519::{Identity, Recipient};
use zeroize::Zeroizing;

use crate::command::Failure;
use crate::command::output::Output;
use crate::store::Store;
use crate::store::bundle::Stretch;
use crate::trouble::Trouble;

/// The largest identity file, bytes; more is surely something else.
const LARGEST: u64 = 64 * 1024;

/// What is exported, to whom and where.
pub(super) struct Export<'a> {
    pub stretch: Stretch,
    pub recipient: &'a str,
    pub file: &'a Path,
    pub why: &'a str,
}

pub(super) fn export(store: &Store, wanted: &Export<'_>, by: &str, output: &mut Output) -> Result<(), Failure> {
    let recipient: Recipient = wanted.recipient.trim().parse().map_err(|_| Trouble::new("L07"))?;
    let done = store.export_stretch(wanted.stretch, &recipient, wanted.file, (by, wanted.why))?;
    let (terminal, public) = (store.terminal(), &done.public);
    output.line(&format!(
        "{}: 端末 {terminal} の {}–{} を書きました / wrote {terminal} {}–{}",
        wanted.file.display(),
        done.first,
        done.last,
        done.first,
        done.last
    ))?;
    output.line(&format!("公開鍵 / Public key: {public}"))
}

/// What is imported, with whose key, and whose signature is believed.
pub(super) struct Import<'a> {
    pub file: &'a Path,
    pub identity: &'a Path,
    pub trust: Option<&'a str>,
    pub why: &'a str,
}

pub(super) fn import(store: &Store, wanted: &Import<'_>, by: &str, output: &mut Output) -> Result<(), Failure> {
    let identity = read_identity(wanted.identity)?;
    let io = |why: std::io::Error| Failure::io(&wanted.file.display().to_string(), &why);
    let file = BufReader::new(File::open(wanted.file).map_err(io)?);
    let done = store.import_stretch(file, &identity, wanted.trust, (by, wanted.why))?;
    let (terminal, first, last, added) = (&done.terminal, done.first, done.last, done.added);
    output.line(&format!(
        "端末 {terminal} の {first}–{last} を確かめ、{added}件を加えました / checked {terminal} {first}–{last}, added {added}"
    ))?;
    if done.waiting > 0 {
        output.line(&format!(
            "{}件は、{}番からの記録を待っています / {} wait for the stretch from {}",
            done.waiting, done.next, done.waiting, done.next
        ))?;
    }
    Ok(())
}

/// Makes a new identity in a new file that only its owner reads, and says the recipient others write for.
pub(super) fn make_identity(file: &PathBuf, output: &mut Output) -> Result<(), Failure> {
    let identity = Identity::generate();
    let io = |why: std::io::Error| Failure::io(&file.display().to_string(), &why);
    let mut out = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).map_err(io)?;
    let text = Zeroizing::new(format!("{}\n", identity.to_string().expose_secret()));
    out.write_all(text.as_bytes()).and_then(|()| out.sync_all()).map_err(io)?;
    output.line(&identity.to_public().to_string())
}

/// The first line that is not a comment; `-` is standard input.
fn read_identity(file: &Path) -> Result<Identity, Failure> {
    let io = |why: std::io::Error| Failure::io(&file.display().to_string(), &why);
    let mut text = Zeroizing::new(String::new());
    if file == Path::new("-") {
        std::io::stdin().take(LARGEST).read_to_string(&mut text).map_err(io)?;
    } else {
        File::open(file).and_then(|file| file.take(LARGEST).read_to_string(&mut text)).map_err(io)?;
    }
    let line = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    line.and_then(|line| line.parse().ok()).ok_or_else(|| Trouble::new("L07").into())
}
