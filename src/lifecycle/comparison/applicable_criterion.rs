//! What is accepted of one value.

use super::change_log::Side;
use crate::acceptance::{Region, Rounding, StrictLimits};
use crate::criterion::{Criterion, Demand};
use crate::specification::{CheckedAcceptance, Derivation, Test};
use crate::value::Unit;

/// What is accepted of one value of a test: always, or in one case.
#[derive(Clone, Copy)]
pub(crate) struct ApplicableCriterion<'s> {
    pub(crate) test: &'s Test,
    pub(crate) rules: (Rounding, StrictLimits),
    pub(crate) case: &'s CheckedAcceptance,
}

impl<'s> ApplicableCriterion<'s> {
    pub(crate) fn unit(&self) -> Option<&'s Unit> {
        self.test.unit_in(self.case)
    }

    pub(crate) fn derivation(&self) -> Option<&'s Derivation> {
        self.test.derivation_in(self.case)
    }

    /// Which of the values that the test can have meet the limits of `criterion`.
    pub(crate) fn region(&self, criterion: &Criterion) -> Option<Region> {
        let (rounding, strict) = self.rules;
        Some(Region::accepted(criterion, rounding, strict)?.of_a_quantity(self.test.is_signed()))
    }

    /// The text of a criterion, and exactly what it accepts.
    pub(crate) fn side(&self, criterion: &Criterion) -> Side {
        let (rounding, strict) = self.rules;
        let accepts = match criterion.demand() {
            Demand::NotRequired | Demand::SameAs(_) => None,
            Demand::Report => Some("any value".to_owned()),
            Demand::Numbers(_) | Demand::Terms(_) | Demand::Either(..) => Some(
                criterion
                    .accepts(Region::accepted(criterion, rounding, strict).as_ref(), self.unit()),
            ),
        };
        Side {
            text: Some(criterion.as_written().to_owned()),
            accepts,
            is_neutral: criterion.is_neutral(),
        }
    }
}
