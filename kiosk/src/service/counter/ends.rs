//! Ends that every counter has (どの窓口にもある終わり方): a tap that leads nowhere, a record that cannot be written, no answer.

use super::{Said, Say, Tone, Way};
use crate::service::tap::{Refused, Why};

/// The button that begins the course anew.
pub const AGAIN: &str = "again";

/// A red stop with a sentence and what to do.
#[must_use]
pub fn stop(page: &'static str, title: Say, hint: Say) -> Said {
    Said { page, tone: Tone::Stop, title, hint: Some(hint), ..Said::default() }
}

/// An amber end: nothing was done, and somebody may want to look.
#[must_use]
pub fn doubt(page: &'static str, title: Say, hint: Say) -> Said {
    Said { page, tone: Tone::Doubt, title, hint: Some(hint), seconds: Some(8), ..Said::default() }
}

/// A tap that leads nowhere.
#[must_use]
pub fn refused(why: Refused) -> Said {
    match why {
        Refused::Nobody => doubt("nobody", Say::key("ends-nobody"), Say::key("ends-nobody-hint")),
        Refused::Proof => doubt("proof", Say::key("ends-proof"), Say::key("ends-proof-hint")),
        Refused::Unknown(Why::Late) => late(),
        Refused::Unknown(Why::Fault(code)) => failed(code),
    }
}

/// An errand failed: nothing was written. It says the code, as every trouble does.
#[must_use]
pub fn failed(code: &str) -> Said {
    let hint = Say::with("ends-failed-hint", &[("code", code)]);
    let again = vec![Way::new(AGAIN, "ends-again")];
    Said { ways: again, seconds: Some(30), ..doubt("failed", Say::key("ends-failed"), hint) }
}

/// Nothing came in time: it may stand or not.
#[must_use]
pub fn late() -> Said {
    let again = vec![Way::new(AGAIN, "ends-again")];
    Said { ways: again, seconds: Some(30), ..doubt("late", Say::key("ends-late"), Say::key("ends-late-hint")) }
}
