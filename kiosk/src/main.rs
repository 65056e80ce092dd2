//! The `kiosk` command: every way to start the terminal and its tools.

fn main() -> std::process::ExitCode {
    kiosk::command::main()
}
