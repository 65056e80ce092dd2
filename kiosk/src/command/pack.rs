//! `kiosk form pack`, `unpack` (様式の持ち運び): one signed file a form. A known signature installs with one administrator; an unknown
//! one needs a second person, who is shown the difference as text. Its layout is only ever set in type apart.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;
use zeroize::Zeroizing;

use super::Failure;
use super::arguments::UnpackArguments;
use super::attendance::Desk;
use super::form::{example_faults, text_of};
use super::login::approved;
use super::output::Output;
use super::setting::Setting;
use crate::apart::Children;
use crate::config::forms::Forms;
use crate::config::services::load;
use crate::form::pack::{self, carried};
use crate::qr::seal::key_of;
use crate::store::bundle::hex;
use crate::store::staff::{self, Act, Permit};
use crate::store::{Draft, kind};
use crate::trouble::Trouble;

/// A file on the disk; the pack in it is bounded by itself.
const LARGEST: u64 = 32 << 20;

fn refused(why: impl std::fmt::Display) -> Failure {
    Trouble::new("F09").with("why", why).into()
}

fn io(path: &Path) -> impl Fn(std::io::Error) -> Failure + '_ {
    move |why| Failure::io(&path.display().to_string(), &why)
}

/// Writes a form that can be used as one file.
pub(super) fn carry(setting: &Setting, id: &str, key: &Path, out: &Path, output: &mut Output) -> Result<(), Failure> {
    let forms = setting.folders()?.assets.join("forms");
    let dir = forms.join(id);
    if !carried::is_id(id) || !dir.is_dir() {
        return Err(Trouble::new("F07").with("name", id).into());
    }
    let pack =
        pack::load(&dir).map_err(|errors| refused(errors.first().map_or_else(String::new, ToString::to_string)))?;
    let key = key_of(&text_of(key)?).map(Zeroizing::new).ok_or_else(|| Trouble::new("L07"))?;
    let key = SigningKey::from_bytes(&key);
    let mut files = files_of(&dir)?;
    // What all packs share goes along: the form looks elsewhere as it does here.
    for name in pack::SHARED {
        let path = forms.join(name);
        if !files.contains_key(name) && path.is_file() {
            files.insert(name.to_owned(), fs::read(&path).map_err(io(&path))?);
        }
    }
    let bytes = carried::write(id, pack.version, &files, &key).map_err(refused)?;
    fs::write(out, &bytes).map_err(io(out))?;
    output.line(&format!("{}\t{}\t{}", out.display(), pack.version, hex(&key.verifying_key().to_bytes())))
}

/// The files of a pack's folder that belong to it.
fn files_of(dir: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(dir).map_err(io(dir))?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if carried::is_plain(&name) && entry.path().is_file() {
            files.insert(name, fs::read(entry.path()).map_err(io(dir))?);
        }
    }
    Ok(files)
}

/// Installs a form out of a file.
pub(super) fn install(setting: &Setting, arguments: &UnpackArguments, output: &mut Output) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    let opened = fs::File::open(&arguments.file).map_err(io(&arguments.file))?;
    opened.take(LARGEST).read_to_end(&mut bytes).map_err(io(&arguments.file))?;
    let carried = carried::read(&bytes).map_err(refused)?;
    let (folders, _) = setting.config()?;
    let known = load::<Forms>(&folders.config)?.knows(&carried.signer);
    let forms = folders.assets.join("forms");
    let there = forms.join(&carried.id);
    let version = older(&there, &carried)?;
    // Tried where it stands beside the others, before anything is changed.
    let staged = stage(&folders.assets, &carried)?;
    let tried = examine(&staged, &folders.assets);
    if let Err(failure) = tried {
        let _gone = fs::remove_dir_all(staged.parent().unwrap_or(&staged));
        return Err(failure);
    }
    let done = decide(setting, arguments, (&carried, &known, version), (&there, &staged), output);
    let _gone = fs::remove_dir_all(staged.parent().unwrap_or(&staged));
    done
}

/// The version that is here; an older or equal one in the file is refused.
fn older(there: &Path, carried: &carried::Carried) -> Result<Option<u32>, Failure> {
    let Some(here) = there.is_dir().then(|| pack::load(there).ok()).flatten() else { return Ok(None) };
    if here.version >= carried.version {
        let why = format!("{}: {} → {}", carried.id, here.version, carried.version);
        return Err(Trouble::new("F11").with("why", why).into());
    }
    Ok(Some(here.version))
}

/// Lays the files down beside the folder of forms, on the same disk, so that they come into it at once.
fn stage(assets: &Path, carried: &carried::Carried) -> Result<PathBuf, Failure> {
    let staged = assets.join(".forms-incoming").join(&carried.id);
    if staged.exists() {
        fs::remove_dir_all(&staged).map_err(io(&staged))?;
    }
    fs::create_dir_all(&staged).map_err(io(&staged))?;
    for (name, content) in &carried.files {
        fs::write(staged.join(name), content).map_err(io(&staged))?;
    }
    fs::write(staged.join(pack::ELSEWHERE), format!("{}\n", hex(&carried.signer))).map_err(io(&staged))?;
    Ok(staged)
}

/// Whether the form can be read and set in type, with its own example, apart from this process.
fn examine(staged: &Path, assets: &Path) -> Result<(), Failure> {
    let first = |errors: &[pack::PackError]| errors.first().map_or_else(String::new, ToString::to_string);
    let pack = pack::load(staged).map_err(|errors| refused(first(&errors)))?;
    let children = Children::of(assets.to_owned()).ok_or_else(|| refused("no child process"))?;
    let found = example_faults(&children, &pack, staged);
    if found.is_empty() { Ok(()) } else { Err(refused(first(&found))) }
}

fn decide(
    setting: &Setting,
    arguments: &UnpackArguments,
    (carried, known, version): (&carried::Carried, &Option<String>, Option<u32>),
    (there, staged): (&Path, &Path),
    output: &mut Output,
) -> Result<(), Failure> {
    let signer = hex(&carried.signer);
    if known.is_none() {
        show(there, carried, output)?;
    }
    if arguments.check {
        return output.line(&format!("{}\t{}\t{}", carried.id, carried.version, known.as_deref().unwrap_or(&signer)));
    }
    if known.is_none() && arguments.second.is_none() {
        return Err(Trouble::new("F10").with("name", signer).into());
    }
    let (desk, by) = Desk::open(setting, &arguments.login)?;
    let two = known.is_none() || desk.config.staff.asks_two(Act::InstallForm);
    let act = Act::InstallForm;
    let second = approved(&desk.store, act, &by.name, arguments.second.as_deref(), &arguments.login)?;
    let permit = staff::permit(&desk.store, act, &by.name, &arguments.why, two, second)?;
    note(&desk, carried, version, &permit)?;
    swap(there, staged)?;
    output.line(&format!("{}\t{}\t{}", carried.id, carried.version, there.display()))
}

/// Every file's change, for the person who decides.
fn show(there: &Path, carried: &carried::Carried, output: &mut Output) -> Result<(), Failure> {
    let mut before = if there.is_dir() { files_of(there)? } else { BTreeMap::new() };
    for name in pack::SHARED {
        let shared = there.parent().map(|forms| forms.join(name)).and_then(|path| fs::read(path).ok());
        if let Some(content) = shared.filter(|_| !before.contains_key(name)) {
            before.insert(name.to_owned(), content);
        }
    }
    let names: std::collections::BTreeSet<&String> = before.keys().chain(carried.files.keys()).collect();
    for name in names {
        let (old, new) = (before.get(name), carried.files.get(name));
        if old == new {
            continue;
        }
        output.note(&format!("=== {name}"))?;
        let text =
            |bytes: Option<&Vec<u8>>| std::str::from_utf8(bytes.map_or(&[], Vec::as_slice)).ok().map(str::to_owned);
        match (text(old), text(new)) {
            (Some(old), Some(new)) => {
                carried::difference(&old, &new).iter().try_for_each(|line| output.note(&harmless(line)))?;
            }
            _ => output.note(&format!("{} → {} bytes", old.map_or(0, Vec::len), new.map_or(0, Vec::len)))?,
        }
    }
    Ok(())
}

/// A line that moves no cursor: control characters are shown.
fn harmless(line: &str) -> String {
    line.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// Recorded before it is done.
fn note(desk: &Desk, carried: &carried::Carried, version: Option<u32>, permit: &Permit) -> Result<(), Failure> {
    let (from, to) = (version.map_or_else(String::new, |version| version.to_string()), carried.version.to_string());
    let body =
        permit.body(&[("form", &carried.id), ("from", &from), ("to", &to), ("signer", &hex(&carried.signer))])?;
    desk.store.record(vec![Draft::new(desk.store.clock().id(), staff::SERVICE, kind::FORM_INSTALLED).body(1, body)])?;
    Ok(())
}

/// The new folder in the place of the old one; the old one stays until the new one stands.
fn swap(there: &Path, staged: &Path) -> Result<(), Failure> {
    let aside = staged.with_extension("old");
    if there.exists() {
        fs::rename(there, &aside).map_err(io(there))?;
    }
    if let Err(why) = fs::rename(staged, there) {
        // Back as it was.
        let _back = fs::rename(&aside, there);
        return Err(io(there)(why));
    }
    Ok(())
}
