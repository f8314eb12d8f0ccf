//! What fails stays failed, however much there is besides.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use release_criteria::{
    Acceptance, AssayResult, Attribute, Derivation, Flag, Group, Lot, Outcome, Phase, Plan, Reason,
    Report, Reportable, SpecificationBuilder, Test, TestBuilder,
};

use crate::derivations::{self, brackets_every_completion, derived};
use crate::model::{LOT, PRODUCT, builder};
use crate::subjects::{asked, facts};
use crate::{conditions, settings};

proptest! {
    #![proptest_config(settings(3_000))]

    /// A divisor that may be zero leaves every other combination as it is.
    ///
    /// Rules: DER-6.
    #[test]
    fn a_divisor_that_may_be_zero_hides_nothing(
        derived in derived(1..=3, 4, 0.3),
        which in vec(any::<Index>(), 8),
    ) {
        derivations::counts_every_combination(&derived)?;
        brackets_every_completion(&derived, &which)?;
    }

    /// Conditions on a derived test consider every combination of its inputs.
    ///
    /// Rules: COND-3.
    #[test]
    fn conditions_on_derived_tests_consider_every_combination(
        asked in asked(true),
        facts in facts(),
        values in vec(select(vec![5, 15, 25, 35]), 0..=2),
    ) {
        conditions::counts_every_combination(&asked, &facts, &values)?;
    }

    /// A combined value that fails whatever its replicates are is a failure.
    ///
    /// Rules: REP-8.
    #[test]
    fn replicates_that_straddle_hide_no_failure(below in 1..20_u32, from in 21..90_u32) {
        // The mean of `<below` and `from` is below 55, whatever the first is.
        let made_of = Reportable::mean(2).each_within(&format!("NLT {} u", below / 2));
        let plan = plan(
            builder().test(number("a").reportable(made_of).accept(Acceptance::new("NLT 56 u"))),
        );
        let report = report(
            &plan,
            vec![AssayResult::new("a", &format!("<{below} u")).replicate(&format!("{from} u"))],
        );
        prop_assert_eq!(report.findings()[0].outcome(), Outcome::DoesNotConform, "{}", report);
    }

    /// Where one combination fails and another conforms, that is flagged.
    ///
    /// Rules: JUDGE-8.
    #[test]
    fn combinations_that_differ_are_flagged(values in vec(0..=20_u32, 1..=4)) {
        let derived =
            number("y").derived(Derivation::product(&["a"])).accept(Acceptance::new("5–15 u"));
        let plan =
            plan(builder().test(number("a").accept(Acceptance::new("report"))).test(derived));
        let report = report(
            &plan,
            values.iter().map(|value| AssayResult::new("a", &format!("{value} u"))).collect(),
        );
        let is_inside = |value: &u32| (5..=15).contains(value);
        let differ = values.iter().any(is_inside) && !values.iter().all(is_inside);
        let flags = report.finding("y").unwrap().flags();
        prop_assert_eq!(flags.contains(&Flag::ConflictingResults), differ, "{}", report);
    }
}

fn number(id: &str) -> TestBuilder {
    Test::quantitative(id, "Test", Attribute::General, "u")
}

fn plan(builder: SpecificationBuilder) -> Plan {
    builder.build().unwrap().plan(Phase::Clinical).unwrap()
}

fn report(plan: &Plan, results: Vec<AssayResult>) -> Report {
    plan.evaluate(&Lot::new(LOT, PRODUCT, results).unwrap())
}

/// What a test comes to before and after one more result.
fn before_and_after(
    plan: &Plan,
    results: &[AssayResult],
    added: AssayResult,
    id: &str,
) -> (Outcome, Outcome) {
    let further: Vec<AssayResult> = results.iter().cloned().chain([added]).collect();
    let outcome = |results: Vec<AssayResult>| report(plan, results).finding(id).unwrap().outcome();
    (outcome(results.to_vec()), outcome(further))
}

const FAILS: (Outcome, Outcome) = (Outcome::DoesNotConform, Outcome::DoesNotConform);

/// A test that applies in one combination of what its condition depends on is judged, whatever
/// others there are.
///
/// Rules: JUDGE-12, COND-3.
#[test]
fn further_values_of_a_derived_test_clear_no_failure() {
    let derived =
        number("d").derived(Derivation::product(&["a"])).accept(Acceptance::new("report"));
    let conditional = number("x").when("d", "4–6 u").accept(Acceptance::new("NMT 5 u"));
    let input = number("a").accept(Acceptance::new("report"));
    let plan = plan(builder().test(input).test(derived).test(conditional));
    let results =
        [AssayResult::new("a", "5 u"), AssayResult::new("x", "9 u"), AssayResult::new("a", "1 u")];
    assert_eq!(before_and_after(&plan, &results, AssayResult::new("a", "9 u"), "x"), FAILS);
}

/// The order of determinations is irrelevant to what depends on a value that is derived from them.
///
/// Rules: GEN-7.
#[test]
fn order_is_irrelevant_to_conditions_on_derived_tests() {
    let derived =
        number("d").derived(Derivation::product(&["a"])).accept(Acceptance::new("report"));
    let conditional = number("x").when("d", "NMT 4 u").accept(Acceptance::new("NMT 5 u"));
    let input = number("a").accept(Acceptance::new("report"));
    let plan = plan(builder().test(input).test(derived).test(conditional));
    let outcome = |values: [&str; 3]| {
        let results = values
            .map(|value| AssayResult::new("a", value))
            .into_iter()
            .chain([AssayResult::new("x", "3 u")]);
        report(&plan, results.collect()).finding("x").unwrap().outcome()
    };
    assert_eq!(outcome(["9 u", "<8 u", "<2 u"]), Outcome::Indeterminate);
    assert_eq!(outcome(["9 u", "<2 u", "<8 u"]), Outcome::Indeterminate);
}

/// In a group of which one member is enough, a case that asks for nothing could turn a failure into
/// nothing: it is refused.
///
/// Rules: GRP-6.
#[test]
fn a_member_of_any_of_asks_in_every_case() {
    let look = Test::qualitative("look", "Look", Attribute::Appearance);
    let cases = vec![
        Acceptance::new("not required").when("look", "Clear"),
        Acceptance::new("NLT 5 u").when_one_of("look", &["Hazy", "Cloudy"]),
    ];
    let tests = builder()
        .test(look.accept(Acceptance::terms(&["Clear", "Hazy"], &["Cloudy"])))
        .test(number("one").accept(Acceptance::new("NLT 5 u")))
        .test(number("other").accept_cases(cases));
    let refused =
        tests.group(Group::any_of("potency", "Potency", &["one", "other"])).build().unwrap_err();
    assert_eq!(refused.problems()[0].path(), "groups[0].tests[1]");
}

/// Where there are too many combinations of what enters a sum, those that fail do so still.
///
/// Rules: JUDGE-12, DER-12.
#[test]
fn too_many_combinations_hide_no_failing_sum() {
    let derived = number("y")
        .derived(Derivation::sum(&["a"]).less(&["b"]))
        .accept(Acceptance::new("NMT 5 u"));
    let input = |id: &str| number(id).accept(Acceptance::new("report"));
    let plan = plan(builder().test(input("a")).test(input("b")).test(derived));
    let of = |id: &'static str, text: &'static str| {
        std::iter::repeat_n(text, 100).map(move |text| AssayResult::new(id, text))
    };
    // 50 − 3 fails, and 1 − 3 would be negative.
    let mut results: Vec<AssayResult> = of("a", "50 u").chain(of("b", "3 u")).collect();
    results[0] = AssayResult::new("a", "1 u");
    assert_eq!(before_and_after(&plan, &results, AssayResult::new("a", "50 u"), "y"), FAILS);
}

/// Where a test has more determinations than are considered for others, those that fail do so
/// still.
///
/// Rules: JUDGE-12, DER-12.
#[test]
fn too_many_determinations_hide_no_failure() {
    let derived =
        number("y").derived(Derivation::product(&["a"])).accept(Acceptance::new("NMT 5 u"));
    let plan = plan(builder().test(number("a").accept(Acceptance::new("report"))).test(derived));
    let mut results: Vec<AssayResult> = (0..999).map(|_| AssayResult::new("a", "3 u")).collect();
    results.push(AssayResult::new("a", "9 u").with_reference("R-1"));
    assert_eq!(before_and_after(&plan, &results, AssayResult::new("a", "3 u"), "y"), FAILS);
}

/// Where conditions have too many combinations, those that fail do so still.
///
/// Rules: JUDGE-12, COND-9.
#[test]
fn too_many_combinations_hide_no_failing_case() {
    let ids: Vec<String> = (0..14).map(|index| format!("c{index}")).collect();
    let conditional = ids
        .iter()
        .fold(number("x"), |test, id| test.when(id, "NMT 5 u"))
        .accept(Acceptance::new("NMT 5 u"));
    let with_inputs = ids
        .iter()
        .fold(builder(), |builder, id| builder.test(number(id).accept(Acceptance::new("report"))));
    let plan = plan(with_inputs.test(conditional));
    let both = ids.iter().flat_map(|id| [AssayResult::new(id, "3 u"), AssayResult::new(id, "9 u")]);
    let mut results: Vec<AssayResult> = both.chain([AssayResult::new("x", "9 u")]).collect();
    let last = results.remove(1);
    assert_eq!(before_and_after(&plan, &results, last, "x"), FAILS);
}

/// An alternative of which a result was handed in was run, though its value cannot be derived.
///
/// Rules: DER-7, DER-13, GRP-7.
#[test]
fn an_alternative_with_a_result_was_run() {
    let derived =
        number("b").derived(Derivation::product(&["raw"])).accept(Acceptance::new("NMT 5 u"));
    let tests = builder()
        .test(number("a").accept(Acceptance::new("NMT 5 u")))
        .test(derived)
        .test(number("raw").accept(Acceptance::new("report")));
    let plan = plan(tests.group(Group::alternatives("either", "Either", &["a", "b"])));
    let report = report(&plan, vec![AssayResult::new("a", "3 u"), AssayResult::new("b", "3 u")]);
    let finding =
        |id: &str| (report.finding(id).unwrap().outcome(), report.finding(id).unwrap().reason());
    assert_eq!(finding("b"), (Outcome::Pending, Reason::NoResult));
    assert_eq!(finding("either").0, Outcome::Pending, "{report}");
}
