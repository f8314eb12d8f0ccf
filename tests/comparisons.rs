//! Two columns compared: worked cases of `tests/data/comparisons.json`, and what the whole looks like.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests"
)]

use release_criteria::lifecycle::{Change, Column, Comparison, Subject};
use release_criteria::{Phase, Specification, wire};
use serde_json::{Map, Value, json};

const CASES: &str = include_str!("data/comparisons.json");

/// The specification of one side: the test `t` as the case has it, a value from which it may follow, and what conditions may need.
fn side(case: &Value, place: usize) -> Specification {
    let mut own: Map<String, Value> = case[["before", "after"][place]].as_object().unwrap().clone();
    let (rounding, strict) = (own.remove("rounding"), own.remove("strict"));
    let acceptance = own.remove("acceptance").unwrap();
    let mut test =
        json!({"id": "t", "name": "T", "attribute": "purity", "unit": "%", "acceptance": {"all": acceptance}});
    for (key, value) in own {
        if value.is_null() {
            test.as_object_mut().unwrap().remove(&key)
        } else {
            test.as_object_mut().unwrap().insert(key, value)
        };
    }
    let mut raw =
        json!({"id": "raw", "name": "Raw", "attribute": "quantity", "unit": "%", "acceptance": {"all": "report"}});
    for (key, value) in case["raw"][place].as_object().into_iter().flatten() {
        raw.as_object_mut().unwrap().insert(key.clone(), value.clone());
    }
    let mut tests = vec![test, raw];
    if place == 1 {
        tests.extend(case["added"].as_array().into_iter().flatten().cloned());
    }
    let document = json!({
        "format": "release-criteria/specification/1", "id": "SPEC-1", "version": (place + 1).to_string(), "status": "approved",
        "product": "Example", "phases": ["commercial"], "rounding": rounding.unwrap_or("usp".into()), "strict": strict.unwrap_or("exact".into()),
        "parameters": [
            {"id": "weight", "unit": case["weight"][place].as_str().unwrap_or("kg")}, {"id": "purity", "unit": "%"},
            {"id": "donor", "values": ["autologous", "allogeneic"]}, {"id": "patient", "text": true}
        ],
        "tests": tests,
        "groups": case["groups"].get(place).cloned().unwrap_or(json!([])),
    });
    wire::read_specification(&document.to_string()).unwrap_or_else(|error| panic!("{}: {error}", case["id"]))
}

fn compared(before: &Specification, after: &Specification) -> Comparison {
    let column = |specification| Column::new(specification, Phase::Commercial).unwrap();
    Comparison::between(&column(before), &column(after))
}

/// `t tightened upper: < 5.5 % → < 5.05 %`.
fn line(change: &Change) -> String {
    let part = change.part().map(|part| format!(" [{part}]")).unwrap_or_default();
    let end = change.end().map(|end| format!(" {end}")).unwrap_or_default();
    let sets = match (change.accepted_before(), change.accepted_after()) {
        (None, None) => String::new(),
        (before, after) => format!(": {} → {}", before.unwrap_or("–"), after.unwrap_or("–")),
    };
    // A test that is new or gone is told apart by its one side; the sets of a group have no side.
    let sets = if change.subject() == Subject::Group { String::new() } else { sets };
    format!("{}{part} {}{end}{sets}", change.id(), change.code())
}

/// Rules: COMP-1, COMP-2, COMP-3, COMP-4, COMP-7.
#[test]
fn worked_cases() {
    let cases: Vec<Value> = serde_json::from_str(CASES).unwrap();
    let mut faults = Vec::new();
    for case in &cases {
        let comparison = compared(&side(case, 0), &side(case, 1));
        let found: Vec<String> = comparison.changes().iter().map(line).collect();
        let expected: Vec<&str> =
            case["expect"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect();
        if found != expected {
            faults.push(format!("{}: found {found:#?}\nexpected {expected:#?}", case["id"]));
        }
        let direction = comparison.direction_of("t").map(|direction| direction.code());
        if direction != case["direction"].as_str() {
            faults.push(format!("{}: found the direction {direction:?}", case["id"]));
        }
        for (change, said) in comparison.changes().iter().zip(case["says"].as_array().into_iter().flatten()) {
            if !said.as_str().unwrap().is_empty() && change.explanation() != said {
                faults.push(format!("{}: says {:?}\nexpected {said}", case["id"], change.explanation()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let numbers: Vec<String> = (1..=60).map(|number| format!("F-{number:02}")).collect();
    for number in numbers {
        assert!(
            cases.iter().any(|case| case["id"].as_str().unwrap().trim_end_matches(['a', 'b']) == number),
            "{number}"
        );
    }
}

/// Rules: COMP-5.
#[test]
fn nothing_changed_of_the_same() {
    for case in serde_json::from_str::<Vec<Value>>(CASES).unwrap() {
        for place in [0, 1] {
            let comparison = compared(&side(&case, place), &side(&case, place));
            assert_eq!(comparison.changes(), [], "{}", case["id"]);
            assert!(comparison.to_string().ends_with("\nNothing changed."), "{comparison}");
        }
    }
}
