//! `kiosk retention` (保存期間): the rules that are obeyed, and erasing by them now.

use std::process::ExitCode;

use super::Failure;
use super::arguments::RetentionVerb;
use super::login::{approved, login};
use super::output::Output;
use super::record::{Missing, open};
use super::setting::Setting;
use crate::store::staff::{self, Act};

pub(super) fn run(setting: &Setting, verb: &RetentionVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    let (folders, config) = setting.config()?;
    match verb {
        RetentionVerb::List => {
            for class in crate::config::retention::load(&folders.config)?.classes {
                let any = |names: &[String]| if names.is_empty() { "*".to_owned() } else { names.join(",") };
                let (services, kinds) = (any(&class.services), any(&class.kinds));
                output.line(&format!("{}\t{:?}\t{services}\t{kinds}\t{}", class.id, class.keep, class.sheet.name))?;
            }
        }
        RetentionVerb::Erase { login: arguments, why, class, second } => {
            let store = open(&folders, &config, arguments.practice, Missing::Refuse)?;
            let staff = login(&store, arguments)?;
            // The rules decide what goes; who asks only decides when.
            let act = if class.is_some() { Act::Erase } else { Act::Keep };
            let agreed = approved(&store, act, &staff.name, second.as_deref(), arguments)?;
            let permit = staff::permit(&store, act, &staff.name, why, config.staff.asks_two(act), agreed)?;
            let gone = store.erase_expired_by(store.clock().now(), class.as_deref(), &permit)?;
            for gone in &gone {
                output.line(&format!("{}\t{}", gone.class, gone.bodies))?;
            }
            if gone.is_empty() {
                output.note("期限が過ぎたものはありません / Nothing is over")?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
