//! Reading printer bytes (印字命令の解読) by the ESC/POS command reference.

use encoding_rs::SHIFT_JIS;

use super::{Paper, Row, Run};
use crate::printer::{Align, Bitmap};

/// Reads everything; a command cut off by the end of the bytes ends the paper.
pub(super) fn read(bytes: &[u8]) -> Paper {
    let mut reader = Reader {
        bytes,
        at: 0,
        mode: Mode::default(),
        runs: Vec::new(),
        code: Code::default(),
        paper: Paper::default(),
    };
    while reader.step().is_some() {}
    if !reader.runs.is_empty() {
        reader.end_line(0);
    }
    reader.paper
}

/// The printer's modes after ESC @.
struct Mode {
    align: Align,
    across: u8,
    down: u8,
    bold: bool,
    reverse: bool,
    spacing: u32,
    shift_jis: bool,
    katakana: bool,
    yen: bool,
}

impl Default for Mode {
    fn default() -> Self {
        Self {
            align: Align::Left,
            across: 1,
            down: 1,
            bold: false,
            reverse: false,
            spacing: 30,
            shift_jis: false,
            katakana: false,
            yen: false,
        }
    }
}

/// What GS ( k has stored for the next QR code.
struct Code {
    text: String,
    dots: u8,
    level: char,
}

impl Default for Code {
    fn default() -> Self {
        Self { text: String::new(), dots: 3, level: 'L' }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    mode: Mode,
    /// The line buffer.
    runs: Vec<Run>,
    code: Code,
    paper: Paper,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied()?;
        self.at += 1;
        Some(byte)
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(count)?)?;
        self.at += count;
        Some(taken)
    }

    /// Two bytes, low first.
    fn pair(&mut self) -> Option<usize> {
        Some(usize::from(self.next()?) + 256 * usize::from(self.next()?))
    }

    /// One byte of text or one whole command; `None` at the end.
    fn step(&mut self) -> Option<()> {
        let start = self.at;
        match self.next()? {
            0x0A => self.end_line(self.mode.spacing),
            0x10 => self.real_time(start)?,
            0x1B => self.escape(start)?,
            0x1C => self.kanji_command(start)?,
            0x1D => self.group(start)?,
            0x00 | 0x0D | 0x18 => {}
            byte @ 0x20..=0x7E => self.letter(if byte == 0x5C && self.mode.yen { '¥' } else { char::from(byte) }),
            lead @ (0x81..=0x9F | 0xE0..=0xFC) if self.mode.shift_jis => self.kanji(lead)?,
            byte @ 0xA1..=0xDF if self.mode.shift_jis || self.mode.katakana => {
                self.letter(char::from_u32(u32::from(byte) - 0xA1 + 0xFF61).unwrap_or('\u{FFFD}'));
            }
            0x80.. => self.letter('\u{FFFD}'),
            _ => self.paper.unknown.push(start),
        }
        Some(())
    }

    fn kanji(&mut self, lead: u8) -> Option<()> {
        let trail = self.next()?;
        let code = [lead, trail];
        match SHIFT_JIS.decode_without_bom_handling_and_without_replacement(&code) {
            Some(text) if text.chars().count() == 1 => text.chars().for_each(|c| self.letter(c)),
            // A printer shows 〓 or nothing for a code that its ROM lacks.
            _ => self.letter('\u{FFFD}'),
        }
        Some(())
    }

    fn letter(&mut self, c: char) {
        let Mode { across, down, bold, reverse, .. } = self.mode;
        let same = |run: &&mut Run| (run.across, run.down, run.bold, run.reverse) == (across, down, bold, reverse);
        match self.runs.last_mut().filter(same) {
            Some(run) => run.text.push(c),
            None => self.runs.push(Run { text: c.to_string(), across, down, bold, reverse }),
        }
    }

    /// Prints the line buffer and moves on by `feed` dots, at least by the height of the characters.
    fn end_line(&mut self, feed: u32) {
        let runs = std::mem::take(&mut self.runs);
        let height = runs.iter().map(|run| 24 * u32::from(run.down)).max().unwrap_or(0);
        self.paper.rows.push(Row::Text { runs, align: self.mode.align, advance: feed.max(height) });
    }

    /// White paper; with something in the line buffer, that line first.
    fn feed(&mut self, dots: u32) {
        if self.runs.is_empty() {
            self.paper.rows.push(Row::Feed(dots));
        } else {
            self.end_line(dots);
        }
    }

    /// DLE: status requests and buffer clearing leave nothing on paper.
    fn real_time(&mut self, start: usize) -> Option<()> {
        match (self.next()?, self.next()?) {
            (4 | 5, 1..=4) => {}
            (0x14, 8) => drop(self.take(7)?),
            (0x14, 1) => drop(self.take(2)?),
            _ => self.paper.unknown.push(start),
        }
        Some(())
    }

    fn escape(&mut self, start: usize) -> Option<()> {
        match self.next()? {
            b'@' => {
                self.mode = Mode::default();
                self.runs.clear();
            }
            b't' => self.mode.katakana = self.next()? == 1,
            b'R' => self.mode.yen = self.next()? == 8,
            b'a' => {
                self.mode.align = match self.next()? {
                    1 | b'1' => Align::Centre,
                    2 | b'2' => Align::Right,
                    _ => Align::Left,
                }
            }
            b'E' | b'G' => self.mode.bold = self.next()? & 1 == 1,
            b'd' => {
                let lines = u32::from(self.next()?);
                self.feed(lines * self.mode.spacing);
            }
            b'J' => {
                let dots = u32::from(self.next()?);
                self.feed(dots);
            }
            b'2' => self.mode.spacing = 30,
            b'3' => self.mode.spacing = u32::from(self.next()?),
            b'i' | b'm' => self.paper.rows.push(Row::Cut { partial: true }),
            b'!' | b'-' | b'M' | b'V' | b'{' | b' ' | b'=' => drop(self.next()?),
            b'$' | b'\\' | b'c' => drop(self.take(2)?),
            b'p' => drop(self.take(3)?),
            _ => self.paper.unknown.push(start),
        }
        Some(())
    }

    /// FS: the kanji commands.
    fn kanji_command(&mut self, start: usize) -> Option<()> {
        match self.next()? {
            b'C' => self.mode.shift_jis = matches!(self.next()?, 1 | b'1'),
            b'&' | b'.' => {}
            b'!' | b'-' | b'W' => drop(self.next()?),
            b'S' => drop(self.take(2)?),
            b'2' => drop(self.take(74)?),
            b'(' => {
                self.next()?;
                let length = self.pair()?;
                self.take(length)?;
            }
            _ => self.paper.unknown.push(start),
        }
        Some(())
    }

    fn group(&mut self, start: usize) -> Option<()> {
        match self.next()? {
            b'!' => {
                let size = self.next()?;
                self.mode.across = (size >> 4 & 7) + 1;
                self.mode.down = (size & 7) + 1;
            }
            b'B' => self.mode.reverse = self.next()? & 1 == 1,
            b'V' => self.cut()?,
            b'v' => self.raster()?,
            b'(' => self.extended()?,
            b'b' | b'a' | b'r' | b'I' | b'h' | b'w' | b'H' | b'f' => drop(self.next()?),
            b'P' | b'L' | b'W' => drop(self.take(2)?),
            _ => self.paper.unknown.push(start),
        }
        Some(())
    }

    fn cut(&mut self) -> Option<()> {
        let mode = self.next()?;
        if mode >= 65 {
            self.next()?;
        }
        self.paper.rows.push(Row::Cut { partial: mode % 2 == u8::from(mode < 65) });
        Some(())
    }

    /// GS v 0 m xL xH yL yH: x in bytes, y in dots.
    fn raster(&mut self) -> Option<()> {
        let head = self.take(2)?;
        let (across, down) = (self.pair()?, self.pair()?);
        let bits = self.take(across.checked_mul(down)?)?.to_vec();
        let (Ok(width), Ok(height)) = (u32::try_from(across * 8), u32::try_from(down)) else { return Some(()) };
        if width == 0 || height == 0 {
            return Some(());
        }
        let scale = head.last().map_or(0, |mode| mode & 3);
        let picture = Bitmap { width, height, bits };
        let picture = picture.resized(width << (scale & 1), height << (scale >> 1));
        self.paper.rows.push(Row::Picture { picture, align: self.mode.align });
        Some(())
    }

    /// GS ( x pL pH …: QR codes in `k` with cn 49, the others are skipped by their length.
    fn extended(&mut self) -> Option<()> {
        let family = self.next()?;
        let length = self.pair()?;
        let data = self.take(length)?;
        match (family, data) {
            (b'k', [49, 67, dots, ..]) => self.code.dots = *dots,
            (b'k', [49, 69, level, ..]) => {
                self.code.level = match level {
                    49 => 'M',
                    50 => 'Q',
                    51 => 'H',
                    _ => 'L',
                }
            }
            (b'k', [49, 80, 48, text @ ..]) => self.code.text = String::from_utf8_lossy(text).into_owned(),
            (b'k', [49, 81, ..]) => {
                let Code { text, dots, level } = &self.code;
                let row = Row::Qr { text: text.clone(), dots: *dots, level: *level, align: self.mode.align };
                self.paper.rows.push(row);
            }
            _ => {}
        }
        Some(())
    }
}
