//! The guard (番号よけ): no text that enters may carry a 12-digit number (個人番号) or what looks like one.
//!
//! The check digit is that of 番号法施行令8条 and 総務省令85号 5条: weights 2–7 and 2–6 from the right.

use unicode_normalization::UnicodeNormalization;

/// Whether `text` holds such a number: twelve digits in one group, or in neighbouring groups with spaces or hyphens
/// between them.
#[must_use]
pub fn has_individual_number(text: &str) -> bool {
    let mut groups: Vec<Vec<u32>> = vec![Vec::new()];
    for c in text.nfkc().chain(['.']) {
        if let Some(digit) = c.to_digit(10) {
            if let Some(group) = groups.last_mut() {
                group.push(digit);
            }
        } else if matches!(c, '-' | '‐' | '−' | 'ー') || c.is_whitespace() {
            groups.push(Vec::new());
        } else {
            if joined(&groups) {
                return true;
            }
            groups = vec![Vec::new()];
        }
    }
    false
}

/// Whether some neighbouring groups make a number together.
fn joined(groups: &[Vec<u32>]) -> bool {
    (0..groups.len()).any(|first| {
        let mut digits: Vec<u32> = Vec::new();
        groups.iter().skip(first).any(|group| {
            digits.extend(group);
            is_number(&digits)
        })
    })
}

fn is_number(digits: &[u32]) -> bool {
    let [body @ .., check] = digits else { return false };
    if body.len() != 11 {
        return false;
    }
    let sum: u32 = body.iter().rev().zip([2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6]).map(|(digit, weight)| digit * weight).sum();
    let rest = sum % 11;
    let right = if rest <= 1 { 0 } else { 11 - rest };
    *check == right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_caught_in_every_spelling() {
        for text in ["123456789018", "1234 5678 9018", "１２３４-５６７８-９０１８", "番号は123456789018です"]
        {
            assert!(has_individual_number(text), "{text}");
        }
        for text in ["123456789012", "1234567890180", "12345678901", "海原市２丁目３番４号", "090-1234-5678", ""]
        {
            assert!(!has_individual_number(text), "{text}");
        }
    }
}
