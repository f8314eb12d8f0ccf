//! Laws of judging past lots under two specifications.

use proptest::collection::vec;
use proptest::prelude::*;
use release_criteria::lifecycle::{Flip, Reevaluation};
use release_criteria::{
    Finding, Lot, Outcome, Phase, Plan, Reason, Rounding, Specification, Verdict, wire,
};

use crate::model::{Case, Entry, LOT, PRODUCT, Stated, TestModel, case, id, tests};
use crate::settings;

/// Two versions of a specification, and lots judged by either.
#[derive(Clone, Debug)]
struct Two {
    current: Vec<TestModel>,
    proposed: Vec<TestModel>,
    lots: Vec<Case>,
}

fn two() -> impl Strategy<Value = Two> {
    (tests(), tests(), vec(case(), 0..6)).prop_map(|(current, proposed, lots)| Two {
        current,
        proposed,
        lots,
    })
}

/// What the model calls the other version is the proposed one.
fn plan(version: &str, tests: &[TestModel]) -> Plan {
    let builder = Specification::builder("SPEC-1", version, PRODUCT)
        .phases(&[Phase::Clinical])
        .rounding(Rounding::Usp);
    let tests = tests.iter().enumerate().map(|(index, test)| test.build(id(index)));
    tests
        .fold(builder, |builder, test| builder.test(test))
        .build()
        .unwrap()
        .plan(Phase::Clinical)
        .unwrap()
}

impl Two {
    fn plans(&self) -> (Plan, Plan) {
        (plan("1", &self.current), plan("2", &self.proposed))
    }

    fn judged(&self, lots: impl Iterator<Item = Lot>) -> Reevaluation {
        let (current, proposed) = self.plans();
        judged(&current, &proposed, lots)
    }

    /// The lots, each with an id of its own.
    fn lots(&self) -> impl DoubleEndedIterator<Item = Lot> {
        self.lots.iter().enumerate().map(|(index, case)| {
            let written = wire::write_lot(&case.lot())
                .replace(&format!("\"{LOT}\""), &format!("\"LOT-A{index}\""));
            wire::read_lot(&written).unwrap()
        })
    }

    /// The verdict of `plan`, of which `own` are the tests, on the lot without what is said for the
    /// other plan only.
    fn alone(case: &Case, plan: &Plan, own: usize, other: usize) -> Verdict {
        let is_foreign = |entry: &Entry| entry.test >= own && entry.test < other;
        let entries = case.entries.iter().filter(|entry| !is_foreign(entry)).cloned().collect();
        let stated = if case.stated == Stated::OtherProduct {
            Stated::OtherProduct
        } else {
            Stated::ThisProduct
        };
        plan.verdict(&Case { entries, stated, tests: Vec::new() }.lot())
    }
}

fn judged(current: &Plan, proposed: &Plan, lots: impl Iterator<Item = Lot>) -> Reevaluation {
    let mut reevaluation = Reevaluation::new(current, proposed).unwrap();
    for lot in lots {
        let before = reevaluation.flips().len();
        let shown = reevaluation.judge(&lot).unwrap().cloned();
        assert_eq!(reevaluation.flips().get(before), shown.as_ref());
    }
    reevaluation
}

/// All that a flip says, its causes by test, as seen from the current plan or from the proposed
/// one.
fn said(flip: &Flip, from_proposed: bool) -> (Verdict, Verdict, Vec<String>) {
    let what = |finding: Option<&Finding>| -> Option<(Outcome, Reason, String)> {
        finding
            .map(|finding| (finding.outcome(), finding.reason(), finding.explanation().to_owned()))
    };
    let mut causes: Vec<String> = flip
        .causes()
        .iter()
        .map(|cause| {
            let (one, other) = (what(cause.current()), what(cause.proposed()));
            let (one, other) = if from_proposed { (other, one) } else { (one, other) };
            format!("{} {one:?} {other:?}", cause.test())
        })
        .collect();
    causes.sort();
    let (one, other) = (flip.current(), flip.proposed());
    if from_proposed { (other, one, causes) } else { (one, other, causes) }
}

proptest! {
    #![proptest_config(settings(1_500))]

    /// Nothing flips where nothing differs.
    ///
    /// Rules: REEV-1.
    #[test]
    fn the_same_plan_flips_nothing(two in two()) {
        let (current, _) = two.plans();
        let found = judged(&current, &current, two.lots());
        prop_assert!(found.flips().is_empty());
        prop_assert!(
            Verdict::ALL
                .iter()
                .all(|a| Verdict::ALL.iter().all(|b| a == b || found.count(*a, *b) == 0))
        );
    }

    /// The flips are exactly the lots of which the verdicts of both plans differ, and the counts
    /// are those of all lots.
    ///
    /// Rules: REEV-1, REEV-5.
    #[test]
    fn flips_are_the_lots_whose_verdicts_differ(two in two()) {
        let (current, proposed) = two.plans();
        let found = two.judged(two.lots());
        let (own, other) = (two.current.len(), two.proposed.len());
        let verdicts: Vec<(Verdict, Verdict)> = two
            .lots
            .iter()
            .map(|case| {
                (Two::alone(case, &current, own, other), Two::alone(case, &proposed, other, own))
            })
            .collect();
        let expected: Vec<_> =
            verdicts.iter().filter(|(one, other)| one != other).copied().collect();
        let flips: Vec<_> =
            found.flips().iter().map(|flip| (flip.current(), flip.proposed())).collect();
        prop_assert_eq!(flips, expected);
        prop_assert_eq!(found.lots(), two.lots.len() as u64);
        for one in Verdict::ALL {
            for other in Verdict::ALL {
                let lots = verdicts.iter().filter(|verdicts| **verdicts == (*one, *other)).count();
                prop_assert_eq!(found.count(*one, *other), lots as u64);
            }
        }
        let unjudged = two.lots.iter().filter(|case| case.stated == Stated::OtherProduct).count();
        prop_assert_eq!(found.unjudged(), unjudged as u64);
    }

    /// Swapping the plans swaps each flip.
    ///
    /// Rules: REEV-1.
    #[test]
    fn swapped_plans_swap_flips(two in two()) {
        let (current, proposed) = two.plans();
        let (one, other) =
            (judged(&current, &proposed, two.lots()), judged(&proposed, &current, two.lots()));
        let one: Vec<_> = one.flips().iter().map(|flip| said(flip, false)).collect();
        let other: Vec<_> = other.flips().iter().map(|flip| said(flip, true)).collect();
        prop_assert_eq!(one, other);
    }

    /// Lots that are handed in again, in any order, are refused and change nothing.
    ///
    /// Rules: PROG-5.
    #[test]
    fn a_lot_counts_once(
        (two, again) in two().prop_flat_map(|two| {
            let lots = two.lots.len();
            (Just(two), vec(0..lots.max(1), 0..6))
        }),
    ) {
        let (current, proposed) = two.plans();
        let lots: Vec<Lot> = two.lots().collect();
        let mut found = judged(&current, &proposed, two.lots());
        for lot in again.iter().filter_map(|index| lots.get(*index)) {
            prop_assert!(found.judge(lot).is_err());
        }
        let once = judged(&current, &proposed, two.lots());
        prop_assert_eq!(found.to_string(), once.to_string());
        prop_assert_eq!(wire::write_reevaluation(&found), wire::write_reevaluation(&once));
    }

    /// Every flip has a cause, a test that fails is among them, and what is open is said.
    ///
    /// Rules: REEV-2.
    #[test]
    fn every_flip_has_causes(two in two()) {
        let found = two.judged(two.lots());
        for flip in found.flips() {
            prop_assert!(!flip.causes().is_empty(), "{}", flip);
            let is_open =
                |verdict| matches!(verdict, Verdict::Incomplete | Verdict::ConformsInterim);
            prop_assert_eq!(
                is_open(flip.current()) || is_open(flip.proposed()),
                !flip.open().is_empty(),
                "{}",
                flip
            );
            let fails = |finding: Option<&Finding>| {
                finding.is_some_and(|one| one.outcome() == Outcome::DoesNotConform)
            };
            let named =
                flip.causes().iter().any(|cause| fails(cause.current()) || fails(cause.proposed()));
            let fails = [flip.current(), flip.proposed()].contains(&Verdict::DoesNotConform);
            prop_assert!(!fails || named, "{}", flip);
        }
        for (test, flips) in found.tests() {
            let named = found
                .flips()
                .iter()
                .filter(|flip| flip.causes().iter().any(|cause| cause.test() == test));
            prop_assert_eq!(named.count() as u64, flips);
        }
    }

    /// The order of lots changes the order of flips, and nothing else.
    ///
    /// Rules: GEN-7, REEV-5.
    #[test]
    fn order_of_lots_is_irrelevant(two in two()) {
        let (one, other) = (two.judged(two.lots()), two.judged(two.lots().rev()));
        let flips: Vec<&Flip> = other.flips().iter().rev().collect();
        prop_assert_eq!(one.flips().iter().collect::<Vec<_>>(), flips);
        prop_assert_eq!(one.tests(), other.tests());
        prop_assert_eq!(one.lots(), other.lots());
    }
}
