//! The fault catalogue (お知らせ番号の一覧): every code there is, how it looks, and what the command line returns for it.

use super::Kind;

/// What the command line returns, by what the caller can do next. 2 is a wrong command line (clap's own).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Exit {
    /// 1: something nobody foresaw.
    Unforeseen = 1,
    /// 3: the configuration or the assets need a hand.
    Setup = 3,
    /// 4: the record cannot be used.
    Record = 4,
    /// 5: the form or what was to be filled in.
    Form = 5,
    /// 6: paper.
    Paper = 6,
    /// 7: nobody who may do this has logged in.
    Login = 7,
    /// 10: no reader, or it cannot be used.
    Reader = 10,
    /// 11: the card left or its answer was torn; hold it again.
    Again = 11,
    /// 12: another kind of card.
    Foreign = 12,
    /// 13: the PIN was wrong.
    WrongPin = 13,
    /// 14: the PIN is blocked.
    Blocked = 14,
    /// 15: a try was not spent.
    Withheld = 15,
    /// 16: the card is not genuine.
    NotGenuine = 16,
    /// 17: a test or practice card where none is accepted.
    TestCard = 17,
    /// 20: `kiosk doctor` found something that must be repaired before people come.
    Unfit = 20,
}

impl Exit {
    /// The number itself.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }
}

/// One line of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    pub code: &'static str,
    pub kind: Kind,
    pub exit: Exit,
}

const fn row_of(code: &'static str, kind: Kind, exit: Exit) -> Row {
    Row { code, kind, exit }
}

/// Every code. C cards, P printers, M the program itself, S the record, U staff, R registrations, F forms, H codes made at home, K configuration, A assets, L the command line.
pub const CATALOGUE: &[Row] = &[
    row_of("C01", Kind::Attention, Exit::Reader),
    row_of("C02", Kind::Attention, Exit::Reader),
    row_of("C03", Kind::Attention, Exit::Reader),
    row_of("C04", Kind::Attention, Exit::Again),
    row_of("C05", Kind::Attention, Exit::Reader),
    row_of("C06", Kind::Attention, Exit::Foreign),
    row_of("C07", Kind::Attention, Exit::WrongPin),
    row_of("C08", Kind::Attention, Exit::Blocked),
    row_of("C09", Kind::Attention, Exit::Withheld),
    row_of("C10", Kind::Attention, Exit::Again),
    row_of("C11", Kind::Stop, Exit::NotGenuine),
    row_of("C12", Kind::Attention, Exit::TestCard),
    row_of("C13", Kind::Attention, Exit::TestCard),
    row_of("C14", Kind::Attention, Exit::Again),
    row_of("C15", Kind::Attention, Exit::Withheld),
    row_of("C16", Kind::Attention, Exit::Reader),
    row_of("C17", Kind::Attention, Exit::NotGenuine),
    row_of("C18", Kind::Attention, Exit::NotGenuine),
    row_of("C19", Kind::Stop, Exit::NotGenuine),
    row_of("C20", Kind::Stop, Exit::NotGenuine),
    row_of("P01", Kind::Attention, Exit::Paper),
    row_of("P02", Kind::Attention, Exit::Paper),
    row_of("P03", Kind::Attention, Exit::Paper),
    row_of("P04", Kind::Attention, Exit::Paper),
    row_of("P05", Kind::Attention, Exit::Paper),
    row_of("P06", Kind::Attention, Exit::Paper),
    row_of("P07", Kind::Attention, Exit::Paper),
    row_of("P12", Kind::Attention, Exit::Paper),
    row_of("P08", Kind::Attention, Exit::Paper),
    row_of("P09", Kind::Attention, Exit::Paper),
    row_of("P10", Kind::Attention, Exit::Paper),
    row_of("P11", Kind::Attention, Exit::Paper),
    row_of("P20", Kind::Attention, Exit::Paper),
    row_of("P21", Kind::Attention, Exit::Paper),
    row_of("P22", Kind::Attention, Exit::Paper),
    row_of("P23", Kind::Attention, Exit::Paper),
    row_of("P24", Kind::Attention, Exit::Paper),
    row_of("P25", Kind::Attention, Exit::Paper),
    row_of("P26", Kind::Attention, Exit::Paper),
    row_of("P27", Kind::Attention, Exit::Paper),
    row_of("P28", Kind::Attention, Exit::Paper),
    row_of("P29", Kind::Attention, Exit::Paper),
    row_of("P30", Kind::Attention, Exit::Paper),
    row_of("P31", Kind::Attention, Exit::Paper),
    row_of("P32", Kind::Attention, Exit::Paper),
    row_of("P33", Kind::Attention, Exit::Paper),
    row_of("P34", Kind::Attention, Exit::Paper),
    row_of("M01", Kind::Attention, Exit::Unforeseen),
    row_of("V01", Kind::Stop, Exit::Again),
    row_of("S01", Kind::Attention, Exit::Record),
    row_of("S02", Kind::Stop, Exit::Record),
    row_of("S03", Kind::Attention, Exit::Record),
    row_of("S04", Kind::Attention, Exit::Record),
    row_of("S05", Kind::Attention, Exit::Record),
    row_of("S06", Kind::Stop, Exit::Record),
    row_of("S07", Kind::Attention, Exit::Record),
    row_of("S08", Kind::Attention, Exit::Record),
    row_of("S09", Kind::Attention, Exit::Record),
    row_of("S10", Kind::Attention, Exit::Record),
    row_of("S11", Kind::Attention, Exit::Record),
    row_of("S20", Kind::Attention, Exit::Record),
    row_of("S21", Kind::Attention, Exit::Record),
    row_of("S22", Kind::Attention, Exit::Record),
    row_of("S23", Kind::Attention, Exit::Record),
    row_of("S24", Kind::Stop, Exit::Record),
    row_of("S25", Kind::Attention, Exit::Record),
    row_of("S26", Kind::Attention, Exit::Record),
    row_of("S27", Kind::Attention, Exit::Record),
    row_of("S28", Kind::Stop, Exit::Record),
    row_of("S30", Kind::Attention, Exit::Record),
    row_of("S31", Kind::Attention, Exit::Record),
    row_of("S32", Kind::Attention, Exit::Record),
    row_of("S33", Kind::Attention, Exit::Record),
    row_of("S34", Kind::Attention, Exit::Record),
    row_of("S35", Kind::Attention, Exit::Record),
    row_of("S40", Kind::Attention, Exit::Record),
    row_of("U01", Kind::Attention, Exit::Login),
    row_of("U02", Kind::Attention, Exit::Login),
    row_of("U03", Kind::Attention, Exit::Login),
    row_of("U04", Kind::Attention, Exit::Login),
    row_of("U05", Kind::Attention, Exit::Login),
    row_of("U06", Kind::Attention, Exit::Login),
    row_of("U07", Kind::Attention, Exit::Login),
    row_of("U08", Kind::Attention, Exit::Login),
    row_of("U09", Kind::Attention, Exit::Login),
    row_of("U10", Kind::Attention, Exit::Login),
    row_of("U11", Kind::Attention, Exit::Login),
    row_of("U12", Kind::Attention, Exit::Login),
    row_of("U13", Kind::Attention, Exit::Login),
    row_of("U14", Kind::Attention, Exit::Login),
    row_of("U15", Kind::Attention, Exit::Login),
    row_of("U16", Kind::Attention, Exit::Login),
    row_of("R01", Kind::Attention, Exit::Record),
    row_of("R02", Kind::Attention, Exit::Record),
    row_of("R03", Kind::Attention, Exit::Record),
    row_of("R04", Kind::Attention, Exit::Record),
    row_of("F01", Kind::Attention, Exit::Setup),
    row_of("F02", Kind::Attention, Exit::Form),
    row_of("F03", Kind::Attention, Exit::Form),
    row_of("F04", Kind::Attention, Exit::Form),
    row_of("F05", Kind::Attention, Exit::Form),
    row_of("F06", Kind::Attention, Exit::Form),
    row_of("F07", Kind::Attention, Exit::Form),
    row_of("F08", Kind::Attention, Exit::Form),
    row_of("F09", Kind::Attention, Exit::Form),
    row_of("F10", Kind::Attention, Exit::Form),
    row_of("F11", Kind::Attention, Exit::Form),
    row_of("H01", Kind::Attention, Exit::Form),
    row_of("H02", Kind::Attention, Exit::Form),
    row_of("H03", Kind::Attention, Exit::Form),
    row_of("H04", Kind::Attention, Exit::Form),
    row_of("H05", Kind::Attention, Exit::Form),
    row_of("H06", Kind::Attention, Exit::Form),
    row_of("H07", Kind::Attention, Exit::Form),
    row_of("H08", Kind::Attention, Exit::Form),
    row_of("H09", Kind::Attention, Exit::Form),
    row_of("H10", Kind::Attention, Exit::Form),
    row_of("K01", Kind::Attention, Exit::Setup),
    row_of("K02", Kind::Attention, Exit::Setup),
    row_of("K03", Kind::Attention, Exit::Setup),
    row_of("K04", Kind::Attention, Exit::Setup),
    row_of("K05", Kind::Attention, Exit::Setup),
    row_of("K06", Kind::Attention, Exit::Setup),
    row_of("A01", Kind::Attention, Exit::Setup),
    row_of("A02", Kind::Attention, Exit::Setup),
    row_of("A03", Kind::Attention, Exit::Setup),
    row_of("L01", Kind::Attention, Exit::Unforeseen),
    row_of("L02", Kind::Attention, Exit::Setup),
    row_of("L03", Kind::Attention, Exit::Setup),
    row_of("L04", Kind::Attention, Exit::Withheld),
    row_of("L05", Kind::Attention, Exit::Again),
    row_of("L06", Kind::Attention, Exit::Login),
    row_of("L07", Kind::Attention, Exit::Setup),
    row_of("B01", Kind::Attention, Exit::Form),
    row_of("B02", Kind::Attention, Exit::Form),
];

/// The line of this code.
#[must_use]
pub fn row(code: &str) -> Option<&'static Row> {
    CATALOGUE.iter().find(|row| row.code == code)
}
