//! What staff hold and type (係の入力): a card on the staff reader, and words where something is asked about.

use zeroize::Zeroizing;

use super::{Desk, Intent, Message};

impl Desk {
    /// Takes the card that was held to a staff reader: for a login, or to be given to an account. Says whether a page
    /// asks for one.
    pub fn tapped(&mut self, token: &str, chip: &str) -> bool {
        let marked = Zeroizing::new(format!("{chip}{token}"));
        let token = Zeroizing::new(token.to_owned());
        match &mut self.asking {
            Some((Intent::Card(_), asking)) => (asking.token, asking.refused) = (token, None),
            Some((Intent::Register { .. } | Intent::Link { .. }, asking)) => {
                (asking.token, asking.refused) = (marked, None);
            }
            None if self.inside.is_none() && !self.first => {
                self.forget_typed();
                (self.card, self.token, self.refused, self.still) = (true, token, None, 0);
            }
            _ => return false,
        }
        true
    }

    /// The card that was held is no staff card, by code.
    pub const fn unread(&mut self, code: &'static str) {
        match &mut self.asking {
            Some((Intent::Card(_), asking)) => asking.refused = Some(code),
            _ if self.inside.is_none() => self.refused = Some((code, 0)),
            _ => {}
        }
    }

    /// What stands in the field at first: the answer that is corrected.
    pub(super) fn stands(&self, intent: &Intent) -> String {
        let Intent::Correct(number, at) = intent else { return String::new() };
        let rows = self.board.rows();
        let item = rows.iter().find(|row| row.number == *number).and_then(|row| row.items.get(*at));
        item.map(|item| item.value.to_string()).unwrap_or_default()
    }

    /// What is typed where something is asked about.
    pub(super) fn take_down(&mut self, message: &Message) {
        let Some((_, asking)) = &mut self.asking else { return };
        match message {
            Message::Why(why) => asking.why.clone_from(why),
            Message::Second(name) => asking.second.clone_from(name),
            Message::SecondPassword(password) => asking.second_password = password.clone(),
            Message::New(new) => asking.new = new.clone(),
            Message::Token(token) => asking.token = token.clone(),
            Message::NewAgain(again) => asking.again = again.clone(),
            Message::NewName(name) => asking.name.clone_from(name),
            Message::NewRole(role) => asking.role = role,
            _ => {}
        }
    }
}
