//! The files of `config/` for the machine (端末の機械の設定の試験): known to administrators, and sound for those who read them.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that stops says more than one that goes on"
)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

fn config() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../config")
}

fn read(name: &str) -> String {
    fs::read_to_string(config().join(name)).unwrap_or_else(|fault| panic!("{name}: {fault}"))
}

/// What matters of a file: its lines without comments.
fn lines(text: &str) -> Vec<&str> {
    let line = |line: &&str| !line.is_empty() && !line.starts_with(['#', ';']) && !line.starts_with("//");
    text.lines().map(str::trim).filter(line).collect()
}

#[test]
fn the_readme_names_every_file_and_where_it_goes() {
    let readme = read("README.md");
    let row =
        |name: &str| readme.lines().find(|line| line.starts_with(&format!("| `{name}` | `/etc/"))).map(str::to_owned);
    assert!(row("printers/").is_some());
    let mut rows = 1;
    for entry in fs::read_dir(config()).expect("config") {
        let file = entry.expect("entry").file_name();
        let name = file.to_string_lossy();
        if name.ends_with(".toml") {
            assert!(row(&name).is_some(), "README.md does not say where {name} goes");
            rows += 1;
        }
    }
    for folder in ["systemd", "sysctl", "xorg", "polkit", "udev"] {
        for entry in fs::read_dir(config().join(folder)).expect(folder) {
            let file = entry.expect("entry").file_name();
            let name = format!("{folder}/{}", file.to_string_lossy());
            let row = row(&name).unwrap_or_else(|| panic!("README.md does not say where {name} goes"));
            let place = row.split('`').nth(3).expect("place").to_owned();
            assert!(read(&name).contains(&place), "{name} itself says another place than {place}");
            rows += 1;
        }
    }
    assert_eq!(readme.lines().filter(|line| line.contains("` | `/etc/")).count(), rows, "a file that is not there");
}

#[test]
fn the_service_begins_again_is_watched_and_keeps_its_memory_to_itself() {
    let service = read("systemd/kazasu.service");
    let lines = lines(&service);
    for wanted in [
        "Type=notify",
        "NotifyAccess=all",
        "WatchdogSec=30",
        "Restart=always",
        "StartLimitIntervalSec=0",
        "LimitCORE=0",
        "MemorySwapMax=0",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "User=kazasu",
        "StateDirectoryMode=0700",
    ] {
        assert!(lines.contains(&wanted), "{wanted}");
    }
    let start: Vec<_> = lines.iter().filter(|line| line.starts_with("ExecStart")).collect();
    assert_eq!(start, [&"ExecStart=/usr/bin/cage -d -- /usr/bin/kiosk run"], "cage -s would allow other terminals");
    assert!(!service.contains("--practice"));
    let credential = lines.iter().find_map(|line| line.strip_prefix("LoadCredentialEncrypted=")).expect("key");
    let name = credential.split(':').next().expect("name");
    assert!(read("kiosk.toml").contains(&format!("key = \"credential:{name}\"")), "the key has another name");
}

#[test]
fn no_key_reaches_kernel_service_manager_or_display_server() {
    let sysctl = read("sysctl/90-kazasu.conf");
    for line in lines(&sysctl) {
        let (key, value) = line.split_once(" = ").unwrap_or_else(|| panic!("{line}"));
        let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
        assert!(key.chars().all(legal) && !value.is_empty(), "{line}");
    }
    for (file, wanted) in [
        ("sysctl/90-kazasu.conf", "kernel.sysrq = 0"),
        ("sysctl/90-kazasu.conf", "kernel.core_pattern = |/bin/false"),
        ("systemd/system.conf", "CtrlAltDelBurstAction=none"),
        ("systemd/logind.conf", "NAutoVTs=0"),
        ("systemd/logind.conf", "ReserveVT=0"),
        ("xorg/90-kazasu.conf", "Option \"DontVTSwitch\" \"true\""),
        ("xorg/90-kazasu.conf", "Option \"DontZap\" \"true\""),
        ("systemd/coredump.conf", "Storage=none"),
    ] {
        assert!(lines(&read(file)).contains(&wanted), "{file}: {wanted}");
    }
}

#[test]
fn every_udev_line_is_a_list_of_keys() {
    let rules = read("udev/60-kazasu.rules");
    for line in lines(&rules) {
        for part in line.split(", ") {
            let (key, value) = part.split_once('=').unwrap_or_else(|| panic!("{line}: {part}"));
            let key = key.trim_end_matches(['+', '!', ':']);
            let plain = key.split('{').next().expect("key");
            assert!(plain.chars().all(|c| c.is_ascii_uppercase()), "{line}: {key}");
            let value = value.trim_start_matches('=');
            assert!(value.len() >= 2 && value.starts_with('"') && value.ends_with('"'), "{line}: {value}");
        }
    }
}

/// A folder that looks to systemd-analyze like the root of a terminal.
fn terminal(changed: impl Fn(String) -> String) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("folder");
    let at = |place: &str| root.path().join(place);
    for folder in ["usr/bin", "usr/lib/xorg", "bin", "etc/systemd/system", "usr/lib/systemd/system"] {
        fs::create_dir_all(at(folder)).expect("folder");
    }
    for program in ["usr/bin/cage", "usr/bin/kiosk", "usr/lib/xorg/Xorg", "bin/sh"] {
        fs::write(at(program), "#!/bin/sh\n").expect("program");
        fs::set_permissions(at(program), fs::Permissions::from_mode(0o755)).expect("mode");
    }
    for target in ["sysinit.target", "basic.target", "graphical.target", "shutdown.target"] {
        fs::write(at("usr/lib/systemd/system").join(target), "[Unit]\nDescription=Made\n").expect("target");
    }
    for service in ["kazasu.service", "kazasu-x.service"] {
        let text = changed(read(&format!("systemd/{service}")));
        fs::write(at("etc/systemd/system").join(service), text).expect("service");
    }
    root
}

/// What systemd-analyze says about a service below `root`, and whether it is content; `None` where it is not installed.
fn analyze(root: &Path, verb: &[&str], service: &str) -> Option<(bool, String)> {
    let root = format!("--root={}", root.display());
    let said = Command::new("systemd-analyze").args(verb).arg(root).arg(service).output().ok()?;
    let all = [said.stdout, said.stderr].concat();
    Some((said.status.success(), String::from_utf8_lossy(&all).into_owned()))
}

#[test]
fn systemd_understands_the_services_and_finds_them_closed() {
    let sound = terminal(|text| text);
    for service in ["kazasu.service", "kazasu-x.service"] {
        let Some((content, said)) = analyze(sound.path(), &["verify", "--man=no"], service) else {
            return; // Not a machine with systemd.
        };
        assert!(content && said.is_empty(), "{service}: {said}");
    }
    // 20 is 2.0 of 10, where 10 is wide open.
    let security = ["security", "--offline=true", "--no-pager", "--threshold=20"];
    let (closed, said) = analyze(sound.path(), &security, "kazasu.service").expect("the same program");
    assert!(closed, "{said}");

    let spoilt = terminal(|text| text.replace("WatchdogSec=30", "WatchdogSec=soon").replace("NoNewPrivileges=yes", ""));
    let (_, said) = analyze(spoilt.path(), &["verify", "--man=no"], "kazasu.service").expect("the same program");
    assert!(said.contains("Failed to parse sec value"), "a wrong unit is not noticed: {said}");
}

/// What a program says when it can be run here at all.
fn said(command: &mut Command) -> Option<(bool, String)> {
    let output = command.output().ok()?;
    let all = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&all).into_owned()))
}

/// polkit runs rules in Duktape; its command line runs them here, on a polkit of the test's own (polkit(8)).
#[test]
fn polkit_lets_the_terminal_reach_cards_and_nothing_else() {
    let folder = tempfile::tempdir().expect("folder");
    let script = folder.path().join("asked.js");
    let asked = [
        ("org.debian.pcsc-lite.access_pcsc", "kazasu", "yes"),
        ("org.debian.pcsc-lite.access_card", "kazasu", "yes"),
        ("org.debian.pcsc-lite.access_card", "root", "yes"),
        ("org.debian.pcsc-lite.access_card", "guest", "no"),
        ("org.debian.pcsc-lite.access_pcsc", "", "no"),
        ("org.freedesktop.login1.power-off", "kazasu", "no"),
        ("org.freedesktop.udisks2.filesystem-mount", "kazasu", "no"),
        ("org.freedesktop.NetworkManager.network-control", "kazasu", "no"),
        ("org.freedesktop.login1.power-off", "sato", "undefined"),
    ];
    let mut text = "var rules = []; var polkit = { Result: { YES: 'yes', NO: 'no' }, \
                    addRule: function (rule) { rules.push(rule); } };\n"
        .to_owned();
    text.push_str(&read("polkit/50-kazasu.rules"));
    for (action, user, _) in asked {
        text.push_str(&format!("print(String(rules[0]({{ id: '{action}' }}, {{ user: '{user}' }})));\n"));
    }
    fs::write(&script, &text).expect("script");
    let Some((content, answers)) = said(Command::new("duk").arg(&script)) else {
        return; // Not a machine with Duktape.
    };
    assert!(content, "polkit could not read it: {answers}");
    assert_eq!(answers.lines().collect::<Vec<_>>(), asked.map(|(_, _, answer)| answer));
    fs::write(&script, text.replace("function (action", "function action, (")).expect("script");
    assert!(!said(Command::new("duk").arg(&script)).expect("the same program").0, "a wrong rule is not noticed");
}

#[test]
fn systemd_makes_the_user_that_the_service_runs_as() {
    let root = tempfile::tempdir().expect("folder");
    fs::create_dir(root.path().join("etc")).expect("folder");
    let mut command = Command::new("systemd-sysusers");
    command.arg(format!("--root={}", root.path().display())).arg(config().join("systemd/sysusers.conf"));
    let Some((content, told)) = said(&mut command) else {
        return; // Not a machine with systemd.
    };
    assert!(content, "{told}");
    let made = fs::read_to_string(root.path().join("etc/passwd")).expect("accounts");
    let user: Vec<_> = made.lines().filter(|line| line.starts_with("kazasu:")).collect();
    assert!(user.len() == 1 && user[0].ends_with("/usr/sbin/nologin"), "nobody logs in as the terminal: {made}");
}

#[test]
fn udev_understands_the_rules_where_it_can_verify() {
    let verify = |file: &Path| said(Command::new("udevadm").arg("verify").arg("--resolve-names=never").arg(file));
    let rules = config().join("udev/60-kazasu.rules");
    match verify(&rules) {
        Some((content, told)) if !told.contains("Unknown command verb") => assert!(content, "{told}"),
        // Debian 12 has no such verb; the list of keys is checked above.
        _ => {}
    }
}
