//! Events and orders (できごとと指図): what comes into a visit, and what it wants done outside.

use drivers::card::Fault;
use drivers::card::myna::Tries;

use crate::form::{Answers, PageId};

/// What happened.
#[derive(Clone, Debug)]
pub enum Event {
    Begin(String),
    Noticed,
    NoCard,
    /// A card came to lie; what it answered when asked for its tries.
    Presented(Result<Tries, Fault>),
    Removed,
    /// A second card lies on another reader.
    SecondCard,
    /// Four digits were typed.
    PinTyped,
    Forgotten,
    /// With the PIN after all.
    TryAgain,
    /// With the digits that are printed on the card (照合番号B).
    ByCode,
    /// How often those may still be tried, as the card said.
    CodeSeen {
        visit: u64,
        seen: Result<Tries, Fault>,
    },
    /// All fourteen digits were typed.
    CodeTyped,
    /// A staff member agreed on screen to spend the last try.
    LastTryAgreed,
    Progress {
        visit: u64,
        done: u8,
    },
    FactsRead {
        visit: u64,
    },
    ReadFailed {
        visit: u64,
        fault: Fault,
    },
    Confirmed(bool),
    Unmask,
    Answered {
        page: PageId,
        answers: Answers,
    },
    /// They go on where it stopped, or begin anew.
    Resume(bool),
    Change(PageId),
    Agreed,
    Recorded {
        visit: u64,
        number: u64,
    },
    /// The record could not be written; by its trouble code.
    RecordFailed {
        visit: u64,
        code: &'static str,
    },
    Back,
    Cancel,
    Again,
    Finish,
    /// The same person, without another tap, wants something else (つづけて別の手続き).
    Another,
    Touched,
    Second,
}

/// What is to be done outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Ask the card how often 照合番号B may be tried; spends none.
    LookCode,
    /// Ask the card how often its digits for user authentication may be tried; spends none.
    LookProof,
    /// Read the card with the digits on the keypad.
    Read { last_try: bool },
    /// Write the record.
    Record,
    /// A card lies on a counter's page: find out what it is.
    Tap,
    /// Nothing came in time.
    Late,
    /// A part of a course is done.
    Handed,
    /// A card was refused: an entry of its own.
    Refused(&'static str),
    /// The visit is over: wipe, and draw a blank frame.
    End { abandoned: bool },
    /// A sound.
    Sound(Sound),
}

/// What is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sound {
    Key,
    Found,
    Read,
    Done,
    TakeCard,
    Attention,
    Stop,
    Called,
}
