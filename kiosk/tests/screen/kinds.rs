//! Every kind of answer as a page (答え方の画面): keys type what they say, rows come and go, all of it fits.

use std::sync::Arc;

use kiosk::screen::question::{Message, Question};
use kiosk::widget::kana;
use kiosk::widget::keypad::Key;

use super::targets::{apart_inside_and_large, looks};
use super::*;

fn load(id: &str) -> Pack {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/forms").join(id);
    pack::load(&folder).expect("pack")
}

/// What is pressed: digits, `R` an era, `<` erase, kana as themselves, `>` the next part, `+` a row.
fn type_into(question: &mut Question, pack: &Pack, keys: &str) {
    let page = pack.page(&question.page).expect("page");
    let mut part = 0;
    for key in keys.chars() {
        let message = match key {
            '0'..='9' => Message::Digit(Key::Digit(u8::try_from(key).unwrap() - b'0')),
            '<' => Message::Digit(Key::Erase),
            'A'..='Z' => Message::Era(key),
            '>' => {
                part += 1;
                Message::Focus(part)
            }
            '+' => {
                part = 0;
                Message::AddRow
            }
            '.' => Message::Next,
            '#' => Message::Kana(kana::Key::Turn),
            letter => Message::Kana(kana::Key::Letter(letter)),
        };
        let fields = pack.fields(page, &question.answers, TODAY);
        let _ = question.update(message, fields.first().copied());
    }
}

fn put(question: &mut Question, pack: &Pack, id: &str) {
    let page = pack.page(&question.page).expect("page");
    let fields = pack.fields(page, &question.answers, TODAY);
    let _ = question.update(Message::Put(Value::Text(id.to_owned())), fields.first().copied());
}

fn given(pairs: &[(&str, &str)]) -> Answers {
    pairs.iter().map(|(id, text)| ((*id).to_owned(), Value::Text((*text).to_owned()))).collect()
}

/// Pages with something typed, by name.
fn asked() -> Vec<(&'static str, Pack, Question)> {
    let ask = |name, id: &str, page: &str, answers: &[(&str, &str)], keys: &str| {
        let pack = load(id);
        let mut question = Question::new(page.to_owned(), given(answers), (2, 7));
        type_into(&mut question, &pack, keys);
        (name, pack, question)
    };
    let mut bank = ask("05l-bank", "jido-teate", "account", &[], "");
    put(&mut bank.2, &bank.1, "bank");
    let mut digits = bank.2.clone();
    type_into(&mut bank.2, &bank.1, "ウナバラ");
    put(&mut digits, &bank.1, "x");
    let mut wrong = ask("05m-date-error", "idou", "moved", &[("kind", "in")], "S650101");
    wrong.2.errors = wrong.1.errors(wrong.1.page("moved").unwrap(), &wrong.2.answers, TODAY);
    let mut rows = ask("05k-rows", "idou", "members", &[("kind", "in")], "+ヨシノ>ヨシノ>R010501.+ヨシノソラ.");
    rows.2.errors = rows.1.errors(rows.1.page("members").unwrap(), &rows.2.answers, TODAY);
    let mut city = ask("05k-rows-city", "idou", "members", &[("kind", "in")], "+ヨシノ>ヨシノ>R010501.+ヨシノソラ.");
    city.2.from_city = true;
    let towns = "1,2,8710058,,,,海原県,海原市,沖見台\n1,2,8710058,,,,海原県,海原市,潮路\n1,2,8710058,,,,海原県,海原市,大字東沖見字新開地\n";
    let (name, pack, question) = ask("05i-towns", "idou", "new_address", &[("kind", "in")], "8710058>");
    let towns = (name, pack, question.with_towns(Arc::new(kiosk::form::postcode::Postcodes::read(towns))));
    vec![
        city,
        towns,
        ask("05i-figures", "idou", "new_address", &[("kind", "in")], "8710058>オキミダイ#"),
        ask("05h-date", "idou", "moved", &[("kind", "in")], "R081120"),
        wrong,
        ask("05i-address", "idou", "new_address", &[("kind", "in")], "8710058"),
        ask("05j-text", "koseki", "honseki", &[("kind", "full"), ("relation", "self")], "ウナバラシ"),
        ask("05k-row-birth", "idou", "members", &[("kind", "in")], "+ヨシノ>ヨシノ>R0105"),
        ask("05k-row-relation", "idou", "members", &[("kind", "in")], "+ヨシノ>>>>"),
        rows,
        bank,
        ask("05n-digits", "inkan", "number", &[("visitor", "self")], "00123"),
        ask("05o-number", "ningen-dock", "cost", &[], "38500"),
        ask("05p-several", "hinansha", "needs", &[("kind", "in"), ("needs", "infant,language")], ""),
        ask("05q-several-many", "okuyami", "tasks", &[("tasks", "card,suido")], ""),
    ]
}

fn pages(stage: &Stage, cx: &Context<'_>) -> Vec<(&'static str, Element<'static, Said>)> {
    let free = Context { card: Card::Free, ..*cx };
    let mut pages: Vec<_> = asked()
        .into_iter()
        .map(|(name, pack, question)| {
            let page = pack.page(&question.page).unwrap();
            let fields = pack.fields(page, &question.answers, TODAY);
            let hint = say(&page.hint, cx.words.lang());
            (name, question.view(&free, page, &fields, hint).map(Said::Question))
        })
        .collect();
    let mut packs = pack::load_all(&stage.assets.join("forms")).0;
    packs.sort_by_key(|pack| pack.menu);
    let entry = |pack: &Pack| screen::welcome::Entry {
        id: pack.id.clone(),
        icon: "file-text",
        label: pack.title(cx.words.lang()).to_owned(),
        hint: cx.words.get("form-hint"),
    };
    let entries = packs.iter().map(entry).collect();
    let welcome =
        screen::welcome::Welcome { entries, languages: vec![], chosen: "ja".into(), part: 0, starting: false };
    let absent = Context { card: Card::Absent, facts: None, ..*cx };
    pages.push(("01-welcome-many", welcome.view(&absent).map(Said::Welcome)));
    pages
}

#[test]
fn pictures_of_kinds_for_looking_at() {
    let Ok(folder) = std::env::var("KAZASU_PICTURES") else { return };
    let wanted = std::env::var("KAZASU_PICTURE").unwrap_or_default();
    let stage = Stage::new();
    for (set, lang, look, size) in [
        ("ja", "ja", Look::default(), FULL),
        ("en", "en", Look::default(), FULL),
        ("largest", "ja", Look { size: TextSize::Largest, ..Look::default() }, FULL),
        ("upright", "ja", Look::default(), Size::new(1080.0, 1920.0)),
    ] {
        if !wanted.is_empty() && !wanted.split(',').any(|name| name == set) {
            continue;
        }
        let words = stage.catalogue.words(lang);
        let room = Size::new(size.width, size.height - kiosk::theme::measure::BAND);
        let cx = Context { practice: true, ..stage.context(&words, look, room) };
        for (name, element) in pages(&stage, &cx).into_iter().chain(counter::pages(&cx)) {
            let mut simulator = shown(&stage, frame::practice(&cx, element), size);
            let path = Path::new(&folder).join(set).join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            let snapshot = simulator.snapshot(&iced::Theme::Light).expect("snapshot");
            snapshot.matches_image(&path).expect("picture");
        }
    }
}

#[test]
fn every_kind_fits_in_every_language() {
    let stage = Stage::new();
    let mut wrong = Vec::new();
    for lang in LANGUAGES {
        let words = stage.catalogue.words(lang);
        // At the plain size; larger letters are the next thing to fit.
        for (name, look, size) in looks().into_iter().filter(|(name, ..)| matches!(*name, "100" | "upright")) {
            let cx = stage.context(&words, look, size);
            for (page, element) in pages(&stage, &cx) {
                wrong.extend(apart_inside_and_large(&format!("{page} {lang} {name}"), &stage, element, size));
            }
        }
    }
    assert!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn keys_type_what_they_say() {
    for (id, page, before, keys, field, kept) in [
        ("idou", "moved", "in", "R081120", "moved", "R081120"),
        ("idou", "moved", "in", "081120R", "moved", "R081120"),
        ("idou", "moved", "in", "R0811209999", "moved", "R081120"),
        ("idou", "moved", "in", "R08112<20", "moved", "R081120"),
        ("inkan", "number", "", "123456789", "number", "12345678"),
        ("ningen-dock", "cost", "", "38500", "cost", "38500"),
    ] {
        let pack = load(id);
        let mut question = Question::new(page.to_owned(), given(&[("kind", before)]), (1, 1));
        type_into(&mut question, &pack, keys);
        assert_eq!(question.answers.get(field), Some(&Value::Text(kept.to_owned())), "{id} {keys}");
    }
}

#[test]
fn rows_come_and_go_and_are_finished_before_the_page() {
    let pack = load("idou");
    let mut question = Question::new("members".to_owned(), given(&[("kind", "in")]), (1, 1));
    type_into(&mut question, &pack, "+ヨシノ>ハナ>R010501");
    let page = pack.page("members").unwrap();
    let field = page.fields.first();
    assert_eq!(question.update(Message::Next, field), screen::question::Action::Tick, "the row is finished first");
    assert_eq!(question.update(Message::Next, field), screen::question::Action::Answered);
    let rows = |question: &Question| match question.answers.get("members") {
        Some(Value::Rows(rows)) => rows.clone(),
        _ => vec![],
    };
    let row = Answers::from([
        ("kana".to_owned(), Value::Text("ヨシノ".into())),
        ("name".to_owned(), Value::Text("ハナ".into())),
        ("birth".to_owned(), Value::Text("R010501".into())),
    ]);
    assert_eq!(rows(&question), [row]);
    let errors = pack.errors(page, &question.answers, TODAY);
    assert_eq!(errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["members.1.relation"]);
    type_into(&mut question, &pack, "+ソラ.");
    assert_eq!(rows(&question).len(), 2);
    let _ = question.update(Message::RemoveRow(0), field);
    assert_eq!(rows(&question).first().and_then(|row| row.get("kana")), Some(&Value::Text("ソラ".into())));
    let _ = question.update(Message::RemoveRow(7), field);
    assert_eq!(rows(&question).len(), 1);
}

#[test]
fn an_account_asks_only_what_its_kind_needs() {
    let pack = load("jido-teate");
    let mut question = Question::new("account".to_owned(), Answers::new(), (1, 1));
    put(&mut question, &pack, "bank");
    type_into(&mut question, &pack, "ウナバラ");
    let page = pack.page("account").unwrap();
    let _ = question.update(Message::Focus(0), page.fields.first());
    put(&mut question, &pack, "post");
    type_into(&mut question, &pack, "10120>>12345671");
    let Some(Value::Parts(parts)) = question.answers.get("account") else { panic!("no account") };
    assert!(!parts.contains_key("bank"), "the bank's name is left over: {:?}", parts.keys());
    assert_eq!(parts.get("symbol"), Some(&Value::Text("10120".into())));
    assert_eq!(parts.get("post_number"), Some(&Value::Text("12345671".into())));
}
