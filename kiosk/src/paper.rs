//! Paper (印刷): the thread that owns the slip printer and the folder of forms. Prints what is recorded, never before.
//!
//! Every print is an entry: started, then printed, failed or reprinted. A second copy says 再発行 inside.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use drivers::printer::{Glyphs, Port, Profile, escpos, paper};

use crate::form::slip::{self, SlipFacts};
use crate::form::{Filling, From, Pack, Place, Typesetter, facts_json};
use crate::service::body::Body;
use crate::store::cases::{self, Paper as Which, State};
use crate::store::{self, Store, kind};
use crate::trouble::Trouble;

/// A resident is never kept waiting longer than this for paper.
const LIMIT: Duration = Duration::from_secs(5);

/// What the thread needs.
pub struct Setup {
    pub store: Arc<Store>,
    pub packs: Arc<Vec<Pack>>,
    pub typesetter: Typesetter,
    pub place: Place,
    /// The receipt printer; `None` when there is none.
    pub port: Option<Box<dyn Port>>,
    pub profile: Profile,
    pub sheets: PathBuf,
    /// A CUPS queue that prints the sheets.
    pub queue: Option<String>,
    /// Practice mode with a folder: slip and form are laid there as pictures too.
    pub pictures: Option<PathBuf>,
}

/// What became of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub number: u64,
    pub slip: bool,
    /// The trouble when it did not come out.
    pub trouble: Option<&'static str>,
}

/// One case to print: both papers, or one of them again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    Both(u64),
    Again(u64, Which),
}

/// The handle on the thread.
#[derive(Clone)]
pub struct Printer(Sender<Job>);

impl Printer {
    /// Starts the thread. `tell` is called from it after each paper.
    #[must_use]
    pub fn start(mut setup: Setup, tell: impl Fn(Outcome) + Send + 'static) -> Self {
        let (sender, jobs) = channel();
        let _ = std::thread::Builder::new().name("paper".to_owned()).spawn(move || {
            for job in jobs {
                let (number, papers) = match job {
                    Job::Both(number) => (number, vec![Which::Slip, Which::Sheet]),
                    Job::Again(number, which) => (number, vec![which]),
                };
                for which in papers {
                    let trouble = setup.print(number, which).err();
                    tell(Outcome { number, slip: which == Which::Slip, trouble });
                }
                setup.typesetter.forget(setup.packs.iter());
            }
        });
        Self(sender)
    }

    /// Asks for paper without waiting for it.
    pub fn print(&self, job: Job) {
        // A thread that has ended prints nothing; the record stands and staff see it waiting.
        let _ = self.0.send(job);
    }
}

/// The number as it is called out: `A-142`.
#[must_use]
pub fn called(terminal: &str, number: u64) -> String {
    format!("{terminal}-{number}")
}

impl Setup {
    fn print(&mut self, number: u64, which: Which) -> Result<(), &'static str> {
        let case = self.store.case(number).map_err(|fault| fault.code())?;
        let prints = if which == Which::Slip { case.slip } else { case.sheet };
        let again = !prints.original_is_due();
        let body = match self.store.body(number).map_err(|fault| fault.code())? {
            store::Body::Kept(bytes) => Body::read(&bytes).ok_or("S02")?,
            store::Body::Erased => return Err("S10"),
        };
        self.enter(&case.entry, which, kind::PRINT_STARTED)?;
        let done = match which {
            Which::Slip => self.slip(number, &body, again),
            Which::Sheet => self.sheet(number, &body, again),
        };
        let said = match (&done, again) {
            (Ok(()), false) => kind::PRINTED,
            (Ok(()), true) => kind::REPRINTED,
            (Err(_), _) => kind::PRINT_FAILED,
        };
        self.enter(&case.entry, which, said)?;
        done
    }

    fn enter(&self, case: &store::Entry, which: Which, said: &str) -> Result<(), &'static str> {
        let draft = cases::about_paper(self.store.clock().id(), case, which, said);
        self.store.record(vec![draft]).map(|_| ()).map_err(|fault| fault.code())
    }

    fn pack(&self, body: &Body) -> Result<&Pack, &'static str> {
        self.packs.iter().find(|pack| pack.id == body.form).ok_or("F02")
    }

    fn slip(&mut self, number: u64, body: &Body, again: bool) -> Result<(), &'static str> {
        let pack = self.pack(body)?;
        let test = facts_json::read(&body.facts)
            .is_ok_and(|(facts, _)| facts.genuineness == drivers::card::Genuineness::TestCard);
        let number = called(self.store.terminal(), number);
        let slip = slip::compose(
            pack,
            &SlipFacts {
                number: &number,
                place: &self.place,
                answers: &body.answers,
                at: body.at,
                lang: &body.language,
                practice: self.store.practice(),
                test,
                again,
            },
        );
        let bytes = escpos::encode(&slip, &self.profile, &self.typesetter).map_err(|fault| fault.code())?;
        let Some(port) = &mut self.port else { return Err("P01") };
        port.send(&bytes, LIMIT).map_err(|fault| Trouble::from(&fault).code)?;
        if let Some(folder) = &self.pictures {
            lay_slip(folder, &bytes, &self.profile, &self.typesetter).map_err(|_| "P08")?;
        }
        Ok(())
    }

    fn sheet(&self, number: u64, body: &Body, again: bool) -> Result<(), &'static str> {
        let pack = self.pack(body)?;
        let (facts, _) = facts_json::read(&body.facts).map_err(|_| "S02")?;
        let number = called(self.store.terminal(), number);
        let filling = Filling {
            facts: Some(&facts),
            from: From::Card,
            answers: &body.answers,
            today: body.at.date(),
            receipt: Some(&number),
            place: &self.place,
            practice: self.store.practice(),
            again,
        };
        let pdf = self.typesetter.pdf(pack, &filling).map_err(|fault| fault.code())?;
        lay(&self.sheets, &format!("{number}.pdf"), &pdf).map_err(|_| "P08")?;
        if let Some(queue) = &self.queue {
            submit(queue, &number, &pdf).map_err(|_| "P09")?;
        }
        if let Some(folder) = &self.pictures {
            lay(folder, "form.pdf", &pdf).map_err(|_| "P08")?;
            let pages = self.typesetter.pictures(pack, &filling, 150.0).map_err(|fault| fault.code())?;
            for (at, page) in pages.iter().enumerate() {
                let name = if at == 0 { "form.png".to_owned() } else { format!("form-{}.png", at + 1) };
                let png = png(&page.rgba, page.width, page.height, png::ColorType::Rgba).map_err(|_| "P08")?;
                lay(folder, &name, &png).map_err(|_| "P08")?;
            }
        }
        Ok(())
    }
}

/// Whether staff should be offered a print: it failed, or nobody knows.
#[must_use]
pub const fn wants_hand(state: State) -> bool {
    matches!(state, State::Failed | State::Unknown)
}

/// Writes a file whole or not at all: beside it, flushed to the disk, then renamed.
fn lay(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let half = folder.join(format!(".{name}.part"));
    let mut file = fs::File::create(&half)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&half, folder.join(name))
}

/// Hands a sheet to a CUPS queue. The job bears the receipt number and nothing of the person.
fn submit(queue: &str, number: &str, pdf: &[u8]) -> std::io::Result<()> {
    let mut child = Command::new("lp")
        .args(["-d", queue, "-t", number, "-o", "media=A4", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut pipe) = child.stdin.take() {
        pipe.write_all(pdf)?;
    }
    if child.wait()?.success() { Ok(()) } else { Err(std::io::Error::other("lp refused the job")) }
}

/// White on both sides of the printable dots, as on a real roll.
const EDGE: u32 = 32;

fn lay_slip(folder: &Path, bytes: &[u8], profile: &Profile, glyphs: &dyn Glyphs) -> std::io::Result<()> {
    let paper = paper::Paper::parse(bytes);
    lay(folder, "slip.txt", paper.text().as_bytes())?;
    let dots = paper.draw(glyphs, u32::from(profile.dots));
    let width = dots.width + 2 * EDGE;
    let mut grey = Vec::new();
    for y in 0..dots.height {
        for x in 0..width {
            let black = x.checked_sub(EDGE).is_some_and(|x| dots.ink(x, y));
            grey.push(if black { 0 } else { 255 });
        }
    }
    lay(folder, "slip.png", &png(&grey, width, dots.height, png::ColorType::Grayscale)?)
}

fn png(pixels: &[u8], width: u32, height: u32, colour: png::ColorType) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(colour);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header().and_then(|mut writer| writer.write_image_data(pixels)).map_err(std::io::Error::other)?;
    Ok(bytes)
}
