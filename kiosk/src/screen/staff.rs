//! Staff pages (係の画面): coming in, today's cases, one case. Names lie in the [`Board`], never inside a message.

mod case;
mod list;
mod login;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zeroize::Zeroizing;

use super::Context;
use crate::alive::battery::Battery;
use crate::widget::Element;
use crate::widget::keypad::Key;

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
    /// お渡しずみ
    Handed,
}

/// One case as the list shows it.
pub struct Row {
    pub number: u64,
    /// As it is called out.
    pub called: String,
    pub time: String,
    pub name: Zeroizing<String>,
    pub service: String,
    pub state: State,
    /// Label and value of every answer, the four facts first (`true`: from the card).
    pub lines: Vec<(String, Zeroizing<String>, bool)>,
}

/// What the record said last: shared with the thread that asks it, wiped when staff leave.
#[derive(Clone, Default)]
pub struct Board(Arc<Mutex<Vec<Row>>>);

impl Board {
    /// Puts other rows.
    pub fn put(&self, rows: Vec<Row>) {
        *self.rows() = rows;
    }

    /// Looks at the rows.
    pub fn rows(&self) -> MutexGuard<'_, Vec<Row>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The staff pages' state. No `Debug`: a password is typed here.
#[derive(Default)]
pub struct Desk {
    /// Who is in.
    pub inside: Option<String>,
    pub name: String,
    /// Names of accounts to pick from; a counter has few.
    pub names: Vec<String>,
    pub password: Zeroizing<String>,
    /// Why the last try to come in failed, by code, and the seconds to wait.
    pub refused: Option<(&'static str, u64)>,
    /// Only the last try of a PIN is to be agreed to; nothing of other people is shown.
    pub agreeing: bool,
    pub board: Board,
    /// The case that is open.
    pub open: Option<u64>,
    /// Somebody calls.
    pub calling: bool,
    /// The counter is closed.
    pub shut: bool,
    /// A fault of the record or the paper, by code.
    pub fault: Option<&'static str>,
    /// Where the terminal has one.
    pub battery: Option<Battery>,
}

#[derive(Clone)]
pub enum Message {
    Name(String),
    /// What is typed is wiped when it is taken over; a message of iced cannot do without it.
    Password(Zeroizing<String>),
    Key(Key),
    Enter,
    Leave,
    Refresh,
    Open(u64),
    List,
    Reprint(u64, Paper),
    HandOver(u64),
    /// The call was heard.
    Heard,
    Shut(bool),
}

/// What the record answered.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Come in.
    In(String),
    /// By code, with the seconds to wait.
    Refused(&'static str, u64),
    /// The accounts there are.
    Names(Vec<String>),
    /// The board has new rows.
    Listed,
    /// A case was handed over.
    Handed,
    Fault(&'static str),
}

impl Desk {
    /// The page's name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match (&self.inside, self.open) {
            (None, _) => "login",
            (Some(_), None) => "list",
            (Some(_), Some(_)) => "case",
        }
    }

    /// A fresh login.
    pub fn greet(&mut self, agreeing: bool) {
        let (calling, shut, battery) = (self.calling, self.shut, self.battery);
        *self = Self { agreeing, calling, shut, battery, ..Self::default() };
    }

    /// Takes what was typed and picked.
    pub fn update(&mut self, message: &Message) {
        match message {
            Message::Name(name) => self.name.clone_from(name),
            Message::Password(password) => self.password = password.clone(),
            Message::Key(Key::Digit(digit)) => self.password.push(char::from(b'0' + digit.min(&9))),
            Message::Key(Key::Erase) => drop(self.password.pop()),
            Message::Key(Key::Clear) => self.password = Zeroizing::default(),
            Message::Open(number) => self.open = Some(*number),
            Message::List => self.open = None,
            Message::Heard => self.calling = false,
            Message::Shut(shut) => self.shut = *shut,
            Message::Leave => self.greet(false),
            _ => {}
        }
    }

    /// `one`: on the residents' display, which is the only one.
    pub fn view<'a>(&self, cx: &Context<'_>, one: bool) -> Element<'a, Message> {
        match (&self.inside, self.open) {
            (None, _) => login::view(self, cx, one),
            (Some(name), None) => list::view(self, cx, name),
            (Some(name), Some(number)) => case::view(self, cx, name, number),
        }
    }
}
