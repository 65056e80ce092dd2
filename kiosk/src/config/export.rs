//! Files for other systems (書き出し): the section `[export]` of `kiosk.toml`: where the staff page writes cases, and in which characters.

use std::path::{Path, PathBuf};

/// `[export]`
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Export {
    /// The folder that a robot (RPA) watches; inside the data folder unless it is absolute. None: beside other exports.
    pub folder: Option<String>,
    pub encoding: Encoding,
}

/// How the table's characters are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
pub enum Encoding {
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    /// Windows-31J; what it lacks is told in a file beside.
    #[serde(rename = "shift_jis")]
    ShiftJis,
}

impl Export {
    /// The folder of this terminal; in practice always `usual`, so that no robot takes what was only played.
    #[must_use]
    pub fn place(&self, data: &Path, usual: PathBuf, practice: bool) -> PathBuf {
        self.folder.as_ref().filter(|_| !practice).map_or(usual, |folder| data.join(folder))
    }

    pub(super) fn contradiction(&self) -> Option<(&'static str, &'static str)> {
        let empty = self.folder.as_ref().is_some_and(|folder| folder.trim().is_empty());
        empty.then_some(("export.folder", "a folder is needed, or no such line"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_go_into_the_folder_that_was_named_and_in_practice_never() {
        let (data, usual) = (Path::new("/var/lib/kazasu"), PathBuf::from("/var/lib/kazasu/exports/cases"));
        for (folder, practice, place) in [
            (None, false, "/var/lib/kazasu/exports/cases"),
            (Some("rpa"), false, "/var/lib/kazasu/rpa"),
            (Some("/srv/rpa"), false, "/srv/rpa"),
            (Some("/srv/rpa"), true, "/var/lib/kazasu/exports/cases"),
        ] {
            let export = Export { folder: folder.map(str::to_owned), ..Export::default() };
            assert_eq!(export.place(data, usual.clone(), practice), Path::new(place), "{folder:?} {practice}");
        }
    }
}
