//! What is found of one test or one group of a lot, at the cost of what that needs and not of the
//! whole specification.

use std::collections::{BTreeSet, HashMap};

use crate::lot::Lot;
use crate::plan::Plan;
use crate::plan::compiled::{PlannedTest, Source};
use crate::plan::judging::{Facts, Look, Members};
use crate::report::Finding;

/// The tests and groups of a plan by their ids, to be judged one at a time.
pub(crate) struct Singles<'p> {
    plan: &'p Plan,
    tests: HashMap<&'p str, &'p PlannedTest>,
    /// The place of each group, with its members in the order of the specification.
    groups: HashMap<&'p str, (usize, Vec<&'p PlannedTest>)>,
}

impl Plan {
    /// Its tests and groups, to be judged one at a time.
    pub(crate) fn singles(&self) -> Singles<'_> {
        let mut members: Vec<Vec<&PlannedTest>> = vec![Vec::new(); self.groups.len()];
        for test in &self.tests {
            if let Some(members) = test.group.and_then(|group| members.get_mut(group)) {
                members.push(test);
            }
        }
        let groups = self.groups.iter().zip(members).enumerate();
        Singles {
            plan: self,
            tests: self.tests.iter().map(|test| (test.id(), test)).collect(),
            groups: groups
                .map(|(place, (group, members))| (&*group.item.id, (place, members)))
                .collect(),
        }
    }
}

impl Singles<'_> {
    /// What [`Plan::evaluate`] finds of the test or group with the id `id`. Of a test also the
    /// place of the case in which the lot is, 0 where there are none; `None` where it is in no case
    /// or it cannot be told.
    pub(crate) fn find(&self, lot: &Lot, id: &str) -> Option<(Finding, Option<usize>)> {
        let (plan, mismatch) = (self.plan, self.plan.mismatch(lot));
        if let Some(test) = self.tests.get(id) {
            let facts = self.facts(lot, std::slice::from_ref(test));
            return Some((
                plan.finding_of_test(test, &facts, mismatch, None),
                test.only_case(&facts),
            ));
        }
        let (place, tests) = self.groups.get(id)?;
        let facts = self.facts(lot, tests);
        let mut members = Members::default();
        let findings: Vec<Finding> = tests
            .iter()
            .map(|test| plan.finding_of_test(test, &facts, mismatch, Some(&mut members)))
            .collect();
        Some((
            plan.finding_of_group(plan.groups.get(*place)?, lot, mismatch, (&members, &findings)),
            None,
        ))
    }

    /// What is known of the lot before `tests` are judged: the values of what they need, themselves
    /// or by way of others.
    fn facts<'l>(&self, lot: &'l Lot, tests: &[&PlannedTest]) -> Facts<'l> {
        let mut open: Vec<Source> = tests.iter().flat_map(|test| test.sources()).collect();
        let mut places = BTreeSet::new();
        while let Some(source) = open.pop() {
            if let Source::Test(place) = source
                && places.insert(place)
            {
                open.extend(
                    self.plan.needed_test(place).into_iter().flat_map(PlannedTest::sources),
                );
            }
        }
        // Needed tests stand after those that they need themselves.
        self.plan.facts_at(lot, places.into_iter())
    }
}

impl PlannedTest {
    /// The place of the case in which the lot is, 0 where there are none; `None` where it is in no
    /// case or it cannot be told.
    fn only_case(&self, facts: &Facts<'_>) -> Option<usize> {
        if self.conditions().next().is_none() {
            return Some(0);
        }
        let (parts, are_all) = self.parts(facts, Look::Deciding);
        if !are_all {
            return None;
        }
        let mut cases = parts
            .iter()
            .flat_map(|part| self.situation(facts, part, Look::Deciding).cases)
            .map(|(case, _)| case);
        let first = cases.next()?;
        cases.all(|case| case == first).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::Plan;
    use crate::acceptance::Rounding;
    use crate::lot::{AssayResult, Lot};
    use crate::specification::{
        Acceptance, Attribute, Group, Parameter, Phase, Specification, Test,
    };

    /// A chain in which each test applies where the one before it is low, and as many tests by
    /// themselves.
    fn plan(count: usize) -> Plan {
        let builder = Specification::builder("SPEC-1", "1", "Example vector")
            .phases(&[Phase::Clinical])
            .rounding(Rounding::Usp)
            .parameter(Parameter::number("body_weight", "kg"))
            .group(Group::alternatives("either", "Either", &["single_1", "chain_2"]));
        let test = |id: &str| Test::quantitative(id, id, Attribute::Purity, "%");
        let accepted = || Acceptance::new("NLT 50 %");
        let builder = (0..count).fold(builder, |builder, number| {
            builder.test(test(&format!("single_{number}")).accept(accepted()))
        });
        let chain = (0..count).map(|number| {
            let one = test(&format!("chain_{number}"));
            let Some(before) = number.checked_sub(1).map(|before| format!("chain_{before}")) else {
                return one.accept(accepted());
            };
            let other = Acceptance::new("report").when(&before, "> 90 %");
            one.accept_cases(vec![accepted().when(&before, "NMT 90 %"), other])
        });
        chain
            .fold(builder, |builder, test| builder.test(test))
            .build()
            .and_then(|built| built.plan(Phase::Clinical))
            .unwrap()
    }

    /// Rules: KIT-13.
    #[test]
    fn only_what_a_test_needs_is_looked_at() {
        let plan = plan(50);
        let (singles, lot) =
            (plan.singles(), Lot::new("LOT-1", "Example vector", Vec::new()).unwrap());
        assert_eq!(plan.facts(&lot).count_of_tests(), 49);
        for (id, needed) in [("single_7", 0), ("chain_0", 0), ("chain_1", 1), ("chain_7", 7)] {
            let test = singles.tests.get(id).unwrap();
            assert_eq!(singles.facts(&lot, &[test]).count_of_tests(), needed, "{id}");
        }
        let (_, members) = singles.groups.get("either").unwrap();
        assert_eq!(singles.facts(&lot, members).count_of_tests(), 2);
    }

    /// Rules: KIT-13.
    #[test]
    fn it_is_what_the_whole_evaluation_finds() {
        let plan = plan(6);
        let singles = plan.singles();
        for product in ["Example vector", "Other vector"] {
            for values in [["60 %"; 6], ["95 %"; 6], ["60 %", "40 %", "nd", "60 %", "", "x"]] {
                let results = values
                    .iter()
                    .enumerate()
                    .filter(|(_, value)| !value.is_empty() && **value != "nd")
                    .flat_map(|(number, value)| {
                        [format!("single_{number}"), format!("chain_{number}")]
                            .map(|id| AssayResult::new(&id, value))
                    });
                let lot = Lot::new("LOT-1", product, results.collect()).unwrap();
                for finding in plan.evaluate(&lot).findings() {
                    let (found, _) = singles.find(&lot, finding.test()).unwrap();
                    assert_eq!(format!("{found:?}"), format!("{finding:?}"));
                }
            }
        }
        assert!(
            singles
                .find(&Lot::new("LOT-1", "Example vector", Vec::new()).unwrap(), "unknown")
                .is_none()
        );
    }
}
