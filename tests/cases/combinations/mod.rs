//! Where there are more combinations of determinations than are told apart: nothing passes, and
//! what fails still fails.
//!
//! Rules: COND-9.

#![allow(clippy::unwrap_used, reason = "tests")]

mod determinations;
mod unknown;

use release_criteria::{
    Acceptance, AssayResult, Attribute, Lot, Outcome, Phase, Reason, Report, Rounding,
    Specification, SpecificationBuilder, StrictLimits, Test, TestBuilder,
};

fn specification() -> SpecificationBuilder {
    Specification::builder("SPEC-1", "1", "Example vector")
        .phases(&[Phase::Commercial])
        .rounding(Rounding::Usp)
        .strict(StrictLimits::Exact)
        .test(terms("companion"))
}

fn number(id: &str) -> TestBuilder {
    Test::quantitative(id, id, Attribute::General, "1")
}

fn terms(id: &str) -> TestBuilder {
    Test::qualitative(id, id, Attribute::Safety)
        .accept(Acceptance::terms(&["No growth"], &["Growth"]))
}

#[track_caller]
fn judge(specification: SpecificationBuilder, mut results: Vec<AssayResult>) -> Report {
    results.push(AssayResult::new("companion", "No growth"));
    let lot = Lot::new("LOT-1", "Example vector", results).unwrap();
    let plan = specification.build().unwrap().plan(Phase::Commercial).unwrap();
    let report = plan.evaluate(&lot);
    assert_eq!(plan.verdict(&lot), report.verdict());
    report
}

fn found(report: &Report, test: &str) -> (Outcome, Reason) {
    let finding = report.finding(test).unwrap();
    (finding.outcome(), finding.reason())
}
