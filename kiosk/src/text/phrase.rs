//! Phrases (文節): where a line of a sentence may break, by the kind of its letters; right for the sentences of a counter.

/// The parts of a line that stay whole. Joined they are the line.
#[must_use]
pub fn phrases(line: &str) -> Vec<&str> {
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    let letter = |at: usize| chars.get(at).map(|(_, letter)| *letter);
    let mut cuts: Vec<usize> = (1..chars.len()).filter_map(|at| cut(at, &letter)).collect();
    cuts.dedup();
    let mut parts = Vec::new();
    let mut rest = line;
    let mut from = 0;
    for at in cuts {
        let byte = chars.get(at).map_or(line.len(), |(byte, _)| *byte);
        if let Some((part, after)) = rest.split_at_checked(byte - from)
            && !part.is_empty()
        {
            parts.push(part);
            (rest, from) = (after, byte);
        }
    }
    parts.push(rest);
    parts
}

/// Where a line may break for the border before the letter `at`: there, one letter earlier, or nowhere.
fn cut(at: usize, letter: &impl Fn(usize) -> Option<char>) -> Option<usize> {
    let (before, now) = (letter(at - 1)?, letter(at)?);
    if before.is_whitespace() {
        return (!now.is_whitespace()).then_some(at);
    }
    if is_close(now) || now.is_whitespace() || before.is_ascii() {
        return None;
    }
    if matches!(before, '、' | '。' | '・' | '！' | '？') {
        return Some(at);
    }
    if !is_hiragana(before) || is_hiragana(now) || now == 'ー' {
        return None;
    }
    // Before the polite お and ご, not after them.
    if matches!(before, 'お' | 'ご') {
        return letter(at.checked_sub(2)?).filter(|far| is_hiragana(*far)).map(|_| at - 1);
    }
    // One letter between two kanji is mostly the inside of a verb: 取り消す, 申し込む.
    let inside = at.checked_sub(2).and_then(letter).is_some_and(|far| !is_hiragana(far) && !is_close(far));
    (!inside || ENDS.contains(before)).then_some(at)
}

/// Letters that end a phrase even alone: particles, and endings of words that stand before a noun.
const ENDS: &str = "はがをにでとのもへやかなただてるうくすつむぶ";

const fn is_hiragana(letter: char) -> bool {
    matches!(letter, '\u{3041}'..='\u{309f}')
}

const fn is_close(letter: char) -> bool {
    matches!(letter, '、' | '。' | '」' | '』' | '）' | '・' | '！' | '？' | '…' | '，' | '．' | ')' | ',' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_kept_whole() {
        let cases = [
            (
                "カードはこわれていません。入れた答えは残っています。",
                "カードはこわれていません。|入れた|答えは|残っています。",
            ),
            ("顔写真のある面を上にして、平らに置きます。", "顔写真のある|面を|上にして、|平らに|置きます。"),
            ("3番窓口へお越しください。", "3番窓口へ|お越しください。"),
            ("ご本人とわかるものをご用意ください。", "ご本人とわかるものを|ご用意ください。"),
            ("受付を取り消しました", "受付を|取り消しました"),
            ("必要な方", "必要な|方"),
            ("「次へ」を押してください。", "「次へ」を|押してください。"),
            ("お名前・ご住所・生年月日", "お名前・|ご住所・|生年月日"),
            ("つぎに、ようじを えらんでください", "つぎに、|ようじを |えらんでください"),
            ("Tell staff your number.", "Tell |staff |your |number."),
            ("", ""),
        ];
        for (line, wanted) in cases {
            assert_eq!(phrases(line).join("|"), wanted);
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost(line in "[ あ-んア-ヶ一-龠a-z、。「」・0-9]{0,40}") {
            proptest::prop_assert_eq!(phrases(&line).concat(), line);
        }
    }
}
