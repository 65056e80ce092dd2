//! The threat model names only tests that exist, and says "not yet" where there is none.

use super::{none, root};

/// Who is in the model; each has a chapter with at least one row.
const CHAPTERS: [&str; 9] =
    ["stolen terminal", "curious resident", "Dishonest staff", "hostile card", "QR", "CSV", "pack", "USB", "network"];

fn model() -> String {
    std::fs::read_to_string(root().join("THREAT_MODEL.md")).expect("THREAT_MODEL.md")
}

/// Rows of the tables: kind, what is tried, defence, proof.
fn rows(text: &str) -> Vec<Vec<&str>> {
    let rows = text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| Kind"));
    rows.map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect()).collect()
}

#[test]
fn every_threat_names_its_defence_and_a_test_that_exists() {
    let text = model();
    let (mut findings, mut proven) = (Vec::new(), 0);
    for row in rows(&text) {
        let [kind, tried, defence, proof] = row.as_slice() else {
            findings.push(format!("not four cells: {row:?}"));
            continue;
        };
        if !["S", "T", "R", "I", "D", "E"].contains(kind) || tried.is_empty() || defence.is_empty() {
            findings.push(format!("{kind}: {tried}: {defence}"));
        }
        match proof.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')).and_then(|name| name.split_once("::")) {
            Some((file, test)) => {
                let source = std::fs::read_to_string(root().join(file)).unwrap_or_default();
                let function = format!("fn {test}(");
                let named = source.find(&function).map(|at| source[..at].trim_end().to_owned());
                let is_test = named.is_some_and(|before| {
                    before.ends_with("#[test]")
                        || before.rsplit('}').next().is_some_and(|near| near.contains("#[test]"))
                }) || source.split("proptest!").skip(1).any(|rest| rest.contains(&function));
                proven += 1;
                if !is_test {
                    findings.push(format!("{file} has no test {test}"));
                }
            }
            None if proof.starts_with("*not yet*") => {}
            None => findings.push(format!("{tried}: neither a test nor \"not yet\": {proof}")),
        }
    }
    none("the threat model", findings);
    assert!(proven > 30, "{proven} rows with a proof");
}

#[test]
fn nobody_is_left_out_of_the_threat_model() {
    let text = model();
    let chapters: Vec<&str> = text.split("\n## ").skip(1).collect();
    let missing = CHAPTERS.iter().filter(|name| {
        !chapters.iter().any(|chapter| {
            chapter.lines().next().is_some_and(|title| title.contains(**name)) && !rows(chapter).is_empty()
        })
    });
    none("chapters", missing.map(|name| (*name).to_owned()).collect());
    let kinds: std::collections::BTreeSet<&str> = rows(&text).iter().filter_map(|row| row.first().copied()).collect();
    assert_eq!(kinds.len(), 6, "all of STRIDE: {kinds:?}");
}
