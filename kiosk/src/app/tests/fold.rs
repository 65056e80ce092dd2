//! A finger while the panel folds (案内の開閉と指の試験): what is pressed during the motion acts, and acts once.

use iced::advanced::renderer::Headless;
use iced::advanced::widget::operation::Focusable;
use iced::advanced::widget::{Id, Operation};
use iced::advanced::{clipboard, mouse};
use iced::{Event, Point, Rectangle, Renderer, Size, Theme};
use iced_test::futures::futures::executor::block_on;
use iced_test::runtime::user_interface::{Cache, UserInterface};

use super::*;
use crate::app::fold::Fold;

const DISPLAY: Size = Size::new(1920.0, 1080.0);

/// Where targets stand.
#[derive(Default)]
struct Targets(Vec<Rectangle>);

impl Operation for Targets {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn focusable(&mut self, _id: Option<&Id>, bounds: Rectangle, _state: &mut dyn Focusable) {
        self.0.push(bounds);
    }
}

/// The residents' display: what is on it is drawn anew, and what a finger has begun is kept, as in a window.
struct Glass {
    renderer: Renderer,
    cache: Cache,
}

impl Glass {
    fn new() -> Self {
        let font = crate::theme::font("ja", false);
        let renderer = block_on(<Renderer as Headless>::new(font, 16.into(), None)).expect("renderer");
        Self { renderer, cache: Cache::default() }
    }

    fn with<T>(
        &mut self,
        app: &App,
        look: impl FnOnce(&mut UserInterface<'_, Message, Theme, Renderer>, &mut Renderer) -> T,
    ) -> T {
        let cache = std::mem::take(&mut self.cache);
        let mut interface = UserInterface::build(app.view(app.resident), DISPLAY, cache, &mut self.renderer);
        let seen = look(&mut interface, &mut self.renderer);
        self.cache = interface.into_cache();
        seen
    }

    fn targets(&mut self, app: &App) -> Vec<Rectangle> {
        self.with(app, |interface, renderer| {
            let mut targets = Targets::default();
            interface.operate(renderer, &mut targets);
            targets.0
        })
    }

    fn finger(&mut self, app: &App, place: Point, event: mouse::Event) -> Vec<Message> {
        self.with(app, |interface, renderer| {
            let mut said = Vec::new();
            let cursor = mouse::Cursor::Available(place);
            let _ = interface.update(&[Event::Mouse(event)], cursor, renderer, &mut clipboard::Null, &mut said);
            said
        })
    }
}

#[test]
fn a_finger_that_comes_down_while_the_panel_folds_is_not_lost() {
    let mut terminal = Terminal::new();
    let mut glass = Glass::new();
    terminal.press(page::Message::Welcome(crate::screen::welcome::Message::Service("juminhyo".to_owned())));
    assert!(terminal.app.fold.is_some(), "the panel folds on the way to the notice");
    let places = glass.targets(&terminal.app);
    assert!(places.len() > 3, "{places:?}");
    for place in places {
        let middle = place.center();
        let app = &mut terminal.app;
        app.fold = Some(Fold::begin(false));
        let down = glass.finger(app, middle, mouse::Event::ButtonPressed(mouse::Button::Left));
        app.fold = None;
        let up = glass.finger(app, middle, mouse::Event::ButtonReleased(mouse::Button::Left));
        assert_eq!(
            down.len() + up.len(),
            1,
            "{place:?}: acts at coming down and at letting go: {}, {}",
            down.len(),
            up.len()
        );
        // And the other way: down before the motion, up in it.
        let down = glass.finger(app, middle, mouse::Event::ButtonPressed(mouse::Button::Left));
        app.fold = Some(Fold::begin(true));
        let up = glass.finger(app, middle, mouse::Event::ButtonReleased(mouse::Button::Left));
        assert_eq!(
            down.len() + up.len(),
            1,
            "{place:?}: acts at coming down and at letting go: {}, {}",
            down.len(),
            up.len()
        );
    }
}
