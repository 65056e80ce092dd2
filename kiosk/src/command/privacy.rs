//! `kiosk privacy sheet` (個人情報ファイル簿): what is kept, why and how long, from the rules that are obeyed.
//!
//! The rows are those of 個人情報の保護に関する法律 75条1項 with 74条1項1号, 2号, 3号, 4号, 5号, 6号, 7号 and 9号, and of the time
//! of keeping. They come from `retention.toml`, which also erases, and from the forms' own titles and purposes, so that
//! what people are told is what is done.

use std::process::ExitCode;

use serde_json::json;
use zeroize::Zeroizing;

use super::Failure;
use super::arguments::PrivacyVerb;
use super::output::Output;
use super::setting::Setting;
use crate::clock::Clock;
use crate::config::{Config, retention};
use crate::form::document::Document;
use crate::form::{Pack, Typesetter, pack, say};
use crate::store::retention::{Beginning, Class, Keep};
use crate::trouble::Trouble;

/// A table of one file: what a row is called, and what stands in it.
type Rows = Vec<(&'static str, String)>;

pub(super) fn run(setting: &Setting, verb: &PrivacyVerb, output: &mut Output) -> Result<ExitCode, Failure> {
    let PrivacyVerb::Sheet { pdf } = verb;
    let (folders, config) = setting.config()?;
    let policy = retention::load(&folders.config)?;
    let (packs, _) = pack::load_all(&folders.assets.join("forms"));
    let files: Vec<Rows> = policy.classes.iter().map(|class| rows(class, &config, &packs)).collect();
    match pdf {
        None => markdown(&files, &config, output)?,
        Some(path) => {
            if path.exists() {
                return Err(crate::store::Fault::Exists(path.display().to_string()).into());
            }
            let bytes = typeset(&Typesetter::new(&folders.assets)?, &files, &config)?;
            std::fs::write(path, bytes).map_err(|why| Failure::io(&path.display().to_string(), &why))?;
            output.note(&format!("{}: 書きました / written", path.display()))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn markdown(files: &[Rows], config: &Config, output: &mut Output) -> Result<(), Failure> {
    let place = config.on_paper();
    output.line("# 個人情報ファイル簿")?;
    output.line(&format!("\n{}　{}　（{}）", place.municipality, place.office, Clock::system().today()))?;
    for rows in files {
        let (_, name) = rows.first().cloned().unwrap_or_default();
        output.line(&format!("\n## {name}\n\n| 項目 | 内容 |\n|---|---|"))?;
        for (what, text) in rows {
            output.line(&format!("| {what} | {} |", text.replace('|', "｜").replace('\n', " ")))?;
        }
    }
    Ok(())
}

fn typeset(typesetter: &Typesetter, files: &[Rows], config: &Config) -> Result<Vec<u8>, Failure> {
    Ok(typesetter.document(document(files, config)?).map_err(|fault| Trouble::from(&fault))?)
}

fn document(files: &[Rows], config: &Config) -> Result<Document<'static>, Failure> {
    let place = config.on_paper();
    let files: Vec<_> = files.iter().map(|rows| json!({ "rows": rows })).collect();
    let data = json!({
        "organisation": place.municipality,
        "office": place.office,
        "terminal": place.terminal,
        "date": Clock::system().today().strftime("%Y年%-m月%-d日").to_string(),
        "files": files,
    });
    let data = Zeroizing::new(data.to_string().into_bytes());
    Ok(Document { name: "privacy", layout: include_str!("privacy/sheet.typ"), data })
}

/// The rows of one file, in the order of the law.
fn rows(class: &Class, config: &Config, packs: &[Pack]) -> Rows {
    let (sheet, place) = (&class.sheet, config.on_paper());
    let nobody = |text: &str| if text.is_empty() { "なし".to_owned() } else { text.to_owned() };
    let mut rows = vec![
        ("個人情報ファイルの名称", sheet.name.clone()),
        ("行政機関等の名称", place.addressee.clone()),
        ("事務をつかさどる組織", place.office.clone()),
        ("利用目的", sheet.purpose.clone()),
        ("記録項目", sheet.items.clone()),
        ("記録範囲", sheet.persons.clone()),
        ("記録情報の収集方法", sheet.source.clone()),
        ("要配慮個人情報", if sheet.sensitive { "含む" } else { "含まない" }.to_owned()),
        ("経常的提供先", nobody(&sheet.given_to)),
        ("開示請求等を受理する組織", format!("{}　{}", place.municipality, place.office)),
        ("ファイルの種別", "電子計算機用ファイル（端末の中の暗号化したファイル）".to_owned()),
        ("保存期間", how_long(class)),
        ("保存期間の根拠", sheet.basis.clone()),
    ];
    let forms: Vec<_> = packs.iter().filter(|_| is_of_forms(class)).map(form).collect();
    if !forms.is_empty() {
        rows.push(("対象の手続き", forms.join("、")));
    }
    rows.push(("備考", nobody(&sheet.note)));
    rows
}

/// Whether requests by form belong to the class.
fn is_of_forms(class: &Class) -> bool {
    class.services.is_empty() && class.kinds.iter().any(|kind| kind == crate::store::kind::ACCEPTED)
}

fn form(pack: &Pack) -> String {
    let purpose = say(&pack.notice.purpose, "ja").replace('\n', "");
    format!("{}（{}）", pack.title("ja"), purpose.trim_end_matches('。'))
}

/// How long, in words.
fn how_long(class: &Class) -> String {
    let start = match &class.from {
        Beginning::Recorded if class.fiscal => "記録した翌年度の4月1日から".to_owned(),
        Beginning::Recorded => "記録したときから".to_owned(),
        Beginning::After(kinds) if class.sheet.begins.is_empty() => format!("「{}」のときから", kinds.join("」「")),
        Beginning::After(_) => format!("{}のときから", class.sheet.begins),
    };
    let length = match class.keep {
        Keep::AtOnce if class.from == Beginning::Recorded => return "残さない（すぐに消す）".to_owned(),
        Keep::AtOnce => return most(class, format!("{}すぐに消す", start.replace("のときから", "のとき、"))),
        Keep::InUse => return "使っているあいだ（時計では消さない）".to_owned(),
        other => words(other),
    };
    most(class, format!("{start}{length}"))
}

fn most(class: &Class, text: String) -> String {
    match class.at_most {
        Some(keep) => format!("{text}。そのときが来なければ、記録したときから{}", words(keep)),
        None => text,
    }
}

fn words(keep: Keep) -> String {
    match keep {
        Keep::Days(days) => format!("{days}日"),
        Keep::Months(months) => format!("{months}か月"),
        Keep::Years(years) => format!("{years}年"),
        Keep::AtOnce | Keep::InUse => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;

    fn root(folder: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder)
    }

    fn shipped() -> Vec<Rows> {
        let policy = retention::load(&root("config")).expect("rules");
        let config = Config::load(&root("config")).expect("configuration");
        let (packs, errors) = pack::load_all(&root("assets/forms"));
        assert!(errors.is_empty() && !packs.is_empty());
        policy.classes.iter().map(|class| rows(class, &config, &packs)).collect()
    }

    fn value<'a>(files: &'a [Rows], name: &str, row: &str) -> &'a str {
        let file = files.iter().find(|rows| rows[0].1 == name).expect(name);
        &file.iter().find(|(what, _)| *what == row).expect(row).1
    }

    #[test]
    fn the_sheet_says_what_the_rules_do() {
        let files = shipped();
        assert_eq!(value(&files, "窓口申請受付ファイル", "保存期間"), "記録したときから1年");
        assert!(value(&files, "窓口申請受付ファイル", "対象の手続き").contains("住民票の写し（"));
        assert_eq!(
            value(&files, "図書館貸出ファイル", "保存期間"),
            "返却のとき、すぐに消す。そのときが来なければ、記録したときから2年"
        );
        assert_eq!(value(&files, "避難者受付ファイル", "保存期間"), "記録した翌年度の4月1日から1年");
        assert_eq!(value(&files, "避難者受付ファイル", "要配慮個人情報"), "含む");
        assert_eq!(value(&files, "受付にならなかった来庁の記録", "保存期間"), "残さない（すぐに消す）");
        for rows in &files {
            assert!(rows.iter().all(|(_, text)| !text.is_empty()), "{}", rows[0].1);
            assert!(rows.len() >= 14, "every row of the law");
        }
    }

    #[test]
    fn it_can_be_printed() {
        let typesetter = Typesetter::new(&root("assets")).expect("fonts");
        let config = Config::default();
        let pdf = typeset(&typesetter, &shipped(), &config).expect("PDF");
        assert!(pdf.starts_with(b"%PDF-"));
        let pages = typesetter.document_pictures(document(&shipped(), &config).expect("data"), 60.0).expect("pages");
        assert!(pages.len() >= 3, "{}", pages.len());
    }
}
