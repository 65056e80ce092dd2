//! What is recorded of papers (印刷の記録): a case out of the journal as slip or sheet, and every step of a print into it.

use std::path::PathBuf;
use std::sync::Arc;

use drivers::printer::{Profile, escpos};

use super::{Compose, called};
use crate::case;
use crate::form::slip::{self, SlipFacts};
use crate::form::{Filling, From, Pack, Place, Typesetter, facts_json, pack};
use crate::log::told;
use crate::service::body::Body;
use crate::store::cases::{self, Case, Paper as Which, State};
use crate::store::{Query, Store, kind};

/// Open cases that are looked through at the start; older ones were at earlier starts.
const RECENT: u32 = 1000;

/// What both threads need.
#[derive(Clone)]
pub(super) struct Recorded {
    pub(super) store: Arc<Store>,
    /// The last entry of this terminal when the program began.
    pub(super) before: u64,
    pub(super) packs: Arc<Vec<Pack>>,
    pub(super) typesetter: Typesetter,
    pub(super) place: Place,
    pub(super) pictures: Option<PathBuf>,
    pub(super) compose: Compose,
}

/// A paper that may be made now.
pub(super) struct Due {
    pub(super) body: Body,
    /// It must say 再発行.
    pub(super) again: bool,
}

/// A pack as it is, or as it was.
pub(super) enum Edition<'a> {
    Now(&'a Pack),
    Then(Box<Pack>),
}

impl std::ops::Deref for Edition<'_> {
    type Target = Pack;

    fn deref(&self) -> &Pack {
        match self {
            Self::Now(pack) => pack,
            Self::Then(pack) => pack,
        }
    }
}

/// The last entry of this terminal. A record that cannot be read has none: then nothing of before is noted either.
pub(super) fn last_number(store: &Store) -> u64 {
    let query = Query { terminal: Some(store.terminal().to_owned()), limit: 1, ..Query::default() };
    store.entries(&query).ok().and_then(|found| found.first().map(|entry| entry.number)).unwrap_or(0)
}

impl Recorded {
    /// The case, if its paper may be printed.
    pub(super) fn due(&self, number: u64, which: Which) -> Result<Due, &'static str> {
        let case = self.store.case(number).map_err(|fault| fault.code())?;
        // 支援措置: a protected person's papers wait for a supervisor's word.
        self.store.may_print(&case.entry, which).map_err(|fault| fault.code())?;
        let prints = if which == Which::Slip { case.slip } else { case.sheet };
        let again = !prints.original_is_due();
        let file = case::open(&self.store, &case.entry).map_err(|fault| fault.code())?.ok_or("S10")?;
        Ok(Due { body: file.body, again })
    }

    /// An entry about a paper.
    pub(super) fn enter(&self, number: u64, which: Which, said: &'static str) -> Result<(), &'static str> {
        let of = self.store.entry(number).map_err(|fault| fault.code())?;
        let draft = cases::about_paper(self.store.clock().id(), &of, which, said);
        self.store.record(vec![draft]).map(drop).map_err(|fault| fault.code())
    }

    /// The same where nobody can be told any more.
    pub(super) fn note(&self, number: u64, which: Which, said: &'static str) {
        if let Err(code) = self.enter(number, which, said) {
            tracing::warn!(code = told(code), said = told(said), "a step of a print could not be noted");
        }
    }

    /// Papers that were due when the program ended, and that nobody will print by himself: staff see them as not
    /// printed, and the next print of them is still the unmarked original.
    pub(super) fn note_interrupted(&self, which: Which) -> Result<(), &'static str> {
        let open = self.store.open_cases(RECENT).map_err(|fault| fault.code())?;
        let before = |case: &&Case| case.entry.terminal == self.store.terminal() && case.entry.number <= self.before;
        for case in open.iter().filter(before) {
            let prints = if which == Which::Slip { case.slip } else { case.sheet };
            if matches!(prints.state, State::Waiting | State::Queued) {
                self.enter(case.entry.number, which, kind::PRINT_FAILED)?;
            }
        }
        if which == Which::Slip { self.note_counters() } else { Ok(()) }
    }

    /// The time for people, on this machine.
    pub(super) fn time(&self) -> jiff::civil::Time {
        self.store.clock().local().datetime().time()
    }

    /// The pack as it was when the case was recorded; a case without a hash is older than the packs that are kept.
    pub(super) fn pack(&self, body: &Body) -> Result<Edition<'_>, &'static str> {
        let now = self.packs.iter().find(|pack| pack.id == body.form);
        let Some(hash) = &body.pack else { return now.map(Edition::Now).ok_or("F02") };
        if let Some(pack) = now.filter(|pack| pack.folder().hash() == *hash) {
            return Ok(Edition::Now(pack));
        }
        let kept = self.store.kept_form(hash).map_err(|fault| fault.code())?.ok_or("F02")?;
        pack::kept(&kept, hash).map(|pack| Edition::Then(Box::new(pack))).ok_or("F02")
    }

    pub(super) fn case_slip(&self, number: u64, due: &Due, profile: &Profile) -> Result<Vec<u8>, &'static str> {
        let body = &due.body;
        let pack = self.pack(body)?;
        let test = facts_json::read(&body.facts)
            .is_ok_and(|(facts, _)| facts.genuineness == drivers::card::Genuineness::TestCard);
        let number = called(self.store.terminal(), number);
        let slip = slip::compose(
            &pack,
            &SlipFacts {
                number: &number,
                place: &self.place,
                answers: &body.answers,
                at: body.at,
                lang: &body.language,
                practice: self.store.practice(),
                test,
                again: due.again,
                told: body.told.as_deref(),
            },
        );
        escpos::encode(&slip, profile, &self.typesetter).map_err(|fault| fault.code())
    }

    /// The form as PDF, and in practice its pages as PNG.
    pub(super) fn sheet(&self, number: u64, due: &Due) -> Result<(Vec<u8>, Vec<Vec<u8>>), &'static str> {
        let body = &due.body;
        let pack = self.pack(body)?;
        // A survey is nobody's.
        let facts = match body.facts.as_str() {
            "" => None,
            facts => Some(facts_json::read(facts).map_err(|_| "S02")?.0),
        };
        let number = called(self.store.terminal(), number);
        let filling = Filling {
            facts: facts.as_ref(),
            printed: body.printed.as_ref(),
            from: From::Card,
            answers: &body.answers,
            today: body.at.date(),
            receipt: Some(&number),
            place: &self.place,
            practice: self.store.practice(),
            again: due.again,
        };
        let pdf = self.typesetter.pdf(&pack, &filling).map_err(|fault| fault.code())?;
        let mut pictures = Vec::new();
        if self.pictures.is_some() {
            for page in self.typesetter.pictures(&pack, &filling, 150.0).map_err(|fault| fault.code())? {
                pictures.push(super::lay::png(&page).map_err(|_| "P08")?);
            }
        }
        Ok((pdf, pictures))
    }
}
