//! `kiosk form` as people call it (様式のコマンドの試験): hostile names, missing answers, fixed JSON.

use super::*;

const ANSWERS: &str = r#"{"who":"household","head":true,"registry":false,"residence":false,"numbers":false,
    "copies":2,"purpose":"bank","phone":"0120-000-000"}"#;

fn facts(name: &str) -> String {
    serde_json::json!({
        "name": name, "address": "海原市中央２丁目３番４号", "birth": "1944-03-08", "sex": "female",
        "source": "card", "genuineness": "practice-card",
    })
    .to_string()
}

fn fill(call: &Call, facts: &str, answers: &str) -> Said {
    std::fs::write(call.path("answers.json"), answers).expect("answers");
    let (answers, pdf) = (call.path("answers.json"), call.path("out.pdf"));
    let (answers, pdf) = (answers.to_str().expect("path"), pdf.to_str().expect("path"));
    let arguments = ["form", "fill", "juminhyo", "--facts", "-", "--answers", answers, "--pdf", pdf];
    call.run_with(&[&arguments[..], &["--date", "2026-11-24"]].concat(), facts, &[])
}

#[test]
fn names_are_data_and_never_layout() {
    for name in ["髙﨑　吉子", "#panic(1)", "\"] #eval(\"1\") //", "𠮷野　渡邉", "葛\u{e0100}城　花", "\\ $ * _ @ <b>"]
    {
        let call = Call::configured("");
        fill(&call, &facts(name), ANSWERS).good();
        let pdf = std::fs::read(call.path("out.pdf")).expect("pdf");
        assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 10_000, "{name}");
    }
}

#[test]
fn a_hundred_letters_fit_and_a_letter_without_a_glyph_is_said() {
    let call = Call::configured("");
    fill(&call, &facts(&"ア".repeat(100)), ANSWERS).good();
    std::fs::remove_file(call.path("out.pdf")).expect("pdf");
    // 外字: a code point of the private use area, which no font here draws.
    fill(&call, &facts("\u{f0000}田　花"), ANSWERS).trouble("F03", 5);
    assert!(!call.path("out.pdf").exists());
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let call = Call::configured("");
    std::fs::create_dir(call.path("out.pdf")).expect("a folder in its place");
    assert!(fill(&call, &facts("髙﨑　吉子"), ANSWERS).trouble("L01", 1).err.contains("out.pdf"));
}

#[test]
fn another_name_is_another_paper() {
    let call = Call::configured("");
    let pdf = |name| {
        fill(&call, &facts(name), ANSWERS).good();
        std::fs::read(call.path("out.pdf")).expect("pdf")
    };
    let first = pdf("#panic(1)");
    assert!(first == pdf("#panic(1)"), "the same filling gives the same bytes");
    assert!(first != pdf("#panic(2)"), "the name stands on it");
}

#[test]
fn what_is_missing_is_named_by_field_and_nothing_is_written() {
    let call = Call::configured("");
    let said = fill(&call, &facts("髙﨑　吉子"), r#"{"who":"household","colour":"blue"}"#).trouble("F05", 5);
    for field in ["copies", "purpose", "colour"] {
        assert!(said.err.contains(&format!("· {field}: ")), "{field}: {}", said.err);
    }
    assert!(!said.err.contains("髙﨑"), "no fact is part of what is said");
    assert!(!call.path("out.pdf").exists());
}

#[test]
fn facts_that_are_no_facts_are_refused_without_quoting_them() {
    let call = Call::configured("");
    let good = facts("髙﨑　吉子");
    for wrong in ["{", &good.replace("1944-03-08", "1944-02-30"), &good.replace("海原市", "123456789018")] {
        let said = fill(&call, wrong, ANSWERS).trouble("F08", 5);
        assert!(!said.err.contains("髙﨑") && !said.err.contains("123456789018"), "{}", said.err);
    }
}

#[test]
fn a_form_that_is_not_there_is_named() {
    let said = Call::configured("").run(&["form", "check", "../../etc"]).trouble("F07", 5);
    assert!(said.err.contains("../../etc"));
}

#[test]
fn the_list_is_json_with_fixed_keys() {
    let list = Call::configured("").run(&["form", "list", "--json"]).good().json();
    let form = list.as_array().expect("list").iter().find(|form| form["id"] == "juminhyo").expect("juminhyo");
    let keys: Vec<&str> = form.as_object().expect("object").keys().map(String::as_str).collect();
    assert_eq!(keys, ["id", "title", "valid_from", "valid_to", "valid_today", "version"]);
    assert_eq!(form["title"]["ja"], "住民票の写し");
}
