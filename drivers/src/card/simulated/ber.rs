//! Writing TLV (BER-TLV の書き出し) as the card stores it: ISO 8825-1, shortest lengths.

/// One data object; the tag's leading zero byte is left out.
#[must_use]
pub fn object(tag: u16, value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len() + 6);
    let [high, low] = tag.to_be_bytes();
    if high != 0 {
        out.push(high);
    }
    out.push(low);
    match value.len() {
        short @ 0..=0x7F => out.push(short as u8),
        long @ 0x80..=0xFF => out.extend_from_slice(&[0x81, long as u8]),
        longer => {
            out.push(0x82);
            out.extend_from_slice(&(longer as u16).to_be_bytes());
        }
    }
    out.extend_from_slice(value);
    out
}

/// One data object around several.
#[must_use]
pub fn around(tag: u16, parts: &[Vec<u8>]) -> Vec<u8> {
    object(tag, &parts.concat())
}

#[cfg(test)]
mod tests {
    use super::{around, object};

    #[test]
    fn lengths_take_the_shortest_form() {
        assert_eq!(object(0xDF25, b"1"), [0xDF, 0x25, 0x01, b'1']);
        assert_eq!(object(0x90, &[]), [0x90, 0x00]);
        assert_eq!(object(0xDF23, &[7; 0x7F])[..3], [0xDF, 0x23, 0x7F]);
        assert_eq!(object(0xDF23, &[7; 0x80])[..4], [0xDF, 0x23, 0x81, 0x80]);
        assert_eq!(object(0xFF30, &[7; 0x14B])[..5], [0xFF, 0x30, 0x82, 0x01, 0x4B]);
        assert_eq!(around(0x30, &[object(0x05, &[]), object(0x05, &[])]), [0x30, 4, 5, 0, 5, 0]);
    }
}
