//! Lines (行分け): where a line has to break, it breaks between two phrases, and the lines come out about as long.
//!
//! The renderer would break Japanese between any two characters. The hand-made breaks of the language files come first.

use iced::advanced::text::paragraph::Plain;
use iced::advanced::text::{self, Paragraph as _, Text};
use iced::advanced::widget::text::{Format, Style, draw, layout};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Layout, Widget, layout as node, mouse, renderer};
use iced::{Color, Element, Length, Rectangle, Renderer, Size, Theme};

use crate::text::phrase::phrases;

type Paragraph = <Renderer as text::Renderer>::Paragraph;
type Font = <Renderer as text::Renderer>::Font;

/// Running text that breaks between phrases.
pub struct Phrased {
    said: String,
    format: Format<Font>,
    colour: Color,
}

/// What was laid out last: the text that is shown, and for which words, size and width it was broken.
#[derive(Default)]
struct Shown {
    plain: Plain<Paragraph>,
    broken: String,
    of: Option<(String, f32, f32)>,
}

/// `said` in this format, as wide as its place allows.
#[must_use]
pub const fn phrased(said: String, format: Format<Font>, colour: Color) -> Phrased {
    Phrased { said, format, colour }
}

impl Phrased {
    fn width_of(&self, part: &str, size: iced::Pixels) -> f32 {
        let measured = Paragraph::with_text(Text {
            content: part,
            bounds: Size::INFINITE,
            size,
            line_height: self.format.line_height,
            font: self.format.font.unwrap_or_default(),
            align_x: self.format.align_x,
            align_y: self.format.align_y,
            shaping: self.format.shaping,
            wrapping: text::Wrapping::None,
        });
        measured.min_bounds().width
    }

    fn break_into(&self, shown: &mut Shown, width: f32) {
        let size = self.format.size.unwrap_or(iced::Pixels(16.0));
        let of = (self.said.clone(), width, size.0);
        if shown.of.as_ref() == Some(&of) {
            return;
        }
        shown.of = Some(of);
        shown.broken.clear();
        for (at, line) in self.said.lines().enumerate() {
            if at > 0 {
                shown.broken.push('\n');
            }
            if width.is_finite() && self.width_of(line, size) > width {
                shown.broken.push_str(&broken(line, width, |part| self.width_of(part, size)));
            } else {
                shown.broken.push_str(line);
            }
        }
    }
}

impl<M> Widget<M, Theme, Renderer> for Phrased {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Shown>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Shown::default())
    }

    fn size(&self) -> Size<Length> {
        Size { width: self.format.width, height: self.format.height }
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &node::Limits) -> node::Node {
        let shown = tree.state.downcast_mut::<Shown>();
        self.break_into(shown, limits.max().width);
        layout(&mut shown.plain, renderer, limits, &shown.broken, self.format)
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        _theme: &Theme,
        defaults: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let shown = tree.state.downcast_ref::<Shown>();
        let style = Style { color: Some(self.colour) };
        draw(renderer, defaults, layout.bounds(), shown.plain.raw(), style, viewport);
    }

    fn operate(&mut self, _tree: &mut Tree, layout: Layout<'_>, _renderer: &Renderer, operation: &mut dyn Operation) {
        operation.text(None, layout.bounds(), &self.said);
    }
}

impl<'a, M: 'a> From<Phrased> for Element<'a, M> {
    fn from(phrased: Phrased) -> Self {
        Element::new(phrased)
    }
}

/// A line in as few lines as `width` allows, none much longer than the others. A phrase that alone is too wide is left
/// to the renderer.
fn broken(line: &str, width: f32, measure: impl Fn(&str) -> f32) -> String {
    /// Steps between the narrowest measure that might do and the whole width.
    const STEPS: u8 = 12;
    let parts: Vec<(&str, f32)> = phrases(line).into_iter().map(|part| (part, measure(part))).collect();
    let fewest = filled(&parts, width).len();
    #[allow(clippy::cast_precision_loss, reason = "a handful of lines")]
    let even = parts.iter().map(|(_, wide)| wide).sum::<f32>() / fewest.max(1) as f32;
    let narrower = (0..STEPS).map(|step| even + (width - even) * f32::from(step) / f32::from(STEPS));
    let lines = narrower.map(|narrow| filled(&parts, narrow)).find(|lines| lines.len() == fewest);
    lines.unwrap_or_else(|| filled(&parts, width)).join("\n")
}

/// Lines filled one after the other.
fn filled(parts: &[(&str, f32)], width: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut taken = f32::INFINITY;
    for (part, wide) in parts {
        if taken + wide <= width
            && let Some(line) = lines.last_mut()
        {
            line.push_str(part);
            taken += wide;
        } else {
            lines.push((*part).to_owned());
            taken = *wide;
        }
    }
    lines.iter().map(|line| line.trim_end().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A full-width letter is 2, any other 1.
    fn units(part: &str) -> f32 {
        part.chars().map(|letter| if letter.is_ascii() { 1.0 } else { 2.0 }).sum()
    }

    #[test]
    fn lines_are_as_few_as_they_can_be_and_about_as_long() {
        let broken = |line, width| super::broken(line, width, units);
        assert_eq!(broken("いすにかけてお待ちください。", 26.0), "いすにかけて\nお待ちください。");
        // Filled to the brim the last line would be two letters.
        let lines: Vec<usize> = broken("aa aa aa aa aa", 12.0).lines().map(str::len).collect();
        assert!(lines.len() == 2 && lines.iter().all(|long| (5..=8).contains(long)), "{lines:?}");
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost(line in "[ あ-んア-ヶ一-龠a-z、。「」・0-9]{0,40}") {
            let spaceless = |text: &str| text.chars().filter(|letter| !letter.is_whitespace()).collect::<String>();
            proptest::prop_assert_eq!(spaceless(&broken(&line, 20.0, units)), spaceless(&line));
        }
    }
}
