//! Tests of the typesetter (組版の試験): the words are really on the paper, in glyphs that exist, inside the page.

mod printed;

use std::path::PathBuf;

use drivers::card::{Genuineness, Sex};
use drivers::printer::Glyphs;
use jiff::civil::date;
use typst::layout::{Frame, FrameItem, Point};

use super::*;
use crate::form::{Kind, Value, pack};

/// A run of text on paper.
struct Run {
    text: String,
    family: String,
    found: bool,
    inside: bool,
}

fn assets() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../assets")
}

fn typesetter() -> Typesetter {
    Typesetter::new(&assets()).unwrap()
}

fn juminhyo() -> Pack {
    pack::load(&assets().join("forms/juminhyo")).unwrap()
}

fn place() -> Place {
    Place {
        municipality: "海原市".into(),
        addressee: "海原市長".into(),
        office: "市民課".into(),
        window: "3番 証明窓口".into(),
        terminal: "A".into(),
    }
}

fn person(name: &str) -> Facts {
    Facts {
        name: Zeroizing::new(name.to_owned()),
        address: Zeroizing::new("海原県海原市中央２丁目３番４号　潮見マンション５０６号室".to_owned()),
        birth: Zeroizing::new("19440308".to_owned()),
        sex: Sex::Female,
        genuineness: Genuineness::Genuine,
    }
}

fn answers(pairs: &[(&str, &str)]) -> Answers {
    let value = |text: &str| match text {
        "yes" => Value::Flag(true),
        "no" => Value::Flag(false),
        number if number.len() <= 2 && number.parse::<i64>().is_ok() => Value::Number(number.parse().unwrap()),
        text => Value::Text(text.to_owned()),
    };
    pairs.iter().map(|(field, text)| ((*field).to_owned(), value(text))).collect()
}

fn household() -> Answers {
    answers(&[
        ("who", "household"),
        ("head", "yes"),
        ("registry", "no"),
        ("residence", "no"),
        ("numbers", "no"),
        ("copies", "2"),
        ("purpose", "pension"),
        ("phone", "050-0000-1234"),
    ])
}

fn other() -> Answers {
    answers(&[
        ("who", "other"),
        ("relation", "asked"),
        ("other_name", "うなばら　いちろう"),
        ("head", "no"),
        ("registry", "yes"),
        ("residence", "no"),
        ("copies", "10"),
        ("purpose", "other"),
        ("purpose_other", "ソウゾクノテツヅキ"),
    ])
}

fn filling<'a>(facts: &'a Facts, answers: &'a Answers, place: &'a Place) -> Filling<'a> {
    let (facts, printed, from, receipt) = (Some(facts), None, From::Card, Some("A-142"));
    Filling { facts, printed, from, answers, today: date(2026, 11, 24), receipt, place, practice: false, again: false }
}

fn runs(pack: &Pack, filling: &Filling) -> Vec<Run> {
    let document = typesetter().compile(pack, filling).unwrap();
    assert_eq!(document.pages().len(), 1, "the form is one page");
    let mut runs = Vec::new();
    for page in document.pages() {
        gather(&page.frame, Point::zero(), &page.frame, &mut runs);
    }
    runs
}

fn gather(frame: &Frame, at: Point, page: &Frame, runs: &mut Vec<Run>) {
    for (offset, item) in frame.items() {
        let at = at + *offset;
        match item {
            FrameItem::Group(group) if group.transform.is_identity() => gather(&group.frame, at, page, runs),
            FrameItem::Text(text) => runs.push(Run {
                text: text.text.to_string(),
                family: text.font.font().info().family.clone(),
                found: text.glyphs.iter().all(|glyph| glyph.id != 0),
                inside: at.x.to_pt() >= 0.0
                    && at.x + text.width() <= page.width()
                    && at.y.to_pt() >= 0.0
                    && at.y <= page.height(),
            }),
            _ => {}
        }
    }
}

fn page_text(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

fn ticked(pack: &Pack, filling: &Filling) -> Vec<String> {
    use typst::foundations::{Label, Output, Selector};
    use typst::introspection::MetadataElem;
    use typst::utils::PicoStr;
    let document = typesetter().compile(pack, filling).unwrap();
    let label = Label::new(PicoStr::intern("ticked")).unwrap();
    let found = Output::introspector(&document).query(&Selector::Label(label));
    found
        .iter()
        .map(|content| {
            content.to_packed::<MetadataElem>().unwrap().value.clone().cast::<typst::foundations::Str>().unwrap()
        })
        .map(|name| name.to_string())
        .collect()
}

#[test]
fn what_was_answered_is_on_the_paper() {
    let (pack, place, facts, answers) = (juminhyo(), place(), person("髙﨑　吉子"), household());
    let runs = runs(&pack, &filling(&facts, &answers, &place));
    let text = page_text(&runs);
    for words in [
        "住民票の写し等交付請求書",
        "海原市長",
        "令和8年11月24日",
        "髙﨑　吉子",
        "海原県海原市中央２丁目３番４号　潮見マンション５０６号室",
        "昭和19年3月8日（1944年）",
        "女",
        "050-0000-1234",
        "A-142",
        "300円 × 2通 ＝",
        "600円",
        "3番 証明窓口",
        "1年間保管",
    ] {
        assert!(text.contains(words), "{words} is not on the paper:\n{text}");
    }
    for run in &runs {
        assert!(run.found, "no glyph in {}: {}", run.family, run.text);
        assert!(run.inside, "outside the page: {}", run.text);
    }
    assert!(!text.contains("練習") && !text.contains("見本"));
}

#[test]
fn boxes_are_ticked_as_answered() {
    let (pack, place, facts) = (juminhyo(), place(), person("山田　太郎"));
    for (answers, boxes) in [
        (household(), "who-household head-yes registry-no residence-no my_number-no resident_code-no purpose-pension"),
        (
            other(),
            "who-other relation-asked head-no registry-yes residence-no my_number-no resident_code-no purpose-other",
        ),
    ] {
        assert_eq!(ticked(&pack, &filling(&facts, &answers, &place)).join(" "), boxes);
    }
    let blank = Answers::new();
    let nothing = Filling { facts: None, receipt: None, ..filling(&facts, &blank, &place) };
    assert!(ticked(&pack, &nothing).is_empty(), "an empty form has no ticks");
}

/// The ticks are drawn, so the text of a PDF does not hold them: here they are asked for by name.
#[test]
fn every_shipped_form_ticks_what_its_example_chose() {
    let (packs, errors) = pack::load_all(&assets().join("forms"));
    assert!(errors.is_empty());
    for pack in packs.iter().filter(|pack| pack.id != "juminhyo") {
        let read = |file: &str| std::fs::read_to_string(assets().join("forms").join(&pack.id).join(file)).unwrap();
        let given: Answers = serde_json::from_str(&read("example-answers.json")).unwrap();
        let (facts, _) = crate::form::facts_json::read(&read("example-facts.json")).unwrap();
        let place = place();
        let names = ticked(pack, &filling(&facts, &given, &place));
        for field in pack.pages.iter().flat_map(|page| &page.fields) {
            let (Kind::Choice { options } | Kind::Several { options }) = &field.kind else { continue };
            let Some(Value::Text(chosen)) = given.get(&field.id) else { continue };
            // 税証明 shows the year in words, where the shift of a year is seen.
            if (pack.id.as_str(), field.id.as_str()) == ("zei", "year") {
                continue;
            }
            for option in options {
                let on = chosen.split(',').any(|id| id == option.id);
                let short = field.id.trim_end_matches('s');
                let name = [&field.id, short].map(|field| format!("{field}-{}", option.id));
                let drawn = names.iter().any(|tick| name.contains(tick));
                assert_eq!(drawn, on, "{}: {}-{} among {names:?}", pack.id, field.id, option.id);
            }
        }
    }
}

#[test]
fn a_name_is_data_and_never_source() {
    let (pack, place, answers) = (juminhyo(), place(), household());
    for name in ["#panic(1)", "\"#\\\"", "\\ $x$ `a`", "*bold* _it_ <label> @ref", "// note /* x */", "]#[", "= Title"]
    {
        let facts = person(name);
        let text = page_text(&runs(&pack, &filling(&facts, &answers, &place)));
        assert!(text.contains(name), "{name} is not on the paper as typed");
    }
}

#[test]
fn hard_names_have_glyphs_and_the_paper_says_what_it_could_not_show() {
    let (pack, place, answers) = (juminhyo(), place(), household());
    for name in ["髙﨑　吉子", "渡邉　齋", "𠮷野　家", "葛󠄀城　勇", "渡邊󠄁　桜"] {
        let facts = person(name);
        match typesetter().compile(&pack, &filling(&facts, &answers, &place)) {
            Ok(_) => {
                let runs = runs(&pack, &filling(&facts, &answers, &place));
                assert!(runs.iter().all(|run| run.found), "{name}: a glyph is missing");
                let survey = typesetter().fonts.survey(name);
                let told = page_text(&runs).contains("字の形が");
                assert_eq!(survey.plain > 0, told, "{name}");
                for (cluster, family) in survey.special {
                    let drawn = runs.iter().any(|run| run.text.contains(&cluster) && run.family == family);
                    assert!(drawn, "{name}: {family} has the variant but did not draw it");
                }
            }
            // A machine without Noto Sans CJK has no 𠮷; it must say so.
            Err(fault) => assert_eq!(fault, Fault::Glyph(1), "{name}"),
        }
    }
    let facts = person("\u{10FFFD}田　太郎");
    assert_eq!(typesetter().pdf(&pack, &filling(&facts, &answers, &place)), Err(Fault::Glyph(1)));
}

#[test]
fn the_longest_names_and_addresses_fit_whole() {
    let (pack, place, answers) = (juminhyo(), place(), household());
    let long: String = "阿伊宇江於加幾久計己".repeat(10);
    assert_eq!(long.chars().count(), 100);
    let foreign = "ALEXANDRA MARIA DE LA CONCEPCION VASQUEZ";
    assert_eq!(foreign.chars().count(), 40);
    for name in [long.as_str(), foreign] {
        let mut facts = person(name);
        facts.address = Zeroizing::new(format!("海原県海原市{}", "東西南北中央町一丁目".repeat(12)));
        let runs = runs(&pack, &filling(&facts, &answers, &place));
        let text = page_text(&runs).replace(' ', "");
        assert!(text.contains(&name.replace(' ', "")), "cut: {text}");
        assert!(text.contains(facts.address.as_str()), "cut: {text}");
        assert!(runs.iter().all(|run| run.inside));
    }
    let facts = person(&"あ".repeat(3000));
    assert_eq!(typesetter().pdf(&pack, &filling(&facts, &answers, &place)), Err(Fault::Overflow("name".to_owned())));
}

#[test]
fn practice_test_card_and_sample_say_so() {
    let (pack, place, answers) = (juminhyo(), place(), household());
    let mut facts = person("山田　太郎");
    let text = |facts: &Facts, practice, receipt| {
        let filled = Filling { practice, receipt, ..filling(facts, &answers, &place) };
        page_text(&runs(&pack, &filled))
    };
    assert!(text(&facts, true, Some("A-1")).contains("練習"));
    assert!(text(&facts, false, None).contains("見本"));
    let again = Filling { again: true, ..filling(&facts, &answers, &place) };
    assert!(page_text(&runs(&pack, &again)).contains("再発行"), "a second copy is taken for the first");
    assert!(!text(&facts, false, Some("A-1")).contains("再発行"));
    facts.genuineness = Genuineness::TestCard;
    assert!(text(&facts, false, Some("A-1")).contains("テストカード"));
    facts.genuineness = Genuineness::PracticeCard;
    assert!(text(&facts, false, Some("A-1")).contains("練習"), "a practice card marks the sheet by itself");
}

#[test]
fn pdf_is_the_same_each_time_and_names_nobody() {
    let (pack, place, answers, typesetter) = (juminhyo(), place(), household(), typesetter());
    let facts = person("YAMADA TARO");
    let first = typesetter.pdf(&pack, &filling(&facts, &answers, &place)).unwrap();
    typesetter.forget([&pack]);
    let again = typesetter.pdf(&pack, &filling(&facts, &answers, &place)).unwrap();
    assert!(first == again, "two prints of one filling differ");
    assert!(first.starts_with(b"%PDF-"));
    let holds = |needle: &[u8]| first.windows(needle.len()).any(|window| window == needle);
    assert!(!holds(b"YAMADA"), "the metadata names a person");
    assert!(holds(b"Kazasu"));
}

#[test]
fn nothing_recorded_is_printed_incomplete() {
    let (pack, place, facts) = (juminhyo(), place(), person("山田　太郎"));
    let mut answers = household();
    answers.remove("purpose");
    assert_eq!(typesetter().pdf(&pack, &filling(&facts, &answers, &place)), Err(Fault::Incomplete(1)));
}

#[test]
fn a_template_reaches_nothing_outside() {
    let (place, facts, answers) = (place(), person("山田　太郎"), household());
    for (source, line) in [
        ("= A\n#read(\"/etc/passwd\")", 2),
        ("#read(\"../../Cargo.toml\")", 1),
        ("#import \"@preview/cetz:0.3.0\"", 1),
        ("#datetime.today()", 1),
        ("#plugin(\"/x.wasm\")", 1),
        ("#panic(1)", 1),
        ("\n\n#let x = (", 3),
    ] {
        let mut pack = juminhyo();
        pack.layout = source.to_owned();
        match typesetter().pdf(&pack, &filling(&facts, &answers, &place)) {
            Err(Fault::Layout { pack, line: found, reason }) => {
                assert_eq!((pack.as_str(), found), ("juminhyo", line), "{source}: {reason}");
            }
            other => panic!("{source}: {:?}", other.map(|pdf| pdf.len())),
        }
    }
}

#[test]
fn missing_fonts_are_named() {
    let empty = tempfile::tempdir().unwrap();
    let fault = Typesetter::new(empty.path()).err().unwrap();
    assert_eq!(fault.code(), "F01");
    std::fs::create_dir(empty.path().join("fonts")).unwrap();
    let fault = Typesetter::new(empty.path()).err().unwrap();
    assert!(fault.to_string().contains("BIZ UDPGothic"), "{fault}");
}

#[test]
fn the_shipped_layout_compiles_blank() {
    assert_eq!(typesetter().check(&juminhyo()), Ok(()));
}

#[test]
fn pictures_have_the_size_of_the_paper() {
    let (pack, place, facts) = (juminhyo(), place(), person("髙﨑　吉子"));
    for (answers, practice, receipt) in
        [(household(), false, Some("A-142")), (other(), true, Some("A-143")), (household(), false, None)]
    {
        let filled = Filling { practice, receipt, ..filling(&facts, &answers, &place) };
        let pages = typesetter().pictures(&pack, &filled, 150.0).unwrap();
        let [page] = pages.as_slice() else { panic!("one page") };
        assert_eq!((page.width, page.height), (1240, 1754));
        assert_eq!(page.rgba.len(), 1240 * 1754 * 4);
        assert!(page.rgba.chunks(4).all(|pixel| pixel[3] == 255), "opaque");
    }
}

#[test]
fn glyphs_for_the_printer_are_whole_cells() {
    let typesetter = typesetter();
    let bitmap = typesetter.draw("髙﨑", 24, false).unwrap();
    assert_eq!((bitmap.width, bitmap.height, bitmap.bits.len()), (48, 24, 6 * 24));
    let dark: u32 = bitmap.bits.iter().map(|byte| byte.count_ones()).sum();
    assert!((100..800).contains(&dark), "{dark} dots");
    let bold = typesetter.draw("髙﨑", 24, true).unwrap();
    assert!(bold.bits.iter().map(|byte| byte.count_ones()).sum::<u32>() > dark);
    assert!(typesetter.draw("\u{10FFFD}", 24, false).is_none(), "no font has it");
    assert!(typesetter.draw("", 24, false).is_none());
    assert_eq!(typesetter.draw("#panic(1)", 24, false).unwrap().width, 9 * 12);
}
