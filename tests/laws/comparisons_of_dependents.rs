//! Comparisons of tests that depend on others, against what judging says of the lots of both
//! columns.

use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use release_criteria::lifecycle::{ChangeCode, Column, Comparison};
use release_criteria::{Outcome, Phase, Plan, Specification, wire};
use serde_json::{Map, Value, json};

use crate::comparisons::{codes, contradicts};
use crate::settings;

/// What one column says of the test `t`, and of `raw` and `mark`, on which it may depend.
type Side = Vec<(&'static str, Value)>;

fn of(values: Vec<Value>) -> impl Strategy<Value = Value> {
    select(values)
}

fn criterion() -> impl Strategy<Value = Value> {
    let texts = [
        "NMT 5",
        "NMT 4",
        "NLT 5",
        "NLT 10",
        "NMT 10",
        "4.0 ± 0.5",
        "= 4",
        "3–8",
        "< 5",
        "> 3",
        "NMT 5.0",
        "NMT 10.0",
        "report",
        "not required",
        "NMT 5 or \"ND1\"",
        "NMT 4 or \"ND1\" not \"TNTC\"",
        "\"ND1\" not \"TNTC\"",
        "NMT 0",
        "NMT 5.0 × 10^4",
        "NLT 4.0 × 10^4",
    ];
    select(texts.map(Value::from).to_vec())
}

fn terms() -> impl Strategy<Value = Value> {
    let texts = [
        "\"A\" not \"B\"",
        "\"A\" not other",
        "\"A\" or \"B\" not \"C\"",
        "\"B\" not \"A\"",
        "same as patient",
        "report",
        "not required",
    ];
    select(texts.map(Value::from).to_vec())
}

fn condition() -> impl Strategy<Value = Value> {
    of(vec![
        Value::Null,
        Value::Null,
        Value::Null,
        json!({"donor": "allogeneic"}),
        json!({"donor": "autologous"}),
        json!({"raw": "NMT 5 %"}),
        json!({"raw": "> 5 %"}),
        json!({"mark": "Yes"}),
        json!({"mark": "Yes", "donor": "allogeneic"}),
    ])
}

/// Conditions of two cases that exclude each other.
fn pair() -> impl Strategy<Value = [Value; 2]> {
    select(vec![
        [json!({"weight": "NMT 50 kg"}), json!({"weight": "> 50 kg"})],
        [json!({"weight": "NMT 60 kg"}), json!({"weight": "> 60 kg"})],
        [json!({"weight": "NMT 50 kg", "mark": "Yes"}), json!({"weight": "> 50 kg"})],
        [
            json!({"weight": "NMT 50 kg", "donor": "allogeneic"}),
            json!({"weight": "> 50 kg", "donor": "autologous"}),
        ],
        [json!({"raw": "NMT 5 %"}), json!({"raw": "> 5 %"})],
        [json!({"raw": "NMT 3 %"}), json!({"raw": "> 3 %"})],
        [json!({"mark": "Yes"}), json!({"mark": "No"})],
        [json!({"donor": "allogeneic"}), json!({"donor": "autologous"})],
    ])
}

fn derivation() -> impl Strategy<Value = Value> {
    of(vec![
        Value::Null,
        Value::Null,
        json!({"multiply": ["raw"]}),
        json!({"multiply": ["raw"], "constant": "2"}),
        json!({"add": ["raw", "share"]}),
        json!({"add": ["raw"], "subtract": ["share"]}),
        json!({"multiply": ["raw"], "divide": ["share"], "constant": "1 %"}),
    ])
}

fn acceptance() -> impl Strategy<Value = Value> {
    let case = || (criterion(), derivation(), select(vec!["", "", "", "%", "ppm"]));
    prop_oneof![
        3 => criterion().prop_map(|one| json!({"all": one})),
        1 => (criterion(), criterion())
            .prop_map(|(one, other)| json!({"clinical": one, "commercial": other})),
        4 => (pair(), case(), case()).prop_map(|(when, first, second)| {
            let cases =
                when.into_iter().zip([first, second]).map(|(when, (criterion, derived, unit))| {
                    let mut case = Map::new();
                    case.insert("when".into(), when);
                    case.insert("criterion".into(), criterion);
                    if !derived.is_null() {
                        case.insert("derived".into(), derived);
                    }
                    if !unit.is_empty() {
                        case.insert("unit".into(), unit.into());
                    }
                    Value::Object(case)
                });
            json!({"all": cases.collect::<Vec<_>>()})
        }),
    ]
}

fn conversions() -> impl Strategy<Value = Value> {
    of(vec![
        Value::Null,
        json!([{"from": "ppm", "factor": "0.0001"}]),
        json!([{"from": "mg/g", "factor": "0.1"}]),
        json!([{"from": "%", "factor": "10000"}]),
        json!([{"from": "%", "factor": "10"}]),
        json!([{"from": "%", "factor": "20"}]),
        json!([{"from": "%", "factor": "10000"}, {"from": "mg/g", "factor": "1000"}]),
        json!([{"from": "ppm", "factor": "0.0001"}, {"from": "mg/g", "factor": "1"}]),
        json!([{"from": "ppm", "factor": "0.0001"}, {"from": "mg/g", "factor": "0.1"}]),
    ])
}

fn replicates() -> impl Strategy<Value = Value> {
    of(vec![
        Value::Null,
        Value::Null,
        Value::Null,
        json!({"replicates": 2, "combine": "mean"}),
        json!({"replicates": 2, "combine": "maximum", "each": "NMT 8"}),
        json!({"replicates": 2, "combine": "maximum", "each": "NMT 9", "max_rsd": "20 %"}),
        json!({"replicates": 2, "combine": "each"}),
    ])
}

fn side() -> impl Strategy<Value = Side> {
    let t = (
        of(vec!["%".into(), "%".into(), "%".into(), "ppm".into(), "mg/g".into(), Value::Null]),
        prop_oneof![4 => acceptance(), 1 => terms().prop_map(|one| json!({"all": one}))],
        derivation(),
        condition(),
        conversions(),
        replicates(),
        of(vec![Value::Null, Value::Null, true.into()]),
        of(["usp", "ph-eur", "astm-e29", "absolute"].map(Value::from).to_vec()),
        of(["rounded", "exact"].map(Value::from).to_vec()),
    );
    let raw = (
        conversions(),
        replicates(),
        of(vec![Value::Null, Value::Null, true.into()]),
        prop_oneof![
            4 => of(vec![
                json!({"all": "report"}),
                json!({"all": "NMT 50"}),
                json!({"all": "not required"}),
            ]),
            1 => select(vec![0, 1]).prop_map(|place| {
                let mut cases = [
                    json!({"when": {"weight": "NMT 50 kg"}, "criterion": "report"}),
                    json!({"when": {"weight": "> 50 kg"}, "criterion": "report"}),
                ];
                cases[place]
                    .as_object_mut()
                    .unwrap()
                    .insert("derived".into(), json!({"multiply": ["share"]}));
                json!({"all": cases})
            }),
        ],
        of(vec![Value::Null, Value::Null, json!({"multiply": ["share"]})]),
    );
    let parameters = (
        of(vec!["kg".into(), "kg".into(), "kg".into(), "g".into()]),
        option::weighted(0.1, Just(true)),
    );
    (t, raw, parameters).prop_map(|(t, raw, (weight, group))| {
        vec![
            ("t.unit", t.0),
            ("t.acceptance", t.1),
            ("t.derived", t.2),
            ("t.when", t.3),
            ("t.conversions", t.4),
            ("t.reportable", t.5),
            ("t.signed", t.6),
            ("t.rounding", t.7),
            ("t.strict", t.8),
            ("raw.conversions", raw.0),
            ("raw.reportable", raw.1),
            ("raw.signed", raw.2),
            ("raw.acceptance", raw.3),
            ("raw.derived", raw.4),
            ("weight", weight),
            ("group", group.into()),
        ]
    })
}

/// The same with one thing or a few changed.
fn two() -> impl Strategy<Value = [Side; 2]> {
    (side(), side(), proptest::collection::vec(proptest::bool::weighted(0.15), 16)).prop_map(
        |(before, other, changed)| {
            let after = before
                .iter()
                .zip(&other)
                .zip(changed)
                .map(|((was, is), changed)| if changed { is } else { was })
                .cloned();
            let after = after.collect();
            [before, after]
        },
    )
}

/// Leaves out what would be refused.
fn mend(test: &mut Value) {
    let test = test.as_object_mut().unwrap();
    let has_units = test["acceptance"]["all"]
        .as_array()
        .is_some_and(|cases| cases.iter().any(|case| case.get("unit").is_some()));
    let in_cases = has_units && test.get("unit").is_none();
    let is_derived = test.get("derived").is_some() && !in_cases;
    let is_limited = test["acceptance"].to_string().chars().any(|c| c.is_ascii_digit() && c != '1');
    if !in_cases && is_limited && test.get("unit").is_none() {
        test.insert("unit".into(), "%".into());
    }
    let unit = test.get("unit").cloned();
    if let Some(cases) = test["acceptance"]["all"].as_array_mut() {
        for case in cases {
            let case = case.as_object_mut().unwrap();
            if in_cases {
                case.entry("unit").or_insert("%".into());
            } else {
                case.remove("unit");
            }
            if is_derived || unit.is_none() && !in_cases {
                case.remove("derived");
            }
        }
    }
    let has_derived_cases = test["acceptance"].to_string().contains("derived");
    if in_cases || unit.is_none() {
        test.remove("derived");
        test.remove("conversions");
        if !in_cases {
            test.remove("signed");
        }
        test.remove("reportable");
    }
    if is_derived
        || has_derived_cases
        || test["id"] == "raw" && test.get("reportable").is_some_and(|one| one["combine"] == "each")
    {
        test.remove("reportable");
    }
    if let Some(all) = test.get_mut("conversions").and_then(Value::as_array_mut) {
        all.retain(|one| Some(&one["from"]) != unit.as_ref());
    }
}

/// `None` where the specification is refused.
fn build(side: &Side) -> Option<Specification> {
    let mut t = json!({"id": "t", "name": "T", "attribute": "safety"});
    let mut raw = json!({"id": "raw", "name": "Raw", "attribute": "quantity", "unit": "%"});
    let mut own = json!({"weight": "kg"});
    for (key, value) in side.iter().filter(|(_, value)| !value.is_null()) {
        let (object, key) = match key.split_once('.') {
            Some(("t", key)) => (&mut t, key),
            Some((_, key)) => (&mut raw, key),
            None => (&mut own, *key),
        };
        object.as_object_mut().unwrap().insert(key.to_owned(), value.clone());
    }
    mend(&mut t);
    mend(&mut raw);
    if !own["group"].is_null() {
        t.as_object_mut().unwrap().remove("when");
    }
    let unit = own["weight"].as_str().unwrap();
    let t: Value =
        serde_json::from_str(&t.to_string().replace("0 kg\"", &format!("0 {unit}\""))).unwrap();
    let raw: Value =
        serde_json::from_str(&raw.to_string().replace("0 kg\"", &format!("0 {unit}\""))).unwrap();
    let groups = if own["group"].is_null() {
        json!([])
    } else {
        json!([{"id": "g", "name": "G", "rule": "any-of", "tests": ["t", "b"]}])
    };
    let document = json!({
        "format": "release-criteria/specification/1",
        "id": "SPEC-1", "version": "1", "status": "draft", "product": "P",
        "phases": ["clinical", "commercial"], "rounding": "usp", "strict": "exact",
        "parameters": [
            {"id": "weight", "unit": unit},
            {"id": "share", "unit": "%"},
            {"id": "donor", "values": ["autologous", "allogeneic"]},
            {"id": "patient", "text": true},
        ],
        "tests": [
            t,
            raw,
            {
                "id": "mark", "name": "Mark", "attribute": "identity",
                "acceptance": {"all": "\"Yes\" or \"No\" not \"Bad\""},
            },
            {
                "id": "b", "name": "B", "attribute": "general",
                "acceptance": {"all": "\"Yes\" not \"No\""},
            },
        ],
        "groups": groups,
    });
    wire::read_specification(&document.to_string()).ok()
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => (
            select(vec![
                "0", "2.9", "3", "3.6", "4", "4.4", "4.5", "5", "5.04", "5.4", "5.5", "6", "7",
                "8", "8.6", "9.2", "9.96", "10", "10.4", "-1", "45000", "0.45", "0.5",
            ]),
            select(vec!["%", "%", "%", "ppm"]),
        )
            .prop_map(|(value, unit)| format!("{value} {unit}")),
        2 => select(vec![
            "40000 ppm", "45000 ppm", "80000 ppm", "4000 ppm", "5000000 ppb", "45000000 ppb",
            "<4 %", ">6 %", "<40000 ppm",
        ])
        .prop_map(str::to_owned),
        2 => select(vec!["A", "B", "C", "ND1", "TNTC", "PATIENT-1", "4"]).prop_map(str::to_owned),
    ]
}

fn lot() -> impl Strategy<Value = Value> {
    let values = || proptest::collection::vec(proptest::collection::vec(value(), 1..=2), 0..=2);
    (
        values(),
        values(),
        proptest::collection::vec(select(vec!["Yes", "No"]), 1..=2),
        select(vec!["40", "50", "55", "70"]),
        select(vec!["kg", "kg", "kg", "g"]),
        select(vec!["autologous", "allogeneic"]),
        select(vec!["1 %", "2 %", "8 %"]),
        select(vec!["A", "B", "PATIENT-1"]),
    )
        .prop_map(|(t, raw, marks, weight, unit, donor, share, patient)| {
            let rows = |id: &'static str, all: Vec<Vec<String>>| {
                all.into_iter().map(move |values| {
                    if values.len() == 1 {
                        json!({"test": id, "value": values[0]})
                    } else {
                        json!({"test": id, "values": values})
                    }
                })
            };
            let results: Vec<Value> = rows("t", t)
                .chain(rows("raw", raw))
                .chain(rows("mark", marks.into_iter().map(|mark| vec![mark.to_owned()]).collect()))
                .collect();
            json!({
                "format": "release-criteria/lot/1", "id": "L", "product": "P",
                "parameters": {
                    "weight": format!("{weight} {unit}"),
                    "donor": donor,
                    "share": share,
                    "patient": patient,
                },
                "results": results,
            })
        })
}

fn outcome(plan: &Plan, lot: &Value) -> Outcome {
    let lot = wire::read_lot(&lot.to_string()).unwrap();
    plan.evaluate(&lot).finding("t").unwrap().outcome()
}

fn compare(before: &Specification, after: &Specification, phases: [Phase; 2]) -> Comparison {
    let column = |specification, phase| Column::new(specification, phase).unwrap();
    Comparison::between(&column(before, phases[0]), &column(after, phases[1]))
}

proptest! {
    #![proptest_config(settings(200))]

    /// Stricter: what conforms now did before. Looser: what conformed does now. Unchanged: nothing
    /// is judged otherwise.
    ///
    /// Rules: COMP-2, COMP-3, COMP-4, COMP-7.
    #[test]
    fn directions_hold_for_tests_that_depend_on_others(
        [was, is] in two(),
        lots in proptest::collection::vec(lot(), 20),
        phases in select(vec![[Phase::Clinical; 2], [Phase::Clinical, Phase::Commercial]]),
    ) {
        let (Some(before), Some(after)) = (build(&was), build(&is)) else { return Ok(()) };
        let (Ok(earlier), Ok(later)) = (before.plan(phases[0]), after.plan(phases[1])) else {
            return Ok(());
        };
        let comparison = compare(&before, &after, phases);
        // Of which a lot has several determinations may meet a condition of one side and not of the
        // other as well.
        let is_told_apart =
            comparison.changes_of("t").any(|change| change.code() == ChangeCode::Condition);
        let is_derived = was
            .iter()
            .chain(&is)
            .any(|(key, value)| key.starts_with("raw.") && value.to_string().contains("share"))
            || was.iter().chain(&is).any(|(key, value)| *key == "raw.derived" && !value.is_null());
        let has_several = |lot: &Value, id: &str| {
            let computed = usize::from(id == "raw" && is_derived);
            lot["results"].as_array().unwrap().iter().filter(|row| row["test"] == id).count()
                + computed
                > 1
        };
        for lot in lots
            .iter()
            .filter(|lot| !is_told_apart || !has_several(lot, "raw") && !has_several(lot, "mark"))
        {
            let (was, is) = (outcome(&earlier, lot), outcome(&later, lot));
            prop_assert!(
                !contradicts(&comparison, was, is),
                "{was} is {is} now: \
                 {lot}\n{comparison}"
            );
        }
    }

    /// Rules: COMP-5.
    #[test]
    fn swapped_sides_of_tests_that_depend_on_others([was, is] in two()) {
        let (Some(before), Some(after)) = (build(&was), build(&is)) else { return Ok(()) };
        let phases = [Phase::Clinical; 2];
        let (forth, back) = (compare(&before, &after, phases), compare(&after, &before, phases));
        prop_assert_eq!(codes(&forth, false), codes(&back, true), "{}", forth);
        let itself = compare(&before, &before, phases);
        prop_assert_eq!(itself.changes(), []);
    }
}
