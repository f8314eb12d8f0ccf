//! What documents are refused for, with every problem's path and whole message.
//!
//! A case in `tests/data/refused.txt` is a kind, a piece of JSON, and the lines that are expected,
//! each after `! `. `test`, `result` and `parts`, which are members of a specification, are put
//! into a document that is otherwise in order.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fs;

use release_criteria::wire;

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

fn answer(case: &Case) -> String {
    let specification = |phases: &str, tests: &str| {
        wire::read_specification(&format!(
            r#"{{"format":"release-criteria/specification/1","id":"S","version":"1","status":"draft","product":"P","phases":{phases},"rounding":"usp","tests":{tests}}}"#
        ))
        .map(drop)
    };
    let refused = match case.kind.as_str() {
        "specification" => wire::read_specification(&case.json).map(drop),
        "tests" => specification(r#"["clinical"]"#, &case.json),
        "phases" => specification(&case.json, &format!("[{TEST}]")),
        "test" => specification(r#"["clinical","commercial"]"#, &format!("[{}]", case.json)),
        "parts" => wire::read_specification(&format!(
            r#"{{"format":"release-criteria/specification/1","id":"S","version":"1","status":"draft","product":"P","phases":["clinical"],"rounding":"usp","strict":"exact",{}}}"#,
            case.json
        ))
        .map(drop),
        "lot" => wire::read_lot(&case.json).map(drop),
        "result" => wire::read_lot(&format!(
            r#"{{"format":"release-criteria/lot/1","id":"L","product":"P","results":[{}]}}"#,
            case.json
        ))
        .map(drop),
        "report" => wire::read_report(&case.json).map(drop),
        other => panic!("line {}: no kind `{other}`", case.line),
    };
    match refused {
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
