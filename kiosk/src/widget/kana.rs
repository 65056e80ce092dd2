//! The kana keyboard (五十音): columns from right to left as on a syllabary chart, with marks and a long vowel.

use iced::widget::{Column, Row, column, row, space};

use super::Element;
use super::button::key;
use crate::screen::Context;

/// The columns of the chart, left to right as they stand on screen.
const COLUMNS: [[Option<char>; 5]; 11] = [
    [Some('ン'), Some('ー'), Some('・'), Some('、'), None],
    [Some('ワ'), Some('ヲ'), Some('ッ'), Some('ャ'), Some('ュ')],
    [Some('ラ'), Some('リ'), Some('ル'), Some('レ'), Some('ロ')],
    [Some('ヤ'), Some('ユ'), Some('ヨ'), Some('ョ'), Some('ァ')],
    [Some('マ'), Some('ミ'), Some('ム'), Some('メ'), Some('モ')],
    [Some('ハ'), Some('ヒ'), Some('フ'), Some('ヘ'), Some('ホ')],
    [Some('ナ'), Some('ニ'), Some('ヌ'), Some('ネ'), Some('ノ')],
    [Some('タ'), Some('チ'), Some('ツ'), Some('テ'), Some('ト')],
    [Some('サ'), Some('シ'), Some('ス'), Some('セ'), Some('ソ')],
    [Some('カ'), Some('キ'), Some('ク'), Some('ケ'), Some('コ')],
    [Some('ア'), Some('イ'), Some('ウ'), Some('エ'), Some('オ')],
];

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Letter(char),
    /// ゛, ゜ and small letters: changes the last letter in turn.
    Mark,
    Space,
    /// Figures instead of kana, and back: a house has a number.
    Turn,
    Erase,
    Clear,
}

/// Figures and the line between them, in rows.
const FIGURES: [&[char]; 3] = [&['1', '2', '3', '4', '5'], &['6', '7', '8', '9', '0'], &['-', '番', '号', '丁', '目']];

/// The keyboard.
pub fn keyboard<'a, M: Clone + 'a>(cx: &Context<'_>, press: fn(Key) -> M) -> Element<'a, M> {
    beside(cx, chart(cx, press), &["key-mark", "key-space", "key-erase", "key-clear"], press)
}

/// The same with a key for figures; `figures`: they stand there now.
pub fn with_figures<'a, M: Clone + 'a>(cx: &Context<'_>, figures: bool, press: fn(Key) -> M) -> Element<'a, M> {
    let acts: &[&str] = match figures {
        true => &["key-kana", "key-space", "key-erase", "key-clear"],
        false => &["key-figures", "key-mark", "key-space", "key-erase", "key-clear"],
    };
    beside(cx, if figures { numbers(cx, press) } else { chart(cx, press) }, acts, press)
}

fn numbers<'a, M: Clone + 'a>(cx: &Context<'_>, press: fn(Key) -> M) -> Element<'a, M> {
    let width = if cx.upright() { 150.0 } else { 200.0 };
    let lines = FIGURES.map(|line| {
        let keys = line.iter().map(|one| key(cx, one.to_string(), (48.0, width, 104.0), press(Key::Letter(*one))));
        Row::with_children(keys).spacing(12).into()
    });
    Column::with_children(lines).spacing(12).into()
}

/// The chart with what acts on the letters beside it, or below it on an upright display.
fn beside<'a, M: Clone + 'a>(
    cx: &Context<'_>,
    chart: Element<'a, M>,
    acts: &[&'static str],
    press: fn(Key) -> M,
) -> Element<'a, M> {
    let act = |name: &&str| {
        let act = match *name {
            "key-mark" => Key::Mark,
            "key-space" => Key::Space,
            "key-erase" => Key::Erase,
            "key-clear" => Key::Clear,
            _ => Key::Turn,
        };
        let width = if cx.upright() { 924.0 / f32::from(u8::try_from(acts.len()).unwrap_or(4)) - 12.0 } else { 220.0 };
        key(cx, cx.words.get(name), (30.0, width, 88.0), press(act))
    };
    let acts = acts.iter().map(act);
    if cx.upright() {
        column![chart, Row::with_children(acts).spacing(12)].spacing(16).into()
    } else {
        row![chart, Column::with_children(acts).spacing(12)].spacing(24).into()
    }
}

fn chart<'a, M: Clone + 'a>(cx: &Context<'_>, press: fn(Key) -> M) -> Element<'a, M> {
    let (width, gap) = match (cx.upright(), cx.narrow()) {
        (true, _) => (78.0, 8.0),
        (_, true) => (94.0, 12.0),
        _ => (104.0, 12.0),
    };
    let mut chart = row![].spacing(gap);
    for letters in COLUMNS {
        let mut line = column![].spacing(12);
        for letter in letters {
            line = line.push(match letter {
                Some(letter) => key(cx, letter.to_string(), (44.0, width, 88.0), press(Key::Letter(letter))),
                None => space().width(width).height(88).into(),
            });
        }
        chart = chart.push(line);
    }
    chart.into()
}

/// Letters that take each other's place under the mark key, in turn.
const TURNS: [&[char]; 28] = [
    &['カ', 'ガ'],
    &['キ', 'ギ'],
    &['ク', 'グ'],
    &['ケ', 'ゲ'],
    &['コ', 'ゴ'],
    &['サ', 'ザ'],
    &['シ', 'ジ'],
    &['ス', 'ズ'],
    &['セ', 'ゼ'],
    &['ソ', 'ゾ'],
    &['タ', 'ダ'],
    &['チ', 'ヂ'],
    &['ツ', 'ッ', 'ヅ'],
    &['テ', 'デ'],
    &['ト', 'ド'],
    &['ハ', 'バ', 'パ'],
    &['ヒ', 'ビ', 'ピ'],
    &['フ', 'ブ', 'プ'],
    &['ヘ', 'ベ', 'ペ'],
    &['ホ', 'ボ', 'ポ'],
    &['ウ', 'ゥ', 'ヴ'],
    &['ア', 'ァ'],
    &['イ', 'ィ'],
    &['エ', 'ェ'],
    &['オ', 'ォ'],
    &['ヤ', 'ャ'],
    &['ユ', 'ュ'],
    &['ヨ', 'ョ'],
];

/// The next form of a letter: ハ → バ → パ → ハ.
#[must_use]
pub fn marked(letter: char) -> char {
    for forms in TURNS {
        if let Some(at) = forms.iter().position(|form| *form == letter) {
            return forms.get((at + 1) % forms.len()).copied().unwrap_or(letter);
        }
    }
    letter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_round() {
        for (start, turns) in [('ハ', 3), ('カ', 2), ('ツ', 3), ('ヨ', 2), ('ン', 1)] {
            let mut letter = start;
            for _ in 0..turns {
                letter = marked(letter);
            }
            assert_eq!(letter, start, "{start}");
        }
        assert_eq!(marked('ハ'), 'バ');
        assert_eq!(marked('バ'), 'パ');
    }
}
