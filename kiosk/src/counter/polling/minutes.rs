//! Figures of 投票録 on paper (投票録の数): who is in the roll, what went out, hour by hour, what was counted and what is in doubt.

use crate::report::list::List;
use crate::service::polling::elector::{Sex, Stands};
use crate::service::polling::rules::Election;
use crate::store::Store;
use crate::store::polling::Figures;
use crate::text::Words;

/// One page for the file and for whoever fills 投票録 in.
#[must_use]
pub fn minutes(figures: &Figures, election: &Election, store: &Store, words: &Words) -> List {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for slot in &figures.slots {
        let ballot = election.ballot(&slot.ballot).map_or(slot.ballot.as_str(), |one| one.name.get("ja"));
        let place = election.place(&slot.station).map_or(slot.station.as_str(), |name| name.get("ja"));
        let stands = Stands::of(&slot.stands).map_or("polling-unknown", Stands::key);
        let manner = match slot.manner.as_str() {
            "proxy" => words.get("polling-manner-proxy"),
            "braille" => words.get("polling-manner-braille"),
            _ => String::new(),
        };
        let sex = words.get(Sex::of(&slot.sex).key());
        let what = format!("{} {manner}", words.get(stands));
        rows.push(vec![ballot.to_owned(), place.to_owned(), what.trim().to_owned(), sex, slot.papers.to_string()]);
    }
    for hour in &figures.hours {
        for (sex, count) in [("polling-male", hour.men), ("polling-female", hour.women), ("polling-other", hour.others)]
        {
            if count > 0 {
                let label = words.get("polling-by-hour");
                rows.push(vec![label, format!("{}時", hour.hour), String::new(), words.get(sex), count.to_string()]);
            }
        }
    }
    let voters: u64 = figures.hours.iter().map(|hour| hour.men + hour.women + hour.others).sum();
    let counts = figures.counts.iter().map(|count| {
        let ballot = election.ballot(&count.ballot).map_or(count.ballot.as_str(), |one| one.name.get("ja"));
        let (counted, known) = (count.counted.to_string(), count.known.to_string());
        let values = [("ballot", ballot), ("counted", &*counted), ("known", &*known), ("at", &*count.at)];
        words.with("polling-minutes-count", &values)
    });
    let doubts = [
        ("polling-twice", figures.twice),
        ("polling-doubtful", figures.doubtful),
        ("polling-undone", figures.undone),
        ("polling-allowed-count", figures.allowed),
    ];
    let doubts = doubts.iter().map(|(key, count)| format!("{}: {count}", words.get(key)));
    let heads = [
        ("polling-electors", figures.electors.iter().sum::<u64>()),
        ("polling-barred", figures.barred),
        ("polling-voters", voters),
        ("polling-papers", figures.papers.values().sum()),
    ];
    let columns = [
        ("polling-ballot", false),
        ("polling-place", false),
        ("polling-state", false),
        ("polling-sex", false),
        ("polling-papers", true),
    ];
    let now = store.clock().local().strftime("%Y-%m-%d %H:%M").to_string();
    List {
        title: words.get("polling-minutes-title"),
        about: format!("{}　{now}　{}", election.name.get("ja"), store.terminal()),
        heads: heads.iter().map(|(key, count)| (words.get(key), count.to_string())).collect(),
        columns: columns.iter().map(|(key, figure)| (words.get(key), *figure)).collect(),
        rows,
        empty: words.get("polling-nobody-yet"),
        notes: counts.chain(doubts).collect(),
        ticks: false,
    }
}
