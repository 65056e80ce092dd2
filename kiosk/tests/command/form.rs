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

/// A folder of packs beside the shipped ones: `inkan` under another name, with another layout.
fn with_packs(packs: &[(&str, &str, &str)]) -> Call {
    let mut call = Call::configured("");
    let shipped = call.assets.clone();
    let assets = call.path("assets");
    std::fs::create_dir_all(assets.join("forms")).expect("forms");
    for folder in ["fonts", "text"] {
        std::os::unix::fs::symlink(shipped.join(folder), assets.join(folder)).expect("link");
    }
    for file in ["common.toml", "common.typ"] {
        std::fs::copy(shipped.join("forms").join(file), assets.join("forms").join(file)).expect("common");
    }
    for (id, form, layout) in packs {
        let folder = assets.join("forms").join(id);
        std::fs::create_dir(&folder).expect("pack");
        let text = std::fs::read_to_string(shipped.join("forms/inkan/form.toml")).expect("form");
        let text = text.replace("id = \"inkan\"", &format!("id = \"{id}\""));
        std::fs::write(folder.join("form.toml"), format!("{text}{form}")).expect("form");
        std::fs::write(folder.join("layout.typ"), layout).expect("layout");
    }
    call.assets = assets;
    call
}

const ENDLESS: &str = "#for a in range(100000) { for b in range(100000) { let c = a * b } }";
const HUNGRY: &str = "#let a = range(60000000)\n#let b = a.map(x => (x, x))\n#b.len()";
const CIRCLE: &str = "\n[[computed]]\nid = \"a\"\nvalue = \"b\"\n[[computed]]\nid = \"b\"\nvalue = \"a\"\n";

#[test]
fn a_layout_that_never_ends_or_eats_memory_is_stopped_and_named() {
    let call =
        with_packs(&[("endless", "", ENDLESS), ("hungry", "", HUNGRY), ("circle", CIRCLE, ""), ("good", "", "= A")]);
    let said = call.run(&["form", "check"]);
    assert_eq!(said.code, 5, "{}", said.err);
    assert!(said.err.starts_with("F06 ") && said.out.contains("good: "), "{}{}", said.out, said.err);
    assert_eq!(said.out.lines().count(), 1, "{}", said.out);
    for words in [
        "endless/layout.typ: does not end within 2 seconds",
        "hungry/layout.typ: needs more than 256 MB, or fell while it was set in type",
        "circle/form.toml",
        "goes in a circle (a loop): a → b → a",
    ] {
        assert!(said.err.contains(words), "{words}: {}", said.err);
    }
}

#[test]
fn what_is_wrong_in_a_layout_is_named_by_line() {
    let call = with_packs(&[("broken", "", "= A\n\n#nothing-like-this\n")]);
    let said = call.run(&["form", "check", "broken"]).trouble("F06", 5);
    assert!(said.err.contains("broken/layout.typ:3: unknown variable: nothing-like-this"), "{}", said.err);
}

/// A pack from elsewhere is set in type by the child, and gives the same words.
#[test]
fn a_pack_from_elsewhere_is_filled_by_a_child() {
    let call = with_packs(&[("mild", "", "#import \"/kazasu.typ\": *\n#data.applicant.name"), ("wild", "", ENDLESS)]);
    for id in ["mild", "wild"] {
        std::fs::write(call.assets.join("forms").join(id).join("elsewhere"), "").expect("mark");
    }
    let shipped = super::workspace().join("assets/forms/inkan");
    let fill = |id: &str| {
        let (facts, answers, pdf) =
            (shipped.join("example-facts.json"), shipped.join("example-answers.json"), call.path("out.pdf"));
        let text = |path: &std::path::Path| path.to_str().expect("path").to_owned();
        call.run(&[
            "form",
            "fill",
            id,
            "--facts",
            &text(&facts),
            "--answers",
            &text(&answers),
            "--pdf",
            &text(&pdf),
            "--date",
            "2026-11-24",
        ])
    };
    fill("mild").good();
    assert!(std::fs::read(call.path("out.pdf")).expect("pdf").starts_with(b"%PDF-"));
    std::fs::remove_file(call.path("out.pdf")).expect("removed");
    let said = fill("wild").trouble("F02", 5);
    assert!(!call.path("out.pdf").exists(), "something was written: {}", said.err);
}

/// An existing form as background, values in their places, by millimetres.
#[test]
fn a_form_that_somebody_else_drew_is_filled_in_its_places() {
    let call = with_packs(&[]);
    let folder = call.assets.join("forms/drawn");
    std::fs::create_dir(&folder).expect("pack");
    let shipped = super::workspace().join("assets/forms/inkan");
    let text = |path: &std::path::Path| path.to_str().expect("path").to_owned();
    let (facts, answers) = (text(&shipped.join("example-facts.json")), text(&shipped.join("example-answers.json")));
    let fill = |id: &str, pdf: &std::path::Path, call: &Call| {
        let pdf = text(pdf);
        let arguments = ["form", "fill", id, "--facts", &facts, "--answers", &answers, "--pdf", &pdf];
        call.run(&[&arguments[..], &["--date", "2026-11-24"]].concat())
    };
    fill("inkan", &folder.join("form.pdf"), &Call::configured("")).good();
    let form = std::fs::read_to_string(shipped.join("form.toml")).expect("form");
    let form = form
        .replace("id = \"inkan\"", "id = \"drawn\"")
        .replace("layout = \"layout.typ\"", "background = \"form.pdf\"");
    let place =
        |value: &str, y: usize| format!("\n[[place]]\nvalue = \"{value}\"\nx = 20\ny = {y}\nwidth = 60\nheight = 8\n");
    let values = ["applicant.name", "owner.name", "copies", "visitor=proxy", "date"];
    let places: String = values.iter().zip([170, 180, 190, 200, 210]).map(|(value, y)| place(value, y)).collect();
    std::fs::write(folder.join("form.toml"), format!("{form}{places}")).expect("form");
    call.run(&["form", "check", "drawn"]).good();
    let out = call.path("out.pdf");
    fill("drawn", &out, &call).good();
    let words =
        std::process::Command::new("pdftotext").arg(&out).arg("-").output().expect("pdftotext of poppler-utils");
    let words = String::from_utf8_lossy(&words.stdout).into_owned();
    // Twice: once drawn in the background, once put there.
    assert_eq!(words.matches("五十嵐　陽菜").count() + words.matches("五十嵐 陽菜").count(), 2, "{words}");
    std::fs::write(folder.join("form.toml"), format!("{form}{}", place("colour", 20))).expect("form");
    let said = call.run(&["form", "check", "drawn"]).trouble("F06", 5);
    assert!(said.err.contains("place.value: there is no field `colour`"), "{}", said.err);
}

#[test]
fn a_survey_is_counted_and_drawn() {
    let call = Call::configured("");
    let answers = "{\"service\":\"move\",\"liked\":\"fast,clear\"}\n{\"service\":\"move\",\"liked\":\"\"}\n\n{\"service\":\"x\"}\n";
    let pdf = call.path("chart.pdf");
    let pdf = pdf.to_str().expect("path");
    let arguments = ["form", "chart", "anketo", "--answers", "-", "--pdf", pdf, "--date", "2026-11-24"];
    let said = call.run_with(&arguments, answers, &[]).good();
    for line in ["service\tmove\t2", "service\tchild\t0", "liked\tfast\t1", "liked\tstaff\t0"] {
        assert!(said.out.lines().any(|found| found == line), "{line}: {}", said.out);
    }
    assert!(std::fs::read(pdf).expect("pdf").starts_with(b"%PDF-"));
    let said = call.run_with(&arguments, "[1]\n", &[]).trouble("F08", 5);
    assert!(said.err.contains("answers: line 1"), "{}", said.err);
}
