//! Printer profiles (プリンターの型): those delivered are usable, and a mistake is named with its file and line.

use std::path::Path;

use drivers::printer::Profile;

fn profiles() -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../config/printers");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn every_delivered_profile_loads_and_says_that_it_is_untested() {
    let files = profiles();
    assert_eq!(files.len(), 6);
    for file in files {
        let profile = Profile::load(&file).unwrap();
        assert!(!profile.tested, "{}: no one has printed with this on a real printer", file.display());
        assert!(profile.columns * 12 <= profile.dots);
    }
}

fn fault(text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("p.toml");
    std::fs::write(&file, text).unwrap();
    let fault = Profile::load(&file).unwrap_err();
    assert_eq!(fault.file, file);
    format!("{}: {}", fault.line, fault.message)
}

const GOOD: &str =
    "name = \"x\"\ncolumns = 48\ndots = 576\ndpi = 203\nkanji_extensions = false\ncutter = true\ntested = false\n";

#[test]
fn a_mistake_is_named_with_its_line() {
    assert!(fault(&GOOD.replace("cutter", "cuter")).starts_with("6: unknown field `cuter`"));
    assert!(fault(&GOOD.replace("48", "\"48\"")).starts_with("2: invalid type"));
    assert!(fault(&GOOD.replace("tested = false\n", "")).contains("missing field `tested`"));
    assert_eq!(fault(&GOOD.replace("576", "384")), "3: dots: must hold the columns at 12 dots each, at most 1200");
    assert_eq!(fault(&GOOD.replace("203", "300")), "4: dpi: must be between 100 and 255");
    assert_eq!(fault(&GOOD.replace("48", "4")), "2: columns: must be between 24 and 96");
}

#[test]
fn a_file_that_is_not_there_says_so() {
    let fault = Profile::load(Path::new("/nonexistent/p.toml")).unwrap_err();
    assert_eq!(fault.to_string(), "/nonexistent/p.toml:0: No such file or directory (os error 2)");
}
