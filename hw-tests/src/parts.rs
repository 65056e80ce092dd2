//! The list of all parts (部品表): crates, the C libraries inside them, fonts, icons and Debian packages, as CycloneDX 1.6.
//!
//! CycloneDX is ECMA-424; the form is `bom-1.6.schema.json`. Crates come from `cargo metadata`, Debian packages from
//! `hw-tests/packages.sh` with the versions of this machine.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{Error, Result};
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::practice::root;

/// The crate that bundles the database, and what its version says is inside, with licences.
const DATABASE: &str = "sqlcipher-src";
const INSIDE: [(&str, &str); 3] =
    [("sqlcipher", "BSD-3-Clause"), ("sqlite", "blessing"), ("libtomcrypt", "Unlicense OR WTFPL")];
/// Folders of files that others made, with their licence.
const DRAWN: [(&str, &str); 2] = [("assets/fonts", "OFL-1.1"), ("assets/icons", "ISC")];

/// The whole list.
///
/// # Errors
/// When cargo does not tell, or a file cannot be read.
pub fn list() -> Result<Value> {
    let metadata = metadata()?;
    let built_in = built_in(&metadata)?;
    let sums = checksums(&std::fs::read_to_string(root().join("Cargo.lock"))?);
    let (mut components, mut dependencies) = (Vec::new(), Vec::new());
    for package in array(&metadata, "packages") {
        let required = built_in.contains(text(package, "id"));
        components.push(crate_component(package, required, &sums));
        if text(package, "name") == DATABASE {
            components.extend(inside(text(package, "version")));
        }
    }
    let references: BTreeMap<&str, String> =
        array(&metadata, "packages").iter().map(|package| (text(package, "id"), crate_reference(package))).collect();
    for node in metadata.get("resolve").map_or(&[][..], |graph| array(graph, "nodes")) {
        let of = |id: &str| references.get(id).cloned().unwrap_or_default();
        let on: Vec<_> = array(node, "dependencies").iter().filter_map(Value::as_str).map(of).collect();
        dependencies.push(json!({"ref": of(text(node, "id")), "dependsOn": on}));
    }
    components.extend(debian()?);
    for (folder, licence) in DRAWN {
        components.extend(files(folder, licence)?);
    }
    let kiosk = array(&metadata, "packages").iter().find(|package| text(package, "name") == "kiosk");
    let version = kiosk.map_or("", |package| text(package, "version"));
    Ok(json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "kazasu", "name": "kazasu", "version": version}},
        "components": components,
        "dependencies": dependencies,
    }))
}

fn metadata() -> Result<Value> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(root())
        .output()?;
    if !output.status.success() {
        return Err(Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    serde_json::from_slice(&output.stdout).map_err(Error::other)
}

/// Ids of what ends up in `kiosk`: what it needs to run, and what that needs.
fn built_in(metadata: &Value) -> Result<BTreeSet<String>> {
    let nodes: BTreeMap<&str, &Value> = metadata
        .get("resolve")
        .map_or(&[][..], |graph| array(graph, "nodes"))
        .iter()
        .map(|node| (text(node, "id"), node))
        .collect();
    let kiosk = array(metadata, "packages").iter().find(|package| text(package, "name") == "kiosk");
    let kiosk = kiosk.ok_or_else(|| Error::other("cargo knows no kiosk"))?;
    let mut waiting = VecDeque::from([text(kiosk, "id")]);
    let mut found = BTreeSet::new();
    while let Some(id) = waiting.pop_front() {
        if !found.insert(id.to_owned()) {
            continue;
        }
        for dependency in nodes.get(id).map_or(&[][..], |node| array(node, "deps")) {
            // A dependency without a kind is one to run with; the others are to build and to test.
            if array(dependency, "dep_kinds").iter().any(|kind| kind["kind"].is_null()) {
                waiting.push_back(text(dependency, "pkg"));
            }
        }
    }
    Ok(found)
}

fn crate_reference(package: &Value) -> String {
    format!("pkg:cargo/{}@{}", text(package, "name"), text(package, "version").replace('+', "%2B"))
}

fn crate_component(package: &Value, required: bool, sums: &BTreeMap<(String, String), String>) -> Value {
    let (name, version) = (text(package, "name"), text(package, "version"));
    let reference = crate_reference(package);
    let mut component = json!({
        "type": "library",
        "bom-ref": reference,
        "name": name,
        "version": version,
        "purl": reference,
        "scope": if required { "required" } else { "excluded" },
    });
    if let Some(licence) = package["license"].as_str() {
        put(&mut component, "licenses", json!([{"expression": licence.replace('/', " OR ")}]));
    }
    if let Some(sum) = sums.get(&(name.to_owned(), version.to_owned())) {
        put(&mut component, "hashes", json!([{"alg": "SHA-256", "content": sum}]));
    }
    component
}

fn put(component: &mut Value, key: &str, value: Value) {
    if let Some(fields) = component.as_object_mut() {
        fields.insert(key.to_owned(), value);
    }
}

/// Checksums by name and version, as `Cargo.lock` has them.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let value = |block: &str, key: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(key))?;
        Some(line.trim_matches('"').to_owned())
    };
    let one =
        |block: &str| Some(((value(block, "name = ")?, value(block, "version = ")?), value(block, "checksum = ")?));
    lock.split("[[package]]").filter_map(one).collect()
}

/// `419.0.6+sqlcipher-4.19.0-sqlite-3.53.4-libtomcrypt-1.18.2` names what was compiled.
fn inside(version: &str) -> Vec<Value> {
    let words: Vec<&str> = version.split(['+', '-']).collect();
    let pairs = words.windows(2).filter_map(|pair| <[&str; 2]>::try_from(pair).ok());
    let known = pairs.filter_map(|[name, version]| {
        let (_, licence) = INSIDE.iter().find(|(known, _)| *known == name)?;
        Some(json!({
            "type": "library", "bom-ref": format!("pkg:generic/{name}@{version}"), "name": name, "version": version,
            "purl": format!("pkg:generic/{name}@{version}"), "scope": "required",
            "licenses": [{"expression": licence}],
        }))
    });
    known.collect()
}

/// Debian packages: those to build and run with, and those of demo and tests.
fn debian() -> Result<Vec<Value>> {
    let script = std::fs::read_to_string(root().join("hw-tests/packages.sh"))?;
    let mut required = false;
    let mut components = Vec::new();
    for line in script.lines() {
        if let Some(list) = line.strip_suffix("=(") {
            required = list == "build_packages";
        }
        let Some((name, why)) = line.trim().trim_matches('"').split_once('|').filter(|_| line.starts_with("  \""))
        else {
            continue;
        };
        let version = installed(name);
        let at = version.as_ref().map(|version| format!("@{}", version.replace('+', "%2B").replace(':', "%3A")));
        let reference = format!("pkg:deb/debian/{name}{}", at.unwrap_or_default());
        let mut component = json!({
            "type": "library", "bom-ref": reference, "name": name, "description": why, "purl": reference,
            "scope": if required { "required" } else { "excluded" },
        });
        if let Some(version) = version {
            put(&mut component, "version", json!(version));
        }
        components.push(component);
    }
    Ok(components)
}

/// The version on this machine, where Debian knows it.
fn installed(name: &str) -> Option<String> {
    let output = Command::new("dpkg-query").args(["-W", "-f=${Version}", name]).output().ok()?;
    let version = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !version.is_empty()).then_some(version)
}

fn files(folder: &str, licence: &str) -> Result<Vec<Value>> {
    let mut components = Vec::new();
    let mut waiting = vec![root().join(folder)];
    while let Some(folder) = waiting.pop() {
        let entries = std::fs::read_dir(&folder)?;
        for path in entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<BTreeSet<_>>>()? {
            if path.is_dir() {
                waiting.push(path);
            } else {
                components.push(file(&path, licence)?);
            }
        }
    }
    Ok(components)
}

fn file(path: &Path, licence: &str) -> Result<Value> {
    let name = path.strip_prefix(root()).unwrap_or(path).to_string_lossy().into_owned();
    let sum: String = Sha256::digest(std::fs::read(path)?).iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(json!({
        "type": "file", "bom-ref": format!("file:{name}"), "name": name, "scope": "required",
        "licenses": [{"expression": licence}], "hashes": [{"alg": "SHA-256", "content": sum}],
    }))
}

fn array<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}
