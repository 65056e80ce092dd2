//! The countdown ring (秒読みの輪): how much of the time is left, and the seconds in its middle.

use iced::widget::canvas::{self, Canvas, Frame, Geometry, Path, Stroke};
use iced::widget::{container, stack};
use iced::{Color, Length, Radians, Rectangle, Renderer, Theme, mouse};

use super::{Element, words};
use crate::screen::Context;
use crate::theme::TICK;

/// Width of the ring as a part of its height.
const BAND: f32 = 0.12;
/// Height of the number in it.
const NUMBER: f32 = 0.42;

struct Ring {
    /// What is drawn, 0 to 1, clockwise from the start.
    part: f32,
    /// Where it starts, in turns from the top.
    start: f32,
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
        let top = whole * (self.start - 0.25);
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
    let ring =
        Canvas::new(Ring { part, start: 0.0, line: palette.key, empty: palette.ring }).width(height).height(height);
    let number = words(cx, left.to_string(), height * NUMBER, true, palette.ink);
    stack![ring, container(number).center(Length::Fill)].width(height).height(height).into()
}

/// Something goes on here: an arc that turns by an eighth every 125 ms, or stands where motion is reduced.
pub fn turning<'a, M: 'a>(cx: &Context<'_>, height: f32) -> Element<'a, M> {
    let palette = cx.look.palette();
    let eighths = if cx.look.still { 0 } else { cx.tick * TICK / 125 % 8 };
    let start = f32::from(u16::try_from(eighths).unwrap_or(0)) / 8.0;
    Canvas::new(Ring { part: 0.25, start, line: palette.key, empty: palette.ring }).width(height).height(height).into()
}

/// Something comes later.
pub fn empty<'a, M: 'a>(cx: &Context<'_>, height: f32) -> Element<'a, M> {
    let empty = cx.look.palette().hairline;
    Canvas::new(Ring { part: 0.0, start: 0.0, line: empty, empty }).width(height).height(height).into()
}
