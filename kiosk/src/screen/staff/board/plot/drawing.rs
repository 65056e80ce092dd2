//! The drawing of a plot (グラフの絵): axis, round lines behind, bars or lines in front, every label level and unbroken.

use iced::alignment::Vertical;
use iced::widget::canvas::{self, Frame, Geometry, LineDash, Path, Stroke, Text};
use iced::widget::text::Alignment as Side;
use iced::{Color, Font, Point, Rectangle, Renderer, Size, Theme, mouse};

use super::scale::{Scale, figure};
use crate::screen::Context;
use crate::service::desk::Plot;
use crate::theme::{self, Palette, px};
use crate::widget::button::units;

/// Bars stand for so many places at most, and for so many series; more are lines.
const PLACES: usize = 24;
const BESIDE: usize = 2;
/// The widest bar.
const BAR: f32 = 88.0;
/// What stands under the axis and over the highest value.
const FOOT: f32 = 44.0;
const HEAD: f32 = 40.0;
/// Half the size of a point's sign.
const POINT: f32 = 9.0;
const LINE: f32 = 5.0;
/// Dashes of lines, one a series.
const DASHES: [&[f32]; 4] = [&[], &[18.0, 10.0], &[4.0, 10.0], &[24.0, 8.0, 4.0, 8.0]];

/// A plot as it is drawn.
#[derive(Clone)]
pub struct Drawing {
    along: Vec<String>,
    series: Vec<Vec<f64>>,
    scale: Scale,
    bars: bool,
    palette: &'static Palette,
    font: Font,
    px: f32,
}

/// The sign of one series in the legend.
pub struct Sign {
    at: usize,
    drawing: Drawing,
}

#[allow(clippy::cast_precision_loss, reason = "a few places")]
const fn float(count: usize) -> f32 {
    count as f32
}

impl Drawing {
    /// Bars for a few places, lines for many.
    pub fn of(cx: &Context<'_>, plot: &Plot) -> Self {
        let values = plot.series.iter().flat_map(|series| series.values.iter().copied());
        Self {
            along: plot.along.clone(),
            series: plot.series.iter().map(|series| series.values.clone()).collect(),
            scale: Scale::of(values),
            bars: plot.series.len() <= BESIDE && plot.along.len() <= PLACES,
            palette: cx.look.palette(),
            font: theme::font(cx.words.lang(), false),
            px: cx.look.tool(px::NOTE),
        }
    }

    /// Where values are drawn, between the labels.
    fn field(&self, size: Size) -> Rectangle {
        let longest = self.scale.marks().map(|mark| units(&figure(mark))).fold(1.0, f32::max);
        let left = longest * self.px + 20.0;
        Rectangle {
            x: left,
            y: HEAD,
            width: (size.width - left - if self.bars { 8.0 } else { longest * self.px + 24.0 }).max(1.0),
            height: (size.height - HEAD - FOOT).max(1.0),
        }
    }

    fn colour(&self, at: usize) -> Color {
        if at.is_multiple_of(2) { self.palette.key } else { self.palette.ink }
    }

    fn text(&self, content: String, position: Point, side: Side, vertical: Vertical, colour: Color) -> Text {
        Text {
            content,
            position,
            color: colour,
            size: self.px.into(),
            font: self.font,
            align_x: side,
            align_y: vertical,
            ..Text::default()
        }
    }

    /// The round lines with their values, and the label of each place that has room for one.
    fn axis(&self, frame: &mut Frame, field: Rectangle) {
        let right = field.x + field.width;
        for mark in self.scale.marks() {
            let y = self.height(mark, field);
            let zero = mark.abs() < self.scale.step / 1000.0;
            let (colour, width) = if zero { (self.palette.line, 3.0) } else { (self.palette.hairline, 2.0) };
            let line = Path::line(Point::new(field.x, y), Point::new(right, y));
            frame.stroke(&line, Stroke::default().with_color(colour).with_width(width));
            let place = Point::new(field.x - 12.0, y);
            frame.fill_text(self.text(figure(mark), place, Side::Right, Vertical::Center, self.palette.ink2));
        }
        let longest = self.along.iter().map(|label| units(label)).fold(1.0, f32::max) * self.px + 16.0;
        let each = every(longest, self.slot(field));
        for (at, label) in self.along.iter().enumerate().step_by(each) {
            let place = Point::new(self.middle(at, field), field.y + field.height + 12.0);
            frame.fill_text(self.text(label.clone(), place, Side::Center, Vertical::Top, self.palette.ink));
        }
    }

    fn slot(&self, field: Rectangle) -> f32 {
        field.width / float(self.along.len().max(1))
    }

    fn middle(&self, at: usize, field: Rectangle) -> f32 {
        self.slot(field).mul_add(float(at) + 0.5, field.x)
    }

    fn height(&self, value: f64, field: Rectangle) -> f32 {
        field.height.mul_add(1.0 - self.scale.part(value), field.y)
    }

    fn draw_bars(&self, frame: &mut Frame, field: Rectangle) {
        let count = float(self.series.len().max(1));
        let width = (self.slot(field) * 0.72 / count).min(BAR);
        let ground = self.height(0.0, field);
        for (at, values) in self.series.iter().enumerate() {
            for (place, value) in values.iter().take(self.along.len()).enumerate() {
                let x = width.mul_add(float(at) - count / 2.0, self.middle(place, field));
                let y = self.height(*value, field);
                let size = Size::new((width - 4.0).max(2.0), (ground - y).abs());
                self.bar(frame, at, Rectangle::new(Point::new(x + 2.0, y.min(ground)), size));
                let label = figure(*value);
                if units(&label) * self.px <= width + 12.0 {
                    let place = Point::new(x + width / 2.0, y.min(ground) - 4.0);
                    frame.fill_text(self.text(label, place, Side::Center, Vertical::Bottom, self.palette.ink));
                }
            }
        }
    }

    /// The first series is filled, the second is an outline with slanting lines.
    fn bar(&self, frame: &mut Frame, at: usize, place: Rectangle) {
        let path = Path::rectangle(place.position(), place.size());
        if at == 0 {
            return frame.fill(&path, self.palette.key);
        }
        frame.fill(&path, self.palette.page);
        let stroke = Stroke::default().with_color(self.palette.ink).with_width(3.0);
        let mut y = place.height;
        while y > 8.0 && place.width > 12.0 {
            let low = Point::new(place.x, place.y + y);
            let rise = place.width.min(y);
            frame.stroke(&Path::line(low, Point::new(place.x + rise, low.y - rise)), stroke);
            y -= 14.0;
        }
        let inner = place.shrink(1.5);
        if inner.width > 0.0 && inner.height > 0.0 {
            frame.stroke(&Path::rectangle(inner.position(), inner.size()), stroke);
        }
    }

    fn draw_lines(&self, frame: &mut Frame, field: Rectangle) {
        let mut ends: Vec<(f32, String)> = Vec::new();
        for (at, values) in self.series.iter().enumerate() {
            let mut there = values.iter().take(self.along.len()).enumerate().filter(|(_, value)| value.is_finite());
            let points: Vec<Point> = there
                .clone()
                .map(|(place, value)| Point::new(self.middle(place, field), self.height(*value, field)))
                .collect();
            self.line(frame, at, &points);
            // Signs would be a second line where places are close.
            let signs = self.slot(field) > POINT * 3.0;
            let last = points.len().saturating_sub(1);
            for (_, point) in points.iter().enumerate().filter(|(place, _)| signs || *place == last) {
                self.point(frame, at, *point);
            }
            if let (Some(point), Some((_, value))) = (points.last(), there.next_back()) {
                ends.push((point.y, figure(*value)));
            }
        }
        let x = field.x + field.width + 4.0;
        for (y, label) in apart(ends, self.px * 1.1, field.y + field.height) {
            frame.fill_text(self.text(label, Point::new(x, y), Side::Left, Vertical::Center, self.palette.ink));
        }
    }

    fn line(&self, frame: &mut Frame, at: usize, points: &[Point]) {
        let path = Path::new(|path| {
            for (place, point) in points.iter().enumerate() {
                if place == 0 { path.move_to(*point) } else { path.line_to(*point) }
            }
        });
        let segments = DASHES.get(at % DASHES.len()).copied().unwrap_or(&[]);
        let stroke = Stroke {
            line_dash: LineDash { segments, offset: 0 },
            ..Stroke::default().with_color(self.colour(at)).with_width(LINE)
        };
        frame.stroke(&path, stroke);
    }

    /// A disc, a square, a triangle, a diamond: one a series.
    fn point(&self, frame: &mut Frame, at: usize, place: Point) {
        let corners: &[(f32, f32)] = match at % DASHES.len() {
            1 => &[(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)],
            2 => &[(0.0, -1.2), (1.2, 1.0), (-1.2, 1.0)],
            3 => &[(0.0, -1.4), (1.4, 0.0), (0.0, 1.4), (-1.4, 0.0)],
            _ => &[],
        };
        let path = match corners.split_first() {
            None => Path::circle(place, POINT),
            Some((first, rest)) => Path::new(|path| {
                let to = |(x, y): (f32, f32)| Point::new(POINT.mul_add(x, place.x), POINT.mul_add(y, place.y));
                path.move_to(to(*first));
                rest.iter().for_each(|corner| path.line_to(to(*corner)));
                path.close();
            }),
        };
        frame.fill(&path, self.colour(at));
    }
}

/// Labels beside the ends of lines, from top to bottom, none over another and none under the axis.
fn apart(mut ends: Vec<(f32, String)>, least: f32, lowest: f32) -> Vec<(f32, String)> {
    ends.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut above = f32::NEG_INFINITY;
    for (y, _) in &mut ends {
        *y = y.max(above + least);
        above = *y;
    }
    let mut below = lowest + least;
    for (y, _) in ends.iter_mut().rev() {
        *y = y.min(below - least);
        below = *y;
    }
    ends
}

/// Every how many places a label stands, so that none touches the next.
fn every(label: f32, slot: f32) -> usize {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small count")]
    let each = (label / slot.max(1.0)).ceil().clamp(1.0, 1000.0) as usize;
    each
}

impl<M> canvas::Program<M> for Drawing {
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
        let field = self.field(bounds.size());
        self.axis(&mut frame, field);
        if self.bars {
            self.draw_bars(&mut frame, field);
        } else {
            self.draw_lines(&mut frame, field);
        }
        vec![frame.into_geometry()]
    }
}

impl Sign {
    pub fn of(drawing: &Drawing, at: usize) -> Self {
        Self { at, drawing: Drawing { along: Vec::new(), series: Vec::new(), ..drawing.clone() } }
    }
}

impl<M> canvas::Program<M> for Sign {
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
        let middle = frame.center();
        if self.drawing.bars {
            let size = Size::new(bounds.height, bounds.height - 4.0);
            let place = Rectangle::new(Point::new(middle.x - size.width / 2.0, 2.0), size);
            self.drawing.bar(&mut frame, self.at, place);
        } else {
            let ends = [Point::new(2.0, middle.y), Point::new(bounds.width - 2.0, middle.y)];
            self.drawing.line(&mut frame, self.at, &ends);
            self.drawing.point(&mut frame, self.at, middle);
        }
        vec![frame.into_geometry()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_at_the_ends_of_lines_do_not_cover_each_other() {
        let ends = [(50.0, "b"), (48.0, "a"), (99.0, "d"), (98.0, "c")].map(|(y, name)| (y, name.to_owned()));
        let placed = apart(ends.to_vec(), 10.0, 100.0);
        let names: Vec<&str> = placed.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["a", "b", "c", "d"]);
        assert!(placed.windows(2).all(|pair| pair[1].0 - pair[0].0 >= 10.0), "{placed:?}");
        assert!(placed.iter().all(|(y, _)| *y <= 100.0), "{placed:?}");
    }

    #[test]
    fn labels_that_would_touch_are_left_out_evenly() {
        assert_eq!([every(50.0, 100.0), every(100.0, 100.0), every(101.0, 100.0), every(260.0, 20.0)], [1, 1, 2, 13]);
    }
}
