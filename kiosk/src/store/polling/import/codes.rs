//! Tickets that wait for their electors (入場券の照合): few bytes each, since there may be a million.

/// A ticket that waits for its elector: the line of its file, where its code stands, what it says of the name.
pub(super) struct Ticket {
    pub line: u32,
    pub begin: u32,
    pub length: u32,
    pub name: u64,
}

/// All codes behind each other, since a million small strings take more room than what stands in them.
#[derive(Default)]
pub(super) struct Codes(String);

impl Codes {
    /// Where a code stands; `None`: there is no more room (4 GB).
    pub fn put(&mut self, code: &str) -> Option<(u32, u32)> {
        let place = (u32::try_from(self.0.len()).ok()?, u32::try_from(code.len()).ok()?);
        self.0.push_str(code);
        Some(place)
    }

    pub fn get(&self, ticket: &Ticket) -> &str {
        let begin = ticket.begin as usize;
        self.0.get(begin..begin + ticket.length as usize).unwrap_or_default()
    }
}
