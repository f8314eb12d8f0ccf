//! On plain numbers, away from what rounds to a limit, every engine says what the library says.

#![allow(clippy::unwrap_used, clippy::float_arithmetic, reason = "tests")]

use release_criteria::{
    Acceptance, AssayResult, Attribute, Lot, Phase, Plan, Rounding, Specification, Test, Verdict,
};
use release_criteria_peers::JsonSchema;
use serde_json::json;

fn plan() -> Plan {
    let test = |id: &str, criterion: &str| {
        Test::quantitative(id, id, Attribute::Purity, "%").accept(Acceptance::new(criterion))
    };
    Specification::builder("SPEC-1", "1", "Example vector")
        .phases(&[Phase::Commercial])
        .rounding(Rounding::Absolute)
        .test(test("viability", "NLT 70 %"))
        .test(test("residue", "NMT 5 %"))
        .build()
        .unwrap()
        .plan(Phase::Commercial)
        .unwrap()
}

#[test]
fn plain_numbers_are_judged_alike() {
    let (plan, schema) =
        (plan(), JsonSchema::of(&[("viability", Some(70.0), None), ("residue", None, Some(5.0))]));
    let mut verdicts = Vec::new();
    for viability in [0.0, 69.5, 70.0, 70.5, 100.0] {
        for residue in [0.0, 4.5, 5.0, 5.5] {
            let result = |id, value: f64| AssayResult::new(id, &format!("{value:.1} %"));
            let results = vec![result("viability", viability), result("residue", residue)];
            let lot = Lot::new("LOT-1", "Example vector", results).unwrap();
            let conforms = plan.verdict(&lot) == Verdict::Conforms;
            let values = json!({"viability": viability, "residue": residue});
            assert_eq!(schema.accepts(&values), conforms, "{values}");
            verdicts.push(conforms);
        }
    }
    assert!(verdicts.contains(&true) && verdicts.contains(&false));
}

/// Why they are no judges of lots: a result that is censored, or of another unit, is none to them.
#[test]
fn what_is_no_plain_number_is_lost() {
    let schema = JsonSchema::of(&[("residue", None, Some(5.0))]);
    assert!(!schema.accepts(&json!({"residue": "<0.5 %"})), "conforms by the library");
    assert!(schema.accepts(&json!({"residue": 4.0})), "whatever the unit");
}
