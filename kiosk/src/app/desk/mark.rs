//! Taking a case on (段階の操作): what was typed as a mark, the mark in the record, the file beside it, the slip of what to mend.

use std::path::PathBuf;
use std::sync::Arc;

use drivers::printer::{Align, Line, Size, Slip};

use crate::app::App;
use crate::case;
use crate::case::export::{self, Encoding, Sheet};
use crate::config;
use crate::form::Pack;
use crate::paper::{self, Job, Printer};
use crate::screen::staff::Intent;
use crate::store::protection::Sight;
use crate::store::staff::{self, Mark, Permit};
use crate::store::{Fault, Store};

/// Printer dots a module of the code.
const QR_DOTS: u8 = 6;

/// What writing a file needs.
pub(super) struct Files {
    packs: Arc<Vec<Pack>>,
    folder: PathBuf,
    place: String,
    practice: bool,
    encoding: Encoding,
}

/// What was done: a sentence's key and its values.
type Done = (&'static str, Vec<(&'static str, String)>);

impl App {
    /// The step with a case that an intent is; `None` for another one, a code where what was typed cannot be used.
    pub(super) fn mark_of(&self, intent: &Intent, typed: &str) -> Option<Result<(u64, Mark), &'static str>> {
        let typed = typed.trim();
        Some(Ok(match intent {
            Intent::Examine(number) => (*number, Mark::Examine),
            Intent::Mend(number) => (*number, Mark::Mend),
            Intent::Call(number) => (*number, Mark::Call(typed.to_owned())),
            Intent::Move(number) => (*number, Mark::Move(typed.to_owned())),
            Intent::ExportCase(number) => (*number, Mark::Exported(String::new())),
            Intent::Correct(number, at) => match self.correction(*number, *at, typed) {
                Some(mark) => (*number, mark),
                None => return Some(Err("U16")),
            },
            _ => return None,
        }))
    }

    /// The new answer in the shape of the form; `None` when it cannot be one.
    fn correction(&self, number: u64, at: usize, typed: &str) -> Option<Mark> {
        let rows = self.desk.board.rows();
        let row = rows.iter().find(|row| row.number == number)?;
        let item = row.items.get(at)?;
        let pack = self.packs.iter().find(|pack| pack.id == row.form)?;
        let value = pack.read_item(&item.path, typed, self.words.lang())?;
        let value = serde_json::to_string(&value).ok()?;
        Some(Mark::Correct { field: item.path.clone(), value })
    }

    pub(super) fn files_of(&self) -> Files {
        let (config, practice) = (&self.options.config, self.options.practice);
        let place = config.on_paper();
        let usual = self.exports_folder().join("cases");
        let encoding = match config.export.encoding {
            config::export::Encoding::Utf8 => Encoding::Utf8,
            config::export::Encoding::ShiftJis => Encoding::ShiftJis,
        };
        Files {
            packs: Arc::clone(&self.packs),
            folder: config.export.place(config.data_folder(), usual, practice),
            place: place.municipality,
            practice,
            encoding,
        }
    }

    /// 補正のお願い: the number, what to mend in the staff member's words, where to come; no name.
    pub(super) fn print_mend(&self, number: u64, printer: &Printer, why: &str) {
        let language = {
            let rows = self.desk.board.rows();
            rows.iter().find(|row| row.number == number).map(|row| row.language.clone()).unwrap_or_default()
        };
        let words = self.catalogue.words(&language);
        let text = |text: String, size: Size, bold: bool| Line::Text { text, size, align: Align::Centre, bold };
        let called = paper::called(self.options.store.terminal(), number);
        let mut lines = Vec::new();
        if self.options.practice {
            lines.push(Line::Band { text: "練習".to_owned(), size: Size::Double });
        }
        lines.push(text(self.place_on_paper(), Size::Normal, false));
        lines.push(text(words.get("case-mend-title"), Size::Double, true));
        lines.push(text(called.clone(), Size::Huge, true));
        lines.push(Line::Rule);
        for line in why.lines() {
            lines.push(Line::Text { text: line.to_owned(), size: Size::Double, align: Align::Left, bold: false });
        }
        lines.push(Line::Rule);
        for line in words.get("case-mend-hint").lines() {
            lines.push(Line::Text { text: line.to_owned(), size: Size::Normal, align: Align::Left, bold: false });
        }
        lines.push(Line::Band { text: self.options.config.on_paper().window, size: Size::Double });
        lines.extend([Line::Feed(1), Line::Qr { text: called, dots: QR_DOTS }, Line::Cut]);
        printer.print(Job::Loose(Arc::new(Slip { lines })));
    }
}

/// Puts the mark into the record. A file is written first: what the record calls written is there.
pub(super) fn perform(
    store: &Store,
    number: u64,
    mark: Mark,
    files: &Files,
    sight: Sight,
    permit: &Permit,
) -> Result<Done, &'static str> {
    let called = vec![("what", paper::called(store.terminal(), number))];
    let (mark, key, values) = match mark {
        Mark::Exported(_) => {
            let name = written(store, number, files, sight).map_err(|fault| fault.code())?;
            let to = files.folder.join(&name).display().to_string();
            (Mark::Exported(name), "staff-done-export-case", vec![("what", to)])
        }
        Mark::Examine => (mark, "staff-done-examine", called),
        Mark::Mend => (mark, "staff-done-mend", called),
        Mark::Call(_) => (mark, "staff-done-call", called),
        Mark::Move(_) => (mark, "staff-done-move", called),
        Mark::Correct { .. } => (mark, "staff-done-correct", called),
    };
    staff::mark(store, number, &mark, sight, permit).map_err(|refusal| refusal.code())?;
    Ok((key, values))
}

/// Writes table and JSON; gives the table's name.
fn written(store: &Store, number: u64, files: &Files, sight: Sight) -> Result<String, Fault> {
    let case = store.case_for(number, sight)?;
    let gone = || Fault::Absent { number };
    let file = case::open(store, &case.entry)?.ok_or_else(gone)?;
    let pack = files.packs.iter().find(|pack| pack.id == file.body.form).ok_or_else(gone)?;
    let progress = store.progress(&case)?;
    let sheet = Sheet::of(&case, &file, pack, &progress, &files.place, files.practice).ok_or_else(gone)?;
    let name = format!("{}.csv", sheet.name());
    export::write(&files.folder, &format!("{}.json", sheet.name()), &sheet.json())?;
    let (table, lacking) = sheet.csv(files.encoding);
    if !lacking.is_empty() {
        export::write(&files.folder, &format!("{}.unmapped.txt", sheet.name()), export::report(&lacking).as_bytes())?;
    }
    export::write(&files.folder, &name, &table)?;
    Ok(name)
}
