//! `kiosk privilege` (優遇サービス): the settlement of a month, and taking something back.

use std::process::ExitCode;

use super::Failure;
use super::arguments::PrivilegeVerb;
use super::attendance::{Desk, month};
use super::login::approved;
use super::output::Output;
use super::setting::Setting;
use crate::config::services;
use crate::counter::privilege::tables;
use crate::service::privilege::programme::Programmes;
use crate::store::staff::{self, Act};
use crate::trouble::Trouble;

pub(super) fn run(setting: &Setting, verb: &PrivilegeVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    match verb {
        PrivilegeVerb::Settle { month: arguments, merchant } => {
            let (desk, by) = Desk::open(setting, &arguments.login)?;
            let programmes: Programmes = services::load(&desk.folders.config)?;
            let permit = staff::permit(&desk.store, Act::Settle, &by.name, "", false, None)?;
            let settlement = desk.store.settle(month(arguments, &desk.store), &permit)?;
            let list = tables::settlement(&settlement, merchant.as_deref(), &programmes, desk.papers.words());
            desk.write(&list, arguments, output)?;
        }
        PrivilegeVerb::Cancel { wanted, why, second, login } => {
            let (desk, by) = Desk::open(setting, login)?;
            let two = desk.config.staff.asks_two(Act::CancelPrivilege);
            let approval = match two {
                true => approved(&desk.store, Act::CancelPrivilege, &by.name, second.as_deref(), login)?,
                false => None,
            };
            let permit = staff::permit(&desk.store, Act::CancelPrivilege, &by.name, why, two, approval)?;
            let found = desk.store.privileges(Some(wanted)).map_err(super::attendance::store)?;
            let one = found.first().ok_or_else(|| Trouble::new("U12"))?;
            let entry = desk.store.cancel_privilege(one.id, &permit)?;
            output.line(&format!("{}-{}", entry.terminal, entry.number))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
