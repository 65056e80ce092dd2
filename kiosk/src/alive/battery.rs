//! The battery (電池): charge and whether the power cord is out, from the kernel's power_supply class.
//!
//! Linux, Documentation/ABI/testing/sysfs-class-power: one folder a supply with `type`, `scope`, `capacity`, `status`.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Pulse, Supervisor};

/// Where the kernel shows them.
pub const FOLDER: &str = "/sys/class/power_supply";
/// Percent under which somebody should look, and under which nothing should be begun.
pub const LITTLE: u8 = 30;
pub const EMPTY: u8 = 10;

/// A folder of this name in the practice folder stands for the kernel's, so that a night without power can be played.
const PLAYED: &str = "power_supply";

/// How often it is looked at.
const EVERY: Duration = Duration::from_secs(5);
/// A battery that does not answer for so long hangs in its driver.
const LIMIT: Duration = Duration::from_mins(1);

/// Tells how the battery is, again whenever that changes, until `tell` says that nobody listens. `played` is the
/// practice folder, in practice.
pub fn watch(
    supervisor: &Supervisor,
    played: Option<PathBuf>,
    tell: impl Fn(Option<Battery>) -> bool + Send + 'static,
) {
    let mut told = None;
    supervisor.keep("battery", LIMIT, move |pulse: &Pulse| {
        loop {
            pulse.tick();
            let now = Battery::here(played.as_deref());
            if now != told && !tell(now) {
                return;
            }
            told = now;
            std::thread::sleep(EVERY);
        }
    });
}

/// The terminal's battery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Battery {
    /// Charge of the emptiest one.
    pub percent: u8,
    /// No power comes in.
    pub discharging: bool,
}

impl Battery {
    /// The one of this machine; in practice the one that is played in the practice folder, where somebody put one.
    #[must_use]
    pub fn here(played: Option<&Path>) -> Option<Self> {
        let played = played.map(|folder| folder.join(PLAYED)).filter(|folder| folder.is_dir());
        Self::read(played.as_deref().unwrap_or(Path::new(FOLDER)))
    }

    /// Power is to be saved: nothing comes in and little is left.
    #[must_use]
    pub const fn is_low(self) -> bool {
        self.discharging && self.percent <= LITTLE
    }

    /// The terminal's own battery, of those in `folder`; `None` where there is none. Batteries of mice and other things
    /// beside the terminal do not count.
    #[must_use]
    pub fn read(folder: &Path) -> Option<Self> {
        let supplies = fs::read_dir(folder).ok()?.filter_map(Result::ok).map(|entry| entry.path());
        supplies.filter_map(|supply| one(&supply)).reduce(|first, second| Self {
            percent: first.percent.min(second.percent),
            discharging: first.discharging || second.discharging,
        })
    }
}

fn one(supply: &Path) -> Option<Battery> {
    let read = |name| fs::read_to_string(supply.join(name)).map(|text| text.trim().to_owned()).unwrap_or_default();
    if read("type") != "Battery" || read("scope") == "Device" || read("present") == "0" {
        return None;
    }
    let percent = read("capacity").parse::<u8>().ok()?.min(100);
    Some(Battery { percent, discharging: read("status") == "Discharging" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn supply(folder: &Path, name: &str, files: &[(&str, &str)]) {
        let supply = folder.join(name);
        fs::create_dir_all(&supply).expect("folder");
        for (file, text) in files {
            fs::write(supply.join(file), format!("{text}\n")).expect("file");
        }
    }

    #[test]
    fn the_emptiest_own_battery_counts_and_a_mouse_does_not() {
        let made = tempfile::tempdir().expect("folder");
        let folder = made.path();
        assert_eq!(Battery::read(&folder.join("none")), None);
        supply(folder, "AC", &[("type", "Mains"), ("online", "1")]);
        supply(
            folder,
            "mouse",
            &[("type", "Battery"), ("scope", "Device"), ("capacity", "3"), ("status", "Discharging")],
        );
        supply(folder, "BAT2", &[("type", "Battery"), ("present", "0"), ("capacity", "1")]);
        assert_eq!(Battery::read(folder), None, "a counter PC has none");
        supply(folder, "BAT0", &[("type", "Battery"), ("capacity", "81"), ("status", "Full")]);
        assert_eq!(Battery::read(folder), Some(Battery { percent: 81, discharging: false }));
        supply(folder, "BAT1", &[("type", "Battery"), ("capacity", "12"), ("status", "Discharging")]);
        assert_eq!(Battery::read(folder), Some(Battery { percent: 12, discharging: true }));
        supply(folder, "BAT1", &[("capacity", "much")]);
        assert_eq!(Battery::read(folder), Some(Battery { percent: 81, discharging: false }), "an unreadable one");
    }
}
