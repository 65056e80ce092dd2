//! Arguments of the library (図書貸出の引数): lists in, things and people found, figures out.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use jiff::civil::Date;

use super::ActArguments;

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::command) enum Sort {
    /// 資料 / What the library owns
    Items,
    /// 利用者 / People who borrow
    Patrons,
}

#[derive(Subcommand)]
pub(in crate::command) enum LibraryVerb {
    /// 資料か利用者の一覧（CSV）を取り込む / Take in a list of items or patrons (CSV)
    Import {
        /// items、patrons
        sort: Sort,
        /// CSV（UTF-8 か Shift_JIS） / The file, UTF-8 or Shift_JIS
        file: PathBuf,
        /// 確かめるだけで、取り込まない / Only check it
        #[arg(long)]
        check: bool,
        #[command(flatten)]
        act: ActArguments,
    },
    /// 資料を探す / Find items by number, ISBN, title or author
    Find {
        /// 探すことば / What to look for
        words: String,
        /// JSONで書く / Write JSON
        #[arg(long)]
        json: bool,
        /// 練習の記録を使う / Use the practice record
        #[arg(long)]
        practice: bool,
    },
    /// 利用者を探す（職員の確認あり） / Find patrons, after a staff login
    Patron {
        /// 番号、氏名、ふりがな / Number, name or reading
        words: String,
        /// JSONで書く / Write JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        act: ActArguments,
    },
    /// カードを利用者につなぐ。新しいカードに替わったときも / Link a card to a patron, a renewed one too
    Link {
        /// 利用者番号 / The patron's number
        number: String,
        /// カードのバーコード、または「kiosk card tap」の番号 / Its barcode, or the number of `kiosk card tap`
        token: String,
        #[command(flatten)]
        act: ActArguments,
    },
    /// 退会した利用者を消す / Erase a patron who leaves
    Remove {
        /// 利用者番号 / The patron's number
        number: String,
        #[command(flatten)]
        act: ActArguments,
    },
    /// 貸出の数。人は出ません / Figures by day; no person is in them
    Report {
        /// この日から / From this day
        #[arg(long, value_name = "YYYY-MM-DD")]
        from: Option<Date>,
        /// この日まで / To this day
        #[arg(long, value_name = "YYYY-MM-DD")]
        to: Option<Date>,
        /// CSVで書く / Write CSV
        #[arg(long)]
        csv: bool,
        /// 練習の記録を使う / Use the practice record
        #[arg(long)]
        practice: bool,
    },
    /// 返却が遅れているもの（職員の確認あり） / What is overdue, after a staff login
    Late {
        /// CSVで書く / Write CSV
        #[arg(long)]
        csv: bool,
        #[command(flatten)]
        act: ActArguments,
    },
    /// 取り置きの期限が過ぎた予約を終わらせる / End reservations nobody came for
    EndReservations {
        #[command(flatten)]
        act: ActArguments,
    },
    /// 仮受付を図書館システムに伝える / Tell the library system what was accepted while it was away
    Forward {
        #[command(flatten)]
        act: ActArguments,
    },
}
