//! What staff pages show (係の画面の中身): plain words and figures, made behind the screen.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

/// Which paper of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// 受付票
    Slip,
    /// 申請書
    Sheet,
}

/// The one thing to know about a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing is on paper yet.
    New,
    Printed,
    /// A paper did not come out, or nobody knows.
    Unprinted,
    /// 支援措置: printing waits for a supervisor.
    Held,
    /// 審査
    Examined,
    /// 補正: its person has something to mend.
    Mend,
    /// お渡しずみ
    Handed,
    /// 取り消し
    Void,
}

/// One case as the list shows it.
pub struct Row {
    pub number: u64,
    /// The entry that accepted it.
    pub id: uuid::Uuid,
    /// As it is called out.
    pub called: String,
    pub time: String,
    /// Minutes since it was accepted, while it is open.
    pub waited: Option<u32>,
    pub name: Zeroizing<String>,
    pub service: String,
    pub state: State,
    /// 支援措置; only a supervisor gets such a row.
    pub protected: bool,
    /// Which papers came out or were at least sent.
    pub printed: [bool; 2],
    /// Label and value of every answer, the four facts first (`true`: from the card).
    pub lines: Vec<(String, Zeroizing<String>, bool)>,
    /// The form's id, and the language the person chose.
    pub form: String,
    pub language: String,
    /// The window it was called to or handed over to; empty: this one. Whether its number is called now.
    pub window: String,
    pub called_now: bool,
    /// The same for the cases of one visit.
    pub visit: Option<String>,
    /// Answers that staff may correct.
    pub items: Vec<Item>,
}

/// One answer of a case. It may hold a name: no `Debug`.
#[derive(Clone)]
pub struct Item {
    /// Where it stands in the form's answers.
    pub path: String,
    pub label: String,
    pub value: Zeroizing<String>,
    /// What can be chosen; empty where words are typed.
    pub options: Vec<String>,
    /// What was answered before staff corrected it, and why.
    pub before: Option<(Zeroizing<String>, String)>,
    /// Where it came from, where nobody typed it here: the key of its sentence.
    pub from: Option<&'static str>,
}

/// A visit that came to no end: when it stopped, its forms, and how many of their pages were answered. Not whose it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    pub id: u128,
    pub when: String,
    pub what: String,
    pub passed: usize,
    pub of: usize,
}

/// One of the cases of a visit, as another one's page names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sibling {
    pub number: u64,
    pub called: String,
    pub service: String,
    /// Its form may be printed with the others.
    pub prints: bool,
}

/// The cases of the visit of this one, itself among them, in the order of their numbers; nothing where it is the only one.
#[must_use]
pub fn together(rows: &[Row], number: u64) -> Vec<Sibling> {
    let Some(visit) = rows.iter().find(|row| row.number == number).and_then(|row| row.visit.as_ref()) else {
        return Vec::new();
    };
    let mut found: Vec<Sibling> =
        rows.iter().filter(|row| row.visit.as_ref() == Some(visit)).map(Sibling::of).collect();
    found.sort_by_key(|one| one.number);
    if found.len() < 2 { Vec::new() } else { found }
}

impl Sibling {
    fn of(row: &Row) -> Self {
        Self {
            number: row.number,
            called: row.called.clone(),
            service: row.service.clone(),
            prints: !row.protected && row.state != State::Void,
        }
    }
}

/// One person under protection, for a supervisor.
pub struct Protected {
    pub id: String,
    pub name: Zeroizing<String>,
    pub birth: Zeroizing<String>,
    pub address: Zeroizing<String>,
    pub since: String,
    pub until: String,
    pub over: bool,
    pub by: String,
}

/// Rows that name residents: shared with the thread that asks the record, wiped when staff leave.
pub struct Private<T>(Arc<Mutex<Vec<T>>>);

/// Cases.
pub type Board = Private<Row>;
/// People under protection.
pub type Covered = Private<Protected>;

/// A recovery key in groups.
pub type Sealed = Private<zeroize::Zeroizing<String>>;

impl<T> Clone for Private<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Default for Private<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T> Private<T> {
    /// Puts other rows.
    pub fn put(&self, rows: Vec<T>) {
        *self.rows() = rows;
    }

    /// Looks at the rows.
    pub fn rows(&self) -> MutexGuard<'_, Vec<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the account of the login may do; a page leaves the rest out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "one a page of the rail, as the table of acts says")]
pub struct Powers {
    pub serve: bool,
    pub protect: bool,
    pub close_day: bool,
    pub audit: bool,
    pub examine: bool,
    pub manage: bool,
}

/// A day's figures as sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayShown {
    pub title: String,
    /// Large: cases, fees, handed over, open.
    pub heads: Vec<(String, String)>,
    /// Label and value.
    pub lines: Vec<(String, String)>,
    /// Service, cases, fees.
    pub services: Vec<(String, String, String)>,
    /// Hour and cases, and the largest of them.
    pub hours: Vec<(String, u32)>,
    /// Cases still open: number, time, service.
    pub open: Vec<(String, String, String)>,
    pub open_count: usize,
    /// When and by whom it was closed, as a sentence.
    pub closed: Option<String>,
    pub later: bool,
}

/// What the auditor looks for, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditQuestion {
    pub from: String,
    pub to: String,
    pub kind: Option<String>,
    pub service: Option<String>,
    pub staff: String,
    pub receipt: String,
    pub scope: String,
    /// Which part of the question is opened.
    pub kinds: Vec<String>,
}

/// One entry as a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditLine {
    pub number: String,
    pub time: String,
    pub kind: String,
    pub scope: String,
    pub by: String,
    pub why: String,
    pub erased: bool,
}

/// How something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lamp {
    Good,
    Attention,
    Stop,
}

/// One line of the examination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub icon: &'static str,
    pub name: String,
    pub said: String,
    pub lamp: Lamp,
    /// When and by whom it was tested last, or when it was looked at.
    pub tested: String,
    /// The test a staff member can make of it.
    pub device: Option<Device>,
    /// A test was begun: did it come out well?
    pub asking: bool,
    /// The clock leapt: somebody who may looks at it and says that it is right.
    pub unsure: bool,
}

/// What staff can test.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    Slip,
    Sheet,
    Reader,
    Sound,
}

/// One account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub name: String,
    pub role: &'static str,
    pub since: String,
    pub enabled: bool,
    pub card: bool,
}

/// One registration. It may name a person: no `Debug`.
pub struct Registration {
    pub id: String,
    pub label: Zeroizing<String>,
    /// Random id and sort of each token.
    pub tokens: Vec<(String, &'static str)>,
    pub since: String,
}

/// How the switch for My Number cards stands, and whose word that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switched {
    pub on: bool,
    pub officer: String,
    pub day: String,
}

/// The registrations of one service.
#[derive(Default)]
pub struct Registry {
    pub services: Vec<String>,
    pub service: String,
    pub rows: Private<Registration>,
    pub switch: Option<Switched>,
}
