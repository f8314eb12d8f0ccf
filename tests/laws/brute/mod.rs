//! Every test, group and verdict of arbitrary small lots, against a judge that tries each pick of
//! determinations and each completion of what is not known, one by one.
//!
//! `PROPTEST_CASES=200000 cargo test --test laws brute::lots_are` tries that many lots, for about
//! 25 minutes.
//!
//! Not asked for, because the rules do not:
//!
//! - what only several determinations or combinations together exclude: each is completed by
//!   itself, and more is right only where those with the same completions exclude it together;
//! - what only several members together exclude: a group takes the outcomes of its members as they
//!   are;
//! - whether a largest deviation will be exceeded: no test here has one;
//! - that a condition is false by what is missing: it is open then, though no completion may meet
//!   it;
//! - that something fails by what rests on an open condition of its own: it may not apply;
//! - which replicates are meant where there are too many, once another test takes the value: it may
//!   be anything;
//! - that a test with a condition of its own and with cases is judged by what both leave: the
//!   condition is open;
//! - what an unknown determination makes of a value by two ways at once: it is put at all that it
//!   could be in each by itself;
//! - what a censored result leaves of a derived value that is not known either: others put that
//!   value at each of all that it could be;
//! - that a test that is required only if tested is not awaited by those that need it: as soon as
//!   it has a result, it applies.

mod arrivals;
mod build;
mod by_hand;
pub(crate) mod draw;
pub(crate) mod judge;
mod lots;
pub(crate) mod model;
mod picks;
mod rows;
mod settle;
mod values;

use std::collections::BTreeSet;
use std::env;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use release_criteria::{Outcome, Reason, Verdict};

use arrivals::Dice;
use draw::model;
use judge::Judge;
use model::{Combine, Formula, GROUPS, Model, OfTest, Source, TESTS, Text};
use rows::Grid;

/// What the crate sees of these, and is held to where it does.
mod seen {
    /// That two ways to one test always mean the same determination of it.
    pub(super) const ORIGINS: bool = true;

    /// That two ways to one determination that is not known always suppose the same of it.
    pub(super) const SHARED_UNKNOWNS: bool = false;

    /// What a replicate too many may make of an input: anything, and no less where others cannot be
    /// judged.
    pub(super) const TOO_MANY: bool = true;

    /// That a `when` holds whatever is missing, because nothing that it could be fails to meet it.
    pub(super) const A_WHEN_THAT_HOLDS: bool = true;

    /// That no completion conforms of what rests on something of which the own condition is open,
    /// by however many ways.
    pub(super) const BEHIND_OPEN_CONDITIONS: bool = false;

    /// What a preliminary determination with too few replicates makes fail at present, whatever the
    /// others are.
    pub(super) const PRESENT_REPLICATES: bool = true;

    /// Final replicates beside preliminary ones of the same determination: whatever comes, they
    /// stay.
    pub(super) const FINAL_REPLICATES: bool = true;

    /// That no completion conforms where an input or a subject that is itself derived comes to no
    /// value in some, and the others fail.
    pub(super) const INPUTS_WITHOUT_VALUE: bool = true;

    /// That a censored result stays so behind a derived value that rests on what is missing too,
    /// where another test needs that value.
    pub(super) const CENSORED_BEHIND_UNKNOWN: bool = false;

    /// That a derived value cannot be reported, whatever is missing.
    pub(super) const NO_REPORT: bool = true;
}

/// So many lots, or as many as the environment asks for.
fn settings(cases: u32) -> Config {
    let asked = env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    crate::settings(asked.unwrap_or(cases))
}

impl Model {
    /// Fine enough to fall between all limits, with halves from a mean, a double or a quotient, and
    /// wide enough for what is added, taken off, averaged or divided to leave nothing of it.
    pub(crate) fn grid(&self) -> Grid {
        let has_mean =
            self.tests.iter().any(|test| test.combine == Combine::Mean && test.replicates > 1);
        let formulas = || {
            self.tests.iter().flat_map(|test| &test.cases).filter_map(|case| case.derived.as_ref())
        };
        let has_product = formulas().any(|formula| formula.is_product);
        let most = (0..self.tests.len())
            .map(|test| self.magnitude(Source::Test(test)))
            .max()
            .unwrap_or_default();
        // Limits are at most 8, and at most 4 of a quotient.
        let most = if formulas().any(|formula| formula.is_product && !formula.minus.is_empty()) {
            5 * most
        } else {
            most
        };
        let most = if has_mean { 2 * (most + 9) } else { most + 9 };
        Grid::new(if has_mean || has_product { 4 } else { 2 }, most)
    }

    /// As far from zero as it can be by what is known.
    fn magnitude(&self, source: Source) -> i64 {
        let of_text = |text: &Text| match text {
            Text::Number(number) | Text::UpTo(number) | Text::From(number) => number.abs(),
            Text::OtherUnit | Text::Word(_) => 0,
        };
        let test = match source {
            Source::Parameter(parameter) => {
                return self.parameters[parameter].given.as_ref().map_or(0, of_text);
            }
            Source::Test(test) => &self.tests[test],
        };
        let of_rows =
            test.joined().rows.iter().map(|row| row.values.iter().map(of_text).sum()).max();
        let of_formula = |formula: &Formula| {
            let all =
                formula.plus.iter().chain(&formula.minus).map(|source| self.magnitude(*source));
            match formula.constant {
                constant if formula.is_product && formula.minus.is_empty() => {
                    all.product::<i64>() * constant.unwrap_or(1)
                }
                constant if formula.is_product => all.sum::<i64>() * constant.unwrap_or(1),
                constant => all.sum::<i64>() + constant.unwrap_or(0),
            }
        };
        let derived =
            test.cases.iter().filter_map(|case| case.derived.as_ref()).map(of_formula).max();
        of_rows.into_iter().chain(derived).max().unwrap_or_default()
    }

    /// Whether a determination has a replicate too many, and not even all of them are known.
    fn has_too_many_and_others(&self) -> bool {
        self.tests.iter().any(|test| !test.has_words && test.joined().has_too_many_and_others())
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
    let meets_by_two_ways = |source: &Source| match *source {
        Source::Test(test) => judge.meets_by_two_ways(test, !seen::ORIGINS, !seen::SHARED_UNKNOWNS),
        Source::Parameter(_) => false,
    };
    let is_compared =
        |test: usize| !judge.reach(&[Source::Test(test)]).iter().any(meets_by_two_ways);
    if !(0..model.tests.len()).any(is_compared)
        || !seen::TOO_MANY && model.has_too_many_and_others()
        || !seen::FINAL_REPLICATES && judge.model.tests.iter().any(OfTest::has_mixed_replicates)
    {
        return None;
    }
    let lot = model.lot();
    let (found, report) = (plan.outcomes(&lot), plan.evaluate(&lot));
    let is_told = |(id, outcome, reason): &(&str, Outcome, Reason)| {
        report
            .finding(id)
            .is_some_and(|finding| finding.outcome() == *outcome && finding.reason() == *reason)
    };
    if !found.iter().all(is_told) || report.verdict() != plan.verdict(&lot) {
        return Some(Err(format!("the report tells something else than {found:?}: {report}")));
    }
    let of = |id: &str| {
        found.iter().find(|(of, ..)| *of == id).map(|(_, outcome, reason)| (*outcome, *reason))
    };
    let mut of_tests = Vec::new();
    for (test, id) in TESTS.iter().enumerate().take(model.tests.len()) {
        let (outcome, reason) = of(id)?;
        of_tests.push(outcome);
        if !is_compared(test) {
            continue;
        }
        let (expected, is_let_be) = judge.outcome(test, false).ok()?;
        let is_as_open =
            |outcome: Outcome| matches!(outcome, Outcome::Indeterminate | Outcome::Pending);
        let is_same =
            outcome == expected || is_let_be && is_as_open(outcome) && is_as_open(expected);
        // What only several picks exclude together is seen or not.
        if !is_same && judge.outcome(test, true).ok()?.0 != outcome {
            return Some(Err(format!("test {id}: {outcome} {reason} and not {expected}")));
        }
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
    Some(if verdict == expected {
        Ok(())
    } else {
        Err(format!("verdict: {verdict} and not {expected}"))
    })
}

/// Where something that is decided is otherwise once the rest has arrived.
pub(crate) fn decided(model: &Model, numbers: &[Vec<i64>]) -> Result<(), String> {
    let Some(plan) = model.plan() else { return Ok(()) };
    if !seen::TOO_MANY && model.has_too_many_and_others() {
        return Ok(());
    }
    let lot = model.lot();
    for numbers in numbers {
        let arrived = model.arrived(&mut Dice::new(numbers));
        let later = arrived.lot();
        for ((id, before, _), (_, after, _)) in
            plan.outcomes(&lot).into_iter().zip(plan.outcomes(&later))
        {
            // A further alternative that is run may undo what conforms, but no failure.
            let is_decided = match before {
                Outcome::DoesNotConform => true,
                Outcome::Conforms | Outcome::NotApplicable => TESTS.contains(&id),
                Outcome::Indeterminate | Outcome::Pending | Outcome::Reported => false,
            };
            if is_decided && before != after {
                return Err(format!("{id}: {before} became {after}: {model} {arrived}"));
            }
        }
        let (before, after) = (plan.verdict(&lot), plan.verdict(&later));
        if before == Verdict::DoesNotConform && after != before {
            return Err(format!("the verdict {before} became {after}: {model} {arrived}"));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(settings(800))]

    /// Rules: GEN-12.
    #[test]
    fn lots_are_judged_as_every_completion_is(model in model()) {
        if let Some(Err(difference)) = difference(&model) {
            prop_assert!(false, "{} in {}", difference, model);
        }
    }

    /// What fails, or conforms, or does not apply, stays so whatever arrives.
    ///
    /// Rules: GEN-12, JUDGE-12.
    #[test]
    fn what_is_decided_stays_so_when_the_rest_arrives(
        model in model(),
        numbers in vec(vec(0..=8_i64, 13), 4),
    ) {
        if let Err(difference) = decided(&model, &numbers) {
            prop_assert!(false, "{}", difference);
        }
    }
}

/// Most lots are compared, and each outcome is found in some.
///
/// Rules: GEN-12.
#[test]
fn lots_of_every_outcome_are_compared() {
    let mut runner = TestRunner::deterministic();
    let models: Vec<Model> =
        (0..400).map(|_| model().new_tree(&mut runner).unwrap().current()).collect();
    let compared: Vec<&Model> = models.iter().filter(|model| difference(model).is_some()).collect();
    assert!(compared.len() > models.len() / 2, "{} of {}", compared.len(), models.len());
    let outcomes = compared
        .iter()
        .flat_map(|model| model.found(&model.plan().unwrap(), &TESTS[..model.tests.len()]));
    let codes: BTreeSet<String> = outcomes.map(|outcome| outcome.to_string()).collect();
    assert_eq!(codes.len(), 6, "{codes:?}");
}
