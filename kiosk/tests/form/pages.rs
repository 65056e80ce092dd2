//! What is asked under which answers (質問の順番).

use drivers::card::Facts;
use jiff::civil::{Date, date};
use kiosk::form::{Answers, Fee, From, Kind, Pack, Value, say};
use proptest::prelude::*;

use super::{answers, juminhyo, person};

const TODAY: Date = date(2026, 11, 24);

fn path(pack: &Pack, answers: &Answers) -> String {
    pack.pages(answers, TODAY).iter().map(|page| page.id.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_path_of_pages() {
    let pack = juminhyo();
    for (given, pages) in [
        ("", "who include copies purpose phone"),
        ("who=self", "who include copies purpose phone"),
        ("who=household", "who include copies purpose phone"),
        ("who=some", "who members include copies purpose phone"),
        ("who=other", "who relation other_name include copies purpose phone"),
        ("who=self numbers=yes", "who include numbers copies purpose phone"),
        ("who=household numbers=yes", "who include numbers copies purpose phone"),
        ("who=some numbers=yes", "who members include copies purpose phone"),
        ("who=other numbers=yes", "who relation other_name include copies purpose phone"),
        ("who=self purpose=other", "who include copies purpose purpose_other phone"),
        ("who=nobody", "who include copies purpose phone"),
    ] {
        assert_eq!(path(&pack, &answers(given)), pages, "{given}");
    }
}

#[test]
fn every_fault_of_an_answer_in_words() {
    let pack = juminhyo();
    for (page, given, field, ja) in [
        ("who", "", "who", "どなたの分か、1つ選んでください"),
        ("who", "who=nobody", "who", "どなたの分か、1つ選んでください"),
        ("members", "who=some", "members", "お名前をカタカナで入れてください"),
        ("members", "who=some members=海原一郎", "members", "カタカナだけで入れてください"),
        ("relation", "who=other", "relation", "ご関係を1つ選んでください"),
        ("other_name", "who=other other_name=#panic(1)", "other_name", "カタカナだけで入れてください"),
        ("include", "who=some head=yes registry=no", "residence", "「のせる」か「のせない」を選んでください"),
        (
            "include",
            "who=self head=yes registry=no residence=no",
            "numbers",
            "「のせる」か「のせない」を選んでください",
        ),
        (
            "numbers",
            "who=self numbers=yes my_number=no resident_code=no",
            "resident_code",
            "どちらかを「のせる」にしてください",
        ),
        ("copies", "", "copies", "何通か選んでください"),
        ("copies", "copies=0", "copies", "1通から10通までです"),
        ("copies", "copies=11", "copies", "1通から10通までです"),
        ("copies", "copies=many", "copies", "1通から10通までです"),
        ("purpose", "", "purpose", "使いみちを1つ選んでください"),
        ("purpose_other", "purpose=other", "purpose_other", "使いみちをカタカナで入れてください"),
        ("phone", "phone=110110", "phone", "0から始まる10けたか11けたです"),
    ] {
        let errors = pack.errors(pack.page(page).unwrap(), &answers(given), TODAY);
        let [error] = errors.as_slice() else { panic!("{page} {given}: {errors:?}") };
        assert_eq!((error.field.as_str(), say(&error.sentence, "ja")), (field, ja), "{given}");
    }
}

#[test]
fn a_phone_number_may_be_left_out_and_emptied_again() {
    let pack = juminhyo();
    let page = pack.page("phone").unwrap();
    let emptied = Answers::from([("phone".to_owned(), Value::Text(String::new()))]);
    for answers in [Answers::new(), emptied, answers("phone=0312345678")] {
        assert!(pack.errors(page, &answers, TODAY).is_empty(), "{answers:?}");
    }
}

#[test]
fn the_fee_follows_the_copies() {
    let pack = juminhyo();
    assert_eq!(pack.fee(&answers("")), None);
    assert_eq!(pack.fee(&answers("copies=11")), None);
    for count in 1..=10 {
        let fee = Fee { unit: 300, count, total: 300 * count };
        assert_eq!(pack.fee(&answers(&format!("copies={count}"))), Some(fee));
    }
}

#[test]
fn the_summary_has_the_card_first_and_a_page_to_change_each_other_row() {
    let pack = juminhyo();
    let given = answers(
        "who=household head=yes registry=no residence=no numbers=yes my_number=yes resident_code=yes copies=2 \
         purpose=pension phone=09012345678",
    );
    let facts: Facts = person();
    let rows: Vec<String> = pack
        .summary(&given, Some(&facts), "ja", TODAY)
        .iter()
        .map(|row| {
            format!("{}|{}|{:?}|{}", row.label, row.value.as_str(), row.from, row.page.as_deref().unwrap_or("-"))
        })
        .collect();
    assert_eq!(
        rows,
        [
            "請求する方|髙﨑　吉子|Card|-",
            "必要な方|世帯全員|Typed|who",
            "のせるもの|世帯主と続柄、マイナンバー・住民票コード|Typed|include",
            "のせる番号|マイナンバー、住民票コード|Typed|numbers",
            "通数|2通|Typed|copies",
            "使いみち|年金の手続き|Typed|purpose",
            "電話番号|090-1234-5678|Typed|phone",
        ]
    );
    let none = answers("who=self head=no registry=no residence=no numbers=no copies=1 purpose=work");
    let english = pack.summary(&none, None, "en", TODAY);
    let value = |page: &str| english.iter().find(|row| row.page.as_deref() == Some(page)).unwrap().value.to_string();
    assert_eq!(
        (value("include"), value("phone"), value("copies")),
        ("Nothing more".into(), "Not given".into(), "1".into())
    );
    assert!(english.iter().all(|row| row.from == From::Typed));
}

#[test]
fn a_changed_mind_leaves_no_trace() {
    let pack = juminhyo();
    let mut given = answers("who=other relation=asked other_name=ウナバラ copies=1 purpose=work");
    assert!(pack.kanji_to_check(&given, TODAY));
    assert_eq!(pack.papers(&given, "en", TODAY), ["Letter of authority"]);
    given.insert("who".into(), Value::Text("self".into()));
    let settled = pack.settled(&given, TODAY);
    assert!(!settled.contains_key("relation") && !settled.contains_key("other_name"), "{settled:?}");
    assert!(!pack.kanji_to_check(&given, TODAY));
    assert!(pack.papers(&given, "ja", TODAY).is_empty());
}

/// Any answer at all: usable ones, ones of another kind, none.
fn any_value() -> impl Strategy<Value = Option<Value>> {
    prop_oneof![
        Just(None),
        any::<bool>().prop_map(|flag| Some(Value::Flag(flag))),
        (-2_i64..14).prop_map(|number| Some(Value::Number(number))),
        prop::sample::select(vec![
            "self",
            "household",
            "some",
            "other",
            "asked",
            "legal",
            "rights",
            "pension",
            "licence",
            "work",
            "school",
            "bank",
            "ウナバラ",
            "0312345678",
            "",
            "x",
        ])
        .prop_map(|text| Some(Value::Text(text.to_owned()))),
    ]
}

const FIELDS: [&str; 13] = [
    "who",
    "members",
    "relation",
    "other_name",
    "head",
    "registry",
    "residence",
    "numbers",
    "my_number",
    "resident_code",
    "copies",
    "purpose",
    "purpose_other",
];

/// Answers page by page as a person would, taking the choices from `picks`.
fn walk(pack: &Pack, picks: &[usize]) -> (Answers, Vec<String>) {
    let mut answers = Answers::new();
    let mut seen: Vec<String> = Vec::new();
    let mut picks = picks.iter().copied().cycle();
    // More pages than a pack can have: a walk that does not end is a fault.
    for _ in 0..50 {
        let pages = pack.pages(&answers, TODAY);
        let Some(page) = pages.iter().find(|page| !seen.contains(&page.id)) else { return (answers, seen) };
        for field in pack.fields(page, &answers, TODAY) {
            let pick = picks.next().unwrap_or(0);
            let value = match &field.kind {
                Kind::Choice { options } => Value::Text(options[pick % options.len()].id.clone()),
                Kind::YesNo { .. } => Value::Flag(pick % 2 == 0),
                Kind::Copies { min, max, .. } => Value::Number(min + i64::try_from(pick).unwrap() % (max - min + 1)),
                Kind::Phone => Value::Text("09000000000".to_owned()),
                Kind::Kana { .. } => Value::Text("ウナバラ　ハナ".to_owned()),
                kind => panic!("{} is not in this pack", field.id.clone() + &format!("{kind:?}")),
            };
            answers.insert(field.id.clone(), value);
        }
        let errors = pack.errors(page, &answers, TODAY);
        if !errors.is_empty() {
            // The only rule between answers: one of the two numbers.
            assert_eq!(page.id, "numbers", "{errors:?}");
            answers.insert("my_number".into(), Value::Flag(true));
            assert!(pack.errors(page, &answers, TODAY).is_empty());
        }
        seen.push(page.id.clone());
    }
    panic!("the walk does not end: {seen:?}");
}

proptest! {
    #[test]
    fn every_walk_ends_complete(picks in prop::collection::vec(0_usize..60, 1..16)) {
        let pack = juminhyo();
        let (answers, seen) = walk(&pack, &picks);
        prop_assert!(pack.all_errors(&answers, TODAY).is_empty());
        let rows = pack.summary(&answers, None, "ja", TODAY);
        let pages: Vec<String> = rows.iter().filter_map(|row| row.page.clone()).collect();
        prop_assert_eq!(&pages, &seen, "what was asked is what is checked");
        prop_assert!(rows.iter().all(|row| !row.value.is_empty()));
        prop_assert!(pack.fee(&answers).is_some());
        prop_assert!((5..=9).contains(&seen.len()));
    }

    #[test]
    fn any_answers_are_judged_alike(values in prop::collection::vec(any_value(), FIELDS.len())) {
        let pack = juminhyo();
        let answers: Answers =
            FIELDS.iter().zip(values).filter_map(|(field, value)| Some(((*field).to_owned(), value?))).collect();
        let settled = pack.settled(&answers, TODAY);
        // Answers to questions that are not asked change nothing.
        prop_assert_eq!(path(&pack, &answers), path(&pack, &settled));
        prop_assert_eq!(pack.settled(&settled, TODAY), settled.clone());
        prop_assert_eq!(pack.fee(&answers), pack.fee(&settled));
        // The faults of all pages are the faults of each.
        let each: Vec<_> =
            pack.pages(&answers, TODAY).into_iter().flat_map(|page| pack.errors(page, &answers, TODAY)).collect();
        prop_assert_eq!(pack.all_errors(&answers, TODAY), each);
        // The numbers are never asked for people outside the household.
        let who = settled.get("who");
        if who != Some(&Value::Text("self".into())) && who != Some(&Value::Text("household".into())) {
            prop_assert!(!settled.contains_key("my_number") && !settled.contains_key("resident_code"));
        }
    }
}

/// Before anything is final a person reads who is on the form; in some packs the kana stand before the name, and may be empty.
#[test]
fn people_are_named_on_the_summary_of_every_pack() {
    let (packs, _) =
        kiosk::form::pack::load_all(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/forms"));
    let mut seen = 0;
    for pack in &packs {
        for field in ["members", "children"].into_iter().filter_map(|id| pack.page(id)).flat_map(|page| &page.fields) {
            let Kind::Rows { parts, .. } = &field.kind else { continue };
            if parts.iter().all(|part| part.id != "name") {
                continue;
            }
            let row = |name: &str| [("name".to_owned(), Value::Text(name.to_owned()))].into_iter().collect();
            let people = Value::Rows(vec![row("髙﨑　𠮷子"), row("渡邉　花子")]);
            assert_eq!(field.kind.in_short(&people, "ja"), "髙﨑　𠮷子、渡邉　花子", "{} {}", pack.id, field.id);
            seen += 1;
        }
    }
    assert!(seen >= 3, "{seen} packs ask for people");
}
