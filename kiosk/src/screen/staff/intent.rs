//! Acts that are asked about (確認する操作): what is meant, and what is typed before it is done.

use zeroize::Zeroizing;

use super::Paper;
use crate::service::desk::Button;

/// An act that is asked about before it is done: its reason, and a second person where two are needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intent {
    Void(u64),
    Undo(u64),
    Reprint(u64, Paper),
    /// The slip of a counter's entry.
    SlipAgain(u64),
    /// The forms of the cases of one visit.
    PrintAll(Vec<u64>),
    /// 審査: somebody looks into it.
    Examine(u64),
    /// 補正: what its person mends, in plain words.
    Mend(u64),
    /// Its number is called to a window.
    Call(u64),
    /// To another window.
    Move(u64),
    /// One answer is corrected, by its place on the page.
    Correct(u64, usize),
    /// Written to a file for another system.
    ExportCase(u64),
    /// A protected person's papers may be printed once.
    Release(u64),
    /// The person of this case is under protection.
    Protect(u64),
    /// The person of this case is another one than the protected one.
    Another(u64),
    /// Ends a protection, by its random id.
    Unprotect(String),
    /// Everything about the person of this case is erased.
    Erase(u64),
    CloseDay,
    /// The clock leapt, and is right.
    ConfirmClock,
    Disable(String),
    Enable(String),
    Role(String, &'static str),
    NewPassword(String),
    NewAccount,
    Card(String),
    TakeCard(String),
    Export,
    /// A person registers a token for a service.
    Register {
        service: String,
    },
    /// One more token, or a renewed card (つけかえ).
    Link {
        service: String,
        registration: String,
    },
    Unlink {
        service: String,
        token: String,
    },
    Unregister {
        service: String,
        registration: String,
    },
    /// Taps with My Number cards on or off.
    SwitchTaps(bool),
    /// A button of a service's page; `reason`: why is asked.
    Service {
        button: Button,
        reason: bool,
    },
}

/// What is being asked about.
#[derive(Default)]
pub struct Asking {
    pub why: String,
    /// Another staff member is needed.
    pub two: bool,
    pub second: String,
    pub second_password: Zeroizing<String>,
    /// A new password or PIN, twice.
    pub new: Zeroizing<String>,
    pub again: Zeroizing<String>,
    /// A staff card to give.
    pub token: Zeroizing<String>,
    /// The name of a new account.
    pub name: String,
    pub role: &'static str,
    /// Why it was refused, by code.
    pub refused: Option<&'static str>,
}
