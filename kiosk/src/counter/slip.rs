//! The slip of a counter (窓口のサービスの控え): composed from the entry's body each time it is printed; what stands on it is
//! in the journal.

use drivers::printer::bars::Symbology;
use drivers::printer::{Align, Line, Size, Slip};

use crate::service::counter::{Symbol, Words as Said};
use crate::service::say::Say;
use crate::text::Words;

/// What every slip has.
pub struct Head<'a> {
    /// `A-142`.
    pub number: &'a str,
    /// Municipality and counter.
    pub place: &'a str,
    pub at: jiff::civil::DateTime,
    pub practice: bool,
    /// 再発行: an earlier one may have come out.
    pub again: bool,
}

/// Printer dots a QR module, as on the slip of a case.
const QR_DOTS: u8 = 6;

/// A sentence in one language.
#[must_use]
pub fn spoken(words: &Words, say: &Say) -> String {
    match say {
        Say::As(text) => text.clone(),
        Say::Named(name) => name.get(words.lang()).to_owned(),
        Say::Key(key, values) => {
            let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            words.with(key, &values)
        }
    }
}

/// The slip.
#[must_use]
pub fn compose(words: &Words, said: &Said, head: &Head<'_>) -> Slip {
    let line = |text: String, size, align, bold| Line::Text { text, size, align, bold };
    let say = |said: &Say| spoken(words, said);
    let mut lines = Vec::new();
    if head.practice {
        lines.push(Line::Band { text: words.get("practice"), size: Size::Double });
    }
    if head.again {
        lines.push(Line::Band { text: words.get("slip-again"), size: Size::Double });
    }
    lines.push(line(head.place.to_owned(), Size::Normal, Align::Centre, false));
    lines.push(line(say(&said.title), Size::Double, Align::Centre, true));
    lines.push(Line::Rule);
    for row in &said.rows {
        lines.push(Line::Row { label: say(&row.label), value: say(&row.value) });
        if let Some(note) = &row.note {
            lines.push(line(say(note), Size::Normal, Align::Right, false));
        }
    }
    lines.push(Line::Rule);
    lines.push(Line::Row { label: words.get("slip-number"), value: head.number.to_owned() });
    let at = head.at.strftime("%Y-%m-%d %H:%M").to_string();
    lines.push(Line::Row { label: words.get("slip-at"), value: at });
    let code = said.code.clone().unwrap_or_else(|| head.number.to_owned());
    lines.push(Line::Feed(1));
    lines.push(match said.symbol {
        Symbol::Qr => Line::Qr { text: code, dots: QR_DOTS },
        Symbol::Jan => Line::Barcode { text: code, symbology: Symbology::Jan },
        Symbol::Nw7 => Line::Barcode { text: format!("A{code}A"), symbology: Symbology::Nw7 },
        Symbol::Code39 => Line::Barcode { text: code, symbology: Symbology::Code39 },
    });
    for note in &said.notes {
        for part in say(note).lines() {
            lines.push(line(part.to_owned(), Size::Normal, Align::Left, false));
        }
    }
    lines.push(Line::Cut);
    Slip { lines }
}
