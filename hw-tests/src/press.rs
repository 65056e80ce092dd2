//! The spooler without a screen (印刷だけ): what starts it, and a case whose papers it can make.

use std::path::PathBuf;
use std::sync::Arc;

use drivers::card::{Facts, Genuineness, Sex};
use drivers::printer::Profile;
use kiosk::counter::slip;
use kiosk::form::{From, Place, Typesetter, facts_json, pack};
use kiosk::paper::{Compose, Pages, Setup, Standing, Wire};
use kiosk::service::body::{Body, SCHEMA};
use kiosk::service::counter::Words;
use kiosk::service::say::{Row, Say};
use kiosk::store::{Draft, Fault, Store, kind};
use kiosk::text::Catalogue;

use crate::practice::root;

/// A request for a copy of the resident register, by a made-up person.
#[must_use]
pub fn body() -> Vec<u8> {
    let facts = Facts {
        name: "髙﨑　𠮷野".to_owned().into(),
        address: "東京都架空市一丁目２番３号".to_owned().into(),
        birth: "19550403".to_owned().into(),
        sex: Sex::Female,
        genuineness: Genuineness::Genuine,
    };
    let body = Body {
        printed: None,
        visit: None,
        city: Vec::new(),
        led: None,
        home: None,
        tapped: None,
        told: None,
        form: "juminhyo".to_owned(),
        version: 1,
        language: "ja".to_owned(),
        facts: facts_json::write(&facts, From::Card).to_string(),
        answers: Default::default(),
        pack: None,
        fee: None,
        at: jiff::civil::date(2026, 11, 22).at(10, 15, 0, 0),
    };
    body.write().map(|bytes| bytes.to_vec()).unwrap_or_default()
}

/// Records it; the answer is its number.
///
/// # Errors
/// As [`Store::record`].
pub fn accept(store: &Store, body: &[u8]) -> Result<u64, Fault> {
    let draft = Draft::new(store.clock().id(), "juminhyo", kind::ACCEPTED).body(SCHEMA, body.to_vec().into());
    let entries = store.record(vec![draft])?;
    entries.first().map(|entry| entry.number).ok_or_else(|| Fault::Other("nothing was recorded".to_owned()))
}

/// A spooler of an 80 mm printer at the end of `wire`, and of no A4 printer.
///
/// # Errors
/// The name of what is missing in this checkout.
pub fn setup(
    store: &Arc<Store>,
    wire: Wire,
    stands: impl Fn(Standing) + Send + Sync + 'static,
) -> Result<Setup, &'static str> {
    let assets: PathBuf = root().join("assets");
    let (packs, _) = pack::load_all(&assets.join("forms"));
    Ok(Setup {
        store: Arc::clone(store),
        packs: Arc::new(packs),
        typesetter: Typesetter::new(&assets).map_err(|_| "assets/fonts")?,
        place: Place {
            municipality: "架空市".to_owned(), window: "3番 証明窓口".to_owned(), ..Place::default()
        },
        wire,
        profile: Profile::load(&root().join("config/printers/epson-tm-m30.toml")).map_err(|_| "config/printers")?,
        pages: Pages::Broken("P20"),
        compose: counters()?,
        tray: None,
        pictures: None,
        show: Box::new(|_, _| {}),
        stands: Arc::new(stands),
    })
}

/// A swim at a pool: an entry of a counter, no case.
///
/// # Errors
/// As [`Store::record`].
pub fn come(store: &Store) -> Result<u64, Fault> {
    let draft = Draft::new(store.clock().id(), "pool", "came").body(1, b"{}".to_vec().into());
    let entries = store.record(vec![draft])?;
    entries.first().map(|entry| entry.number).ok_or_else(|| Fault::Other("nothing was recorded".to_owned()))
}

/// What composes the slips of such entries, in the sentences of this checkout.
fn counters() -> Result<Compose, &'static str> {
    let catalogue = Catalogue::load(&root().join("assets/text")).map_err(|_| "assets/text")?;
    Ok(Arc::new(move |counted| {
        let row = |at: u32| Row::new(Say::As(format!("コース {at}")), Say::As("髙﨑スイミング".to_owned()));
        let said =
            Words { title: Say::As("プール".to_owned()), rows: (1..4).map(row).collect(), ..Words::default() };
        let head = slip::Head {
            number: counted.number,
            place: "架空市 プール",
            at: counted.at,
            practice: false,
            again: counted.again,
        };
        Some(slip::compose(&catalogue.words(counted.language), &said, &head))
    }))
}
