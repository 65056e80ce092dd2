//! Little power (電池が少ないとき): the screens go dark and nothing moves, until power comes in again.

use super::*;
use crate::alive::battery::Battery;
use crate::theme::{Look, TextSize};

#[test]
fn little_power_darkens_the_screens_and_stops_what_moves_and_the_cord_brings_both_back() {
    let mut terminal = Terminal::new();
    let battery = |percent, discharging| Message::Battery(Some(Battery { percent, discharging }));
    let page = |terminal: &Terminal| terminal.app.ground().background_color;
    let light = page(&terminal);
    assert!(terminal.app.moves(), "the card on the first page");
    terminal.send(battery(31, true));
    assert!(terminal.app.moves() && !terminal.app.seen().dim);
    terminal.send(battery(30, true));
    assert!(terminal.app.seen().dim && !terminal.app.moves());
    let dark = page(&terminal);
    assert!(light.r > 0.9 && dark.r < 0.1 && dark.g < 0.1 && dark.b < 0.1, "{light:?} {dark:?}");
    // Whoever wants large letters has them, and takes nothing of the dark with them.
    let large = Look { size: TextSize::Large, ..terminal.app.seen() };
    terminal.app.looks(crate::screen::looks::Message::Look(large));
    assert_eq!(terminal.app.look, Look { size: TextSize::Large, ..Look::default() });
    terminal.send(battery(30, false));
    assert!(!terminal.app.seen().dim && terminal.app.moves());
    assert!(page(&terminal).r > 0.9);
}
