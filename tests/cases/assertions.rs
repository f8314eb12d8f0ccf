//! What failing assertions print.
//!
//! Rules: KIT-2.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use release_criteria::lifecycle::AdvisoryCode;
use release_criteria::testing::{
    assert_advisories, assert_boundaries, assert_conforms, assert_does_not_conform, assert_outcome,
    assert_undecided, assert_verdict,
};
use release_criteria::{
    Acceptance, AssayResult, Attribute, Derivation, Gate, Lot, Outcome, Parameter, Phase, Rounding,
    Specification, StrictLimits, Test, Verdict,
};

fn specification() -> Specification {
    let purity =
        Test::quantitative("purity", "Full capsids", Attribute::Purity, "%").method("QC-1");
    let sterility =
        Test::qualitative("sterility", "Sterility", Attribute::Safety).gate(Gate::AfterRelease);
    Specification::builder("SPEC-7", "2", "Example vector")
        .phases(&[Phase::Validation])
        .rounding(Rounding::Usp)
        .test(purity.accept(Acceptance::new("NLT 70 %")))
        .test(sterility.accept(Acceptance::terms(&["No growth"], &["Growth"])))
        .build()
        .unwrap()
}

/// What an assertion prints when it fails.
#[track_caller]
fn printed(assertion: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(assertion)).expect_err("the assertion holds");
    panic.downcast_ref::<String>().unwrap().clone()
}

#[test]
fn values_that_are_as_expected() {
    let plan = specification().plan(Phase::Validation).unwrap();
    assert_conforms(&plan, "purity", &["69.5 %", "70 %", ">70 %"]);
    assert_conforms(&plan, "sterility", &["No growth"]);
    assert_does_not_conform(&plan, "purity", &["69.49 %"]);
    assert_undecided(&plan, "purity", &["<70 %", "70", "70,0 %", "Clear"]);
    assert_boundaries(&specification(), Phase::Validation);
}

#[test]
fn values_that_are_not() {
    let plan = specification().plan(Phase::Validation).unwrap();
    assert_eq!(
        printed(|| assert_conforms(&plan, "purity", &["71 %", "69.4 %", "70,5 %"])),
        "`purity`: NLT 70 %, which accepts ≥ 69.5 %\n  measured 69.4 % (compared 69.4 %)\n  \
         expected conforms\n  \
         found does-not-conform, outside: 69.4 % lies outside NLT 70 %, which accepts ≥ 69.5 %.\n\
         `purity`: NLT 70 %, which accepts ≥ 69.5 %\n  measured 70,5 % (compared 70,5 %)\n  \
         expected conforms\n  \
         found indeterminate, unreadable-value: “70,5 %” cannot be read as a number: found a comma \
         at position 3 of `70,5 %`; write a decimal point, and no separators between digits."
    );
    assert!(
        printed(|| assert_undecided(&plan, "purity", &["nd"]))
            .starts_with("`nd` can be no result of `purity`: results[0].value: ")
    );
    assert_eq!(
        printed(|| assert_conforms(&plan, "viability", &["1 %"])),
        "found no test or group `viability` in the specification"
    );
    let many = vec!["1 %"; 25];
    assert!(printed(|| assert_conforms(&plan, "purity", &many)).ends_with("\nand 5 more"));
}

/// Rules: KIT-2, KIT-12.
#[test]
fn nothing_to_try() {
    let plan = specification().plan(Phase::Validation).unwrap();
    for assertion in [assert_conforms, assert_does_not_conform, assert_undecided] {
        assert_eq!(
            printed(|| assertion(&plan, "purity", &[])),
            "found no value of `purity`, so that nothing is tried; list at least one"
        );
    }
    // Which value of another test puts a lot into one of its cases is not looked for.
    let test = |id: &str| Test::quantitative(id, id, Attribute::Purity, "%");
    let band = |criterion: &str, weight: &str| Acceptance::new(criterion).when("weight", weight);
    let twice = Derivation::product(&["dose"]).constant("2");
    let specification = Specification::builder("SPEC-7", "2", "Example vector")
        .phases(&[Phase::Validation])
        .rounding(Rounding::Usp)
        .strict(StrictLimits::Exact)
        .parameter(Parameter::number("weight", "kg").within("1–250 kg"))
        .test(
            test("dose")
                .accept_cases(vec![band("NMT 4 %", "NMT 50 kg"), band("NMT 6 %", "> 50 kg")]),
        )
        .test(test("again").when("dose", "> 3 %").accept(Acceptance::new("NMT 5 %")))
        .test(test("reported").when("dose", "> 3 %").accept(Acceptance::new("report")))
        .test(test("banded").accept_cases(vec![
            band("NMT 7 %", "NMT 50 kg"),
            band("NMT 8 %", "> 50 kg").when("dose", "> 3 %"),
        ]))
        .test(test("twice").derived(twice).accept(Acceptance::new("NMT 9 %")))
        .build()
        .unwrap();
    assert_eq!(
        printed(|| assert_boundaries(&specification, Phase::Validation)),
        "found no boundary case of `again` (NMT 5 % where dose is > 3 %), \
         `banded` (NMT 8 % where weight is > 50 kg and dose is > 3 %), `twice` (NMT 9 %); \
         mend what they depend on, or try lots of your own with `assert_outcome`"
    );
}

#[test]
fn lots_and_reviews() {
    let specification = specification();
    let plan = specification.plan(Phase::Validation).unwrap();
    let lot = Lot::new(
        "LOT-1",
        "Example vector",
        vec![AssayResult::new("purity", "69.5 %").with_method("QC-1")],
    )
    .unwrap();
    assert_outcome(&plan, &lot, "sterility", Outcome::Pending);
    assert_verdict(&plan, &lot, Verdict::ConformsInterim);
    let text = printed(|| assert_verdict(&plan, &lot, Verdict::Conforms));
    assert!(
        text.starts_with(
            "expected the verdict conforms, found conforms-interim\nLot LOT-1 of Example vector\n"
        ),
        "{text}"
    );
    assert!(text.ends_with("Outstanding: Sterility (no-result, after-release)"), "{text}");
    assert_eq!(
        printed(|| assert_outcome(&plan, &lot, "sterility", Outcome::Conforms)),
        "`sterility`: \"No growth\" not \"Growth\", which accepts \"No growth\"\n  measured \
         nothing\n  expected conforms\n  \
         found pending, no-result: There is no result yet."
    );
    assert_advisories(&specification, &[(AdvisoryCode::NoMethod, "tests[1].methods")]);
    assert_eq!(
        printed(|| assert_advisories(
            &specification,
            &[(AdvisoryCode::NoMethod, "tests[0].methods")]
        )),
        "not expected: no-method at tests[1].methods: No method is listed, so that a result by any \
         method is judged; list those that are validated.\n\
         expected, and not found: no-method at tests[0].methods"
    );
    assert!(
        printed(|| assert_boundaries(&specification, Phase::Commercial)).contains("is not covered")
    );
}
