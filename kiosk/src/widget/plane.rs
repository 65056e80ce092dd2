//! A plane (地): a large ground in one colour, drawn in tiles.
//!
//! The software renderer draws what changed under a mask, and a mask costs by the size of each shape that crosses its
//! edge, not by what is left of it. A press on a key would so pay for the whole page behind it; of a tiled ground it
//! pays for the tiles at the edge of the change.

use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Layout, Renderer as _, Shell, Widget, layout, mouse, overlay, renderer};
use iced::{Color, Event, Length, Rectangle, Renderer, Size, Theme, Vector};

use super::Element;
use crate::screen::Context;

/// Edge of a tile, in units.
const TILE: f32 = 160.0;
/// How far a tile reaches under the next, in units: where scaling puts the edge between two pixels, none shines through.
const UNDER: f32 = 2.0;

struct Plane<'a, Message> {
    child: Element<'a, Message>,
    colour: Color,
}

/// `child` on a ground of this colour; it fills the space it is given.
pub fn plane<'a, Message: 'a>(child: impl Into<Element<'a, Message>>, colour: Color) -> Element<'a, Message> {
    Element::new(Plane { child: child.into(), colour })
}

/// A page's own ground. Where it has the colour of the window's ground, nothing needs drawing.
pub fn page<'a, Message: 'a>(cx: &Context<'_>, child: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    if cx.look.dark() { plane(child, cx.look.palette().page) } else { child.into() }
}

/// The tiles of a space, in rows.
fn tiles(space: Rectangle) -> impl Iterator<Item = Rectangle> {
    let starts = |from: f32, length: f32| {
        (0..).map(|n: u16| f32::from(n) * TILE).take_while(move |at| *at < length).map(move |at| from + at)
    };
    let end = (space.x + space.width, space.y + space.height);
    starts(space.y, space.height).flat_map(move |y| {
        starts(space.x, space.width).map(move |x| Rectangle {
            x,
            y,
            width: (TILE + UNDER).min(end.0 - x),
            height: (TILE + UNDER).min(end.1 - y),
        })
    })
}

impl<Message> Widget<Message, Theme, Renderer> for Plane<'_, Message> {
    fn tag(&self) -> tree::Tag {
        self.child.as_widget().tag()
    }

    fn state(&self) -> tree::State {
        self.child.as_widget().state()
    }

    fn children(&self) -> Vec<Tree> {
        self.child.as_widget().children()
    }

    fn diff(&self, tree: &mut Tree) {
        self.child.as_widget().diff(tree);
    }

    fn size(&self) -> Size<Length> {
        self.child.as_widget().size()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        self.child.as_widget_mut().layout(tree, renderer, limits)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        self.child.as_widget_mut().operate(tree, layout, renderer, operation);
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
        self.child.as_widget_mut().update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        self.child.as_widget().mouse_interaction(tree, layout, cursor, viewport, renderer)
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
        for bounds in tiles(layout.bounds()) {
            renderer.fill_quad(renderer::Quad { bounds, ..renderer::Quad::default() }, self.colour);
        }
        self.child.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        self.child.as_widget_mut().overlay(tree, layout, renderer, viewport, translation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_cover_the_space_and_nothing_beside_it() {
        let space = Rectangle { x: 10.0, y: 20.0, width: 250.0, height: 130.0 };
        let all: Vec<Rectangle> = tiles(space).collect();
        assert_eq!(all.len(), 2);
        assert!(all.iter().all(|tile| tile.is_within(&space)));
        let points = (0..250).step_by(3).flat_map(|x| (0..130).step_by(3).map(move |y| (x, y)));
        for (x, y) in points {
            let point = iced::Point::new(10.5 + x as f32, 20.5 + y as f32);
            assert!(all.iter().any(|tile| tile.contains(point)), "{point}");
        }
    }
}
