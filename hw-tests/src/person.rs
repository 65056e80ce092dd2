//! A person before the screen (利用者の手): real X11 input (XTEST) into a running kiosk, and what its window shows.
//!
//! The kiosk names the page it shows in its window title (`Kazasu – <page>`); that is all this side knows of it.

use std::io::{BufRead, BufReader, Error, Result};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{
    AtomEnum, BUTTON_PRESS_EVENT, BUTTON_RELEASE_EVENT, ClientMessageEvent, ConnectionExt as _, EventMask, ImageFormat,
    InputFocus, KEY_PRESS_EVENT, KEY_RELEASE_EVENT, MOTION_NOTIFY_EVENT, Window,
};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

/// How long a page may take to appear before a test gives up.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long the first frame of a page may take on a machine without a GPU.
const FIRST_FRAME: Duration = Duration::from_millis(600);
/// How long a finger rests on the glass.
const PRESS: Duration = Duration::from_millis(60);

/// Keys by their X keysyms (X11 keysymdef.h).
pub mod key {
    pub const TAB: u32 = 0xff09;
    pub const RETURN: u32 = 0xff0d;
    pub const ESCAPE: u32 = 0xff1b;
    pub const SHIFT: u32 = 0xffe1;
    pub const SPACE: u32 = 0x20;
    pub const ZERO: u32 = 0x30;
}

/// A display of its own (Xvfb), stopped on drop.
pub struct Display {
    server: Child,
    /// Its name, such as `:7`.
    pub name: String,
}

impl Display {
    /// Starts Xvfb with one screen of this size on the first free display number.
    pub fn start(width: u16, height: u16) -> Result<Self> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", &format!("{width}x{height}x24"), "-nolisten", "tcp", "-ac"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let out = server.stdout.take().ok_or_else(|| Error::other("Xvfb has no output"))?;
        let mut number = String::new();
        BufReader::new(out).read_line(&mut number)?;
        Ok(Self { server, name: format!(":{}", number.trim()) })
    }
}

impl Display {
    /// Holds the display, so that whoever draws on it waits, or lets it go on.
    pub fn freeze(&self, frozen: bool) -> Result<()> {
        let pid = i32::try_from(self.server.id()).ok().and_then(Pid::from_raw);
        let signal = if frozen { Signal::STOP } else { Signal::CONT };
        Ok(kill_process(pid.ok_or_else(|| Error::other("Xvfb has no process id"))?, signal)?)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Someone who presses, types and looks.
pub struct Person {
    connection: RustConnection,
    root: Window,
    width: u16,
    height: u16,
}

impl Person {
    /// Stands before the display.
    pub fn at(display: &str) -> Result<Self> {
        let (connection, screen) = x11rb::connect(Some(display)).map_err(Error::other)?;
        let screen =
            connection.setup().roots.get(screen).cloned().ok_or_else(|| Error::other("the display has no screen"))?;
        Ok(Self { connection, root: screen.root, width: screen.width_in_pixels, height: screen.height_in_pixels })
    }

    /// Presses and lets go at one point, in pixels of the screen.
    pub fn press(&self, x: i16, y: i16) -> Result<()> {
        self.fake(MOTION_NOTIFY_EVENT, 0, x, y)?;
        self.fake(BUTTON_PRESS_EVENT, 1, x, y)?;
        std::thread::sleep(PRESS);
        self.fake(BUTTON_RELEASE_EVENT, 1, x, y)?;
        std::thread::sleep(PRESS);
        Ok(())
    }

    /// Presses at one point and lets go at another.
    pub fn slide(&self, from: (i16, i16), to: (i16, i16)) -> Result<()> {
        self.fake(MOTION_NOTIFY_EVENT, 0, from.0, from.1)?;
        self.fake(BUTTON_PRESS_EVENT, 1, from.0, from.1)?;
        std::thread::sleep(PRESS);
        self.fake(MOTION_NOTIFY_EVENT, 0, to.0, to.1)?;
        self.fake(BUTTON_RELEASE_EVENT, 1, to.0, to.1)
    }

    /// Types one key by its X keysym.
    pub fn key(&self, keysym: u32) -> Result<()> {
        self.chord(&[keysym])
    }

    /// Types one letter; one that the keyboard lacks is put on a key that it does not use (as an input method would send it).
    pub fn letter(&self, letter: char) -> Result<()> {
        let keysym = match u32::from(letter) {
            latin @ 0x20..=0xFF => latin,
            // X11 keysyms of Unicode: keysymdef.h, "Unicode (UTF-8)".
            code => 0x0100_0000 | code,
        };
        if letter.is_ascii_uppercase() {
            return self.chord(&[key::SHIFT, keysym + 0x20]);
        }
        if self.code(keysym).is_ok() {
            return self.key(keysym);
        }
        let spare = self.connection.setup().max_keycode;
        let cookie = self.connection.change_keyboard_mapping(1, spare, 1, &[keysym]).map_err(Error::other)?;
        cookie.check().map_err(Error::other)?;
        // The program hears of the new keyboard before the key.
        std::thread::sleep(PRESS * 2);
        self.fake(KEY_PRESS_EVENT, spare, 0, 0)?;
        self.fake(KEY_RELEASE_EVENT, spare, 0, 0)?;
        std::thread::sleep(PRESS * 2);
        Ok(())
    }

    /// Presses these keys one after the other, by their X keysyms, and lets go of them backwards.
    pub fn chord(&self, keysyms: &[u32]) -> Result<()> {
        let codes = keysyms.iter().map(|keysym| self.code(*keysym)).collect::<Result<Vec<_>>>()?;
        for code in &codes {
            self.fake(KEY_PRESS_EVENT, *code, 0, 0)?;
        }
        std::thread::sleep(PRESS);
        for code in codes.iter().rev() {
            self.fake(KEY_RELEASE_EVENT, *code, 0, 0)?;
        }
        Ok(())
    }

    /// Presses a mouse button: 2 the middle one, 3 the right one.
    pub fn press_button(&self, button: u8, x: i16, y: i16) -> Result<()> {
        self.fake(MOTION_NOTIFY_EVENT, 0, x, y)?;
        self.fake(BUTTON_PRESS_EVENT, button, x, y)?;
        std::thread::sleep(PRESS);
        self.fake(BUTTON_RELEASE_EVENT, button, x, y)
    }

    /// Asks the kiosk's window to close, as a window manager does (ICCCM 4.2.8.1, WM_DELETE_WINDOW).
    pub fn ask_to_close(&self) -> Result<()> {
        let atom = |name: &[u8]| {
            let cookie = self.connection.intern_atom(false, name).map_err(Error::other)?;
            cookie.reply().map(|reply| reply.atom).map_err(Error::other)
        };
        let (window, _) = self.window()?.ok_or_else(|| Error::other("the kiosk has no window"))?;
        let data = [atom(b"WM_DELETE_WINDOW")?, x11rb::CURRENT_TIME, 0, 0, 0];
        let event = ClientMessageEvent::new(32, window, atom(b"WM_PROTOCOLS")?, data);
        let sent = self.connection.send_event(false, window, EventMask::NO_EVENT, event).map_err(Error::other)?;
        sent.check().map_err(Error::other)
    }

    fn code(&self, keysym: u32) -> Result<u8> {
        let setup = self.connection.setup();
        let count = setup.max_keycode - setup.min_keycode + 1;
        let mapping = self
            .connection
            .get_keyboard_mapping(setup.min_keycode, count)
            .map_err(Error::other)?
            .reply()
            .map_err(Error::other)?;
        let row = usize::from(mapping.keysyms_per_keycode).max(1);
        let at =
            mapping.keysyms.iter().position(|&known| known == keysym).ok_or_else(|| Error::other("no such key"))?;
        Ok(setup.min_keycode + u8::try_from(at / row).map_err(Error::other)?)
    }

    fn fake(&self, kind: u8, detail: u8, x: i16, y: i16) -> Result<()> {
        self.connection
            .xtest_fake_input(kind, detail, x11rb::CURRENT_TIME, self.root, x, y, 0)
            .map_err(Error::other)?
            .check()
            .map_err(Error::other)
    }

    /// The residents' window and the page it shows.
    fn window(&self) -> Result<Option<(Window, String)>> {
        let mut windows = self.windows()?;
        let residents = windows.iter().position(|(_, page)| !page.starts_with("staff:"));
        Ok(if windows.is_empty() { None } else { Some(windows.swap_remove(residents.unwrap_or(0))) })
    }

    /// The windows of the kiosk with the page each shows, from their titles.
    fn windows(&self) -> Result<Vec<(Window, String)>> {
        let tree = self.connection.query_tree(self.root).map_err(Error::other)?.reply().map_err(Error::other)?;
        let utf8 =
            self.connection.intern_atom(false, b"_NET_WM_NAME").map_err(Error::other)?.reply().map_err(Error::other)?;
        let mut found = Vec::new();
        for window in tree.children {
            let titled = [utf8.atom, u32::from(AtomEnum::WM_NAME)].into_iter().find_map(|name| {
                let cookie = self.connection.get_property(false, window, name, AtomEnum::ANY, 0, 1024).ok()?;
                let title = String::from_utf8_lossy(&cookie.reply().ok()?.value).into_owned();
                title.split_once("Kazasu – ").map(|(_, page)| page.to_owned())
            });
            found.extend(titled.map(|page| (window, page)));
        }
        Ok(found)
    }

    /// The pages of all windows.
    pub fn pages(&self) -> Result<Vec<String>> {
        Ok(self.windows()?.into_iter().map(|(_, page)| page).collect())
    }

    /// The page the kiosk shows now; with two windows that of the residents. `None` while there is no window.
    pub fn page(&self) -> Result<Option<String>> {
        Ok(self.window()?.map(|(_, page)| page))
    }

    /// Takes the keyboard to the window that shows this page, as a window manager would.
    pub fn take_keyboard(&self, page: &str) -> Result<()> {
        let windows = self.windows()?;
        let (window, _) =
            windows.iter().find(|(_, shown)| shown == page).ok_or_else(|| Error::other("no such window"))?;
        self.connection
            .set_input_focus(InputFocus::PARENT, *window, x11rb::CURRENT_TIME)
            .map_err(Error::other)?
            .check()
            .map_err(Error::other)
    }

    /// Waits until the kiosk shows this page, or says what it shows instead.
    pub fn wait_for(&self, page: &str) -> Result<()> {
        let start = Instant::now();
        let mut last = Vec::new();
        while start.elapsed() < PATIENCE {
            last = self.pages()?;
            if last.iter().any(|shown| shown == page) {
                // The title changes with the page; its first frame may still be in the drawing.
                std::thread::sleep(FIRST_FRAME);
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(30));
        }
        Err(Error::other(format!("waited for the page {page:?} and saw {last:?}")))
    }

    /// How long it takes from now until the kiosk shows this page.
    pub fn time_to(&self, page: &str) -> Result<Duration> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if self.page()?.as_deref() == Some(page) {
                return Ok(start.elapsed());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Err(Error::other(format!("the page {page:?} did not come")))
    }

    /// How long it takes from now until anything is drawn.
    pub fn time_to_first_frame(&self) -> Result<Duration> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if self.grab()?.iter().any(|byte| *byte != 0) {
                return Ok(start.elapsed());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Err(Error::other("nothing was drawn"))
    }

    /// What the screen shows, as RGB rows, once it has stopped changing (or moves all the time, as an animation does).
    pub fn look(&self) -> Result<Vec<u8>> {
        let mut before = self.grab()?;
        for _ in 0..8 {
            std::thread::sleep(Duration::from_millis(120));
            let now = self.grab()?;
            if now == before {
                break;
            }
            before = now;
        }
        Ok(before)
    }

    fn grab(&self) -> Result<Vec<u8>> {
        let image = self
            .connection
            .get_image(ImageFormat::Z_PIXMAP, self.root, 0, 0, self.width, self.height, u32::MAX)
            .map_err(Error::other)?
            .reply()
            .map_err(Error::other)?;
        let rgb = image.data.chunks_exact(4).flat_map(|pixel| pixel.iter().take(3).rev().copied()).collect();
        Ok(rgb)
    }

    /// Saves what the screen shows as a PNG.
    pub fn picture(&self, path: &Path) -> Result<()> {
        let rgb = self.look()?;
        let file = std::io::BufWriter::new(std::fs::File::create(path)?);
        let mut encoder = png::Encoder::new(file, u32::from(self.width), u32::from(self.height));
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.write_header().map_err(Error::other)?.write_image_data(&rgb).map_err(Error::other)
    }
}
