//! The recovery key at the first start (復旧の鍵): shown once, printed, and good only when it lies in its envelope.
//!
//! Paper goes by the receipt printer alone: a queue for A4 would keep a copy of the page on the disk.

use std::sync::{Arc, PoisonError};

use drivers::printer::{Align, Line, Size, Slip};
use zeroize::Zeroizing;

use crate::app::App;
use crate::paper::Job;
use crate::screen::staff::{Answer, At};
use crate::store::rekey;
use crate::store::staff::{self, Act};

/// Groups on one line of the slip.
const ON_A_LINE: usize = 2;

impl App {
    /// The first administrator has come in: makes a recovery key and shows it. Nothing counts before it is put away.
    pub(super) fn make_recovery(&mut self) {
        let first = self.options.first.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some((record, key)) = first else { return };
        let (by, shown, kept) = (self.by(), self.desk.sealed.clone(), Arc::clone(&self.new_keys));
        self.ask("recovery key", move |store| {
            // There is nobody yet who could be the second person.
            let made = staff::permit(store, Act::Keep, &by, "first start", false, None)
                .and_then(|permit| rekey::new_recovery(store, &record, &key, &permit));
            match made {
                Ok(keys) => {
                    shown.put(keys.recovery().groups());
                    *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(keys);
                    Answer::Recovery
                }
                Err(refusal) => Answer::Fault(refusal.code()),
            }
        });
    }

    /// Prints it, to be folded and sealed.
    pub(super) fn print_recovery(&mut self) {
        let Some(printer) = &self.printer else { return self.desk.fault = Some("K01") };
        printer.print(Job::Loose(Arc::new(self.envelope(&self.desk.sealed.rows()))));
        self.desk.done = Some(self.words.get("staff-done-print"));
    }

    /// It lies in the envelope: from now on it opens the record.
    pub(super) fn sealed_away(&mut self) {
        let keys = self.new_keys.lock().unwrap_or_else(PoisonError::into_inner).take();
        self.forget_recovery();
        self.desk.at = At::Cases;
        self.ask("recovery key", move |_| match keys.map(rekey::NewKeys::keep) {
            Some(Ok(())) => Answer::Done("staff-done-sealed", Vec::new()),
            Some(Err(fault)) => Answer::Fault(fault.code()),
            None => Answer::Fault("U12"),
        });
    }

    /// Not now: the key that was shown opens nothing, and the examination stays red.
    pub(super) fn seal_later(&mut self) {
        self.forget_recovery();
        self.desk.at = At::Cases;
        self.desk.done = Some(self.words.get("staff-recovery-later-said"));
    }

    /// Nothing of a key that nobody put away stays.
    pub(super) fn forget_recovery(&mut self) {
        self.desk.sealed.put(Vec::new());
        self.new_keys.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    /// The slip: the groups, a line to fold at, room for the names of those who sealed it.
    fn envelope(&self, groups: &[Zeroizing<String>]) -> Slip {
        let words = self.catalogue.words("ja");
        let text = |text: String, size: Size, bold: bool| Line::Text { text, size, align: Align::Centre, bold };
        let mut lines = vec![
            text(self.place_on_paper(), Size::Normal, false),
            text(words.get("recovery-slip-title"), Size::Double, true),
            text(words.get("recovery-slip-hint"), Size::Normal, false),
            Line::Rule,
        ];
        for (at, pair) in groups.chunks(ON_A_LINE).enumerate() {
            let said = pair.iter().map(|group| group.as_str()).collect::<Vec<_>>().join("  ");
            lines.push(text(format!("{}  {said}", at * ON_A_LINE + 1), Size::Double, true));
        }
        let day = self.options.store.clock().local().strftime("%Y-%m-%d").to_string();
        lines.extend([Line::Rule, text(words.get("recovery-slip-fold"), Size::Normal, false), Line::Rule]);
        lines.push(Line::Row { label: words.get("day-terminal"), value: self.options.store.terminal().to_owned() });
        lines.push(Line::Row { label: words.get("recovery-slip-day"), value: day });
        for name in ["recovery-slip-by", "recovery-slip-witness"] {
            lines.push(Line::Feed(1));
            lines.push(Line::Row { label: words.get(name), value: "＿＿＿＿＿＿＿＿".to_owned() });
        }
        lines.extend([Line::Feed(2), Line::Cut]);
        Slip { lines }
    }
}
