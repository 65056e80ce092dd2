//! The touch test (かざし方の試し): the success rate, drawn while the person moves the card for a minute.

use iced::widget::{column, container, row, space};
use iced::{Alignment, Length};

use super::{At, Desk, Message, rail};
use crate::reader::touch::Probe;
use crate::screen::Context;
use crate::theme::px;
use crate::widget::button::{Weight, before, sized, units};
use crate::widget::strip::strip;
use crate::widget::{Element, ground, hint, icon, words};

/// What a minute of probes says so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// No card was felt yet.
    Place,
    /// Torn again and again: held too far or moved too fast.
    Still,
    /// It answers where it is now.
    Here,
}

/// Percent of the probes that felt a card and were answered; `None` before any did.
#[must_use]
pub fn rate(probes: &[Probe]) -> Option<u32> {
    let felt = probes.iter().filter(|probe| **probe != Probe::Nothing).count();
    let good = probes.iter().filter(|probe| matches!(probe, Probe::Answered(_))).count();
    (felt > 0).then(|| u32::try_from(good * 100 / felt).unwrap_or(0))
}

/// What to do now, by the last two seconds.
#[must_use]
pub fn advice(probes: &[Probe]) -> Advice {
    let last = probes.get(probes.len().saturating_sub(8)..).unwrap_or_default();
    match rate(last) {
        None => Advice::Place,
        Some(percent) if percent < 75 => Advice::Still,
        Some(_) => Advice::Here,
    }
}

pub fn view<'a>(desk: &Desk, cx: &Context<'_>) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let back = sized(
        cx,
        cx.words.get("staff-go-examine"),
        before("arrow-left"),
        Weight::Quiet,
        (30.0, 220.0, 88.0),
        Message::Go(At::Examine),
    );
    let readers = rail::tool(cx, "staff-readers", "nfc", Message::Go(At::Readers));
    let title = words(cx, cx.words.get("staff-touch-title"), px::HEAD, true, palette.ink);
    let head = row![back, title, space().width(Length::Fill), readers].spacing(24).align_y(Alignment::Center);
    let (sign, said) = match advice(&desk.probes) {
        Advice::Place => ("credit-card", "staff-touch-place"),
        Advice::Still => ("triangle-alert", "staff-touch-still"),
        Advice::Here => ("circle-check", "staff-touch-here"),
    };
    let percent = rate(&desk.probes).map_or_else(|| "–".to_owned(), |percent| percent.to_string());
    let large = row![words(cx, percent, px::COUNT, true, palette.ink), words(cx, "%", px::TITLE, true, palette.ink)]
        .spacing(8)
        .align_y(Alignment::End);
    let told = row![icon(cx, sign, 84.0, palette.key), words(cx, cx.words.get(said), px::HEAD, true, palette.ink)]
        .spacing(32)
        .align_y(Alignment::Center);
    let top = row![container(large).width(420), told].spacing(48).align_y(Alignment::Center);
    let chart = ground(strip(cx, &desk.probes, 320.0), palette.ground, 16.0).padding(24).width(Length::Fill);
    let (key, act) = if desk.probing { ("staff-touch-stop", false) } else { ("staff-touch-start", true) };
    let label = cx.words.get(key);
    let size = (36.0, units(&label) * 36.0 + 140.0, 96.0);
    let button = sized(cx, label, before("activity"), Weight::Main, size, Message::Touch(act));
    column![
        head,
        hint(cx, cx.words.get("staff-touch-hint")),
        top,
        chart,
        legend(cx),
        space().height(Length::Fill),
        button
    ]
    .spacing(24)
    .into()
}

/// What the bars mean, in words: nothing is told by colour alone.
fn legend<'a>(cx: &Context<'_>) -> Element<'a, Message> {
    let palette = cx.look.palette();
    let mark = |colour, key: &str| {
        let dot = ground(space(), colour, 4.0).width(28).height(28);
        row![dot, words(cx, cx.words.get(key), px::SMALL, false, palette.ink)].spacing(12).align_y(Alignment::Center)
    };
    row![
        mark(palette.good, "staff-touch-answered"),
        mark(palette.error_line, "staff-touch-torn"),
        mark(palette.hairline, "staff-touch-nothing"),
    ]
    .spacing(56)
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_counts_only_what_was_felt() {
        assert_eq!(rate(&[]), None);
        assert_eq!(rate(&[Probe::Nothing; 9]), None);
        assert_eq!(rate(&[Probe::Nothing, Probe::Answered(20), Probe::Torn]), Some(50));
    }

    #[test]
    fn advice_follows_the_last_two_seconds() {
        let mut probes = vec![Probe::Nothing; 8];
        assert_eq!(advice(&probes), Advice::Place);
        probes.extend([Probe::Torn; 8]);
        assert_eq!(advice(&probes), Advice::Still);
        probes.extend([Probe::Answered(20); 8]);
        assert_eq!(advice(&probes), Advice::Here, "what was before is over");
        assert_eq!(advice(&[]), Advice::Place);
    }
}
