//! Records entries until it is done or killed (記録する側): `power-writer FOLDER KEY FROM TO BODY`.
//!
//! Each answer is one line: `acknowledged PLACE NUMBER` once the entry is on the disk, `refused CODE` when it is not. A
//! refused entry is tried again with the same draft; after three refusals in a row it gives up in order.

use std::io::{Error, Result, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use hw_tests::power::judge;
use hw_tests::tool;

/// After this many refusals of one entry the disk is taken for gone.
const TRIES: u32 = 3;
/// The end of the chain is signed after this many entries.
const SEALED_EVERY: u64 = 4;

fn main() -> ExitCode {
    tool::told(run())
}

fn run() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [folder, key, from, to, length] = words.as_slice() else {
        return Err(Error::other("usage: power-writer FOLDER KEY FROM TO BODY"));
    };
    let number = |word: &String| word.parse::<u64>().map_err(Error::other);
    let (folder, key) = (PathBuf::from(folder), PathBuf::from(key));
    let (from, to, length) = (number(from)?, number(to)?, number(length)?);
    let length = usize::try_from(length).map_err(Error::other)?;
    let mut out = std::io::stdout();
    let mut refused = 0;
    let store = loop {
        match judge::open(&folder, &key) {
            Ok(store) => break store,
            Err(fault) => writeln!(out, "refused {}", fault.code())?,
        }
        refused += 1;
        if refused == TRIES {
            return writeln!(out, "done");
        }
    };
    'entries: for place in from..to {
        let mut refused = 0;
        loop {
            match store.record(vec![judge::draft(place, length)]) {
                Ok(entries) => {
                    for entry in entries {
                        writeln!(out, "acknowledged {place} {}", entry.number)?;
                    }
                    break;
                }
                Err(fault) => writeln!(out, "refused {}", fault.code())?,
            }
            refused += 1;
            if refused == TRIES {
                break 'entries;
            }
        }
        if place % SEALED_EVERY == 0
            && let Err(fault) = store.seal()
        {
            writeln!(out, "refused {}", fault.code())?;
        }
    }
    drop(store);
    writeln!(out, "done")
}
