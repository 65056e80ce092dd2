//! Requests (問い合わせの電文): what a self-service machine asks, SIP2 2.00 section 3.

use super::{Charset, frame};

/// A message of ours. Values may be personal, so no `Debug`.
pub struct Request {
    code: [u8; 2],
    /// The code of its answer.
    pub(super) answer: [u8; 2],
    fixed: String,
    fields: Vec<([u8; 2], String)>,
}

/// What a patron's answer is to list (message 63, position by position).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Summary {
    Nothing,
    Holds,
    Overdue,
    Charged,
}

impl Summary {
    const fn flags(self) -> &'static str {
        match self {
            Self::Nothing => "          ",
            Self::Holds => "Y         ",
            Self::Overdue => " Y        ",
            Self::Charged => "  Y       ",
        }
    }
}

/// Japanese, in the standard's table of languages.
const JAPANESE: &str = "014";

impl Request {
    fn new(code: [u8; 2], answer: [u8; 2], fixed: String) -> Self {
        Self { code, answer, fixed, fields: Vec::new() }
    }

    fn with(mut self, id: &[u8; 2], value: &str) -> Self {
        self.fields.push((*id, value.to_owned()));
        self
    }

    /// 93: who this terminal is.
    #[must_use]
    pub fn login(user: &str, password: &str, place: &str) -> Self {
        let request = Self::new(*b"93", *b"94", "00".to_owned()).with(b"CN", user).with(b"CO", password);
        if place.is_empty() { request } else { request.with(b"CP", place) }
    }

    /// 99: is anybody at work?
    #[must_use]
    pub fn status() -> Self {
        Self::new(*b"99", *b"98", "00802.00".to_owned())
    }

    /// 63: a patron. `now` is `YYYYMMDD    HHMMSS`, as in all that follow.
    #[must_use]
    pub fn patron(now: &str, (place, patron): (&str, &str), summary: Summary) -> Self {
        let fixed = format!("{JAPANESE}{now}{}", summary.flags());
        let request = Self::new(*b"63", *b"64", fixed).with(b"AO", place).with(b"AA", patron);
        request.with(b"AC", "").with(b"AD", "")
    }

    /// 17: an item.
    #[must_use]
    pub fn item(now: &str, (place, item): (&str, &str)) -> Self {
        Self::new(*b"17", *b"18", now.to_owned()).with(b"AO", place).with(b"AB", item).with(b"AC", "")
    }

    /// 11: lends. Never with "no block": the system's rules decide, also about what was accepted while it was away.
    #[must_use]
    pub fn check_out(now: &str, due: &str, (place, patron, item): (&str, &str, &str)) -> Self {
        let request = Self::new(*b"11", *b"12", format!("NN{now}{due}")).with(b"AO", place).with(b"AA", patron);
        request.with(b"AB", item).with(b"AC", "").with(b"BO", "N").with(b"BI", "N")
    }

    /// 29: lends for longer.
    #[must_use]
    pub fn renew(now: &str, due: &str, (place, patron, item): (&str, &str, &str)) -> Self {
        let request = Self::new(*b"29", *b"30", format!("NN{now}{due}")).with(b"AO", place).with(b"AA", patron);
        request.with(b"AD", "").with(b"AB", item).with(b"AC", "").with(b"BO", "N")
    }

    /// 09: takes back. `back` is when it came.
    #[must_use]
    pub fn check_in(now: &str, back: &str, (place, item): (&str, &str)) -> Self {
        let request = Self::new(*b"09", *b"10", format!("N{now}{back}")).with(b"AP", place).with(b"AO", place);
        request.with(b"AB", item).with(b"AC", "").with(b"BI", "N")
    }

    /// 35: the patron is gone.
    #[must_use]
    pub fn end(now: &str, (place, patron): (&str, &str)) -> Self {
        let request = Self::new(*b"35", *b"36", now.to_owned()).with(b"AO", place).with(b"AA", patron);
        request.with(b"AC", "").with(b"AD", "")
    }

    /// 97: the last answer again. It has no number of its own.
    pub(super) fn again() -> Vec<u8> {
        frame::close(b"97".to_vec(), None)
    }

    /// The bytes on the wire, in one piece.
    #[must_use]
    pub fn bytes(&self, charset: Charset, sequence: Option<u8>) -> Vec<u8> {
        let mut message = self.code.to_vec();
        message.extend_from_slice(self.fixed.as_bytes());
        for (id, value) in &self.fields {
            message.extend_from_slice(id);
            message.extend(charset.encode(value));
            message.push(b'|');
        }
        match sequence {
            Some(_) => frame::close(message, sequence),
            None => frame::close_bare(message),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_fields_have_the_lengths_of_the_standard() {
        let now = "20261124    100400";
        for (request, fixed) in [
            (Request::login("u", "p", "l"), 2),
            (Request::status(), 8),
            (Request::patron(now, ("a", "1"), Summary::Charged), 31),
            (Request::item(now, ("a", "1")), 18),
            (Request::check_out(now, now, ("a", "1", "2")), 38),
            (Request::renew(now, now, ("a", "1", "2")), 38),
            (Request::check_in(now, now, ("a", "2")), 37),
            (Request::end(now, ("a", "1")), 18),
        ] {
            assert_eq!(request.fixed.len(), fixed, "{}", String::from_utf8_lossy(&request.code));
        }
    }

    #[test]
    fn what_lends_never_passes_the_rules_by() {
        let now = "20261124    100400";
        let bytes = Request::check_out(now, now, ("main", "91234567", "123456789")).bytes(Charset::Utf8, Some(0));
        let text = String::from_utf8(bytes).expect("text");
        assert!(text.starts_with("11NN20261124    100400"), "{text}");
        assert!(text.contains("|AA91234567|") || text.contains("AA91234567|"), "{text}");
    }

    #[test]
    fn nothing_in_a_value_can_begin_another_field() {
        let bytes = Request::login("a|COx", "b\rAZ", "").bytes(Charset::Utf8, None);
        assert_eq!(bytes, b"9300CNaCOx|CObAZ|\r");
    }
}
