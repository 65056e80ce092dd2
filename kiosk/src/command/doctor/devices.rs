//! Devices under examination (機器の点検): readers, receipt printer, A4 printer.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use drivers::card::pcsc::PcscSource;
use drivers::card::{Event, Fault, Source};
use drivers::printer::{self, Profile};
use drivers::sheet::Concern;

use super::{Finding, State, Subject};
use crate::config::{Config, ConfigFault, Folders, Role, Wire};
use crate::trouble::Trouble;

/// No line of the list takes longer.
const LIMIT: Duration = Duration::from_secs(2);

pub(super) fn service_and_readers(config: &Config) -> [Finding; 2] {
    let Some(Event::Readers(names)) = first_event() else {
        return [
            Finding::unfit(Subject::Service, Trouble::from(&Fault::NoService)),
            Finding::says(Subject::Readers, State::Unfit, "doctor-readers-unseen", &[]),
        ];
    };
    [Finding::good(Subject::Service, "doctor-service-good", &[]), readers(config, &names)]
}

fn readers(config: &Config, names: &[String]) -> Finding {
    if !names.iter().any(|name| config.role_of(name) == Role::Resident) {
        return Finding::unfit(Subject::Readers, Trouble::from(&Fault::NoReader));
    }
    let named = names.iter().map(|name| match config.role_of(name) {
        Role::Resident => format!("{name} (resident)"),
        Role::Staff => format!("{name} (staff)"),
    });
    let list = named.collect::<Vec<_>>().join(", ");
    Finding::good(Subject::Readers, "doctor-readers-good", &[("list", &list)])
}

/// What the smart card service says first; `None` when it says nothing in time.
fn first_event() -> Option<Event> {
    let (sender, events) = mpsc::sync_channel(1);
    thread::spawn(move || sender.send(PcscSource::new().watch().next()));
    events.recv_timeout(LIMIT).ok()
}

pub(super) fn slip(folders: &Folders, config: &Config) -> Finding {
    let at = config.slip.at.as_str();
    if config.slip.port == Wire::File {
        let place = config.data_folder().join(at).display().to_string();
        return Finding::says(Subject::Slip, State::Attention, "doctor-slip-file", &[("file", &place)]);
    }
    let Some(mut wire) = config.slip_port() else {
        return Finding::says(Subject::Slip, State::Attention, "doctor-slip-none", &[]);
    };
    if let Err(fault) = Profile::load(&config.profile_file(&folders.config)) {
        return Finding::unfit(Subject::Slip, Trouble::from(&ConfigFault::from(fault)));
    }
    // The number stands on the screen: people can be served without paper, so none of this is worse than attention.
    let trouble = |fault: &printer::Fault| Finding::attention(Subject::Slip, Trouble::from(fault));
    match wire.status(LIMIT) {
        Err(fault) => trouble(&fault),
        Ok(Some(status)) if status.fault().is_some() => trouble(&status.fault().unwrap_or(printer::Fault::Error)),
        Ok(Some(status)) if status.paper_near_end => {
            Finding::says(Subject::Slip, State::Attention, "doctor-slip-near-end", &[])
        }
        Ok(_) => Finding::good(Subject::Slip, "doctor-slip-good", &[("at", at)]),
    }
}

pub(super) fn sheet(config: &Config) -> Finding {
    let folder = config.sheet_folder();
    let place = folder.display().to_string();
    let printer = match config.sheet_printer() {
        None => return Finding::good(Subject::Sheet, "doctor-sheet-folder", &[("folder", &place)]),
        Some(Err(fault)) => return Finding::attention(Subject::Sheet, Trouble::from(&fault)),
        Some(Ok(printer)) => printer,
    };
    if config.sheet.queue.is_some() && cups_keeps_files(&std::fs::read_to_string(CUPS).unwrap_or_default()) {
        return Finding::says(Subject::Sheet, State::Attention, "doctor-sheet-kept", &[("file", CUPS)]);
    }
    match printer.printer().map(|answer| answer.concern(Concern::Stops)) {
        Ok(None) => Finding::good(Subject::Sheet, "doctor-sheet-queue", &[("queue", &printer.place())]),
        Ok(Some(fault)) | Err(fault) => Finding::attention(Subject::Sheet, Trouble::from(&fault)),
    }
}

/// Where CUPS is told what it keeps of a job (cupsd.conf(5)).
const CUPS: &str = "/etc/cups/cupsd.conf";

/// CUPS keeps every page for a day unless it is told not to.
fn cups_keeps_files(written: &str) -> bool {
    let mut words = written.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let no = |word: &str| ["no", "off", "false", "0"].iter().any(|no| word.eq_ignore_ascii_case(no));
    !words.any(
        |line| matches!(line.as_slice(), [key, value] if key.eq_ignore_ascii_case("PreserveJobFiles") && no(value)),
    )
}

#[cfg(test)]
mod tests {
    use super::cups_keeps_files;

    #[test]
    fn cups_keeps_files_unless_it_is_told_not_to() {
        let table = [
            ("", true),
            ("LogLevel warn\nPreserveJobFiles No\n", false),
            ("  preservejobfiles  off", false),
            ("PreserveJobFiles Yes", true),
            ("PreserveJobFiles 86400", true),
            ("#PreserveJobFiles No", true),
            ("PreserveJobHistory No", true),
        ];
        for (written, keeps) in table {
            assert_eq!(cups_keeps_files(written), keeps, "{written}");
        }
    }
}
