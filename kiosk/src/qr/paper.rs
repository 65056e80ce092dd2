//! The code on a printed form (様式に刷るQR): the form's own data, so that no OCR is needed. It says nothing that does not stand on
//! the paper beside it, and it is no proof of anything: whoever reads it compares it with the record by the receipt number.

use std::collections::BTreeMap;
use std::io::{Read, Write};

use ciborium::Value as Cbor;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use zeroize::Zeroizing;

use super::{base45, cbor};
use crate::form::Answers;

/// Begins every code.
pub const MARK: &str = "KZF1:";
/// Characters: QR version 17 at level L, whose modules are 0.24 mm in the box of 22.5 mm.
pub const MOST: usize = 938;
/// Bytes once unpacked; a code of a few hundred that unpacks to more is no form.
const UNPACKED: u64 = 16 << 10;
/// The version of columns.
const VERSION: i64 = 1;

/// What a printed form says. No `Debug`: it names a person.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Printed {
    /// `A-142`
    pub receipt: String,
    /// `2026-11-24`
    pub date: String,
    pub form: String,
    pub version: u32,
    /// Facts as on the paper, by `name`, `address`, `birth` (`1944-03-05`), `sex`; and `source`: `card` or `typed`.
    pub applicant: BTreeMap<String, String>,
    pub answers: Answers,
    /// Yen.
    pub fee: Option<i64>,
    pub practice: bool,
    /// The data did not fit: the paper has the number alone.
    pub cut: bool,
}

/// The code's text; `None` when it does not fit, and the paper then carries its receipt number alone.
#[must_use]
pub fn write(printed: &Printed) -> Option<String> {
    let applicant = printed.applicant.iter().map(|(id, value)| (id.as_str().into(), value.as_str().into()));
    let mut pairs = vec![
        (0, VERSION.into()),
        (1, printed.receipt.as_str().into()),
        (2, printed.date.as_str().into()),
        (3, printed.form.as_str().into()),
        (4, i64::from(printed.version).into()),
        (5, Cbor::Map(applicant.collect())),
        (6, cbor::of_answers(&printed.answers)),
    ];
    pairs.extend(printed.fee.map(|fee| (7, fee.into())));
    pairs.extend(printed.practice.then_some((8, true.into())));
    let plain = Zeroizing::new(cbor::write(&cbor::map(pairs))?);
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&plain).ok()?;
    let code = format!("{MARK}{}", base45::encode(&packed.finish().ok()?));
    (code.len() <= MOST).then_some(code)
}

/// What a code on paper says: a receipt number alone where the data did not fit; `None` for anything else.
#[must_use]
pub fn read(text: &str) -> Option<Printed> {
    let Some(code) = text.strip_prefix(MARK) else { return number(text) };
    if text.len() > MOST {
        return None;
    }
    let mut plain = Zeroizing::new(Vec::new());
    let packed = base45::decode(code)?;
    DeflateDecoder::new(packed.as_slice()).take(UNPACKED + 1).read_to_end(&mut plain).ok()?;
    let value = cbor::read(plain.get(..).filter(|plain| plain.len() as u64 <= UNPACKED)?)?;
    let map = value.as_map()?;
    if cbor::number(map, 0) != Some(VERSION) {
        return None;
    }
    let said = |(id, value): &(Cbor, Cbor)| Some((id.as_text()?.to_owned(), value.as_text()?.to_owned()));
    Some(Printed {
        receipt: cbor::text(map, 1)?,
        date: cbor::text(map, 2)?,
        form: cbor::text(map, 3)?,
        version: u32::try_from(cbor::number(map, 4)?).ok()?,
        applicant: cbor::at(map, 5)?.as_map()?.iter().map(said).collect::<Option<_>>()?,
        answers: cbor::answers(cbor::at(map, 6)?)?,
        fee: cbor::number(map, 7),
        practice: cbor::at(map, 8).is_some(),
        cut: false,
    })
}

/// `A-142` and nothing else.
fn number(text: &str) -> Option<Printed> {
    let (terminal, number) = text.rsplit_once('-')?;
    let plain = !terminal.is_empty() && terminal.len() <= 16 && terminal.bytes().all(|c| c.is_ascii_alphanumeric());
    let digits = (1..=12).contains(&number.len()) && number.bytes().all(|c| c.is_ascii_digit());
    (plain && digits).then(|| Printed { receipt: text.to_owned(), cut: true, ..Printed::default() })
}

/// The receipt number of a scanned text: the code of a form, or the number itself.
#[must_use]
pub fn receipt(text: &str) -> String {
    if !text.starts_with(MARK) {
        return text.to_owned();
    }
    read(text).map(|printed| printed.receipt).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::form::Value;

    fn printed() -> Printed {
        let applicant = [("name", "髙﨑　𠮷子"), ("source", "card")].map(|(id, said)| (id.to_owned(), said.to_owned()));
        Printed {
            receipt: "A-142".to_owned(),
            date: "2026-11-24".to_owned(),
            form: "juminhyo".to_owned(),
            version: 1,
            applicant: applicant.into(),
            answers: Answers::from([("head".to_owned(), Value::Flag(true)), ("copies".to_owned(), Value::Number(2))]),
            fee: Some(600),
            practice: true,
            cut: false,
        }
    }

    /// Made with Python (zlib, a CBOR writer of its own) from the same data; `EXPORT.md` shows it.
    #[test]
    fn the_example_of_the_document_is_read_and_what_is_written_comes_back() {
        let file = format!("{}/EXPORT.md", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(file).expect("EXPORT.md");
        let example = text.lines().find(|line| line.starts_with(MARK)).expect("an example");
        assert!(read(example).expect("ours") == printed());
        assert!(read(&write(&printed()).expect("small")).expect("ours") == printed());
    }

    #[test]
    fn a_number_alone_is_a_receipt_and_anything_else_is_nothing() {
        let cut = read("A-142").expect("a number");
        assert!(cut.cut && cut.receipt == "A-142");
        assert_eq!((receipt("A-142"), receipt(&write(&printed()).expect("small"))), ("A-142".into(), "A-142".into()));
        assert_eq!(receipt("KZF1:%%%"), "");
        for text in ["", "A-", "-1", "A-1x", "KZF1:", "KZF1:AAA", "KZF2:BB8", "https://example.jp/A-142", "あ-142"] {
            assert!(read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn what_unpacks_without_end_is_nothing_and_what_does_not_fit_is_not_written() {
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::best());
        packed.write_all(&vec![0; 400_000]).expect("packed");
        let bomb = format!("{MARK}{}", base45::encode(&packed.finish().expect("packed")));
        assert!(bomb.len() <= MOST && read(&bomb).is_none());
        let names = (0..200).map(|n| (format!("f{n}"), Value::Text(format!("名前{}", n * 7919))));
        assert!(write(&Printed { answers: names.collect(), ..printed() }).is_none());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_nothing(text in "KZF1:[0-9A-Z $%*+./:-]{0,80}") {
            let _any = read(&text);
        }
    }
}
