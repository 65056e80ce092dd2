//! A command's failure (うまくいかなかったとき): a trouble, and what else an administrator can use.

use drivers::{card, printer};

use crate::config::ConfigFault;
use crate::trouble::Trouble;

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub struct Failure {
    pub trouble: Trouble,
    /// One line each, in addition to the trouble's sentences. Never a person's facts.
    pub details: Vec<String>,
    /// Japanese and English for a failure that has to be said before any sentence could be loaded.
    pub(super) bare: Option<(String, String)>,
}

impl Failure {
    /// Something of the machine's own: a file, standard input.
    pub(super) fn io(place: &str, why: &std::io::Error) -> Self {
        Trouble::new("L01").with("why", format_args!("{place}: {why}")).into()
    }

    #[must_use]
    pub(super) fn detail(mut self, line: impl ToString) -> Self {
        self.details.push(line.to_string());
        self
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Self { trouble, details: Vec::new(), bare: None }
    }
}

impl From<card::Fault> for Failure {
    fn from(fault: card::Fault) -> Self {
        let failure = Self::from(Trouble::from(&fault));
        match fault {
            // What exactly was wrong matters to whoever repairs it; neither holds anything of the person.
            card::Fault::Torn(_) | card::Fault::NotGenuine(_) | card::Fault::Reader(_) => failure.detail(fault),
            _ => failure,
        }
    }
}

impl From<printer::Fault> for Failure {
    fn from(fault: printer::Fault) -> Self {
        Self::from(Trouble::from(&fault)).detail(fault)
    }
}

impl From<ConfigFault> for Failure {
    fn from(fault: ConfigFault) -> Self {
        let bare = Some((fault.japanese(), fault.english()));
        Self { trouble: Trouble::from(&fault), details: Vec::new(), bare }
    }
}
