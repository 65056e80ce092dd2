//! The countdown ring (秒読みの輪): how much of the time is left, and the seconds in its middle.

use iced::widget::canvas::{self, Canvas, Frame, Geometry, Path, Stroke};
use iced::widget::{container, stack};
use iced::{Color, Length, Radians, Rectangle, Renderer, Theme, mouse};

use super::{Element, words};
use crate::screen::Context;

/// Width of the ring as a part of its height.
const BAND: f32 = 0.12;
/// Height of the number in it.
const NUMBER: f32 = 0.42;

struct Ring {
    /// What is left, 0 to 1, clockwise from the top.
    part: f32,
    line: Color,
    empty: Color,
}

impl<M> canvas::Program<M> for Ring {
    type State = ();

    fn draw(
        &self,
        _state: &(),
        renderer: &Renderer,
        _theme: &Theme,
        bounds: Rectangle,
        _cursor: mouse::Cursor,
    ) -> Vec<Geometry> {
        let mut frame = Frame::new(renderer, bounds.size());
        let width = bounds.height * BAND;
        let radius = (bounds.height - width) / 2.0;
        let stroke = |colour| Stroke::default().with_color(colour).with_width(width);
        frame.stroke(&Path::circle(frame.center(), radius), stroke(self.empty));
        let whole = std::f32::consts::TAU;
        let top = -whole / 4.0;
        let left = Path::new(|path| {
            path.arc(canvas::path::Arc {
                center: frame.center(),
                radius,
                start_angle: Radians(top),
                end_angle: Radians(top + whole * self.part),
            });
        });
        frame.stroke(&left, stroke(self.line));
        vec![frame.into_geometry()]
    }
}

/// `left` of `of` seconds in a ring `height` high.
pub fn countdown<'a, M: 'a>(cx: &Context<'_>, left: u32, of: u32, height: f32) -> Element<'a, M> {
    let palette = cx.look.palette();
    let share = left.min(of) * 1000 / of.max(1);
    let part = f32::from(u16::try_from(share).unwrap_or(0)) / 1000.0;
    let ring = Canvas::new(Ring { part, line: palette.key, empty: palette.ring }).width(height).height(height);
    let number = words(cx, left.to_string(), height * NUMBER, true, palette.ink);
    stack![ring, container(number).center(Length::Fill)].width(height).height(height).into()
}
