//! The day's report (日締め票): its figures as rows, for the slip, the A4 page, the screen and the table.

use serde_json::{Value, json};

use crate::clock::japan;
use crate::form::{Pack, era};
use crate::paper::called;
use crate::store::audit::export::row;
use crate::store::dayclose::{Day, Papers};
use crate::text::Words;

/// The name of a service in one language; its word where no pack bears it.
#[must_use]
pub fn service(packs: &[Pack], id: &str, lang: &str) -> String {
    packs.iter().find(|pack| pack.id == id).map_or_else(|| id.to_owned(), |pack| pack.title(lang).to_owned())
}

/// Label and value of every figure but services and hours.
#[must_use]
pub fn rows(day: &Day, words: &Words) -> Vec<(String, String)> {
    let figures = &day.figures;
    let mut rows = vec![
        ("day-handed", figures.handed.to_string()),
        ("day-void", figures.void.to_string()),
        ("day-undone", figures.undone.to_string()),
    ];
    let papers = |papers: &Papers| {
        let count = [papers.printed, papers.reprinted, papers.failed, papers.unknown, papers.stopped];
        let names = ["printed", "reprinted", "failed", "unknown", "stopped"];
        let told = names.iter().zip(count).filter(|(_, count)| *count > 0);
        let told = told.map(|(name, count)| words.with(&format!("day-{name}"), &[("n", &count.to_string())]));
        let told = told.collect::<Vec<_>>().join("  ");
        if told.is_empty() { "0".to_owned() } else { told }
    };
    rows.push(("day-slips", papers(&figures.slips)));
    rows.push(("day-sheets", papers(&figures.sheets)));
    rows.push(("day-calls", figures.calls.to_string()));
    rows.push(("day-abandoned", figures.abandoned.to_string()));
    rows.push(("day-cards", figures.cards_refused.to_string()));
    if figures.fees_unknown > 0 {
        rows.push(("day-fees-unknown", figures.fees_unknown.to_string()));
    }
    if day.after > 0 {
        rows.push(("day-after", day.after.to_string()));
    }
    rows.into_iter().map(|(key, value)| (words.get(key), value)).collect()
}

/// Yen with its thousands parted.
#[must_use]
pub fn yen(amount: i64) -> String {
    let digits = amount.unsigned_abs().to_string();
    let mut said = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    if amount < 0 { format!("-{said}") } else { said }
}

/// When and by whom it was closed.
#[must_use]
pub fn closed(day: &Day, words: &Words) -> Option<String> {
    let (at, by) = day.closed.as_ref()?;
    let when = at.to_zoned(japan()).strftime("%-m/%-d %-H:%M").to_string();
    Some(words.with("day-closed", &[("when", &when), ("by", by)]))
}

/// Cases still open: number, time, service.
#[must_use]
pub fn open(day: &Day, packs: &[Pack], lang: &str) -> Vec<(String, String, String)> {
    let line = |open: &crate::store::dayclose::Open| {
        let time = open.at.to_zoned(japan()).strftime("%-H:%M").to_string();
        (called(&day.terminal, open.number), time, service(packs, &open.service, lang))
    };
    day.open.iter().map(line).collect()
}

/// The rows of the slip: the head figures, the rest, services.
#[must_use]
pub fn slip_rows(day: &Day, packs: &[Pack], words: &Words) -> Vec<(String, String)> {
    let mut all = vec![
        (words.get("day-date"), day.date.to_string()),
        (words.get("day-terminal"), day.terminal.clone()),
        (String::new(), String::new()),
        (words.get("day-cases"), day.figures.cases.to_string()),
        (words.get("day-fees"), words.with("day-yen", &[("n", &yen(day.figures.fees))])),
        (words.get("day-open"), day.open.len().to_string()),
    ];
    all.extend(rows(day, words));
    all.push((String::new(), String::new()));
    for (id, share) in &day.figures.services {
        let count = words.with("day-count", &[("n", &share.cases.to_string())]);
        let fees = words.with("day-yen", &[("n", &yen(share.fees))]);
        all.push((service(packs, id, words.lang()), format!("{count} {fees}")));
    }
    all.push((String::new(), String::new()));
    all.push((words.get("day-state"), closed(day, words).unwrap_or_else(|| words.get("day-not-closed"))));
    all
}

/// The data of `assets/reports/day.typ`.
#[must_use]
pub fn data(day: &Day, packs: &[Pack], words: &Words, place: &str, practice: bool) -> Value {
    let services: Vec<_> = day
        .figures
        .services
        .iter()
        .map(|(id, share)| {
            let name = service(packs, id, words.lang());
            json!([name, share.cases.to_string(), share.void.to_string(), yen(share.fees)])
        })
        .collect();
    let hours: Vec<_> = day.figures.hours.iter().map(|(hour, count)| json!([hour, count])).collect();
    json!({
        "glyphs": [],
        "practice": practice,
        "place": place,
        "terminal": day.terminal,
        "date": era::wareki_with_weekday(day.date),
        "heads": [
            [words.get("day-cases"), day.figures.cases.to_string()],
            [words.get("day-fees"), words.with("day-yen", &[("n", &yen(day.figures.fees))])],
            [words.get("day-handed"), day.figures.handed.to_string()],
            [words.get("day-open"), day.open.len().to_string()],
        ],
        "rows": rows(day, words),
        "services": services,
        "hours": hours,
        "open": open(day, packs, words.lang()),
        "closed": closed(day, words).unwrap_or_else(|| words.get("day-not-closed")),
    })
}

/// The same as a table: UTF-8 with a byte order mark, CRLF, no cell a formula.
#[must_use]
pub fn csv(day: &Day, packs: &[Pack], words: &Words) -> Vec<u8> {
    let mut out = "\u{feff}".as_bytes().to_vec();
    let mut line = |label: &str, value: &str| row(&mut out, &[label, value]);
    for (label, value) in slip_rows(day, packs, words) {
        if !label.is_empty() {
            line(&label, &value);
        }
    }
    for (hour, count) in &day.figures.hours {
        line(&words.with("day-hour", &[("n", &hour.to_string())]), &count.to_string());
    }
    for (number, time, service) in open(day, packs, words.lang()) {
        line(&format!("{} {number}", words.get("day-open")), &format!("{time} {service}"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::yen;

    #[test]
    fn thousands_are_parted() {
        let said = [0, 300, 1_000, 12_345, 1_234_567, -300].map(yen);
        assert_eq!(said, ["0", "300", "1,000", "12,345", "1,234,567", "-300"]);
    }
}
