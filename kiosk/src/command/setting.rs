//! A command's setting (コマンドの前提): folders, configuration and sentences, each found when it is first needed.

use std::path::PathBuf;

use super::{Arguments, Failure};
use crate::config::{Config, ConfigFault, Folders};

/// What the command line said about where things are.
pub(super) struct Setting {
    config: Option<PathBuf>,
    assets: Option<PathBuf>,
}

impl Setting {
    pub(super) fn new(arguments: &Arguments) -> Self {
        Self { config: arguments.config.clone(), assets: arguments.assets.clone() }
    }

    pub(super) fn folders(&self) -> Result<Folders, ConfigFault> {
        Folders::find(self.config.as_deref(), self.assets.as_deref())
    }

    pub(super) fn config(&self) -> Result<(Folders, Config), Failure> {
        let folders = self.folders()?;
        let config = Config::load(&folders.config)?;
        Ok((folders, config))
    }
}
