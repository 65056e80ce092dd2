//! `kiosk config check` (設定を確かめる): the file, and everything it points to.

use std::process::ExitCode;

use super::Failure;
use super::arguments::ConfigVerb;
use super::output::Output;
use super::setting::Setting;
use crate::config::{Config, ConfigFault, Folders, Wire, Wrong};

pub(super) fn run(setting: &Setting, verb: &ConfigVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    let ConfigVerb::Check = verb;
    let (folders, config) = setting.config()?;
    points_somewhere(&folders, &config)?;
    let file = folders.config.join(crate::config::FILE);
    output.line(&format!("{}: 使えます / can be used", file.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// What the file names must be there: languages, the printer's profile.
pub(super) fn points_somewhere(folders: &Folders, config: &Config) -> Result<(), ConfigFault> {
    let file = folders.config.join(crate::config::FILE);
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    let wrong = |key, what: String| Err(ConfigFault::about(&file, &text, key, Wrong::Value(what)));
    for language in &config.terminal.languages {
        if !folders.assets.join("text").join(language).is_dir() {
            return wrong("terminal.languages", format!("assets/text/{language} is not there"));
        }
    }
    crate::config::retention::load(&folders.config)?;
    crate::config::services::check(&folders.config)?;
    if config.slip.port != Wire::None {
        drivers::printer::Profile::load(&config.profile_file(&folders.config))?;
    }
    Ok(())
}
