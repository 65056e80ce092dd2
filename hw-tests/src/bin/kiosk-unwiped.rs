//! The kiosk without the allocator that wipes (拭かない端末): what the memory test must find something in.
//!
//! The same library and the same `main` but for one line. Never installed.

use std::process::ExitCode;

fn main() -> ExitCode {
    kiosk::command::main()
}
