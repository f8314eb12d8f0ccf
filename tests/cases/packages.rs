//! The packages of the lock file: those of the project have one version, and none asks for a newer
//! Rust than the library says that it needs.
//!
//! Rules: CRATE-5.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::process::Command;

use serde_json::Value;

/// What cargo knows of all packages, those of other systems included.
fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// `1.88` is 1, 88, 0.
fn rust(version: &str) -> [u32; 3] {
    let mut parts = version.split('.').map(|part| part.parse().unwrap());
    [(); 3].map(|()| parts.next().unwrap_or(0))
}

#[test]
fn none_asks_for_a_newer_rust() {
    let ours = rust(env!("CARGO_PKG_RUST_VERSION"));
    let packages = packages();
    let asked: Vec<(&Value, &str)> = packages
        .iter()
        .filter_map(|package| Some((package, package["rust_version"].as_str()?)))
        .collect();
    assert!(asked.len() > 50, "only {} packages say which Rust they need", asked.len());
    let newer: Vec<String> = asked
        .iter()
        .filter(|(_, version)| rust(version) > ours)
        .map(|(package, version)| {
            format!("{} {} needs Rust {version}", package["name"], package["version"])
        })
        .collect();
    assert!(newer.is_empty(), "newer than {ours:?}:\n{}", newer.join("\n"));
}

#[test]
fn the_project_has_one_version() {
    for package in packages().iter().filter(|package| package["source"].is_null()) {
        assert_eq!(package["version"], env!("CARGO_PKG_VERSION"), "{}", package["name"]);
    }
}
