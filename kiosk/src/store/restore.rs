//! Putting a backup back (控えから戻す): laid out beside the present record, proved whole, then exchanged in one step.
//!
//! The present database is kept aside. What was erased after the backup was taken is erased again before anyone can read
//! it.

use std::fs::{DirBuilder, File};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use super::backup::{self, Description};
use super::envelope::{Envelope, Slot, folder, raw_of};
use super::erasures::Kept;
use super::journal::{Draft, kind};
use super::key::Raw;
use super::open::{beside, unlock};
use super::recovery::RecoveryKey;
use super::staff::{Act, Permit, Refusal};
use super::{Fault, Key, Purpose, Report, Store, envelope};
use crate::clock::Clock;

/// What opens a backup.
pub enum Opener<'a> {
    Key(&'a Key),
    Recovery(&'a RecoveryKey),
}

/// A backup laid out in a folder of its own. The folder goes with it.
pub struct Candidate {
    /// `None` only while it is being put in place.
    store: Option<Store>,
    raw: Raw,
    description: Description,
    folder: PathBuf,
    /// What was proved.
    pub report: Report,
}

/// What a restore is told beside the backup.
pub struct Wishes<'a> {
    /// Opens the record from now on.
    pub key: &'a Key,
    /// Entries after the backup may be lost.
    pub yes_older: bool,
    /// The list of erasures is lost and nothing can be done about it.
    pub without_erasures: bool,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The last entry of the backup.
    pub number: u64,
    /// Bodies and subjects that were erased again.
    pub erased_again: usize,
    /// Where the database of before lies now.
    pub aside: Option<PathBuf>,
}

impl Candidate {
    /// Lays the backup out beside `target` and proves it: digest, every page, the chain, the signed head, the state
    /// tables.
    ///
    /// # Errors
    /// `S31` cut or changed, `S01` another key, `S02`, `S06` damaged.
    pub fn lay_out(file: &Path, target: &Path, opener: &Opener<'_>, clock: Clock) -> Result<Self, Fault> {
        let place = beside(target, &format!("-restore-{}", std::process::id()));
        if place.try_exists()? {
            std::fs::remove_dir_all(&place)?;
        }
        DirBuilder::new().recursive(true).mode(0o700).create(&place)?;
        let made = Self::proved(file, &place, opener, clock);
        if made.is_err() {
            std::fs::remove_dir_all(&place)?;
        }
        made
    }

    fn proved(file: &Path, place: &Path, opener: &Opener<'_>, clock: Clock) -> Result<Self, Fault> {
        let path = place.join("kiosk.db");
        let description = backup::unpack(file, &path)?;
        let raw = match opener {
            Opener::Key(key) => raw_of(&path, key)?,
            Opener::Recovery(key) => envelope::raw_by_recovery(&path, key)?,
        };
        let purpose = if description.practice { Purpose::Practice } else { Purpose::Production };
        let store = Store::open_raw(&path, &raw, &description.terminal, purpose, clock)?;
        store.verify_pages()?;
        let report = store.verify()?;
        let chain = report.chains.iter().find(|chain| chain.terminal == description.terminal);
        let whole = chain
            .is_some_and(|chain| chain.sealed >= description.number && chain.entries >= description.number)
            && store.entry(description.number)?.hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
                == description.hash;
        if !whole {
            return Err(Fault::Backup("it does not hold the signed head that it names"));
        }
        if !store.compare()?.is_empty() {
            return Err(Fault::Backup("its state tables do not follow from its journal"));
        }
        Ok(Self { store: Some(store), raw, description, folder: place.to_owned(), report })
    }

    /// The record of the backup: staff log in here, as it knows them.
    ///
    /// # Errors
    /// Never before it is put in place.
    pub fn store(&self) -> Result<&Store, Fault> {
        self.store.as_ref().ok_or_else(|| Fault::Other("the backup is in place already".into()))
    }

    /// What the backup says about itself.
    #[must_use]
    pub fn description(&self) -> &Description {
        &self.description
    }

    /// Puts it in the place of the database at `target`.
    ///
    /// # Errors
    /// `S33` the present record goes further; `S32` the list of erasures is lost or changed; `S05` the terminal is
    /// running. The present record is untouched then.
    pub fn put(mut self, target: &Path, wishes: &Wishes<'_>, permit: &Permit) -> Result<Restored, Refusal> {
        permit.is_for(Act::Keep)?;
        let present = self.present(target, wishes)?;
        let store = self.store()?;
        let list = match store.erasures_beside(target)? {
            Kept::List(list) => Some(list),
            Kept::None if self.report.erased == 0 || wishes.without_erasures => None,
            Kept::Broken if wishes.without_erasures => None,
            Kept::None => return Err(Fault::Erasures("it is not there").into()),
            Kept::Broken => return Err(Fault::Erasures("it was changed or belongs to another record").into()),
        };
        let again = list.map(|list| store.erase_again(&list, permit.by(), permit.why())).transpose()?.unwrap_or(0);
        let number = self.description.number;
        let body = permit.body(&[("number", &number.to_string()), ("erased-again", &again.to_string())])?;
        store.record(vec![Draft::new(store.clock().id(), "kiosk", kind::RESTORED).body(1, body)])?;
        store.seal()?;
        single_file(&store.connection())?;
        drop(self.store.take());
        let aside = self.exchange(target, wishes.key, present)?;
        Ok(Restored { number, erased_again: again, aside })
    }

    /// Whether there is a database, and that it may be replaced: nobody works with it, and it does not go further.
    fn present(&self, target: &Path, wishes: &Wishes<'_>) -> Result<bool, Fault> {
        if !target.try_exists()? {
            return Ok(false);
        }
        let last = raw_of(target, wishes.key).and_then(|raw| {
            let connection = unlock(target, &raw)?;
            single_file(&connection)?;
            let sql = "SELECT coalesce(max(number), 0) FROM journal WHERE terminal = ?1";
            Ok(connection.query_row(sql, [&self.description.terminal], |row| row.get::<_, i64>(0))?)
        });
        let last = match last {
            Err(Fault::Busy) => return Err(Fault::Busy),
            Err(_) => None,
            Ok(last) => Some(super::journal::number(last)?),
        };
        let older = last.is_none_or(|last| last > self.description.number);
        if older && !wishes.yes_older {
            return Err(Fault::Older { backup: self.description.number, present: last });
        }
        Ok(true)
    }

    /// The new file takes the name in one rename; until then the old one has it.
    fn exchange(&self, target: &Path, key: &Key, present: bool) -> Result<Option<PathBuf>, Fault> {
        let place = folder(target);
        if !place.try_exists()? {
            DirBuilder::new().recursive(true).mode(0o700).create(&place)?;
        }
        let stamp = format!("-before-{}", crate::clock::Clock::system().now().as_second());
        let aside = present.then(|| beside(target, &stamp));
        if let Some(aside) = &aside {
            std::fs::hard_link(target, aside)?;
            for ending in ["-wal", "-shm"] {
                let left = beside(target, ending);
                if left.try_exists()? {
                    std::fs::rename(&left, beside(aside, ending))?;
                }
            }
        }
        // The witness of the record of before would say that entries are missing.
        let witness = super::witness::place(target, &self.description.terminal);
        match &aside {
            _ if !witness.try_exists()? => {}
            Some(aside) => std::fs::rename(&witness, super::witness::place(aside, &self.description.terminal))?,
            None => std::fs::remove_file(&witness)?,
        }
        // Both keys stand in the envelope, so that whichever file has the name can be opened.
        let safe = self.description.envelope.slot(self.raw.salt()).and_then(|slot| slot.safe.clone());
        let slot = Slot { safe, ..Slot::new(&self.raw, Some(key), None)? };
        Envelope::beside(target).unwrap_or_default().with(slot).write(target)?;
        std::fs::rename(self.folder.join("kiosk.db"), target)?;
        File::open(&place)?.sync_all()?;
        Ok(aside)
    }
}

impl Drop for Candidate {
    fn drop(&mut self) {
        drop(self.store.take());
        // An encrypted copy that cannot be removed harms nobody; it bears a name that says what it is.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Brings the log into the file and closes the log for good; refused while another program has the file open.
pub(super) fn single_file(connection: &rusqlite::Connection) -> Result<(), Fault> {
    let mode = connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0))?;
    if mode == "delete" { Ok(()) } else { Err(Fault::Busy) }
}
