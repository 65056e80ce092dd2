//! `kiosk journal export` and what goes with it (記録の持ち運びのコマンドの試験): two terminals and a stick between them.

use super::*;

const PASSWORD: &str = "umi-no-mieru-machi\n";
const LOGIN: [&str; 3] = ["--staff", "佐藤 恵", "--password-stdin"];

/// A terminal of this name with its first administrator.
fn terminal(id: &str) -> Call {
    let call = Call::with_record();
    let text = std::fs::read_to_string(call.path("config/kiosk.toml")).expect("kiosk.toml");
    std::fs::write(call.path("config/kiosk.toml"), format!("[terminal]\nid = \"{id}\"\n{text}")).expect("kiosk.toml");
    call.run_with(&["staff", "add", "佐藤 恵", "--new-password-stdin"], PASSWORD, &[]).good();
    call
}

fn with_login<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    arguments.iter().copied().chain(LOGIN).collect()
}

#[test]
fn a_journal_goes_from_one_terminal_to_another_on_a_stick() {
    let (b, a) = (terminal("B"), terminal("A"));
    let (stick, identity) = (a.path("stick.age").display().to_string(), a.path("identity").display().to_string());
    let recipient = a.run(&["journal", "identity", &identity]).good().out.trim().to_owned();
    assert!(recipient.starts_with("age1"));

    let export = ["journal", "export", "--to-recipient", &recipient, "-o", &stick, "--why", "本庁で集めるため"];
    b.run_with(&with_login(&export), "wrong-wrong-wrong\n", &[]).trouble("U01", 7);
    assert!(!a.path("stick.age").exists());
    let written = b.run_with(&with_login(&export), PASSWORD, &[]).good().out;
    let key = b.run(&["journal", "key"]).good().out;
    let key = key.trim().strip_prefix("B\t").expect("B").to_owned();
    assert!(written.contains(&key) && written.contains("wrote B 1–4"), "{written}");
    b.run_with(&with_login(&export), PASSWORD, &[]).trouble("S26", 4);

    let import = ["journal", "import", &stick, "--identity", &identity, "--why", "本庁で集めるため"];
    a.run_with(&with_login(&import), PASSWORD, &[]).trouble("S22", 4);
    let trusting: Vec<&str> = import.iter().copied().chain(["--trust-key", &key]).collect();
    let said = a.run_with(&with_login(&trusting), PASSWORD, &[]).good().out;
    assert!(said.contains("checked B 1–4, added 4"), "{said}");
    let said = a.run_with(&with_login(&import), PASSWORD, &[]).good().out;
    assert!(said.contains("added 0"), "once more changes nothing: {said}");
    let verified = a.run(&["journal", "verify", "--json"]).good().json();
    assert_eq!(verified["chains"].as_array().expect("chains").len(), 2);
    b.run_with(&with_login(&trusting), PASSWORD, &[]).trouble("S23", 4);

    let mut torn = std::fs::read(&stick).expect("stick");
    let middle = torn.len() / 2;
    torn[middle] ^= 1;
    std::fs::write(&stick, torn).expect("stick");
    a.run_with(&with_login(&trusting), PASSWORD, &[]).trouble("S20", 4);
}

#[test]
fn a_recipient_that_is_none_is_named_and_nothing_is_written() {
    let call = terminal("A");
    let stick = call.path("stick.age").display().to_string();
    let export = ["journal", "export", "--to-recipient", "age1nonsense", "-o", &stick, "--why", "試し"];
    call.run_with(&with_login(&export), PASSWORD, &[]).trouble("L07", 3);
    assert!(!call.path("stick.age").exists());
}

#[test]
fn state_tables_are_compared_and_made_again() {
    let call = terminal("A");
    call.run(&["store", "rebuild", "--check"]).good();
    call.run_with(&with_login(&["store", "rebuild"]), "wrong-wrong-wrong\n", &[]).trouble("U01", 7);
    let said = call.run_with(&with_login(&["store", "rebuild"]), PASSWORD, &[]).good().out;
    assert!(said.contains("from 4 entries"), "added, its recovery key, a wrong login, a login: {said}");
}

#[test]
fn the_clock_is_compared_and_confirmed_by_a_person() {
    let call = terminal("A");
    assert!(call.run(&["journal", "clock"]).good().out.contains("agrees with the record"));
    let confirm = ["journal", "clock", "--confirm", "--why", "電波時計と見比べた"];
    call.run_with(&with_login(&confirm), PASSWORD, &[]).good();
    let said = call.run_with(&with_login(&["journal", "list", "--limit", "1"]), PASSWORD, &[]).good().out;
    assert!(said.contains("staff-login"), "{said}");
    let said = call.run_with(&with_login(&["journal", "list"]), PASSWORD, &[]).good().out;
    assert!(said.contains("clock-confirmed"), "{said}");
}

#[test]
fn what_is_kept_and_how_long_is_printed_from_the_rules() {
    let call = Call::configured("");
    let sheet = call.run(&["privacy", "sheet"]).good().out;
    assert!(sheet.starts_with("# 個人情報ファイル簿"), "{sheet}");
    assert!(sheet.contains("| 個人情報ファイルの名称 | 図書館貸出ファイル |"), "{sheet}");
    let pdf = call.path("sheet.pdf").display().to_string();
    call.run(&["privacy", "sheet", "--pdf", &pdf]).good();
    assert!(std::fs::read(&pdf).expect("PDF").starts_with(b"%PDF-"));
    call.run(&["privacy", "sheet", "--pdf", &pdf]).trouble("S26", 4);
    assert!(call.run(&["retention", "list"]).good().out.lines().any(|line| line.starts_with("library-loan\tAtOnce")));

    let wrong = "[[class]]\nid = \"x\"\nkeep = \"a while\"\n";
    std::fs::write(call.path("config/retention.toml"), wrong).expect("retention.toml");
    let said = call.run(&["config", "check"]).trouble("K04", 3);
    assert!(said.err.contains("retention.toml:3"), "{}", said.err);
}

#[test]
fn erasing_by_the_rules_needs_an_administrator_and_a_reason() {
    let call = terminal("A");
    let erase = ["retention", "erase", "--why", "試し"];
    call.run_with(&with_login(&erase), "wrong-wrong-wrong\n", &[]).trouble("U01", 7);
    let said = call.run_with(&with_login(&erase), PASSWORD, &[]).good();
    assert!(said.out.is_empty() && said.err.contains("Nothing is over"), "{}", said.err);
}
