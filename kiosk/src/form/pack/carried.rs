//! A pack as one signed file (様式の持ち運び): the files of one folder in a canonical order, each with its length, and an Ed25519
//! signature over all of it. Bytes in, bytes out; `assets/forms/README.ja.md` tells clerks how it is used.

use std::collections::BTreeMap;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use super::LARGEST;

/// Begins every file and names its version.
const MAGIC: &[u8] = b"kazasu form pack 1\n";
/// Begins what is signed, so that no other signature fits here.
const DOMAIN: &[u8] = b"kazasu form pack signature 1";
/// What a pack is made of.
const ENDINGS: [&str; 5] = [".toml", ".typ", ".pdf", ".json", ".txt"];
/// Files of one pack.
const MOST: usize = 64;

/// A pack in a file, its signature checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    pub id: String,
    pub version: u32,
    pub files: BTreeMap<String, Vec<u8>>,
    /// The Ed25519 key that signed it; whether it is known is for others to say.
    pub signer: [u8; 32],
}

/// Why a file is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("様式のファイルではない / not a form pack, or a newer kind")]
    Other,
    #[error("途中で切れているか、こわれている / cut short or damaged")]
    Damaged,
    #[error("署名のあとで書きかえられている / changed after it was signed")]
    Altered,
    #[error("16 MBより大きいか、ファイルが多すぎる / larger than 16 MB, or too many files")]
    TooLarge,
    #[error(
        "置き場所のあるファイル名か、様式にないファイルがある / a file name with a place in it, or a file that is no part of a form"
    )]
    Name,
}

/// Whether this may be a file of a pack: no folder, no hidden file, a known ending.
#[must_use]
pub fn is_plain(name: &str) -> bool {
    let letters = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'));
    let ending = ENDINGS.iter().any(|ending| name.len() > ending.len() && name.ends_with(ending));
    letters && ending && !name.starts_with('.') && !name.contains("..") && name.len() <= 64
}

/// Whether this may be a pack's id and so the name of its folder.
#[must_use]
pub fn is_id(id: &str) -> bool {
    let letters = id.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-');
    letters && !id.is_empty() && id.len() <= 40 && !id.starts_with('-')
}

/// The file.
///
/// # Errors
/// [`Refused::Name`] and [`Refused::TooLarge`].
pub fn write(id: &str, version: u32, files: &BTreeMap<String, Vec<u8>>, key: &SigningKey) -> Result<Vec<u8>, Refused> {
    if !is_id(id) || !files.keys().all(|name| is_plain(name)) {
        return Err(Refused::Name);
    }
    if files.len() > MOST || files.values().map(Vec::len).sum::<usize>() > LARGEST {
        return Err(Refused::TooLarge);
    }
    let mut bytes = MAGIC.to_vec();
    put(&mut bytes, id.as_bytes());
    put(&mut bytes, version.to_string().as_bytes());
    for (name, content) in files {
        put(&mut bytes, name.as_bytes());
        put(&mut bytes, content);
    }
    put(&mut bytes, b"");
    bytes.extend(key.verifying_key().to_bytes());
    let signature = key.sign(&message(&bytes));
    bytes.extend(signature.to_bytes());
    Ok(bytes)
}

/// The pack in a file.
///
/// # Errors
/// Why it is refused; nothing of it may be used then.
pub fn read(bytes: &[u8]) -> Result<Carried, Refused> {
    if bytes.len() > LARGEST + (1 << 20) {
        return Err(Refused::TooLarge);
    }
    let rest = bytes.strip_prefix(MAGIC).ok_or(Refused::Other)?;
    let (_, signature) = bytes.split_last_chunk::<64>().ok_or(Refused::Damaged)?;
    let (rest, _) = rest.split_last_chunk::<64>().ok_or(Refused::Damaged)?;
    let (mut rest, signer) = rest.split_last_chunk::<32>().ok_or(Refused::Damaged)?;
    let text = |field: &[u8]| std::str::from_utf8(field).map(str::to_owned).map_err(|_| Refused::Damaged);
    let id = text(take(&mut rest)?)?;
    let version = text(take(&mut rest)?)?.parse().map_err(|_| Refused::Damaged)?;
    let mut files = BTreeMap::new();
    loop {
        let name = text(take(&mut rest)?)?;
        if name.is_empty() {
            break;
        }
        if !is_plain(&name) {
            return Err(Refused::Name);
        }
        // One order and each name once: two different files never say the same pack.
        if files.last_key_value().is_some_and(|(last, _)| *last >= name) {
            return Err(Refused::Damaged);
        }
        files.insert(name, take(&mut rest)?.to_vec());
        if files.len() > MOST {
            return Err(Refused::TooLarge);
        }
    }
    if !rest.is_empty() {
        return Err(Refused::Damaged);
    }
    if !is_id(&id) {
        return Err(Refused::Name);
    }
    let signed = bytes.get(..bytes.len() - 64).unwrap_or_default();
    let key = VerifyingKey::from_bytes(signer).map_err(|_| Refused::Altered)?;
    key.verify_strict(&message(signed), &Signature::from_bytes(signature)).map_err(|_| Refused::Altered)?;
    Ok(Carried { id, version, files, signer: *signer })
}

fn message(bytes: &[u8]) -> Vec<u8> {
    [DOMAIN, &Sha256::digest(bytes)].concat()
}

fn put(out: &mut Vec<u8>, field: &[u8]) {
    out.extend_from_slice(&(field.len() as u64).to_be_bytes());
    out.extend_from_slice(field);
}

fn take<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], Refused> {
    let (length, after) = rest.split_first_chunk::<8>().ok_or(Refused::Damaged)?;
    let length = usize::try_from(u64::from_be_bytes(*length)).map_err(|_| Refused::Damaged)?;
    let field = after.get(..length).ok_or(Refused::Damaged)?;
    *rest = after.get(length..).unwrap_or_default();
    Ok(field)
}

/// How a text changed, line by line: `- ` went, `+ ` came. Long texts that differ everywhere are told whole.
#[must_use]
pub fn difference(before: &str, after: &str) -> Vec<String> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let same = old.iter().zip(&new).take_while(|(one, other)| one == other).count();
    let (old, new) = (old.get(same..).unwrap_or_default(), new.get(same..).unwrap_or_default());
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(one, other)| one == other).count();
    let old = old.get(..old.len() - tail).unwrap_or_default();
    let new = new.get(..new.len() - tail).unwrap_or_default();
    let mut said = Vec::new();
    let mut left = new;
    for line in old {
        // A line that stands further on came after what is told before it.
        match left.iter().position(|other| other == line) {
            Some(at) => {
                said.extend(left.iter().take(at).map(|line| format!("+ {line}")));
                left = left.get(at + 1..).unwrap_or_default();
            }
            None => said.push(format!("- {line}")),
        }
    }
    said.extend(left.iter().map(|line| format!("+ {line}")));
    said
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key() -> SigningKey {
        SigningKey::from_bytes(&[5; 32])
    }

    fn files() -> BTreeMap<String, Vec<u8>> {
        [("form.toml", "version = 2\n"), ("layout.typ", "#panic(1)")]
            .map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()))
            .into()
    }

    fn bytes() -> Vec<u8> {
        write("idou", 2, &files(), &key()).expect("small")
    }

    #[test]
    fn a_pack_comes_back_with_its_signer_and_the_same_pack_is_the_same_bytes() {
        let carried = read(&bytes()).expect("ours");
        let signer = key().verifying_key().to_bytes();
        assert_eq!(carried, Carried { id: "idou".to_owned(), version: 2, files: files(), signer });
        assert_eq!(bytes(), bytes());
    }

    #[test]
    fn every_changed_or_missing_byte_is_refused() {
        let whole = bytes();
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            assert!(read(&changed).is_err(), "byte {at}");
            assert!(read(&whole[..at]).is_err(), "cut at {at}");
        }
        assert_eq!(read(&[&whole[..], b"x"].concat()), Err(Refused::Damaged));
        let mut signature = whole.clone();
        *signature.last_mut().expect("bytes") ^= 1;
        assert_eq!(read(&signature), Err(Refused::Altered));
        assert_eq!(read(b"PK\x03\x04"), Err(Refused::Other));
        assert_eq!(read(&vec![0; 18 << 20]), Err(Refused::TooLarge));
    }

    /// A file as this program never writes it, signed by somebody who wants more.
    fn forged(id: &str, names: &[&str]) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        put(&mut bytes, id.as_bytes());
        put(&mut bytes, b"2");
        for name in names {
            put(&mut bytes, name.as_bytes());
            put(&mut bytes, b"x");
        }
        put(&mut bytes, b"");
        bytes.extend(key().verifying_key().to_bytes());
        let signature = key().sign(&message(&bytes));
        bytes.extend(signature.to_bytes());
        bytes
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        for name in
            ["../x.toml", "/etc/x.toml", "a/b.typ", "..typ", ".hidden.typ", "x.sh", "C:x.typ", "x\\y.typ", "elsewhere"]
        {
            assert_eq!(read(&forged("idou", &[name])), Err(Refused::Name), "{name}");
            assert!(write("idou", 1, &[(name.to_owned(), vec![])].into(), &key()).is_err(), "{name}");
        }
        for id in ["", "..", "../x", "a/b", "Idou", "-x", ".x"] {
            assert_eq!(read(&forged(id, &["form.toml"])), Err(Refused::Name), "{id}");
        }
        assert_eq!(read(&forged("idou", &["b.typ", "a.typ"])), Err(Refused::Damaged));
        assert_eq!(read(&forged("idou", &["a.typ", "a.typ"])), Err(Refused::Damaged));
    }

    #[test]
    fn a_difference_is_told_line_by_line() {
        assert_eq!(difference("a\nb\nc\n", "a\nx\nc\nd\n"), ["- b", "+ x", "+ d"]);
        assert!(difference("a\n", "a\n").is_empty());
        assert_eq!(difference("", "#panic(1)\n"), ["+ #panic(1)"]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_refused_or_read(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _any = read(&[MAGIC, &bytes].concat());
        }
    }
}
