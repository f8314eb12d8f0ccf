//! `Plan::verdict` allocates nothing, whatever the lot: it can be asked for as often as a host
//! likes.
//!
//! Rules: GEN-11.

#![allow(clippy::unwrap_used, reason = "a test")]

use allocation_counter::measure;
use release_criteria::{
    Acceptance, AssayResult, Attribute, Gate, Lot, Phase, Plan, Rounding, Specification,
    StrictLimits, Test, Verdict,
};

const PRODUCT: &str = "Example vector";

fn plan() -> Plan {
    let terms = || Acceptance::terms(&["No growth"], &["Growth"]);
    Specification::builder("SPEC-1", "1", PRODUCT)
        .phases(&[Phase::Clinical])
        .rounding(Rounding::Usp)
        .strict(StrictLimits::Rounded)
        .test(
            Test::quantitative("assay", "Assay", Attribute::Potency, "%")
                .accept(Acceptance::new("70–130 %")),
        )
        .test(
            Test::quantitative("endotoxin", "Endotoxin", Attribute::Safety, "EU/mL")
                .method("QC-1")
                .method("QC-2")
                .accept(Acceptance::new("< 5.0 EU/mL").alert("NMT 3.0 EU/mL")),
        )
        .test(
            Test::quantitative("residue", "Residue", Attribute::Purity, "ppm")
                .conversion("%", "10000")
                .if_tested()
                .accept(Acceptance::new("NMT 3 ppm or \"Not detected\"")),
        )
        .test(
            Test::quantitative("cells", "Cells", Attribute::Quantity, "cells")
                .if_tested()
                .accept(Acceptance::new("report")),
        )
        .test(
            Test::qualitative("colour", "Colour", Attribute::Appearance)
                .accept(Acceptance::new("not required")),
        )
        .test(
            Test::qualitative("sterility", "Sterility", Attribute::Safety)
                .gate(Gate::AfterRelease)
                .accept(terms()),
        )
        .build()
        .and_then(|specification| specification.plan(Phase::Clinical))
        .unwrap()
}

fn endotoxin() -> AssayResult {
    AssayResult::new("endotoxin", "<0.5 EU/mL").with_method("QC-2")
}

/// What conforms in every test but, perhaps, that of the further results.
fn lot_of(product: &str, further: Vec<AssayResult>) -> Lot {
    let mut results = vec![
        AssayResult::new("assay", "92.4 %"),
        endotoxin(),
        AssayResult::new("sterility", "no  GROWTH "),
    ];
    results.extend(further);
    Lot::new("LOT-1", product, results).unwrap()
}

#[track_caller]
fn allocates_nothing(lot: &Lot, expected: Verdict) {
    let plan = plan();
    let mut verdict = None;
    let memory = measure(|| verdict = Some(plan.verdict(lot)));
    assert_eq!((verdict, memory.count_total), (Some(expected), 0));
    // It is the counting that is nothing, not the counter.
    assert!(measure(|| drop(plan.evaluate(lot))).count_total > 0);
}

#[track_caller]
fn with(further: Vec<AssayResult>, expected: Verdict) {
    allocates_nothing(&lot_of(PRODUCT, further), expected);
}

#[test]
fn plain_and_censored_results() {
    with(Vec::new(), Verdict::Conforms);
    with(vec![AssayResult::new("assay", "60").with_unit("%")], Verdict::DoesNotConform);
    with(vec![AssayResult::new("assay", ">120 %")], Verdict::Incomplete);
    with(vec![AssayResult::new("cells", "ND (LOD 10 cells)")], Verdict::Conforms);
    allocates_nothing(&Lot::new("LOT-1", PRODUCT, Vec::new()).unwrap(), Verdict::Incomplete);
}

/// Rules: UNIT-5.
#[test]
fn converted_results() {
    with(vec![AssayResult::new("residue", "0.00034 %")], Verdict::Conforms);
    with(vec![AssayResult::new("residue", "0.00035").with_unit("%")], Verdict::DoesNotConform);
    with(vec![AssayResult::new("residue", "<9999999999999999999999999999 %")], Verdict::Incomplete);
}

#[test]
fn qualitative_results() {
    with(vec![AssayResult::new("sterility", "  GROWTH")], Verdict::DoesNotConform);
    with(vec![AssayResult::new("sterility", "Çà et là, ß İ ς")], Verdict::Incomplete);
    with(vec![AssayResult::new("residue", "not  Detected")], Verdict::Conforms);
    with(vec![AssayResult::new("colour", "Blue")], Verdict::Conforms);
}

/// Rules: GEN-4.
#[test]
fn results_that_cannot_be_judged() {
    with(vec![AssayResult::new("assay", "97,95 %")], Verdict::Incomplete);
    with(vec![AssayResult::new("assay", "-1 %")], Verdict::Incomplete);
    with(vec![AssayResult::new("assay", "9 mg")], Verdict::Incomplete);
    with(vec![AssayResult::new("endotoxin", "1 EU/mL").with_method("QC-3")], Verdict::Incomplete);
}

/// Rules: RES-3, RES-5.
#[test]
fn preliminary_superseded_and_invalidated_results() {
    let preliminary = || AssayResult::new("assay", "90 %").with_reference("R-1").preliminary();
    with(vec![preliminary()], Verdict::Incomplete);
    with(
        vec![preliminary(), AssayResult::new("assay", "91 %").with_reference("R-1")],
        Verdict::Conforms,
    );
    with(
        vec![AssayResult::new("endotoxin", "1 EU/mL").with_method("QC-1").preliminary()],
        Verdict::Conforms,
    );
    with(
        vec![AssayResult::new("assay", "1 %").invalidated("fault", "INV-1", "QA-1")],
        Verdict::Conforms,
    );
    with((0..1_000).map(|_| AssayResult::new("assay", "71 %")).collect(), Verdict::Conforms);
}

/// Rules: RES-7, VER-7, VER-8.
#[test]
fn results_and_lots_of_something_else() {
    with(vec![AssayResult::new("asay", "90 %")], Verdict::Incomplete);
    with(vec![AssayResult::new("assay", "90 %").of_lot("LOT-2")], Verdict::Incomplete);
    allocates_nothing(&lot_of("Other vector", Vec::new()), Verdict::Incomplete);
    let lot = lot_of(PRODUCT, Vec::new());
    allocates_nothing(&lot.clone().for_specification("SPEC-1", "1").unwrap(), Verdict::Conforms);
    allocates_nothing(&lot.for_specification("SPEC-1", "2").unwrap(), Verdict::Incomplete);
}
