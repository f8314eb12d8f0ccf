//! Every test, group and verdict of arbitrary small lots, against a judge that tries each pick of determinations and each
//! completion of what is not known, one by one.

mod by_hand;
pub(crate) mod draw;
mod judge;
mod lots;
mod model;
mod picks;
mod rows;
mod values;

use std::env;

use proptest::prelude::*;
use proptest::test_runner::Config;
use release_criteria::Outcome;

use draw::model;
use judge::Judge;
use model::{Combine, GROUPS, Model, TESTS};
use rows::Grid;

/// Whether two ways to one determination always see the same of it.
const KNOWS_ORIGINS: bool = false;

/// Whether a replicate too many makes an input be put at all that it could be. Else nothing fails by it.
const PUTS_TOO_MANY: bool = false;

/// Whether it is seen that a `when` holds whatever is missing, because nothing plausible fails to meet it.
const SEES_WHEN_IT_APPLIES: bool = false;

/// Whether what rests on something of which the own condition is open is undecided where no completion of it conforms. Else it
/// is as open as that condition.
const SEES_THROUGH_CONDITIONS: bool = false;

/// Whether what a preliminary determination with too few replicates makes fail at present, whatever the others are, is undecided
/// and not awaited.
const SEES_WHAT_IS_PRESENT: bool = false;

/// So many lots, or as many as the environment asks for.
fn settings(cases: u32) -> Config {
    let asked = env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    crate::settings(asked.unwrap_or(cases))
}

impl Model {
    /// Fine enough to fall between all limits: a mean of two halves, and a sum with it again.
    fn grid(&self) -> Grid {
        let is_halved = |test: &model::OfTest| {
            test.combine == Combine::Mean && test.replicates > 1
                || test.cases.iter().any(|case| case.derived.as_ref().is_some_and(|formula| formula.is_product))
        };
        Grid::new(if self.tests.iter().any(is_halved) { 4 } else { 2 })
    }

    fn found(&self, plan: &release_criteria::Plan, ids: &[&str]) -> Vec<Outcome> {
        let outcomes = plan.outcomes(&self.lot());
        ids.iter().map(|id| outcomes.iter().find(|(of, ..)| of == id).unwrap().1).collect()
    }
}

/// Nothing tells which of the neutral outcomes a group has.
fn plain(outcome: Outcome) -> Outcome {
    if outcome == Outcome::Reported { Outcome::NotApplicable } else { outcome }
}

/// Where the judge and the crate differ, in words; `None` where nothing is compared.
pub(crate) fn difference(model: &Model) -> Option<Result<(), String>> {
    let plan = model.plan()?;
    let judge = Judge::new(model, model.grid());
    if !KNOWS_ORIGINS && (0..model.tests.len()).any(|test| judge.meets_one_by_two_ways(test)) {
        return None;
    }
    let lot = model.lot();
    let found = plan.outcomes(&lot);
    let of = |id: &str| found.iter().find(|(of, ..)| *of == id).map(|(_, outcome, reason)| (*outcome, *reason));
    let mut of_tests = Vec::new();
    for (test, id) in TESTS.iter().enumerate().take(model.tests.len()) {
        let (expected, is_open_whether) = judge.outcome(test).ok()?;
        let (outcome, reason) = of(id)?;
        let is_as_open = |outcome: Outcome| matches!(outcome, Outcome::Indeterminate | Outcome::Pending);
        let is_let_be = !SEES_THROUGH_CONDITIONS && is_open_whether && is_as_open(outcome) && is_as_open(expected);
        if outcome != expected && !is_let_be {
            return Some(Err(format!("test {id}: {outcome} {reason} and not {expected}")));
        }
        of_tests.push(outcome);
    }
    let mut of_groups = Vec::new();
    for (group, id) in GROUPS.iter().enumerate().take(model.groups.len()) {
        let (expected, (outcome, reason)) = (judge.group(group, &of_tests), of(id)?);
        if plain(outcome) != expected {
            return Some(Err(format!("group {id}: {outcome} {reason} and not {expected}")));
        }
        of_groups.push(expected);
    }
    let (expected, verdict) = (judge.verdict(&of_tests, &of_groups), plan.verdict(&lot));
    Some(if verdict == expected { Ok(()) } else { Err(format!("verdict: {verdict} and not {expected}")) })
}

proptest! {
    #![proptest_config(settings(2_000))]

    /// Rules: GEN-12.
    #[test]
    fn lots_are_judged_as_every_completion_is(model in model()) {
        if let Some(Err(difference)) = difference(&model) {
            prop_assert!(false, "{} in {}", difference, model);
        }
    }
}
