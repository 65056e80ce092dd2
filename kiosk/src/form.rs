//! Form packs (様式): fields, where each is filled from, rules, languages, print layout. Data, not Rust.
//!
//! A pack is a folder `assets/forms/<id>/` with `form.toml` and a Typst layout. Nothing in here touches a file, a clock
//! or the network except [`pack::load`] and [`fonts::Fonts::load`], which read what they are told to at start.

pub mod apart;
pub mod document;
pub mod era;
pub mod expression;
pub mod facts_json;
pub mod fault;
pub mod fee;
pub mod fill;
pub mod fonts;
pub(crate) mod functions;
pub mod glyphs;
pub mod guard;
pub mod kind;
pub mod mend;
pub mod pack;
pub mod postcode;
pub mod printed;
pub mod render;
pub mod sheet;
pub mod slip;
pub mod source;
pub mod standing;
pub mod summary;
pub mod survey;
mod world;

use std::collections::BTreeMap;

use expression::Expression;
use jiff::civil::Date;

pub use fault::Fault;
pub use fee::Fee;
pub use fonts::clusters;
pub use pack::PackError;
pub use printed::Printed;
pub use render::{Filling, Picture, Place, Typesetter};
pub use summary::{From, Row};

/// One question page of a pack, by its id in `form.toml`.
pub type PageId = String;
/// One field of a pack.
pub type FieldId = String;
/// Everything a person answered, by field.
pub type Answers = BTreeMap<FieldId, Value>;
/// A sentence in each language; `ja` is always there. Line breaks are written by hand.
pub type Sentence = BTreeMap<String, String>;

/// The languages every sentence of a pack must be written in.
pub const LANGUAGES: [&str; 3] = ["ja", "ja-yasashi", "en"];

/// The sentence in `lang`, else in Japanese.
#[must_use]
pub fn say<'a>(sentence: &'a Sentence, lang: &str) -> &'a str {
    sentence.get(lang).or_else(|| sentence.get("ja")).map_or("", String::as_str)
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// yes / no
    Flag(bool),
    /// copies
    Number(i64),
    /// a choice's id, typed kana, a telephone number, a day `YYYY-MM-DD`
    Text(String),
    /// rows of a list (household members), each by the ids of its parts
    Rows(Vec<Answers>),
    /// the parts of one answer (postcode and address, a bank account, a person)
    Parts(Answers),
}

/// One form: what is asked, under which rules, and how it is printed.
#[derive(Debug)]
pub struct Pack {
    /// The folder's name, also the `service` of the journal.
    pub id: String,
    /// Counts up with every change of fields or layout.
    pub version: u32,
    /// First day on which the form may be used.
    pub valid_from: Date,
    /// Last day on which the form may be used.
    pub valid_to: Option<Date>,
    pub(crate) title: Sentence,
    /// What is said before anything is read from a card (個人情報保護法62条).
    pub notice: Notice,
    /// The label of the person whose card was read (請求する方).
    pub applicant: Sentence,
    /// The button that ends the visit (この内容で請求する).
    pub act: Sentence,
    pub(crate) slip: SlipWords,
    pub(crate) pages: Vec<Page>,
    pub(crate) papers: Vec<Paper>,
    pub(crate) fee: Option<fee::Rule>,
    pub(crate) settings: BTreeMap<String, Value>,
    /// What follows from the answers, in an order in which each is known before it is used.
    pub(crate) computed: Vec<Computed>,
    /// Fields that staff fill in; never asked of a resident.
    pub(crate) staff: Vec<Field>,
    pub(crate) layout: String,
    /// Layouts printed after the first, each when its rule holds.
    pub(crate) more: Vec<Layout>,
    pub(crate) folder: pack::Folder,
    /// Made elsewhere: its layout is only ever set in type by a child process.
    pub elsewhere: bool,
    /// Values put on an existing form, see [`Placed`].
    pub(crate) places: Vec<Placed>,
    /// Days for which an accepted request is kept, for the sheet of 個人情報ファイル; the clock that erases follows
    /// `config/retention.toml`.
    pub retention_days: u32,
    /// Whether it is about a person; a survey is not, and reads no card.
    pub person: bool,
    /// Its place in the list of forms, small numbers first.
    pub menu: u32,
}

/// A value that follows from the answers (計算): an age, a deadline, a sum.
#[derive(Debug)]
pub(crate) struct Computed {
    pub(crate) id: FieldId,
    pub(crate) value: Expression,
    /// How many fields of the pack must have been judged before it is known.
    pub(crate) after: usize,
}

/// One more layout of a pack.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) file: String,
    pub(crate) when: Expression,
}

/// Where a value stands on an existing PDF form: millimetres from the top left corner of a page.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placed {
    /// A field, `field.part`, `applicant.name`, `date`, `receipt` …; for a choice `field=option` draws a circle.
    pub value: String,
    /// From 1.
    #[serde(default = "Placed::first")]
    pub page: usize,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    /// Points; as much smaller as it takes.
    #[serde(default = "Placed::size")]
    pub size: f64,
}

impl Placed {
    const fn first() -> usize {
        1
    }

    const fn size() -> f64 {
        11.0
    }
}

/// What is read from the card, for what, and how long it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// What is read.
    pub reads: Sentence,
    /// For what.
    pub purpose: Sentence,
    /// How long it is kept.
    pub kept: Sentence,
    /// What is never read.
    pub never: Sentence,
}

/// The words of the slip.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SlipWords {
    pub(crate) number: Sentence,
    pub(crate) wait: Sentence,
    pub(crate) errand: Sentence,
    pub(crate) fee: Sentence,
    /// With `{yen}` for the sum.
    pub(crate) pay: Sentence,
    pub(crate) bring: Sentence,
    pub(crate) received: Sentence,
    pub(crate) code: Sentence,
    pub(crate) not_receipt: Sentence,
}

/// One question.
#[derive(Debug)]
pub struct Page {
    pub id: PageId,
    /// A question or one request.
    pub title: Sentence,
    /// One sentence under the title.
    pub hint: Sentence,
    /// A quiet box under the answers, such as what to bring.
    pub note: Option<Sentence>,
    /// The label of its row on "check your answers".
    pub row: Sentence,
    /// What the row says when every yes/no on the page is no.
    pub none: Option<Sentence>,
    /// Its row is printed on the slip as well; never a page with a name or telephone number.
    pub on_slip: bool,
    /// What is answered here; not every field is asked each time, see [`Pack::fields`].
    pub fields: Vec<Field>,
    pub(crate) when: Expression,
}

/// One answer to give.
#[derive(Debug)]
pub struct Field {
    pub id: FieldId,
    /// Empty when the page's title asks already.
    pub label: Sentence,
    /// What the answer is good for; may be empty.
    pub hint: Sentence,
    pub kind: Kind,
    pub source: source::Source,
    /// What is said when the answer is missing.
    pub missing: Sentence,
    /// What is said when the answer cannot be used.
    pub bad: Sentence,
    pub(crate) when: Expression,
    pub(crate) required: Expression,
    pub(crate) checks: Vec<Check>,
}

/// How a field is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One of some.
    Choice { options: Vec<Choice> },
    /// Yes or no, in the words of the field (のせる, のせない).
    YesNo { yes: Sentence, no: Sentence },
    /// How many; `unit` is a sentence with `{n}` for the number (`{n}通`).
    Copies { min: i64, max: i64, unit: Sentence },
    /// A telephone number, 10 or 11 digits from 0.
    Phone,
    /// Kana of a name, to be completed by staff (漢字確認). `several`: more than one name, divided by 「、」.
    Kana { max: usize, several: bool },
    /// Words: kana from a resident's keys, kanji from staff or a card.
    Text { max: usize },
    /// A day; kept as `YYYY-MM-DD`. `eras`: asked and shown in 和暦 with the western year beside it.
    Date { eras: bool },
    /// A whole number; `unit` as for copies.
    Number { min: i64, max: i64, unit: Sentence },
    /// Digits that are a name and not a number (記号番号, 登録番号); leading zeros count.
    Digits { least: usize, most: usize },
    /// Some of many, or none; kept as ids divided by commas.
    Several { options: Vec<Choice> },
    /// One answer of several parts.
    Group { shape: Shape, parts: Vec<Part> },
    /// Some rows, each of the same parts (household members).
    Rows { parts: Vec<Part>, min: usize, max: usize },
}

/// Which checks a group has beside those of its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `postcode` and `town`.
    Address,
    /// `where`, `bank`, `branch`, `type`, `number`, `symbol`, `holder`.
    Bank,
    /// `name`, `kana`, `birth` and what the pack adds.
    Person,
}

/// One part of a group or row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub id: String,
    pub label: Sentence,
    /// Never a group or rows.
    pub kind: Kind,
    pub required: bool,
    pub missing: Sentence,
    pub bad: Sentence,
    /// Asked only while another part of the same answer has this value.
    pub only: Option<(String, String)>,
}

/// One option of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub id: String,
    pub label: Sentence,
    /// May be empty.
    pub hint: Sentence,
    /// A drawing in `assets/art/`, without `.svg`.
    pub picture: Option<String>,
}

/// A rule over the answers and what is said when it does not hold.
#[derive(Debug)]
pub(crate) struct Check {
    pub(crate) rule: Expression,
    pub(crate) message: Sentence,
}

/// A paper to bring (委任状 …) and when it is needed.
#[derive(Debug)]
pub(crate) struct Paper {
    pub(crate) when: Expression,
    pub(crate) text: Sentence,
}

/// A field with something to mend, and the words for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    pub field: FieldId,
    pub sentence: Sentence,
}

impl Pack {
    /// The name of the form in `lang`.
    #[must_use]
    pub fn title(&self, lang: &str) -> &str {
        say(&self.title, lang)
    }

    /// Whether the form may be used on this day.
    #[must_use]
    pub fn valid_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|last| day <= last)
    }

    /// The page with this id, relevant or not.
    #[must_use]
    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id == id)
    }

    /// The field with this id, relevant or not.
    #[must_use]
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.pages.iter().flat_map(|page| &page.fields).find(|field| field.id == id)
    }

    /// What makes the pack what it is; a case keeps its hash, so that it prints the same years later.
    #[must_use]
    pub const fn folder(&self) -> &pack::Folder {
        &self.folder
    }

    /// The file name of the first layout.
    #[must_use]
    pub fn layout_file(&self) -> &str {
        self.folder.layout()
    }

    /// Whether it costs anything.
    #[must_use]
    pub const fn has_fee(&self) -> bool {
        self.fee.is_some()
    }

    /// Fields that staff fill in.
    #[must_use]
    pub fn staff_fields(&self) -> &[Field] {
        &self.staff
    }

    /// The source of the print layout.
    #[must_use]
    pub fn layout(&self) -> &str {
        &self.layout
    }
}
