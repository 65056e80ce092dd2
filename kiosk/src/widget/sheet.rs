//! Papers on screen (紙の見本): the filled form and the slip as pictures.
//!
//! Pictures of a person's form lie in a [`Tray`], never inside a message; opening the tray anew empties it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use iced::widget::canvas::{self, Canvas, Frame, Geometry, Path, Stroke};
use iced::widget::image::Handle;
use iced::widget::{container, image, stack};
use iced::{ContentFit, Length, Point, Rectangle, Renderer, Theme, mouse};

use super::{Element, boxed, hint, icon};
use crate::form::Picture;
use crate::screen::Context;
use crate::theme::measure::sheet as size;

/// One page of a form in the sizes it is shown in.
#[derive(Clone)]
pub struct Leaf {
    /// Beside a label.
    pub tiny: Handle,
    /// Beside one of its halves.
    pub small: Handle,
    /// To be read.
    pub large: Handle,
    pub upper: Handle,
    pub lower: Handle,
}

impl Leaf {
    /// From one page drawn at [`widths`].
    #[must_use]
    pub fn new(tiny: Picture, small: Picture, large: Picture) -> Self {
        let (upper, lower) = halves(&large);
        Self { tiny: handle(tiny), small: handle(small), large: handle(large), upper, lower }
    }
}

/// The widths a page is drawn in, where a unit is `scale` pixels: so it stands on the screen dot by dot.
#[must_use]
pub fn widths(scale: f32) -> [f32; 3] {
    [size::TINY.0 * scale, size::SMALL.0 * scale, size::LARGE.0 * scale]
}

/// What is known of a form's pictures.
#[derive(Clone, Default)]
pub enum Leaves {
    /// They are being drawn.
    #[default]
    Coming,
    There(Vec<Leaf>),
    /// They cannot be drawn; nothing else is the worse for it.
    Missing,
}

/// Where pictures of one visit or one case lie; shared with the thread that draws them.
#[derive(Clone, Default)]
pub struct Tray(Arc<Mutex<Held>>);

#[derive(Default)]
struct Held {
    edition: u64,
    leaves: Leaves,
    /// The receipt number whose slip is waited for.
    awaited: Option<u64>,
    slip: Option<Slip>,
}

/// A slip as a picture.
#[derive(Clone)]
pub struct Slip {
    pub picture: Handle,
    /// Height by width.
    pub tall: f32,
}

impl Tray {
    /// Empties the tray. What is drawn for an earlier edition is not taken in.
    pub fn open(&self) -> u64 {
        let mut held = self.held();
        *held = Held { edition: held.edition + 1, ..Held::default() };
        held.edition
    }

    /// Lays a form's pages in, unless the tray was emptied meanwhile: then they are dropped here. Says whether it was.
    pub fn put(&self, edition: u64, leaves: Leaves) -> bool {
        let mut held = self.held();
        let wanted = held.edition == edition;
        if wanted {
            held.leaves = leaves;
        }
        wanted
    }

    /// The form's pages; cheap to take.
    #[must_use]
    pub fn leaves(&self) -> Leaves {
        self.held().leaves.clone()
    }

    /// The slip of this number may be laid in.
    pub fn await_slip(&self, number: u64) {
        let mut held = self.held();
        held.awaited = Some(number);
        held.slip = None;
    }

    /// Lays a slip in, if it is the one waited for.
    pub fn put_slip(&self, number: u64, picture: Picture) {
        let mut held = self.held();
        if held.awaited == Some(number) {
            #[allow(clippy::cast_precision_loss, reason = "a slip is a few thousand dots")]
            let tall = picture.height as f32 / picture.width.max(1) as f32;
            held.slip = Some(Slip { picture: handle(picture), tall });
        }
    }

    /// The slip of this visit.
    #[must_use]
    pub fn slip(&self) -> Option<Slip> {
        self.held().slip.clone()
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A picture as the window draws it.
#[must_use]
pub fn handle(picture: Picture) -> Handle {
    Handle::from_rgba(picture.width, picture.height, picture.rgba)
}

/// The upper and the lower half of a page.
fn halves(picture: &Picture) -> (Handle, Handle) {
    let row = picture.width as usize * 4;
    let middle = picture.height / 2;
    let (upper, lower) = picture.rgba.split_at((row * middle as usize).min(picture.rgba.len()));
    let part = |rgba: &[u8], height| handle(Picture { rgba: rgba.to_vec(), width: picture.width, height });
    (part(upper, middle), part(lower, picture.height - middle))
}

/// A smaller picture in greys: every dot is the mean of those it stands for, so that thin lines stay.
#[must_use]
pub fn shrunk(picture: &Picture, width: u32) -> Picture {
    let width = width.clamp(1, picture.width.max(1));
    let height = (picture.height * width / picture.width.max(1)).max(1);
    let ink = |x: u32, y: u32| {
        let at = (y as usize * picture.width as usize + x as usize) * 4;
        picture.rgba.get(at).copied().map_or(255, u32::from)
    };
    let mut rgba = Vec::with_capacity(width as usize * height as usize * 4);
    for y in 0..height {
        let (top, bottom) = (y * picture.height / height, ((y + 1) * picture.height).div_ceil(height));
        for x in 0..width {
            let (left, right) = (x * picture.width / width, ((x + 1) * picture.width).div_ceil(width));
            let sum: u32 = (top..bottom).flat_map(|y| (left..right).map(move |x| (x, y))).map(|(x, y)| ink(x, y)).sum();
            let mean = sum / ((bottom - top) * (right - left)).max(1);
            let grey = u8::try_from(mean).unwrap_or(255);
            rgba.extend_from_slice(&[grey, grey, grey, 255]);
        }
    }
    Picture { rgba, width, height }
}

/// A picture on paper: white, with a line around it, as large as the room allows.
pub fn paper<'a, M: 'a>(cx: &Context<'_>, picture: Handle, (width, height): (f32, f32)) -> Element<'a, M> {
    let line = cx.look.palette().line;
    let inside = image(picture).width(width).height(height).content_fit(ContentFit::Contain);
    container(inside).style(move |_| boxed(iced::Color::WHITE, line, size::EDGE, 0.0)).padding(size::EDGE).into()
}

/// A slip torn off its roll: as [`paper`], its foot a zigzag.
pub fn torn<'a, M: 'a>(cx: &Context<'_>, picture: Handle, (width, height): (f32, f32)) -> Element<'a, M> {
    let outline = Canvas::new(Torn { line: cx.look.palette().line });
    let outline = outline.width(width + 2.0 * size::EDGE).height(height + size::EDGE + 2.0 * size::TOOTH);
    let inside = image(picture).width(width).height(height).content_fit(ContentFit::Contain);
    stack![outline, container(inside).padding(size::EDGE)].into()
}

/// The outline of a torn slip.
struct Torn {
    line: iced::Color,
}

impl<M> canvas::Program<M> for Torn {
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
        let half = size::EDGE / 2.0;
        let (right, foot) = (bounds.width - half, bounds.height - size::TOOTH - half);
        let outline = Path::new(|path| {
            path.move_to(Point::new(half, half));
            path.line_to(Point::new(right, half));
            path.line_to(Point::new(right, foot));
            let mut x = right;
            while x > half {
                path.line_to(Point::new((x - size::TOOTH / 2.0).max(half), foot + size::TOOTH));
                x -= size::TOOTH;
                path.line_to(Point::new(x.max(half), foot));
            }
            path.close();
        });
        frame.fill(&outline, iced::Color::WHITE);
        frame.stroke(&outline, Stroke::default().with_color(self.line).with_width(size::EDGE));
        vec![frame.into_geometry()]
    }
}

/// Where a picture will stand: an empty sheet with a sign, and words where there is room for them.
pub fn blank<'a, M: 'a>(cx: &Context<'_>, said: Option<&str>, (width, height): (f32, f32)) -> Element<'a, M> {
    let palette = cx.look.palette();
    let sign = icon(cx, "file-text", (width / 3.0).min(size::SIGN), palette.line);
    let mut inside = iced::widget::column![sign].spacing(24).align_x(iced::Alignment::Center);
    if let Some(said) = said {
        inside = inside.push(hint(cx, cx.words.get(said)));
    }
    container(container(inside).center(Length::Fill))
        .style(move |_| boxed(palette.ground, palette.line, size::EDGE, 0.0))
        .width(width + 2.0 * size::EDGE)
        .height(height + 2.0 * size::EDGE)
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chequered(width: u32, height: u32) -> Picture {
        let dot = |n: u32| if (n % width + n / width).is_multiple_of(2) { 0 } else { 255 };
        let rgba = (0..width * height).flat_map(|n| [dot(n), dot(n), dot(n), 255]).collect();
        Picture { rgba, width, height }
    }

    #[test]
    fn a_shrunk_picture_keeps_its_shape_and_its_mean() {
        let small = shrunk(&chequered(96, 60), 32);
        assert_eq!((small.width, small.height, small.rgba.len()), (32, 20, 32 * 20 * 4));
        let mean = small.rgba.chunks(4).map(|dot| u32::from(dot[0])).sum::<u32>() / (32 * 20);
        assert!((120..=136).contains(&mean), "half the dots were black, the mean is {mean}");
    }

    #[test]
    fn what_was_drawn_for_someone_before_is_not_taken_in() {
        let tray = Tray::default();
        let first = tray.open();
        tray.await_slip(7);
        let second = tray.open();
        assert!(!tray.put(first, Leaves::Missing));
        assert!(matches!(tray.leaves(), Leaves::Coming));
        tray.put_slip(7, chequered(8, 8));
        assert!(tray.slip().is_none(), "a slip that nobody waits for");
        assert!(tray.put(second, Leaves::Missing));
        tray.await_slip(8);
        tray.put_slip(7, chequered(8, 8));
        assert!(tray.slip().is_none());
        tray.put_slip(8, chequered(8, 8));
        assert!(tray.slip().is_some());
    }
}
