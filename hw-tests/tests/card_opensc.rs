//! The simulated card before programs that are not ours (練習用カードと OpenSC): OpenSC lists, verifies and signs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::path::Path;
use std::process::Command;

use hw_tests::practice;
use hw_tests::service::Service;
use hw_tests::tool::{self, Said};
use hw_tests::vpcd::Slot;

/// The JPKI AP and its two secrets: 利用者証明用 PIN and 署名用 password (facts/card.md 6.1).
const JPKI: &[u8] = &[0xD3, 0x92, 0xF0, 0x00, 0x26];
const AUTH_PIN: u16 = 0x18;
const SIGN_PASSWORD: u16 = 0x1B;
const RESIDENT: &str = "takasaki";

fn run(program: &str, arguments: &[&str]) -> Said {
    let package = if program == "openssl" { "openssl" } else { "opensc" };
    tool::run(Command::new(program).args(arguments), "", package).unwrap()
}

/// What the program says on standard output, when all is well.
#[track_caller]
fn works(program: &str, arguments: &[&str]) -> String {
    let said = run(program, arguments);
    assert!(said.status.success(), "{program} {arguments:?}: {}{}", said.out, said.err);
    said.out
}

#[test]
fn opensc_names_lists_verifies_and_signs() {
    let service = Service::start().unwrap();
    // Keys take seconds to make, so they are kept from run to run.
    let ca = practice::ca(&Path::new(env!("CARGO_TARGET_TMPDIR")).join("practice-ca")).unwrap();
    let chip = practice::residents().unwrap().into_iter().find(|one| one.id == RESIDENT).unwrap().chip;
    let lying = service.put(Slot::First, practice::card(RESIDENT, &ca).unwrap()).unwrap();
    let tries = |secret| lying.card().tries(JPKI, secret).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_string_lossy().into_owned();

    assert!(works("opensc-tool", &["--name"]).to_lowercase().contains("jpki"));
    let listed = works("pkcs15-tool", &["--list-certificates"]);
    assert_eq!(listed.matches("X.509 Certificate").count(), 4, "{listed}");

    let full = tries(AUTH_PIN);
    let verify = |pin: &str| run("pkcs15-tool", &["--verify-pin", "--auth-id", "01", "--pin", pin]);
    let wrong = verify("9999");
    assert!(!wrong.status.success(), "a wrong PIN is reported");
    let told = format!("{}{}", wrong.out, wrong.err);
    assert!(told.contains("PIN code") || told.contains("pin"), "{told}");
    assert_eq!(tries(AUTH_PIN), full - 1);
    assert!(verify(&chip.pin).status.success());
    assert_eq!(tries(AUTH_PIN), full);

    works("pkcs15-tool", &["--read-certificate", "1", "--output", &at("auth.pem")]);
    std::fs::write(at("message"), "a tap fills a form").unwrap();
    let login = ["--slot-index", "0", "--login", "--pin", &chip.pin];
    let sign = ["--sign", "--mechanism", "SHA256-RSA-PKCS", "--id", "01"];
    let files = ["--input-file", &at("message"), "--output-file", &at("signature")];
    works("pkcs11-tool", &[login.as_slice(), &sign, &files].concat());
    works("openssl", &["x509", "-in", &at("auth.pem"), "-noout", "-pubkey", "-out", &at("auth.pub")]);
    let check = |message: &str| {
        run("openssl", &["dgst", "-sha256", "-verify", &at("auth.pub"), "-signature", &at("signature"), &at(message)])
    };
    let checked = check("message");
    assert!(checked.status.success() && checked.out.contains("Verified OK"), "{}{}", checked.out, checked.err);
    std::fs::write(at("other"), "a tap fills another form").unwrap();
    assert!(!check("other").status.success(), "openssl looks at the message");

    // The certificate for signatures holds the four facts, so it needs the password.
    let before = tries(SIGN_PASSWORD);
    let read = ["--read-certificate", "2", "--output", &at("sign.pem")];
    assert!(!run("pkcs15-tool", &read).status.success());
    let verify = ["--verify-pin", "--auth-id", "02", "--pin", &chip.password];
    works("pkcs15-tool", &[verify.as_slice(), &read].concat());
    let shown = works("openssl", &["x509", "-in", &at("sign.pem"), "-noout", "-issuer"]);
    assert!(shown.contains("JPKI for digital signature"), "{shown}");
    assert_eq!(tries(SIGN_PASSWORD), before);
}
