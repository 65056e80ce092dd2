//! Programs that we did not write (ほかのプログラム), run with an end.

use std::io::Result;
use std::process::Command;

/// What a program said.
#[derive(Debug)]
pub struct Said {
    pub success: bool,
    /// Both outputs, one after the other.
    pub text: String,
}

/// Runs a program for at most a minute.
pub fn run(program: &str, arguments: &[&str]) -> Result<Said> {
    let output = Command::new("timeout").arg("60").arg(program).args(arguments).output()?;
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    Ok(Said { success: output.status.success(), text })
}
