//! Arguments of `kiosk qr` (QRの引数).

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Subcommand)]
pub(in crate::command) enum QrVerb {
    /// 鍵を作る / Make a key
    Key {
        /// 秘密の鍵を書くファイル（ほかの人に読めない） / Where the secret key goes, readable by nobody else
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// サービスの署名の鍵（書かなければ、町の封の鍵） / A service's signing key; without it, a town's sealing key
        #[arg(long)]
        sign: bool,
    },
    /// 家で作るQRを作る / Make a code as at home
    Make(QrMake),
    /// QRを読む: 家で作ったもの、様式に刷ったもの / Read a code: made at home, or printed on a form
    Read {
        /// QRの文字、「-」は標準入力 / The code's text; "-" is standard input
        text: String,
    },
}

/// What goes into a code.
#[derive(Args)]
pub(in crate::command) struct QrMake {
    /// 様式の名前 / The form's id
    pub form: String,
    /// 答えのJSON、「-」は標準入力 / Answers as JSON; "-" is standard input
    #[arg(long, value_name = "FILE")]
    pub answers: PathBuf,
    /// 封をする町の公開鍵（16進64けた） / The town's public key to seal for, 64 hexadecimal digits
    #[arg(long, value_name = "KEY")]
    pub seal: Option<String>,
    /// サービスの秘密の鍵のファイル / The service's secret key
    #[arg(long, value_name = "FILE")]
    pub sign: Option<PathBuf>,
    /// 使える時間 / Hours until it is over
    #[arg(long, default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=2160))]
    pub hours: u32,
    /// 絵（PNG）も書く / Write it as a picture too
    #[arg(long, value_name = "FILE")]
    pub png: Option<PathBuf>,
}
