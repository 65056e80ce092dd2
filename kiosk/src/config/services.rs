//! Reading the rules of services (サービスの決まり): one file beside `kiosk.toml` for each, and what is shipped where there is none.

use std::path::Path;

use serde::de::DeserializeOwned;

use super::{ConfigFault, Wrong};
use crate::service::{attendance, certificate, guide, polling, privilege, shelter};

/// Rules that may contradict themselves: the key and what is wrong.
pub trait Rules: DeserializeOwned {
    /// The file inside the configuration folder.
    const FILE: &'static str;
    /// What is obeyed where the folder has no such file.
    const SHIPPED: &'static str;

    /// The key that is wrong, and why.
    fn contradiction(&self) -> Option<(String, &'static str)>;
}

impl Rules for attendance::Rules {
    const FILE: &'static str = "attendance.toml";
    const SHIPPED: &'static str = include_str!("../../../config/attendance.toml");

    fn contradiction(&self) -> Option<(String, &'static str)> {
        self.contradiction().map(|(key, what)| (key.to_owned(), what))
    }
}

impl Rules for privilege::programme::Programmes {
    const FILE: &'static str = "privileges.toml";
    const SHIPPED: &'static str = include_str!("../../../config/privileges.toml");

    fn contradiction(&self) -> Option<(String, &'static str)> {
        self.contradiction()
    }
}

impl Rules for shelter::Rules {
    const FILE: &'static str = "shelter.toml";
    const SHIPPED: &'static str = include_str!("../../../config/shelter.toml");

    fn contradiction(&self) -> Option<(String, &'static str)> {
        self.contradiction().map(|(key, what)| (key.to_owned(), what))
    }
}

impl Rules for polling::rules::Rules {
    const FILE: &'static str = "polling.toml";
    const SHIPPED: &'static str = include_str!("../../../config/polling.toml");

    fn contradiction(&self) -> Option<(String, &'static str)> {
        self.contradiction().map(|(key, what)| (key.to_owned(), what))
    }
}

impl Rules for certificate::Rules {
    const FILE: &'static str = "certificates.toml";
    const SHIPPED: &'static str = include_str!("../../../config/certificates.toml");

    fn contradiction(&self) -> Option<(String, &'static str)> {
        self.contradiction()
    }
}

impl Rules for guide::Rules {
    const FILE: &'static str = "guide.toml";
    const SHIPPED: &'static str = include_str!("../../../config/guide.toml");

    fn contradiction(&self) -> Option<(String, &'static str)> {
        self.contradiction()
    }
}

/// Reads the rules of one service.
///
/// # Errors
/// The file, the line and what is wrong there.
pub fn load<R: Rules>(folder: &Path) -> Result<R, ConfigFault> {
    let file = folder.join(R::FILE);
    let text = match std::fs::read_to_string(&file) {
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => R::SHIPPED.to_owned(),
        text => text.map_err(|why| ConfigFault::unreadable(&file, why.kind()))?,
    };
    let rules: R = toml::from_str(&text).map_err(|why| ConfigFault::from_toml(&file, &text, &why))?;
    match rules.contradiction() {
        None => Ok(rules),
        Some((key, what)) => Err(ConfigFault::about(&file, &text, &key, Wrong::Value(what.to_owned()))),
    }
}

/// The rules of one service for a terminal that runs; [`check`] said before what is wrong with them.
#[must_use]
pub fn rules<R: Rules + Default>(folder: &Path) -> R {
    load(folder).unwrap_or_default()
}

/// Reads the rules of every service, so that what is wrong is said at the start and by `kiosk config check`.
///
/// # Errors
/// As [`load`].
pub fn check(folder: &Path) -> Result<(), ConfigFault> {
    load::<attendance::Rules>(folder)?;
    load::<privilege::programme::Programmes>(folder)?;
    load::<shelter::Rules>(folder)?;
    load::<certificate::Rules>(folder)?;
    load::<super::library::Library>(folder)?;
    load::<polling::rules::Rules>(folder)?;
    load::<guide::Rules>(folder)?;
    load::<super::home::Home>(folder)?;
    load::<super::forms::Forms>(folder)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_rules_are_those_of_the_program() {
        let shipped: attendance::Rules =
            load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../config")).expect("shipped");
        let own = attendance::Rules::default();
        assert_eq!((shipped.double_tap_seconds, shipped.night), (own.double_tap_seconds, own.night));
        let ids = |rules: &attendance::Rules| rules.reasons.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&shipped), ids(&own));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let folder = tempfile::tempdir().expect("folder");
        let fault = |text: &str| {
            std::fs::write(folder.path().join("attendance.toml"), text).expect("write");
            let fault = load::<attendance::Rules>(folder.path()).expect_err(text);
            (fault.line, fault.code())
        };
        assert_eq!(fault("\nof_recrod = true\n"), (Some(2), "K03"));
        assert_eq!(fault("\n\nlongest_shift_hours = 0\n"), (Some(3), "K04"));
        assert_eq!(fault("night = [22, 24]\n"), (Some(1), "K04"));
    }
}
