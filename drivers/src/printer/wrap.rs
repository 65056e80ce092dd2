//! Line breaking (行の折り返し): between characters, with the plain rules of 禁則 that a reader would miss.

use super::kanji::{Native, clings, columns, is_inkless, native};

/// One line of text that fits its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strip {
    pub text: String,
    /// Half-width columns the text takes.
    pub columns: u16,
    /// The printer has every character itself.
    pub native: bool,
}

/// One character with the marks that cling to it; an IVS sequence is one cell and never native.
#[derive(Clone, Copy)]
struct Cell<'a> {
    text: &'a str,
    base: char,
    columns: u16,
    native: bool,
}

/// Breaks `text` into lines of at most `width` columns. A line feed in the text always breaks; empty text is one empty line.
#[must_use]
pub fn wrap(text: &str, width: u16, extensions: bool) -> Vec<Strip> {
    let mut strips = Vec::new();
    for line in text.split('\n') {
        let line = shown(line);
        let cells = cells(&line, extensions);
        let mut rest = cells.as_slice();
        loop {
            let (head, tail) = rest.split_at(fitting(rest, width.max(1)).min(rest.len()));
            let kept = if tail.is_empty() { head.len() } else { head.len() - trailing_spaces(head) };
            strips.push(strip(head.get(..kept).unwrap_or(head)));
            let skip = tail.iter().take_while(|cell| cell.base == ' ').count();
            rest = tail.get(skip..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
        }
    }
    strips
}

/// What of a line belongs on paper: every kind of space is a space, marks without ink are nothing, and what would
/// command a printer or turn a text round is named where it stands, so that somebody sees it.
fn shown(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '\t' | '\u{00A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}' => out.push(' '),
            '\u{2011}' => out.push('-'),
            '\r' => {}
            c if c.is_control() || matches!(c, '\u{202A}'..='\u{202E}') => {
                out.push_str(&format!("[U+{:04X}]", u32::from(c)));
            }
            c if is_inkless(c) => {}
            c => out.push(c),
        }
    }
    out
}

fn cells(line: &str, extensions: bool) -> Vec<Cell<'_>> {
    let mut starts: Vec<(usize, char)> = line.char_indices().filter(|(_, c)| !clings(*c)).collect();
    if let Some(first) = line.chars().next().filter(|c| clings(*c)) {
        starts.insert(0, (0, first));
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([line.len()]);
    let cell = |((start, base), end): (&(usize, char), usize)| {
        let text = line.get(*start..end).unwrap_or_default();
        let alone = text.len() == base.len_utf8();
        let native = alone && native(*base, extensions) != Native::Missing;
        Cell { text, base: *base, columns: columns(*base), native }
    };
    starts.iter().zip(ends).map(cell).collect()
}

fn trailing_spaces(cells: &[Cell<'_>]) -> usize {
    cells.iter().rev().take_while(|cell| cell.base == ' ').count()
}

fn strip(cells: &[Cell<'_>]) -> Strip {
    Strip {
        text: cells.iter().map(|cell| cell.text).collect(),
        columns: cells.iter().map(|cell| cell.columns).sum(),
        native: cells.iter().all(|cell| cell.native),
    }
}

/// How many cells go on this line; at least one, so that wrapping always ends.
fn fitting(cells: &[Cell<'_>], width: u16) -> usize {
    let mut used = 0u16;
    let fits = |cell: &&Cell<'_>| {
        used = used.saturating_add(cell.columns);
        used <= width
    };
    let full = cells.iter().take_while(fits).count().max(1);
    if full >= cells.len() {
        return cells.len();
    }
    let at = word_start(cells, full);
    // Three steps back are enough for 」。 after a word; a longer row of marks is cut where it falls.
    (at.saturating_sub(3).max(1)..=at).rev().find(|at| may_break(cells, *at)).unwrap_or(at)
}

/// Where the Latin word that a break at `at` would cut begins, if the line holds an earlier space.
fn word_start(cells: &[Cell<'_>], at: usize) -> usize {
    let in_word = |index: usize| cells.get(index).is_some_and(|cell| cell.columns == 1 && cell.base != ' ');
    if !in_word(at) || !in_word(at - 1) {
        return at;
    }
    cells.iter().take(at).rposition(|cell| cell.base == ' ' || cell.columns == 2).map_or(at, |space| space + 1)
}

fn may_break(cells: &[Cell<'_>], at: usize) -> bool {
    let starts_badly = cells.get(at).is_some_and(|cell| {
        "、。，．・：；？！）」』】〕］｝〉》”’ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ,.)]!?:;".contains(cell.base)
    });
    let ends_badly = at
        .checked_sub(1)
        .and_then(|last| cells.get(last))
        .is_some_and(|cell| "（「『【〔［｛〈《“‘([".contains(cell.base));
    !starts_badly && !ends_badly
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: u16) -> Vec<String> {
        wrap(text, width, false).into_iter().map(|strip| strip.text).collect()
    }

    #[test]
    fn short_and_empty_text_is_one_line() {
        assert_eq!(lines("受付番号", 8), ["受付番号"]);
        assert_eq!(lines("", 8), [""]);
        assert_eq!(lines("一\n\n二", 8), ["一", "", "二"]);
    }

    #[test]
    fn a_line_never_starts_with_a_full_stop_nor_ends_with_an_opening_bracket() {
        assert_eq!(lines("お待ちください。番号", 14), ["お待ちくださ", "い。番号"]);
        assert_eq!(lines("手数料は（窓口で）", 10), ["手数料は", "（窓口で）"]);
        assert_eq!(lines("。。。。。。", 4), ["。。", "。。", "。。"]);
    }

    #[test]
    fn latin_words_stay_whole_where_they_can() {
        assert_eq!(lines("MARIA DEL CARMEN", 11), ["MARIA DEL", "CARMEN"]);
        assert_eq!(lines("WOLFESCHLEGEL", 5), ["WOLFE", "SCHLE", "GEL"]);
    }

    #[test]
    fn marks_cling_and_make_the_line_foreign() {
        let strips = wrap("葛\u{E0100}飾区", 4, true);
        assert_eq!(strips.len(), 2);
        assert_eq!(strips[0], Strip { text: "葛\u{E0100}飾".to_owned(), columns: 4, native: false });
        assert!(strips[1].native);
    }

    #[test]
    fn what_has_no_ink_is_left_out_and_what_would_command_is_named() {
        assert_eq!(lines("\u{2068}300\u{2069}円\t\u{200B}1\r", 40), ["300円 1"]);
        assert_eq!(lines("\u{1B}@\u{7F}", 40), ["[U+001B]@[U+007F]"]);
        assert_eq!(lines("\u{202E}円003\u{202C}", 40), ["[U+202E]円003[U+202C]"]);
    }
}
