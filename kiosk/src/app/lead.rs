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
use crate::visit::Stage;
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

    fn may_lead(&self) -> bool {
        self.staff.is_some() && self.desk.may().serve
    }

    /// Begins, or gives the questions back to the resident. Who led stays with the case.
    pub(super) fn lead(&mut self, on: bool) {
        let by = Some(self.by()).filter(|_| on && self.may_lead());
        self.slot.lead(self.visit.number, by);
    }

    /// What the page of the person offers: to begin, to end, or nothing where nobody is asked anything.
    pub(super) fn follow_lead(&mut self) {
        let ended = matches!(self.visit.stage, Stage::Welcome | Stage::Done { .. } | Stage::Said { .. });
        let offered = self.may_lead() && self.visit.service.is_some() && !ended;
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
