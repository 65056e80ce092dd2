//! A counter's course at this terminal (窓口のサービスの運び): what happens goes to the counter, what it needs is fetched in
//! threads, and its pages are shown. An answer that comes after its time, or for another visit, is dropped.

mod family;
mod held;
mod slips;

use std::sync::{Arc, Mutex, PoisonError};

use drivers::card::myna::Way;
use uuid::Uuid;

use super::{App, Message};
use crate::alive::claims::Answered;
use crate::counter::Outside;
use crate::counter::course::{Brought, Course};
use crate::form::{Pack, Page, source};
use crate::paper::Job;
use crate::service::counter::ends::AGAIN;
use crate::service::counter::{Claim, Claimed, Heard, Prompt, Said, Step};
use crate::service::part::Part;
use crate::service::say::Tone;
use crate::store::claims::{self, Answer, Ticket, Why};
use crate::visit::{Sound, Stage, Visit};

/// What an errand brought, handed over once.
pub type Parcel = Arc<Mutex<Option<Brought>>>;

/// A course and what it waits for.
pub struct Seat {
    course: Box<dyn Course>,
    step: Step<()>,
    /// Which errand is waited for; a later one makes an earlier answer late.
    errand: u64,
    /// The id of what is being written, kept until there is an answer.
    id: Option<Uuid>,
    /// Claims of this course as they were first asked: asked once more, a question is the same to the letter.
    claims: Vec<claims::Claim>,
    waits: Option<Ticket>,
    /// It came to an end, or was left for another person: its next resting page is somebody else's.
    over: bool,
    /// A code that came before the page that takes it.
    held: Option<Heard<()>>,
}

/// What a course wants of the visit's own pages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wants<'a> {
    Card,
    /// The card of one of the family, with the relation.
    Member(&'a str),
    /// A signature by the digits for user authentication.
    Proof,
    Form(&'a str),
}

impl Seat {
    /// The service's id.
    pub fn id(&self) -> &'static str {
        self.course.id()
    }

    /// The page that waits, if that is what the course has come to.
    pub fn prompt(&self) -> Option<&Prompt> {
        if let Step::Prompt(prompt) = &self.step { Some(prompt) } else { None }
    }

    /// The course's end, once it has come.
    pub fn said(&self) -> Option<&Said> {
        if let Step::Said(said) = &self.step { Some(said) } else { None }
    }

    /// What the visit's own pages are to do for it now.
    pub fn part(&self) -> Option<Wants<'_>> {
        match &self.step {
            Step::Card => Some(Wants::Card),
            Step::Member(relation) => Some(Wants::Member(relation)),
            Step::Authenticate => Some(Wants::Proof),
            Step::Form(pack) => Some(Wants::Form(pack)),
            _ => None,
        }
    }
}

impl App {
    /// Begins a counter's course in this visit.
    pub(super) fn open_course(&mut self, id: &str) {
        let Some(offer) = self.offers.get(id) else { return };
        let course = offer.begin();
        let step = course.step();
        let claims = Vec::new();
        self.course = Some(Seat { course, step, errand: 0, id: None, claims, waits: None, over: false, held: None });
        self.visit.service = Some(id.to_owned());
        self.follow_course();
    }

    /// A terminal that serves one counter rests on its page.
    pub(super) fn rest(&mut self) {
        self.withdraw_late();
        self.course = None;
        if let Some(id) = self.serves.clone() {
            self.open_course(&id);
        }
    }

    /// Something happened that the course is to know.
    pub(super) fn hear(&mut self, heard: Heard<()>) {
        let Some(seat) = &mut self.course else { return };
        seat.over |= matches!(&heard, Heard::Chosen(id) if id == AGAIN);
        seat.course.hear(heard);
        self.follow_course();
    }

    /// Shows or does what the course has come to.
    fn follow_course(&mut self) {
        let Some(seat) = &mut self.course else { return };
        let id = seat.course.id();
        seat.step = seat.course.step();
        let mut over = false;
        if let Step::Prompt(prompt) = &mut seat.step {
            over = prompt.rest && seat.over;
            // From an end back to a page in the middle, it is still the same person.
            seat.over = false;
            // Among other services the way back to them stands on every page, and nobody's page stays open.
            prompt.rest &= self.serves.as_deref() == Some(id);
        }
        match seat.step.clone() {
            // Whoever comes next is another person: everything of this one is wiped first.
            Step::Prompt(_) if over => self.end(false),
            Step::Prompt(prompt) => {
                self.visit.show(Stage::Prompt { page: format!("{id}:{}", prompt.page), rest: prompt.rest });
            }
            Step::Said(said) => {
                seat.over = true;
                self.end_course(id, &said);
            }
            Step::Need(()) => self.fetch(),
            Step::Claim(claim) => self.ask_claim(id, claim),
            Step::Member(_) => self.begin_member(),
            Step::Card | Step::Form(_) | Step::Authenticate => self.begin_part(),
        }
        // The same page with more on it is a new page.
        self.shown = None;
        self.refresh(true);
        self.hand_held();
    }

    fn end_course(&mut self, id: &str, said: &Said) {
        if said.number.is_some() || !said.cases.is_empty() {
            self.forget_half();
        }
        let stop = said.tone == Tone::Stop;
        let page = format!("{id}:{}", said.page);
        self.visit.show(Stage::Said { page, stop, seconds: said.seconds.filter(|_| !stop) });
        self.speaker.play(match said.tone {
            Tone::Stop => Sound::Stop,
            Tone::Doubt => Sound::Attention,
            Tone::Good | Tone::Plain => Sound::Done,
        });
        if let Some(number) = said.number.filter(|_| said.slip) {
            self.print_counter(number);
        }
        for number in &said.cases {
            if let Some(printer) = &self.printer {
                printer.print(Job::Both(*number));
            }
        }
        self.print_cards(&said.cards);
    }

    fn fetch(&mut self) {
        let by = self.by();
        let Some(seat) = &mut self.course else { return };
        let Some(errand) = seat.course.errand() else { return };
        self.visit.show(Stage::Asking);
        self.slot.speak(self.visit.number, self.words.lang());
        self.slot.count(self.visit.number, self.visit.since_card);
        seat.errand += 1;
        let (number, visit, slot) = (seat.errand, self.visit.number, self.slot.clone());
        let store = Arc::clone(&self.options.store);
        // What was kept while its forms were filled in bears the id under which it is recorded.
        let early = self.draft.take();
        let id = *seat.id.get_or_insert_with(|| early.unwrap_or_else(|| store.clock().id()));
        let (tell, lost) = (self.teller(back), self.teller(back));
        let run = move || {
            let brought = errand(&Outside { store: &store, slot: &slot, visit, id, by: &by });
            tell((visit, number, brought));
        };
        self.supervisor.once("errand", run, move || lost((visit, number, Err("M01"))));
    }

    /// An errand came back.
    pub(super) fn brought(&mut self, visit: u64, errand: u64, parcel: &Parcel) {
        let Some(seat) = self.course.as_mut().filter(|seat| seat.errand == errand) else { return };
        if visit != self.visit.number || self.visit.stage != Stage::Asking {
            return;
        }
        let Some(brought) = parcel.lock().unwrap_or_else(PoisonError::into_inner).take() else { return };
        if brought.is_ok() {
            seat.id = None;
        }
        seat.course.brought(brought);
        self.follow_course();
    }

    fn ask_claim(&mut self, service: &str, Claim { scope, subject }: Claim) {
        let by = self.by();
        self.visit.show(Stage::Asking);
        let Some(seat) = &mut self.course else { return };
        let same = |asked: &&claims::Claim| asked.scope == scope && asked.subject == subject;
        let question = seat.claims.iter().find(same).cloned().unwrap_or_else(|| {
            let fresh = claims::Claim::new(self.options.store.clock().id(), service, &scope, subject).by(&by);
            seat.claims.push(fresh.clone());
            fresh
        });
        seat.waits = Some(self.claims.claim(question));
    }

    /// Somebody answered a claim: of this course, or it is nobody's here.
    pub(super) fn course_claimed(&mut self, answered: &Answered) {
        // One that comes too late for its page is still waited for: it is withdrawn when the terminal rests.
        if self.visit.stage != Stage::Asking {
            return;
        }
        let Some(seat) = self.course.as_mut().filter(|seat| seat.waits == Some(answered.ticket)) else { return };
        seat.waits = None;
        self.hear(Heard::Claimed(match &answered.answer {
            Ok(Answer::Granted) => Claimed::Granted,
            Ok(Answer::Taken(holder)) => Claimed::Taken { terminal: holder.terminal.clone(), number: holder.number },
            Ok(Answer::Unknown(Why::Outside)) => Claimed::Outside,
            Ok(Answer::Unknown(Why::Withdrawn | Why::Late)) => Claimed::Unknown("S07"),
            Err(code) => Claimed::Unknown(code),
        }));
    }

    /// Nothing came in time.
    pub(super) fn late(&mut self) {
        let Some(seat) = &mut self.course else { return };
        seat.errand += 1;
        let heard = if seat.waits.is_some() { Heard::Claimed(Claimed::Unknown("S07")) } else { Heard::Late };
        self.hear(heard);
    }

    /// A claim whose answer nobody waited for must not stand.
    fn withdraw_late(&mut self) {
        if let Some(ticket) = self.course.as_mut().and_then(|seat| seat.waits.take()) {
            self.claims.withdraw(ticket, &self.by(), "nobody waited");
        }
    }

    fn begin_part(&mut self) {
        let Some(id) = self.course.as_ref().map(|seat| seat.course.id()) else { return };
        self.carry_answers();
        self.see_half();
        let orders = self.with_part(|visit, part| visit.begin_part(id, part));
        for order in orders.unwrap_or_default() {
            self.carry_out(order);
        }
    }

    /// The pack whose pages are asked now: that of a course, or the one that was chosen.
    pub(super) fn pack(&self) -> Option<&Pack> {
        let id = match self.course.as_ref().and_then(Seat::part) {
            Some(Wants::Form(form)) => form,
            _ => self.visit.service.as_deref()?,
        };
        self.packs.iter().find(|pack| pack.id == id)
    }

    /// What another form of this visit was told, the next one does not ask again: those pages count as passed.
    fn carry_answers(&mut self) {
        let Some(Wants::Form(form)) = self.course.as_ref().and_then(Seat::part) else { return };
        let packs = Arc::clone(&self.packs);
        let Some(pack) = packs.iter().find(|pack| pack.id == form) else { return };
        let today = self.today();
        self.visit.known.answers.clear();
        self.tell_age(today);
        let given = self.course.as_ref().map(|seat| seat.course.told(&pack.id)).unwrap_or_default();
        self.slot.part(self.visit.number, given.family);
        let members = self.slot.household(self.visit.number, &given.relation);
        let earlier = source::Known { household: members.as_deref(), earlier: Some(&self.visit.earlier) };
        let mut before = std::mem::take(&mut self.visit.known.answers);
        for (id, value) in given.answers {
            if let Some(value) = pack.field(&id).and_then(|field| field.kind.accept(&value)) {
                before.insert(id, value);
            }
        }
        let answers = pack.prefill(before, &earlier);
        let told = |page: &&Page| {
            let fields = pack.fields(page, &answers, today);
            !fields.is_empty() && fields.iter().all(|field| answers.contains_key(&field.id))
        };
        self.visit.carried = pack.pages(&answers, today).into_iter().filter(told).map(|page| page.id.clone()).collect();
        self.visit.known.answers = answers;
    }

    /// The visit with the part that its own pages serve now.
    pub(super) fn with_part<T>(&mut self, act: impl FnOnce(&mut Visit, &Part<'_>) -> T) -> Option<T> {
        let today = self.today();
        let packs = Arc::clone(&self.packs);
        let seat = self.course.as_ref()?;
        let wants = seat.part()?;
        let pack = match wants {
            Wants::Form(form) => packs.iter().find(|pack| pack.id == form),
            Wants::Card | Wants::Member(_) | Wants::Proof => None,
        };
        let (card, proof) = (matches!(wants, Wants::Card | Wants::Member(_)), wants == Wants::Proof);
        // Nobody is asked for the digits on the card's face where the card itself must sign.
        let way = if proof { Way::Pin } else { seat.course.first_way() };
        let part = Part { id: seat.course.id(), card, proof, way, pack, today };
        Some(act(&mut self.visit, &part))
    }

    /// The visit's own pages have done their part.
    pub(super) fn handed(&mut self) {
        let heard = match self.course.as_ref().and_then(Seat::part) {
            Some(Wants::Member(relation)) => {
                let relation = relation.to_owned();
                return self.joined(&relation);
            }
            Some(Wants::Card) => Heard::Facts,
            Some(Wants::Proof) => Heard::Authenticated,
            Some(Wants::Form(_)) => {
                let answers = std::mem::take(&mut self.visit.known.answers);
                self.visit.earlier.extend(answers.clone());
                Heard::Answered(answers)
            }
            None => return,
        };
        self.hear(heard);
    }
}

fn back((visit, errand, brought): (u64, u64, Brought)) -> Message {
    Message::Brought { visit, errand, parcel: Arc::new(Mutex::new(Some(brought))) }
}
