//! The `kiosk` command (コマンド): every way to start the terminal and its tools.

#![forbid(unsafe_code)]

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

/// Whatever is freed is wiped first: no copy of a name, a PIN or a password outlives its use.
#[global_allocator]
static WIPED: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> std::process::ExitCode {
    // What the system refused, doctor says.
    let _ = kiosk::memory::close();
    kiosk::command::main()
}
