//! What was not as the record knew it (確かめることの試験): a case each, and nobody refused.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::super::office;
use super::{Do, Rig, by_card, by_name};
use crate::service::shelter::event::{In, Leaving, Out};
use crate::service::shelter::person::{How, Need, Ref, Urgency, Who};
use crate::store::kind;
use crate::store::shelter::{What, draft};

#[test]
fn two_places_a_token_of_two_people_and_out_before_in_are_cases_and_no_refusals() {
    let rig = Rig::new("N4");
    let open = rig.store.shelter_here().unwrap().unwrap();
    let token = rig.comes(by_card("髙﨑　吉子", "19440308"));
    let person = rig.store.shelter_token(&token).unwrap().unwrap();
    // Somebody else holds up her card.
    let mut acts = vec![Do::Code(token.clone()), Do::Press("other")];
    acts.extend(by_name("べつのひと"));
    assert_ne!(rig.comes(acts), token, "they get a card of their own");
    assert_eq!((rig.cases(), rig.inside()), (vec![What::Token], 2));
    // Another shelter's journal says that she is there too.
    let there = office::id_of("浜の公民館");
    let elsewhere = In {
        shelter: there,
        people: vec![person],
        how: How::Card,
        at: None,
        card: None,
        token: None,
        clash: None,
        consent: None,
        place: "浜の公民館".into(),
        by: String::new(),
    };
    let entry = draft(rig.store.clock().id(), kind::SHELTER_IN, there, &elsewhere).unwrap();
    rig.store.record(vec![entry]).unwrap();
    let cases = rig.store.shelter_cases(there).unwrap();
    assert_eq!(cases.iter().map(|case| case.what).collect::<Vec<_>>(), [What::TwoPlaces]);
    office::settle(&rig.store, &open, &cases[0], office::Way::Gone, &rig.may()).unwrap();
    assert_eq!(rig.store.shelter_open_presences(person).unwrap(), [rig.here()], "she is here and only here");
    // Out before in: recorded, counted by nobody, asked about.
    let told = Out {
        shelter: rig.here(),
        people: vec![Ref(Uuid::from_u128(9))],
        leaving: Leaving::Left,
        at: None,
        card: None,
        to: None,
        place: String::new(),
        by: String::new(),
    };
    rig.clock.advance(std::time::Duration::from_secs(60));
    rig.store.record(vec![draft(rig.store.clock().id(), kind::SHELTER_OUT, rig.here(), &told).unwrap()]).unwrap();
    assert_eq!((rig.cases(), rig.inside()), (vec![What::Token, What::OutFirst], 2));
    assert_eq!(rig.store.compare().unwrap(), Vec::<&str>::new());
}

#[test]
fn two_rows_of_one_person_are_merged_and_counted_once() {
    let rig = Rig::new("N5");
    let open = rig.store.shelter_here().unwrap().unwrap();
    let first = rig.store.shelter_token(&rig.comes(by_name("たかさき"))).unwrap().unwrap();
    let second = rig.store.shelter_token(&rig.comes(by_card("髙﨑　吉子", "19440308"))).unwrap().unwrap();
    assert_eq!(rig.inside(), 2);
    let patch = Who { needs: BTreeMap::from([(Need::Oxygen, Urgency::Now)]), ..Who::default() };
    office::tell(&rig.store, &open, first, patch, &rig.may()).unwrap();
    office::merge(&rig.store, &open, second, first, &rig.may()).unwrap();
    assert_eq!(rig.inside(), 1);
    let who = rig.store.shelter_who(first).unwrap().unwrap();
    assert!(who.needs.contains_key(&Need::Oxygen), "what was told of either is known of both");
    assert_eq!(who.name.as_deref(), Some("髙﨑　吉子"));
    office::transfer(&rig.store, &open, vec![second], "浜の公民館", &rig.may()).unwrap();
    assert_eq!(rig.inside(), 0);
    assert_eq!(rig.store.shelter_open_presences(first.max(second).min(second)).unwrap(), [office::id_of("浜の公民館")]);
    assert_eq!(rig.store.compare().unwrap(), Vec::<&str>::new());
}

#[test]
fn rows_that_came_in_together_leave_nobody_behind_when_they_are_merged() {
    let rig = Rig::new("N14");
    let open = rig.store.shelter_here().unwrap().unwrap();
    let family = vec![Do::Press("card"), Do::Card("海野　潮", "19850505"), Do::Press("baby")];
    let token = rig.comes(family.into_iter().chain(["in", "yes"].map(Do::Press)).collect());
    let first = rig.store.shelter_token(&token).unwrap().unwrap();
    let found = rig.store.shelter_found(first, rig.here(), crate::store::protection::Sight::Supervisor).unwrap();
    let baby = found.unwrap().members[0].person;
    // The representative is out, the row that was the same person is still in: they are one, and inside.
    office::check_out(&rig.store, &open, vec![first], &rig.may()).unwrap();
    assert_eq!(rig.inside(), 1);
    office::merge(&rig.store, &open, first, baby, &rig.may()).unwrap();
    assert_eq!(rig.inside(), 1);
    assert_eq!(rig.store.shelter_open_presences(first).unwrap(), [rig.here()]);
    assert!(rig.store.shelter_open_presences(baby).unwrap().iter().all(|at| *at == rig.here()));
    office::check_out(&rig.store, &open, vec![first], &rig.may()).unwrap();
    assert_eq!((rig.inside(), rig.cases()), (0, vec![]));
    assert_eq!(rig.store.compare().unwrap(), Vec::<&str>::new());
}
