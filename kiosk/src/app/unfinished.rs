//! What was answered and came to no end (途中の受付): kept page by page, offered again to the same person's card, and to staff.
//!
//! A visit that ends in any other way than by the power or a fall of the program leaves nothing here.

use drivers::card::Facts;
use uuid::Uuid;

use super::App;
use crate::alive::unfinished::Keeper;
use crate::form::Pack;
use crate::screen::staff::Left;
use crate::store::kind;
use crate::store::unfinished::{Filled, MOST, Unfinished, waits};
use crate::visit::{Event, Stage};

/// What is kept, and what of it is this visit's.
pub struct Halves {
    /// Oldest first.
    all: Vec<Unfinished>,
    /// That of this visit.
    mine: Option<u128>,
    /// Forms of the visit that is gone on with, until each is come to.
    coming: Vec<Filled>,
    keeper: Keeper,
}

impl Halves {
    pub fn new(all: Vec<Unfinished>, keeper: Keeper) -> Self {
        Self { all, mine: None, coming: Vec::new(), keeper }
    }

    fn write(&self) {
        self.keeper.keep(self.all.clone());
    }

    fn drop(&mut self, id: u128) -> bool {
        let before = self.all.len();
        self.all.retain(|one| one.id != id);
        let dropped = self.all.len() < before;
        if dropped {
            self.write();
        }
        dropped
    }

    /// Those of earlier starts.
    fn left(&self) -> impl Iterator<Item = &Unfinished> {
        self.all.iter().filter(|one| self.mine != Some(one.id))
    }
}

fn filled<'a>(one: &'a Unfinished, pack: &Pack) -> Option<&'a Filled> {
    one.forms.iter().find(|filled| filled.form == pack.id && filled.pack == pack.folder().hash())
}

impl App {
    /// What the start found is told in the record, and what is too old goes.
    pub(super) fn found_halves(&self) {
        for one in &self.halves.all {
            self.note(kind::VISIT_INTERRUPTED, &serde_json::json!({ "service": one.service }));
        }
        self.halves.write();
    }

    /// After an answer: the form that is open, as far as it is filled in.
    pub(super) fn keep_half(&mut self) {
        let asked = matches!(self.visit.stage, Stage::Ask { .. } | Stage::Check { .. });
        let Some(pack) = self.pack().filter(|pack| asked && pack.person) else { return };
        let (answers, passed) = (self.visit.known.answers.clone(), self.visit.known.passed.clone());
        let (_, of) = self.visit.stage.progress();
        let form = Filled { form: pack.id.clone(), pack: pack.folder().hash(), answers, passed, of };
        let (Some(mark), Some(service)) = (self.mark(), self.visit.service.clone()) else { return };
        let at = self.options.store.clock().now();
        let id = *self.draft.get_or_insert_with(|| self.options.store.clock().id());
        let mine = *self.halves.mine.get_or_insert(id.as_u128());
        let all = &mut self.halves.all;
        match all.iter_mut().find(|one| one.id == mine) {
            Some(one) => {
                one.at = at;
                one.forms.retain(|filled| filled.form != form.form);
                one.forms.push(form);
            }
            None => all.push(Unfinished { id: mine, at, service, mark, forms: vec![form] }),
        }
        let over = all.len().saturating_sub(MOST);
        all.drain(..over);
        self.halves.write();
    }

    /// The visit ended, or its case is recorded.
    pub(super) fn forget_half(&mut self) {
        self.halves.coming.clear();
        if let Some(mine) = self.halves.mine.take() {
            self.halves.drop(mine);
        }
    }

    /// The program fell in the middle: what was answered waits for its person, as after a power cut.
    pub(super) fn leave_half(&mut self) {
        self.halves.coming.clear();
        let mine = self.halves.mine.take();
        if let Some(one) = self.halves.all.iter().find(|one| Some(one.id) == mine) {
            self.note(kind::VISIT_INTERRUPTED, &serde_json::json!({ "service": one.service }));
        }
    }

    /// Before the first question: whether this person was here before and came to no end.
    pub(super) fn see_half(&mut self) {
        self.visit.resumable = self.found_half().is_some();
        let Some(pack) = self.pack() else { return };
        let (form, hash) = (pack.id.clone(), pack.folder().hash());
        let fits = |filled: &Filled| filled.form == form && filled.pack == hash;
        if let Some(at) = self.halves.coming.iter().position(fits) {
            let filled = self.halves.coming.remove(at);
            self.fill_half(filled);
        }
    }

    fn found_half(&self) -> Option<&Unfinished> {
        let mark = if self.halves.left().next().is_some() { self.mark()? } else { return None };
        let (pack, now) = (self.pack()?, self.options.store.clock().now());
        self.halves.left().find(|one| one.mark == mark && waits(one, now) && filled(one, pack).is_some())
    }

    fn mark(&self) -> Option<[u8; 32]> {
        let of = |facts: &Facts| self.options.store.mark_of(facts).ok();
        self.slot.with(self.visit.number, of).flatten()
    }

    /// They go on, or begin anew; what was left is theirs now or nobody's.
    pub(super) fn resume(&mut self, on: bool) {
        let Some(found) = self.found_half().cloned() else { return };
        if !on {
            self.halves.drop(found.id);
            return self.note(kind::VISIT_DROPPED, &serde_json::json!({ "service": found.service, "by": "person" }));
        }
        // Of two visits of one person the newer one is the one that is gone on with.
        if let Some(own) = self.halves.mine.replace(found.id) {
            self.halves.drop(own);
        }
        self.draft = Some(Uuid::from_u128(found.id));
        self.halves.coming = found.forms;
        self.note(kind::VISIT_RESUMED, &serde_json::json!({ "service": found.service }));
        self.see_half();
    }

    fn fill_half(&mut self, filled: Filled) {
        self.visit.known.answers.extend(filled.answers);
        self.visit.known.passed = filled.passed;
    }

    /// When the visit that can be gone on with stopped, as people say the time.
    pub(super) fn stopped_at(&self) -> String {
        let at = self.found_half().map(|one| one.at.to_zoned(crate::clock::japan()));
        at.map(|at| at.strftime("%-H:%M").to_string()).unwrap_or_default()
    }

    /// What staff see of them: which form, when and how far; not whose.
    pub(super) fn follow_halves(&mut self) {
        let now = self.options.store.clock().now();
        let over: Vec<u128> = self.halves.left().filter(|one| !waits(one, now)).map(|one| one.id).collect();
        for id in over {
            self.halves.drop(id);
            self.note(kind::VISIT_DROPPED, &serde_json::json!({ "by": "time" }));
        }
        let lang = self.words.lang();
        let title = |filled: &Filled| {
            let pack = self.packs.iter().find(|pack| pack.id == filled.form);
            pack.map_or_else(|| filled.form.clone(), |pack| pack.title(lang).to_owned())
        };
        let left = self.halves.left().map(|one| Left {
            id: one.id,
            when: one.at.to_zoned(crate::clock::japan()).strftime("%-H:%M").to_string(),
            what: one.forms.iter().map(title).collect::<Vec<_>>().join("・"),
            passed: one.forms.iter().map(|filled| filled.passed.len()).sum(),
            of: one.forms.iter().map(|filled| filled.of).sum(),
        });
        self.desk.left = left.collect();
    }

    /// Staff go on with one: its service begins, and the person's own card finds the answers.
    pub(super) fn begin_left(&mut self, id: u128) {
        let Some(service) = self.halves.left().find(|one| one.id == id).map(|one| one.service.clone()) else { return };
        if self.visit.stage != Stage::Welcome || !self.may_lead() {
            return;
        }
        match self.offers.get(&service) {
            Some(_) => self.open_course(&service),
            None => self.on(Event::Begin(service)),
        }
        self.lead(true);
    }

    /// Staff throw one away.
    pub(super) fn drop_left(&mut self, id: u128) {
        if self.desk.may().serve && self.halves.left().any(|one| one.id == id) {
            self.halves.drop(id);
            self.note(kind::VISIT_DROPPED, &serde_json::json!({ "by": self.by() }));
            self.follow_halves();
        }
    }
}
