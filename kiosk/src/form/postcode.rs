//! Postcodes (郵便番号): the towns of each, out of a table that the municipality drops in (`config/postcodes.csv`).
//!
//! The table is that of 日本郵便's 住所の郵便番号 (`KEN_ALL.CSV`, UTF-8): column 3 the seven digits, 7 to 9 prefecture, town and
//! quarter. Only those three words are used; what it says in brackets is no address.

use std::collections::BTreeMap;

/// Lines of one table: all of Japan has 125 thousand.
const MOST: usize = 400_000;
/// Towns of one postcode that are offered.
const OFFERED: usize = 8;

/// Towns by postcode.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Postcodes(BTreeMap<u32, Vec<String>>);

impl Postcodes {
    /// Reads the table; a line of another shape is left out.
    #[must_use]
    pub fn read(table: &str) -> Self {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(table.as_bytes());
        let mut found: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for record in reader.records().take(MOST).flatten() {
            let cell = |at: usize| record.get(at).unwrap_or_default().trim();
            let (code, quarter) = (cell(2), cell(8));
            let Some(code) = digits(code) else { continue };
            let quarter = quarter.split(['（', '(']).next().unwrap_or_default();
            let quarter = if quarter.starts_with("以下に掲載がない") { "" } else { quarter };
            let town = format!("{}{}{quarter}", cell(6), cell(7));
            let towns = found.entry(code).or_default();
            if !town.is_empty() && !towns.contains(&town) {
                towns.push(town);
            }
        }
        Self(found)
    }

    /// The towns of seven digits, in the order of the table; none for any other text.
    #[must_use]
    pub fn towns(&self, code: &str) -> &[String] {
        let towns = digits(code).and_then(|code| self.0.get(&code));
        towns.and_then(|towns| towns.get(..towns.len().min(OFFERED))).unwrap_or_default()
    }
}

fn digits(text: &str) -> Option<u32> {
    let plain: String = text.chars().filter(|c| *c != '-').collect();
    (plain.len() == 7 && plain.bytes().all(|c| c.is_ascii_digit())).then(|| plain.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "13209,\"999  \",\"9990001\",\"ｶ\",\"ｳ\",\"ﾐ\",\"海原県\",\"海原市\",\"みなと町（１〜３丁目）\",0,0,0,0,0,0\n\
        13209,999,9990002,,,,海原県,海原市,松原\n13209,999,9990002,,,,海原県,海原市,浜\n13209,999,9990002,,,,海原県,海原市,浜\n\
        13209,999,9990000,,,,海原県,海原市,以下に掲載がない場合\nno table\n1,2,12345678,,,,a,b,c\n";

    #[test]
    fn every_town_of_a_postcode_is_offered_once() {
        let table = Postcodes::read(TABLE);
        assert_eq!(table.towns("9990001"), ["海原県海原市みなと町"]);
        assert_eq!(table.towns("999-0002"), ["海原県海原市松原", "海原県海原市浜"]);
        assert_eq!(table.towns("9990000"), ["海原県海原市"]);
        for code in ["", "999000", "99900011", "９９９０００１", "0000000", "#panic(1)"] {
            assert!(table.towns(code).is_empty(), "{code}");
        }
    }

    #[test]
    fn a_postcode_with_many_towns_offers_as_many_as_fit() {
        let lines: String = (0..40).map(|n| format!("1,2,9990003,,,,海原県,海原市,字{n}\n")).collect();
        assert_eq!(Postcodes::read(&lines).towns("9990003").len(), OFFERED);
    }
}
