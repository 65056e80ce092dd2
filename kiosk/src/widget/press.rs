//! The press (押す): a target whose press starts and ends inside it and shows at once.
//!
//! The pressed look stays at least 120 ms, so that a quick tap is seen as well (looks/LOOKS.md 5).

use std::time::Duration;

use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, renderer};
use iced::time::Instant;
use iced::{Element, Event, Length, Rectangle, Renderer, Size, Theme, touch, window};

/// How long a press is seen at least.
pub const SEEN: Duration = Duration::from_millis(120);

/// A target with a look at rest and a look while pressed.
pub struct Press<'a, M> {
    rest: Element<'a, M>,
    pressed: Element<'a, M>,
    message: M,
}

/// What a target remembers. Tests find targets by it.
#[derive(Default)]
pub struct Pressing {
    down: bool,
    until: Option<Instant>,
}

/// A target that acts when the press is let go inside it.
pub fn press<'a, M: Clone + 'a>(content: impl Fn(bool) -> Element<'a, M>, message: M) -> Press<'a, M> {
    Press { rest: content(false), pressed: content(true), message }
}

impl<M: Clone> Press<'_, M> {
    fn begin(state: &mut Pressing, shell: &mut Shell<'_, M>) {
        let until = Instant::now() + SEEN;
        state.down = true;
        state.until = Some(until);
        shell.capture_event();
        shell.request_redraw();
        shell.request_redraw_at(until);
    }

    fn end(&self, state: &mut Pressing, inside: bool, shell: &mut Shell<'_, M>) {
        if !state.down {
            return;
        }
        state.down = false;
        if inside {
            shell.publish(self.message.clone());
        } else {
            state.until = None;
        }
        shell.capture_event();
        shell.request_redraw();
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
        operation.custom(None, layout.bounds(), tree.state.downcast_mut::<Pressing>());
        if let (Some(child), Some(inner)) = (tree.children.first_mut(), layout.children().next()) {
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
            | Event::Touch(touch::Event::FingerPressed { .. })
                if inside =>
            {
                Self::begin(state, shell);
            }
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left))
            | Event::Touch(touch::Event::FingerLifted { .. }) => self.end(state, inside, shell),
            Event::Touch(touch::Event::FingerLost { .. }) => self.end(state, false, shell),
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
        let which = usize::from(state.down || state.until.is_some());
        let child = if which == 1 { &self.pressed } else { &self.rest };
        if let (Some(tree), Some(layout)) = (tree.children.get(which), layout.children().nth(which)) {
            child.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
        }
    }
}

impl<'a, M: Clone + 'a> From<Press<'a, M>> for Element<'a, M> {
    fn from(press: Press<'a, M>) -> Self {
        Element::new(press)
    }
}
