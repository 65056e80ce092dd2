//! Receives electors until it is done or killed (受け付ける側): `power-reception FOLDER KEY FROM TO 0`.
//!
//! `green PLACE` once the handing is on the disk, which is when the page may be green.

use std::io::{Error, Result, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use hw_tests::power::{judge, receptions};
use hw_tests::tool;

fn main() -> ExitCode {
    tool::told(run())
}

fn run() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [folder, key, from, to, _] = words.as_slice() else {
        return Err(Error::other("usage: power-reception FOLDER KEY FROM TO 0"));
    };
    let number = |word: &String| word.parse::<u64>().map_err(Error::other);
    let store = judge::open(&PathBuf::from(folder), &PathBuf::from(key)).map_err(Error::other)?;
    for place in number(from)?..number(to)? {
        if receptions::serve(&store, place, 0).map_err(Error::other)? {
            writeln!(std::io::stdout(), "green {place}")?;
        }
    }
    drop(store);
    writeln!(std::io::stdout(), "done")
}
