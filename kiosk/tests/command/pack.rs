//! `kiosk form pack` and `unpack` as people call them (様式の持ち運びの試験): one signed file from town to town.

use kiosk::store::staff::{self, Act, Role};
use kiosk::store::{Key, Store};

use super::*;

const HEAD: (&str, &str) = ("管理 恵", "umi-no-mieru-machi");
const OTHER: (&str, &str) = ("責任 太郎", "quiet-horse-8");

/// A town of its own with one form, 印鑑登録証明書; with its record and two people.
fn town() -> Call {
    let mut call = Call::with_record();
    let (from, to) = (workspace().join("assets"), call.path("assets"));
    std::fs::create_dir_all(to.join("forms/inkan")).expect("assets");
    for entry in std::fs::read_dir(&from).expect("assets").flatten().filter(|entry| entry.file_name() != "forms") {
        std::os::unix::fs::symlink(entry.path(), to.join(entry.file_name())).expect("link");
    }
    for folder in ["forms", "forms/inkan"] {
        for entry in std::fs::read_dir(from.join(folder)).expect("forms").flatten().filter(|one| one.path().is_file()) {
            std::fs::copy(entry.path(), to.join(folder).join(entry.file_name())).expect("copy");
        }
    }
    call.assets = to;
    call.run_with(&["staff", "add", HEAD.0, "--new-password-stdin"], &format!("{}\n", HEAD.1), &[]).good();
    let store = Store::open(&call.path("data/journal.db"), &Key::File(call.path("key")), "A").expect("record");
    let permit = staff::permit(&store, Act::ManageStaff, HEAD.0, "人事異動", false, None).expect("permit");
    staff::add(&store, OTHER.0, OTHER.1, Role::Supervisor, &permit).expect("account");
    call
}

fn change(call: &Call, file: &str, from: &str, to: &str) {
    let path = call.assets.join("forms/inkan").join(file);
    let text = std::fs::read_to_string(&path).expect("file");
    assert!(text.contains(from), "{file}");
    std::fs::write(&path, text.replacen(from, to, 1)).expect("file");
}

fn installed(call: &Call) -> String {
    std::fs::read_to_string(call.assets.join("forms/inkan/form.toml")).expect("form")
}

fn unpack(call: &Call, file: &Path, more: &[&str]) -> Said {
    let begin = ["form", "unpack", file.to_str().expect("path"), "--why", "となり町から"];
    let login = ["--staff", HEAD.0, "--password-stdin"];
    let typed = format!("{}\n{}\n", HEAD.1, OTHER.1);
    call.run_with(&[&begin[..], more, &login[..]].concat(), &typed, &[])
}

#[test]
fn a_form_travels_and_an_unknown_signature_needs_two_who_see_the_difference() {
    let (maker, here) = (town(), town());
    let (key, file) = (maker.path("maker.key"), maker.path("inkan.kzp"));
    let [key, out] = [&key, &file].map(|path| path.to_str().expect("path"));
    let public = maker.run(&["qr", "key", "--sign", "--out", key]).good().out;
    let public = public.split('\t').next().expect("key");
    let pack = || maker.run(&["form", "pack", "inkan", "--key", key, "--out", out]).good();
    pack();
    unpack(&here, &file, &[]).trouble("F11", 5);
    change(&maker, "form.toml", "version = 1", "version = 2");
    change(&maker, "layout.typ", "印鑑登録証明書交付申請書", "印鑑登録証明書の交付申請書");
    pack();
    let before = installed(&here);
    let said = unpack(&here, &file, &[]).trouble("F10", 5);
    assert!(said.err.contains("- version = 1") && said.err.contains("+ version = 2"), "{}", said.err);
    assert!(said.err.contains("の交付申請書") && said.err.contains(public), "{}", said.err);
    assert!(!said.err.contains("=== common"), "what both towns have is no difference: {}", said.err);
    assert_eq!(installed(&here), before, "nothing was changed");
    unpack(&here, &file, &["--second", HEAD.0]).trouble("U08", 7);
    unpack(&here, &file, &["--second", OTHER.0]).good();
    assert!(installed(&here).contains("version = 2"));
    assert!(here.assets.join("forms/inkan/elsewhere").is_file(), "its layout is set in type apart");
    here.run(&["form", "check", "inkan"]).good();
    let list = ["journal", "list", "--json", "--staff", HEAD.0, "--password-stdin"];
    let listed = here.run_with(&list, &format!("{}\n", HEAD.1), &[]).good().out;
    assert!(listed.contains("form-installed"), "{listed}");
    // A key that is listed needs one administrator and shows nothing.
    std::fs::write(here.path("config/forms.toml"), format!("[signers]\n\"となり町\" = \"{public}\"\n"))
        .expect("forms.toml");
    change(&maker, "form.toml", "version = 2", "version = 3");
    pack();
    let said = unpack(&here, &file, &[]).good();
    assert!(installed(&here).contains("version = 3") && !said.err.contains("+ version"), "{}", said.err);
}

#[test]
fn what_is_damaged_or_cannot_be_used_is_refused_and_nothing_changes() {
    let (maker, here) = (town(), town());
    let (key, file) = (maker.path("maker.key"), maker.path("inkan.kzp"));
    let [key, out] = [&key, &file].map(|path| path.to_str().expect("path"));
    maker.run(&["qr", "key", "--sign", "--out", key]).good();
    change(&maker, "form.toml", "version = 1", "version = 2");
    maker.run(&["form", "pack", "inkan", "--key", key, "--out", out]).good();
    let whole = std::fs::read(&file).expect("file");
    let before = installed(&here);
    let refused = |bytes: &[u8], why: &str| {
        std::fs::write(&file, bytes).expect("file");
        let said = unpack(&here, &file, &["--second", OTHER.0]).trouble("F09", 5);
        assert!(said.err.contains(why), "{why}: {}", said.err);
        assert_eq!(installed(&here), before);
    };
    refused(&whole[..whole.len() / 2], "damaged");
    let mut changed = whole.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    refused(&changed, "changed after it was signed");
    refused(b"PK\x03\x04", "not a form pack");
    refused(&vec![0; 18 << 20], "larger than 16 MB");
    // A layout that never ends is found before it is in use.
    let layout = maker.assets.join("forms/inkan/layout.typ");
    let text = std::fs::read_to_string(&layout).expect("layout");
    std::fs::write(&layout, format!("{text}\n#let n = 0\n#while true {{ n += 1; if n > 9000 {{ n = 0 }} }}\n"))
        .expect("layout");
    maker.run(&["form", "pack", "inkan", "--key", key, "--out", out]).good();
    refused(&std::fs::read(&file).expect("file"), "layout.typ");
    maker.run(&["form", "pack", "../inkan", "--key", key, "--out", out]).trouble("F07", 5);
}
