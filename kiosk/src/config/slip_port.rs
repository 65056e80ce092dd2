//! The wire to the receipt printer (プリンターへの線) that the configuration names.

use std::path::Path;

use drivers::printer::{Manner, Port, Profile, ProfileFault, port};

use super::{Config, Drawing, Flow, Wire};

impl Config {
    /// The printer's profile, with the manner that suits its wire: 100 kB of dots take half a minute at 38400 bps and
    /// nothing over a network (facts/printing.md 1.3).
    ///
    /// # Errors
    /// [`ProfileFault`] when the file cannot be read or does not describe a printer.
    pub fn profile(&self, config_folder: &Path) -> Result<Profile, ProfileFault> {
        let mut profile = Profile::load(&self.profile_file(config_folder))?;
        profile.manner = match (self.slip.drawing, self.slip.port) {
            (Drawing::Drawn, _) | (Drawing::Auto, Wire::Tcp) => Manner::Drawn,
            (Drawing::Text, _) | (Drawing::Auto, _) => Manner::Text,
        };
        Ok(profile)
    }

    /// The wire, not opened yet; `None` when there is no printer.
    #[must_use]
    pub fn slip_port(&self) -> Option<Box<dyn Port>> {
        let at = self.slip.at.as_str();
        match self.slip.port {
            Wire::None => None,
            Wire::Tcp => Some(Box::new(port::Tcp::new(at))),
            Wire::Serial => Some(Box::new(port::Serial::new(at, self.slip.baud, self.slip.flow.into()))),
            Wire::File => Some(Box::new(port::File::append(&self.data_folder().join(at)))),
        }
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
