//! Papers of everyday services (毎日のサービスの紙の試験): each is set in type with hard names and has ink. `KAZASU_PICTURES=<folder>`
//! leaves a PDF of each, for looking at.

use jiff::civil::{DateTime, date};

use super::*;
use crate::counter::attendance::tables as attendance;
use crate::counter::certificate::paper;
use crate::counter::privilege::tables as privilege;
use crate::service::attendance::shift::{Gap, Shift};
use crate::service::attendance::{Rules, State};
use crate::service::certificate::Line;
use crate::store::attendance::{Month, Present};
use crate::store::certificate::Request;
use crate::store::privilege::{Line as Settled, Settlement};

const NAMES: [&str; 4] =
    ["1001 髙﨑 𠮷子", "1002 葛\u{E0100}城 渡", "1003 渡邉 花子", "1004 ALEXANDRA MARIANNE VAN DER WESTHUIZEN"];

fn papers() -> Papers {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = Folders { config: root.join("config"), assets: root.join("assets"), practice: std::env::temp_dir() };
    Papers::load(&folders, &Config::default())
}

fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

fn is_paper(name: &str, pdf: &[u8]) {
    assert!(pdf.starts_with(b"%PDF"), "{name}");
    assert!(pdf.len() > 5_000, "{name}: no letters are on it");
    if let Ok(folder) = std::env::var("KAZASU_PICTURES") {
        std::fs::write(format!("{folder}/{name}.pdf"), pdf).unwrap();
    }
}

#[test]
fn who_is_inside_and_a_month_come_out_on_paper() {
    let papers = papers();
    let present: Vec<Present> = (0..48)
        .map(|n| Present {
            label: NAMES[n % 4].to_owned(),
            state: if n % 7 == 0 { State::Away } else { State::Inside },
            since: at("2026-11-23T08:25:00"),
            doubt: n == 5,
            terminal: "A".into(),
        })
        .collect();
    let list = attendance::inside(&present, at("2026-11-23T14:46:00"), papers.words());
    assert_eq!(list.rows.len(), 48);
    is_paper("inside", &papers.list(&list, false).unwrap());
    let shift = |day: i8, ended: Option<DateTime>| Shift {
        day: date(2026, 11, day),
        began: Some(date(2026, 11, day).at(21, 30, 0, 0)),
        ended,
        away: Vec::new(),
        doubt: day == 3,
        corrected: day == 4,
        gaps: if ended.is_none() { vec![Gap::End] } else { Vec::new() },
        open: false,
    };
    let shifts: Vec<Shift> =
        (1..=20).map(|day| shift(day, (day != 7).then(|| date(2026, 11, day + 1).at(6, 15, 0, 0)))).collect();
    let months: Vec<Month> =
        NAMES.iter().map(|label| Month { label: (*label).into(), shifts: shifts.clone() }).collect();
    let list = attendance::month(&months, date(2026, 11, 1), &Rules::default(), papers.words());
    assert_eq!((list.rows.len(), list.columns.len()), (80, 12));
    assert!(list.rows.iter().all(|cells| cells.len() == 12), "as many cells as columns");
    assert_eq!(list.rows[0][6], "525", "8 hours 45 minutes over midnight");
    is_paper("month", &papers.list(&list, true).unwrap());
    let table = String::from_utf8(list.csv()).unwrap();
    assert_eq!(table.lines().count(), 81);
    assert!(table.contains("\"𠮷") || table.contains("𠮷子"), "{table}");
}

#[test]
fn a_settlement_and_a_request_come_out_on_paper() {
    let papers = papers();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../config");
    let programmes = crate::config::services::load(&folder).unwrap();
    let line = |merchant: &str, programme: &str, count, yen| Settled {
        merchant: merchant.into(),
        programme: programme.into(),
        count,
        yen,
    };
    let lines = vec![line("taxi-minato", "taxi", 1234, 1_034_500), line("yu-unabara", "bath", 87, 43_500)];
    let settlement = Settlement { first: Some(date(2026, 11, 1)), lines };
    let list = privilege::settlement(&settlement, None, &programmes, papers.words());
    assert_eq!(list.heads[1].1, "1,078,000");
    is_paper("settlement", &papers.list(&list, false).unwrap());
    let one = privilege::settlement(&settlement, Some("yu-unabara"), &programmes, papers.words());
    assert_eq!((one.rows.len(), one.heads[1].1.as_str()), (1, "43,500"));
    let rules = crate::config::services::load(&folder).unwrap();
    let facts = serde_json::json!({
        "name": "葛\u{E0100}城　𠮷之介", "address": "新潟県海原市みなと町三丁目１２番３号　コーポ髙﨑２０１号室", "birth": "1944-03-08",
        "sex": "male", "source": "card", "genuineness": "practice-card",
    });
    let wanted = |certificate: &str, copies, unit| Line {
        certificate: certificate.into(),
        copies,
        unit,
        sum: unit * u32::from(copies),
    };
    let request = Request {
        facts: facts.to_string(),
        lines: vec![wanted("juminhyo-household", 2, 200), wanted("koseki", 1, 0)],
        exemption: Some("pension".into()),
        total: 400,
        queue: "101".into(),
        authenticated: true,
        at: at("2026-11-23T10:04:00"),
    };
    is_paper("request", &paper::pdf(&papers, &rules, &request, "A-142", false).unwrap());
}
