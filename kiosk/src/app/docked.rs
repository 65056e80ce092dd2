//! The practice dock's presses (練習の道具の操作): cards and faults of simulated devices.

use super::{App, Message};
use crate::screen::dock;

impl App {
    /// The practice CA is there: cards can be laid.
    pub(super) fn issued(&mut self) {
        if let Some(dock) = &mut self.dock {
            dock.ready = true;
        }
    }

    pub(super) fn docked(&mut self, message: &dock::Message) {
        let (Some(practice), Some(dock)) = (self.practice.clone(), &mut self.dock) else { return };
        match message {
            dock::Message::Put(id) => {
                dock.lying = Some(id.clone());
                let id = id.clone();
                // The first card of a person is made here, which takes a moment.
                let lost = self.teller(|()| Message::Dock(dock::Message::Lift));
                self.supervisor.once("practice card", move || practice.put(&id), move || lost(()));
            }
            dock::Message::Lift => {
                dock.lying = None;
                practice.lift();
            }
            dock::Message::Paper => {
                practice.toggle_paper();
                dock.paper_out = practice.wrong().paper_out;
            }
            dock::Message::Jam => {
                practice.toggle_jam();
                dock.jam = practice.wrong().jam;
            }
            dock::Message::Cover => {
                practice.toggle_cover();
                dock.cover = practice.wrong().cover_open;
            }
            dock::Message::NearEnd => {
                practice.toggle_near_end();
                dock.near_end = practice.wrong().near_end;
            }
            dock::Message::Tray => dock.tray = practice.toggle_tray(),
        }
    }

    pub(super) fn hide_dock(&mut self) {
        if let Some(dock) = &mut self.dock {
            dock.hidden = !dock.hidden;
        }
    }
}
