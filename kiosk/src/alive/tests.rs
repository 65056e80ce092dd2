//! Tests of the supervisor (見張りの試験): falls are answered, told and followed by a new beginning.

use std::sync::mpsc::{Receiver, Sender, channel};

use super::*;

/// A test that waits longer has failed.
const PATIENCE: Duration = Duration::from_secs(20);

fn supervisor() -> (Supervisor, Receiver<Fall>) {
    let (told, falls) = channel();
    (Supervisor::new(move |fall| drop(told.send(fall))), falls)
}

/// Falls at every request but the third, and answers for those it fell over.
struct Clumsy {
    requests: Receiver<u32>,
    answers: Sender<(u32, bool)>,
    hand: Option<u32>,
}

impl Work for Clumsy {
    fn run(&mut self, _: &Pulse) {
        while let Ok(request) = self.requests.recv() {
            self.hand = Some(request);
            assert_eq!(request, 3, "not three");
            self.hand = None;
            let _ = self.answers.send((request, true));
        }
    }

    fn fell(&mut self) {
        let hand = self.hand.take().expect("a request");
        let _ = self.answers.send((hand, false));
        assert_ne!(hand, 2, "falls again while it answers");
    }
}

#[test]
fn a_fall_answers_the_one_in_hand_and_loses_no_other_request() {
    let (supervisor, falls) = supervisor();
    let (sender, requests) = channel();
    let (answers, answered) = channel();
    for request in 1..=3 {
        sender.send(request).expect("queued before the thread is there");
    }
    supervisor.keep("clumsy", PATIENCE, Clumsy { requests, answers, hand: None });
    for expected in [(1, false), (2, false), (3, true)] {
        assert_eq!(answered.recv_timeout(PATIENCE), Ok(expected));
    }
    for _ in 0..2 {
        assert_eq!(falls.recv_timeout(PATIENCE).expect("told").thread, "clumsy");
    }
    drop(sender);
    assert!(answered.recv_timeout(PATIENCE).is_err(), "the thread ends when nobody is left to work for");
    assert!(falls.try_recv().is_err(), "an end is no fall");
    assert!(supervisor.stalled().is_empty());
}

#[test]
fn one_piece_of_work_that_falls_is_answered_for() {
    let (supervisor, falls) = supervisor();
    let (answer, answered) = channel();
    let lost = answer.clone();
    supervisor.once("good", move || answer.send("done").expect("sent"), || panic!("nothing was lost"));
    assert_eq!(answered.recv_timeout(PATIENCE), Ok("done"));
    supervisor.once("bad", || panic!("fell"), move || lost.send("lost").expect("sent"));
    assert_eq!(answered.recv_timeout(PATIENCE), Ok("lost"));
    assert_eq!(falls.recv_timeout(PATIENCE).expect("told").thread, "bad");
}

#[test]
fn a_thread_that_does_not_tick_is_named_until_it_leaves() {
    let (supervisor, _falls) = supervisor();
    let moving = supervisor.pulse("moving", Duration::MAX);
    let still = supervisor.pulse("still", Duration::ZERO);
    moving.tick();
    thread::sleep(Duration::from_millis(1));
    assert_eq!(supervisor.stalled(), ["still"]);
    drop(still);
    assert!(supervisor.stalled().is_empty());
}

#[test]
fn a_panic_says_thread_and_place_and_nothing_of_the_person() {
    let folder = tempfile::tempdir().expect("folder");
    let log = folder.path().join("log");
    let file = std::sync::Arc::new(std::fs::File::create(&log).expect("log"));
    let before = std::panic::take_hook();
    panic::install();
    let logging = tracing_subscriber::fmt().with_writer(file).with_ansi(false).finish();
    tracing::subscriber::set_global_default(logging).expect("no other test logs");
    let (supervisor, falls) = supervisor();
    supervisor.once("secretive", || panic!("髙﨑　𠮷子 1234"), || {});
    let fall = falls.recv_timeout(PATIENCE).expect("told");
    std::panic::set_hook(before);
    assert!(fall.place.contains("alive/tests.rs:"), "{fall:?}");
    let said = std::fs::read_to_string(log).expect("log");
    assert!(said.contains("secretive") && said.contains(&fall.place), "{said}");
    for private in ["髙﨑", "𠮷子", "1234"] {
        assert!(!said.contains(private) && !format!("{fall:?}").contains(private), "{said}");
    }
}
