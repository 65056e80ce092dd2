//! What is said about a pack that is wrong (様式ファイルの誤り), and what the shipped one promises.

use std::fs;
use std::path::Path;

use jiff::civil::date;
use kiosk::form::pack::{self, PackError};
use kiosk::form::{Kind, LANGUAGES, Sentence, say};

use super::{assets, juminhyo};

fn shipped() -> String {
    fs::read_to_string(assets().join("forms/juminhyo/form.toml")).unwrap()
}

/// Loads the shipped pack with `from` written as `to`.
fn broken(from: &str, to: &str) -> Vec<PackError> {
    let text = shipped();
    assert!(text.contains(from), "{from} is not in the pack");
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("juminhyo");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("form.toml"), text.replacen(from, to, 1)).unwrap();
    fs::write(folder.join("layout.typ"), "").unwrap();
    pack::load(&folder).err().unwrap_or_default()
}

/// The line of the shipped file where `text` stands first.
fn line_of(text: &str) -> usize {
    shipped().lines().position(|line| line.contains(text)).unwrap() + 1
}

#[test]
fn every_fault_is_named_by_line_and_field() {
    let title = "title = { ja = \"何通必要ですか\"";
    for (from, to, line, field, reason) in [
        ("version = 1", "version = 1\ncolour = \"red\"", line_of("version = 1") + 1, "colour", "unknown field"),
        (
            "kind = \"copies\"",
            "kind = \"copys\"",
            line_of("kind = \"copies\""),
            "page.copies.copies.kind",
            "is not one of",
        ),
        (title, "title = { de = \"Wie viele\"", line_of(title), "page.copies.title", "no sentence for `ja`"),
        (title, "title = { de = \"Wie viele\"", line_of(title), "page.copies.title", "`de` is not a language"),
        (
            "when = \"who == 'some'\"",
            "when = \"who == 'some\"",
            line_of("when = \"who == 'some'\""),
            "page.members.when",
            "not a CEL",
        ),
        (
            "when = \"who == 'some'\"",
            "when = \"whom == 'some'\"",
            line_of("when = \"who == 'some'\""),
            "page.members.when",
            "no field `whom`",
        ),
        (
            "when = \"who == 'some'\"",
            "when = \"'some'\"",
            line_of("when = \"who == 'some'\""),
            "page.members.when",
            "not true or false",
        ),
        (
            "when = \"who == 'some'\"",
            "when = \"copies > 3\"",
            line_of("when = \"who == 'some'\""),
            "page.members.when",
            "with nothing answered",
        ),
        (
            "\"settings.phone != 'off'\"",
            "\"settings.fone != 'off'\"",
            line_of("\"settings.phone != 'off'\""),
            "page.phone.when",
            "with nothing answered",
        ),
        ("count = \"copies\"", "count = \"'two'\"", line_of("count = \"copies\""), "fee.count", "not a whole number"),
        ("id = \"members\"", "id = \"who\"", line_of("id = \"members\""), "page.who", "used twice"),
        ("id = \"self\"", "id = \"Only Me\"", line_of("id = \"self\""), "page.who.who.Only Me", "an id is made of"),
        (
            "valid_from = \"2025-05-26\"",
            "valid_from = \"2025-02-30\"",
            line_of("valid_from"),
            "valid_from",
            "is not a date",
        ),
        ("id = \"juminhyo\"", "id = \"koseki\"", line_of("id = \"juminhyo\""), "id", "the folder's name `juminhyo`"),
        ("layout = \"layout.typ\"", "layout = \"../x.typ\"", line_of("layout = "), "layout", "same folder"),
        ("min = 1\n", "min = 11\n", line_of("kind = \"copies\""), "page.copies.copies.min", "more than max"),
        (
            "unit = { ja = \"{n}通\"",
            "unit = { ja = \"通\"",
            line_of("kind = \"copies\""),
            "page.copies.copies.unit",
            "no {n}",
        ),
        (
            "kind = \"phone\"",
            "kind = \"phone\"\nseveral = true",
            line_of("kind = \"phone\""),
            "page.phone.phone.several",
            "does not belong",
        ),
        (
            "1通{settings.fee}円",
            "1通{settings.price}円",
            line_of("1通{settings.fee}円"),
            "page.copies.hint",
            "a setting that does not exist",
        ),
    ] {
        let errors = broken(from, to);
        let found =
            errors.iter().any(|error| error.line == line && error.field == field && error.reason.contains(reason));
        assert!(found, "{to}: wanted {line} {field} {reason}, got {errors:#?}");
        let said = errors[0].to_string();
        assert!(said.contains(&format!("form.toml:{}", errors[0].line)), "{said}");
    }
}

#[test]
fn names_and_telephone_numbers_never_come_onto_a_slip() {
    let errors = broken("row = { ja = \"電話番号\"", "on_slip = true\nrow = { ja = \"電話番号\"");
    assert!(errors.iter().any(|error| error.field == "page.phone.on_slip"), "{errors:?}");
}

#[test]
fn all_faults_come_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("juminhyo");
    fs::create_dir(&folder).unwrap();
    let text = shipped().replace("kind = \"phone\"", "kind = \"fax\"").replace("who == 'some'", "whom == 'some'");
    fs::write(folder.join("form.toml"), text).unwrap();
    fs::write(folder.join("layout.typ"), "").unwrap();
    let (packs, errors) = pack::load_all(dir.path());
    assert!(packs.is_empty());
    assert_eq!(errors.len(), 2, "{errors:#?}");
}

#[test]
fn what_cannot_be_read_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let error = &pack::load(dir.path()).unwrap_err()[0];
    assert!(error.to_string().contains("form.toml: cannot be read"), "{error}");
    let (_, errors) = pack::load_all(Path::new("/no/such/folder"));
    assert!(errors[0].to_string().starts_with("/no/such/folder: cannot be read"), "{}", errors[0]);
}

#[test]
fn every_shipped_pack_loads() {
    let (packs, errors) = pack::load_all(&assets().join("forms"));
    assert!(errors.is_empty(), "{errors:#?}");
    assert!(packs.iter().any(|pack| pack.id == "juminhyo"));
}

#[test]
fn a_form_is_valid_from_and_to_its_days() {
    let pack = juminhyo();
    assert!(!pack.valid_on(date(2025, 5, 25)));
    assert!(pack.valid_on(date(2025, 5, 26)));
    assert!(pack.valid_on(date(2099, 1, 1)));
    assert_eq!(pack.title("ja-yasashi"), "じゅうみんひょう");
}

/// Words as LOOKS 8 asks: titles of 24 characters or less, no forbidden words, easy Japanese without kanji.
#[test]
fn the_words_are_plain() {
    let pack = juminhyo();
    let mut sentences: Vec<(&str, &Sentence)> = Vec::new();
    for page in pack.pages(&super::answers("who=other purpose=other"), date(2026, 11, 24)) {
        assert!(say(&page.title, "ja").chars().count() <= 24, "{}", say(&page.title, "ja"));
        sentences.extend([("title", &page.title), ("hint", &page.hint), ("row", &page.row)]);
        for field in &page.fields {
            sentences.extend([("label", &field.label), ("hint", &field.hint), ("missing", &field.missing)]);
            if let Kind::Choice { options } = &field.kind {
                sentences.extend(options.iter().flat_map(|option| [("label", &option.label), ("hint", &option.hint)]));
            }
        }
    }
    assert!(sentences.len() > 50);
    for (part, sentence) in sentences {
        for language in LANGUAGES {
            let text = say(sentence, language);
            for word in ["エラー", "無効", "押下", "選択", "実行", "OK"] {
                assert!(!text.contains(word), "{text}");
            }
        }
        let easy = say(sentence, "ja-yasashi");
        assert!(!easy.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c)), "{easy}");
        let english = say(sentence, "en");
        assert!(part == "hint" || english.split_whitespace().count() <= 8, "{english}");
    }
}

#[test]
fn every_picture_exists() {
    for page in juminhyo().pages(&super::answers(""), date(2026, 11, 24)) {
        for field in &page.fields {
            let Kind::Choice { options } = &field.kind else { continue };
            for picture in options.iter().filter_map(|option| option.picture.as_ref()) {
                assert!(assets().join(format!("art/{picture}.svg")).is_file(), "{picture}");
            }
        }
    }
}
