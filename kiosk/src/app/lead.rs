//! Staff-led entry (対面での入力): whoever serves answers the questions at the staff display, and the resident's display waits. Theirs
//! stay the card, the PIN, and the last word on what was entered.

use iced::widget::{column, container, row, space};
use iced::{Alignment, Length, Size};

use super::{App, Message, page};
use crate::screen::Context;
use crate::screen::led::Led;
use crate::screen::staff::{At, Message as Pressed};
use crate::theme::measure::SMALL_BUTTON;
use crate::theme::px;
use crate::visit::{Event, Stage};
use crate::widget::button::{Weight, before, sized};
use crate::widget::{Element, words};

/// Height of the bar over the question, and what stands beside the words of its button.
const BAR: f32 = 104.0;
const BACK: f32 = 480.0;

impl App {
    /// Whether the questions of this visit stand on the staff display now.
    pub(super) fn leads(&self) -> bool {
        let here = self.desk.at == At::Person && self.desk.asking.is_none();
        let asked = matches!(self.visit.stage, Stage::Ask { .. });
        here && asked && self.may_lead() && self.slot.led(self.visit.number).is_some()
    }

    pub(super) fn may_lead(&self) -> bool {
        self.staff.is_some() && self.desk.may().serve
    }

    /// Begins, or gives the questions back to the resident. Who led stays with the case.
    pub(super) fn lead(&mut self, on: bool) {
        let by = Some(self.by()).filter(|_| on && self.may_lead());
        self.slot.lead(self.visit.number, by);
    }

    /// Begins a form for whoever stands at the counter: their display asks for the card, and the questions come to staff.
    pub(super) fn begin_for(&mut self, form: &str) {
        if self.desk.begins.iter().any(|(known, _)| known == form) {
            self.on(Event::Begin(form.to_owned()));
            self.lead(true);
        }
    }

    /// Every form of today, where nobody is served and a person is to be served face to face.
    fn follow_begins(&mut self) {
        let asked = self.desk.at == At::Person && self.may_lead();
        let free = asked && self.serves.is_none() && self.open && self.visit.stage == Stage::Welcome;
        let lang = self.words.lang();
        let today = self.today();
        let mut packs: Vec<_> = self.packs.iter().filter(|pack| free && pack.valid_on(today)).collect();
        packs.sort_by_key(|pack| (pack.menu, &pack.id));
        self.desk.begins = packs.iter().map(|pack| (pack.id.clone(), pack.title(lang).to_owned())).collect();
    }

    /// What the page of the person offers: to begin, to end, or nothing where nobody is asked anything.
    pub(super) fn follow_lead(&mut self) {
        let ended = matches!(self.visit.stage, Stage::Welcome | Stage::Done { .. } | Stage::Said { .. });
        let offered = self.may_lead() && self.visit.service.is_some() && !ended;
        self.follow_begins();
        self.desk.leading = offered.then(|| self.slot.led(self.visit.number).is_some());
    }

    /// The question on the staff display.
    pub(super) fn led_question(&self, units: Size) -> Element<'_, Message> {
        let bar = self.with_staff_context(units, |cx| {
            let said = words(cx, cx.words.get("staff-lead-said"), px::SUPPORT, true, cx.look.palette().ink);
            let face = (px::SUPPORT, BACK, SMALL_BUTTON);
            let act = Pressed::Lead(false);
            let back = sized(cx, cx.words.get("staff-lead-stop"), before("users"), Weight::Quiet, face, act);
            let line = row![said, space().width(Length::Fill), back].align_y(Alignment::Center);
            Element::from(container(line).padding([8, 40]).height(BAR)).map(Message::Staff)
        });
        let setting = page::Setting { pack: self.pack(), today: self.today() };
        let left = Size::new(units.width, units.height - BAR);
        let question = self.with_staff_context(left, |cx| self.page.view(cx, &setting).map(Message::Page));
        column![bar, question].into()
    }

    /// What the resident sees meanwhile.
    pub(super) fn waiting_resident<'a>(cx: &Context<'_>) -> Element<'a, Message> {
        Led.view(cx).map(Message::Frame)
    }
}
