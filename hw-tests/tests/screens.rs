//! Whole visits on a real X server (実画面の来庁): pressed by XTEST, from another process, as a finger would.
//!
//! needs: Xvfb (Debian package xvfb), which ./check installs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

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
    kiosk.touch_for("住民票の写し", "notice").expect("the same by what is written on it");
    kiosk.press_for(walk::cancel(), "welcome").expect("stop");
    // A finger that slides off its button has pressed nothing.
    kiosk.person.slide(walk::first_service(), walk::back()).expect("slide");
    sleep(Duration::from_secs(1));
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
    sleep(Duration::from_secs(2));
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

#[test]
fn a_visit_is_walked_with_the_keyboard_alone() {
    use hw_tests::person::key::{ESCAPE, RETURN, SPACE};
    let (kiosk, _out) = kiosk();
    walk::welcome(&kiosk).expect("welcome");
    kiosk.person.take_keyboard("welcome").expect("keyboard");
    let press = |steps: usize, key: u32| kiosk.tab(steps).and_then(|()| kiosk.person.key(key)).expect("keys");
    // Letters and colours, the bell, the first service.
    press(3, SPACE);
    kiosk.person.wait_for("notice").expect("Space presses");
    kiosk.person.key(ESCAPE).expect("key");
    kiosk.person.wait_for("welcome").expect("Escape goes back");
    press(3, RETURN);
    kiosk.person.wait_for("notice").expect("Return presses");
    // やめる, Language, letters and colours, the bell, 戻る, the act.
    press(6, RETURN);
    kiosk.person.wait_for("place").expect("place");
    walk::put(&kiosk).expect("card");
    // やめる, three tools, 見る, 番号がわからない, then the keys; after 4 come eight more, 戻る and the act.
    press(7, SPACE);
    for _digit in 2..=4 {
        press(1, SPACE);
    }
    press(10, RETURN);
    kiosk.person.wait_for("confirm").expect("the PIN was typed with keys");
    // Backwards from nowhere is the last target: the act.
    kiosk.back_tab().expect("keys");
    kiosk.person.key(RETURN).expect("key");
    kiosk.person.wait_for("question:who").expect("Shift and Tab go back");
    // Without an answer the page stays; the first of four, then 戻る and the act.
    kiosk.back_tab().expect("keys");
    kiosk.person.key(RETURN).expect("key");
    sleep(Duration::from_secs(1));
    assert_eq!(kiosk.person.page().expect("page").as_deref(), Some("question:who"), "nothing was chosen");
    kiosk.person.key(ESCAPE).expect("key");
    kiosk.person.wait_for("confirm").expect("back");
    press(1, SPACE);
    kiosk.person.wait_for("welcome").expect("やめる is the first target");
}

#[test]
fn staff_have_a_display_of_their_own_and_nothing_of_it_shows_on_the_residents() {
    let out = tempfile::tempdir().expect("folder");
    let kiosk = Kiosk::start_with_staff(out.path()).unwrap_or_else(|fault| panic!("is xvfb installed? {fault}"));
    kiosk.person.wait_for("staff:login").expect("the staff display");
    let staff = || -> Vec<String> {
        let pages = kiosk.person.pages().expect("pages");
        assert_eq!(pages.len(), 2, "{pages:?}");
        pages.into_iter().filter(|page| page.starts_with("staff:")).collect()
    };
    juminhyo(&kiosk, &mut |stop| {
        assert_eq!(staff(), ["staff:login"], "at {}", stop.page);
        Ok(())
    })
    .unwrap_or_else(|fault| panic!("{fault}"));
    // Called twice, the bell leads to a staff page where there is one display, and never where staff have their own.
    kiosk.press(walk::call_staff()).expect("the bell");
    kiosk.press(walk::call_staff()).expect("the bell again");
    sleep(Duration::from_secs(1));
    assert_eq!(staff(), ["staff:login"]);
    kiosk.come_in().expect("staff come in");
    picture(&kiosk, "staff-list");
    // Nothing but a case of the list leads there.
    kiosk.press_for(walk::first_case(), "staff:case").expect("the resident's case stands in the list");
    assert_eq!(staff(), ["staff:case"]);
    assert_eq!(kiosk.person.page().expect("page").as_deref(), Some("welcome"), "the residents' display");
    picture(&kiosk, "staff-case");
}

/// For looking at.
fn picture(kiosk: &Kiosk, name: &str) {
    if let Ok(folder) = std::env::var("KAZASU_PICTURES") {
        kiosk.person.picture(&Path::new(&folder).join(name).with_extension("png")).expect("picture");
    }
}
