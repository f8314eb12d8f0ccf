//! Worked cases of the field: what a lot has to be found, and why. `tests/data/README.md` describes
//! the files.

#![allow(clippy::panic, clippy::indexing_slicing, reason = "a failing case names itself")]

use std::collections::BTreeSet;

use release_criteria::{
    DocumentError, Finding, JudgedResult, Lot, Outcome, Phase, Problem, Report, Specification, wire,
};
use serde_json::{Map, Value, json};

/// The files of `tests/data/vectors`, with their cases.
const NUMERIC: (&str, &str) = ("numeric.tsv", include_str!("../data/vectors/numeric.tsv"));
const LOTS: [(&str, &str); 12] = [
    ("phases.json", include_str!("../data/vectors/phases.json")),
    ("terms.json", include_str!("../data/vectors/terms.json")),
    ("determinations.json", include_str!("../data/vectors/determinations.json")),
    ("gates.json", include_str!("../data/vectors/gates.json")),
    ("derived.json", include_str!("../data/vectors/derived.json")),
    ("replicates.json", include_str!("../data/vectors/replicates.json")),
    ("groups.json", include_str!("../data/vectors/groups.json")),
    ("conditions.json", include_str!("../data/vectors/conditions.json")),
    ("further.json", include_str!("../data/vectors/further.json")),
    ("origins.json", include_str!("../data/vectors/origins.json")),
    ("completions.json", include_str!("../data/vectors/completions.json")),
    ("unknown.json", include_str!("../data/vectors/unknown.json")),
];

/// What the files must hold, and nothing else. A letter after an id tells the parts of one vector
/// apart.
const FAMILIES: [(&str, &[u32]); 13] = [
    (
        "R",
        &[
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 21, 22, 23, 24, 25, 26, 27,
            28, 29, 30, 31, 32, 33,
        ],
    ),
    ("C", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    ("P", &[1, 2, 3, 4]),
    ("Q", &[1, 2, 3, 4, 5, 6, 7]),
    ("O", &[1, 2, 3, 4, 5, 6, 7, 8, 9]),
    ("L", &[1, 2, 3, 4, 5]),
    ("E", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]),
    ("D", &[1, 2, 3, 4, 5, 6, 7]),
    ("V", &[1, 2, 3]),
    ("N", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]),
    ("G", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    ("K", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    // Further cases in which a wrong verdict comes easily.
    (
        "M",
        &[
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
            25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46,
            47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62,
        ],
    ),
];

/// The rules under which each row of the table of USP General Notices 7.20 stands.
const RULES: [&str; 4] = ["usp", "ph-eur", "astm-e29", "absolute"];

struct Case {
    /// File, line or id.
    place: String,
    id: String,
    /// With the id, what must not stand twice.
    rule: String,
    specification: Value,
    phase: Phase,
    lot: Value,
    expected: Value,
}

fn cases() -> Vec<Case> {
    numeric_cases().chain(LOTS.into_iter().flat_map(|(file, text)| lot_cases(file, text))).collect()
}

/// One line, one test, one result.
fn numeric_cases() -> impl Iterator<Item = Case> {
    let (file, text) = NUMERIC;
    let lines =
        text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.is_empty());
    lines.map(move |(index, line)| {
        let place = format!("tests/data/vectors/{file}:{}: {line:?}", index.saturating_add(1));
        let columns: Vec<&str> = line.split('\t').collect();
        let [
            id,
            rounding,
            strict,
            unit,
            members,
            criterion,
            value,
            outcome,
            reason,
            flags,
            accepts,
            _note,
        ] = columns[..]
        else {
            panic!("{place} has not twelve columns");
        };
        let given = |column: &'static str, text: &str| {
            (text != "-").then(|| (column.to_owned(), json!(text)))
        };
        let mut members: Map<String, Value> = match members {
            "-" => Map::new(),
            _ => serde_json::from_str(&format!("{{{members}}}"))
                .unwrap_or_else(|error| panic!("{place}: {error}")),
        };
        members.extend(given("unit", unit));
        members.extend(given("strict", strict));
        for (key, text) in
            [("id", "test"), ("name", "Test"), ("attribute", "general"), ("rounding", rounding)]
        {
            members.insert(key.to_owned(), json!(text));
        }
        members.insert("acceptance".to_owned(), json!({"commercial": criterion}));
        let mut finding = Map::from_iter([
            ("outcome".to_owned(), json!(outcome)),
            ("reason".to_owned(), json!(reason)),
            ("flags".to_owned(), flags.split(',').filter(|flag| *flag != "-").collect()),
        ]);
        finding.extend(given("accepts", accepts));
        Case {
            place,
            id: id.to_owned(),
            rule: format!("{rounding}, strict {strict}"),
            specification: json!({
                "format": "release-criteria/specification/1",
                "id": "SPEC", "version": "1", "status": "approved", "product": "Product",
                "phases": ["commercial"], "rounding": "absolute", "tests": [members],
            }),
            phase: Phase::Commercial,
            lot: json!({
                "format": "release-criteria/lot/1", "id": "LOT", "product": "Product",
                "results": [{"test": "test", "value": value}],
            }),
            expected: match outcome {
                "refused" => json!({"refused": "specification", "problems": [reason]}),
                _ => json!({"verdict": verdict_on_one(outcome), "findings": {"test": finding}}),
            },
        }
    })
}

/// The verdict on a lot of one test that is needed before release.
fn verdict_on_one(outcome: &str) -> &str {
    match outcome {
        "conforms" | "does-not-conform" => outcome,
        _ => "incomplete",
    }
}

/// Whole documents; those that several cases share have a name in the file.
fn lot_cases(file: &str, text: &str) -> Vec<Case> {
    let content: Value =
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{file}: {error}"));
    let cases = content["cases"].as_array().unwrap_or_else(|| panic!("{file} has no cases"));
    let document = |place: &str, shared: &str, document: &Value| match document {
        Value::String(name) => content[shared]
            .get(name)
            .unwrap_or_else(|| panic!("{place}: {shared} has no {name:?}"))
            .clone(),
        _ => document.clone(),
    };
    let read = |case: &Value| {
        let text = |key: &str| {
            case[key].as_str().unwrap_or_else(|| panic!("{file}: {case} has no text {key:?}"))
        };
        let place = format!("tests/data/vectors/{file}: {}", text("id"));
        Case {
            id: text("id").to_owned(),
            rule: String::new(),
            specification: document(&place, "specifications", &case["specification"]),
            phase: text("phase").parse().unwrap_or_else(|error| panic!("{place}: {error}")),
            lot: document(&place, "lots", &case["lot"]),
            expected: case["expect"].clone(),
            place,
        }
    };
    cases.iter().map(read).collect()
}

impl Case {
    /// What is found, in the form of what is expected.
    fn found(&self) -> Value {
        let specification = match wire::read_specification(&self.specification.to_string()) {
            Ok(specification) => specification,
            Err(error) => return self.refused("specification", &error),
        };
        let lot = match wire::read_lot(&self.lot.to_string()) {
            Ok(lot) => lot,
            Err(error) => return self.refused("lot", &error),
        };
        let plan = match specification.plan(self.phase) {
            Ok(plan) => plan,
            Err(error) => return self.refused("plan", &error),
        };
        let report = plan.evaluate(&lot);
        assert_eq!(
            plan.verdict(&lot),
            report.verdict(),
            "{}: the verdict alone, and with its reasons",
            self.place
        );
        let read = wire::read_report(&wire::write_report(&report));
        assert_eq!(read.as_ref(), Ok(&report), "{}: the report, written and read", self.place);
        assert_eq!(
            self.judged_as_written(&specification, &lot),
            report,
            "{}: both documents, written and read",
            self.place
        );
        self.summary(&report)
    }

    fn judged_as_written(&self, specification: &Specification, lot: &Lot) -> Report {
        let again = wire::read_specification(&wire::write_specification(specification));
        let plan = again.and_then(|specification| specification.plan(self.phase));
        let lot = wire::read_lot(&wire::write_lot(lot));
        match (plan, lot) {
            (Ok(plan), Ok(lot)) => plan.evaluate(&lot),
            (plan, lot) => {
                panic!("{}: writes what is refused: {:?} {:?}", self.place, plan.err(), lot.err())
            }
        }
    }

    fn summary(&self, report: &Report) -> Value {
        let no_findings = Map::new();
        let expected = self.expected["findings"].as_object().unwrap_or(&no_findings);
        let findings: Map<String, Value> = expected
            .iter()
            .filter_map(|(id, expected)| Some((id.clone(), shown(report.finding(id)?, expected))))
            .collect();
        let further = report.findings().len().saturating_sub(findings.len());
        let mut summary = json!({"verdict": report.verdict().code(), "findings": findings});
        if further > 0 {
            summary["findings that are not expected"] = json!(further);
        }
        let unplanned: Vec<&str> = report.unplanned().iter().map(JudgedResult::test).collect();
        if !unplanned.is_empty() {
            summary["unplanned"] = json!(unplanned);
        }
        if self.expected.get("parameters").is_some() {
            summary["parameters"] = reasons_of_parameters(report);
        }
        summary
    }

    fn refused(&self, what: &str, error: &DocumentError) -> Value {
        assert_eq!(error.further(), 0);
        if self.expected.get("paths").is_some() {
            let paths: Vec<&str> = error.problems().iter().map(Problem::path).collect();
            return json!({"refused": what, "paths": paths});
        }
        let problems: Vec<String> = error.problems().iter().map(ToString::to_string).collect();
        json!({"refused": what, "problems": problems})
    }
}

/// What the document says of each parameter, `null` where it is as it should be.
fn reasons_of_parameters(report: &Report) -> Value {
    let document: Value = serde_json::from_str(&wire::write_report(report)).unwrap_or_default();
    let parameters = document["parameters"].as_array().cloned().unwrap_or_default();
    let reason = |parameter: &Value| {
        Some((parameter["parameter"].as_str()?.to_owned(), parameter["reason"].clone()))
    };
    parameters.iter().filter_map(reason).collect::<Map<String, Value>>().into()
}

/// Outcome, reason and flags always; the rest where it is expected.
fn shown(finding: &Finding, expected: &Value) -> Value {
    let flags: Vec<&str> = finding.flags().iter().map(|flag| flag.code()).collect();
    let mut shown = json!({
        "outcome": finding.outcome().code(),
        "reason": finding.reason().code(),
        "flags": flags,
    });
    if expected.get("accepts").is_some() {
        shown["accepts"] = json!(finding.accepts());
    }
    if expected.get("results").is_some() {
        // What each says by itself; nothing where it does not count.
        shown["results"] =
            finding.results().iter().map(|result| result.outcome().map(Outcome::code)).collect();
    }
    shown
}

/// Each vector shows the rules for which `docs/rules.md` names it.
///
/// Rules: CRATE-3.
#[test]
fn every_case_is_found_as_expected_and_for_the_reason_expected() {
    let wrong: Vec<String> = cases()
        .iter()
        .filter_map(|case| {
            let found = case.found();
            (found != case.expected)
                .then(|| format!("{}\nexpected {}\n   found {found}", case.place, case.expected))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} cases are found otherwise:\n\n{}\n",
        wrong.len(),
        wrong.join("\n\n")
    );
}

/// Rules: CRATE-3.
#[test]
fn every_vector_is_there_and_none_twice_by_the_same_rule() {
    let mut seen = BTreeSet::new();
    let mut found = BTreeSet::new();
    for case in cases() {
        let id = case.id.trim_end_matches(|letter: char| letter.is_ascii_lowercase());
        found.insert(id.to_owned());
        assert!(
            seen.insert((case.id.clone(), case.rule.clone())),
            "{} stands twice under {}",
            case.place,
            case.rule
        );
    }
    let wanted: BTreeSet<String> = FAMILIES
        .iter()
        .flat_map(|(family, numbers)| {
            numbers.iter().map(move |number| format!("{family}-{number:02}"))
        })
        .collect();
    let missing: Vec<&String> = wanted.difference(&found).collect();
    let unknown: Vec<&String> = found.difference(&wanted).collect();
    assert!(
        missing.is_empty() && unknown.is_empty(),
        "missing: {missing:?}; in no list: {unknown:?}"
    );
    for row in 1..=12 {
        for rule in RULES {
            let key = (format!("R-{row:02}"), format!("{rule}, strict -"));
            assert!(seen.contains(&key), "R-{row:02} is missing under {rule}");
        }
    }
}
