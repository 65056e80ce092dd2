//! A case for another system (受付の書き出し): CSV and JSON with fixed columns, named after the government's interoperability
//! framework (GIF 申請（個人）: A票 and B票); `kiosk/EXPORT.md` is the promise about them.
//!
//! The checksum is there before the file is, and the file gets its name when it is whole: a robot that watches the folder
//! never takes half of one.

use std::io::Write;
use std::path::Path;

use encoding_rs::SHIFT_JIS;
use serde_json::json;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::File;
use crate::form::{From, Pack, Value, era, facts_json, source};
use crate::paper;
use crate::store::Fault;
use crate::store::audit::export::{hex, row};
use crate::store::cases::Case;
use crate::store::stages::Progress;

/// The columns, in this order, for ever.
pub const COLUMNS: [&str; 11] =
    ["受付番号", "申請日", "手続きID", "手続き名", "票", "項目ID", "項目", "値", "出所", "訂正前", "訂正理由"];
/// The version of columns and keys.
pub const VERSION: u32 = 1;
/// What stands where a character has no code.
const GETA: &str = "〓";

/// How characters are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// With a byte order mark in tables.
    #[default]
    Utf8,
    /// Windows-31J.
    ShiftJis,
}

/// A character that the encoding lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmapped {
    /// In which item.
    pub item: String,
    pub character: char,
}

/// One line: the form's part, the item and its value.
struct Line {
    part: &'static str,
    id: String,
    label: String,
    value: Zeroizing<String>,
    source: &'static str,
    before: String,
    why: String,
}

/// A case, ready to be written. No `Debug`: it names a person.
pub struct Sheet {
    called: String,
    day: String,
    form: String,
    title: String,
    practice: bool,
    lines: Vec<Line>,
}

impl Sheet {
    /// Everything about a case that another system needs; `None` where its facts have another shape.
    #[must_use]
    pub fn of(case: &Case, file: &File, pack: &Pack, progress: &Progress, place: &str, practice: bool) -> Option<Self> {
        let body = &file.body;
        let called = paper::called(&case.entry.terminal, case.entry.number);
        let day = body.at.date();
        let mut lines = vec![
            plain("宛先", place),
            plain("受付日時", &body.at.to_string()),
            plain("状態", progress.stage.id()),
            plain("窓口", &progress.window),
        ];
        if let Some(visit) = &body.visit {
            lines.push(plain("同時受付ID", visit));
        }
        if let Some(led) = &body.led {
            lines.push(plain("対面の職員", led));
        }
        if pack.person {
            let (facts, from) = facts_json::read(&body.facts).ok()?;
            let source = if from == From::Card { "カード" } else { "入力" };
            let birth = era::birth(&facts.birth).map_or_else(|| facts.birth.to_string(), |day| day.to_string());
            let genuine = format!("{:?}", facts.genuineness);
            for (id, value) in [
                ("申請者_氏名", facts.name.as_str()),
                ("申請者_住所", &facts.address),
                ("申請者_生年月日", &birth),
                ("申請者_性別", source::sex(facts.sex)),
                ("カードの真正性", &genuine),
            ] {
                lines.push(Line { source, ..plain(id, value) });
            }
        }
        if let Some(fee) = &body.fee {
            lines.push(Line { source: "計算", ..plain("手数料", &fee.total.to_string()) });
        }
        for item in pack.items(&body.answers, "ja", day) {
            let mended = file.mended.iter().rfind(|mended| mended.path == item.path);
            let first = file.mended.iter().find(|mended| mended.path == item.path);
            let source = match mended {
                Some(_) => "職員",
                None if body.from_home(&item.path) => "家",
                None if body.told_by_city(&item.path) => "市",
                None => "入力",
            };
            lines.push(Line {
                part: "B票",
                id: item.path,
                label: item.label,
                value: item.value,
                source,
                before: first.and_then(|mended| mended.before.as_ref()).map(said).unwrap_or_default(),
                why: mended.map(|mended| mended.why.clone()).unwrap_or_default(),
            });
        }
        let title = pack.title("ja").to_owned();
        Some(Self { called, day: day.to_string(), form: pack.id.clone(), title, practice, lines })
    }

    /// The file's name, without its ending.
    #[must_use]
    pub fn name(&self) -> String {
        let practice = if self.practice { "practice-" } else { "" };
        format!("{practice}case-{}", self.called)
    }

    /// As a table, with what could not be written.
    #[must_use]
    pub fn csv(&self, encoding: Encoding) -> (Zeroizing<Vec<u8>>, Vec<Unmapped>) {
        let mut text = Zeroizing::new(Vec::new());
        row(&mut text, &COLUMNS);
        for line in &self.lines {
            let cells = [
                &self.called,
                &self.day,
                &self.form,
                &self.title,
                line.part,
                &line.id,
                &line.label,
                &line.value,
                line.source,
                &line.before,
                &line.why,
            ];
            row(&mut text, &cells);
        }
        let text = Zeroizing::new(String::from_utf8_lossy(&text).into_owned());
        match encoding {
            Encoding::Utf8 => (Zeroizing::new([b"\xef\xbb\xbf", text.as_bytes()].concat()), Vec::new()),
            Encoding::ShiftJis => (shift_jis(&text), self.unmapped()),
        }
    }

    /// As JSON, always UTF-8.
    #[must_use]
    pub fn json(&self) -> Zeroizing<Vec<u8>> {
        let first = self.lines.iter().filter(|line| line.part == "A票");
        let first: serde_json::Map<_, _> = first.map(|line| (line.id.clone(), json!(*line.value))).collect();
        let rest = self.lines.iter().filter(|line| line.part == "B票").map(|line| {
            json!({
                "項目ID": line.id, "項目": line.label, "値": *line.value, "出所": line.source, "訂正前": line.before,
                "訂正理由": line.why,
            })
        });
        let whole = json!({
            "版": VERSION, "練習": self.practice, "受付番号": self.called, "申請日": self.day, "手続きID": self.form,
            "手続き名": self.title, "A票": first, "B票": rest.collect::<Vec<_>>(),
        });
        Zeroizing::new(format!("{whole:#}\n").into_bytes())
    }

    /// Item and value, a line each, for people.
    pub fn lines(&self) -> impl Iterator<Item = String> + '_ {
        let head = [format!("受付番号\t{}", self.called), format!("手続き名\t{}", self.title)];
        let lines = self.lines.iter().map(|line| {
            let mut said = format!("{}\t{}", line.label, *line.value);
            if !line.why.is_empty() {
                said = format!("{said}\t（{} → {}）", line.before, line.why);
            }
            said
        });
        head.into_iter().chain(lines)
    }

    /// Every character that Windows-31J lacks, by item.
    fn unmapped(&self) -> Vec<Unmapped> {
        let mut found = Vec::new();
        for line in &self.lines {
            for text in [line.value.as_str(), &line.before, &line.why, &line.label] {
                let lacking = text.chars().filter(|c| !fits(*c));
                found.extend(lacking.map(|character| Unmapped { item: line.id.clone(), character }));
            }
        }
        found.dedup();
        found
    }
}

/// What an encoding lacks, for the file beside the table: item and code point, one a line.
#[must_use]
pub fn report(lacking: &[Unmapped]) -> String {
    lacking.iter().map(|one| format!("{}\tU+{:04X}\n", one.item, u32::from(one.character))).collect()
}

/// Writes a file with its checksum beside it (`sha256sum -c`), the checksum first, each under its name when it is whole.
///
/// # Errors
/// The disk's.
pub fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), Fault> {
    std::fs::create_dir_all(folder)?;
    let sum = format!("{}  {name}\n", hex(&Sha256::digest(bytes)));
    for (name, bytes) in [(format!("{name}.sha256"), sum.as_bytes()), (name.to_owned(), bytes)] {
        let part = folder.join(format!(".{name}.part"));
        let mut file = std::fs::File::create(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&part, folder.join(name))?;
    }
    Ok(())
}

fn plain(id: &str, value: &str) -> Line {
    Line {
        part: "A票",
        id: id.to_owned(),
        label: id.to_owned(),
        value: Zeroizing::new(value.to_owned()),
        source: "端末",
        before: String::new(),
        why: String::new(),
    }
}

/// An answer of before as it was recorded.
fn said(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        other => serde_json::to_string(other).unwrap_or_default(),
    }
}

fn fits(character: char) -> bool {
    let mut buffer = [0; 4];
    !SHIFT_JIS.encode(character.encode_utf8(&mut buffer)).2
}

fn shift_jis(text: &str) -> Zeroizing<Vec<u8>> {
    // A variation selector is not shown by itself: its letter stays, and the report names what was left out.
    let kept = text.chars().filter(|c| !matches!(u32::from(*c), 0xfe00..=0xfe0f | 0xe0100..=0xe01ef));
    let known = Zeroizing::new(kept.fold(String::with_capacity(text.len()), |mut known, c| {
        if fits(c) {
            known.push(c)
        } else {
            known.push_str(GETA)
        }
        known
    }));
    Zeroizing::new(SHIFT_JIS.encode(&known).0.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(values: &[(&str, &str)]) -> Sheet {
        let lines = values.iter().map(|(id, value)| plain(id, value)).collect();
        let said = |text: &str| text.to_owned();
        let (called, day, form, title) = (said("A-142"), said("2026-11-24"), said("juminhyo"), said("住民票の写し"));
        Sheet { called, day, form, title, practice: false, lines }
    }

    #[test]
    fn every_line_has_the_promised_columns_and_a_cell_with_a_formula_is_text() {
        let written = sheet(&[("申請者_氏名", "=HYPERLINK(\"x\")"), ("備考", "a\r\nb,c")]).csv(Encoding::Utf8).0;
        let text = std::str::from_utf8(&written).unwrap().strip_prefix('\u{feff}').unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), COLUMNS);
        let rows: Vec<_> = reader.records().map(|row| row.unwrap()).collect();
        assert_eq!(&rows[0][7], "'=HYPERLINK(\"x\")");
        assert_eq!(&rows[1][7], "a\r\nb,c");
        assert!(rows.iter().all(|row| row.len() == COLUMNS.len()));
    }

    #[test]
    fn what_shift_jis_lacks_is_told_by_item_and_stands_as_geta() {
        let names = [("申請者_氏名", "𠮷野　髙﨑"), ("世帯主", "葛\u{e0100}城　渡邉")];
        let (written, lacking) = sheet(&names).csv(Encoding::ShiftJis);
        let read = SHIFT_JIS.decode(&written).0;
        assert!(read.contains("〓野　髙﨑") && read.contains("葛城　渡邉"), "{read}");
        let said: Vec<_> = lacking.iter().map(|one| (one.item.as_str(), one.character)).collect();
        assert_eq!(said, [("申請者_氏名", '𠮷'), ("世帯主", '\u{e0100}')]);
        assert!(sheet(&names).csv(Encoding::Utf8).1.is_empty());
    }

    #[test]
    fn a_file_has_its_checksum_beside_it_and_nothing_half_written_stays() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "case-A-142.csv", "髙﨑".as_bytes()).unwrap();
        let sum = std::fs::read_to_string(folder.path().join("case-A-142.csv.sha256")).unwrap();
        let mut check = std::process::Command::new("sha256sum");
        let checked = check.arg("-c").arg("case-A-142.csv.sha256").current_dir(folder.path()).output().unwrap();
        assert!(checked.status.success(), "{sum}");
        let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
    }

    #[test]
    fn json_keeps_every_character() {
        let written = sheet(&[("申請者_氏名", "葛\u{e0100}城 \u{20bb7}野")]).json();
        let read: serde_json::Value = serde_json::from_slice(&written).unwrap();
        assert_eq!(read["A票"]["申請者_氏名"], "葛\u{e0100}城 \u{20bb7}野");
        assert_eq!(read["受付番号"], "A-142");
    }
}
