//! The ways to the printers (プリンターへの線) that the configuration names.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use drivers::printer::{Confirm, Manner, Port, Profile, ProfileFault, port};
use drivers::sheet;

use super::{Config, Drawing, Flow, Wire};
use crate::paper::Pages;

/// An A4 printer that does not answer in this time does not answer.
const ANSWERS_WITHIN: Duration = Duration::from_secs(4);

impl Config {
    /// The printer's profile, with the manner that suits its wire: 100 kB of dots take half a minute at 38400 bps and
    /// nothing over a network (facts/printing.md 1.3).
    ///
    /// # Errors
    /// [`ProfileFault`] when the file cannot be read or does not describe a printer.
    pub fn profile(&self, config_folder: &Path) -> Result<Profile, ProfileFault> {
        let mut profile = Profile::load(&self.profile_file(config_folder))?;
        profile.manner = match (self.slip.drawing, self.slip.port) {
            (Drawing::Drawn, _) | (Drawing::Auto, Wire::Tcp | Wire::Usb) => Manner::Drawn,
            (Drawing::Text, _) | (Drawing::Auto, _) => Manner::Text,
        };
        Ok(profile)
    }

    /// The wire, not opened yet; `None` when there is no printer.
    #[must_use]
    pub fn slip_port(&self) -> Option<Box<dyn Port>> {
        self.slip_port_asking(Confirm::default())
    }

    /// The same for a printer of this profile.
    #[must_use]
    pub fn slip_port_of(&self, profile: &Profile) -> Option<Box<dyn Port>> {
        self.slip_port_asking(profile.confirm)
    }

    fn slip_port_asking(&self, confirm: Confirm) -> Option<Box<dyn Port>> {
        let at = self.slip.at.as_str();
        match self.slip.port {
            Wire::None => None,
            Wire::Tcp => Some(Box::new(port::Tcp::new(at).confirmed_by(confirm))),
            Wire::Serial => {
                let serial = port::Serial::new(at, self.slip.baud, self.slip.flow.into());
                Some(Box::new(serial.confirmed_by(confirm)))
            }
            Wire::Usb => Some(Box::new(port::Usb::new(at).confirmed_by(confirm))),
            Wire::File => Some(Box::new(port::File::append(&self.data_folder().join(at)))),
        }
    }

    /// Where A4 pages go.
    #[must_use]
    pub fn pages(&self) -> Pages {
        match self.sheet_printer() {
            None => Pages::Folder { folder: self.sheet_folder(), empty: Arc::default() },
            Some(Ok(printer)) => Pages::Printer(printer),
            Some(Err(fault)) => Pages::Broken(fault.code()),
        }
    }

    /// The A4 printer or queue; `None` when pages only go into a folder.
    #[must_use]
    pub fn sheet_printer(&self) -> Option<Result<sheet::Printer, sheet::Fault>> {
        let queue = || self.sheet.queue.as_ref().map(|queue| format!("ipp://localhost/printers/{queue}"));
        let place = self.sheet.printer.clone().or_else(queue)?;
        let printer = sheet::Printer::new(&place, ANSWERS_WITHIN);
        Some(match &self.sheet.certificate {
            None => printer,
            Some(file) => printer.and_then(|printer| printer.trusting(std::path::Path::new(file))),
        })
    }
}

impl From<Flow> for port::Flow {
    fn from(flow: Flow) -> Self {
        match flow {
            Flow::None => Self::None,
            Flow::Software => Self::Software,
            Flow::Hardware => Self::Hardware,
        }
    }
}
