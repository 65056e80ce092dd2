//! `kiosk store` (記録の保管): backups, recovery, keys and erasing. Every act is an entry with who and why.

use std::path::Path;
use std::process::ExitCode;

use super::Failure;
use super::arguments::{AskArguments, EraseArguments, LoginArguments, StoreVerb};
use super::login::{login, secret_line};
use super::output::Output;
use super::record::{First, Missing, open, place};
use super::setting::Setting;
use crate::clock::Clock;
use crate::config::{Config, Folders};
use crate::store::erase::Gone;
use crate::store::recovery::{Mistyped, RecoveryKey};
use crate::store::restore::{Candidate, Opener, Wishes};
use crate::store::staff::{self, Act, Permit};
use crate::store::{Draft, Fault, Store, backup, kind, rekey};
use crate::trouble::Trouble;

pub(super) fn run(setting: &Setting, verb: &StoreVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    let (folders, config) = setting.config()?;
    match verb {
        StoreVerb::Backup { file, ask } => back_up(&folders, &config, file, ask, output)?,
        StoreVerb::Verify { file, practice } => verify(&folders, &config, file.as_deref(), *practice, output)?,
        StoreVerb::Restore { file, ask, yes_older, without_erasures, recovery_key } => {
            let how = (*yes_older, *without_erasures, *recovery_key);
            restore(&folders, &config, file, ask, how, output)?;
        }
        StoreVerb::Rekey { ask } => new_key(&folders, &config, ask, output)?,
        StoreVerb::RecoveryKey { ask } => recovery_key(&folders, &config, ask, output)?,
        StoreVerb::Recover { practice, administrator, why, stdin } => {
            recover(&folders, &config, *practice, (administrator.as_deref(), why, *stdin), output)?;
        }
        StoreVerb::Erase { what, ask } => {
            let store = open(&folders, &config, ask.login.practice, Missing::Refuse)?;
            let permit = asked(&store, Act::Erase, ask)?;
            erase(&store, what, &permit, output)?;
        }
        StoreVerb::Rebuild { check, login: arguments } => rebuild(&folders, &config, *check, arguments, output)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// One entry, everything about a person, or everything of a roll.
fn erase(store: &Store, what: &EraseArguments, permit: &Permit, output: &mut Output) -> Result<(), Failure> {
    let told =
        |bodies: u64, told: u64| format!("消しました: {bodies}件（記録 {told}） / Erased: {bodies} (entry {told})");
    let many = |gone: Gone| told(gone.bodies, gone.told.number);
    let said = match (what.number, what.person_of, &what.scope, &what.subject) {
        (Some(number), ..) => told(1, store.erase(number, permit)?.number),
        (_, Some(number), ..) => many(store.erase_person_of(number, permit)?),
        (_, _, Some(scope), _) => many(store.erase_scope(scope, permit)?),
        (.., subject) => {
            let parts = subject.as_deref().and_then(|subject| subject.split_once('/'));
            let id = parts.and_then(|(service, id)| Some((service, uuid::Uuid::parse_str(id).ok()?)));
            let (service, id) = id.ok_or_else(|| Trouble::new("U12"))?;
            format!("消しました / Erased (entry {})", store.erase_subject(service, id, permit)?.number)
        }
    };
    output.line(&said)
}

fn rebuild(
    folders: &Folders,
    config: &Config,
    check: bool,
    arguments: &LoginArguments,
    output: &mut Output,
) -> Result<(), Failure> {
    let store = open(folders, config, arguments.practice, Missing::Refuse)?;
    if check {
        return compared(&store)
            .and_then(|()| output.line("状態表は記録と合っています / The state tables are what the record says"));
    }
    let by = login(&store, arguments)?;
    let permit = staff::permit(&store, Act::Keep, &by.name, "kiosk store rebuild", false, None)?;
    let read = store.rebuild()?;
    store.tell_kept(kind::REBUILT, &permit)?;
    output.line(&format!("{read}件から作り直しました / Made again from {read} entries"))
}

fn compared(store: &Store) -> Result<(), Failure> {
    let other = store.compare()?;
    if other.is_empty() { Ok(()) } else { Err(Failure::from(Trouble::new("S28")).detail(other.join(", "))) }
}

/// Login, reason and, where it is asked, the second person.
fn asked(store: &Store, act: Act, ask: &AskArguments) -> Result<Permit, Failure> {
    let by = login(store, &ask.login)?;
    let second = match &ask.second {
        None => None,
        Some(name) => {
            let password = secret_line(ask.login.password_stdin, "2人目の合いことば / Second password: ")?;
            Some(staff::approve(store, act, &by.name, name, &password)?)
        }
    };
    Ok(staff::permit(store, act, &by.name, &ask.why, false, second)?)
}

fn back_up(
    folders: &Folders,
    config: &Config,
    file: &Path,
    ask: &AskArguments,
    output: &mut Output,
) -> Result<(), Failure> {
    let (path, key, purpose) = place(folders, config, ask.login.practice)?;
    let store = opened(&path, &key, config, purpose)?;
    let permit = asked(&store, Act::Keep, ask)?;
    let id = store.clock().id();
    store.record(vec![Draft::new(id, "kiosk", kind::BACKED_UP).body(1, permit.body(&[])?)])?;
    let head = store.seal()?.ok_or_else(|| Fault::Other("nothing was recorded".into()))?;
    let made = backup::take(&path, &key, (&head, purpose), file, progress(output))?;
    let (file, number) = (file.display(), made.number);
    output.line(&format!("控えを取りました: {file}（{number}まで） / Backed up: {file} (to entry {number})"))
}

fn opened(
    path: &Path,
    key: &crate::store::Key,
    config: &Config,
    purpose: crate::store::Purpose,
) -> Result<Store, Failure> {
    std::fs::metadata(path).map_err(|why| Failure::from(Fault::from(why)).detail(path.display()))?;
    Ok(Store::open_for(path, key, config.terminal.id.as_str(), purpose, Clock::system())?)
}

fn verify(
    folders: &Folders,
    config: &Config,
    file: Option<&Path>,
    practice: bool,
    output: &mut Output,
) -> Result<(), Failure> {
    let (path, key, purpose) = place(folders, config, practice)?;
    let report = match file {
        Some(file) => {
            // The digest first: a file that was cut needs no key to be refused.
            backup::read(file)?;
            Candidate::lay_out(file, &path, &Opener::Key(&key), Clock::system())?.report.clone()
        }
        None => {
            let store = opened(&path, &key, config, purpose)?;
            store.verify_pages()?;
            compared(&store)?;
            store.verify()?
        }
    };
    let entries = report.entries;
    output.line(&format!("隅々まで確かめました（{entries}件） / Every page is whole ({entries} entries)"))
}

fn restore(
    folders: &Folders,
    config: &Config,
    file: &Path,
    ask: &AskArguments,
    (yes_older, without_erasures, with_recovery): (bool, bool, bool),
    output: &mut Output,
) -> Result<(), Failure> {
    let (path, key, purpose) = place(folders, config, ask.login.practice)?;
    let told = backup::read(file)?;
    if told.terminal != config.terminal.id.as_str() || told.practice != (purpose == crate::store::Purpose::Practice) {
        return Err(Fault::Backup("it is another terminal's, or practice and real work were mixed up").into());
    }
    let recovery = with_recovery.then(|| typed(ask.login.password_stdin)).transpose()?;
    let opener = recovery.as_ref().map_or(Opener::Key(&key), Opener::Recovery);
    let candidate = Candidate::lay_out(file, &path, &opener, Clock::system())?;
    let permit = asked(candidate.store()?, Act::Keep, ask)?;
    let done = candidate.put(&path, &Wishes { key: &key, yes_older, without_erasures }, &permit)?;
    let (number, again) = (done.number, done.erased_again);
    output.line(&format!(
        "戻しました（{number}まで、消し直し{again}件） / Restored to entry {number}; {again} erased again"
    ))?;
    if let Some(aside) = done.aside {
        let aside = aside.display();
        output.line(&format!("前の記録: {aside} / The record of before: {aside}"))?;
    }
    Ok(())
}

fn new_key(folders: &Folders, config: &Config, ask: &AskArguments, output: &mut Output) -> Result<(), Failure> {
    let (path, key, purpose) = place(folders, config, ask.login.practice)?;
    let store = opened(&path, &key, config, purpose)?;
    let permit = asked(&store, Act::Keep, ask)?;
    let mut shown = Ok(());
    rekey::rekey(
        store,
        &path,
        (&key, &key),
        &permit,
        |_, _| {},
        |recovery| {
            shown = show(recovery, output);
            match shown {
                Ok(()) => Ok(()),
                Err(_) => Err(Fault::Other("the recovery key could not be shown".into())),
            }
        },
    )?;
    shown?;
    output.line("鍵を取りかえました / The record has another key")
}

fn recovery_key(folders: &Folders, config: &Config, ask: &AskArguments, output: &mut Output) -> Result<(), Failure> {
    let (path, key, purpose) = place(folders, config, ask.login.practice)?;
    let store = opened(&path, &key, config, purpose)?;
    let permit = asked(&store, Act::Keep, ask)?;
    let keys = rekey::new_recovery(&store, &path, &key, &permit)?;
    show(keys.recovery(), output)?;
    Ok(keys.keep()?)
}

/// The recovery key of a record that has just got its first administrator.
pub(super) fn seal_first(
    store: &Store,
    (record, key): &First,
    administrator: &str,
    output: &mut Output,
) -> Result<(), Failure> {
    // There is nobody yet who could be the second person.
    let permit = staff::permit(store, Act::Keep, administrator.trim(), "kiosk staff add", false, None)?;
    let keys = rekey::new_recovery(store, record, key, &permit)?;
    show(keys.recovery(), output)?;
    Ok(keys.keep()?)
}

fn recover(
    folders: &Folders,
    config: &Config,
    practice: bool,
    (administrator, why, stdin): (Option<&str>, &str, bool),
    output: &mut Output,
) -> Result<(), Failure> {
    let recovery = typed(stdin)?;
    let (path, key, purpose) = place(folders, config, practice)?;
    let terminal = (config.terminal.id.as_str(), purpose, Clock::system());
    let (store, keys) = rekey::recover(&path, &recovery, &key, terminal, why)?;
    if let Some(name) = administrator {
        let password = secret_line(stdin, "新しい合いことば / New password: ")?;
        staff::add_recovered(&store, name, &password)?;
        output.line(&format!("管理者を登録しました: {name} / Administrator added: {name}"))?;
    }
    show(keys.recovery(), output)?;
    Ok(keys.keep()?)
}

fn typed(stdin: bool) -> Result<RecoveryKey, Failure> {
    let text = secret_line(stdin, "復旧の鍵 / Recovery key: ")?;
    RecoveryKey::parse(&text).map_err(|mistyped| {
        let group = if let Mistyped::Group(group) = mistyped { group.to_string() } else { "1–8".to_owned() };
        Failure::from(Trouble::new("S35").with("group", group))
    })
}

/// The only time it is seen.
fn show(recovery: &RecoveryKey, output: &mut Output) -> Result<(), Failure> {
    output.line("復旧の鍵です。書き写すか印刷し、封をして金庫へ。もう表示しません。")?;
    output.line(
        "This is the recovery key. Print it or write it down, seal it, put it into a safe. It is not shown again.",
    )?;
    for (at, group) in recovery.groups().iter().enumerate() {
        output.line(&format!("    {}  {}", at + 1, group.as_str()))?;
    }
    Ok(())
}

/// Every tenth of long work, one line for whoever waits.
fn progress(output: &mut Output) -> impl FnMut(u32, u32) {
    let mut last = 0;
    move |left, all| {
        let tenths = (all.saturating_sub(left)).saturating_mul(10) / all.max(1);
        if all > 4096 && tenths > last {
            last = tenths;
            // Nobody is waiting when standard error is closed.
            drop(output.note(&format!("{tenths}0 %")));
        }
    }
}
