//! What staff do at a shelter (避難所の係の操作): open, close, move, merge, check out, settle, answer, enter from paper. The
//! staff pages and the command line call the same functions, and each is an entry with who and why.

mod paper;

use uuid::Uuid;

pub use paper::{Card, from_paper};

use super::spare;
use crate::service::shelter::board::Inside;
use crate::service::shelter::event::{
    Closed, Condition, Enquired, Heads, In, Leaving, Merged, Opened, Out, Settled, Told,
};
use crate::service::shelter::person::{How, Ref, Who, Wiped};
use crate::service::shelter::{Here, Rules};
use crate::store::protection::Sight;
use crate::store::shelter::{Case, Open, What, derived, draft, draft_about};
use crate::store::staff::{Act, Permit, Refusal};
use crate::store::{Draft, Entry, Fault, Store, kind};

/// Letters of a name that an enquiry must give.
const SHORTEST: usize = 2;

/// What staff decide about a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// They are here; two rows are one person.
    Stay,
    /// They are not here.
    Gone,
    /// It is as the record says: two people, or nothing to mend.
    Fine,
}

/// The id of a building: the same on every terminal, so that two doors of one shelter are one shelter.
#[must_use]
pub fn id_of(name: &str) -> Ref {
    Ref(derived(Uuid::nil(), &format!("shelter/{}", name.trim()), 0))
}

/// Opens a shelter, or gives an open one another capacity. This terminal is its door from now on.
///
/// # Errors
/// `U06` the permit is for something else; otherwise as [`Store::record`].
pub fn open(
    store: &Store,
    rules: &Rules,
    name: &str,
    capacity: Option<u32>,
    permit: &Permit,
) -> Result<Entry, Refusal> {
    permit.is_for(Act::Shelter)?;
    let (name, site) = (name.trim(), rules.site(name.trim()));
    let told = Opened {
        shelter: id_of(name),
        name: name.to_owned(),
        capacity: capacity.or(site.map(|site| site.capacity)).unwrap_or(0),
        rooms: site.map(|site| site.rooms.clone()).unwrap_or_default(),
        facility: site.map(|site| site.facility.clone()).unwrap_or_default(),
        by: permit.by().to_owned(),
    };
    // Laid down while there is room.
    spare::prepare(store)?;
    one(store, draft(store.clock().id(), kind::SHELTER_OPENED, told.shelter, &told)?)
}

/// Checks everybody out and closes the shelter. Gives how many went.
///
/// # Errors
/// As [`open`].
pub fn close(store: &Store, open: &Open, permit: &Permit) -> Result<u64, Refusal> {
    let gone = everybody_out(store, open, permit)?;
    let told = Closed { shelter: open.told.shelter, by: permit.by().to_owned(), why: permit.why().to_owned() };
    one(store, draft(store.clock().id(), kind::SHELTER_CLOSED, told.shelter, &told)?)?;
    Ok(gone)
}

/// 一括退所: everybody inside goes, people under protection and heads too. Gives how many.
///
/// # Errors
/// As [`open`].
pub fn everybody_out(store: &Store, open: &Open, permit: &Permit) -> Result<u64, Refusal> {
    permit.is_for(Act::Shelter)?;
    let people: Vec<Ref> =
        store.shelter_inside(open.told.shelter, Sight::Supervisor)?.iter().map(|one: &Inside| one.person).collect();
    let heads = store.shelter_heads(open.told.shelter)?;
    let mut drafts = Vec::new();
    if !people.is_empty() {
        drafts.push(out(store, open, people.clone(), Leaving::Bulk, permit)?);
    }
    if heads > 0 {
        let told = Heads {
            shelter: open.told.shelter,
            heads: -i32::try_from(heads).unwrap_or(i32::MAX),
            at: None,
            cards: None,
            place: open.told.name.clone(),
            by: permit.by().to_owned(),
        };
        drafts.push(draft(store.clock().id(), kind::SHELTER_HEADS, told.shelter, &told)?);
    }
    store.record(drafts)?;
    Ok(people.len() as u64 + u64::try_from(heads).unwrap_or(0))
}

/// People go out by a staff member's word.
///
/// # Errors
/// As [`open`].
pub fn check_out(store: &Store, open: &Open, people: Vec<Ref>, permit: &Permit) -> Result<Entry, Refusal> {
    permit.is_for(Act::Shelter)?;
    one(store, out(store, open, people, Leaving::Left, permit)?)
}

/// People go from this shelter to another one, in one transaction: at no moment in both or in none.
///
/// # Errors
/// As [`open`].
pub fn transfer(store: &Store, open: &Open, people: Vec<Ref>, to: &str, permit: &Permit) -> Result<(), Refusal> {
    permit.is_for(Act::Shelter)?;
    let going = out(store, open, people.clone(), Leaving::Moved, permit)?;
    let there = In {
        shelter: id_of(to),
        people,
        how: How::Staff,
        at: None,
        card: None,
        token: None,
        clash: None,
        consent: None,
        place: to.trim().to_owned(),
        by: permit.by().to_owned(),
    };
    let coming = draft(store.clock().id(), kind::SHELTER_IN, there.shelter, &there)?;
    store.record(vec![going, coming])?;
    Ok(())
}

/// Two rows are one person.
///
/// # Errors
/// As [`open`].
pub fn merge(store: &Store, open: &Open, keep: Ref, gone: Ref, permit: &Permit) -> Result<Entry, Refusal> {
    permit.is_for(Act::Shelter)?;
    let told = Merged { keep, gone, by: permit.by().to_owned() };
    one(store, draft(store.clock().id(), kind::SHELTER_MERGED, open.told.shelter, &told)?)
}

/// Adds to what is known of a person.
///
/// # Errors
/// As [`open`].
pub fn tell(store: &Store, open: &Open, person: Ref, who: Who, permit: &Permit) -> Result<Entry, Refusal> {
    permit.is_for(Act::Shelter)?;
    let by = permit.by().to_owned();
    let told = Told { shelter: open.told.shelter, person, household: None, leader: false, who, by };
    one(store, draft_about(store.clock().id(), &told)?)
}

/// Settles a case, and does what follows from it.
///
/// # Errors
/// As [`open`].
pub fn settle(store: &Store, open: &Open, case: &Case, way: Way, permit: &Permit) -> Result<(), Refusal> {
    permit.is_for(Act::Shelter)?;
    let mut drafts = Vec::new();
    let away = |shelter: Ref, person: Ref| -> Result<Draft, Fault> {
        let told = Out {
            shelter,
            people: vec![person],
            leaving: Leaving::Settled,
            at: None,
            card: None,
            to: None,
            place: String::new(),
            by: permit.by().to_owned(),
        };
        draft(store.clock().id(), kind::SHELTER_OUT, shelter, &told)
    };
    match (case.what, way, case.other) {
        // The same row in two shelters: `other` is the other one.
        (What::TwoPlaces, Way::Stay, Some(other)) if case.id.starts_with("two:") => {
            drafts.push(away(other, case.person)?);
        }
        (What::TwoPlaces | What::Twice, Way::Stay, Some(other)) => {
            let told = Merged { keep: case.person, gone: other, by: permit.by().to_owned() };
            for shelter in store.shelter_open_presences(other)? {
                drafts.push(away(shelter, other)?);
            }
            drafts.push(draft(store.clock().id(), kind::SHELTER_MERGED, case.shelter, &told)?);
        }
        (What::TwoPlaces | What::Twice, Way::Gone, _) => drafts.push(away(case.shelter, case.person)?),
        (What::OutFirst, Way::Stay, _) => {
            let told = In {
                shelter: case.shelter,
                people: vec![case.person],
                how: How::Staff,
                at: None,
                card: None,
                token: None,
                clash: None,
                consent: None,
                place: open.told.name.clone(),
                by: permit.by().to_owned(),
            };
            drafts.push(draft(store.clock().id(), kind::SHELTER_IN, case.shelter, &told)?);
        }
        _ => {}
    }
    let way = match way {
        Way::Stay => "stay",
        Way::Gone => "gone",
        Way::Fine => "fine",
    };
    let told = Settled { case: case.id.clone(), way: way.to_owned(), by: permit.by().to_owned() };
    drafts.push(draft(store.clock().id(), kind::SHELTER_SETTLED, case.shelter, &told)?);
    store.record(drafts)?;
    Ok(())
}

/// Answers who asks after somebody: where those are who agreed to it, and nothing about anybody else, not even that they
/// are not here. Who asked is recorded.
///
/// # Errors
/// `U06` the permit is for something else; otherwise as [`Store::record`].
pub fn enquire(
    store: &Store,
    open: &Open,
    (kana, asker): (&str, &str),
    permit: &Permit,
) -> Result<Vec<(Wiped, String)>, Refusal> {
    permit.is_for(Act::ShelterNames)?;
    let mut answers = Vec::new();
    let mut people = Vec::new();
    // One letter is no name: it would read the list out.
    let named = crate::store::shelter::folded(kana).chars().count() >= SHORTEST;
    for person in if named { store.shelter_by_kana(kana)? } else { Vec::new() } {
        let Some(found) = store.shelter_found(person, open.told.shelter, Sight::Counter)? else { continue };
        let place = match &found.here {
            Here::Inside => open.told.name.clone(),
            Here::Elsewhere(name) => name.clone(),
            Here::Outside => continue,
        };
        if found.consent == Some(true) {
            people.push(found.person);
            answers.push((found.label.clone(), place));
        }
    }
    let about: Vec<Option<Ref>> = if people.is_empty() { vec![None] } else { people.into_iter().map(Some).collect() };
    let drafts = about.into_iter().map(|person| {
        let asker = Wiped::some(asker).unwrap_or_default();
        let told = Enquired { person, asker, answered: person.is_some(), by: permit.by().to_owned() };
        let draft = draft(store.clock().id(), kind::SHELTER_ENQUIRED, open.told.shelter, &told)?;
        Ok(match person {
            Some(person) => draft.subject(person.0),
            None => draft,
        })
    });
    store.record(drafts.collect::<Result<Vec<_>, Fault>>()?)?;
    Ok(answers)
}

/// The state of the building, for the report.
///
/// # Errors
/// As [`open`].
pub fn condition(
    store: &Store,
    open: &Open,
    values: std::collections::BTreeMap<String, String>,
    permit: &Permit,
) -> Result<Entry, Refusal> {
    permit.is_for(Act::Shelter)?;
    let told = Condition { shelter: open.told.shelter, values, by: permit.by().to_owned() };
    one(store, draft(store.clock().id(), kind::SHELTER_CONDITION, told.shelter, &told)?)
}

fn out(store: &Store, open: &Open, people: Vec<Ref>, leaving: Leaving, permit: &Permit) -> Result<Draft, Fault> {
    let told = Out { leaving, ..out_at(open, people, permit) };
    draft(store.clock().id(), kind::SHELTER_OUT, open.told.shelter, &told)
}

fn out_at(open: &Open, people: Vec<Ref>, permit: &Permit) -> Out {
    Out {
        shelter: open.told.shelter,
        people,
        leaving: Leaving::Left,
        at: None,
        card: None,
        to: None,
        place: open.told.name.clone(),
        by: permit.by().to_owned(),
    }
}

fn one(store: &Store, draft: Draft) -> Result<Entry, Refusal> {
    let entry = store.record(vec![draft])?.pop();
    Ok(entry.ok_or_else(|| Fault::Other("nothing recorded".into()))?)
}
