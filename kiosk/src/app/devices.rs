//! Devices (機器): where cards come from and where slips go: simulated in practice, else of the system and as configured.

use std::sync::Arc;

use drivers::card::Source;
use drivers::card::pcsc::PcscSource;
use drivers::printer::Profile;

use super::Options;
use crate::paper::Wire;
use crate::practice::Practice;

/// What the device threads are given.
pub struct Devices {
    pub source: Arc<dyn Source>,
    pub wire: Wire,
}

impl Devices {
    /// The simulated ones in practice mode, else the real ones.
    pub fn of(options: &Options, practice: Option<&Practice>) -> Self {
        if let Some(practice) = practice {
            let printer = practice.printer.clone();
            return Self {
                source: Arc::new(practice.slot.clone()),
                wire: Box::new(move || Some(Box::new(printer.clone()))),
            };
        }
        let (config, folder) = (options.config.clone(), options.folders.config.clone());
        Self {
            source: Arc::new(PcscSource::new()),
            wire: Box::new(move || {
                Profile::load(&config.profile_file(&folder))
                    .map_or_else(|_| config.slip_port(), |is| config.slip_port_of(&is))
            }),
        }
    }
}
