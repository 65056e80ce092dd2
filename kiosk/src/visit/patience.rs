//! Patience (待つ長さ): how many seconds a visit waits for what.

/// Seconds without a touch until the prompt, and from there to a wiped screen.
pub const IDLE_AFTER: u32 = 45;
pub const IDLE_FOR: u32 = 15;
/// Seconds a lifted card is waited for.
pub const LIFTED_FOR: u32 = 30;
/// Seconds the last page stays once the card is gone.
pub const DONE_FOR: u32 = 20;
/// Seconds in which the record has to answer.
pub const RECORD_WITHIN: u32 = 2;
/// Seconds until a card that still lies there is called left behind.
pub const LEFT_BEHIND_AFTER: u32 = 10;
/// Seconds in which a reading has to answer: its own budget, opening, and some for a reader that hangs.
pub const READ_WITHIN: u32 = 15;
