//! What the card says (カードの記載): pale blue ground, one source mark for the whole box.

use drivers::card::{Facts, Genuineness, Sex, Verdict, Why};
use iced::widget::{column, container, row};
use iced::{Alignment, Length};
use jiff::civil::Date;

use super::pictures::Pictures;
use super::{Element, ground, hairline, icon, words, written};
use crate::form::era;
use crate::screen::Context;
use crate::theme::px;

/// The four facts, or dots while the card is away; beside the name may stand an act.
pub fn facts<'a, M: 'a>(cx: &Context<'_>, facts: Option<&Facts>, act: Option<Element<'a, M>>) -> Element<'a, M> {
    let palette = cx.look.palette();
    let mut head = row![
        icon(cx, "cpu", 44.0, palette.navy),
        words(cx, cx.words.get("source-card"), cx.look.tool(px::TOOL), true, palette.navy),
        iced::widget::space().width(Length::Fill),
    ]
    .spacing(16)
    .align_y(Alignment::Center);
    if let Some((sign, said)) = facts.and_then(|facts| verdict(cx.verdict, facts.genuineness)) {
        head = head.push(icon(cx, sign, 40.0, palette.navy));
        head = head.push(words(cx, cx.words.get(said), cx.look.tool(px::SUPPORT), true, palette.navy));
    }
    let hidden = || crate::widget::HIDDEN.to_owned();
    let name = facts.map_or_else(hidden, |facts| facts.name.to_string());
    let address = facts.map_or_else(hidden, |facts| facts.address.to_string());
    let (birth, age) = facts.map_or_else(|| (hidden(), String::new()), |facts| born(cx, &facts.birth));
    let sex = facts.map_or_else(hidden, |facts| cx.words.get(sex_words(facts.sex)));
    let large = if name.chars().count() > 14 { 44.0 } else { 72.0 };
    let rows = column![
        as_printed(cx, facts, "fact-name", |pictures| pictures.name_stands_in.then(|| pictures.name(cx, PRINTED)))
            .unwrap_or_else(|| {
                row![line(cx, "fact-name", &name, "", large)].push(act).spacing(24).align_y(Alignment::Center).into()
            }),
        hairline(cx),
        as_printed(cx, facts, "fact-address", |pictures| {
            pictures.address_stands_in.then(|| pictures.address(cx, PRINTED))
        })
        .unwrap_or_else(|| {
            line(cx, "fact-address", &address, "", if address.chars().count() > 48 { 34.0 } else { 44.0 })
        }),
        hairline(cx),
        line(cx, "fact-birth", &birth, &age, 44.0),
        hairline(cx),
        line(cx, "fact-sex", &sex, "", 44.0),
    ];
    let width = cx.look.border(0.0);
    container(column![container(head).height(72).center_y(72), rows])
        .style(move |_| super::boxed(palette.from_card, palette.ink, if width > 0.0 { 5.0 } else { 0.0 }, 16.0))
        .padding([0, 32])
        .width(Length::Fill)
        .into()
}

/// The largest a picture of a line of the card is drawn.
const PRINTED: (f32, f32) = (980.0, 84.0);

/// The card's own picture in place of letters that our fonts lack or the card replaced.
fn as_printed<'a, M: 'a>(
    cx: &Context<'_>,
    facts: Option<&Facts>,
    label: &str,
    of: impl Fn(&Pictures) -> Option<Element<'a, M>>,
) -> Option<Element<'a, M>> {
    let palette = cx.look.palette();
    let picture = facts.and(cx.pictures).and_then(of)?;
    let label = container(words(cx, cx.words.get(label), cx.look.tool(px::TOOL), false, palette.ink2)).width(220);
    let mark = words(cx, cx.words.get("fact-printed"), px::SMALL, false, palette.ink2);
    Some(row![label, column![picture, mark].spacing(4)].padding([12, 0]).align_y(Alignment::Center).into())
}

/// The day by its era, and beside it the western year and the age today; as the card has it when that is no day.
fn born(cx: &Context<'_>, birth: &str) -> (String, String) {
    let Some(day) = era::birth(birth) else { return (birth.to_owned(), String::new()) };
    let year = day.year().to_string();
    let said = age(day, cx.today).map(|age| cx.words.with("fact-age", &[("year", &year), ("n", &age.to_string())]));
    (era::wareki(day), said.unwrap_or(year))
}

/// Whole years from birth to today; `None` for a day that is still to come.
fn age(birth: Date, today: Date) -> Option<u16> {
    let passed = (today.month(), today.day()) >= (birth.month(), birth.day());
    u16::try_from(today.year() - birth.year() - i16::from(!passed)).ok()
}

fn line<'a, M: 'a>(cx: &Context<'_>, label: &str, value: &str, beside: &str, px: f32) -> Element<'a, M> {
    let palette = cx.look.palette();
    let label = container(words(cx, cx.words.get(label), cx.look.tool(px::TOOL), false, palette.ink2)).width(220);
    let mut said = row![written(value, px, true, palette.ink)].spacing(32).align_y(Alignment::Center);
    if !beside.is_empty() {
        said = said.push(words(cx, beside, px::BODY, false, palette.ink));
    }
    row![label, container(said).width(Length::Fill)]
        .padding([if px > 60.0 { 16 } else { 18 }, 0])
        .width(Length::Fill)
        .align_y(Alignment::Center)
        .into()
}

/// The one verdict about the card, in the same calm words everywhere. A card that did not answer the challenge keeps the
/// word of its signatures where it is none of the public's.
const fn verdict(verdict: Option<Verdict>, signed: Genuineness) -> Option<(&'static str, &'static str)> {
    Some(match (verdict, signed) {
        (Some(Verdict::TestCard), _) | (_, Genuineness::TestCard) => ("info", "verdict-test-card"),
        (Some(Verdict::PracticeCard), _) | (_, Genuineness::PracticeCard) => ("info", "verdict-practice-card"),
        (Some(Verdict::Genuine), _) => ("circle-check", "verdict-genuine"),
        (Some(Verdict::CouldNotTell(Why::NotAsked | Why::NoAnswer)), _) => ("circle-help", "verdict-could-not-tell"),
        // What is not genuine never comes as far as its facts.
        (Some(Verdict::CouldNotTell(_) | Verdict::NotGenuine(_)), _) => ("circle-help", "verdict-stopped"),
        (None, Genuineness::Genuine) => return None,
    })
}

const fn sex_words(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "sex-male",
        Sex::Female => "sex-female",
        Sex::NotApplicable => "sex-not-applicable",
        Sex::Unknown => "sex-unknown",
    }
}

/// The small mark of where a row comes from.
pub fn mark<'a, M: 'a>(cx: &Context<'_>, name: &str, said: &str) -> Element<'a, M> {
    let palette = cx.look.palette();
    let inside = row![icon(cx, name, 30.0, palette.navy), words(cx, cx.words.get(said), px::MARK, true, palette.navy)]
        .spacing(10)
        .align_y(Alignment::Center);
    ground(inside, palette.from_card, 8.0).padding([0, 16]).center_y(48).into()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::age;

    #[test]
    fn a_year_more_on_the_birthday_and_not_before() {
        let born = date(1944, 3, 8);
        assert_eq!(age(born, date(2026, 3, 7)), Some(81));
        assert_eq!(age(born, date(2026, 3, 8)), Some(82));
        assert_eq!(age(date(2000, 2, 29), date(2026, 2, 28)), Some(25));
        assert_eq!(age(date(2000, 2, 29), date(2026, 3, 1)), Some(26));
        assert_eq!(age(date(2026, 11, 24), date(2026, 11, 24)), Some(0));
        assert_eq!(age(date(2027, 1, 1), date(2026, 11, 24)), None, "a day to come is no age");
    }
}
