//! What the bytes of a code say (文字コード): UTF-8 first, then Shift_JIS, else they stay bytes.

use encoding_rs::SHIFT_JIS;

use super::Content;

/// Strict UTF-8 and Shift_JIS texts of Japanese are never valid as each other (facts/printing.md 7); what holds controls
/// is no text, whatever its bytes.
#[must_use]
pub fn decode(bytes: &[u8]) -> Content {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(_) => SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes).map(String::from),
    };
    match text.filter(|text| !text.chars().any(|c| c.is_control() && c != '\t')) {
        Some(text) => Content::Text(text),
        None => Content::Binary(bytes.to_vec()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_encodings_of_japan_are_read_and_the_rest_stays_bytes() {
        let text = |text: &str| Content::Text(text.to_owned());
        assert_eq!(decode("髙﨑 花子".as_bytes()), text("髙﨑 花子"));
        // 受付 in Shift_JIS: 8EF3 9574.
        assert_eq!(decode(b"\x8e\xf3\x95\x74 A-142"), text("受付 A-142"));
        assert_eq!(decode(b"A37859B"), text("A37859B"));
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(decode(&all), Content::Binary(all.clone()));
        assert_eq!(decode(b"\x1b@A"), Content::Binary(b"\x1b@A".to_vec()));
    }
}
