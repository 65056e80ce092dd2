//! Barcodes (バーコード): NW-7, CODE39 and JAN as bars, each dot counted here.
//!
//! Printers draw barcodes by GS k with widths of their own, and not all know NW-7; libraries and clinics live on it. As
//! dots they are the same bars on every model and in both manners of a slip.

use super::Bitmap;

/// How characters become bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Symbology {
    /// Codabar (JIS X 0506), start and stop character A to D among the text.
    Nw7,
    /// JIS X 0503, without the asterisks.
    Code39,
    /// JAN-13 (JIS X 0507); of twelve digits the check digit is added.
    Jan,
}

/// JIS X 0506: seven bars and spaces in turn, 1 is wide.
const NW7: [(char, u16); 20] = [
    ('0', 0b000_0011),
    ('1', 0b000_0110),
    ('2', 0b000_1001),
    ('3', 0b110_0000),
    ('4', 0b001_0010),
    ('5', 0b100_0010),
    ('6', 0b010_0001),
    ('7', 0b010_0100),
    ('8', 0b011_0000),
    ('9', 0b100_1000),
    ('-', 0b000_1100),
    ('$', 0b001_1000),
    (':', 0b100_0101),
    ('/', 0b101_0001),
    ('.', 0b101_0100),
    ('+', 0b001_0101),
    ('A', 0b001_1010),
    ('B', 0b010_1001),
    ('C', 0b000_1011),
    ('D', 0b000_1110),
];

/// JIS X 0503: nine bars and spaces in turn, 1 is wide.
const CODE39: [(char, u16); 44] = [
    ('0', 0b000_110_100),
    ('1', 0b100_100_001),
    ('2', 0b001_100_001),
    ('3', 0b101_100_000),
    ('4', 0b000_110_001),
    ('5', 0b100_110_000),
    ('6', 0b001_110_000),
    ('7', 0b000_100_101),
    ('8', 0b100_100_100),
    ('9', 0b001_100_100),
    ('A', 0b100_001_001),
    ('B', 0b001_001_001),
    ('C', 0b101_001_000),
    ('D', 0b000_011_001),
    ('E', 0b100_011_000),
    ('F', 0b001_011_000),
    ('G', 0b000_001_101),
    ('H', 0b100_001_100),
    ('I', 0b001_001_100),
    ('J', 0b000_011_100),
    ('K', 0b100_000_011),
    ('L', 0b001_000_011),
    ('M', 0b101_000_010),
    ('N', 0b000_010_011),
    ('O', 0b100_010_010),
    ('P', 0b001_010_010),
    ('Q', 0b000_000_111),
    ('R', 0b100_000_110),
    ('S', 0b001_000_110),
    ('T', 0b000_010_110),
    ('U', 0b110_000_001),
    ('V', 0b011_000_001),
    ('W', 0b111_000_000),
    ('X', 0b010_010_001),
    ('Y', 0b110_010_000),
    ('Z', 0b011_010_000),
    ('-', 0b010_000_101),
    ('.', 0b110_000_100),
    (' ', 0b011_000_100),
    ('*', 0b010_010_100),
    ('$', 0b010_101_000),
    ('/', 0b010_100_010),
    ('+', 0b010_001_010),
    ('%', 0b000_101_010),
];

/// JIS X 0507: seven modules of a digit on the left with odd parity.
const JAN: [u8; 10] = [
    0b000_1101, 0b001_1001, 0b001_0011, 0b011_1101, 0b010_0011, 0b011_0001, 0b010_1111, 0b011_1011, 0b011_0111,
    0b000_1011,
];

/// Which of the six left digits have even parity, by the first digit.
const PARITY: [u8; 10] =
    [0b00_0000, 0b00_1011, 0b00_1101, 0b00_1110, 0b01_0011, 0b01_1001, 0b01_1100, 0b01_0101, 0b01_0110, 0b01_1010];

/// A wide bar is so many narrow ones; white on both sides is ten (JIS X 0503, 0506; JIS X 0507 asks for eleven).
const WIDE: usize = 3;
const QUIET: usize = 11;

/// The bars with the white they need beside them; `narrow` dots the narrowest. `None` for text the symbology lacks.
#[must_use]
pub fn draw(text: &str, symbology: Symbology, narrow: u32, height: u32) -> Option<Bitmap> {
    let modules = match symbology {
        Symbology::Nw7 => nw7(text)?,
        Symbology::Code39 => wide_and_narrow(&format!("*{text}*"), &CODE39, 9).filter(|_| !text.contains('*'))?,
        Symbology::Jan => jan(text)?,
    };
    let width = u32::try_from(modules.len() + 2 * QUIET).ok()?.checked_mul(narrow)?;
    let mut out = Bitmap::blank(width, height);
    let quiet = u32::try_from(QUIET).ok()?;
    for (at, _) in (quiet..).zip(&modules).filter(|(_, dark)| **dark) {
        out.fill(at * narrow, 0, narrow, height);
    }
    Some(out)
}

/// Start and stop stand at the ends and nowhere else.
fn nw7(text: &str) -> Option<Vec<bool>> {
    let text = text.to_ascii_uppercase();
    let ends = |c: char| ('A'..='D').contains(&c);
    let inner = text.strip_prefix(ends)?.strip_suffix(ends)?;
    if inner.is_empty() || inner.contains(ends) {
        return None;
    }
    wide_and_narrow(&text, &NW7, 7)
}

fn wide_and_narrow(text: &str, table: &[(char, u16)], elements: u32) -> Option<Vec<bool>> {
    let mut modules = Vec::new();
    for c in text.chars() {
        let (_, pattern) = table.iter().find(|(name, _)| *name == c)?;
        for element in 0..elements {
            let wide = pattern >> (elements - 1 - element) & 1 == 1;
            let width = if wide { WIDE } else { 1 };
            modules.extend(std::iter::repeat_n(element % 2 == 0, width));
        }
        modules.push(false);
    }
    modules.pop();
    Some(modules)
}

fn jan(text: &str) -> Option<Vec<bool>> {
    let mut digits: Vec<u8> =
        text.chars().map(|c| c.to_digit(10).and_then(|digit| u8::try_from(digit).ok())).collect::<Option<_>>()?;
    let sum: u32 = digits.iter().take(12).zip([1, 3].iter().cycle()).map(|(digit, by)| u32::from(*digit) * by).sum();
    let check = u8::try_from((10 - sum % 10) % 10).ok()?;
    match digits.len() {
        12 => digits.push(check),
        13 if digits.last() == Some(&check) => {}
        _ => return None,
    }
    let (first, rest) = digits.split_first()?;
    let parity = PARITY.get(usize::from(*first))?;
    let mut modules = vec![true, false, true];
    for (at, digit) in rest.iter().enumerate() {
        if at == 6 {
            modules.extend([false, true, false, true, false]);
        }
        let odd = *JAN.get(usize::from(*digit))?;
        let even = at < 6 && parity >> (5 - at) & 1 == 1;
        // Right digits are the left ones turned dark for light; even ones are those read backwards.
        let bit = |module: u32| match (at < 6, even) {
            (true, false) => odd >> (6 - module) & 1 == 1,
            (true, true) => odd >> module & 1 == 0,
            (false, _) => odd >> (6 - module) & 1 == 0,
        };
        modules.extend((0..7).map(bit));
    }
    modules.extend([true, false, true]);
    Some(modules)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_symbology_has_becomes_bars() {
        for (text, symbology, fits) in [
            ("A37859B", Symbology::Nw7, true),
            ("37859", Symbology::Nw7, false),
            ("A3A7B", Symbology::Nw7, false),
            ("KZ-142", Symbology::Code39, true),
            ("KZ*142", Symbology::Code39, false),
            ("漢", Symbology::Code39, false),
            ("4901234567894", Symbology::Jan, true),
            ("490123456789", Symbology::Jan, true),
            ("4901234567890", Symbology::Jan, false),
            ("", Symbology::Jan, false),
        ] {
            assert_eq!(draw(text, symbology, 2, 10).is_some(), fits, "{text}");
        }
    }

    #[test]
    fn widths_are_those_of_the_standards() {
        // JAN: 95 modules; CODE39: 16 modules a character with a gap of one between.
        assert_eq!(draw("4901234567894", Symbology::Jan, 1, 1).map(|bars| bars.width), Some(95 + 22));
        // 6 narrow, 3 wide of 3: 15 and a gap, three characters with the asterisks.
        assert_eq!(draw("A", Symbology::Code39, 1, 1).map(|bars| bars.width), Some(3 * 15 + 2 + 22));
    }
}
