//! Every glyph (外字): all of JIS X 0208 and five hundred hard characters of names. None becomes `?`, 〓 or a box unnoticed.

use drivers::printer::{Align, Fault, Glyphs, Line, Manner, Profile, Size, Slip, escpos};
use kiosk::form::Typesetter;

use super::assets;

const HARD: &str = include_str!("hard-characters.txt");

fn profile(manner: Manner) -> Profile {
    let file = assets().join("../config/printers/generic-80mm.toml");
    Profile { manner, ..Profile::load(&file).unwrap() }
}

fn encoded(text: &str, manner: Manner, typesetter: &Typesetter) -> Result<Vec<u8>, Fault> {
    let line = Line::Text { text: text.to_owned(), size: Size::Normal, align: Align::Left, bold: false };
    escpos::encode(&Slip { lines: vec![line] }, &profile(manner), typesetter)
}

/// The kanji and kana of JIS X 0208, by their code: rows 1 to 84, 94 cells each.
fn jis_x_0208() -> Vec<([u8; 2], char)> {
    let mut all = Vec::new();
    for lead in (0x81..=0x9F).chain(0xE0..=0xEA).filter(|lead| !matches!(lead, 0x85..=0x87)) {
        for trail in (0x40..=0x7E).chain(0x80..=0xFC) {
            let code: [u8; 2] = [lead, trail];
            let (text, _, bad) = encoding_rs::SHIFT_JIS.decode(&code);
            let mut chars = text.chars();
            if let (false, Some(c), None) = (bad, chars.next(), chars.next()) {
                all.push((code, c));
            }
        }
    }
    all
}

#[test]
fn all_of_jis_x_0208_is_text_and_is_drawn_with_ink_in_every_cell() {
    let typesetter = Typesetter::new(&assets()).unwrap();
    let all = jis_x_0208();
    assert_eq!(all.len(), 6879, "characters of JIS X 0208");
    for row in all.chunks(24) {
        let text: String = row.iter().map(|(_, c)| *c).filter(|c| *c != '\u{3000}').collect();
        let codes: Vec<u8> = row.iter().filter(|(_, c)| *c != '\u{3000}').flat_map(|(code, _)| *code).collect();
        for c in text.chars() {
            let bytes = encoded(&c.to_string(), Manner::Text, &typesetter).unwrap();
            let code = row.iter().find(|(_, of)| *of == c).unwrap().0;
            assert!(bytes.windows(2).any(|window| window == code), "{c}");
        }
        assert_eq!(codes.len(), 2 * text.chars().count());
        for c in text.chars() {
            assert!(inked(&typesetter, &c.to_string()), "{c} is drawn without ink, or as a box");
        }
    }
}

#[test]
fn five_hundred_hard_characters_are_drawn_or_announced() {
    let typesetter = Typesetter::new(&assets()).unwrap();
    let hard: Vec<&str> =
        HARD.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(hard.len(), 500);
    let mut announced = 0;
    for text in hard {
        for manner in [Manner::Text, Manner::Drawn] {
            match encoded(text, manner, &typesetter) {
                Ok(bytes) => {
                    assert!(bytes.windows(3).any(|window| window == b"\x1dv0"), "{text} was not drawn");
                    assert!(inked(&typesetter, text), "{text} is drawn without ink, or as a box");
                }
                Err(Fault::Glyph) => announced += 1,
                Err(fault) => panic!("{text}: {fault}"),
            }
        }
    }
    assert!(announced < 500, "most hard characters are drawn: {announced} of 1000 were announced instead");
}

/// Whether the drawing has ink and is not the hollow box of a missing glyph.
fn inked(typesetter: &Typesetter, text: &str) -> bool {
    let Some(picture) = typesetter.draw(text, 24, false) else { return false };
    let dots = |x: std::ops::Range<u32>| {
        x.flat_map(|x| (0..picture.height).map(move |y| (x, y))).filter(|(x, y)| picture.ink(*x, *y)).count()
    };
    let columns: Vec<usize> = (0..picture.width).map(|x| dots(x..x + 1)).collect();
    let inked: Vec<usize> = columns.iter().copied().filter(|count| *count > 0).collect();
    // A box has two full sides and two dots or fewer at top and bottom of all between; □ and its like are squares by right.
    let hollow = inked.len() > 8
        && inked.iter().skip(2).take(inked.len() - 4).all(|count| *count <= 4)
        && inked.first().is_some_and(|side| *side >= 14)
        && inked.last().is_some_and(|side| *side >= 14);
    let row = |y: u32| (0..picture.width).filter(|x| picture.ink(*x, y)).count();
    let rows: Vec<usize> = (0..picture.height).map(row).filter(|count| *count > 0).collect();
    let lid = |row: Option<&usize>| row.is_some_and(|count| count * 10 >= inked.len() * 8);
    let hollow = hollow && lid(rows.first()) && lid(rows.last());
    !inked.is_empty() && (!hollow || "□ロ口囗凵冂".contains(text))
}
