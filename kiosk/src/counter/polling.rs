//! Polling outside (投票所の受付の問い合わせ): the roll, the record of handings.

pub mod desk;
mod keeping;
pub mod minutes;
pub mod paper;
pub mod reading;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use super::offers::Offer;
use super::papers::Papers;
use super::{Errands, Outside};
use crate::alive::Supervisor;
use crate::config::services::rules;
use crate::config::{Config, Folders};
use crate::service::counter::{Row, Say, Words};
use crate::service::polling::rules::Rules;
use crate::service::polling::{Ask, Polling, Told};
use crate::store::{Fault, Store};

/// Polling reception with its desk.
#[must_use]
pub fn offer(config: &Config, folders: &Folders, papers: &Papers) -> Offer {
    let rules: Arc<Rules> = Arc::new(rules(&folders.config));
    let municipality = config.place.municipality.get("ja").to_owned();
    let paper = Arc::new(Mutex::new(paper::PaperRoll::new(PathBuf::from(&rules.paper_folder), papers.clone())));
    let rolls = desk::rolls::Rolls::default();
    let own = (papers.clone(), municipality.clone(), Arc::clone(&paper), rolls.clone());
    let desk = desk::PollingDesk::new(Arc::clone(&rules), own.0, own.1, own.2, own.3);
    let (kept, city) = (Arc::clone(&rules), municipality.clone());
    let work = move |supervisor: &Supervisor, store: &Arc<Store>| {
        keeping::start(supervisor, store, &kept, &paper);
        keeping::reads(supervisor, store, (&kept, &city), &rolls);
    };
    Offer::new(Polling { rules, municipality }).with_desk(desk).with_work(work)
}

impl Errands for Polling {
    fn fetch(&self, outside: &Outside<'_>, ask: Ask) -> Result<Told, &'static str> {
        let store = outside.store;
        let code = |fault: Fault| fault.code();
        let place = || store.polling_place().map_err(code)?.ok_or("M01");
        match ask {
            Ask::Place => Ok(Told::Place(store.polling_place().map_err(code)?.map(Box::new))),
            Ask::Ticket(text) => store.find_ticket(&place()?.election, &text).map(Told::Found).map_err(code),
            Ask::Search(text) => {
                let place = place()?;
                store.find_elector((&place.election, &self.municipality), &text).map(Told::Found).map_err(code)
            }
            Ask::Card => {
                let place = place()?;
                let found = outside.slot.with(outside.visit, |facts| {
                    let who = (facts.name.as_str(), facts.birth.as_str(), facts.address.as_str());
                    store.find_person((&place.election, &self.municipality), who)
                });
                found.ok_or("M01")?.map(Told::Found).map_err(code)
            }
            Ask::Elector(id) => {
                store.elector(&place()?.election, id).map(|one| Told::Elector(one.map(Box::new))).map_err(code)
            }
            Ask::Hand(handing) => store.hand(outside.id, &handing, outside.by).map(Told::Handed).map_err(code),
            Ask::Release { elector, ballots } => {
                store.release(elector, &ballots, outside.by).map(|()| Told::Released).map_err(code)
            }
        }
    }

    fn slip(&self, kind: &str, body: &[u8]) -> Option<Words> {
        #[derive(serde::Deserialize)]
        struct Handed {
            ballots: Vec<String>,
            station: String,
        }
        if kind != crate::store::kind::BALLOTS_HANDED || !self.rules.slips {
            return None;
        }
        let handed: Handed = serde_json::from_slice(body).ok()?;
        let election = self.rules.elections.iter().find(|election| election.place(&handed.station).is_some())?;
        let mut rows = vec![Row::new(Say::key("polling-election"), Say::from(&election.name))];
        rows.extend(election.place(&handed.station).map(|name| Row::new(Say::key("polling-place"), Say::from(name))));
        let ballots = handed.ballots.iter().filter_map(|id| election.ballot(id));
        rows.extend(ballots.map(|ballot| Row::new(Say::from(&ballot.name), Say::key("polling-one-paper"))));
        Some(Words { title: Say::key("polling-slip"), rows, ..Words::default() })
    }
}

#[cfg(test)]
mod tests;
