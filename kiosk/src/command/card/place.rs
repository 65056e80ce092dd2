//! Where the card lies (カードの場所): the reader that has one, waited for, or the practice reader.

use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use drivers::card::genuine::PracticeAnchor;
use drivers::card::myna::Policy;
use drivers::card::pcsc::PcscSource;
use drivers::card::{Anchors, Event, Fault, Link, Source};

use crate::command::Failure;
use crate::command::arguments::CardArguments;
use crate::command::output::Output;
use crate::command::setting::Setting;
use crate::practice::Practice;
use crate::trouble::Trouble;

/// The service answers within this time or not at all.
const FIRST_ANSWER: Duration = Duration::from_millis(1500);
/// Everything that lies there already has been told after this time without news.
const SETTLED: Duration = Duration::from_millis(300);

/// A reader with a card on it.
pub(super) struct Place {
    pub source: Box<dyn Source>,
    pub reader: String,
    pub accept_test_cards: bool,
    /// Only with `--practice`.
    pub anchor: Option<PracticeAnchor>,
}

impl Place {
    /// Finds the reader with the card, and waits for one as long as the arguments say.
    pub fn find(setting: &Setting, arguments: &CardArguments, output: &mut Output) -> Result<Self, Failure> {
        if let Some(id) = arguments.resident.as_deref().filter(|_| arguments.practice) {
            return Self::practice(setting, id);
        }
        // Without a configuration a reader can still be tried out; then nothing but the defaults is allowed.
        let accept_test_cards = setting.config().is_ok_and(|(_, config)| config.card.accept_test_cards);
        let source: Box<dyn Source> = Box::new(PcscSource::new());
        let limit = Duration::from_secs(arguments.wait);
        let reader = wait(source.as_ref(), arguments.reader.as_deref(), limit, output)?;
        Ok(Self { source, reader, accept_test_cards, anchor: None })
    }

    /// The practice reader with a resident's card on it; the practice CA is made where there is none yet.
    fn practice(setting: &Setting, id: &str) -> Result<Self, Failure> {
        let folders = setting.folders()?;
        let practice = Practice::new(&folders.assets);
        if !practice.residents.iter().any(|resident| resident.id == id) {
            let known: Vec<&str> = practice.residents.iter().map(|resident| resident.id.as_str()).collect();
            return Err(Trouble::new("L02").with("name", id).with("why", known.join(" ")).into());
        }
        let anchor = practice.issue(&folders.practice).map_err(|why| Trouble::new("L01").with("why", why))?;
        practice.put(id);
        let reader = practice.slot.name().to_owned();
        Ok(Self { source: Box::new(practice.slot), reader, accept_test_cards: false, anchor: Some(anchor) })
    }

    /// Who is believed here, and whether the last try may be spent.
    pub fn policy(&self, accept_test_card: bool, spend_last_try: bool) -> Policy {
        let anchors = Anchors { test: accept_test_card || self.accept_test_cards, practice: self.anchor.clone() };
        Policy { anchors, spend_last_try }
    }

    /// A new conversation with the card.
    pub fn open(&self) -> Result<Box<dyn Link>, Fault> {
        self.source.open(&self.reader)
    }
}

/// Waits for a card. The first events describe what is there already.
fn wait(source: &dyn Source, name: Option<&str>, limit: Duration, output: &mut Output) -> Result<String, Failure> {
    let (sender, events) = mpsc::channel();
    let mut watch = source.watch();
    // The watch blocks without a limit; the thread ends with the process.
    thread::spawn(move || while sender.send(watch.next()).is_ok() {});
    let wanted = name.map(str::to_lowercase);
    let fits = |reader: &str| wanted.as_ref().is_none_or(|wanted| reader.to_lowercase().contains(wanted));
    let end = Instant::now() + limit;
    // What is there already is told at once; only then is anybody asked to put a card down.
    let (mut told, mut asked) = (false, false);
    loop {
        let patience = match (told, asked) {
            (false, _) => FIRST_ANSWER,
            (true, false) => SETTLED,
            (true, true) => end.saturating_duration_since(Instant::now()),
        };
        match events.recv_timeout(patience) {
            Ok(Event::ServiceLost) => return Err(Fault::NoService.into()),
            Ok(Event::Readers(readers)) if !readers.iter().any(|reader| fits(reader)) => {
                return Err(Fault::NoReader.into());
            }
            Ok(Event::Presented { reader, .. }) if fits(&reader) => return Ok(reader),
            Ok(_) => told = true,
            Err(_) if !told => return Err(Fault::NoService.into()),
            Err(_) if asked => return Err(Trouble::new("L05").into()),
            Err(_) => {
                asked = true;
                output.note("カードを置いてください / Put the card on the reader")?;
            }
        }
    }
}
