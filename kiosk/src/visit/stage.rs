//! Stages (段階): where a visit stands; each is one page on the resident's display.

use crate::form::PageId;
use crate::trouble::Trouble;

/// Where a visit stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    Welcome,
    NoCard,
    Notice,
    /// Waiting for a card.
    Place,
    Pin {
        left: u8,
        wrong: bool,
    },
    /// The digits on the card instead of a PIN; `wrong`: the last ones were.
    Code {
        wrong: bool,
    },
    /// `done` of three steps.
    Reading {
        done: u8,
    },
    Confirm,
    /// The same person was here before and came to no end.
    Resume,
    Ask {
        page: PageId,
        at: usize,
        of: usize,
    },
    /// After `of` questions.
    Check {
        of: usize,
    },
    Working,
    Done {
        number: u64,
    },
    /// The same person chooses something else.
    Another,
    /// A counter waits for a tap, a code, typing or a press; `rest`: nothing was begun.
    Prompt {
        page: String,
        rest: bool,
    },
    /// A counter asks outside.
    Asking,
    /// A counter's course has ended; a red stop stays until somebody presses.
    Said {
        page: String,
        stop: bool,
        seconds: Option<u32>,
    },
    /// The card was lifted too early.
    Lifted {
        seconds: u32,
    },
    /// The card was torn off while it was read, so often in this visit: how to hold it.
    Still {
        times: u8,
    },
    Blocked(Blocked),
    /// `again`: a second try makes sense.
    Trouble {
        trouble: Trouble,
        again: bool,
    },
}

/// Why a secret is no way on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blocked {
    Blocked,
    Forgotten,
    LastTry,
    /// The digits on the card were wrong too often.
    Code,
    /// One try of the digits is left and nobody agreed to spend it.
    LastCode,
}

impl Stage {
    /// The page's name, as the window title bears it and other programs follow it.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Ask { page, .. } => format!("question:{page}"),
            Self::Trouble { trouble, .. } => format!("trouble:{}", trouble.code),
            Self::Prompt { page, .. } | Self::Said { page, .. } => page.clone(),
            other => other.kind().to_owned(),
        }
    }

    /// The kind of page, without what it asks or says.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Welcome => "welcome",
            Self::NoCard => "no-card",
            Self::Notice => "notice",
            Self::Place => "place",
            Self::Pin { .. } => "pin",
            Self::Code { .. } => "code",
            Self::Reading { .. } => "reading",
            Self::Confirm => "confirm",
            Self::Resume => "resume",
            Self::Ask { .. } => "question",
            Self::Check { .. } => "check",
            Self::Working => "working",
            Self::Done { .. } => "done",
            Self::Another => "another",
            Self::Prompt { .. } => "prompt",
            Self::Asking => "asking",
            Self::Said { .. } => "said",
            Self::Lifted { .. } => "lifted",
            Self::Still { .. } => "still",
            Self::Blocked(Blocked::Blocked) => "blocked",
            Self::Blocked(Blocked::Forgotten) => "forgotten",
            Self::Blocked(Blocked::LastTry) => "last-try",
            Self::Blocked(Blocked::Code) => "code-blocked",
            Self::Blocked(Blocked::LastCode) => "last-code",
            Self::Trouble { .. } => "trouble",
        }
    }

    /// Whether silence ends the visit from here. Reading, recording and a lifted card have clocks of their own.
    #[must_use]
    pub const fn may_idle(&self) -> bool {
        !matches!(
            self,
            Self::Welcome
                | Self::Reading { .. }
                | Self::Working
                | Self::Done { .. }
                | Self::Lifted { .. }
                | Self::Asking
                | Self::Said { .. }
                | Self::Prompt { rest: true, .. }
        )
    }

    /// Whether nothing was begun: the first page, or that of a terminal that serves one counter.
    #[must_use]
    pub const fn rests(&self) -> bool {
        matches!(self, Self::Welcome | Self::Prompt { rest: true, .. })
    }

    /// Question `0` of `1`.
    #[must_use]
    pub const fn progress(&self) -> (usize, usize) {
        match self {
            Self::Ask { at, of, .. } => (*at, *of),
            Self::Check { of } => (*of, *of),
            _ => (0, 0),
        }
    }
}
