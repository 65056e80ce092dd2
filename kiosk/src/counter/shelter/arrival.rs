//! People come in (入所): new ones are told of, their token is theirs, and all of them are in, in one transaction.

use super::{Door, derived, draft, draft_about, recorded, tap};
use crate::service::shelter::event::{In, Linked, Told};
use crate::service::shelter::person::{How, Ref, Who};
use crate::service::shelter::{Arrival, Coming, Receipt};
use crate::store::shelter::{draft_linked, token_of};
use crate::store::{Draft, Fault, kind};

impl Door<'_> {
    pub(super) fn enter(&self, arrival: &Arrival) -> Result<Receipt, Fault> {
        let id = self.id(&self.says(arrival)?);
        let cases = self.store.shelter_cases(self.here())?.len();
        if let Some((entry, told)) = recorded(self.store, id)? {
            return self.receipt(&entry, told.people.len(), told.people.first().copied(), cases);
        }
        let mut drafts = Vec::new();
        let mut people: Vec<Ref> = Vec::new();
        // New people of a known household join it; else the first one is the representative.
        let household = arrival.household.unwrap_or(Ref(derived(id, "household", 0)));
        for (at, coming) in arrival.people.iter().enumerate() {
            let (person, who) = match coming {
                Coming::Known(person) => (*person, None),
                Coming::New(who) => (Ref(derived(id, "person", at)), Some((**who).clone())),
                Coming::Facts => {
                    let who = self.facts().unwrap_or_default();
                    let known = self.same(&who)?;
                    (known.unwrap_or(Ref(derived(id, "person", at))), Some(who))
                }
            };
            if people.contains(&person) {
                continue;
            }
            let leader = at == 0 && arrival.household.is_none();
            if let Some(who) = who {
                let who = Who { consent: arrival.consent.or(who.consent), ..who };
                let told =
                    Told { shelter: self.here(), person, household: Some(household), leader, who, by: self.by() };
                drafts.push(draft_about(derived(id, "told", at), &told)?);
            } else if arrival.people.len() > 1 && arrival.household.is_none() {
                // People known before who come as a family now are one household from now on.
                let who = Who { consent: arrival.consent, ..Who::default() };
                let told =
                    Told { shelter: self.here(), person, household: Some(household), leader, who, by: self.by() };
                drafts.push(draft_about(derived(id, "told", at), &told)?);
            }
            people.push(person);
        }
        let token = self.token(arrival, people.first().copied(), id)?;
        let told = In {
            shelter: self.here(),
            people: people.clone(),
            how: how(arrival),
            at: None,
            card: None,
            token,
            clash: arrival.clash.clone(),
            consent: arrival.consent,
            place: self.open.told.name.clone(),
            by: self.by(),
        };
        drafts.push(draft(id, kind::SHELTER_IN, self.here(), &told)?);
        drafts.extend(self.links(arrival, &told, id)?);
        let entries = self.store.record(drafts)?;
        let entry = entries.iter().find(|entry| entry.id == id);
        let entry = entry.ok_or_else(|| Fault::Other("nothing recorded".into()))?;
        self.receipt(entry, people.len(), people.first().copied(), cases)
    }

    /// The token that stands on the slip: the one held up, the one they have, or a new one.
    fn token(&self, arrival: &Arrival, first: Option<Ref>, id: uuid::Uuid) -> Result<Option<String>, Fault> {
        if arrival.token.is_some() {
            return Ok(arrival.token.clone());
        }
        let known = first.map(|person| self.store.shelter_token_of(person)).transpose()?.flatten();
        Ok(known.or_else(|| Some(token_of(id))))
    }

    fn links(&self, arrival: &Arrival, told: &In, id: uuid::Uuid) -> Result<Vec<Draft>, Fault> {
        let Some(person) = told.people.first().copied() else { return Ok(Vec::new()) };
        let tokens = told.token.clone().into_iter().chain(arrival.registration.map(tap));
        let mut drafts = Vec::new();
        for (at, token) in tokens.enumerate() {
            if self.store.shelter_token(&token)?.is_none() {
                let linked = Linked { token, person, by: self.by() };
                drafts.push(draft_linked(derived(id, "link", at), self.here(), &linked)?);
            }
        }
        Ok(drafts)
    }

    /// Everything an arrival says, so that only the same one counts as asked for again.
    fn says(&self, arrival: &Arrival) -> Result<String, Fault> {
        let mut says = format!("in/{}", arrival.token.as_deref().unwrap_or(""));
        for coming in &arrival.people {
            says.push('/');
            match coming {
                Coming::Known(person) => says.push_str(&person.0.to_string()),
                Coming::Facts => says.push_str("facts"),
                Coming::New(who) => {
                    says.push_str(&serde_json::to_string(who).map_err(|error| Fault::Other(error.to_string()))?);
                }
            }
        }
        Ok(says)
    }
}

const fn how(arrival: &Arrival) -> How {
    arrival.how
}
