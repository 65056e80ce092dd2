//! A licence's files (免許証の記載事項): tags of one byte, lengths in short form, 81 or 82, filler FF behind.

use zeroize::Zeroizing;

use super::Licence;
use super::text::{Gaiji, glyphs};

/// Tags of DF1/EF01 (facts/card.md 8.1).
mod printed {
    pub const NAME: u8 = 0x12;
    pub const BIRTH: u8 = 0x16;
    pub const ADDRESS: u8 = 0x17;
    pub const EXPIRY: u8 = 0x1B;
}

/// Tags of DF1/EF04. UNCONFIRMED on real licences: that 50 says whether anything was written is known, the places of
/// name and address follow the order of the fields.
mod changed {
    pub const ANY: u8 = 0x50;
    pub const NAME: u8 = 0x56;
    pub const ADDRESS: u8 = 0x5E;
}

/// What was written on the licence after it was issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changes {
    /// Nothing.
    None,
    /// Name or address, and it was applied.
    Applied,
    /// Something that could not be understood or is neither: look at the back of the card.
    LookAtTheBack,
}

/// The parts of a licence that matter here.
pub struct Entries<'a> {
    name: &'a [u8],
    address: &'a [u8],
    birth: Zeroizing<String>,
    expiry: Option<String>,
    changes: Changes,
}

/// The entries of a file up to its filler; what is malformed ends them.
pub fn entries(file: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    let mut rest = file;
    std::iter::from_fn(move || {
        let (&tag, after) = rest.split_first().filter(|(tag, _)| **tag != 0xFF && **tag != 0x00)?;
        let (length, after) = match after {
            [length @ 0..=0x7F, after @ ..] | [0x81, length, after @ ..] => (usize::from(*length), after),
            [0x82, high, low, after @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), after),
            _ => return None,
        };
        let (value, after) = after.split_at_checked(length)?;
        rest = after;
        Some((tag, value))
    })
}

impl<'a> Entries<'a> {
    /// Reads EF01 and EF04; `None` without a name, an address or a birth date. The newest change wins.
    #[must_use]
    pub fn parse(file: &'a [u8], changed: &'a [u8]) -> Option<Self> {
        let of = |wanted| entries(file).find(|(tag, _)| *tag == wanted).map(|(_, value)| value);
        let mut found = Self {
            name: of(printed::NAME)?,
            address: of(printed::ADDRESS)?,
            birth: Zeroizing::new(date(of(printed::BIRTH)?)?),
            expiry: of(printed::EXPIRY).and_then(date),
            changes: Changes::None,
        };
        let mut rest = entries(changed);
        match rest.next() {
            None | Some((changed::ANY, [0x00] | [])) => return Some(found),
            Some((changed::ANY, _)) => found.changes = Changes::LookAtTheBack,
            Some(_) => {
                found.changes = Changes::LookAtTheBack;
                return Some(found);
            }
        }
        for (tag, value) in rest.filter(|(_, value)| !value.is_empty()) {
            match tag {
                changed::NAME => (found.name, found.changes) = (value, Changes::Applied),
                changed::ADDRESS => (found.address, found.changes) = (value, Changes::Applied),
                _ => {}
            }
        }
        Some(found)
    }

    /// The licence with its text; `None` when a text is none.
    #[must_use]
    pub fn draw(self, gaiji: &Gaiji) -> Option<Licence> {
        let name = glyphs(self.name, gaiji).filter(|name| !name.is_empty())?;
        let address = glyphs(self.address, gaiji)?;
        Some(Licence { name, address, birth: self.birth, expiry: self.expiry, changes: self.changes })
    }
}

/// Era digit and `YYMMDD` (facts/card.md 8.1) as `YYYYMMDD`; `None` for no date of an era.
fn date(value: &[u8]) -> Option<String> {
    let &[era, y1, y2, m1, m2, d1, d2] = value else { return None };
    if !value.iter().all(u8::is_ascii_digit) {
        return None;
    }
    // Year before the first of 明治, 大正, 昭和, 平成, 令和.
    let before = match era {
        b'1' => 1867_u16,
        b'2' => 1911,
        b'3' => 1925,
        b'4' => 1988,
        b'5' => 2018,
        _ => return None,
    };
    let two = |tens: u8, ones: u8| u16::from(tens - b'0') * 10 + u16::from(ones - b'0');
    let (year, month, day) = (two(y1, y2), two(m1, m2), two(d1, d2));
    (year > 0 && (1..=12).contains(&month) && (1..=31).contains(&day))
        .then(|| format!("{:04}{month:02}{day:02}", before + year))
}

#[cfg(test)]
mod tests {
    use super::{Changes, Entries, date, entries};

    const EF01: &[u8] = b"\x11\x01\x31\x12\x02\x46\x7C\x16\x073440305\x17\x02\x4B\x5C\x1B\x075070305\xFF\xFF";

    #[test]
    fn dates_are_of_an_era() {
        assert_eq!(date(b"3440305").as_deref(), Some("19690305"));
        assert_eq!(date(b"5010501").as_deref(), Some("20190501"));
        for wrong in [b"0000000", b"3441305", b"3000305", b"344030 "] {
            assert_eq!(date(wrong), None);
        }
    }

    #[test]
    fn the_newest_change_wins_and_an_unknown_one_is_told() {
        let parsed = |changed: &'static [u8]| {
            let entries = Entries::parse(EF01, changed).expect("entries");
            (entries.name.to_vec(), entries.address.to_vec(), entries.changes)
        };
        let (name, address) = (vec![0x46, 0x7C], vec![0x4B, 0x5C]);
        assert_eq!(parsed(b""), (name.clone(), address.clone(), Changes::None));
        assert_eq!(parsed(b"\x50\x01\x00\xFF"), (name.clone(), address.clone(), Changes::None));
        let moved = b"\x50\x01\x01\x5E\x02\x21\x21\x5E\x02\x30\x21\xFF";
        assert_eq!(parsed(moved), (name.clone(), vec![0x30, 0x21], Changes::Applied));
        assert_eq!(parsed(b"\x50\x01\x01\x6A\x01\x31\xFF").2, Changes::LookAtTheBack);
        assert_eq!(parsed(b"\x33\x01\x01").2, Changes::LookAtTheBack);
    }

    #[test]
    fn entries_end_at_filler_or_damage() {
        assert_eq!(entries(b"\x12\x01a\x13\x81\x02bc\x14\x82\x00\x01d\xFF\x15\x00").count(), 3);
        assert_eq!(entries(b"\x12\x05a").count(), 0);
        assert_eq!(entries(b"\x12\x83\x00\x00\x01a").count(), 0);
        assert!(Entries::parse(b"\x12\x02\x46\x7C", b"").is_none(), "no birth date");
    }
}
