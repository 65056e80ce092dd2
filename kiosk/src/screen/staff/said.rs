//! What staff press, and what the record answers (係の操作と答え).

use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    Account, At, AuditLine, AuditQuestion, DayShown, Device, Filter, Finding, Inside, Intent, SlipRow, Switched, sheet,
};
use crate::service::desk::Button;
use crate::widget::keypad::Key;

/// What was pressed or typed.
#[derive(Clone)]
pub enum Message {
    Name(String),
    /// What is typed is wiped when it is taken over; a message of iced cannot do without it.
    Password(Zeroizing<String>),
    /// Come in by staff card, or by name again.
    ByCard(bool),
    /// A reader that types told a staff card.
    Token(Zeroizing<String>),
    Again(Zeroizing<String>),
    Repeated(Zeroizing<String>),
    Key(Key),
    Enter,
    /// Makes the first administrator.
    Found,
    Leave,
    Go(At),
    Filter(Filter),
    Search(String),
    Refresh,
    HandOver(u64),
    /// Staff answer for the person of this visit, or they do it themselves again.
    Lead(bool),
    /// Begins this form for a person before the counter.
    Begin(String),
    /// Goes on with a visit that came to no end, for its person; or throws its answers away.
    BeginLeft(u128),
    DropLeft(u128),
    /// The form of the case large, or small again; and its parts.
    Large(bool),
    Sheet(sheet::Message),
    /// The call was heard.
    Heard,
    Shut(bool),
    Ask(Intent),
    Why(String),
    Second(String),
    SecondPassword(Zeroizing<String>),
    New(Zeroizing<String>),
    NewAgain(Zeroizing<String>),
    NewName(String),
    NewRole(&'static str),
    /// Does what is asked about.
    Do,
    NotNow,
    OtherDay(i32),
    PrintDay,
    Question(AuditQuestion),
    Look,
    Check,
    Examine,
    Test(Device),
    /// Begins the touch test, or ends it.
    Touch(bool),
    /// Registrations of another service.
    Service(String),
    /// Something was typed or picked on a service's page.
    Typed {
        id: String,
        value: String,
    },
    /// A button of a service's page.
    Push(Button),
    /// The service's page is asked for anew.
    BoardAgain,
    Verdict(Device, bool),
    PrintReport,
    /// A paper that waits is not wanted any more.
    CancelPrint {
        number: u64,
        slip: bool,
    },
    ChangeOwn,
    /// The recovery key goes on paper; it lies in its envelope; or not now.
    PrintRecovery,
    Sealed,
    SealLater,
}

/// What the record answered.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Come in.
    In(Inside),
    /// By code, with the seconds to wait.
    Refused(&'static str, u64),
    /// The accounts there are; none asks for the first one.
    Names(Vec<String>),
    /// The board has new rows; so many cases wait for a supervisor.
    Listed(usize),
    Covered,
    /// A recovery key is to be seen.
    Recovery,
    Left,
    Day(Box<DayShown>),
    Audit(Vec<AuditLine>),
    Checked(String, bool),
    Findings(Vec<Finding>),
    /// What the readers say of themselves.
    Readers(Vec<Finding>),
    /// The newest slips of counters.
    Slips(Vec<SlipRow>),
    Accounts(Vec<Account>),
    /// The registrations are there; how the switch for My Number cards stands.
    Registry(Option<Switched>),
    /// The page of a service is there, or why not; it lies in its slot.
    Board(Uuid),
    /// What came of a press on it.
    Pressed(Uuid),
    /// It was done; the sentence by its key and its values.
    Done(&'static str, Vec<(&'static str, String)>),
    /// What was asked about was refused, by code; the page stays.
    Declined(&'static str),
    Fault(&'static str),
}
