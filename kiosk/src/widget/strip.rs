//! The strip (ようすの帯): one bar a probe of the touch test, from left to right as time goes; a picture, not a table.

use iced::widget::canvas::{self, Canvas, Frame, Geometry, Path};
use iced::{Color, Length, Point, Rectangle, Renderer, Size, Theme, mouse};

use super::Element;
use crate::reader::touch::Probe;
use crate::screen::Context;

/// Probes in a minute.
const MOST: usize = 240;
/// An answer so slow has the shortest bar, milliseconds.
const SLOW: f32 = 1200.0;

struct Strip {
    probes: Vec<Probe>,
    answered: Color,
    torn: Color,
    nothing: Color,
}

impl<M> canvas::Program<M> for Strip {
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
        #[allow(clippy::cast_precision_loss, reason = "a few hundred probes")]
        let step = bounds.width / MOST as f32;
        for (at, probe) in self.probes.iter().rev().take(MOST).rev().enumerate() {
            let (part, colour) = match probe {
                Probe::Answered(millis) => ((1.0 - f32::from(*millis) / SLOW).clamp(0.25, 1.0), self.answered),
                Probe::Torn => (0.5, self.torn),
                Probe::Nothing => (0.06, self.nothing),
            };
            #[allow(clippy::cast_precision_loss, reason = "a few hundred probes")]
            let x = at as f32 * step;
            let height = bounds.height * part;
            let bar = Path::rectangle(Point::new(x, bounds.height - height), Size::new((step - 1.0).max(1.0), height));
            frame.fill(&bar, colour);
            if *probe == Probe::Torn {
                // Told by its shape too: a torn answer floats above a gap.
                let gap = Size::new((step - 1.0).max(1.0), height * 0.35);
                frame.fill(&Path::rectangle(Point::new(x, bounds.height - gap.height), gap), Color::WHITE);
            }
        }
        vec![frame.into_geometry()]
    }
}

/// The minute as far as it has gone.
pub fn strip<'a, M: 'a>(cx: &Context<'_>, probes: &[Probe], height: f32) -> Element<'a, M> {
    let palette = cx.look.palette();
    let strip =
        Strip { probes: probes.to_vec(), answered: palette.good, torn: palette.error_line, nothing: palette.hairline };
    Canvas::new(strip).width(Length::Fill).height(height).into()
}
