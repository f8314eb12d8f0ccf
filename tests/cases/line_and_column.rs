//! Line and column of every problem of a document.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests"
)]

use allocation_counter::measure;
use release_criteria::{DocumentError, Lot, Problem, Specification, wire};
use serde_json::Value;

use crate::{campaigns, lifecycle_history, refused};

type Read = fn(&str) -> Result<(), DocumentError>;

const LOT: Read = |json| wire::read_lot(json).map(drop);
const SPECIFICATION: Read = |json| wire::read_specification(json).map(drop);
const REPORT: Read = |json| wire::read_report(json).map(drop);
const HISTORY: Read = |json| wire::read_history(json).map(drop);
const CAMPAIGN: Read = |json| wire::read_campaign(json).map(drop);
const SPEC_TESTS: Read = |json| wire::read_spec_tests(json).map(drop);

fn place(problem: &Problem) -> (usize, usize) {
    (problem.line().unwrap(), problem.column().unwrap())
}

/// `3:5 results[0].value` for each problem.
fn places(error: &DocumentError) -> Vec<String> {
    let told = |problem: &Problem| {
        let (line, column) = place(problem);
        format!("{line}:{column} {}", problem.path())
    };
    error.problems().iter().map(told).collect()
}

#[track_caller]
fn is_placed(read: Read, json: &str, expected: &[&str]) {
    let error = read(json).unwrap_err();
    assert_eq!(places(&error), expected, "\n{json}\n{error}");
}

const HEAD: &str = r#"{"format": "release-criteria/lot/1", "id": "L", "product": "P""#;

/// Rules: DOC-18.
#[test]
fn values_keys_and_what_is_missing() {
    is_placed(
        LOT,
        r#"{
  "format": "release-criteria/lot/2",
  "id": 7,
  "colour": "red",
  "product": "P", "product": "Q", "product": "R",
  "parameters": {"weight": "62 kg", "Weight": "62 kg", "age": null, "age": "7"},
  "x-note": {"id": 1}, "x-note": 2,
  "results": [
    {"test": "assay", "value": "1"},
    5,
    {"test": "assay", "unit": "%"},
    {"test": "assay", "values": ["1", 2, {"invalidated": {"cause": "c", "by": 3}}]},
    [ ]
  ]
}"#,
        &[
            "2:13 format",
            "3:9 id",
            "4:3 colour",
            "5:19 product",
            "5:35 product",
            "6:69 parameters.age",
            "6:38 parameters.Weight",
            "6:63 parameters.age",
            "7:24 x-note",
            "10:5 results[1]",
            "13:5 results[4]",
            "11:5 results[2].value",
            "12:39 results[3].values[1]",
            "12:79 results[3].values[2].invalidated.by",
            "12:58 results[3].values[2].invalidated.reference",
            "12:42 results[3].values[2].value",
        ],
    );
    is_placed(
        SPECIFICATION,
        r#"
{"format": "release-criteria/specification/1", "id": "S", "version": "1", "status": "draft",
 "product": "P", "phases": ["clinical", "late"], "rounding": "usp",
 "tests": [
  {"id": "a", "name": "A", "attribute": "purity", "unit": "%",
   "acceptance": {"clinical": "NLT 70 %", "commercial": [{"when": {"B": "x"}}], "late": ""}},
  {"id": "b"}]}"#,
        &[
            "3:42 phases[1]",
            "6:81 tests[0].acceptance.late",
            "6:69 tests[0].acceptance.commercial[0].when.B",
            "6:58 tests[0].acceptance.commercial[0]",
            "7:3 tests[1].acceptance",
            "7:3 tests[1].name",
            "7:3 tests[1].attribute",
        ],
    );
    is_placed(
        HISTORY,
        r#"{"format": "release-criteria/history/1", "versions": [{"from": "2025-01-15",
"specification": {"format": "release-criteria/specification/1",
    "tests": [{"id": "a", "name": "A", "attribute": "purity", "acceptance": {"all": "NLT 5 bar"}}],
 "id": "S", "version": "1", "status": "approved", "product": "P", "rounding": "usp"}}]}"#,
        &[
            "2:18 versions[0].specification.phases",
            "3:85 versions[0].specification.tests[0].acceptance.all",
        ],
    );
    is_placed(
        REPORT,
        "{\"format\":\n 1}",
        &[
            "2:2 format",
            "1:1 evaluator",
            "1:1 specification",
            "1:1 product",
            "1:1 phase",
            "1:1 lot",
            "1:1 verdict",
            "1:1 findings",
            "1:1 unplanned",
        ],
    );
    is_placed(
        CAMPAIGN,
        r#"{"format": "release-criteria/campaign/1", "id": "P", "version": "1", "product": "P", "lots": 0,
 "specification": {"id": "S"}, "rationale": "few are made"}"#,
        &["2:19 specification.version", "1:94 lots"],
    );
    is_placed(
        SPEC_TESTS,
        r#"{"format": "release-criteria/spec-tests/1", "tests": [
{"test": "a", "phase": "clinical", "outcome": "pending", "given": {"B": "1", "c": "nd"}}]}"#,
        &["2:69 tests[0].given.B", "2:83 tests[0].given.c"],
    );
}

/// Rules: DOC-18.
#[test]
fn positions_in_texts() {
    for (id, column) in [
        (r#""é𝕏Ab""#, "78"),
        (r#""ab""#, "77"),
        (r#""aB""#, "79"),
        (r#""ab\"c""#, "80"),
        (r#""a\u0062\u00e9""#, "85"),
        (r#""ab\ud835\udd4fc""#, "80"),
        (r#""a\n""#, "79"),
        (r#""a\u0062 ""#, "85"),
        (r#""""#, "78"),
    ] {
        let json = format!(r#"{HEAD}, "results": [{{"test": {id}, "value": "1"}}]}}"#);
        match wire::read_lot(&json) {
            Ok(_) => assert_eq!(column, "77"),
            Err(error) => {
                let expected =
                    format!("1:{} results[0].test", column.parse::<usize>().unwrap() + 9);
                assert_eq!(places(&error), [expected], "{json}");
            }
        }
    }
}

/// Rules: DOC-18.
#[test]
fn positions_after_escapes() {
    for (before, columns) in [
        (r"a", 1),
        (r"é𝕏", 2),
        (r"\\\\", 4),
        (r#"a\"\/b"#, 6),
        (r"\u00e9\u00E9", 12),
        (r"\ud835\udd4fa\ud835\uDD4F", 25),
        (r"\u005c\u0022", 12),
    ] {
        let json = format!(r#"{{"product": "{before}\u200bP"}}"#);
        let error = wire::read_lot(&json).unwrap_err();
        assert_eq!(places(&error)[0], format!("1:{} product", 14 + columns), "{json}\n{error}");
    }
}

/// Rules: DOC-18.
#[test]
fn documents_as_a_whole() {
    for (json, expected) in [
        ("", "1:1 "),
        (" \n ", "1:1 "),
        ("\u{feff}{}", "1:1 "),
        ("\n  []", "2:3 "),
        ("null", "1:1 "),
        ("{", "1:1 "),
        ("{\"id\": \"ä\",\n \"é\": \"öü\" x}", "2:12 "),
        ("{\"é\": \"öü", "1:9 "),
        ("{\r\n\"é\"\r\n1}", "3:1 "),
        ("{\"é\n\"", "2:1 "),
        ("{\n", "2:1 "),
    ] {
        is_placed(LOT, json, &[expected]);
    }
    let longest = format!("\n{}", " ".repeat(16 * 1024 * 1024));
    let error = wire::read_lot(&longest).unwrap_err();
    assert_eq!(error.problems().iter().map(place).collect::<Vec<_>>(), [(1, 1)]);
}

/// Rules: DOC-18.
#[test]
fn keys_that_look_like_paths_or_are_long() {
    let long = "k".repeat(200);
    let json = format!(
        r#"{HEAD}, "results": [],
"specification.id": 1,
"specification": {{"id": "S", "id.x[0]": 1, "é\u200b": 1, "version": 2}},
"parameters": {{"": "1", "a": "1", "a.b": 1, "a[0]": 2, "A.b": "3", "[": "4", "{long}": "5",
  "{long}a": "6"}},
"": 1, "x.y": 1,
"x-ä": 1, "{long}": 2,
"x-\u00e4": 1, "{long}b": 2}}"#
    );
    let shown = format!("{}…", "k".repeat(60));
    is_placed(
        LOT,
        &json,
        &[
            "2:1 specification.id",
            "3:30 specification.id.x[0]",
            r"3:44 specification.é\u{200b}",
            "3:69 specification.version",
            "4:2 parameters",
            "4:42 parameters.a.b",
            "4:53 parameters.a[0]",
            "4:57 parameters.A.b",
            "4:15 parameters[",
            &format!("4:143 parameters.{shown}"),
            &format!("5:68 parameters.{shown}"),
            "1:1 ",
            "6:8 x.y",
            &format!("7:11 {shown}"),
            "8:1 x-ä",
            &format!("8:16 {shown}"),
        ],
    );
}

/// Rules: DOC-18.
#[test]
fn what_was_not_read_from_json_has_no_place() {
    let has_none = |error: &DocumentError| {
        assert!(!error.problems().is_empty());
        for problem in error.problems() {
            assert_eq!((problem.line(), problem.column()), (None, None), "{problem}");
        }
    };
    has_none(&Lot::new("", "P", Vec::new()).unwrap_err());
    has_none(&Specification::builder("", "1", "").build().unwrap_err());
    #[cfg(feature = "csv")]
    has_none(&wire::read_spec_tests_csv("test,phase,outcome\na,late,pending").unwrap_err());
}

/// Every document of which tests know that it is refused.
fn refused_documents() -> Vec<(String, Read)> {
    let spec_tests = include_str!("../data/refused_spec_tests.txt").lines();
    let spec_tests = spec_tests.filter_map(|line| line.strip_prefix("json "));
    let mut documents: Vec<(String, refused::Read)> = refused::cases()
        .iter()
        .map(|case| {
            let (kind, json) = refused::document(case);
            (json, refused::reader(kind))
        })
        .collect();
    documents
        .extend(lifecycle_history::refused_documents().into_iter().map(|json| (json, HISTORY)));
    documents.extend(campaigns::refused_protocols().into_iter().map(|json| (json, CAMPAIGN)));
    documents.extend(spec_tests.map(|json| (json.to_owned(), SPEC_TESTS)));
    documents.retain(|(json, read)| read(json).is_err());
    documents
}

/// The same with each value on a line of its own, ended as Windows ends lines.
fn spread(json: &str) -> String {
    let (mut spread, mut in_text, mut is_escaped) = (String::new(), false, false);
    for character in json.chars() {
        spread.push(character);
        if character == '"' && !is_escaped {
            in_text = !in_text;
        }
        is_escaped = character == '\\' && !is_escaped;
        if !in_text && matches!(character, '{' | '[' | ',' | ':') {
            spread.push_str("\r\n\t ");
        }
    }
    spread
}

/// The byte at a line and column.
fn offset(json: &str, (line, column): (usize, usize)) -> usize {
    let before: usize = json.split_inclusive('\n').take(line - 1).map(str::len).sum();
    before + json[before..].chars().take(column - 1).map(char::len_utf8).sum::<usize>()
}

/// What the path leads to as far as it leads to anything, and how much of it does.
fn follow<'v>(mut value: &'v Value, path: &'v str) -> (&'v Value, &'v str) {
    let mut rest = path;
    while !rest.is_empty() {
        let step = rest.trim_start_matches('.');
        let index = step.strip_prefix('[').and_then(|step| step.split_once(']'));
        let next = if let Some((index, after)) = index {
            (value.get(index.parse::<usize>().unwrap_or(usize::MAX)), after)
        } else {
            let end = step.find(['.', '[']).unwrap_or(step.len());
            (value.get(&step[..end]), &step[end..])
        };
        let (Some(inner), after) = next else { break };
        (value, rest) = (inner, after);
    }
    (value, &path[..path.len() - rest.len()])
}

/// Whether the place is that of the problem, as the text and `serde_json` alone show.
fn is_at_its_place(json: &str, whole: &Value, problem: &Problem) -> Result<(), String> {
    let at = offset(json, place(problem));
    let rest = &json[at..];
    let (value, found) = follow(whole, problem.path());
    let is_key = problem.message().starts_with("is not a field here")
        || problem.path().split('.').any(|key| problem.message().contains(&format!("of `{key}`")));
    if problem.position().is_some() && (is_key || found == problem.path()) {
        let text = match value.as_str() {
            Some(text) if !is_key => text,
            _ => problem.path().rsplit('.').next().unwrap(),
        };
        let after: String = text.chars().skip(problem.position().unwrap() - 1).collect();
        let remainder = format!("\"{rest}");
        let mut texts = serde_json::Deserializer::from_str(&remainder).into_iter::<String>();
        let there = texts.next().and_then(Result::ok);
        let is_there = there.as_ref() == Some(&after);
        return is_there.then_some(()).ok_or(format!("goes on {there:?}, not {after:?}"));
    }
    if is_key {
        let key = format!("\"{}\"", problem.path().rsplit('.').next().unwrap());
        return rest.starts_with(&key).then_some(()).ok_or(format!("begins not with {key}"));
    }
    // What is written there in the place of the value is what the path leads to then.
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
    let there = values.next().and_then(Result::ok).ok_or("is no value")?;
    let end = at + values.byte_offset();
    let other: Value =
        serde_json::from_str(&format!("{}\"another\"{}", &json[..at], &json[end..])).unwrap();
    if there == *value && follow(&other, found).0 == "another" {
        Ok(())
    } else {
        Err(format!("is {there}, while {found} is {value}"))
    }
}

/// Rules: DOC-18.
#[test]
fn a_key_that_looks_like_a_path_hides_none() {
    let tests = r#""tests": [{"id": 5}]"#;
    let read = |json: &str| {
        let error = wire::read_specification(json).unwrap_err();
        let id = error.problems().iter().find(|one| one.path() == "tests[0].id").map(place);
        id.unwrap()
    };
    assert_eq!(read(&format!("{{\"tests[0]\": 1,\n{tests}}}")), (2, 18));
    assert_eq!(read(&format!("{{{tests},\n\"tests[0]\": 1}}")), (1, 19));
    // Only the first of two is read.
    assert_eq!(read(&format!("{{{tests},\n{tests}}}")), (1, 19));
    assert_eq!(read(&format!("{{\"tests\": [{{}}],\n{tests}}}")), (1, 12));
}

/// Rules: DOC-4, DOC-18.
#[test]
fn every_problem_has_its_place() {
    let documents = refused_documents();
    let (mut seen, mut exact) = (0, 0);
    let mut faults = Vec::new();
    for (written, read) in &documents {
        let told = read(written).unwrap_err();
        for json in [written.clone(), spread(written)] {
            let error = read(&json).unwrap_err();
            let Ok(whole) = serde_json::from_str::<Value>(&json) else {
                error.problems().iter().for_each(|problem| assert!(place(problem) >= (1, 1)));
                continue;
            };
            assert_eq!(error.to_string(), told.to_string());
            // A tree of a document has each key once.
            if error.to_string().contains("appears twice") {
                continue;
            }
            for problem in error.problems() {
                seen += 1;
                exact += usize::from(follow(&whole, problem.path()).1 == problem.path());
                if let Err(fault) = is_at_its_place(&json, &whole, problem) {
                    faults.push(format!("{:?} {fault}: {problem}\n{json}\n", place(problem)));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}\n{} faults", faults.concat(), faults.len());
    assert!(
        documents.len() > 150 && seen > 800 && exact > 700,
        "{} {seen} {exact}",
        documents.len()
    );
}

/// A document of many megabytes is gone through once, with next to no memory.
///
/// Rules: DOC-6, DOC-18.
#[test]
fn places_at_the_end_of_long_documents() {
    let entry = r#"{"test": "a", "value": "1"},"#.repeat(100_000);
    let json =
        format!("{HEAD},\n\"results\": [{entry}\n{{\"test\": \"é\", \"value\": \"B\"}}, 0]}}");
    let error = wire::read_lot(&json).unwrap_err();
    assert_eq!(places(&error), ["3:30 results[100001]", "3:11 results[100000].test"]);
    let nested = format!("{HEAD}, \"a\": {0}{1}}}", "[".repeat(500_000), "]".repeat(500_000));
    let memory = measure(|| {
        let error = wire::read_lot(&nested).unwrap_err();
        assert_eq!(places(&error), ["1:65 a", "1:1 results"]);
    });
    assert!(memory.bytes_max < 2_000_000, "{} bytes", memory.bytes_max);
}
