//! Acts and who may do them (操作と権限): one table, asked before every act, on the screen and on the command line.

use super::Role;

/// Something a staff member does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// Sees cases, prints what was not printed yet, hands papers over, hears a call.
    Serve,
    /// Prints a paper again (再発行).
    Reprint,
    /// Takes a case back, or undoes that or a handing-over.
    Void,
    /// Writes a case to a file for another system (書き出し).
    ExportCase,
    /// Agrees to the last try of a PIN.
    AgreeLastTry,
    /// Opens and closes the counter.
    Shut,
    /// Marks and unmarks people under protection (支援措置), sees their cases and lets them be printed.
    Protect,
    /// Searches and checks the record; no personal body is opened.
    Audit,
    /// Takes the record out with personal bodies.
    AuditBodies,
    /// Examines the terminal, tests its devices, prints the readiness report (点検票).
    Examine,
    /// Closes the day (日締め).
    CloseDay,
    /// Makes, changes and disables accounts.
    ManageStaff,
    /// Erases a person, a body or a roll.
    Erase,
    /// Backs up, restores and rekeys the record, takes it out and in.
    Keep,
    /// Changes one's own password or PIN.
    OwnPassword,
    /// Registers tokens for a service and links others (登録).
    Register,
    /// Deletes a registration at its person's request.
    Unregister,
    /// Switches taps with My Number cards on and off, by the word of the officer responsible.
    SwitchTaps,
    /// Sees colleagues' attendance and the requests about it, asks for a correction for somebody (出退勤).
    Attendance,
    /// Approves and refuses corrections of attendance.
    DecidePunch,
    /// Takes a voucher, its redemption or a use back (引換券の取り消し).
    CancelPrivilege,
    /// Makes the settlement of a month (精算).
    Settle,
    /// Opens and closes a shelter, moves people, merges, settles cases, enters cards from paper, prints tokens and reports (避難所).
    Shelter,
    /// Sees the names of a shelter and answers who asks after somebody (安否の問い合わせ).
    ShelterNames,
    /// Writes the list of a shelter where anybody can read it.
    ShelterPlain,
    /// Reads a roll of electors in (名簿の取り込み).
    ImportRoll,
    /// Opens and closes this terminal for an election, and says what it decides by itself.
    OpenPolling,
    /// Takes a handing back, lets an elector through, notes absentee requests and spoilt papers.
    PollingOverride,
    /// Enters handings from the paper roll, with their times.
    FromPaper,
    /// Lets the paper roll go to a folder that is not encrypted.
    PlainPaperRoll,
    /// Installs a form from elsewhere (様式の取り込み).
    InstallForm,
}

/// One row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    pub act: Act,
    pub roles: &'static [Role],
    /// A reason is asked and recorded.
    pub reason: bool,
    /// Who may be the second person where two are needed. Where this is `Always`, one person alone never does it.
    pub second: Second,
}

/// When a second staff member logs in for one act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Second {
    /// Never.
    No,
    /// Where the service or the configuration asks for it; any of these.
    Asked(&'static [Role]),
    /// Every time; any of these.
    Always(&'static [Role]),
}

use Role::{Administrator, Auditor, Reception, Supervisor};

const COUNTER: &[Role] = &[Reception, Supervisor, Administrator];

/// Who may do what. `kiosk/STAFF.md` shows it to people; a test keeps the two together and walks every act × role.
pub const TABLE: &[Rule] = &[
    rule(Act::Serve, COUNTER, false, Second::No),
    rule(Act::Reprint, COUNTER, true, Second::Asked(COUNTER)),
    rule(Act::Void, COUNTER, true, Second::Asked(&[Supervisor, Administrator])),
    rule(Act::ExportCase, COUNTER, false, Second::Asked(COUNTER)),
    rule(Act::AgreeLastTry, COUNTER, false, Second::No),
    rule(Act::Shut, COUNTER, false, Second::No),
    rule(Act::Protect, &[Supervisor], true, Second::Asked(&[Supervisor])),
    rule(Act::Audit, &[Administrator, Auditor], false, Second::No),
    rule(Act::AuditBodies, &[Administrator, Auditor], true, Second::Always(&[Supervisor])),
    rule(Act::Examine, &Role::ALL, false, Second::No),
    rule(Act::CloseDay, COUNTER, false, Second::Asked(COUNTER)),
    rule(Act::ManageStaff, &[Administrator], true, Second::Asked(&[Supervisor, Administrator])),
    rule(Act::Erase, &[Administrator], true, Second::Always(&[Supervisor, Administrator])),
    rule(Act::Keep, &[Administrator], true, Second::Asked(&[Supervisor, Administrator])),
    rule(Act::OwnPassword, &Role::ALL, false, Second::No),
    rule(Act::Register, COUNTER, false, Second::No),
    rule(Act::Unregister, COUNTER, true, Second::Asked(COUNTER)),
    rule(Act::SwitchTaps, &[Administrator], true, Second::Asked(&[Supervisor, Administrator])),
    rule(Act::Attendance, &[Supervisor, Administrator], false, Second::No),
    rule(Act::DecidePunch, &[Supervisor, Administrator], true, Second::No),
    rule(Act::CancelPrivilege, COUNTER, true, Second::Asked(&[Supervisor, Administrator])),
    rule(Act::Settle, COUNTER, false, Second::No),
    rule(Act::Shelter, COUNTER, false, Second::No),
    rule(Act::ShelterNames, COUNTER, false, Second::No),
    rule(Act::ShelterPlain, COUNTER, true, Second::Always(COUNTER)),
    rule(Act::ImportRoll, &[Supervisor, Administrator], false, Second::Asked(&[Supervisor, Administrator])),
    rule(Act::OpenPolling, &[Supervisor, Administrator], false, Second::Asked(COUNTER)),
    rule(Act::PollingOverride, &[Supervisor], true, Second::Asked(COUNTER)),
    rule(Act::FromPaper, COUNTER, false, Second::Always(COUNTER)),
    rule(Act::PlainPaperRoll, &[Supervisor, Administrator], true, Second::Always(COUNTER)),
    rule(Act::InstallForm, &[Administrator], true, Second::Asked(&[Supervisor, Administrator])),
];

const fn rule(act: Act, roles: &'static [Role], reason: bool, second: Second) -> Rule {
    Rule { act, roles, reason, second }
}

impl Act {
    /// The stable word in entries, in the configuration and in `kiosk/STAFF.md`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Serve => "serve",
            Self::Reprint => "reprint",
            Self::Void => "void",
            Self::ExportCase => "export-case",
            Self::AgreeLastTry => "agree-last-try",
            Self::Shut => "shut",
            Self::Protect => "protect",
            Self::Audit => "audit",
            Self::AuditBodies => "audit-bodies",
            Self::Examine => "examine",
            Self::CloseDay => "close-day",
            Self::ManageStaff => "manage-staff",
            Self::Erase => "erase",
            Self::Keep => "keep",
            Self::OwnPassword => "own-password",
            Self::Register => "register",
            Self::Unregister => "unregister",
            Self::SwitchTaps => "switch-taps",
            Self::Attendance => "attendance",
            Self::DecidePunch => "decide-punch",
            Self::CancelPrivilege => "cancel-privilege",
            Self::Settle => "settle",
            Self::Shelter => "shelter",
            Self::ShelterNames => "shelter-names",
            Self::ShelterPlain => "shelter-plain",
            Self::ImportRoll => "import-roll",
            Self::OpenPolling => "open-polling",
            Self::PollingOverride => "polling-override",
            Self::FromPaper => "from-paper",
            Self::PlainPaperRoll => "plain-paper-roll",
            Self::InstallForm => "install-form",
        }
    }

    /// The act of this word; `None` for a word that the table has not.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        TABLE.iter().map(|rule| rule.act).find(|act| act.id() == word)
    }

    /// Its row. An act without one may be done by nobody.
    #[must_use]
    pub fn rule(self) -> Rule {
        TABLE.iter().copied().find(|rule| rule.act == self).unwrap_or(rule(self, &[], true, Second::Always(&[])))
    }
}

impl Rule {
    /// Whether the role may do it.
    #[must_use]
    pub fn allows(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Who may be the second person, when one is needed. `asked`: the service or the configuration wants two.
    #[must_use]
    pub const fn second(&self, asked: bool) -> Option<&'static [Role]> {
        match self.second {
            Second::Always(roles) => Some(roles),
            Second::Asked(roles) if asked => Some(roles),
            Second::Asked(_) | Second::No => None,
        }
    }
}

impl Role {
    /// Whether this role may do an act at all.
    #[must_use]
    pub fn may(self, act: Act) -> bool {
        act.rule().allows(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table as people read it in `kiosk/STAFF.md`: one line an act, a mark for each role.
    fn printed() -> Vec<(String, [bool; 4], bool, &'static str)> {
        let file = format!("{}/STAFF.md", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(file).unwrap();
        let rows = text.lines().filter(|line| line.starts_with("| `"));
        rows.map(|line| {
            let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
            let may = [2, 3, 4, 5].map(|at| cells[at] == "○");
            let second = match cells[7] {
                "always" => "always",
                "asked" => "asked",
                _ => "no",
            };
            (cells[0].trim_matches('`').to_owned(), may, cells[6] == "○", second)
        })
        .collect()
    }

    #[test]
    fn the_table_people_read_is_the_table_that_decides_for_every_act_and_role() {
        let printed = printed();
        assert_eq!(printed.len(), TABLE.len());
        for (rule, (id, may, reason, second)) in TABLE.iter().zip(printed) {
            assert_eq!(rule.act.id(), id);
            for (role, may) in Role::ALL.into_iter().zip(may) {
                assert_eq!(role.may(rule.act), may, "{id} {}", role.id());
            }
            assert_eq!(rule.reason, reason, "{id}");
            let ours = match rule.second {
                Second::No => "no",
                Second::Asked(_) => "asked",
                Second::Always(_) => "always",
            };
            assert_eq!(ours, second, "{id}");
        }
    }

    #[test]
    fn whoever_reads_everything_changes_nothing_and_whoever_protects_alone_sees_the_protected() {
        for act in [Act::Serve, Act::Void, Act::Shut, Act::CloseDay, Act::ManageStaff, Act::Erase, Act::Keep] {
            assert!(!Auditor.may(act), "{act:?}");
        }
        assert_eq!(Role::ALL.map(|role| role.may(Act::Protect)), [false, true, false, false]);
    }
}
