//! Frees a word without wiping it (拭かないプログラム): what the memory test must find.

fn main() -> std::io::Result<()> {
    hw_tests::forgetting::forget()
}
