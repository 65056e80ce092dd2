//! What a command writes (出力): results on standard output, troubles on standard error, both through one value.

use std::io::{self, Write};
use std::path::Path;

use super::failure::Failure;
use super::sentences::Sentences;
use crate::config::Folders;
use crate::trouble::Part;

/// Standard output and standard error.
pub struct Output {
    out: Box<dyn Write>,
    err: Box<dyn Write>,
}

impl Output {
    /// The process's own.
    #[must_use]
    pub fn standard() -> Self {
        Self { out: Box::new(io::stdout()), err: Box::new(io::stderr()) }
    }

    /// One line of a result.
    pub(super) fn line(&mut self, text: &str) -> Result<(), Failure> {
        writeln!(self.out, "{text}").and_then(|()| self.out.flush()).map_err(|why| Failure::io("stdout", &why))
    }

    /// One line for the person who waits, beside the result.
    pub(super) fn note(&mut self, text: &str) -> Result<(), Failure> {
        writeln!(self.err, "{text}").and_then(|()| self.err.flush()).map_err(|why| Failure::io("stderr", &why))
    }

    /// `C04 カードが離れました。… / The card moved away. …` and below it what to do. What is wrong with the machine
    /// itself is said at once in the words for those who repair it.
    pub(super) fn failure(&mut self, failure: &Failure, assets: Option<&Path>) {
        let sentences = Folders::find_assets(assets).ok().and_then(|assets| Sentences::load(&assets).ok());
        let mut lines = Vec::new();
        match (&sentences, &failure.bare) {
            (Some(sentences), _) => {
                let say = |part| sentences.trouble(&failure.trouble, part);
                let (code, (staff_ja, staff_en)) = (failure.trouble.code, say(Part::Staff));
                if code.starts_with(['K', 'A', 'S', 'F']) {
                    lines.push(format!("{code} {staff_ja} / {staff_en}"));
                } else {
                    let ((title_ja, title_en), (what_ja, what_en)) = (say(Part::Title), say(Part::What));
                    lines.push(format!("{code} {title_ja}。{what_ja} / {title_en}. {what_en}"));
                    // What the machine itself said is the same in both languages.
                    let what_to_do = if staff_ja == staff_en { staff_ja } else { format!("{staff_ja} / {staff_en}") };
                    lines.push(format!("    → {what_to_do}"));
                }
            }
            (None, Some((japanese, english))) => lines.push(format!("{} {japanese} / {english}", failure.trouble.code)),
            (None, None) => lines.push(failure.trouble.code.to_owned()),
        }
        lines.extend(failure.details.iter().map(|detail| format!("    · {detail}")));
        for line in lines {
            // Nobody is left to tell when standard error is closed.
            if writeln!(self.err, "{line}").is_err() {
                return;
            }
        }
    }
}
