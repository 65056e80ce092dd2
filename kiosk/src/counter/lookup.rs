//! The look-up outside (受付の状況の問い合わせ): cases by number, without people under protection.

mod desk;

use super::offers::Offer;
use super::papers::Papers;
use super::{Errands, Outside};
use crate::config::{Config, Folders};
use crate::paper;
use crate::service::lookup::{Ask, Found, Lookup, Told};
use crate::store::Fault;

pub use desk::CaseDesk;

/// The counter and its desk.
pub fn offer(config: &Config, folders: &Folders, papers: &Papers) -> Offer {
    let forms = folders.assets.join("forms");
    let desk = CaseDesk { papers: papers.clone(), forms, window: config.on_paper().window };
    Offer::new(Lookup).with_desk(desk).on_welcome()
}

impl Errands for Lookup {
    fn fetch(&self, outside: &Outside<'_>, ask: Ask) -> Result<Told, &'static str> {
        let Ask::Find(wanted) = ask;
        find(outside, &wanted).map(Told::Found).map_err(|fault| fault.code())
    }
}

fn find(outside: &Outside<'_>, wanted: &str) -> Result<Vec<Found>, Fault> {
    let (terminal, digits) = match wanted.rsplit_once('-') {
        Some((terminal, digits)) => (Some(terminal), digits),
        None => (None, wanted),
    };
    let Ok(number) = digits.parse() else { return Ok(Vec::new()) };
    let cases = outside.store.cases_numbered(number)?;
    let wanted = cases.iter().filter(|case| terminal.is_none_or(|terminal| case.entry.terminal == terminal));
    wanted
        .map(|case| {
            let progress = outside.store.progress(case)?;
            Ok(Found {
                called: paper::called(&case.entry.terminal, case.entry.number),
                stage: progress.stage.id(),
                now: progress.called,
                window: progress.window,
            })
        })
        .collect()
}
