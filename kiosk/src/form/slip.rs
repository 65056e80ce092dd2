//! The slip (受付票): a number, a window, what was asked, and what is kept. No name, no address.

use drivers::printer::{Align, Line, Size, Slip};
use jiff::civil::DateTime;

use super::{Answers, Pack, Place, era, say};

/// What a slip needs to know beside the pack.
pub struct SlipFacts<'a> {
    /// The receipt number, such as `A-142`.
    pub number: &'a str,
    pub place: &'a Place,
    pub answers: &'a Answers,
    /// When it was recorded, in the municipality's time.
    pub at: DateTime,
    pub lang: &'a str,
    /// 練習 at the top and in the middle.
    pub practice: bool,
    /// The card was a JPKI-TEST card.
    pub test: bool,
    /// 再発行: the first print may or may not have come out.
    pub again: bool,
    /// A card or a certificate that ends soon.
    pub told: Option<&'a str>,
}

/// Printer dots a QR module: 6 dots are 0.75 mm, read well by phones and counter scanners.
const QR_DOTS: u8 = 6;

/// The slip of a request (looks/17).
#[must_use]
pub fn compose(pack: &Pack, facts: &SlipFacts) -> Slip {
    let words = |sentence| say(sentence, facts.lang);
    let said = &pack.slip;
    let mut lines = Vec::new();
    marks(&mut lines, facts);
    lines.push(centre(&format!("{} {}", facts.place.municipality, facts.place.office), true));
    lines.push(centre(words(&said.number), false));
    lines.push(text(facts.number, Size::Huge, Align::Centre, true));
    lines.push(Line::Band { text: facts.place.window.clone(), size: Size::Double });
    lines.extend(each(words(&said.wait), Align::Centre));
    lines.push(Line::Rule);
    errand(&mut lines, pack, facts);
    if let Some(told) = facts.told {
        lines.push(Line::Feed(1));
        lines.push(text(told, Size::Normal, Align::Left, true));
    }
    lines.push(Line::Rule);
    let (date, time) = when(facts);
    lines.push(row(words(&said.received), &date));
    lines.push(row("", &time));
    if facts.practice {
        marks(&mut lines, facts);
    }
    lines.push(Line::Feed(1));
    lines.push(Line::Qr { text: facts.number.to_owned(), dots: QR_DOTS });
    lines.extend(each(words(&said.code), Align::Centre));
    lines.push(Line::Rule);
    lines.extend(each(words(&said.not_receipt), Align::Left));
    lines.extend(each(say(&pack.notice.kept, facts.lang), Align::Left));
    lines.extend(each(say(&pack.notice.never, facts.lang), Align::Left));
    lines.push(Line::Cut);
    Slip { lines }
}

/// What was asked, the fee and the papers to bring.
fn errand(lines: &mut Vec<Line>, pack: &Pack, facts: &SlipFacts) {
    let words = |sentence| say(sentence, facts.lang);
    let said = &pack.slip;
    let today = facts.at.date();
    lines.push(row(words(&said.errand), pack.title(facts.lang)));
    for (label, value) in pack.slip_rows(facts.answers, facts.lang, today) {
        lines.push(row(&label, &value));
    }
    if let Some(fee) = pack.fee(facts.answers) {
        lines.push(row(words(&said.fee), &words(&said.pay).replace("{yen}", &fee.total.to_string())));
    }
    let papers = pack.papers(facts.answers, facts.lang, today);
    if !papers.is_empty() {
        lines.push(Line::Feed(1));
        lines.push(text(words(&said.bring), Size::Normal, Align::Left, true));
        lines.extend(papers.iter().map(|paper| text(&format!("・{paper}"), Size::Normal, Align::Left, false)));
    }
}

/// Japanese words on every paper that is not the real thing, whatever the person's language: staff must see them.
fn marks(lines: &mut Vec<Line>, facts: &SlipFacts) {
    let mut mark = |text: &str| lines.push(Line::Band { text: text.to_owned(), size: Size::Double });
    if facts.practice {
        mark("練習");
    }
    if facts.test {
        mark("テストカード");
    }
    if facts.again {
        mark("再発行");
    }
}

/// Date and time of the record, in the person's language.
fn when(facts: &SlipFacts) -> (String, String) {
    let (day, terminal) = (facts.at.date(), &facts.place.terminal);
    let (hour, minute) = (facts.at.hour(), facts.at.minute());
    match facts.lang {
        "en" => (day.to_string(), format!("{hour}:{minute:02}  Terminal {terminal}")),
        "ja-yasashi" => (
            format!("{}ねん {}がつ {}にち", day.year(), day.month(), day.day()),
            format!("{hour}じ {minute:02}ふん　{terminal}"),
        ),
        _ => (era::wareki_with_weekday(day), format!("{hour}時{minute:02}分　端末 {terminal}")),
    }
}

fn text(text: &str, size: Size, align: Align, bold: bool) -> Line {
    Line::Text { text: text.to_owned(), size, align, bold }
}

fn centre(words: &str, bold: bool) -> Line {
    text(words, Size::Normal, Align::Centre, bold)
}

fn each(words: &str, align: Align) -> impl Iterator<Item = Line> + '_ {
    words.lines().map(move |line| text(line, Size::Normal, align, false))
}

fn row(label: &str, value: &str) -> Line {
    Line::Row { label: label.to_owned(), value: value.to_owned() }
}
