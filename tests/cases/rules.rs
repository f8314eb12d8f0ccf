//! `docs/rules.md` against the tests and the vectors: each rule has a test, and each test names a
//! rule.
//!
//! A test names its rules in the comment before it, `/// Rules: ROUND-1, ROUND-2.`; a file does so
//! for all its tests in the comment at its head, `//! Rules: DOC-6.`. With `ACCEPT_RULES` set, the
//! last column of the page is written instead.
//!
//! Rules: CRATE-3.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::sources::{root, rust_files};

const PAGE: &str = "docs/rules.md";
const DECISIONS: &str = "https://docs.rs/release-criteria/latest/release_criteria/decisions/#";

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// One row of the page.
struct Rule {
    line: usize,
    id: String,
    says: String,
    source: String,
    vectors: String,
    tests: String,
}

fn is_id(text: &str) -> bool {
    text.split_once('-').is_some_and(|(family, number)| {
        !family.is_empty()
            && family.bytes().all(|c| c.is_ascii_uppercase())
            && number.parse::<u32>().is_ok()
    })
}

/// The cells of a row whose first one is an id.
fn cells(line: &str) -> Option<Vec<&str>> {
    let cells: Vec<&str> =
        line.strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim).collect();
    cells.first().copied().filter(|first| is_id(first)).map(|_| cells)
}

fn rules() -> Vec<Rule> {
    let rule = |(line, row): (usize, &str)| {
        let cells = cells(row)?;
        let [id, says, source, vectors, tests] = *cells else {
            panic!("{PAGE}:{line}: a rule has five cells")
        };
        let [id, says, source, vectors, tests] =
            [id, says, source, vectors, tests].map(str::to_owned);
        Some(Rule { line, id, says, source, vectors, tests })
    };
    (1..).zip(read(PAGE).lines()).filter_map(rule).collect()
}

/// A test and the rules that it names.
struct Test {
    /// As the page names it: `laws::groups::members_combine`.
    place: String,
    file: String,
    rules: BTreeSet<String>,
}

/// The ids in `Rules: A-1, B-2.`, which may go on over several lines of a comment.
fn named<'t>(comment: impl Iterator<Item = &'t str>) -> BTreeSet<String> {
    let text = comment.collect::<Vec<_>>().join(" ");
    let list = text
        .split_once("Rules: ")
        .map_or("", |(_, list)| list.split('.').next().unwrap_or_default());
    list.split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

/// `laws::groups` for `tests/laws/groups.rs`, `value::number` for `src/value/number/mod.rs`.
fn module(file: &Path) -> String {
    let path = file.strip_prefix(root()).unwrap().with_extension("");
    let parts = path.iter().skip(1).map(|part| part.to_str().unwrap());
    parts.filter(|part| *part != "mod").collect::<Vec<_>>().join("::")
}

fn tests_of(file: &Path) -> Vec<Test> {
    let text = fs::read_to_string(file).unwrap();
    let of_file = named(text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim));
    let mut tests = Vec::new();
    let mut before: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        // An attribute may go on over several lines.
        let goes_on = before.contains(&"#[test]") && !line.is_empty() && !line.starts_with("fn ");
        if line.starts_with("///") || line.starts_with("#[") || goes_on {
            before.push(line);
            continue;
        }
        if let Some(name) = line.strip_prefix("fn ").filter(|_| before.contains(&"#[test]")) {
            let name = name.split(['(', '<']).next().unwrap();
            let mut rules =
                named(before.iter().filter_map(|line| line.strip_prefix("///")).map(str::trim));
            rules.extend(of_file.iter().cloned());
            tests.push(Test {
                place: format!("{}::{name}", module(file)),
                file: module(file),
                rules,
            });
        }
        before.clear();
    }
    assert_eq!(
        tests.len(),
        text.matches("#[test]\n").count(),
        "{}: a test was not seen",
        file.display()
    );
    tests
}

fn tests() -> Vec<Test> {
    // The text that is looked for stands in this file.
    let files = ["src", "tests"].into_iter().flat_map(rust_files);
    files
        .filter(|file| !file.ends_with("tests/cases/rules.rs"))
        .flat_map(|file| tests_of(&file))
        .collect()
}

/// A file where all its tests show the rule, else the tests by themselves; `cases::vectors` where that
/// runs one of those that show it.
fn shown_by(rule: &Rule, tests: &[Test], [run, there]: [&BTreeSet<String>; 2]) -> String {
    let mut by_file: BTreeMap<&str, (usize, Vec<&str>)> = BTreeMap::new();
    for test in tests {
        let (all, showing) = by_file.entry(&test.file).or_default();
        *all = all.saturating_add(1);
        if test.rules.contains(&rule.id) {
            showing.push(&test.place);
        }
    }
    let places = by_file.into_iter().flat_map(|(file, (all, showing))| {
        if all > 1 && showing.len() == all { vec![file] } else { showing }
    });
    let is_run = !vectors_of(rule, there).is_disjoint(run);
    places
        .chain(is_run.then_some("cases::vectors"))
        .map(|place| format!("`{place}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

#[test]
fn the_page_names_the_tests_that_name_its_rules() {
    let tests = tests();
    assert!(tests.len() > 200, "found only {} tests: does this test still see them?", tests.len());
    let own = Test {
        place: "cases::rules".to_owned(),
        file: "cases::rules".to_owned(),
        rules: ["CRATE-3".to_owned()].into(),
    };
    let all: Vec<Test> = tests.into_iter().chain([own]).collect();
    let rules = rules();
    let known: BTreeSet<&str> = rules.iter().map(|rule| &*rule.id).collect();
    let mut faults = Vec::new();
    for test in &all {
        if test.rules.is_empty() {
            faults.push(format!(
                "`{}` names no rule: say which it shows, `/// Rules: …`",
                test.place
            ));
        }
        for id in test.rules.iter().filter(|id| !known.contains(&***id)) {
            faults.push(format!("`{}` names `{id}`, which is not in {PAGE}", test.place));
        }
    }
    let (run, there) = (vectors("tests/data/vectors"), all_vectors());
    let mut page: Vec<String> = read(PAGE).lines().map(str::to_owned).collect();
    for rule in &rules {
        let shown = shown_by(rule, &all, [&run, &there]);
        if shown.is_empty() {
            faults.push(format!("{PAGE}:{}: no test names {}", rule.line, rule.id));
        } else if std::env::var_os("ACCEPT_RULES").is_some() {
            let Rule { id, says, source, vectors, .. } = rule;
            page[rule.line.saturating_sub(1)] =
                format!("| {id} | {says} | {source} | {vectors} | {shown} |");
        } else if shown != rule.tests {
            faults.push(format!(
                "{PAGE}:{}: {} is shown by {shown}, and the page says {}",
                rule.line, rule.id, rule.tests
            ));
        }
    }
    if std::env::var_os("ACCEPT_RULES").is_some() {
        fs::write(root().join(PAGE), page.join("\n") + "\n").unwrap();
    }
    assert!(
        faults.is_empty(),
        "{}\nIf that is as it should be: ACCEPT_RULES=yes cargo test --test cases rules",
        faults.join("\n")
    );
}

#[test]
fn ids_are_counted_without_gaps() {
    let mut next: BTreeMap<String, u32> = BTreeMap::new();
    for rule in rules() {
        let (family, number) = rule.id.split_once('-').unwrap();
        let expected = next.entry(family.to_owned()).or_insert(1);
        assert_eq!(
            number,
            expected.to_string(),
            "{PAGE}:{}: the next of {family} is {expected}",
            rule.line
        );
        *expected = expected.saturating_add(1);
        assert!(
            rule.says.len() > 10 && !rule.source.is_empty(),
            "{PAGE}:{}: a rule has a text and a source",
            rule.line
        );
    }
    assert!(next.len() > 15, "found only the families {:?}", next.keys());
}

/// The id of a vector without the letter of its part.
fn vector(text: &str) -> Option<String> {
    let id = text.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
    let (family, number) = id.split_once('-')?;
    let is_vector =
        family.len() == 1 && family.bytes().all(|c| c.is_ascii_uppercase()) && number.len() == 2;
    (is_vector && number.parse::<u32>().is_ok()).then(|| id.to_owned())
}

/// What members with the name `id` say, wherever they are.
fn ids(json: &Value, found: &mut BTreeSet<String>) {
    match json {
        Value::Object(members) => {
            found.extend(members.get("id").and_then(Value::as_str).and_then(vector));
            members.values().for_each(|value| ids(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| ids(value, found)),
        _ => (),
    }
}

/// Every vector in a folder.
fn vectors(folder: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let path = entry.unwrap().path();
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("tsv") => {
                let text = fs::read_to_string(&path).unwrap();
                found.extend(text.lines().filter_map(|line| vector(line.split('\t').next()?)));
            }
            Some("json") => {
                ids(
                    &serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap(),
                    &mut found,
                );
            }
            _ => (),
        }
    }
    found
}

fn all_vectors() -> BTreeSet<String> {
    vectors("tests/data").into_iter().chain(vectors("tests/data/vectors")).collect()
}

/// Those that show a rule: `R-01–R-03, C-02`.
fn vectors_of(rule: &Rule, there: &BTreeSet<String>) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    for item in rule.vectors.split(", ").filter(|item| !item.is_empty()) {
        let (first, last) = item.split_once('–').unwrap_or((item, item));
        for end in [first, last] {
            assert!(there.contains(end), "{PAGE}:{}: there is no vector `{end}`", rule.line);
        }
        assert!(first <= last && first.get(..1) == last.get(..1), "{PAGE}:{}: `{item}`", rule.line);
        named.extend(there.range(first.to_owned()..=last.to_owned()).cloned());
    }
    named
}

#[test]
fn every_vector_shows_a_rule() {
    let there = all_vectors();
    assert!(there.len() > 180, "found only {} vectors", there.len());
    let named: BTreeSet<String> =
        rules().iter().flat_map(|rule| vectors_of(rule, &there)).collect();
    let unnamed: Vec<&String> = there.difference(&named).collect();
    assert!(unnamed.is_empty(), "{PAGE} names no rule for {unnamed:?}");
}

/// The part of an address by which a heading is found.
fn anchor(heading: &str) -> String {
    let letters = heading.chars().filter_map(|c| match c {
        ' ' => Some('-'),
        c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c.to_ascii_lowercase()),
        _ => None,
    });
    letters.collect()
}

/// Each `[heading]` in a source is one of `docs/decisions.md`, and the foot of the page says where
/// it stands.
#[test]
fn decisions_are_where_the_page_says() {
    let page = read(PAGE);
    let decisions = read("docs/decisions.md");
    let headings: BTreeSet<&str> =
        decisions.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let mut used = BTreeSet::new();
    for rule in rules() {
        let parts =
            rule.source.split('[').skip(1).map(|part| part.split(']').next().unwrap().to_owned());
        used.extend(parts);
    }
    let unknown: Vec<&String> =
        used.iter().filter(|heading| !headings.contains(&***heading)).collect();
    assert!(unknown.is_empty(), "docs/decisions.md has no heading {unknown:?}");
    let unused: Vec<&&str> = headings.iter().filter(|heading| !used.contains(**heading)).collect();
    assert!(unused.is_empty(), "no rule of {PAGE} names what was decided under {unused:?}");
    for heading in &used {
        let foot = format!("[{heading}]: {DECISIONS}{}\n", anchor(heading));
        assert!(page.contains(&foot), "{PAGE}: at its foot should stand {foot}");
    }
}
