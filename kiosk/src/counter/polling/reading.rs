//! Reading roll and ticket files (名簿と入場券のファイル): CSV in UTF-8 or Shift_JIS, line by line, with a report by row.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::thread;

use sha2::{Digest, Sha256};

use crate::service::polling::row::{Frame, Header, LONGEST, Row, Wrong, cells, clean};
use crate::service::polling::rules::Election;
use crate::store::polling::{Feed, Keyed, Loader, Printed, Roll};
use crate::store::staff::{Permit, Refusal};
use crate::store::{Fault, Store};

/// More are counted, not listed.
const LISTED: usize = 1000;
/// Lines that are handed over at once.
const LOT: usize = 1024;
/// Lots that may wait; the file is read no further ahead.
const AHEAD: usize = 4;

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

/// Reads a roll in, with its tickets where they are given: all or nothing. `progress` hears how much is done of how much.
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
    let size = |path: &Path| std::fs::metadata(path).map(|data| data.len()).map_err(Stopped::Io);
    let tickets = files.tickets.map(size).transpose()?.unwrap_or(0);
    let sizes = (tickets, size(files.roll)?);
    let mut reading = Reading { files, sizes, report: Report::default(), failed: None, progress };
    let outcome: Option<Roll> =
        store.import_roll((&files.election.id, salt), permit, &mut reading).map_err(Stopped::Refused)?;
    let all = reading.all();
    (reading.progress)(all, all);
    if let Some(why) = reading.failed {
        return Err(Stopped::Io(why));
    }
    reading.report.imported = outcome.is_some();
    Ok(reading.report)
}

/// The files on their way into the record.
struct Reading<'a> {
    files: &'a Files<'a>,
    /// Bytes of the tickets and of the roll.
    sizes: (u64, u64),
    report: Report,
    failed: Option<std::io::Error>,
    progress: &'a mut dyn FnMut(u64, u64),
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

impl Feed for Reading<'_> {
    fn fill(&mut self, loader: &mut Loader<'_>) -> Result<bool, Fault> {
        match self.both(loader) {
            Ok(()) => {}
            Err(Halt::Io(why)) => {
                self.failed = Some(why);
                return Ok(false);
            }
            Err(Halt::Store(fault)) => return Err(fault),
        }
        self.report.electors = loader.electors;
        self.report.tickets = loader.compared;
        Ok(self.report.is_good() && !self.files.check_only)
    }

    /// The sorting counts as much as a third of the reading.
    fn sorted(&mut self, done: usize, all: usize) {
        let read = self.sizes.0 + self.sizes.1;
        let (done, all, whole) = (done as u64, all.max(1) as u64, self.all());
        (self.progress)(read + read / 3 * done / all, whole);
    }
}

impl Reading<'_> {
    /// What there is to do, in bytes of the files.
    const fn all(&self) -> u64 {
        let read = self.sizes.0 + self.sizes.1;
        read + read / 3
    }

    fn both(&mut self, loader: &mut Loader<'_>) -> Result<(), Halt> {
        let (files, all, (before, _)) = (self.files, self.all(), self.sizes);
        let (report, progress) = (&mut self.report, &mut *self.progress);
        if let Some(path) = files.tickets {
            let missing = stream(path, &["number", "ticket"], printed, |read, rows| {
                for (line, row) in rows {
                    if let Err(wrong) = row.and_then(|printed| loader.ticket(line, printed)) {
                        report.add(line, true, wrong);
                    }
                }
                progress(read, all);
                Ok(())
            })?;
            report.missing.extend(missing);
        }
        let frame = Frame::of(files.election);
        let keyed = |header: &Header, cells: &[Cow<'_, str>]| {
            Row::of(header, cells, &frame).map(|row| Keyed::of(row, files.municipality))
        };
        let missing = stream(files.roll, &Header::of_rolls(), keyed, |read, rows| {
            for (line, row) in rows {
                let taken = match row {
                    Ok(keyed) => loader.elector(keyed).map_err(Halt::Store)?,
                    Err(wrong) => Err(wrong),
                };
                if let Err(wrong) = taken {
                    report.add(line, false, wrong);
                }
            }
            progress(before + read, all);
            Ok(())
        })?;
        report.missing.extend(missing);
        for line in loader.left() {
            report.add(line, true, Wrong::TicketNobody);
        }
        Ok(())
    }
}

/// One ticket out of the cells of one line.
fn printed(header: &Header, cells: &[Cow<'_, str>]) -> Result<Printed, Wrong> {
    clean(cells)?;
    let get = |column: &str| header.get(cells, column);
    let (number, code) = (get("number"), get("ticket"));
    if !header.fits(cells) {
        return Err(Wrong::Columns);
    }
    if number.is_empty() || code.is_empty() {
        return Err(Wrong::Empty);
    }
    Ok(Printed::of(number, code, get("name")))
}

/// Lines that one thread has read and the other takes in, with their numbers.
type Lot<T> = Vec<(u64, Result<T, Wrong>)>;

/// Reads and understands the lines of a file in a thread of its own while `take` writes those before; `take` hears how many
/// bytes are read. Gives the columns that the first line lacks.
fn stream<T: Send>(
    path: &Path,
    required: &[&str],
    understood: impl Fn(&Header, &[Cow<'_, str>]) -> Result<T, Wrong> + Send,
    mut take: impl FnMut(u64, Lot<T>) -> Result<(), Halt>,
) -> Result<Vec<&'static str>, Halt> {
    let mut lines = Lines::new(BufReader::new(File::open(path)?));
    let header = match lines.header(required)? {
        Ok(header) => header,
        Err(missing) => return Ok(missing),
    };
    thread::scope(|scope| {
        let (send, lots) = sync_channel::<(u64, Lot<T>)>(AHEAD);
        let reader = thread::Builder::new().name("roll-lines".to_owned()).spawn_scoped(scope, move || {
            let mut lot = Vec::with_capacity(LOT);
            while let Some(text) = lines.next()? {
                let row = match text {
                    Ok(text) if text.is_empty() => continue,
                    Ok(text) => cells(&text).and_then(|cells| understood(&header, &cells)),
                    Err(wrong) => Err(wrong),
                };
                lot.push((lines.line, row));
                // Nobody takes them any more where the record failed.
                if lot.len() >= LOT && send.send((lines.read, std::mem::take(&mut lot))).is_err() {
                    return Ok(());
                }
            }
            drop(send.send((lines.read, lot)));
            Ok::<(), std::io::Error>(())
        })?;
        for (read, lot) in lots {
            take(read, lot)?;
        }
        reader.join().unwrap_or_else(|_| Err(std::io::Error::other("the thread that reads the file fell")))?;
        Ok(Vec::new())
    })
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
