//! What the windows show (画面の組み立て): the page in its units, scaled once; the 練習 band over it, the dock beside it.

use std::hash::{DefaultHasher, Hash, Hasher};

use iced::widget::{container, responsive, row, space};
use iced::{Color, Length, Size, window};

use super::{App, Message, Overlay, page};
use crate::alive::battery::Battery;
use crate::config::Display;
use crate::screen::staff::At;
use crate::screen::{Context, calls, closed, idle, looks};
use crate::theme::{Look, measure};
use crate::visit::Stage;
use crate::widget::scaled::{self, scaled};
use crate::widget::{Element, frame, ground};

/// Units of the looks: 1920 × 1080, upright 1080 × 1920.
const WIDE: Size = Size::new(1920.0, 1080.0);
/// The page of a display that is smaller than the looks (LOOKS 9), and the scale down to which it is preferred: below
/// that a target would be under 66 px.
const SMALL: Size = Size::new(1707.0, 1067.0);
const SMALLEST: f32 = 0.75;

/// The scale at which a space is drawn. No page is ever narrower than the small one: words would be parted.
fn unit(space: Size) -> f32 {
    let fit = |page: Size| (space.width / page.width).min(space.height / page.height);
    if space.height > space.width {
        return fit(Size::new(WIDE.height, WIDE.width));
    }
    fit(WIDE).max(fit(SMALL).min(SMALLEST))
}

/// The scale of a display of this size, beside the dock.
pub(super) fn unit_of(display: &Display, dock: bool) -> f32 {
    let [width, height] =
        [display.width, display.height].map(|side| f32::from(u16::try_from(side.pixels()).unwrap_or(u16::MAX)));
    let beside = unit(Size::new(width, height));
    unit(Size::new(width - if dock { measure::DOCK * beside } else { 0.0 }, height))
}

/// The ground before there is an app.
pub(super) fn plain() -> iced::theme::Style {
    iced::theme::Style { background_color: Color::WHITE, text_color: Color::BLACK }
}

impl App {
    /// How the screens look now: as the person wants, and dark where little power is left.
    pub(super) fn seen(&self) -> Look {
        Look { dim: self.desk.battery.is_some_and(Battery::is_low), ..self.look }
    }

    /// The ground of the windows, in the page's colour. From page to page it differs by less than a display can show: so
    /// the renderer draws a new page whole, once, instead of the hundred parts by which it differs from the last, each
    /// of them under a mask of the whole window.
    pub(super) fn ground(&self) -> iced::theme::Style {
        const STEP: f32 = 1e-6;
        let mut page = DefaultHasher::new();
        (self.title(self.resident), self.desk.name(), self.words.lang(), self.blank).hash(&mut page);
        let shade = STEP * f32::from(u16::try_from(page.finish() % 512).unwrap_or(0));
        let palette = self.seen().palette();
        let b = if palette.page.b > 0.5 { palette.page.b - shade } else { palette.page.b + shade };
        iced::theme::Style { background_color: Color { b, ..palette.page }, text_color: palette.ink }
    }

    /// The page's name, by which other programs follow what is shown.
    pub(super) fn title(&self, window: window::Id) -> String {
        if self.calls.is(window) {
            return "Kazasu – calls".to_owned();
        }
        if Some(window) == self.staff {
            return format!("Kazasu – staff:{}", self.desk.name());
        }
        let page = match (&self.overlay, self.shut_because()) {
            (Some(Overlay::Staff), _) => format!("staff:{}", self.desk.name()),
            (_, Some(closed::Closed::Hours { .. })) => "closed".to_owned(),
            (_, Some(closed::Closed::OutOfOrder { code })) => format!("out-of-order:{code}"),
            _ if self.visit.idle().is_some() => "idle".to_owned(),
            (Some(Overlay::Languages), _) => "languages".to_owned(),
            (Some(Overlay::Looks), _) => "looks".to_owned(),
            (Some(Overlay::Sheet(_)), _) => "sheet".to_owned(),
            (Some(Overlay::Letters(_)), _) => "letters".to_owned(),
            (None, None) if self.starting() && self.visit.stage == Stage::Welcome => "starting".to_owned(),
            (None, None) => self.visit.stage.name(),
        };
        format!("Kazasu – {page}")
    }

    pub(super) fn view(&self, window: window::Id) -> Element<'_, Message> {
        if self.calls.is(window) {
            return container(responsive(move |space| self.calls_window(space))).id(self.scope(window)).into();
        }
        if Some(window) == self.staff {
            return container(responsive(move |space| self.staff_window(space))).id(self.scope(window)).into();
        }
        if self.blank {
            return ground(space(), self.seen().palette().page, 0.0).width(Length::Fill).height(Length::Fill).into();
        }
        container(responsive(move |space| self.resident_window(space))).id(self.scope(window)).into()
    }

    fn resident_window(&self, space: Size) -> Element<'_, Message> {
        let dock = self.dock.as_ref().filter(|dock| !dock.hidden);
        let beside = unit(space);
        let taken = if dock.is_some() { measure::DOCK * beside } else { 0.0 };
        let left = Size::new(space.width - taken, space.height);
        let kiosk = self.kiosk(left);
        let Some(dock) = dock else { return kiosk };
        let drawn = self.with_context(Size::new(measure::DOCK, space.height / beside), |cx| dock.view(cx));
        let dock = scaled(drawn.map(Message::Dock), beside);
        row![container(kiosk).width(Length::Fill), container(dock).width(taken)].into()
    }

    fn kiosk(&self, space: Size) -> Element<'_, Message> {
        let scale = unit(space);
        let band = if self.practice.is_some() { measure::BAND } else { 0.0 };
        let units = Size::new(space.width / scale, space.height / scale - band);
        let page = self.with_context(units, |cx| frame::practice(cx, self.folding(cx, self.matter(cx))));
        scaled::page(page, scale, self.shown_page(self.resident))
    }

    /// The page that is shown, as a number.
    fn shown_page(&self, window: window::Id) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.title(window).hash(&mut hasher);
        hasher.finish()
    }

    /// The page or what stands over it.
    fn matter<'a>(&self, cx: &Context<'_>) -> Element<'a, Message> {
        if let Some(Overlay::Staff) = self.overlay {
            return self.desk.view(cx, true).map(Message::Staff);
        }
        if let Some(closed) = self.shut_because() {
            return closed.view(cx).map(Message::Frame);
        }
        if self.leads() && self.overlay.is_none() && self.visit.idle().is_none() {
            return Self::waiting_resident(cx);
        }
        if let Some(seconds) = self.visit.idle() {
            return idle::Idle { seconds }.view(cx).map(Message::Idle);
        }
        match &self.overlay {
            Some(Overlay::Languages) => return self.languages().view(cx).map(Message::Languages),
            Some(Overlay::Looks) => return looks::Looks.view(cx).map(Message::Looks),
            Some(Overlay::Letters(letters)) => return letters.view(cx).map(Message::Letters),
            Some(Overlay::Sheet(sheet)) => return sheet.view(cx).map(Message::Sheet),
            Some(Overlay::Staff) | None => {}
        }
        let setting = page::Setting { pack: self.pack(), today: self.today() };
        self.page.view(cx, &setting).map(Message::Page)
    }

    fn staff_window(&self, space: Size) -> Element<'_, Message> {
        let scale = unit(space);
        let units = Size::new(space.width / scale, space.height / scale);
        let page = match self.leads() {
            true => self.led_question(units),
            false => self.with_staff_context(units, |cx| self.desk.view(cx, false).map(Message::Staff)),
        };
        scaled::page(page, scale, self.staff.map_or(0, |window| self.shown_page(window)))
    }

    fn calls_window(&self, space: Size) -> Element<'_, Message> {
        let scale = unit(space);
        let units = Size::new(space.width / scale, space.height / scale);
        let page = self.with_staff_context(units, |cx| calls::view(cx, &self.calls.numbers));
        scaled::page(page, scale, 0)
    }

    /// Draws with what every screen may know. Facts are lent only while they may be seen.
    fn with_context<T>(&self, size: Size, draw: impl FnOnce(&Context<'_>) -> T) -> T {
        // Where the residents' display is the only one, the page of staff decides what is seen on it.
        if matches!(self.overlay, Some(Overlay::Staff)) {
            return self.with_staff_context(size, draw);
        }
        let open = !self.visit.masked && matches!(self.visit.stage, Stage::Confirm | Stage::Check { .. });
        self.with_facts(size, open, draw)
    }

    /// Whoever serves sees the person of this visit from the reading to the end, on the staff page alone.
    pub(super) fn with_staff_context<T>(&self, size: Size, draw: impl FnOnce(&Context<'_>) -> T) -> T {
        self.with_facts(size, self.desk.may().serve && self.desk.at == At::Person, draw)
    }

    fn with_facts<T>(&self, size: Size, open: bool, draw: impl FnOnce(&Context<'_>) -> T) -> T {
        let held = self.slot.lock();
        let counter = self.course.as_ref().map(|seat| self.words.get(&format!("{}-service", seat.id())));
        let pack = self.pack().map_or("", |pack| pack.title(self.words.lang()));
        let service = counter.as_deref().unwrap_or(pack);
        draw(&Context {
            words: &self.words,
            look: self.seen(),
            place: &self.options.config.place,
            reader: self.options.config.displays.resident.reader,
            assets: &self.options.folders.assets,
            size,
            practice: self.practice.is_some(),
            card: self.visit.card,
            facts: held.facts().filter(|_| open),
            verdict: held.verdict().filter(|_| open),
            standing: held.standing().filter(|_| open),
            pictures: self.pictures.as_ref().filter(|_| open),
            called: self.called,
            today: self.today(),
            left_behind: self.left_behind,
            tick: self.tick,
            service,
        })
    }
}
