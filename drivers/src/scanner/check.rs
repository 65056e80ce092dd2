//! Check digits (チェックデジット): which one a library or a shop prints is a rule, not a standard.
//!
//! JIS X 0507 (JAN), JIS X 0503 (CODE39, modulus 43), JIS X 0506 (NW-7) and the variants its users agree on
//! (facts/printing.md 6). The check character is the last one before the stop.

/// How the last character proves the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// None at all, which is common.
    #[default]
    None,
    /// Modulus 10, weights 3 and 1 from the right (JAN, M10W31).
    #[serde(alias = "modulus10-weight3")]
    Jan,
    /// Modulus 16 of NW-7: start and stop count as 16 to 19, so the scanner must send them.
    Modulus16,
    /// 7DR: the number before it modulo 7.
    #[serde(alias = "sevens")]
    SevenDr,
    /// 9DR: the number before it modulo 9.
    NineDr,
    /// Modulus 10 weight 2-1, products split into digits (M10W21 分割, Luhn).
    #[serde(alias = "modulus10-weight2-split")]
    Luhn,
    /// The same with each product whole (M10W21 一括).
    Modulus10Weight2Lump,
    /// Modulus 11, weights 2 to 7 from the right; 10 is written X.
    Modulus11X,
    /// The same; 10 is written 0.
    Modulus11Zero,
    /// Modulus 11, weights 10 to 2 from the left, 10 is written X (ISBN with ten characters).
    Isbn10,
    /// Modulus 43 of CODE39.
    Modulus43,
}

const CODE39: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%";
const NW7: &str = "0123456789-$:/.+ABCD";

impl Check {
    /// `bare` is the code without start and stop, `whole` with them.
    pub(super) fn holds(self, bare: &str, whole: &str) -> bool {
        match self {
            Self::None => true,
            Self::Modulus16 => modulus_16(whole),
            _ => {
                let mut body: Vec<char> = bare.chars().map(|c| c.to_ascii_uppercase()).collect();
                let last = body.pop();
                last.is_some() && last == self.character(&body)
            }
        }
    }

    /// The check character of what stands before it.
    fn character(self, body: &[char]) -> Option<char> {
        if body.is_empty() {
            return None;
        }
        if self == Self::Modulus43 {
            let sum = values(body, CODE39)?.iter().sum::<u32>();
            return CODE39.chars().nth(usize::try_from(sum % 43).ok()?);
        }
        let digits: Vec<u32> = body.iter().map(|c| c.to_digit(10)).collect::<Option<_>>()?;
        let weighed = |weights: &[u32]| -> Vec<u32> {
            digits.iter().rev().zip(weights.iter().cycle()).map(|(digit, weight)| digit * weight).collect()
        };
        let to_ten = |sum: u32| char::from_digit((10 - sum % 10) % 10, 10);
        let rest = |modulus: u32| char::from_digit(digits.iter().fold(0, |rest, d| (rest * 10 + d) % modulus), 10);
        let eleven = |weights: &[u32]| (11 - weighed(weights).iter().sum::<u32>() % 11) % 11;
        let or = |value: u32, ten: char| if value == 10 { Some(ten) } else { char::from_digit(value, 10) };
        match self {
            Self::Jan => to_ten(weighed(&[3, 1]).iter().sum()),
            Self::Luhn => to_ten(weighed(&[2, 1]).iter().map(|product| product / 10 + product % 10).sum()),
            Self::Modulus10Weight2Lump => to_ten(weighed(&[2, 1]).iter().sum()),
            Self::SevenDr => rest(7),
            Self::NineDr => rest(9),
            Self::Modulus11X => or(eleven(&[2, 3, 4, 5, 6, 7]), 'X'),
            Self::Modulus11Zero => or(eleven(&[2, 3, 4, 5, 6, 7]), '0'),
            Self::Isbn10 => or(eleven(&[2, 3, 4, 5, 6, 7, 8, 9, 10]), 'X'),
            Self::None | Self::Modulus16 | Self::Modulus43 => None,
        }
    }
}

/// All characters together, start and stop among them, make a multiple of 16.
fn modulus_16(whole: &str) -> bool {
    let letters: Vec<char> = whole.chars().map(|c| c.to_ascii_uppercase()).collect();
    letters.len() >= 4 && values(&letters, NW7).is_some_and(|values| values.iter().sum::<u32>() % 16 == 0)
}

fn values(letters: &[char], table: &str) -> Option<Vec<u32>> {
    let value = |letter: &char| table.chars().position(|known| known == *letter).and_then(|at| u32::try_from(at).ok());
    letters.iter().map(value).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn check_digits_are_those_of_published_examples() {
        for (check, bare, whole, holds) in [
            (Check::Modulus16, "37859+", "A37859+B", true),
            (Check::Modulus16, "37859-", "A37859-B", false),
            (Check::SevenDr, "999912345670", "999912345670", true),
            (Check::Luhn, "123456782", "123456782", true),
            (Check::Luhn, "123456783", "123456783", false),
            (Check::Modulus10Weight2Lump, "123456784", "123456784", true),
            (Check::Jan, "123456784", "123456784", true),
            (Check::Jan, "4901234567894", "4901234567894", true),
            (Check::Jan, "49A1234567894", "49A1234567894", false),
            // 日本十進分類法's old ISBN, and one that ends in X.
            (Check::Isbn10, "4101010013", "4101010013", true),
            (Check::Isbn10, "080442957X", "080442957X", true),
            (Check::Isbn10, "080442957x", "080442957x", true),
            (Check::Isbn10, "0804429570", "0804429570", false),
            (Check::NineDr, "12345678", "12345678", false),
            (Check::NineDr, "12345671", "12345671", true),
            // The worked example of the symbology's own standard.
            (Check::Modulus43, "CODE39W", "CODE39W", true),
            (Check::Modulus43, "CODE39V", "CODE39V", false),
            (Check::Jan, "", "", false),
            (Check::Luhn, "0", "0", false),
        ] {
            assert_eq!(check.holds(bare, whole), holds, "{check:?} {whole}");
        }
    }

    proptest! {
        /// What every one of them is for: one wrong digit. 7DR and 9DR miss a digit that differs by 7 or 9, as published.
        #[test]
        fn one_wrong_digit_is_found(body in "[0-9]{6,12}", at in 0usize..6, by in 1u32..10) {
            for check in [Check::Jan, Check::Luhn, Check::Modulus11X] {
                let letters: Vec<char> = body.chars().collect();
                let right: String = letters.iter().copied().chain(check.character(&letters)).collect();
                prop_assert!(check.holds(&right, &right));
                let wrong: String = right.chars().enumerate().map(|(place, c)| match c.to_digit(10) {
                    Some(digit) if place == at => char::from_digit((digit + by) % 10, 10).unwrap(),
                    _ => c,
                }).collect();
                prop_assert!(!check.holds(&wrong, &wrong), "{:?} {} {}", check, right, wrong);
            }
        }
    }
}
