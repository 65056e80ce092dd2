//! How long a reading takes (読み取りの秒数): the median of each reader's own, for the page that says how long to wait.

use std::sync::PoisonError;
use std::time::Duration;

use super::Worker;

/// Readings the median is taken over.
const RECENT: usize = 9;

impl Worker {
    pub(super) fn took(&mut self, reader: &str, time: Duration) {
        let times = self.times.entry(reader.to_owned()).or_default();
        times.push(time);
        if times.len() > RECENT {
            times.remove(0);
        }
        self.say_seconds(reader);
    }

    pub(super) fn say_seconds(&self, reader: &str) {
        let mut sorted = self.times.get(reader).cloned().unwrap_or_default();
        sorted.sort();
        let median = sorted.get(sorted.len() / 2).map(|time| u32::try_from(time.as_secs()).unwrap_or(u32::MAX).max(1));
        *self.seconds.lock().unwrap_or_else(PoisonError::into_inner) = median;
    }
}
