//! `kiosk store` (記録のファイル): what an administrator does with the record as a whole.

use std::process::ExitCode;

use super::Failure;
use super::arguments::StoreVerb;
use super::login::login;
use super::output::Output;
use super::record::{Missing, open};
use super::setting::Setting;
use crate::store::staff::Act;
use crate::trouble::Trouble;

pub(super) fn run(setting: &Setting, verb: &StoreVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    let (folders, config) = setting.config()?;
    match verb {
        StoreVerb::Rebuild { check: true, login } => {
            let store = open(&folders, &config, login.practice, Missing::Refuse)?;
            let other = store.compare()?;
            if !other.is_empty() {
                return Err(Failure::from(Trouble::new("S28")).detail(other.join(", ")));
            }
            output.line("状態表は記録と合っています / The state tables are what the record says")?;
        }
        StoreVerb::Rebuild { check: false, login: arguments } => {
            let store = open(&folders, &config, arguments.practice, Missing::Refuse)?;
            if !login(&store, arguments)?.role.may(Act::Keep) {
                return Err(Trouble::new("U06").into());
            }
            let read = store.rebuild()?;
            output.line(&format!("{read}件から作り直しました / Made again from {read} entries"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
