//! How fast the door of a shelter is (避難所の速さ): a known person's machine time, and the board with five thousand inside.

#[path = "fixture/records.rs"]
mod records;
#[path = "fixture/table.rs"]
mod table;

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use kiosk::config::{Config, Folders};
use kiosk::counter::papers::Papers;
use kiosk::counter::shelter::{offer, office};
use kiosk::counter::{Errands, Outside};
use kiosk::service::shelter::person::{Band, Need, Sex, Urgency, Who, Wiped};
use kiosk::service::shelter::{Arrival, Ask, Coming, Key, Rules, Shelter, Told, code};
use kiosk::store::Store;
use kiosk::store::staff::{self, Act, Permit};
use kiosk::visit::Slot;
use table::{line, middle, ok, quiet, time};

/// People inside.
const PEOPLE: usize = 5_000;
/// As many come together while the shelter fills.
const TOGETHER: usize = 25;
/// Times each is measured.
const TIMES: usize = 40;

fn main() {
    let folder = records::folder();
    let store = records::open(folder.path());
    ok(staff::add_first(&store, "渡邉", "password-one"));
    ok(office::open(&store, &Rules::default(), "中央小学校", Some(6000), &permit(&store, Act::Shelter)));
    let shelter = Shelter::default();
    let mut tokens = Vec::new();
    for household in 0..PEOPLE / TOGETHER {
        let token = code::token(&std::array::from_fn(|at| ((household >> (at % 8)) + at) as u8));
        let people = (0..TOGETHER).map(|at| Coming::New(Box::new(who(household * TOGETHER + at)))).collect();
        let arrival = Arrival { people, token: Some(token.clone()), ..Arrival::default() };
        fetch(&shelter, &store, Ask::Enter(Box::new(arrival)));
        tokens.push(token);
    }
    known(&shelter, &store, &tokens);
    board(&store);
}

fn permit(store: &Store, act: Act) -> Permit {
    ok(staff::permit(store, act, "渡邉", "", false, None))
}

fn who(at: usize) -> Who {
    let bands = [Band::Adult, Band::Senior, Band::Old, Band::Child, Band::Infant];
    Who {
        name: Wiped::some(&format!("髙﨑　花子{at}")),
        kana: Wiped::some(&format!("たかさき　はなこ{at}")),
        band: bands.get(at % bands.len()).copied(),
        sex: Some(if at.is_multiple_of(2) { Sex::Female } else { Sex::Male }),
        address: Wiped::some("海原市中央１丁目２番３号"),
        needs: if at.is_multiple_of(7) { [(Need::Medicine, Urgency::Today)].into() } else { Default::default() },
        ..Who::default()
    }
}

fn fetch(shelter: &Shelter, store: &Store, ask: Ask) -> Told {
    let outside = Outside { store, slot: &Slot::default(), visit: 1, id: store.clock().id(), by: "" };
    ok(shelter.fetch(&outside, ask))
}

/// From the code to the receipt: found, and out or in, on the disk.
fn known(shelter: &Shelter, store: &Store, tokens: &[String]) {
    let mut times: Vec<Duration> = Vec::new();
    for token in tokens.iter().take(TIMES) {
        times.push(time(|| {
            let Told::Found(Some(found)) = fetch(shelter, store, Ask::Find(Key::Token(token.clone()))) else { return };
            let leaving = kiosk::service::shelter::event::Leaving::Away;
            black_box(fetch(shelter, store, Ask::Leave { people: vec![found.person], leaving }));
        }));
        times.push(time(|| {
            let Told::Found(Some(found)) = fetch(shelter, store, Ask::Find(Key::Token(token.clone()))) else { return };
            let people = vec![Coming::Known(found.person)];
            let arrival = Arrival { people, household: Some(found.household), ..Arrival::default() };
            black_box(fetch(shelter, store, Ask::Enter(Box::new(arrival))));
        }));
    }
    let figure = format!("{:.0} ms", middle(times.clone()).as_secs_f64() * 1e3);
    line("a known person, 5,000 inside", figure, format!("quiet {:?}; aim 2 s", quiet(times)));
}

fn board(store: &Store) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folders = Folders { config: root.join("config"), assets: root.join("assets"), practice: root.join("practice") };
    let config = Config::default();
    let offer = offer(&config, &folders, &Papers::load(&folders, &config));
    let Some(desk) = offer.desk else { return };
    let times: Vec<Duration> =
        (0..TIMES).map(|_| time(|| drop(black_box(desk.board(store, "shelter-board", None))))).collect();
    let figure = format!("{:.0} ms", middle(times.clone()).as_secs_f64() * 1e3);
    line("the board with 5,000 inside", figure, format!("quiet {:?}; aim 100 ms", quiet(times)));
}
