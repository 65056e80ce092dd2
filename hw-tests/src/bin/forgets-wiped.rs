//! Frees the same word under the allocator of the kiosk (拭くプログラム): what the memory test must not find.

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

#[global_allocator]
static WIPED: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> std::io::Result<()> {
    hw_tests::forgetting::forget()
}
