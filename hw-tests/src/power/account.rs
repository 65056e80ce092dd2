//! The account of a disk (書き込みの控え): what the preloaded library writes down about each operation, and how it is read.
//!
//! One record an operation: kind, number of the operation, inode, offset, then a name and bytes with their lengths, all
//! little-endian. This file is compiled into the library and into the judge.

use std::path::PathBuf;

/// What was done to the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Act {
    /// A file or folder was opened; it was there before.
    Open = 1,
    /// A file was made and opened.
    Create = 2,
    /// Bytes at an offset.
    Write = 3,
    /// A file's length was set to the offset.
    Resize = 4,
    /// A file or folder was brought to the disk.
    Sync = 5,
    /// The disk refused to sync: what waited may be there or not, and nobody will try again.
    SyncFailed = 6,
    /// A name was taken away.
    Unlink = 7,
    /// A name was changed; the new one stands in the bytes.
    Rename = 8,
    /// A second name, which stands in the bytes.
    Link = 9,
    /// A folder was made.
    Folder = 10,
    /// Counted, and nothing on the disk changed.
    Other = 11,
}

const ALL: [Act; 11] = [
    Act::Open,
    Act::Create,
    Act::Write,
    Act::Resize,
    Act::Sync,
    Act::SyncFailed,
    Act::Unlink,
    Act::Rename,
    Act::Link,
    Act::Folder,
    Act::Other,
];

/// One operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    pub act: Act,
    /// 1, 2, 3 … within the process.
    pub number: u64,
    pub inode: u64,
    pub offset: u64,
    pub name: PathBuf,
    pub bytes: Vec<u8>,
}

/// Bytes of everything before the name.
const FIXED: usize = 1 + 3 * 8 + 2 * 4;

/// The bytes before name and contents.
#[must_use]
pub fn heading(act: Act, number: u64, inode: u64, offset: u64, name: usize, bytes: usize) -> [u8; FIXED] {
    let mut out = [0; FIXED];
    let lengths = [name, bytes].map(|length| u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
    let numbers = [number, inode, offset].map(u64::to_le_bytes);
    let all = std::iter::once(act as u8).chain(numbers.into_iter().flatten()).chain(lengths.into_iter().flatten());
    out.iter_mut().zip(all).for_each(|(to, from)| *to = from);
    out
}

/// Every whole record; a last one that was cut off by the end of the process is left out.
#[must_use]
pub fn read(mut rest: &[u8]) -> Vec<Record> {
    let mut records = Vec::new();
    while let Some((record, after)) = one(rest) {
        records.push(record);
        rest = after;
    }
    records
}

fn one(bytes: &[u8]) -> Option<(Record, &[u8])> {
    use std::os::unix::ffi::OsStringExt;
    let (first, rest) = bytes.split_first()?;
    let act = ALL.into_iter().find(|act| *act as u8 == *first)?;
    let (number, rest) = take_u64(rest)?;
    let (inode, rest) = take_u64(rest)?;
    let (offset, rest) = take_u64(rest)?;
    let (name, rest) = take_u32(rest)?;
    let (length, rest) = take_u32(rest)?;
    let (name, rest) = rest.split_at_checked(name)?;
    let (bytes, rest) = rest.split_at_checked(length)?;
    let name = std::ffi::OsString::from_vec(name.to_vec()).into();
    Some((Record { act, number, inode, offset, name, bytes: bytes.to_vec() }, rest))
}

fn take_u64(bytes: &[u8]) -> Option<(u64, &[u8])> {
    bytes.split_first_chunk().map(|(chunk, rest)| (u64::from_le_bytes(*chunk), rest))
}

fn take_u32(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (chunk, rest) = bytes.split_first_chunk()?;
    Some((usize::try_from(u32::from_le_bytes(*chunk)).ok()?, rest))
}
