//! Taking the audit out (監査の書き出し): CSV for people, JSON lines for programs, and a signature beside either.
//!
//! The signature covers the file's SHA-256 and the signed head of the journal at that moment, so that whoever has the
//! terminal's public key can tell later that neither was changed.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use ed25519_dalek::{Signature, Signer, VerifyingKey};
use serde::{Deserialize, Serialize};
use serde_json::json;
use zeroize::Zeroizing;

use super::{Line, Search};
use crate::clock::japan;
use crate::store::journal::{Draft, kind, put, sha256};
use crate::store::staff::{Act, Permit, Refusal};
use crate::store::{Body, Fault, Store};

const DOMAIN: &[u8] = b"kazasu audit 1";

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// UTF-8 with a byte order mark, CRLF (RFC 4180): what a spreadsheet opens with a double click.
    Csv,
    /// One JSON object a line.
    JsonLines,
}

/// A file to be and its signature. Wiped on drop: with a supervisor's leave it holds bodies.
pub struct Export {
    pub bytes: Zeroizing<Vec<u8>>,
    pub lines: usize,
    pub seal: Seal,
}

/// What is laid beside an export, as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    pub terminal: String,
    /// The last entry the head covers.
    pub number: u64,
    /// That entry's hash, hexadecimal.
    pub head: String,
    /// SHA-256 of the file, hexadecimal.
    pub sha256: String,
    /// The terminal's Ed25519 key, hexadecimal.
    pub public: String,
    pub signature: String,
}

impl Store {
    /// Writes what the search finds, up to its limit, and an entry that tells who took what out.
    ///
    /// `permit` is for [`Act::Audit`], which keeps every body closed, or for [`Act::AuditBodies`] with a supervisor, which
    /// puts them in (JSON lines only: a body is no cell of a table).
    ///
    /// # Errors
    /// `U06` the permit is for something else; otherwise as [`Store::record`].
    pub fn export(&self, search: &Search, format: Format, permit: &Permit) -> Result<Export, Refusal> {
        let bodies = permit.is_for(Act::AuditBodies).is_ok() && format == Format::JsonLines;
        if !bodies {
            permit.is_for(Act::Audit)?;
        }
        let lines = self.audit(search)?;
        let mut bytes = Zeroizing::new(Vec::with_capacity(lines.len() * 200));
        if format == Format::Csv {
            bytes.extend_from_slice("\u{feff}".as_bytes());
            row(&mut bytes, HEAD);
        }
        for line in &lines {
            match format {
                Format::Csv => row(&mut bytes, &cells(line).each_ref().map(String::as_str)),
                Format::JsonLines => {
                    let body = if bodies { self.body_of(&line.entry)? } else { Body::Erased };
                    let text = Zeroizing::new(with_body(line, &body).to_string());
                    bytes.extend_from_slice(text.as_bytes());
                    bytes.push(b'\n');
                }
            }
        }
        let count = lines.len().to_string();
        let told = [("lines", count.as_str()), ("bodies", if bodies { "yes" } else { "no" })];
        let draft = Draft::new(self.clock.id(), "staff", kind::AUDIT_EXPORTED).body(1, permit.body(&told)?);
        self.record(vec![draft])?;
        let seal = self.seal_export(&bytes)?;
        Ok(Export { bytes, lines: lines.len(), seal })
    }

    /// [`Store::export`] into a new file that others cannot read, with its signature beside it. Gives the number of lines.
    ///
    /// # Errors
    /// `S26` there is a file of that name: nothing is recorded or written; otherwise as [`Store::export`].
    pub fn export_to(&self, file: &Path, search: &Search, format: Format, permit: &Permit) -> Result<usize, Refusal> {
        let seal = seal_beside(file);
        if let Some(there) = [file, &seal].into_iter().find(|file| file.exists()) {
            return Err(Fault::Exists(there.display().to_string()).into());
        }
        let export = self.export(search, format, permit)?;
        let written = serde_json::to_vec_pretty(&export.seal).map_err(|error| Fault::Other(error.to_string()))?;
        lay(file, &export.bytes).and_then(|()| lay(&seal, &written)).map_err(Fault::from)?;
        Ok(export.lines)
    }

    fn seal_export(&self, bytes: &[u8]) -> Result<Seal, Fault> {
        let head = self.seal()?.ok_or_else(|| Fault::Other("an empty journal has no head".into()))?;
        let digest = sha256(bytes);
        let message = message(&head.terminal, head.number, &head.hash, &digest);
        Ok(Seal {
            terminal: head.terminal,
            number: head.number,
            head: hex(&head.hash),
            sha256: hex(&digest),
            public: hex(&self.signer.verifying_key().to_bytes()),
            signature: hex(&self.signer.sign(&message).to_bytes()),
        })
    }
}

impl Seal {
    /// Whether its own key signed it for exactly these bytes. Whose key it is says `kiosk journal verify` of the terminal.
    #[must_use]
    pub fn fits(&self, bytes: &[u8]) -> bool {
        let digest = sha256(bytes);
        let parts = || {
            let public = VerifyingKey::from_bytes(&unhex::<32>(&self.public)?).ok()?;
            let signature = Signature::from_bytes(&unhex::<64>(&self.signature)?);
            let message = message(&self.terminal, self.number, &unhex::<32>(&self.head)?, &digest);
            Some(public.verify_strict(&message, &signature).is_ok())
        };
        self.sha256 == hex(&digest) && parts().unwrap_or(false)
    }
}

/// Where the signature of an export lies.
#[must_use]
pub fn seal_beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".sig.json");
    name.into()
}

fn lay(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    made.write_all(bytes)?;
    made.sync_all()
}

/// An entry's own columns and what its body says of an act, for programs.
#[must_use]
pub fn object(line: &Line) -> serde_json::Value {
    let entry = &line.entry;
    json!({
        "terminal": entry.terminal,
        "number": entry.number,
        "time": entry.wall.to_string(),
        "service": entry.service,
        "kind": entry.kind,
        "scope": entry.scope,
        "by": line.act.by,
        "second": line.act.second,
        "about": line.act.about,
        "what": line.act.what,
        "why": line.act.why,
        "erased": line.erased,
        "id": entry.id.to_string(),
        "hash": hex(&entry.hash),
    })
}

fn message(terminal: &str, number: u64, head: &[u8], digest: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(256);
    put(&mut out, DOMAIN);
    put(&mut out, terminal.as_bytes());
    put(&mut out, &number.to_be_bytes());
    put(&mut out, head);
    put(&mut out, digest);
    out
}

const HEAD: &[&str] = &[
    "端末",
    "番号",
    "日時",
    "業務",
    "種類",
    "対象",
    "職員",
    "もう1人",
    "職員の登録",
    "内容",
    "理由",
    "消去",
    "ハッシュ",
];

fn cells(line: &Line) -> [String; 13] {
    let entry = &line.entry;
    [
        entry.terminal.clone(),
        entry.number.to_string(),
        entry.wall.to_zoned(japan()).strftime("%Y-%m-%d %H:%M:%S").to_string(),
        entry.service.clone(),
        entry.kind.clone(),
        entry.scope.clone(),
        line.act.by.clone(),
        line.act.second.clone(),
        line.act.about.clone(),
        line.act.what.clone(),
        line.act.why.clone(),
        if line.erased { "消去済み".to_owned() } else { String::new() },
        hex(&entry.hash),
    ]
}

fn with_body(line: &Line, body: &Body) -> serde_json::Value {
    let mut object = object(line);
    if let (Body::Kept(bytes), Some(map)) = (body, object.as_object_mut()) {
        let inside = serde_json::from_slice(bytes).unwrap_or(serde_json::Value::Null);
        map.insert("body".to_owned(), inside);
    }
    object
}

/// One line of CSV, every cell in quotes.
pub(crate) fn row(out: &mut Vec<u8>, cells: &[&str]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        out.push(b'"');
        out.extend_from_slice(harmless(cell).replace('"', "\"\"").as_bytes());
        out.push(b'"');
    }
    out.extend_from_slice(b"\r\n");
}

/// A cell that a spreadsheet would take for a formula gets a ' before it, which it shows as text (OWASP, CSV injection).
/// Blanks before the sign do not help whoever wrote it.
fn harmless(cell: &str) -> String {
    let first = cell.trim_start().chars().next();
    let risky = matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'));
    if risky || cell.starts_with(['\t', '\r', '\n']) { format!("'{cell}") } else { cell.to_owned() }
}

/// Bytes as hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    if text.len() != 2 * N || !text.is_ascii() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for risky in ["=1+1", "+81", "-2", "@sum", "\t=1", "\r=1", " =cmd|' /C calc'!A0", "＝1"] {
            assert!(harmless(risky).starts_with('\''), "{risky:?}");
        }
        for plain in ["", "髙﨑", "case/A/1", "2026-11-24", "葛\u{E0100}"] {
            assert_eq!(harmless(plain), plain);
        }
        let mut out = Vec::new();
        row(&mut out, &["a\"b", "=1", "c,d\r\ne"]);
        assert_eq!(out, b"\"a\"\"b\",\"'=1\",\"c,d\r\ne\"\r\n");
    }

    #[test]
    fn digits_of_a_key_come_back() {
        assert_eq!(unhex::<3>(&hex(&[0, 127, 255])), Some([0, 127, 255]));
        assert_eq!(unhex::<2>("0g00"), None);
        assert_eq!(unhex::<2>("000"), None);
    }
}
