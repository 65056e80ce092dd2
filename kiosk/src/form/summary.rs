//! The summary (最後の確認): one row a page, in the order of the pack, the card's own row first.

use drivers::card::Facts;
use jiff::civil::Date;
use zeroize::Zeroizing;

use super::standing::Asked;
use super::{Answers, Kind, Pack, Page, PageId, Value, say};

/// Where a row came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// カードから
    Card,
    /// 入力
    Typed,
}

/// One row of "check your answers". It may hold a name, so it has no `Debug` and is wiped on drop.
#[derive(Clone)]
pub struct Row {
    pub label: String,
    pub value: Zeroizing<String>,
    pub from: From,
    /// The page to change it on; `None` for what the card said.
    pub page: Option<PageId>,
}

impl Pack {
    /// The rows to check before anything is final, in `lang`.
    #[must_use]
    pub fn summary(&self, answers: &Answers, facts: Option<&Facts>, lang: &str, today: Date) -> Vec<Row> {
        let card = facts.map(|facts| Row {
            label: say(&self.applicant, lang).to_owned(),
            value: facts.name.clone(),
            from: From::Card,
            page: None,
        });
        let standing = self.standing(answers, today);
        let typed = standing.pages.iter().map(|(page, asked)| Row {
            label: say(&page.row, lang).to_owned(),
            value: Zeroizing::new(words(page, asked, lang)),
            from: From::Typed,
            page: Some(page.id.clone()),
        });
        card.into_iter().chain(typed).collect()
    }

    /// Label and value of the rows that a slip shows: nothing that says who the person is.
    #[must_use]
    pub fn slip_rows(&self, answers: &Answers, lang: &str, today: Date) -> Vec<(String, String)> {
        let standing = self.standing(answers, today);
        let shown = standing.pages.iter().filter(|(page, _)| page.on_slip);
        shown.map(|(page, asked)| (say(&page.row, lang).to_owned(), words(page, asked, lang))).collect()
    }
}

/// A page's answers in one line: the labels of what was wanted, or the answer itself.
fn words(page: &Page, asked: &[Asked], lang: &str) -> String {
    let glue = if lang == "en" { ", " } else { "、" };
    let parts: Vec<String> = asked.iter().filter_map(|asked| part(asked, lang)).collect();
    if parts.is_empty() {
        return page.none.as_ref().map_or_else(String::new, |none| say(none, lang).to_owned());
    }
    parts.join(glue)
}

fn part(asked: &Asked, lang: &str) -> Option<String> {
    let value = asked.value.as_ref()?;
    match (&asked.field.kind, value) {
        (Kind::YesNo { .. }, Value::Flag(false)) => None,
        (Kind::YesNo { .. }, Value::Flag(true)) => Some(say(&asked.field.label, lang).replace('\n', "")),
        (kind, value) => Some(kind.in_short(value, lang)),
    }
}
