//! Models of readers (機種ごとの注意): `config/readers.toml`, matched by the name that the operating system gives.

use std::path::{Path, PathBuf};

use serde::Deserialize;

/// What to tell the person who looks after a reader, in two languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hint {
    pub ja: String,
    pub en: String,
}

/// One model.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Maker and model as sold.
    pub model: String,
    /// Parts of the operating system's name, any of which means this model; capitals do not matter.
    pub names: Vec<String>,
    #[serde(default)]
    pub contact: bool,
    #[serde(default)]
    pub contactless: bool,
    /// What helps.
    pub hint: Hint,
    /// What to avoid.
    pub avoid: Option<Hint>,
    /// Somebody saw it work with a My Number card under Linux, or a source says so. Otherwise it is said from the data sheet.
    #[serde(default)]
    pub confirmed: bool,
    /// It is known not to work here.
    #[serde(default)]
    pub unfit: bool,
}

/// All models of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Models {
    #[serde(default, rename = "reader")]
    all: Vec<Known>,
}

/// Why the file is not taken.
#[derive(Debug, thiserror::Error)]
pub enum ModelsFault {
    /// The file cannot be read.
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    /// Not TOML, an unknown key, or a value of the wrong kind.
    #[error("{}: {source}", path.display())]
    Toml { path: PathBuf, source: Box<toml::de::Error> },
    /// A model without a name to know it by, or with neither contacts nor an antenna.
    #[error("{}: {model}", path.display())]
    Model { path: PathBuf, model: String },
}

impl Models {
    /// Reads the file.
    ///
    /// # Errors
    /// [`ModelsFault`], naming the file and what is wrong in it.
    pub fn load(path: &Path) -> Result<Self, ModelsFault> {
        let text =
            std::fs::read_to_string(path).map_err(|source| ModelsFault::File { path: path.to_owned(), source })?;
        let models: Self = toml::from_str(&text)
            .map_err(|source| ModelsFault::Toml { path: path.to_owned(), source: Box::new(source) })?;
        let nameless = |known: &&Known| {
            known.names.is_empty()
                || known.names.iter().any(|name| name.len() < 3)
                || !(known.contact || known.contactless)
        };
        match models.all.iter().find(nameless) {
            Some(known) => Err(ModelsFault::Model { path: path.to_owned(), model: known.model.clone() }),
            None => Ok(models),
        }
    }

    /// The model of a reader; where several fit, the one with the longest name.
    #[must_use]
    pub fn find(&self, reader: &str) -> Option<&Known> {
        let reader = reader.to_lowercase();
        let fit = |known: &Known| {
            let names = known.names.iter().filter(|name| reader.contains(&name.to_lowercase()));
            names.map(String::len).max()
        };
        let fits = self.all.iter().filter_map(|known| Some((fit(known)?, known)));
        fits.max_by_key(|(length, _)| *length).map(|(_, known)| known)
    }

    /// All of them, in the file's order.
    pub fn iter(&self) -> impl Iterator<Item = &Known> {
        self.all.iter()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Models, ModelsFault};

    fn shipped() -> Models {
        Models::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../config/readers.toml")).expect("readers.toml")
    }

    #[test]
    fn readers_used_in_japan_are_known_by_the_name_pcscd_gives() {
        let models = shipped();
        assert!(models.iter().count() >= 12);
        for (name, model) in [
            ("Sony RC-S300/S1 (1234567) 00 00", "RC-S300"),
            ("SONY FeliCa RC-S300/P 00 00", "RC-S300"),
            ("SONY FeliCa Port/PaSoRi 4.0 00 00", "RC-S300"),
            ("SONY FeliCa RC-S380/S 00 00", "RC-S380"),
            ("ACS ACR39U ICC Reader 00 00", "ACR39"),
            ("ACS ACR122U PICC Interface 00 00", "ACR122U"),
            ("Identiv uTrust 2700 R Smart Card Reader 00 00", "uTrust 2700"),
            ("SCM Microsystems Inc. SCR3310 [CCID Interface] 00 00", "SCR3310"),
        ] {
            let found = models.find(name).map(|known| known.model.as_str()).unwrap_or_default();
            assert!(found.contains(model), "{name}: {found}");
        }
        assert!(models.find("Some other reader").is_none());
        let unfit = models.find("SONY FeliCa RC-S380/S 00 00").expect("known");
        assert!(unfit.unfit && unfit.avoid.is_some());
        for known in models.iter() {
            assert!(!known.hint.ja.is_empty() && !known.hint.en.is_empty(), "{}", known.model);
            assert!(!known.unfit || known.avoid.is_some(), "{}: why it is unfit", known.model);
        }
    }

    #[test]
    fn a_wrong_file_is_named_with_what_is_wrong() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("readers.toml");
        let said = |text: &str| {
            std::fs::write(&path, text).expect("written");
            Models::load(&path).err().map(|fault| fault.to_string()).unwrap_or_default()
        };
        let good =
            "[[reader]]\nmodel = \"A\"\nnames = [\"Maker A\"]\ncontact = true\nhint = { ja = \"一\", en = \"one\" }\n";
        assert_eq!(said(good), "");
        assert!(said(&good.replace("contact", "colour")).contains("colour"));
        assert!(said(&good.replace("\"Maker A\"", "")).ends_with("readers.toml: A"));
        assert!(said(&good.replace("contact = true\n", "")).ends_with("readers.toml: A"));
        assert!(matches!(Models::load(&folder.path().join("none")), Err(ModelsFault::File { .. })));
    }
}
