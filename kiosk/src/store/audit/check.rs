//! The whole check (監査の点検): chain and heads, state tables, pages, in one report that names every part.

use crate::store::{Fault, Report, Store};

/// What was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Every digest, hash and link of every terminal.
    Chain,
    /// Every signed head.
    Heads,
    /// State tables against a replay of the journal.
    Projections,
    /// Every page of the file.
    Pages,
}

impl Part {
    /// The stable word in JSON.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Chain => "chain",
            Self::Heads => "heads",
            Self::Projections => "projections",
            Self::Pages => "pages",
        }
    }
}

/// The report of one check.
#[derive(Debug)]
pub struct Checked {
    /// What the chain and its heads cover; `None` when they are broken.
    pub journal: Option<Report>,
    /// What is wrong, by part; empty is how it should be.
    pub wrong: Vec<(Part, Fault)>,
}

impl Store {
    /// Checks everything and goes on after a finding, so that one report names all of them. Recording waits meanwhile.
    #[must_use]
    pub fn audit_check(&self) -> Checked {
        let mut wrong = Vec::new();
        let journal = self.verify().map_err(|fault| wrong.push((part_of(&fault), fault))).ok();
        match self.compare() {
            Err(fault) => wrong.push((Part::Projections, fault)),
            Ok(tables) if !tables.is_empty() => {
                let names = tables.join(", ");
                wrong.push((Part::Projections, Fault::Damaged(format!("not what the journal gives: {names}"))));
            }
            Ok(_) => {}
        }
        if let Err(fault) = self.verify_pages() {
            wrong.push((Part::Pages, fault));
        }
        Checked { journal, wrong }
    }
}

fn part_of(fault: &Fault) -> Part {
    match fault {
        Fault::Broken { why, .. } if why.contains("head") => Part::Heads,
        _ => Part::Chain,
    }
}
