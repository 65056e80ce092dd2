//! The night's hands and its tally (一夜の手と数): what is pressed, scanned and laid down, and what the test counted of it.

use std::cell::{Cell, RefCell};
use std::io::Write as _;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use hw_tests::kiosk::Kiosk;
use hw_tests::scan::Scanner;
use hw_tests::words::Thing;

const PATIENCE: Duration = Duration::from_secs(60);
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
const TWICE: Duration = Duration::from_millis(900);
/// Where the staff display begins.
const STAFF: i32 = 1920;
pub const CAPACITY: u64 = 400;

/// One terminal with two displays, its scanner, and the tally.
pub struct Night {
    pub kiosk: Kiosk,
    scanner: Scanner,
    pub out: tempfile::TempDir,
    /// Who is inside by what the test did.
    pub inside: u64,
    pub heads: u64,
    pub arrivals: usize,
    last: (String, Instant),
    /// When the last slip was laid down.
    paper: Option<SystemTime>,
    begun: Instant,
}

impl Night {
    pub fn begin() -> Self {
        let scanner = Scanner::new().expect("a pseudo-terminal");
        let out = tempfile::tempdir().expect("folder");
        let more = scanner.settings().expect("its line");
        let kiosk = Kiosk::start_with_staff_and(out.path(), &more).unwrap_or_else(|why| panic!("is xvfb there? {why}"));
        let last = (String::new(), Instant::now());
        let (paper, begun) = (None, Instant::now());
        Self { kiosk, scanner, out, inside: 0, heads: 0, arrivals: 0, last, paper, begun }
    }

    /// SIGKILL, and a start on what it left: the door is the shelter's at once.
    pub fn cord(&mut self) {
        self.kiosk.kill_and_start_again().expect("again");
        self.kiosk.person.wait_for("shelter:door").expect("still a shelter");
        self.comes_in();
        self.at_shelter();
    }

    pub fn runs(&mut self) -> bool {
        self.kiosk.runs()
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
        let there = |thing: &Thing| thing.window == window && thing.words.contains(words);
        self.until(words, |things| things.iter().any(there).then_some(()));
    }

    pub fn sees_door(&self, words: &str) {
        self.sees("residents", words);
    }

    pub fn found(things: &[Thing], window: &str, kind: &str, words: &str) -> Option<[i32; 4]> {
        let all = || things.iter().filter(|thing| thing.window == window && thing.kind == kind);
        let whole = all().find(|thing| thing.words == words);
        let first = || all().find(|thing| thing.words.starts_with(words));
        let any = || all().find(|thing| thing.words.contains(words));
        whole.or_else(first).or_else(any).map(|thing| thing.place)
    }

    /// What is found, once it stands still: found twice in the same place.
    fn steady(&self, what: &str, found: impl Fn(&[Thing]) -> Option<[i32; 4]>) -> [i32; 4] {
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
    fn beat(&self) {
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
    fn wheel(&self, button: u8, window: &str, (x, y): (i16, i16)) {
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

    /// Holds a card to the reader, where nobody is served.
    pub fn holds(&self, label: &str) {
        self.rests();
        self.put(label);
    }

    /// Until the page says this; then takes it away.
    pub fn tap(&self, label: &str, until: &str) {
        self.holds(label);
        self.sees_door(until);
        self.lift();
    }

    pub fn alone(&mut self, consent: &str) {
        self.in_with(1, consent);
    }

    /// Everybody on the page comes in.
    pub fn in_with(&mut self, people: u64, consent: &str) {
        self.door(&format!("{people}人で入る"));
        self.sees_door("聞かれたら");
        self.door(consent);
        self.came(people);
    }

    /// The page says that so many came in, and how many are inside now: as many as the tally.
    pub fn came(&mut self, people: u64) {
        self.inside += people;
        self.arrivals += 1;
        self.sees_door(&format!("入りました（{people}人）"));
        self.said();
        self.slip();
    }

    pub fn went(&mut self, people: u64) {
        self.inside -= people;
        self.sees_door("しました（");
        self.said();
    }

    fn said(&self) {
        self.sees_door(&format!("{} / 定員 {CAPACITY}", self.inside));
    }

    /// People without names.
    pub fn heads(&mut self, count: &str) {
        self.rests();
        self.door("人数だけ数える");
        for digit in count.chars() {
            self.door(&digit.to_string());
        }
        self.door("次へ");
        let people: u64 = count.parse().expect("a number");
        self.inside += people;
        self.heads += people;
        self.arrivals += 1;
        self.sees_door(&format!("{people}人を数えました"));
        self.said();
        self.slip();
    }

    /// The door's first page.
    fn rests(&self) {
        let start = |things: &[Thing]| {
            // After an end the next person is welcome; a page in the middle is left by stopping.
            Self::found(things, "residents", "target", "次の方")
                .or_else(|| Self::found(things, "residents", "target", "やめる"))
                .map(Some)
                .or_else(|| things.iter().any(|thing| thing.words.contains("避難所の受付です")).then_some(None))
        };
        if let Some(next) = self.until("the first page", start) {
            self.press("residents", next);
            self.sees_door("避難所の受付です");
        }
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

    /// Waits for the slip of this arrival: whoever comes in takes one along.
    fn slip(&mut self) {
        let file = self.out.path().join("slip.txt");
        let start = Instant::now();
        loop {
            let laid = std::fs::metadata(&file).and_then(|file| file.modified()).ok();
            if laid > self.paper {
                self.paper = laid;
                return;
            }
            assert!(start.elapsed() < PATIENCE, "no new slip");
            sleep(GLANCE);
        }
    }

    /// What the last slip has as its code.
    pub fn token(&self) -> String {
        let file = self.out.path().join("slip.txt");
        let start = Instant::now();
        loop {
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            if let Some(token) = text.split_whitespace().find(|word| word.starts_with("KZS1")) {
                return token.replace('-', "");
            }
            assert!(start.elapsed() < PATIENCE, "no slip with a code: {text}");
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
            let file = Path::new(&folder).join(format!("shelter-{name}")).with_extension("png");
            self.kiosk.person.picture(&file).expect("picture");
        }
    }
}
