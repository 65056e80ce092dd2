//! Tests of a conversation: a hostile system of the test's own, with its own checksum and its own framing.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use super::*;

/// What the hostile system does with one message that came in.
enum Does {
    /// Sends these bytes.
    Sends(Vec<u8>),
    /// Sends them in these pieces, with a pause between.
    Pieces(Vec<Vec<u8>>),
    Nothing,
    HangsUp,
}

/// The sum of the standard, written anew: the driver's own must not judge itself.
fn sealed(message: &[u8], digit: char) -> Vec<u8> {
    let mut out = message.to_vec();
    out.extend(format!("AY{digit}AZ").bytes());
    let sum: u32 = out.iter().map(|byte| u32::from(*byte)).sum();
    out.extend(format!("{:04X}\r", (0x10000 - (sum & 0xFFFF)) & 0xFFFF).bytes());
    out
}

/// The digit after the last `AY`.
fn digit(request: &str) -> char {
    request.rsplit_once("AY").and_then(|(_, rest)| rest.chars().next()).unwrap_or('-')
}

/// A system that follows a script; gives its address and what it heard.
fn system(mut script: impl FnMut(usize, &str) -> Does + Send + 'static) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (heard, hears) = channel();
    thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let mut out = stream.try_clone().unwrap();
        for (at, line) in BufReader::new(stream).split(b'\r').enumerate() {
            let Ok(line) = line else { return };
            let line = String::from_utf8_lossy(&line).into_owned();
            heard.send(line.clone()).ok();
            match script(at, &line) {
                Does::Sends(bytes) => out.write_all(&bytes).unwrap(),
                Does::Pieces(pieces) => pieces.iter().for_each(|piece| {
                    out.write_all(piece).unwrap();
                    thread::sleep(Duration::from_millis(20));
                }),
                Does::Nothing => {}
                Does::HangsUp => return,
            }
        }
    });
    (address, hears)
}

fn terms(charset: Charset) -> Terms {
    Terms { charset, patience: Duration::from_millis(300), place: "main".to_owned(), ..Terms::default() }
}

const NOW: &str = "20261124    100400";

fn item() -> Request {
    Request::item(NOW, ("main", "123456782"))
}

/// An item's answer, with a title.
fn shelf(title: &[u8]) -> Vec<u8> {
    let mut message = b"1803000120261124    100400AB123456782|AJ".to_vec();
    message.extend(title);
    message.extend(b"|");
    message
}

fn ask(script: impl FnMut(usize, &str) -> Does + Send + 'static) -> (Result<Answer, Fault>, Vec<String>) {
    let (address, hears) = system(script);
    let mut connection = Connection::open(&address, terms(Charset::Utf8)).unwrap();
    let answer = connection.ask(&item());
    drop(connection);
    (answer, hears.iter().collect())
}

fn title(answer: &Result<Answer, Fault>) -> String {
    answer.as_ref().map(|answer| answer.item().title).unwrap_or_else(|fault| format!("{fault:?}"))
}

#[test]
fn a_lie_about_the_checksum_is_asked_for_again() {
    let (answer, heard) = ask(|at, line| match at {
        0 => {
            let mut lie = sealed(&shelf("坊っちゃん".as_bytes()), digit(line));
            let last = lie.len() - 2;
            lie[last] = if lie[last] == b'0' { b'1' } else { b'0' };
            Does::Sends(lie)
        }
        _ => Does::Sends(sealed(&shelf("坊っちゃん".as_bytes()), '0')),
    });
    assert_eq!(title(&answer), "坊っちゃん");
    assert_eq!(heard.len(), 2);
    assert_eq!(heard[1], "97AZFEF5");
}

#[test]
fn silence_after_a_spoilt_answer_gets_the_question_once_more_under_its_number() {
    let (answer, heard) = ask(|at, line| match at {
        0 => Does::Sends(b"1803000120261124    100400AB1|AY0AZ0000\r".to_vec()),
        1 => Does::Nothing,
        _ => Does::Sends(sealed(&shelf("こころ".as_bytes()), digit(line))),
    });
    assert_eq!(title(&answer), "こころ");
    assert_eq!(answer.map(|answer| answer.tries).ok(), Some(2));
    assert_eq!((heard[0].as_str(), heard[1].as_str()), (heard[2].as_str(), "97AZFEF5"), "the same bytes again");
}

#[test]
fn a_system_that_finds_ours_spoilt_gets_it_at_once_again() {
    let (answer, heard) = ask(|at, line| match at {
        0 => Does::Sends(b"96AZFEF6\r".to_vec()),
        _ => Does::Sends(sealed(&shelf("門".as_bytes()), digit(line))),
    });
    assert_eq!(title(&answer), "門");
    assert_eq!(heard[0], heard[1]);
}

#[test]
fn a_kanji_may_be_split_anywhere() {
    let whole = sealed(&shelf("髙﨑家の記録".as_bytes()), '0');
    let start = whole.windows(2).position(|pair| pair == b"AJ").unwrap() + 2;
    for at in start..start + 6 {
        let pieces = vec![whole[..at].to_vec(), whole[at..].to_vec()];
        let (answer, _) = ask(move |_, _| Does::Pieces(pieces.clone()));
        assert_eq!(title(&answer), "髙﨑家の記録", "split at {at}");
    }
}

#[test]
fn another_encoding_than_was_agreed_is_still_read() {
    for (agreed, sent) in [(Charset::Utf8, Charset::Cp932), (Charset::Cp932, Charset::Utf8)] {
        let bytes = sealed(&shelf(&sent.encode("ポケット歳時記")), '0');
        let (address, _hears) = system(move |_, _| Does::Sends(bytes.clone()));
        let mut connection = Connection::open(&address, terms(agreed)).unwrap();
        let answer = connection.ask(&item()).unwrap();
        assert_eq!((answer.item().title.as_str(), answer.charset, answer.legible), ("ポケット歳時記", sent, true));
    }
    let (answer, _) = ask(|_, line| Does::Sends(sealed(&shelf(b"\xFF\xFE\x80"), digit(line))));
    assert!(answer.is_ok_and(|answer| !answer.legible && answer.item().item == "123456782"), "its number is read");
}

#[test]
fn a_late_answer_to_an_earlier_question_is_dropped() {
    let (address, _hears) = system(|at, line| match at {
        0..=2 => Does::Nothing,
        _ => {
            let mut late = sealed(&shelf("前の本".as_bytes()), '0');
            late.extend(sealed(&shelf("いまの本".as_bytes()), digit(line)));
            Does::Sends(late)
        }
    });
    let mut connection = Connection::open(&address, terms(Charset::Utf8)).unwrap();
    assert_eq!(connection.ask(&item()).err(), Some(Fault::Silent));
    assert_eq!(title(&connection.ask(&item())), "いまの本");
}

#[test]
fn whoever_hangs_drops_or_talks_without_end_is_given_up() {
    let (answer, heard) = ask(|_, _| Does::Nothing);
    assert_eq!((answer.err(), heard.len()), (Some(Fault::Silent), 3), "three tries, no more");
    let (answer, _) = ask(|_, _| Does::HangsUp);
    assert_eq!(answer.err(), Some(Fault::Closed));
    let (answer, _) = ask(|_, _| Does::Sends(vec![b'x'; frame::LONGEST + 10_000]));
    assert_eq!(answer.err(), Some(Fault::Spoilt("longer than any message")));
    let (answer, _) = ask(|_, line| Does::Sends(sealed(b"941", digit(line))));
    assert_eq!(answer.err(), Some(Fault::Strange), "a whole answer to another question");
    let (answer, _) = ask(|_, _| Does::Sends(b"1803000120261124    100400AB1|\r".to_vec()));
    assert_eq!(answer.err(), Some(Fault::Spoilt("no checksum")));
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    assert!(matches!(Connection::open(&port, terms(Charset::Utf8)).err(), Some(Fault::Absent(_))));
}

#[test]
fn a_system_without_checksums_is_spoken_with_where_that_was_agreed() {
    let (address, hears) = system(|_, _| Does::Sends([shelf("道草".as_bytes()), b"\r\n".to_vec()].concat()));
    let bare = Terms { checksums: false, ..terms(Charset::Utf8) };
    let mut connection = Connection::open(&address, bare).unwrap();
    assert_eq!(title(&connection.ask(&item())), "道草");
    drop(connection);
    assert!(hears.iter().all(|line| !line.contains("AZ")));
}

#[test]
fn a_login_that_is_refused_opens_no_line() {
    let (address, _hears) = system(|_, line| Does::Sends(sealed(b"940", digit(line))));
    let login = Some(("kiosk".to_owned(), Zeroizing::new("secret".to_owned())));
    let refused = Connection::open(&address, Terms { login, ..terms(Charset::Utf8) });
    assert_eq!(refused.err(), Some(Fault::Refused));
}
