//! Command APDUs (コマンド) as a card takes them apart: ISO 7816-4 5.2, short and extended lengths.

/// One command.
pub struct Command<'a> {
    pub cla: u8,
    pub ins: u8,
    pub p1: u8,
    pub p2: u8,
    pub data: &'a [u8],
    /// Bytes wanted; `None` when the command wants none.
    pub le: Option<usize>,
    /// Lengths were in the extended form.
    pub extended: bool,
}

impl<'a> Command<'a> {
    /// `None` when the lengths do not fit together.
    #[must_use]
    pub fn parse(bytes: &'a [u8]) -> Option<Self> {
        let (&[cla, ins, p1, p2], body) = bytes.split_first_chunk::<4>()?;
        let (data, le, extended) = lengths(body)?;
        Some(Self { cla, ins, p1, p2, data, le, extended })
    }
}

/// Data, Le and whether the form was extended.
fn lengths(body: &[u8]) -> Option<(&[u8], Option<usize>, bool)> {
    match body {
        [] => Some((&[], None, false)),
        [le] => Some((&[], Some(short(*le)), false)),
        [0, high, low] => Some((&[], Some(long(*high, *low)), true)),
        [0, high, low, rest @ ..] => {
            let (data, le) = rest.split_at_checked(usize::from(u16::from_be_bytes([*high, *low])))?;
            match le {
                [] => Some((data, None, true)),
                [high, low] => Some((data, Some(long(*high, *low)), true)),
                _ => None,
            }
        }
        [lc, rest @ ..] => {
            let (data, le) = rest.split_at_checked(usize::from(*lc))?;
            match le {
                [] => Some((data, None, false)),
                [le] => Some((data, Some(short(*le)), false)),
                _ => None,
            }
        }
    }
}

const fn short(le: u8) -> usize {
    if le == 0 { 256 } else { le as usize }
}

const fn long(high: u8, low: u8) -> usize {
    let le = u16::from_be_bytes([high, low]);
    if le == 0 { 65536 } else { le as usize }
}
