//! Households over HTTP (世帯の照会): one request of HTTP/1.1 within a time limit. The person stands in the request's body, not in
//! its address: addresses are written into logs.
//!
//! Whoever needs TLS puts a tunnel on this machine in front; the configuration then names `127.0.0.1`.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use serde::Deserialize;
use zeroize::Zeroizing;

use super::{LARGEST, Query, Why, Written};
use crate::form::source::Member;

/// What is answered.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Household {
    members: Vec<Written>,
}

/// The end of the patience: every wait is cut to what is left of it.
struct Until(Instant);

impl Until {
    fn left(&self) -> Result<Duration, Why> {
        let left = self.0.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(Why::Late) } else { Ok(left) }
    }
}

pub(super) fn ask(host: &str, path: &str, patience: Duration, query: &Query) -> Result<Vec<Member>, Why> {
    let until = Until(Instant::now() + patience);
    let place: SocketAddr = host.parse().map_err(|_| Why::Away)?;
    let mut wire = TcpStream::connect_timeout(&place, until.left()?).map_err(|why| lost(why.kind()))?;
    wire.set_write_timeout(Some(until.left()?)).map_err(|_| Why::Away)?;
    wire.write_all(&request(host, path, query)).map_err(|why| lost(why.kind()))?;
    let answer = listen(&mut wire, &until)?;
    let household: Household = serde_json::from_slice(body(&answer)?).map_err(|_| Why::Strange)?;
    household.members.into_iter().map(Written::member).collect::<Option<_>>().ok_or(Why::Strange)
}

fn request(host: &str, path: &str, query: &Query) -> Zeroizing<Vec<u8>> {
    let Query::Household { name, birth, address } = query;
    let asked = serde_json::json!({ "name": **name, "birth": **birth, "address": **address });
    let asked = Zeroizing::new(asked.to_string());
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nAccept: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n",
        asked.len()
    );
    Zeroizing::new([head.as_bytes(), asked.as_bytes()].concat())
}

/// Everything until the other side closes or its length is reached; a system that drips is late like one that hangs.
fn listen(wire: &mut TcpStream, until: &Until) -> Result<Zeroizing<Vec<u8>>, Why> {
    let mut heard = Zeroizing::new(Vec::new());
    let mut buffer = Zeroizing::new([0_u8; 4096]);
    loop {
        wire.set_read_timeout(Some(until.left()?)).map_err(|_| Why::Away)?;
        match wire.read(&mut *buffer) {
            Ok(0) => return Ok(heard),
            Ok(n) => heard.extend(buffer.get(..n).unwrap_or_default()),
            Err(why) if why.kind() == ErrorKind::Interrupted => {}
            Err(why) => return Err(lost(why.kind())),
        }
        if heard.len() as u64 > LARGEST {
            return Err(Why::Strange);
        }
        if is_whole(&heard) {
            return Ok(heard);
        }
    }
}

fn lost(kind: ErrorKind) -> Why {
    if matches!(kind, ErrorKind::TimedOut | ErrorKind::WouldBlock) { Why::Late } else { Why::Away }
}

/// Head and body, parted where the head ends (RFC 9112 section 2.1).
fn parted(answer: &[u8]) -> Option<(&str, &[u8])> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    Some((std::str::from_utf8(answer.get(..end)?).ok()?, answer.get(end + 4..)?))
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let lines = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    lines.into_iter().find(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

fn is_whole(answer: &[u8]) -> bool {
    let Some((head, body)) = parted(answer) else { return false };
    header(head, "content-length").and_then(|length| length.parse::<usize>().ok()).is_some_and(|n| body.len() >= n)
}

fn body(answer: &[u8]) -> Result<&[u8], Why> {
    let (head, body) = parted(answer).ok_or(Why::Strange)?;
    let mut words = head.split_ascii_whitespace();
    let (version, status) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    if !version.starts_with("HTTP/1.") {
        return Err(Why::Strange);
    }
    match status {
        "200" => {}
        "404" => return Err(Why::Nobody),
        _ => return Err(Why::Away),
    }
    // One answer of known length or up to the end; nothing here needs pieces.
    if header(head, "transfer-encoding").is_some() {
        return Err(Why::Strange);
    }
    match header(head, "content-length").map(str::parse::<usize>) {
        None => Ok(body),
        Some(Ok(length)) => body.get(..length).ok_or(Why::Away),
        Some(Err(_)) => Err(Why::Strange),
    }
}
