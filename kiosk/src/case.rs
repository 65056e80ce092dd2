//! The file of a case (受付の内容): what was recorded with what staff corrected since, for papers, pages and files alike.

pub mod export;
pub mod figures;

use crate::form::{Value, mend};
use crate::service::body::Body;
use crate::store::journal::Entry;
use crate::store::{self, Fault, Store};

/// A case's content. No `Debug`: it names a person.
pub struct File {
    /// With the corrections in it.
    pub body: Body,
    /// What was corrected, oldest first.
    pub mended: Vec<Mended>,
}

/// One correction: both answers, and why.
pub struct Mended {
    /// The item's path, see [`mend`].
    pub path: String,
    /// What the person had answered, or an earlier correction.
    pub before: Option<Value>,
    pub by: String,
    pub why: String,
}

/// Opens a case's file; `None` where it was erased.
///
/// # Errors
/// As [`Store::body_of`]; `S02` it has another shape.
pub fn open(store: &Store, entry: &Entry) -> Result<Option<File>, Fault> {
    let store::Body::Kept(bytes) = store.body_of(entry)? else { return Ok(None) };
    let mut body = Body::read(&bytes).ok_or_else(|| Fault::Damaged("a case has another shape".into()))?;
    let mut mended = Vec::new();
    for correction in store.corrections(entry)? {
        let Ok(value) = serde_json::from_str(&correction.value) else {
            return Err(Fault::Damaged("a correction has another shape".into()));
        };
        let before = mend::at(&body.answers, &correction.field).cloned();
        if mend::put(&mut body.answers, &correction.field, value) {
            mended.push(Mended { path: correction.field, before, by: correction.by, why: correction.why });
        }
    }
    Ok(Some(File { body, mended }))
}
