//! Folders (フォルダー): where the configuration, the assets and the practice data lie.
//!
//! The first that is there counts: what the command line says, what the environment says (`KAZASU_CONFIG`,
//! `KAZASU_ASSETS`, `KAZASU_PRACTICE`), a folder above the program (a checkout or an unpacked archive), the system's.
//! What was said explicitly is never replaced by something found elsewhere.

use std::path::{Path, PathBuf};

use super::fault::{ConfigFault, Wrong};

/// The folders of this run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    pub config: PathBuf,
    pub assets: PathBuf,
    /// Practice mode's own database, practice CA and sheets.
    pub practice: PathBuf,
}

impl Folders {
    /// Finds the folders; the arguments are what the command line said.
    pub fn find(config: Option<&Path>, assets: Option<&Path>) -> Result<Self, ConfigFault> {
        let beside = above_program(&["config/kiosk.toml", "assets/text"]);
        let search = |said: Option<&Path>, variable, name: &str, system: &str, proof: &str| {
            let said = said.map(Path::to_owned).or_else(|| std::env::var_os(variable).map(PathBuf::from));
            let candidates = match said {
                Some(folder) => vec![folder],
                None => beside.iter().map(|folder| folder.join(name)).chain([PathBuf::from(system)]).collect(),
            };
            first_with(candidates, proof)
        };
        Ok(Self {
            config: search(config, "KAZASU_CONFIG", "config", "/etc/kazasu", "")?,
            assets: search(assets, "KAZASU_ASSETS", "assets", "/usr/share/kazasu", "text")?,
            practice: practice(beside.as_deref()),
        })
    }
}

fn first_with(candidates: Vec<PathBuf>, proof: &str) -> Result<PathBuf, ConfigFault> {
    match candidates.iter().find(|folder| folder.join(proof).is_dir()) {
        Some(folder) => Ok(folder.clone()),
        None => {
            let file = candidates.first().cloned().unwrap_or_default();
            Err(ConfigFault { file, line: None, key: None, what: Wrong::Folder { looked_in: candidates } })
        }
    }
}

/// The nearest folder above the program that has all of these; a checkout keeps programs in `target/debug`.
fn above_program(proofs: &[&str]) -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    // Builds may lie outside the checkout (CARGO_TARGET_DIR); a shipped program must not look where it was built.
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).parent().filter(|_| cfg!(debug_assertions));
    let mut above = program.ancestors().skip(1).chain(checkout);
    above.find(|folder| proofs.iter().all(|proof| folder.join(proof).exists())).map(Path::to_owned)
}

fn practice(beside: Option<&Path>) -> PathBuf {
    if let Some(folder) = std::env::var_os("KAZASU_PRACTICE") {
        return PathBuf::from(folder);
    }
    match (beside, std::env::var_os("HOME")) {
        (Some(folder), _) => folder.join("practice"),
        (None, Some(home)) => PathBuf::from(home).join(".local/share/kazasu/practice"),
        (None, None) => std::env::temp_dir().join("kazasu-practice"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_is_not_replaced_by_what_was_found() {
        let nowhere = Path::new("/nowhere/at/all");
        let fault = Folders::find(Some(nowhere), None).expect_err("said but not there");
        assert_eq!((fault.code(), fault.file.as_path()), ("K06", nowhere));
    }

    #[test]
    fn an_assets_folder_without_sentences_is_no_assets_folder() {
        let empty = tempfile::tempdir().expect("folder");
        let config = tempfile::tempdir().expect("folder");
        let fault = Folders::find(Some(config.path()), Some(empty.path())).expect_err("no sentences");
        assert_eq!(fault.code(), "K06");
    }
}
