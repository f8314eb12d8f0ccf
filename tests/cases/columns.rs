//! Columns of whole numbers, judged by the ends that a plan gives.
//!
//! Rules: ROUND-15.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::ops::RangeInclusive;

use release_criteria::{
    Acceptance, Attribute, Derivation, Parameter, Phase, Plan, Region, Reportable, Rounding,
    Specification, StrictLimits, Test, TestBuilder,
};

fn plan(tests: Vec<TestBuilder>) -> Plan {
    let empty = Specification::builder("SPEC-1", "1", "Example vector")
        .phases(&[Phase::Clinical])
        .rounding(Rounding::Usp)
        .strict(StrictLimits::Exact)
        .parameter(Parameter::number("weight", "kg"));
    let specification =
        tests.into_iter().fold(empty, |builder, test| builder.test(test)).build().unwrap();
    specification.plan(Phase::Clinical).unwrap()
}

fn in_per_cent(id: &str) -> TestBuilder {
    Test::quantitative(id, "Test", Attribute::General, "%")
}

#[test]
fn ends_are_folded_in() {
    const NONE: RangeInclusive<i64> = RangeInclusive::new(1, 0);
    for (criterion, signed, places, expected) in [
        ("NMT 5 %", false, 0, 0..=5),
        ("NMT 5 %", false, 1, 0..=54),
        ("NMT 5 %", true, 1, i64::MIN..=54),
        ("< 5 %", false, 0, 0..=4),
        ("< 5 %", false, 2, 0..=499),
        ("NLT 70.0 %", false, 2, 6_995..=i64::MAX),
        ("NLT 70.0 %", false, 0, 70..=i64::MAX),
        ("> -0.5 and < 0.5 %", true, 0, 0..=0),
        ("= 4 %", false, 1, 40..=40),
        ("= 4.5 %", false, 0, NONE),
        ("4.1–4.4 %", false, 0, NONE),
        ("70–130 %", false, 30, NONE),
        ("NMT 130 %", false, 30, 0..=i64::MAX),
        ("NLT 9.9 × 10^20 %", false, 0, NONE),
        ("NMT 9.9 × 10^20 %", true, 0, i64::MIN..=i64::MAX),
        ("NMT 10 % or \"Not detected\"", false, 0, 0..=10),
    ] {
        let test = in_per_cent("t").accept(Acceptance::new(criterion));
        let plan = plan(vec![if signed { test.signed() } else { test }]);
        let found = plan.scaled_range("t", places).unwrap();
        let are_both_empty = found.is_empty() && expected.is_empty();
        assert!(found == expected || are_both_empty, "{criterion} at {places} places: {found:?}");
    }
}

#[test]
fn ends_that_128_bits_do_not_hold() {
    let scaled = |criterion: &str, places| {
        let region =
            Region::accepted(&criterion.parse().unwrap(), Rounding::Usp, StrictLimits::Exact)
                .unwrap();
        region.scaled(places)
    };
    for (criterion, places) in
        [("NLT 70 %", 38), ("NMT -70 %", 38), ("= 4.5 %", 0), ("4.1–4.4 %", 0)]
    {
        assert!(scaled(criterion, places).is_empty(), "{criterion}");
    }
    assert_eq!(scaled("NMT 70 %", 38), i128::MIN..=i128::MAX);
    assert_eq!(scaled("NLT -70 %", 38), i128::MIN..=i128::MAX);
}

/// Where one number does not decide there is no range, rather than one that passes too much.
#[test]
fn where_a_number_does_not_decide() {
    let plan = plan(vec![
        in_per_cent("plain").accept(Acceptance::new("NMT 5 %")),
        in_per_cent("replicates")
            .reportable(Reportable::mean(3))
            .accept(Acceptance::new("NMT 5 %")),
        in_per_cent("derived")
            .derived(Derivation::sum(&["plain"]))
            .accept(Acceptance::new("NMT 5 %")),
        in_per_cent("conditional").when("weight", "NMT 50 kg").accept(Acceptance::new("NMT 5 %")),
        in_per_cent("in_cases").accept_cases(vec![
            Acceptance::new("NMT 5 %").when("weight", "NMT 50 kg"),
            Acceptance::new("NMT 6 %").when("weight", "> 50 kg"),
        ]),
        in_per_cent("reported").accept(Acceptance::new("report")),
        Test::qualitative("look", "Look", Attribute::Appearance)
            .accept(Acceptance::new("\"Clear\" not other")),
    ]);
    assert_eq!(plan.scaled_range("plain", 0), Some(0..=5));
    for id in ["replicates", "derived", "conditional", "in_cases", "reported", "look", "misspelt"] {
        assert_eq!(plan.scaled_range(id, 0), None, "{id}");
    }
}
