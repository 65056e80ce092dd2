//! The facility report (状況報告) in the government's vocabulary: GIF 455, 防災, 21 避難所等 (facts/domain.md B3).

use jiff::Timestamp;

use super::board::Counts;
use super::event::Opened;
use super::person::Need;

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

/// Items that no count gives: staff tell them, and they keep what was told last.
pub const CONDITIONS: [&str; 37] = [
    "開設理由",
    "閉鎖理由",
    "自主避難者数",
    "職員数",
    "応援者数",
    "ボランティア数",
    "医療従事者数",
    "福祉従事者数",
    "医療福祉の人的支援",
    "電気",
    "ガス",
    "上水道",
    "下水道",
    "トイレ_既設数",
    "トイレ_仮設数",
    "トイレ_マンホール数",
    "トイレ_簡易携帯数",
    "トイレ_多目的数",
    "冷房",
    "暖房",
    "食料",
    "飲料水",
    "毛布",
    "燃料",
    "固定電話",
    "携帯電話",
    "通信",
    "Wi-Fi",
    "マスク数",
    "消毒液数",
    "体温計数",
    "感染対策物資",
    "パーティション数",
    "段ボールベッド数",
    "入浴",
    "必要な支援",
    "備考",
];

/// 要配慮者数 by what is needed.
const NEEDS_OF: [(&str, Need); 10] = [
    ("要配慮者数_病気けが", Need::Illness),
    ("要配慮者数_妊産婦", Need::Pregnant),
    ("要配慮者数_障がい者", Need::Disabled),
    ("要配慮者数_要介護者", Need::Care),
    ("要配慮者数_医療機器", Need::Device),
    ("要配慮者数_酸素電源", Need::Oxygen),
    ("要配慮者数_透析", Need::Dialysis),
    ("要配慮者数_アレルギー", Need::Allergy),
    ("要配慮者数_食事制限", Need::Diet),
    ("要配慮者数_日本語支援", Need::Language),
];

fn with(counts: &Counts, need: Need) -> u64 {
    counts.needs.get(&need).map_or(0, |(all, _)| *all)
}

/// How many more fit; empty where nobody said how many it holds.
fn free(counts: &Counts, capacity: u32) -> String {
    if capacity == 0 { String::new() } else { u64::from(capacity).saturating_sub(counts.inside).to_string() }
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
    ];
    rows.extend(NEEDS_OF.iter().map(|(name, need)| text(name, &with(counts, *need).to_string())));
    rows.extend([
        text("定員状況", standing(counts, shelter.capacity)),
        text("空き人数", &free(counts, shelter.capacity)),
        text("ペット同行可否", facility.pets.map_or("", |pets| if pets { "可" } else { "否" })),
        text("ペット数", &counts.pets.to_string()),
    ]);
    // Every item stands there, told or not: who reads it sees what is still to be asked.
    let value = |name: &str| facts.conditions.iter().find(|(told, _)| told == name).map_or("", |(_, value)| value);
    rows.extend(CONDITIONS.iter().map(|name| text(name, value(name))));
    let own = facts.conditions.iter().filter(|(name, _)| !CONDITIONS.contains(&name.as_str()));
    rows.extend(own.cloned());
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
