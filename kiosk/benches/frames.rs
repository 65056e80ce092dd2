//! Frames (画面の描画): a whole page at 1920 × 1080 in software, as a counter without a GPU draws it, in its parts.
//!
//! `floor` is a page with nothing on it: filling and copying 8 MB. The running window draws whole pages only when the
//! page changes; what a press or a moving card costs is measured on the window itself (hw-tests, bench `window`).

#![allow(clippy::expect_used, clippy::panic, reason = "a benchmark says so by failing")]

#[path = "fixture/person.rs"]
mod person;
#[path = "fixture/table.rs"]
mod table;

use std::path::Path;
use std::time::{Duration, Instant};

use iced::advanced::renderer::{Headless, Style};
use iced::advanced::{Renderer as _, mouse};
use iced::{Color, Rectangle, Renderer, Size, Theme};
use iced_test::futures::futures::executor::block_on;
use iced_test::runtime::user_interface::{Cache, UserInterface};
use kiosk::config::{Config, Side};
use kiosk::screen::{Card, Context, confirm, done, notice, pin, place};
use kiosk::text::Catalogue;
use kiosk::theme::{self, Look};
use kiosk::widget::{Element, keypad};
use table::{line, quiet};

const FULL: Size = Size::new(1920.0, 1080.0);
const PIXELS: Size<u32> = Size::new(1920, 1080);
const ROUNDS: usize = 20;

type Page<'a> = &'a dyn Fn() -> Element<'static, ()>;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let assets = root.join("assets");
    let config = Config::load(&root.join("config")).unwrap_or_else(|fault| panic!("{}", fault.english()));
    let words = Catalogue::load(&assets.join("text")).expect("sentences").words("ja");
    let facts = person::facts(1);
    let cx = Context {
        words: &words,
        look: Look::default(),
        place: &config.place,
        reader: Side::Below,
        assets: &assets,
        size: FULL,
        practice: false,
        card: Card::Lying,
        facts: Some(&facts),
        verdict: None,
        pictures: None,
        standing: None,
        called: false,
        today: jiff::civil::date(2026, 11, 24),
        left_behind: None,
        tick: 7,
        service: "住民票の写し",
    };
    let number = done::Done { number: "A-142".to_owned(), ..done::Done::default() };
    for face in ["BIZUDPGothic-Regular.ttf", "BIZUDPGothic-Bold.ttf"] {
        let bytes = std::fs::read(assets.join("fonts").join(face)).expect("font");
        iced::advanced::graphics::text::font_system().write().expect("fonts").load_font(bytes.into());
    }
    let mut renderer =
        block_on(<Renderer as Headless>::new(theme::font("ja", false), 16.into(), None)).expect("renderer");
    let floor = floor(&mut renderer);
    line("frame: floor, filled and copied", format!("{floor:.1?}"), "");
    let pages: [(&str, Page<'_>); 5] = [
        ("notice", &|| notice::Notice::default().view(&cx).map(|_| ())),
        ("place", &|| place::Place.view(&cx).map(|_| ())),
        ("pin", &|| pin::Pin::new(3, keypad::ORDER).view(&cx).map(|_| ())),
        ("confirm", &|| confirm::Confirm.view(&cx).map(|_| ())),
        ("done", &|| number.view(&cx).map(|_| ())),
    ];
    for (name, page) in pages {
        frame(name, &mut renderer, page, floor);
    }
}

/// The page at its first showing, and each part of the later ones.
fn frame(name: &str, renderer: &mut Renderer, page: Page<'_>, floor: Duration) {
    let mut cache = Cache::default();
    let (mut layouts, mut lists, mut paints) = (Vec::new(), Vec::new(), Vec::new());
    let mut first = None;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let mut interface = UserInterface::build(page(), FULL, cache, renderer);
        let laid_out = start.elapsed();
        interface.draw(renderer, &Theme::Light, &Style { text_color: Color::BLACK }, mouse::Cursor::Unavailable);
        let listed = start.elapsed();
        let pixels = renderer.screenshot(PIXELS, 1.0, Color::WHITE);
        let painted = start.elapsed();
        assert_eq!(pixels.len(), 1920 * 1080 * 4);
        first.get_or_insert(painted);
        layouts.push(laid_out);
        lists.push(listed - laid_out);
        paints.push(painted - listed);
        cache = interface.into_cache();
    }
    let (layout, list, paint) = (quiet(layouts), quiet(lists), quiet(paints));
    let beside = format!(
        "layout {layout:.1?}, list {list:.1?}, paint {:.1?} above the floor; the first time {:.1?}",
        paint.saturating_sub(floor),
        first.unwrap_or_default()
    );
    line(&format!("frame: {name}"), format!("{:.1?}", layout + list + paint.saturating_sub(floor)), beside);
}

fn floor(renderer: &mut Renderer) -> Duration {
    let once = |_| {
        renderer.reset(Rectangle::with_size(FULL));
        table::time(|| drop(renderer.screenshot(PIXELS, 1.0, Color::WHITE)))
    };
    quiet((0..ROUNDS).map(once).collect())
}
