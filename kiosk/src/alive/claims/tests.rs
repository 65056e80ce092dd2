//! Tests of the answering thread (取り合いの返事の試験): order, falls, and what an earlier start left behind.

use std::sync::mpsc::{Receiver, channel};

use uuid::Uuid;

use super::*;
use crate::store::claims::Why;
use crate::store::{Query, kind};

/// A test that waits longer has failed.
const PATIENCE: Duration = Duration::from_secs(20);

fn store() -> Arc<Store> {
    Arc::new(Store::in_memory("A").expect("store"))
}

fn claim(store: &Store, scope: &str) -> Claim {
    Claim::new(store.clock().id(), "polling", scope, Uuid::from_u128(7))
}

fn start(store: &Arc<Store>, decider: Decider) -> (Claims, Receiver<Answered>) {
    let (tell, heard) = channel();
    let supervisor = Supervisor::new(|_| {});
    let claims = Claims::start(&supervisor, store, decider, &["desk/"], move |answered| drop(tell.send(answered)));
    (claims, heard)
}

#[track_caller]
fn next(heard: &Receiver<Answered>) -> (Uuid, Result<Answer, &'static str>) {
    let Answered { ticket, answer } = heard.recv_timeout(PATIENCE).expect("an answer");
    (ticket.claim, answer)
}

#[test]
fn answers_come_as_events_in_the_order_of_the_questions() {
    let store = store();
    let (claims, heard) = start(&store, embedded(Slice::Everything));
    let [first, second, third] = [(); 3].map(|()| claim(&store, "ballot"));
    let ticket = claims.claim(first.clone());
    assert_eq!(ticket.claim, first.id);
    claims.claim(second.clone());
    claims.withdraw(ticket, "責任 太郎", "用紙の渡しまちがい");
    claims.claim(third.clone());
    assert_eq!(next(&heard), (first.id, Ok(Answer::Granted)));
    let (id, Ok(Answer::Taken(holder))) = next(&heard) else { panic!("granted twice") };
    assert_eq!((id, holder.claim), (second.id, first.id));
    assert_eq!(next(&heard), (third.id, Ok(Answer::Granted)), "taken back before it was asked for again");
}

/// The question is on the disk before anybody is asked: the decider itself looks.
#[test]
fn whoever_decides_finds_the_question_stored() {
    let store = store();
    let decider: Decider = Box::new(|store, ticket| {
        let asked = store.entries(&Query { kind: Some(kind::CLAIM_ASKED.to_owned()), ..Query::default() })?;
        assert!(asked.iter().any(|entry| entry.id == ticket.claim), "asked before it was stored");
        assert_eq!(store.unanswered_claims()?, [ticket]);
        Ok(Answer::Unknown(Why::Late))
    });
    let (claims, heard) = start(&store, decider);
    let asked = claim(&store, "ballot");
    claims.claim(asked.clone());
    assert_eq!(next(&heard), (asked.id, Ok(Answer::Unknown(Why::Late))));
    assert_eq!(store.unanswered_claims().expect("claims").len(), 1, "no answer yet: it is asked again");
}

#[test]
fn a_fall_between_question_and_answer_is_told_and_the_question_asked_again_under_its_id() {
    let store = store();
    let mut falls = 1;
    let decider: Decider = Box::new(move |store, ticket| {
        if falls > 0 {
            falls -= 1;
            panic!("fell");
        }
        store.answer_claim(ticket, &Slice::Everything)
    });
    let (claims, heard) = start(&store, decider);
    let asked = claim(&store, "ballot");
    claims.claim(asked.clone());
    assert_eq!(next(&heard), (asked.id, Err("M01")));
    assert_eq!(next(&heard), (asked.id, Ok(Answer::Granted)));
    let asked_again = claim(&store, "ballot");
    claims.claim(asked_again.clone());
    assert!(matches!(next(&heard), (id, Ok(Answer::Taken(_))) if id == asked_again.id));
    let all = store.entries(&Query::default()).expect("entries");
    assert_eq!(all.iter().filter(|entry| entry.id == asked.id).count(), 1, "stored once");
}

#[test]
fn a_start_answers_what_was_left_and_frees_what_a_screen_held() {
    let store = store();
    let (left, held) = (claim(&store, "ballot"), claim(&store, "desk/A/1"));
    store.ask_claim(&left).expect("asked");
    let ticket = store.ask_claim(&held).expect("asked");
    store.answer_claim(ticket, &Slice::Everything).expect("granted");
    let (claims, heard) = start(&store, embedded(Slice::Everything));
    assert_eq!(next(&heard), (left.id, Ok(Answer::Granted)));
    let again = claim(&store, "desk/A/1");
    claims.claim(again.clone());
    assert_eq!(next(&heard), (again.id, Ok(Answer::Granted)), "nobody sits there any more");
}

#[test]
fn a_question_that_cannot_be_stored_is_never_asked() {
    let store = store();
    let (claims, heard) = start(&store, Box::new(|_, _| panic!("asked")));
    store.inside().pragma_update(None, "query_only", true).expect("read-only");
    let asked = claim(&store, "ballot");
    claims.claim(asked.clone());
    assert_eq!(next(&heard), (asked.id, Err("S07")));
}
