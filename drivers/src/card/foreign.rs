//! Foreign cards (ほかのカード): what was seen instead of a My Number card, found by SELECT alone, never by VERIFY.

/// What kind of card lies on the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 運転免許証
    DrivingLicence,
    /// 在留カード
    ResidenceCard,
    /// A FeliCa or other memory card, such as a library card.
    MemoryCard,
    /// Anything else.
    Unknown,
}
