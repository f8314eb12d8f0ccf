//! Lots that have one result of each test in its unit, and lots that differ from these in one
//! respect: verdict and outcomes are those of the report, whichever way they are found.
//!
//! Rules: GEN-11.

#![allow(clippy::unwrap_used, reason = "a test")]

use release_criteria::{
    Acceptance, AssayResult, Attribute, Lot, Outcome, Phase, Plan, Rounding, Specification,
    StrictLimits, Test, Verdict,
};

const PRODUCT: &str = "Example vector";

fn plan() -> Plan {
    let quantity = |id: &str, unit: &str, criterion: &str| {
        Test::quantitative(id, id, Attribute::General, unit).accept(Acceptance::new(criterion))
    };
    let look = Acceptance::terms(&["Clear"], &["Cloudy"]);
    Specification::builder("SPEC-1", "1", PRODUCT)
        .phases(&[Phase::Clinical])
        .rounding(Rounding::Usp)
        .strict(StrictLimits::Exact)
        .test(quantity("viability", "%", "NLT 70 %"))
        .test(quantity("shift", "%", "-5 to 5 %").signed())
        .test(quantity("ratio", "1", "NMT 2.5"))
        .test(quantity("ratio_of_lots", "%", "report"))
        .test(quantity("endotoxin", "EU/mL", "< 5 EU/mL").conversion("EU/dL", "0.01"))
        .test(quantity("titre", "vg/mL", "NLT 1.0 × 10^13 vg/mL").method("QC-1"))
        .test(Test::qualitative("look", "Look", Attribute::Appearance).accept(look))
        .build()
        .and_then(|specification| specification.plan(Phase::Clinical))
        .unwrap()
}

/// One result of each test, all of which conform, but that of `test`.
fn results(test: &str) -> Vec<AssayResult> {
    [
        ("endotoxin", "0.25 EU/mL"),
        ("look", "Clear"),
        ("ratio", "2.5"),
        ("ratio_of_lots", "12 %"),
        ("shift", "-1.5 %"),
        ("titre", "2.0 × 10^13 vg/mL"),
        ("viability", "92.4 %"),
    ]
    .into_iter()
    .filter(|(id, _)| *id != test)
    .map(|(id, value)| AssayResult::new(id, value).with_method("QC-1"))
    .collect()
}

/// The verdict, which is that of the report, as are all outcomes.
#[track_caller]
fn verdict(results: Vec<AssayResult>) -> Verdict {
    let (plan, lot) = (plan(), Lot::new("LOT-1", PRODUCT, results).unwrap());
    let report = plan.evaluate(&lot);
    let told: Vec<_> =
        report.findings().iter().map(|one| (one.test(), one.outcome(), one.reason())).collect();
    assert_eq!(plan.outcomes(&lot), told, "{report}");
    assert_eq!(plan.verdict(&lot), report.verdict(), "{report}");
    report.verdict()
}

#[test]
fn one_result_of_each_test() {
    assert_eq!(verdict(results("")), Verdict::Conforms);
    let mut reversed = results("");
    reversed.reverse();
    assert_eq!(verdict(reversed), Verdict::Conforms);
    for missing in ["endotoxin", "look", "ratio", "ratio_of_lots", "shift", "titre", "viability"] {
        assert_eq!(verdict(results(missing)), Verdict::Incomplete, "{missing}");
    }
}

#[test]
fn another_value() {
    use Verdict::{Conforms, DoesNotConform, Incomplete};
    for (test, value, expected) in [
        ("viability", "69.5 %", Conforms),
        ("viability", "69.49999 %", DoesNotConform),
        ("viability", "69.4 %", DoesNotConform),
        ("viability", "-1 %", Incomplete),
        ("viability", ">60 %", Incomplete),
        ("viability", ">90 %", Conforms),
        ("viability", "92.4", Incomplete),
        ("viability", "92.4 EU/mL", Incomplete),
        ("viability", "Clear", Incomplete),
        ("viability", "92,4 %", Incomplete),
        ("viability", "9.2 × 10^27 %", Conforms),
        ("shift", "-5 %", Conforms),
        ("shift", "-6 %", DoesNotConform),
        ("shift", "5.51 %", DoesNotConform),
        ("ratio", "2.54", Conforms),
        ("ratio", "2.55", DoesNotConform),
        ("ratio", "2.5 %", Incomplete),
        ("ratio_of_lots", "-12 %", Incomplete),
        ("endotoxin", "5 EU/mL", DoesNotConform),
        ("endotoxin", "499.9 EU/dL", Conforms),
        ("endotoxin", "500 EU/dL", DoesNotConform),
        ("titre", "9.4 × 10^12 vg/mL", DoesNotConform),
        ("look", "Cloudy", DoesNotConform),
        ("look", "5 %", Incomplete),
    ] {
        let changed = AssayResult::new(test, value).with_method("QC-1");
        assert_eq!(verdict([results(test), vec![changed]].concat()), expected, "{test}: {value}");
    }
}

#[test]
fn another_kind_of_result() {
    use Verdict::{Conforms, DoesNotConform, Incomplete};
    let good = || AssayResult::new("viability", "92.4 %");
    let bad = || AssayResult::new("viability", "12 %");
    for (changed, expected) in [
        (vec![AssayResult::new("viability", "92.4").with_unit("%")], Conforms),
        (vec![good().preliminary()], Incomplete),
        (vec![good().invalidated("spilt", "INV-1", "QA")], Incomplete),
        (vec![good().of_lot("LOT-2")], Incomplete),
        (vec![good().of_lot("LOT-1")], Conforms),
        (vec![good().replicate("93 %")], Incomplete),
        (vec![good(), bad().with_reference("R-2")], DoesNotConform),
        (vec![good(), bad().invalidated("spilt", "INV-1", "QA").with_reference("R-2")], Conforms),
        (vec![good(), AssayResult::new("viabilty", "92.4 %")], Incomplete),
        (vec![AssayResult::new("viabilty", "92.4 %")], Incomplete),
    ] {
        let shown = format!("{changed:?}");
        assert_eq!(verdict([results("viability"), changed].concat()), expected, "{shown}");
    }
    let titre = AssayResult::new("titre", "2.0 × 10^13 vg/mL").with_method("QC-2");
    assert_eq!(verdict([results("titre"), vec![titre]].concat()), Incomplete);
    let ratio = AssayResult::new("ratio", "2.5").with_unit("1");
    assert_eq!(verdict([results("ratio"), vec![ratio]].concat()), Conforms);
}

/// A unit that is taken for a part of an id, or an id for a part of a unit, would make one lot look
/// like another.
#[test]
fn ids_and_units_stay_apart() {
    let of_lots = AssayResult::new("ratio", "2.5 of_lots");
    assert_eq!(verdict([results("ratio"), vec![of_lots]].concat()), Verdict::Incomplete);
    let plan = plan();
    let swapped = vec![AssayResult::new("shift", "1 EU/mL"), AssayResult::new("endotoxin", "1 %")];
    let lot = Lot::new("LOT-1", PRODUCT, swapped).unwrap();
    let undecided = plan
        .outcomes(&lot)
        .into_iter()
        .filter(|(_, outcome, _)| *outcome == Outcome::Indeterminate);
    assert_eq!(undecided.map(|(test, ..)| test).collect::<Vec<_>>(), ["shift", "endotoxin"]);
}
