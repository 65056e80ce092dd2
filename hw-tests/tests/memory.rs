//! What is left in memory (メモリーの試験) after a visit: nothing of the person, nothing that was typed.
//!
//! The program itself runs under Xvfb and is played by X events; then every byte it can write is read from outside. The
//! simulated card lies in the same process and knows its person for ever, so a fact may stand there as often as before
//! the visit and no more. needs: Xvfb, and the right to read another process (root, or CAP_SYS_PTRACE).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
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

/// Plays everything and gives what stands in memory more often than before: (while it is typed, after it all).
fn left_behind(program: &str) -> (Places, Places) {
    let out = tempfile::tempdir().expect("folder");
    let kiosk = Kiosk::prepared(program, out.path(), add_staff).expect("is xvfb installed?");
    kiosk.person.wait_for("welcome").expect("welcome");
    std::thread::sleep(Duration::from_secs(3));
    // The card is made once and lies in its drawer from then on.
    kiosk.press(walk::resident(0)).expect("card");
    std::thread::sleep(Duration::from_secs(3));
    kiosk.press(walk::lift()).expect("lift");
    std::thread::sleep(Duration::from_secs(2));
    let before = counted(&kiosk);
    staff_type(&kiosk);
    let typed = counted(&kiosk);
    kiosk.press_for(walk::staff_leave(), "welcome").expect("back");
    juminhyo(&kiosk, &mut |_| Ok(())).expect("visit");
    kiosk.press(walk::lift()).expect("lift");
    // The paper's thread forgets after its last page.
    std::thread::sleep(Duration::from_secs(8));
    let after = counted(&kiosk);
    let more = |now: Places| -> Places {
        now.into_iter().filter(|(needle, found)| found.len() > before.get(needle).map_or(0, Vec::len)).collect()
    };
    (more(typed), more(after))
}

#[test]
fn nothing_of_a_visit_is_left_in_memory() {
    let (typed, after) = left_behind("kiosk");
    assert!(typed.contains_key("the password in UTF-8"), "the search finds what is there: {:?}", typed.keys());
    assert!(after.is_empty(), "left in memory: {after:#?}");
}

#[test]
fn without_the_allocator_that_wipes_the_same_search_finds_something() {
    let (_, after) = left_behind("kiosk-unwiped");
    assert!(!after.is_empty(), "the search would not notice a missing wipe");
}
