//! Base45 of RFC 9285 (45文字の表し方): bytes in the 45 characters that a QR code packs tightest and that every scanner passes on as they are.

const ALPHABET: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// Two bytes become three characters, a last single one two.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() / 2 * 3 + 2);
    for pair in bytes.chunks(2) {
        let (mut number, count) = match pair {
            [high, low] => (usize::from(*high) * 256 + usize::from(*low), 3),
            [last] => (usize::from(*last), 2),
            _ => continue,
        };
        for _ in 0..count {
            text.push(ALPHABET.get(number % 45).map_or(' ', |c| char::from(*c)));
            number /= 45;
        }
    }
    text
}

/// The bytes; `None` for a character that is none of the 45, a length that cannot be, or a number that is no byte.
#[must_use]
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 3 * 2 + 1);
    for group in text.as_bytes().chunks(3) {
        let mut number = 0_usize;
        for c in group.iter().rev() {
            number = number * 45 + ALPHABET.iter().position(|known| known == c)?;
        }
        match group.len() {
            3 => bytes.extend(u16::try_from(number).ok()?.to_be_bytes()),
            2 => bytes.push(u8::try_from(number).ok()?),
            _ => return None,
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_examples_of_rfc_9285_section_4() {
        for (plain, code) in
            [("AB", "BB8"), ("Hello!!", "%69 VD92EX0"), ("base-45", "UJCLQE7W581"), ("ietf!", "QED8WEX0")]
        {
            assert_eq!(encode(plain.as_bytes()), code);
            assert_eq!(decode(code).expect(code), plain.as_bytes());
        }
    }

    #[test]
    fn what_is_no_base45_is_nothing() {
        for text in ["A", "GGW", "::", "ab8", "BB8B", "あいう"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn bytes_come_back(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            prop_assert_eq!(decode(&encode(&bytes)), Some(bytes));
        }
    }
}
