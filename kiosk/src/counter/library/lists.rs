//! Lists that come from elsewhere (一覧の取り込み): items and patrons as CSV (RFC 4180), in UTF-8 or Shift_JIS.
//!
//! Columns are found by their names, in Japanese or English, in any order. One wrong line and nothing is taken in; every
//! wrong line is named.

use encoding_rs::SHIFT_JIS;
use zeroize::Zeroizing;

use crate::service::library::rules::Rules;
use crate::store::library::{Item, Patron};

/// What is wrong in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Counted from 1, the line of names being the first.
    pub line: u64,
    /// The column, as the list calls it. Never what stands in it.
    pub column: String,
    pub what: &'static str,
}

/// What a list gave.
pub type Read<T> = Result<Vec<T>, Vec<Wrong>>;

/// Columns of items: what we call them, and what lists call them.
const ITEM: [(&str, &[&str]); 8] = [
    ("item", &["資料番号", "item", "barcode"]),
    ("title", &["書名", "題名", "title"]),
    ("author", &["著者", "著者名", "author"]),
    ("kind", &["種別", "kind"]),
    ("shelf", &["請求記号", "shelf"]),
    ("isbn", &["ISBN", "isbn"]),
    ("from_age", &["対象年齢", "from_age"]),
    ("gone", &["除籍", "gone"]),
];

/// Columns of patrons.
const PATRON: [(&str, &[&str]); 13] = [
    ("number", &["利用者番号", "number"]),
    ("name", &["氏名", "name"]),
    ("kana", &["ふりがな", "フリガナ", "kana"]),
    ("birth", &["生年月日", "birth"]),
    ("address", &["住所", "address"]),
    ("phone", &["電話", "電話番号", "phone"]),
    ("mail", &["メール", "mail"]),
    ("guardian", &["保護者", "guardian"]),
    ("belongs", &["勤務先・通学先", "belongs"]),
    ("group", &["区分", "group"]),
    ("until", &["有効期限", "until"]),
    ("stopped", &["停止", "stopped"]),
    ("history", &["履歴を残す", "history"]),
];

/// A list's text, whichever of the two encodings of Japan it is in.
#[must_use]
pub fn text(bytes: &[u8]) -> Option<Zeroizing<String>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(Zeroizing::new(text.to_owned())),
        Err(_) => SHIFT_JIS
            .decode_without_bom_handling_and_without_replacement(bytes)
            .map(|text| Zeroizing::new(text.into_owned())),
    }
}

/// Reads items.
///
/// # Errors
/// Every line that is wrong.
pub fn items(text: &str, rules: &Rules) -> Read<Item> {
    read(text, &ITEM, &["item", "title"], |row| {
        let number = row.get("item");
        if number.is_empty() || number.chars().count() > 20 || number.contains('|') {
            return Err(("item", "空か、長すぎます / empty or too long"));
        }
        if row.get("title").is_empty() {
            return Err(("title", "空です / empty"));
        }
        let kind = row.get("kind");
        // A list says a kind by its id or by the name people know.
        let known = rules.kinds.iter().find(|of| of.id == kind || of.name == kind);
        let kind = match (kind, known) {
            ("", _) => rules.kinds.first().map(|kind| kind.id.clone()).unwrap_or_default(),
            (_, Some(known)) => known.id.clone(),
            _ => return Err(("kind", "library.toml にない種別です / no kind of library.toml")),
        };
        let age = row.get("from_age");
        let from_age = if age.is_empty() { Some(0) } else { age.parse().ok() };
        Ok(Item {
            item: number.to_owned(),
            title: row.get("title").to_owned(),
            author: row.get("author").to_owned(),
            kind,
            shelf: row.get("shelf").to_owned(),
            isbn: row.get("isbn").replace('-', ""),
            from_age: from_age.ok_or(("from_age", "数字ではありません / no number"))?,
            gone: yes(row.get("gone")),
        })
    })
}

/// Reads patrons.
///
/// # Errors
/// Every line that is wrong.
pub fn patrons(text: &str) -> Read<Patron> {
    read(text, &PATRON, &["number", "name"], |row| {
        let mut patron = Patron::default();
        let day = |text: &str| text.replace(['/', '.'], "-");
        patron.number = row.get("number").to_owned();
        patron.name = row.get("name").to_owned();
        patron.kana = row.get("kana").to_owned();
        patron.birth = day(row.get("birth"));
        patron.address = row.get("address").to_owned();
        patron.phone = row.get("phone").to_owned();
        patron.mail = row.get("mail").to_owned();
        patron.guardian = row.get("guardian").to_owned();
        patron.belongs = row.get("belongs").to_owned();
        patron.group = row.get("group").to_owned();
        patron.until = day(row.get("until"));
        patron.stopped = yes(row.get("stopped"));
        patron.history = yes(row.get("history"));
        match patron.wrong() {
            None => Ok(patron),
            Some("birth") => Err(("birth", "2016-04-01 の形の日ではありません / no day")),
            Some("until") => Err(("until", "2031-03-31 の形の日ではありません / no day")),
            Some("number") => Err(("number", "空か、長すぎます / empty or too long")),
            Some("name") => Err(("name", "空です / empty")),
            Some(_) => Err(("name", "12けたの番号があります / somebody's twelve digits are in this line")),
        }
    })
}

fn yes(text: &str) -> bool {
    matches!(text, "1" | "true" | "yes" | "○" | "はい")
}

/// One line by the names of its columns.
struct Row<'a> {
    record: &'a csv::StringRecord,
    places: &'a [(&'static str, Option<usize>)],
}

impl Row<'_> {
    fn get(&self, column: &str) -> &str {
        let place = self.places.iter().find(|(name, _)| *name == column).and_then(|(_, place)| *place);
        place.and_then(|place| self.record.get(place)).unwrap_or_default().trim()
    }
}

fn read<T>(
    text: &str,
    columns: &[(&'static str, &[&str])],
    needed: &[&str],
    one: impl Fn(&Row<'_>) -> Result<T, (&'static str, &'static str)>,
) -> Read<T> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let heads = reader.headers().cloned().unwrap_or_default();
    let place = |names: &[&str]| heads.iter().position(|head| names.contains(&head.trim()));
    let places: Vec<_> = columns.iter().map(|(name, names)| (*name, place(names))).collect();
    let called = |column: &str| {
        let known = columns.iter().find(|(name, _)| *name == column).and_then(|(_, names)| names.first());
        known.map_or_else(|| column.to_owned(), |name| (*name).to_owned())
    };
    let missing = places.iter().filter(|(name, place)| needed.contains(name) && place.is_none());
    let mut wrong: Vec<Wrong> = missing
        .map(|(name, _)| Wrong { line: 1, column: called(name), what: "この列がありません / no such column" })
        .collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let mut all = Vec::new();
    for record in reader.records() {
        let bad = |line, column: &str, what| Wrong { line, column: called(column), what };
        match record {
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                wrong.push(Wrong {
                    line, column: String::new(), what: "CSVの行ではありません / no line of a CSV"
                });
            }
            Ok(record) => match one(&Row { record: &record, places: &places }) {
                Ok(read) => all.push(read),
                Err((column, what)) => wrong.push(bad(record.position().map_or(0, csv::Position::line), column, what)),
            },
        }
    }
    if wrong.is_empty() { Ok(all) } else { Err(wrong) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Rules {
        let kinds = "[[kind]]\nid = 'book'\nname = '本'\nlimit = 1\ndays = 1\n[[kind]]\nid = 'av'\nname = 'CD・DVD'\nlimit = 1\ndays = 1\n";
        toml::from_str(&format!("limit = 1\nblock_after_days = 1\n{kinds}")).unwrap()
    }

    #[test]
    fn a_list_is_read_in_any_order_of_columns_and_in_both_encodings() {
        let list =
            "書名,資料番号,種別,対象年齢\r\n\"坊っちゃん、\"\"上\"\"\",123456782,本,\r\n四季,223456781,av,13\r\n";
        let cp932 = SHIFT_JIS.encode(list).0.into_owned();
        for bytes in [list.as_bytes(), &cp932, &[b"\xEF\xBB\xBF", list.as_bytes()].concat()] {
            let items = items(&text(bytes).unwrap(), &rules()).unwrap();
            let told: Vec<_> =
                items.iter().map(|i| (i.item.as_str(), i.title.as_str(), i.kind.as_str(), i.from_age)).collect();
            assert_eq!(told, [("123456782", "坊っちゃん、\"上\"", "book", 0), ("223456781", "四季", "av", 13)]);
        }
    }

    #[test]
    fn every_wrong_line_is_named_and_none_of_what_stands_in_it() {
        let list = "利用者番号,氏名,生年月日\n91234562,髙﨑　花子,1944/03/05\n,渡邉,\n9,葛\u{E0100}城,昭和19年\n8,123456789018,\n";
        let wrong = patrons(list).err().unwrap();
        let told: Vec<_> = wrong.iter().map(|wrong| (wrong.line, wrong.column.as_str())).collect();
        assert_eq!(told, [(3, "利用者番号"), (4, "生年月日"), (5, "氏名")]);
        assert!(wrong.iter().all(|wrong| !wrong.what.contains("123456789018")));
        assert_eq!(patrons("利用者番号\n1\n").err().unwrap()[0].column, "氏名");
        let good = patrons("number,name,birth,history\n91234562,髙﨑　花子,1944/03/05,○\n").ok().unwrap();
        assert_eq!((good[0].birth.as_str(), good[0].history), ("1944-03-05", true));
    }

    #[test]
    fn a_kind_nobody_knows_is_refused() {
        let wrong = items("資料番号,書名,種別\n1,門,巻物\n", &rules()).err().unwrap();
        assert_eq!((wrong[0].line, wrong[0].column.as_str()), (2, "種別"));
        assert_eq!(text(b"\xFF\xFE\x00"), None);
    }
}
