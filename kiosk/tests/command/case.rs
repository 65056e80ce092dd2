//! `kiosk case` as people call it (受付のコマンドの試験): the list without names, the steps, files for other systems.

use kiosk::clock::Clock;
use kiosk::service::body::{Body, SCHEMA};
use kiosk::store::{Draft, Key, Store, kind};

use super::*;

const HEAD: &str = "umi-no-mieru-machi";
/// With a letter that Windows-31J lacks, and one with a variant.
const NAME: &str = "𠮷野　葛\u{e0100}";

/// A terminal with an administrator and one accepted case; its receipt number.
fn counter() -> (Call, String) {
    let call = Call::with_record();
    call.run_with(&["staff", "add", "管理 恵", "--new-password-stdin"], &format!("{HEAD}\n"), &[]).good();
    let store = Store::open(&call.path("data/journal.db"), &Key::File(call.path("key")), "A").expect("record");
    let pack = workspace().join("assets/forms/juminhyo");
    let read = |name: &str| std::fs::read_to_string(pack.join(name)).expect("example");
    let body = Body {
        printed: None,
        visit: None,
        city: Vec::new(),
        led: None,
        home: None,
        tapped: None,
        told: None,
        form: "juminhyo".to_owned(),
        version: 1,
        language: "ja".to_owned(),
        facts: read("example-facts.json").replace("髙﨑　吉子", NAME),
        answers: serde_json::from_str(&read("example-answers.json")).expect("answers"),
        pack: None,
        fee: None,
        at: "2026-11-24T11:04:00".parse().expect("time"),
    };
    let draft = Draft::new(Clock::system().id(), "juminhyo", kind::ACCEPTED);
    let entries = store.record(vec![draft.body(SCHEMA, body.write().expect("body"))]).expect("case");
    (call, entries[0].number.to_string())
}

fn as_head(call: &Call, arguments: &[&str]) -> Said {
    let mut all = arguments.to_vec();
    all.extend(["--staff", "管理 恵", "--password-stdin"]);
    call.run_with(&all, &format!("{HEAD}\n"), &[])
}

#[test]
fn a_case_goes_from_waiting_to_done_and_the_list_names_nobody() {
    let (call, number) = counter();
    let stage = || as_head(&call, &["case", "list", "--all", "--json"]).good().json()[0]["stage"].clone();
    assert_eq!(stage(), "received");
    as_head(&call, &["case", "mark", &number, "examined"]).good();
    assert_eq!(stage(), "examined");
    as_head(&call, &["case", "mark", &number, "mend"]).trouble("U09", 7);
    as_head(&call, &["case", "mark", &number, "mend", "--why", "お名前を手で書いてください"]).good();
    assert_eq!(stage(), "mend");
    as_head(&call, &["case", "mark", &number, "called", "--window", "3番"]).good();
    let listed = as_head(&call, &["case", "list", "--json"]).good();
    assert!(!listed.out.contains(NAME) && !listed.out.contains("みなと"), "{}", listed.out);
    assert_eq!((listed.json()[0]["called"].as_bool(), listed.json()[0]["window"].as_str()), (Some(true), Some("3番")));
    as_head(&call, &["case", "mark", &number, "done"]).good();
    assert_eq!(stage(), "done");
    as_head(&call, &["case", "mark", &number, "examined"]).trouble("U12", 7);
    assert!(as_head(&call, &["case", "show", &number]).good().out.contains(NAME));
    as_head(&call, &["case", "show", "9999"]).trouble("S10", 4);
}

#[test]
fn files_for_other_systems_have_checksums_and_name_what_shift_jis_lacks() {
    let (call, number) = counter();
    let folder = call.path("robot");
    let to = folder.to_str().expect("path");
    let said = as_head(&call, &["case", "export", &number, "--to", to, "--encoding", "shift_jis"]).good();
    let name = format!("case-A-{number}");
    assert_eq!(said.out.trim(), format!("{name}.csv"));
    assert!(said.err.contains("申請者_氏名 U+20BB7") && said.err.contains("U+E0100"), "{}", said.err);
    let bytes = std::fs::read(folder.join(format!("{name}.csv"))).expect("table");
    let (table, _, bad) = encoding_rs::SHIFT_JIS.decode(&bytes);
    assert!(!bad && table.contains("〓野　葛"), "{table}");
    let json: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.join(format!("{name}.json"))).expect("json")).expect("JSON");
    assert_eq!(json["A票"]["申請者_氏名"], NAME);
    assert_eq!(json["A票"]["申請者_生年月日"], "1944-03-08");
    for file in ["csv", "json", "unmapped.txt"] {
        let mut check = Command::new("sha256sum");
        let checked = check.args(["-c", &format!("{name}.{file}.sha256")]).current_dir(&folder).output().expect("sum");
        assert!(checked.status.success(), "{file}");
    }
    let journal = as_head(&call, &["audit", "list", "--kind", "case-exported"]).good();
    assert!(journal.out.lines().count() >= 1, "{}{}", journal.out, journal.err);
}
