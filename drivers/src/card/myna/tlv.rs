//! BER-TLV (符号化) of the card's files, strictly and without a panic: definite lengths of one to three bytes only.
//!
//! Written here because every byte is personal: nothing is copied, everything is a slice of a buffer that is wiped.

/// A parsed object and where it stood.
#[derive(Clone, Copy)]
pub struct Object<'a> {
    /// Tag bytes, big-endian.
    pub tag: u16,
    pub value: &'a [u8],
    /// Tag, length and value: what signatures cover.
    pub whole: &'a [u8],
}

/// Length of tag and length bytes, and of the value, as the first bytes of an object announce them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Header {
    pub tag: u16,
    pub start: usize,
    pub length: usize,
}

impl Header {
    /// The whole object.
    #[must_use]
    pub const fn total(self) -> usize {
        self.start + self.length
    }
}

/// Reads tag and length; the value need not be there yet. `None` for anything but a tag of one or two bytes and a
/// length in short form, 81 or 82 (facts/card.md 4.3). The visual AP writes 82 where 81 would do.
#[must_use]
pub fn header(bytes: &[u8]) -> Option<Header> {
    let (&first, mut rest) = bytes.split_first()?;
    let mut tag = u16::from(first);
    if first & 0x1F == 0x1F {
        let (&second, after) = rest.split_first()?;
        if second & 0x80 != 0 {
            return None;
        }
        tag = tag << 8 | u16::from(second);
        rest = after;
    }
    let (length, after) = match rest {
        [length @ 0..=0x7F, after @ ..] | [0x81, length @ 0x80..=0xFF, after @ ..] => (usize::from(*length), after),
        [0x82, high, low, after @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), after),
        _ => return None,
    };
    Some(Header { tag, start: bytes.len() - after.len(), length })
}

/// Splits the first object off; `None` when it is malformed or longer than the bytes.
#[must_use]
pub fn split(bytes: &[u8]) -> Option<(Object<'_>, &[u8])> {
    let header = header(bytes)?;
    let (whole, rest) = bytes.split_at_checked(header.total())?;
    Some((Object { tag: header.tag, value: whole.get(header.start..)?, whole }, rest))
}

/// The objects with exactly these tags in exactly this order, and nothing else; `None` otherwise.
#[must_use]
pub fn exactly<const N: usize>(mut bytes: &[u8], tags: [u16; N]) -> Option<[Object<'_>; N]> {
    let mut objects = [Object { tag: 0, value: &[], whole: &[] }; N];
    for (place, tag) in objects.iter_mut().zip(tags) {
        let (object, rest) = split(bytes)?;
        if object.tag != tag {
            return None;
        }
        *place = object;
        bytes = rest;
    }
    bytes.is_empty().then_some(objects)
}

/// The one object at the start of a file; what follows is filler and does not matter (facts/card.md 16.2).
#[must_use]
pub fn outer(bytes: &[u8], tag: u16) -> Option<&[u8]> {
    split(bytes).and_then(|(object, _)| (object.tag == tag).then_some(object.value))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{exactly, header, outer, split};

    #[test]
    fn lengths_have_the_forms_that_cards_write() {
        // The JPKI-TEST card writes the 169 bytes of its name's picture in the long form (facts/card.md 5).
        assert_eq!(header(&[0xDF, 0x25, 0x82, 0x00, 0xA9]).map(super::Header::total), Some(5 + 0xA9));
        assert_eq!(header(&[0xDF, 0x22, 0x7F]).map(super::Header::total), Some(3 + 0x7F));
        assert_eq!(header(&[0xDF, 0x22, 0x81, 0x80]).map(super::Header::total), Some(4 + 0x80));
        assert_eq!(header(&[0xFF, 0x20, 0x82, 0x01, 0x00]).map(super::Header::total), Some(5 + 0x100));
        for torn in [
            &[][..],
            &[0xDF],
            &[0xDF, 0x22],
            &[0xDF, 0x80, 0x01, 0x00],
            &[0xDF, 0x22, 0x80],
            &[0xDF, 0x22, 0x81],
            &[0xDF, 0x22, 0x81, 0x7F],
            &[0xDF, 0x22, 0x82, 0x01],
            &[0xDF, 0x22, 0x83, 0x01, 0x00, 0x00],
            &[0xDF, 0x22, 0xFF],
        ] {
            assert_eq!(header(torn), None, "{torn:02X?}");
        }
    }

    #[test]
    fn order_and_number_are_fixed() {
        let bytes = [0xDF, 0x24, 1, b'a', 0xDF, 0x25, 1, b'b'];
        let [first, second] = exactly(&bytes, [0xDF24, 0xDF25]).expect("both");
        assert_eq!((first.value, second.value), (&b"a"[..], &b"b"[..]));
        assert_eq!(first.whole, &bytes[..4]);
        assert!(exactly(&bytes, [0xDF25, 0xDF24]).is_none());
        assert!(exactly(&bytes, [0xDF24]).is_none());
        assert!(exactly(&bytes, [0xDF24, 0xDF25, 0xDF26]).is_none());
        assert_eq!(outer(&[0x90, 1, 7, 0xFF, 0xFF], 0x90), Some(&[7][..]));
        assert_eq!(outer(&[0x90, 2, 7], 0x90), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_taken_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            if let Some((object, rest)) = split(&bytes) {
                prop_assert_eq!(object.whole.len() + rest.len(), bytes.len());
                prop_assert!(object.whole.ends_with(object.value));
            }
            let _ = exactly(&bytes, [0xDF21, 0xDF22]);
        }
    }
}
