//! `kiosk staff add` (職員の登録): the first administrator, and by an administrator everybody else.

use std::process::ExitCode;

use super::Failure;
use super::arguments::StaffVerb;
use super::login::{login, secret_line};
use super::output::Output;
use super::record::{Missing, open};
use super::setting::Setting;
use crate::store::staff::{self, Act, Role};

pub(super) fn run(setting: &Setting, verb: &StaffVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    let StaffVerb::Add { name, role, new_password_stdin, login: arguments } = verb;
    let (folders, config) = setting.config()?;
    let store = open(&folders, &config, arguments.practice, Missing::Make)?;
    let new_password = || secret_line(*new_password_stdin, "新しい合いことば / New password: ");
    let role = if staff::list(&store)?.is_empty() {
        staff::add_first(&store, name, &new_password()?)?;
        Role::Administrator
    } else {
        let by = login(&store, arguments)?;
        let permit = staff::permit(&store, Act::ManageStaff, &by.name, "kiosk staff add", false, None)?;
        staff::add(&store, name, &new_password()?, *role, &permit)?;
        *role
    };
    output.line(&format!("登録しました: {name}（{}） / Added: {name} ({})", role.id(), role.id()))?;
    Ok(ExitCode::SUCCESS)
}
