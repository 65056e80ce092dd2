//! Every page of every counter that a person can come to (歩いて着く画面): each way is pressed, each code is held up, on a record that
//! has a roll, a shelter, books, badges and programmes; and every page on the way fits every display.

use std::collections::{BTreeMap, VecDeque};

use drivers::card::Verdict;
use kiosk::clock::Clock;
use kiosk::config::Folders;
use kiosk::counter::Outside;
use kiosk::counter::course::Course;
use kiosk::counter::offers::{Offer, Offers};
use kiosk::counter::polling::reading::{Files, read};
use kiosk::counter::shelter::office;
use kiosk::screen::{prompt, said};
use kiosk::service::counter::{Claimed, Heard, Prompt, Said as Ended, Step};
use kiosk::service::polling::elector::{Decides, Mode};
use kiosk::service::polling::rules::Rules as Elections;
use kiosk::service::tap::{Answer, Proof, Tap};
use kiosk::store::claims::{Answer as Granted, Claim, Slice};
use kiosk::store::library::{Item, Patron};
use kiosk::store::polling::Opening;
use kiosk::store::registrations::Token;
use kiosk::store::staff::{self, Act, Permit};
use kiosk::store::{Purpose, Store};
use kiosk::visit::{Reading, Slot};
use uuid::Uuid;

use super::*;

/// As many pages of one counter are walked to; more would be the same ones with other people on them.
const MOST: usize = 90;
/// No course is longer.
const DEEPEST: usize = 12;
const VISIT: u64 = 1;
/// Whoever has a badge, a library card and a place on the roll.
const BADGE: &str = "KB-1001";
const PATRON: &str = "91234567";
const ITEM: &str = "123456782";
const ELECTION: &str = "2026-unabara";

/// One thing that a person does.
#[derive(Clone, Debug)]
enum Does {
    Presses(String),
    Types(&'static str),
    Holds(String),
    /// A card that somebody registered, or nobody.
    Taps(bool),
}

/// A page that was walked to.
#[derive(Clone)]
enum Page {
    Prompt(Prompt),
    Said(Ended),
}

struct Town {
    store: Store,
    slot: Slot,
    offers: Offers,
    /// Whose badge it is, by service.
    registered: BTreeMap<&'static str, Uuid>,
}

impl Town {
    fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let practice = std::env::temp_dir().join("kazasu-walked");
        let folders = Folders { config: root.join("config"), assets: root.join("assets"), practice };
        let config = Config::load(&folders.config).expect("config");
        let clock = Clock::held("2026-12-01T02:04:00Z".parse().expect("time"));
        let store = Store::in_memory_for("A", Purpose::Practice, clock).expect("store");
        let offers = Offers::of(&config, &folders, true);
        let mut town = Self { store, slot: Slot::default(), offers, registered: BTreeMap::new() };
        town.furnish(&root);
        town
    }

    fn may(&self, act: Act) -> Permit {
        staff::permit(&self.store, act, staff::PRACTICE_NAME, "試験", false, None).expect("a permit")
    }

    fn furnish(&mut self, root: &Path) {
        let rules: Elections = kiosk::config::services::load(&root.join("config")).map_err(drop).expect("rules");
        let election = rules.election(ELECTION).expect("the example's election");
        let (roll, tickets) = (root.join("assets/polling/roll.csv"), root.join("assets/polling/tickets.csv"));
        let files =
            Files { roll: &roll, tickets: Some(&tickets), election, municipality: "海原市", check_only: false };
        assert!(read(&self.store, &files, &self.may(Act::ImportRoll), &mut |_, _| {}).expect("read").imported);
        let (mode, station, decides) = (Mode::Early, "hall".to_owned(), Decides::Everything);
        let opening = Opening { election: ELECTION.to_owned(), mode, station, decides };
        self.store.open_polling(&opening, &self.may(Act::OpenPolling)).expect("open");
        let shelter = kiosk::service::shelter::Rules::default();
        office::open(&self.store, &shelter, "中央小学校", Some(60), &self.may(Act::Shelter)).expect("a shelter");
        for service in ["attendance", "library", "privilege", "pool"] {
            let token = Token::code(BADGE).expect("a code");
            let whose = self.store.register(service, "1001 髙﨑　𠮷子", &token, &self.may(Act::Register));
            self.registered.insert(service, whose.expect("registered"));
        }
        let item = |item: &str, title: &str| Item {
            item: item.into(),
            title: title.into(),
            kind: "book".into(),
            ..Item::default()
        };
        let books = [item(ITEM, "雨月物語のふしぎな話と江戸の町のくらし")];
        self.store.put_items(&books, &self.may(Act::Keep)).expect("a book");
        let mut patron = Patron::default();
        (patron.number, patron.name, patron.birth) = (PATRON.into(), "髙﨑　𠮷子".into(), "1944-03-05".into());
        self.store.put_patrons(&[patron], &self.may(Act::Register)).expect("a patron");
    }

    /// The course after everything that was done, with its questions answered by the real errands.
    fn after(&self, offer: &Offer, done: &[Does]) -> Option<Page> {
        self.slot.open(VISIT);
        let mut course = offer.begin();
        let mut page = self.goes_on(course.as_mut());
        for does in done {
            course.hear(match does {
                Does::Presses(id) => Heard::Chosen(id.clone()),
                Does::Types(text) => Heard::Typed((*text).to_owned().into()),
                Does::Holds(code) => Heard::Code { rule: None, text: code.clone().into() },
                Does::Taps(known) => Heard::Tapped(Tap {
                    service: offer.id.to_owned(),
                    proof: Proof::Pin,
                    owner: Answer::Known(self.registered.get(offer.id).copied().filter(|_| *known)),
                }),
            });
            page = self.goes_on(course.as_mut());
        }
        page
    }

    fn goes_on(&self, course: &mut dyn Course) -> Option<Page> {
        let mut id = self.store.clock().id();
        for _ in 0..20 {
            match course.step() {
                Step::Prompt(prompt) => return Some(Page::Prompt(prompt)),
                Step::Said(said) => return Some(Page::Said(said)),
                Step::Card | Step::Member(_) => {
                    self.opens_card();
                    course.hear(Heard::Facts);
                }
                Step::Authenticate => course.hear(Heard::Authenticated),
                Step::Form(_) => course.hear(Heard::Answered(Answers::new())),
                Step::Claim(claim) => {
                    let asked = Claim::new(id, course.id(), &claim.scope, claim.subject).by("練習");
                    let ticket = self.store.ask_claim(&asked).expect("asked");
                    let granted = self.store.answer_claim(ticket, &Slice::Nothing).expect("answered");
                    course.hear(Heard::Claimed(if granted == Granted::Granted {
                        Claimed::Granted
                    } else {
                        Claimed::Taken { terminal: "B".to_owned(), number: 7 }
                    }));
                    id = self.store.clock().id();
                }
                Step::Need(()) => {
                    let errand = course.errand().expect("an errand");
                    let outside = Outside { store: &self.store, slot: &self.slot, visit: VISIT, id, by: "練習" };
                    let brought = errand(&outside);
                    id = self.store.clock().id();
                    course.brought(brought);
                }
            }
        }
        None
    }

    fn opens_card(&self) {
        let json = r#"{"name":"髙﨑　𠮷子","address":"海原県海原市みなと町一丁目２－３","birth":"1944-03-05","sex":"female","source":"card","genuineness":"practice-card"}"#;
        let facts = facts_json::read(json).unwrap_or_else(|problem| panic!("{problem}")).0;
        self.slot.put(VISIT, Reading { facts, verdict: Verdict::PracticeCard, face: None, standing: None });
    }

    /// Every page of one counter, by a name of its own.
    fn walk(&self, offer: &Offer) -> BTreeMap<String, Page> {
        let (mut seen, mut ahead) = (BTreeMap::new(), VecDeque::from([Vec::new()]));
        while let Some(done) = ahead.pop_front() {
            if seen.len() >= MOST {
                break;
            }
            let Some(page) = self.after(offer, &done) else { panic!("{}: {done:?} never comes to a page", offer.id) };
            let name = format!("{}:{}", offer.id, page.signature());
            if seen.contains_key(&name) {
                continue;
            }
            if done.len() < DEEPEST {
                ahead.extend(page.ways().into_iter().map(|next| done.iter().cloned().chain([next]).collect()));
            }
            seen.insert(name, page);
        }
        seen
    }
}

impl Page {
    /// Pages that differ only in who stands on them are one.
    fn signature(&self) -> String {
        let (page, tone, rows, ways) = match self {
            Self::Prompt(one) => (one.page, String::new(), &one.rows, &one.ways),
            Self::Said(one) => (one.page, format!(" {:?}", one.tone), &one.rows, &one.ways),
        };
        let key = |id: &str| id.split(['/', '-']).next().unwrap_or_default().to_owned();
        let mut kinds: Vec<String> = rows.iter().map(|row| row.id.as_deref().map_or_else(String::new, key)).collect();
        kinds.dedup();
        let typed = matches!(self, Self::Prompt(one) if one.typed.is_some());
        format!("{page}{tone} {}{}{}", ways.len(), kinds.join("+"), if typed { " typed" } else { "" })
    }

    fn ways(&self) -> Vec<Does> {
        let Self::Prompt(one) = self else { return Vec::new() };
        let mut all: Vec<Does> = one.ways.iter().chain(&one.act).map(|way| Does::Presses(way.id.clone())).collect();
        // The first and the last of a list stand for all of it.
        let rows: Vec<_> = one.rows.iter().filter_map(|row| row.id.clone()).collect();
        all.extend(rows.first().into_iter().chain(rows.last()).cloned().map(Does::Presses));
        if let Some(typed) = &one.typed {
            all.extend(match typed.keys {
                kiosk::service::counter::Keys::Digits => {
                    vec![Does::Types("0800"), Does::Types("3"), Does::Types(PATRON), Does::Types(ITEM)]
                }
                kiosk::service::counter::Keys::Kana => vec![Does::Types("たかさき"), Does::Types("ん")],
                kiosk::service::counter::Keys::Letters => vec![Does::Types("ABC")],
            });
        }
        if one.tap {
            all.extend([Does::Taps(true), Does::Taps(false)]);
        }
        if one.code {
            all.extend([BADGE, PATRON, ITEM, "2612000102", "9999999999"].map(|code| Does::Holds(code.to_owned())));
        }
        all
    }

    fn view(&self, cx: &Context<'_>) -> Element<'static, Said> {
        match self.clone() {
            Self::Prompt(asked) => prompt::Prompt::new(asked).view(cx).map(Said::Prompt),
            Self::Said(ended) => said::Said { ended }.view(cx).map(Said::Ended),
        }
    }
}

#[test]
fn pictures_of_what_is_walked_to() {
    let Ok(folder) = std::env::var("KAZASU_PICTURES") else { return };
    let (town, stage) = (Town::new(), Stage::new());
    let words = stage.catalogue.words("ja");
    let size = targets::looks()[0].2;
    let cx =
        Context { card: Card::Absent, facts: None, service: "窓口", ..stage.context(&words, Look::default(), size) };
    for (name, page) in town.offers.iter().flat_map(|offer| town.walk(offer)) {
        let file = Path::new(&folder).join(name.replace([':', ' ', '+', '・'], "-")).with_extension("png");
        let mut simulator = shown(&stage, page.view(&cx), size);
        simulator.snapshot(&iced::Theme::Light).expect("snapshot").matches_image(&file).expect("picture");
    }
}

#[test]
fn every_page_that_is_walked_to_fits_every_display_and_has_its_words() {
    let (town, stage) = (Town::new(), Stage::new());
    let mut wrong = Vec::new();
    let mut pages = BTreeMap::new();
    for offer in town.offers.iter() {
        let found = town.walk(offer);
        assert!(found.len() > 1, "{}: {:?}", offer.id, found.keys());
        println!("{}: {} pages {:?}", offer.id, found.len(), found.keys());
        pages.extend(found);
    }
    for lang in LANGUAGES {
        let words = stage.catalogue.words(lang);
        for (look_name, look, size) in targets::looks() {
            let cx =
                Context { card: Card::Absent, facts: None, service: "窓口", ..stage.context(&words, look, size) };
            for (name, page) in &pages {
                let name = format!("{name} {lang} {look_name}");
                wrong.extend(targets::apart_inside_and_large(&name, &stage, page.view(&cx), size));
            }
        }
    }
    assert!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.join("\n"));
}
