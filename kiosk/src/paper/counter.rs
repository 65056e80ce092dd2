//! Slips of counters in the spooler (窓口の控えの印刷): composed again from the recorded entry each time, like a case's.

use drivers::printer::{Profile, Slip, escpos};
use jiff::civil::DateTime;

use super::called;
use super::recorded::Recorded;
use crate::clock::japan;
use crate::store::cases::{Paper as Which, State};
use crate::store::journal::Entry;
use crate::store::slips::CounterSlip;
use crate::store::{Body, kind};
use crate::text::FALLBACK;

/// Slips that are looked through at the start; older ones were at earlier starts.
const RECENT: usize = 500;

/// Entries in which a counter's may stand that was recorded just before the program ended: between it and the note that its
/// slip waits other threads write few.
const LAST: u64 = 8;

/// The entry whose slip is due.
pub struct Counted<'a> {
    pub entry: &'a Entry,
    pub body: &'a [u8],
    /// `A-142`.
    pub number: &'a str,
    /// The tag of the slip's language.
    pub language: &'a str,
    /// When it was recorded, in Japan.
    pub at: DateTime,
    pub again: bool,
}

impl Recorded {
    /// A counter's slip is asked for: in which language stands in its first entry.
    pub(super) fn queue(&self, number: u64, language: &str) -> Result<(), &'static str> {
        let of = self.store.entry(number).map_err(|fault| fault.code())?;
        let draft = self.store.slip_queued(&of, language).map_err(|fault| fault.code())?;
        self.store.record(vec![draft]).map(drop).map_err(|fault| fault.code())
    }

    /// Whether this entry is a case.
    pub(super) fn is_case(&self, number: u64) -> bool {
        self.store.entry(number).is_ok_and(|entry| entry.kind == kind::ACCEPTED)
    }

    /// The bytes of a case's slip or of a counter's, and whether they say 再発行.
    pub(super) fn slip(&self, number: u64, profile: &Profile) -> Result<(Vec<u8>, bool), &'static str> {
        if self.is_case(number) {
            let due = self.due(number, Which::Slip)?;
            return Ok((self.case_slip(number, &due, profile)?, due.again));
        }
        let slip = self.store.counter_slip(number).map_err(|fault| fault.code())?;
        let composed = self.composed(&slip)?.ok_or("S10")?;
        let bytes = escpos::encode(&composed, profile, &self.typesetter).map_err(|fault| fault.code())?;
        Ok((bytes, !slip.prints.original_is_due()))
    }

    /// What the slip of a counter's entry says; `None` where such an entry has none.
    fn composed(&self, slip: &CounterSlip) -> Result<Option<Slip>, &'static str> {
        let Body::Kept(body) = self.store.body_of(&slip.of).map_err(|fault| fault.code())? else { return Err("P34") };
        Ok((self.compose)(&Counted {
            entry: &slip.of,
            body: &body,
            number: &called(self.store.terminal(), slip.of.number),
            language: slip.language.as_deref().unwrap_or_default(),
            at: slip.of.wall.to_zoned(japan()).datetime(),
            again: !slip.prints.original_is_due(),
        }))
    }

    /// Slips of counters that were due when the program ended: staff see them as not printed.
    pub(super) fn note_counters(&self) -> Result<(), &'static str> {
        let slips = self.store.counter_slips(RECENT).map_err(|fault| fault.code())?;
        let due = |slip: &&CounterSlip| slip.of.number <= self.before && slip.prints.state == State::Queued;
        for slip in slips.iter().filter(due) {
            self.enter(slip.of.number, Which::Slip, kind::PRINT_FAILED)?;
        }
        (self.before.saturating_sub(LAST) + 1..=self.before).try_for_each(|number| self.note_unasked(number))
    }

    /// What was recorded last before the program ended may have a slip that was never asked of the printer.
    fn note_unasked(&self, number: u64) -> Result<(), &'static str> {
        let Ok(slip) = self.store.counter_slip(number) else { return Ok(()) };
        if slip.language.is_some() || slip.of.kind == kind::ACCEPTED || !matches!(self.composed(&slip), Ok(Some(_))) {
            return Ok(());
        }
        self.queue(number, FALLBACK)?;
        self.enter(number, Which::Slip, kind::PRINT_FAILED)
    }
}
