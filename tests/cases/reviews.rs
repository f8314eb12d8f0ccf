//! Reviews of specifications: worked cases of `tests/data/reviews.json`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    reason = "tests"
)]

use std::collections::BTreeSet;

use release_criteria::lifecycle::{AdvisoryCode, Review};
use release_criteria::{Specification, wire};
use serde_json::{Map, Value, json};

const CASES: &str = include_str!("../data/reviews.json");

/// A test of which nothing is to be said, but for what the case has otherwise.
fn test(index: usize, own: &Map<String, Value>) -> Value {
    let mut test = json!({
        "id": format!("t{index}"), "name": format!("T{index}"),
        "attribute": "purity", "unit": "%", "methods": ["QC-1"],
    });
    let members = test.as_object_mut().unwrap();
    for (key, value) in own {
        match (key.as_str(), value) {
            ("trim", _) => {}
            (_, Value::Null) => {
                members.remove(key);
            }
            ("acceptance", Value::String(criterion)) => {
                members.insert(
                    key.clone(),
                    json!({"all": {"criterion": criterion, "justification": "j"}}),
                );
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
    let or =
        |key: &str, default: Value| if case[key].is_null() { default } else { case[key].clone() };
    let tests = case["tests"].as_array().unwrap().iter().enumerate();
    let document = json!({
        "format": "release-criteria/specification/1",
        "id": "SPEC-1", "version": "1", "status": "draft", "product": "Example",
        "phases": or("phases", json!(["clinical", "validation", "commercial"])),
        "rounding": or("rounding", "usp".into()),
        "strict": or("strict", "exact".into()),
        "parameters": or("parameters", json!([{"id": "weight", "unit": "kg"}])),
        "tests": tests
            .map(|(index, own)| test(index, own.as_object().unwrap()))
            .collect::<Vec<_>>(),
        "groups": or("groups", json!([])),
    });
    wire::read_specification(&document.to_string())
        .unwrap_or_else(|error| panic!("{}: {error}", case["about"]))
}

/// Rules: REV-1, REV-2, REV-3, REV-4, REV-5, REV-6, REV-7, REV-8.
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

const WAYS: [&str; 8] =
    ["single", "mean", "geometric-mean", "median", "minimum", "maximum", "sum", "each"];

/// What is compared with a limit from below, or from above, of the first `count` of these
/// replicates.
fn compared(way: &str, count: usize, replicates: &[f64], from_below: bool) -> f64 {
    let mut own = replicates[..count].to_vec();
    own.sort_by(f64::total_cmp);
    let sum: f64 = own.iter().sum();
    match (way, from_below) {
        ("minimum", _) | ("each", true) => own[0],
        ("maximum", _) | ("each", false) => own[count - 1],
        ("sum", _) => sum,
        ("geometric-mean", _) => own.iter().product::<f64>().powf(1.0 / own.len() as f64),
        ("median", _) => f64::midpoint(own[(count - 1) / 2], own[count / 2]),
        _ => sum / own.len() as f64,
    }
}

/// A later phase that takes replicates together in another way is said to accept more exactly if
/// some replicates are accepted then and not before, and none before and not then: all ways, up to
/// three replicates of few values.
///
/// Rules: REV-3.
#[test]
fn other_replicates_that_accept_more_are_pointed_at() {
    let reportable = |way: &str, count: usize| json!({"replicates": count, "combine": way});
    let all = WAYS.iter().flat_map(|way| (1..=3).map(move |count| (*way, count)));
    let all: Vec<(&str, usize)> =
        all.filter(|(way, count)| (*way == "single") == (*count == 1)).collect();
    let mut told = 0;
    for signed in [false, true] {
        let values: &[f64] =
            if signed { &[-100.0, -1.0, 2.0, 100.0] } else { &[1.0, 2.0, 4.0, 100.0] };
        let three =
            |place: usize| [place % 4, place / 4 % 4, place / 16].map(|index| values[index]);
        for (was, is) in all.iter().flat_map(|was| all.iter().map(move |is| (*was, *is))) {
            if signed && [was.0, is.0].contains(&"geometric-mean") {
                continue;
            }
            for from_below in [true, false] {
                let test = json!({
                    "signed": signed,
                    "acceptance": if from_below { "NLT 70.0" } else { "NMT 70.0" },
                    "reportable": {
                        "clinical": reportable(was.0, was.1),
                        "commercial": reportable(is.0, is.1),
                    },
                });
                let case =
                    json!({"about": "", "phases": ["clinical", "commercial"], "tests": [test]});
                let review = Review::of(&specification(&case));
                let found = review
                    .advisories()
                    .iter()
                    .any(|one| one.code() == AdvisoryCode::LaterPhaseWider);
                let differences = (0..64).map(|place| {
                    let by = |(way, count)| compared(way, count, &three(place), from_below);
                    if from_below { by(is) - by(was) } else { by(was) - by(is) }
                });
                let (lowest, highest) = differences
                    .fold((0.0_f64, 0.0_f64), |(low, high), one| (low.min(one), high.max(one)));
                let expected = lowest > -1e-9 && highest > 1e-9;
                // How a median lies to fewer or more replicates is not looked into.
                let is_clear = was.1 == is.1 || ![was.0, is.0].contains(&"median");
                assert!(
                    if is_clear { found == expected } else { expected || !found },
                    "{was:?} to {is:?}, signed {signed}, from below {from_below}: {review}"
                );
                told += usize::from(found);
            }
        }
    }
    assert!(told > 200, "{told}");
}
