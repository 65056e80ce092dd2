//! Reading roll and ticket files (名簿と入場券のファイル): CSV in UTF-8 or Shift_JIS, line by line, with a report by row.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::service::polling::row::{Header, LONGEST, Row, Wrong, cells, clean};
use crate::service::polling::rules::Election;
use crate::store::polling::{Loader, Roll};
use crate::store::staff::{Permit, Refusal};
use crate::store::{Fault, Store};

/// More are counted, not listed.
const LISTED: usize = 1000;
/// How often progress is told: every so many lines.
const EVERY: u64 = 10_000;

/// What was wrong, row by row, and what came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Line of the file from 1, whether it is the tickets' file, and what is wrong with it.
    pub faults: Vec<(u64, bool, Wrong)>,
    pub count: u64,
    /// Columns that the first line lacks.
    pub missing: Vec<&'static str>,
    pub electors: u64,
    /// Tickets that were compared.
    pub tickets: u64,
    /// Everything is in the record.
    pub imported: bool,
}

/// The files and what they are for.
pub struct Files<'a> {
    pub roll: &'a Path,
    pub tickets: Option<&'a Path>,
    pub election: &'a Election,
    pub municipality: &'a str,
    /// Nothing is kept.
    pub check_only: bool,
}

/// Why a roll was not read in.
#[derive(Debug)]
pub enum Stopped {
    /// A file cannot be read.
    Io(std::io::Error),
    Refused(Refusal),
}

impl From<Fault> for Stopped {
    fn from(fault: Fault) -> Self {
        Self::Refused(fault.into())
    }
}

impl Report {
    fn add(&mut self, line: u64, ticket: bool, wrong: Wrong) {
        self.count += 1;
        if self.faults.len() < LISTED {
            self.faults.push((line, ticket, wrong));
        }
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub const fn is_good(&self) -> bool {
        self.count == 0 && self.missing.is_empty()
    }
}

/// Which letters a file is written in; the first line that is not ASCII says it for the whole file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    ShiftJis,
}

/// Lines of a file, none longer than [`LONGEST`].
struct Lines<R> {
    from: R,
    line: u64,
    encoding: Option<Encoding>,
    buffer: Vec<u8>,
    /// Bytes of the file behind us.
    read: u64,
}

impl<R: BufRead> Lines<R> {
    const fn new(from: R) -> Self {
        Self { from, line: 0, encoding: None, buffer: Vec::new(), read: 0 }
    }

    /// The next line without its end; `None` at the end of the file. An endless line is passed over without being kept.
    fn next(&mut self) -> std::io::Result<Option<Result<String, Wrong>>> {
        self.buffer.clear();
        let (mut any, mut long) = (false, false);
        loop {
            let chunk = self.from.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            any = true;
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(chunk.len(), |end| end + 1);
            let fits = self.buffer.len() + taken <= LONGEST;
            long |= !fits;
            if fits {
                self.buffer.extend(chunk.iter().take(end.unwrap_or(taken)));
            }
            self.from.consume(taken);
            self.read += taken as u64;
            if end.is_some() {
                break;
            }
        }
        if !any {
            return Ok(None);
        }
        self.line += 1;
        Ok(Some(if long { Err(Wrong::TooLong) } else { self.decoded() }))
    }

    fn decoded(&mut self) -> Result<String, Wrong> {
        let bytes = self.buffer.strip_suffix(b"\r").unwrap_or(&self.buffer);
        let bytes = if self.line == 1 { bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes) } else { bytes };
        if let (true, Ok(text)) = (bytes.is_ascii(), std::str::from_utf8(bytes)) {
            return Ok(text.to_owned());
        }
        let utf8 = std::str::from_utf8(bytes);
        let encoding = *self.encoding.get_or_insert(if utf8.is_ok() { Encoding::Utf8 } else { Encoding::ShiftJis });
        match encoding {
            Encoding::Utf8 => utf8.map(str::to_owned).map_err(|_| Wrong::Encoding),
            Encoding::ShiftJis => {
                let (text, wrong) = encoding_rs::SHIFT_JIS.decode_without_bom_handling(bytes);
                // Letters of three bytes in UTF-8 are no letters of a name in Shift_JIS.
                if wrong || text.contains('\u{FFFD}') { Err(Wrong::Encoding) } else { Ok(text.into_owned()) }
            }
        }
    }

    /// The first line's columns.
    fn header(&mut self, required: &[&str]) -> std::io::Result<Result<Header, Vec<&'static str>>> {
        let all = || Err(required.iter().filter_map(|id| named(id)).collect());
        let Some(Ok(text)) = self.next()? else { return Ok(all()) };
        Ok(match cells(&text) {
            Ok(cells) => Header::of(&cells, required),
            Err(_) => all(),
        })
    }
}

fn named(id: &str) -> Option<&'static str> {
    crate::service::polling::row::COLUMNS.iter().find(|(known, ..)| *known == id).map(|(_, ja, _)| *ja)
}

/// Reads a roll in, with its tickets where they are given: all or nothing. `progress` hears bytes read and bytes in all.
///
/// # Errors
/// A file that cannot be read; what [`Store::import_roll`] refuses. Faults of rows are no error: they are in the report.
pub fn read(
    store: &Store,
    files: &Files<'_>,
    permit: &Permit,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Report, Stopped> {
    let salt = digest(files.roll).map_err(Stopped::Io)?;
    let mut report = Report::default();
    let mut failed = None;
    let outcome: Option<Roll> = store
        .import_roll((&files.election.id, salt, files.municipality), permit, |loader| {
            match fill(loader, files, &mut report, progress) {
                Ok(()) => {}
                Err(Halt::Io(why)) => {
                    failed = Some(why);
                    return Ok(false);
                }
                Err(Halt::Store(fault)) => return Err(fault),
            }
            report.electors = loader.electors;
            report.tickets = loader.compared;
            Ok(report.is_good() && !files.check_only)
        })
        .map_err(Stopped::Refused)?;
    if let Some(why) = failed {
        return Err(Stopped::Io(why));
    }
    report.imported = outcome.is_some();
    Ok(report)
}

/// What ends the reading at once.
enum Halt {
    Io(std::io::Error),
    Store(Fault),
}

impl From<std::io::Error> for Halt {
    fn from(why: std::io::Error) -> Self {
        Self::Io(why)
    }
}

fn fill(
    loader: &mut Loader<'_>,
    files: &Files<'_>,
    report: &mut Report,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), Halt> {
    let size = |path: &Path| std::fs::metadata(path).map(|data| data.len());
    let tickets = files.tickets.map(size).transpose()?.unwrap_or(0);
    let all = tickets + size(files.roll)?;
    if let Some(path) = files.tickets {
        take_tickets(loader, path, report, &mut |read| progress(read, all))?;
    }
    let mut lines = Lines::new(BufReader::new(File::open(files.roll)?));
    let header = match lines.header(&Header::of_rolls())? {
        Ok(header) => header,
        Err(missing) => {
            report.missing = missing;
            return Ok(());
        }
    };
    while let Some(text) = lines.next()? {
        let row = text.and_then(|text| {
            if text.is_empty() { Ok(None) } else { Row::of(&header, &cells(&text)?, files.election).map(Some) }
        });
        let taken = match row {
            Ok(None) => Ok(()),
            Ok(Some(row)) => loader.elector(&row).map_err(Halt::Store)?,
            Err(wrong) => Err(wrong),
        };
        if let Err(wrong) = taken {
            report.add(lines.line, false, wrong);
        }
        if lines.line % EVERY == 0 {
            progress(tickets + lines.read, all);
        }
    }
    for line in loader.left() {
        report.add(line, true, Wrong::TicketNobody);
    }
    progress(all, all);
    Ok(())
}

fn take_tickets(
    loader: &mut Loader<'_>,
    path: &Path,
    report: &mut Report,
    progress: &mut dyn FnMut(u64),
) -> Result<(), Halt> {
    let mut lines = Lines::new(BufReader::new(File::open(path)?));
    let header = match lines.header(&["number", "ticket"])? {
        Ok(header) => header,
        Err(missing) => {
            report.missing = missing;
            return Ok(());
        }
    };
    while let Some(text) = lines.next()? {
        let taken = text.and_then(|text| {
            if text.is_empty() {
                return Ok(());
            }
            let cells = cells(&text)?;
            clean(&cells)?;
            let get = |column: &str| header.get(&cells, column);
            let (number, code) = (get("number"), get("ticket"));
            if !header.fits(&cells) {
                return Err(Wrong::Columns);
            }
            if number.is_empty() || code.is_empty() {
                return Err(Wrong::Empty);
            }
            loader.ticket(lines.line, number, code, get("name"))
        });
        if let Err(wrong) = taken {
            report.add(lines.line, true, wrong);
        }
        if lines.line % EVERY == 0 {
            progress(lines.read);
        }
    }
    Ok(())
}

/// SHA-256 of the file's bytes.
fn digest(path: &Path) -> std::io::Result<[u8; 32]> {
    let mut file = File::open(path)?;
    let (mut hash, mut buffer) = (Sha256::new(), vec![0_u8; 1 << 16]);
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(hash.finalize().into());
        }
        hash.update(buffer.get(..read).unwrap_or_default());
    }
}
