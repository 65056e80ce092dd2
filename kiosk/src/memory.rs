//! Memory of the process (メモリーの守り): no core dump, no other reader, no swap.
//!
//! What is freed is wiped by the allocator of `main.rs`. Here the system is told to keep the rest to itself.

use rustix::mm::MlockAllFlags;
use rustix::process::{DumpableBehavior, Resource, Rlimit, getrlimit, set_dumpable_behavior, setrlimit};

/// What the system agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
    /// No core dump is written (`RLIMIT_CORE` is 0).
    pub no_core: bool,
    /// Other programs of the same user cannot read the process (`PR_SET_DUMPABLE` is 0).
    pub unreadable: bool,
    /// Nothing of it is written to swap.
    pub locked: bool,
}

/// Asks for everything, before anything secret is there. What the system refuses is told, not fatal.
#[must_use]
pub fn close() -> Closed {
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let no_core = setrlimit(Resource::Core, none).is_ok();
    let unreadable = set_dumpable_behavior(DumpableBehavior::NotDumpable).is_ok();
    Closed { no_core, unreadable, locked: lock() }
}

/// Locks pages as they are used. Only without a limit: past a limit every later allocation would fail.
fn lock() -> bool {
    let endless = Rlimit { current: None, maximum: None };
    let free = getrlimit(Resource::Memlock).current.is_none() || setrlimit(Resource::Memlock, endless).is_ok();
    free && rustix::mm::mlockall(MlockAllFlags::CURRENT | MlockAllFlags::FUTURE | MlockAllFlags::ONFAULT).is_ok()
}

/// Whether what this process holds may be written to a disk by the system: swap is on and memory is not locked.
#[must_use]
pub fn may_be_swapped() -> bool {
    let swaps = std::fs::read_to_string("/proc/swaps").unwrap_or_default();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    swaps.lines().count() > 1 && locked_kilobytes(&status) == 0
}

fn locked_kilobytes(status: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix("VmLck:"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::locked_kilobytes;

    #[test]
    fn locked_memory_is_read_from_what_the_system_says() {
        assert_eq!(locked_kilobytes("VmSize:\t 10 kB\nVmLck:\t    4096 kB\nVmPin:\t 0 kB\n"), 4096);
        assert_eq!(locked_kilobytes("VmLck:\t       0 kB\n"), 0);
        assert_eq!(locked_kilobytes(""), 0);
    }
}
