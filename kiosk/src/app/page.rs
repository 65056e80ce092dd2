//! The resident's page (住民の画面): the screen of the visit's stage, and what a press on it means for the visit.

use jiff::civil::Date;

use crate::form::{Field, Pack, say};
use crate::screen::{
    Context, Frame, another, blocked, check, code, confirm, done, lifted, no_card, notice, pin, place, prompt,
    question, reading, resume, said, still, trouble, welcome, working,
};
use crate::service::counter::Heard;
use crate::visit::{self, Event, Stage};
use crate::widget::Element;

/// The screen of a stage.
pub enum Page {
    Welcome(welcome::Welcome),
    NoCard(no_card::NoCard),
    Notice(notice::Notice),
    Place(place::Place),
    Pin(pin::Pin),
    Code(code::Code),
    Reading(reading::Reading),
    Confirm(confirm::Confirm),
    Resume(resume::Resume),
    Question(question::Question),
    Check(check::Check),
    Working(working::Working),
    Done(done::Done),
    Another(another::Another),
    Lifted(lifted::Lifted),
    Still(still::Still),
    Blocked(blocked::Blocked),
    Trouble(trouble::Shown),
    Prompt(Box<prompt::Prompt>),
    Said(said::Said),
}

#[derive(Clone, Debug)]
pub enum Message {
    Welcome(welcome::Message),
    NoCard(no_card::Message),
    Notice(notice::Message),
    Place(place::Message),
    Pin(pin::Message),
    Code(code::Message),
    Reading(reading::Message),
    Confirm(confirm::Message),
    Resume(resume::Message),
    Question(question::Message),
    Check(check::Message),
    Done(done::Message),
    Another(another::Message),
    Lifted(lifted::Message),
    Still(still::Message),
    Blocked(blocked::Message),
    Trouble(trouble::Message),
    Prompt(prompt::Message),
    Said(said::Message),
}

/// What a press means.
pub enum Act {
    None,
    /// A key was pressed.
    Tick,
    Visit(Event),
    /// The four digits are to be sent: they are still on the page.
    Read,
    Language(String),
    Frame(Frame),
    /// A staff member is to agree to the last try.
    Agree,
    /// The filled form is to be looked at.
    Look,
    /// The letters of the card are to be looked at.
    Letters,
    /// A counter's course is to know this.
    Hear(Heard<()>),
}

/// What pages need beside the visit.
pub struct Setting<'a> {
    pub pack: Option<&'a Pack>,
    pub today: Date,
}

impl Page {
    /// Handles one press.
    pub fn update(&mut self, message: Message, setting: &Setting<'_>) -> Act {
        match (self, message) {
            (Self::Welcome(page), Message::Welcome(message)) => match page.update(message) {
                welcome::Action::None => Act::None,
                welcome::Action::Begin(id) => Act::Visit(Event::Begin(id)),
                welcome::Action::NoCard => Act::Visit(Event::NoCard),
                welcome::Action::Language(tag) => Act::Language(tag),
                welcome::Action::Frame(frame) => Act::Frame(frame),
            },
            (Self::NoCard(page), Message::NoCard(message)) => match page.update(message) {
                no_card::Action::CallStaff => Act::Frame(Frame::CallStaff),
                no_card::Action::Frame(frame) => Act::Frame(frame),
            },
            (Self::Notice(page), Message::Notice(message)) => match page.update(message) {
                notice::Action::Accepted => Act::Visit(Event::Noticed),
                notice::Action::Frame(frame) => Act::Frame(frame),
            },
            (Self::Place(page), Message::Place(message)) => {
                let place::Action::Frame(frame) = page.update(message);
                Act::Frame(frame)
            }
            (Self::Pin(page), Message::Pin(message)) => match page.update(message) {
                pin::Action::None => Act::None,
                pin::Action::Tick => Act::Tick,
                pin::Action::Read => Act::Read,
                pin::Action::Forgotten => Act::Visit(Event::Forgotten),
                pin::Action::Frame(frame) => Act::Frame(frame),
            },
            (Self::Code(page), Message::Code(message)) => match page.update(message) {
                code::Action::None => Act::None,
                code::Action::Tick => Act::Tick,
                code::Action::Read => Act::Read,
                code::Action::Frame(frame) => Act::Frame(frame),
            },
            (Self::Reading(page), Message::Reading(message)) => {
                let reading::Action::Frame(frame) = page.update(message);
                Act::Frame(frame)
            }
            (Self::Lifted(page), Message::Lifted(message)) => {
                let lifted::Action::Frame(frame) = page.update(message);
                Act::Frame(frame)
            }
            (Self::Still(page), Message::Still(message)) => match page.update(message) {
                still::Action::Again => Act::Visit(Event::Again),
                still::Action::CallStaff => Act::Frame(Frame::CallStaff),
                still::Action::Frame(frame) => Act::Frame(frame),
            },
            (page, message) => page.matter(message, setting),
        }
    }

    /// The pages after the card.
    fn matter(&mut self, message: Message, setting: &Setting<'_>) -> Act {
        match (self, message) {
            (Self::Confirm(page), Message::Confirm(message)) => match page.update(message) {
                confirm::Action::Yes => Act::Visit(Event::Confirmed(true)),
                confirm::Action::No => Act::Visit(Event::Confirmed(false)),
                confirm::Action::Letters => Act::Letters,
                confirm::Action::Unmask => Act::Visit(Event::Unmask),
                confirm::Action::Frame(frame) => Act::Frame(frame),
            },
            (Self::Question(page), Message::Question(message)) => ask(page, message, setting),
            (Self::Check(page), Message::Check(message)) => match page.update(message) {
                check::Action::Change(page) => Act::Visit(Event::Change(page)),
                check::Action::Look => Act::Look,
                check::Action::Agreed => Act::Visit(Event::Agreed),
                check::Action::Frame(frame) => Act::Frame(frame),
            },
            (Self::Done(page), Message::Done(message)) => match page.update(message) {
                done::Action::Finish => Act::Visit(Event::Finish),
                done::Action::Another => Act::Visit(Event::Another),
                done::Action::Frame(frame) => Act::Frame(frame),
            },
            (Self::Resume(page), Message::Resume(message)) => match page.update(message) {
                resume::Action::On(on) => Act::Visit(Event::Resume(on)),
                resume::Action::Frame(frame) => Act::Frame(frame),
            },
            (Self::Another(page), Message::Another(message)) => match page.update(message) {
                another::Action::None => Act::None,
                another::Action::Begin(id) => Act::Visit(Event::Begin(id)),
                another::Action::Frame(frame) => Act::Frame(frame),
            },
            (Self::Blocked(page), Message::Blocked(message)) => match page.update(message) {
                blocked::Action::CallStaff => Act::Frame(Frame::CallStaff),
                blocked::Action::AskStaffToAgree => Act::Agree,
                blocked::Action::TryAgain => Act::Visit(Event::TryAgain),
                blocked::Action::ByCode => Act::Visit(Event::ByCode),
                blocked::Action::Frame(frame) => Act::Frame(frame),
            },
            (Self::Trouble(page), Message::Trouble(message)) => match page.update(message) {
                trouble::Action::Again => Act::Visit(Event::Again),
                trouble::Action::CallStaff => Act::Frame(Frame::CallStaff),
                trouble::Action::Frame(frame) => Act::Frame(frame),
            },
            (Self::Prompt(page), Message::Prompt(message)) => match page.update(message) {
                prompt::Action::None => Act::None,
                prompt::Action::Tick => Act::Tick,
                prompt::Action::Chosen(id) => Act::Hear(Heard::Chosen(id)),
                prompt::Action::Typed(text) => Act::Hear(Heard::Typed(text)),
                prompt::Action::Frame(frame) => Act::Frame(frame),
            },
            (Self::Said(page), Message::Said(message)) => match page.update(message) {
                said::Action::Chosen(id) => Act::Hear(Heard::Chosen(id)),
                said::Action::Finish => Act::Visit(Event::Finish),
                said::Action::Frame(frame) => Act::Frame(frame),
            },
            // A press that was on its way when the page changed belongs to no page.
            _ => Act::None,
        }
    }

    /// Draws the page.
    pub fn view<'a>(&self, cx: &Context<'_>, setting: &Setting<'_>) -> Element<'a, Message> {
        match self {
            Self::Welcome(page) => page.view(cx).map(Message::Welcome),
            Self::NoCard(page) => page.view(cx).map(Message::NoCard),
            Self::Notice(page) => page.view(cx).map(Message::Notice),
            Self::Place(page) => page.view(cx).map(Message::Place),
            Self::Pin(page) => page.view(cx).map(Message::Pin),
            Self::Code(page) => page.view(cx).map(Message::Code),
            Self::Reading(page) => page.view(cx).map(Message::Reading),
            Self::Confirm(page) => page.view(cx).map(Message::Confirm),
            Self::Resume(page) => page.view(cx).map(Message::Resume),
            Self::Question(page) => asked(page, cx, setting),
            Self::Check(page) => page.view(cx).map(Message::Check),
            Self::Working(page) => page.view(cx),
            Self::Done(page) => page.view(cx).map(Message::Done),
            Self::Another(page) => page.view(cx).map(Message::Another),
            Self::Lifted(page) => page.view(cx).map(Message::Lifted),
            Self::Still(page) => page.view(cx).map(Message::Still),
            Self::Blocked(page) => page.view(cx).map(Message::Blocked),
            Self::Trouble(page) => page.view(cx).map(Message::Trouble),
            Self::Prompt(page) => page.view(cx).map(Message::Prompt),
            Self::Said(page) => page.view(cx).map(Message::Said),
        }
    }
}

/// Stages whose screen needs nothing but the stage.
pub fn plain(stage: &Stage) -> Option<Page> {
    Some(match stage {
        Stage::NoCard => Page::NoCard(no_card::NoCard),
        Stage::Place => Page::Place(place::Place),
        Stage::Confirm => Page::Confirm(confirm::Confirm),
        Stage::Working | Stage::Asking => Page::Working(working::Working),
        Stage::Lifted { seconds } => Page::Lifted(lifted::Lifted { seconds: *seconds }),
        Stage::Still { times } => Page::Still(still::Still { times: *times }),
        Stage::Blocked(why) => Page::Blocked(blocked::Blocked {
            why: match why {
                visit::Blocked::Blocked => blocked::Why::Blocked,
                visit::Blocked::Forgotten => blocked::Why::Forgotten,
                visit::Blocked::LastTry => blocked::Why::LastTry,
                visit::Blocked::Code => blocked::Why::Code,
                visit::Blocked::LastCode => blocked::Why::LastCode,
            },
        }),
        Stage::Trouble { trouble, again } => Page::Trouble(trouble::Shown { trouble: trouble.clone(), again: *again }),
        _ => return None,
    })
}

fn asked<'a>(page: &question::Question, cx: &Context<'_>, setting: &Setting<'_>) -> Element<'a, Message> {
    let known = setting.pack.and_then(|pack| Some((pack, pack.page(&page.page)?)));
    let Some((pack, found)) = known else { return working::Working.view(cx) };
    let fields = pack.fields(found, &page.answers, setting.today);
    page.view(cx, found, &fields, say(&found.hint, cx.words.lang())).map(Message::Question)
}

fn ask(page: &mut question::Question, message: question::Message, setting: &Setting<'_>) -> Act {
    let known = setting.pack.and_then(|pack| Some((pack, pack.page(&page.page)?)));
    let Some((pack, found)) = known else { return Act::None };
    let fields = pack.fields(found, &page.answers, setting.today);
    let typed = |field: &&&Field| field.kind.is_typed();
    match page.update(message, fields.iter().find(typed).copied()) {
        question::Action::None => Act::None,
        question::Action::Tick => Act::Tick,
        question::Action::Frame(frame) => Act::Frame(frame),
        question::Action::Answered => {
            page.errors = pack.errors(found, &page.answers, setting.today);
            if page.errors.is_empty() {
                Act::Visit(Event::Answered { page: page.page.clone(), answers: page.answers.clone() })
            } else {
                Act::None
            }
        }
    }
}
