//! Laws of whole lots, judged by specifications that use everything.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::TestCaseError;
use release_criteria::{
    AssayResult, Flag, JudgedResult, Measurement, Outcome, Phase, Reason, Report, Verdict,
};

use crate::every_feature::{Case, Order, Row, case, row};
use crate::settings;

proptest! {
    #![proptest_config(settings(1_500))]

    /// The verdict without reasons is the verdict with them.
    ///
    /// Rules: GEN-11.
    #[test]
    fn verdict_is_that_of_the_report(case in case()) {
        for phase in [Phase::Clinical, Phase::Commercial] {
            let (plan, lot) = (case.specification().plan(phase).unwrap(), case.lot());
            prop_assert_eq!(plan.verdict(&lot), plan.evaluate(&lot).verdict());
        }
    }

    /// Adding a determination never turns `does-not-conform` into anything else, of a test, a group
    /// or the lot.
    ///
    /// Rules: JUDGE-12.
    #[test]
    fn a_further_determination_never_clears_a_failure(case in case(), added in vec(row(), 1..=3)) {
        clears_nothing(&case, added)?;
    }

    /// The order of tests, parameters, groups, members, results and replicates is irrelevant.
    ///
    /// Rules: GEN-7.
    #[test]
    fn order_is_irrelevant((case, order) in with_order(case())) {
        is_the_same_in(&case, &order)?;
    }

    /// Whatever a censored result turns out to be, what was decided of tests, groups and the lot
    /// stays.
    ///
    /// Rules: GEN-8.
    #[test]
    fn a_narrower_measurement_never_flips_a_decided_outcome(
        case in case(),
        which in any::<Index>(),
    ) {
        let plan = case.plan();
        let before = plan.evaluate(&case.lot());
        // A preliminary result that gave way counts once it fails.
        let narrowed = |row: &Row| {
            let texts = row.texts(&case.choices);
            if row.preliminary {
                row.build_with(&texts)
            } else {
                row.build_with(&texts.iter().map(|text| narrow(text, which)).collect::<Vec<_>>())
            }
        };
        let after = plan
            .evaluate(&case.lot_of(case.rows.iter().map(narrowed).collect(), &Order::natural()));
        for (one, other) in before.findings().iter().zip(after.findings()) {
            if matches!(
                one.outcome(),
                Outcome::Conforms
                    | Outcome::DoesNotConform
                    | Outcome::NotApplicable
                    | Outcome::Reported
            ) {
                prop_assert_eq!(
                    one.outcome(),
                    other.outcome(),
                    "{}: {}\n{}",
                    one.test(),
                    before,
                    after
                );
            }
        }
        if before.verdict() != Verdict::Incomplete {
            prop_assert_eq!(before.verdict(), after.verdict());
        }
    }

    /// It is said that rounding decides exactly where the test would come out otherwise if nothing
    /// were rounded.
    ///
    /// Rules: ROUND-13.
    #[test]
    fn rounding_decides_where_it_is_said(case in case()) {
        // What a preliminary result gives way to can depend on rounding too.
        let case = case.finished();
        let (rounded, exact) =
            (case.plan().evaluate(&case.lot()), case.unrounded().plan().evaluate(&case.lot()));
        for (one, other) in
            rounded.findings().iter().zip(exact.findings()).filter(|(one, _)| !one.is_group())
        {
            let decides = one.flags().contains(&Flag::DecidedByRounding);
            prop_assert_eq!(
                decides,
                one.outcome() != other.outcome(),
                "{}: {}\n{}",
                one.test(),
                rounded,
                exact
            );
        }
    }

    /// Without any results or parameters nothing conforms, and nothing fails.
    ///
    /// Rules: GEN-3.
    #[test]
    fn without_facts_nothing_is_decided(case in case()) {
        let empty = Case { rows: Vec::new(), stated: vec![None; case.stated.len()], ..case };
        let report = empty.plan().evaluate(&empty.lot());
        prop_assert_eq!(report.verdict(), Verdict::Incomplete);
        for finding in report.findings() {
            prop_assert!(
                !matches!(finding.outcome(), Outcome::Conforms | Outcome::DoesNotConform),
                "{}",
                report
            );
        }
    }
}

/// Rows of one determination are not one each, so that none is added.
pub(crate) fn clears_nothing(case: &Case, added: Vec<Row>) -> Result<(), TestCaseError> {
    let plan = case.plan();
    let further = added
        .into_iter()
        .fold(case.clone(), |case, row| case.with(Row { determination: None, ..row }));
    let (before, after) = (plan.evaluate(&case.lot()), plan.evaluate(&further.lot()));
    for (one, other) in before.findings().iter().zip(after.findings()) {
        if one.outcome() == Outcome::DoesNotConform {
            prop_assert_eq!(
                other.outcome(),
                Outcome::DoesNotConform,
                "{}: {}\n{}",
                one.test(),
                before,
                after
            );
        }
    }
    if before.verdict() == Verdict::DoesNotConform {
        prop_assert_eq!(after.verdict(), Verdict::DoesNotConform);
    }
    Ok(())
}

/// An order of everything: of rows, of what a specification has, and by how much replicates are
/// turned.
pub(crate) type Orders = (Vec<usize>, Order, usize);

pub(crate) fn with_order(
    case: impl Strategy<Value = Case>,
) -> impl Strategy<Value = (Case, Orders)> {
    case.prop_flat_map(|case| {
        let Order { tests, parameters, .. } = Order::natural();
        let rows: Vec<usize> = (0..case.rows.len()).collect();
        let order = (Just(tests).prop_shuffle(), Just(parameters).prop_shuffle(), any::<bool>())
            .prop_map(|(tests, parameters, is_reversed)| Order { tests, parameters, is_reversed });
        (Just(case), (Just(rows).prop_shuffle(), order, 0..3_usize))
    })
}

pub(crate) fn is_the_same_in(
    case: &Case,
    (rows, order, turn): &Orders,
) -> Result<(), TestCaseError> {
    let one = case.plan().evaluate(&case.lot());
    let turned = |row: &Row| {
        let mut texts = row.texts(&case.choices);
        let turn = turn % texts.len();
        texts.rotate_left(turn);
        row.build_with(&texts)
    };
    let results: Vec<AssayResult> = rows.iter().map(|index| turned(&case.rows[*index])).collect();
    let plan = case.choices.specification(order).plan(Phase::Clinical).unwrap();
    let other = plan.evaluate(&case.lot_of(results, order));
    prop_assert_eq!(one.verdict(), other.verdict(), "{}\n{}", one, other);
    for finding in one.findings() {
        let id = finding.test();
        prop_assert_eq!(what(&one, id), what(&other, id), "{}\n{}", one, other);
    }
    prop_assert_eq!(one.unplanned().len(), other.unplanned().len());
    Ok(())
}

/// How a finding is judged, its rows without regard to their order.
fn what(report: &Report, id: &str) -> (Outcome, Reason, Vec<Flag>, Vec<String>) {
    let finding = report.finding(id).unwrap();
    let row = |row: &JudgedResult| {
        format!("{:?} {:?} {:?}", row.reference(), row.determination(), row.outcome())
    };
    let mut rows: Vec<String> = finding.results().iter().map(row).collect();
    rows.sort();
    (finding.outcome(), finding.reason(), finding.flags().to_vec(), rows)
}

/// A value that a censored one may turn out to be, and any other as it is.
fn narrow(text: &str, which: Index) -> String {
    let Ok(measurement) = text.parse::<Measurement>() else { return text.to_owned() };
    let number = measurement.number().to_string();
    let unit = measurement.unit().map_or(String::new(), ToString::to_string);
    let all: Vec<String> = match text.chars().next() {
        Some('<' | 'N') => {
            vec![format!("0 {unit}"), format!("0.01 {unit}"), just_below(&number, &unit)]
        }
        Some('≤') => {
            vec![format!("0 {unit}"), format!("{number} {unit}"), just_below(&number, &unit)]
        }
        Some('>') => vec![
            format!("{number}{}001 {unit}", if number.contains('.') { "" } else { "." }),
            format!("1000000 {unit}"),
        ],
        Some('≥') => vec![format!("{number} {unit}"), format!("1000000 {unit}")],
        _ => vec![text.to_owned()],
    };
    which.get(&all).clone()
}

/// A number of which the last digit is one less, and then nines.
fn just_below(number: &str, unit: &str) -> String {
    let point = number.find('.');
    let digits: i64 = number.replace('.', "").parse().unwrap();
    let places = point.map_or(0, |point| number.len() - point - 1);
    let less = format!("{:0>1$}", digits * 100 - 1, places + 3);
    let (whole, rest) = less.split_at(less.len() - places - 2);
    format!("{whole}.{rest} {unit}")
}
