//! What is left in memory (メモリーの試験) after a visit: nothing of the person, nothing that was typed.
//!
//! The program itself runs under Xvfb and is played by X events; then every byte it can write is read from outside. The
//! simulated card lies in the same process and knows its person for ever, so a fact may stand there as often as before
//! the visit and no more. needs: Xvfb, and the right to read another process (root, or CAP_SYS_PTRACE).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use hw_tests::kiosk::{Kiosk, beside};
use hw_tests::memory::{Needle, around, search};
use hw_tests::tool;
use hw_tests::walk::{self, juminhyo};

/// 16 characters that occur nowhere else. Made of two halves, so that no program holds it before it is typed.
fn password() -> String {
    ["qvzkxwjp", "hjmwgktz"].concat()
}

/// The first resident's name and address, and the telephone number that the walk types.
const PERSON: [(&str, &str); 3] =
    [("the name", "髙﨑　𠮷子"), ("the address", "みなと町一丁目２－３"), ("the telephone number", "05000001234")];

fn needles() -> Vec<Needle> {
    let mut needles = Needle::text("the password", &password());
    needles.extend(PERSON.into_iter().flat_map(|(name, text)| Needle::text(name, text)));
    // VERIFY (ISO/IEC 7816-4 section 11.5.6) with the first resident's PIN, to each reference a card may take.
    for reference in 0x80..=0x8f_u8 {
        let frame = [&[0x00, 0x20, 0x00, reference, 0x04][..], b"1234"].concat();
        needles.push(Needle::bytes("the VERIFY frame", &frame));
    }
    needles
}

/// Where each needle stands, with what lies around it: whoever keeps it is known by its neighbours.
type Places = BTreeMap<String, Vec<String>>;

fn counted(kiosk: &Kiosk) -> Places {
    let mut places = Places::new();
    for found in search(kiosk.process(), &needles()).expect("root, or CAP_SYS_PTRACE") {
        let near = around(kiosk.process(), found.address, 64, 192).unwrap_or_default();
        let near = format!("{:#x} {} {}", found.address, found.mapping, near.escape_ascii());
        places.entry(found.needle).or_default().push(near);
    }
    places
}

fn add_staff(practice: &Path) -> std::io::Result<()> {
    let mut command = Command::new(beside("kiosk")?);
    command.env("KAZASU_PRACTICE", practice);
    command.args(["staff", "add", "一郎", "--practice", "--staff", "練習", "--password-stdin", "--new-password-stdin"]);
    let said = tool::run(&mut command, &format!("0000\n{}\n", password()), "kiosk")?;
    assert!(said.status.success(), "{}", said.err);
    Ok(())
}

/// Staff type a password and are let in or not; then they leave.
fn staff_type(kiosk: &Kiosk) {
    kiosk.press(walk::call_staff()).expect("call");
    kiosk.press_for(walk::call_staff(), "staff:login").expect("login");
    kiosk.press(walk::staff_password()).expect("field");
    for letter in password().bytes() {
        kiosk.person.key(u32::from(letter)).expect("key");
    }
    std::thread::sleep(Duration::from_secs(1));
}

/// What stands in memory more often than before the visit, and what was written meanwhile.
struct Left {
    typed: Places,
    after: Places,
    log: String,
    /// Every file of the terminal but its papers, with its name; the papers' names.
    written: Vec<(String, Vec<u8>)>,
}

/// Plays everything: staff type a password and leave, a resident is served, the card is lifted.
fn left_behind() -> Left {
    let out = tempfile::tempdir().expect("folder");
    let kiosk = Kiosk::prepared("kiosk", out.path(), add_staff).expect("is xvfb installed?");
    walk::welcome(&kiosk).expect("welcome");
    // The card is made once and lies in its drawer from then on.
    kiosk.press(walk::resident(0)).expect("card");
    std::thread::sleep(Duration::from_secs(3));
    kiosk.press(walk::lift()).expect("lift");
    std::thread::sleep(Duration::from_secs(1));
    let before = counted(&kiosk);
    staff_type(&kiosk);
    let typed = counted(&kiosk);
    kiosk.press_for(walk::staff_leave(), "welcome").expect("back");
    juminhyo(&kiosk, &mut |_| Ok(())).expect("visit");
    kiosk.press(walk::lift()).expect("lift");
    // The paper's thread forgets after its last page: what is there for a while and goes is not left.
    let more = |now: Places| -> Places {
        now.into_iter().filter(|(needle, found)| found.len() > before.get(needle).map_or(0, Vec::len)).collect()
    };
    let mut after = Places::new();
    for _ in 0..3 {
        std::thread::sleep(Duration::from_secs(4));
        after = more(counted(&kiosk));
        if after.is_empty() {
            break;
        }
    }
    let log = std::fs::read_to_string(kiosk.practice().join("log.txt")).expect("log");
    let mut written = Vec::new();
    files(kiosk.practice(), &mut written);
    let papers = std::fs::read_dir(out.path()).expect("papers").map(|entry| entry.expect("entry").file_name());
    written.extend(papers.map(|name| (name.to_string_lossy().into_owned(), Vec::new())));
    Left { typed: more(typed), after, log, written }
}

fn files(folder: &Path, all: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, all);
        } else {
            all.push((path.display().to_string(), std::fs::read(&path).unwrap_or_default()));
        }
    }
}

/// Name, kana, address, birth date in the ways it is written, PIN and password, as a log or a file's name would hold them.
fn words() -> Vec<(&'static str, Vec<u8>)> {
    let said = [
        ("name", "髙﨑"),
        ("name", "𠮷子"),
        ("kana", "タカサキ"),
        ("address", "みなと町"),
        ("birth date", "1944-03-05"),
        ("birth date", "19440305"),
        ("birth date", "1944年3月5日"),
        ("telephone number", "05000001234"),
    ];
    let mut all: Vec<_> = said.into_iter().map(|(what, word)| (what, word.as_bytes().to_vec())).collect();
    all.push(("password", password().into_bytes()));
    all
}

#[test]
fn nothing_of_a_visit_is_left_in_memory_in_the_log_or_in_a_file() {
    let left = left_behind();
    assert!(
        left.typed.contains_key("the password in UTF-8"),
        "the search finds what is there: {:?}",
        left.typed.keys()
    );
    assert!(left.after.is_empty(), "left in memory: {:#?}", left.after);

    for said in ["an event of the visit", "recorded", "the visit ended"] {
        assert!(left.log.contains(said), "the log says what happened: {said}");
    }
    // The PIN is four digits, which any time of day may hold: it is searched for as a word of its own.
    let pin = |word: &str| word.trim_matches(|c: char| !c.is_ascii_digit()) == "1234";
    let split = |c: char| c.is_whitespace() || c == '=' || c == '"' || c == ',';
    assert!(!left.log.split(split).any(pin), "the PIN stands in the log");
    assert!(left.written.len() > 5, "{} files", left.written.len());
    for (file, bytes) in left.written.iter().filter(|(file, _)| !is_made_up(file)) {
        for (what, word) in words() {
            let holds = |bytes: &[u8]| bytes.windows(word.len()).any(|window| window == word);
            assert!(!holds(bytes) && !holds(file.as_bytes()), "the {what} stands in {file}");
        }
    }
}

/// Cards of the practice drawer are the made-up person's own.
fn is_made_up(file: &str) -> bool {
    file.contains("/ca/") || file.contains("/residents/")
}

/// How often the password stands in a program that freed it.
fn forgotten(program: &str) -> usize {
    let mut command = Command::new(beside(program).expect("built"));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("started");
    let mut line = child.stdin.take().expect("its ear");
    writeln!(line, "qvzkxwjp hjmwgktz").expect("told");
    let mut said = [0; 9];
    child.stdout.take().expect("its voice").read_exact(&mut said).expect("it says so");
    assert_eq!(&said, b"forgotten");
    let found =
        search(child.id(), &[Needle::bytes("the word", password().as_bytes())]).expect("root, or CAP_SYS_PTRACE");
    drop(line);
    assert!(child.wait().expect("it ends").success());
    found.len()
}

#[test]
fn what_is_freed_is_found_by_the_same_search_unless_the_allocator_wipes_it() {
    assert!(forgotten("forgets") > 0, "the search would not notice a missing wipe");
    assert_eq!(forgotten("forgets-wiped"), 0);
}
