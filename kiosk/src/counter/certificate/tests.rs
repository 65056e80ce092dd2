//! Certificates outside (証明書の請求の問い合わせの試験): on the disk once, numbers of the day, handed over once, and nothing of people
//! under protection anywhere.

use drivers::card::Verdict;
use zeroize::Zeroizing;

use super::hand_over::all;
use super::*;
use crate::clock::Clock;
use crate::service::certificate::{Line, Told};
use crate::service::counter::Counter;
use crate::store::protection::Person;
use crate::store::staff::{self, Act, Permit, Role};
use crate::store::{Body, Purpose, Store};
use crate::visit::{Reading, Slot};

const PEOPLE: [(&str, &str); 3] = [
    ("髙﨑　𠮷子", "海原市みなと町１－２"),
    ("葛\u{E0100}城　渡", "海原市中央２－３"),
    ("ALEXANDRA MARIANNE VAN DER WESTHUIZEN", "海原市北３－４"),
];

fn facts(at: usize) -> drivers::card::Facts {
    let (name, address) = PEOPLE[at];
    let json = serde_json::json!({
        "name": name, "address": address, "birth": "1944-03-08", "sex": "female", "source": "card",
        "genuineness": "practice-card",
    });
    facts_json::read(&json.to_string()).unwrap().0
}

fn slot(visit: u64, at: usize) -> Slot {
    let slot = Slot::default();
    slot.open(visit);
    slot.put(visit, Reading { facts: facts(at), verdict: Verdict::PracticeCard, face: None, standing: None });
    slot
}

fn store() -> Store {
    let clock = Clock::held("2026-11-24T01:04:00Z".parse().unwrap());
    let store = Store::in_memory_for("A", Purpose::Production, clock).unwrap();
    staff::add_first(&store, "admin", "correct horse").unwrap();
    let permit = staff::permit(&store, Act::ManageStaff, "admin", "開設", false, None).unwrap();
    staff::add(&store, "sato", "battery staple", Role::Reception, &permit).unwrap();
    staff::add(&store, "渡邉", "battery staple", Role::Supervisor, &permit).unwrap();
    store
}

fn may(store: &Store, act: Act, by: &str) -> Permit {
    staff::permit(store, act, by, "本人の求め", false, None).unwrap()
}

fn counter() -> Certificates {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../config");
    Certificates { rules: Arc::new(crate::config::services::load(&folder).unwrap()) }
}

fn ask() -> Ask {
    let lines = vec![Line { certificate: "juminhyo".into(), copies: 2, unit: 200, sum: 400 }];
    Ask::Submit(crate::service::certificate::Wanted { lines, exemption: None })
}

fn submit(store: &Store, id: uuid::Uuid, at: usize) -> (u64, String) {
    let slot = slot(3, at);
    let outside = Outside { store, slot: &slot, visit: 3, id, by: "" };
    let Told::Accepted { number, queue } = counter().fetch(&outside, ask()).unwrap();
    (number, queue)
}

#[test]
fn a_request_is_written_once_and_numbered_by_the_day() {
    let store = store();
    let id = store.clock().id();
    let first = submit(&store, id, 0);
    assert_eq!(first.1, "101");
    assert_eq!(submit(&store, id, 0), first, "the same request asked for again");
    assert_eq!(submit(&store, store.clock().id(), 1).1, "102");
    store.clock().advance(std::time::Duration::from_secs(86_400));
    assert_eq!(submit(&store, store.clock().id(), 2).1, "101", "tomorrow begins anew");
    let nobody = Slot::default();
    let outside = Outside { store: &store, slot: &nobody, visit: 3, id: store.clock().id(), by: "" };
    assert_eq!(counter().fetch(&outside, ask()).err(), Some("C04"), "without facts nothing is written");
    assert_eq!(store.compare().unwrap(), Vec::<&str>::new());
}

#[test]
fn the_slip_says_what_to_pay_in_a_code_the_register_reads() {
    let store = store();
    let (number, queue) = submit(&store, store.clock().id(), 0);
    let Body::Kept(body) = store.body(number).unwrap() else { panic!("erased") };
    let words = Counter::id(&counter()).len();
    assert_eq!(words, "certificate".len());
    let slip = counter().slip(kind::CERTIFICATE_REQUESTED, &body).unwrap();
    assert_eq!(slip.symbol, Symbol::Jan, "a register reads bars");
    let code = slip.code.unwrap();
    assert_eq!((code.get(..7), code.get(7..12), queue.as_str()), (Some("2900101"), Some("00400"), "101"));
    let shown = format!("{:?}", slip.rows);
    assert!(!shown.contains("髙﨑") && !shown.contains("みなと町"), "a slip lies about: no name is on it");
    assert!(counter().slip(kind::CERTIFICATE_ISSUED, &body).is_none());
}

#[test]
fn each_request_is_handed_over_once_whole_and_a_folder_that_is_away_loses_nothing() {
    let store = store();
    let folder = tempfile::tempdir().unwrap();
    let numbers: Vec<u64> = (0..3).map(|at| submit(&store, store.clock().id(), at).0).collect();
    let away = folder.path().join("file");
    std::fs::write(&away, b"in the way").unwrap();
    assert!(all(&store, &away).is_err());
    let place = folder.path().join("out");
    assert_eq!(all(&store, &place).unwrap(), 3);
    assert_eq!(all(&store, &place).unwrap(), 0, "once");
    for (number, (name, address)) in numbers.iter().zip(PEOPLE) {
        let text = std::fs::read_to_string(place.join(format!("A-{number}.json"))).unwrap();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json["applicant"]["name"], name);
        assert_eq!(json["applicant"]["address"], address);
        assert_eq!((json["total"].as_u64(), json["certificates"][0]["copies"].as_u64()), (Some(400), Some(2)));
    }
    assert_eq!(std::fs::read_dir(&place).unwrap().count(), 3, "no half file lies beside them");
}

#[test]
fn a_person_under_protection_is_on_no_board_in_no_file_and_on_no_paper_without_a_supervisor() {
    let store = store();
    let folder = tempfile::tempdir().unwrap();
    let (name, address) = PEOPLE[1];
    let person = Person { name, birth: "19440308", address };
    store.protect(&person, None, &may(&store, Act::Protect, "渡邉")).unwrap();
    let numbers: Vec<u64> = (0..3).map(|at| submit(&store, store.clock().id(), at).0).collect();
    let (shown, hidden) = store.certificates().unwrap();
    assert_eq!((shown.iter().map(|one| one.number).collect::<Vec<_>>(), hidden), (vec![numbers[0], numbers[2]], 1));
    all(&store, folder.path()).unwrap();
    let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(files.len(), 2);
    assert!(!folder.path().join(format!("A-{}.json", numbers[1])).exists());
    let refused = store.certificate("A", numbers[1], &may(&store, Act::Serve, "sato")).err().unwrap();
    assert_eq!(refused.code(), "U06");
    let request = store.certificate("A", numbers[1], &may(&store, Act::Protect, "渡邉")).unwrap();
    assert!(Zeroizing::new(request.facts.clone()).contains("葛\u{E0100}城"), "with its variation selector");
}

#[test]
fn what_was_issued_or_taken_back_waits_no_more() {
    let store = store();
    let (one, _) = submit(&store, store.clock().id(), 0);
    let (two, _) = submit(&store, store.clock().id(), 1);
    store.issue_certificates("A", one, &may(&store, Act::Serve, "sato")).unwrap();
    store.void_certificates("A", two, &may(&store, Act::Void, "sato")).unwrap();
    let again = store.issue_certificates("A", two, &may(&store, Act::Serve, "sato")).unwrap_err();
    assert_eq!(again.code(), "U12");
    let (all, _) = store.certificates().unwrap();
    assert_eq!(all.iter().map(|one| one.state.as_str()).collect::<Vec<_>>(), ["issued", "void"]);
    assert_eq!(store.certificates_to_hand().unwrap(), []);
}
