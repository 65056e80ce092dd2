//! Pulls the power cord as often as asked and prints figures (停電試験): `power-cord --kills 10000 [--seed N]`,
//! `power-cord --faults [--step N]`, `power-cord --flips 10000`, `power-cord --every-byte`.
//!
//! A run is repeated by its seed. It needs `power-writer` and `examples/libpower_cord.so` beside it.

use std::io::{Error, Result, Write};
use std::process::ExitCode;

use hw_tests::power::damage::{Outcome, Sample, flip_by_lot};
use hw_tests::power::lot::Lot;
use hw_tests::power::{cord, faults};
use hw_tests::tool;

const USAGE: &str = "usage: power-cord [--seed N] (--kills N | --faults [--step N] | --flips N | --every-byte)";

fn main() -> ExitCode {
    tool::told(run())
}

fn run() -> Result<()> {
    let mut words = std::env::args().skip(1);
    let (mut seed, mut kills, mut all_faults, mut step, mut flips, mut bytes) = (2026, 0, false, 1, 0, false);
    while let Some(word) = words.next() {
        let mut number = || words.next().and_then(|word| word.parse::<u64>().ok()).ok_or_else(|| Error::other(USAGE));
        match word.as_str() {
            "--seed" => seed = number()?,
            "--kills" => kills = number()?,
            "--step" => step = number()?.max(1),
            "--faults" => all_faults = true,
            "--flips" => flips = number()?,
            "--every-byte" => bytes = true,
            _ => return Err(Error::other(USAGE)),
        }
    }
    if kills > 0 {
        pull(kills, seed)?;
    }
    if all_faults {
        refuse(step)?;
    }
    if flips > 0 {
        flip(flips, seed)?;
    }
    if bytes {
        every_byte()?;
    }
    if kills + flips == 0 && !all_faults && !bytes { Err(Error::other(USAGE)) } else { Ok(()) }
}

fn flip(flips: u64, seed: u64) -> Result<()> {
    let sample = Sample::closed(60, 3000).map_err(Error::other)?;
    let (noticed, harmless) = flip_by_lot(&sample, flips, &mut Lot::new(seed)).map_err(Error::other)?;
    writeln!(
        std::io::stdout(),
        "seed {seed}: {flips} flipped bits, {noticed} noticed, {harmless} harmless, 0 unnoticed"
    )
}

fn every_byte() -> Result<()> {
    let sample = Sample::closed(3, 100).map_err(Error::other)?;
    let length = sample.database()?.len();
    for at in 0..length {
        match sample.flip(at, u8::try_from(at % 8).unwrap_or(0))? {
            Outcome::Noticed(_) => {}
            other => return Err(Error::other(format!("byte {at}: {other:?}"))),
        }
    }
    writeln!(std::io::stdout(), "{length} bytes, each flipped, each noticed")
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
