//! The facility report (状況報告) in the government's vocabulary: GIF 455, 防災, 21 避難所等 (facts/domain.md B3).

use jiff::Timestamp;

use super::board::Counts;
use super::event::Opened;

/// What a report is made of.
pub struct Facts<'a> {
    pub shelter: &'a Opened,
    pub opened: Timestamp,
    pub closed: Option<Timestamp>,
    pub counts: &'a Counts,
    /// The state of the building as staff told it, by its name in the vocabulary.
    pub conditions: &'a [(String, String)],
    /// 報告部署
    pub office: &'a str,
    pub at: Timestamp,
}

/// Name and value of every item, in the order of the vocabulary. Times are local, ISO 8601.
#[must_use]
pub fn rows(facts: &Facts<'_>) -> Vec<(String, String)> {
    let (shelter, counts) = (facts.shelter, facts.counts);
    let facility = &shelter.facility;
    let text = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut rows = vec![
        text("全国共通避難所ID", &facility.id),
        text("地方公共団体コード", &facility.code),
        text("施設名", &shelter.name),
        text("施設名_カナ", &facility.kana),
        text("所在地", &facility.address),
        text("緯度", &facility.latitude),
        text("経度", &facility.longitude),
        text("想定収容人数", &shelter.capacity.to_string()),
        text("開設状況", if facts.closed.is_some() { "閉鎖" } else { "開設" }),
        text("開設日時", &local(facts.opened)),
        text("閉鎖日時", &facts.closed.map(local).unwrap_or_default()),
        text("避難者数_総数", &counts.inside.to_string()),
        text("避難者数_男", &counts.male.to_string()),
        text("避難者数_女", &counts.female.to_string()),
        text("避難者数_不明", &counts.unknown.to_string()),
        text("避難世帯数", &counts.households.to_string()),
        text("避難所外避難者数", &counts.outside.to_string()),
        text("避難所外避難世帯数", &counts.outside_households.to_string()),
        text("乳幼児数", &counts.infants.to_string()),
        text("要配慮者数", &counts.needing.to_string()),
        text("定員状況", standing(counts, shelter.capacity)),
        text("ペット同行可否", facility.pets.map_or("", |pets| if pets { "可" } else { "否" })),
        text("ペット数", &counts.pets.to_string()),
    ];
    rows.extend(facts.conditions.iter().cloned());
    rows.push(text("確認日時", &local(facts.at)));
    rows.push(text("報告部署", facts.office));
    rows
}

/// 空き・混雑・満員
fn standing(counts: &Counts, capacity: u32) -> &'static str {
    match (capacity, counts.percent(capacity)) {
        (0, _) => "",
        (_, 0..70) => "空いています",
        (_, 70..100) => "混雑",
        _ => "満員",
    }
}

/// Local time to the second, with its offset: `2026-11-23T21:04:00+09:00`.
fn local(at: Timestamp) -> String {
    at.to_zoned(crate::clock::japan()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}
