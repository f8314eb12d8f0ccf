//! Comparisons of tests that count in another way, against what judging says of the lots of both
//! columns.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use release_criteria::lifecycle::{Column, Comparison};
use release_criteria::{Outcome, Phase, Plan, Specification, wire};
use serde_json::{Value, json};

use crate::comparisons::holds;
use crate::settings;

/// What one column says of the test `t`, and of what it counts by, in the order of `side`.
type Side = Vec<Value>;

fn side() -> impl Strategy<Value = Side> {
    let criteria = [
        "NMT 5",
        "NMT 4",
        "NMT 5.0",
        "3–8",
        "report",
        "not required",
        "NMT 5 or \"ND1\"",
        "NMT 5 or \"ND1\" not \"TNTC\"",
        "NMT 4 or \"ND1\" not \"TNTC\" not \"X\"",
        "NMT 4 or \"X\"",
    ];
    let group =
        |rule: &str, tests: &[&str]| json!({"id": "g", "name": "G", "rule": rule, "tests": tests});
    let none = Value::Null;
    let members = [
        select(criteria.map(Value::from).to_vec()),
        select(vec![none.clone(), json!([{"from": "ppm", "factor": "0.0001"}])]),
        select(vec![none.clone(), json!(["M"]), json!(["M", "N"])]),
        select(vec![none.clone(), "after-release".into()]),
        select(vec![none.clone(), "if-tested".into()]),
        select(vec![none.clone(), true.into()]),
        select(vec![none.clone(), none.clone(), json!({"donor": "allogeneic"})]),
        select(vec![
            none.clone(),
            none,
            group("any-of", &["t", "b"]),
            group("alternatives", &["t", "b"]),
            group("any-of", &["t", "b", "c"]),
            group("alternatives", &["t", "b", "c"]),
        ]),
        select(vec![
            json!(["autologous", "allogeneic"]),
            json!(["autologous", "allogeneic", "unknown"]),
        ]),
    ];
    members.to_vec()
}

/// The criterion is another one, and often one thing or two beside it.
fn two() -> impl Strategy<Value = [Side; 2]> {
    (side(), side(), vec(proptest::bool::weighted(0.15), 9)).prop_map(|(before, other, changed)| {
        let sides = before.iter().zip(&other).zip(changed).enumerate();
        let after = sides.map(|(place, ((was, is), changed))| {
            if place == 0 || changed { is } else { was }.clone()
        });
        let after = after.collect();
        [before, after]
    })
}

/// `None` where the specification is refused.
fn build(side: &Side) -> Option<Specification> {
    let [criterion, conversions, methods, gate, required, signed, when, group, values] =
        side.as_slice()
    else {
        unreachable!()
    };
    let mut t = json!({
        "id": "t", "name": "T", "attribute": "purity", "unit": "%",
        "acceptance": {"all": criterion},
    });
    let mut groups = vec![group.clone()];
    let by_itself = [("gate", gate), ("required", required), ("when", when)];
    let always = [("conversions", conversions), ("methods", methods), ("signed", signed)];
    let own = always.into_iter().chain(by_itself.into_iter().filter(|_| group.is_null()));
    for (key, value) in own.filter(|(_, value)| !value.is_null()) {
        t[key] = value.clone();
    }
    groups.retain(|group| !group.is_null());
    if let Some(group) = groups.first_mut().filter(|_| !gate.is_null()) {
        group["gate"] = gate.clone();
    }
    let other = |id: &str| {
        json!({
            "id": id, "name": id, "attribute": "general",
            "acceptance": {"all": "\"Yes\" not \"No\""},
        })
    };
    let document = json!({
        "format": "release-criteria/specification/1",
        "id": "SPEC-1", "version": "1", "status": "draft", "product": "P",
        "phases": ["clinical"], "rounding": "usp", "strict": "exact",
        "parameters": [{"id": "donor", "values": values}],
        "tests": [t, other("b"), other("c"), other("always")], "groups": groups,
    });
    wire::read_specification(&document.to_string()).ok()
}

fn lot() -> impl Strategy<Value = Value> {
    let values = [
        "2 %",
        "3.6 %",
        "4.4 %",
        "4.5 %",
        "5.04 %",
        "5.3 %",
        "9 %",
        "-1 %",
        "40000 ppm",
        "90000 ppm",
        "<4 %",
        "<5 %",
        ">4 %",
        "ND1",
        "TNTC",
        "X",
    ];
    let result = (
        select(values.to_vec()),
        select(vec![Value::Null, "M".into(), "M".into(), "N".into()]),
        select(vec!["final", "final", "preliminary"]),
        select(vec!["R-1", "R-2"]),
    );
    let result = result.prop_map(|(value, method, status, reference)| {
        let mut result =
            json!({"test": "t", "value": value, "status": status, "reference": reference});
        if !method.is_null() {
            result["method"] = method;
        }
        result
    });
    let others = || select(vec![None, Some("Yes"), Some("Yes"), Some("No")]);
    (vec(result, 0..3), others(), others(), select(vec!["autologous", "allogeneic", "unknown"]))
        .prop_map(|(mut results, b, c, donor)| {
            let word = |id: &str, value: Option<&str>| {
                value.map(|value| json!({"test": id, "value": value}))
            };
            results.extend([word("b", b), word("c", c)].into_iter().flatten());
            json!({
                "format": "release-criteria/lot/1", "id": "L", "product": "P",
                "parameters": {"donor": donor}, "results": results,
            })
        })
}

/// What is found of `t`, or of the group through which it counts.
fn counted(plan: &Plan, lot: &Value) -> Option<Outcome> {
    let report = plan.evaluate(&wire::read_lot(&lot.to_string()).ok()?);
    let own = report.finding("t")?;
    Some(own.member_of().map_or(Some(own), |group| report.finding(group))?.outcome())
}

proptest! {
    #![proptest_config(settings(1_500))]

    /// Whatever else changed beside a limit, the direction holds of what counts.
    ///
    /// Rules: COMP-7.
    #[test]
    fn directions_hold_of_what_counts([was, is] in two(), lots in vec(lot(), 20)) {
        let (Some(before), Some(after)) = (build(&was), build(&is)) else { return Ok(()) };
        let (Ok(earlier), Ok(later)) = (before.plan(Phase::Clinical), after.plan(Phase::Clinical))
        else {
            return Ok(());
        };
        let column = |specification| Column::new(specification, Phase::Clinical).unwrap();
        let comparison = Comparison::between(&column(&before), &column(&after));
        let direction = comparison.direction_of("t");
        for lot in lots {
            let (Some(was), Some(is)) = (counted(&earlier, &lot), counted(&later, &lot)) else {
                continue;
            };
            prop_assert!(holds(direction, was, is), "{was} is {is} now: {lot}\n{comparison}");
        }
    }
}
