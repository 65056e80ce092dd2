//! Arguments of `kiosk shelter` (避難所の引数).

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::LoginArguments;

/// How something is written; lines on standard output if nothing is given.
#[derive(Args)]
pub(in crate::command) struct ShelterWriteArguments {
    /// JSONで書く / Write JSON
    #[arg(long)]
    pub json: bool,
    /// 表にする / Write a table
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// A4にする / Write A4 pages
    #[arg(long, value_name = "FILE")]
    pub pdf: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(in crate::command) enum ShelterVerb {
    /// 避難所を開設する / Open a shelter at this terminal
    Open {
        /// 施設の名前（config/shelter.toml にあれば定員と部屋もそのまま） / The building; one of the configuration brings capacity and rooms
        name: String,
        /// 定員 / Capacity
        #[arg(long, value_name = "N")]
        capacity: Option<u32>,
        /// JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        login: LoginArguments,
    },
    /// 状況報告 / The facility report, in the government's vocabulary
    Report {
        #[command(flatten)]
        write: ShelterWriteArguments,
        #[command(flatten)]
        login: LoginArguments,
    },
    /// 避難者名簿 / The name list
    List {
        #[command(flatten)]
        write: ShelterWriteArguments,
        /// だれでも読める形でこのフォルダーに書く（2人で） / Write it readable by anybody into this folder; needs two people
        #[arg(long, value_name = "FOLDER", requires_all = ["why", "second"])]
        plain_to: Option<PathBuf>,
        /// 理由 / Why; it is recorded
        #[arg(long, value_name = "TEXT", default_value = "")]
        why: String,
        /// もう1人の職員 / The second staff member
        #[arg(long, value_name = "NAME")]
        second: Option<String>,
        #[command(flatten)]
        login: LoginArguments,
    },
    /// 白いカードを作る / Make blank tokens with codes, 10 a page
    Tokens {
        /// 枚数 / How many
        #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1000))]
        count: u32,
        #[command(flatten)]
        write: ShelterWriteArguments,
        #[command(flatten)]
        login: LoginArguments,
    },
}

impl ShelterVerb {
    pub(in crate::command) fn login(&self) -> &LoginArguments {
        match self {
            Self::Open { login, .. } | Self::Report { login, .. } => login,
            Self::List { login, .. } | Self::Tokens { login, .. } => login,
        }
    }
}
