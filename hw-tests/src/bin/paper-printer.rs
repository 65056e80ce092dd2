//! Accepts cases and prints their slips until it is done or killed (印刷する側): `paper-printer FOLDER KEY ADDRESS COUNT`.
//!
//! What an earlier run left unprinted it prints first, as staff would. It says `accepted NUMBER` once a case is on the disk.

use std::io::{Error, Result, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use drivers::printer::Confirm;
use drivers::printer::port::Tcp;
use hw_tests::power::judge;
use hw_tests::{press, tool};
use kiosk::alive::Supervisor;
use kiosk::paper::{Job, Outcome, Printer};
use kiosk::store::cases::{Paper, State};

/// How long one slip may take.
const LIMIT: Duration = Duration::from_secs(30);
/// Cases that are looked through for slips that did not come out.
const CASES: u32 = 1000;

fn main() -> ExitCode {
    tool::told(run())
}

fn run() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [folder, key, address, count] = words.as_slice() else {
        return Err(Error::other("usage: paper-printer FOLDER KEY ADDRESS COUNT"));
    };
    let count: usize = count.parse().map_err(Error::other)?;
    let store = Arc::new(judge::open(&PathBuf::from(folder), &PathBuf::from(key)).map_err(told)?);
    let left: Vec<u64> = store.open_cases(CASES).map_err(told)?.iter().filter_map(unprinted).collect();
    let address = address.clone();
    let wire = move || -> Option<Box<dyn drivers::printer::Port>> {
        Some(Box::new(Tcp::new(&address).confirmed_by(Confirm::ProcessId)))
    };
    let setup = press::setup(&store, Box::new(wire), |_| {}).map_err(Error::other)?;
    let supervisor = Supervisor::new(|_| {});
    let (tell, outcomes) = channel();
    let tell = Mutex::new(tell);
    let printer = Printer::start(setup, &supervisor, move |outcome| {
        if let Ok(tell) = tell.lock() {
            let _ = tell.send(outcome);
        }
    });
    left.into_iter().try_for_each(|number| print(&printer, &outcomes, number))?;
    let (mut out, body) = (std::io::stdout(), press::body());
    for _ in 0..count {
        let number = press::accept(&store, &body).map_err(told)?;
        writeln!(out, "accepted {number}")?;
        print(&printer, &outcomes, number)?;
    }
    writeln!(out, "done")
}

fn unprinted(case: &kiosk::store::cases::Case) -> Option<u64> {
    (case.slip.state != State::Printed).then_some(case.entry.number)
}

fn print(printer: &Printer, outcomes: &Receiver<Outcome>, number: u64) -> Result<()> {
    printer.print(Job::Again(number, Paper::Slip));
    loop {
        let outcome = outcomes.recv_timeout(LIMIT).map_err(Error::other)?;
        if outcome.trouble.is_none() && outcome.number == number {
            return Ok(());
        }
    }
}

fn told(fault: kiosk::store::Fault) -> Error {
    Error::other(fault.code())
}
