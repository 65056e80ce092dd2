//! How fast polling reception is (投票所の受付の速さ): a roll of a million read in with all checks, looking somebody up, the peer's
//! way of looking over the same rows, receptions one after another. `KAZASU_ELECTORS=4000000` makes the roll larger.

#[path = "fixture/records.rs"]
mod records;
#[path = "fixture/table.rs"]
mod table;

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use kiosk::counter::polling::reading::{Files, read};
use kiosk::service::polling::elector::{Decides, Mode};
use kiosk::service::polling::rules::{Election, Rules};
use kiosk::service::polling::{Handing, ID, scope};
use kiosk::store::Store;
use kiosk::store::claims::{Answer, Claim, Slice};
use kiosk::store::polling::Opening;
use kiosk::store::staff::{self, Act, Permit};
use regex::Regex;
use rusqlite::functions::FunctionFlags;
use table::{line, ok, time};

const CITY: &str = "海原市";
/// Looked up, each time somebody else.
const TIMES: u64 = 1_000;
/// The peer looks at every row: fewer are enough.
const PEER: u64 = 10;
/// Receptions one after another.
const RECEPTIONS: u64 = 300;
const SURNAMES: [(&str, &str); 8] = [
    ("髙﨑", "たかさき"),
    ("𠮷野", "よしの"),
    ("渡邉", "わたなべ"),
    ("大野", "おおの"),
    ("五十嵐", "いがらし"),
    ("佐藤", "さとう"),
    ("浜口", "はまぐち"),
    ("伊東", "いとう"),
];
const SYLLABLES: &str =
    "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわがぎぐげござじずぜぞ";

fn main() {
    let electors = std::env::var("KAZASU_ELECTORS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    let folder = records::folder();
    let store = records::open(folder.path());
    ok(staff::add_first(&store, "渡邉", "password-one"));
    let rules: Rules = match kiosk::config::services::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../config")) {
        Ok(rules) => rules,
        Err(_) => return line("config/polling.toml", "wrong", ""),
    };
    let Some(election) = rules.elections.first() else { return };
    import(&store, election, &files(folder.path(), electors), electors);
    look(&store, election, electors);
    peer(folder.path(), electors);
    receptions(&store, election);
    let report = time(|| drop(black_box(store.polling_figures(&election.id))));
    line("figures of the election", format!("{:.1} ms", report.as_secs_f64() * 1e3), format!("{electors} electors"));
}

fn permit(store: &Store, act: Act) -> Permit {
    ok(staff::permit(store, act, "渡邉", "測定", false, None))
}

/// The given name's reading of one elector: eight of 49³, so that a reading fits few.
fn given(at: u64) -> String {
    let letters: Vec<char> = SYLLABLES.chars().collect();
    let many = letters.len() as u64;
    let mixed = at.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 24;
    [mixed, mixed / many, mixed / many / many]
        .iter()
        .filter_map(|part| letters.get(usize::try_from(part % many).unwrap_or(0)))
        .collect()
}

fn name(at: u64) -> (&'static str, String, &'static str, String) {
    let index = usize::try_from(at).unwrap_or(0) % SURNAMES.len();
    let (kanji, kana) = SURNAMES.get(index).copied().unwrap_or(("渡邉", "わたなべ"));
    (kanji, format!("花{}", at % 997), kana, given(at))
}

fn ticket(at: u64) -> String {
    format!("26{at:08}")
}

/// The roll's file and the tickets' file, made up.
fn files(folder: &Path, electors: u64) -> (PathBuf, PathBuf) {
    let (roll, tickets) = (folder.join("roll.csv"), folder.join("tickets.csv"));
    let mut out = BufWriter::new(ok(std::fs::File::create(&roll)));
    let mut codes = BufWriter::new(ok(std::fs::File::create(&tickets)));
    ok(writeln!(out, "名簿番号,氏名,かな,生年月日,性別,住所,投票区"));
    ok(writeln!(codes, "入場券,名簿番号,氏名"));
    for at in 1..=electors {
        let (family, first, reading, given) = name(at);
        let (year, month, day) = (1930 + at % 75, 1 + at % 12, 1 + at % 28);
        let (sex, district) = (if at.is_multiple_of(2) { "女" } else { "男" }, 1 + at % 3);
        let mut text = String::new();
        ok(write!(text, "{at},{family}　{first},{reading} {given},{year}-{month:02}-{day:02},{sex},"));
        ok(writeln!(out, "{text}海原県海原市浜通り{}－{}－{},{district}", at % 40 + 1, at % 90 + 1, at / 3600 + 1));
        ok(writeln!(codes, "{},{at},{family}　{first}", ticket(at)));
    }
    ok(out.flush());
    ok(codes.flush());
    (roll, tickets)
}

/// The most memory this program held, megabytes.
fn memory() -> u64 {
    let status = ok(std::fs::read_to_string("/proc/self/status"));
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|text| text.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn import(store: &Store, election: &Election, (roll, tickets): &(PathBuf, PathBuf), electors: u64) {
    let files = Files { roll, tickets: Some(tickets), election, municipality: CITY, check_only: false };
    let permit = permit(store, Act::ImportRoll);
    let start = Instant::now();
    let Ok(report) = read(store, &files, &permit, &mut |_, _| {}) else { return line("import", "refused", "") };
    let took = start.elapsed().as_secs_f64();
    let beside = format!("{} taken in, {} tickets compared; aim 15 s a million", report.electors, report.tickets);
    line(&format!("a roll of {electors}"), format!("{took:.1} s"), beside);
    line("the most memory until then", format!("{} MB", memory()), "aim 300 MB");
}

/// The middle and the 99th of a hundred.
fn told(what: &str, mut times: Vec<Duration>, beside: &str) {
    times.sort_unstable();
    let at = |part: usize| times.get(times.len() * part / 100).copied().unwrap_or_default().as_secs_f64() * 1e3;
    line(what, format!("{:.3} / {:.3} ms", at(50), at(99)), format!("p50 / p99; {beside}"));
}

fn look(store: &Store, election: &Election, electors: u64) {
    let someone = |turn: u64| turn.wrapping_mul(7_919_317) % electors + 1;
    let mut found = 0_u64;
    let mut each = |what: &str, beside: &str, ask: &dyn Fn(u64) -> u64| {
        let mut hits = 0;
        let times = (0..TIMES).map(|turn| time(|| hits += u64::from(ask(someone(turn)) > 0))).collect();
        told(what, times, &format!("{beside}, {hits} of {TIMES} found"));
        found += hits;
    };
    let key = (election.id.as_str(), CITY);
    each("by ticket", "aim 1 ms", &|at| ok(store.find_ticket(&election.id, &ticket(at))).of);
    each("by number", "aim 1 ms", &|at| ok(store.find_elector(key, &at.to_string())).of);
    each("by the beginning of a reading", "aim 10 ms", &|at| {
        let (_, _, family, given) = name(at);
        let begin: String = given.chars().take(2).collect();
        ok(store.find_elector(key, &format!("{family}{begin}"))).of
    });
    each("by two letters, counted to 10,000", "aim 10 ms", &|at| {
        let begin: String = name(at).2.chars().take(2).collect();
        ok(store.find_elector(key, &begin)).of
    });
    each("by what sounds like it", "aim 10 ms", &|at| {
        let (_, _, family, given) = name(at);
        ok(store.find_elector(key, &format!("{}{given}ー", family.replace('さ', "ざ").replace('と', "ど")))).of
    });
}

/// The peer's way: `REGEXP` on every row, its expression compiled once a query as SQLite's own extension does.
fn peer(folder: &Path, electors: u64) {
    let connection = records::beside(folder);
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    ok(connection.create_scalar_function("regexp", 2, flags, |context| {
        let pattern: Arc<Regex> = context.get_or_create_aux(0, |value| -> Result<_, regex::Error> {
            Regex::new(value.as_str().unwrap_or_default())
        })?;
        Ok(context.get_raw(1).as_str().is_ok_and(|text| pattern.is_match(text)))
    }));
    let sql = "SELECT number, name FROM electors WHERE kana REGEXP ?1 ORDER BY number LIMIT 100";
    let mut statement = ok(connection.prepare(sql));
    let (mut times, mut found) = (Vec::new(), 0);
    for turn in 0..PEER {
        let (_, _, family, given) = name(turn.wrapping_mul(7_919_317) % electors + 1);
        let wanted = format!("^{family} ?{given}");
        times.push(time(|| {
            let rows = ok(statement.query_map([&wanted], |row| row.get::<_, String>(0)));
            found += u64::from(black_box(rows.count()) > 0);
        }));
    }
    told("beside: REGEXP over the same rows", times, &format!("the same database, no index; {found} of {PEER} found"));
}

/// From the ticket to the recorded handing, each on the disk.
fn receptions(store: &Store, election: &Election) {
    let opening = Opening {
        election: election.id.clone(),
        mode: Mode::Early,
        station: "hall".into(),
        decides: Decides::Everything,
    };
    if store.open_polling(&opening, &permit(store, Act::OpenPolling)).is_err() {
        return line("opening", "refused", "");
    }
    let ballots: Vec<String> = election.ballots.iter().map(|ballot| ballot.id.clone()).collect();
    let (mut times, mut handed) = (Vec::new(), 0);
    for at in 1..=RECEPTIONS {
        times.push(time(|| {
            let found = ok(store.find_ticket(&election.id, &ticket(at)));
            let Some(brief) = found.rows.first() else { return };
            black_box(ok(store.elector(&election.id, brief.id)));
            for ballot in &ballots {
                let claim = Claim::new(store.clock().id(), ID, &scope(&election.id, ballot), brief.id).by("渡邉");
                let asked = ok(store.ask_claim(&claim));
                if ok(store.answer_claim(asked, &Slice::Nothing)) != Answer::Granted {
                    return;
                }
            }
            let handing = Handing {
                elector: brief.id,
                ballots: ballots.clone(),
                how: "ticket".into(),
                reason: Some("1".into()),
                manner: "plain".into(),
            };
            handed += u64::from(ok(store.hand(store.clock().id(), &handing, "渡邉")).is_some());
        }));
    }
    let all: Duration = times.iter().sum();
    told("a reception, two ballots", times, &format!("aim 2 s; {handed} of {RECEPTIONS} handed"));
    let hour = RECEPTIONS as f64 / all.as_secs_f64() * 3600.0;
    line("receptions an hour by machine time", format!("{hour:.0}"), "aim 300");
}
