//! The pages of a request for certificates (証明書の請求のページ).

use super::fees::{Certificate, Line, Rules, total};
use crate::service::counter::{Prompt, Row, Said, Say, Tone, Way};
use crate::service::privilege::thousands;

/// No more certificates.
pub(super) const ENOUGH: &str = "enough";
/// The full fee is paid.
pub(super) const NONE: &str = "none";

fn yen(yen: u32) -> Say {
    Say::with("certificate-yen", &[("yen", &thousands(yen))])
}

/// What is asked for, with its sum below.
fn rows(rules: &Rules, lines: &[Line]) -> Vec<Row> {
    let row = |line: &Line| {
        let name =
            rules.get(&line.certificate).map_or_else(|| line.certificate.clone().into(), |one| (&one.name).into());
        let copies =
            Say::with("certificate-copies-of", &[("n", &line.copies.to_string()), ("yen", &thousands(line.sum))]);
        let name: Say = name;
        Row::new(name, copies)
    };
    let mut rows: Vec<Row> = lines.iter().map(row).collect();
    if !lines.is_empty() {
        rows.push(Row::new(Say::key("certificate-total"), yen(total(lines))));
    }
    rows
}

/// Certificates to choose from; with some chosen, a way on.
pub(super) fn certificates(rules: &Rules, lines: &[Line]) -> Prompt {
    let chosen = |id: &str| lines.iter().any(|line| line.certificate == id);
    let name = |one: &Certificate| Way { id: one.id.clone(), say: (&one.name).into() };
    let ways = rules.certificate.iter().filter(|one| !chosen(&one.id)).map(name);
    Prompt {
        page: if lines.is_empty() { "rest" } else { "more" },
        title: Say::key(if lines.is_empty() { "certificate-rest" } else { "certificate-more" }),
        hint: Some(Say::key("certificate-rest-hint")),
        rows: rows(rules, lines),
        ways: ways.collect(),
        act: (!lines.is_empty()).then(|| Way::new(ENOUGH, "certificate-enough")),
        rest: lines.is_empty(),
        ..Prompt::default()
    }
}

/// How many.
pub(super) fn copies(certificate: &Certificate) -> Prompt {
    let way = |copies: u8| Way {
        id: copies.to_string(),
        say: Say::with("certificate-copies", &[("n", &copies.to_string())]),
    };
    let fee = certificate.card_fee.unwrap_or(certificate.fee);
    let mut rows = vec![Row::new(Say::key("certificate-each"), yen(fee))];
    if fee < certificate.fee {
        rows.push(Row::new(Say::key("certificate-each-without"), yen(certificate.fee)));
    }
    Prompt {
        page: "copies",
        title: (&certificate.name).into(),
        hint: Some(Say::key("certificate-copies-hint")),
        rows,
        ways: (1..=certificate.most).map(way).collect(),
        ..Prompt::default()
    }
}

/// Why somebody pays less; most do not.
pub(super) fn exemptions(rules: &Rules, lines: &[Line]) -> Prompt {
    let none = Way::new(NONE, "certificate-no-exemption");
    let ways = rules.exemption.iter().map(|one| Way { id: one.id.clone(), say: (&one.name).into() });
    Prompt {
        page: "exemptions",
        title: Say::key("certificate-exemptions"),
        hint: Some(Say::key("certificate-exemptions-hint")),
        rows: rows(rules, lines),
        ways: std::iter::once(none).chain(ways).collect(),
        ..Prompt::default()
    }
}

/// Everything, before the card is asked for.
pub(super) fn check(rules: &Rules, lines: &[Line], exemption: Option<&str>) -> Prompt {
    let mut all = rows(rules, lines);
    let reason = exemption.and_then(|id| rules.exemption.iter().find(|one| one.id == id));
    all.extend(reason.map(|one| Row::new(Say::key("certificate-exemption"), &one.name)));
    Prompt {
        page: "check",
        title: Say::key("certificate-check"),
        hint: Some(Say::key("certificate-check-hint")),
        rows: all,
        ways: vec![Way::new("agreed", "certificate-agree")],
        ..Prompt::default()
    }
}

/// The number that is called.
pub(super) fn accepted(rules: &Rules, lines: &[Line], number: u64, queue: &str) -> Said {
    Said {
        page: "accepted",
        tone: Tone::Good,
        title: Say::with("certificate-accepted", &[("queue", queue)]),
        hint: Some(Say::key("certificate-accepted-hint")),
        rows: rows(rules, lines),
        number: Some(number),
        slip: true,
        seconds: Some(20),
        ..Said::default()
    }
}
