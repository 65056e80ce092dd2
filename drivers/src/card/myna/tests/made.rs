//! A made-up card for tests (試験用のカード): files as the fact sheet says, signed with keys made on the spot.

use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use rsa::rand_core::OsRng;
use rsa::traits::PublicKeyParts;
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use sha2::{Digest, Sha256};

use crate::card::genuine::{Anchors, PracticeAnchor};
use crate::card::myna::scripted::Script;
use crate::card::myna::{Policy, Progress, read_facts};
use crate::card::{Facts, Fault, Secret};

pub const SELECT_TEXT: &str = "00A4040C0A D3921000310001010408";
pub const TRIES: &str = "00200091";
pub const VERIFY: &str = "0020009104 31323334";

/// Keys of a CA and of a text AP, and a second AP key for a copied card.
pub struct Keys {
    pub ca: RsaPrivateKey,
    pub ap: RsaPrivateKey,
    pub other: RsaPrivateKey,
}

pub static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    let make = || RsaPrivateKey::new(&mut OsRng, 2048).expect("key");
    Keys { ca: make(), ap: make(), other: make() }
});

pub fn key_id(number: &[u8; 7]) -> [u8; 16] {
    let mut id = [0; 16];
    id[..7].copy_from_slice(number);
    id[7..12].copy_from_slice(b"\x08\x05001");
    id
}

/// The three files a reading needs.
#[derive(Clone)]
pub struct Files {
    pub attributes: Vec<u8>,
    pub integrity: Vec<u8>,
    pub certificate: Vec<u8>,
}

pub fn tlv(tag: u16, value: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = tag.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    match value.len() {
        short @ 0..=127 => out.push(short as u8),
        middle @ 128..=255 => out.extend([0x81, middle as u8]),
        long => out.extend([0x82, (long >> 8) as u8, long as u8]),
    }
    out.extend_from_slice(value);
    out
}

/// DF22 to DF25.
pub fn fields(name: &str, address: &str, birth: &str, sex: &str) -> Vec<u8> {
    [
        tlv(0xDF22, name.as_bytes()),
        tlv(0xDF23, address.as_bytes()),
        tlv(0xDF24, birth.as_bytes()),
        tlv(0xDF25, sex.as_bytes()),
    ]
    .concat()
}

pub fn attributes(fields: &[u8]) -> Vec<u8> {
    tlv(0xFF20, &[tlv(0xDF21, &[0; 8]), fields.to_vec()].concat())
}

pub fn sign(key: &RsaPrivateKey, message: &[u8]) -> Vec<u8> {
    key.sign(Pkcs1v15Sign::new::<rsa::sha2::Sha256>(), &Sha256::digest(message)).expect("signature")
}

pub fn integrity(key: &RsaPrivateKey, fields: &[u8]) -> Vec<u8> {
    let digests = [tlv(0xDF31, &[7; 32]), tlv(0xDF32, &Sha256::digest(fields))].concat();
    let signature = tlv(0xDF33, &sign(key, &digests));
    tlv(0xFF30, &[digests, signature].concat())
}

pub fn certificate(ca: &RsaPrivateKey, issuer: [u8; 16], ap: &RsaPrivateKey) -> Vec<u8> {
    let exponent = tlv(0x90, &[1, 0, 1]);
    let modulus = tlv(0x91, &ap.n().to_bytes_be());
    let body = [&issuer[..], &key_id(b"1322131"), &exponent, &modulus].concat();
    tlv(0x7F21, &[tlv(0x5F4E, &body), tlv(0x5F37, &sign(ca, &body))].concat())
}

impl Files {
    pub fn of(name: &str, address: &str, birth: &str, sex: &str) -> Self {
        let fields = fields(name, address, birth, sex);
        Self {
            attributes: attributes(&fields),
            integrity: integrity(&KEYS.ap, &fields),
            certificate: certificate(&KEYS.ca, key_id(b"9000033"), &KEYS.ap),
        }
    }

    pub fn ordinary() -> Self {
        Self::of("髙﨑　花子", "東京都清瀬市中里五丁目８４２番地", "19841103", "2")
    }

    /// The commands of a whole reading, right PIN, three tries left.
    pub fn reading(&self) -> Script {
        self.opened().file(4, &self.certificate, self.certificate.len()).file(3, &self.integrity, self.integrity.len())
    }

    /// The commands up to the facts.
    pub fn opened(&self) -> Script {
        let start = Script::default().on(SELECT_TEXT, "9000").on(TRIES, "63C3").on(VERIFY, "9000");
        start.file(2, &self.attributes, self.attributes.len())
    }
}

/// The JPKI-TEST person inside the package of `myna-card`; synthetic, as its README says.
pub fn jpki_test() -> Files {
    let of = |name: &str| {
        let path = fixtures().join(name);
        std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    Files { attributes: of("text-0002.bin"), integrity: of("text-0003.bin"), certificate: of("text-0004.bin") }
}

/// Where cargo keeps the package; its files are not ours to copy.
fn fixtures() -> PathBuf {
    let host = told(Command::new("rustc").args(["--print", "host-tuple"]));
    let about = told(Command::new(env!("CARGO")).current_dir(env!("CARGO_MANIFEST_DIR")).args([
        "metadata",
        "--format-version=1",
        "--offline",
        "--filter-platform",
        host.trim(),
    ]));
    let manifest = about
        .split("\"manifest_path\":\"")
        .filter_map(|rest| rest.split('"').next())
        .find(|path| path.contains("/myna-card-3"))
        .expect("myna-card is a dependency");
    PathBuf::from(manifest).with_file_name("tests").join("fixtures")
}

fn told(command: &mut Command) -> String {
    let output = command.output().expect("a program of the toolchain");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

pub fn practice() -> Policy {
    let anchor = PracticeAnchor {
        key_id: key_id(b"9000033"),
        modulus: KEYS.ca.n().to_bytes_be(),
        exponent: KEYS.ca.e().to_bytes_be(),
    };
    Policy { anchors: Anchors { test: false, practice: Some(anchor) }, spend_last_try: false }
}

pub fn pin() -> Secret {
    Secret::digits(*b"1234").expect("digits")
}

/// Plays the script and reads. Facts have no `Debug`, so a failing test shows only that they were there.
pub fn read(script: Script, policy: &Policy) -> Result<Facts, Fault> {
    read_with(script, policy).0
}

/// The same, with how many commands had been sent at each step of progress.
pub fn read_with(script: Script, policy: &Policy) -> (Result<Facts, Fault>, Vec<(Progress, usize)>) {
    let (mut conversation, log) = script.play();
    let mut seen = Vec::new();
    let facts = read_facts(&mut conversation, pin(), policy, &mut |progress| seen.push((progress, log.len())));
    assert!(log.secrets_sent() <= 1, "VERIFY went out {} times", log.secrets_sent());
    assert_eq!(conversation.exchanges() as usize, log.len());
    (facts, seen)
}

pub fn fault(script: Script, policy: &Policy) -> Fault {
    read(script, policy).err().expect("no facts")
}
