//! Reading the rules of keeping (保存期間の設定): `retention.toml` beside `kiosk.toml`.

use std::path::Path;

use super::{ConfigFault, Wrong};
use crate::store::retention::Policy;

/// The name of the file inside the configuration folder.
pub const FILE: &str = "retention.toml";

/// The rules where the folder has no such file: those that are shipped.
const SHIPPED: &str = include_str!("../../../config/retention.toml");

/// Reads `retention.toml` in `folder`; without one the shipped rules are obeyed.
///
/// # Errors
/// The file, the line and what is wrong there.
pub fn load(folder: &Path) -> Result<Policy, ConfigFault> {
    let file = folder.join(FILE);
    let text = match std::fs::read_to_string(&file) {
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => SHIPPED.to_owned(),
        text => text.map_err(|why| ConfigFault::unreadable(&file, why.kind()))?,
    };
    let policy: Policy = toml::from_str(&text).map_err(|why| ConfigFault::from_toml(&file, &text, &why))?;
    match policy.contradiction() {
        None => Ok(policy),
        Some((id, what)) => {
            let line = text.lines().position(|line| line.trim() == format!("id = \"{id}\"")).map(|at| at + 1);
            let what = Wrong::Value(what.to_owned());
            Err(ConfigFault { line, ..ConfigFault::about(&file, &text, &format!("class.{id}"), what) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::kind;
    use crate::store::retention::Keep;

    fn shipped() -> Policy {
        load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../config")).expect("the shipped file")
    }

    #[test]
    fn the_shipped_rules_are_those_people_are_told() {
        let policy = shipped();
        let keep =
            |service: &str, kind: &str| policy.class_of(service, kind).map(|class| (class.id.as_str(), class.keep));
        assert_eq!(keep("juminhyo", kind::ACCEPTED), Some(("case", Keep::Years(1))), "forms/juminhyo: kept");
        assert_eq!(keep("juminhyo", kind::VISIT_ABANDONED), Some(("visit", Keep::AtOnce)));
        assert_eq!(keep("library", "loan"), Some(("library-loan", Keep::AtOnce)));
        assert_eq!(keep("polling", "roll-row"), Some(("polling-roll", Keep::AtOnce)));
        assert_eq!(keep("staff", kind::STAFF_LOGIN), Some(("staff-sign-in", Keep::Years(3))));
        assert_eq!(keep("staff", kind::STAFF_ADDED), Some(("staff", Keep::InUse)));
        assert_eq!(keep("journal", kind::ERASED), Some(("audit", Keep::InUse)), "the proof outlives what it proves");
        assert_eq!(keep("nobody", "knows"), Some(("other", Keep::Years(1))), "nothing is kept for ever by omission");
    }

    #[test]
    fn every_class_tells_people_everything() {
        for class in shipped().classes {
            let sheet = &class.sheet;
            for text in [&sheet.name, &sheet.purpose, &sheet.items, &sheet.persons, &sheet.source, &sheet.basis] {
                assert!(!text.trim().is_empty(), "{}", class.id);
            }
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let folder = tempfile::tempdir().expect("folder");
        let try_one = |text: &str| {
            std::fs::write(folder.path().join(FILE), text).expect("write");
            load(folder.path()).expect_err(text)
        };
        let sheet = "sheet = { name = 'n', purpose = 'p', items = 'i', persons = 'w', source = 's', basis = 'b' }";
        let class = |id: &str, rest: &str| format!("[[class]]\nid = \"{id}\"\n{rest}\n{sheet}\n");
        let twice = class("a", "keep = '1 day'").repeat(2);
        assert_eq!((try_one(&twice).line, try_one(&twice).code()), (Some(2), "K04"));
        let long = class("a", "keep = 'a while'");
        assert_eq!((try_one(&long).line, try_one(&long).code()), (Some(3), "K04"));
        let unknown = class("a", "keep = '1 day'\nkept = 1");
        assert_eq!((try_one(&unknown).line, try_one(&unknown).code()), (Some(4), "K03"));
        std::fs::remove_file(folder.path().join(FILE)).expect("remove");
        assert_eq!(load(folder.path()).expect("the shipped rules"), shipped());
    }
}
