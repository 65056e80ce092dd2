//! Which code is which (コードの見分け): rules in `config/scanners.toml`, the first that fits counts.
//!
//! A scanner that sends the AIM identifier (ISO/IEC 15424, `]F0`) says the symbology itself; of others it is told by the
//! characters.

use std::path::{Path, PathBuf};

use super::check::Check;
use super::{Content, Scan, decode};

/// All rules, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    pub codes: Vec<Rule>,
}

/// One kind of code.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What services ask for: `patron`, `item`, `isbn`, `slip`.
    pub name: String,
    pub symbology: Symbology,
    /// Least and most characters, start and stop characters not counted.
    #[serde(default = "any_length")]
    pub length: [usize; 2],
    /// What it begins with.
    #[serde(default)]
    pub prefix: String,
    #[serde(default)]
    pub check: Check,
}

/// How the code is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Symbology {
    /// JIS X 0506; start and stop characters are taken off, whether the scanner sends them or not.
    Nw7,
    /// JIS X 0503
    Code39,
    /// JIS X 0507, 8 or 13 digits
    Jan,
    /// JIS X 0510
    Qr,
}

/// Why the rules cannot be used, with the place to mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}:{line}: {message}", file.display())]
pub struct RulesFault {
    pub file: PathBuf,
    /// Counted from 1; 0 when the file could not be read at all.
    pub line: usize,
    pub message: String,
}

const fn any_length() -> [usize; 2] {
    [1, super::frame::LONGEST]
}

impl Rules {
    /// Reads the rules.
    ///
    /// # Errors
    /// [`RulesFault`] names the line of a key that is unknown or wrong.
    pub fn load(file: &Path) -> Result<Self, RulesFault> {
        let fault = |line, message| RulesFault { file: file.to_owned(), line, message };
        let text = std::fs::read_to_string(file).map_err(|error| fault(0, error.to_string()))?;
        toml::from_str(&text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let line = text.bytes().take(start).filter(|byte| *byte == b'\n').count() + 1;
            fault(line, error.message().to_owned())
        })
    }

    /// What the bytes of a frame are.
    #[must_use]
    pub fn name(&self, bytes: &[u8]) -> Scan {
        let (symbology, bytes) = identified(bytes);
        let text = match decode(bytes) {
            Content::Text(text) => text,
            content @ Content::Binary(_) => return Scan { rule: None, content },
        };
        let fitting = self.codes.iter().find_map(|rule| {
            let told = symbology.is_none_or(|symbology| symbology == rule.symbology);
            told.then(|| rule.fit(&text)).flatten().map(|text| (rule.name.clone(), text))
        });
        match fitting {
            Some((name, text)) => Scan { rule: Some(name), content: Content::Text(text) },
            None => Scan { rule: None, content: Content::Text(text) },
        }
    }
}

impl Rules {
    /// Whether the bytes are one of these codes in everything but the check digit.
    #[must_use]
    pub fn misread(&self, bytes: &[u8]) -> bool {
        let (symbology, bytes) = identified(bytes);
        let Content::Text(text) = decode(bytes) else { return false };
        let told = |rule: &&Rule| symbology.is_none_or(|symbology| symbology == rule.symbology);
        let proven = self.codes.iter().filter(told).any(|rule| rule.fit(&text).is_some());
        let shaped = |rule: &Rule| rule.check != Check::None && rule.shaped(&text).is_some();
        !proven && self.codes.iter().filter(told).any(shaped)
    }
}

/// The AIM identifier, `]`, a letter and a digit, taken off.
fn identified(bytes: &[u8]) -> (Option<Symbology>, &[u8]) {
    match bytes {
        [b']', b'F', b'0'..=b'9', rest @ ..] => (Some(Symbology::Nw7), rest),
        [b']', b'A', b'0'..=b'9', rest @ ..] => (Some(Symbology::Code39), rest),
        [b']', b'E', b'0'..=b'9', rest @ ..] => (Some(Symbology::Jan), rest),
        [b']', b'Q', b'0'..=b'9', rest @ ..] => (Some(Symbology::Qr), rest),
        _ => (None, bytes),
    }
}

impl Rule {
    /// The text without start and stop when it is such a code.
    fn fit(&self, text: &str) -> Option<String> {
        self.shaped(text).filter(|bare| self.check.holds(bare, text)).map(str::to_owned)
    }

    /// The same whatever its check digit.
    fn shaped<'a>(&self, text: &'a str) -> Option<&'a str> {
        let bare = match self.symbology {
            Symbology::Nw7 => bare_nw7(text)?,
            Symbology::Code39 => bare_code39(text)?,
            Symbology::Jan => {
                Some(text).filter(|text| matches!(text.len(), 8 | 13) && text.bytes().all(|b| b.is_ascii_digit()))?
            }
            Symbology::Qr => text,
        };
        let length = bare.chars().count();
        (self.takes(length) && bare.starts_with(&self.prefix)).then_some(bare)
    }
}

impl Rule {
    fn takes(&self, length: usize) -> bool {
        let [least, most] = self.length;
        (least..=most).contains(&length)
    }
}

/// Some scanners send the stars of start and stop.
fn bare_code39(text: &str) -> Option<&str> {
    let bare = text.strip_prefix('*').and_then(|rest| rest.strip_suffix('*')).unwrap_or(text);
    let inner = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || "-. $/+%".contains(c);
    (!bare.is_empty() && bare.chars().all(inner)).then_some(bare)
}

fn bare_nw7(text: &str) -> Option<&str> {
    let ends = |c: char| matches!(c.to_ascii_uppercase(), 'A'..='D');
    let bare = match text.strip_prefix(ends) {
        Some(rest) => rest.strip_suffix(ends)?,
        None => text,
    };
    let inner = |c: char| c.is_ascii_digit() || "-$:/.+".contains(c);
    (!bare.is_empty() && bare.chars().all(inner)).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(name: &str, symbology: Symbology, length: [usize; 2], prefix: &str, check: Check) -> Rule {
        Rule { name: name.to_owned(), symbology, length, prefix: prefix.to_owned(), check }
    }

    fn rules() -> Rules {
        Rules {
            codes: vec![
                rule("isbn", Symbology::Jan, [13, 13], "978", Check::Jan),
                rule("jan", Symbology::Jan, [8, 13], "", Check::Jan),
                rule("patron", Symbology::Nw7, [8, 8], "9", Check::None),
                rule("item", Symbology::Nw7, [12, 12], "", Check::SevenDr),
                rule("slip", Symbology::Code39, [3, 12], "KZ-", Check::None),
                rule("application", Symbology::Qr, [1, 2000], "KM1:", Check::None),
            ],
        }
    }

    #[test]
    fn each_code_is_told_by_the_rules_alone() {
        for (bytes, name, text) in [
            (&b"9784101010014"[..], Some("isbn"), "9784101010014"),
            (b"4901234567894", Some("jan"), "4901234567894"),
            (b"4901234567890", None, "4901234567890"),
            (b"a91234567a", Some("patron"), "91234567"),
            (b"]F0A91234567A", Some("patron"), "91234567"),
            (b"]A091234567", None, "91234567"),
            (b"A999912345670B", Some("item"), "999912345670"),
            (b"A999912345671B", None, "A999912345671B"),
            (b"KZ-A142", Some("slip"), "KZ-A142"),
            ("KM1:漢字".as_bytes(), Some("application"), "KM1:漢字"),
            (b"]Q1KM1:AB", Some("application"), "KM1:AB"),
            (b"", None, ""),
        ] {
            let scan = rules().name(bytes);
            assert_eq!((scan.rule.as_deref(), scan.content), (name, Content::Text(text.to_owned())));
        }
    }

    #[test]
    fn a_code_that_is_one_but_for_its_check_digit_is_misread() {
        for (bytes, misread) in [
            (&b"A999912345671B"[..], true),
            (b"4901234567890", true),
            (b"A999912345670B", false),
            (b"A99991B", false),
            (b"hello", false),
            (b"", false),
        ] {
            assert_eq!(rules().misread(bytes), misread, "{bytes:?}");
        }
    }

    #[test]
    fn a_misspelt_key_is_named_with_its_line() {
        let folder = tempfile::tempdir().expect("folder");
        let file = folder.path().join("scanners.toml");
        std::fs::write(&file, "[[codes]]\nname = \"a\"\nsymbology = \"qr\"\nlenght = [1, 2]\n").expect("written");
        let fault = Rules::load(&file).expect_err("misspelt");
        assert_eq!(fault.line, 4);
        assert!(fault.message.contains("lenght"), "{}", fault.message);
    }
}
