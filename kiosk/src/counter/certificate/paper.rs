//! The request on paper (交付請求書): who asks for what, proven how, on A4; it is no certificate and says so.

use serde_json::{Value, json};

use crate::counter::papers::Papers;
use crate::form::{era, facts_json};
use crate::report::day::yen;
use crate::service::certificate::Rules;
use crate::store::certificate::Request;
use crate::text::FALLBACK;

/// The layout in `assets/reports`.
const LAYOUT: &str = "request";

/// The request as PDF.
///
/// # Errors
/// `S06` the facts of its body cannot be read; otherwise as [`Papers::data`].
pub fn pdf(
    papers: &Papers,
    rules: &Rules,
    request: &Request,
    number: &str,
    practice: bool,
) -> Result<Vec<u8>, &'static str> {
    papers.data(LAYOUT, &data(papers, rules, request, number, practice)?)
}

fn data(
    papers: &Papers,
    rules: &Rules,
    request: &Request,
    number: &str,
    practice: bool,
) -> Result<Value, &'static str> {
    let (facts, _) = facts_json::read(&request.facts).map_err(|_| "S06")?;
    let words = papers.words();
    let line = |line: &crate::service::certificate::Line| {
        let name = rules.get(&line.certificate).map_or(line.certificate.as_str(), |one| one.name.get(FALLBACK));
        json!([name, line.copies.to_string(), yen(i64::from(line.unit)), yen(i64::from(line.sum))])
    };
    let exemption = request.exemption.as_ref().and_then(|id| rules.exemption.iter().find(|one| one.id == *id));
    Ok(json!({
        "glyphs": [],
        "practice": practice,
        "place": papers.place(),
        "addressee": papers.addressee(),
        "number": number,
        "queue": request.queue,
        "date": era::wareki_with_weekday(request.at.date()),
        "time": request.at.strftime("%-H:%M").to_string(),
        "name": facts.name.as_str(),
        "address": facts.address.as_str(),
        "birth": era::birth(&facts.birth).map(era::wareki).unwrap_or_default(),
        "lines": request.lines.iter().map(line).collect::<Vec<_>>(),
        "exemption": exemption.map_or("", |one| one.name.get(FALLBACK)),
        "total": yen(i64::from(request.total)),
        "proven": words.get(if request.authenticated { "certificate-proven" } else { "certificate-unproven" }),
    }))
}
