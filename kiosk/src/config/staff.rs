//! Rules for staff (職員のきまり): when a page locks by itself, and which acts take two persons.

/// `[staff]`
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Staff {
    /// Minutes without a touch after which a staff page locks.
    pub idle_minutes: u32,
    /// Hours after which it locks even while it is used.
    pub absolute_hours: u32,
    /// Acts for which a second staff member logs in, by their word in `kiosk/STAFF.md`.
    pub two_persons: Vec<String>,
}

impl Default for Staff {
    fn default() -> Self {
        Self { idle_minutes: 10, absolute_hours: 12, two_persons: Vec::new() }
    }
}

impl Staff {
    /// Seconds without a touch after which a staff page locks.
    #[must_use]
    pub const fn idle_seconds(&self) -> u32 {
        self.idle_minutes.saturating_mul(60)
    }

    /// Seconds after which it locks in any case.
    #[must_use]
    pub const fn absolute_seconds(&self) -> u32 {
        self.absolute_hours.saturating_mul(3600)
    }

    /// Whether an act takes two persons here.
    #[must_use]
    pub fn asks_two(&self, act: crate::store::staff::Act) -> bool {
        self.two_persons.iter().any(|word| word == act.id())
    }

    /// What cannot be.
    pub(super) fn contradiction(&self) -> Option<(&'static str, &'static str)> {
        if !(1..=120).contains(&self.idle_minutes) {
            return Some(("staff.idle_minutes", "1 to 120 minutes"));
        }
        if !(1..=24).contains(&self.absolute_hours) {
            return Some(("staff.absolute_hours", "1 to 24 hours"));
        }
        let known = |word: &String| crate::store::staff::TABLE.iter().any(|rule| rule.act.id() == word);
        if !self.two_persons.iter().all(known) {
            return Some(("staff.two_persons", "an act of kiosk/STAFF.md"));
        }
        None
    }
}
