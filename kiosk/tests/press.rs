//! A press (押す): it starts and ends inside its target, acts once, and is seen for 120 ms however short it was.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

use std::time::Instant;

use iced::widget::{column, container, text};
use iced::{Color, Element, Event, Point, Settings, Size, Theme, mouse, touch, window};
use iced_test::Simulator;
use kiosk::widget::press::{SEEN, press};

const REST: Color = Color::from_rgb8(255, 255, 255);
const PRESSED: Color = Color::from_rgb8(0, 17, 143);

fn target<'a>(name: &'static str) -> Element<'a, &'static str> {
    let face = move |pressed: bool| {
        let fill = if pressed { PRESSED } else { REST };
        container(text(name)).width(100).height(88).style(move |_| container::background(fill)).into()
    };
    press(face, name).into()
}

fn page() -> Simulator<'static, &'static str> {
    let page = column![target("upper"), target("lower")].spacing(16);
    Simulator::with_size(Settings::default(), Size::new(200.0, 200.0), page)
}

const UPPER: Point = Point::new(50.0, 40.0);
const LOWER: Point = Point::new(50.0, 150.0);
const BESIDE: Point = Point::new(180.0, 40.0);

fn down() -> Event {
    Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left))
}

fn up() -> Event {
    Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left))
}

fn at(page: &mut Simulator<'static, &'static str>, place: Point, event: Event) {
    page.point_at(place);
    let _ = page.simulate([event]);
}

fn said(page: Simulator<'static, &'static str>) -> Vec<&'static str> {
    page.into_messages().collect()
}

#[test]
fn a_press_that_ends_inside_acts_once() {
    let mut page = page();
    at(&mut page, UPPER, down());
    at(&mut page, UPPER, up());
    at(&mut page, UPPER, up());
    assert_eq!(said(page), ["upper"]);
}

#[test]
fn a_press_that_ends_outside_does_nothing() {
    let mut page = page();
    at(&mut page, UPPER, down());
    at(&mut page, BESIDE, up());
    assert!(said(page).is_empty());
}

#[test]
fn a_press_that_starts_outside_does_nothing() {
    let mut page = page();
    at(&mut page, BESIDE, down());
    at(&mut page, UPPER, up());
    assert!(said(page).is_empty());
}

#[test]
fn a_finger_that_slides_to_another_target_presses_neither() {
    let mut page = page();
    at(&mut page, UPPER, down());
    at(&mut page, LOWER, up());
    assert!(said(page).is_empty());
}

#[test]
fn a_finger_acts_like_a_mouse_and_a_lost_one_does_not() {
    let (id, position) = (touch::Finger(1), LOWER);
    let mut page = page();
    at(&mut page, LOWER, Event::Touch(touch::Event::FingerPressed { id, position }));
    at(&mut page, LOWER, Event::Touch(touch::Event::FingerLost { id, position }));
    at(&mut page, LOWER, Event::Touch(touch::Event::FingerLifted { id, position }));
    at(&mut page, LOWER, Event::Touch(touch::Event::FingerPressed { id, position }));
    at(&mut page, LOWER, Event::Touch(touch::Event::FingerLifted { id, position }));
    assert_eq!(said(page), ["lower"]);
}

/// Whether the upper target is drawn pressed.
fn shows_pressed(page: &mut Simulator<'static, &'static str>, folder: &tempfile::TempDir, name: &str) -> bool {
    let picture = folder.path().join(name);
    page.snapshot(&Theme::Light).unwrap().matches_image(&picture).unwrap();
    let written = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let file = written.into_iter().find(|path| path.to_string_lossy().contains(name)).unwrap();
    let decoder = png::Decoder::new(std::io::BufReader::new(std::fs::File::open(file).unwrap()));
    let mut reader = decoder.read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    let (x, y) = (190, 160);
    let place = y * info.line_size + x * 4;
    bytes.get(place).is_some_and(|byte| *byte < 128)
}

#[test]
fn a_quick_tap_is_seen_for_a_while_and_then_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let mut page = page();
    assert!(!shows_pressed(&mut page, &folder, "rest"));
    let _ = {
        page.point_at(UPPER);
        page.simulate([down(), up()])
    };
    assert!(shows_pressed(&mut page, &folder, "tapped"), "a tap within one frame is still drawn");
    // The next frames are asked for at times of our choosing, so that the test does not wait.
    let later = Instant::now() + SEEN * 2;
    let _ = page.simulate([Event::Window(window::Event::RedrawRequested(later))]);
    assert!(!shows_pressed(&mut page, &folder, "later"));
}

#[test]
fn a_press_that_leaves_its_target_is_at_rest_again_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut page = page();
    at(&mut page, UPPER, down());
    assert!(shows_pressed(&mut page, &folder, "held"));
    at(&mut page, BESIDE, up());
    assert!(!shows_pressed(&mut page, &folder, "left"));
}

#[test]
fn what_began_on_one_page_does_not_end_on_the_next() {
    use iced::advanced::widget::{Tree, operation::Focusable as _};
    use kiosk::widget::press::Pressing;
    use kiosk::widget::scaled;
    let page = |name, number| scaled::page(target(name), 1.0, number);
    let focused = |tree: &Tree| tree.children[0].state.downcast_ref::<Pressing>().is_focused();
    let mut tree = Tree::new(page("first", 1));
    tree.children[0].state.downcast_mut::<Pressing>().focus();
    tree.diff(page("first, drawn again", 1));
    assert!(focused(&tree), "the same page keeps what began on it");
    tree.diff(page("second", 2));
    assert!(!focused(&tree), "the next page took over what began on the one before");
}
