//! What staff ask for (係の操作): the record is asked in threads, names of residents go straight to the board.

mod act;
mod board;
mod card;
pub mod examined;
mod figures;
mod mark;
pub mod opened;
mod rows;
mod sealed;
mod touch;

use std::sync::Arc;

use zeroize::Zeroizing;

use super::{App, Message, Overlay};
use crate::screen::staff::{Answer, Asking, At, Inside, Intent, Message as Pressed, Powers};
use crate::store::cases::{self};
use crate::store::protection::Sight;
use crate::store::staff::{self, Act, Doing, Leaving, Refusal, Role};
use crate::store::{Store, kind};
use crate::visit::Event;

/// Seconds before the lock that staff are warned.
const WARNING: u32 = 30;

impl App {
    /// A staff member is asked to agree to the last try, on this display.
    pub(super) fn ask_staff_to_agree(&mut self) {
        self.welcome_staff(true);
        self.overlay = Some(Overlay::Staff);
    }

    /// A fresh login, with the names to pick from.
    pub(super) fn welcome_staff(&mut self, agreeing: bool) {
        self.desk.greet(agreeing);
        self.ask("staff names", |store| match staff::list(store) {
            Ok(accounts) => {
                let here = accounts.into_iter().filter(|account| account.enabled);
                Answer::Names(here.map(|account| account.name).collect())
            }
            Err(fault) => Answer::Fault(fault.code()),
        });
    }

    /// Asks the record in a thread; what it answers comes back as a message, and so does its fall.
    pub(super) fn ask(&self, name: &'static str, work: impl FnOnce(&Store) -> Answer + Send + 'static) {
        let store = Arc::clone(&self.options.store);
        let (tell, lost) = (self.teller(Message::Desk), self.teller(Message::Desk));
        self.supervisor.once(name, move || tell(work(&store)), move || lost(Answer::Fault("M01")));
    }

    /// Who is in; empty when nobody is.
    pub(super) fn by(&self) -> String {
        self.desk.inside.as_ref().map(|inside| inside.name.clone()).unwrap_or_default()
    }

    /// What the one who is in may see.
    pub(super) fn sight(&self) -> Sight {
        if self.desk.may().protect { Sight::Supervisor } else { Sight::Counter }
    }

    pub(super) fn staffed(&mut self, message: Pressed) {
        if matches!(message, Pressed::Leave) {
            return self.leave(Leaving::Left);
        }
        self.desk.update(&message);
        match message {
            Pressed::Enter => self.enter(),
            Pressed::Found => self.found(),
            Pressed::Refresh => self.list(),
            Pressed::Go(at) => self.went(&at),
            Pressed::HandOver(number) => self.hand_over(number),
            Pressed::Heard => {
                self.called = false;
                self.noted(kind::STAFF_HEARD);
            }
            Pressed::Shut(shut) => {
                self.shut = shut;
                self.noted(if shut { kind::COUNTER_SHUT } else { kind::COUNTER_OPENED });
            }
            Pressed::Ask(intent) => self.asked(&intent),
            Pressed::Do => self.act(),
            Pressed::Lead(on) => self.lead(on),
            Pressed::Begin(form) => self.begin_for(&form),
            Pressed::BeginLeft(id) => self.begin_left(id),
            Pressed::DropLeft(id) => self.drop_left(id),
            Pressed::Push(button) => self.push(&button),
            Pressed::BoardAgain => self.board_again(),
            Pressed::ChangeOwn => self.change_own(),
            Pressed::OtherDay(by) => self.other_day(by),
            Pressed::PrintDay => self.print_day(),
            Pressed::Look | Pressed::Question(_) => self.look(),
            Pressed::Check => self.check_record(),
            Pressed::Examine => self.examine(),
            Pressed::Touch(begin) => self.touch_test(begin),
            Pressed::Service(_) => self.registry(),
            Pressed::Test(device) => self.test(device),
            Pressed::Verdict(device, good) => self.judge(device, good),
            Pressed::PrintReport => self.report(),
            Pressed::PrintRecovery => self.print_recovery(),
            Pressed::Sealed => self.sealed_away(),
            Pressed::SealLater => self.seal_later(),
            Pressed::CancelPrint { number, slip } => self.cancel_print(number, slip),
            _ => {}
        }
    }

    /// An act without a reason: who did it, in an entry.
    fn noted(&self, kind: &'static str) {
        self.note(kind, &serde_json::json!({ "by": self.by() }));
    }

    fn enter(&mut self) {
        let (name, password) = (self.desk.name.clone(), std::mem::take(&mut self.desk.password));
        let token = std::mem::take(&mut self.desk.token);
        let card = self.desk.card;
        self.ask("staff login", move |store| {
            let found = if card {
                staff::check_card(store, token.trim().as_bytes(), &password)
            } else {
                staff::check(store, &name, &password).map(|role| (name, role))
            };
            match found {
                Ok((name, role)) => Answer::In(Inside { name, role: role.id(), may: powers(role) }),
                Err(Refusal::Wait(left)) => Answer::Refused("U02", left.as_secs().max(1)),
                Err(refusal) => Answer::Refused(refusal.code(), 0),
            }
        });
    }

    /// Makes the first administrator and lets them in.
    fn found(&mut self) {
        let (name, password) = (self.desk.name.trim().to_owned(), std::mem::take(&mut self.desk.password));
        let again = std::mem::take(&mut self.desk.again);
        self.ask("first administrator", move |store| {
            if *password != *again {
                return Answer::Refused("U14", 0);
            }
            let role = Role::Administrator;
            match staff::add_first(store, &name, &password).and_then(|()| staff::check(store, &name, &password)) {
                Ok(_) => Answer::In(Inside { name, role: role.id(), may: powers(role) }),
                Err(refusal) => Answer::Refused(refusal.code(), 0),
            }
        });
    }

    /// The way out, by hand or by the clock: nothing of anybody stays on the page.
    fn leave(&mut self, how: Leaving) {
        self.forget_recovery();
        self.forget_cases();
        let name = self.by();
        if !name.is_empty() {
            self.ask("staff leaves", move |store| match staff::leave(store, &name, how) {
                Ok(()) => Answer::Left,
                Err(fault) => Answer::Fault(fault.code()),
            });
        }
        if matches!(self.overlay, Some(Overlay::Staff)) {
            self.desk.greet(false);
            self.overlay = None;
        } else {
            self.welcome_staff(false);
        }
        self.refresh(true);
    }

    /// One more second: the page locks after `idle_minutes` without a touch and after `absolute_hours` in any case.
    pub(super) fn watch_desk(&mut self) {
        self.follow_halves();
        let rules = &self.options.config.staff;
        let local = self.options.store.clock().local();
        self.desk.now = format!("{}  {}", local.strftime("%-m/%-d"), local.strftime("%-H:%M"));
        self.desk.wall = local.strftime("%Y-%m-%d %-H:%M").to_string();
        if self.desk.inside.is_none() {
            return self.forget_card();
        }
        self.desk.still += 1;
        self.desk.since += 1;
        let idle = rules.idle_seconds().saturating_sub(self.desk.still);
        let absolute = rules.absolute_seconds().saturating_sub(self.desk.since);
        self.desk.locks_in = Some(idle.min(absolute)).filter(|left| *left <= WARNING);
        if idle == 0 {
            self.leave(Leaving::Idle);
        } else if absolute == 0 {
            self.leave(Leaving::Absolute);
        } else if self.desk.still.is_multiple_of(15) && self.desk.at == At::Cases && self.desk.asking.is_none() {
            self.list();
        } else {
            self.watch_board();
        }
    }

    /// A touch on the display where the staff page stands.
    pub(super) fn desk_touched(&mut self, window: iced::window::Id) {
        if Some(window) == self.staff || matches!(self.overlay, Some(Overlay::Staff)) {
            self.desk.still = 0;
            self.desk.locks_in = None;
        }
    }

    pub(super) fn answered_desk(&mut self, answer: Answer) {
        match answer {
            Answer::In(inside) if self.desk.agreeing => self.agreed(&inside),
            Answer::In(inside) => {
                self.unstaffed = false;
                self.desk.forget_typed();
                let begins = self.desk.first;
                self.offer_services();
                let first = if inside.may.serve { self.first_place() } else { At::Audit };
                self.desk.first = false;
                self.desk.inside = Some(inside);
                self.desk.refused = None;
                (self.desk.still, self.desk.since) = (0, 0);
                self.desk.at = first.clone();
                self.went(&first);
                if begins {
                    self.make_recovery();
                }
            }
            Answer::Refused(code, wait) => self.desk.refused = Some((code, wait)),
            Answer::Names(names) => {
                self.desk.first = names.is_empty();
                if let [only] = names.as_slice() {
                    self.desk.name.clone_from(only);
                }
                self.desk.names = names;
            }
            Answer::Fault(code) if self.desk.inside.is_none() => self.desk.refused = Some((code, 0)),
            // An answer that comes after somebody left belongs to nobody.
            _ if self.desk.inside.is_none() => {
                self.desk.board.put(Vec::new());
                self.desk.covered.put(Vec::new());
                self.desk.registry.rows.put(Vec::new());
            }
            Answer::Listed(held) => {
                self.desk.held = held;
                // That a thread fell is told until somebody came and went.
                self.desk.fault = self.desk.fault.filter(|code| *code == "M01");
            }
            Answer::Recovery => self.desk.at = At::Recovery,
            Answer::Board(turn) => self.desk.services.came(turn),
            Answer::Pressed(turn) => self.pressed_board(turn),
            Answer::Covered | Answer::Left => {}
            Answer::Day(day) => self.desk.day = Some(*day),
            Answer::Audit(lines) => (self.desk.audit, self.desk.busy) = (lines, false),
            Answer::Checked(said, good) => (self.desk.checked, self.desk.busy) = (Some((said, good)), false),
            Answer::Findings(findings) => (self.desk.findings, self.desk.busy) = (findings, false),
            Answer::Readers(readers) => (self.desk.readers, self.desk.busy) = (readers, false),
            Answer::Slips(slips) => self.desk.slips = slips,
            Answer::Registry(switch) => self.desk.registry.switch = switch,
            Answer::Accounts(accounts) => self.desk.accounts = accounts,
            Answer::Done(key, values) => self.done_asked(key, &values),
            Answer::Declined(code) => self.declined(code),
            Answer::Fault(code) => (self.desk.fault, self.desk.busy) = (Some(code), false),
        }
    }

    fn agreed(&mut self, inside: &Inside) {
        if !inside.may.serve {
            self.desk.refused = Some(("U06", 0));
            return;
        }
        self.note(kind::LAST_TRY_AGREED, &serde_json::json!({ "by": inside.name }));
        if self.staff.is_some() {
            self.welcome_staff(false);
        } else {
            self.desk.greet(false);
        }
        self.overlay = None;
        self.on(Event::LastTryAgreed);
    }

    /// What a page shows is asked for when it is opened.
    fn went(&mut self, at: &At) {
        match at {
            At::Cases => self.list(),
            At::Case(number) => {
                self.draw_case(*number);
                self.list();
            }
            At::Protection => self.cover(),
            At::Day => self.other_day(0),
            At::Audit => self.look(),
            At::Examine => self.examine(),
            At::Readers => self.readers(),
            At::Accounts | At::Account(_) => self.people(),
            At::Registrations => self.registry(),
            At::Service(spot) => self.ask_board(spot),
            At::Printers => self.slips(),
            At::Services | At::Own | At::Person | At::Touch | At::Recovery => {}
        }
    }

    fn hand_over(&mut self, number: u64) {
        let (by, sight) = (self.by(), self.sight());
        self.ask("hand-over", move |store| {
            let handed = staff::permit(store, Act::Serve, &by, "", false, None)
                .and_then(|permit| staff::on_case(store, number, Doing::HandOver, sight, &permit));
            let called = crate::paper::called(store.terminal(), number);
            match handed {
                Ok(_) => Answer::Done("staff-done-handed", vec![("what", called)]),
                Err(refusal) => Answer::Fault(refusal.code()),
            }
        });
        self.desk.at = At::Cases;
    }

    /// Whether a second person is needed is known before anything is typed.
    fn asked(&mut self, intent: &Intent) {
        let Some(act) = act::of(intent) else { return };
        let two = act.rule().second(self.options.config.staff.asks_two(act)).is_some();
        let window = self.options.config.on_paper().window;
        if let Some((_, asking)) = &mut self.desk.asking {
            asking.two = two;
            if matches!(intent, Intent::Call(_)) {
                asking.name = window;
            }
        }
    }

    fn change_own(&mut self) {
        let by = self.by();
        let old = std::mem::take(&mut self.desk.password);
        let (new, again) = (std::mem::take(&mut self.desk.again), std::mem::take(&mut self.desk.repeated));
        self.ask("own password", move |store| {
            if *new != *again {
                return Answer::Refused("U14", 0);
            }
            let changed = staff::permit(store, Act::OwnPassword, &by, "", false, None)
                .and_then(|permit| staff::change_own_password(store, &old, &new, &permit));
            match changed {
                Ok(()) => Answer::Done("staff-done-password", vec![("what", by)]),
                Err(refusal) => Answer::Refused(refusal.code(), 0),
            }
        });
    }
}

/// What a role may do, for the pages.
fn powers(role: Role) -> Powers {
    Powers {
        serve: role.may(Act::Serve),
        protect: role.may(Act::Protect),
        close_day: role.may(Act::CloseDay),
        audit: role.may(Act::Audit),
        examine: role.may(Act::Examine),
        manage: role.may(Act::ManageStaff),
    }
}

/// The store's word for a paper of a page.
const fn paper_of(paper: crate::screen::staff::Paper) -> cases::Paper {
    match paper {
        crate::screen::staff::Paper::Slip => cases::Paper::Slip,
        crate::screen::staff::Paper::Sheet => cases::Paper::Sheet,
    }
}

/// Typed secrets of one act, taken off the page.
struct Typed {
    why: String,
    second: String,
    second_password: Zeroizing<String>,
    new: Zeroizing<String>,
    again: Zeroizing<String>,
    token: Zeroizing<String>,
    name: String,
    role: &'static str,
}

impl Typed {
    /// Takes it off the page.
    fn of(asking: &mut Asking) -> Self {
        Self {
            why: asking.why.clone(),
            second: asking.second.clone(),
            second_password: std::mem::take(&mut asking.second_password),
            new: std::mem::take(&mut asking.new),
            again: std::mem::take(&mut asking.again),
            token: std::mem::take(&mut asking.token),
            name: asking.name.clone(),
            role: asking.role,
        }
    }
}
