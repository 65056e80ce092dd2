//! A library system that misbehaves (図書館システムの不具合): whatever it does, the person is told and nothing is lost.
//!
//! What answers here is written by hand, checksums too.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kiosk::service::library::{Ask, Refusal, Told};

use super::{Counter, lending, lent};

const PATRON: &str = "91234567";
const ITEM: &str = "123456782";

/// What it does with each question to lend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    Hangs,
    Drops,
    /// Every checksum is wrong.
    Lies,
    /// A wrong checksum once, and nothing when it is asked again.
    FallsSilent,
    /// Right, but in the other encoding.
    SpeaksOtherwise,
    /// Right, in two pieces, the first of which ends in the middle of a letter.
    Splits,
}

fn sealed(message: &[u8], digit: u8, wrong: bool) -> Vec<u8> {
    let mut out = [message, b"AY", &[digit], b"AZ"].concat();
    let sum: u32 = out.iter().map(|byte| u32::from(*byte)).sum::<u32>() + u32::from(wrong);
    out.extend(format!("{:04X}\r", (0x1_0000 - (sum & 0xFFFF)) & 0xFFFF).bytes());
    out
}

/// A title of the one answer, in UTF-8 or CP932 by hand: 髙 is FBFC there.
fn answer(title: &[u8]) -> Vec<u8> {
    let before = b"121NNN20261201    100400AOmain|AA91234567|AB123456782|AJ";
    [before.as_slice(), title, b"|AH20261215    235959|"].concat()
}

fn system(does: Does) -> (String, Arc<Mutex<u32>>) {
    let door = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = door.local_addr().unwrap().to_string();
    let asked = Arc::new(Mutex::new(0));
    let count = Arc::clone(&asked);
    std::thread::spawn(move || {
        for wire in door.incoming().map_while(Result::ok) {
            let count = Arc::clone(&count);
            std::thread::spawn(move || serve(does, wire, &count));
        }
    });
    (at, asked)
}

fn serve(does: Does, mut wire: TcpStream, asked: &Mutex<u32>) {
    let mut spoilt = 0;
    for question in BufReader::new(wire.try_clone().unwrap()).split(b'\r').map_while(Result::ok) {
        let digit = question.windows(2).rposition(|two| two == b"AY").map_or(b'0', |at| question[at + 2]);
        match &question[..2] {
            b"93" => wire.write_all(&sealed(b"941", digit, false)).unwrap(),
            b"11" => *asked.lock().unwrap() += 1,
            // Asked for its answer once more.
            b"97" => {}
            _ => continue,
        }
        if &question[..2] == b"93" {
            continue;
        }
        let (utf8, cp932) = ("髙の本".as_bytes(), b"\xFB\xFC\x82\xCC\x96\x7B".as_slice());
        match does {
            Does::Hangs => {}
            Does::Drops => return,
            Does::Lies => wire.write_all(&sealed(&answer(utf8), digit, true)).unwrap(),
            Does::FallsSilent if spoilt == 0 => {
                spoilt += 1;
                wire.write_all(&sealed(&answer(utf8), digit, true)).unwrap();
            }
            Does::FallsSilent => {}
            Does::SpeaksOtherwise => wire.write_all(&sealed(&answer(cp932), digit, false)).unwrap(),
            Does::Splits => {
                let whole = sealed(&answer(utf8), digit, false);
                let middle = whole.windows(3).position(|three| three == "髙".as_bytes()).unwrap() + 1;
                wire.write_all(&whole[..middle]).unwrap();
                wire.flush().unwrap();
                std::thread::sleep(Duration::from_millis(80));
                wire.write_all(&whole[middle..]).unwrap();
            }
        }
    }
}

#[test]
fn whatever_the_system_does_the_person_is_told_and_the_loan_is_not_lost() {
    for does in [Does::Hangs, Does::Drops, Does::Lies, Does::FallsSilent, Does::SpeaksOtherwise, Does::Splits] {
        let (at, asked) = system(does);
        let counter = Counter::with(lending(&at, "utf-8", 250).unwrap());
        let line = lent(counter.lend(PATRON, ITEM));
        assert!(*asked.lock().unwrap() >= 1, "{does:?}");
        if matches!(does, Does::SpeaksOtherwise | Does::Splits) {
            assert_eq!((line.waiting, line.day().as_str()), (false, "2026/12/15"), "{does:?}");
            assert_eq!(line.title, "髙の本", "{does:?}");
            assert_eq!(counter.waits(), (0, 0), "{does:?}");
        } else {
            assert!(line.waiting && line.due.is_some(), "{does:?}: told apart, with the day our rules say");
            assert_eq!(counter.waits(), (1, 0), "{does:?}: it waits for the system, once");
            // Nobody waits anew for the next book, and no promise is made that only the system can keep.
            let renew = Ask::Renew { patron: PATRON.into(), item: ITEM.into() };
            assert!(matches!(counter.ask(renew), Told::Refused { refusal: Refusal::Away, .. }), "{does:?}");
        }
    }
}
