//! `kiosk staff` (職員): accounts, and people under protection (支援措置). Every act is an entry with who and why.

use std::process::ExitCode;

use serde_json::json;
use uuid::Uuid;

use super::Failure;
use super::arguments::{ActArguments, StaffVerb};
use super::login::{approved, login, secret_line};
use super::output::Output;
use super::record::{Missing, open, open_first};
use super::setting::Setting;
use crate::clock::japan;
use crate::config::Config;
use crate::form::facts_json;
use crate::store::Store;
use crate::store::protection::Person;
use crate::store::staff::{self, Act, Change, Permit, Role};
use crate::trouble::Trouble;

pub(super) fn run(setting: &Setting, verb: &StaffVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    let (folders, config) = setting.config()?;
    let practice = verb.act().login.practice;
    let (store, first) = match verb {
        StaffVerb::Add { .. } => open_first(&folders, &config, practice)?,
        _ => (open(&folders, &config, practice, Missing::Refuse)?, None),
    };
    let allowed = |act: Act| permit(&store, &config, act, verb.act(), verb.says());
    let manage = || allowed(Act::ManageStaff);
    match verb {
        StaffVerb::Add { name, role, new_password_stdin, recovery_later, act } => {
            let role = add(&store, &config, name, *role, *new_password_stdin, act)?;
            output.line(&format!("登録しました: {name}（{}） / Added: {name} ({})", role.id(), role.id()))?;
            match first {
                Some(place) if !recovery_later => super::store::seal_first(&store, &place, name, output)?,
                Some(_) => {
                    output.note("復旧の鍵はまだありません: kiosk store recovery-key / There is no recovery key yet")?
                }
                None => {}
            }
        }
        StaffVerb::List { json, .. } => {
            manage()?;
            for account in staff::list(&store)? {
                let since = account.since.to_zoned(japan()).strftime("%Y-%m-%d").to_string();
                output.line(&match json {
                    true => json!({"name": account.name, "role": account.role.id(), "since": since,
                        "enabled": account.enabled, "card": account.card})
                    .to_string(),
                    false => {
                        let state = if account.enabled { "" } else { "\t止めています / disabled" };
                        format!("{}\t{}\t{since}{state}", account.name, account.role.id())
                    }
                })?;
            }
        }
        StaffVerb::Password { name, new_password_stdin, .. } => {
            let permit = manage()?;
            let new = secret_line(*new_password_stdin, "新しい合いことば / New password: ")?;
            staff::set_password(&store, name, &new, &permit)?;
            output.line(&format!("変えました / Changed: {name}"))?;
        }
        StaffVerb::Role { name, role, .. } => changed(&store, name, Change::Role(*role), &manage()?, output)?,
        StaffVerb::Disable { name, .. } => changed(&store, name, Change::Disable, &manage()?, output)?,
        StaffVerb::Enable { name, .. } => changed(&store, name, Change::Enable, &manage()?, output)?,
        StaffVerb::Protect { facts, until, .. } => {
            let permit = allowed(Act::Protect)?;
            let text = super::form::text_of(facts)?;
            let (facts, _) = facts_json::read(&text).map_err(|why| Trouble::new("F08").with("why", why))?;
            let person = Person { name: &facts.name, birth: &facts.birth, address: &facts.address };
            let id = store.protect(&person, *until, &permit)?;
            output.line(&format!("支援措置にしました / Protected: {id}"))?;
        }
        StaffVerb::Another { number, .. } => {
            store.another_person(*number, &allowed(Act::Protect)?)?;
            output.line(&format!("別の方と記録しました / Recorded as another person: {number}"))?;
        }
        StaffVerb::Unprotect { id, .. } => {
            let id = Uuid::parse_str(id).map_err(|_| Trouble::new("U12"))?;
            store.unprotect(id, &allowed(Act::Protect)?)?;
            output.line(&format!("終えました / Ended: {id}"))?;
        }
        StaffVerb::Protected { .. } => {
            for marked in store.protected_people(&allowed(Act::Protect)?)? {
                let until = marked.until.map(|day| day.to_string()).unwrap_or_default();
                let (name, birth) = (marked.name.as_str(), marked.birth.as_str());
                let line = format!("{}\t{name}\t{birth}\t{}\t{until}", marked.person, marked.address.as_str());
                output.line(&zeroize::Zeroizing::new(line))?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The login, the second person where one is asked for, and the table.
fn permit(
    store: &Store,
    config: &Config,
    act: Act,
    arguments: &ActArguments,
    own: Option<&str>,
) -> Result<Permit, Failure> {
    let by = login(store, &arguments.login)?;
    let approval = approved(store, act, &by.name, arguments.second.as_deref(), &arguments.login)?;
    // Adding and listing say by themselves what they are for; every other act asks for its reason.
    let why = if arguments.why.is_empty() { own.unwrap_or_default() } else { arguments.why.as_str() };
    Ok(staff::permit(store, act, &by.name, why, config.staff.asks_two(act), approval)?)
}

fn changed(store: &Store, name: &str, change: Change, permit: &Permit, output: &mut Output) -> Result<(), Failure> {
    staff::change(store, name, change, permit)?;
    output.line(&format!("変えました / Changed: {name}"))
}

/// The first account is an administrator; every other one needs an administrator.
fn add(
    store: &Store,
    config: &Config,
    name: &str,
    role: Role,
    from_stdin: bool,
    act: &ActArguments,
) -> Result<Role, Failure> {
    let new_password = || secret_line(from_stdin, "新しい合いことば / New password: ");
    if staff::list(store)?.is_empty() {
        staff::add_first(store, name, &new_password()?)?;
        return Ok(Role::Administrator);
    }
    let permit = permit(store, config, Act::ManageStaff, act, Some("kiosk staff add"))?;
    staff::add(store, name, &new_password()?, role, &permit)?;
    Ok(role)
}
