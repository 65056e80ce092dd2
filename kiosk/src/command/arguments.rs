//! Arguments (引数): the shape of the command line. The doc comments here are what `--help` says.

mod case;
mod daily;
mod form;
mod keep;
mod library;
mod office;
mod polling;
mod print;
mod qr;
mod shelter;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::store::staff::Role;
pub(super) use case::{CaseExport, CaseStep, CaseVerb};
pub(super) use daily::{AttendanceVerb, MonthArguments, PrivilegeVerb};
pub(super) use form::{FormVerb, UnpackArguments};
pub(super) use keep::{AskArguments, EraseArguments, PrivacyVerb, StoreVerb};
pub(super) use library::{LibraryVerb, Sort};
pub(super) use office::{ActArguments, AuditVerb, CloseVerb, ReportVerb, SearchArguments, StaffVerb};
pub(super) use polling::PollingVerb;
pub(super) use print::{PrintVerb, SlipArguments};
pub(super) use qr::{QrMake, QrVerb};
pub(super) use shelter::{ShelterVerb, ShelterWriteArguments};

/// かざす: a tap fills a form.
///
/// `kiosk run` を動かすと窓口の端末になります。ほかのコマンドは、管理者と連携する方のためのものです。
/// `kiosk run` is the terminal; the other commands are for administrators and integrators.
/// Exit codes and JSON: kiosk/COMMANDS.md. Trouble codes: kiosk/FAULTS.md.
#[derive(Parser)]
#[command(name = "kiosk", version, max_term_width = 100)]
pub struct Arguments {
    /// 設定のフォルダー / Folder with kiosk.toml [env: KAZASU_CONFIG]
    #[arg(long, global = true, value_name = "DIR")]
    pub config: Option<PathBuf>,
    /// 部品のフォルダー / Folder with fonts, text and forms [env: KAZASU_ASSETS]
    #[arg(long, global = true, value_name = "DIR")]
    pub assets: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) verb: Verb,
}

#[derive(Subcommand)]
pub(super) enum Verb {
    /// 端末を動かす / Run the terminal
    Run(RunArguments),
    /// カードを読む / Read a card
    #[command(subcommand)]
    Card(CardVerb),
    /// 様式を調べる・書き出す / List, check and fill forms
    #[command(subcommand)]
    Form(FormVerb),
    /// 設定を確かめる / Check the configuration
    #[command(subcommand)]
    Config(ConfigVerb),
    /// 端末を点検する / Check everything the terminal needs
    Doctor {
        /// 練習モードの端末を点検する / Check the practice terminal
        #[arg(long)]
        practice: bool,
        /// JSONで書く / Write JSON
        #[arg(long)]
        json: bool,
    },
    /// 受付: 一覧・内容・段階・書き出し / Cases: list, show, mark, export
    #[command(subcommand)]
    Case(CaseVerb),
    /// 記録を確かめる・一覧する / Verify and list the record
    #[command(subcommand)]
    Journal(JournalVerb),
    /// 控え・復旧・鍵・消去 / Backups, recovery, keys and erasing
    #[command(subcommand)]
    Store(StoreVerb),
    /// 職員と支援措置 / Staff accounts and protection
    #[command(subcommand)]
    Staff(StaffVerb),
    /// 保存期間の決まりを見る・今消す / How long things are kept, and erasing by it
    #[command(subcommand)]
    Retention(RetentionVerb),
    /// 個人情報ファイル簿を作る / What is kept, why and how long
    #[command(subcommand)]
    Privacy(PrivacyVerb),
    /// 監査: 調べる・書き出す・確かめる / Search, export and check the record
    #[command(subcommand)]
    Audit(AuditVerb),
    /// 点検票 / Reports about the terminal
    #[command(subcommand)]
    Report(ReportVerb),
    /// 日締め / Close the day
    #[command(subcommand)]
    Close(CloseVerb),
    /// 職員の出退勤 / Staff attendance
    #[command(subcommand)]
    Attendance(AttendanceVerb),
    /// 優遇サービスと引換券 / Privileges and vouchers
    #[command(subcommand)]
    Privilege(PrivilegeVerb),
    /// 受付票のプリンター / Slips and the receipt printer
    #[command(subcommand)]
    Print(PrintVerb),
    /// QR: 家で作るもの、様式に刷ったもの / Codes: made at home, printed on forms
    #[command(subcommand)]
    Qr(QrVerb),
    /// 図書貸出 / The library: lists, patrons, figures
    #[command(subcommand)]
    Library(LibraryVerb),
    /// 投票所の受付: 名簿・数・紙の名簿 / Polling: the roll, figures, the paper roll
    #[command(subcommand)]
    Polling(PollingVerb),
    /// 避難所 / The evacuation shelter
    #[command(subcommand)]
    Shelter(ShelterVerb),
}

/// `kiosk run`
#[derive(Args, Clone, Debug)]
pub struct RunArguments {
    /// 練習: にせの読み取り機とプリンター、別の記録 / Simulated devices and another database
    #[arg(long)]
    pub practice: bool,
    /// 紙の代わりに置くフォルダー / Where slips and forms are laid down instead of printing
    #[arg(long, value_name = "DIR", requires = "practice")]
    pub out: Option<PathBuf>,
    /// 練習の道具を出さない / Do not show the practice dock
    #[arg(long, requires = "practice")]
    pub hide_dock: bool,
    /// 画面の文字と押せる場所を書きつづけるファイル / Where to keep what stands on the windows, for scripts that press
    #[arg(long, value_name = "FILE", requires = "practice")]
    pub words: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(super) enum CardVerb {
    /// 4情報を読む / Read name, address, birth date and sex
    Read(ReadArguments),
    /// 券面の写真と文字の画像 / The photograph and the pictures of the face side
    Face(FaceArguments),
    /// 運転免許証を読む / Read a driving licence
    Licence(LicenceArguments),
    /// 暗証番号なしで調べる / What the card tells without a PIN
    Info(CardArguments),
    /// かざすだけ / What a tap shows, without a secret
    Tap(TapArguments),
}

#[derive(Args)]
pub(super) struct CardArguments {
    /// JSONで書く / Write JSON
    #[arg(long)]
    pub json: bool,
    /// 読み取り機の名前の一部 / Part of the reader's name
    #[arg(long, value_name = "NAME")]
    pub reader: Option<String>,
    /// カードを待つ秒数 / Seconds to wait for a card
    #[arg(long, value_name = "SECONDS", default_value_t = 20)]
    pub wait: u64,
    /// 練習の読み取り機を使う / Use the practice reader
    #[arg(long, requires = "resident")]
    pub practice: bool,
    /// 練習の読み取り機に置く住民 / Which resident's card lies on the practice reader
    #[arg(long, value_name = "ID", requires = "practice")]
    pub resident: Option<String>,
}

#[derive(Args)]
pub(super) struct ReadArguments {
    #[command(flatten)]
    pub card: CardArguments,
    /// 暗証番号を標準入力の1行目から読む / Read the PIN from the first line of standard input
    #[arg(long)]
    pub pin_stdin: bool,
    /// 照合番号B（14けた）を標準入力の1行目から読む / Read code B (14 digits) from the first line of standard input
    #[arg(long, conflicts_with = "pin_stdin")]
    pub code_b_stdin: bool,
    /// 最後の1回を使ってよい / Spend the last try
    #[arg(long)]
    pub last_try: bool,
    /// テスト用カードを受け入れる / Accept a JPKI-TEST card
    #[arg(long)]
    pub accept_test_card: bool,
}

#[derive(Args)]
pub(super) struct FaceArguments {
    #[command(flatten)]
    pub card: CardArguments,
    /// 照合番号B（14けた）を標準入力の1行目から読む / Read code B (14 digits) from the first line of standard input
    #[arg(long, required = true)]
    pub code_b_stdin: bool,
    /// 画像を書くフォルダー（練習用とテスト用のカードだけ） / Folder for the pictures (practice and test cards only)
    #[arg(short, long, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
    /// 最後の1回を使ってよい / Spend the last try
    #[arg(long)]
    pub last_try: bool,
    /// テスト用カードを受け入れる / Accept a JPKI-TEST card
    #[arg(long)]
    pub accept_test_card: bool,
}

#[derive(Args)]
pub(super) struct LicenceArguments {
    #[command(flatten)]
    pub card: CardArguments,
    /// 暗証番号1を標準入力の1行目から読む / Read PIN 1 from the first line of standard input
    #[arg(long)]
    pub pin_stdin: bool,
    /// 最後の1回を使ってよい / Spend the last try
    #[arg(long)]
    pub last_try: bool,
}

#[derive(Args)]
pub(super) struct TapArguments {
    #[command(flatten)]
    pub card: CardArguments,
    /// 個人番号カードにも応答を求める（何も残しません） / Challenge a My Number card too (nothing is kept)
    #[arg(long)]
    pub my_number: bool,
}

#[derive(Subcommand)]
pub(super) enum ConfigVerb {
    /// kiosk.toml を確かめる / Check kiosk.toml
    Check,
}

#[derive(Args)]
pub(super) struct LoginArguments {
    /// 練習の記録を使う / Use the practice record
    #[arg(long)]
    pub practice: bool,
    /// 職員の名前 / Staff name
    #[arg(long, value_name = "NAME")]
    pub staff: Option<String>,
    /// 合いことばを標準入力の1行目から読む / Read the password from the first line of standard input
    #[arg(long)]
    pub password_stdin: bool,
}

#[derive(Subcommand)]
pub(super) enum JournalVerb {
    /// つながりを確かめる / Prove that the record holds together
    Verify {
        /// 練習の記録を使う / Use the practice record
        #[arg(long)]
        practice: bool,
        /// JSONで書く / Write JSON
        #[arg(long)]
        json: bool,
    },
    /// 受付の一覧（職員の確認あり） / List entries, after a staff login
    List {
        #[command(flatten)]
        login: LoginArguments,
        /// 新しいほうからの件数 / How many, newest first
        #[arg(long, default_value_t = 50)]
        limit: u32,
        /// JSONで書く / Write JSON
        #[arg(long)]
        json: bool,
    },
    /// この端末の公開鍵 / This terminal's public key, for others to compare
    Key {
        /// 練習の記録を使う / Use the practice record
        #[arg(long)]
        practice: bool,
    },
    /// 時計と記録を比べる。正しければ --confirm / Compare the clock with the record; confirm it if it is right
    Clock {
        #[command(flatten)]
        login: LoginArguments,
        /// 時計が正しいと記録する（職員の確認あり） / Record that the clock is right, after a staff login
        #[arg(long, requires = "why")]
        confirm: bool,
        /// 理由 / Why
        #[arg(long, value_name = "TEXT")]
        why: Option<String>,
    },
    /// ほかの端末の鍵を替える・取り消す / Believe another key of a terminal, or none any more
    Trust {
        /// 端末の名前 / The other terminal's id
        terminal: String,
        /// `kiosk journal key` の鍵。見比べてから / The key that `kiosk journal key` says there, after comparing it
        #[arg(long, value_name = "HEX", required_unless_present = "revoke", conflicts_with = "revoke")]
        key: Option<String>,
        /// もう信じない / Believe it no more
        #[arg(long)]
        revoke: bool,
        /// 理由（記録に残ります） / Why; it is recorded
        #[arg(long, value_name = "TEXT")]
        why: String,
        #[command(flatten)]
        login: LoginArguments,
    },
    /// 受け取り用の鍵のファイルを作り、宛先を出す / Make an identity file and say its recipient
    Identity {
        /// 作るファイル / The file to make
        file: PathBuf,
    },
    /// 記録の一部を1つの暗号化したファイルに書き出す / Write a stretch to one sealed file
    Export {
        #[command(flatten)]
        login: LoginArguments,
        /// この番号から（書かなければ1） / From this number
        #[arg(long, value_name = "N")]
        from: Option<u64>,
        /// この番号まで（書かなければ最後） / To this number
        #[arg(long, value_name = "N")]
        to: Option<u64>,
        /// 宛先 / The recipient, age1…
        #[arg(long, value_name = "AGE1")]
        to_recipient: String,
        /// 書き出すファイル / The file to write
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        /// 理由 / Why
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
    /// ほかの端末が書き出したファイルを取り込む / Take in another terminal's file
    Import {
        #[command(flatten)]
        login: LoginArguments,
        /// 取り込むファイル / The file
        file: PathBuf,
        /// 受け取り用の鍵のファイル、「-」は標準入力 / Identity file; "-" is standard input
        #[arg(long, value_name = "FILE")]
        identity: PathBuf,
        /// 相手の端末の公開鍵（はじめてのとき、その端末の画面と見比べて） / The other terminal's public key, compared by you
        #[arg(long, value_name = "HEX")]
        trust_key: Option<String>,
        /// 理由 / Why
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
}

#[derive(Subcommand)]
pub(super) enum RetentionVerb {
    /// 区分の一覧 / List the classes
    List,
    /// 期限が過ぎたものを今消す（職員の確認あり） / Erase what is over now, after a staff login
    Erase {
        #[command(flatten)]
        login: LoginArguments,
        /// 理由 / Why
        #[arg(long, value_name = "TEXT")]
        why: String,
        /// この区分だけ。2人で行います / This class only, with a second staff member
        #[arg(long, value_name = "ID", requires = "second")]
        class: Option<String>,
        /// いっしょに確認する職員。合いことばは次の行 / A second staff member; the password is on the next line
        #[arg(long, value_name = "NAME")]
        second: Option<String>,
    },
}

fn role(id: &str) -> Result<Role, String> {
    id.parse().map_err(|()| Role::ALL.map(Role::id).join(", "))
}
