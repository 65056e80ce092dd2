//! The packs that ship (同梱の様式): each loads, fills its example, keeps its golden, and takes hard names whole.
//!
//! A golden is the text of the PDF as `pdftotext -layout` reads it, made from `kiosk form fill`; nothing here writes one.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use jiff::civil::{Date, date};
use kiosk::form::fill::fill;
use kiosk::form::{Pack, Typesetter, Value, pack};

use super::{assets, place};

const TODAY: Date = date(2026, 11, 24);

fn packs() -> Vec<Pack> {
    let (packs, errors) = pack::load_all(&assets().join("forms"));
    assert!(errors.is_empty(), "{errors:#?}");
    packs
}

fn read(pack: &str, file: &str) -> String {
    let path = assets().join("forms").join(pack).join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

fn text(pdf: &[u8]) -> String {
    let mut child = Command::new("pdftotext")
        .args(["-layout", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext of poppler-utils is installed");
    let mut input = child.stdin.take().unwrap();
    let bytes = pdf.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn filled(typesetter: &Typesetter, pack: &Pack, facts: &str, answers: &str) -> Result<Vec<u8>, String> {
    fill(typesetter, pack, facts, answers, (&place(), TODAY, "ja", false)).map_err(|error| error.to_string())
}

fn pages(pdf_text: &str) -> usize {
    pdf_text.matches('\u{c}').count()
}

#[test]
fn all_that_should_ship_do() {
    let ids: Vec<String> = packs().into_iter().map(|pack| pack.id).collect();
    let wanted = "anketo hinansha idou ininjo inkan jido-teate juminhyo kijitsumae kokuho-kanyu kokuho-kogaku \
                  kokuho-saikofu koseki ningen-dock ninpu-kyufu okuyami toshokan zei";
    assert_eq!(ids.join(" "), wanted);
}

#[test]
fn each_example_prints_as_its_golden() {
    let typesetter = Typesetter::new(&assets()).unwrap();
    for pack in packs() {
        let (facts, answers) = (read(&pack.id, "example-facts.json"), read(&pack.id, "example-answers.json"));
        let pdf = filled(&typesetter, &pack, &facts, &answers).unwrap_or_else(|why| panic!("{}: {why}", pack.id));
        let printed = text(&pdf);
        assert_eq!(pages(&printed), 1, "{} is one page", pack.id);
        assert_eq!(printed, read(&pack.id, "golden.txt"), "{}", pack.id);
    }
}

fn facts(name: &str, address: &str) -> String {
    serde_json::json!({"name": name, "address": address, "birth": "1985-06-20", "sex": "female", "source": "card", "genuineness": "genuine"})
        .to_string()
}

#[test]
fn hard_names_and_the_longest_address_stay_whole_in_every_pack() {
    let typesetter = Typesetter::new(&assets()).unwrap();
    let long = format!("海原県海原市{}", "東西南北中央町一丁目".repeat(9));
    for pack in packs().into_iter().filter(|pack| pack.person) {
        let answers = read(&pack.id, "example-answers.json");
        for name in ["#panic(1)", "MAXIMILIANA　ALEXANDRINA WILHELMINA SOFIA", "髙﨑𠮷野", "]#[ \\ $x$ *b* <l>"] {
            let pdf = filled(&typesetter, &pack, &facts(name, &long), &answers)
                .unwrap_or_else(|why| panic!("{} with {name}: {why}", pack.id));
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let printed = text(&pdf);
            assert_eq!(pages(&printed), 1, "{} with {name}", pack.id);
            let order = |text: &str| {
                let mut found: Vec<char> = bare(text).chars().collect();
                found.sort_unstable();
                found
            };
            // A name of two lines stands between other cells in the order of the page: its letters are counted.
            let (all, wanted) = (order(&printed), order(name));
            let held = |c: char| all.iter().filter(|found| **found == c).count();
            assert!(
                wanted.iter().all(|c| held(*c) >= wanted.iter().filter(|w| *w == c).count()),
                "{name} in {}",
                pack.id
            );
        }
    }
}

#[test]
fn a_letter_of_authority_never_holds_who_delegates() {
    let (typesetter, pack) = (Typesetter::new(&assets()).unwrap(), pack::load(&assets().join("forms/ininjo")).unwrap());
    let answers = read("ininjo", "example-answers.json");
    let printed = text(&filled(&typesetter, &pack, &facts("海原　花子", "海原市中央１番"), &answers).unwrap());
    let below = printed.split("委任者（頼む方）").nth(1).expect("the part of the person who delegates");
    assert_eq!(printed.matches("海原　花子").count() + printed.matches("海原 花子").count(), 1, "{printed}");
    assert!(!below.contains("花子") && !below.contains("中央１番"), "{below}");
    for asked in ["delegator", "signature", "principal"] {
        assert!(pack.field(asked).is_none());
    }
}

#[test]
fn a_form_out_of_its_days_says_which() {
    let (typesetter, pack) =
        (Typesetter::new(&assets()).unwrap(), pack::load(&assets().join("forms/kijitsumae")).unwrap());
    let answers = read("kijitsumae", "example-answers.json");
    let (facts, day) = (facts("海原　花子", "海原市"), date(2026, 12, 7));
    let error = fill(&typesetter, &pack, &facts, &answers, (&place(), day, "ja", false)).unwrap_err().to_string();
    assert_eq!(error, "the form may be used from 2026-11-01 to 2026-12-06");
}

/// What a person reads beside the field, for answers that cannot be used.
#[test]
fn bad_answers_are_named_by_field_in_words() {
    let typesetter = Typesetter::new(&assets()).unwrap();
    let facts = facts("海原　花子", "海原市");
    for (id, field, bad, said) in [
        ("idou", "moved", serde_json::json!("昭和65年1月1日"), "moved: ない日付です。元号と年月日を確かめてください"),
        ("idou", "moved", serde_json::json!("平成31年5月1日"), "moved: ない日付です。元号と年月日を確かめてください"),
        (
            "idou",
            "moved",
            serde_json::json!("R090101"),
            "moved: 引っ越した後の日付を入れてください。転入・転居は引っ越してから届け出ます",
        ),
        (
            "idou",
            "members",
            serde_json::json!([{"name": "海原", "birth": "R010431", "relation": "child"}]),
            "members.1.birth: ない日付です。元号と年月日を確かめてください",
        ),
        (
            "idou",
            "members",
            serde_json::json!([{"name": "番号123456789018", "birth": "R010501", "relation": "child"}]),
            "members.1.name: 長すぎるか、使えない文字や番号が入っています",
        ),
        ("idou", "members", serde_json::json!([]), "members: 1人以上入れてください"),
        (
            "idou",
            "new_address",
            serde_json::json!({"postcode": "871005", "town": "海原市"}),
            "new_address.postcode: けた数が正しくありません。数字だけで入れてください",
        ),
        ("idou", "phone", serde_json::json!("12345"), "phone: 0から始まる10けたか11けたです"),
        (
            "jido-teate",
            "account",
            serde_json::json!({"where": "post", "symbol": "10125", "post_number": "12345671", "holder": "ｳﾅﾊﾞﾗ"}),
            "account: 口座の記号・番号を確かめてください",
        ),
        (
            "jido-teate",
            "account",
            serde_json::json!({"where": "bank", "bank": "海原", "branch": "本店", "type": "ordinary", "number": "12345678", "holder": "ウナバラ"}),
            "account.number: けた数が正しくありません。数字だけで入れてください",
        ),
        ("jido-teate", "pension", serde_json::json!("public"), "pension: 公務員の方は、勤め先に請求してください"),
        (
            "kokuho-kogaku",
            "month",
            serde_json::json!("R060901"),
            "month: 診療の翌月から2年を過ぎると、時効で申請できません。係をお呼びください",
        ),
        (
            "ningen-dock",
            "day",
            serde_json::json!("R080331"),
            "day: 同じ年度（4月から翌年3月）に受けたものだけ申請できます",
        ),
        ("inkan", "number", serde_json::json!("１２３"), "number: けた数が正しくありません。数字だけで入れてください"),
        ("koseki", "relation", serde_json::json!("friend"), "relation: 1つ選んでください"),
    ] {
        let pack = pack::load(&assets().join("forms").join(id)).unwrap();
        let mut answers: serde_json::Value = serde_json::from_str(&read(id, "example-answers.json")).unwrap();
        answers[field] = bad;
        let error = filled(&typesetter, &pack, &facts, &answers.to_string()).unwrap_err();
        assert_eq!(error, said, "{id}");
    }
}

#[test]
fn an_age_of_the_card_decides() {
    let pack = pack::load(&assets().join("forms/inkan")).unwrap();
    let given =
        |age| [("visitor".to_owned(), Value::Text("self".to_owned())), ("age".to_owned(), Value::Number(age))].into();
    let page = pack.page("visitor").unwrap();
    assert_eq!(pack.errors(page, &given(14), TODAY).len(), 1);
    assert!(pack.errors(page, &given(15), TODAY).is_empty());
}

#[test]
fn fees_follow_from_what_is_asked() {
    for (id, field, value, copies, total) in [
        ("koseki", "kind", "full", 1, 450),
        ("koseki", "kind", "old", 2, 1500),
        ("koseki", "kind", "address", 1, 300),
        ("koseki", "kind", "received", 1, 350),
        ("zei", "kind", "income", 3, 900),
        ("zei", "kind", "car", 1, 0),
        ("inkan", "visitor", "self", 2, 600),
    ] {
        let pack = pack::load(&assets().join("forms").join(id)).unwrap();
        let answers = [(field.to_owned(), Value::Text(value.to_owned())), ("copies".to_owned(), Value::Number(copies))];
        assert_eq!(pack.fee(&answers.into()).map(|fee| fee.total), Some(total), "{id} {value}");
    }
}

#[test]
fn rules_that_go_in_a_circle_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("inkan");
    copy(&assets().join("forms/inkan"), &folder);
    for file in ["common.toml", "common.typ"] {
        std::fs::copy(assets().join("forms").join(file), dir.path().join(file)).unwrap();
    }
    let form = std::fs::read_to_string(folder.join("form.toml")).unwrap();
    let circle = "\n[[computed]]\nid = \"a\"\nvalue = \"b\"\n[[computed]]\nid = \"b\"\nvalue = \"a\"\n";
    std::fs::write(folder.join("form.toml"), format!("{form}{circle}")).unwrap();
    let errors = pack::load(&folder).unwrap_err();
    let line = form.lines().count() + 4;
    let named = errors.iter().find(|error| error.field == "computed.a").unwrap();
    assert_eq!((named.line, named.reason.as_str()), (line, "goes in a circle (a loop): a → b → a"));
    let later = form.replacen("id = \"visitor\"\ntitle", "id = \"visitor\"\nwhen = \"copies != null\"\ntitle", 1);
    assert_ne!(later, form);
    std::fs::write(folder.join("form.toml"), later).unwrap();
    let errors = pack::load(&folder).unwrap_err();
    assert!(
        errors.iter().any(|error| error.field == "page.visitor.when" && error.reason.contains("(a loop)")),
        "{errors:?}"
    );
}

#[test]
fn a_pack_kept_with_a_case_is_the_same_pack() {
    for pack in packs() {
        let kept = serde_json::to_vec(pack.folder()).unwrap();
        let again = pack::restore(serde_json::from_slice(&kept).unwrap()).unwrap();
        assert_eq!(again.folder().hash(), pack.folder().hash());
        assert_eq!((again.id, again.version), (pack.id, pack.version));
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for file in std::fs::read_dir(from).unwrap().flatten() {
        std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}
