//! Assertions for tests of specifications. A failing one says what was asked, what was measured,
//! what was found, and why.

#![allow(clippy::panic, reason = "an assertion fails by a panic")]

use std::fmt::Write as _;

use super::boundary::{BoundaryCase, under};
use crate::lifecycle::{AdvisoryCode, Review};
use crate::lot::{AssayResult, Lot};
use crate::plan::Plan;
use crate::report::{Finding, JudgedResult, Outcome, Verdict};
use crate::specification::{Phase, Specification};

/// Most failures of one assertion that are printed.
const MOST: usize = 20;

/// Each of `values`, by itself, conforms to what `plan` asks of the test `test`.
///
/// A value is put into a lot with no other result, by the first method that the test lists. For
/// values that depend on others, and for replicates, put a lot together and use [`assert_outcome`].
///
/// ```
/// use release_criteria::testing::{assert_conforms, assert_does_not_conform, assert_undecided};
/// # use release_criteria::{Acceptance, Attribute, Phase, Rounding, Specification, Test};
/// # let specification = Specification::builder("SPEC-7", "2", "Example vector")
/// #     .phases(&[Phase::Commercial])
/// #     .rounding(Rounding::Usp)
/// #     .test(
/// #         Test::quantitative("purity", "Full capsids", Attribute::Purity, "%")
/// #             .accept(Acceptance::new("NLT 70 %")),
/// #     )
/// #     .build()?;
/// let plan = specification.plan(Phase::Commercial)?;
/// assert_conforms(&plan, "purity", &["69.5 %", "100 %", ">70 %"]);
/// assert_does_not_conform(&plan, "purity", &["69.4 %", "<50 %"]);
/// assert_undecided(&plan, "purity", &["<75 %", "70", "70,5 %"]);
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
///
/// # Panics
///
/// If a value does not conform, with all that do not; if it cannot be a result at all; if there is
/// no value.
#[track_caller]
pub fn assert_conforms(plan: &Plan, test: &str, values: &[&str]) {
    assert_each(plan, test, values, Outcome::Conforms);
}

/// Each of `values`, by itself, fails the test `test`.
///
/// # Panics
///
/// If a value does not fail, with all that do not; if it cannot be a result at all; if there is no
/// value.
#[track_caller]
pub fn assert_does_not_conform(plan: &Plan, test: &str, values: &[&str]) {
    assert_each(plan, test, values, Outcome::DoesNotConform);
}

/// Of each of `values`, by itself, it cannot be decided whether it conforms: never a pass.
///
/// # Panics
///
/// If a value conforms, fails or is pending, with all that do; if it cannot be a result at all; if
/// there is no value.
#[track_caller]
pub fn assert_undecided(plan: &Plan, test: &str, values: &[&str]) {
    assert_each(plan, test, values, Outcome::Indeterminate);
}

#[track_caller]
fn assert_each(plan: &Plan, test: &str, values: &[&str], expected: Outcome) {
    let mut failures = Vec::new();
    if values.is_empty() {
        failures.push(format!(
            "found no value of `{test}`, so that nothing is tried; list at least one"
        ));
    }
    for value in values {
        let result = AssayResult::new(test, value);
        let result = match plan.first_method(test) {
            Some(method) => result.with_method(method),
            None => result,
        };
        match Lot::new("TEST", plan.product(), vec![result]) {
            Ok(lot) => failures.extend(mismatch(plan, &lot, test, expected)),
            Err(error) => failures.push(format!("`{value}` can be no result of `{test}`: {error}")),
        }
    }
    fail(&failures);
}

/// The test or group `test` has the outcome `expected` in `lot`.
///
/// # Panics
///
/// If it has another one.
#[track_caller]
pub fn assert_outcome(plan: &Plan, lot: &Lot, test: &str, expected: Outcome) {
    fail(&mismatch(plan, lot, test, expected).into_iter().collect::<Vec<_>>());
}

/// The lot has the verdict `expected`.
///
/// ```
/// use release_criteria::testing::assert_verdict;
/// # use release_criteria::{
/// #     Acceptance, AssayResult, Attribute, Lot, Phase, Rounding, Specification, Test, Verdict,
/// # };
/// # let specification = Specification::builder("SPEC-7", "2", "Example vector")
/// #     .phases(&[Phase::Commercial])
/// #     .rounding(Rounding::Usp)
/// #     .test(
/// #         Test::quantitative("purity", "Full capsids", Attribute::Purity, "%")
/// #             .accept(Acceptance::new("NLT 70 %")),
/// #     )
/// #     .build()?;
/// let lot = Lot::new("LOT-1", "Example vector", vec![AssayResult::new("purity", "81 %")])?;
/// assert_verdict(&specification.plan(Phase::Commercial)?, &lot, Verdict::Conforms);
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
///
/// # Panics
///
/// If it has another one; then the whole report is printed.
#[track_caller]
pub fn assert_verdict(plan: &Plan, lot: &Lot, expected: Verdict) {
    let found = plan.verdict(lot);
    if found != expected {
        fail(&[format!("expected the verdict {expected}, found {found}\n{}", plan.evaluate(lot))]);
    }
}

/// A review of the specification finds these advisories, each with its place, and no others.
///
/// ```
/// use release_criteria::lifecycle::AdvisoryCode;
/// use release_criteria::testing::assert_advisories;
/// # use release_criteria::{Acceptance, Attribute, Phase, Rounding, Specification, Test};
/// # let specification = Specification::builder("SPEC-7", "2", "Example vector")
/// #     .phases(&[Phase::Validation])
/// #     .rounding(Rounding::Usp)
/// #     .test(
/// #         Test::quantitative("purity", "Full capsids", Attribute::Purity, "%")
/// #             .accept(Acceptance::new("NLT 70 %")),
/// #     )
/// #     .build()?;
/// assert_advisories(&specification, &[(AdvisoryCode::NoMethod, "tests[0].methods")]);
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
///
/// # Panics
///
/// If it finds another one, or does not find one of these: an advisory that was answered should
/// leave the list.
#[track_caller]
pub fn assert_advisories(specification: &Specification, expected: &[(AdvisoryCode, &str)]) {
    let review = Review::of(specification);
    let is_expected = |code, path: &str| expected.contains(&(code, path));
    let further =
        review.advisories().iter().filter(|found| !is_expected(found.code(), found.path()));
    let further = further.map(|found| {
        format!("not expected: {} at {}: {}", found.code(), found.path(), found.explanation())
    });
    let is_found = |code, path: &str| {
        review.advisories().iter().any(|found| (found.code(), found.path()) == (code, path))
    };
    let missing = expected.iter().filter(|(code, path)| !is_found(*code, path));
    let missing = missing.map(|(code, path)| format!("expected, and not found: {code} at {path}"));
    fail(&further.chain(missing).collect::<Vec<_>>());
}

/// Every [boundary case](super::boundary_cases) of every test of `specification` holds in `phase`:
/// what is found by the plan is what the slow judge has worked out.
///
/// ```
/// use release_criteria::testing::assert_boundaries;
/// # use release_criteria::{Acceptance, Attribute, Phase, Rounding, Specification, Test};
/// # let specification = Specification::builder("SPEC-7", "2", "Example vector")
/// #     .phases(&[Phase::Commercial])
/// #     .rounding(Rounding::Usp)
/// #     .test(
/// #         Test::quantitative("purity", "Full capsids", Attribute::Purity, "%")
/// #             .accept(Acceptance::new("NLT 70 %")),
/// #     )
/// #     .build()?;
/// assert_boundaries(&specification, Phase::Commercial);
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
///
/// # Panics
///
/// If one does not, which is a fault of this crate; if the phase cannot be planned; if there is no
/// boundary case of what a test asks, with all such tests and their cases: of a condition that no
/// lot was found to meet (`> 300 kg` of a weight within 1–250 kg), or of a test that depends on one
/// which has cases. Of what is only reported or not required, none is missed.
#[track_caller]
pub fn assert_boundaries(specification: &Specification, phase: Phase) {
    let plan = match specification.plan(phase) {
        Ok(plan) => plan,
        Err(error) => return fail(&[error.to_string()]),
    };
    let (mut failures, mut without) = (Vec::new(), Vec::new());
    for test in specification.tests() {
        for asked in test.cases(phase) {
            let cases = under(specification, phase, test, asked);
            if cases.is_empty() && !asked.criterion.is_neutral() {
                let conditions = test.applies_when().into_iter().chain(asked.when.as_deref());
                let when: Vec<String> = conditions.map(ToString::to_string).collect();
                let when = if when.is_empty() {
                    String::new()
                } else {
                    format!(" where {}", when.join(" and "))
                };
                without.push(format!("`{}` ({}{when})", test.id(), asked.criterion));
            }
            failures.extend(cases.iter().filter_map(|case| differs(&plan, case)));
        }
    }
    if !without.is_empty() {
        let all = without.join(", ");
        let mend = "mend what they depend on, or try lots of your own with `assert_outcome`";
        failures.insert(0, format!("found no boundary case of {all}; {mend}"));
    }
    fail(&failures);
}

/// What is told where the plan finds something else than the slow judge.
fn differs(plan: &Plan, case: &BoundaryCase) -> Option<String> {
    let report = plan.evaluate(case.lot());
    let Some(finding) = report.finding(case.test()) else {
        return Some(format!("found nothing of `{}`", case.test()));
    };
    if (finding.outcome(), finding.reason()) == (case.outcome(), case.reason()) {
        return None;
    }
    let context: Vec<String> =
        case.context().iter().map(|(id, value)| format!("{id} = {value}")).collect();
    let expected = format!("{}, {}", case.outcome(), case.reason());
    Some(format!("{} {} {}", case.about(), told(finding, &expected), context.join(", ")))
}

fn mismatch(plan: &Plan, lot: &Lot, test: &str, expected: Outcome) -> Option<String> {
    let report = plan.evaluate(lot);
    match report.finding(test) {
        Some(finding) if finding.outcome() == expected => None,
        Some(finding) => Some(told(finding, expected.code())),
        None => Some(format!("found no test or group `{test}` in the specification")),
    }
}

/// What was asked, what was measured, what was found, and why.
fn told(finding: &Finding, expected: &str) -> String {
    let values: Vec<&str> = finding.results().iter().map(JudgedResult::value).collect();
    let accepts =
        finding.accepts().map(|accepts| format!(", which accepts {accepts}")).unwrap_or_default();
    let compared =
        finding.compared().map(|compared| format!(" (compared {compared})")).unwrap_or_default();
    format!(
        "`{}`: {}{accepts}\n  measured {}{compared}\n  expected {expected}\n  found {}, {}: {}",
        finding.test(),
        finding.criterion(),
        if values.is_empty() { "nothing".to_owned() } else { values.join(", ") },
        finding.outcome(),
        finding.reason(),
        finding.explanation()
    )
}

#[track_caller]
fn fail(failures: &[String]) {
    if failures.is_empty() {
        return;
    }
    let mut text = failures.iter().take(MOST).cloned().collect::<Vec<_>>().join("\n");
    if let Some(more) = failures.len().checked_sub(MOST).filter(|more| *more > 0) {
        // Writing to a string cannot fail.
        let _ = write!(text, "\nand {more} more");
    }
    panic!("{text}");
}
