//! Arguments of everyday services (出退勤・優遇・証明書の引数).

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::LoginArguments;

/// A month, and where it is written.
#[derive(Args)]
pub(in crate::command) struct MonthArguments {
    #[command(flatten)]
    pub login: LoginArguments,
    /// 月（書かなければ今月） / The month, this one if not given
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    pub month: Option<jiff::civil::Date>,
    /// 表にする / Write a table
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// A4にする / Write an A4 page
    #[arg(long, value_name = "FILE")]
    pub pdf: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(in crate::command) enum AttendanceVerb {
    /// 月の出退勤表 / A month of attendance
    Month(MonthArguments),
    /// いま館内にいる職員 / Who is in the building now
    Inside {
        #[command(flatten)]
        login: LoginArguments,
        /// A4にする / Write an A4 page
        #[arg(long, value_name = "FILE")]
        pdf: Option<PathBuf>,
        /// JSONで書く / Write JSON
        #[arg(long)]
        json: bool,
    },
    /// 打刻の訂正願 / Corrections that wait
    Requests {
        #[command(flatten)]
        login: LoginArguments,
    },
    /// 訂正願を認める・認めない / Approve or refuse a correction
    Decide {
        /// 一覧に出る番号 / The id that the list shows
        id: uuid::Uuid,
        /// 認めない / Refuse it
        #[arg(long)]
        refuse: bool,
        /// 理由 / Why; it is recorded
        #[arg(long, value_name = "TEXT")]
        why: String,
        #[command(flatten)]
        login: LoginArguments,
    },
}

#[derive(Subcommand)]
pub(in crate::command) enum PrivilegeVerb {
    /// 月の精算書を作る / Make the settlement of a month
    Settle {
        #[command(flatten)]
        month: MonthArguments,
        /// この店舗だけ / This shop only
        #[arg(long, value_name = "ID")]
        merchant: Option<String>,
    },
    /// 券や割引を取り消す / Take a voucher, a redemption or a discount back
    Cancel {
        /// 券の番号か受付番号 / The voucher's code, or the number
        wanted: String,
        /// 理由 / Why; it is recorded
        #[arg(long, value_name = "TEXT")]
        why: String,
        /// もう1人の職員 / The second staff member, where two are needed
        #[arg(long, value_name = "NAME")]
        second: Option<String>,
        #[command(flatten)]
        login: LoginArguments,
    },
}

fn month(written: &str) -> Result<jiff::civil::Date, String> {
    format!("{written}-01").parse().map_err(|_| "YYYY-MM".to_owned())
}
