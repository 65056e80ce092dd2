//! A4 sheets (A4の申請書): where they are laid or which printer takes them, and whose side it stands on.

use super::Role;

/// A4 sheets.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sheet {
    /// Where each form is laid down as PDF; inside the data folder unless it is absolute.
    pub folder: String,
    /// A CUPS queue of this machine that prints it.
    pub queue: Option<String>,
    /// A printer that speaks IPP: `ipp://…` or `ipps://…`. Without queue and printer the PDF is all.
    pub printer: Option<String>,
    /// The printer's own certificate (PEM), where no authority vouches for it.
    pub certificate: Option<String>,
    /// Its tray for the forms, by the printer's own word.
    pub tray: Option<String>,
    /// Who takes the page out of the printer.
    pub side: Role,
}

impl Default for Sheet {
    fn default() -> Self {
        Self {
            folder: "sheets".to_owned(),
            queue: None,
            printer: None,
            certificate: None,
            tray: None,
            side: Role::Staff,
        }
    }
}

impl Sheet {
    /// What one key allows by itself and another forbids.
    pub(super) fn contradiction(&self) -> Option<(&'static str, &'static str)> {
        if self.queue.is_some() && self.printer.is_some() {
            return Some(("sheet.queue", "either a queue or a printer, not both"));
        }
        let spoken = |place: &str| place.starts_with("ipp://") || place.starts_with("ipps://");
        if self.printer.as_deref().is_some_and(|place| !spoken(place)) {
            return Some(("sheet.printer", "write it as ipp://host/ipp/print or ipps://host/ipp/print"));
        }
        None
    }
}
