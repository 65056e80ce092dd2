//! Layouts from elsewhere (よその様式): set in type by a child process with limits, never in this one. Pure: the job and
//! what comes back; who starts the process is told by [`Apart`].

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::pack::{self, Folder};
use super::{Answers, Fault, Filling, Pack, Picture, Place, Typesetter, facts_json};

/// Seconds of processor time a layout may take.
pub const SECONDS: u64 = 2;
/// Bytes of memory a layout may take.
pub const BYTES: u64 = 256 << 20;

/// Everything a form needs, as it goes to the child.
#[derive(Serialize, Deserialize)]
pub struct Job {
    folder: Folder,
    facts: Option<String>,
    answers: Answers,
    place: Place,
    today: Date,
    receipt: Option<String>,
    practice: bool,
    again: bool,
    make: Make,
}

impl Drop for Job {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.facts);
    }
}

/// What the child makes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Make {
    /// A PDF; `tagged` with its structure.
    Pdf { tagged: bool },
    /// Pictures of the pages.
    Pictures { dpi: f64 },
    /// Nothing: only whether it can be set.
    Check,
}

/// What came of it.
#[derive(Serialize, Deserialize)]
pub enum Made {
    Pdf(Vec<u8>),
    Pictures(Vec<(u32, u32, Vec<u8>)>),
    Checked,
    Failed(Fault),
}

/// Whoever runs a job in a process of its own.
pub trait Apart: Send + Sync {
    /// # Errors
    /// `F02` when it needs more time or memory than it may, or falls.
    fn run(&self, job: &Job) -> Result<Made, Fault>;
}

impl Job {
    /// The job for one filling.
    #[must_use]
    pub fn new(pack: &Pack, filling: &Filling, make: Make) -> Self {
        Self {
            folder: pack.folder.clone(),
            facts: filling.facts.map(|facts| facts_json::write(facts, filling.from).to_string()),
            answers: filling.answers.clone(),
            place: filling.place.clone(),
            today: filling.today,
            receipt: filling.receipt.map(str::to_owned),
            practice: filling.practice,
            again: filling.again,
            make,
        }
    }

    /// The job that only tries the layout, with these answers or none.
    #[must_use]
    pub fn check(pack: &Pack, facts: Option<String>, answers: Answers, today: Date) -> Self {
        let (place, folder) = (Place::default(), pack.folder.clone());
        let (receipt, practice, again) = (None, false, false);
        Self { folder, facts, answers, place, today, receipt, practice, again, make: Make::Check }
    }

    /// The name of its pack.
    #[must_use]
    pub fn pack(&self) -> &str {
        self.folder.id()
    }

    /// Does the job, in the child.
    #[must_use]
    pub fn run(&self, typesetter: &Typesetter) -> Made {
        self.try_run(typesetter).unwrap_or_else(Made::Failed)
    }

    fn try_run(&self, typesetter: &Typesetter) -> Result<Made, Fault> {
        let wrong = |reason: String| Fault::Layout { pack: self.folder.id().to_owned(), line: 0, reason };
        let pack = pack::restore(self.folder.clone())
            .map_err(|errors| wrong(errors.first().map_or_else(String::new, ToString::to_string)))?;
        let facts = self.facts.as_deref().map(facts_json::read).transpose().map_err(|p| wrong(p.to_string()))?;
        let (facts, from) = facts.map_or((None, super::From::Typed), |(facts, from)| (Some(facts), from));
        let filling = Filling {
            printed: None,
            facts: facts.as_ref(),
            from,
            answers: &self.answers,
            today: self.today,
            receipt: self.receipt.as_deref(),
            place: &self.place,
            practice: self.practice,
            again: self.again,
        };
        Ok(match self.make {
            Make::Pdf { tagged: true } => Made::Pdf(typesetter.accessible_pdf(&pack, &filling)?),
            Make::Pdf { tagged: false } => Made::Pdf(typesetter.pdf(&pack, &filling)?),
            Make::Pictures { dpi } => {
                let pages = typesetter.pictures(&pack, &filling, dpi)?.into_iter();
                Made::Pictures(pages.map(|page| (page.width, page.height, page.rgba)).collect())
            }
            Make::Check => typesetter.pictures(&pack, &filling, 20.0).map(|_| Made::Checked)?,
        })
    }
}

/// The PDF out of what came back.
pub(super) fn pdf(made: Made) -> Result<Vec<u8>, Fault> {
    match made {
        Made::Pdf(bytes) => Ok(bytes),
        Made::Failed(fault) => Err(fault),
        Made::Pictures(_) | Made::Checked => Err(strange()),
    }
}

/// The pictures out of what came back.
pub(super) fn pictures(made: Made) -> Result<Vec<Picture>, Fault> {
    match made {
        Made::Pictures(pages) => {
            Ok(pages.into_iter().map(|(width, height, rgba)| Picture { rgba, width, height }).collect())
        }
        Made::Failed(fault) => Err(fault),
        Made::Pdf(_) | Made::Checked => Err(strange()),
    }
}

fn strange() -> Fault {
    Fault::Layout { pack: String::new(), line: 0, reason: "the child answered something else".to_owned() }
}
