//! `kiosk journal` and `kiosk staff` as people call them (記録のコマンドの試験): logins, wrong keys, practice.

use super::*;

const ADMINISTRATOR: [&str; 4] = ["staff", "add", "佐藤 恵", "--new-password-stdin"];

#[test]
fn the_first_administrator_makes_the_record_and_lists_it() {
    let call = Call::with_record();
    let said = call.run_with(&ADMINISTRATOR, "umi-no-mieru-machi\n", &[]).good().without("umi-no-mieru-machi");
    assert!(said.out.contains("administrator"));
    let verified = call.run(&["journal", "verify", "--json"]).good().json();
    assert_eq!(
        (verified["whole"].as_bool(), verified["entries"].as_u64()),
        (Some(true), Some(2)),
        "and a recovery key"
    );
    let list = ["journal", "list", "--json", "--staff", "佐藤 恵", "--password-stdin"];
    let said = call.run_with(&list, "umi-no-mieru-machi\n", &[]).good();
    let lines: Vec<serde_json::Value> =
        said.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 3, "the login is an entry too");
    let keys: Vec<&str> = lines[0].as_object().expect("object").keys().map(String::as_str).collect();
    assert_eq!(keys, ["hash", "id", "kind", "number", "schema", "scope", "service", "terminal", "time"]);
    assert_eq!([&lines[2]["kind"], &lines[1]["kind"]], ["staff-added", "recovery-key-made"]);
}

#[test]
fn a_wrong_password_shows_nothing() {
    let call = Call::with_record();
    call.run_with(&ADMINISTRATOR, "umi-no-mieru-machi\n", &[]).good();
    let list = ["journal", "list", "--staff", "佐藤 恵", "--password-stdin"];
    call.run_with(&list, "yama-no-mieru-machi\n", &[]).trouble("U01", 7).without("yama-no-mieru-machi");
}

#[test]
fn a_second_account_needs_the_administrator() {
    let call = Call::with_record();
    call.run_with(&ADMINISTRATOR, "umi-no-mieru-machi\n", &[]).good();
    let add = ["staff", "add", "高橋", "--new-password-stdin", "--staff", "佐藤 恵", "--password-stdin"];
    call.run_with(&add, "wrong-wrong-wrong\nkawa-no-soba\n", &[]).trouble("U01", 7);
    let said = call.run_with(&add, "umi-no-mieru-machi\nkawa-no-soba\n", &[]).good();
    assert!(said.out.contains("reception"));
}

#[test]
fn an_easy_password_is_refused() {
    let call = Call::with_record();
    call.run_with(&ADMINISTRATOR, "1111111111\n", &[]).trouble("U03", 7);
}

#[test]
fn another_key_opens_nothing_and_changes_nothing() {
    let call = Call::with_record();
    call.run_with(&ADMINISTRATOR, "umi-no-mieru-machi\n", &[]).good();
    std::fs::write(call.path("key"), [8; 40]).expect("key");
    call.run(&["journal", "verify"]).trouble("S01", 4);
    std::fs::write(call.path("key"), [7; 40]).expect("key");
    call.run(&["journal", "verify"]).good();
}

#[test]
fn looking_makes_no_record() {
    let call = Call::with_record();
    call.run(&["journal", "verify"]).trouble("S07", 4);
    assert!(!call.path("data").exists());
}

#[test]
fn practice_has_a_record_and_staff_of_its_own() {
    let call = Call::with_record();
    let list = ["journal", "list", "--practice", "--json", "--staff", "練習", "--password-stdin"];
    let said = call.run_with(&list, "0000\n", &[]).good();
    assert!(said.out.contains("staff-login"));
    assert!(!call.path("data").exists(), "the real record is left alone");
    call.run_with(&list, "0001\n", &[]).trouble("U01", 7);
}

/// `step-999.db` was written by this program on made-up people; its `user_version` was then set to 999 with a database
/// tool, as a version of years from now would leave it.
#[test]
fn a_record_of_a_newer_version_is_refused_in_words_and_left_as_it_is() {
    let call = Call::with_record();
    std::fs::write(call.path("key"), b"0123456789abcdef0123456789abcdef\n").expect("key");
    std::fs::create_dir_all(call.path("data")).expect("folder");
    let newer = workspace().join("kiosk/tests/store/step-999.db");
    let before = std::fs::read(newer).expect("fixture");
    std::fs::write(call.path("data/journal.db"), &before).expect("record");
    let list = ["journal", "list", "--staff", "佐藤 恵", "--password-stdin"];
    for arguments in [["journal", "verify"].as_slice(), &list, &ADMINISTRATOR, &["store", "rebuild", "--check"]] {
        let said = call.run_with(arguments, "umi-no-mieru-machi\n", &[]).trouble("S03", 4);
        assert!(said.err.contains("999"), "which version: {}", said.err);
    }
    let nowhere = call.path("no-socket").display().to_string();
    let report = call.run_with(&["doctor", "--json"], "", &[("PCSCLITE_CSOCK_NAME", &nowhere)]).json();
    let findings = report["findings"].as_array().expect("findings");
    let record = findings.iter().find(|finding| finding["subject"] == "record").expect("record");
    assert_eq!((record["state"].as_str(), record["code"].as_str()), (Some("unfit"), Some("S03")));
    // The counter itself opens no window on it.
    call.run_with(&["run"], "", &[("DISPLAY", ":9999")]).trouble("S03", 4);
    assert!(std::fs::read(call.path("data/journal.db")).expect("record") == before, "it was changed");
}
