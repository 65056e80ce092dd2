//! Claims (取り合い): one only, the same answer to the same id, and nothing known outside of the slice.

use std::sync::{Arc, Barrier};

use proptest::prelude::*;
use uuid::Uuid;

use super::super::claims::{Answer, Claim, Share, Slice, Ticket, Why};
use super::super::{Fault, Query, Store, kind};

const BALLOT: &str = "election/2026-10/ballot/1";

/// A caller that waits for its answer.
struct Claims<'a>(&'a Store, Slice);

impl Claims<'_> {
    fn ask(&self, claim: &Claim) -> Result<Answer, Fault> {
        let ticket = self.0.ask_claim(claim)?;
        self.0.answer_claim(ticket, &self.1)
    }

    fn void(&self, claim: &Claim, by: &str, why: &str) -> Result<(), Fault> {
        self.0.withdraw_claim(Ticket { claim: claim.id }, by, why)
    }
}

const fn only(store: &Store) -> Claims<'_> {
    Claims(store, Slice::Everything)
}

fn claim(store: &Store, scope: &str, subject: u128) -> Claim {
    Claim::new(store.clock().id(), "polling", scope, Uuid::from_u128(subject))
}

#[test]
fn the_first_has_it_and_the_second_is_told_who() {
    let store = Arc::new(super::store());
    let claims = only(&store);
    let (first, second) = (claim(&store, BALLOT, 7), claim(&store, BALLOT, 7));
    assert_eq!(claims.ask(&first).unwrap(), Answer::Granted);
    let Answer::Taken(holder) = claims.ask(&second).unwrap() else { panic!("granted twice") };
    assert_eq!((holder.claim, holder.terminal.as_str(), holder.number), (first.id, "A", 1));
    for other in [claim(&store, BALLOT, 8), claim(&store, "election/2026-10/ballot/2", 7)] {
        assert_eq!(claims.ask(&other).unwrap(), Answer::Granted, "another subject, another scope");
    }
    let elsewhere = Claim { service: "voucher".into(), ..claim(&store, BALLOT, 7) };
    assert_eq!(claims.ask(&elsewhere).unwrap(), Answer::Granted, "another service has its own subjects");
    assert!(store.claim_conflicts().unwrap().is_empty());
    assert_eq!(store.compare().unwrap(), [""; 0]);
}

#[test]
fn the_same_id_gets_the_same_answer_and_is_stored_once() {
    let store = Arc::new(super::store());
    let claims = only(&store);
    let (first, second) = (claim(&store, BALLOT, 7), claim(&store, BALLOT, 7));
    let granted = claims.ask(&first).unwrap();
    let taken = claims.ask(&second).unwrap();
    let entries = store.entries(&Query::default()).unwrap().len();
    assert_eq!(entries, 4, "each question and each answer");
    for _ in 0..3 {
        assert_eq!(claims.ask(&first).unwrap(), granted);
        assert_eq!(claims.ask(&second).unwrap(), taken);
    }
    assert_eq!(store.entries(&Query::default()).unwrap().len(), entries);
    let other = Claim { subject: Uuid::from_u128(9), ..first };
    assert_eq!(claims.ask(&other).unwrap_err().code(), "S11", "an id is one question's");
}

#[test]
fn what_is_taken_back_is_free_for_another_and_not_for_the_same() {
    let store = Arc::new(super::store());
    let claims = only(&store);
    let (first, second) = (claim(&store, BALLOT, 7), claim(&store, BALLOT, 7));
    claims.ask(&first).unwrap();
    let taken = claims.ask(&second).unwrap();
    claims.void(&second, "責任 太郎", "何も持っていない").unwrap();
    claims.void(&first, "責任 太郎", "用紙の渡しまちがい").unwrap();
    claims.void(&first, "責任 太郎", "二度目").unwrap();
    let voids = Query { kind: Some(kind::CLAIM_VOID.into()), ..Query::default() };
    assert_eq!(store.entries(&voids).unwrap().len(), 1, "only what was held can be taken back, once");
    assert_eq!(claims.ask(&first).unwrap(), Answer::Unknown(Why::Withdrawn));
    assert_eq!(claims.ask(&second).unwrap(), taken, "an answer is given once");
    assert_eq!(claims.ask(&claim(&store, BALLOT, 7)).unwrap(), Answer::Granted);
    assert_eq!(store.compare().unwrap(), [""; 0]);
}

#[test]
fn outside_of_the_slice_nothing_is_known_and_the_question_is_kept() {
    let store = Arc::new(super::store());
    let part = |scopes: &[&str], share| Slice::Part { scopes: scopes.iter().map(|s| (*s).to_owned()).collect(), share };
    for slice in [Slice::Nothing, part(&["election/2026-10/ballot/2"], None), part(&[], None)] {
        let claims = Claims(&store, slice);
        let asked = claim(&store, BALLOT, 7);
        assert_eq!(claims.ask(&asked).unwrap(), Answer::Unknown(Why::Outside));
        let told = store.entries(&Query::default()).unwrap();
        assert_eq!((told[1].id, told[0].kind.as_str()), (asked.id, kind::CLAIM_UNKNOWN), "stored before it was asked");
        assert_eq!(claims.ask(&asked).unwrap(), Answer::Unknown(Why::Outside));
        assert_eq!(store.entries(&Query::default()).unwrap().len(), told.len(), "and once");
        assert!(store.unanswered_claims().unwrap().is_empty(), "an answer all the same");
        // The operator widens the slice; the same id is asked again.
        assert_eq!(only(&store).ask(&asked).unwrap(), Answer::Granted);
        only(&store).void(&asked, "x", "").unwrap();
    }
    let claims = Claims(&store, part(&["election/2026-10/"], None));
    assert_eq!(claims.ask(&claim(&store, BALLOT, 7)).unwrap(), Answer::Granted);
}

#[test]
fn a_question_without_an_answer_is_found_again_and_answered_once() {
    let store = super::store();
    let (first, second) = (claim(&store, BALLOT, 7).by("責任 太郎"), claim(&store, BALLOT, 7));
    let tickets = [store.ask_claim(&first).unwrap(), store.ask_claim(&second).unwrap()];
    assert_eq!(store.unanswered_claims().unwrap(), tickets, "the power went here");
    assert_eq!(store.standing_claims("election/").unwrap(), tickets);
    assert!(store.standing_claims("voucher/").unwrap().is_empty());
    // Whoever is asked first has it, whoever asked first.
    assert_eq!(store.answer_claim(tickets[1], &Slice::Everything).unwrap(), Answer::Granted);
    let Answer::Taken(holder) = store.answer_claim(tickets[0], &Slice::Everything).unwrap() else { panic!("twice") };
    assert_eq!(holder.claim, second.id);
    assert!(store.unanswered_claims().unwrap().is_empty());
    assert_eq!(store.standing_claims("").unwrap(), [tickets[1]]);
    let never = Ticket { claim: Uuid::from_u128(1) };
    assert!(store.answer_claim(never, &Slice::Everything).is_err(), "what nobody asked gets no answer");
    assert_eq!(store.compare().unwrap(), [""; 0]);
}

#[test]
fn shares_are_disjoint_and_leave_nobody_out() {
    let share = |here: &[u32]| Share { of: 4, here: here.to_vec() };
    let slices: Vec<_> =
        (1..=4).map(|part| Slice::Part { scopes: vec![String::new()], share: Some(share(&[part])) }).collect();
    let mut counts = [0; 4];
    for subject in 0..4000 {
        let subject = Uuid::from_u128(subject);
        let holders: Vec<_> = (0..4).filter(|at| slices[*at].decides("any", subject)).collect();
        assert_eq!(holders.len(), 1, "{subject}");
        counts[holders[0]] += 1;
    }
    assert!(counts.iter().all(|count| (850..1150).contains(count)), "{counts:?}");
    let nobody = Slice::Part { scopes: vec![String::new()], share: Some(Share { of: 0, here: vec![1] }) };
    assert!(!nobody.decides("any", Uuid::from_u128(1)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Threads that ask for the same few subjects at once: each subject is granted to exactly one, counted by what the
    /// threads were told.
    #[test]
    fn of_those_who_race_exactly_one_has_it(wanted in prop::collection::vec(prop::collection::vec(0_u128..3, 1..6), 2..5)) {
        let store = Arc::new(super::store());
        let start = Arc::new(Barrier::new(wanted.len()));
        let threads: Vec<_> = wanted.clone().into_iter().map(|subjects| {
            let (store, start) = (Arc::clone(&store), Arc::clone(&start));
            std::thread::spawn(move || {
                let claims = only(&store);
                start.wait();
                let ask = |subject| (subject, claims.ask(&claim(&store, BALLOT, subject)).unwrap());
                subjects.into_iter().map(ask).collect::<Vec<_>>()
            })
        }).collect();
        let told: Vec<_> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
        for subject in 0..3 {
            let answers: Vec<_> = told.iter().filter(|(of, _)| *of == subject).map(|(_, answer)| answer).collect();
            let granted = answers.iter().filter(|answer| ***answer == Answer::Granted).count();
            let taken = answers.iter().filter(|answer| matches!(answer, Answer::Taken(_))).count();
            prop_assert_eq!(granted, usize::from(!answers.is_empty()));
            prop_assert_eq!(granted + taken, answers.len());
        }
        prop_assert_eq!(store.compare().unwrap(), [""; 0]);
    }
}
