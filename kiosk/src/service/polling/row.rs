//! Rows of a roll (名簿の行): one line of CSV to one elector, or what is wrong with it.
//!
//! A roll has no line break inside a cell, so a line is a row and a broken one costs no other.

use std::borrow::Cow;
use std::collections::HashSet;

use jiff::civil::Date;

use super::elector::{Sex, Status};
use super::rules::Election;
use crate::form::guard;

/// The longest line, bytes.
pub const LONGEST: usize = 64 * 1024;
/// The longest cell, characters.
const CELL: usize = 200;

/// Columns: the name in headers, the Japanese one, whether a roll must have it.
pub const COLUMNS: [(&str, &str, bool); 11] = [
    ("number", "名簿番号", true),
    ("name", "氏名", true),
    ("kana", "かな", true),
    ("birth", "生年月日", true),
    ("sex", "性別", true),
    ("address", "住所", true),
    ("district", "投票区", true),
    ("status", "資格", false),
    ("ballots", "投票の種類", false),
    ("ticket", "入場券", false),
    ("election", "選挙", false),
];

/// What is wrong with a line, by the key of its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wrong {
    TooLong,
    Nul,
    Encoding,
    Quote,
    Columns,
    Formula,
    Empty,
    Number12,
    Kana,
    Birth,
    Sex,
    District,
    Status,
    Ballots,
    Election,
    Twice,
    TicketTwice,
    /// A ticket whose number is in no row of the roll.
    TicketNobody,
    /// A ticket that names somebody else than the roll.
    TicketOther,
    /// An elector without a ticket.
    TicketMissing,
}

/// One elector as the file tells it. No `Debug`.
pub struct Row {
    pub number: String,
    pub name: String,
    pub kana: String,
    pub birth: Date,
    pub sex: Sex,
    pub address: String,
    pub district: String,
    pub status: Status,
    /// Ids with one blank between them; empty: all.
    pub ballots: String,
    pub ticket: String,
}

/// Which column stands where.
pub struct Header {
    /// Where each of [`COLUMNS`] stands.
    at: [Option<usize>; COLUMNS.len()],
    /// Cells of a line.
    cells: usize,
}

impl Wrong {
    /// Its sentence.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::TooLong => "polling-row-too-long",
            Self::Nul => "polling-row-nul",
            Self::Encoding => "polling-row-encoding",
            Self::Quote => "polling-row-quote",
            Self::Columns => "polling-row-columns",
            Self::Formula => "polling-row-formula",
            Self::Empty => "polling-row-empty",
            Self::Number12 => "polling-row-number12",
            Self::Kana => "polling-row-kana",
            Self::Birth => "polling-row-birth",
            Self::Sex => "polling-row-sex",
            Self::District => "polling-row-district",
            Self::Status => "polling-row-status",
            Self::Ballots => "polling-row-ballots",
            Self::Election => "polling-row-election",
            Self::Twice => "polling-row-twice",
            Self::TicketTwice => "polling-row-ticket-twice",
            Self::TicketNobody => "polling-row-ticket-nobody",
            Self::TicketOther => "polling-row-ticket-other",
            Self::TicketMissing => "polling-row-ticket-missing",
        }
    }
}

/// The cells of one line (RFC 4180 without line breaks in cells).
///
/// # Errors
/// [`Wrong::Quote`] a quotation mark is not closed or stands in the middle of a cell; [`Wrong::Nul`].
pub fn cells(line: &str) -> Result<Vec<Cow<'_, str>>, Wrong> {
    if line.bytes().any(|byte| byte < 0x20 && byte != b'\t' || byte == 0x7f) {
        return Err(Wrong::Nul);
    }
    if !line.contains('"') {
        return Ok(line.split(',').map(Cow::Borrowed).collect());
    }
    let mut cells = Vec::with_capacity(COLUMNS.len());
    let mut rest = line.chars().peekable();
    loop {
        let mut cell = String::new();
        if rest.next_if_eq(&'"').is_some() {
            loop {
                match rest.next() {
                    None => return Err(Wrong::Quote),
                    Some('"') if rest.next_if_eq(&'"').is_some() => cell.push('"'),
                    Some('"') => break,
                    Some(letter) => cell.push(letter),
                }
            }
        } else {
            while let Some(letter) = rest.next_if(|letter| *letter != ',') {
                if letter == '"' {
                    return Err(Wrong::Quote);
                }
                cell.push(letter);
            }
        }
        cells.push(Cow::Owned(cell));
        match rest.next() {
            None => return Ok(cells),
            Some(',') => {}
            Some(_) => return Err(Wrong::Quote),
        }
    }
}

impl Header {
    /// Reads the first line.
    ///
    /// # Errors
    /// The Japanese names of the columns that are missing; `required` says which must be there.
    pub fn of(cells: &[Cow<'_, str>], required: &[&str]) -> Result<Self, Vec<&'static str>> {
        let names: Vec<String> =
            cells.iter().map(|cell| cell.trim().trim_start_matches('\u{feff}').to_lowercase()).collect();
        let at = COLUMNS.map(|(id, ja, _)| names.iter().position(|name| name == id || name == ja));
        let missing: Vec<_> = COLUMNS
            .iter()
            .zip(at)
            .filter(|((id, ..), at)| at.is_none() && required.contains(id))
            .map(|((_, ja, _), _)| *ja)
            .collect();
        if missing.is_empty() { Ok(Self { at, cells: cells.len() }) } else { Err(missing) }
    }

    /// The columns that a roll must have.
    #[must_use]
    pub fn of_rolls() -> Vec<&'static str> {
        COLUMNS.iter().filter(|(.., required)| *required).map(|(id, ..)| *id).collect()
    }

    /// The cell of a column; empty where there is none.
    #[must_use]
    pub fn get<'a>(&self, cells: &'a [Cow<'_, str>], column: &str) -> &'a str {
        let at = COLUMNS.iter().zip(self.at).find(|((id, ..), _)| *id == column).and_then(|(_, at)| at);
        at.and_then(|at| cells.get(at)).map_or("", |cell| cell.trim())
    }

    /// Whether there are as many cells as columns.
    #[must_use]
    pub const fn fits(&self, cells: &[Cow<'_, str>]) -> bool {
        self.cells == cells.len()
    }
}

/// What may stand in no cell: formulas of spreadsheets, 12-digit numbers, endless text.
///
/// # Errors
/// The first thing that is wrong.
pub fn clean(cells: &[Cow<'_, str>]) -> Result<(), Wrong> {
    for cell in cells {
        let trimmed = cell.trim_start();
        if trimmed.starts_with(['=', '+', '-', '@', '\t']) || cell.starts_with('\t') {
            return Err(Wrong::Formula);
        }
        if cell.len() > CELL && cell.chars().count() > CELL {
            return Err(Wrong::TooLong);
        }
        // Twelve digits are twelve bytes at least.
        if cell.len() >= 12 && has_twelve_digits(cell) && guard::has_individual_number(cell) {
            return Err(Wrong::Number12);
        }
    }
    Ok(())
}

/// Whether there are twelve digits or more, of whatever sort.
fn has_twelve_digits(cell: &str) -> bool {
    let mut digits = 0;
    for letter in cell.chars() {
        digits += u32::from(match letter {
            '\0'..='~' => letter.is_ascii_digit(),
            '\u{3040}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}' => false,
            _ => letter.is_numeric(),
        });
    }
    digits >= 12
}

/// What every row of a roll is compared with.
pub struct Frame<'a> {
    election: &'a Election,
    districts: HashSet<&'a str>,
    /// Born on this day or before: old enough to vote on the day after the election (9条: 満18年, by 年齢計算法).
    eighteen: Option<Date>,
}

impl<'a> Frame<'a> {
    #[must_use]
    pub fn of(election: &'a Election) -> Self {
        let districts = election.stations.iter().flat_map(|station| &station.districts).map(String::as_str).collect();
        let eighteen = election.day.tomorrow().and_then(|day| day.checked_sub(jiff::Span::new().years(18))).ok();
        Self { election, districts, eighteen }
    }
}

impl Row {
    /// One elector out of the cells of one line.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn of(header: &Header, cells: &[Cow<'_, str>], frame: &Frame<'_>) -> Result<Self, Wrong> {
        let election = frame.election;
        if !header.fits(cells) {
            return Err(Wrong::Columns);
        }
        clean(cells)?;
        let get = |column: &str| header.get(cells, column);
        let (number, name, kana, address) = (get("number"), get("name"), get("kana"), get("address"));
        if [number, name, kana, address].iter().any(|cell| cell.is_empty()) {
            return Err(Wrong::Empty);
        }
        if !kana.chars().all(is_reading) {
            return Err(Wrong::Kana);
        }
        let of = get("election");
        if !of.is_empty() && of != election.id {
            return Err(Wrong::Election);
        }
        let district = get("district");
        if !frame.districts.contains(district) {
            return Err(Wrong::District);
        }
        let ballots: Vec<&str> = get("ballots").split([' ', ';', '　', '、']).filter(|one| !one.is_empty()).collect();
        if ballots.iter().any(|ballot| election.ballot(ballot).is_none()) {
            return Err(Wrong::Ballots);
        }
        Ok(Self {
            number: number.to_owned(),
            name: name.to_owned(),
            kana: kana.to_owned(),
            birth: birth(get("birth"), frame.eighteen).ok_or(Wrong::Birth)?,
            sex: sex(get("sex")).ok_or(Wrong::Sex)?,
            address: address.to_owned(),
            district: district.to_owned(),
            status: status(get("status")).ok_or(Wrong::Status)?,
            ballots: ballots.join(" "),
            ticket: get("ticket").to_owned(),
        })
    }
}

/// Letters of a reading: kana of both widths, marks, blanks, and Latin letters for people without a Japanese name.
fn is_reading(letter: char) -> bool {
    matches!(letter, 'ぁ'..='ヿ' | 'ｦ'..='ﾟ' | ' ' | '　' | '-' | '.' | '\'' | '’' | '･') || letter.is_ascii_alphabetic()
}

/// `1950-01-31`, `1950/1/31`, `19500131`, not younger than may vote.
fn birth(text: &str, eighteen: Option<Date>) -> Option<Date> {
    let figures = |part: &str, longest: usize| {
        let good = (1..=longest).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<i16>().ok().filter(|_| good)
    };
    let (year, month, day) = if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        (text.get(..4)?, text.get(4..6)?, text.get(6..)?)
    } else {
        let (year, rest) = text.split_once(['-', '/'])?;
        let (month, day) = rest.split_once(['-', '/'])?;
        (year, month, day)
    };
    let (month, day) = (i8::try_from(figures(month, 2)?).ok()?, i8::try_from(figures(day, 2)?).ok()?);
    let date = Date::new(figures(year, 4)?, month, day).ok()?;
    (date.year() >= 1890 && eighteen.is_some_and(|last| date <= last)).then_some(date)
}

fn sex(text: &str) -> Option<Sex> {
    match text {
        "男" | "1" | "m" | "M" => Some(Sex::Male),
        "女" | "2" | "f" | "F" => Some(Sex::Female),
        "" | "9" | "0" | "-" => Some(Sex::Other),
        _ => None,
    }
}

fn status(text: &str) -> Option<Status> {
    match text {
        "" | "有" | "有権者" | "eligible" => Some(Status::Eligible),
        "死亡" | "dead" => Some(Status::Dead),
        "転出" | "moved" => Some(Status::Moved),
        "失権" | "停止" | "公民権停止" | "barred" => Some(Status::Barred),
        "抹消" | "struck" => Some(Status::Struck),
        _ => None,
    }
}
