//! The command line as people call it (コマンドの試験): a child process, its output, its exit code.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "a test that stops says more than one that goes on")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

#[path = "command/carry.rs"]
mod carry;
#[path = "command/case.rs"]
mod case;
#[path = "command/form.rs"]
mod form;
#[path = "command/library.rs"]
mod library;
#[path = "command/office.rs"]
mod office;
#[path = "command/pack.rs"]
mod pack;
#[path = "command/qr.rs"]
mod qr;
#[path = "command/record.rs"]
mod record;

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
        assert_eq!(lines.len(), 14, "{}", said.out);
        assert!(lines.iter().all(|line| line.contains(" / ") && !line.contains("doctor-")), "{}", said.out);
    }
}
