//! Walks through the kiosk (操作の順): where a person presses, and which page must come.
//!
//! Places are in the units of a 1920 × 1080 display with the practice dock open: the kiosk is 1600 wide and stands under
//! the 練習 band, so its units are 5/6 of a pixel. Places never move: the act is bottom right, back is bottom left.

use std::io::Result;
use std::thread::sleep;
use std::time::Duration;

use crate::kiosk::Kiosk;
use crate::person::key;

/// A page worth looking at.
pub struct Stop<'a> {
    /// The page's name in the window title.
    pub page: &'a str,
    pub what: &'a str,
}

/// Pixels a unit of the kiosk beside the dock.
const SCALE: f32 = 1600.0 / 1920.0;
const HEIGHT: f32 = 1080.0;

/// A place in the kiosk's units, its height counted from the top of the display.
fn from_top(x: f32, y: f32) -> (i16, i16) {
    pixel(x * SCALE, y * SCALE)
}

/// A place in the kiosk's units, its height counted from the bottom of the display.
fn from_bottom(x: f32, y: f32) -> (i16, i16) {
    pixel(x * SCALE, HEIGHT - y * SCALE)
}

#[allow(clippy::cast_possible_truncation, reason = "a pixel of the display")]
const fn pixel(x: f32, y: f32) -> (i16, i16) {
    (x as i16, y as i16)
}

/// The act of a page, bottom right.
#[must_use]
pub fn act() -> (i16, i16) {
    from_bottom(1760.0, 108.0)
}

/// Back, bottom left of a folded page.
#[must_use]
pub fn back() -> (i16, i16) {
    from_bottom(400.0, 108.0)
}

/// Stop, top left in the rail.
#[must_use]
pub fn cancel() -> (i16, i16) {
    from_top(92.0, 132.0)
}

/// The `n`th resident on the dock, from 0.
#[must_use]
pub fn resident(n: i16) -> (i16, i16) {
    (1760, 110 + n * 96)
}

/// The first service on the welcome page.
#[must_use]
pub fn first_service() -> (i16, i16) {
    from_top(1400.0, 72.0 + 120.0 + 180.0)
}

/// The filled form beside the answers.
#[must_use]
pub fn form_preview() -> (i16, i16) {
    from_top(1700.0, 72.0 + 120.0 + 620.0)
}

/// The lower half of the form, under the small picture of the whole.
#[must_use]
pub fn lower_half() -> (i16, i16) {
    from_top(1653.0, 60.0 + 120.0 + 482.0 + 166.0)
}

/// The first service on the page of another procedure.
#[must_use]
pub fn first_other_service() -> (i16, i16) {
    from_top(1000.0, 60.0 + 120.0 + 350.0)
}

/// Takes the card from the reader, on the dock.
#[must_use]
pub const fn lift() -> (i16, i16) {
    (1760, 611)
}

/// Takes the paper out of the receipt printer, on the dock.
#[must_use]
pub const fn paper_out() -> (i16, i16) {
    (1832, 777)
}

/// A digit of the keypad.
#[must_use]
pub fn digit(n: u8) -> (i16, i16) {
    match n {
        0 => key(1.0, 3.0),
        n => key(f32::from((n - 1) % 3), f32::from((n - 1) / 3)),
    }
}

/// すべて消す on the keypad.
fn clear() -> (i16, i16) {
    key(0.0, 3.0)
}

fn key(column: f32, row: f32) -> (i16, i16) {
    // Three keys of 200 and two gaps of 20 end at the right edge of the content.
    from_top(1824.0 - 640.0 + 100.0 + column * 220.0, 72.0 + 120.0 + 79.0 + row * 178.0)
}

impl Kiosk {
    /// Presses one place.
    pub fn press(&self, (x, y): (i16, i16)) -> Result<()> {
        self.person.press(x, y)
    }

    /// Presses and waits for the page that must come.
    pub fn press_for(&self, place: (i16, i16), page: &str) -> Result<()> {
        self.press(place)?;
        self.person.wait_for(page)
    }

    /// Types a PIN on the keypad and goes on.
    pub fn type_pin(&self, pin: &str) -> Result<()> {
        self.type_slowly(pin, Duration::from_millis(200))
    }

    /// Types the right PIN and waits for the page after it. Frames of a busy machine take longer than a quick finger,
    /// and what it presses meanwhile is one place; then it is typed again, more slowly, as a person would.
    pub fn type_pin_for(&self, pin: &str, page: &str) -> Result<()> {
        for pause in [200, 600, 1200] {
            self.type_slowly(pin, Duration::from_millis(pause))?;
            for _ in 0..40 {
                sleep(Duration::from_millis(100));
                if self.person.page()?.as_deref() != Some("pin") {
                    return self.person.wait_for(page);
                }
            }
            self.press(clear())?;
            self.person.look()?;
        }
        self.person.wait_for(page)
    }

    fn type_slowly(&self, pin: &str, pause: Duration) -> Result<()> {
        for digit in pin.bytes() {
            self.press(self::digit(digit - b'0'))?;
            sleep(pause);
        }
        self.press(act())
    }
}

/// 住民票の写し for the first resident, from the welcome page to the wiped screen.
pub fn juminhyo(kiosk: &Kiosk, look: &mut dyn FnMut(Stop<'_>) -> Result<()>) -> Result<()> {
    let mut at = |page: &str, what: &str| look(Stop { page, what });
    welcome(kiosk)?;
    at("welcome", "welcome")?;
    kiosk.press_for(first_service(), "notice")?;
    at("notice", "what is read, for what, how long it is kept")?;
    kiosk.press_for(act(), "place")?;
    at("place", "put the card on the reader")?;
    put(kiosk)?;
    at("pin", "the keypad, with the tries left")?;
    kiosk.type_pin_for("1234", "confirm")?;
    at("confirm", "is this you?")?;
    kiosk.press_for(act(), "question:who")?;
    kiosk.press(from_top(1000.0, 72.0 + 120.0 + 400.0))?;
    at("question:who", "whose certificate")?;
    kiosk.press_for(act(), "question:include")?;
    for (row, yes) in [true, false, false, false].into_iter().enumerate() {
        #[allow(clippy::cast_precision_loss, reason = "four rows")]
        let y = 391.0 + row as f32 * 130.0;
        kiosk.press(from_top(if yes { 1404.0 } else { 1668.0 }, y))?;
    }
    at("question:include", "what it should show")?;
    kiosk.press_for(act(), "question:copies")?;
    kiosk.press(from_top(390.0, 72.0 + 120.0 + 230.0))?;
    at("question:copies", "how many copies")?;
    kiosk.press_for(act(), "question:purpose")?;
    kiosk.press(from_top(650.0, 72.0 + 120.0 + 230.0))?;
    at("question:purpose", "what it is for")?;
    kiosk.press_for(act(), "question:phone")?;
    for n in [0, 5, 0, 0, 0, 0, 0, 1, 2, 3, 4] {
        kiosk.press(digit(n))?;
    }
    at("question:phone", "telephone number")?;
    kiosk.press_for(act(), "check")?;
    at("check", "check your answers")?;
    kiosk.press_for(form_preview(), "sheet")?;
    at("sheet", "the form as it will be printed, its upper half")?;
    kiosk.press(lower_half())?;
    at("sheet", "its lower half")?;
    kiosk.press_for(back(), "check")?;
    kiosk.press_for(act(), "done")?;
    // The slip comes out while the page already shows the number.
    sleep(Duration::from_secs(3));
    at("done", "number, window, slip, take the card")?;
    another(kiosk, &mut at)
}

/// The same person begins another procedure without another tap, thinks better of it, and takes the card.
fn another(kiosk: &Kiosk, at: &mut dyn FnMut(&str, &str) -> Result<()>) -> Result<()> {
    kiosk.press_for(act(), "another")?;
    at("another", "another procedure for the same person")?;
    kiosk.press_for(first_other_service(), "notice")?;
    kiosk.press_for(act(), "question:who")?;
    at("question:who", "no second tap, no second PIN")?;
    kiosk.press_for(cancel(), "welcome")?;
    at("welcome", "the card was left behind")?;
    kiosk.press(lift())?;
    at("welcome", "wiped, for the next person")
}

/// Waits for the first page, and for the forms and the practice issuer that are made ready behind it.
pub fn welcome(kiosk: &Kiosk) -> Result<()> {
    kiosk.person.wait_for("welcome")?;
    sleep(Duration::from_secs(4));
    Ok(())
}

/// Puts the first resident's card down; the practice issuer may still be in the making.
pub fn put(kiosk: &Kiosk) -> Result<()> {
    let mut last = Ok(());
    for _ in 0..10 {
        kiosk.press(resident(0))?;
        // On a busy machine the card is still in the making; laid twice it would wipe what is typed meanwhile.
        for _ in 0..40 {
            sleep(Duration::from_millis(100));
            last = kiosk.person.page().map(|_| ());
            if kiosk.person.page()?.as_deref() == Some("pin") {
                // The keypad stands where it will be pressed once it is drawn.
                kiosk.person.look()?;
                return Ok(());
            }
        }
    }
    last.and_then(|()| kiosk.person.wait_for("pin"))
}

/// The face-only card on the dock, whose holder was given no PIN.
#[must_use]
pub fn face_only() -> (i16, i16) {
    resident(2)
}

/// The first way on of a page where something hinders: the digits on the card.
#[must_use]
pub fn first_way() -> (i16, i16) {
    from_top(1400.0, 72.0 + 120.0 + 151.0 + 20.0 + 88.0 + 48.0 + 68.0)
}

/// An era above the boxes for a birth date: 昭和 平成 令和, then 大正 明治 西暦.
#[must_use]
pub fn era(n: u8) -> (i16, i16) {
    let (column, row) = (f32::from(n % 3), f32::from(n / 3));
    from_top(280.0 + 140.0 + column * 282.0, 72.0 + 120.0 + 83.0 + 84.0 + 236.0 + 24.0 + 44.0 + row * 104.0)
}

/// 係を呼ぶ, top right of the welcome page.
#[must_use]
pub const fn call_staff() -> (i16, i16) {
    (1440, 100)
}

/// Where staff type their password.
#[must_use]
pub const fn staff_password() -> (i16, i16) {
    (490, 728)
}

/// Back from the staff login.
#[must_use]
pub const fn staff_leave() -> (i16, i16) {
    (184, 832)
}

/// The first case of the list, on a staff display right of the residents'; somebody calls, which stands above it.
#[must_use]
pub const fn first_case() -> (i16, i16) {
    (1920 + 900, 470)
}

/// A busy machine draws a frame before the next key counts.
const KEY: Duration = Duration::from_millis(500);
/// Tab from the display on which staff come in to the field of the password: the name, its field, the card, the password.
const TO_PASSWORD: usize = 4;

impl Kiosk {
    /// Goes so many targets on with Tab.
    pub fn tab(&self, steps: usize) -> Result<()> {
        for _ in 0..steps {
            self.person.key(key::TAB)?;
            sleep(KEY);
        }
        Ok(())
    }

    /// One target back.
    pub fn back_tab(&self) -> Result<()> {
        self.person.chord(&[key::SHIFT, key::TAB])?;
        sleep(KEY);
        Ok(())
    }

    /// Comes in on the staff display as the practice account, at the keyboard.
    pub fn come_in(&self) -> Result<()> {
        self.person.take_keyboard("staff:login")?;
        self.tab(TO_PASSWORD)?;
        for _ in 0..4 {
            self.person.key(key::ZERO)?;
            sleep(KEY);
        }
        self.person.key(key::RETURN)?;
        self.person.wait_for("staff:list")
    }
}
