//! Counters and desks name only sentences that exist, and every counter has the names that the shared pages ask for.

use std::collections::BTreeSet;

use super::{keys, none, root, sources};

/// Every key of the Japanese files; another test says that the other languages have the same.
fn spoken() -> BTreeSet<String> {
    let folder = root().join("assets/text/ja");
    let files = std::fs::read_dir(folder).expect("ja").map(|entry| entry.expect("entry").path());
    files.flat_map(|file| keys(&std::fs::read_to_string(file).expect("UTF-8")).into_keys()).collect()
}

/// The literal that follows each `call`, where one does.
fn literals<'a>(code: &'a str, call: &str) -> Vec<&'a str> {
    let after = code.match_indices(call).map(|(at, _)| code[at + call.len()..].trim_start());
    after.filter_map(|rest| rest.strip_prefix('"')?.split('"').next()).collect()
}

#[test]
fn what_a_counter_says_is_in_the_text_files() {
    let spoken = spoken();
    let mut findings = Vec::new();
    let mut found = 0;
    for source in sources().iter().filter(|source| source.is_in(&["kiosk/src/service", "kiosk/src/counter"])) {
        let code: Vec<&str> = source.code().map(|(_, line)| line).collect();
        let code = code.join("\n");
        for call in ["Say::key(", "Say::with("] {
            for key in literals(&code, call) {
                found += 1;
                if !spoken.contains(key) {
                    findings.push(format!("{}: {key}", source.path));
                }
            }
        }
    }
    assert!(found > 20, "{found} sentences: the calls are named otherwise now");
    none("a sentence that is in no text file", findings);
}

#[test]
fn every_counter_has_a_name_for_the_shared_pages() {
    let spoken = spoken();
    let mut findings = Vec::new();
    for source in sources().iter().filter(|source| source.is_in(&["kiosk/src/service"])) {
        let code: Vec<&str> = source.code().map(|(_, line)| line).collect();
        let code = code.join("\n");
        if !code.contains("impl Counter for") {
            continue;
        }
        let body = code.split("fn id(&self) -> &'static str {").nth(1).unwrap_or_default().trim_start();
        let written = body.strip_prefix('"').or_else(|| code.split("const ID: &str = \"").nth(1));
        let Some(id) = written.and_then(|rest| rest.split('"').next()) else {
            findings.push(format!("{}: its id is neither a literal nor ID", source.path));
            continue;
        };
        if !spoken.contains(&format!("{id}-service")) {
            findings.push(format!("{}: {id}-service", source.path));
        }
        // Who opens a card says before what is read, for what, and how long it is kept (個人情報保護法62条).
        if code.contains("Step::Card") {
            let notices = ["reads", "purpose", "kept", "never"].map(|what| format!("{id}-notice-{what}"));
            findings.extend(notices.into_iter().filter(|key| !spoken.contains(key)));
        }
    }
    none("a counter without its names", findings);
}
