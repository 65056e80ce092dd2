//! Answers (返事の電文): taken apart by bytes, because a kanji's second byte may look like the end of a field.

use super::{Charset, Fault};

/// One answer. Holds what a library knows of a patron, so no `Debug`.
pub struct Answer {
    code: [u8; 2],
    fixed: Vec<u8>,
    fields: Vec<([u8; 2], String)>,
    /// What it was written in; not always what was agreed.
    pub charset: Charset,
    /// Whether every byte of it was text.
    pub legible: bool,
    /// How often the question was sent; more than once leaves open whether the first did its work.
    pub tries: u8,
}

/// Message 98.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusSeen {
    pub online: bool,
    pub checks_in: bool,
    pub checks_out: bool,
    pub renews: bool,
}

/// Message 64.
pub struct PatronSeen {
    /// The system knows the number.
    pub valid: bool,
    /// Charging was denied, for whatever reason (patron status, position 0).
    pub blocked: bool,
    /// Renewing was denied (position 1).
    pub no_renewal: bool,
    /// The card was reported lost (position 4).
    pub card_lost: bool,
    pub name: String,
    pub holds: u32,
    pub overdue: u32,
    pub charged: u32,
    /// Item identifiers or titles, as the summary asked.
    pub listed: Vec<String>,
    pub says: String,
}

/// Message 18.
pub struct ItemSeen {
    /// Circulation status, SIP2 2.00: 3 available, 4 charged, 8 on the hold shelf, 12 lost; 1 other.
    pub status: u8,
    pub item: String,
    pub title: String,
    pub due: String,
    pub says: String,
}

/// Messages 12 and 30.
pub struct CheckedOut {
    pub ok: bool,
    pub renewed: bool,
    pub item: String,
    pub title: String,
    /// As the system writes it; forms differ.
    pub due: String,
    pub says: String,
    /// Lines for the slip.
    pub prints: Vec<String>,
}

/// Message 10.
pub struct CheckedIn {
    pub ok: bool,
    /// Something is to be done with it: a hold, another branch.
    pub alert: bool,
    pub item: String,
    pub title: String,
    pub says: String,
}

/// How many characters stand before the first field.
fn fixed_length(code: [u8; 2]) -> Option<usize> {
    match &code {
        b"94" => Some(1),
        b"98" => Some(34),
        b"24" => Some(35),
        b"64" => Some(59),
        b"18" => Some(24),
        b"12" | b"30" | b"10" => Some(22),
        b"36" => Some(19),
        b"96" => Some(0),
        _ => None,
    }
}

impl Answer {
    /// Takes a message apart.
    ///
    /// # Errors
    /// `Spoilt` it is cut short, `Strange` nobody knows its code.
    pub fn parse(message: &[u8], agreed: Charset) -> Result<Self, Fault> {
        let (code, rest) = message.split_first_chunk::<2>().ok_or(Fault::Spoilt("cut short"))?;
        let length = fixed_length(*code).ok_or(Fault::Strange)?;
        let (fixed, mut rest) = rest.split_at_checked(length).ok_or(Fault::Spoilt("cut short"))?;
        let (charset, legible) = agreed.of(rest);
        let mut fields = Vec::new();
        while let Some((id, after)) = rest.split_first_chunk::<2>() {
            let length = field_length(after, charset);
            let (value, after) = after.split_at_checked(length).unwrap_or((after, &[]));
            fields.push((*id, charset.read(value)));
            rest = after.get(1..).unwrap_or_default();
        }
        Ok(Self { code: *code, fixed: fixed.to_vec(), fields, charset, legible, tries: 1 })
    }

    /// Its two digits.
    #[must_use]
    pub const fn code(&self) -> [u8; 2] {
        self.code
    }

    /// The first field of this name.
    #[must_use]
    pub fn get(&self, id: &[u8; 2]) -> &str {
        self.fields.iter().find(|(name, _)| name == id).map_or("", |(_, value)| value)
    }

    /// Every field of this name; messages for people and slips may come in several.
    pub fn all<'a>(&'a self, id: &'a [u8; 2]) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(name, _)| name == id).map(|(_, value)| value.as_str())
    }

    fn flag(&self, at: usize) -> bool {
        self.fixed.get(at).is_some_and(|byte| matches!(byte, b'1' | b'Y' | b'y'))
    }

    fn count(&self, at: usize) -> u32 {
        let digits = self.fixed.get(at..at + 4).and_then(|digits| std::str::from_utf8(digits).ok());
        digits.and_then(|digits| digits.trim().parse().ok()).unwrap_or(0)
    }

    /// What is said to people, on one line.
    fn says(&self) -> String {
        let said: Vec<&str> = self.all(b"AF").map(str::trim).filter(|said| !said.is_empty()).collect();
        said.join(" ")
    }

    /// Whether a 94 or 36 says yes.
    #[must_use]
    pub fn yes(&self) -> bool {
        self.flag(0)
    }

    #[must_use]
    pub fn status(&self) -> StatusSeen {
        StatusSeen { online: self.flag(0), checks_in: self.flag(1), checks_out: self.flag(2), renews: self.flag(3) }
    }

    #[must_use]
    pub fn patron(&self) -> PatronSeen {
        let listed = [b"AS", b"AT", b"AU"].iter().flat_map(|id| self.all(id)).map(|item| item.trim().to_owned());
        PatronSeen {
            valid: matches!(self.get(b"BL"), "Y" | "y"),
            blocked: self.flag(0),
            no_renewal: self.flag(1),
            card_lost: self.flag(4),
            name: self.get(b"AE").to_owned(),
            holds: self.count(35),
            overdue: self.count(39),
            charged: self.count(43),
            listed: listed.collect(),
            says: self.says(),
        }
    }

    #[must_use]
    pub fn item(&self) -> ItemSeen {
        let status = self.fixed.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        ItemSeen {
            status: status.and_then(|digits| digits.trim().parse().ok()).unwrap_or(1),
            item: self.get(b"AB").to_owned(),
            title: self.get(b"AJ").to_owned(),
            due: self.get(b"AH").to_owned(),
            says: self.says(),
        }
    }

    #[must_use]
    pub fn checked_out(&self) -> CheckedOut {
        CheckedOut {
            ok: self.flag(0),
            renewed: self.flag(1),
            item: self.get(b"AB").to_owned(),
            title: self.get(b"AJ").to_owned(),
            due: self.get(b"AH").to_owned(),
            says: self.says(),
            prints: self.all(b"AG").map(str::to_owned).collect(),
        }
    }

    #[must_use]
    pub fn checked_in(&self) -> CheckedIn {
        CheckedIn {
            ok: self.flag(0),
            alert: self.flag(3),
            item: self.get(b"AB").to_owned(),
            title: self.get(b"AJ").to_owned(),
            says: self.says(),
        }
    }
}

/// Bytes up to the next `|` that is no half of a kanji.
fn field_length(bytes: &[u8], charset: Charset) -> usize {
    let mut at = 0;
    while let Some(rest) = bytes.get(at..) {
        if rest.first().is_none_or(|byte| *byte == b'|') {
            return at;
        }
        at += charset.step(rest);
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_kanji_with_a_bar_in_it_ends_no_field() {
        // ポ is 83 7C in Shift_JIS, and 7C is the bar.
        let mut message = b"121NNY20261124    100400AOmain|AA1|AB7|AJ".to_vec();
        message.extend(Charset::Cp932.encode("ポケット歳時記"));
        message.extend(b"|AH2026-12-08|AF");
        message.extend(Charset::Cp932.encode("ポスターは返却ポストへ"));
        message.extend(b"|");
        let answer = Answer::parse(&message, Charset::Cp932).expect("whole");
        let out = answer.checked_out();
        assert_eq!((out.ok, out.title.as_str(), out.due.as_str()), (true, "ポケット歳時記", "2026-12-08"));
        assert_eq!(out.says, "ポスターは返却ポストへ");
    }

    #[test]
    fn a_patron_is_read_by_the_positions_of_the_standard() {
        let text = "64Y   Y         01420261124    100400000200010003000000000000AOmain|AA91234567|AE髙﨑 花子|BLY|AU11|AU22|AF延滞があります|";
        let answer = Answer::parse(text.as_bytes(), Charset::Utf8).expect("whole");
        let patron = answer.patron();
        assert_eq!((patron.valid, patron.blocked, patron.no_renewal, patron.card_lost), (true, true, false, true));
        assert_eq!((patron.holds, patron.overdue, patron.charged), (2, 1, 3));
        assert_eq!(
            (patron.name.as_str(), patron.listed.as_slice()),
            ("髙﨑 花子", &["11".to_owned(), "22".to_owned()][..])
        );
    }

    #[test]
    fn what_is_cut_short_is_spoilt_and_what_nobody_knows_is_strange() {
        for (bytes, fault) in [
            (&b""[..], Fault::Spoilt("cut short")),
            (b"9", Fault::Spoilt("cut short")),
            (b"12", Fault::Spoilt("cut short")),
            (b"121NNY2026", Fault::Spoilt("cut short")),
            (b"AA", Fault::Strange),
        ] {
            assert_eq!(Answer::parse(bytes, Charset::Utf8).err(), Some(fault), "{bytes:?}");
        }
        assert!(Answer::parse(b"941", Charset::Utf8).expect("whole").yes());
    }

    proptest! {
        #[test]
        fn no_bytes_stop_it(code in 0usize..8, bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut message = [b"94", b"98", b"64", b"18", b"12", b"30", b"10", b"36"][code].to_vec();
            message.extend(bytes);
            for charset in [Charset::Utf8, Charset::Cp932] {
                if let Ok(answer) = Answer::parse(&message, charset) {
                    let _ = (answer.patron().charged, answer.item().status, answer.checked_out().ok, answer.checked_in().ok);
                }
            }
        }

        #[test]
        fn fields_come_back_as_they_were_sent(values in prop::collection::vec("[ぁ-んァ-ヶ一-龠ｱ-ﾝA-Z0-9 ]{0,20}", 1..8)) {
            for charset in [Charset::Utf8, Charset::Cp932] {
                let mut message = b"941".to_vec();
                let mut sent = Vec::new();
                for value in &values {
                    message.extend(b"AF");
                    message.extend(charset.encode(value));
                    message.push(b'|');
                    sent.push(charset.read(&charset.encode(value)));
                }
                let answer = Answer::parse(&message, charset).expect("whole");
                if answer.charset == charset {
                    prop_assert_eq!(answer.all(b"AF").collect::<Vec<_>>(), sent);
                }
            }
        }
    }
}
