//! The folders under `src` are floors: a file imports from lower floors and from its own folder, never upward.
//!
//! ```text
//! testing wire / plan / report lot / specification / acceptance / criterion / value / error
//! ```

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fs;
use std::path::{Path, PathBuf};

/// From the top to the ground.
const FLOORS: [&[&str]; 8] = [
    &["testing", "wire"],
    &["plan"],
    &["report", "lot"],
    &["specification"],
    &["acceptance"],
    &["criterion"],
    &["value"],
    &["error"],
];

/// Longest file that a reader should have to hold in mind.
const LONGEST: usize = 400;

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

/// The folder under `src` in which a file lies: `plan` for `src/plan/judge.rs`, `error` for `src/error.rs`.
fn folder_of(file: &Path, source: &Path) -> String {
    let inside = file.strip_prefix(source).unwrap();
    inside.components().next().unwrap().as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

/// The folders that a text names behind `crate::`, in code only.
fn imports(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        for part in code.split("crate::").skip(1) {
            // `use crate::{a, b}` would hide folders from this test.
            assert!(!part.starts_with('{'), "line {}: name one folder in each import: {line}", number + 1);
            let name: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            found.push((number + 1, name));
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

#[test]
fn the_root_has_no_logic() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    for line in fs::read_to_string(source).unwrap().lines() {
        let is_list =
            ["#![", "mod ", "pub mod ", "pub use ", "    ", "};", "//"].iter().any(|start| line.starts_with(start));
        assert!(line.is_empty() || is_list, "src/lib.rs: {line}");
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
