//! The stage (舞台): every page of a visit as it stands, for the tests to look at.

use std::sync::OnceLock;

use drivers::printer::{Profile, escpos};
use kiosk::form::Typesetter;
use kiosk::form::slip::{SlipFacts, compose};
use kiosk::paper;
use kiosk::widget::sheet::{self, Tray};

use super::*;

/// Fonts for paper are read once.
static TYPESETTER: OnceLock<Typesetter> = OnceLock::new();

pub struct Stage {
    pub catalogue: Catalogue,
    pub config: Config,
    pub pack: Pack,
    pub facts: Facts,
    pub assets: PathBuf,
    /// The filled form and its slip, drawn once.
    pub tray: Tray,
}

impl Stage {
    pub fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let assets = root.join("assets");
        let json = r#"{"name":"髙﨑　𠮷子","address":"海原県海原市みなと町一丁目２－３","birth":"1944-03-05","sex":"female","source":"card","genuineness":"practice-card"}"#;
        let mut stage = Self {
            tray: Tray::default(),
            catalogue: Catalogue::load(&assets.join("text")).expect("sentences"),
            config: Config::load(&root.join("config")).expect("configuration"),
            pack: pack::load(&assets.join("forms/juminhyo")).expect("pack"),
            facts: facts_json::read(json).unwrap_or_else(|problem| panic!("{problem}")).0,
            assets,
        };
        stage.draw();
        stage
    }

    /// Lays the form and the slip into the tray, as the terminal's threads do.
    fn draw(&mut self) {
        let typesetter = TYPESETTER.get_or_init(|| Typesetter::new(&self.assets).expect("fonts"));
        let (answers, place) = (self.answers(), self.config.on_paper());
        let (facts, from) = (Some(&self.facts), kiosk::form::From::Card);
        let filling = kiosk::form::Filling {
            printed: None,
            facts,
            from,
            answers: &answers,
            today: TODAY,
            receipt: None,
            place: &place,
            practice: false,
            again: false,
        };
        let draw = |width: f32| {
            typesetter.pictures(&self.pack, &filling, f64::from(width) * 25.4 / 210.0).expect("form").remove(0)
        };
        let [tiny, small, large] = sheet::widths(1.0);
        let leaf = sheet::Leaf::new(draw(tiny), draw(small), draw(large));
        let edition = self.tray.open();
        assert!(self.tray.put(edition, sheet::Leaves::There(vec![leaf])));
        self.tray.await_slip(142);
        self.tray.put_slip(142, sheet::shrunk(&self.slip(typesetter, &place, &answers), 368));
    }

    fn slip(&self, typesetter: &Typesetter, place: &kiosk::form::Place, answers: &Answers) -> kiosk::form::Picture {
        let facts = SlipFacts {
            number: "A-142",
            place,
            answers,
            at: TODAY.at(10, 42, 0, 0),
            lang: "ja",
            practice: false,
            test: false,
            again: false,
            told: None,
        };
        let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("../config");
        let profile = Profile::load(&self.config.profile_file(&config)).expect("profile");
        let bytes = escpos::encode(&compose(&self.pack, &facts), &profile, typesetter).expect("slip");
        paper::slip_picture(&bytes, &profile, typesetter)
    }

    pub fn context<'a>(&'a self, words: &'a Words, look: Look, size: Size) -> Context<'a> {
        Context {
            words,
            look,
            place: &self.config.place,
            reader: Side::Below,
            assets: &self.assets,
            size,
            practice: false,
            card: Card::Lying,
            facts: Some(&self.facts),
            verdict: Some(drivers::card::Verdict::PracticeCard),
            pictures: None,
            standing: None,
            called: false,
            today: TODAY,
            left_behind: None,
            tick: 7,
            service: self.pack.title(words.lang()),
        }
    }

    /// The page for the digits on the card: `s` 昭和, `w` western, `>` next.
    fn code(&self, typed: &str, wrong: bool) -> screen::code::Code {
        use kiosk::widget::keypad::Key;
        use screen::code::Message;
        let mut code = screen::code::Code::new(TODAY, Some(9));
        code.wrong = wrong;
        for key in typed.bytes() {
            let _ = code.update(match key {
                b's' => Message::Era(kiosk::code_b::Era::Showa),
                b'w' => Message::Era(kiosk::code_b::Era::Western),
                b'>' => Message::Next,
                digit => Message::Key(Key::Digit(digit - b'0')),
            });
        }
        code
    }

    pub fn answers(&self) -> Answers {
        [
            ("who", Value::Text("household".into())),
            ("head", Value::Flag(true)),
            ("registry", Value::Flag(false)),
            ("residence", Value::Flag(false)),
            ("numbers", Value::Flag(false)),
            ("copies", Value::Number(2)),
            ("purpose", Value::Text("pension".into())),
            ("phone", Value::Text("05000001234".into())),
        ]
        .into_iter()
        .map(|(field, value)| (field.to_owned(), value))
        .collect()
    }

    pub fn question(&self, cx: &Context<'_>, page: &str, answers: Answers, errors: bool) -> Element<'static, Said> {
        let page = self.pack.page(page).expect("page");
        let fields = self.pack.fields(page, &answers, TODAY);
        let mut question = screen::question::Question::new(page.id.clone(), answers.clone(), (2, 5));
        if errors {
            question.errors = self.pack.errors(page, &answers, TODAY);
        }
        question.view(cx, page, &fields, say(&page.hint, cx.words.lang())).map(Said::Question)
    }

    /// Every page of a visit by name.
    pub fn pages(&self, cx: &Context<'_>) -> Vec<(&'static str, Element<'static, Said>)> {
        let lang = cx.words.lang();
        let languages = [("ja", "日本語"), ("ja-yasashi", "やさしい日本語"), ("en", "English")]
            .map(|(tag, name)| (tag.to_owned(), name.to_owned()));
        let entry = screen::welcome::Entry {
            id: "juminhyo".into(),
            icon: "file-text",
            label: self.pack.title(lang).to_owned(),
            hint: cx.words.get("certificate-hint"),
        };
        let welcome = screen::welcome::Welcome {
            entries: vec![entry],
            languages: languages.to_vec(),
            chosen: lang.to_owned(),
            ..screen::welcome::Welcome::default()
        };
        // More services than stand on a page at once.
        let many = |count: usize| screen::welcome::Welcome {
            entries: std::iter::repeat_n(welcome.entries[0].clone(), count).collect(),
            ..welcome.clone()
        };
        let starting = screen::welcome::Welcome { starting: true, ..many(0) };
        let letters = screen::letters::Letters { name: vec![0], address: vec![4] };
        let notice = screen::notice::Notice {
            reads: say(&self.pack.notice.reads, lang).to_owned(),
            purpose: say(&self.pack.notice.purpose, lang).to_owned(),
            kept: say(&self.pack.notice.kept, lang).to_owned(),
            never: say(&self.pack.notice.never, lang).to_owned(),
        };
        let answers = self.answers();
        let check = screen::check::Check {
            hint: String::new(),
            rows: self.pack.summary(&answers, Some(&self.facts), lang, TODAY),
            fee: self.pack.fee(&answers),
            act: say(&self.pack.act, lang).to_owned(),
            pages: 5,
            tray: self.tray.clone(),
        };
        let absent = Context { card: Card::Absent, facts: None, ..*cx };
        let free = Context { card: Card::Free, ..*cx };
        let mut pin = screen::pin::Pin::new(3, kiosk::widget::keypad::ORDER);
        let _ = pin.update(screen::pin::Message::Key(kiosk::widget::keypad::Key::Digit(1)));
        let mut wrong = screen::pin::Pin::new(2, kiosk::widget::keypad::ORDER);
        wrong.wrong = true;
        let done = screen::done::Done {
            number: "A-142".into(),
            paper: screen::done::Paper::Printed,
            bring: vec![],
            left_behind: false,
            tray: self.tray.clone(),
        };
        let failed = screen::done::Done {
            paper: screen::done::Paper::Failed,
            bring: vec!["委任状".into()],
            left_behind: true,
            tray: Tray::default(),
            ..done.clone()
        };
        let typed = Answers::from([
            ("who".to_owned(), Value::Text("some".into())),
            ("members".to_owned(), Value::Text("ウナバラ　タロウ".into())),
        ]);
        vec![
            ("01-welcome", welcome.view(&absent).map(Said::Welcome)),
            ("01-starting", starting.view(&absent).map(Said::Welcome)),
            ("01-welcome-four", many(4).view(&absent).map(Said::Welcome)),
            ("01-welcome-many", many(9).view(&absent).map(Said::Welcome)),
            ("01-welcome-left-behind", welcome.view(&Context { left_behind: Some(12), ..absent }).map(Said::Welcome)),
            (
                "01-place-left-behind",
                screen::place::Place.view(&Context { left_behind: Some(3), ..absent }).map(Said::Place),
            ),
            ("01-no-card", screen::no_card::NoCard.view(&absent).map(Said::NoCard)),
            ("01-notice", notice.view(&absent).map(Said::Notice)),
            ("01-place", screen::place::Place.view(&absent).map(Said::Place)),
            ("02-reading", screen::reading::Reading { done: 1, seconds: Some(2) }.view(cx).map(Said::Reading)),
            ("03-pin", pin.view(cx).map(Said::Pin)),
            ("03-pin-two-left", wrong.view(cx).map(Said::Pin)),
            ("03-code-birth", self.code("", false).view(cx).map(Said::Code)),
            ("03-code-birth-error", self.code("s650101>", false).view(cx).map(Said::Code)),
            ("03-code-birth-wrong", self.code("w19", true).view(cx).map(Said::Code)),
            ("03-code-expiry", self.code("s190308>203", false).view(cx).map(Said::Code)),
            ("03-code-expiry-error", self.code("s190308>2019>", false).view(cx).map(Said::Code)),
            ("03-code-security", self.code("s190308>2035>2285", false).view(cx).map(Said::Code)),
            (
                "04-confirm-soon",
                screen::confirm::Confirm
                    .view(&Context {
                        standing: Some(kiosk::reader::trust::Standing {
                            card_days: Some(41),
                            certificate: kiosk::reader::trust::Certificate::Unknown,
                            checked: false,
                        }),
                        ..*cx
                    })
                    .map(Said::Confirm),
            ),
            ("04b-letters", letters.view(cx).map(Said::Letters)),
            ("04b-letters-sure", screen::letters::Letters::default().view(cx).map(Said::Letters)),
            ("04-confirm", screen::confirm::Confirm.view(cx).map(Said::Confirm)),
            (
                "05-question-who",
                self.question(
                    &free,
                    "who",
                    Answers::from([("who".to_owned(), Value::Text("household".into()))]),
                    false,
                ),
            ),
            ("05-question-who-error", self.question(&free, "who", Answers::new(), true)),
            ("05b-question-include", self.question(&free, "include", answers.clone(), false)),
            (
                "05c-question-include-error",
                self.question(
                    &free,
                    "include",
                    Answers::from([
                        ("who".to_owned(), Value::Text("self".into())),
                        ("head".to_owned(), Value::Flag(true)),
                    ]),
                    true,
                ),
            ),
            ("05d-question-copies", self.question(&free, "copies", answers.clone(), false)),
            ("05e-question-purpose", self.question(&free, "purpose", answers.clone(), false)),
            ("05f-question-phone", self.question(&free, "phone", answers.clone(), false)),
            ("05g-question-members", self.question(&free, "members", typed, false)),
            ("06-check", check.view(&free).map(Said::Check)),
            ("06-sheet", screen::sheet::Sheet::new(self.tray.clone()).view(&free).map(Said::Sheet)),
            ("06-sheet-coming", screen::sheet::Sheet::new(Tray::default()).view(&free).map(Said::Sheet)),
            ("07-done", done.view(&free).map(Said::Done)),
            ("07-done-taken", done.view(&Context { card: Card::Lifted, ..free }).map(Said::Done)),
            ("07-done-no-slip", failed.view(&free).map(Said::Done)),
            (
                "07-another",
                screen::another::Another { entries: welcome.entries.clone(), part: 0 }.view(&free).map(Said::Another),
            ),
            (
                "07-another-many",
                screen::another::Another { entries: many(9).entries, part: 0 }.view(&free).map(Said::Another),
            ),
            ("04-resume", screen::resume::Resume { when: "10:04".to_owned() }.view(&free).map(Said::Resume)),
            ("06-led", screen::led::Led.view(cx).map(Said::Closed)),
            ("08a-lifted", screen::lifted::Lifted { seconds: 28 }.view(&absent).map(Said::Lifted)),
            ("08a-still", screen::still::Still { times: 1 }.view(cx).map(Said::Still)),
            ("08a-still-often", screen::still::Still { times: 3 }.view(cx).map(Said::Still)),
            (
                "08e-card-ended",
                screen::trouble::Shown { trouble: Trouble::new("C17"), again: false }.view(cx).map(Said::Trouble),
            ),
            (
                "08e-certificate-ended",
                screen::trouble::Shown { trouble: Trouble::new("C18"), again: false }.view(cx).map(Said::Trouble),
            ),
            (
                "08e-certificate-revoked",
                screen::trouble::Shown { trouble: Trouble::new("C19"), again: false }.view(cx).map(Said::Trouble),
            ),
            (
                "08b-blocked",
                screen::blocked::Blocked { why: screen::blocked::Why::Blocked }.view(cx).map(Said::Blocked),
            ),
            (
                "08c-forgotten",
                screen::blocked::Blocked { why: screen::blocked::Why::Forgotten }.view(cx).map(Said::Blocked),
            ),
            (
                "08d-last-try",
                screen::blocked::Blocked { why: screen::blocked::Why::LastTry }.view(cx).map(Said::Blocked),
            ),
            (
                "08d-code-blocked",
                screen::blocked::Blocked { why: screen::blocked::Why::Code }.view(cx).map(Said::Blocked),
            ),
            (
                "08d-last-code",
                screen::blocked::Blocked { why: screen::blocked::Why::LastCode }.view(cx).map(Said::Blocked),
            ),
            (
                "08e-trouble",
                screen::trouble::Shown { trouble: Trouble::new("C06").with("kind", "licence"), again: true }
                    .view(cx)
                    .map(Said::Trouble),
            ),
            ("11-idle", screen::idle::Idle { seconds: 12 }.view(cx).map(Said::Idle)),
            (
                "11-closed",
                screen::closed::Closed::Hours { opens: "11月25日 8:30".into() }.view(&absent).map(Said::Closed),
            ),
            (
                "11-out-of-order",
                screen::closed::Closed::OutOfOrder { code: "C02".into() }.view(&absent).map(Said::Closed),
            ),
            ("18-looks", screen::looks::Looks.view(cx).map(Said::Looks)),
            (
                "19-languages",
                screen::languages::Languages { languages: languages.to_vec(), chosen: lang.to_owned() }
                    .view(cx)
                    .map(Said::Languages),
            ),
        ]
    }
}
