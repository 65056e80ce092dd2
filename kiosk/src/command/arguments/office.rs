//! Arguments of the office (職員・監査・日締めの引数): accounts, protection, the record, reports, the day.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{LoginArguments, role};
use crate::store::staff::Role;

/// Who asks, why, and with whom.
#[derive(Args)]
pub(in crate::command) struct ActArguments {
    #[command(flatten)]
    pub login: LoginArguments,
    /// 理由 / Why; it is recorded
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub why: String,
    /// もう1人の職員 / The second staff member, where two are needed
    #[arg(long, value_name = "NAME")]
    pub second: Option<String>,
}

#[derive(Subcommand)]
pub(in crate::command) enum StaffVerb {
    /// 職員を登録する。最初の1人は管理者になります / Add an account; the first one is the administrator
    Add {
        /// 登録する名前 / Name of the new account
        name: String,
        /// 役 / reception, supervisor, administrator or auditor
        #[arg(long, default_value = "reception", value_parser = role)]
        role: Role,
        /// 新しい合いことばを標準入力の次の行から読む / Read the new password from the next line of standard input
        #[arg(long)]
        new_password_stdin: bool,
        /// 最初の管理者のとき、復旧の鍵はあとで作る / With the first administrator: make the recovery key later
        #[arg(long)]
        recovery_later: bool,
        #[command(flatten)]
        act: ActArguments,
    },
    /// 職員の一覧 / List the accounts
    List {
        /// JSONで書く / Write JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        act: ActArguments,
    },
    /// 合いことばを変える / Give an account a new password
    Password {
        /// 職員の名前 / The account
        name: String,
        /// 新しい合いことばを標準入力の次の行から読む / Read the new password from the next line of standard input
        #[arg(long)]
        new_password_stdin: bool,
        #[command(flatten)]
        act: ActArguments,
    },
    /// 役を変える / Give an account another role
    Role {
        /// 職員の名前 / The account
        name: String,
        /// 役 / reception, supervisor, administrator or auditor
        #[arg(value_parser = role)]
        role: Role,
        #[command(flatten)]
        act: ActArguments,
    },
    /// 職員を止める / Disable an account
    Disable {
        /// 職員の名前 / The account
        name: String,
        #[command(flatten)]
        act: ActArguments,
    },
    /// また使えるようにする / Enable an account again
    Enable {
        /// 職員の名前 / The account
        name: String,
        #[command(flatten)]
        act: ActArguments,
    },
    /// 支援措置にする（責任者） / Put a person under protection (supervisor)
    Protect {
        /// 4情報のJSON、「-」は標準入力 / Facts as JSON; "-" is standard input
        #[arg(long, value_name = "FILE")]
        facts: PathBuf,
        /// 期間の最後の日 / The last day of the term
        #[arg(long, value_name = "YYYY-MM-DD")]
        until: Option<jiff::civil::Date>,
        #[command(flatten)]
        act: ActArguments,
    },
    /// この受付の方は、支援措置の方とは別の方（責任者） / The person of this case is another one (supervisor)
    Another {
        /// 受付番号 / Receipt number
        number: u64,
        #[command(flatten)]
        act: ActArguments,
    },
    /// 支援措置を終える（責任者） / End a protection (supervisor)
    Unprotect {
        /// 一覧に出る番号 / The id that the list shows
        id: String,
        #[command(flatten)]
        act: ActArguments,
    },
    /// 支援措置の一覧（責任者） / List people under protection (supervisor)
    Protected {
        #[command(flatten)]
        act: ActArguments,
    },
}

impl StaffVerb {
    /// The reason of what says by itself what it is for.
    pub(in crate::command) const fn says(&self) -> Option<&'static str> {
        match self {
            Self::List { .. } => Some("kiosk staff list"),
            Self::Protected { .. } => Some("kiosk staff protected"),
            _ => None,
        }
    }

    /// Who asks, whatever is asked.
    pub(in crate::command) const fn act(&self) -> &ActArguments {
        match self {
            Self::Add { act, .. }
            | Self::List { act, .. }
            | Self::Password { act, .. }
            | Self::Role { act, .. }
            | Self::Disable { act, .. }
            | Self::Enable { act, .. }
            | Self::Protect { act, .. }
            | Self::Another { act, .. }
            | Self::Unprotect { act, .. }
            | Self::Protected { act } => act,
        }
    }
}

/// What to look for in the record.
#[derive(Args)]
pub(in crate::command) struct SearchArguments {
    /// この日から / From this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub from: Option<jiff::civil::Date>,
    /// この日まで / Up to and with this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub to: Option<jiff::civil::Date>,
    /// 記録の種類 / Kind of entry, such as void
    #[arg(long)]
    pub kind: Option<String>,
    /// 業務 / Service
    #[arg(long)]
    pub service: Option<String>,
    /// 対象とその下 / Scope and what is below it
    #[arg(long)]
    pub scope: Option<String>,
    /// した人、もう1人、その職員の登録 / Who did it, the second person, or the account it is about
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// 受付番号 / Receipt number: the case and all about it
    #[arg(long, value_name = "N")]
    pub number: Option<u64>,
    /// 端末 / Terminal
    #[arg(long, value_name = "ID")]
    pub terminal: Option<String>,
    /// 新しいほうからの件数 / How many, newest first
    #[arg(long, default_value_t = 1000)]
    pub limit: u32,
}

#[derive(Subcommand)]
pub(in crate::command) enum AuditVerb {
    /// 記録を調べる / Search the record
    List {
        #[command(flatten)]
        login: LoginArguments,
        #[command(flatten)]
        search: SearchArguments,
        /// JSONで書く / Write JSON
        #[arg(long)]
        json: bool,
    },
    /// 署名つきで書き出す（.csv か .jsonl） / Write it out, signed (.csv or .jsonl)
    Export {
        #[command(flatten)]
        login: LoginArguments,
        #[command(flatten)]
        search: SearchArguments,
        /// 書き出すファイル / The file to write
        #[arg(long, value_name = "FILE")]
        file: PathBuf,
        /// 内容も書き出す（責任者と2人で、.jsonl だけ） / With bodies (with a supervisor, .jsonl only)
        #[arg(long, requires = "second")]
        bodies: bool,
        /// 理由 / Why; it is recorded
        #[arg(long, value_name = "TEXT", default_value = "")]
        why: String,
        /// もう1人の職員 / The second staff member
        #[arg(long, value_name = "NAME")]
        second: Option<String>,
    },
    /// 書き出したファイルを署名とくらべる / Compare a written file with its signature
    Verify {
        /// 書き出したファイル / The file
        file: PathBuf,
    },
    /// つながり・署名・状態表・ページをまとめて確かめる / Check chain, heads, state tables and pages
    Check {
        /// 練習の記録を使う / Use the practice record
        #[arg(long)]
        practice: bool,
        /// JSONで書く / Write JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Subcommand)]
pub(in crate::command) enum ReportVerb {
    /// 点検票 / The readiness report
    Readiness {
        #[command(flatten)]
        login: LoginArguments,
        /// 書き出すPDF / The PDF to write
        #[arg(long, value_name = "FILE")]
        pdf: Option<PathBuf>,
        /// A4プリンターで印刷する / Print it on the A4 printer
        #[arg(long)]
        print: bool,
        /// JSONで書く / Write JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Subcommand)]
pub(in crate::command) enum CloseVerb {
    /// 1日を締める / Close a day
    Day {
        #[command(flatten)]
        login: LoginArguments,
        /// 締める日（書かなければ今日） / The day, today if not given
        #[arg(long, value_name = "YYYY-MM-DD")]
        date: Option<jiff::civil::Date>,
        /// 締めずに数字だけ見る / Only look, do not close
        #[arg(long)]
        look: bool,
        /// JSONで書く / Write JSON
        #[arg(long)]
        json: bool,
        /// 表にする / Write a table
        #[arg(long, value_name = "FILE")]
        csv: Option<PathBuf>,
        /// A4にする / Write an A4 page
        #[arg(long, value_name = "FILE")]
        pdf: Option<PathBuf>,
        /// もう1人の職員 / The second staff member, where two are needed
        #[arg(long, value_name = "NAME")]
        second: Option<String>,
    },
}
