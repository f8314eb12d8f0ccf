//! What documents are refused for, with every problem's path and whole message.
//!
//! A case in `tests/data/refused.txt` is a kind, a piece of JSON, and the lines that are expected,
//! each after `! `. `test`, `result` and `parts`, which are members of a specification, are put
//! into a document that is otherwise in order.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fs;

use release_criteria::{DocumentError, wire};

struct Case {
    line: usize,
    kind: String,
    json: String,
    expected: String,
}

fn cases() -> Vec<Case> {
    let text =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/refused.txt")).unwrap();
    let mut cases: Vec<Case> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(expected) = line.strip_prefix("! ") {
            let case = cases.last_mut().unwrap_or_else(|| panic!("line {number}: no case before"));
            case.expected.push_str(expected);
            case.expected.push('\n');
        } else if let Some((kind, json)) = line.split_once(' ').filter(|_| !line.starts_with('#')) {
            let (kind, json) = (kind.to_owned(), json.to_owned());
            cases.push(Case { line: number, kind, json, expected: String::new() });
        }
    }
    cases
}

const TEST: &str =
    r#"{"id":"a","name":"A","attribute":"potency","unit":"%","acceptance":{"all":"NLT 70 %"}}"#;

type Read = fn(&str) -> Result<(), DocumentError>;

/// The whole document, and what reads it.
fn document(case: &Case) -> (String, Read) {
    let json = &case.json;
    let specification = |phases: &str, tests: &str| {
        format!(
            r#"{{"format":"release-criteria/specification/1","id":"S","version":"1","status":"draft","product":"P","phases":{phases},"rounding":"usp","tests":{tests}}}"#
        )
    };
    let whole = match case.kind.as_str() {
        "specification" | "lot" | "report" => json.clone(),
        "tests" => specification(r#"["clinical"]"#, json),
        "phases" => specification(json, &format!("[{TEST}]")),
        "test" => specification(r#"["clinical","commercial"]"#, &format!("[{json}]")),
        "parts" => format!(
            r#"{{"format":"release-criteria/specification/1","id":"S","version":"1","status":"draft","product":"P","phases":["clinical"],"rounding":"usp","strict":"exact",{json}}}"#
        ),
        "result" => format!(
            r#"{{"format":"release-criteria/lot/1","id":"L","product":"P","results":[{json}]}}"#
        ),
        other => panic!("line {}: no kind `{other}`", case.line),
    };
    let read: Read = match case.kind.as_str() {
        "lot" | "result" => |json| wire::read_lot(json).map(drop),
        "report" => |json| wire::read_report(json).map(drop),
        _ => |json| wire::read_specification(json).map(drop),
    };
    (whole, read)
}

/// Every document of `tests/data/refused.txt`, and what reads it.
pub(crate) fn documents() -> Vec<(String, Read)> {
    cases().iter().map(document).collect()
}

fn answer(case: &Case) -> String {
    let (whole, read) = document(case);
    match read(&whole) {
        Ok(()) => "is read\n".to_owned(),
        Err(error) => format!("{error}\n"),
    }
}

/// Rules: GEN-10, ROUND-1, ROUND-10, NOTE-10, NOTE-13, TERM-1, TERM-5, TERM-6, TERM-8, UNIT-5,
/// UNIT-6, UNIT-7, UNIT-8, MEAS-1, MEAS-6, RES-5, RES-8, JUDGE-11, REP-1, REP-12, DER-2, DER-3,
/// DER-9, DER-10, DER-16, PAR-1, PAR-6, COND-1, COND-5, COND-6, COND-10, GRP-4, GRP-5, GRP-6,
/// DOC-1, DOC-2, DOC-4, DOC-5, DOC-6, DOC-9, DOC-10, DOC-15.
#[test]
fn every_problem_is_told_at_once() {
    let cases = cases();
    assert!(cases.len() > 60, "found only {} cases", cases.len());
    let mut faults = Vec::new();
    for case in &cases {
        let found = answer(case);
        if found != case.expected {
            faults.push(format!(
                "tests/data/refused.txt:{}: {} {}\nexpected\n{}found\n{found}\n",
                case.line, case.kind, case.json, case.expected
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.concat());
}
