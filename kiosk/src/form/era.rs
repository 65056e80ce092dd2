//! Eras (和暦): Japanese dates on paper and screens, from the dates of the calendar the card uses.
//!
//! Before 1873 Japan counted months by the moon; such a date is written in western years only.

use jiff::civil::{Date, Weekday, date};

/// First days of the eras since the Gregorian calendar came (facts/domain.md D, validators).
const ERAS: [(Date, &str); 5] = [
    (date(2019, 5, 1), "令和"),
    (date(1989, 1, 8), "平成"),
    (date(1926, 12, 25), "昭和"),
    (date(1912, 7, 30), "大正"),
    (date(1873, 1, 1), "明治"),
];

/// Year one of 明治 is 1868, before the calendar changed.
const MEIJI: i16 = 1868;

/// The era and the year in it; `None` before 1873.
#[must_use]
pub fn year(day: Date) -> Option<(&'static str, i16)> {
    let (first, name) = ERAS.into_iter().find(|(first, _)| *first <= day)?;
    let one = if name == "明治" { MEIJI } else { first.year() };
    Some((name, day.year() - one + 1))
}

/// `令和8年11月24日`; the first year is 元年.
#[must_use]
pub fn wareki(day: Date) -> String {
    let (month, date) = (day.month(), day.day());
    match year(day) {
        None => format!("{}年{month}月{date}日", day.year()),
        Some((era, 1)) => format!("{era}元年{month}月{date}日"),
        Some((era, year)) => format!("{era}{year}年{month}月{date}日"),
    }
}

/// `令和8年11月24日(火)`.
#[must_use]
pub fn wareki_with_weekday(day: Date) -> String {
    let weekday = match day.weekday() {
        Weekday::Monday => '月',
        Weekday::Tuesday => '火',
        Weekday::Wednesday => '水',
        Weekday::Thursday => '木',
        Weekday::Friday => '金',
        Weekday::Saturday => '土',
        Weekday::Sunday => '日',
    };
    format!("{}（{weekday}）", wareki(day))
}

/// A card's birth date `YYYYMMDD`; `None` when it is no day of the calendar.
#[must_use]
pub fn birth(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<i16>().ok());
    let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use icu_calendar::{Date as IcuDate, cal::Japanese};

    #[test]
    fn borders_of_eras() {
        for (day, text) in [
            (date(1872, 12, 31), "1872年12月31日"),
            (date(1873, 1, 1), "明治6年1月1日"),
            (date(1912, 7, 29), "明治45年7月29日"),
            (date(1912, 7, 30), "大正元年7月30日"),
            (date(1926, 12, 24), "大正15年12月24日"),
            (date(1926, 12, 25), "昭和元年12月25日"),
            (date(1944, 3, 8), "昭和19年3月8日"),
            (date(1989, 1, 7), "昭和64年1月7日"),
            (date(1989, 1, 8), "平成元年1月8日"),
            (date(2019, 4, 30), "平成31年4月30日"),
            (date(2019, 5, 1), "令和元年5月1日"),
        ] {
            assert_eq!(wareki(day), text);
        }
        assert_eq!(wareki_with_weekday(date(2026, 11, 24)), "令和8年11月24日（火）");
    }

    #[test]
    fn every_day_agrees_with_icu() {
        let mut day = date(1873, 1, 1);
        while day < date(2040, 1, 1) {
            let other = IcuDate::try_new_iso(i32::from(day.year()), day.month() as u8, day.day() as u8)
                .unwrap()
                .to_calendar(Japanese::new());
            let era = other.year().era().unwrap();
            let name = match era.era.as_str() {
                "reiwa" => "令和",
                "heisei" => "平成",
                "showa" => "昭和",
                "taisho" => "大正",
                "meiji" => "明治",
                unknown => panic!("{unknown}"),
            };
            assert_eq!(year(day), Some((name, i16::try_from(era.year).unwrap())), "{day}");
            day = day.tomorrow().unwrap();
        }
    }

    #[test]
    fn birth_dates_as_the_card_writes_them() {
        assert_eq!(birth("19440308"), Some(date(1944, 3, 8)));
        for text in ["", "1944038", "19440230", "194403081", "１９４４", "abcdefgh", "19440000"] {
            assert_eq!(birth(text), None, "{text}");
        }
    }
}
