//! Answers one by one (回答の項目): what staff see of a case, and how one answer is read and put in the place of another.
//!
//! An item's path is the field's id, with the part of a group (`child.name`) or row and part of a list (`members.2.kana`) after it.

use jiff::civil::Date;
use zeroize::Zeroizing;

use super::{Answers, Choice, Kind, Pack, Page, Part, Value, say};

/// One answer as staff see it. It may hold a name: no `Debug`, wiped on drop.
#[derive(Clone)]
pub struct Item {
    pub path: String,
    pub label: String,
    /// In words; empty where staff have not filled it in yet.
    pub value: Zeroizing<String>,
    /// What can be chosen, in words; empty where words are typed.
    pub options: Vec<String>,
}

impl Pack {
    /// Every answer that counts, and what staff fill in.
    #[must_use]
    pub fn items(&self, answers: &Answers, lang: &str, today: Date) -> Vec<Item> {
        let standing = self.standing(answers, today);
        let mut items = Vec::new();
        for (page, asked) in &standing.pages {
            for asked in asked {
                let Some(value) = &asked.value else { continue };
                let label = label(page, say(&asked.field.label, lang), lang);
                push(&mut items, &asked.field.id, &label, &asked.field.kind, value, lang);
            }
        }
        for field in &self.staff {
            let label = say(&field.label, lang).replace('\n', "");
            match answers.get(&field.id) {
                Some(value) => push(&mut items, &field.id, &label, &field.kind, value, lang),
                None => items.push(item(field.id.clone(), label, String::new(), &field.kind, lang)),
            }
        }
        items
    }

    /// An item's answer in words.
    #[must_use]
    pub fn words_of(&self, path: &str, value: &Value, lang: &str) -> String {
        self.kind_at(path).map(|kind| kind.words(value, lang)).unwrap_or_default()
    }

    /// What staff typed or chose for an item, as an answer; `None` when it cannot be one.
    #[must_use]
    pub fn read_item(&self, path: &str, text: &str, lang: &str) -> Option<Value> {
        read(self.kind_at(path)?, text.trim(), lang)
    }

    fn kind_at(&self, path: &str) -> Option<&Kind> {
        let mut parts = path.split('.');
        let id = parts.next()?;
        let field = self.pages.iter().flat_map(|page| &page.fields).chain(&self.staff).find(|field| field.id == id)?;
        match parts.next_back() {
            None => Some(&field.kind),
            Some(part) => field.kind.parts().iter().find(|known| known.id == part).map(|known| &known.kind),
        }
    }
}

/// Puts an answer where the path leads; `false` where nothing is.
#[must_use]
pub fn put(answers: &mut Answers, path: &str, value: Value) -> bool {
    let parts: Vec<&str> = path.split('.').collect();
    let place = match parts.as_slice() {
        [field] => Some((answers, *field)),
        [field, part] => match answers.get_mut(*field) {
            Some(Value::Parts(given)) => Some((given, *part)),
            _ => None,
        },
        [field, row, part] => match (answers.get_mut(*field), row.parse::<usize>()) {
            (Some(Value::Rows(rows)), Ok(row)) => rows.get_mut(row.wrapping_sub(1)).map(|given| (given, *part)),
            _ => None,
        },
        _ => None,
    };
    let Some((given, id)) = place else { return false };
    given.insert(id.to_owned(), value);
    true
}

/// The answer at a path.
#[must_use]
pub fn at<'a>(answers: &'a Answers, path: &str) -> Option<&'a Value> {
    let mut parts = path.split('.');
    let mut value = answers.get(parts.next()?)?;
    for part in parts {
        value = match value {
            Value::Parts(given) => given.get(part)?,
            Value::Rows(rows) => {
                let row = rows.get(part.parse::<usize>().ok()?.checked_sub(1)?)?;
                return row.get(path.rsplit('.').next()?);
            }
            _ => return None,
        };
    }
    Some(value)
}

fn label(page: &Page, field: &str, lang: &str) -> String {
    let said = if field.is_empty() { say(&page.row, lang) } else { field };
    said.replace('\n', "")
}

fn push(items: &mut Vec<Item>, path: &str, label: &str, kind: &Kind, value: &Value, lang: &str) {
    match (kind, value) {
        (Kind::Group { parts, .. }, Value::Parts(given)) => push_parts(items, path, label, parts, given, lang),
        (Kind::Rows { parts, .. }, Value::Rows(rows)) => {
            for (at, row) in rows.iter().enumerate() {
                let (path, label) = (format!("{path}.{}", at + 1), format!("{label}{}", at + 1));
                push_parts(items, &path, &label, parts, row, lang);
            }
        }
        (kind, value) => items.push(item(path.to_owned(), label.to_owned(), kind.words(value, lang), kind, lang)),
    }
}

fn push_parts(items: &mut Vec<Item>, path: &str, label: &str, parts: &[Part], given: &Answers, lang: &str) {
    for part in parts {
        let Some(value) = given.get(&part.id) else { continue };
        let said = say(&part.label, lang).replace('\n', "");
        let words = part.kind.words(value, lang);
        items.push(item(format!("{path}.{}", part.id), format!("{label} {said}"), words, &part.kind, lang));
    }
}

fn item(path: String, label: String, value: String, kind: &Kind, lang: &str) -> Item {
    let options = match kind {
        Kind::Choice { options } => options.iter().map(|option| words(option, lang)).collect(),
        Kind::YesNo { yes, no } => vec![say(yes, lang).to_owned(), say(no, lang).to_owned()],
        _ => Vec::new(),
    };
    Item { path, label, value: Zeroizing::new(value), options }
}

fn words(option: &Choice, lang: &str) -> String {
    say(&option.label, lang).replace('\n', "")
}

fn read(kind: &Kind, text: &str, lang: &str) -> Option<Value> {
    let fits = |option: &Choice, text: &str| option.id == text || words(option, lang) == text;
    let value = match kind {
        Kind::Choice { options } => Value::Text(options.iter().find(|option| fits(option, text))?.id.clone()),
        Kind::Several { options } => {
            let each = text.split(['、', ',']).map(str::trim).filter(|word| !word.is_empty());
            let ids =
                each.map(|word| options.iter().find(|option| fits(option, word)).map(|option| option.id.as_str()));
            Value::Text(ids.collect::<Option<Vec<_>>>()?.join(","))
        }
        Kind::YesNo { yes, no } => match text {
            said if said == say(yes, lang) => Value::Flag(true),
            said if said == say(no, lang) => Value::Flag(false),
            _ => return None,
        },
        Kind::Copies { .. } => {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            Value::Number(digits.parse().ok()?)
        }
        Kind::Group { .. } | Kind::Rows { .. } => return None,
        _ => Value::Text(text.to_owned()),
    };
    kind.accept(&value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn answers() -> Answers {
        let child = |name: &str| Answers::from([("name".to_owned(), text(name))]);
        Answers::from([
            ("head".to_owned(), text("ワタナベ　ハナコ")),
            ("child".to_owned(), Value::Parts(child("𠮷野"))),
            ("members".to_owned(), Value::Rows(vec![child("髙﨑"), child("葛\u{e0100}城")])),
        ])
    }

    #[test]
    fn one_answer_is_put_where_its_path_leads_and_nothing_else_changes() {
        for path in ["head", "child.name", "members.1.name", "members.2.name"] {
            let mut changed = answers();
            assert!(put(&mut changed, path, text("渡邉")), "{path}");
            assert_eq!(at(&changed, path), Some(&text("渡邉")), "{path}");
            assert!(put(&mut changed, path, at(&answers(), path).cloned().unwrap()));
            assert_eq!(changed, answers(), "{path}");
        }
    }

    #[test]
    fn a_path_that_leads_nowhere_changes_nothing() {
        for path in ["child.name.x", "members.0.name", "members.3.name", "members.x.name", "head.name", "other.1.name"]
        {
            let mut changed = answers();
            assert!(!put(&mut changed, path, text("渡邉")), "{path}");
            assert_eq!(changed, answers(), "{path}");
        }
    }

    #[test]
    fn what_staff_type_is_judged_like_what_a_person_types() {
        let phone = |typed: &str| read(&Kind::Phone, typed, "ja");
        assert_eq!(phone("０９０-1234-5678"), Some(text("090-1234-5678")));
        assert_eq!(phone("いち"), None);
        assert_eq!(read(&Kind::Date { eras: true }, "2026-02-30", "ja"), None);
        let copies = Kind::Copies { min: 1, max: 5, unit: super::super::Sentence::new() };
        assert_eq!(read(&copies, "3通", "ja"), Some(Value::Number(3)));
        assert_eq!(read(&copies, "9", "ja"), None);
    }
}
