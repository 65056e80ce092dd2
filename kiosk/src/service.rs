//! Services (手続き): one thing a person can do here. Pure: given what it knows, a service returns the next [`Step`].
//!
//! No iced, rusqlite, file, network or clock in here (checked by `kiosk/tests/tidy.rs`).

pub mod attendance;
pub mod body;
pub mod certificate;
pub mod counter;
pub mod desk;
pub mod guide;
pub mod library;
pub mod lookup;
pub mod part;
pub mod polling;
pub mod pool;
pub mod privilege;
pub mod request;
pub mod say;
pub mod shelter;
pub mod tap;

use drivers::card::myna::Way;

use crate::form::{Answers, PageId};

/// How long the card must lie for a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardStays {
    /// Only while it is read.
    WhileReading,
    /// To the end of the visit.
    UntilDone,
    /// A tap is enough.
    Tap,
}

/// What a service knows when it is asked for the next step. Holds no facts of a person: whether they are there is enough.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The person saw and accepted what is read, for what, and how long it is kept.
    pub noticed: bool,
    /// The four facts lie in the visit's slot.
    pub facts: bool,
    /// The card signed a challenge by its digits for user authentication.
    pub proven: bool,
    /// The person said "this is me".
    pub confirmed: bool,
    /// Answers given so far.
    pub answers: Answers,
    /// Pages answered and passed with Next, in order.
    pub passed: Vec<PageId>,
    /// Everything was checked and the act was pressed.
    pub agreed: bool,
    /// The receipt number once it is recorded.
    pub recorded: Option<u64>,
}

/// The next thing to happen. Screens render steps; a service brings no screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Say what is read, for what, how long it is kept (個人情報保護法62条).
    Notice,
    /// Read the card.
    Card(CardStays),
    /// "Is this you?"
    Person,
    /// Ask this page; it is page `at` of `of`.
    Ask { page: PageId, at: usize, of: usize },
    /// Check your answers.
    Confirm,
    /// Record, then print.
    Commit,
    /// Recorded; say the number, take the card.
    Done { number: u64 },
    /// A part of a course is done; its counter goes on.
    Handed,
    /// Not possible here; the sentence's key.
    Refuse(&'static str),
}

/// One thing a person can do here.
pub trait Service: Send + Sync {
    /// Stable id, also the journal's `service` column.
    fn id(&self) -> &str;
    /// What comes next.
    fn step(&self, known: &Known) -> Step;
    /// Whether the digits that are asked for are those for user authentication (電子利用者証明).
    fn proves(&self) -> bool {
        false
    }
    /// How the card is opened first. A shelter begins with the digits on the card: nobody remembers a PIN there.
    fn first_way(&self) -> Way {
        Way::Pin
    }
}
