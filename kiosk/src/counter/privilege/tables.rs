//! The settlement as a list (精算書): what each shop is owed, by programme, with the sum.

use crate::report::list::List;
use crate::service::privilege::programme::Programmes;
use crate::store::privilege::Settlement;
use crate::text::{FALLBACK, Words};

/// The columns of the settlement, in order; `kiosk/COMMANDS.md` says what stands in each.
pub const COLUMNS: [(&str, bool); 6] = [
    ("privilege-shop-id", false),
    ("privilege-shop", false),
    ("privilege-programme-id", false),
    ("privilege-programme", false),
    ("privilege-count", true),
    ("privilege-sum", true),
];

/// A month as a list; of one shop where one is named.
#[must_use]
pub fn settlement(settlement: &Settlement, shop: Option<&str>, programmes: &Programmes, words: &Words) -> List {
    let lines: Vec<_> = settlement.lines.iter().filter(|line| shop.is_none_or(|shop| shop == line.merchant)).collect();
    let rows = lines.iter().map(|line| {
        let name = programmes.get(&line.programme).map_or(line.programme.as_str(), |one| one.name.get(FALLBACK));
        vec![
            line.merchant.clone(),
            programmes.merchant(&line.merchant).get(FALLBACK).to_owned(),
            line.programme.clone(),
            name.to_owned(),
            line.count.to_string(),
            line.yen.to_string(),
        ]
    });
    let (count, yen) = lines.iter().fold((0, 0), |(count, yen), line| (count + line.count, yen + line.yen));
    let month = settlement.first.map(|first| first.strftime("%Y-%m").to_string()).unwrap_or_default();
    List {
        title: words.get("privilege-settlement"),
        about: month,
        heads: vec![
            (words.get("privilege-count"), count.to_string()),
            (words.get("privilege-sum"), crate::report::day::yen(i64::try_from(yen).unwrap_or(i64::MAX))),
        ],
        columns: COLUMNS.iter().map(|(key, figure)| (words.get(key), *figure)).collect(),
        rows: rows.collect(),
        empty: words.get("privilege-none"),
        notes: vec![words.get("privilege-settlement-note")],
        ticks: false,
    }
}
