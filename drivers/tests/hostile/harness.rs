//! What every harness shares: how good bytes are changed, and what a run may cost.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Runs of each harness: few in a check, as many as asked in a long run.
pub fn runs() -> usize {
    std::env::var("KAZASU_HOSTILE_RUNS").ok().and_then(|runs| runs.parse().ok()).unwrap_or(20_000)
}

/// A card may keep the program busy for so long, in time of the processor.
const LONGEST: Duration = Duration::from_secs(1);
/// And grow its memory by so much, in kilobytes.
const LARGEST: u64 = 64 * 1024;

static SLOWEST: AtomicU64 = AtomicU64::new(0);
static COUNT: AtomicU64 = AtomicU64::new(0);

/// Runs one input and holds it to its bounds. Another program on the same processor does not count, so an input that
/// took long by the clock is judged by the processor's own count.
pub fn bounded(act: impl Fn()) {
    if COUNT.fetch_add(1, Ordering::Relaxed) == 0 {
        FIRST.fetch_max(peak(), Ordering::Relaxed);
    }
    let start = Instant::now();
    act();
    let took = start.elapsed();
    if took > LONGEST {
        let before = busy();
        act();
        let took = busy() - before;
        assert!(took <= LONGEST, "one input kept the processor busy for {took:?}");
        return;
    }
    SLOWEST.fetch_max(took.as_micros() as u64, Ordering::Relaxed);
}

static FIRST: AtomicU64 = AtomicU64::new(0);

/// Time this thread has used the processor (proc(5), schedstat: nanoseconds first).
fn busy() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    Duration::from_nanos(text.split(' ').next().and_then(|nanos| nanos.parse().ok()).unwrap_or(0))
}

/// The most memory the process ever had, in kilobytes (proc(5), VmHWM).
fn peak() -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// Says what the runs cost, and holds the whole to its memory.
pub fn report(name: &str) {
    let grown = peak().saturating_sub(FIRST.load(Ordering::Relaxed));
    assert!(grown <= LARGEST, "{name}: {grown} kB more than at the start");
    let (runs, slowest) = (COUNT.load(Ordering::Relaxed), SLOWEST.load(Ordering::Relaxed));
    let said = format!("{name}: {runs} runs, slowest {slowest} µs, {grown} kB more than at the start\n");
    let _ = std::io::stderr().write_all(said.as_bytes());
}

/// One of the seeds, changed as `input` says; without seeds the input itself.
pub fn changed(seeds: &[Vec<u8>], input: &[u8]) -> Vec<u8> {
    let Some((&choice, rest)) = input.split_first().filter(|_| !seeds.is_empty()) else { return input.to_vec() };
    // One input in eight is taken as it is.
    if choice >= 224 {
        return rest.to_vec();
    }
    let mut bytes = seeds[usize::from(choice) % seeds.len()].clone();
    for step in rest.chunks_exact(4).take(6) {
        let &[how, high, low, value] = step else { break };
        let at = usize::from(u16::from_be_bytes([high, low])) % bytes.len().max(1);
        match how % 8 {
            0 if !bytes.is_empty() => bytes[at] = value,
            1 if !bytes.is_empty() => bytes[at] ^= 1 << (value % 8),
            2 => bytes.truncate(at),
            3 => bytes.insert(at.min(bytes.len()), value),
            4 if !bytes.is_empty() => drop(bytes.remove(at)),
            5 => bytes.splice(at.min(bytes.len())..at.min(bytes.len()), vec![value; usize::from(value)]).for_each(drop),
            6 => {
                let piece: Vec<u8> = bytes.iter().skip(at).take(usize::from(value)).copied().collect();
                bytes.extend(piece);
            }
            // Lengths and markers live near the start.
            _ if !bytes.is_empty() => {
                let near = at % bytes.len().min(48);
                bytes[near] = value;
            }
            _ => {}
        }
    }
    bytes
}
