//! A tap without a secret (暗証番号なしのタッチ): what a service learns of it, and what it may be used for.
//!
//! A service asks whose token it is ([`Query`]); the answer comes from outside within a deadline, or is unknown and says
//! why ([`Answer`]). How sure the tap is travels with it: whatever is worth something refuses an id that can be copied.

use uuid::Uuid;

pub use drivers::card::token::Proof;

/// What a service cannot know by itself. The token stays outside: only its number of this visit is in here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Whose token was tapped, in this service.
    Owner { service: String },
}

/// What came back in time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<T> {
    Known(T),
    Unknown(Why),
}

/// Why nothing is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The deadline passed (two seconds, DESIGN 5.6).
    Late,
    /// Not here: the record, by its code.
    Fault(&'static str),
}

/// One tap as a service sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tap {
    pub service: String,
    pub proof: Proof,
    /// The registration, `None` when the token is nobody's.
    pub owner: Answer<Option<Uuid>>,
}

/// What a tap is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Lending, opening hours, a queue: nothing is lost when a copied card is held up.
    Library,
    /// A note that somebody came.
    AttendanceNote,
    /// Attendance of record (出勤簿).
    AttendanceOfRecord,
    /// Vouchers and merchants' privileges.
    Voucher,
    /// Coming in as staff.
    StaffLogin,
}

impl Use {
    /// The least that must be proven.
    #[must_use]
    pub const fn least(self) -> Proof {
        match self {
            Self::Library | Self::AttendanceNote => Proof::None,
            Self::AttendanceOfRecord | Self::Voucher => Proof::Card,
            Self::StaffLogin => Proof::Pin,
        }
    }
}

/// Why a tap leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// An id that can be copied is not enough here.
    Proof,
    /// The token is nobody's in this service.
    Nobody,
    /// Whose it is could not be found out in time.
    Unknown(Why),
}

impl Tap {
    /// Whose tap it is, where it proves enough.
    ///
    /// # Errors
    /// [`Refused`]
    pub fn owner_for(&self, used: Use) -> Result<Uuid, Refused> {
        if self.proof < used.least() {
            return Err(Refused::Proof);
        }
        match self.owner {
            Answer::Known(Some(owner)) => Ok(owner),
            Answer::Known(None) => Err(Refused::Nobody),
            Answer::Unknown(why) => Err(Refused::Unknown(why)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tap(proof: Proof, owner: Answer<Option<Uuid>>) -> Tap {
        Tap { service: "library".into(), proof, owner }
    }

    #[test]
    fn what_is_worth_something_refuses_an_id_that_can_be_copied() {
        let owner = Uuid::from_u128(7);
        for (used, enough) in [
            (Use::Library, [true, true, true]),
            (Use::AttendanceNote, [true, true, true]),
            (Use::AttendanceOfRecord, [false, true, true]),
            (Use::Voucher, [false, true, true]),
            (Use::StaffLogin, [false, false, true]),
        ] {
            for (proof, enough) in [Proof::None, Proof::Card, Proof::Pin].into_iter().zip(enough) {
                let expected = if enough { Ok(owner) } else { Err(Refused::Proof) };
                assert_eq!(tap(proof, Answer::Known(Some(owner))).owner_for(used), expected, "{used:?} {proof:?}");
            }
        }
    }

    #[test]
    fn nobody_is_not_the_same_as_not_known() {
        assert_eq!(tap(Proof::Pin, Answer::Known(None)).owner_for(Use::Library), Err(Refused::Nobody));
        let late = tap(Proof::Pin, Answer::Unknown(Why::Late));
        assert_eq!(late.owner_for(Use::Library), Err(Refused::Unknown(Why::Late)));
    }
}
