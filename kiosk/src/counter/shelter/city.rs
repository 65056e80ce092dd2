//! Who lives with the person at the door (世帯の方), by the city's own system: read only, offered as rows, one press each.
//! While that system is away nobody waits for it again and again.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::Door;
use crate::counter::{Errands, Outside};
use crate::form::source::Member;
use crate::household::{Answer, Query, Register, Why};
use crate::log::told;
use crate::service::counter::{Counter, Heard, Step, Words};
use crate::service::shelter::person::{Ref, Sex, Who, Wiped, age};
use crate::service::shelter::{Ask, Coming, Offered, Shelter, Told};
use crate::store::Fault;
use crate::store::protection::Person;

/// A system that did not answer is not asked again for so long: four hundred people an hour come through this door.
const REST: Duration = Duration::from_mins(1);

/// The city's system, and until when it is left alone.
#[derive(Clone)]
pub struct City {
    register: Arc<Register>,
    rests: Arc<Mutex<Option<Instant>>>,
}

/// The door with the city's system behind it.
#[derive(Clone)]
pub struct Reception {
    pub door: Shelter,
    pub city: City,
}

impl City {
    #[must_use]
    pub fn new(register: Register) -> Self {
        Self { register: Arc::new(register), rests: Arc::default() }
    }

    /// Members as they are told; nobody where nothing is known.
    fn ask(&self, outside: &Outside<'_>) -> Vec<Member> {
        let mut rests = self.rests.lock().unwrap_or_else(PoisonError::into_inner);
        if *self.register == Register::None || rests.is_some_and(|until| Instant::now() < until) {
            return Vec::new();
        }
        let Some(query) = outside.slot.with(outside.visit, Query::of).flatten() else { return Vec::new() };
        match self.register.ask(&query) {
            Answer::Known(members) => {
                *rests = None;
                members
            }
            Answer::Unknown(why) => {
                tracing::info!(why = told(why.id()), "the household is unknown");
                *rests = matches!(why, Why::Away | Why::Late).then(|| Instant::now() + REST);
                Vec::new()
            }
        }
    }
}

impl Door<'_> {
    /// Those of the household who may have come along: neither the person nor anybody who is inside or under protection.
    fn along(&self, members: Vec<Member>) -> Result<Vec<Offered>, Fault> {
        let Some(own) = self.facts() else { return Ok(Vec::new()) };
        let address = own.address.as_deref().unwrap_or_default();
        let today = self.store.clock().today();
        let mut along = Vec::new();
        for member in members {
            let shielded = Person { name: &member.name, birth: &member.birth, address };
            if self.store.is_protected(&shielded)? {
                continue;
            }
            let who = who(&member, &own);
            let (Some(label), Some(birth)) = (who.name.clone(), who.birth) else { continue };
            if crate::store::shelter::is_alike(&who, &own) {
                continue;
            }
            let known = self.same(&who)?;
            if known.map(|person| self.is_inside(person)).transpose()?.unwrap_or(false) {
                continue;
            }
            let coming = known.map_or_else(|| Coming::New(Box::new(who)), Coming::Known);
            along.push(Offered { coming, label, age: age(birth, today) });
        }
        Ok(along)
    }

    fn is_inside(&self, person: Ref) -> Result<bool, Fault> {
        Ok(self.store.shelter_open_presences(person)?.contains(&self.here()))
    }
}

/// A member as this shelter writes people down; they live where the person with the card lives.
fn who(member: &Member, own: &Who) -> Who {
    let sex = match member.sex.as_str() {
        "male" => Some(Sex::Male),
        "female" => Some(Sex::Female),
        _ => None,
    };
    Who {
        name: Wiped::some(&member.name),
        kana: Wiped::some(&member.kana),
        birth: member.birth.parse().ok(),
        sex,
        address: own.address.clone(),
        ..Who::default()
    }
}

impl Counter for Reception {
    type Ask = Ask;
    type Told = Told;

    fn id(&self) -> &'static str {
        self.door.id()
    }

    fn first_way(&self) -> drivers::card::myna::Way {
        self.door.first_way()
    }

    fn step(&self, heard: &[Heard<Told>]) -> Step<Ask> {
        self.door.step(heard)
    }
}

impl Errands for Reception {
    fn fetch(&self, outside: &Outside<'_>, ask: Ask) -> Result<Told, &'static str> {
        if !matches!(ask, Ask::Household) {
            return self.door.fetch(outside, ask);
        }
        let members = self.city.ask(outside);
        if members.is_empty() {
            return Ok(Told::Household(Vec::new()));
        }
        let Some(open) = outside.store.shelter_here().map_err(|fault| fault.code())? else { return Ok(Told::Closed) };
        let door = Door { store: outside.store, outside, open };
        door.along(members).map(Told::Household).map_err(|fault| fault.code())
    }

    fn slip(&self, kind: &str, body: &[u8]) -> Option<Words> {
        self.door.slip(kind, body)
    }
}
