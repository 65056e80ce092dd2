//! Codes that were read (読まれたコード): a slip's code on a staff scanner opens its case.

use drivers::scanner::{Content, Fault, Rules};

use super::{App, Message};
use crate::alive::Supervisor;
use crate::config::Role;
use crate::log::{of_asset, told};
use crate::qr::home::Refused;
use crate::qr::paper;
use crate::scanner::{self, Event, Setup};
use crate::screen::staff::At;

impl App {
    /// A thread for each scanner that the configuration names, in practice too: nothing simulates one, and what is read there
    /// goes into the practice record.
    pub(super) fn scanners(&self, supervisor: &Supervisor) {
        if self.options.config.scanners.is_empty() {
            return;
        }
        let file = self.options.folders.config.join("scanners.toml");
        let rules = Rules::load(&file).unwrap_or_else(|fault| {
            tracing::error!(fault = told(of_asset(&fault)), "no code is told apart");
            Rules::default()
        });
        for scanner in &self.options.config.scanners {
            let setup = Setup { scanner: scanner.open(), rules: rules.clone(), role: scanner.role };
            let told = self.outbox.clone();
            scanner::start(setup, supervisor, move |event| told.unbounded_send(Message::Scanned(event)).is_ok());
        }
    }

    pub(super) fn scanned(&mut self, event: Event) {
        match event {
            Event::Scanned { role: Role::Staff, scan } => {
                // Where the terminal serves one counter its staff scan for it.
                if let Content::Text(text) = scan.content
                    // A form's own code stands for its receipt number.
                    && let text = paper::receipt(&text)
                    && !(self.serves.is_some() && self.code_read(scan.rule, text.clone()))
                {
                    self.open_called(&text);
                }
            }
            // A resident's code is for the counter that asks for one; without a question it is nothing.
            Event::Scanned { role: Role::Resident, scan } => {
                self.touched();
                if let Content::Text(text) = scan.content
                    && !self.home_code(&text)
                {
                    self.code_read(scan.rule, paper::receipt(&text));
                }
            }
            // Somebody shows a code that has no end.
            Event::Lost { role: Role::Resident, fault: Fault::TooLong } => self.refuse_home(Refused::TooLarge.code()),
            Event::Refused { .. } => tracing::warn!("a code with what may be an individual number was refused"),
            Event::Lost { fault, .. } => {
                let why = match fault {
                    Fault::Absent(_) => "absent",
                    Fault::Forbidden(_) => "forbidden",
                    Fault::TooLong => "no end",
                };
                tracing::warn!(why = told(why), "a scanner cannot be used");
            }
        }
    }

    /// The case with this number, when a staff member is logged in and it is on the list.
    fn open_called(&mut self, called: &str) {
        let found = self.desk.board.rows().iter().find(|row| row.called == called).map(|row| row.number);
        if let (Some(number), true) = (found, self.desk.inside.is_some()) {
            self.desk.at = At::Case(number);
        }
    }
}
