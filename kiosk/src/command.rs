//! The command line (コマンドライン): stable and documented, for integrators and administrators.
//!
//! `kiosk/COMMANDS.md` describes every command, the JSON it writes and what it returns. Output goes through one
//! [`Output`]; whatever goes wrong is a [`Failure`] with the code and the sentences of a trouble.

mod arguments;
mod attendance;
mod audit;
mod card;
mod case;
mod close;
mod config;
pub mod doctor;
mod failure;
mod form;
mod journal;
mod library;
mod login;
mod output;
mod pack;
mod polling;
mod print;
mod privacy;
mod privilege;
mod qr;
pub mod record;
mod report;
mod retention;
mod sentences;
mod setting;
mod shelter;

mod staff;
mod store;

use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use tracing_subscriber::EnvFilter;

use arguments::Verb;
pub use arguments::{Arguments, RunArguments};
pub use failure::Failure;
pub use output::Output;
use setting::Setting;

use crate::app;

/// Parses the arguments, runs, and returns the exit code.
pub fn main() -> ExitCode {
    listen();
    crate::alive::panic::install();
    let arguments = Arguments::parse();
    let mut output = Output::standard();
    match run(&arguments, &mut output) {
        Ok(code) => code,
        Err(failure) => {
            output.failure(&failure, arguments.assets.as_deref());
            ExitCode::from(failure.trouble.exit().number())
        }
    }
}

/// Where the log goes: standard error, our own crates only, because others may log what stands on a screen.
fn listen() {
    let wanted = std::env::var("KAZASU_LOG").unwrap_or_else(|_| "warn".to_owned());
    let filter = EnvFilter::new(format!("off,kiosk={wanted},drivers={wanted}"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
    // A rig that listens itself was there before.
    drop(log);
}

fn run(arguments: &Arguments, output: &mut Output) -> Result<ExitCode, Failure> {
    let setting = Setting::new(arguments);
    match &arguments.verb {
        Verb::Run(run) => start(&setting, run),
        Verb::Card(card) => card::run(&setting, card, output),
        Verb::Form(form) => form::run(&setting, form, output),
        Verb::Case(verb) => case::run(&setting, verb, output),
        Verb::Config(verb) => config::run(&setting, verb, output),
        Verb::Doctor { practice, json } => doctor::run(&setting, *practice, *json, output),
        Verb::Journal(journal) => journal::run(&setting, journal, output),
        Verb::Store(store) => store::run(&setting, store, output),
        Verb::Staff(staff) => staff::run(&setting, staff, output),
        Verb::Retention(retention) => retention::run(&setting, retention, output),
        Verb::Privacy(privacy) => privacy::run(&setting, privacy, output),
        Verb::Audit(verb) => audit::run(&setting, verb, output),
        Verb::Report(verb) => report::run(&setting, verb, output),
        Verb::Close(verb) => close::run(&setting, verb, output),
        Verb::Attendance(verb) => attendance::run(&setting, verb, output),
        Verb::Privilege(verb) => privilege::run(&setting, verb, output),
        Verb::Print(verb) => print::run(&setting, verb, output),
        Verb::Qr(verb) => qr::run(&setting, verb, output),
        Verb::Library(verb) => library::run(&setting, verb, output),
        Verb::Polling(verb) => polling::run(&setting, verb, output),
        Verb::Shelter(verb) => shelter::run(&setting, verb, output),
    }
}

/// Opens the windows and stays until they are closed.
fn start(setting: &Setting, arguments: &RunArguments) -> Result<ExitCode, Failure> {
    let (folders, config) = setting.config()?;
    config::points_somewhere(&folders, &config)?;
    let (store, first) = record::open_first(&folders, &config, arguments.practice)?;
    let (store, first) = (Arc::new(store), std::sync::Mutex::new(first));
    let RunArguments { practice, out, hide_dock, words } = arguments.clone();
    app::run(app::Options { folders, config, store, practice, out, hide_dock, words, first })
        .map_err(|fault| crate::trouble::Trouble::new("L03").with("why", fault))?;
    Ok(ExitCode::SUCCESS)
}
