//! `kiosk polling` (投票所): the roll in and out, looking somebody up, figures, the paper roll.

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use super::Failure;
use super::arguments::{ActArguments, PollingVerb};
use super::login::{approved, login};
use super::output::Output;
use super::record::{Missing, open};
use super::setting::Setting;
use crate::config::{Config, Folders, services};
use crate::counter::papers::Papers;
use crate::counter::polling::paper::{PaperRoll, is_encrypted};
use crate::counter::polling::reading::{Files, Report, Stopped, read};
use crate::service::polling::rules::{Election, Rules};
use crate::store::staff::{self, Act, Permit};
use crate::store::{Draft, Store, kind};
use crate::text::Words;
use crate::trouble::{Exit, Trouble};

/// What every verb needs.
struct Desk<'a> {
    folders: &'a Folders,
    config: &'a Config,
    rules: Rules,
    store: Store,
}

pub(super) fn run(setting: &Setting, verb: &PollingVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    let (folders, config) = setting.config()?;
    let (PollingVerb::Import { act, .. }
    | PollingVerb::Find { act, .. }
    | PollingVerb::Report { act, .. }
    | PollingVerb::Paper { act, .. }
    | PollingVerb::Erase { act, .. }) = verb;
    let rules: Rules = services::load(&folders.config)?;
    let store = open(&folders, &config, act.login.practice, Missing::Refuse)?;
    let desk = Desk { folders: &folders, config: &config, rules, store };
    match verb {
        PollingVerb::Import { roll, tickets, election, check_only, act } => {
            let election = desk.election(election)?;
            let permit = desk.permit(Act::ImportRoll, act)?;
            let municipality = config.place.municipality.get("ja");
            let tickets = tickets.as_deref();
            let files = Files { roll, tickets, election, municipality, check_only: *check_only };
            return desk.import(&files, &permit, output);
        }
        PollingVerb::Find { election, text, act } => {
            let election = desk.election(election)?;
            desk.permit(Act::Serve, act)?;
            let key = (election.id.as_str(), config.place.municipality.get("ja"));
            let found = desk.store.find_elector(key, text)?;
            for row in &found.rows {
                let cells = [&row.number, &row.name, &row.kana, &row.birth, &row.address];
                output.line(&cells.map(String::as_str).join("\t"))?;
            }
            output.note(&format!("{} / {}", found.rows.len(), found.of))?;
        }
        PollingVerb::Report { election, json, act } => {
            let election = desk.election(election)?;
            desk.permit(Act::Serve, act)?;
            desk.report(election, *json, output)?;
        }
        PollingVerb::Paper { election, output: folder, watch, act } => {
            let election = desk.election(election)?;
            desk.paper(election, folder, *watch, act, output)?;
        }
        PollingVerb::Erase { election, act } => {
            // A roll outlives its election in the rules: whatever was read in can be erased.
            let permit = desk.permit(Act::Erase, act)?;
            let gone = desk.store.erase_roll(election, &permit)?;
            output.line(&format!("名簿を消しました（{gone}人） / The roll is erased ({gone} electors)"))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

impl Desk<'_> {
    fn election(&self, id: &str) -> Result<&Election, Failure> {
        let known: Vec<_> = self.rules.elections.iter().map(|election| election.id.as_str()).collect();
        self.rules.election(id).ok_or_else(|| Failure::from(Trouble::new("U12")).detail(known.join(", ")))
    }

    fn permit(&self, act: Act, asked: &ActArguments) -> Result<Permit, Failure> {
        let by = login(&self.store, &asked.login)?;
        let agreed = approved(&self.store, act, &by.name, asked.second.as_deref(), &asked.login)?;
        Ok(staff::permit(&self.store, act, &by.name, &asked.why, self.config.staff.asks_two(act), agreed)?)
    }

    fn words(&self) -> Result<(Words, Words), Failure> {
        let load = |language: &str| {
            Words::load(language, &self.folders.assets.join("text").join(language))
                .map_err(|why| Failure::from(Trouble::new("A02").with("file", why)))
        };
        Ok((load("ja")?, load("en")?))
    }

    fn import(&self, files: &Files<'_>, permit: &Permit, output: &mut Output) -> Result<ExitCode, Failure> {
        let mut tenth = 0;
        let read = read(&self.store, files, permit, &mut |done, all| {
            let tenths = done.saturating_mul(10) / all.max(1);
            if tenths > tenth {
                tenth = tenths;
                // Nobody is waiting when standard error is closed.
                drop(output.note(&format!("{tenths}0 %")));
            }
        });
        let report = match read {
            Ok(report) => report,
            Err(Stopped::Io(why)) => return Err(Failure::io(&files.roll.display().to_string(), &why)),
            Err(Stopped::Refused(refusal)) => return Err(refusal.into()),
        };
        self.tell(&report, output)?;
        let (electors, tickets) = (report.electors, report.tickets);
        if !report.is_good() {
            let count = report.count.max(1);
            output.line(&format!("取り込みません（{count}件の誤り） / Refused: {count} faults, nothing was kept"))?;
            return Ok(ExitCode::from(Exit::Form.number()));
        }
        let done =
            if report.imported { ("取り込みました", "Read in") } else { ("確かめました", "Checked") };
        output.line(&format!(
            "{}: {electors}人、入場券{tickets}枚 / {}: {electors} electors, {tickets} tickets",
            done.0, done.1
        ))?;
        Ok(ExitCode::SUCCESS)
    }

    /// One line a fault: which file, which line, what is wrong there. Never what stands in it.
    fn tell(&self, report: &Report, output: &mut Output) -> Result<(), Failure> {
        let (ja, en) = self.words()?;
        for column in &report.missing {
            let key = "polling-row-columns";
            output.line(&format!("1\t{column}: {} / {}", ja.get(key), en.get(key)))?;
        }
        for (line, ticket, wrong) in &report.faults {
            let file = if *ticket { "tickets" } else { "roll" };
            output.line(&format!("{file}\t{line}\t{} / {}", ja.get(wrong.key()), en.get(wrong.key())))?;
        }
        Ok(())
    }

    fn report(&self, election: &Election, json: bool, output: &mut Output) -> Result<(), Failure> {
        let figures = self.store.polling_figures(&election.id)?;
        if json {
            let text = serde_json::to_string_pretty(&figures).map_err(|why| Trouble::new("L01").with("why", why))?;
            return output.line(&text);
        }
        let voters: u64 = figures.hours.iter().map(|hour| hour.men + hour.women + hour.others).sum();
        let electors: u64 = figures.electors.iter().sum();
        output.line(&format!("名簿 {electors}人、投票者 {voters}人 / {electors} electors, {voters} voters"))?;
        for (ballot, papers) in &figures.papers {
            let name = election.ballot(ballot).map_or(ballot.as_str(), |ballot| ballot.name.get("ja"));
            output.line(&format!("{name}\t{papers}"))?;
        }
        for hour in &figures.hours {
            output.line(&format!("{}\t{}\t{}\t{}", hour.hour, hour.men, hour.women, hour.others))?;
        }
        if figures.alarm() {
            output.line("数が合いません。選挙管理委員会へ / The numbers differ: tell the election board")?;
        }
        Ok(())
    }

    fn paper(
        &self,
        election: &Election,
        folder: &Path,
        watch: bool,
        act: &ActArguments,
        output: &mut Output,
    ) -> Result<(), Failure> {
        std::fs::create_dir_all(folder).map_err(|why| Failure::io(&folder.display().to_string(), &why))?;
        if is_encrypted(folder) {
            self.permit(Act::Serve, act)?;
        } else {
            let permit = self.permit(Act::PlainPaperRoll, act)?;
            let draft = Draft::new(self.store.clock().id(), "polling", kind::PAPER_ROLL_PLAIN)
                .scope(&format!("poll/{}", election.id));
            let place = folder.display().to_string();
            self.store.record(vec![draft.body(1, permit.body(&[("folder", &place)])?)])?;
        }
        let papers = Papers::load(self.folders, self.config);
        let mut roll = PaperRoll::new(folder.to_path_buf(), papers);
        loop {
            let written = roll.write(&self.store, election).map_err(|code| Failure::from(Trouble::new(code)))?;
            for file in &written.files {
                output.line(&file.display().to_string())?;
            }
            if !watch {
                return Ok(());
            }
            std::thread::sleep(Duration::from_secs(self.rules.paper_seconds.into()));
        }
    }
}
