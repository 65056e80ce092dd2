//! Asks and answers claims until it is done or killed (取り合う側): `power-claimer FOLDER KEY FROM TO 0`.
//!
//! It first answers what an earlier run left open. `asked ID` once a question is on the disk, `answer ID WORD` once its
//! answer is. Two claims in turn want the same subject.

use std::io::{Error, Result, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use hw_tests::power::claims;
use hw_tests::power::judge;
use hw_tests::tool;
use kiosk::store::claims::{Slice, Ticket};
use kiosk::store::{Fault, Store};

fn main() -> ExitCode {
    tool::told(run())
}

fn run() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [folder, key, from, to, _] = words.as_slice() else {
        return Err(Error::other("usage: power-claimer FOLDER KEY FROM TO 0"));
    };
    let number = |word: &String| word.parse::<u64>().map_err(Error::other);
    let store = judge::open(&PathBuf::from(folder), &PathBuf::from(key)).map_err(Error::other)?;
    for ticket in store.unanswered_claims().map_err(Error::other)? {
        answer(&store, ticket)?;
    }
    for place in number(from)?..number(to)? {
        let claim = claims::claim(place);
        let ticket = store.ask_claim(&claim).map_err(Error::other)?;
        writeln!(std::io::stdout(), "asked {}", claim.id)?;
        answer(&store, ticket)?;
    }
    drop(store);
    writeln!(std::io::stdout(), "done")
}

fn answer(store: &Store, ticket: Ticket) -> Result<()> {
    let answer = store.answer_claim(ticket, &Slice::Everything).map_err(|fault: Fault| Error::other(fault))?;
    writeln!(std::io::stdout(), "answer {} {}", ticket.claim, claims::word(&answer))
}
