//! The `kiosk` command (コマンド): every way to start the terminal and its tools.

#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    kiosk::command::main()
}
