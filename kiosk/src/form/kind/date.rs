//! Days as people write them (日付の書き方): eras, western years, digits typed on keys.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use crate::form::era;

/// Eras by letter and name, newest first.
const ERAS: [(char, &str, i16); 5] =
    [('R', "令和", 2019), ('H', "平成", 1989), ('S', "昭和", 1926), ('T', "大正", 1912), ('M', "明治", 1868)];

/// A day in any of its spellings: `令和元年5月1日`, `R1.5.1`, `S190308` (era, then two digits each), `1944-03-08`,
/// `19440308`, `1944年3月8日`. A day that does not exist (`昭和65年1月1日`, `2025-02-30`) is `None`, and so is one that
/// lies outside the era it names (`平成31年5月1日`).
#[must_use]
pub fn read(text: &str) -> Option<Date> {
    let narrow: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    let era = ERAS.into_iter().find_map(|(letter, name, first)| {
        let rest = narrow
            .strip_prefix(name)
            .or_else(|| narrow.strip_prefix(letter).or_else(|| narrow.strip_prefix(letter.to_ascii_lowercase())))?;
        Some((name, first, rest))
    });
    let Some((name, first, rest)) = era else {
        let rest = narrow.strip_prefix(['W', 'w']).unwrap_or(&narrow);
        let (year, month, day) = numbers(rest, 4)?;
        return (year >= 1800).then(|| civil(year, month, day)).flatten();
    };
    let rest = rest.replacen('元', "1", 1);
    let (year, month, day) = numbers(&rest, 2)?;
    let found = civil(first.checked_add(year)?.checked_sub(1)?, month, day)?;
    let (is, of) = era::year(found)?;
    (year > 0 && is == name && of == year).then_some(found)
}

/// Year, month and day: with marks between them, or as digits with `year` of them for the year.
fn numbers(text: &str, year: usize) -> Option<(i16, i16, i16)> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse().ok());
        return (text.len() == year + 4)
            .then(|| Some((number(0..year)?, number(year..year + 2)?, number(year + 2..year + 4)?)))
            .flatten();
    }
    let text = text.strip_suffix('日').unwrap_or(text);
    let mut parts = text.split(['年', '月', '-', '/', '.']);
    let mut next =
        || parts.next().filter(|part| part.len() <= 4)?.parse::<u16>().ok().and_then(|n| i16::try_from(n).ok());
    let found = (next()?, next()?, next()?);
    parts.next().is_none().then_some(found)
}

fn civil(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A kept day in words: `令和元年5月1日（2019年）`, or without eras `2019年5月1日`; in English `2019-05-01`.
pub(super) fn words(kept: &str, eras: bool, lang: &str) -> String {
    let Ok(day) = kept.parse::<Date>() else { return String::new() };
    match (lang, eras) {
        ("en", _) => day.to_string(),
        (_, true) if era::year(day).is_some() => format!("{}（{}年）", era::wareki(day), day.year()),
        _ => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_every_spelling() {
        for (typed, kept) in [
            ("令和元年5月1日", Some("2019-05-01")),
            ("R1.5.1", Some("2019-05-01")),
            ("R010501", Some("2019-05-01")),
            ("Ｒ０１０５０１", Some("2019-05-01")),
            ("平成31年4月30日", Some("2019-04-30")),
            ("H310430", Some("2019-04-30")),
            ("H310501", None),
            ("令和元年4月30日", None),
            ("S640107", Some("1989-01-07")),
            ("S640108", None),
            ("昭和65年1月1日", None),
            ("S650101", None),
            ("H010108", Some("1989-01-08")),
            ("H010107", None),
            ("T151224", Some("1926-12-24")),
            ("S011225", Some("1926-12-25")),
            ("S000101", None),
            ("R080229", None),
            ("R060229", Some("2024-02-29")),
            ("1944-03-08", Some("1944-03-08")),
            ("19440308", Some("1944-03-08")),
            ("W19440308", Some("1944-03-08")),
            ("1944年3月8日", Some("1944-03-08")),
            ("1944/3/8", Some("1944-03-08")),
            ("2025-02-30", None),
            ("0000-00-00", None),
            ("1944-3", None),
            ("1944-3-8-1", None),
            ("R", None),
            ("", None),
            ("#panic(1)", None),
        ] {
            assert_eq!(read(typed).map(|day| day.to_string()).as_deref(), kept, "{typed}");
        }
    }

    #[test]
    fn days_in_words() {
        assert_eq!(words("2019-05-01", true, "ja"), "令和元年5月1日（2019年）");
        assert_eq!(words("2019-05-01", false, "ja"), "2019年5月1日");
        assert_eq!(words("2019-05-01", true, "en"), "2019-05-01");
        assert_eq!(words("1850-01-01", true, "ja"), "1850年1月1日");
        assert_eq!(words("x", true, "ja"), "");
    }
}
