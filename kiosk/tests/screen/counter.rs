//! Pages of counters (窓口のサービスの画面): what waits, what is chosen from, what ends well and what stops, in every look.

use kiosk::screen::{prompt, said};
use kiosk::service::counter::{Keys, Prompt, Said as Ended, Typing, Way};
use kiosk::service::say::{Row, Say, Tone};
use kiosk::widget::kana;

use super::targets::{apart_inside_and_large, looks};
use super::*;

fn as_is(text: &str) -> Say {
    Say::As(text.to_owned())
}

fn ways(all: &[&str]) -> Vec<Way> {
    all.iter().map(|name| Way { id: (*name).to_owned(), say: as_is(name) }).collect()
}

fn books(count: usize) -> Vec<Row> {
    let book = |n| {
        Row::new(as_is("雨月物語のふしぎな話"), as_is("12月8日(火)まで"))
            .note(as_is(&format!("資料番号 00{n}")))
            .tone(Tone::Good)
    };
    (0..count).map(book).collect()
}

fn prompts() -> Vec<(&'static str, Prompt)> {
    let base = |title: &str| Prompt {
        title: as_is(title),
        hint: Some(as_is("画面の案内に沿って進めてください。")),
        ..Prompt::default()
    };
    let typing = |keys, longest| Some(Typing { keys, label: as_is("名前（カナ）"), longest });
    vec![
        ("20-counter-rest", Prompt { rest: true, tap: true, ways: ways(&["カードがない方"]), ..base("貸出・返却") }),
        (
            "20-counter-ways",
            Prompt {
                mode: Some(as_is("出退勤 総合窓口課")),
                ways: ways(&["出勤", "退勤", "外出", "戻り"]),
                ..base("どれですか")
            },
        ),
        (
            "20-counter-items",
            Prompt {
                code: true,
                rows: books(9),
                ways: ways(&["終わる", "取り消す"]),
                ..base("本のバーコードを読み取ってください")
            },
        ),
        (
            "20-counter-people",
            Prompt {
                rows: ["髙﨑　𠮷子", "渡邉　葛󠄀子", "NGUYEN THI MINH CHAU ELIZABETH ANNA MARIA"]
                    .map(|name| {
                        Row::new(as_is(name), as_is("1944年3月5日")).note(as_is("みなと町一丁目２－３")).choosing(name)
                    })
                    .to_vec(),
                ..base("どの方ですか")
            },
        ),
        (
            "20-counter-digits",
            Prompt {
                typed: typing(Keys::Digits, 8), ways: ways(&["カードで"]), ..base("利用者番号を入れてください")
            },
        ),
        ("20-counter-kana", Prompt { typed: typing(Keys::Kana, 20), ..base("お名前を入れてください") }),
    ]
}

fn ends() -> Vec<(&'static str, Ended)> {
    let row = |label: &str, value: &str| Row::new(as_is(label), as_is(value));
    vec![
        (
            "21-counter-good",
            Ended {
                tone: Tone::Good,
                title: as_is("2冊お貸しします"),
                hint: Some(as_is("12月8日(火)までにお返しください。")),
                rows: books(2),
                ..Ended::default()
            },
        ),
        (
            "21-counter-doubt",
            Ended {
                tone: Tone::Doubt,
                title: as_is("時計を確かめてください"),
                rows: vec![row("この端末", "8:03")],
                ways: ways(&["つづける", "やめる"]),
                ..Ended::default()
            },
        ),
        (
            "21-counter-stop",
            Ended {
                mode: Some(as_is("海原市長選挙 期日前投票")),
                tone: Tone::Stop,
                title: as_is("すでに投票用紙を渡しています"),
                hint: Some(as_is("投票用紙を渡さないでください。責任者を呼んでください。")),
                rows: vec![row("渡した日時", "11月20日 14:05"), row("渡した場所", "みなと公民館")],
                ways: ways(&["責任者を呼ぶ"]),
                ..Ended::default()
            },
        ),
    ]
}

/// Pages by name.
pub fn pages(cx: &Context<'_>) -> Vec<(&'static str, Element<'static, Said>)> {
    let absent = Context { card: Card::Absent, facts: None, service: "図書館", ..*cx };
    let mut pages: Vec<_> = prompts()
        .into_iter()
        .map(|(name, asked)| {
            let kana = asked.typed.as_ref().is_some_and(|typing| typing.keys == Keys::Kana);
            let mut page = prompt::Prompt::new(asked);
            for letter in if kana { "タカサキヨシコ" } else { "" }.chars() {
                drop(page.update(prompt::Message::Kana(kana::Key::Letter(letter))));
            }
            (name, page.view(&absent).map(Said::Prompt))
        })
        .collect();
    pages.extend(ends().into_iter().map(|(name, ended)| (name, said::Said { ended }.view(&absent).map(Said::Ended))));
    pages.extend(super::library::pages(&absent));
    pages
}

#[test]
fn counters_pages_fit_in_every_look_and_every_one_calls_staff() {
    let stage = Stage::new();
    let mut wrong = Vec::new();
    for lang in LANGUAGES {
        let words = stage.catalogue.words(lang);
        for (name, look, size) in looks() {
            let cx = stage.context(&words, look, size);
            for (page, element) in pages(&cx) {
                wrong.extend(apart_inside_and_large(&format!("{page} {lang} {name}"), &stage, element, size));
            }
        }
        let cx = stage.context(&words, Look::default(), FULL);
        for (at, (name, _)) in pages(&cx).iter().enumerate() {
            let said = press(&stage, pages(&cx).swap_remove(at).1, &words.get("tool-call"));
            assert!(said.iter().any(|said| frame_of(said) == Some(Frame::CallStaff)), "{lang} {name}");
        }
    }
    assert!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn twelve_digits_of_an_individual_number_do_not_leave_the_page() {
    let typing = Some(Typing { keys: Keys::Letters, label: as_is("番号"), longest: 20 });
    let mut page = prompt::Prompt::new(Prompt { typed: typing, ..Prompt::default() });
    // The example of the check digit (facts/card.md): made up, and valid.
    drop(page.update(prompt::Message::Letters("123456789018".to_owned())));
    assert!(matches!(page.update(prompt::Message::Enter), prompt::Action::None));
    drop(page.update(prompt::Message::Letters("A-1024".to_owned())));
    let prompt::Action::Typed(typed) = page.update(prompt::Message::Enter) else { panic!("a card's number") };
    assert_eq!(&**typed, "A-1024");
}
