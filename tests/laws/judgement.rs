//! Laws of counting, combining and the verdict.

use proptest::prelude::*;
use release_criteria::{Flag, Gate, JudgedResult, Lot, Outcome, Plan, Report, Verdict};

use crate::model::{Asked, Case, Entry, Method, Stated, Value, case, entry, id};
use crate::{oracle, settings};

/// Flags whose rules `oracle` knows.
const KNOWN: [Flag; 3] = [Flag::ConflictingResults, Flag::ResultNotJudged, Flag::WrongLot];

/// Verdict and outcomes, however they are found, are those of the report.
pub(crate) fn told_without_words(plan: &Plan, lot: &Lot) -> Result<(), TestCaseError> {
    let report = plan.evaluate(lot);
    let told = report
        .findings()
        .iter()
        .map(|finding| (finding.test(), finding.outcome(), finding.reason()));
    prop_assert_eq!(plan.outcomes(lot), told.collect::<Vec<_>>());
    prop_assert_eq!(plan.verdict(lot), report.verdict());
    Ok(())
}

proptest! {
    #![proptest_config(settings(6_000))]

    /// §§ "one test, one phase" and "outcomes and verdict": a plain reading of the rules comes to
    /// the same.
    ///
    /// Rules: TERM-3, UNIT-4, MEAS-1, MEAS-3, MEAS-4, MEAS-5, MEAS-7, RES-1, RES-2, RES-3, RES-4,
    /// RES-6, RES-7, RES-9, JUDGE-1, JUDGE-2, JUDGE-3, JUDGE-4, JUDGE-5, JUDGE-6, JUDGE-7, JUDGE-8,
    /// JUDGE-9, JUDGE-10, VER-1, VER-3, VER-4, VER-5, VER-6, VER-7, VER-8.
    #[test]
    fn a_plain_reading_of_the_rules_agrees(case in case()) {
        let report = case.plan().evaluate(&case.lot());
        let (found, verdict) = oracle::judge_lot(&case);
        for (finding, found) in report.findings().iter().zip(&found) {
            let flags: Vec<Flag> =
                finding.flags().iter().filter(|flag| KNOWN.contains(flag)).copied().collect();
            let finding =
                oracle::Found { outcome: finding.outcome(), reason: finding.reason(), flags };
            prop_assert_eq!(&finding, found, "{}", report);
        }
        prop_assert_eq!(report.findings().len(), found.len());
        prop_assert_eq!(report.verdict(), verdict, "{}", report);
    }

    /// The verdict without reasons is the verdict with them.
    ///
    /// Rules: GEN-11.
    #[test]
    fn verdict_is_that_of_the_report(case in case()) {
        told_without_words(&case.plan(), &case.lot())?;
    }

    /// Adding a determination never turns `does-not-conform` into anything else, of a test or of
    /// the lot.
    ///
    /// Rules: JUDGE-2, JUDGE-12.
    #[test]
    fn a_further_determination_never_clears_a_failure(case in case(), added in entry()) {
        let plan = case.plan();
        let (before, after) = (plan.evaluate(&case.lot()), plan.evaluate(&case.with(added).lot()));
        for (before, after) in before.findings().iter().zip(after.findings()) {
            if before.outcome() == Outcome::DoesNotConform {
                prop_assert_eq!(after.outcome(), Outcome::DoesNotConform);
            }
        }
        if before.verdict() == Verdict::DoesNotConform {
            prop_assert_eq!(after.verdict(), Verdict::DoesNotConform);
        }
    }

    /// The order of tests and of results is irrelevant.
    ///
    /// Rules: GEN-7.
    #[test]
    fn order_is_irrelevant(
        (case, tests, results) in case().prop_flat_map(|case| {
            let tests: Vec<usize> = (0..case.tests.len()).collect();
            let results = case.entries.clone();
            (Just(case), Just(tests).prop_shuffle(), Just(results).prop_shuffle())
        }),
    ) {
        let one = case.plan().evaluate(&case.lot());
        let other = case.plan_in(tests).evaluate(&Case { entries: results, ..case.clone() }.lot());
        prop_assert_eq!(one.verdict(), other.verdict());
        for index in 0..case.tests.len() {
            let what = |report: &Report| {
                let finding = report.finding(id(index)).unwrap();
                (
                    finding.outcome(),
                    finding.reason(),
                    finding.flags().to_vec(),
                    sorted(finding.results()),
                )
            };
            prop_assert_eq!(what(&one), what(&other), "{}\n{}", one, other);
        }
        prop_assert_eq!(sorted(one.unplanned()), sorted(other.unplanned()));
    }

    /// A test comes to what all completions of its determinations agree on.
    ///
    /// Rules: GEN-2, JUDGE-6.
    #[test]
    fn determinations_combine_to_what_all_completions_agree_on(case in case()) {
        let report = case.plan().evaluate(&case.lot());
        if matches!(case.stated, Stated::OtherProduct | Stated::OtherVersion) {
            return Ok(());
        }
        for finding in report.findings() {
            if finding.outcome() == Outcome::NotApplicable {
                prop_assert!(
                    finding.results().iter().all(|result| !result.is_counted()),
                    "{}",
                    report
                );
                continue;
            }
            let counted: Vec<Outcome> =
                finding.results().iter().filter_map(JudgedResult::outcome).collect();
            prop_assert_eq!(finding.outcome(), combined(&counted), "{}", report);
        }
    }

    /// A lot comes to what all completions of its tests agree on; if they do not, it is not yet
    /// judged.
    ///
    /// Rules: VER-3, VER-4, VER-5, VER-6.
    #[test]
    fn tests_combine_to_what_all_completions_agree_on(case in case()) {
        let report = case.plan().evaluate(&case.lot());
        let is_open =
            case.entries.iter().any(|entry| entry.of_other_lot) || !report.unplanned().is_empty();
        let items: Vec<(Gate, Outcome)> =
            report.findings().iter().map(|found| (found.gate(), found.outcome())).collect();
        prop_assert_eq!(report.verdict(), verdict(&items, is_open), "{}", report);
    }

    /// Fail closed: without a counted result of a test that is needed before release, no lot
    /// conforms.
    ///
    /// Rules: GEN-3, JUDGE-7.
    #[test]
    fn without_a_counted_result_nothing_conforms(
        case in case(),
        removed in 0..4_usize,
        how in 0..4_u8,
    ) {
        let removed = removed % case.tests.len();
        let is_needed =
            case.tests[removed].gate == Gate::BeforeRelease && !case.tests[removed].if_tested;
        let mut lot = case.clone();
        match how {
            0 => lot.entries.retain(|entry| entry.test != removed),
            _ => of(&mut lot, removed).for_each(|entry| match how {
                1 => entry.invalidated = true,
                2 => entry.of_other_lot = true,
                _ => entry.test = 4,
            }),
        }
        // A row moved to another test may be there already.
        let lot =
            lot.entries.iter().fold(Case { entries: Vec::new(), ..lot.clone() }, |lot, entry| {
                lot.with(entry.clone())
            });
        let report = case.plan().evaluate(&lot.lot());
        let found = &report.findings()[removed];
        prop_assert!(found.results().iter().all(|result| !result.is_counted()));
        prop_assert!(found.outcome() != Outcome::Conforms);
        if is_needed && found.outcome() != Outcome::NotApplicable {
            prop_assert!(!conforms(report.verdict()), "{}", report);
        }
    }

    /// Fail closed: a lot that conforms ceases to when any result names another test, lot or
    /// product, and when the lot states another product or version.
    ///
    /// Rules: GEN-3, RES-7, VER-7, VER-8.
    #[test]
    fn what_is_of_something_else_never_conforms(
        case in conforming(),
        which in any::<prop::sample::Index>(),
        how in 0..4_u8,
    ) {
        let plan = case.plan();
        prop_assert!(conforms(plan.verdict(&case.lot())));
        let mut other = case.clone();
        let entry = which.get_mut(&mut other.entries);
        match how {
            0 => entry.test = 4,
            1 => entry.of_other_lot = true,
            2 => other.stated = Stated::OtherProduct,
            _ => other.stated = Stated::OtherVersion,
        }
        prop_assert!(!conforms(plan.verdict(&other.lot())));
    }

    /// A measurement that says more never flips what is decided. (What is superseded does not
    /// count; a preliminary result that fails always does.)
    ///
    /// Rules: GEN-8.
    #[test]
    fn a_narrower_measurement_never_flips_a_decided_outcome(
        case in case(),
        entry in entry(),
        (wide, narrow) in narrowing(),
    ) {
        let entry = Entry { test: entry.test % case.tests.len(), ..entry };
        let case = case.with(entry);
        let entry = case.entries.last().unwrap();
        let lot_with = |text: &str| {
            let (_, others) = case.entries.split_last().unwrap();
            let mut results: Vec<_> = others.iter().map(Entry::build).collect();
            results.push(entry.build_with(text));
            case.lot_of(results)
        };
        let plan = case.plan();
        let (before, after) = (plan.evaluate(&lot_with(&wide)), plan.evaluate(&lot_with(&narrow)));
        let is_counted =
            |report: &Report| report.findings()[entry.test].results().last().unwrap().is_counted();
        if entry.preliminary && !is_counted(&before) {
            return Ok(());
        }
        for (before, after) in before.findings().iter().zip(after.findings()) {
            if matches!(before.outcome(), Outcome::Conforms | Outcome::DoesNotConform) {
                prop_assert_eq!(before.outcome(), after.outcome(), "{} to {}", wide, narrow);
            }
        }
    }
}

fn conforms(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Conforms | Verdict::ConformsInterim)
}

fn of(case: &mut Case, test: usize) -> impl Iterator<Item = &mut Entry> {
    case.entries.iter_mut().filter(move |entry| entry.test == test)
}

/// Rows without regard to their order.
fn sorted(results: &[JudgedResult]) -> Vec<String> {
    let mut rows: Vec<String> = results.iter().map(|result| format!("{result:?}")).collect();
    rows.sort();
    rows
}

/// Every way in which what is open could yet come out, each as whether it conforms.
pub(crate) fn completions(outcomes: &[Outcome]) -> Vec<Vec<bool>> {
    outcomes.iter().fold(vec![Vec::new()], |ways, outcome| {
        let ends: &[bool] = match outcome {
            Outcome::Conforms | Outcome::Reported => &[true],
            Outcome::DoesNotConform => &[false],
            Outcome::Indeterminate | Outcome::Pending => &[true, false],
            Outcome::NotApplicable => return ways,
        };
        ways.iter()
            .flat_map(|way| ends.iter().map(move |end| way.iter().copied().chain([*end]).collect()))
            .collect()
    })
}

/// Whether everything conforms, if all completions agree on it.
fn agreed(outcomes: &[Outcome]) -> Option<bool> {
    let ways = completions(outcomes);
    let first = ways[0].iter().all(|conforms| *conforms);
    ways.iter().all(|way| way.iter().all(|conforms| *conforms) == first).then_some(first)
}

/// The outcome of a test by the outcomes of its determinations.
fn combined(counted: &[Outcome]) -> Outcome {
    match agreed(counted) {
        // A result is yet to come, and can come out either way.
        _ if counted.is_empty() => Outcome::Pending,
        Some(true) if counted.contains(&Outcome::Reported) => Outcome::Reported,
        Some(true) => Outcome::Conforms,
        Some(false) => Outcome::DoesNotConform,
        None if counted.contains(&Outcome::Indeterminate) => Outcome::Indeterminate,
        None => Outcome::Pending,
    }
}

/// The verdict by the outcomes of what counts.
pub(crate) fn verdict(items: &[(Gate, Outcome)], is_open: bool) -> Verdict {
    let outcomes: Vec<Outcome> = items.iter().map(|(_, outcome)| *outcome).collect();
    let before: Vec<Outcome> = items
        .iter()
        .filter(|(gate, _)| *gate == Gate::BeforeRelease)
        .map(|(_, outcome)| *outcome)
        .collect();
    let is_waiting_only = !outcomes.contains(&Outcome::Indeterminate);
    match agreed(&outcomes) {
        Some(false) => Verdict::DoesNotConform,
        _ if is_open || !before.contains(&Outcome::Conforms) => Verdict::Incomplete,
        Some(true) => Verdict::Conforms,
        // Before release everything is certain, and what comes later is merely awaited.
        None if is_waiting_only && agreed(&before) == Some(true) => Verdict::ConformsInterim,
        None => Verdict::Incomplete,
    }
}

/// A lot of which every test has one result, which conforms.
fn conforming() -> impl Strategy<Value = Case> {
    case().prop_map(|mut case| {
        case.tests[0].gate = Gate::BeforeRelease;
        if !matches!(case.tests[0].asked, Asked::Numbers | Asked::Either) {
            case.tests[0].asked = Asked::Numbers;
        }
        let entry = |test: usize| Entry {
            test,
            value: match case.tests[test].asked {
                Asked::Terms => Value::Accepted,
                _ => Value::Inside,
            },
            method: Method::Listed,
            reference: None,
            preliminary: false,
            invalidated: false,
            of_other_lot: false,
        };
        let entries = (0..case.tests.len()).map(entry).collect();
        Case { entries, stated: Stated::ThisProduct, ..case }
    })
}

/// A measurement and one that lies within it, in tenths of a per cent around the limits 50.0 and
/// 60.0.
fn narrowing() -> impl Strategy<Value = (String, String)> {
    (0..4_usize, 0..5_usize, 0..=1_000_u32, 1..=1_000_u32).prop_map(|(wide, narrow, near, step)| {
        let at = |tenths: u32| format!("{}.{} %", tenths / 10, tenths % 10);
        let inner = |signs: [&str; 2], bound: u32| match narrow {
            0 => format!("{}{}", signs[0], at(bound)),
            1 => format!("{}{}", signs[1], at(bound)),
            _ => at(bound),
        };
        match wide {
            // The inner bound is at most the outer one, and a value lies below it.
            0 if narrow > 1 => (format!("<{}", at(near + step)), at(near)),
            0 => (format!("<{}", at(near + step)), format!("<{}", at(near + 1))),
            1 => (format!("≤{}", at(near + step)), inner(["<", "≤"], near + 1)),
            2 => (format!(">{}", at(near)), inner([">", "≥"], near + step)),
            _ => (format!("≥{}", at(near)), inner([">", "≥"], near + step)),
        }
    })
}
