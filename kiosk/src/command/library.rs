//! `kiosk library` (図書貸出): lists in, things and people found, figures out. Every act is an entry with who and why.

use std::path::Path;
use std::process::ExitCode;

use serde_json::json;

use super::Failure;
use super::arguments::{ActArguments, LibraryVerb, Sort};
use super::login::{approved, login};
use super::output::Output;
use super::record::{Missing, open};
use super::setting::Setting;
use crate::config::{Config, Folders, library::Library, services};
use crate::counter::library::{Lending, lists};
use crate::report::list::List;
use crate::store::Store;
use crate::store::registrations::{Declined, Token};
use crate::store::staff::{self, Act, Permit};
use crate::trouble::Trouble;

/// Where it runs.
struct Here<'a> {
    folders: &'a Folders,
    config: &'a Config,
    store: Store,
}

pub(super) fn run(setting: &Setting, verb: &LibraryVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    let (folders, config) = setting.config()?;
    let practice = match verb {
        LibraryVerb::Find { practice, .. } | LibraryVerb::Report { practice, .. } => *practice,
        LibraryVerb::Import { act, .. }
        | LibraryVerb::Patron { act, .. }
        | LibraryVerb::Link { act, .. }
        | LibraryVerb::Remove { act, .. }
        | LibraryVerb::Late { act, .. }
        | LibraryVerb::EndReservations { act }
        | LibraryVerb::Forward { act } => act.login.practice,
    };
    let store = open(&folders, &config, practice, Missing::Refuse)?;
    let here = Here { folders: &folders, config: &config, store };
    match verb {
        LibraryVerb::Import { sort, file, check, act } => here.import(*sort, file, *check, act, output)?,
        LibraryVerb::Find { words, json, .. } => here.find(words, *json, output)?,
        LibraryVerb::Patron { words, json, act } => here.patron(words, *json, act, output)?,
        LibraryVerb::Link { number, token, act } => {
            let permit = here.permit(Act::Register, act, "")?;
            let read = Token::chip_number(token).or_else(|| Token::code(token)).ok_or_else(|| Trouble::new("R03"))?;
            here.store.link_patron(number, &read, &permit).map_err(declined)?;
            output.line(&format!("つなぎました: {number} / Linked: {number}"))?;
        }
        LibraryVerb::Remove { number, act } => {
            let permit = here.permit(Act::Unregister, act, "")?;
            let removed = here.store.remove_patron(number, &permit)?;
            removed.map_err(|refusal| Failure::from(Trouble::new("B02")).detail(refusal.id()))?;
            output.line("消しました / Erased")?;
        }
        LibraryVerb::Report { from, to, csv, .. } => {
            let today = here.store.clock().today();
            let first = from.unwrap_or_else(|| today.first_of_month());
            here.report((first, to.unwrap_or(today)), *csv, output)?;
        }
        LibraryVerb::Late { csv, act } => here.late(*csv, act, output)?,
        LibraryVerb::EndReservations { act } => {
            here.permit(Act::Register, act, "")?;
            let ended = here.store.end_old_reservations(&here.rules()?.rules)?;
            output.line(&format!("{ended}件を終わらせました / Ended: {ended}"))?;
        }
        LibraryVerb::Forward { act } => here.forward(act, output)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn declined(declined: Declined) -> Failure {
    Trouble::new(declined.code()).into()
}

impl Here<'_> {
    fn rules(&self) -> Result<Library, Failure> {
        Ok(services::load(&self.folders.config)?)
    }

    fn permit(&self, act: Act, arguments: &ActArguments, own: &str) -> Result<Permit, Failure> {
        let by = login(&self.store, &arguments.login)?;
        let approval = approved(&self.store, act, &by.name, arguments.second.as_deref(), &arguments.login)?;
        let why = if arguments.why.is_empty() { own } else { arguments.why.as_str() };
        Ok(staff::permit(&self.store, act, &by.name, why, self.config.staff.asks_two(act), approval)?)
    }

    fn import(
        &self,
        sort: Sort,
        file: &Path,
        check: bool,
        act: &ActArguments,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let bytes = std::fs::read(file).map_err(|why| Failure::io(&file.display().to_string(), &why))?;
        let text = lists::text(&bytes).ok_or_else(|| Trouble::new("B01"))?;
        let rules = self.rules()?.rules;
        let count = match sort {
            Sort::Items => {
                let items = lists::items(&text, &rules).map_err(wrong)?;
                if !check {
                    self.store.put_items(&items, &self.permit(Act::Keep, act, "kiosk library import items")?)?;
                }
                items.len()
            }
            Sort::Patrons => {
                let patrons = lists::patrons(&text).map_err(wrong)?;
                if !check {
                    self.store.put_patrons(&patrons, &self.permit(Act::Keep, act, "kiosk library import patrons")?)?;
                }
                patrons.len()
            }
        };
        output.line(&match check {
            true => format!("{count}件、まちがいはありません / {count} lines, nothing is wrong"),
            false => format!("{count}件を取り込みました / {count} lines were taken in"),
        })
    }

    fn find(&self, words: &str, as_json: bool, output: &mut Output) -> Result<(), Failure> {
        for (item, due) in self.store.find_items(words)? {
            output.line(&match as_json {
                true => json!({"item": item.item, "title": item.title, "author": item.author, "kind": item.kind,
                    "shelf": item.shelf, "isbn": item.isbn, "from_age": item.from_age, "gone": item.gone, "due": due})
                .to_string(),
                false => {
                    let state =
                        due.map_or_else(String::new, |due| format!("\t貸出中 {due} まで / on loan until {due}"));
                    format!("{}\t{}\t{}\t{}{state}", item.item, item.title, item.author, item.shelf)
                }
            })?;
        }
        Ok(())
    }

    fn patron(&self, words: &str, as_json: bool, act: &ActArguments, output: &mut Output) -> Result<(), Failure> {
        let permit = self.permit(Act::Register, act, "")?;
        for patron in self.store.find_patrons(words, &permit)? {
            output.line(&match as_json {
                true => json!({"number": patron.number, "name": patron.name, "kana": patron.kana,
                    "birth": patron.birth, "until": patron.until, "stopped": patron.stopped,
                    "history": patron.history})
                .to_string(),
                false => format!("{}\t{}\t{}\t{}", patron.number, patron.name, patron.kana, patron.birth),
            })?;
        }
        Ok(())
    }

    fn report(
        &self,
        (from, to): (jiff::civil::Date, jiff::civil::Date),
        csv: bool,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let counts = self.store.library_counts(from, to)?;
        let rows = counts.iter().map(|(day, of)| {
            vec![day.to_string(), of.lent.to_string(), of.renewed.to_string(), of.returned.to_string()]
        });
        let columns = [("日", false), ("貸出", true), ("延長", true), ("返却", true)];
        print(&columns, rows.collect(), csv, output)
    }

    fn late(&self, csv: bool, act: &ActArguments, output: &mut Output) -> Result<(), Failure> {
        let permit = self.permit(Act::Register, act, "")?;
        let late = self.store.library_late(&permit)?;
        let rows = late.into_iter().map(|one| vec![one.number, one.item, one.title, one.due.to_string()]);
        let columns = [("利用者番号", false), ("資料番号", false), ("題名", false), ("返却期限", false)];
        print(&columns, rows.collect(), csv, output)
    }

    fn forward(&self, act: &ActArguments, output: &mut Output) -> Result<(), Failure> {
        self.permit(Act::Serve, act, "")?;
        let done = Lending::load(self.folders).forward(&self.store).map_err(Trouble::new)?;
        let Some(done) = done else {
            return output.line("図書館システムの設定がありません / No library system is configured");
        };
        output.line(&format!(
            "受け付け {} 件、断られたもの {} 件、残り {} 件 / Accepted {}, refused {}, left {}",
            done.taken, done.refused, done.left, done.taken, done.refused, done.left
        ))
    }
}

/// Every wrong line, one a line. None of what stands in the list is said.
fn wrong(all: Vec<lists::Wrong>) -> Failure {
    let mut failure = Failure::from(Trouble::new("B01"));
    for one in all {
        failure = failure.detail(format!("{}行目 {}: {} / line {}", one.line, one.column, one.what, one.line));
    }
    failure
}

fn print(columns: &[(&str, bool)], rows: Vec<Vec<String>>, csv: bool, output: &mut Output) -> Result<(), Failure> {
    let columns: Vec<_> = columns.iter().map(|(label, figure)| ((*label).to_owned(), *figure)).collect();
    let list = List { columns, rows, ..List::default() };
    if csv {
        let text = String::from_utf8_lossy(&list.csv()).into_owned();
        return output.line(text.trim_end());
    }
    output.line(&list.columns.iter().map(|(label, _)| label.as_str()).collect::<Vec<_>>().join("\t"))?;
    list.rows.iter().try_for_each(|row| output.line(&row.join("\t")))
}
