//! The paper roll (紙の名簿): one PDF a station with what is out, written anew where something changed, so that voting goes on
//! when the machines do not.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::counter::papers::Papers;
use crate::report::list::List;
use crate::service::polling::elector::{Stands, Status};
use crate::service::polling::rules::{Election, Station};
use crate::store::Store;
use crate::store::polling::Line;

/// Writes the paper roll into one folder.
pub struct PaperRoll {
    folder: PathBuf,
    papers: Papers,
    /// What stands on each station's paper.
    written: BTreeMap<String, [u8; 32]>,
    /// When all of it last was as the record is, and the trouble's code if that is over.
    standing: (Option<String>, Option<&'static str>),
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Stations whose paper is new.
    pub stations: Vec<String>,
    pub files: Vec<PathBuf>,
}

impl PaperRoll {
    #[must_use]
    pub const fn new(folder: PathBuf, papers: Papers) -> Self {
        Self { folder, papers, written: BTreeMap::new(), standing: (None, None) }
    }

    /// When the paper last was as the record is, and what has kept it from being so since.
    #[must_use]
    pub fn standing(&self) -> (Option<String>, Option<&'static str>) {
        self.standing.clone()
    }

    /// The next time writes everything.
    pub fn anew(&mut self) {
        self.written.clear();
    }

    /// Writes the stations whose roll or ballots changed since the last time, and then the cover with the counts.
    ///
    /// # Errors
    /// The trouble's code: `L01` the folder cannot be written, `A02`, `F02` the layout, or the store's.
    pub fn write(&mut self, store: &Store, election: &Election) -> Result<Written, &'static str> {
        let written = self.changed(store, election);
        match &written {
            Ok(_) => self.standing = (Some(store.clock().local().strftime("%H:%M").to_string()), None),
            Err(code) => self.standing.1 = Some(code),
        }
        written
    }

    fn changed(&mut self, store: &Store, election: &Election) -> Result<Written, &'static str> {
        let mut written = Written::default();
        for station in &election.stations {
            let mark = store.paper_mark(&election.id, &station.districts).map_err(|fault| fault.code())?;
            if self.written.get(&station.id) == Some(&mark) && self.file(&station.id).exists() {
                continue;
            }
            let lines = store.paper_roll(&election.id, &station.districts).map_err(|fault| fault.code())?;
            let pdf = self.papers.list(&self.station(store, election, station, &lines), store.practice())?;
            written.files.push(self.put(&station.id, &pdf)?);
            self.written.insert(station.id.clone(), mark);
            written.stations.push(station.id.clone());
        }
        if !written.stations.is_empty() {
            let cover = self.cover(store, election)?;
            written.files.push(self.put("0-cover", &self.papers.list(&cover, store.practice())?)?);
        }
        Ok(written)
    }

    /// Takes the files away again: at the close, by order.
    ///
    /// # Errors
    /// `L01` the folder cannot be written.
    pub fn wipe(&mut self, election: &Election) -> Result<usize, &'static str> {
        let ids = election.stations.iter().map(|station| station.id.as_str()).chain(["0-cover"]);
        let mut gone = 0;
        for id in ids {
            let file = self.file(id);
            let Ok(data) = std::fs::metadata(&file) else { continue };
            // The bytes first: an encrypted disk keeps what was there readable until it is used again.
            let zeros = vec![0_u8; usize::try_from(data.len()).unwrap_or(0)];
            std::fs::write(&file, zeros).map_err(|_| "L01")?;
            std::fs::File::open(&file).and_then(|file| file.sync_all()).map_err(|_| "L01")?;
            std::fs::remove_file(&file).map_err(|_| "L01")?;
            gone += 1;
        }
        self.written.clear();
        self.standing = (None, None);
        Ok(gone)
    }

    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn file(&self, id: &str) -> PathBuf {
        self.folder.join(format!("{id}.pdf"))
    }

    /// Under another name first, on the disk, then by rename: whoever opens the file sees a whole one.
    fn put(&self, id: &str, bytes: &[u8]) -> Result<PathBuf, &'static str> {
        let (file, half) = (self.file(id), self.folder.join(format!(".{id}.in-progress")));
        let write = || -> std::io::Result<()> {
            std::fs::create_dir_all(&self.folder)?;
            let mut out = std::fs::File::create(&half)?;
            std::io::Write::write_all(&mut out, bytes)?;
            out.sync_all()?;
            std::fs::rename(&half, &file)?;
            std::fs::File::open(&self.folder)?.sync_all()
        };
        write().map_err(|_| "L01")?;
        Ok(file)
    }

    fn station(&self, store: &Store, election: &Election, station: &Station, lines: &[Line]) -> List {
        let words = self.papers.words();
        let out = lines.iter().filter(|line| line.out.iter().any(|(_, stands)| stands != "asked")).count();
        let columns = [
            ("polling-number", false),
            ("polling-name", false),
            ("polling-kana", false),
            ("polling-birth", false),
            ("polling-address", false),
            ("polling-out-column", false),
        ];
        let rows = lines.iter().map(|line| {
            let state = |(ballot, stands): &(String, String)| {
                let name = election.ballot(ballot).map_or(ballot.as_str(), |ballot| ballot.name.get("ja"));
                let key = Stands::of(stands).map_or("polling-unknown", Stands::key);
                format!("{name} {}", words.get(key))
            };
            let mut states: Vec<String> = line.out.iter().map(state).collect();
            if let Some(status) = Status::of(&line.status).filter(|status| *status != Status::Eligible) {
                states.insert(0, words.get(status.key()));
            }
            let birth = line.birth.clone();
            let (number, name, kana) = (line.number.clone(), line.name.clone(), line.kana.clone());
            vec![number, name, kana, birth, line.address.clone(), states.join("、")]
        });
        List {
            title: format!("{}　{}", words.get("polling-paper-title"), station.name.get("ja")),
            about: self.about(store, election),
            heads: vec![
                (words.get("polling-electors"), lines.len().to_string()),
                (words.get("polling-voters"), out.to_string()),
            ],
            columns: columns.iter().map(|(key, figure)| (words.get(key), *figure)).collect(),
            rows: rows.collect(),
            empty: words.get("polling-nobody"),
            notes: vec![words.get("polling-paper-note")],
            ticks: true,
        }
    }

    fn about(&self, store: &Store, election: &Election) -> String {
        let now = store.clock().local().strftime("%Y-%m-%d %H:%M").to_string();
        format!("{}　{now}　{}", election.name.get("ja"), store.terminal())
    }

    /// How many are in each station's roll and how many have a paper, so that what comes back by hand can be counted.
    fn cover(&self, store: &Store, election: &Election) -> Result<List, &'static str> {
        let words = self.papers.words();
        let mut rows = Vec::new();
        for station in &election.stations {
            let lines = store.paper_roll(&election.id, &station.districts).map_err(|fault| fault.code())?;
            let out = lines.iter().filter(|line| line.out.iter().any(|(_, stands)| stands != "asked")).count();
            rows.push(vec![station.name.get("ja").to_owned(), lines.len().to_string(), out.to_string(), String::new()]);
        }
        let columns =
            [("polling-place", false), ("polling-electors", true), ("polling-voters", true), ("polling-by-hand", true)];
        Ok(List {
            title: words.get("polling-paper-cover"),
            about: self.about(store, election),
            columns: columns.iter().map(|(key, figure)| (words.get(key), *figure)).collect(),
            rows,
            notes: vec![words.get("polling-paper-cover-note")],
            ..List::default()
        })
    }
}

/// Whether a folder lies on an encrypted disk (dm-crypt), as far as the kernel tells.
#[must_use]
pub fn is_encrypted(folder: &Path) -> bool {
    let Ok(folder) = folder.canonicalize() else { return false };
    let Ok(mounts) = std::fs::read_to_string("/proc/self/mountinfo") else { return false };
    let of = |line: &str| {
        let mut parts = line.split(' ').skip(2);
        let device = parts.next()?.to_owned();
        let point = PathBuf::from(parts.nth(1)?.replace("\\040", " "));
        folder.starts_with(&point).then_some((point.as_os_str().len(), device))
    };
    let Some((_, device)) = mounts.lines().filter_map(of).max() else { return false };
    let name = std::fs::read_to_string(format!("/sys/dev/block/{device}/dm/uuid"));
    name.is_ok_and(|name| name.starts_with("CRYPT-"))
}
