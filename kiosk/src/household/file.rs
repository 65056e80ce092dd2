//! Households out of files (世帯のファイル): a table that the city's system writes each night, or a folder with one JSON file a
//! household.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde::Deserialize;
use zeroize::Zeroizing;

use super::{LARGEST, Query, Why, Written, folded};
use crate::form::source::Member;

/// A table of a town of a million fits.
const LARGEST_TABLE: u64 = 512 << 20;
/// The columns, in Japanese or by their ids; any order.
const COLUMNS: [(&str, &str); 7] = [
    ("世帯番号", "household"),
    ("氏名", "name"),
    ("カナ", "kana"),
    ("生年月日", "birth"),
    ("性別", "sex"),
    ("続柄", "relation"),
    ("住所", "address"),
];

/// One household's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Household {
    #[serde(default)]
    address: String,
    members: Vec<Written>,
}

pub(super) fn ask(place: &Path, query: &Query) -> Result<Vec<Member>, Why> {
    if place.is_dir() { folder(place, query) } else { table(place, query) }
}

/// Who is looked for, in one spelling.
struct Wanted {
    name: Zeroizing<String>,
    birth: Zeroizing<String>,
    address: Zeroizing<String>,
}

impl Wanted {
    fn of(query: &Query) -> Self {
        let Query::Household { name, birth, address } = query;
        Self { name: folded(name).into(), birth: birth.clone(), address: folded(address).into() }
    }

    /// Same name and birth; the address where the file says one.
    fn is(&self, member: &Member, address: &str) -> bool {
        let address = Zeroizing::new(folded(address));
        *member.birth == *self.birth
            && folded(&member.name) == *self.name
            && (address.is_empty() || *address == *self.address)
    }
}

fn folder(place: &Path, query: &Query) -> Result<Vec<Member>, Why> {
    let wanted = Wanted::of(query);
    let mut found: Option<Vec<Member>> = None;
    for entry in std::fs::read_dir(place).map_err(|_| Why::Away)?.flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        let mut text = Zeroizing::new(Vec::new());
        let read = File::open(&path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut text));
        read.map_err(|_| Why::Away)?;
        let household: Household = serde_json::from_slice(&text).map_err(|_| Why::Strange)?;
        let members: Option<Vec<Member>> = household.members.into_iter().map(Written::member).collect();
        let members = members.ok_or(Why::Strange)?;
        if members.iter().any(|member| wanted.is(member, &household.address)) && found.replace(members).is_some() {
            return Err(Why::Nobody);
        }
    }
    found.ok_or(Why::Nobody)
}

/// Read twice: once for whose household it is, once for its members; a town's table is never kept.
fn table(place: &Path, query: &Query) -> Result<Vec<Member>, Why> {
    let wanted = Wanted::of(query);
    let mut of: Option<Zeroizing<String>> = None;
    let mut doubt = false;
    each(place, |household, address, member| {
        if wanted.is(&member, address) {
            doubt |= of.replace(household.to_owned().into()).is_some_and(|other| *other != *household);
        }
    })?;
    let of = of.filter(|_| !doubt).ok_or(Why::Nobody)?;
    let mut members = Vec::new();
    each(place, |household, _, member| {
        if *of == *household && members.len() <= super::MOST {
            members.push(member);
        }
    })?;
    Ok(members)
}

/// Every row: household, address, member.
fn each(place: &Path, mut see: impl FnMut(&str, &str, Member)) -> Result<(), Why> {
    let file = File::open(place).map_err(|_| Why::Away)?;
    let mut table = csv::Reader::from_reader(file.take(LARGEST_TABLE));
    let at = columns(table.headers().map_err(|_| Why::Strange)?)?;
    let mut record = csv::StringRecord::new();
    while table.read_record(&mut record).map_err(|_| Why::Strange)? {
        let cell = |id: &str| {
            let at = at.iter().position(|column| *column == id);
            at.and_then(|at| record.get(at)).unwrap_or_default()
        };
        let written = Written {
            name: cell("name").to_owned(),
            kana: cell("kana").to_owned(),
            birth: cell("birth").to_owned(),
            sex: cell("sex").to_owned(),
            relation: cell("relation").to_owned(),
        };
        // One bad row of a town's table does not take the others away.
        if let Some(member) = written.member() {
            see(cell("household"), cell("address"), member);
        }
    }
    Ok(())
}

/// The id of each column. A column that nobody asked for, such as one with 12-digit numbers, is refused with the file.
fn columns(header: &csv::StringRecord) -> Result<Vec<&'static str>, Why> {
    let id = |name: &str| {
        let name = name.trim_start_matches('\u{feff}').trim();
        COLUMNS.iter().find(|(japanese, id)| *japanese == name || *id == name).map(|(_, id)| *id)
    };
    let found: Vec<&'static str> = header.iter().map(id).collect::<Option<_>>().ok_or(Why::Strange)?;
    let needed = ["household", "name", "birth"].iter().all(|id| found.contains(id));
    needed.then_some(found).ok_or(Why::Strange)
}
