//! Writes the list of all parts (部品表) as CycloneDX 1.6: `parts-list FILE`.

use std::io::{Error, Result, Write};
use std::process::ExitCode;

use hw_tests::tool;

fn main() -> ExitCode {
    tool::told(run())
}

fn run() -> Result<()> {
    let file = std::env::args_os().nth(1).ok_or_else(|| Error::other("usage: parts-list FILE"))?;
    let list = hw_tests::parts::list()?;
    std::fs::write(&file, format!("{list:#}\n"))?;
    let count = list.get("components").and_then(|all| all.as_array()).map_or(0, Vec::len);
    writeln!(std::io::stdout(), "{count} parts in {}", file.display())
}
