//! Doing what was asked about (操作の実行): the permit first, then the act, both in the thread that knows the record.

use uuid::Uuid;

use super::{Typed, mark, paper_of, touch};
use crate::app::App;
use crate::paper::{self, Job};
use crate::screen::staff::{Answer, At, Intent, Paper};
use crate::store::audit::Search;
use crate::store::audit::export::Format;
use crate::store::protection::Sight;
use crate::store::staff::{self, Act, Change, Doing, Permit, Refusal, Role};
use crate::store::{Fault, Store};

/// The act of the table that an intent is; `None` where the table has none.
pub(super) fn of(intent: &Intent) -> Option<Act> {
    Some(match intent {
        Intent::Service { button, .. } => return Act::of(button.act),
        Intent::Void(_) | Intent::Undo(_) => Act::Void,
        Intent::Reprint(..) | Intent::SlipAgain(_) | Intent::PrintAll(_) => Act::Reprint,
        Intent::Release(_) | Intent::Protect(_) | Intent::Another(_) | Intent::Unprotect(_) => Act::Protect,
        Intent::Examine(_) | Intent::Mend(_) | Intent::Call(_) | Intent::Move(_) | Intent::Correct(..) => Act::Serve,
        Intent::ExportCase(_) => Act::ExportCase,
        Intent::Erase(_) => Act::Erase,
        Intent::CloseDay => Act::CloseDay,
        Intent::ConfirmClock => Act::Keep,
        Intent::Export => Act::Audit,
        Intent::Disable(_)
        | Intent::Enable(_)
        | Intent::Role(..)
        | Intent::NewPassword(_)
        | Intent::NewAccount
        | Intent::Card(_)
        | Intent::TakeCard(_) => Act::ManageStaff,
        Intent::Register { .. } | Intent::Link { .. } | Intent::Unlink { .. } => Act::Register,
        Intent::Unregister { .. } => Act::Unregister,
        Intent::SwitchTaps(_) => Act::SwitchTaps,
    })
}

/// What was done: a sentence's key and its values.
type Done = (&'static str, Vec<(&'static str, String)>);

impl App {
    /// Does what the page asks about.
    pub(super) fn act(&mut self) {
        let Some((intent, asking)) = &mut self.desk.asking else { return };
        let intent = intent.clone();
        asking.refused = None;
        let held = touch::Held::of(asking);
        let typed = Typed::of(asking);
        let Some(act) = of(&intent) else { return self.declined("U06") };
        if let Intent::Service { button, .. } = &intent {
            return self.press_board(button, act, typed);
        }
        let mark = match self.mark_of(&intent, &typed.name) {
            Some(Err(code)) => return self.declined(code),
            Some(Ok(mark)) => Some(mark),
            None => None,
        };
        let two = self.options.config.staff.asks_two(act);
        let files = self.files_of();
        let wanted = Wanted {
            by: self.by(),
            sight: self.sight(),
            day: self.day_shown(),
            search: self.search(),
            exports: self.exports_folder(),
        };
        self.ask("staff act", move |store| {
            let permit = leave(store, act, two, &wanted.by, &typed).map_err(|refusal| refusal.code());
            let done = permit.and_then(|permit| match mark {
                Some((number, mark)) => mark::perform(store, number, mark, &files, wanted.sight, &permit),
                None => rest(store, &intent, &held, &typed, &wanted, &permit),
            });
            match done {
                Ok((key, values)) => Answer::Done(key, values),
                Err(code) => Answer::Declined(code),
            }
        });
    }

    /// It was done: papers that were asked for are printed, and the page shows what it is now.
    pub(super) fn done_asked(&mut self, key: &'static str, values: &[(&'static str, String)]) {
        let told: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let said = self.words.with(key, &told);
        let asked = self.desk.asking.take();
        self.desk.refused = None;
        let why = asked.as_ref().map(|(_, asking)| asking.why.clone()).unwrap_or_default();
        if let (Some((intent, _)), Some(printer)) = (&asked, &self.printer) {
            match intent {
                Intent::Reprint(number, which) => printer.print(Job::Again(*number, paper_of(*which))),
                Intent::SlipAgain(number) => printer.print(Job::Again(*number, paper_of(Paper::Slip))),
                Intent::PrintAll(numbers) => {
                    numbers.iter().for_each(|number| printer.print(Job::Again(*number, paper_of(Paper::Sheet))));
                }
                Intent::Release(number) => printer.print(Job::Both(*number)),
                Intent::Mend(number) => self.print_mend(*number, printer, &why),
                _ => {}
            }
        }
        if matches!(asked, Some((Intent::Void(_) | Intent::Undo(_) | Intent::Erase(_), _))) {
            self.desk.at = At::Cases;
        }
        let at = self.desk.at.clone();
        self.went(&at);
        self.desk.done = Some(said);
    }

    /// It was refused: the page stays, what was typed in secret is gone.
    pub(super) fn declined(&mut self, code: &'static str) {
        match &mut self.desk.asking {
            Some((_, asking)) => {
                asking.refused = Some(code);
                asking.two |= code == "U08";
            }
            None => self.desk.fault = Some(code),
        }
    }
}

fn rest(
    store: &Store,
    intent: &Intent,
    held: &touch::Held,
    typed: &Typed,
    wanted: &Wanted,
    permit: &Permit,
) -> Result<Done, &'static str> {
    match touch::perform(store, intent, held, permit) {
        Some(done) => done.map_err(|declined| declined.code()),
        None => perform(store, intent, typed, wanted, permit).map_err(|refusal| refusal.code()),
    }
}

/// What an act needs to know beside what was typed.
struct Wanted {
    by: String,
    sight: Sight,
    day: jiff::civil::Date,
    search: Search,
    exports: std::path::PathBuf,
}

pub(super) fn leave(store: &Store, act: Act, two: bool, by: &str, typed: &Typed) -> Result<Permit, Refusal> {
    let second = act.rule().second(two).is_some() && !typed.second.trim().is_empty();
    let approval = match second {
        true => Some(staff::approve(store, act, by, &typed.second, &typed.second_password)?),
        false => None,
    };
    staff::permit(store, act, by, &typed.why, two, approval)
}

fn perform(store: &Store, intent: &Intent, typed: &Typed, wanted: &Wanted, permit: &Permit) -> Result<Done, Refusal> {
    let called = |number: u64| vec![("what", paper::called(store.terminal(), number))];
    let on = |number: u64, doing: Doing| staff::on_case(store, number, doing, wanted.sight, permit).map(|_| ());
    Ok(match intent {
        Intent::Void(number) => (on(*number, Doing::Void).map(|()| "staff-done-void")?, called(*number)),
        Intent::Undo(number) => (on(*number, Doing::Undo).map(|()| "staff-done-undo")?, called(*number)),
        Intent::SlipAgain(number) => {
            store.ask_slip_again(*number, permit)?;
            ("staff-done-reprint", called(*number))
        }
        Intent::Reprint(number, which) => {
            on(*number, Doing::Reprint(paper_of(*which)))?;
            ("staff-done-reprint", called(*number))
        }
        Intent::PrintAll(numbers) => {
            for number in numbers {
                on(*number, Doing::Reprint(paper_of(Paper::Sheet)))?;
            }
            let all = numbers.iter().map(|number| paper::called(store.terminal(), *number));
            ("staff-done-reprint", vec![("what", all.collect::<Vec<_>>().join("、"))])
        }
        Intent::Release(number) => {
            store.release_print(*number, permit)?;
            ("staff-done-reprint", called(*number))
        }
        Intent::Erase(number) => {
            let gone = store.erase_person_of(*number, permit)?;
            ("staff-done-erase", vec![("n", gone.bodies.to_string())])
        }
        Intent::Protect(number) => {
            let until = store.clock().today().saturating_add(jiff::Span::new().years(1));
            store.protect_person_of(*number, Some(until), permit)?;
            ("staff-done-protect", called(*number))
        }
        Intent::Another(number) => {
            store.another_person(*number, permit)?;
            ("staff-done-another", called(*number))
        }
        Intent::Unprotect(id) => {
            let id = Uuid::parse_str(id).map_err(|_| Refusal::NotNow)?;
            store.unprotect(id, permit)?;
            ("staff-done-unprotect", Vec::new())
        }
        Intent::CloseDay => {
            store.close_day(wanted.day, wanted.sight, permit)?;
            ("staff-done-close", Vec::new())
        }
        Intent::ConfirmClock => {
            permit.is_for(Act::Keep)?;
            store.confirm_clock(permit.by(), permit.why())?;
            ("staff-done-clock", Vec::new())
        }
        Intent::Export => export(store, wanted, permit)?,
        account => on_account(store, account, typed, permit)?,
    })
}

fn on_account(store: &Store, intent: &Intent, typed: &Typed, permit: &Permit) -> Result<Done, Refusal> {
    let same = || if *typed.new == *typed.again { Ok(()) } else { Err(Refusal::Differ) };
    let name = match intent {
        Intent::NewAccount => {
            same()?;
            let role: Role = typed.role.parse().map_err(|()| Refusal::NotAllowed)?;
            staff::add(store, &typed.name, &typed.new, role, permit)?;
            &typed.name
        }
        Intent::NewPassword(name) => {
            same()?;
            staff::set_password(store, name, &typed.new, permit)?;
            name
        }
        Intent::Card(name) => {
            same()?;
            staff::give_card(store, name, typed.token.trim().as_bytes(), &typed.new, permit)?;
            name
        }
        Intent::TakeCard(name) => {
            staff::take_card(store, name, permit)?;
            name
        }
        Intent::Role(name, role) => {
            let role: Role = role.parse().map_err(|()| Refusal::NotAllowed)?;
            staff::change(store, name, Change::Role(role), permit)?;
            name
        }
        Intent::Disable(name) => {
            staff::change(store, name, Change::Disable, permit)?;
            name
        }
        Intent::Enable(name) => {
            staff::change(store, name, Change::Enable, permit)?;
            name
        }
        _ => return Err(Refusal::NotNow),
    };
    Ok(("staff-done-account", vec![("what", name.trim().to_owned())]))
}

/// Lays what was found down as CSV with its signature beside it.
fn export(store: &Store, wanted: &Wanted, permit: &Permit) -> Result<Done, Refusal> {
    let search = Search { limit: u32::MAX, before: None, ..wanted.search.clone() };
    let stamp = store.clock().local().strftime("%Y%m%d-%H%M%S").to_string();
    let file = wanted.exports.join(format!("audit-{}-{stamp}.csv", store.terminal()));
    std::fs::create_dir_all(&wanted.exports).map_err(Fault::from)?;
    let lines = store.export_to(&file, &search, Format::Csv, permit)?;
    Ok(("staff-done-export", vec![("what", file.display().to_string()), ("n", lines.to_string())]))
}
