//! The wire to the receipt printer (プリンターへの線) that the configuration names.

use drivers::printer::{Port, port};

use super::{Config, Flow, Wire};

impl Config {
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
