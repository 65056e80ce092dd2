//! `kiosk audit`, `kiosk report` and `kiosk close` as people call them (監査・点検票・日締めのコマンドの試験): what the test
//! itself recorded is found, counted and signed, and nothing more is shown than the role may see.

use kiosk::store::cases::{Paper, about, about_paper};
use kiosk::store::staff::{self, Act, Role};
use kiosk::store::{Draft, Entry, Key, Store, kind};
use zeroize::Zeroizing;

use super::*;

const HEAD: &str = "umi-no-mieru-machi";
const OTHERS: [(&str, &str, Role); 3] = [
    ("責任 太郎", "quiet-horse-8", Role::Supervisor),
    ("監査 一郎", "brown-river-9", Role::Auditor),
    ("窓口 花子", "green-hills-6", Role::Reception),
];
const HOME: &str = "海原県海原市みなと町一丁目２－３";

/// A terminal with one account a role, and its record open beside the commands.
struct Office {
    call: Call,
    store: Store,
}

impl Office {
    fn new() -> Self {
        let call = Call::with_record();
        call.run_with(&["staff", "add", "管理 恵", "--new-password-stdin"], &format!("{HEAD}\n"), &[]).good();
        let store = Store::open(&call.path("data/journal.db"), &Key::File(call.path("key")), "A").expect("record");
        let permit = staff::permit(&store, Act::ManageStaff, "管理 恵", "人事異動", false, None).expect("permit");
        for (name, password, role) in OTHERS {
            staff::add(&store, name, password, role, &permit).expect("account");
        }
        Self { call, store }
    }

    /// Calls a command as somebody; their passwords come on standard input, one a line.
    fn run(&self, arguments: &[&str], name: &str, passwords: &[&str]) -> Said {
        let mut all = arguments.to_vec();
        all.extend(["--staff", name, "--password-stdin"]);
        let typed: String = passwords.iter().flat_map(|password| [password, "\n"]).collect();
        passwords.iter().fold(self.call.run_with(&all, &typed, &[]), |said, password| said.without(password))
    }

    fn auditor(&self, arguments: &[&str]) -> Said {
        self.run(arguments, "監査 一郎", &["brown-river-9"])
    }

    fn supervisor(&self, arguments: &[&str]) -> Said {
        self.run(arguments, "責任 太郎", &["quiet-horse-8"])
    }

    fn case(&self, name: &str, address: &str, yen: i64) -> Entry {
        let facts = serde_json::json!({"name": name, "address": address, "birth": "1944-03-08", "sex": "female"});
        let body = serde_json::json!({"form": "juminhyo", "facts": facts.to_string(), "fee": {"total": yen}});
        let body = Zeroizing::new(body.to_string().into_bytes());
        self.record(Draft::new(self.store.clock().id(), "juminhyo", kind::ACCEPTED).body(1, body))
    }

    fn paper(&self, case: &Entry, paper: Paper, kind: &str) {
        self.record(about_paper(self.store.clock().id(), case, paper, kind));
    }

    fn record(&self, draft: Draft) -> Entry {
        self.store.record(vec![draft]).expect("recorded").remove(0)
    }
}

fn lines(said: &Said) -> Vec<serde_json::Value> {
    said.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn the_auditor_finds_by_kind_number_person_and_day_what_was_done() {
    let office = Office::new();
    let cases = ["髙﨑　𠮷野", "渡邉　花子"].map(|name| office.case(name, HOME, 300));
    office.record(about(office.store.clock().id(), &cases[0], kind::HANDED_OVER));
    let kinds = |more: &[&str]| {
        let said = office.auditor(&[&["audit", "list", "--json"], more].concat()).good();
        lines(&said).iter().map(|line| line["kind"].as_str().expect("kind").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&["--kind", "accepted"]), ["accepted", "accepted"]);
    let number = cases[0].number.to_string();
    assert_eq!(kinds(&["--number", &number]), ["handed-over", "accepted"]);
    assert_eq!(kinds(&["--scope", &format!("case/A/{number}")]), ["handed-over"]);
    assert_eq!(kinds(&["--by", "管理 恵", "--kind", "staff-added"]), ["staff-added"; 4]);
    assert_eq!(kinds(&["--service", "juminhyo", "--limit", "1"]), ["handed-over"], "newest first");
    assert_eq!(kinds(&["--to", "2001-01-01"]), [""; 0]);
    assert_eq!(kinds(&["--from", "2001-01-01", "--service", "juminhyo"]).len(), 3);
    let text = office.auditor(&["audit", "list"]).good();
    for private in ["髙﨑", "渡邉", "みなと町", "1944"] {
        assert!(!text.out.contains(private), "a body was opened: {}", text.out);
    }
    office.run(&["audit", "list"], "窓口 花子", &["green-hills-6"]).trouble("U06", 7);
    office.supervisor(&["audit", "list"]).trouble("U06", 7);
}

#[test]
fn an_export_is_signed_bodies_need_a_supervisor_and_protected_people_come_with_one() {
    let office = Office::new();
    let permit = staff::permit(&office.store, Act::Protect, "責任 太郎", "申し出", false, None).expect("permit");
    let held = office.case("葛\u{E0100}城　一郎", HOME, 300);
    office.store.protect_person_of(held.number, None, &permit).expect("protected");
    let file = |name: &str| office.call.path(name).display().to_string();
    let csv = file("all.csv");
    office.auditor(&["audit", "export", "--file", &csv]).good();
    let written = std::fs::read_to_string(&csv).expect("file");
    assert!(written.starts_with('\u{feff}') && !written.contains("葛") && !written.contains("みなと町"), "{written}");
    let rows = written.lines().count() - 1;
    let before = office.store.verify().expect("whole").entries;
    assert_eq!(rows as u64, before - 1, "everything but the entry about this export");
    office.call.run(&["audit", "verify", &csv]).good();
    office.auditor(&["audit", "export", "--file", &csv]).trouble("S26", 4);

    let bodies = file("bodies.jsonl");
    let with = ["audit", "export", "--file", &bodies, "--bodies", "--why", "調査", "--second", "責任 太郎"];
    office.run(&with, "監査 一郎", &["brown-river-9", "wrong-wrong-wrong"]).trouble("U01", 7);
    assert!(!Path::new(&bodies).exists());
    office.run(&with, "監査 一郎", &["brown-river-9", "quiet-horse-8"]).good();
    let written = std::fs::read_to_string(&bodies).expect("file");
    assert!(written.contains("葛\u{E0100}城") && written.contains("みなと町"), "the supervisor may see them");
    let told: Vec<serde_json::Value> = written.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let case = told.iter().find(|line| line["number"] == held.number && line["terminal"] == "A").expect("the case");
    assert_eq!(case["body"]["fee"]["total"], 300);
    let mut torn = written.into_bytes();
    let last = torn.len() - 4;
    torn[last] ^= 1;
    std::fs::write(&bodies, torn).expect("changed");
    office.call.run(&["audit", "verify", &bodies]).trouble("S02", 4);
}

#[test]
fn a_check_says_every_part_of_the_record() {
    let office = Office::new();
    office.case("髙﨑　𠮷野", HOME, 300);
    office.store.seal().expect("sealed");
    let said = office.call.run(&["audit", "check", "--json"]).good().json();
    assert_eq!(
        (said["whole"].as_bool(), said["entries"].as_u64(), said["heads"].as_u64()),
        (Some(true), Some(6), Some(2)),
        "sealed at the first command's end and here"
    );
    let text = office.call.run(&["audit", "check"]).good().out;
    for part in ["chain", "heads", "projections", "pages"] {
        assert!(text.contains(&format!("{part}: ○")), "{text}");
    }
}

#[test]
fn a_day_is_counted_by_what_was_done_closed_once_and_written_as_table_and_page() {
    let office = Office::new();
    let [first, second, third] = [300, 600, 150].map(|yen| office.case("髙﨑　𠮷野", HOME, yen));
    for case in [&first, &second] {
        office.paper(case, Paper::Slip, kind::PRINT_STARTED);
        office.paper(case, Paper::Slip, kind::PRINTED);
    }
    office.paper(&first, Paper::Slip, kind::REPRINTED);
    office.paper(&third, Paper::Slip, kind::PRINT_FAILED);
    office.record(about(office.store.clock().id(), &first, kind::HANDED_OVER));
    let day = office.store.clock().today().to_string();
    let look = office.supervisor(&["close", "day", "--look", "--json"]).good().json();
    assert_eq!(look["closed"], serde_json::Value::Null);
    let csv = office.call.path("day.csv").display().to_string();
    let pdf = office.call.path("day.pdf").display().to_string();
    let said = office.supervisor(&["close", "day", "--json", "--csv", &csv, "--pdf", &pdf]).good().json();
    let figures = &said["figures"];
    for (what, count) in [("cases", 3), ("handed", 1), ("void", 0), ("fees", 1050)] {
        assert_eq!(figures[what], count, "{what}");
    }
    for (what, count) in [("printed", 2), ("reprinted", 1), ("failed", 1), ("stopped", 0)] {
        assert_eq!(figures["slips"][what], count, "slips {what}");
    }
    assert_eq!(said["open"], serde_json::json!([second.number, third.number]));
    assert_eq!((said["date"].as_str(), said["closed"]["by"].as_str()), (Some(day.as_str()), Some("責任 太郎")));
    assert!(std::fs::read_to_string(&csv).expect("table").contains("1050") || csv_has(&csv, "1,050"));
    assert!(std::fs::read(&pdf).expect("page").starts_with(b"%PDF-"));
    let again = office.supervisor(&["close", "day"]).trouble("U11", 7);
    assert!(again.err.contains("責任 太郎") && again.err.contains(&day), "who and when: {}", again.err);
    office.auditor(&["close", "day"]).trouble("U06", 7);
    let tomorrow = office.store.clock().today().tomorrow().expect("day").to_string();
    office.supervisor(&["close", "day", "--date", &tomorrow]).trouble("U12", 7);
}

fn csv_has(file: &str, text: &str) -> bool {
    std::fs::read_to_string(file).expect("table").contains(text)
}

#[test]
fn open_cases_of_protected_people_are_the_supervisors_until_somebody_says_it_is_another() {
    let office = Office::new();
    let permit = staff::permit(&office.store, Act::Protect, "責任 太郎", "申し出", false, None).expect("permit");
    let theirs = office.case("髙﨑　𠮷野", HOME, 300);
    let namesake = office.case("高崎 吉野", "海原市山手9-9", 300);
    office.store.protect_person_of(theirs.number, None, &permit).expect("protected");
    let open = |said: Said| said.good().json()["open"].clone();
    let look = ["close", "day", "--look", "--json"];
    let desk = || open(office.run(&look, "窓口 花子", &["green-hills-6"]));
    assert_eq!(desk(), serde_json::json!([]));
    assert_eq!(open(office.supervisor(&look)), serde_json::json!([theirs.number, namesake.number]));
    let number = namesake.number.to_string();
    let another = ["staff", "another", &number, "--why", "旅券で確かめた"];
    office.run(&another, "窓口 花子", &["green-hills-6"]).trouble("U06", 7);
    office.supervisor(&another).good();
    assert_eq!(desk(), serde_json::json!([namesake.number]));
    office.supervisor(&another).trouble("U12", 7);
    let theirs = theirs.number.to_string();
    office.supervisor(&["staff", "another", &theirs, "--why", "旅券で確かめた"]).trouble("U12", 7);
}

#[test]
fn the_readiness_report_names_program_record_clock_and_who_tested_which_device() {
    let office = Office::new();
    let permit = staff::permit(&office.store, Act::Examine, "窓口 花子", "", false, None).expect("permit");
    for (device, good) in [("slip", false), ("slip", true), ("reader", true)] {
        kiosk::app::tested(&office.store, device, good, &permit).expect("an entry");
    }
    let pdf = office.call.path("readiness.pdf").display().to_string();
    let said = office.run(&["report", "readiness", "--json", "--pdf", &pdf], "窓口 花子", &["green-hills-6"]);
    assert_eq!(said.code, 20, "a plain key file is unfit: {}", said.err);
    let report = said.json();
    let named = |part: &str, name: &str| {
        let all = report[part].as_array().expect("lines").clone();
        all.into_iter().find(|line| line["name"] == name).unwrap_or_else(|| panic!("{name} is missing: {report}"))
    };
    for name in ["カード読み取り機", "受付票の印刷", "A4の印刷", "記録", "時計", "空き容量"] {
        assert!(!named("lines", name)["said"].as_str().expect("said").is_empty());
    }
    assert!(named("devices", "受付票の印刷")["said"].as_str().expect("said").contains("窓口 花子"));
    assert_eq!(named("devices", "受付票の印刷")["mark"], "○", "the last test counts");
    let facts = report["facts"].to_string();
    assert!(facts.contains(env!("CARGO_PKG_VERSION")), "{facts}");
    let program = std::fs::read(env!("CARGO_BIN_EXE_kiosk")).expect("program");
    assert!(facts.contains(&sha256(&program)), "the program's own hash: {facts}");
    assert!(std::fs::read(&pdf).expect("page").starts_with(b"%PDF-"));
    let made = office.auditor(&["audit", "list", "--json", "--kind", "readiness-reported"]).good();
    assert_eq!(lines(&made)[0]["by"], "窓口 花子", "making it is an entry");
}

/// As `sha256sum` tells it.
fn sha256(bytes: &[u8]) -> String {
    let mut child = Command::new("sha256sum").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("sha256sum");
    child.stdin.take().expect("stdin").write_all(bytes).expect("written");
    let told = child.wait_with_output().expect("hashed").stdout;
    String::from_utf8(told).expect("ASCII").split(' ').next().expect("hash").to_owned()
}
