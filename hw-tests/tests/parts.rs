//! The list of all parts: complete, and in the form that CycloneDX 1.6 asks for.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::collections::BTreeSet;

use hw_tests::parts;
use hw_tests::practice::root;
use serde_json::Value;

/// Kinds of components, bom-1.6.schema.json, `definitions.component.properties.type`.
const KINDS: [&str; 13] = [
    "application",
    "framework",
    "library",
    "container",
    "platform",
    "operating-system",
    "device",
    "device-driver",
    "firmware",
    "file",
    "machine-learning-model",
    "data",
    "cryptographic-asset",
];

fn word<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

#[test]
fn the_list_has_the_form_that_the_schema_asks_for() {
    let list = parts::list().unwrap();
    assert_eq!((word(&list, "bomFormat"), word(&list, "specVersion")), ("CycloneDX", "1.6"));
    assert!(list["version"].as_u64().is_some_and(|version| version >= 1));
    let mut references = BTreeSet::from(["kazasu"]);
    for part in list["components"].as_array().unwrap() {
        assert!(KINDS.contains(&word(part, "type")), "{part}");
        assert!(!word(part, "name").is_empty(), "{part}");
        assert!(references.insert(word(part, "bom-ref")), "named twice: {part}");
        assert!(["required", "optional", "excluded"].contains(&word(part, "scope")), "{part}");
        if let Some(purl) = part["purl"].as_str() {
            assert!(purl.starts_with("pkg:") && !purl.contains(['+', ' ']), "{purl}");
        }
        for licence in part["licenses"].as_array().into_iter().flatten() {
            assert!(!word(licence, "expression").is_empty() && !word(licence, "expression").contains('/'), "{part}");
        }
        for hash in part["hashes"].as_array().into_iter().flatten() {
            assert_eq!(word(hash, "alg"), "SHA-256");
            let sum = word(hash, "content");
            assert!(sum.len() == 64 && sum.chars().all(|c| c.is_ascii_hexdigit()), "{part}");
        }
    }
    for dependency in list["dependencies"].as_array().unwrap() {
        assert!(references.contains(word(dependency, "ref")), "{dependency}");
        for on in dependency["dependsOn"].as_array().unwrap() {
            assert!(references.contains(on.as_str().unwrap()), "{on}");
        }
    }
}

#[test]
fn the_list_names_every_part_that_is_built_in() {
    let list = parts::list().unwrap();
    let required: BTreeSet<&str> = list["components"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|part| word(part, "scope") == "required")
        .map(|part| word(part, "name"))
        .collect();
    // What the kiosk names in its own manifest, read line by line.
    let manifest = std::fs::read_to_string(root().join("kiosk/Cargo.toml")).unwrap();
    let section = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let named = section.lines().filter_map(|line| line.split(['.', ' ']).next()).filter(|name| !name.is_empty());
    let missing: Vec<&str> = named.filter(|name| !required.contains(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    for name in ["sqlcipher", "sqlite", "libtomcrypt", "libssl-dev", "libpcsclite-dev"] {
        assert!(required.contains(name), "{name}");
    }
    assert!(required.iter().any(|name| name.ends_with(".ttf")), "fonts");
    assert!(!required.contains("criterion"), "what only tests use is not built in");
    // Every crate from outside carries the checksum that Cargo.lock holds it to.
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let sums = list["components"].as_array().unwrap().iter().filter_map(|part| part["hashes"][0]["content"].as_str());
    let known = sums.filter(|sum| lock.contains(sum)).count();
    assert!(known > 300, "{known}");
}
