//! The folders under `src` are floors: a file imports from lower floors and from its own folder,
//! never upward.
//!
//! ```text
//! wire / testing / lifecycle / plan / report lot / specification / combination / acceptance /
//! criterion / value / error
//! ```
//!
//! Rules: CRATE-1.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// From the top to the ground.
const FLOORS: [&[&str]; 11] = [
    &["wire"],
    &["testing"],
    &["lifecycle"],
    &["plan"],
    &["report", "lot"],
    &["specification"],
    &["combination"],
    &["acceptance"],
    &["criterion"],
    &["value"],
    &["error"],
];

/// Longest file that a reader should have to hold in mind.
const LONGEST: usize = 440;

fn floor_of(folder: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&folder))
}

fn source_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            source_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The folder under `src` in which a file lies: `plan` for `src/plan/judge.rs`, `error` for
/// `src/error.rs`.
fn folder_of(file: &Path, source: &Path) -> String {
    let inside = file.strip_prefix(source).unwrap();
    inside
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_str()
        .unwrap()
        .trim_end_matches(".rs")
        .to_owned()
}

/// The folders that a text names after `crate::`, in code only.
fn imports(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let code = line.split("//").next().unwrap_or_default();
        for part in code.split("crate::").skip(1) {
            // `use crate::{a, b}` would hide folders from this test.
            assert!(
                !part.starts_with('{'),
                "line {number}: name one folder in each import: {line}"
            );
            let name: String =
                part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            found.push((number, name));
        }
    }
    found
}

#[test]
fn imports_point_down() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    source_files(&source, &mut files);
    let mut faults = Vec::new();
    let mut seen = 0;
    for file in files {
        let folder = folder_of(&file, &source);
        if folder == "lib" {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let here = floor_of(&folder).unwrap_or_else(|| panic!("{} is on no floor", file.display()));
        for (line, name) in imports(&text) {
            seen += 1;
            let is_down = floor_of(&name).is_some_and(|there| there > here);
            if name != folder && !is_down {
                faults.push(format!("{}:{line} imports `{name}` into `{folder}`", file.display()));
            }
        }
    }
    assert!(seen > 50, "found only {seen} imports: does this test still see them?");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Where the names that a folder's `mod.rs` re-exports come from: `use judge::Standing` gives
/// (`Standing`, `judge`).
fn origins(module: &str) -> BTreeMap<String, String> {
    let mut origins = BTreeMap::new();
    for (file, names) in uses(module, "") {
        for name in names {
            origins.insert(name, file.clone());
        }
    }
    origins
}

/// The `use` statements after `prefix`, as a path's first part and the names taken from it.
fn uses(text: &str, prefix: &str) -> Vec<(String, Vec<String>)> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join(" ");
    let mut found = Vec::new();
    for statement in code.split("use ").skip(1) {
        let statement = statement.split(';').next().unwrap_or_default();
        let Some(path) = statement.strip_prefix(prefix) else { continue };
        if path.starts_with("crate::")
            || path.starts_with("std::")
            || (prefix.is_empty() && path.starts_with("super::"))
        {
            continue;
        }
        let (first, rest) = path.split_once("::").unwrap_or(("", path));
        let (first, rest) = if first.starts_with('{') { ("", path) } else { (first, rest) };
        let names =
            rest.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|name| !name.is_empty());
        found.push((first.to_owned(), names.map(str::to_owned).collect()));
    }
    found
}

/// Which files of a folder each of its files imports from.
fn imports_within(folder: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let mut files = Vec::new();
    source_files(folder, &mut files);
    let text = |name: &str| fs::read_to_string(folder.join(format!("{name}.rs"))).unwrap();
    let names: Vec<String> =
        files.iter().map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    let module = text("mod");
    let origins = origins(&module);
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for name in names.iter().filter(|name| *name != "mod") {
        let targets = edges.entry(name.clone()).or_default();
        for (file, taken) in uses(&text(name), "super::") {
            if names.contains(&file) {
                targets.insert(file);
            } else {
                targets.extend(
                    taken
                        .iter()
                        .map(|name| origins.get(name).cloned().unwrap_or_else(|| "mod".to_owned())),
                );
            }
        }
        targets.remove(name);
    }
    // `mod.rs` imports what its own code names, not what it only hands on.
    let code = module
        .split("use ")
        .filter_map(|part| part.split_once(';'))
        .map(|(_, code)| code)
        .collect::<String>();
    let words: BTreeSet<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let own = origins
        .iter()
        .filter(|(name, _)| words.contains(name.as_str()))
        .map(|(_, file)| file.clone());
    edges.insert("mod".to_owned(), own.filter(|file| names.contains(file)).collect());
    edges
}

/// A file from which imports lead back to itself.
fn circle(edges: &BTreeMap<String, BTreeSet<String>>) -> Option<String> {
    let reaches_itself = |start: &String| {
        let mut open: Vec<&String> = edges.get(start).into_iter().flatten().collect();
        let mut seen = BTreeSet::new();
        while let Some(file) = open.pop() {
            if file == start {
                return true;
            }
            if seen.insert(file) {
                open.extend(edges.get(file).into_iter().flatten());
            }
        }
        false
    };
    edges.keys().find(|file| reaches_itself(file)).cloned()
}

#[test]
fn folders_have_no_circles() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut seen = 0;
    for folder in FLOORS.concat().into_iter().filter(|folder| source.join(folder).is_dir()) {
        let edges = imports_within(&source.join(folder));
        seen += edges.values().map(BTreeSet::len).sum::<usize>();
        assert_eq!(circle(&edges), None, "src/{folder}: {edges:#?}");
    }
    assert!(seen > 30, "found only {seen} imports: does this test still see them?");
}

#[test]
fn the_root_has_no_logic() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    for line in fs::read_to_string(source).unwrap().lines() {
        let is_list = ["#![", "#[doc", "mod ", "pub mod ", "pub use ", "    ", "};", "//"]
            .iter()
            .any(|start| line.starts_with(start));
        assert!(line.is_empty() || is_list, "src/lib.rs: {line}");
    }
}

/// What a clock, an environment, a file, a network or a thread would be asked by, and what is
/// inexact.
///
/// Rules: GEN-1, GEN-6.
#[test]
fn judging_asks_nothing_of_its_surroundings() {
    const OUTSIDE: [&str; 14] = [
        "std::env",
        "std::fs",
        "std::io",
        "std::net",
        "std::process",
        "std::thread",
        "std::time",
        "Instant",
        "SystemTime",
        "thread_local",
        "static mut",
        "OnceLock",
        "f32",
        "f64",
    ];
    let mut files = Vec::new();
    source_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for (number, line) in (1..).zip(text.lines()) {
            // A float of JSON is seen only to be refused.
            let code = line
                .split("//")
                .next()
                .filter(|code| !code.contains("visit_f64"))
                .unwrap_or_default();
            let found = OUTSIDE.iter().find(|name| code.contains(**name));
            assert_eq!(found, None, "{}:{number}: {line}", file.display());
        }
    }
}

#[test]
fn files_are_short() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "examples"] {
        source_files(&source.join(folder), &mut files);
    }
    for file in files {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines", file.display());
    }
}
