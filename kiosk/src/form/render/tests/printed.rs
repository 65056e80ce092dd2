//! The card's own pictures on paper (券面の画像の試験): whole, in their row, and no letters beside them.

use typst::layout::{Frame, FrameItem, Point};

use super::*;

/// A picture of bars, in no letters.
fn grey_png(across: u32, down: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, across, down);
    encoder.set_color(png::ColorType::Grayscale);
    let dots: Vec<u8> =
        (0..across * down).map(|at| if (at % across / 6).is_multiple_of(2) { 0 } else { 255 }).collect();
    encoder.write_header().unwrap().write_image_data(&dots).unwrap();
    file
}

/// Where every picture stands, and its size.
fn pictured(frame: &Frame, at: Point, found: &mut Vec<(Point, Point)>) {
    for (offset, item) in frame.items() {
        match item {
            FrameItem::Group(group) if group.transform.is_identity() => pictured(&group.frame, at + *offset, found),
            FrameItem::Image(_, size, _) => found.push((at + *offset, size.to_point())),
            _ => {}
        }
    }
}

#[test]
fn the_cards_own_picture_stands_where_letters_fail() {
    let (place, answers) = (place(), household());
    // A name as wide as the box and one that is square: both whole, in the row of the name, in every form of one person.
    for (across, down) in [(600, 60), (90, 90)] {
        let png = grey_png(across, down);
        let printed = Printed::new(Some(&png), None);
        let facts = person("\u{10FFFD}田　太郎");
        let pack = juminhyo();
        let with = Filling { printed: Some(&printed), ..filling(&facts, &answers, &place) };
        let document = typesetter().compile(&pack, &with).unwrap();
        let mut images = Vec::new();
        let page = &document.pages()[0];
        pictured(&page.frame, Point::zero(), &mut images);
        let (at, size) = images
            .iter()
            .find(|(_, size)| (size.x / size.y - f64::from(across) / f64::from(down)).abs() < 0.01)
            .unwrap();
        assert!(at.x.to_mm() > 50.0 && (at.x + size.x).to_mm() < 196.0 && size.y.to_mm() > 8.0, "{at:?} {size:?}");
        let text = page_text(&runs(&pack, &with));
        assert!(!text.contains("田　太郎"), "no letters beside the picture: {text}");
        assert!(text.contains(facts.address.as_str()), "the address is in letters");
    }
}
