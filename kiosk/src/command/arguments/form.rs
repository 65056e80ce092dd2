//! Arguments of `kiosk form` (様式の引数).

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::LoginArguments;

/// `kiosk form unpack`
#[derive(Args)]
pub(in crate::command) struct UnpackArguments {
    /// 様式のファイル / The form's file
    pub file: PathBuf,
    /// 確かめるだけで、入れない / Only check and show, install nothing
    #[arg(long)]
    pub check: bool,
    /// 理由 / Why
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub why: String,
    /// もう1人の職員（知らない署名のとき） / The second staff member, for an unknown signature
    #[arg(long, value_name = "NAME")]
    pub second: Option<String>,
    #[command(flatten)]
    pub login: LoginArguments,
}

#[derive(Subcommand)]
pub(in crate::command) enum FormVerb {
    /// 様式の一覧 / List the forms
    List {
        /// JSONで書く / Write JSON
        #[arg(long)]
        json: bool,
    },
    /// 様式を確かめる / Check the forms, all of them or one
    Check {
        /// 様式の名前 / A form's id
        id: Option<String>,
    },
    /// 様式に書きこんでPDFにする / Fill a form and write it as PDF
    Fill {
        /// 様式の名前 / The form's id
        id: String,
        /// 4情報のJSON、「-」は標準入力 / Facts as JSON; "-" is standard input
        #[arg(long, value_name = "FILE")]
        facts: PathBuf,
        /// 答えのJSON / Answers as JSON
        #[arg(long, value_name = "FILE")]
        answers: PathBuf,
        /// 書き出すPDF / The PDF to write
        #[arg(long, value_name = "FILE")]
        pdf: PathBuf,
        /// 受付日（書かなければ今日） / Date on the form, today if not given
        #[arg(long, value_name = "YYYY-MM-DD")]
        date: Option<jiff::civil::Date>,
    },
    /// 調査の集計をグラフのPDFにする / Draw the charts of a survey
    Chart {
        /// 様式の名前 / The form's id
        id: String,
        /// 1行に1人の答えのJSON、「-」は標準入力 / Answers as JSON, one person a line; "-" is standard input
        #[arg(long, value_name = "FILE")]
        answers: PathBuf,
        /// 書き出すPDF / The PDF to write
        #[arg(long, value_name = "FILE")]
        pdf: PathBuf,
        /// 集計日（書かなければ今日） / Date on the page, today if not given
        #[arg(long, value_name = "YYYY-MM-DD")]
        date: Option<jiff::civil::Date>,
    },
    /// 様式を1つの署名したファイルにする / Write a form as one signed file
    Pack {
        /// 様式の名前 / The form's id
        id: String,
        /// 署名の秘密の鍵（kiosk qr key --sign） / The secret key to sign with
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// 書き出すファイル / The file to write
        #[arg(short, long, value_name = "FILE")]
        out: PathBuf,
    },
    /// 様式のファイルを入れる / Install a form out of such a file
    Unpack(UnpackArguments),
    /// The child process for layouts from elsewhere; a job on standard input.
    #[command(hide = true)]
    Apart,
}
