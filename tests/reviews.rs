//! Reviews of specifications: worked cases of `tests/data/reviews.json`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests"
)]

use std::collections::BTreeSet;

use release_criteria::lifecycle::{AdvisoryCode, Review};
use release_criteria::{Specification, wire};
use serde_json::{Map, Value, json};

const CASES: &str = include_str!("data/reviews.json");

/// A test of which nothing is to be said, but for what the case has otherwise.
fn test(index: usize, own: &Map<String, Value>) -> Value {
    let mut test = json!({
        "id": format!("t{index}"), "name": format!("T{index}"), "attribute": "purity", "unit": "%", "methods": ["QC-1"]
    });
    let members = test.as_object_mut().unwrap();
    for (key, value) in own {
        match (key.as_str(), value) {
            ("trim", _) => {}
            (_, Value::Null) => {
                members.remove(key);
            }
            ("acceptance", Value::String(criterion)) => {
                members.insert(key.clone(), json!({"all": {"criterion": criterion, "justification": "j"}}));
            }
            ("name", Value::String(name)) => {
                members.insert(key.clone(), name.trim().into());
            }
            _ => {
                members.insert(key.clone(), value.clone());
            }
        }
    }
    test
}

fn specification(case: &Value) -> Specification {
    let or = |key: &str, default: Value| if case[key].is_null() { default } else { case[key].clone() };
    let tests = case["tests"].as_array().unwrap().iter().enumerate();
    let document = json!({
        "format": "release-criteria/specification/1", "id": "SPEC-1", "version": "1", "status": "draft", "product": "Example",
        "phases": or("phases", json!(["clinical", "validation", "commercial"])), "rounding": or("rounding", "usp".into()),
        "strict": or("strict", "exact".into()), "parameters": [{"id": "weight", "unit": "kg"}],
        "tests": tests.map(|(index, own)| test(index, own.as_object().unwrap())).collect::<Vec<_>>(),
        "groups": or("groups", json!([])),
    });
    wire::read_specification(&document.to_string()).unwrap_or_else(|error| panic!("{}: {error}", case["about"]))
}

/// Rules: REV-1, REV-2, REV-3, REV-4.
#[test]
fn worked_cases() {
    let (mut faults, mut seen) = (Vec::new(), BTreeSet::new());
    for case in serde_json::from_str::<Vec<Value>>(CASES).unwrap() {
        let review = Review::of(&specification(&case));
        let expected = case["expect"].as_array().unwrap();
        let mut is_right = review.advisories().len() == expected.len();
        for (advisory, expected) in review.advisories().iter().zip(expected) {
            let short = format!("{} {}", advisory.code(), advisory.path());
            let whole = format!("{short}: {}", advisory.explanation());
            is_right &= [short.as_str(), whole.as_str()].contains(&expected.as_str().unwrap());
            seen.insert(advisory.code().code());
        }
        if !is_right {
            faults.push(format!("{}: {:#?}", case["about"], review.advisories()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    for code in AdvisoryCode::ALL {
        assert!(seen.contains(code.code()), "no case is about {code}");
        assert!(!code.source().is_empty());
    }
}
