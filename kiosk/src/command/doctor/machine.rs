//! The machine under examination (端末そのものの点検): configuration, forms, fonts, clock, disk, battery.

use std::path::Path;

use super::{Finding, State, Subject};
use crate::alive::battery::{Battery, EMPTY, LITTLE as LITTLE_CHARGE};
use crate::clock::Clock;
use crate::command::config::points_somewhere;
use crate::config::{Config, FILE, Folders};
use crate::form::{self, pack};
use crate::store;
use crate::trouble::Trouble;

/// The first year in which this program ran; a clock before it stands still or was never set.
const FIRST_YEAR: i16 = 2026;
/// systemd-timesyncd touches this once the clock was set over the network.
const SYNCHRONISED: &str = "/run/systemd/timesync/synchronized";
/// Where Debian's fonts-noto-cjk lies; for glyphs that BIZ UD lacks.
const NOTO: &str = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";
/// Free bytes under which somebody should look.
const LITTLE: u64 = 2 << 30;

pub(super) fn config(folders: &Folders, config: &Config) -> Finding {
    match points_somewhere(folders, config) {
        Err(fault) => Finding::unfit(Subject::Config, Trouble::from(&fault)),
        Ok(()) => {
            let file = folders.config.join(FILE).display().to_string();
            Finding::good(Subject::Config, "doctor-config-good", &[("file", &file)])
        }
    }
}

pub(super) fn forms(folders: &Folders) -> Finding {
    let (packs, errors) = pack::load_all(&folders.assets.join("forms"));
    match errors.first() {
        Some(error) => Finding::unfit(Subject::Forms, Trouble::new("F06").with("why", error)),
        None => Finding::good(Subject::Forms, "doctor-forms-good", &[("count", &packs.len().to_string())]),
    }
}

pub(super) fn fonts(folders: &Folders) -> Finding {
    match form::fonts::Fonts::load(&folders.assets.join("fonts")) {
        Err(fault) => Finding::unfit(Subject::Fonts, Trouble::from(&fault)),
        Ok(_) if Path::new(NOTO).is_file() => Finding::good(Subject::Fonts, "doctor-fonts-good", &[]),
        Ok(_) => Finding::says(Subject::Fonts, State::Attention, "doctor-fonts-few", &[]),
    }
}

pub(super) fn clock() -> Finding {
    let now = Clock::system().local();
    let time = now.strftime("%Y-%m-%d %H:%M").to_string();
    if now.year() < FIRST_YEAR {
        return Finding::says(Subject::Clock, State::Unfit, "doctor-clock-wrong", &[("time", &time)]);
    }
    if Path::new(SYNCHRONISED).exists() {
        Finding::good(Subject::Clock, "doctor-clock-good", &[("time", &time)])
    } else {
        Finding::says(Subject::Clock, State::Attention, "doctor-clock-alone", &[("time", &time)])
    }
}

pub(super) fn disk(data: &Path, config: &Config) -> Finding {
    // The folder is made at the first start; until then its nearest parent tells.
    let here = data.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("/"));
    let free = rustix::fs::statvfs(here).map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize));
    let free = free.unwrap_or_default();
    let megabytes = (free >> 20).to_string();
    if free < config.store.room().stop_below {
        return Finding::unfit(Subject::Disk, Trouble::new("S40").with("free", megabytes));
    }
    let reserve = (store::reserve_beside(&config.store_file()) >> 20).to_string();
    let (state, key) =
        if free >= LITTLE { (State::Good, "doctor-disk-good") } else { (State::Attention, "doctor-disk-little") };
    Finding::says(Subject::Disk, state, key, &[("free", &megabytes), ("reserve", &reserve)])
}

/// Whether the system may write what this program holds to a disk.
pub(super) fn memory() -> Finding {
    if crate::memory::may_be_swapped() {
        return Finding::says(Subject::Memory, State::Attention, "doctor-memory-swap", &[]);
    }
    Finding::good(Subject::Memory, "doctor-memory-good", &[])
}

/// Nothing is said where there is none.
pub(super) fn battery(folder: &Path) -> Option<Finding> {
    let battery = Battery::read(folder)?;
    let (state, key) = match battery {
        Battery { discharging: false, .. } => (State::Good, "doctor-battery-good"),
        Battery { percent, .. } if percent >= LITTLE_CHARGE => (State::Attention, "doctor-battery-cord"),
        Battery { percent, .. } if percent >= EMPTY => (State::Attention, "doctor-battery-little"),
        Battery { .. } => (State::Unfit, "doctor-battery-empty"),
    };
    Some(Finding::says(Subject::Battery, state, key, &[("percent", &battery.percent.to_string())]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::doctor::Says;

    #[test]
    fn a_power_cord_that_is_out_is_told_before_the_battery_is_empty() {
        let made = tempfile::tempdir().expect("folder");
        let supply = made.path().join("BAT0");
        std::fs::create_dir(&supply).expect("folder");
        assert_eq!(battery(made.path()), None, "a terminal without one");
        std::fs::write(supply.join("type"), "Battery\n").expect("type");
        for (percent, status, state, key) in [
            (9, "Charging", State::Good, "doctor-battery-good"),
            (30, "Discharging", State::Attention, "doctor-battery-cord"),
            (29, "Discharging", State::Attention, "doctor-battery-little"),
            (9, "Discharging", State::Unfit, "doctor-battery-empty"),
        ] {
            std::fs::write(supply.join("capacity"), format!("{percent}\n")).expect("capacity");
            std::fs::write(supply.join("status"), format!("{status}\n")).expect("status");
            let found = battery(made.path()).expect("a battery");
            assert_eq!(found.state, state, "{percent} {status}");
            assert_eq!(found.says, Says::Sentence(key, vec![("percent", percent.to_string())]));
        }
    }
}
