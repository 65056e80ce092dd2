//! Arguments of `kiosk store` (記録の保管の引数). The doc comments here are what `--help` says.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::LoginArguments;

/// Who asks, and why.
#[derive(Args)]
pub(in crate::command) struct AskArguments {
    #[command(flatten)]
    pub login: LoginArguments,
    /// 理由（記録に残ります） / Why; it is recorded
    #[arg(long, value_name = "TEXT")]
    pub why: String,
    /// いっしょに確認する職員。合いことばは次の行 / A second staff member; the password is on the next line
    #[arg(long, value_name = "NAME")]
    pub second: Option<String>,
}

/// What is erased.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub(in crate::command) struct EraseArguments {
    /// 受付番号 / Number of the entry
    pub number: Option<u64>,
    /// この受付の人のすべて / Everything about the person whom this entry names, in every service
    #[arg(long, value_name = "NUMBER")]
    pub person_of: Option<u64>,
    /// 名簿など、まとまりの全部 / Everything of a scope, such as a roll
    #[arg(long, value_name = "SCOPE")]
    pub scope: Option<String>,
    /// 乱数の番号が指す人のすべて / Everything about the subject of a service, by its random id
    #[arg(long, value_name = "SERVICE/ID")]
    pub subject: Option<String>,
}

#[derive(Subcommand)]
pub(in crate::command) enum StoreVerb {
    /// 控えを1つのファイルに取る（端末が動いていてもよい） / Take a backup into one file, also from a running terminal
    Backup {
        /// 新しいファイル / A new file
        file: PathBuf,
        #[command(flatten)]
        ask: AskArguments,
    },
    /// 記録か控えを隅々まで確かめる / Prove every page, link, signature and state table of the record or of a backup
    Verify {
        /// 控えのファイル / A backup
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
        /// 練習の記録を使う / Use the practice record
        #[arg(long)]
        practice: bool,
    },
    /// 控えから戻す。今の記録は別の名前で残ります / Put a backup back; the present record is kept aside
    Restore {
        /// 控えのファイル / A backup
        file: PathBuf,
        #[command(flatten)]
        ask: AskArguments,
        /// 控えのあとの記録が失われてもよい / What was recorded after the backup may be lost
        #[arg(long)]
        yes_older: bool,
        /// 消去の控え（.erased）がなくても戻す / Go on without the list of what was erased
        #[arg(long)]
        without_erasures: bool,
        /// 復旧の鍵で開ける（標準入力の最後の行） / Open the backup with the recovery key, the last line of standard input
        #[arg(long)]
        recovery_key: bool,
    },
    /// 記録の鍵を取りかえ、新しい復旧の鍵を出す / Give the record another key and show a new recovery key
    Rekey {
        #[command(flatten)]
        ask: AskArguments,
    },
    /// 復旧の鍵を作る。前の鍵は使えなくなります / Make a recovery key; the one before opens nothing any more
    RecoveryKey {
        #[command(flatten)]
        ask: AskArguments,
    },
    /// 復旧の鍵で開け、設定の鍵に合わせ、新しい管理者を作る / Open with the recovery key, wrap for the configured key, make a new administrator
    Recover {
        /// 練習の記録を使う / Use the practice record
        #[arg(long)]
        practice: bool,
        /// 新しい管理者の名前 / Name of a new administrator
        #[arg(long, value_name = "NAME")]
        administrator: Option<String>,
        /// 理由（記録に残ります） / Why; it is recorded
        #[arg(long, value_name = "TEXT")]
        why: String,
        /// 復旧の鍵と新しい合いことばを標準入力から読む / Read the recovery key and the new password from standard input
        #[arg(long)]
        stdin: bool,
    },
    /// 受付1件、人、名簿の内容を消す。2人で行います / Erase an entry, a person or a roll, with a second staff member
    Erase {
        #[command(flatten)]
        what: EraseArguments,
        #[command(flatten)]
        ask: AskArguments,
    },
    /// 状態表を記録から作り直す / Make the state tables again from the record
    Rebuild {
        #[command(flatten)]
        login: LoginArguments,
        /// 作り直さず、合っているかだけ調べる / Only say whether they are what the record says
        #[arg(long)]
        check: bool,
    },
}

#[derive(Subcommand)]
pub(in crate::command) enum PrivacyVerb {
    /// 個人情報ファイル簿（法75条） / The sheet of personal information files
    Sheet {
        /// PDFで書き出す / Write a PDF
        #[arg(long, value_name = "FILE")]
        pdf: Option<PathBuf>,
    },
}
