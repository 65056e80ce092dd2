//! The guide outside (手続き案内の記録): a case for each form that was filled in, then the guidance itself, and its slip (案内票).

use std::path::PathBuf;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::offers::Offer;
use super::{Errands, Outside};
use crate::config::Folders;
use crate::config::services::rules;
use crate::form::{Answers, From, facts_json, pack};
use crate::paper::called;
use crate::service::body::{Body, SCHEMA};
use crate::service::counter::{Given, Heard, Row, Say, Words};
use crate::service::guide::{Ask, Guidance, Guide, ID, Plan, Rules, Told};
use crate::store::shelter::derived;
use crate::store::{Draft, Store, kind};

/// The guide with the forms it leads to.
pub struct Guiding {
    guide: Guide,
    forms: PathBuf,
}

/// The counter, by the guide of this configuration.
#[must_use]
pub fn offer(folders: &Folders) -> Offer {
    let rules: Arc<Rules> = Arc::new(rules(&folders.config));
    Offer::new(Guiding { guide: Guide { rules }, forms: folders.assets.join("forms") })
        .with_icon("circle-help")
        .on_welcome()
}

impl crate::service::counter::Counter for Guiding {
    type Ask = Ask;
    type Told = Told;

    fn id(&self) -> &'static str {
        self.guide.id()
    }

    fn told(&self, heard: &[Heard<Told>], form: &str) -> Given {
        self.guide.told(heard, form)
    }

    fn step(&self, heard: &[crate::service::counter::Heard<Told>]) -> crate::service::counter::Step<Ask> {
        self.guide.step(heard)
    }
}

impl Errands for Guiding {
    fn fetch(&self, outside: &Outside<'_>, ask: Ask) -> Result<Told, &'static str> {
        let Ask::Record(plan) = ask;
        let mut drafts = Vec::new();
        for (at, (form, answers)) in plan.forms.iter().enumerate() {
            drafts.push(self.case(outside, (at, form), answers)?);
        }
        let cases = if drafts.is_empty() { Vec::new() } else { record(outside.store, drafts)? };
        let body = guidance(outside.store, plan, &cases).ok_or("S07")?;
        let draft = Draft::new(outside.id, ID, kind::GUIDED).body(1, body);
        let number = record(outside.store, vec![draft])?.first().copied().ok_or("S07")?;
        Ok(Told::Recorded { number, cases })
    }

    fn slip(&self, kind: &str, body: &[u8]) -> Option<Words> {
        if kind != kind::GUIDED {
            return None;
        }
        Some(slip(&self.guide.rules, &serde_json::from_slice(body).ok()?))
    }
}

impl Guiding {
    /// One form as a case of its own. Asked for twice with the same id, it is written once.
    fn case(&self, outside: &Outside<'_>, (at, form): (usize, &str), answers: &Answers) -> Result<Draft, &'static str> {
        let pack = pack::load(&self.forms.join(form)).map_err(|_| "F01")?;
        let (store, hash) = (outside.store, pack.folder().hash());
        let answers = pack.settled(answers, store.clock().today());
        let facts = outside.slot.with(outside.visit, |facts| facts_json::write(facts, From::Card)).ok_or("C04")?;
        let body = Body {
            form: pack.id.clone(),
            version: pack.version,
            language: outside.slot.language(outside.visit),
            facts: facts.to_string(),
            told: None,
            printed: outside.slot.printed(outside.visit),
            fee: pack.fee(&answers),
            answers,
            pack: Some(hash.clone()),
            visit: outside.slot.together(outside.visit),
            city: Vec::new(),
            led: outside.slot.led(outside.visit),
            home: None,
            tapped: outside.slot.tapped(outside.visit),
            at: store.clock().local().datetime(),
        };
        let body = body.write().ok_or("S07")?;
        store.keep_form(&hash, &pack::keep(&pack)).map_err(|fault| fault.code())?;
        Ok(Draft::new(derived(outside.id, "guide", at), &pack.id, kind::ACCEPTED).body(SCHEMA, body))
    }
}

fn record(store: &Store, drafts: Vec<Draft>) -> Result<Vec<u64>, &'static str> {
    let entries = store.record(drafts).map_err(|fault| fault.code())?;
    Ok(entries.iter().map(|entry| entry.number).collect())
}

fn guidance(store: &Store, plan: Plan, cases: &[u64]) -> Option<Zeroizing<Vec<u8>>> {
    let forms = plan.forms.into_iter().map(|(form, _)| form);
    let cases = forms.zip(cases.iter().map(|number| called(store.terminal(), *number))).collect();
    let told = Guidance { procedures: plan.procedures, missing: plan.missing, cases };
    serde_json::to_vec(&told).ok().map(Zeroizing::new)
}

/// 案内票: windows in order, what is still missing, and nothing that says who the person is.
fn slip(rules: &Rules, guidance: &Guidance) -> Words {
    let known = |id: &String| rules.procedure.iter().find(|one| one.id == *id);
    let mut rows = Vec::new();
    for one in guidance.procedures.iter().filter_map(known) {
        let case = guidance.cases.iter().find(|(form, _)| one.form.as_ref() == Some(form));
        let row = Row::new(&one.name, &one.window);
        rows.push(match case {
            Some((_, number)) => row.note(Say::with("guide-slip-case", &[("number", number)])),
            None => row,
        });
    }
    let missing = guidance.missing.iter().filter_map(|id| rules.paper.iter().find(|paper| paper.id == *id));
    rows.extend(missing.map(|paper| Row::new(Say::key("guide-slip-missing"), &paper.name)));
    Words { title: Say::key("guide-slip-title"), rows, notes: vec![Say::key("guide-slip-note")], ..Words::default() }
}
