//! Privileges outside (優遇サービスの問い合わせ): whether somebody is eligible, how often they were, and what is written.

mod desk;
pub mod tables;

use std::sync::Arc;

use super::offers::Offer;
use super::papers::Papers;
use super::plain::whose;
use super::{Errands, Outside};
use crate::config::Folders;
use crate::config::services::rules;
use crate::form::era;
use crate::service::counter::{Row, Say, Words};
use crate::service::privilege::programme::{Programme, Programmes};
use crate::service::privilege::{Ask, ID, Judged, Known, Privilege, Told, thousands};
use crate::store::privilege::{Issued, Proved, Redemption};
use crate::store::{Fault, kind};

pub use desk::PrivilegeDesk;

/// The counter and its desk, by the programmes of this configuration.
pub fn offer(folders: &Folders, papers: &Papers) -> Offer {
    let programmes: Arc<Programmes> = Arc::new(rules(&folders.config));
    let desk = PrivilegeDesk { programmes: Arc::clone(&programmes), papers: papers.clone() };
    Offer::new(Privilege { programmes }).with_desk(desk)
}

impl Errands for Privilege {
    fn fetch(&self, outside: &Outside<'_>, ask: Ask) -> Result<Told, &'static str> {
        let (store, id) = (outside.store, outside.id);
        let code = |fault: Fault| fault.code();
        let programme = |id: &str| self.programmes.get(id).ok_or("M01");
        match ask {
            Ask::Whose(text) => Ok(Told::Whose(whose(store, ID, &text))),
            Ask::Judge { programme: id, known } => judge(outside, programme(&id)?, &known).map(Told::Judged),
            Ask::Issue(grant) => {
                store.issue_voucher(id, programme(&grant.programme)?, &grant).map(Told::Given).map_err(code)
            }
            Ask::Use(grant) => {
                store.use_privilege(id, programme(&grant.programme)?, &grant).map(Told::Given).map_err(code)
            }
            Ask::Prove { programme, yes } => {
                store.prove(id, &programme, yes).map(|number| Told::Proved { number, yes }).map_err(code)
            }
            Ask::Look(voucher) => store.voucher(&voucher).map(Told::Voucher).map_err(code),
            Ask::Redeem { voucher, merchant, yen } => {
                store.redeem(id, voucher, &merchant, yen).map(Told::Redeemed).map_err(code)
            }
        }
    }

    fn slip(&self, kind: &str, body: &[u8]) -> Option<Words> {
        slip(&self.programmes, kind, body)
    }
}

fn judge(outside: &Outside<'_>, programme: &Programme, known: &Known) -> Result<Judged, &'static str> {
    let store = outside.store;
    let today = store.clock().today();
    let (holder, eligible) = match known {
        Known::Registered(of) => (*of, programme.is_on(today)),
        Known::Card => {
            // Whoever registered the same four facts is one person with one count.
            let read = outside.slot.with(outside.visit, |facts| {
                let birth = era::birth(&facts.birth);
                (store.subject_of_facts(ID, facts), programme.admits(&facts.address, birth, today))
            });
            let (holder, eligible) = read.ok_or("C04")?;
            (holder.map_err(|fault| fault.code())?, eligible)
        }
    };
    let used = store.privileges_used(programme, holder).map_err(|fault| fault.code())?;
    Ok(Judged { holder, eligible, used, today, here: store.terminal().to_owned() })
}

/// What the slip of an entry says.
fn slip(programmes: &Arc<Programmes>, of: &str, body: &[u8]) -> Option<Words> {
    let named = |id: &str| match programmes.get(id) {
        Some(programme) => Row::new(Say::key("privilege-programme"), &programme.name),
        None => Row::new(Say::key("privilege-programme"), id.to_owned()),
    };
    let amount =
        |yen: u32| Row::new(Say::key("privilege-amount"), Say::with("privilege-yen", &[("yen", &thousands(yen))]));
    let shop = |id: &str| (!id.is_empty()).then(|| Row::new(Say::key("privilege-shop"), &programmes.merchant(id)));
    match of {
        kind::VOUCHER_ISSUED => {
            let issued: Issued = serde_json::from_slice(body).ok()?;
            let code = issued.code?;
            let mut rows = vec![named(&issued.programme)];
            rows.extend(issued.yen.map(amount));
            rows.extend(issued.until.map(|until| Row::new(Say::key("privilege-until"), until.to_string())));
            rows.push(Row::new(Say::key("privilege-code"), code.clone()));
            let notes = vec![Say::key("privilege-slip-voucher")];
            Some(Words {
                title: Say::key("privilege-slip-title"),
                rows,
                code: Some(code.replace('-', "")),
                notes,
                ..Words::default()
            })
        }
        kind::PRIVILEGE_USED => {
            let issued: Issued = serde_json::from_slice(body).ok()?;
            let mut rows = vec![named(&issued.programme)];
            rows.extend(shop(&issued.merchant));
            rows.extend(issued.yen.map(amount));
            Some(Words { title: Say::key("privilege-slip-used"), rows, ..Words::default() })
        }
        kind::VOUCHER_REDEEMED => {
            let redeemed: Redemption = serde_json::from_slice(body).ok()?;
            let mut rows = vec![named(&redeemed.programme)];
            rows.extend(shop(&redeemed.merchant));
            rows.push(amount(redeemed.yen));
            Some(Words { title: Say::key("privilege-slip-redeemed"), rows, ..Words::default() })
        }
        kind::PRIVILEGE_PROVED => {
            let proved: Proved = serde_json::from_slice(body).ok()?;
            let answer = Say::key(if proved.yes { "privilege-yes" } else { "privilege-no" });
            let rows = vec![named(&proved.programme), Row::new(Say::key("privilege-answer"), answer)];
            let notes = vec![Say::key("privilege-slip-proof")];
            Some(Words { title: Say::key("privilege-slip-proved"), rows, notes, ..Words::default() })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
