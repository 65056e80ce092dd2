//! The command line as people call it (コマンドの試験): a child process, its output, its exit code.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test that stops says more than one that goes on")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// One call, with folders of its own.
struct Call {
    folder: TempDir,
    assets: PathBuf,
}

struct Said {
    code: i32,
    out: String,
    err: String,
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("workspace").to_owned()
}

impl Call {
    /// A terminal whose `kiosk.toml` is this text.
    fn configured(text: &str) -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let config = folder.path().join("config");
        std::fs::create_dir_all(config.join("printers")).expect("config");
        for profile in std::fs::read_dir(workspace().join("config/printers")).expect("printers") {
            let profile = profile.expect("profile").path();
            std::fs::copy(&profile, config.join("printers").join(profile.file_name().expect("name"))).expect("copy");
        }
        std::fs::write(config.join("kiosk.toml"), text).expect("kiosk.toml");
        Self { folder, assets: workspace().join("assets") }
    }

    /// A terminal whose record and key are files in its own folder.
    fn with_record() -> Self {
        let call = Self::configured("");
        std::fs::write(call.path("key"), [7; 40]).expect("key");
        let (data, key) = (call.path("data"), call.path("key"));
        let text = format!("[store]\ndata = {data:?}\nkey = \"file:{}\"\n", key.display());
        std::fs::write(call.path("config/kiosk.toml"), text).expect("kiosk.toml");
        call
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> Said {
        self.run_with(arguments, "", &[])
    }

    fn run_with(&self, arguments: &[&str], input: &str, environment: &[(&str, &str)]) -> Said {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kiosk"))
            .args(arguments)
            .env("KAZASU_CONFIG", self.path("config"))
            .env("KAZASU_ASSETS", &self.assets)
            .env("KAZASU_PRACTICE", self.path("practice"))
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("kiosk");
        // A command that reads no input may have closed it already.
        drop(child.stdin.take().expect("stdin").write_all(input.as_bytes()));
        let Output { status, stdout, stderr } = child.wait_with_output().expect("output");
        Said {
            code: status.code().expect("an exit code, not a signal"),
            out: String::from_utf8(stdout).expect("UTF-8"),
            err: String::from_utf8(stderr).expect("UTF-8"),
        }
    }
}

impl Said {
    /// It went well.
    #[track_caller]
    fn good(self) -> Self {
        assert_eq!(self.code, 0, "{}\n{}", self.out, self.err);
        self
    }

    /// It did not, with this trouble, in both languages.
    #[track_caller]
    fn trouble(self, code: &str, exit: i32) -> Self {
        assert!(self.err.lines().any(|line| line.starts_with(code) && line.contains(" / ")), "{}", self.err);
        assert_eq!(self.code, exit, "{}", self.err);
        assert!(self.out.is_empty(), "nothing on standard output: {}", self.out);
        self
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).expect("JSON")
    }

    /// Nothing that was said holds the PIN.
    #[track_caller]
    fn without(self, pin: &str) -> Self {
        assert!(!self.out.contains(pin) && !self.err.contains(pin), "the PIN was said");
        self
    }
}

mod config {
    use super::*;

    #[test]
    fn the_shipped_configuration_is_accepted() {
        let shipped = std::fs::read_to_string(workspace().join("config/kiosk.toml")).expect("kiosk.toml");
        let said = Call::configured(&shipped).run(&["config", "check"]).good();
        assert!(said.out.contains("使えます / can be used"));
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line() {
        let said =
            Call::configured("[card]\nshuffle_keypad = true\naccept_test_card = true\n").run(&["config", "check"]);
        let said = said.trouble("K03", 3);
        assert!(said.err.contains("kiosk.toml:3行目 「card.accept_test_card」という項目はありません"), "{}", said.err);
        assert!(said.err.contains("kiosk.toml:3: there is no key \"card.accept_test_card\""), "{}", said.err);
        assert!(said.err.contains("accept_test_cards"), "what may be written: {}", said.err);
    }

    #[test]
    fn a_printer_profile_that_is_not_there_is_named_with_its_line() {
        let said = Call::configured("[slip]\nprofile = \"no-such-model\"\n").run(&["config", "check"]);
        assert!(said.trouble("K", 3).err.contains("no-such-model.toml"));
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let said = Call::configured("").run(&["--config", "/nowhere/at/all", "config", "check"]).trouble("K06", 3);
        assert!(said.err.contains("/nowhere/at/all"));
    }

    #[test]
    fn assets_without_sentences_are_said_in_both_languages_all_the_same() {
        let mut call = Call::configured("");
        call.assets = call.path("empty");
        std::fs::create_dir(&call.assets).expect("folder");
        call.run(&["form", "list"]).trouble("K06", 3);
    }

    #[test]
    fn a_wrong_command_line_returns_2() {
        assert_eq!(Call::configured("").run(&["card", "raed"]).code, 2);
    }
}

mod card {
    use super::*;

    #[test]
    fn no_smart_card_service_is_said_at_once() {
        let call = Call::configured("");
        let nowhere = call.path("no-socket").display().to_string();
        let environment = [("PCSCLITE_CSOCK_NAME", nowhere.as_str())];
        for arguments in [["card", "info"].as_slice(), &["card", "read", "--json", "--pin-stdin"]] {
            call.run_with(arguments, "1234\n", &environment).trouble("C01", 10).without("1234");
        }
    }

    #[test]
    fn what_is_not_four_digits_is_not_sent() {
        for pin in ["12345", "12a4", "１２３４", ""] {
            let said = Call::configured("").run_with(&["card", "read", "--pin-stdin"], &format!("{pin}\n"), &[]);
            said.trouble("L04", 15);
        }
    }
}

mod form {
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
        for name in
            ["髙﨑　吉子", "#panic(1)", "\"] #eval(\"1\") //", "𠮷野　渡邉", "葛\u{e0100}城　花", "\\ $ * _ @ <b>"]
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
}

mod record {
    use super::*;

    const ADMINISTRATOR: [&str; 4] = ["staff", "add", "佐藤 恵", "--new-password-stdin"];

    #[test]
    fn the_first_administrator_makes_the_record_and_lists_it() {
        let call = Call::with_record();
        let said = call.run_with(&ADMINISTRATOR, "umi-no-mieru-machi\n", &[]).good().without("umi-no-mieru-machi");
        assert!(said.out.contains("administrator"));
        let verified = call.run(&["journal", "verify", "--json"]).good().json();
        assert_eq!((verified["whole"].as_bool(), verified["entries"].as_u64()), (Some(true), Some(1)));
        let list = ["journal", "list", "--json", "--staff", "佐藤 恵", "--password-stdin"];
        let said = call.run_with(&list, "umi-no-mieru-machi\n", &[]).good();
        let lines: Vec<serde_json::Value> =
            said.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(lines.len(), 2, "the login is an entry too");
        let keys: Vec<&str> = lines[0].as_object().expect("object").keys().map(String::as_str).collect();
        assert_eq!(keys, ["hash", "id", "kind", "number", "schema", "scope", "service", "terminal", "time"]);
        assert_eq!(lines[1]["kind"], "staff-added");
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
}

mod doctor {
    use super::*;

    fn finding<'a>(report: &'a serde_json::Value, subject: &str) -> &'a serde_json::Value {
        let findings = report["findings"].as_array().expect("findings");
        findings.iter().find(|finding| finding["subject"] == subject).expect(subject)
    }

    #[test]
    fn what_is_wrong_is_named_with_its_code_and_remedy() {
        let call = Call::with_record();
        let nowhere = call.path("no-socket").display().to_string();
        let said = call.run_with(&["doctor", "--json"], "", &[("PCSCLITE_CSOCK_NAME", &nowhere)]);
        assert_eq!(said.code, 20);
        let report = said.json();
        assert_eq!(report["state"], "unfit");
        let service = finding(&report, "service");
        assert_eq!((service["state"].as_str(), service["code"].as_str()), (Some("unfit"), Some("C01")));
        assert!(service["ja"].as_str().expect("ja").contains("pcscd"));
        assert_eq!(finding(&report, "readers")["state"], "unfit", "nobody can see readers without the service");
        assert_eq!(finding(&report, "key")["state"], "unfit", "a plain key file is red");
        assert_eq!(finding(&report, "record")["state"], "attention", "not made yet");
        assert!(!call.path("data").exists(), "an examination leaves nothing behind");
    }

    #[test]
    fn a_missing_font_is_named() {
        let mut call = Call::configured("");
        let assets = call.path("assets");
        for folder in ["text/ja", "text/ja-yasashi", "text/en"] {
            std::fs::create_dir_all(assets.join(folder)).expect("text");
            for file in ["trouble.ftl", "command.ftl"] {
                let from = workspace().join("assets").join(folder).join(file);
                std::fs::copy(from, assets.join(folder).join(file)).expect("copy");
            }
        }
        std::fs::create_dir_all(assets.join("forms")).expect("forms");
        call.assets = assets;
        let report = call.run(&["doctor", "--json", "--practice"]).json();
        let fonts = finding(&report, "fonts");
        assert_eq!((fonts["state"].as_str(), fonts["code"].as_str()), (Some("unfit"), Some("F01")));
    }

    #[test]
    fn one_line_each_in_both_languages() {
        let said = Call::configured("").run(&["doctor", "--practice"]);
        let lines: Vec<&str> = said.out.lines().filter(|line| line.starts_with(['○', '△', '×'])).collect();
        assert_eq!(lines.len(), 10, "{}", said.out);
        assert!(lines.iter().all(|line| line.contains(" / ") && !line.contains("doctor-")), "{}", said.out);
    }
}
