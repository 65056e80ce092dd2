//! Examining from the staff page (点検の操作): what `kiosk doctor` says, tests of devices with a verdict, the report.

use std::sync::Arc;

use crate::app::App;
use crate::command::doctor::{self, Says, State, Subject};
use crate::paper::Job;
use crate::report::{self, readiness};
use crate::screen::staff::{Answer, At, Device, Finding, Lamp};
use crate::store::staff::{self, Act, Permit, Refusal};
use crate::store::{Draft, Fault, Store, kind};
use crate::text::Words;
use crate::visit::Sound;

impl App {
    /// Examines everything in a thread.
    pub(super) fn examine(&mut self) {
        self.desk.busy = true;
        let (options, words) = (Arc::clone(&self.options), Arc::clone(&self.words));
        self.ask("examine", move |store| match readiness::look(&options.folders, &options.config, store, &words) {
            Ok(ready) => Answer::Findings(shown(&ready, &words)),
            Err(fault) => Answer::Fault(fault.code()),
        });
    }

    /// Asks every reader in a thread, and the card on it for its applications.
    pub(super) fn readers(&mut self) {
        self.desk.busy = true;
        let (options, words) = (Arc::clone(&self.options), Arc::clone(&self.words));
        self.ask("readers", move |store| {
            let findings = doctor::care::examine(&options.folders, &options.config, store.practice());
            Answer::Readers(findings.iter().map(|finding| line(finding, &words)).collect())
        });
    }

    /// Begins the test of a device; a staff member says afterwards how it was.
    pub(super) fn test(&mut self, device: Device) {
        let words = self.catalogue.words("ja");
        let (place, practice) = (self.place_on_paper(), self.options.practice);
        let when = self.options.store.clock().local().strftime("%Y-%m-%d %-H:%M").to_string();
        let rows = [(words.get("day-terminal"), self.options.store.terminal().to_owned()), (String::new(), when)];
        match (device, &self.printer, &self.typesetter) {
            (Device::Sound, ..) => self.speaker.play(Sound::Called),
            (Device::Reader, ..) => {
                self.desk.at = At::Touch;
                self.touch_test(true);
            }
            (Device::Slip, Some(printer), _) => {
                let slip = report::slip(practice, &place, &words.get("report-test-slip"), &rows);
                printer.print(Job::Loose(Arc::new(slip)));
            }
            (Device::Sheet, Some(printer), Some(typesetter)) => {
                let data = serde_json::json!({
                    "glyphs": [], "practice": practice, "place": place, "terminal": self.options.store.terminal(),
                    "rows": rows, "title": words.get("report-test-sheet"),
                });
                let layout = report::layout(&self.options.folders.assets, "test");
                match layout.map(|layout| report::pdf(typesetter, &layout, &data)) {
                    Ok(Ok(pdf)) => printer.print(Job::Page { name: "test".to_owned(), pdf: Arc::new(pdf) }),
                    Ok(Err(fault)) => self.desk.fault = Some(fault.code()),
                    Err(_) => self.desk.fault = Some("A02"),
                }
            }
            _ => {}
        }
        for finding in self.desk.findings.iter_mut().filter(|finding| finding.device == Some(device)) {
            finding.asking = true;
            finding.said = self.words.get(asked(device));
        }
    }

    /// What the staff member saw or heard becomes an entry.
    pub(super) fn judge(&mut self, device: Device, good: bool) {
        let by = self.by();
        self.ask("device test", move |store| {
            let permit = staff::permit(store, Act::Examine, &by, "", false, None);
            match permit.and_then(|permit| tested(store, word(device), good, &permit)) {
                Ok(()) => Answer::Done("staff-done-test", Vec::new()),
                Err(refusal) => Answer::Fault(refusal.code()),
            }
        });
    }

    /// The readiness report: an entry, and a page.
    pub(super) fn report(&mut self) {
        let (options, words, by) = (Arc::clone(&self.options), self.catalogue.words("ja"), self.by());
        let (Some(printer), Some(typesetter)) = (self.printer.clone(), self.typesetter.clone()) else { return };
        self.ask("readiness report", move |store| {
            let Ok(ready) = readiness::look(&options.folders, &options.config, store, &words) else {
                return Answer::Fault("S07");
            };
            let Ok(layout) = readiness::layout(&options.folders.assets) else { return Answer::Fault("A02") };
            let data = ready.data(&options.config, store, &words, &by);
            let pdf = match report::pdf(&typesetter, &layout, &data) {
                Ok(pdf) => pdf,
                Err(fault) => return Answer::Fault(fault.code()),
            };
            let told = staff::permit(store, Act::Examine, &by, "", false, None)
                .and_then(|permit| reported(store, &permit).map_err(Refusal::from));
            if let Err(refusal) = told {
                return Answer::Fault(refusal.code());
            }
            let day = store.clock().today();
            printer.print(Job::Page { name: format!("readiness-{}-{day}", store.terminal()), pdf: Arc::new(pdf) });
            Answer::Done("staff-done-print", Vec::new())
        });
    }
}

/// A device was tested: who, which, how.
pub fn tested(store: &Store, device: &str, good: bool, permit: &Permit) -> Result<(), Refusal> {
    permit.is_for(Act::Examine)?;
    let result = if good { "good" } else { "bad" };
    let body = permit.body(&[("device", device), ("result", result)])?;
    let draft = Draft::new(store.clock().id(), "staff", kind::DEVICE_TESTED).body(1, body);
    Ok(store.record(vec![draft]).map(|_| ())?)
}

/// A readiness report was made.
pub fn reported(store: &Store, permit: &Permit) -> Result<(), Fault> {
    let draft = Draft::new(store.clock().id(), "staff", kind::READINESS_REPORTED).body(1, permit.body(&[])?);
    store.record(vec![draft]).map(|_| ())
}

const fn word(device: Device) -> &'static str {
    match device {
        Device::Slip => "slip",
        Device::Sheet => "sheet",
        Device::Reader => "reader",
        Device::Sound => "sound",
    }
}

/// What is asked while a device is tested.
const fn asked(device: Device) -> &'static str {
    match device {
        Device::Slip => "staff-test-slip",
        Device::Sheet => "staff-test-sheet",
        Device::Reader => "staff-test-reader",
        Device::Sound => "staff-test-sound",
    }
}

/// Findings as the page shows them: what staff can test bears its last test.
fn shown(ready: &readiness::Readiness, words: &Words) -> Vec<Finding> {
    let last = |device: Device| {
        let last = ready.tested.iter().find(|tested| tested.device == word(device));
        last.map_or_else(|| words.get("report-never"), |tested| format!("{} {}", tested.at, tested.by))
    };
    let mut all: Vec<Finding> = ready
        .findings
        .iter()
        .map(|finding| {
            let device = match finding.subject {
                Subject::Readers => Some(Device::Reader),
                Subject::Slip => Some(Device::Slip),
                Subject::Sheet => Some(Device::Sheet),
                _ => None,
            };
            let tested = device.map(last).unwrap_or_default();
            Finding { tested, device, ..line(finding, words) }
        })
        .collect();
    all.push(Finding {
        icon: "volume-2",
        name: words.get("report-device-sound"),
        said: words.get("staff-sound-good"),
        lamp: Lamp::Good,
        tested: last(Device::Sound),
        device: Some(Device::Sound),
        asking: false,
        unsure: false,
    });
    all
}

/// One line of a page.
fn line(finding: &doctor::Finding, words: &Words) -> Finding {
    Finding {
        icon: icon(finding.subject),
        name: words.get(&format!("doctor-{}", finding.subject.id())),
        said: leapt(finding)
            .map_or_else(|| readiness::said(finding, words), |days| words.with("staff-clock-leapt", &[("days", days)])),
        lamp: match finding.state {
            State::Good => Lamp::Good,
            State::Attention => Lamp::Attention,
            State::Unfit => Lamp::Stop,
        },
        tested: String::new(),
        device: None,
        asking: false,
        unsure: leapt(finding).is_some(),
    }
}

/// By how many days the clock leapt: on this page it is confirmed by a press and not by a command.
fn leapt(finding: &doctor::Finding) -> Option<&str> {
    let Says::Trouble(trouble) = &finding.says else { return None };
    let days = trouble.values.iter().find(|(name, _)| *name == "days").map(|(_, days)| days.as_str());
    days.filter(|_| trouble.code == "S27")
}

const fn icon(subject: Subject) -> &'static str {
    match subject {
        Subject::Config => "file-text",
        Subject::Service | Subject::Pcscd => "cpu",
        Subject::Readers | Subject::Reader => "nfc",
        Subject::Applications => "credit-card",
        Subject::Revocation => "shield-check",
        Subject::Slip => "receipt-text",
        Subject::Sheet => "printer",
        Subject::Record => "database",
        Subject::Key | Subject::Recovery => "key-round",
        Subject::Forms => "layout-list",
        Subject::Fonts => "languages",
        Subject::Clock => "clock",
        Subject::Disk => "hard-drive",
        Subject::Battery | Subject::Faults => "activity",
        Subject::Memory => "cpu",
    }
}
