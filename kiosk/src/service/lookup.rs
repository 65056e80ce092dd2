//! How far is it? (受付の状況): a receipt number or its code, and the terminal says where the case is and what to do. It names
//! nobody and nothing of the case: whoever reads a number off a slip on the floor learns no more than a stage.

use zeroize::Zeroizing;

use super::counter::{Counter, Heard, Keys, Prompt, Row, Said, Say, Step, Tone, Typing, Way, ends};

/// The service's id.
pub const ID: &str = "case";
/// The longest number that is typed.
const LONGEST: usize = 9;

/// The look-up.
pub struct Lookup;

/// What it asks for outside.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ask {
    /// Cases by what was typed or read: `142`, `A-142`.
    Find(String),
}

/// What comes back.
pub enum Told {
    /// Cases with this number, by terminal; none where there is none, or where it is for staff alone.
    Found(Vec<Found>),
}

/// Where a case stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// As it is called out.
    pub called: String,
    /// `received`, `examined`, `mend`, `done`, `withdrawn`.
    pub stage: &'static str,
    /// Its number is called.
    pub now: bool,
    /// The window to go to.
    pub window: String,
}

impl Counter for Lookup {
    type Ask = Ask;
    type Told = Told;

    fn id(&self) -> &'static str {
        ID
    }

    fn step(&self, heard: &[Heard<Told>]) -> Step<Ask> {
        match heard {
            [] => Step::Prompt(prompt()),
            [Heard::Code { text, .. } | Heard::Typed(text)] => Step::Need(Ask::Find(wanted(text))),
            [_, Heard::Told(Told::Found(found))] => several(found),
            [_, Heard::Told(Told::Found(found)), Heard::Chosen(called)] => {
                Step::Said(said(found.iter().find(|one| one.called == *called)))
            }
            [.., Heard::Failed(code)] => Step::Said(ends::failed(code)),
            [.., Heard::Late] => Step::Said(ends::late()),
            _ => Step::Prompt(prompt()),
        }
    }
}

fn prompt() -> Prompt {
    let typed = Typing { keys: Keys::Digits, label: Say::key("case-number"), longest: LONGEST };
    let (title, hint) = (Say::key("case-ask"), Some(Say::key("case-ask-hint")));
    Prompt { page: "ask", title, hint, code: true, typed: Some(typed), ..Prompt::default() }
}

fn wanted(text: &Zeroizing<String>) -> String {
    text.trim().to_ascii_uppercase()
}

/// Two terminals may have given the same number: then the person picks the letter on the slip.
fn several(found: &[Found]) -> Step<Ask> {
    if let [_, _, ..] = found {
        let ways = found.iter().map(|one| Way { id: one.called.clone(), say: one.called.clone().into() }).collect();
        let (title, hint) = (Say::key("case-which"), Some(Say::key("case-which-hint")));
        return Step::Prompt(Prompt { page: "which", title, hint, ways, ..Prompt::default() });
    }
    Step::Said(said(found.first()))
}

fn said(found: Option<&Found>) -> Said {
    let Some(found) = found else {
        return ends::doubt("none", Say::key("case-none"), Say::key("case-none-hint"));
    };
    let (page, tone, title, hint) = match (found.stage, found.now) {
        ("done", _) => ("done", Tone::Good, Say::key("case-is-done"), Say::key("case-is-done-hint")),
        ("withdrawn", _) => {
            ("withdrawn", Tone::Plain, Say::key("case-is-withdrawn"), Say::key("case-is-withdrawn-hint"))
        }
        ("mend", _) => ("mend", Tone::Doubt, Say::key("case-is-mend"), Say::key("case-is-mend-hint")),
        (_, true) => ("called", Tone::Good, Say::key("case-is-called"), Say::key("case-is-called-hint")),
        ("examined", _) => ("examined", Tone::Plain, Say::key("case-is-examined"), Say::key("case-is-examined-hint")),
        _ => ("received", Tone::Plain, Say::key("case-is-received"), Say::key("case-is-received-hint")),
    };
    let rows = vec![
        Row::new(Say::key("case-row-number"), found.called.clone()),
        Row::new(Say::key("case-row-window"), found.window.clone()),
    ];
    Said { page, tone, title, hint: Some(hint), rows, seconds: Some(20), ..Said::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Heard<Told> {
        Heard::Typed(Zeroizing::new(text.to_owned()))
    }

    fn found(called: &str, stage: &'static str, now: bool) -> Found {
        Found { called: called.to_owned(), stage, now, window: "3番".to_owned() }
    }

    fn end(found: Vec<Found>) -> Said {
        match Lookup.step(&[typed("142"), Heard::Told(Told::Found(found))]) {
            Step::Said(said) => said,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn each_stage_says_its_own_page_and_a_call_comes_before_waiting() {
        for (stage, now, page) in [
            ("received", false, "received"),
            ("examined", false, "examined"),
            ("examined", true, "called"),
            ("received", true, "called"),
            ("mend", true, "mend"),
            ("done", false, "done"),
            ("withdrawn", false, "withdrawn"),
        ] {
            let said = end(vec![found("A-142", stage, now)]);
            assert_eq!(said.page, page, "{stage} {now}");
            assert_eq!(said.rows.len(), 2);
        }
    }

    #[test]
    fn an_unknown_number_leads_to_staff_and_a_number_of_two_terminals_is_asked_about() {
        assert_eq!(end(vec![]).page, "none");
        let two = || vec![found("A-142", "received", false), found("B-142", "mend", false)];
        let Step::Prompt(prompt) = Lookup.step(&[typed("142"), Heard::Told(Told::Found(two()))]) else {
            panic!("asked about")
        };
        assert_eq!(prompt.ways.iter().map(|way| way.id.as_str()).collect::<Vec<_>>(), ["A-142", "B-142"]);
        let heard = [typed("142"), Heard::Told(Told::Found(two())), Heard::Chosen("B-142".to_owned())];
        assert!(matches!(Lookup.step(&heard), Step::Said(said) if said.page == "mend"));
    }

    #[test]
    fn a_code_is_asked_for_as_it_was_read() {
        let code = Heard::Code { rule: None, text: Zeroizing::new(" a-142\n".to_owned()) };
        assert_eq!(Lookup.step(&[code]), Step::Need(Ask::Find("A-142".to_owned())));
    }
}
