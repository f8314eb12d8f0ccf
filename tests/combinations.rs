//! Where there are more combinations of determinations than are told apart: nothing passes, and what fails still fails.
//!
//! Rules: COND-9.

#![allow(clippy::unwrap_used, reason = "tests")]

use release_criteria::{
    Acceptance, AssayResult, Attribute, Derivation, Lot, Outcome, Phase, Reason, Report, Rounding, Specification,
    SpecificationBuilder, StrictLimits, Test, TestBuilder, Verdict,
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
    Test::qualitative(id, id, Attribute::Safety).accept(Acceptance::terms(&["No growth"], &["Growth"]))
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

/// A thousand conditions on a test with 1,001 determinations are too many to look at; what is derived from it is not.
///
/// Rules: DER-7, DER-12.
#[test]
fn what_conditions_cannot_look_at_is_derived_from_all_the_same() {
    let derived = Derivation::sum(&[]).less(&["a"]).constant("10");
    let mut specification = specification()
        .test(number("a").accept(Acceptance::new("report")))
        .test(number("d").derived(derived).accept(Acceptance::new("NMT 9")));
    for index in 0..1_000 {
        specification = specification.test(terms(&format!("t{index}")).when("a", "NMT 1000"));
    }
    let results = |count: usize| {
        let mut results: Vec<AssayResult> =
            (0..count).map(|index| AssayResult::new("a", &(index % 20 + 1).to_string())).collect();
        // It never stands in for the computed value.
        results.push(AssayResult::new("d", "5"));
        results
    };
    for count in [1_000, 1_001] {
        let report = judge(specification.clone(), results(count));
        assert_eq!(report.verdict(), Verdict::Incomplete);
        assert_eq!(report.finding("d").unwrap().outcome(), Outcome::Indeterminate, "{count}");
    }
    let report = judge(specification, results(1_001));
    assert_eq!(found(&report, "t0"), (Outcome::Indeterminate, Reason::TooManyCombinations));
}

/// Nine tests with two terms each make 512 combinations; that one of them is in a case whose criterion fails is told all the same.
///
/// Rules: JUDGE-12, COND-5.
#[test]
fn a_failing_case_among_many_combinations_fails() {
    let ids: Vec<String> = (0..9).map(|index| format!("c{index}")).collect();
    let mut specification = specification();
    for id in &ids {
        let choice = Acceptance::terms(&["A", "B"], &["C"]);
        specification = specification.test(Test::qualitative(id, id, Attribute::Identity).accept(choice));
    }
    // The first that is A says which case it is; where none is, there is no case.
    let case = |place: usize| {
        let before = ids.iter().take(place).fold(Acceptance::new("NMT 5"), |case, id| case.when(id, "B"));
        before.when(ids.get(place).unwrap(), "A")
    };
    let specification = specification.test(number("n").accept_cases((0..9).map(case).collect()));
    let both = || ids.iter().flat_map(|id| [AssayResult::new(id, "A"), AssayResult::new(id, "B")]);
    let with = |value: &str| both().chain([AssayResult::new("n", value)]).collect();
    let report = judge(specification.clone(), with("9"));
    assert_eq!(found(&report, "n"), (Outcome::DoesNotConform, Reason::Outside));
    let report = judge(specification, with("3"));
    // In one combination all are B, which is no case.
    assert_eq!(found(&report, "n"), (Outcome::Indeterminate, Reason::NoCaseApplies));
}

/// What is derived of 300 values offers no more than its extremes to conditions, and that there are others.
///
/// Rules: DER-12.
#[test]
fn a_condition_on_more_values_than_are_offered_is_undecided() {
    let specification = specification()
        .test(number("a").accept(Acceptance::new("report")))
        .test(number("d").derived(Derivation::product(&["a"])).accept(Acceptance::new("NMT 1000")))
        .test(terms("t").when("d", "100–200"));
    let results = |count: usize| {
        let results = (0..count).map(|index| AssayResult::new("a", &index.to_string()));
        results.chain([AssayResult::new("t", "Growth")]).collect()
    };
    let report = judge(specification.clone(), results(200));
    assert_eq!(found(&report, "t"), (Outcome::DoesNotConform, Reason::RejectedTerm));
    let report = judge(specification, results(300));
    assert_eq!(found(&report, "d"), (Outcome::Conforms, Reason::Within));
    assert_eq!(found(&report, "t"), (Outcome::Indeterminate, Reason::TooManyCombinations));
}
