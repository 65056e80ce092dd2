//! The scanner threads (読み取り器): one for each scanner. Codes become events; a scanner that is gone is tried again.
//!
//! No code passes that holds twelve digits with a valid check digit (個人番号): it is refused here, before anything sees it.

use std::time::{Duration, Instant};

use drivers::scanner::{Content, Fault, Rules, Scan, Scanner};

use crate::alive::{Pulse, Supervisor};
use crate::config::Role;
use crate::form::guard::has_individual_number;

/// The thread ticks so often, and may be silent so long.
const TURN: Duration = Duration::from_secs(1);
const STILL: Duration = Duration::from_secs(20);
/// A scanner that is gone is looked for so often.
const AGAIN: Duration = Duration::from_secs(2);
/// The same code again within this time is one scan: hand-held scanners often fire twice.
const TWICE: Duration = Duration::from_millis(700);

/// What a scanner tells.
#[derive(Clone, PartialEq, Eq)]
pub enum Event {
    Scanned {
        role: Role,
        scan: Scan,
    },
    /// The code held what may be somebody's 個人番号; nothing of it was kept.
    Refused {
        role: Role,
    },
    /// It cannot be used, told once until it can.
    Lost {
        role: Role,
        fault: Fault,
    },
}

/// One scanner and what its codes mean.
pub struct Setup {
    pub scanner: Box<dyn Scanner>,
    pub rules: Rules,
    pub role: Role,
}

/// Starts the thread. `tell` is called from it; when it answers `false` nobody listens any more.
pub fn start(mut setup: Setup, supervisor: &Supervisor, tell: impl Fn(Event) -> bool + Send + 'static) {
    supervisor.keep("scanner", STILL, move |pulse: &Pulse| setup.listen(pulse, &tell));
}

impl Setup {
    fn listen(&mut self, pulse: &Pulse, tell: &dyn Fn(Event) -> bool) {
        let role = self.role;
        let mut last: Option<(Vec<u8>, Instant)> = None;
        let mut lost = false;
        loop {
            pulse.tick();
            let event = match self.scanner.next(TURN) {
                Ok(None) => {
                    lost = false;
                    continue;
                }
                Ok(Some(code)) => {
                    lost = false;
                    let again = last.as_ref().is_some_and(|(before, at)| *before == code && at.elapsed() < TWICE);
                    last = Some((code, Instant::now()));
                    let Some((code, _)) = last.as_ref().filter(|_| !again) else { continue };
                    self.event(code)
                }
                Err(fault @ Fault::TooLong) => Event::Lost { role, fault },
                Err(fault) => {
                    std::thread::sleep(AGAIN);
                    if std::mem::replace(&mut lost, true) {
                        continue;
                    }
                    Event::Lost { role, fault }
                }
            };
            if !tell(event) {
                return;
            }
        }
    }

    fn event(&self, code: &[u8]) -> Event {
        let (scan, role) = (self.rules.name(code), self.role);
        let held = match &scan.content {
            Content::Text(text) => has_individual_number(text),
            // Digits of any encoding are digits of ASCII as well.
            Content::Binary(bytes) => has_individual_number(&String::from_utf8_lossy(bytes)),
        };
        if held { Event::Refused { role } } else { Event::Scanned { role, scan } }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::sync::mpsc::channel;

    use super::*;

    struct Script(VecDeque<Result<Option<Vec<u8>>, Fault>>);

    impl Scanner for Script {
        fn next(&mut self, _limit: Duration) -> Result<Option<Vec<u8>>, Fault> {
            self.0.pop_front().unwrap_or(Ok(None))
        }
    }

    /// What comes of a script; it ends with a code that stops the thread.
    fn told(script: Vec<Result<Option<Vec<u8>>, Fault>>) -> Vec<String> {
        let (told, events) = channel();
        let end = Ok(Some(b"END".to_vec()));
        let scanner = Box::new(Script(script.into_iter().chain([end]).collect()));
        let setup = Setup { scanner, rules: Rules::default(), role: Role::Staff };
        start(setup, &Supervisor::new(|_| ()), move |event| {
            let word = match event {
                Event::Scanned { scan: Scan { content: Content::Text(text), .. }, .. } => text,
                Event::Scanned { .. } => "binary".to_owned(),
                Event::Refused { .. } => "refused".to_owned(),
                Event::Lost { .. } => "lost".to_owned(),
            };
            let going = word != "END";
            told.send(word).is_ok() && going
        });
        let mut all = Vec::new();
        while let Some(word) = events.recv_timeout(Duration::from_secs(30)).ok().filter(|word| word != "END") {
            all.push(word);
        }
        all
    }

    #[test]
    fn somebodys_number_never_gets_past_the_thread() {
        let code = |text: &str| Ok(Some(text.as_bytes().to_vec()));
        let events = told(vec![code("123456789018"), code("KM1:1234 5678 9018"), code("A-142"), code("123456789012")]);
        assert_eq!(events, ["refused", "refused", "A-142", "123456789012"]);
        let mut bytes = vec![0u8, 0xFF];
        bytes.extend(b"123456789018");
        assert_eq!(told(vec![Ok(Some(bytes))]), ["refused"]);
    }

    #[test]
    fn a_code_fired_twice_is_one_and_a_lost_scanner_is_told_once() {
        let code = || Ok(Some(b"A-142".to_vec()));
        assert_eq!(told(vec![code(), code(), Ok(Some(b"B-1".to_vec())), code()]), ["A-142", "B-1", "A-142"]);
        let gone = || Err(Fault::Absent("x".to_owned()));
        assert_eq!(told(vec![gone(), gone(), code()]), ["lost", "A-142"]);
    }
}
