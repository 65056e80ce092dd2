//! Figures of polling (投票者数・投票録の数): turnout by hour, sex and station, reconciliation, who is in the roll.

use std::collections::BTreeMap;

use rusqlite::params;
use serde::Serialize;

use super::{about, local, opening_in};
use crate::service::polling::ID;
use crate::service::polling::elector::Sex;
use crate::store::journal::{Draft, instant, kind, number};
use crate::store::staff::{Act, Permit, Refusal};
use crate::store::{Fault, Store};

/// Papers of one sort that went out at one place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Slot {
    pub ballot: String,
    pub station: String,
    /// `early`, `day`, `absentee`
    pub stands: String,
    /// `m`, `f`, empty
    pub sex: String,
    /// `plain`, `proxy`, `braille`
    pub manner: String,
    pub papers: u64,
}

/// Electors who got their first paper in one hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hour {
    /// `2026-12-06 09`
    pub hour: String,
    pub men: u64,
    pub women: u64,
    pub others: u64,
}

/// What staff counted, beside what the record knew then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    pub ballot: String,
    pub counted: u64,
    pub known: u64,
    /// Local time.
    pub at: String,
}

/// Everything about one election.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    pub election: String,
    /// Electors by sex who may vote: men, women, others.
    pub electors: [u64; 3],
    /// Those of the roll who may not.
    pub barred: u64,
    pub slots: Vec<Slot>,
    pub hours: Vec<Hour>,
    /// Papers by ballot: handed out and exchanged.
    pub papers: BTreeMap<String, u64>,
    pub spoilt: BTreeMap<String, u64>,
    /// Handings that met another one of the same ballot: the election board decides.
    pub twice: u64,
    /// Claimed, and no handing recorded.
    pub doubtful: u64,
    pub undone: u64,
    pub allowed: u64,
    /// The newest count of each ballot at this terminal.
    pub counts: Vec<Counted>,
}

/// The sealed count before the doors open: nothing was handed out here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sealed {
    pub handed: u64,
    pub claims: u64,
}

impl Figures {
    /// Whether a count stands that differs: an alarm until it is counted again and agrees.
    #[must_use]
    pub fn alarm(&self) -> bool {
        self.twice > 0 || self.counts.iter().any(|count| count.counted != count.known)
    }
}

impl Store {
    /// Figures of an election, of every terminal whose journal is here.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn polling_figures(&self, election: &str) -> Result<Figures, Fault> {
        let mut figures = Figures { election: election.to_owned(), ..Figures::default() };
        self.roll_figures(election, &mut figures)?;
        self.slots(election, &mut figures)?;
        self.hours(election, &mut figures)?;
        let connection = self.connection();
        let one = |sql: &str| -> Result<u64, Fault> {
            number(connection.prepare_cached(sql)?.query_row([election], |row| row.get(0))?)
        };
        figures.twice = one("SELECT count(*) FROM polling_twice WHERE election = ?1")?;
        figures.allowed = one("SELECT count(*) FROM polling_allowed WHERE election = ?1")?;
        let undone = "SELECT count(*) FROM journal WHERE kind = ?1 AND scope = ?2";
        let key = params![kind::BALLOTS_UNDONE, about(election)];
        figures.undone = number(connection.prepare_cached(undone)?.query_row(key, |row| row.get(0))?)?;
        let claims = "SELECT count(*) FROM claims WHERE service = ?1 AND state = 'granted'
                      AND substr(scope, 1, length(?2)) = ?2";
        let key = params![ID, format!("{}/", about(election))];
        let claims = number(connection.prepare_cached(claims)?.query_row(key, |row| row.get(0))?)?;
        let handed = one("SELECT count(*) FROM polling_ballots WHERE election = ?1 AND stands <> 'asked'")?;
        figures.doubtful = claims.saturating_sub(handed);
        let sql = "SELECT ballot, counted, known, at FROM polling_counts WHERE election = ?1 AND terminal = ?2
                   ORDER BY number";
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query(params![election, self.terminal])?;
        let mut newest = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let ballot: String = row.get(0)?;
            let at = local(instant(row.get(3)?)?).strftime("%Y-%m-%d %H:%M").to_string();
            let (counted, known) = (number(row.get(1)?)?, number(row.get(2)?)?);
            newest.insert(ballot.clone(), Counted { ballot, counted, known, at });
        }
        figures.counts = newest.into_values().collect();
        Ok(figures)
    }

    fn roll_figures(&self, election: &str, figures: &mut Figures) -> Result<(), Fault> {
        let sql = "SELECT sex, roll_counts.status, sum(roll_counts.electors) FROM roll_counts JOIN rolls USING (roll)
                   WHERE election = ?1 GROUP BY sex, roll_counts.status";
        let connection = self.connection();
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([election])?;
        while let Some(row) = rows.next()? {
            let (sex, status, count): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let count = number(count)?;
            let [men, women, others] = &mut figures.electors;
            match (status.as_str(), Sex::of(&sex)) {
                ("", Sex::Male) => *men += count,
                ("", Sex::Female) => *women += count,
                ("", Sex::Other) => *others += count,
                _ => figures.barred += count,
            }
        }
        Ok(())
    }

    fn slots(&self, election: &str, figures: &mut Figures) -> Result<(), Fault> {
        let sql = "SELECT ballot, station, stands, coalesce(electors.sex, ''), manner, count(*)
                   FROM polling_ballots LEFT JOIN elector_keys AS k ON k.id = polling_ballots.elector
                   LEFT JOIN electors ON electors.elector = k.elector
                   WHERE election = ?1 GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5";
        let connection = self.connection();
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([election])?;
        while let Some(row) = rows.next()? {
            let slot = Slot {
                ballot: row.get(0)?,
                station: row.get(1)?,
                stands: row.get(2)?,
                sex: row.get(3)?,
                manner: row.get(4)?,
                papers: number(row.get(5)?)?,
            };
            if slot.stands != "asked" {
                *figures.papers.entry(slot.ballot.clone()).or_default() += slot.papers;
            }
            figures.slots.push(slot);
        }
        // A second handing of one ballot is a paper that went out as well.
        let more = [
            ("SELECT ballot, count(*) FROM polling_twice WHERE election = ?1 GROUP BY 1", false),
            ("SELECT ballot, count(*) FROM polling_spoilt WHERE election = ?1 GROUP BY 1", true),
        ];
        for (sql, spoilt) in more {
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query([election])?;
            while let Some(row) = rows.next()? {
                let (ballot, count): (String, i64) = (row.get(0)?, row.get(1)?);
                *figures.papers.entry(ballot.clone()).or_default() += number(count)?;
                if spoilt {
                    figures.spoilt.insert(ballot, number(count)?);
                }
            }
        }
        Ok(())
    }

    /// Electors by the hour of their first paper; one who came twice for two ballots is one elector.
    fn hours(&self, election: &str, figures: &mut Figures) -> Result<(), Fault> {
        let sql = "SELECT min(at), coalesce(electors.sex, '') FROM polling_ballots
                   LEFT JOIN elector_keys AS k ON k.id = polling_ballots.elector
                   LEFT JOIN electors ON electors.elector = k.elector
                   WHERE election = ?1 AND stands <> 'asked' GROUP BY polling_ballots.elector";
        let connection = self.connection();
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([election])?;
        let mut hours: BTreeMap<String, [u64; 3]> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let hour = local(instant(row.get(0)?)?).strftime("%Y-%m-%d %H").to_string();
            let [men, women, others] = hours.entry(hour).or_default();
            let sex: String = row.get(1)?;
            match Sex::of(&sex) {
                Sex::Male => *men += 1,
                Sex::Female => *women += 1,
                Sex::Other => *others += 1,
            }
        }
        let hour = |(hour, [men, women, others]): (String, [u64; 3])| Hour { hour, men, women, others };
        figures.hours = hours.into_iter().map(hour).collect();
        Ok(())
    }

    /// How many papers of a ballot this terminal knows to have gone out, exchanged ones included.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn papers_out(&self, election: &str, ballot: &str) -> Result<u64, Fault> {
        let sql = "SELECT (SELECT count(*) FROM polling_ballots
                           WHERE election = ?1 AND ballot = ?2 AND terminal = ?3 AND stands <> 'asked')
                        + (SELECT count(*) FROM polling_twice WHERE election = ?1 AND ballot = ?2 AND terminal = ?3)
                        + (SELECT count(*) FROM polling_spoilt WHERE election = ?1 AND ballot = ?2 AND terminal = ?3)";
        let key = params![election, ballot, self.terminal];
        number(self.connection().prepare_cached(sql)?.query_row(key, |row| row.get(0))?)
    }

    /// Staff counted the papers that went out at this terminal. Gives what the record knows; another number is an alarm.
    ///
    /// # Errors
    /// `U06` the permit is for something else; otherwise as [`Store::record`].
    pub fn count_papers(&self, election: &str, ballot: &str, counted: u64, permit: &Permit) -> Result<u64, Refusal> {
        permit.is_for(Act::Serve)?;
        let known = self.papers_out(election, ballot)?;
        let (counted, said) = (counted.to_string(), known.to_string());
        let body = permit.body(&[("ballot", ballot), ("counted", &counted), ("known", &said)])?;
        let draft = Draft::new(self.clock.id(), ID, kind::BALLOTS_COUNTED).scope(&about(election));
        self.record(vec![draft.body(1, body)])?;
        Ok(known)
    }

    /// What went out here in this election: zero before the doors open.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn sealed_count(&self, election: &str) -> Result<Sealed, Fault> {
        let connection = self.connection();
        let handed = "SELECT count(*) FROM polling_ballots WHERE election = ?1 AND terminal = ?2 AND stands <> 'asked'";
        let key = params![election, self.terminal];
        let handed = number(connection.prepare_cached(handed)?.query_row(key, |row| row.get(0))?)?;
        let claims = "SELECT count(*) FROM claims WHERE service = ?1 AND terminal = ?2 AND state = 'granted'
                      AND substr(scope, 1, length(?3)) = ?3";
        let key = params![ID, self.terminal, format!("{}/", about(election))];
        let claims = number(connection.prepare_cached(claims)?.query_row(key, |row| row.get(0))?)?;
        Ok(Sealed { handed, claims })
    }

    /// Whether this terminal is open for this election.
    ///
    /// # Errors
    /// As [`Store::entries`].
    pub fn is_open_for(&self, election: &str) -> Result<bool, Fault> {
        Ok(opening_in(&self.connection(), &self.terminal)?.is_some_and(|opening| opening.election == election))
    }
}
