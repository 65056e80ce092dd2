//! 照合番号B (券面の数字): the fourteen digits made from what is printed on the front of a card (facts/card.md 3.2).
//!
//! Six are the birth date as printed, the year in its era for Japanese nationals and the last two digits of the western
//! year for others; four are the western year in which the card expires; four are the security code under the photograph.
//! What cannot be is told before it costs a try: the card counts wrong ones for good.

use jiff::civil::Date;

use crate::form::era;

/// Years a card is good for at most: to the tenth birthday after it was issued.
const LONGEST: i16 = 11;
/// Nobody alive was born before.
const EARLIEST: i16 = 1868;

/// How the year of birth is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Era {
    Reiwa,
    Heisei,
    Showa,
    Taisho,
    Meiji,
    /// 西暦, on the cards of foreign residents.
    Western,
}

impl Era {
    /// In the order of the keys: most people here were born in 昭和 or 平成.
    pub const ALL: [Self; 6] = [Self::Showa, Self::Heisei, Self::Reiwa, Self::Taisho, Self::Meiji, Self::Western];

    /// The stable word in the keys of its sentences.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Reiwa => "reiwa",
            Self::Heisei => "heisei",
            Self::Showa => "showa",
            Self::Taisho => "taisho",
            Self::Meiji => "meiji",
            Self::Western => "western",
        }
    }

    /// How it is written, and the western year of its first.
    const fn first(self) -> (&'static str, i16) {
        match self {
            Self::Reiwa => ("令和", 2019),
            Self::Heisei => ("平成", 1989),
            Self::Showa => ("昭和", 1926),
            Self::Taisho => ("大正", 1912),
            Self::Meiji => ("明治", 1868),
            Self::Western => ("", 1),
        }
    }

    /// Digits of the year: two, and four in western years.
    #[must_use]
    pub const fn year_digits(self) -> usize {
        if matches!(self, Self::Western) { 4 } else { 2 }
    }

    /// Digits of a whole birth date.
    #[must_use]
    pub const fn digits(self) -> usize {
        self.year_digits() + 4
    }
}

/// Why digits cannot be those of a card. The word is the end of its sentence's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// 昭和 or 平成 or … was not chosen.
    NoEra,
    /// Digits are missing.
    Short,
    /// There is no such day.
    NoDay,
    /// The day is in another era: 昭和65年.
    OtherEra,
    /// The day is still to come, or nobody alive is so old.
    NoBirth,
    /// The card ran out before this year.
    Expired,
    /// No card is good for so long.
    TooFar,
}

impl Wrong {
    /// The stable word in the key of its sentence.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::NoEra => "no-era",
            Self::Short => "short",
            Self::NoDay => "no-day",
            Self::OtherEra => "other-era",
            Self::NoBirth => "no-birth",
            Self::Expired => "expired",
            Self::TooFar => "too-far",
        }
    }
}

/// The six digits of a birth date as printed, from ASCII digits: year, month, day.
///
/// # Errors
/// [`Wrong`]
pub fn birth(era: Option<Era>, typed: &[u8], today: Date) -> Result<[u8; 6], Wrong> {
    let era = era.ok_or(Wrong::NoEra)?;
    if typed.len() != era.digits() {
        return Err(Wrong::Short);
    }
    let (year, rest) = typed.split_at(era.year_digits());
    let (month, day) = rest.split_at(2);
    let number = |digits: &[u8]| digits.iter().fold(0_i16, |sum, digit| sum * 10 + i16::from(digit.wrapping_sub(b'0')));
    let (name, first) = era.first();
    let (of_era, western) = (number(year), first + number(year) - 1);
    let part = |digits: &[u8]| i8::try_from(number(digits)).map_err(|_| Wrong::NoDay);
    if of_era == 0 {
        return Err(Wrong::NoDay);
    }
    let (month, day) = (part(month)?, part(day)?);
    // 00: a card may have been issued for a birthday that nobody knows.
    let unknown = month == 0 || day == 0;
    let born = Date::new(western, month.max(1), day.max(1)).map_err(|_| Wrong::NoDay)?;
    let of = |day: Date| era::year(day).is_some_and(|(name_of_day, _)| name_of_day == name);
    if era != Era::Western && !of(born) && !(unknown && of(born.last_of_year())) {
        return Err(Wrong::OtherEra);
    }
    if born > today || western < EARLIEST {
        return Err(Wrong::NoBirth);
    }
    let mut digits = [0; 6];
    let last = typed.len().saturating_sub(digits.len());
    for (to, from) in digits.iter_mut().zip(typed.iter().skip(last)) {
        *to = *from;
    }
    Ok(digits)
}

/// The four digits of the year in which the card expires.
///
/// # Errors
/// [`Wrong`]
pub fn expiry(typed: &[u8], today: Date) -> Result<[u8; 4], Wrong> {
    let digits: [u8; 4] = typed.try_into().map_err(|_| Wrong::Short)?;
    let year = digits.iter().fold(0_i16, |sum, digit| sum.saturating_mul(10) + i16::from(digit.wrapping_sub(b'0')));
    if year < today.year() {
        return Err(Wrong::Expired);
    }
    if year > today.year() + LONGEST {
        return Err(Wrong::TooFar);
    }
    Ok(digits)
}

/// The four digits under the photograph.
///
/// # Errors
/// [`Wrong::Short`]
pub fn security(typed: &[u8]) -> Result<[u8; 4], Wrong> {
    typed.try_into().map_err(|_| Wrong::Short)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    const TODAY: Date = date(2026, 11, 24);

    #[test]
    fn a_birth_date_as_it_is_printed() {
        for (era, typed, made) in [
            (Era::Showa, "550217", Ok(b"550217")),
            (Era::Showa, "190308", Ok(b"190308")),
            (Era::Western, "19850217", Ok(b"850217")),
            (Era::Western, "20010101", Ok(b"010101")),
            (Era::Heisei, "010108", Ok(b"010108")),
            (Era::Heisei, "010107", Err(Wrong::OtherEra)),
            (Era::Heisei, "310430", Ok(b"310430")),
            (Era::Heisei, "310501", Err(Wrong::OtherEra)),
            (Era::Reiwa, "010501", Ok(b"010501")),
            (Era::Reiwa, "010430", Err(Wrong::OtherEra)),
            (Era::Showa, "640107", Ok(b"640107")),
            (Era::Showa, "650101", Err(Wrong::OtherEra)),
            (Era::Showa, "150230", Err(Wrong::NoDay)),
            (Era::Showa, "151301", Err(Wrong::NoDay)),
            (Era::Showa, "000101", Err(Wrong::NoDay)),
            (Era::Showa, "150100", Ok(b"150100")),
            (Era::Heisei, "010000", Ok(b"010000")),
            (Era::Heisei, "320000", Err(Wrong::OtherEra)),
            (Era::Reiwa, "081125", Err(Wrong::NoBirth)),
            (Era::Western, "18000101", Err(Wrong::NoBirth)),
            (Era::Western, "850217", Err(Wrong::Short)),
            (Era::Showa, "", Err(Wrong::Short)),
        ] {
            assert_eq!(birth(Some(era), typed.as_bytes(), TODAY), made.copied(), "{era:?} {typed}");
        }
        assert_eq!(birth(None, b"550217", TODAY), Err(Wrong::NoEra));
    }

    #[test]
    fn the_year_a_card_expires() {
        for (typed, made) in [
            ("2026", Ok(*b"2026")),
            ("2037", Ok(*b"2037")),
            ("2025", Err(Wrong::Expired)),
            ("0000", Err(Wrong::Expired)),
            ("2038", Err(Wrong::TooFar)),
            ("9999", Err(Wrong::TooFar)),
            ("203", Err(Wrong::Short)),
        ] {
            assert_eq!(expiry(typed.as_bytes(), TODAY), made, "{typed}");
        }
        assert_eq!(security(b"0007"), Ok(*b"0007"));
        assert_eq!(security(b"007"), Err(Wrong::Short));
    }

    proptest! {
        /// Every birthday of the last hundred and forty years can be typed in its era and in the western way.
        #[test]
        fn every_birthday_can_be_typed(days in 0_i64..51_000) {
            let born = TODAY.saturating_sub(jiff::Span::new().days(days));
            let (name, year) = era::year(born).unwrap();
            let of = Era::ALL.into_iter().find(|era| era.first().0 == name).unwrap();
            let (month, day) = (born.month(), born.day());
            let japanese = format!("{year:02}{month:02}{day:02}");
            prop_assert_eq!(birth(Some(of), japanese.as_bytes(), TODAY).map(|made| made.to_vec()), Ok(japanese.clone().into_bytes()));
            let western = format!("{:04}{month:02}{day:02}", born.year());
            prop_assert_eq!(birth(Some(Era::Western), western.as_bytes(), TODAY).map(|made| made.to_vec()), Ok(western.as_bytes()[2..].to_vec()));
        }
    }
}
