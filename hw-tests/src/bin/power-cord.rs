//! Pulls the power cord as often as asked and prints figures (停電試験): `power-cord --kills 10000 [--seed N]`,
//! `power-cord --faults [--step N]`.
//!
//! A run is repeated by its seed. It needs `power-writer` and `examples/libpower_cord.so` beside it.

use std::io::{Error, Result, Write};
use std::process::ExitCode;

use hw_tests::power::{cord, faults};

const USAGE: &str = "usage: power-cord [--seed N] (--kills N | --faults [--step N])";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut words = std::env::args().skip(1);
    let (mut seed, mut kills, mut all_faults, mut step) = (2026, 0, false, 1);
    while let Some(word) = words.next() {
        let mut number = || words.next().and_then(|word| word.parse::<u64>().ok()).ok_or_else(|| Error::other(USAGE));
        match word.as_str() {
            "--seed" => seed = number()?,
            "--kills" => kills = number()?,
            "--step" => step = number()?.max(1),
            "--faults" => all_faults = true,
            _ => return Err(Error::other(USAGE)),
        }
    }
    if kills > 0 {
        pull(kills, seed)?;
    }
    if all_faults {
        refuse(step)?;
    }
    if kills == 0 && !all_faults { Err(Error::other(USAGE)) } else { Ok(()) }
}

fn pull(kills: u64, seed: u64) -> Result<()> {
    let mut out = std::io::stdout();
    writeln!(out, "seed {seed}")?;
    let show = |figures: &cord::Figures| {
        format!(
            "{} kills, {} databases, {} disks opened, {} kills with operations that were not sure, {} entries acknowledged, 0 lost, 0 doubled, usable after {} ms at most",
            figures.kills,
            figures.databases,
            figures.disks,
            figures.torn,
            figures.acknowledged,
            figures.slowest.as_millis()
        )
    };
    let figures = cord::pull(kills, seed, |figures| {
        if figures.databases % 10 == 0 {
            let _ = writeln!(std::io::stdout(), "{}", show(figures));
        }
    });
    let figures = figures.map_err(Error::other)?;
    writeln!(out, "{}", show(&figures))
}

fn refuse(step: u64) -> Result<()> {
    let mut out = std::io::stdout();
    for refusal in faults::ALL {
        let figures = faults::refuse(refusal, 1, step).map_err(Error::other)?;
        writeln!(out, "{refusal:?}: {} runs, {} with a refusal in words", figures.runs, figures.refused)?;
    }
    Ok(())
}
