//! The four facts (基本4情報): name, address, birth date and sex exactly as the card tells them.

use zeroize::Zeroizing;

use super::Genuineness;

/// What the card tells about its holder. Wiped on drop; deliberately without `Debug`, `Display`, `Clone` and
/// serialisation: facts live in one slot by visit number and never inside a message or a log line.
pub struct Facts {
    /// 氏名, surname U+3000 given name, as the card spells it.
    pub name: Zeroizing<String>,
    /// 住所, full-width digits and hyphens as registered; no postal code.
    pub address: Zeroizing<String>,
    /// 生年月日 as `YYYYMMDD`, Gregorian.
    pub birth: Zeroizing<String>,
    /// 性別.
    pub sex: Sex,
    /// Whose signature vouches for the facts.
    pub genuineness: Genuineness,
}

/// 性別 by ISO 5218 as in facts/card.md 4.3.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sex {
    /// '1' 男
    Male,
    /// '2' 女
    Female,
    /// '9' 適用不能
    NotApplicable,
    /// '0' or anything else
    Unknown,
}
