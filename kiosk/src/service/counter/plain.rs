//! Plain questions (かんたんな問い): whose code, write an entry, how many today. A counter that needs no more brings no errands.

use uuid::Uuid;
use zeroize::Zeroizing;

use super::Counter;
use crate::service::tap::Tap;

/// What a plain counter asks for outside.
pub enum Ask {
    /// Whose token the code is, in this service.
    Whose(Zeroizing<String>),
    /// Write one entry of this kind about a subject; it has no body.
    Write { kind: &'static str, subject: Option<Uuid> },
    /// How many entries of this kind there are today, about a subject or about all.
    Today { kind: &'static str, subject: Option<Uuid> },
}

/// What comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// To [`Ask::Whose`].
    Whose(Tap),
    /// To [`Ask::Write`]: the entry's number.
    Written(u64),
    /// To [`Ask::Today`].
    Count(u64),
}

/// A counter that asks nothing but these; [`crate::counter::plain`] brings the answers.
pub trait Plain: Counter<Ask = Ask, Told = Told> {}
