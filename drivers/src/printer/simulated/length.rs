//! How long a command is (命令の長さ), from its first bytes (ESC/POS command reference; facts/printing.md 2).

/// Bytes of the command or letter that begins here; `None` until enough of it is there to say.
pub(super) fn length(bytes: &[u8]) -> Option<usize> {
    let at = |index: usize| bytes.get(index).copied();
    let pair = |index: usize| Some(usize::from(at(index)?) | usize::from(at(index + 1)?) << 8);
    match at(0)? {
        // DLE
        0x10 => match (at(1)?, at(2)) {
            (0x04 | 0x05, _) => Some(3),
            (0x14, None) => None,
            (0x14, Some(8)) => Some(10),
            (0x14, _) => Some(5),
            _ => Some(2),
        },
        // ESC
        0x1B => match at(1)? {
            b'@' | b'2' | b'i' | b'm' | b'<' | 0x0C | b'L' | b'S' => Some(2),
            b'$' | b'\\' | b'c' | b'D' => Some(4),
            b'p' => Some(5),
            b'W' => Some(10),
            b'*' => Some(5 + pair(3)? * if at(2)? < 32 { 1 } else { 3 }),
            _ => Some(3),
        },
        // FS
        0x1C => match at(1)? {
            b'&' | b'.' => Some(2),
            b'S' | b'?' => Some(4),
            b'2' => Some(76),
            b'(' => Some(5 + pair(3)?),
            _ => Some(3),
        },
        // GS
        0x1D => match at(1)? {
            b'v' => Some(8 + pair(4)? * pair(6)?),
            b'(' => Some(5 + pair(3)?),
            b'8' => Some(7 + pair(3)? + (pair(5)? << 16)),
            b'V' => Some(if at(2)? < 65 { 3 } else { 4 }),
            b'P' | b'L' | b'W' | b'$' | b'\\' => Some(4),
            b'k' if at(2)? < 65 => bytes.iter().skip(3).position(|byte| *byte == 0).map(|end| end + 4),
            b'k' => Some(4 + usize::from(at(3)?)),
            b'*' => Some(4 + usize::from(at(2)?) * usize::from(at(3)?) * 8),
            b':' => Some(2),
            _ => Some(3),
        },
        // The lead byte of a kanji in Shift_JIS
        0x81..=0x9F | 0xE0..=0xFC => Some(2),
        _ => Some(1),
    }
}
