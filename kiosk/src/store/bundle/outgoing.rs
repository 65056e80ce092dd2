//! A stretch of the journal goes out (書き出し): written whole or not at all.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use ed25519_dalek::Signer;
use rusqlite::{Connection, params};

use super::wire::Writer;
use super::{MAGIC, STAYS, hex, message};
use crate::store::journal::{COLUMNS, Draft, Entry, column, kind};
use crate::store::{Fault, Store, heads, look, staff, sureness};

/// Which entries of this terminal; nothing said is from the first to the last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stretch {
    pub from: Option<u64>,
    pub to: Option<u64>,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    pub first: u64,
    pub last: u64,
    /// The key whoever takes it in compares: 32 bytes, hexadecimal.
    pub public: String,
}

impl Store {
    /// This terminal's public key (RFC 8032), 32 bytes in hexadecimal: what another terminal compares before it takes in
    /// this journal.
    #[must_use]
    pub fn public_key(&self) -> String {
        hex(&self.signer.verifying_key().to_bytes())
    }

    /// Writes a stretch of this terminal's journal to a new file that only `recipient` opens. `by` asked for it, and why.
    ///
    /// # Errors
    /// `S10` there is no such stretch, `S26` the file is there already; otherwise as [`Store::record`]. There is no file
    /// then, or the whole one.
    pub fn export_stretch(
        &self,
        stretch: Stretch,
        recipient: &age::x25519::Recipient,
        file: &Path,
        (by, why): (&str, &str),
    ) -> Result<Exported, Fault> {
        if file.try_exists()? {
            return Err(Fault::Exists(file.display().to_string()));
        }
        let end = self.seal()?.ok_or(Fault::Absent { number: 1 })?.number;
        let (first, last) = (stretch.from.unwrap_or(1), stretch.to.unwrap_or(end));
        if first == 0 || first > last || last > end {
            return Err(Fault::Absent { number: if first > last || first == 0 { first } else { last } });
        }
        self.sign_at(last)?;
        let draft = beside(file);
        let written = self.write_bundle(&draft, first, last, recipient).and_then(|()| {
            // Recorded before anybody can carry it away.
            let (from, to) = (first.to_string(), last.to_string());
            let told = [("by", by), ("why", why), ("from", &from), ("to", &to), ("recipient", &recipient.to_string())];
            let entry = Draft::new(self.clock.id(), sureness::SERVICE, kind::JOURNAL_EXPORTED);
            self.record(vec![entry.body(1, staff::body(&told)?)])?;
            publish(&draft, file)
        });
        if draft.try_exists()? {
            std::fs::remove_file(&draft)?;
        }
        written.map(|()| Exported { first, last, public: self.public_key() })
    }

    fn write_bundle(
        &self,
        file: &Path,
        first: u64,
        last: u64,
        recipient: &age::x25519::Recipient,
    ) -> Result<(), Fault> {
        let other = |error: age::EncryptError| Fault::Other(error.to_string());
        let out = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
        let encryptor = age::Encryptor::with_recipients(std::iter::once(recipient as _)).map_err(other)?;
        let mut writer = Writer::new(encryptor.wrap_output(BufWriter::new(out))?);
        self.write_stretch(&mut writer, first, last)?;
        let signature = self.signer.sign(&message(&writer.hash())).to_bytes();
        writer.field(&signature)?;
        let out = writer.into_inner().finish()?.into_inner().map_err(|error| Fault::from(error.into_error()))?;
        Ok(out.sync_all()?)
    }

    fn write_stretch<W: Write>(&self, writer: &mut Writer<W>, first: u64, last: u64) -> Result<(), Fault> {
        let mut connection = self.connection();
        // One read transaction: nobody erases a key between two entries.
        let transaction = connection.transaction()?;
        writer.field(MAGIC)?;
        writer.field(self.terminal.as_bytes())?;
        writer.field(&self.signer.verifying_key().to_bytes())?;
        writer.number(column(first))?;
        writer.number(column(last))?;
        let heads = heads::between(&transaction, &self.terminal, first, last)?;
        writer.number(column(heads.len() as u64))?;
        heads.iter().try_for_each(|head| writer.head(head))?;
        let sql =
            format!("SELECT {COLUMNS} FROM journal WHERE terminal = ?1 AND number BETWEEN ?2 AND ?3 ORDER BY number");
        let mut statement = transaction.prepare(&sql)?;
        let mut rows = statement.query(params![self.terminal, column(first), column(last)])?;
        while let Some(row) = rows.next()? {
            let entry = Entry::from_row(row)?;
            let key = self.key_for_others(&transaction, &entry)?;
            writer.entry(&entry, key.as_deref())?;
        }
        Ok(())
    }

    fn key_for_others(
        &self,
        connection: &Connection,
        entry: &Entry,
    ) -> Result<Option<zeroize::Zeroizing<[u8; 32]>>, Fault> {
        if entry.service == STAYS {
            return Ok(None);
        }
        let Some(wrapped) = look::wrapped(connection, entry)? else { return Ok(None) };
        let key = self.master.release(entry.id, &entry.service, &wrapped)?;
        key.map(Some).ok_or_else(|| look::changed(entry))
    }
}

fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".part-{}", std::process::id()));
    name.into()
}

/// Gives the finished file its name. A stick's file system may know no hard links, so it is renamed.
fn publish(draft: &Path, file: &Path) -> Result<(), Fault> {
    if file.try_exists()? {
        return Err(Fault::Exists(file.display().to_string()));
    }
    std::fs::rename(draft, file)?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok(File::open(folder)?.sync_all()?)
}
