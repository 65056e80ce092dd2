//! Whole visits on a real X server (実画面の来庁): pressed by XTEST, from another process, as a finger would.
//!
//! needs: Xvfb (Debian package xvfb), which ./check installs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

use std::fs;

use hw_tests::kiosk::Kiosk;
use hw_tests::walk::{self, juminhyo};

/// A kiosk and the folder its paper is laid in.
fn kiosk() -> (Kiosk, tempfile::TempDir) {
    let out = tempfile::tempdir().expect("folder");
    let kiosk = Kiosk::start(out.path()).unwrap_or_else(|fault| panic!("is xvfb installed? {fault}"));
    (kiosk, out)
}

#[test]
fn a_visit_ends_with_a_filled_form_and_a_numbered_slip() {
    let (mut kiosk, out) = kiosk();
    let mut pages = Vec::new();
    juminhyo(&kiosk, &mut |stop| {
        pages.push(stop.page.to_owned());
        Ok(())
    })
    .unwrap_or_else(|fault| panic!("after {pages:?}: {fault}"));
    assert_eq!(pages.first().map(String::as_str), Some("welcome"));
    assert_eq!(pages.last().map(String::as_str), Some("welcome"), "the next person finds the first page");
    assert_eq!(kiosk.papers().expect("papers").len(), 4);
    let slip = fs::read_to_string(out.path().join("slip.txt")).expect("slip");
    assert!(slip.contains("世帯全員") && slip.contains("1通") && slip.contains("300円"), "{slip}");
    assert!(slip.matches("練習").count() >= 2, "a practice slip says so at the top and in the middle: {slip}");
    for private in ["髙", "𠮷", "みなと町", "050"] {
        assert!(!slip.contains(private), "the slip says {private}");
    }
    assert!(fs::read(out.path().join("form.pdf")).expect("form").starts_with(b"%PDF-"));
    assert!(kiosk.runs());
}

#[test]
fn a_visit_that_is_stopped_leaves_nothing_and_is_ready_for_the_next() {
    let (kiosk, out) = kiosk();
    walk::welcome(&kiosk).expect("welcome");
    kiosk.press_for(walk::first_service(), "notice").expect("notice");
    kiosk.press_for(walk::back(), "welcome").expect("back");
    kiosk.press_for(walk::first_service(), "notice").expect("notice again");
    kiosk.press_for(walk::cancel(), "welcome").expect("stop");
    // A finger that slides off its button has pressed nothing.
    kiosk.person.slide(walk::first_service(), walk::back()).expect("slide");
    std::thread::sleep(std::time::Duration::from_secs(1));
    assert_eq!(kiosk.person.page().expect("page").as_deref(), Some("welcome"));
    assert!(fs::read_dir(out.path()).expect("folder").next().is_none(), "paper without a visit");
}

#[test]
fn a_wrong_pin_says_what_is_left_and_a_lifted_card_is_no_wrong_pin() {
    let (kiosk, _out) = kiosk();
    walk::welcome(&kiosk).expect("welcome");
    kiosk.press_for(walk::first_service(), "notice").expect("notice");
    kiosk.press_for(walk::act(), "place").expect("place");
    walk::put(&kiosk).expect("card");
    kiosk.type_pin("9876").expect("typed");
    std::thread::sleep(std::time::Duration::from_secs(2));
    assert_eq!(kiosk.person.page().expect("page").as_deref(), Some("pin"), "a wrong PIN returns to the keypad");
    kiosk.press_for(walk::lift(), "lifted").expect("lifted");
    walk::put(&kiosk).expect("the same card");
    kiosk.type_pin("1234").expect("typed");
    kiosk.person.wait_for("confirm").expect("one wrong try and a lifted card do not matter");
}

/// A card whose holder was given no PIN (顔認証マイナンバーカード), opened by what is printed on it.
#[test]
fn without_a_pin_the_digits_on_the_card_open_it() {
    let (kiosk, _out) = kiosk();
    walk::welcome(&kiosk).expect("welcome");
    kiosk.press_for(walk::first_service(), "notice").expect("notice");
    kiosk.press_for(walk::act(), "place").expect("place");
    for _ in 0..10 {
        kiosk.press(walk::face_only()).expect("the card");
        if kiosk.person.wait_for("blocked").is_ok() {
            break;
        }
    }
    kiosk.press_for(walk::first_way(), "code").expect("the digits on the card");
    let typed = |digits: &str| {
        for digit in digits.bytes() {
            kiosk.press(walk::digit(digit - b'0')).expect("a key");
            std::thread::sleep(std::time::Duration::from_millis(600));
        }
        kiosk.press(walk::act()).expect("next");
        std::thread::sleep(std::time::Duration::from_secs(1));
    };
    kiosk.press(walk::era(0)).expect("昭和");
    std::thread::sleep(std::time::Duration::from_millis(600));
    typed("090919");
    typed("2034");
    typed("2285");
    kiosk.person.wait_for("confirm").expect("the facts, without a PIN");
}

#[test]
fn without_paper_the_record_stands_and_the_person_sees_the_number() {
    let (kiosk, out) = kiosk();
    walk::welcome(&kiosk).expect("welcome");
    kiosk.press(walk::paper_out()).expect("no paper");
    let mut pages = Vec::new();
    juminhyo(&kiosk, &mut |stop| {
        pages.push(stop.page.to_owned());
        Ok(())
    })
    .unwrap_or_else(|fault| panic!("after {pages:?}: {fault}"));
    assert!(pages.iter().any(|page| page == "done"));
    assert!(!out.path().join("slip.txt").exists(), "a printer without paper printed");
    assert!(out.path().join("form.pdf").exists(), "the A4 form does not wait for the slip");
}
