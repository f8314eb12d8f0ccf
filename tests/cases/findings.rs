//! What a finding says to the letter, in situations that differ in one thing:
//! `tests/data/README.md` describes the file.

#![allow(clippy::panic, clippy::indexing_slicing, reason = "a failing case names itself")]

use release_criteria::{Finding, Outcome, Phase, Rounding, wire};
use serde_json::{Map, Value, json};

const CASES: &str = include_str!("../data/findings.json");

/// A document of the case's own members, with what every document needs.
fn document(format: &str, own: &Value) -> String {
    let mut document = json!({"format": format, "product": "Example vector"});
    if let (Some(all), Some(own)) = (document.as_object_mut(), own.as_object()) {
        all.extend(own.clone());
    }
    document.to_string()
}

/// Of a finding the members that are expected.
fn shown(finding: &Finding, expected: &Map<String, Value>) -> Value {
    let each = |member: &str| match member {
        "outcome" => json!(finding.outcome().code()),
        "reason" => json!(finding.reason().code()),
        "flags" => finding.flags().iter().map(|flag| flag.code()).collect(),
        "criterion" => json!(finding.criterion()),
        "accepts" => json!(finding.accepts()),
        "compared" => json!(finding.compared()),
        "rounding" => json!(finding.rounding().map(Rounding::code)),
        "says" => json!(finding.explanation()),
        "outcomes" => {
            finding.results().iter().map(|result| result.outcome().map(Outcome::code)).collect()
        }
        "why" => finding.results().iter().map(|result| result.why()).collect(),
        _ => panic!("`{member}` is no member of a finding here"),
    };
    expected
        .keys()
        .map(|member| (member.clone(), each(member)))
        .collect::<Map<String, Value>>()
        .into()
}

fn found(case: &Value) -> Value {
    let about = &case["about"];
    let mut specification = json!({
        "id": "SPEC-1", "version": "1", "status": "approved",
        "phases": ["commercial"], "rounding": "usp",
        "tests": case["tests"],
        "parameters": case.get("parameters").cloned().unwrap_or_else(|| json!([])),
    });
    // Something has to be judged in every plan.
    let companion = json!({
        "id": "companion", "name": "Companion", "attribute": "general",
        "acceptance": {"all": "\"A\" not \"B\""},
    });
    let tests =
        specification["tests"].as_array_mut().unwrap_or_else(|| panic!("{about} has no tests"));
    for test in tests.iter_mut() {
        test["name"] = test["id"].clone();
        test["attribute"] = json!("general");
    }
    tests.push(companion);
    let mut lot = case["lot"].clone();
    lot["id"] = json!("LOT-1");
    let specification =
        wire::read_specification(&document("release-criteria/specification/1", &specification))
            .unwrap_or_else(|error| panic!("{about}: {error}"));
    let lot = wire::read_lot(&document("release-criteria/lot/1", &lot))
        .unwrap_or_else(|error| panic!("{about}: {error}"));
    let plan =
        specification.plan(Phase::Commercial).unwrap_or_else(|error| panic!("{about}: {error}"));
    let report = plan.evaluate(&lot);
    assert_eq!(plan.verdict(&lot), report.verdict(), "{about}");
    let expected = case["finds"].as_object().unwrap_or_else(|| panic!("{about} expects nothing"));
    let found = expected.iter().map(|(test, expected)| {
        let finding = report
            .finding(test)
            .unwrap_or_else(|| panic!("{about}: there is no finding of {test}"));
        let expected = expected
            .as_object()
            .unwrap_or_else(|| panic!("{about}: nothing is expected of {test}"));
        (test.clone(), shown(finding, expected))
    });
    found.collect::<Map<String, Value>>().into()
}

/// Rules: GEN-5, GEN-12, ROUND-13, ROUND-14, MEAS-4, MEAS-8, JUDGE-1, JUDGE-5, REP-2, REP-4, REP-6,
/// REP-8, REP-10, REP-11, REP-13, REP-14, REP-15, RES-2, RES-3, RES-4, RES-9, DER-5, DER-6, DER-13,
/// DER-14, PAR-4, COND-3, COND-4, COND-5, COND-8, COND-12.
#[test]
fn findings_say_what_is_expected() {
    let cases: Value = serde_json::from_str(CASES).unwrap_or_else(|error| panic!("{error}"));
    let cases = cases.as_array().unwrap_or_else(|| panic!("found no list of cases"));
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let found = found(case);
            (found != case["finds"])
                .then(|| format!("{}\nexpected {}\n   found {found}", case["about"], case["finds"]))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} cases are found otherwise:\n\n{}\n",
        wrong.len(),
        wrong.join("\n\n")
    );
}
