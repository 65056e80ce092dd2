//! The press (押す): a target whose press starts and ends inside it and shows at once, by finger or by key.
//!
//! The pressed look stays at least 120 ms, so that a quick tap is seen as well (looks/LOOKS.md 5). With a keyboard Tab
//! goes from target to target, a ring shows where it stands, and Space or Enter presses.

use std::time::Duration;

use iced::advanced::widget::operation::Focusable;
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Layout, Renderer as _, Shell, Widget, layout, mouse, renderer};
use iced::keyboard::{self, key::Named};
use iced::time::Instant;
use iced::{Border, Color, Element, Event, Length, Rectangle, Renderer, Size, Theme, touch, window};

use super::{nth, nth_mut};
use crate::theme::{self, measure};

/// How long a press is seen at least.
pub const SEEN: Duration = Duration::from_millis(120);

/// A target with a look at rest and a look while pressed.
pub struct Press<'a, M> {
    rest: Element<'a, M>,
    pressed: Element<'a, M>,
    act: Act<M>,
}

enum Act<M> {
    /// When the press is let go inside.
    Once(M),
    /// While it lasts: at its beginning and at its end.
    Held(M, M),
}

/// What a target remembers. Tests find targets by it.
#[derive(Default)]
pub struct Pressing {
    down: bool,
    until: Option<Instant>,
    focused: bool,
}

impl Focusable for Pressing {
    fn is_focused(&self) -> bool {
        self.focused
    }

    fn focus(&mut self) {
        self.focused = true;
    }

    fn unfocus(&mut self) {
        self.focused = false;
    }
}

/// A target that acts when the press is let go inside it.
pub fn press<'a, M: Clone + 'a>(content: impl Fn(bool) -> Element<'a, M>, message: M) -> Press<'a, M> {
    Press { rest: content(false), pressed: content(true), act: Act::Once(message) }
}

/// A target that says when it begins to be held and when it is let go, wherever that is.
pub fn hold<'a, M: Clone + 'a>(content: impl Fn(bool) -> Element<'a, M>, begin: M, end: M) -> Press<'a, M> {
    Press { rest: content(false), pressed: content(true), act: Act::Held(begin, end) }
}

impl<M: Clone> Press<'_, M> {
    fn begin(&self, state: &mut Pressing, shell: &mut Shell<'_, M>) {
        let until = Instant::now() + SEEN;
        state.down = true;
        state.until = Some(until);
        if let Act::Held(begin, _) = &self.act {
            shell.publish(begin.clone());
        }
        shell.capture_event();
        shell.request_redraw();
        shell.request_redraw_at(until);
    }

    fn end(&self, state: &mut Pressing, inside: bool, shell: &mut Shell<'_, M>) {
        if !state.down {
            return;
        }
        state.down = false;
        match &self.act {
            Act::Once(message) if inside => shell.publish(message.clone()),
            Act::Once(_) => state.until = None,
            Act::Held(_, end) => shell.publish(end.clone()),
        }
        shell.capture_event();
        shell.request_redraw();
    }

    /// Space and Enter, where the focus stands.
    fn key(&self, state: &mut Pressing, event: &keyboard::Event, shell: &mut Shell<'_, M>) {
        use keyboard::{Event::KeyPressed, Event::KeyReleased, Key};
        let ours = |key: &Key| matches!(key, Key::Named(Named::Enter | Named::Space));
        match event {
            KeyPressed { key, modifiers, repeat: false, .. } if ours(key) && plain(*modifiers) => {
                self.begin(state, shell)
            }
            KeyReleased { key, .. } if ours(key) => self.end(state, true, shell),
            _ => {}
        }
    }
}

impl<M: Clone> Widget<M, Theme, Renderer> for Press<'_, M> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Pressing>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Pressing::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.rest), Tree::new(&self.pressed)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(&[&self.rest, &self.pressed]);
    }

    fn size(&self) -> Size<Length> {
        self.rest.as_widget().size()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let mut nodes = Vec::with_capacity(2);
        for (child, tree) in [&mut self.rest, &mut self.pressed].into_iter().zip(&mut tree.children) {
            nodes.push(child.as_widget_mut().layout(tree, renderer, limits));
        }
        let size = nodes.first().map_or(Size::ZERO, layout::Node::size);
        layout::Node::with_children(size, nodes)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let state = tree.state.downcast_mut::<Pressing>();
        operation.custom(None, layout.bounds(), state);
        operation.focusable(None, layout.bounds(), state);
        if let Some((child, inner)) = nth_mut(tree, layout, 0) {
            self.rest.as_widget_mut().operate(child, inner, renderer, operation);
        }
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _renderer: &Renderer,
        _clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, M>,
        _viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_mut::<Pressing>();
        let inside = cursor.is_over(layout.bounds());
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left))
            | Event::Touch(touch::Event::FingerPressed { .. }) => {
                // Who points does not need the ring.
                state.focused = false;
                if inside {
                    self.begin(state, shell);
                }
            }
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left))
            | Event::Touch(touch::Event::FingerLifted { .. }) => self.end(state, inside, shell),
            Event::Touch(touch::Event::FingerLost { .. }) => self.end(state, false, shell),
            Event::Keyboard(event) if state.focused => self.key(state, event, shell),
            Event::Window(window::Event::RedrawRequested(now)) => match state.until {
                Some(until) if *now < until => shell.request_redraw_at(until),
                Some(_) if !state.down => state.until = None,
                _ => {}
            },
            _ => {}
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_ref::<Pressing>();
        let pressed = state.down || state.until.is_some();
        let child = if pressed { &self.pressed } else { &self.rest };
        if let Some((tree, layout)) = nth(tree, layout, usize::from(pressed)) {
            child.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
        }
        if state.focused {
            ring(renderer, layout.bounds());
        }
    }
}

/// No key that a system keeps for itself is held.
#[must_use]
pub fn plain(held: keyboard::Modifiers) -> bool {
    !(held.control() || held.alt() || held.logo())
}

/// Where the keyboard stands: 4 black inside 8 yellow, in every look.
fn ring(renderer: &mut Renderer, bounds: Rectangle) {
    let mut line = |bounds, colour, width, radius: f32| {
        let border = Border { color: colour, width, radius: radius.into() };
        renderer.fill_quad(renderer::Quad { bounds, border, ..renderer::Quad::default() }, Color::TRANSPARENT);
    };
    let (yellow, black) = theme::FOCUS;
    line(bounds.expand(measure::FOCUS_OUTER), yellow, measure::FOCUS_OUTER, measure::RADIUS + measure::FOCUS_OUTER);
    line(bounds, black, measure::FOCUS_INNER, measure::RADIUS);
}

impl<'a, M: Clone + 'a> From<Press<'a, M>> for Element<'a, M> {
    fn from(press: Press<'a, M>) -> Self {
        Element::new(press)
    }
}
