//! Arguments of `kiosk polling` (投票所の引数). The doc comments here are what `--help` says.

use std::path::PathBuf;

use clap::Subcommand;

use super::ActArguments;

#[derive(Subcommand)]
pub(in crate::command) enum PollingVerb {
    /// 選挙人名簿を取り込む。1行でも違えば何も入れません / Read a roll in; one wrong row and nothing is kept
    Import {
        /// 名簿（CSV、UTF-8 か Shift_JIS） / The roll, CSV in UTF-8 or Shift_JIS
        roll: PathBuf,
        /// 入場券の一覧。名簿と照合します / The tickets, compared with the roll
        #[arg(long, value_name = "FILE")]
        tickets: Option<PathBuf>,
        /// 選挙（config/polling.toml の id） / Which election, by its id in polling.toml
        #[arg(long, value_name = "ID")]
        election: String,
        /// 確かめるだけ / Check only; nothing is kept
        #[arg(long)]
        check_only: bool,
        #[command(flatten)]
        act: ActArguments,
    },
    /// 選挙人をさがす / Look an elector up
    Find {
        /// 選挙 / Which election
        election: String,
        /// かな・番号・生年月日・住所 / Kana, roll number, birth date or address
        text: String,
        #[command(flatten)]
        act: ActArguments,
    },
    /// 投票者数と投票録の数 / Turnout and the figures of the minutes
    Report {
        /// 選挙 / Which election
        election: String,
        /// JSONで書く / Write JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        act: ActArguments,
    },
    /// 紙の名簿を書く / Write the paper roll
    Paper {
        /// 選挙 / Which election
        election: String,
        /// 置くフォルダー / The folder
        #[arg(short, long, value_name = "DIR")]
        output: PathBuf,
        /// 変わった投票所を書き直し続ける（60秒ごと、Ctrl+Cで終わり） / Go on writing what changed, until interrupted
        #[arg(long)]
        watch: bool,
        #[command(flatten)]
        act: ActArguments,
    },
    /// 選挙管理委員会の求めで名簿を消す / Erase a roll by order of the election board
    Erase {
        /// 選挙 / Which election
        election: String,
        #[command(flatten)]
        act: ActArguments,
    },
}
