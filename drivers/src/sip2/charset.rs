//! Encodings (文字コード): UTF-8 or Shift_JIS as Windows writes it (CP932), chosen for each connection.

use encoding_rs::{Encoding, SHIFT_JIS, UTF_8};

/// How a library system writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Charset {
    #[default]
    Utf8,
    Cp932,
}

impl Charset {
    const fn encoding(self) -> &'static Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Cp932 => SHIFT_JIS,
        }
    }

    /// The other one, for answers that do not keep to what was agreed.
    const fn other(self) -> Self {
        match self {
            Self::Utf8 => Self::Cp932,
            Self::Cp932 => Self::Utf8,
        }
    }

    /// The bytes of a value. A character that the encoding lacks becomes `?`; `|` and controls would end the field and are
    /// left out.
    #[must_use]
    pub fn encode(self, text: &str) -> Vec<u8> {
        let clean = text.chars().filter(|c| !c.is_control() && *c != '|');
        let mut out = Vec::with_capacity(text.len());
        let mut letter = [0; 4];
        for c in clean {
            let (bytes, _, lacking) = self.encoding().encode(c.encode_utf8(&mut letter));
            if lacking { out.push(b'?') } else { out.extend_from_slice(&bytes) }
        }
        out
    }

    /// What bytes say in this encoding; `None` where they are none of its text.
    fn decode(self, bytes: &[u8]) -> Option<String> {
        self.encoding().decode_without_bom_handling_and_without_replacement(bytes).map(String::from)
    }

    /// What a message is written in: as agreed, else as its bytes say; and whether it is text at all.
    #[must_use]
    pub fn of(self, bytes: &[u8]) -> (Self, bool) {
        // Three bytes of UTF-8 in a row with nothing wrong around them are no accident; Shift_JIS takes many of them for its own.
        let surely = bytes.iter().any(|byte| (0xE0..=0xEF).contains(byte)) && std::str::from_utf8(bytes).is_ok();
        if surely {
            return (Self::Utf8, true);
        }
        match self.decode(bytes) {
            Some(_) => (self, true),
            None => (self.other(), self.other().decode(bytes).is_some()),
        }
    }

    /// What bytes say; what is no text becomes U+FFFD.
    #[must_use]
    pub fn read(self, bytes: &[u8]) -> String {
        self.encoding().decode_without_bom_handling(bytes).0.into_owned()
    }

    /// How many bytes the first character takes. In CP932 the second byte of a kanji may be `|`.
    #[must_use]
    pub fn step(self, bytes: &[u8]) -> usize {
        match (self, bytes) {
            (Self::Cp932, [0x81..=0x9F | 0xE0..=0xFC, _, ..]) => 2,
            _ => 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_told_by_its_bytes_when_it_does_not_keep_to_what_was_agreed() {
        for text in ["貸出できます", "髙﨑 花子", "ポケットの中"] {
            let utf8 = text.as_bytes();
            let cp932 = Charset::Cp932.encode(text);
            for agreed in [Charset::Utf8, Charset::Cp932] {
                assert_eq!(agreed.of(utf8), (Charset::Utf8, true), "{text}");
                assert_eq!(agreed.of(&cp932), (Charset::Cp932, true), "{text}");
            }
            assert_eq!(Charset::Cp932.read(&cp932), text);
        }
        assert_eq!(Charset::Cp932.of(b"94"), (Charset::Cp932, true));
        assert!(!Charset::Utf8.of(&[0xFF, 0xFE, 0x80]).1);
    }

    #[test]
    fn a_value_can_end_no_field() {
        assert_eq!(Charset::Utf8.encode("12|34\r\n56\t"), b"123456");
        // 𠮷 and the variation selector are in no Shift_JIS.
        assert_eq!(Charset::Cp932.encode("𠮷野"), b"?\x96\xec");
        assert_eq!(Charset::Cp932.encode("葛\u{E0100}"), b"\x8a\x8b?");
    }
}
