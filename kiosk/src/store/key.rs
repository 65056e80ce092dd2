//! The database key (記録の鍵): from a passphrase, a systemd credential, or a plain file asked for by name.
//!
//! SQLCipher keeps 16 bytes of salt in clear at the start of the file. We choose them: 12 random bytes that salt the
//! derivation, then 4 bytes that follow from key and salt. So one file is all there is to keep, and a wrong key is told
//! apart from a damaged page. Four bytes give a guesser nothing that the page's own HMAC does not.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::Fault;

/// Salt in clear at the start of every SQLCipher file, bytes.
pub(super) const SALT: usize = 16;
pub(super) const RANDOM: usize = 12;
/// The smallest credential or key file, bytes: it is not stretched, so it must be random and long.
const SMALLEST_FILE: usize = 32;
/// The largest; more is surely not a key.
const LARGEST_FILE: u64 = 4096;
/// RFC 9106 section 4, second recommended option: 64 MiB, 3 passes.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;

/// What opens the database.
pub enum Key {
    /// Typed by a person; stretched with argon2id.
    Passphrase(Zeroizing<String>),
    /// The name of a systemd credential, looked up in `$CREDENTIALS_DIRECTORY` (systemd.exec(5), `LoadCredential`).
    Credential(String),
    /// A plain file, only when the configuration names it. Doctor shows it red.
    File(PathBuf),
}

/// What SQLCipher is told: 32 bytes of key, 16 of salt, wiped on drop.
pub(super) struct Raw {
    key: Zeroizing<[u8; 32]>,
    salt: [u8; SALT],
}

impl Key {
    /// A key for a database that is being made, with a new salt.
    pub(super) fn fresh(&self) -> Result<Raw, Fault> {
        let mut random = [0; RANDOM];
        getrandom::fill(&mut random).map_err(|error| Fault::Other(error.to_string()))?;
        let key = self.derive(&random)?;
        let salt = whole_salt(&key, random)?;
        Ok(Raw { key, salt })
    }

    /// The key of the database at `path`.
    pub(super) fn of(&self, path: &Path) -> Result<Raw, Fault> {
        let salt = salt_of(path)?;
        let mut random = [0; RANDOM];
        random.iter_mut().zip(salt).for_each(|(to, from)| *to = from);
        let key = self.derive(&random)?;
        if whole_salt(&key, random)? != salt {
            return Err(Fault::WrongKey);
        }
        Ok(Raw { key, salt })
    }

    pub(super) fn derive(&self, salt: &[u8; RANDOM]) -> Result<Zeroizing<[u8; 32]>, Fault> {
        let mut key = Zeroizing::new([0; 32]);
        match self {
            Self::Passphrase(words) if words.is_empty() => return Err(Fault::NoKey("the passphrase is empty".into())),
            Self::Passphrase(words) => {
                let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32));
                let params = params.map_err(|error| Fault::NoKey(error.to_string()))?;
                Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
                    .hash_password_into(words.as_bytes(), salt, key.as_mut())
                    .map_err(|error| Fault::NoKey(error.to_string()))?;
            }
            Self::Credential(name) => expand(&contents(&credential(name)?)?, salt, &mut key)?,
            Self::File(path) => expand(&contents(path)?, salt, &mut key)?,
        }
        Ok(key)
    }
}

impl Raw {
    /// A random key with a new salt: for a database that gets another key.
    pub(super) fn random() -> Result<Self, Fault> {
        let (mut key, mut random) = (Zeroizing::new([0; 32]), [0; RANDOM]);
        let fault = |error: getrandom::Error| Fault::Other(error.to_string());
        getrandom::fill(key.as_mut()).map_err(fault)?;
        getrandom::fill(&mut random).map_err(fault)?;
        let salt = whole_salt(&key, random)?;
        Ok(Self { key, salt })
    }

    /// A key that was unwrapped, when it belongs to this salt.
    pub(super) fn of_parts(key: Zeroizing<[u8; 32]>, salt: [u8; SALT]) -> Result<Self, Fault> {
        let mut random = [0; RANDOM];
        random.iter_mut().zip(salt).for_each(|(to, from)| *to = from);
        if whole_salt(&key, random)? == salt { Ok(Self { key, salt }) } else { Err(Fault::WrongKey) }
    }

    pub(super) fn key(&self) -> &[u8] {
        self.key.as_ref()
    }

    pub(super) fn salt(&self) -> &[u8; SALT] {
        &self.salt
    }

    /// The statement that unlocks a connection (SQLCipher: raw key with explicit salt).
    pub(super) fn pragma(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(128));
        text.push_str("PRAGMA key = \"x'");
        for byte in self.key.iter().chain(&self.salt) {
            for nibble in [byte >> 4, byte & 15] {
                text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
        }
        text.push_str("'\"");
        text
    }
}

fn expand(input: &[u8], salt: &[u8], key: &mut [u8; 32]) -> Result<(), Fault> {
    let kdf = Hkdf::<Sha256>::new(Some(salt), input);
    kdf.expand(b"kazasu database key 1", key).map_err(|error| Fault::NoKey(error.to_string()))
}

fn whole_salt(key: &[u8; 32], random: [u8; RANDOM]) -> Result<[u8; SALT], Fault> {
    let mut check = [0; SALT - RANDOM];
    let kdf = Hkdf::<Sha256>::new(Some(&random), key);
    kdf.expand(b"kazasu key check 1", &mut check).map_err(|error| Fault::NoKey(error.to_string()))?;
    let mut salt = [0; SALT];
    salt.iter_mut().zip(random.into_iter().chain(check)).for_each(|(to, from)| *to = from);
    Ok(salt)
}

pub(super) fn salt_of(path: &Path) -> Result<[u8; SALT], Fault> {
    let mut salt = [0; SALT];
    match File::open(path)?.read_exact(&mut salt) {
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            Err(Fault::Damaged("the file is cut short".into()))
        }
        Err(error) => Err(error.into()),
        Ok(()) if &salt == b"SQLite format 3\0" => Err(Fault::Damaged("the file is not encrypted".into())),
        Ok(()) => Ok(salt),
    }
}

/// systemd puts credentials into a folder of its own that only the service sees.
fn credential(name: &str) -> Result<PathBuf, Fault> {
    let folder = std::env::var_os("CREDENTIALS_DIRECTORY")
        .ok_or_else(|| Fault::NoKey(format!("systemd gave no credentials; `{name}` is not there")))?;
    if name.is_empty() || name.contains(['/', '\0']) || name.starts_with('.') {
        return Err(Fault::NoKey(format!("`{name}` is not the name of a credential")));
    }
    Ok(Path::new(&folder).join(name))
}

fn contents(path: &Path) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let unreadable = |error: std::io::Error| Fault::NoKey(format!("{}: {error}", path.display()));
    let mut bytes = Zeroizing::new(Vec::with_capacity(LARGEST_FILE as usize + 1));
    File::open(path).map_err(unreadable)?.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    while bytes.last().is_some_and(|byte| *byte == b'\n' || *byte == b'\r') {
        bytes.pop();
    }
    if bytes.len() < SMALLEST_FILE || bytes.len() as u64 > LARGEST_FILE {
        return Err(Fault::NoKey(format!("{} must hold {SMALLEST_FILE} to {LARGEST_FILE} bytes", path.display())));
    }
    Ok(bytes)
}
