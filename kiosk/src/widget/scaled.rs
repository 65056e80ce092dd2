//! Scaling (縮尺): lays its child out in the units of the looks and shows it larger or smaller as a whole.
//!
//! Needed because the practice dock narrows the kiosk, and because counters have displays of other sizes.

use std::any::Any;

use iced::advanced::widget::operation::{Focusable, Scrollable, TextInput};
use iced::advanced::widget::{Id, Operation, Tree, tree};
use iced::advanced::{Clipboard, Layout, Renderer as _, Shell, Widget, layout, mouse, overlay, renderer};
use iced::{Event, Length, Rectangle, Renderer, Size, Theme, Transformation, Vector};

use super::{Element, nth, nth_mut};

/// A child drawn at `scale`; it fills the space it is given.
pub struct Scaled<'a, Message> {
    child: Element<'a, Message>,
    scale: f32,
    page: u64,
}

/// Shows `child` at `scale`.
pub fn scaled<'a, Message: 'a>(child: impl Into<Element<'a, Message>>, scale: f32) -> Element<'a, Message> {
    page(child, scale, 0)
}

/// The same for one of several pages, by number: a press or a focus that began on one never ends on the next.
pub fn page<'a, Message: 'a>(child: impl Into<Element<'a, Message>>, scale: f32, page: u64) -> Element<'a, Message> {
    Element::new(Scaled { child: child.into(), scale: scale.max(0.1), page })
}

/// Which page the targets below belong to.
struct Page(u64);

impl<Message> Scaled<'_, Message> {
    /// From the child's units to the window's.
    fn outward(&self, layout: Layout<'_>) -> Transformation {
        let origin = layout.position();
        Transformation::translate(origin.x, origin.y)
            * Transformation::scale(self.scale)
            * Transformation::translate(-origin.x, -origin.y)
    }
}

impl<Message> Widget<Message, Theme, Renderer> for Scaled<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Page>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Page(self.page))
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.child)]
    }

    fn diff(&self, tree: &mut Tree) {
        let shown = tree.state.downcast_mut::<Page>();
        if shown.0 == self.page {
            tree.diff_children(std::slice::from_ref(&self.child));
        } else {
            shown.0 = self.page;
            tree.children = self.children();
        }
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, Length::Fill)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let space = limits.max();
        let units = Size::new(space.width / self.scale, space.height / self.scale);
        let inner = match tree.children.first_mut() {
            Some(tree) => self.child.as_widget_mut().layout(tree, renderer, &layout::Limits::new(Size::ZERO, units)),
            None => layout::Node::new(units),
        };
        layout::Node::with_children(space, vec![inner])
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        let mut outward = Outward { operation, by: self.outward(layout) };
        if let Some((tree, inner)) = nth_mut(tree, layout, 0) {
            self.child.as_widget_mut().operate(tree, inner, renderer, &mut outward);
        }
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        let inward = self.outward(layout).inverse();
        if let Some((tree, inner)) = nth_mut(tree, layout, 0) {
            let (cursor, viewport) = (cursor * inward, *viewport * inward);
            self.child.as_widget_mut().update(tree, event, inner, cursor, renderer, clipboard, shell, &viewport);
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        let inward = self.outward(layout).inverse();
        nth(tree, layout, 0).map_or(mouse::Interaction::None, |(tree, inner)| {
            self.child.as_widget().mouse_interaction(tree, inner, cursor * inward, &(*viewport * inward), renderer)
        })
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
        let outward = self.outward(layout);
        let inward = outward.inverse();
        let Some((tree, inner)) = nth(tree, layout, 0) else { return };
        renderer.with_layer(layout.bounds(), |renderer| {
            renderer.with_transformation(outward, |renderer| {
                let viewport = *viewport * inward;
                self.child.as_widget().draw(tree, renderer, theme, style, inner, cursor * inward, &viewport);
            });
        });
    }

    fn overlay<'b>(
        &'b mut self,
        _tree: &'b mut Tree,
        _layout: Layout<'b>,
        _renderer: &Renderer,
        _viewport: &Rectangle,
        _translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        // No part of a screen floats above it.
        None
    }
}

/// An operation that is told where things lie in the window, not in the child's units.
struct Outward<'a> {
    operation: &'a mut dyn Operation,
    by: Transformation,
}

impl Operation for Outward<'_> {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        let by = self.by;
        self.operation.traverse(&mut |operation| operate(&mut Outward { operation, by }));
    }

    fn container(&mut self, id: Option<&Id>, bounds: Rectangle) {
        self.operation.container(id, bounds * self.by);
    }

    fn scrollable(
        &mut self,
        id: Option<&Id>,
        bounds: Rectangle,
        content_bounds: Rectangle,
        translation: Vector,
        state: &mut dyn Scrollable,
    ) {
        let by = self.by;
        self.operation.scrollable(id, bounds * by, content_bounds * by, translation * by.scale_factor(), state);
    }

    fn focusable(&mut self, id: Option<&Id>, bounds: Rectangle, state: &mut dyn Focusable) {
        self.operation.focusable(id, bounds * self.by, state);
    }

    fn text_input(&mut self, id: Option<&Id>, bounds: Rectangle, state: &mut dyn TextInput) {
        self.operation.text_input(id, bounds * self.by, state);
    }

    fn text(&mut self, id: Option<&Id>, bounds: Rectangle, text: &str) {
        self.operation.text(id, bounds * self.by, text);
    }

    fn custom(&mut self, id: Option<&Id>, bounds: Rectangle, state: &mut dyn Any) {
        self.operation.custom(id, bounds * self.by, state);
    }
}
