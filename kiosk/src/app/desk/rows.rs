//! Rows for staff pages (一覧の行): cases, protected people, entries and accounts in the words of the screen.

use std::sync::Arc;

use jiff::civil::Date;
use zeroize::Zeroizing;

use crate::app::App;
use crate::case::{self, File};
use crate::clock::japan;
use crate::form::{Pack, era, facts_json, mend};
use crate::paper;
use crate::screen::staff::{Account, Answer, AuditLine, Item, Protected, Row, SlipRow, SlipState, State};
use crate::store::Store;
use crate::store::audit::{Line, Search};
use crate::store::cases::{self, Case, Standing};
use crate::store::protection::Marked;
use crate::store::slips::CounterSlip;
use crate::store::staff::{self, Act};
use crate::store::stages::Stage;
use crate::text::Words;

/// Cases on the board.
const MOST: u32 = 100;
/// Slips of counters on the printers' page.
const SLIPS: usize = 30;
/// Lines of the audit page.
const LINES: u32 = 200;

impl App {
    /// Asks the record for the newest cases, while somebody is in.
    pub(in crate::app) fn list(&self) {
        if !self.desk.may().serve {
            return;
        }
        let (packs, words) = (Arc::clone(&self.packs), Arc::clone(&self.words));
        let (board, sight) = (self.desk.board.clone(), self.sight());
        self.ask("staff list", move |store| {
            let found = store.open_cases_for(MOST, sight).and_then(|mut open| {
                open.extend(store.closed_cases_for(MOST, sight)?);
                Ok((open, store.waiting_for_supervisor(MOST)?))
            });
            match found {
                Ok((cases, held)) => {
                    board.put(cases.iter().filter_map(|case| row(store, &packs, &words, case)).collect());
                    Answer::Listed(held)
                }
                Err(fault) => Answer::Fault(fault.code()),
            }
        });
    }

    /// Asks for the supervisor's list of people under protection.
    pub(super) fn cover(&self) {
        let (by, covered) = (self.by(), self.desk.covered.clone());
        self.ask("protection list", move |store| {
            let today = store.clock().today();
            let people = staff::permit(store, Act::Protect, &by, "list", false, None)
                .and_then(|permit| store.protected_people(&permit));
            match people {
                Ok(people) => {
                    covered.put(people.iter().map(|marked| protected(marked, today)).collect());
                    Answer::Covered
                }
                Err(refusal) => Answer::Fault(refusal.code()),
            }
        });
    }

    /// Asks for the newest slips of counters.
    pub(in crate::app) fn slips(&self) {
        let words = Arc::clone(&self.words);
        self.ask("staff slips", move |store| match store.counter_slips(SLIPS) {
            Ok(slips) => Answer::Slips(slips.iter().map(|slip| slip_row(slip, &words)).collect()),
            Err(fault) => Answer::Fault(fault.code()),
        });
    }

    /// Asks for the accounts.
    pub(super) fn people(&self) {
        self.ask("accounts", |store| match staff::list(store) {
            Ok(accounts) => Answer::Accounts(accounts.into_iter().map(account).collect()),
            Err(fault) => Answer::Fault(fault.code()),
        });
    }

    /// What the auditor typed, as a question; what is no date or number asks for nothing.
    pub(super) fn search(&self) -> Search {
        let question = &self.desk.question;
        let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let number = question.receipt.trim().rsplit('-').next().unwrap_or_default();
        Search {
            from: question.from.trim().parse().ok(),
            to: question.to.trim().parse().ok(),
            kind: question.kind.clone(),
            service: question.service.clone(),
            scope: text(&question.scope),
            staff: text(&question.staff),
            receipt: number.parse().ok(),
            limit: LINES,
            ..Search::default()
        }
    }

    /// Asks for entries.
    pub(super) fn look(&mut self) {
        self.desk.busy = true;
        let (by, search, words) = (self.by(), self.search(), Arc::clone(&self.words));
        self.ask("audit", move |store| {
            let lines = staff::permit(store, Act::Audit, &by, "", false, None)
                .and_then(|_| store.audit(&search).map_err(staff::Refusal::from));
            match lines {
                Ok(lines) => Answer::Audit(lines.iter().map(|line| audit(line, &words)).collect()),
                Err(refusal) => Answer::Fault(refusal.code()),
            }
        });
    }

    /// Checks the whole record.
    pub(super) fn check_record(&mut self) {
        self.desk.busy = true;
        let words = Arc::clone(&self.words);
        self.ask("audit check", move |store| {
            let checked = store.audit_check();
            let wrong: Vec<String> = checked.wrong.iter().map(|(part, _)| part.id().to_owned()).collect();
            match (&checked.journal, wrong.is_empty()) {
                (Some(report), true) => {
                    let (entries, heads) = (report.entries.to_string(), report.heads.to_string());
                    Answer::Checked(words.with("staff-checked-good", &[("n", &entries), ("heads", &heads)]), true)
                }
                _ => Answer::Checked(words.with("staff-checked-bad", &[("what", &wrong.join(", "))]), false),
            }
        });
    }
}

fn slip_row(slip: &CounterSlip, words: &Words) -> SlipRow {
    SlipRow {
        number: slip.of.number,
        called: paper::called(&slip.of.terminal, slip.of.number),
        time: slip.of.wall.to_zoned(japan()).strftime("%H:%M").to_string(),
        service: words.get(&format!("{}-service", slip.of.service)),
        state: match slip.prints.state {
            cases::State::Waiting | cases::State::Queued => SlipState::Waits,
            cases::State::Printed => SlipState::Out,
            cases::State::Unknown => SlipState::Unknown,
            cases::State::Failed => SlipState::Failed,
        },
        begun: !slip.prints.original_is_due(),
        erased: slip.erased,
    }
}

/// A case as the board shows it; one whose body was erased is not shown.
fn row(store: &Store, packs: &[Pack], words: &Words, case: &Case) -> Option<Row> {
    let file = case::open(store, &case.entry).ok()??;
    let body = &file.body;
    let progress = store.progress(case).ok()?;
    let (facts, _) = facts_json::read(&body.facts).ok()?;
    let pack = packs.iter().find(|pack| pack.id == body.form)?;
    let born = era::birth(&facts.birth).map_or_else(|| facts.birth.to_string(), era::wareki);
    let from_card = [("fact-name", facts.name.as_str()), ("fact-address", &facts.address), ("fact-birth", &born)];
    let lines = from_card.into_iter().map(|(key, value)| (words.get(key), Zeroizing::new(value.to_owned()), true));
    let led = body.led.as_ref().map(|by| (words.get("staff-led"), Zeroizing::new(by.clone()), false));
    let items = pack.items(&body.answers, words.lang(), body.at.date());
    let items = items.into_iter().map(|item| shown(pack, &file, item, words.lang())).collect();
    let waited = store.clock().now().duration_since(case.entry.wall).as_mins();
    Some(Row {
        number: case.entry.number,
        id: case.entry.id,
        called: paper::called(&case.entry.terminal, case.entry.number),
        time: body.at.strftime("%-H:%M").to_string(),
        waited: u32::try_from(waited).ok().filter(|_| case.standing == Standing::Open),
        name: facts.name.clone(),
        service: pack.title(words.lang()).to_owned(),
        state: state(case, progress.stage),
        protected: case.protected,
        printed: [case.slip, case.sheet].map(|prints| !prints.original_is_due()),
        lines: lines.chain(led).collect(),
        form: body.form.clone(),
        language: body.language.clone(),
        window: progress.window,
        called_now: progress.called,
        visit: body.visit.clone(),
        items,
    })
}

/// An answer with what stood there before staff corrected it.
fn shown(pack: &Pack, file: &File, item: mend::Item, lang: &str) -> Item {
    let mended = file.mended.iter().rfind(|mended| mended.path == item.path);
    let before = mended.map(|mended| {
        let first = file.mended.iter().find(|one| one.path == item.path).and_then(|one| one.before.as_ref());
        let words = first.map(|value| pack.words_of(&item.path, value, lang)).unwrap_or_default();
        (Zeroizing::new(words), mended.why.clone())
    });
    let from = match (before.is_none(), file.body.from_home(&item.path), file.body.told_by_city(&item.path)) {
        (true, true, _) => Some("staff-from-home"),
        (true, false, true) => Some("staff-from-city"),
        _ => None,
    };
    Item { path: item.path, label: item.label, value: item.value, options: item.options, before, from }
}

/// What staff need to know first.
fn state(case: &Case, stage: Stage) -> State {
    let untouched = case.slip.started + case.sheet.started == 0;
    match case.standing {
        Standing::Void => State::Void,
        Standing::Handed => State::Handed,
        Standing::Open if case.protected && untouched => State::Held,
        Standing::Open if stage == Stage::Mend => State::Mend,
        Standing::Open if [case.slip.state, case.sheet.state].into_iter().any(paper::wants_hand) => State::Unprinted,
        Standing::Open if stage == Stage::Examined => State::Examined,
        Standing::Open if case.slip.state == cases::State::Printed => State::Printed,
        Standing::Open => State::New,
    }
}

fn protected(marked: &Marked, today: Date) -> Protected {
    let day = |at: jiff::Timestamp| era::wareki(at.to_zoned(japan()).date());
    let birth = marked.birth.replace('-', "");
    Protected {
        id: marked.person.to_string(),
        name: marked.name.clone(),
        birth: Zeroizing::new(era::birth(&birth).map_or(birth, era::wareki)),
        address: marked.address.clone(),
        since: day(marked.since),
        until: marked.until.map(era::wareki).unwrap_or_default(),
        over: marked.until.is_some_and(|until| until < today),
        by: marked.by.clone(),
    }
}

fn account(account: staff::Account) -> Account {
    Account {
        since: account.since.to_zoned(japan()).strftime("%Y-%m-%d").to_string(),
        role: account.role.id(),
        name: account.name,
        enabled: account.enabled,
        card: account.card,
    }
}

/// An entry as a line; kinds that the screen has no word for are shown as they are.
fn audit(line: &Line, words: &Words) -> AuditLine {
    let entry = &line.entry;
    let key = format!("kind-{}", entry.kind);
    let named = |role: &str| words.get(&format!("staff-role-{role}"));
    let mut by = line.act.by.clone();
    if !line.act.second.is_empty() {
        by = format!("{by} + {}", line.act.second);
    }
    let about = if line.act.about == line.act.by { "" } else { line.act.about.as_str() };
    let what = line.act.what.strip_prefix("role=").map_or_else(|| line.act.what.clone(), named);
    let told = [about, &what, &line.act.why].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    AuditLine {
        number: paper::called(&entry.terminal, entry.number),
        time: entry.wall.to_zoned(japan()).strftime("%-m/%-d %H:%M:%S").to_string(),
        kind: if words.has(&key) { words.get(&key) } else { entry.kind.clone() },
        scope: entry.scope.strip_prefix("case/").map_or_else(|| entry.scope.clone(), |rest| rest.replacen('/', "-", 1)),
        by,
        why: told.join("  "),
        erased: line.erased,
    }
}
