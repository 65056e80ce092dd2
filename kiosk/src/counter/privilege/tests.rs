//! Privileges outside (優遇サービスの問い合わせの試験): a card judged by its facts, and what the slips say and do not say.

use drivers::card::Verdict;

use super::*;
use crate::clock::Clock;
use crate::form::facts_json;
use crate::service::privilege::Grant;
use crate::store::{Body, Purpose, Store};
use crate::visit::{Reading, Slot};

fn store() -> Store {
    let clock = Clock::held("2026-11-24T01:04:00Z".parse().unwrap());
    Store::in_memory_for("A", Purpose::Production, clock).unwrap()
}

fn counter() -> Privilege {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../config");
    Privilege { programmes: Arc::new(crate::config::services::load(&folder).unwrap()) }
}

fn slot(name: &str, address: &str, birth: &str) -> Slot {
    let json = serde_json::json!({
        "name": name, "address": address, "birth": birth, "sex": "female", "source": "card",
        "genuineness": "practice-card",
    });
    let facts = facts_json::read(&json.to_string()).unwrap().0;
    let slot = Slot::default();
    slot.open(3);
    slot.put(3, Reading { facts, verdict: Verdict::PracticeCard, face: None, standing: None });
    slot
}

fn judged(store: &Store, slot: &Slot, programme: &str) -> Judged {
    let outside = Outside { store, slot, visit: 3, id: store.clock().id(), by: "" };
    let ask = Ask::Judge { programme: programme.into(), known: Known::Card };
    match counter().fetch(&outside, ask).unwrap() {
        Told::Judged(judged) => judged,
        _ => panic!("not judged"),
    }
}

#[test]
fn the_card_decides_by_town_and_age_and_the_same_person_is_one() {
    let store = store();
    let old = slot("髙﨑　𠮷子", "新潟県海原市みなと町１－２", "1944-03-08");
    let young = slot("渡邉　花子", "新潟県海原市みなと町１－２", "2000-03-08");
    let away = slot("葛\u{E0100}城　一郎", "東京都中央区１－２", "1944-03-08");
    assert!(judged(&store, &old, "bath").eligible);
    assert!(!judged(&store, &young, "bath").eligible);
    assert!(!judged(&store, &away, "bath").eligible);
    let again = slot("高崎 吉子", "新潟県海原市みなと町1-2", "1944-03-08");
    assert_eq!(judged(&store, &again, "bath").holder, judged(&store, &old, "bath").holder, "however it is written");
    assert_ne!(judged(&store, &young, "bath").holder, judged(&store, &old, "bath").holder);
    let nobody = Slot::default();
    let outside = Outside { store: &store, slot: &nobody, visit: 3, id: store.clock().id(), by: "" };
    let ask = Ask::Judge { programme: "bath".into(), known: Known::Card };
    assert_eq!(counter().fetch(&outside, ask).err(), Some("C04"));
}

#[test]
fn slips_tell_nobodys_name_and_a_proof_tells_yes_or_no_alone() {
    let store = store();
    let old = slot("髙﨑　𠮷子", "海原市みなと町１－２", "1944-03-08");
    let outside = |id| Outside { store: &store, slot: &old, visit: 3, id, by: "" };
    let holder = judged(&store, &old, "bath").holder;
    let grant = Grant { programme: "bath".into(), holder, slot: None, merchant: String::new(), yen: Some(500) };
    let Told::Given(Ok(given)) = counter().fetch(&outside(store.clock().id()), Ask::Issue(grant)).unwrap() else {
        panic!("not given")
    };
    let ask = Ask::Prove { programme: "resident".into(), yes: false };
    let Told::Proved { number, .. } = counter().fetch(&outside(store.clock().id()), ask).unwrap() else {
        panic!("not proved")
    };
    for (number, rows) in [(given.number, 4), (number, 2)] {
        let entry = store.entry(number).unwrap();
        let Body::Kept(body) = store.body(number).unwrap() else { panic!("erased") };
        let slip = counter().slip(&entry.kind, &body).unwrap();
        let said = format!("{:?}{:?}", slip.rows, slip.notes);
        assert_eq!(slip.rows.len(), rows);
        for word in ["髙﨑", "みなと町", "1944"] {
            assert!(!said.contains(word), "{word}");
            assert!(!String::from_utf8_lossy(&body).contains(word), "not even in the record: {word}");
        }
    }
    assert_eq!(store.entry(number).unwrap().subject, None, "a proof is about nobody");
}
