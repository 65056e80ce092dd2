//! Hands at a terminal with two displays (二画面の手): residents' and staff's, pressed by XTEST; a scanner on a serial line.
//!
//! A page is pressed where what is looked for stands still, and after a press the next look waits until the windows were read
//! anew: on a slow machine a press is never too early.

#![allow(dead_code, reason = "each test uses some of them")]

use std::cell::{Cell, RefCell};
use std::io::Write as _;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use hw_tests::kiosk::Kiosk;
use hw_tests::scan::Scanner;
use hw_tests::words::Thing;

pub const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks at what the windows say; they say it anew many times a second.
pub const GLANCE: Duration = Duration::from_millis(110);
/// As often a press at the door is made that changes nothing there.
const TRIES: u32 = 3;
/// Readings closer to each other are one.
const BEAT: Duration = Duration::from_millis(40);
/// A press that changes nothing that is written is not waited for longer.
const EFFECT: Duration = Duration::from_secs(3);
/// A page that has changed nothing for so long is complete.
const SETTLED: Duration = Duration::from_millis(1200);
/// The same code within this time is one scan.
pub const TWICE: Duration = Duration::from_millis(900);
/// The keysym that erases the last letter.
const BACK_SPACE: u32 = 0xff08;
/// Where the staff display begins.
pub const STAFF: i32 = 1920;

/// The terminal and its scanner.
pub struct Hands {
    pub kiosk: Kiosk,
    pub scanner: Scanner,
    pub out: tempfile::TempDir,
    /// How its pictures begin.
    name: &'static str,
    last: (String, Instant),
    begun: Instant,
}

impl Hands {
    pub fn begin(name: &'static str) -> Self {
        Self::with(name, |settings| settings, None)
    }

    /// With its settings changed, and with this file in the place of the one of this checkout.
    pub fn with(name: &'static str, change: impl FnOnce(String) -> String, file: Option<(&str, &str)>) -> Self {
        let scanner = Scanner::new().expect("a pseudo-terminal");
        let out = tempfile::tempdir().expect("folder");
        let more = scanner.settings().expect("its line");
        let kiosk = Kiosk::start_with_staff_and_change(out.path(), |settings| change(settings + &more), file);
        let kiosk = kiosk.unwrap_or_else(|why| panic!("is xvfb there? {why}"));
        kiosk.person.wait_for("staff:login").expect("the staff display");
        let (last, begun) = ((String::new(), Instant::now()), Instant::now());
        Self { kiosk, scanner, out, name, last, begun }
    }

    pub fn sees_door(&self, words: &str) {
        self.sees("residents", words);
    }

    pub fn sees_staff(&self, words: &str) {
        self.sees("staff", words);
    }

    pub fn until<T>(&self, what: &str, found: impl Fn(&[Thing]) -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            let things = self.kiosk.things().expect("words");
            if let Some(found) = found(&things) {
                return found;
            }
            if start.elapsed() > PATIENCE {
                self.picture("stuck");
                let log = std::fs::read_to_string(self.kiosk.practice().join("log.txt")).unwrap_or_default();
                let log: Vec<&str> = log.lines().rev().filter(|line| !line.starts_with("ALSA")).take(9).collect();
                panic!("looked for {what:?}; log {log:#?}; there stands:\n{}", self.kiosk.written().expect("words"));
            }
            sleep(GLANCE);
        }
    }

    pub fn sees(&self, window: &str, words: &str) {
        let words = &plain(words);
        let there = |thing: &Thing| thing.window == window && thing.words.contains(words.as_str());
        self.until(words, |things| things.iter().any(there).then_some(()));
    }

    pub fn found(things: &[Thing], window: &str, kind: &str, words: &str) -> Option<[i32; 4]> {
        let words = &plain(words);
        let all = || things.iter().filter(|thing| thing.window == window && thing.kind == kind);
        let whole = all().find(|thing| thing.words == *words);
        let first = || all().find(|thing| thing.words.starts_with(words.as_str()));
        let any = || all().find(|thing| thing.words.contains(words.as_str()));
        whole.or_else(first).or_else(any).map(|thing| thing.place)
    }

    /// What is found, once it stands still: found twice in the same place.
    pub fn steady(&self, what: &str, found: impl Fn(&[Thing]) -> Option<[i32; 4]>) -> [i32; 4] {
        let mut before = None;
        loop {
            let now = self.until(what, &found);
            if before == Some(now) {
                return now;
            }
            before = Some(now);
            self.beat();
        }
    }

    /// Presses, and waits for what it makes of the window.
    pub fn press(&self, window: &str, [x, y, width, height]: [i32; 4]) -> bool {
        let before = self.written_on(window);
        let left = if window == "staff" { STAFF } else { 0 };
        let at = |from: i32, length: i32| i16::try_from(from + length / 2).expect("on the display");
        self.kiosk.person.press(at(x + left, width), at(y, height)).expect("pressed");
        self.changes(window, &before)
    }

    /// Waits for a reading of the windows that is no part of the one before: after a long frame several come at once.
    pub fn beat(&self) {
        let (before, start) = (self.kiosk.read_at(), Instant::now());
        let apart = |now: SystemTime, before: SystemTime| now.duration_since(before).is_ok_and(|time| time > BEAT);
        while !self.kiosk.read_at().is_some_and(|now| before.is_none_or(|before| apart(now, before))) {
            assert!(start.elapsed() < PATIENCE, "the kiosk does not draw");
            sleep(GLANCE / 8);
        }
    }

    /// Waits until the windows were read after what was done, and for a while until it has an effect.
    pub fn changes(&self, window: &str, before: &[Thing]) -> bool {
        self.beat();
        self.beat();
        let start = Instant::now();
        while self.written_on(window) == before {
            if start.elapsed() > EFFECT {
                return false;
            }
            sleep(GLANCE / 4);
        }
        true
    }

    /// Waits until a page is complete: a picture on it may come later than its words.
    pub fn settles(&self, window: &str) {
        let (start, mut since, mut before) = (Instant::now(), Instant::now(), self.written_on(window));
        while since.elapsed() < SETTLED {
            self.beat();
            let now = self.written_on(window);
            if now != before {
                (since, before) = (Instant::now(), now);
            }
            assert!(start.elapsed() < PATIENCE, "the page is never complete");
        }
    }

    fn written_on(&self, window: &str) -> Vec<Thing> {
        self.kiosk.things().expect("words").into_iter().filter(|thing| thing.window == window).collect()
    }

    /// Presses what is found, where it stands still.
    pub fn press_on(&self, window: &str, what: &str, found: impl Fn(&[Thing]) -> Option<[i32; 4]>) {
        // A press that begins on one drawing of a page and ends on another presses nothing.
        for _ in 0..TRIES {
            let place = self.steady(what, &found);
            if self.press(window, place) || window == "staff" {
                return;
            }
        }
    }

    /// Presses what says this on the residents' display, on whichever part of a long list it stands.
    pub fn door(&self, words: &str) {
        self.press_on("residents", words, |things| {
            let found = Self::found(things, "residents", "target", words);
            let parts = things.iter().any(|thing| thing.words.contains("枚中"));
            let further = Self::found(things, "residents", "target", "次へ").filter(|_| found.is_none() && parts);
            if let Some(further) = further {
                self.press("residents", further);
            }
            found
        });
    }

    /// Turns the wheel, 4 up, 5 down, and waits for what it makes of the window.
    pub fn wheel(&self, button: u8, window: &str, (x, y): (i16, i16)) {
        let before = self.written_on(window);
        for _ in 0..3 {
            self.kiosk.person.press_button(button, x, y).expect("turned");
        }
        self.changes(window, &before);
    }

    /// Presses what is found on a part that scrolls; where it is not seen, it is looked for further down, then up again.
    /// A page that still changes is not turned: what is found there would be gone under the finger.
    pub fn search(&self, window: &str, what: &str, (x, y): (i16, i16), found: impl Fn(&[Thing]) -> Option<[i32; 4]>) {
        let turns = Cell::new(0_u32);
        let stood = RefCell::new((Instant::now(), self.written_on(window)));
        self.press_on(window, what, |things| {
            let found = found(things);
            let now: Vec<Thing> = things.iter().filter(|thing| thing.window == window).cloned().collect();
            let (since, before) = stood.borrow().clone();
            let since = if now == before { since } else { Instant::now() };
            *stood.borrow_mut() = (since, now);
            if found.is_none() && since.elapsed() > SETTLED {
                let button = if (turns.get() / 6).is_multiple_of(2) { 5 } else { 4 };
                turns.set(turns.get() + 1);
                self.wheel(button, window, (x, y));
                *stood.borrow_mut() = (Instant::now(), self.written_on(window));
            }
            found
        });
    }

    /// Lays a card of the dock down.
    pub fn put(&self, label: &str) {
        self.search("residents", label, (1760, 300), |things| Self::found(things, "residents", "text", label));
    }

    pub fn lift(&self) {
        self.press_on("residents", "lift", |things| Self::found(things, "residents", "text", "カードを取る"));
    }

    /// A code before the scanner. The next person may come while the last one's end is shown.
    pub fn scan(&mut self, code: &str) {
        let left = TWICE.saturating_sub(self.last.1.elapsed());
        if self.last.0 == code {
            sleep(left);
        }
        self.scanner.scans(code).expect("sent");
        self.last = (code.to_owned(), Instant::now());
        sleep(GLANCE * 2);
    }

    pub fn scan_twice(&mut self, code: &str) {
        self.scan(code);
        self.scanner.scans(code).expect("sent");
        self.last.1 = Instant::now();
    }

    /// From an end that closes by itself to the page on which the terminal rests, pressed or not.
    pub fn rests_after(&self, finish: &str, rest: &str) {
        let next = |things: &[Thing]| {
            let rests = things.iter().any(|thing| thing.window == "residents" && thing.words.contains(rest));
            let pressed = || Self::found(things, "residents", "target", finish).map(Some);
            if rests { Some(None) } else { pressed() }
        };
        while let Some(place) = self.until(rest, next) {
            self.press("residents", place);
        }
    }

    /// What the slip says, once it lies there.
    pub fn slip(&self) -> String {
        let file = self.out.path().join("slip.txt");
        let start = Instant::now();
        loop {
            match std::fs::read_to_string(&file) {
                Ok(text) if !text.is_empty() => return text,
                _ => assert!(start.elapsed() < PATIENCE, "no slip was laid down"),
            }
            sleep(GLANCE);
        }
    }

    /// The A4 page that came out.
    pub fn sheet(&self) -> std::path::PathBuf {
        let start = Instant::now();
        loop {
            let files = std::fs::read_dir(self.kiosk.practice().join("sheets")).into_iter().flatten().flatten();
            let mut pages =
                files.map(|file| file.path()).filter(|path| path.extension().is_some_and(|end| end == "pdf"));
            if let Some(page) = pages.next() {
                return page;
            }
            assert!(start.elapsed() < PATIENCE, "no page came out");
            sleep(GLANCE);
        }
    }

    /// How long it took so far, for whoever looks at the output.
    pub fn clock(&self, what: &str) {
        writeln!(std::io::stderr(), "{:>5.1} s  {what}", self.begun.elapsed().as_secs_f32()).expect("said");
    }

    /// For looking at.
    pub fn picture(&self, name: &str) {
        if let Ok(folder) = std::env::var("KAZASU_PICTURES") {
            std::fs::create_dir_all(&folder).expect("a folder for pictures");
            let file = Path::new(&folder).join(format!("{}-{name}", self.name)).with_extension("png");
            self.kiosk.person.picture(&file).expect("picture");
        }
    }

    /// The practice account comes in, whoever else has one.
    pub fn comes_in(&self) {
        self.staff("練習");
        for _ in 0..4 {
            self.staff("0");
        }
        self.staff("入る");
        self.sees("staff", "サービス");
    }

    /// Presses what says this on the staff display; further down the page where it is not seen.
    pub fn staff(&self, words: &str) {
        self.search("staff", words, (1920 + 1100, 800), |things| Self::found(things, "staff", "target", words));
    }

    /// Types into a field of the staff display.
    pub fn fills(&self, at: usize, text: &str) {
        let field = |things: &[Thing]| {
            things.iter().filter(|thing| thing.window == "staff" && thing.kind == "field").nth(at).map(|one| one.place)
        };
        self.press_on("staff", "a field", field);
        // Without a window manager the keys do not follow the finger.
        let pages = self.kiosk.person.pages().expect("pages");
        let page = pages.iter().find(|page| page.starts_with("staff:")).expect("the staff window");
        self.kiosk.person.take_keyboard(page).expect("the keyboard");
        // What was typed before outlives a press that went wrong.
        let held = self.written_on("staff").into_iter().filter(|thing| thing.kind == "field").nth(at);
        for _ in 0..held.map_or(0, |held| held.words.chars().count()) {
            self.kiosk.person.key(BACK_SPACE).expect("erased");
        }
        text.chars().for_each(|letter| self.kiosk.person.letter(letter).expect("typed"));
        // What stands there is what was typed before anything is pressed; a secret stands there as dots.
        self.until(text, |things| {
            let all = || things.iter().filter(|thing| thing.window == "staff" && thing.kind == "field");
            let there = all().nth(at).is_some_and(|one| one.words.chars().count() == text.chars().count());
            there.then_some(())
        });
    }

    /// This terminal serves what stands on the staff display now, and nothing else.
    pub fn serves_alone(&self) {
        for _ in 0..2 {
            self.staff("この端末をこの受付だけにする");
        }
        self.sees_staff("この端末は、この受付だけを行います");
    }

    /// Presses, and waits for the staff page of this name.
    pub fn goes(&self, words: &str, page: &str) {
        self.staff(words);
        self.kiosk.person.wait_for(&format!("staff:{page}")).expect("the staff page");
        // The title is there before the page is read.
        self.changes("staff", &[]);
    }

    /// Another process over the same record, after a login.
    pub fn command(&self, words: &[&str]) -> String {
        let words: Vec<&str> = words.iter().copied().chain(["--staff", "練習", "--password-stdin"]).collect();
        self.kiosk.command(&words).expect("done")
    }
}

/// As the windows tell their words: one space between them, whatever space it was.
fn plain(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
