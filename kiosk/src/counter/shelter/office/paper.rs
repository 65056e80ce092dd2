//! Back from paper (紙からの入力): handwritten cards with their own times.

use jiff::Timestamp;

use super::{one, out_at};
use crate::service::shelter::event::{Heads, In, Told};
use crate::service::shelter::person::{How, Ref, Who, Wiped};
use crate::service::shelter::{Here, code};
use crate::store::protection::Sight;
use crate::store::shelter::{Open, derived, draft, draft_about};
use crate::store::staff::{Act, Permit, Refusal};
use crate::store::{Draft, Fault, Store, kind};

/// A handwritten card (避難者カード).
pub struct Card<'a> {
    /// Its number.
    pub number: &'a str,
    pub out: bool,
    /// The time that stands on it.
    pub at: Timestamp,
    /// The representative; empty where nobody wrote one.
    pub kana: &'a str,
    /// With the representative.
    pub people: u32,
}

/// Enters a handwritten card with its own time. Somebody of exactly that kana is the same person; else they are new.
///
/// # Errors
/// As [`open`]; `U12` nobody can be meant: no people, or too many.
pub fn from_paper(store: &Store, open: &Open, card: &Card<'_>, permit: &Permit) -> Result<(), Refusal> {
    permit.is_for(Act::Shelter)?;
    let most = u32::try_from(code::LARGEST).unwrap_or(u32::MAX);
    if !(1..=most).contains(&card.people) {
        return Err(Refusal::NotNow);
    }
    let known = exactly(store, open, card)?;
    match (card.out, known) {
        (true, Some(people)) => {
            let mut draft_out = out_at(open, people, permit);
            (draft_out.at, draft_out.card) = (Some(card.at), Some(card.number.to_owned()));
            one(store, draft(store.clock().id(), kind::SHELTER_OUT, open.told.shelter, &draft_out)?)?;
        }
        (true, None) => {
            let heads = -i32::try_from(card.people).unwrap_or(i32::MAX);
            one(store, heads_of(store, open, heads, card, permit)?)?;
        }
        (false, known) => paper_in(store, open, card, known, permit)?,
    }
    Ok(())
}

fn paper_in(
    store: &Store,
    open: &Open,
    card: &Card<'_>,
    known: Option<Vec<Ref>>,
    permit: &Permit,
) -> Result<(), Refusal> {
    let id = store.clock().id();
    let household = Ref(derived(id, "household", 0));
    let mut people = known.unwrap_or_default();
    let mut drafts = Vec::new();
    for at in people.len()..usize::try_from(card.people).unwrap_or(1) {
        let person = Ref(derived(id, "person", at));
        let kana = if at == 0 { Wiped::some(card.kana) } else { None };
        let who = Who { unknown: kana.is_none(), kana, ..Who::default() };
        let told = Told {
            shelter: open.told.shelter,
            person,
            household: Some(household),
            leader: at == 0,
            who,
            by: permit.by().to_owned(),
        };
        drafts.push(draft_about(derived(id, "told", at), &told)?);
        people.push(person);
    }
    let told = In {
        shelter: open.told.shelter,
        people,
        how: How::Paper,
        at: Some(card.at),
        card: Some(card.number.to_owned()),
        token: None,
        clash: None,
        consent: None,
        place: open.told.name.clone(),
        by: permit.by().to_owned(),
    };
    drafts.push(draft(id, kind::SHELTER_IN, told.shelter, &told)?);
    store.record(drafts)?;
    Ok(())
}

/// The one person of exactly this kana, with the household that is where the card wants it; `None` where nobody or several
/// bear it.
fn exactly(store: &Store, open: &Open, card: &Card<'_>) -> Result<Option<Vec<Ref>>, Fault> {
    let kana = crate::store::shelter::folded(card.kana);
    if kana.is_empty() {
        return Ok(None);
    }
    let mut found = Vec::new();
    for person in store.shelter_by_kana(card.kana)? {
        let who = store.shelter_who(person)?.unwrap_or_default();
        let same = who.kana.as_ref().is_some_and(|known| crate::store::shelter::folded(known) == kana);
        if same {
            found.extend(store.shelter_found(person, open.told.shelter, Sight::Supervisor)?);
        }
    }
    let [found] = found.as_slice() else { return Ok(None) };
    let inside = found.here == Here::Inside;
    if inside != card.out {
        return Ok(None);
    }
    let others = found.members.iter().filter(|one| one.inside == card.out).map(|one| one.person);
    let count = usize::try_from(card.people).unwrap_or(1);
    Ok(Some(std::iter::once(found.person).chain(others).take(count).collect()))
}

fn heads_of(store: &Store, open: &Open, heads: i32, card: &Card<'_>, permit: &Permit) -> Result<Draft, Fault> {
    let told = Heads {
        shelter: open.told.shelter,
        heads,
        at: Some(card.at),
        cards: None,
        place: open.told.name.clone(),
        by: permit.by().to_owned(),
    };
    draft(store.clock().id(), kind::SHELTER_HEADS, told.shelter, &told)
}
