//! Staying alive (止まらない端末): killed and begun again, watched by a service manager, and without a way out by keys.
//!
//! needs: Xvfb, pcscd with vpcd, cage and xwayland, which ./check installs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

use std::fs;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

use hw_tests::counter::Counter;
use hw_tests::kiosk::{Kiosk, beside};
use hw_tests::service::Service;
use hw_tests::tool;
use hw_tests::walk;

/// What a service manager hears, or does not.
const PATIENCE: Duration = Duration::from_secs(90);

/// X keysyms (X11/keysymdef.h).
const ALT: u32 = 0xffe9;
const CTRL: u32 = 0xffe3;
const SHIFT: u32 = 0xffe1;
const SUPER: u32 = 0xffeb;
const ESC: u32 = 0xff1b;
const TAB: u32 = 0xff09;
const BACKSPACE: u32 = 0xff08;
const DELETE: u32 = 0xffff;
const PRINT: u32 = 0xff61;
const MENU: u32 = 0xff67;
const fn f(n: u32) -> u32 {
    0xffbd + n
}

/// Keys by which people leave other programs.
fn ways_out() -> Vec<Vec<u32>> {
    let letter = |c: char| u32::from(c);
    let mut all: Vec<Vec<u32>> = (1..=12).map(|n| vec![CTRL, ALT, f(n)]).collect();
    all.extend((1..=12).map(|n| vec![ALT, f(n)]));
    all.extend((1..=12).map(|n| vec![f(n)]));
    all.extend([vec![ESC], vec![PRINT], vec![MENU], vec![SUPER], vec![CTRL, ESC], vec![ALT, ESC]]);
    all.extend([vec![ALT, TAB], vec![ALT, SHIFT, TAB], vec![CTRL, TAB], vec![SUPER, TAB], vec![ALT, letter(' ')]]);
    all.extend([vec![CTRL, ALT, BACKSPACE], vec![CTRL, ALT, DELETE], vec![CTRL, SHIFT, ESC], vec![ALT, PRINT]]);
    for key in ['q', 'w', 'c', 'd', 'n', 'o', 'p', 'r', 't', 'l'] {
        all.extend([vec![CTRL, letter(key)], vec![SUPER, letter(key)], vec![CTRL, ALT, letter(key)]]);
    }
    all
}

/// The share of pixels that two pictures of the screen have in common, in hundredths.
fn common(before: &[u8], after: &[u8]) -> usize {
    let same = before.chunks(3).zip(after.chunks(3)).filter(|(before, after)| before == after).count();
    same * 300 / before.len().max(1)
}

fn drawn(counter: &Counter) -> Vec<u8> {
    let start = Instant::now();
    loop {
        let picture = counter.person.look().expect("picture");
        // Neither an empty display nor a window in one colour.
        let colours: std::collections::BTreeSet<&[u8]> = picture.chunks(3).collect();
        if colours.len() > 20 {
            return picture;
        }
        assert!(start.elapsed() < PATIENCE, "nothing was drawn");
        sleep(Duration::from_millis(200));
    }
}

fn type_every_way_out(counter: &mut Counter) {
    let before = drawn(counter);
    for chord in ways_out() {
        counter.person.chord(&chord).unwrap_or_else(|fault| panic!("{chord:x?}: {fault}"));
        assert!(counter.runs(), "{chord:x?} ended it");
    }
    for button in [2, 3, 8, 9] {
        counter.person.press_button(button, 600, 400).expect("button");
    }
    sleep(Duration::from_secs(1));
    assert!(counter.runs());
    let after = drawn(counter);
    assert!(common(&before, &after) > 70, "something else is in front: {} % are the same", common(&before, &after));
}

#[test]
fn no_key_and_no_window_manager_ends_a_counter() {
    let mut counter = Counter::start(&[]).unwrap_or_else(|fault| panic!("is xvfb installed? {fault}"));
    drawn(&counter);
    let page = counter.person.page().expect("page").expect("window");
    type_every_way_out(&mut counter);
    assert_eq!(counter.person.page().expect("page"), Some(page.clone()));
    counter.person.ask_to_close().expect("asked");
    sleep(Duration::from_secs(2));
    assert!(counter.runs(), "a request to close ended it");
    assert_eq!(counter.person.page().expect("page"), Some(page));
}

#[test]
fn no_key_leads_out_of_the_compositor() {
    let mut counter =
        Counter::start_in_cage().unwrap_or_else(|fault| panic!("are cage and xwayland installed? {fault}"));
    type_every_way_out(&mut counter);
}

#[test]
fn in_practice_f12_hides_the_dock_and_a_request_to_close_is_heard() {
    let out = tempfile::tempdir().expect("folder");
    let mut kiosk = Kiosk::start(out.path()).expect("kiosk");
    kiosk.person.wait_for("welcome").expect("welcome");
    let before = kiosk.person.look().expect("picture");
    kiosk.person.key(f(12)).expect("F12");
    sleep(Duration::from_secs(1));
    let after = kiosk.person.look().expect("picture");
    assert!(common(&before, &after) < 90, "the dock is still there");
    kiosk.person.ask_to_close().expect("asked");
    let start = Instant::now();
    while kiosk.runs() {
        assert!(start.elapsed() < PATIENCE, "practice does not end");
        sleep(Duration::from_millis(50));
    }
}

/// The other end of NOTIFY_SOCKET.
struct Manager(UnixDatagram);

impl Manager {
    /// Waits until this is said.
    fn hear(&self, wanted: &str) {
        let start = Instant::now();
        let mut heard = Vec::new();
        while start.elapsed() < PATIENCE {
            let said = self.next();
            if said.lines().any(|line| line == wanted) {
                return;
            }
            heard.push(said);
        }
        panic!("did not hear {wanted:?} but {heard:?}");
    }

    fn next(&self) -> String {
        let mut buffer = [0; 4096];
        self.0.recv(&mut buffer).map_or_else(
            |_| String::new(),
            |n| String::from_utf8_lossy(buffer.get(..n).unwrap_or_default()).into_owned(),
        )
    }

    /// What is said within some seconds from now.
    fn within(&self, seconds: u64) -> String {
        let start = Instant::now();
        let mut all = String::new();
        while start.elapsed() < Duration::from_secs(seconds) {
            all.push_str(&self.next());
        }
        all
    }
}

#[test]
fn the_service_manager_hears_nothing_good_from_a_terminal_that_hangs() {
    let service = Service::start().expect("pcscd");
    let folder = tempfile::tempdir().expect("folder");
    let socket = folder.path().join("notify");
    let manager = Manager(UnixDatagram::bind(&socket).expect("socket"));
    manager.0.set_read_timeout(Some(Duration::from_millis(500))).expect("limit");
    let socket = socket.to_str().expect("UTF-8");
    let counter = Counter::start(&[("NOTIFY_SOCKET", socket), ("WATCHDOG_USEC", "1500000")]).expect("kiosk");
    manager.hear("READY=1");
    manager.hear("WATCHDOG=1");
    counter.person.wait_for("welcome").expect("welcome");

    service.freeze(true).expect("pcscd holds");
    manager.hear("STATUS=stalled: card-watch");
    assert!(!manager.within(3).contains("WATCHDOG=1"), "pinged although the readers' thread hangs");
    service.freeze(false).expect("pcscd goes on");
    manager.hear("WATCHDOG=1");

    counter.display.freeze(true).expect("the display holds");
    manager.hear("STATUS=stalled: screen");
    assert!(!manager.within(3).contains("WATCHDOG=1"), "pinged although the screens hang");
    counter.display.freeze(false).expect("the display goes on");
    manager.hear("WATCHDOG=1");
}

#[test]
fn a_service_manager_that_stops_it_gets_a_sealed_record_first() {
    let folder = tempfile::tempdir().expect("folder");
    let socket = folder.path().join("notify");
    let manager = Manager(UnixDatagram::bind(&socket).expect("socket"));
    manager.0.set_read_timeout(Some(Duration::from_millis(500))).expect("limit");
    let runtime = folder.path().to_str().expect("UTF-8");
    let variables = [("NOTIFY_SOCKET", socket.to_str().expect("UTF-8")), ("RUNTIME_DIRECTORY", runtime)];
    let mut counter = Counter::start(&variables).expect("kiosk");
    manager.hear("READY=1");
    let unit = fs::read_to_string(hw_tests::practice::root().join("config/systemd/kazasu.service")).expect("unit");
    let stop = unit.lines().find_map(|line| line.strip_prefix("ExecStop=/bin/sh -c '")).expect("ExecStop");
    let stop = stop.trim_end_matches('\'').replace("/run/kazasu", runtime);
    let said = tool::run(Command::new("sh").args(["-c", &stop]), "", "dash").expect("ExecStop ends");
    assert!(said.status.success(), "{}", said.err);
    manager.hear("STOPPING=1");
    let start = Instant::now();
    while counter.runs() {
        assert!(start.elapsed() < PATIENCE, "it does not end");
        sleep(Duration::from_millis(20));
    }
}

/// What the command line says about the practice record.
fn journal(kiosk: &Kiosk, verb: &[&str], typed: &str) -> String {
    let mut command = Command::new(beside("kiosk").expect("kiosk"));
    let root = hw_tests::practice::root();
    command.arg("journal").args(verb).args(["--practice", "--json"]).env("KAZASU_PRACTICE", kiosk.practice());
    command.env("KAZASU_CONFIG", root.join("config")).env("KAZASU_ASSETS", root.join("assets"));
    let said = tool::run(&mut command, typed, "kiosk").expect("kiosk journal");
    assert!(said.status.success(), "{verb:?}: {}", said.err);
    said.out
}

fn entries(kiosk: &Kiosk) -> String {
    journal(kiosk, &["list", "--limit", "1000", "--staff", "練習", "--password-stdin"], "0000\n")
}

/// Whether any file below holds these letters.
fn written(folder: &Path, letters: &str) -> bool {
    fs::read_dir(folder).expect("folder").any(|entry| {
        let path = entry.expect("entry").path();
        if path.is_dir() {
            return written(&path, letters);
        }
        let bytes = fs::read(&path).expect("file");
        bytes.windows(letters.len()).any(|window| window == letters.as_bytes())
    })
}

fn up_to_confirm(kiosk: &Kiosk) {
    kiosk.person.wait_for("welcome").expect("welcome");
    // Forms and the practice issuer come behind the first page.
    sleep(Duration::from_secs(2));
    kiosk.press_for(walk::first_service(), "notice").expect("notice");
    kiosk.press_for(walk::act(), "place").expect("place");
    walk::put(kiosk).expect("card");
    kiosk.type_pin_for("1234", "confirm").expect("confirm");
}

#[test]
fn a_visit_cut_by_the_power_cord_is_wiped_and_the_next_one_goes_on() {
    let out = tempfile::tempdir().expect("folder");
    let mut kiosk = Kiosk::start(out.path()).expect("kiosk");
    kiosk.person.wait_for("welcome").expect("welcome");
    up_to_confirm(&kiosk);
    kiosk.kill_and_start_again().expect("again");
    kiosk.person.wait_for("welcome").expect("the first page, and no trace of who was there");
    for private in ["髙﨑", "𠮷子", "みなと町"] {
        assert!(!written(kiosk.practice(), private), "{private} is on the disk");
    }
    assert!(!entries(&kiosk).contains("\"accepted\""), "nobody agreed to anything");
    up_to_confirm(&kiosk);
}

#[test]
fn a_case_recorded_before_the_power_cord_is_kept_once_and_staff_can_print_it() {
    let out = tempfile::tempdir().expect("folder");
    let mut kiosk = Kiosk::start(out.path()).expect("kiosk");
    let mut recorded = false;
    // The cord is pulled as soon as the number is on the screen, while the papers are on their way.
    let cut = walk::juminhyo(&kiosk, &mut |stop| {
        // What was chosen is drawn before the next press, however busy the machine is.
        kiosk.person.look()?;
        if stop.page != "check" {
            return Ok(());
        }
        kiosk.press(walk::act())?;
        kiosk.person.time_to("done")?;
        recorded = true;
        Err(std::io::Error::other("cut"))
    });
    assert!(recorded, "{cut:?}");
    kiosk.kill_and_start_again().expect("again");
    kiosk.person.wait_for("welcome").expect("welcome");
    // What was under way is noted as soon as the forms are there.
    sleep(Duration::from_secs(3));
    let list = entries(&kiosk);
    assert_eq!(list.matches("\"accepted\"").count(), 1, "{list}");
    let printed = list.matches("\"printed\"").count();
    assert!(printed <= 2, "an original more than there are papers: {list}");
    assert!(printed == 2 || list.contains("print-started") || list.contains("print-failed"), "{list}");
    journal(&kiosk, &["verify"], "");
}

/// From the welcome page to "check your answers".
fn up_to_check(kiosk: &Kiosk) {
    let mut there = false;
    let cut = walk::juminhyo(kiosk, &mut |stop| {
        kiosk.person.look()?;
        there = stop.page == "check";
        if there { Err(std::io::Error::other("there")) } else { Ok(()) }
    });
    assert!(there, "{cut:?}");
}

#[test]
fn answers_given_before_the_power_cord_come_back_to_the_same_card_and_lie_nowhere_in_clear() {
    let out = tempfile::tempdir().expect("folder");
    let mut kiosk = Kiosk::start(out.path()).expect("kiosk");
    up_to_check(&kiosk);
    sleep(Duration::from_secs(1));
    kiosk.kill_and_start_again().expect("again");
    for private in ["髙﨑", "𠮷子", "みなと町"] {
        assert!(!written(kiosk.practice(), private), "{private} can be read on the disk");
    }
    up_to_confirm(&kiosk);
    kiosk.press_for(walk::act(), "resume").expect("whether to go on");
    kiosk.press_for(walk::act(), "check").expect("no question is asked again");
    kiosk.press_for(walk::act(), "done").expect("recorded");
    let list = entries(&kiosk);
    for once in ["\"accepted\"", "\"visit-resumed\""] {
        assert_eq!(list.matches(once).count(), 1, "{once}: {list}");
    }
    assert!(!kiosk.practice().join("practice.db.unfinished").exists(), "still kept");
    journal(&kiosk, &["verify"], "");
}

#[test]
fn a_record_locked_for_half_a_minute_is_said_in_words_and_the_case_is_recorded_once() {
    let out = tempfile::tempdir().expect("folder");
    let kiosk = Kiosk::start(out.path()).expect("kiosk");
    up_to_check(&kiosk);
    let mut holder = Command::new(beside("hold-lock").expect("hold-lock"))
        .arg(kiosk.practice().join("practice.db-shm"))
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("hold-lock");
    let mut said = String::new();
    let mut told = std::io::BufReader::new(holder.stdout.take().expect("pipe"));
    std::io::BufRead::read_line(&mut told, &mut said).expect("line");
    assert_eq!(said, "held\n");
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(30) {
        // Said within its two seconds of patience, with a way to try again; the answers stay.
        kiosk.press_for(walk::act(), "trouble:S05").expect("in words");
        sleep(Duration::from_secs(1));
        kiosk.press_for(walk::act(), "check").expect("the answers are still there");
    }
    drop(holder.stdin.take());
    assert!(holder.wait().expect("it lets go").success());
    kiosk.press_for(walk::act(), "done").expect("recorded");
    let list = entries(&kiosk);
    assert_eq!(list.matches("\"accepted\"").count(), 1, "{list}");
    journal(&kiosk, &["verify"], "");
}

#[test]
fn a_fall_of_the_screens_wipes_the_visit_keeps_its_case_and_serves_the_next_person() {
    let out = tempfile::tempdir().expect("folder");
    let kiosk = Kiosk::with_variables("kiosk-falling", out.path(), &[("KAZASU_FALL_ON", "done")]).expect("kiosk");
    up_to_check(&kiosk);
    kiosk.press_for(walk::act(), "welcome").expect("the first page, and no other");
    sleep(Duration::from_secs(3));
    let list = entries(&kiosk);
    assert_eq!(list.matches("\"accepted\"").count(), 1, "the case is kept: {list}");
    assert_eq!(list.matches("\"thread-fell\"").count(), 1, "{list}");
    let log = fs::read_to_string(kiosk.practice().join("log.txt")).expect("log");
    assert!(!log.contains("髙﨑"), "what a panic says is nobody's business");
    kiosk.press(walk::lift()).expect("the card is taken");
    up_to_confirm(&kiosk);
}

#[test]
fn screens_that_fall_again_and_again_are_restarted_by_the_watchdog_and_the_case_is_kept() {
    let (out, folder) = (tempfile::tempdir().expect("folder"), tempfile::tempdir().expect("folder"));
    let socket = folder.path().join("notify");
    let manager = Manager(UnixDatagram::bind(&socket).expect("socket"));
    manager.0.set_read_timeout(Some(Duration::from_millis(500))).expect("limit");
    let socket = socket.to_str().expect("UTF-8");
    let variables = [
        ("NOTIFY_SOCKET", socket),
        ("WATCHDOG_USEC", "1500000"),
        ("KAZASU_FALL_ON", "done"),
        ("KAZASU_FALL_TIMES", "1000000"),
    ];
    let mut kiosk = Kiosk::with_variables("kiosk-falling", out.path(), &variables).expect("kiosk");
    manager.hear("WATCHDOG=1");
    up_to_check(&kiosk);
    kiosk.press(walk::act()).expect("agreed");
    manager.hear("STATUS=stalled: screen");
    assert!(!manager.within(3).contains("WATCHDOG=1"), "pinged although no page can be drawn");
    // What systemd does then (WatchdogSignal, Restart=always).
    kiosk.kill_and_start_again().expect("again");
    kiosk.person.wait_for("welcome").expect("the first page");
    sleep(Duration::from_secs(3));
    let list = entries(&kiosk);
    assert_eq!(list.matches("\"accepted\"").count(), 1, "the case is kept for staff: {list}");
    journal(&kiosk, &["verify"], "");
    up_to_confirm(&kiosk);
}
