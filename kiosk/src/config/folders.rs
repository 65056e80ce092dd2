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
        Ok(Self {
            config: CONFIG.find(config)?,
            assets: ASSETS.find(assets)?,
            practice: practice(above_program().as_deref()),
        })
    }

    /// The assets alone, for words about a configuration that is not there.
    pub fn find_assets(said: Option<&Path>) -> Result<PathBuf, ConfigFault> {
        ASSETS.find(said)
    }
}

/// Where one of the folders may be.
struct Wanted {
    variable: &'static str,
    /// Beside the program.
    name: &'static str,
    system: &'static str,
    /// A folder inside, without which it is not the folder looked for.
    proof: &'static str,
}

const CONFIG: Wanted = Wanted { variable: "KAZASU_CONFIG", name: "config", system: "/etc/kazasu", proof: "" };
const ASSETS: Wanted = Wanted { variable: "KAZASU_ASSETS", name: "assets", system: "/usr/share/kazasu", proof: "text" };

impl Wanted {
    fn find(&self, said: Option<&Path>) -> Result<PathBuf, ConfigFault> {
        let said = said.map(Path::to_owned).or_else(|| std::env::var_os(self.variable).map(PathBuf::from));
        let candidates = match said {
            Some(folder) => vec![folder],
            None => {
                let beside = above_program().map(|folder| folder.join(self.name));
                beside.into_iter().chain([PathBuf::from(self.system)]).collect()
            }
        };
        first_with(candidates, self.proof)
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

/// The nearest folder above the program that has both folders; a checkout keeps programs in `target/debug`.
fn above_program() -> Option<PathBuf> {
    let proofs = ["config/kiosk.toml", "assets/text"];
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
