//! The search (検査): what lies in a database, a bundle or a backup, for whoever has the key and knows the file.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hkdf::hmac::{Hmac, Mac};
use rusqlite::types::ValueRef;
use sha2::Sha256;

use super::KEY;

pub type Bytes = Vec<u8>;

/// What a search of one database, bundle or file sees.
pub struct Seen {
    /// Everything as it lies there: pages, columns, fields.
    pub parts: Vec<(&'static str, Bytes)>,
    /// Everything sealed that any key in it opens.
    pub opened: BTreeSet<Bytes>,
}

impl Seen {
    pub fn where_is(&self, needle: &[u8]) -> Vec<&'static str> {
        assert!(needle.len() >= 8, "a shorter one is met by chance");
        let lying = self.parts.iter().filter(|(_, bytes)| holds(bytes, needle)).map(|(name, _)| *name);
        let opened = self.opened.iter().any(|bytes| holds(bytes, needle)).then_some("opened");
        lying.chain(opened).collect()
    }
}

pub fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window[0] == needle[0] && window == needle)
}

pub fn hkdf(salt: Option<&[u8]>, input: &[u8], info: &[u8]) -> [u8; 32] {
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(salt, input).expand(info, &mut key).unwrap();
    key
}

pub fn hmac(key: &[u8; 32], mark: &[u8]) -> Bytes {
    let mut mac = <Hmac<Sha256> as hkdf::hmac::KeyInit>::new_from_slice(key).unwrap();
    mac.update(mark);
    mac.finalize().into_bytes().to_vec()
}

pub fn unsealed(key: &[u8; 32], id: &[u8], sealed: &[u8]) -> Option<Bytes> {
    let (nonce, sealed) = sealed.split_first_chunk::<24>()?;
    let payload = Payload { msg: sealed, aad: id };
    XChaCha20Poly1305::new(&(*key).into()).decrypt(&XNonce::from(*nonce), payload).ok()
}

/// Tries every key on everything that could be sealed, and every key found so again, until nothing more opens.
pub fn open_all(fields: &BTreeSet<Bytes>, more: impl IntoIterator<Item = [u8; 32]>) -> BTreeSet<Bytes> {
    let ids: Vec<_> = fields.iter().filter(|field| field.len() == 16).collect();
    let mut sealed: Vec<_> = fields.iter().filter(|field| field.len() >= 40).collect();
    let mut fresh: BTreeSet<[u8; 32]> = fields.iter().filter_map(|field| field.as_slice().try_into().ok()).collect();
    fresh.extend(more);
    let mut opened = BTreeSet::new();
    while !fresh.is_empty() {
        let mut found = BTreeSet::new();
        sealed.retain(|sealed| {
            let plain = fresh.iter().find_map(|key| ids.iter().find_map(|id| unsealed(key, id, sealed)));
            plain.is_none_or(|plain| {
                found.insert(plain);
                false
            })
        });
        fresh = found.iter().filter_map(|plain| plain.as_slice().try_into().ok()).collect();
        opened.extend(found);
    }
    opened
}

/// The database as a tool with its key has it.
pub fn tool(path: &Path) -> rusqlite::Connection {
    let mut salt = [0; 16];
    std::fs::File::open(path).unwrap().read_exact(&mut salt).unwrap();
    let key = hkdf(Some(&salt[..12]), KEY, b"kazasu database key 1");
    let hex: String = key.iter().chain(&salt).map(|byte| format!("{byte:02x}")).collect();
    let connection = rusqlite::Connection::open(path).unwrap();
    connection.execute_batch(&format!("PRAGMA key = \"x'{hex}'\"")).unwrap();
    connection
}

/// Every value of every table, full-text ones' own tables and the schema itself too.
pub fn values(connection: &rusqlite::Connection) -> BTreeSet<Bytes> {
    let mut tables = vec!["sqlite_schema".to_owned()];
    let mut statement = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
    tables.extend(statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap));
    let mut all = BTreeSet::new();
    for table in tables {
        let mut statement = connection.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for at in 0..columns {
                if let ValueRef::Text(bytes) | ValueRef::Blob(bytes) = row.get_ref(at).unwrap() {
                    all.insert(bytes.to_vec());
                }
            }
        }
    }
    all
}

pub fn look(path: &Path) -> Seen {
    let mut connection = tool(path);
    let pages = connection.serialize("main").unwrap().to_vec();
    let count: u32 = connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    assert_eq!(pages.len(), count as usize * 4096, "every page, free ones too");
    let values = values(&connection);
    let master = master(&connection);
    let mut statement = connection.prepare("SELECT DISTINCT service FROM journal").unwrap();
    let services = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let keys: Vec<_> = services.map(|service| service_key(&master, "kazasu body 1", &service.unwrap())).collect();
    let opened = open_all(&values, keys);
    let columns = values.into_iter().collect::<Vec<_>>().join(&0xFF);
    Seen { parts: vec![("pages", pages), ("columns", columns)], opened }
}

pub fn master(connection: &rusqlite::Connection) -> [u8; 32] {
    connection.query_row("SELECT value FROM about WHERE name = 'master'", [], |row| row.get(0)).unwrap()
}

pub fn service_key(master: &[u8; 32], purpose: &str, service: &str) -> [u8; 32] {
    hkdf(None, master, format!("{purpose}\0{service}").as_bytes())
}

/// A bundle opened with its recipient's key: fields with their lengths in eight bytes before them.
pub fn look_into_bundle(file: &Path, identity: &age::x25519::Identity) -> Seen {
    let decryptor = age::Decryptor::new(std::fs::File::open(file).unwrap()).unwrap();
    let mut plain = Vec::new();
    decryptor.decrypt(std::iter::once(identity as _)).unwrap().read_to_end(&mut plain).unwrap();
    let (mut fields, mut rest) = (BTreeSet::new(), plain.as_slice());
    while let Some((length, more)) = rest.split_first_chunk::<8>() {
        let (field, more) = more.split_at(u64::from_be_bytes(*length) as usize);
        fields.insert(field.to_vec());
        rest = more;
    }
    let opened = open_all(&fields, []);
    Seen { parts: vec![("bundle", plain)], opened }
}

/// The database inside a backup: after a magic of 16 bytes and a description with its length, before 32 bytes of digest.
pub fn unpacked(backup: &Path, name: &str) -> PathBuf {
    let bytes = std::fs::read(backup).unwrap();
    let length = u64::from_be_bytes(bytes[16..24].try_into().unwrap()) as usize;
    let path = backup.with_file_name(name);
    std::fs::write(&path, &bytes[24 + length..bytes.len() - 32]).unwrap();
    path
}
