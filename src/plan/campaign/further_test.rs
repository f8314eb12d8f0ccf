//! What is asked of one lot besides what the specification asks.

use std::sync::Arc;

use crate::criterion::Criterion;
use crate::lot::Lot;
use crate::plan::Plan;
use crate::plan::compiled::{Limits, PlannedTest};
use crate::report::Finding;
use crate::specification::Specification;

/// A test of a plan with another criterion in the place of its own. Everything else is judged as it
/// always is.
#[derive(Clone, Debug)]
pub(crate) struct FurtherTest(pub(super) PlannedTest);

impl FurtherTest {
    /// `criterion` has been checked against the specification. `None` for a test of which something
    /// else is asked in each case, and for one that the plan does not have.
    ///
    /// Of whom it is asked has to be tested, whether or not the specification leaves that open.
    pub(crate) fn of(
        plan: &Plan,
        specification: &Specification,
        id: &str,
        criterion: &Criterion,
    ) -> Option<Self> {
        let mut test = plan.tests.iter().find(|test| test.id() == id)?.clone();
        test.only()?;
        let asked = test.asked.first_mut()?;
        asked.limits =
            Limits::of(criterion, specification.rules(specification.test(id)?)).map(Box::new);
        asked.criterion = Arc::new(criterion.clone());
        (asked.alert, asked.same_as) = (None, None);
        (test.if_tested, test.group) = (false, None);
        Some(Self(test.in_words()))
    }
}

impl Plan {
    /// What is found of the lot under each of the further criteria.
    pub(crate) fn further_findings(&self, further: &[FurtherTest], lot: &Lot) -> Vec<Finding> {
        let (mismatch, facts) = (self.mismatch(lot), self.facts(lot));
        let finding = |FurtherTest(test): &FurtherTest| match mismatch {
            Some(reason) => self.not_judged(test, lot, reason),
            None => test.explain(&facts),
        };
        further.iter().map(finding).collect()
    }
}
