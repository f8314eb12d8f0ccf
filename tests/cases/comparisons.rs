//! Two columns compared: worked cases of `tests/data/comparisons.json`, and what the whole looks
//! like.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests"
)]

use std::collections::HashSet;

use release_criteria::lifecycle::{Change, ChangeCode, Column, Comparison, Direction, Subject};
use release_criteria::{Phase, Specification, wire};
use serde_json::{Map, Value, json};

const CASES: &str = include_str!("../data/comparisons.json");

/// The specification of one side: the test `t` as the case has it, a value from which it may
/// follow, and what conditions may need.
fn side(case: &Value, place: usize) -> Specification {
    let mut own: Map<String, Value> = case[["before", "after"][place]].as_object().unwrap().clone();
    let (rounding, strict) = (own.remove("rounding"), own.remove("strict"));
    let acceptance = own.remove("acceptance").unwrap();
    let mut test = json!({
        "id": "t", "name": "T", "attribute": "purity", "unit": "%",
        "acceptance": {"all": acceptance},
    });
    for (key, value) in own {
        if value.is_null() {
            test.as_object_mut().unwrap().remove(&key)
        } else {
            test.as_object_mut().unwrap().insert(key, value)
        };
    }
    let mut raw = json!({
        "id": "raw", "name": "Raw", "attribute": "quantity", "unit": "%",
        "acceptance": {"all": "report"},
    });
    for (key, value) in case["raw"][place].as_object().into_iter().flatten() {
        raw.as_object_mut().unwrap().insert(key.clone(), value.clone());
    }
    let mut tests = vec![test, raw];
    if place == 1 {
        tests.extend(case["added"].as_array().into_iter().flatten().cloned());
    }
    let document = json!({
        "format": "release-criteria/specification/1",
        "id": "SPEC-1", "version": (place + 1).to_string(), "status": "approved",
        "product": "Example", "phases": ["commercial"],
        "rounding": rounding.unwrap_or("usp".into()),
        "strict": strict.unwrap_or("exact".into()),
        "parameters": [
            {"id": "weight", "unit": case["weight"][place].as_str().unwrap_or("kg")},
            {"id": "purity", "unit": "%"},
            {"id": "donor", "values": ["autologous", "allogeneic"]},
            {"id": "patient", "text": true},
        ],
        "tests": tests,
        "groups": case["groups"].get(place).cloned().unwrap_or(json!([])),
    });
    wire::read_specification(&document.to_string())
        .unwrap_or_else(|error| panic!("{}: {error}", case["id"]))
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
        for (change, said) in
            comparison.changes().iter().zip(case["says"].as_array().into_iter().flatten())
        {
            if !said.as_str().unwrap().is_empty() && change.explanation() != said {
                faults.push(format!(
                    "{}: says {:?}\nexpected {said}",
                    case["id"],
                    change.explanation()
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let numbers: Vec<String> = (1..=60).map(|number| format!("F-{number:02}")).collect();
    for number in numbers {
        assert!(
            cases
                .iter()
                .any(|case| case["id"].as_str().unwrap().trim_end_matches(['a', 'b']) == number),
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

/// A specification of `count` tests with a case for each of `bands` of `parameter`, the first of
/// which is `first` kilograms wide.
fn banded(count: usize, parameter: &str, bands: usize, first: usize) -> Specification {
    let cases: Vec<Value> = (0..bands)
        .map(|band| {
            let from = if band == 0 { 0 } else { first + (band - 1) * 10 };
            let limits = format!("{from}–{} kg", if band == 0 { first } else { from + 10 } - 1);
            json!({"when": {parameter: limits}, "criterion": format!("NLT {} %", 10 + band)})
        })
        .collect();
    let test = |number: usize| {
        json!({
            "id": format!("t{number}"), "name": format!("T{number}"),
            "attribute": "purity", "unit": "%", "acceptance": {"all": cases},
        })
    };
    let document = json!({
        "format": "release-criteria/specification/1",
        "id": "SPEC-1", "version": "1", "status": "approved", "product": "Example",
        "phases": ["commercial"], "rounding": "usp",
        "parameters": [{"id": "weight", "unit": "kg"}, {"id": "height", "unit": "kg"}],
        "tests": (0..count).map(test).collect::<Vec<_>>(),
    });
    wire::read_specification(&document.to_string()).unwrap()
}

/// Rules: COMP-4.
#[test]
fn shifted_bands_are_compared_band_by_band() {
    let comparison = compared(&banded(1, "weight", 31, 10), &banded(1, "weight", 31, 13));
    // Each band but the last meets two others; equal criteria say nothing.
    let parts: HashSet<&str> = comparison.changes().iter().filter_map(Change::part).collect();
    assert_eq!((parts.len(), comparison.changes().len()), (30, 31), "{comparison}");
    assert!(parts.contains("weight is 10–19 kg, now weight is 0–12 kg"), "{parts:?}");
}

/// Rules: COMP-8.
#[test]
fn cases_that_cross_are_not_compared() {
    let comparison = compared(&banded(1, "weight", 31, 10), &banded(1, "height", 31, 10));
    let [told_apart, not_compared] = comparison.changes() else { panic!("{comparison}") };
    assert_eq!(
        (told_apart.code(), not_compared.code()),
        (ChangeCode::Condition, ChangeCode::NotComparable)
    );
    assert_eq!(
        (not_compared.before(), not_compared.after()),
        (Some("31 cases of weight"), Some("31 cases of height"))
    );
    assert_eq!(not_compared.direction(), Direction::Other);
    // Few enough are compared each with each, though they cross.
    let few = compared(&banded(1, "weight", 4, 10), &banded(1, "height", 4, 10));
    assert_eq!(
        few.changes().iter().filter_map(Change::part).collect::<HashSet<_>>().len(),
        12,
        "{few}"
    );
    let more = compared(&banded(1, "weight", 5, 10), &banded(1, "height", 5, 10));
    assert_eq!(more.changes().len(), 2, "{more}");
    // Too many to be looked at, though they lie side by side.
    let many = compared(&banded(1, "weight", 32, 10), &banded(1, "weight", 32, 13));
    assert_eq!(many.changes().len(), 2, "{many}");
}

/// Rules: COMP-8.
#[test]
fn what_a_table_does_not_list_is_counted() {
    let comparison = compared(&banded(501, "weight", 31, 10), &banded(501, "height", 31, 10));
    assert_eq!(comparison.changes().len(), 1_002);
    let table = comparison.to_string();
    assert!(table.contains("\n… and 2 more changes, which its document lists\n"), "{table}");
    assert!(table.contains("T500"), "every test that changed is named");
    let document: Value = serde_json::from_str(&wire::write_comparison(&comparison)).unwrap();
    assert_eq!(document["changes"].as_array().unwrap().len(), 1_002);
    let listed =
        compared(&banded(500, "weight", 31, 10), &banded(500, "height", 31, 10)).to_string();
    assert!(!listed.contains("more change"), "{listed}");
}
