//! What documents are refused for, with every problem's path and whole message.
//!
//! A case in `tests/data/refused.txt` is a kind, a piece of JSON, and the lines that are expected,
//! each after `! `. `test`, `result` and `parts`, which are members of a specification, are put
//! into a document that is otherwise in order.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fs;

use release_criteria::{DocumentError, ProblemCode, wire};

use crate::shipped::root;

pub(crate) struct Case {
    pub(crate) line: usize,
    kind: String,
    json: String,
    pub(crate) expected: String,
}

pub(crate) fn cases() -> Vec<Case> {
    let text = fs::read_to_string(root().join("tests/data/refused.txt")).unwrap();
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

/// The kind of the document that is refused, and its text.
pub(crate) fn document(case: &Case) -> (&'static str, String) {
    let json = &case.json;
    let specification = |phases: &str, members: &str| {
        let json = format!(
            r#"{{"format":"release-criteria/specification/1","id":"S","version":"1","status":"draft","product":"P","phases":{phases},"rounding":"usp",{members}}}"#
        );
        ("specification", json)
    };
    match case.kind.as_str() {
        "specification" => ("specification", json.clone()),
        "tests" => specification(r#"["clinical"]"#, &format!(r#""tests":{json}"#)),
        "phases" => specification(json, &format!(r#""tests":[{TEST}]"#)),
        "test" => specification(r#"["clinical","commercial"]"#, &format!(r#""tests":[{json}]"#)),
        "parts" => specification(r#"["clinical"]"#, &format!(r#""strict":"exact",{json}"#)),
        "lot" => ("lot", json.clone()),
        "result" => (
            "lot",
            format!(
                r#"{{"format":"release-criteria/lot/1","id":"L","product":"P","results":[{json}]}}"#
            ),
        ),
        "report" => ("report", json.clone()),
        other => panic!("line {}: no kind `{other}`", case.line),
    }
}

pub(crate) type Read = fn(&str) -> Result<(), DocumentError>;

/// What reads documents of a kind.
pub(crate) fn reader(kind: &str) -> Read {
    match kind {
        "specification" => |json| wire::read_specification(json).map(drop),
        "lot" => |json| wire::read_lot(json).map(drop),
        _ => |json| wire::read_report(json).map(drop),
    }
}

/// Every problem on a line, with its code.
pub(crate) fn told(refused: &DocumentError) -> String {
    assert_eq!(refused.further(), 0, "{refused}");
    let lines: Vec<String> =
        refused.problems().iter().map(|one| format!("{one} [{}]\n", one.code())).collect();
    lines.concat()
}

fn answer(case: &Case) -> String {
    let (kind, json) = document(case);
    reader(kind)(&json).map_or_else(|refused| told(&refused), |()| "is read\n".to_owned())
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

/// The codes that no document of `tests/data` is refused for: `lifecycle_history` and `strategies`
/// pin the first two, and nothing leads to the last one.
const ELSEWHERE: [ProblemCode; 3] =
    [ProblemCode::NotInForce, ProblemCode::Unreachable, ProblemCode::Internal];

/// Rules: DOC-21.
#[test]
fn every_code_is_that_of_some_problem() {
    let files = ["refused", "refused_histories", "refused_spec_tests", "campaigns_refused"];
    let text = files
        .map(|file| fs::read_to_string(root().join(format!("tests/data/{file}.txt"))).unwrap());
    let text = text.concat();
    let is_told = |code: &ProblemCode| {
        text.lines().any(|line| line.starts_with("! ") && line.ends_with(&format!(" [{code}]")))
    };
    let untold: Vec<_> = ProblemCode::ALL.iter().copied().filter(|code| !is_told(code)).collect();
    assert_eq!(untold, ELSEWHERE);
}
