//! The night's hands and its tally (一夜の手と数): what is pressed, scanned and laid down, and what the test counted of it.

use std::ops::{Deref, DerefMut};
use std::thread::sleep;
use std::time::{Instant, SystemTime};

use hw_tests::words::Thing;

use super::hands::{GLANCE, Hands, PATIENCE};

pub const CAPACITY: u64 = 400;

/// One terminal with two displays, its scanner, and the tally.
pub struct Night {
    hands: Hands,
    /// Who is inside by what the test did.
    pub inside: u64,
    pub heads: u64,
    pub arrivals: usize,
    /// When the last slip was laid down.
    paper: Option<SystemTime>,
}

impl Deref for Night {
    type Target = Hands;

    fn deref(&self) -> &Hands {
        &self.hands
    }
}

impl DerefMut for Night {
    fn deref_mut(&mut self) -> &mut Hands {
        &mut self.hands
    }
}

impl Night {
    pub fn begin() -> Self {
        Self { hands: Hands::begin("shelter"), inside: 0, heads: 0, arrivals: 0, paper: None }
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
            Hands::found(things, "residents", "target", "次の方")
                .or_else(|| Hands::found(things, "residents", "target", "やめる"))
                .map(Some)
                .or_else(|| things.iter().any(|thing| thing.words.contains("避難所の受付です")).then_some(None))
        };
        if let Some(next) = self.until("the first page", start) {
            self.press("residents", next);
            self.sees_door("避難所の受付です");
        }
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
}
