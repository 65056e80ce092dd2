//! The code on a printed form (様式に刷ったQR): read again from the picture of every pack's page, without OCR.

use jiff::civil::{Date, date};
use kiosk::form::{Answers, Filling, From, Pack, Picture, Typesetter, Value, facts_json, pack};
use kiosk::qr::paper;

use super::{assets, juminhyo, person, place};

const TODAY: Date = date(2026, 11, 24);
const RECEIPT: &str = "A-142";

fn picture(typesetter: &Typesetter, pack: &Pack, answers: &Answers) -> Picture {
    let (facts, place) = (person(), place());
    let filling = Filling {
        facts: pack.person.then_some(&facts),
        printed: None,
        from: From::Card,
        answers,
        today: TODAY,
        receipt: Some(RECEIPT),
        place: &place,
        practice: false,
        again: false,
    };
    let mut pages = typesetter.pictures(pack, &filling, 450.0).unwrap_or_else(|why| panic!("{}: {why}", pack.id));
    pages.remove(0)
}

/// Every code at the head of the page, as text.
fn codes(page: &Picture) -> Vec<String> {
    let (width, height) = (page.width as usize, page.height as usize / 3);
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| page.rgba[(y * width + x) * 4]);
    image.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect()
}

fn read(name: &str, page: &Picture) -> paper::Printed {
    keep(name, page);
    let codes = codes(page);
    let found: Vec<_> = codes.iter().filter_map(|code| paper::read(code)).collect();
    assert_eq!(found.len(), 1, "one code of ours on {name}, among {codes:?}");
    found.into_iter().next().unwrap()
}

#[test]
fn every_pack_prints_its_own_data_as_a_code() {
    let typesetter = Typesetter::new(&assets()).unwrap();
    let (packs, errors) = pack::load_all(&assets().join("forms"));
    assert!(errors.is_empty());
    for pack in packs {
        let text = std::fs::read_to_string(assets().join("forms").join(&pack.id).join("example-answers.json")).unwrap();
        let answers: Answers = serde_json::from_str(&text).unwrap();
        let printed = read(&pack.id, &picture(&typesetter, &pack, &answers));
        assert_eq!(printed.receipt, RECEIPT, "{}", pack.id);
        assert!(!printed.cut, "{}: its example fits", pack.id);
        assert_eq!((printed.form.as_str(), printed.version), (pack.id.as_str(), pack.version));
        assert_eq!(printed.date, "2026-11-24");
        assert_eq!(printed.answers, pack.settled(&answers, TODAY), "{}", pack.id);
        let facts = facts_json::write(&person(), From::Card);
        let facts: serde_json::Value = serde_json::from_str(&facts).unwrap();
        if pack.person {
            assert_eq!(printed.applicant["name"], facts["name"].as_str().unwrap(), "{}", pack.id);
            assert_eq!(printed.applicant["birth"], "1944-03-08", "{}", pack.id);
            assert_eq!(printed.applicant["source"], "card", "{}", pack.id);
        } else {
            assert!(printed.applicant.is_empty(), "{}", pack.id);
        }
    }
}

#[test]
fn a_form_with_too_much_for_a_code_carries_its_number_and_says_so() {
    let typesetter = Typesetter::new(&assets()).unwrap();
    let idou = pack::load(&assets().join("forms/idou")).unwrap();
    let text = std::fs::read_to_string(assets().join("forms/idou/example-answers.json")).unwrap();
    let mut answers: Answers = serde_json::from_str(&text).unwrap();
    let Some(Value::Rows(rows)) = answers.get_mut("members") else { panic!("rows") };
    // Letters without a pattern: what repeats itself packs well.
    let name = |row: u32| {
        let letter = |at: u32| char::from_u32(0x4e00 + (row * 40 + at) * 48_271 % 0x4000).unwrap();
        Value::Text(format!("髙﨑{}", (0..24).map(letter).collect::<String>()))
    };
    let first = rows[0].clone();
    *rows = (1..=8)
        .map(|row| [first.clone(), [("name".to_owned(), name(row))].into()].into_iter().flatten().collect())
        .collect();
    let page = picture(&typesetter, &idou, &answers);
    let printed = read("idou-cut", &page);
    assert!(printed.cut && printed.receipt == RECEIPT && printed.applicant.is_empty());
}

#[test]
fn an_independent_reader_and_the_command_line_read_the_paper() {
    let (typesetter, pack) = (Typesetter::new(&assets()).unwrap(), juminhyo());
    let answers =
        super::answers("who=self head=yes registry=no residence=no copies=2 numbers=no purpose=bank phone=0120000000");
    let page = picture(&typesetter, &pack, &answers);
    let file = keep("juminhyo-command", &page);
    let zbar = std::process::Command::new("zbarimg").args(["-q", "--raw", "--oneshot", "-Sbinary"]).arg(&file).output();
    let code = String::from_utf8(zbar.expect("zbarimg of zbar-tools is installed").stdout).unwrap();
    assert!(code.starts_with(paper::MARK), "{code}");
    let said = std::process::Command::new(env!("CARGO_BIN_EXE_kiosk")).args(["qr", "read", &code]).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let said: serde_json::Value = serde_json::from_slice(&said.stdout).unwrap();
    assert_eq!((&said["kind"], &said["受付番号"]), (&"form".into(), &RECEIPT.into()));
    assert_eq!(said["applicant"]["name"], "髙﨑　吉子");
    assert_eq!(said["answers"]["copies"], 2);
}

/// Leaves the page beside the tests' other output, for eyes and other programs.
fn keep(name: &str, page: &Picture) -> std::path::PathBuf {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("code-{name}.png"));
    let mut png = png::Encoder::new(std::fs::File::create(&path).unwrap(), page.width, page.height);
    png.set_color(png::ColorType::Rgba);
    png.write_header().unwrap().write_image_data(&page.rgba).unwrap();
    path
}
