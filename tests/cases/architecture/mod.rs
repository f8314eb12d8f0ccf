//! The house: folders under `src` are floors, folders within them are rooms, and what a file imports
//! or calls lies on a lower floor, in a room that comes before its own, or in its own room. Nothing
//! leads back to where it came from. `docs/architecture.md` draws it.
//!
//! Rules: CRATE-1.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests"
)]

mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use source::{Edge, File, Source};

use crate::sources::{root, rust_files};

/// The floors, from the top to the ground.
const FLOORS: [&[&str]; 12] = [
    &["wire"],
    &["testing"],
    &["lifecycle"],
    &["plan"],
    &["report", "lot"],
    &["specification"],
    &["combination"],
    &["acceptance"],
    &["criterion"],
    &["document"],
    &["value"],
    &["error"],
];

/// The rooms of floors that have some, from the one that uses the others to the one that is used.
/// `mod` is what stands in the floor's own `mod.rs`.
const ROOMS: [(&str, &[&str]); 5] = [
    ("testing", &["mod", "assertions", "strategies", "boundary", "expectations", "judge"]),
    ("lifecycle", &["review", "comparison", "campaign", "reevaluation", "history", "lot_ids"]),
    ("plan", &["campaign", "telling", "compile", "mod", "judging", "compiled"]),
    (
        "specification",
        &[
            "check",
            "draft",
            "document",
            "mod",
            "test",
            "acceptance",
            "group",
            "condition",
            "reportable",
            "parameter",
            "derivation",
            "phase",
        ],
    ),
    ("value", &["date", "text", "measurement", "unit", "number", "cursor"]),
];

/// Longest file that a reader should have to hold in mind.
const LONGEST: usize = 400;

/// Where a folder or a file stands in a list from the top to the ground.
fn rank<'n>(all: impl IntoIterator<Item = &'n [&'n str]>, name: &str) -> Option<usize> {
    all.into_iter().position(|names| names.contains(&name))
}

fn told(edges: &[&Edge]) -> String {
    edges.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_used_lies_on_a_lower_floor() {
    let source = Source::read();
    let floor = |name: &str| {
        rank(FLOORS, name).unwrap_or_else(|| panic!("src/{name} is on no floor: name it in FLOORS"))
    };
    let faults: Vec<&Edge> = source
        .edges
        .iter()
        .filter(|edge| edge.from.floor() != edge.to.floor())
        .filter(|edge| floor(edge.from.floor()) >= floor(edge.to.floor()))
        .collect();
    assert!(source.edges.len() > 1_000, "only {} uses: are they still seen?", source.edges.len());
    let calls = |edge: &&Edge| edge.from.name() == "report" && edge.to.name() == "explain";
    assert!(source.edges.iter().any(|edge| calls(&edge)), "calls of methods are not seen");
    assert!(faults.is_empty(), "{}", told(&faults));
}

#[test]
fn what_is_used_lies_in_a_room_before() {
    let source = Source::read();
    for (floor, rooms) in ROOMS {
        let rank = |room: &str| rooms.iter().position(|own| *own == room);
        let own =
            || source.edges.iter().filter(|e| e.from.floor() == floor && e.to.floor() == floor);
        let known = own().filter(|e| rank(e.from.room()).is_some() && rank(e.to.room()).is_some());
        let faults: Vec<&Edge> = known
            .filter(|e| e.from.room() != e.to.room() && rank(e.from.room()) > rank(e.to.room()))
            .collect();
        assert!(faults.is_empty(), "src/{floor}:\n{}", told(&faults));
        for room in rooms {
            let is_there =
                source.files.iter().any(|file| file.floor() == floor && file.room() == *room);
            assert!(is_there, "src/{floor} has no room `{room}`");
        }
    }
}

/// A way by which uses lead from a name back to itself.
fn circle<'e>(uses: &BTreeMap<&'e str, BTreeSet<&'e str>>) -> Option<Vec<&'e str>> {
    for start in uses.keys() {
        let mut ways = vec![vec![*start]];
        let mut seen = BTreeSet::new();
        while let Some(way) = ways.pop() {
            for next in uses.get(way.last()?).into_iter().flatten() {
                if next == start {
                    return Some([way.as_slice(), &[*start]].concat());
                }
                if seen.insert(*next) {
                    ways.push([way.as_slice(), &[*next]].concat());
                }
            }
        }
    }
    None
}

/// Says of each circle by what it is closed.
fn circle_among(edges: &[&Edge], name: fn(&File) -> &str) -> Option<String> {
    let mut uses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for edge in edges {
        let (from, to) = (name(&edge.from), name(&edge.to));
        if from != to {
            uses.entry(from).or_default().insert(to);
        }
    }
    let way = circle(&uses)?;
    let closing: Vec<&Edge> = edges
        .iter()
        .filter(|edge| way.windows(2).any(|two| two == [name(&edge.from), name(&edge.to)]))
        .copied()
        .collect();
    Some(format!("{}:\n{}", way.join(" → "), told(&closing)))
}

#[test]
fn nothing_leads_back() {
    let source = Source::read();
    let mut found = Vec::new();
    for floor in FLOORS.concat() {
        let on_it = |edge: &&Edge| edge.from.floor() == floor && edge.to.floor() == floor;
        let own: Vec<&Edge> = source.edges.iter().filter(on_it).collect();
        found.extend(circle_among(&own, File::room));
        let rooms: BTreeSet<&str> = own.iter().map(|edge| edge.from.room()).collect();
        for room in rooms {
            let within = |edge: &&&Edge| edge.from.room() == room && edge.to.room() == room;
            let own: Vec<&Edge> = own.iter().filter(within).copied().collect();
            found.extend(circle_among(&own, File::name));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n\n"));
}

#[test]
fn the_root_has_no_logic() {
    let source = root().join("src/lib.rs");
    for line in fs::read_to_string(source).unwrap().lines() {
        let is_list = ["#![", "#[doc", "#[cfg", "mod ", "pub mod ", "pub use ", "    ", "};", "//"]
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
    for file in rust_files("src") {
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
    for file in ["src", "examples"].into_iter().flat_map(rust_files) {
        let lines = fs::read_to_string(&file).unwrap().lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines", file.display());
    }
}
