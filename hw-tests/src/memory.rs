//! Looking into a process (メモリーを調べる): every byte of every mapping that holds its data, and where something stands.

use std::fs::File;
use std::io::{Error, Result};
use std::os::unix::fs::FileExt;

/// Bytes read at once; a piece begins where the one before ended, less the longest needle.
const PIECE: usize = 1 << 20;

/// Something to look for. Its name is what a failing test says, never the bytes.
#[derive(Clone)]
pub struct Needle {
    pub name: String,
    bytes: Vec<u8>,
}

/// Bytes around an address, for whoever looks for what keeps a trace.
///
/// # Errors
/// As [`search`].
pub fn around(process: u32, address: u64, before: u64, length: usize) -> Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    let memory = File::open(format!("/proc/{process}/mem"))?;
    memory.read_exact_at(&mut bytes, address.saturating_sub(before))?;
    Ok(bytes)
}

/// Where a needle stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub needle: String,
    pub address: u64,
    /// The mapping's name: `[heap]`, `[stack]`, a library, or nothing.
    pub mapping: String,
}

impl Needle {
    /// These very bytes.
    #[must_use]
    pub fn bytes(name: &str, bytes: &[u8]) -> Self {
        Self { name: name.to_owned(), bytes: bytes.to_vec() }
    }

    /// A text in every encoding a program may keep it in: UTF-8, UTF-16 and UTF-32 of this machine's order.
    #[must_use]
    pub fn text(name: &str, text: &str) -> Vec<Self> {
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_ne_bytes).collect();
        let utf32: Vec<u8> = text.chars().flat_map(|letter| u32::from(letter).to_ne_bytes()).collect();
        vec![
            Self::bytes(&format!("{name} in UTF-8"), text.as_bytes()),
            Self::bytes(&format!("{name} in UTF-16"), &utf16),
            Self::bytes(&format!("{name} in UTF-32"), &utf32),
        ]
    }
}

/// Every place where a needle stands in what the process can write or share. Needs the right to trace it.
///
/// # Errors
/// When the process is gone or may not be read.
pub fn search(process: u32, needles: &[Needle]) -> Result<Vec<Found>> {
    let maps = std::fs::read_to_string(format!("/proc/{process}/maps"))?;
    let memory = File::open(format!("/proc/{process}/mem"))?;
    let index = Index::of(needles);
    let mut found = Vec::new();
    let mut bytes_read = 0_u64;
    let mut piece = vec![0; PIECE];
    for line in maps.lines() {
        let Some((start, end, mapping)) = mapping(line) else { continue };
        let mut at = start;
        while at < end {
            let length = usize::try_from(end - at).unwrap_or(PIECE).min(PIECE);
            let Some(piece) = piece.get_mut(..length) else { break };
            // A mapping may go away while it is read.
            let Ok(()) = memory.read_exact_at(piece, at) else { break };
            bytes_read += length as u64;
            index.places(piece, |place, needle| {
                found.push(Found {
                    needle: needle.name.clone(),
                    address: at + place as u64,
                    mapping: mapping.to_owned(),
                });
            });
            let step = if at + (length as u64) < end { length - (index.longest - 1).min(length - 1) } else { length };
            at += step as u64;
        }
    }
    if bytes_read == 0 {
        return Err(Error::other("nothing of the process could be read"));
    }
    found.sort_by_key(|found| (found.address, found.needle.clone()));
    found.dedup();
    Ok(found)
}

/// A mapping that holds data: writable, or anonymous.
fn mapping(line: &str) -> Option<(u64, u64, &str)> {
    let mut words = line.split_whitespace();
    let (start, end) = words.next()?.split_once('-')?;
    let rights = words.next()?;
    let name = words.nth(3).unwrap_or("");
    let readable = rights.starts_with('r') && (rights.contains('w') || name.is_empty());
    let kernels = ["[vvar]", "[vsyscall]", "[vvar_vclock]"].contains(&name);
    let start = u64::from_str_radix(start, 16).ok()?;
    let end = u64::from_str_radix(end, 16).ok()?;
    (readable && !kernels).then_some((start, end, name))
}

/// Every needle by its first two bytes, so that one pass over the memory is enough for all.
struct Index<'a> {
    needles: Vec<&'a Needle>,
    /// For each pair of bytes, the needles that begin with it.
    begins: Vec<Vec<usize>>,
    longest: usize,
}

impl<'a> Index<'a> {
    fn of(all: &'a [Needle]) -> Self {
        let needles: Vec<_> = all.iter().filter(|needle| needle.bytes.len() > 1).collect();
        let mut begins = vec![Vec::new(); 1 << 16];
        for (at, needle) in needles.iter().enumerate() {
            if let [first, second, ..] = *needle.bytes.as_slice()
                && let Some(list) = begins.get_mut(usize::from(u16::from_be_bytes([first, second])))
            {
                list.push(at);
            }
        }
        let longest = needles.iter().map(|needle| needle.bytes.len()).max().unwrap_or(1);
        Self { needles, begins, longest }
    }

    fn places(&self, piece: &[u8], mut found: impl FnMut(usize, &Needle)) {
        let mut pair = 0_u16;
        for (at, byte) in piece.iter().enumerate() {
            pair = pair << 8 | u16::from(*byte);
            // Most of a memory is zeroes, and no needle begins with two.
            if pair == 0 || at == 0 {
                continue;
            }
            for needle in self.begins.get(usize::from(pair)).into_iter().flatten() {
                let Some(needle) = self.needles.get(*needle) else { continue };
                if piece.get(at - 1..).is_some_and(|rest| rest.starts_with(&needle.bytes)) {
                    found(at - 1, needle);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Needle, search};

    /// A needle must not find itself in the test's own list: it is made of two halves.
    #[test]
    fn what_a_process_holds_is_found_and_what_it_does_not_is_not() {
        let half = |text: &str| text.chars().rev().collect::<String>();
        let held = Box::new(half("elttaKednunitsier"));
        let mut child = std::process::Command::new("sleep").arg("30").env("HELD", held.as_str()).spawn().unwrap();
        let there = Needle::text("held", &held);
        let absent = Needle::text("absent", &half("elttaKednunitsiern"));
        let mut found = Vec::new();
        for _ in 0..100 {
            found = search(child.id(), &[there.clone(), absent.clone()].concat()).unwrap_or_default();
            if !found.is_empty() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(found.iter().any(|found| found.needle == "held in UTF-8"), "{found:?}");
        assert!(found.iter().all(|found| found.needle.starts_with("held")), "{found:?}");
    }
}
