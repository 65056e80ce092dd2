//! Counters (窓口のサービス): services whose whole course is taps, codes and choices: lending, attendance, a shelter's door.
//!
//! A counter is a pure function from what was heard to the next step, so "back" is forgetting the last thing heard, and a
//! course that is replayed ends where it ended. What a step needs from outside it asks for with a value of its own type;
//! [`crate::counter`] brings the answer off the screen's thread, within two seconds, or says that nothing came.

pub mod ends;
pub mod plain;

use drivers::card::myna::Way as Opened;
use uuid::Uuid;
use zeroize::Zeroizing;

pub use super::say::{Row, Say, Tone};
use super::tap::Tap;
use crate::form::Answers;

/// What happened in this course, oldest first. `T` is what the counter's own questions are answered with.
pub enum Heard<T> {
    /// A card or another token was tapped.
    Tapped(Tap),
    /// A code was read by a scanner: the rule it fits (`config/scanners.toml`), and its text.
    Code { rule: Option<String>, text: Zeroizing<String> },
    /// Something was typed where [`Prompt::typed`] allowed it.
    Typed(Zeroizing<String>),
    /// A way or a row was pressed; its id.
    Chosen(String),
    /// The card was opened and its person confirmed; the facts lie in the visit's slot.
    Facts,
    /// The card signed a fresh challenge by its user authentication PIN (電子利用者証明); see [`Step::Authenticate`].
    Authenticated,
    /// The pages of a form were answered.
    Answered(Answers),
    /// The answer to the last question.
    Told(T),
    /// Somebody answered the last claim.
    Claimed(Claimed),
    /// The last question failed; the trouble's code.
    Failed(&'static str),
    /// Nothing came in time. What was written may stand or not; asking again with the same id is safe.
    Late,
}

/// What is known about a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claimed {
    Granted,
    /// Another was first: on which terminal, under which number.
    Taken {
        terminal: String,
        number: u64,
    },
    /// This terminal does not decide about it.
    Outside,
    /// Nobody who decides could be asked; the trouble's code. Never to be shown as granted.
    Unknown(&'static str),
}

/// One subject in one scope, for one only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What there is one of: an election's ballot, a day's voucher. Never a person.
    pub scope: String,
    pub subject: Uuid,
}

/// The next thing to happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Step<A> {
    /// Wait for a tap, a code, typing or a press, whichever the prompt welcomes.
    Prompt(Prompt),
    /// Open a card: notice, card, secret, "is this you?"; then [`Heard::Facts`].
    Card,
    /// Open the card of another member of the holder's family, with the relation that was chosen; then [`Heard::Facts`]. The
    /// holder's own facts stay.
    Member(String),
    /// Have the card sign a fresh challenge by the four digits for user authentication (公的個人認証, facts/card.md 6.5); then
    /// [`Heard::Authenticated`]. A certificate that ended or was revoked stops before any digit is sent.
    Authenticate,
    /// Ask the pages of this form pack, then [`Heard::Answered`].
    Form(String),
    /// Fetch or write something outside.
    Need(A),
    /// Ask whoever decides.
    Claim(Claim),
    /// The end of this course: green, amber or a red stop.
    Said(Said),
}

/// A page that waits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prompt {
    /// A name of the page, unique within the counter: `items`.
    pub page: &'static str,
    /// Told on every page of a mode, such as 期日前投票.
    pub mode: Option<Say>,
    pub title: Say,
    pub hint: Option<Say>,
    /// What counts here; anything else is answered with a sound and a sentence.
    pub tap: bool,
    pub code: bool,
    pub typed: Option<Typing>,
    /// What was gathered so far, or what there is to choose from.
    pub rows: Vec<Row>,
    /// Buttons. Up to two stand at the foot, the first one loud; more are equals, and the one that begins anew
    /// ([`ends::AGAIN`]) stands at the foot.
    pub ways: Vec<Way>,
    /// The loud button at the foot of a page whose ways are equals.
    pub act: Option<Way>,
    /// Nothing was begun: the page that a terminal of this service rests on.
    pub rest: bool,
}

/// What may be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typing {
    pub keys: Keys,
    pub label: Say,
    /// Characters.
    pub longest: usize,
}

/// On which keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    Digits,
    Kana,
    Letters,
}

/// A button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    pub id: String,
    pub say: Say,
}

/// How a course ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    pub page: &'static str,
    pub mode: Option<Say>,
    pub tone: Tone,
    pub title: Say,
    pub hint: Option<Say>,
    pub rows: Vec<Row>,
    /// What was recorded, whose slip is printed.
    pub number: Option<u64>,
    /// Whether a slip is wanted for that number.
    pub slip: bool,
    /// Cases that were recorded with it; the papers of each are printed.
    pub cases: Vec<u64>,
    /// Numbered cards for a time at which nothing can be recorded: the only paper without an entry.
    pub cards: Vec<(String, Words)>,
    pub ways: Vec<Way>,
    /// The page rests by itself after so many seconds; a red stop never does.
    pub seconds: Option<u32>,
}

/// What a slip says beside place, number and date, which every slip has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub title: Say,
    pub rows: Vec<Row>,
    /// A code of its own, where the receipt number's is not the one to be read again.
    pub code: Option<String>,
    /// How that code is printed.
    pub symbol: Symbol,
    pub notes: Vec<Say>,
}

/// What a course knows for a form before its pages are asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given {
    pub answers: Answers,
    /// What the holder of the card is to the head of the household, by the id of the shared list; empty where nobody said.
    pub relation: String,
    /// How many cards of the family were read.
    pub family: usize,
}

/// The symbology of a slip's own code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Symbol {
    #[default]
    Qr,
    /// JAN-13 (JIS X 0507): thirteen digits.
    Jan,
    /// Codabar (JIS X 0506); start and stop characters are added.
    Nw7,
    /// JIS X 0503.
    Code39,
}

/// A service at a counter.
pub trait Counter: Send + Sync + 'static {
    /// What it asks for outside.
    type Ask: Send + 'static;
    /// What comes back.
    type Told: Send + 'static;

    /// Stable id, also the journal's `service` column.
    fn id(&self) -> &'static str;

    /// How a card is opened first. In a shelter nobody remembers a PIN: there it is the digits on the card.
    fn first_way(&self) -> Opened {
        Opened::Pin
    }

    /// What the course's own questions told already for this form pack; it is not asked again.
    fn told(&self, heard: &[Heard<Self::Told>], form: &str) -> Given {
        let _ = (heard, form);
        Given::default()
    }

    /// What comes next.
    fn step(&self, heard: &[Heard<Self::Told>]) -> Step<Self::Ask>;
}

impl Way {
    /// A button that says the sentence `key`.
    #[must_use]
    pub fn new(id: impl Into<String>, key: &'static str) -> Self {
        Self { id: id.into(), say: Say::key(key) }
    }
}
