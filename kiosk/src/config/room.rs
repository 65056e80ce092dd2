//! Room for the record (記録の空き): what `kiosk.toml` keeps free on the disk, and for whom.

use super::Store;
use crate::store::Room;

impl Store {
    /// What is kept free on the disk, and for whom.
    #[must_use]
    pub fn room(&self) -> Room {
        Room {
            reserve: u64::from(self.reserve_mb) << 20,
            stop_below: u64::from(self.stop_below_mb) << 20,
            always: self.never_refuse.clone(),
        }
    }
}
