//! Reading a running kiosk's windows (画面を読む): what stands on them and where, as it says itself (`kiosk run --words`).
//!
//! A person finds a button by what is written on it; so do these visits. They press with real input events.

use std::fs;
use std::io::{Error, Result};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::kiosk::Kiosk;

/// How long something may take to appear before a test gives up.
const PATIENCE: Duration = Duration::from_secs(30);
/// Between two looks, and between the words and the frame that shows them.
const GLANCE: Duration = Duration::from_millis(120);

/// Something that stands on a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// `residents` or `staff`.
    pub window: String,
    /// `target`, `field` or `text`.
    pub kind: String,
    /// Left, top, width and height in pixels of the window.
    pub place: [i32; 4],
    pub words: String,
}

impl Thing {
    fn read(line: &str) -> Option<Self> {
        let mut parts = line.splitn(7, '\t');
        let mut next = || parts.next().map(str::to_owned);
        let (window, kind) = (next()?, next()?);
        let mut number = || next()?.parse::<i32>().ok();
        let place = [number()?, number()?, number()?, number()?];
        Some(Self { window, kind, place, words: next()? })
    }

    fn middle(&self) -> (i16, i16) {
        let [x, y, width, height] = self.place;
        let half = |from: i32, length: i32| i16::try_from(from + length / 2).unwrap_or(0);
        (half(x, width), half(y, height))
    }
}

impl Kiosk {
    /// Everything that stands on the windows now.
    pub fn things(&self) -> Result<Vec<Thing>> {
        let told = fs::read_to_string(self.words_file()).unwrap_or_default();
        Ok(told.lines().filter_map(Thing::read).collect())
    }

    /// Everything that is written there now, a line each.
    pub fn written(&self) -> Result<String> {
        Ok(self.things()?.into_iter().map(|thing| thing.words + "\n").collect())
    }

    /// Waits until these words stand somewhere.
    pub fn sees(&self, words: &str) -> Result<()> {
        self.until(words, |things| things.iter().any(|thing| thing.words.contains(words)).then_some(()))
    }

    /// Presses what these words stand on: those that say nothing else first, then those that begin so, then any.
    pub fn touch(&self, words: &str) -> Result<()> {
        let found = self.until(words, |things| target(things, words))?;
        sleep(GLANCE);
        let (x, y) = found.middle();
        self.person.press(x, y)
    }

    /// The same, and waits for the page that must come.
    pub fn touch_for(&self, words: &str, page: &str) -> Result<()> {
        self.touch(words)?;
        self.person.wait_for(page)
    }

    /// The same, and waits for words that must come.
    pub fn touch_and_see(&self, words: &str, then: &str) -> Result<()> {
        self.touch(words)?;
        self.sees(then)
    }

    /// Types into the field numbered `at` from 0 on its window, after what is in it.
    pub fn write_into(&self, at: usize, text: &str) -> Result<()> {
        let field = |things: &[Thing]| things.iter().filter(|thing| thing.kind == "field").nth(at).cloned();
        let (x, y) = self.until("a field", field)?.middle();
        sleep(GLANCE);
        self.person.press(x, y)?;
        text.chars().try_for_each(|letter| self.person.letter(letter))
    }

    fn until<T>(&self, what: &str, found: impl Fn(&[Thing]) -> Option<T>) -> Result<T> {
        let start = Instant::now();
        loop {
            let things = self.things()?;
            if let Some(found) = found(&things) {
                return Ok(found);
            }
            if start.elapsed() > PATIENCE {
                let pages = self.person.pages()?;
                return Err(Error::other(format!("looked for {what:?} on {pages:?} and saw:\n{}", self.written()?)));
            }
            sleep(GLANCE);
        }
    }
}

fn target(things: &[Thing], words: &str) -> Option<Thing> {
    let targets = || things.iter().filter(|thing| thing.kind == "target");
    let whole = targets().find(|thing| thing.words == words);
    let first = || targets().find(|thing| thing.words.starts_with(words));
    let any = || targets().find(|thing| thing.words.contains(words));
    whole.or_else(first).or_else(any).cloned()
}
