//! Files (EF ファイル) of the selected application, read by short identifier with as few READ BINARY as the card allows.

use zeroize::Zeroizing;

use super::tlv;
use crate::card::conversation::Conversation;
use crate::card::{Fault, Torn};

/// The most one short READ BINARY gives (Le 00).
const CHUNK: usize = 256;

/// Reads the object `tag` at the start of the EF `short_ef`: one READ for the first 256 bytes, one more for each 256 that
/// follow. The READ by short identifier makes the EF current, so the rest needs no SELECT (facts/card.md 2.1).
///
/// The buffer has `limit` bytes from the start, because one that grows leaves its old bytes behind unwiped.
///
/// # Errors
/// [`Torn::Status`] for any status but 9000; [`Torn::Malformed`] when the object is longer than `limit`, when the card
/// gives nothing or more than it was asked for, or when the start is no such object.
pub fn read(
    conversation: &mut Conversation,
    short_ef: u8,
    tag: u16,
    limit: usize,
) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let mut file = Zeroizing::new(Vec::with_capacity(limit.max(CHUNK)));
    append(&mut file, &conversation.exchange(&[0x00, 0xB0, 0x80 | short_ef, 0x00, 0x00])?.ok()?, CHUNK)?;
    let header = tlv::header(&file).filter(|header| header.tag == tag && header.total() <= limit).ok_or(MALFORMED)?;
    let total = header.total();
    while file.len() < total {
        let missing = (total - file.len()).min(CHUNK);
        let offset = u16::try_from(file.len()).map_err(|_| MALFORMED)?;
        let [p1, p2] = offset.to_be_bytes();
        // Le 00 asks for 256.
        let le = u8::try_from(missing).unwrap_or(0x00);
        append(&mut file, &conversation.exchange(&[0x00, 0xB0, p1, p2, le])?.ok()?, missing)?;
    }
    file.truncate(total);
    Ok(file)
}

const MALFORMED: Fault = Fault::Torn(Torn::Malformed);

fn append(file: &mut Vec<u8>, chunk: &[u8], asked: usize) -> Result<(), Fault> {
    if chunk.is_empty() || chunk.len() > asked {
        return Err(MALFORMED);
    }
    file.extend_from_slice(chunk);
    Ok(())
}
