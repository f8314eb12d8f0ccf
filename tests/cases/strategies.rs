//! The strategies of the kit: all that they make is what was wished for, nearly nothing is thrown
//! away, and what fails gets small.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::fs;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseResult, TestError, TestRng, TestRunner};
use release_criteria::testing::{criteria, lots_with_outcome, lots_with_verdict};
use release_criteria::{
    Acceptance, Attribute, Criterion, Lot, Outcome, Phase, Plan, Rounding, Specification,
    StrictLimits, Test, Unit, Verdict, wire,
};

use crate::refused::told;

const LIBRARY: [&str; 7] =
    ["aav", "base_editor", "car_t", "lentiviral", "mrna_lnp", "msc", "plasmid"];
const DECIDED: [Outcome; 4] =
    [Outcome::Conforms, Outcome::DoesNotConform, Outcome::Indeterminate, Outcome::Pending];
const VERDICTS: [Verdict; 4] =
    [Verdict::Conforms, Verdict::ConformsInterim, Verdict::Incomplete, Verdict::DoesNotConform];

/// Fails too if more than one in fifty is thrown away.
#[track_caller]
fn every<S: Strategy>(cases: u32, strategy: &S, check: impl Fn(S::Value) -> TestCaseResult) {
    runner(cases).run(strategy, check).unwrap_or_else(|error| panic!("{error}"));
}

fn runner(cases: u32) -> TestRunner {
    let config = Config {
        cases,
        max_local_rejects: cases / 50,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha))
}

/// What is left of the first one of which `is_wrong` says so.
fn smallest<T: Debug>(strategy: &impl Strategy<Value = T>, is_wrong: impl Fn(&T) -> bool) -> T {
    let found = runner(10_000).run(strategy, |value| {
        prop_assert!(!is_wrong(&value));
        Ok(())
    });
    match found {
        Err(TestError::Fail(_, smallest)) => smallest,
        other => panic!("nothing is wrong: {other:?}"),
    }
}

fn specification(name: &str) -> Specification {
    let file = format!("{}/examples/data/{name}.specification.json", env!("CARGO_MANIFEST_DIR"));
    wire::read_specification(&fs::read_to_string(file).unwrap()).unwrap()
}

/// The specifications of the library that cover `phase`, at least one, each with its name and plan.
fn library_in(phase: Phase) -> Vec<(&'static str, Specification, Plan)> {
    let all = LIBRARY.map(|name| (name, specification(name)));
    let covering = all.into_iter().filter(|(_, own)| own.phases().contains(&phase));
    let found: Vec<_> = covering
        .map(|(name, own)| {
            let plan = own.plan(phase).unwrap();
            (name, own, plan)
        })
        .collect();
    assert!(!found.is_empty(), "nothing covers {phase}");
    found
}

/// One test that asks for `criterion`, and another one that asks for something.
fn asking(criterion: &Criterion, unit: Option<&Unit>, rounding: Rounding) -> Specification {
    let test = match unit {
        Some(unit) => Test::quantitative("t", "Test", Attribute::General, unit.as_str()),
        None => Test::qualitative("t", "Test", Attribute::General),
    };
    let other = Test::qualitative("other", "Other", Attribute::General)
        .accept(Acceptance::new("\"Clear\" not other"));
    Specification::builder("SPEC-1", "1", "Example vector")
        .phases(&[Phase::Clinical])
        .rounding(rounding)
        .strict(StrictLimits::Exact)
        .test(test.accept(Acceptance::new(criterion.as_written())))
        .test(other)
        .build()
        .unwrap()
}

fn units() -> [Option<Unit>; 4] {
    [None, Some("%"), Some("EU/mL"), Some("cells/kg")]
        .map(|unit| unit.map(|unit| unit.parse().unwrap()))
}

/// Rules: KIT-8.
#[test]
fn every_criterion_is_taken_by_a_specification() {
    let seen = std::cell::RefCell::new(BTreeSet::new());
    for unit in units() {
        every(1000, &criteria(unit.as_ref()), |criterion| {
            for &rounding in Rounding::ALL {
                asking(&criterion, unit.as_ref(), rounding);
            }
            prop_assert_eq!(&criterion.to_string().parse::<Criterion>().unwrap(), &criterion);
            seen.borrow_mut().extend(criterion.as_written().split(' ').map(str::to_owned));
            Ok(())
        });
    }
    let seen = seen.into_inner();
    for word in [
        "NLT", "NMT", ">", "<", "=", "to", "between", "and", "±", "20", "×", "or", "not", "other",
        "report", "required",
    ] {
        assert!(seen.contains(word), "no criterion has `{word}`");
    }
}

/// Rules: KIT-8.
#[test]
fn criteria_get_small() {
    let any = smallest(&criteria(Some(&"%".parse().unwrap())), |_| true);
    assert_eq!(any.as_written(), "NLT 1");
    let two_ends = smallest(&criteria(Some(&"%".parse().unwrap())), |one| {
        one.lower().and(one.upper()).is_some()
    });
    assert_eq!(two_ends.as_written(), "= 1");
    let terms = smallest(&criteria(None), |one| one.accepted_terms().len() > 1);
    assert_eq!(terms.accepted_terms().len(), 2);
}

/// The slow judge and the plan agree on arbitrary values of arbitrary criteria.
fn measurements_of_any_criterion_have_the_wished_outcome_under(rounding: Rounding) {
    for unit in units() {
        every(40, &criteria(unit.as_ref()), |criterion| {
            let specification = asking(&criterion, unit.as_ref(), rounding);
            let sets_limits = criterion.lower().or(criterion.upper()).is_some();
            let plan = specification.plan(Phase::Clinical).unwrap();
            for outcome in DECIDED {
                let lots = lots_with_outcome(&specification, Phase::Clinical, "t", outcome);
                prop_assert!(
                    lots.is_ok() || !sets_limits,
                    "{criterion}: no value leads to {outcome}"
                );
                if let Ok(lots) = lots {
                    have(&plan, "t", outcome, 5, &lots);
                }
            }
            Ok(())
        });
    }
}

/// Rules: KIT-9.
#[test]
fn measurements_of_any_criterion_have_the_wished_outcome_under_usp() {
    measurements_of_any_criterion_have_the_wished_outcome_under(Rounding::Usp);
}

/// Rules: KIT-9.
#[test]
fn measurements_of_any_criterion_have_the_wished_outcome_under_ph_eur() {
    measurements_of_any_criterion_have_the_wished_outcome_under(Rounding::PhEur);
}

/// Rules: KIT-9.
#[test]
fn measurements_of_any_criterion_have_the_wished_outcome_under_astm_e29() {
    measurements_of_any_criterion_have_the_wished_outcome_under(Rounding::AstmE29);
}

/// Rules: KIT-9.
#[test]
fn measurements_of_any_criterion_have_the_wished_outcome_unrounded() {
    measurements_of_any_criterion_have_the_wished_outcome_under(Rounding::Absolute);
}

#[track_caller]
fn have(plan: &Plan, test: &str, outcome: Outcome, cases: u32, lots: &impl Strategy<Value = Lot>) {
    every(cases, lots, |lot| {
        let report = plan.evaluate(&lot);
        let found = report.finding(test).unwrap();
        prop_assert_eq!(found.outcome(), outcome, "{:?}\n{:?}", lot, found);
        Ok(())
    });
}

/// The same for every test of the library, with its derivations, cases, conditions and replicates.
fn measurements_of_the_library_have_the_wished_outcome_in(phase: Phase) {
    for (name, specification, plan) in library_in(phase) {
        for test in specification.tests() {
            let sets_limits = |(_, criterion): &(_, &Criterion)| {
                criterion.lower().or(criterion.upper()).is_some()
            };
            let can_all = test.criteria(phase).iter().any(sets_limits);
            for &outcome in Outcome::ALL {
                match lots_with_outcome(&specification, phase, test.id(), outcome) {
                    Ok(lots) => have(&plan, test.id(), outcome, 6, &lots),
                    Err(error) => {
                        let is_optional = outcome == Outcome::Pending && test.is_if_tested();
                        assert!(
                            !can_all || !DECIDED.contains(&outcome) || is_optional,
                            "{name}, {phase}: {error}"
                        );
                    }
                }
            }
        }
    }
}

/// Rules: KIT-9.
#[test]
fn measurements_of_the_library_have_the_wished_clinical_outcome() {
    measurements_of_the_library_have_the_wished_outcome_in(Phase::Clinical);
}

/// Rules: KIT-9.
#[test]
fn measurements_of_the_library_have_the_wished_outcome_in_validation() {
    measurements_of_the_library_have_the_wished_outcome_in(Phase::Validation);
}

/// Rules: KIT-9.
#[test]
fn measurements_of_the_library_have_the_wished_commercial_outcome() {
    measurements_of_the_library_have_the_wished_outcome_in(Phase::Commercial);
}

/// Rules: KIT-9.
#[test]
fn measurements_get_small() {
    let specification = specification("car_t");
    let lots = |outcome| {
        lots_with_outcome(&specification, Phase::Commercial, "viability", outcome).unwrap()
    };
    let value = |lot: Lot| {
        lot.results().iter().find(|result| result.test() == "viability").unwrap().value().to_owned()
    };
    assert_eq!(value(smallest(&lots(Outcome::Conforms), |_| true)), "80 %");
    assert_eq!(value(smallest(&lots(Outcome::DoesNotConform), |_| true)), "1 %");
    let censored = |lot: &Lot| lot.results().iter().any(|result| result.value().starts_with('<'));
    assert_eq!(value(smallest(&lots(Outcome::Indeterminate), censored)), "<79.6 %");
}

fn lots_of_the_library_have_the_wished_verdict_in(phase: Phase) {
    for (name, specification, plan) in library_in(phase) {
        let is_before =
            |test: &Test| test.gate(phase) != Some(release_criteria::Gate::AfterRelease);
        let all_before = specification.tests().iter().all(is_before);
        for verdict in VERDICTS {
            match lots_with_verdict(&specification, phase, verdict) {
                Ok(lots) => every(15, &lots, |lot| {
                    prop_assert_eq!(plan.verdict(&lot), verdict);
                    Ok(())
                }),
                Err(error) => {
                    assert!(
                        verdict == Verdict::ConformsInterim && all_before,
                        "{name}, {phase}: {error}"
                    );
                }
            }
        }
    }
}

/// Rules: KIT-10.
#[test]
fn lots_of_the_library_have_the_wished_clinical_verdict() {
    lots_of_the_library_have_the_wished_verdict_in(Phase::Clinical);
}

/// Rules: KIT-10.
#[test]
fn lots_of_the_library_have_the_wished_verdict_in_validation() {
    lots_of_the_library_have_the_wished_verdict_in(Phase::Validation);
}

/// Rules: KIT-10.
#[test]
fn lots_of_the_library_have_the_wished_commercial_verdict() {
    lots_of_the_library_have_the_wished_verdict_in(Phase::Commercial);
}

/// Rules: KIT-10.
#[test]
fn lots_get_small() {
    let specification = specification("car_t");
    let plan = specification.plan(Phase::Commercial).unwrap();
    let failing =
        lots_with_verdict(&specification, Phase::Commercial, Verdict::DoesNotConform).unwrap();
    let lot = smallest(&failing, |_| true);
    let report = plan.evaluate(&lot);
    let is_good =
        |outcome| matches!(outcome, Outcome::Conforms | Outcome::Reported | Outcome::NotApplicable);
    let troubles = report.findings().iter().filter(|finding| !is_good(finding.outcome())).count();
    assert_eq!(troubles, 1, "{report}");
}

/// Rules: KIT-9, KIT-10.
#[test]
fn what_cannot_be_is_refused() {
    let criterion = "NMT 5 EU/mL".parse().unwrap();
    let specification = asking(&criterion, Some(&"EU/mL".parse().unwrap()), Rounding::Usp);
    let outcome = |phase, test, outcome| {
        told(&lots_with_outcome(&specification, phase, test, outcome).unwrap_err())
    };
    assert_eq!(
        outcome(Phase::Clinical, "t", Outcome::Reported),
        "outcome: found no measurement of `t` that leads to `reported` [unreachable]\n"
    );
    assert_eq!(
        outcome(Phase::Clinical, "purity", Outcome::Conforms),
        "test: found `purity`, which the specification does not name [unknown-id]\n"
    );
    assert!(outcome(Phase::Commercial, "t", Outcome::Conforms).contains("commercial"));
    let verdict =
        |phase, verdict| told(&lots_with_verdict(&specification, phase, verdict).unwrap_err());
    assert!(verdict(Phase::Commercial, Verdict::Conforms).contains("commercial"));
    assert_eq!(
        verdict(Phase::Clinical, Verdict::ConformsInterim),
        "verdict: found no lot whose verdict is `conforms-interim` [unreachable]\n"
    );
}
