//! Arguments of `kiosk print` (印刷の引数).

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Subcommand)]
pub(in crate::command) enum PrintVerb {
    /// 伝票のJSONを印字命令にする / Turn a slip's JSON into a printer's bytes
    Encode {
        #[command(flatten)]
        slip: SlipArguments,
        /// 書き出すファイル / The file to write
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// 印字を画像と文字で見る / See what the printer would lay down
    Preview {
        #[command(flatten)]
        slip: SlipArguments,
        /// 書き出すPNG。書かなければ文字で出す / The PNG to write; without it, text
        #[arg(long, value_name = "FILE")]
        png: Option<PathBuf>,
    },
    /// 試験印字とプリンターの返事 / Print a test slip and say what the printer answers
    Test {
        /// 印字せず、返事だけ聞く / Only ask the printer how it is
        #[arg(long)]
        look: bool,
    },
}

/// A slip and the printer it is for.
#[derive(Args)]
pub(in crate::command) struct SlipArguments {
    /// 伝票のJSON、「-」は標準入力 / The slip as JSON; "-" is standard input
    pub file: PathBuf,
    /// 機種: config/printers/ のファイル名 / A file's name in config/printers/
    #[arg(long, value_name = "NAME", default_value = "generic-80mm")]
    pub profile: String,
    /// すべて描いた字で送る / Draw every line, as for a printer on the network
    #[arg(long)]
    pub drawn: bool,
}
