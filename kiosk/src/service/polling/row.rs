//! Rows of a roll (名簿の行): one line of CSV to one elector, or what is wrong with it.
//!
//! A roll has no line break inside a cell, so a line is a row and a broken one costs no other.

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
pub struct Header(Vec<Option<&'static str>>);

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
pub fn cells(line: &str) -> Result<Vec<String>, Wrong> {
    if line.bytes().any(|byte| byte < 0x20 && byte != b'\t' || byte == 0x7f) {
        return Err(Wrong::Nul);
    }
    if !line.contains('"') {
        return Ok(line.split(',').map(str::to_owned).collect());
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
        cells.push(cell);
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
    pub fn of(cells: &[String], required: &[&str]) -> Result<Self, Vec<&'static str>> {
        let known = |cell: &String| {
            let cell = cell.trim().trim_start_matches('\u{feff}').to_lowercase();
            COLUMNS.iter().find(|(id, ja, _)| cell == *id || cell == *ja).map(|(id, ..)| *id)
        };
        let columns: Vec<_> = cells.iter().map(known).collect();
        let there = |id: &str| columns.contains(&Some(id));
        let missing: Vec<_> =
            COLUMNS.iter().filter(|(id, ..)| required.contains(id) && !there(id)).map(|(_, ja, _)| *ja).collect();
        if missing.is_empty() { Ok(Self(columns)) } else { Err(missing) }
    }

    /// The columns that a roll must have.
    #[must_use]
    pub fn of_rolls() -> Vec<&'static str> {
        COLUMNS.iter().filter(|(.., required)| *required).map(|(id, ..)| *id).collect()
    }

    /// The cell of a column; empty where there is none.
    #[must_use]
    pub fn get<'a>(&self, cells: &'a [String], column: &str) -> &'a str {
        let at = self.0.iter().position(|one| *one == Some(column));
        at.and_then(|at| cells.get(at)).map_or("", |cell| cell.trim())
    }

    /// Whether there are as many cells as columns.
    #[must_use]
    pub const fn fits(&self, cells: &[String]) -> bool {
        self.0.len() == cells.len()
    }
}

/// What may stand in no cell: formulas of spreadsheets, 12-digit numbers, endless text.
///
/// # Errors
/// The first thing that is wrong.
pub fn clean(cells: &[String]) -> Result<(), Wrong> {
    for cell in cells {
        let trimmed = cell.trim_start();
        if trimmed.starts_with(['=', '+', '-', '@', '\t']) || cell.starts_with('\t') {
            return Err(Wrong::Formula);
        }
        if cell.len() > CELL && cell.chars().count() > CELL {
            return Err(Wrong::TooLong);
        }
        let digits = cell.chars().filter(|letter| letter.is_numeric()).take(12).count();
        if digits == 12 && guard::has_individual_number(cell) {
            return Err(Wrong::Number12);
        }
    }
    Ok(())
}

impl Row {
    /// One elector out of the cells of one line.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn of(header: &Header, cells: &[String], election: &Election) -> Result<Self, Wrong> {
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
        if !election.knows(district) {
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
            birth: birth(get("birth"), election.day).ok_or(Wrong::Birth)?,
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

/// `1950-01-31`, `1950/1/31`, `19500131`. Old enough to vote on the day after the election (9条: 満18年, by 年齢計算法).
fn birth(text: &str, day: Date) -> Option<Date> {
    let date = if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        Date::strptime("%Y%m%d", text)
    } else {
        Date::strptime("%Y-%m-%d", text.replace('/', "-"))
    };
    let date = date.ok()?;
    let eighteen = day.tomorrow().ok()?.checked_sub(jiff::Span::new().years(18)).ok()?;
    (date.year() >= 1890 && date <= eighteen).then_some(date)
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
