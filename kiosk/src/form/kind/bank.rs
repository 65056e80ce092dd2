//! Bank accounts (振込先口座): numbers of banks, and ゆうちょ accounts in both of their spellings.

use crate::form::{Answers, Value};

/// Digits of an account number.
const NUMBER: usize = 7;

/// An account as a transfer needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Three digits.
    pub branch: String,
    /// 普通 or 振替 (ゆうちょ only).
    pub current: bool,
    /// Seven digits.
    pub number: String,
}

/// The account for transfers from other banks, out of the 記号 (5 digits) and 番号 (up to 8) of a ゆうちょ passbook:
/// 記号 1xxx0 is 総合口座 with branch xx8 and the number without its last digit; 記号 0xxxx is 振替口座 with branch xx9
/// and the number as it is.
#[must_use]
pub fn postal(symbol: &str, number: &str) -> Option<Account> {
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if symbol.len() != 5 || !plain(symbol) || !plain(number) || number.len() > 8 {
        return None;
    }
    let middle = symbol.get(1..3)?;
    let (branch, current, digits) = match symbol.get(..1)? {
        "1" if symbol.ends_with('0') && number.len() >= 2 && number.ends_with('1') => {
            (format!("{middle}8"), false, number.get(..number.len() - 1)?)
        }
        "0" if number.len() < 8 => (format!("{middle}9"), true, number),
        _ => return None,
    };
    Some(Account { branch, current, number: padded(digits)? })
}

/// Seven digits, zeros in front.
fn padded(number: &str) -> Option<String> {
    (number.len() <= NUMBER).then(|| format!("{number:0>NUMBER$}"))
}

/// The group in its normal spelling: a number of seven digits; for ゆうちょ the branch and number of transfers as well.
pub(super) fn settle(mut given: Answers) -> Option<Answers> {
    let text = |given: &Answers, part: &str| match given.get(part) {
        Some(Value::Text(text)) => text.clone(),
        _ => String::new(),
    };
    if text(&given, "where") == "post" {
        let account = postal(&text(&given, "symbol"), &text(&given, "post_number"))?;
        given.insert("transfer_branch".to_owned(), Value::Text(account.branch));
        given.insert("transfer_number".to_owned(), Value::Text(account.number));
    } else if given.contains_key("number") {
        let number = padded(&text(&given, "number"))?;
        given.insert("number".to_owned(), Value::Text(number));
    }
    Some(given)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passbook_numbers_become_transfer_numbers() {
        for (symbol, number, found) in [
            ("10120", "12345671", Some(("018", false, "1234567"))),
            ("11940", "1231", Some(("198", false, "0000123"))),
            ("00180", "123456", Some(("019", true, "0123456"))),
            ("10120", "12345678", None),
            ("10125", "12345671", None),
            ("1012", "12345671", None),
            ("20120", "12345671", None),
            ("10120", "", None),
            ("10120", "1", None),
            ("00180", "12345678", None),
        ] {
            let account = postal(symbol, number);
            let account = account.as_ref().map(|a| (a.branch.as_str(), a.current, a.number.as_str()));
            assert_eq!(account, found, "{symbol} {number}");
        }
    }
}
