//! What stands on the windows (画面の文字と押せる場所), for programs that press like a person: practice only.
//!
//! Scripts of whole visits press with real input events; this tells them where. One line a thing, fields parted by tabs:
//! window, `target`, `field` or `text`, x, y, width, height in pixels, and what is written on it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Duration;

use iced::advanced::widget::operation::{Focusable, Outcome, Scrollable, TextInput};
use iced::advanced::widget::{Id, Operation, operate};
use iced::{Rectangle, Subscription, Task, Vector};

use super::{App, Message};

/// How often the windows are read.
const EVERY: Duration = Duration::from_millis(60);

impl App {
    /// The moments at which the windows are read: none where nobody asked for it.
    pub(super) fn words_due(&self) -> Option<Subscription<Message>> {
        self.options.words.as_ref().map(|_| iced::time::every(EVERY).map(|_| Message::Words))
    }

    pub(super) fn read_words() -> Task<Message> {
        operate(Reading::default()).map(Message::Worded)
    }

    /// Lays it down each time, so that its age says that the windows were read since. The file is whole at every moment.
    pub(super) fn worded(&self, words: &str) {
        let Some(file) = &self.options.words else { return };
        if lay(file, words).is_err() {
            tracing::debug!("what stands on the windows could not be laid down");
        }
    }
}

fn lay(file: &Path, words: &str) -> std::io::Result<()> {
    let new = file.with_extension("new");
    fs::write(&new, words)?;
    fs::rename(new, file)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Target,
    Field,
    Text,
}

struct Thing {
    window: &'static str,
    kind: Kind,
    bounds: Rectangle,
    words: String,
}

/// Part of a page that scrolls: how far, and what of it is seen.
#[derive(Clone, Copy)]
struct Scrolled {
    by: Vector,
    seen: Rectangle,
}

/// Goes through the windows and notes what it meets.
#[derive(Default)]
struct Reading {
    window: &'static str,
    things: Vec<Thing>,
    scrolled: Vec<Scrolled>,
    /// The next traversal goes into this.
    enters: Option<Scrolled>,
}

impl Reading {
    fn note(&mut self, kind: Kind, bounds: Rectangle, words: &str) {
        let Some(bounds) = self.on_glass(bounds) else { return };
        self.things.push(Thing { window: self.window, kind, bounds, words: words.to_owned() });
    }

    /// Where it is seen, if it is.
    fn on_glass(&self, bounds: Rectangle) -> Option<Rectangle> {
        self.scrolled.iter().rev().try_fold(bounds, |bounds, part| (bounds - part.by).intersection(&part.seen))
    }

    /// What is written on a target belongs to it.
    fn told(&self) -> String {
        let mut out = String::new();
        for thing in &self.things {
            let within = |other: &&Thing| {
                other.kind == Kind::Text && other.window == thing.window && thing.bounds.contains(other.bounds.center())
            };
            let (kind, words) = match thing.kind {
                Kind::Target => {
                    let written: Vec<&str> =
                        self.things.iter().filter(within).map(|text| text.words.as_str()).collect();
                    ("target", written.join(" "))
                }
                Kind::Field => ("field", thing.words.clone()),
                Kind::Text => ("text", thing.words.clone()),
            };
            let Rectangle { x, y, width, height } = thing.bounds;
            let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
            // Writing into memory cannot fail.
            let _ = writeln!(out, "{}\t{kind}\t{x:.0}\t{y:.0}\t{width:.0}\t{height:.0}\t{line}", thing.window);
        }
        out
    }
}

impl Operation<String> for Reading {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<String>)) {
        let entered = self.enters.take().map(|part| self.scrolled.push(part)).is_some();
        operate(self);
        if entered {
            self.scrolled.pop();
        }
    }

    fn container(&mut self, id: Option<&Id>, _bounds: Rectangle) {
        let named = ["residents", "staff"].into_iter().find(|name| id == Some(&Id::new(name)));
        self.window = named.unwrap_or(self.window);
    }

    fn scrollable(
        &mut self,
        _id: Option<&Id>,
        seen: Rectangle,
        _content: Rectangle,
        by: Vector,
        _state: &mut dyn Scrollable,
    ) {
        self.enters = Some(Scrolled { by, seen });
    }

    fn focusable(&mut self, _id: Option<&Id>, bounds: Rectangle, _state: &mut dyn Focusable) {
        // A field says first that it is one.
        let field = self
            .things
            .last()
            .is_some_and(|last| last.kind == Kind::Field && self.on_glass(bounds) == Some(last.bounds));
        if !field {
            self.note(Kind::Target, bounds, "");
        }
    }

    fn text_input(&mut self, _id: Option<&Id>, bounds: Rectangle, state: &mut dyn TextInput) {
        self.note(Kind::Field, bounds, state.text());
    }

    fn text(&mut self, _id: Option<&Id>, bounds: Rectangle, text: &str) {
        self.note(Kind::Text, bounds, text);
    }

    fn finish(&self) -> Outcome<String> {
        Outcome::Some(self.told())
    }
}
