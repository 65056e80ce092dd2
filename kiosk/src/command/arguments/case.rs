//! Arguments of `kiosk case` (受付の引数).

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::LoginArguments;
use crate::case::export::Encoding;

#[derive(Subcommand)]
pub(in crate::command) enum CaseVerb {
    /// 受付の一覧（氏名なし） / The list of cases, without names
    List {
        /// 終わったものも / Those that are done as well
        #[arg(long)]
        all: bool,
        /// JSONで書く / Write JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        login: LoginArguments,
    },
    /// 1件の内容 / One case
    Show {
        /// 受付番号（A-142 の 142） / The receipt number, 142 of A-142
        number: u64,
        /// JSONで書く / Write JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        login: LoginArguments,
    },
    /// 段階を進める / Take a case a step further
    Mark {
        /// 受付番号 / The receipt number
        number: u64,
        /// 段階 / The step
        #[arg(value_enum)]
        step: CaseStep,
        /// 補正の内容、取下などの理由 / What to mend, or why
        #[arg(long, value_name = "TEXT", default_value = "")]
        why: String,
        /// 呼ぶ窓口、移す窓口 / The window
        #[arg(long, value_name = "NAME", default_value = "")]
        window: String,
        #[command(flatten)]
        login: LoginArguments,
    },
    /// ほかのシステムのファイルにする / Write files for other systems
    Export(CaseExport),
}

/// What is written where.
#[derive(Args)]
pub(in crate::command) struct CaseExport {
    /// 受付番号 / Receipt numbers
    #[arg(required_unless_present = "waiting")]
    pub numbers: Vec<u64>,
    /// 終わっていないものすべて / All that are not done
    #[arg(long, conflicts_with = "numbers")]
    pub waiting: bool,
    /// 置くフォルダー / The folder, such as the one a robot watches
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
    /// CSVの文字コード / How the table's characters are written
    #[arg(long, value_enum, default_value = "utf-8")]
    pub encoding: CaseEncoding,
    /// もう1人の職員 / The second staff member, where two are needed
    #[arg(long, value_name = "NAME")]
    pub second: Option<String>,
    #[command(flatten)]
    pub login: LoginArguments,
}

/// A step with a case.
#[derive(Clone, Copy, ValueEnum)]
pub(in crate::command) enum CaseStep {
    /// 審査
    Examined,
    /// 補正
    Mend,
    /// 呼び出し
    Called,
    /// 別の窓口へ
    Moved,
    /// 完了
    Done,
    /// 取下
    Withdrawn,
    /// 完了・取下を戻す
    Undo,
}

#[derive(Clone, Copy, ValueEnum)]
pub(in crate::command) enum CaseEncoding {
    #[value(name = "utf-8")]
    Utf8,
    #[value(name = "shift_jis")]
    ShiftJis,
}

impl From<CaseEncoding> for Encoding {
    fn from(encoding: CaseEncoding) -> Self {
        match encoding {
            CaseEncoding::Utf8 => Self::Utf8,
            CaseEncoding::ShiftJis => Self::ShiftJis,
        }
    }
}

impl CaseVerb {
    /// Who calls it.
    pub(in crate::command) const fn login(&self) -> &LoginArguments {
        match self {
            Self::List { login, .. } | Self::Show { login, .. } | Self::Mark { login, .. } => login,
            Self::Export(export) => &export.login,
        }
    }
}
