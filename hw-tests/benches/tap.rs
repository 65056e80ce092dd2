//! From a badge to the green page (出退勤の速さ): a scanner's line, the record on the disk, the page on a real display.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a bench that stops says more than one that goes on"
)]

#[path = "../tests/hands/displays.rs"]
mod hands;

use std::time::Duration;

use hands::Hands;

/// As many people: the same one twice within the minute is one.
const PEOPLE: u32 = 8;

fn main() {
    let mut at = Hands::begin("tap");
    at.comes_in();
    at.goes("サービス", "services");
    at.goes("登録", "registrations");
    at.staff("出勤");
    for person in 0..PEOPLE {
        at.staff("登録する");
        at.sees_staff("登録の名前");
        at.fills(0, &format!("10{person:02} bench"));
        at.fills(1, &badge(person));
        at.staff("登録する");
        at.sees_staff(&format!("10{person:02} bench"));
    }
    at.goes("サービス", "services");
    at.goes("出退勤", "service");
    at.serves_alone();
    let mut times: Vec<Duration> = (0..PEOPLE).map(|person| tap(&mut at, &badge(person))).collect();
    times.sort_unstable();
    let of = |part: usize| times.get(times.len() * part / 100).copied().unwrap_or_default();
    println!("a badge to the green page   {:.0?} / {:.0?}   middle / slowest of {PEOPLE}; aim 1 s", of(50), of(99));
}

fn badge(person: u32) -> String {
    format!("KB-10{person:02}")
}

/// From the first byte on the line.
fn tap(at: &mut Hands, code: &str) -> Duration {
    at.scanner.scans(code).expect("sent");
    let took = at.kiosk.person.time_to("attendance:punched").expect("the green page");
    // The words are read some time after the page is drawn.
    at.sees_door("終わる");
    at.rests_after("終わる", "そのままタッチすると");
    at.kiosk.person.wait_for("attendance:rest").expect("the next in line");
    took
}
