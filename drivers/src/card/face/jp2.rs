//! Bounds of a JPEG 2000 file (顔写真の大きさの確認): looked at before it is decoded, because a few hostile bytes can ask for
//! gigabytes of memory or hours of time (ISO/IEC 15444-1 annexes A and I).

/// The longest file a card may hold.
const LONGEST: usize = 24 * 1024;
/// The sample has 378 × 472 dots (facts/card.md 5).
const LARGEST: u32 = 1024;
/// Levels of decomposition, quality layers and the exponents of the smallest precinct: as encoders of small pictures
/// use them, with room.
const MOST_LEVELS: u8 = 8;
const MOST_LAYERS: u16 = 32;
const LEAST_PRECINCT: u8 = 5;

/// Markers (annex A, table A.2).
mod marker {
    pub const SOC: [u8; 2] = [0xFF, 0x4F];
    pub const SIZ: u16 = 0xFF51;
    pub const COD: u16 = 0xFF52;
    pub const COC: u16 = 0xFF53;
    pub const POC: u16 = 0xFF5F;
    pub const RGN: u16 = 0xFF5E;
    pub const SOT: u16 = 0xFF90;
    pub const SOD: u16 = 0xFF93;
}

/// Width and height of a picture of one component in one tile; `None` for anything that a card's photograph is not.
#[must_use]
pub fn bounded(file: &[u8]) -> Option<(u32, u32)> {
    if file.len() > LONGEST {
        return None;
    }
    let stream = codestream(file)?;
    let rest = stream.strip_prefix(&marker::SOC)?;
    let (marker, size, mut rest) = segment(rest)?;
    if marker != marker::SIZ {
        return None;
    }
    let dots = one_tile(size)?;
    let mut coded = false;
    loop {
        let (marker, body, after) = segment(rest)?;
        match marker {
            marker::COD if !coded && modest(body) => coded = true,
            // Anything that changes the bounds for a component or a region has no place in a portrait.
            marker::COD | marker::COC | marker::POC | marker::RGN | marker::SIZ => return None,
            marker::SOT => return (coded && plain_tiles(rest)).then_some(dots),
            _ => {}
        }
        rest = after;
    }
}

/// The contiguous code stream inside the JP2 boxes (annex I.5.4), or the file itself.
fn codestream(file: &[u8]) -> Option<&[u8]> {
    if file.starts_with(&marker::SOC) {
        return Some(file);
    }
    let mut rest = file;
    loop {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (kind, _) = after.split_first_chunk::<4>()?;
        let length = match u32::from_be_bytes(*length) {
            0 => rest.len(),
            length => usize::try_from(length).ok().filter(|length| *length >= 8)?,
        };
        if kind == b"jp2c" {
            return rest.get(8..length.min(rest.len()));
        }
        rest = rest.get(length..)?;
    }
}

/// One marker segment: marker, what it holds, what follows.
fn segment(bytes: &[u8]) -> Option<(u16, &[u8], &[u8])> {
    let (marker, rest) = bytes.split_first_chunk::<2>()?;
    let (length, _) = rest.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length));
    let body = rest.get(2..length)?;
    Some((u16::from_be_bytes(*marker), body, rest.get(length..)?))
}

/// SIZ (A.5.1): one component of eight bits, one tile, not too large.
fn one_tile(body: &[u8]) -> Option<(u32, u32)> {
    let (_, body) = body.split_at_checked(2)?;
    let mut numbers = [0_u32; 8];
    let (words, rest) = body.split_at_checked(32)?;
    for (number, word) in numbers.iter_mut().zip(words.chunks_exact(4)) {
        *number = u32::from_be_bytes(word.try_into().ok()?);
    }
    let [width, height, left, top, tile_width, tile_height, tile_left, tile_top] = numbers;
    let whole = left == 0 && top == 0 && tile_left == 0 && tile_top == 0;
    let sized = (1..=LARGEST).contains(&width) && (1..=LARGEST).contains(&height);
    let single = tile_width >= width && tile_height >= height;
    // One component, unsigned, 8 bits, no subsampling.
    (whole && sized && single && rest == [0, 1, 7, 1, 1]).then_some((width, height))
}

/// COD (A.6.1): few levels and layers, no tiny code blocks or precincts.
fn modest(body: &[u8]) -> bool {
    let &[style, _, layers_high, layers_low, transform, levels, block_width, block_height, _, _, ref precincts @ ..] =
        body
    else {
        return false;
    };
    let layers = u16::from_be_bytes([layers_high, layers_low]);
    let blocks = (1..=8).contains(&block_width) && (1..=8).contains(&block_height) && block_width + block_height <= 8;
    let large = |exponents: &u8| exponents & 0x0F >= LEAST_PRECINCT && exponents >> 4 >= LEAST_PRECINCT;
    let listed = if style & 1 == 0 {
        precincts.is_empty()
    } else {
        precincts.len() == usize::from(levels) + 1 && precincts.iter().all(large)
    };
    transform == 0 && levels <= MOST_LEVELS && (1..=MOST_LAYERS).contains(&layers) && blocks && listed
}

/// No tile-part changes the bounds that the main header set (A.4.2): between SOT and SOD stands nothing of the kind.
fn plain_tiles(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some((marker::SOT, body, mut after)) = segment(rest) {
        loop {
            if after.starts_with(&marker::SOD.to_be_bytes()) {
                break;
            }
            match segment(after) {
                Some((marker::COD | marker::COC | marker::POC | marker::RGN | marker::SIZ | marker::SOT, ..))
                | None => {
                    return false;
                }
                Some((_, _, next)) => after = next,
            }
        }
        let &[tile_high, tile_low, a, b, c, d, ..] = body else { return false };
        let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX);
        if tile_high != 0 || tile_low != 0 {
            return false;
        }
        match length {
            // The last tile-part may say 0: up to the end.
            0 => return true,
            // SOT and SOD alone take 14 bytes.
            length if length < 14 => return false,
            length => match rest.get(length..) {
                Some(next) => rest = next,
                None => return false,
            },
        }
    }
    true
}
