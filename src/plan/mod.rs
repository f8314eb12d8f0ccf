//! A specification compiled for one phase, and the judging of lots by it.
//!
//! [`Plan::verdict`] and [`Plan::evaluate`] share one judgement, in `judge` and `combine`; only `evaluate` explains it.

mod combine;
mod evaluate;
mod judge;
mod planned;

use combine::{Determinations, Tally};
use judge::Compare;
use planned::{Conversion, PlannedTest};

use crate::acceptance::Region;
use crate::error::{DocumentError, Problems};
use crate::lot::Lot;
use crate::report::{Reason, SpecificationPin, Verdict};
use crate::specification::{Phase, Specification};
use crate::value::Extensions;

/// A [`Specification`] compiled for one phase: its cut points are computed, and any number of lots can be judged.
///
/// Judging cannot fail and cannot panic. What cannot be judged becomes a finding.
///
/// # Examples
///
/// ```
/// use release_criteria::{Acceptance, AssayResult, Attribute, Lot, Outcome, Phase, Reason, Rounding, Specification, Test, Verdict};
///
/// let plan = Specification::builder("SPEC-7", "2", "Example vector")
///     .phases(&[Phase::Commercial])
///     .rounding(Rounding::Usp)
///     .test(Test::quantitative("assay", "Assay", Attribute::Potency, "%").accept(Acceptance::new("NLT 98.0 %")))
///     .build()?
///     .plan(Phase::Commercial)?;
///
/// let lot = Lot::new("LOT-1", "Example vector", vec![AssayResult::new("assay", "97.95 %")])?;
/// assert_eq!(plan.verdict(&lot), Verdict::Conforms);
///
/// let report = plan.evaluate(&lot);
/// let finding = &report.findings()[0];
/// assert_eq!((finding.outcome(), finding.reason()), (Outcome::Conforms, Reason::Within));
/// assert_eq!(finding.accepts(), Some("≥ 97.95 %"));
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Plan {
    pin: SpecificationPin,
    product: String,
    phase: Phase,
    tests: Vec<PlannedTest>,
}

impl Specification {
    /// Compiles the specification for `phase`. Costs about as much as reading it; do it once.
    ///
    /// # Errors
    ///
    /// A phase that the specification does not cover; one in which every test is `report` or `not required`, so that nothing
    /// could fail.
    pub fn plan(&self, phase: Phase) -> Result<Plan, DocumentError> {
        let mut problems = Problems::default();
        if !self.phases().contains(&phase) {
            let covered: Vec<String> = self.phases().iter().map(|phase| format!("`{phase}`")).collect();
            problems.push(
                "phases",
                format!("the phase `{phase}` is not covered; the specification covers {}", covered.join(", ")),
            );
            return problems.into_result(None);
        }
        // A test that cannot be planned would be a test that cannot fail: then there is no plan.
        let tests: Option<Vec<PlannedTest>> =
            self.tests().iter().map(|test| PlannedTest::compile(self, test, phase)).collect();
        let Some(tests) = tests else {
            problems.push("tests", format!("a test has no criterion in the phase `{phase}`"));
            return problems.into_result(None);
        };
        if tests.iter().all(PlannedTest::is_neutral) {
            problems.push(
                "tests",
                format!("found nothing to judge in the phase `{phase}`: every test is `report` or `not required`; give one a criterion"),
            );
        }
        let pin = SpecificationPin {
            id: self.id().to_owned(),
            version: self.version().to_owned(),
            status: self.status(),
            digest: self.digest(),
            extensions: Extensions::default(),
        };
        problems.into_result(Some(Plan { pin, product: self.product().to_owned(), phase, tests }))
    }
}

impl Plan {
    /// The phase for which it was compiled.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The product whose lots it judges.
    #[must_use]
    pub fn product(&self) -> &str {
        &self.product
    }

    /// The id of the specification.
    #[must_use]
    pub fn specification_id(&self) -> &str {
        &self.pin.id
    }

    /// The version of the specification.
    #[must_use]
    pub fn specification_version(&self) -> &str {
        &self.pin.version
    }

    /// The digest of the specification, which its reports bear.
    #[must_use]
    pub fn specification_digest(&self) -> &str {
        &self.pin.digest
    }

    /// The unrounded numbers that the test with the id `test` accepts, in its unit; `None` where it sets no limits, and for an
    /// id that the specification does not name.
    #[must_use]
    pub fn region(&self, test: &str) -> Option<Region> {
        self.tests.iter().find(|planned| planned.id() == test)?.limits.as_ref().map(|limits| limits.accepted)
    }

    /// Whether the lot conforms. Allocates nothing; for n tests and m results it takes about n × log m comparisons.
    ///
    /// It is the verdict of [`evaluate`](Self::evaluate), without the reasons.
    #[must_use]
    pub fn verdict(&self, lot: &Lot) -> Verdict {
        if self.mismatch(lot).is_some() {
            // Every finding is indeterminate.
            return Verdict::Incomplete;
        }
        let mut tally = Tally::new();
        let mut planned: usize = 0;
        for test in &self.tests {
            let determinations = Determinations::of(test, lot, Compare::AsSpecified);
            planned = planned.saturating_add(determinations.results);
            tally.count(test.gate(), determinations.outcome(test).0);
        }
        let is_unplanned = planned < lot.results().len();
        tally.verdict(is_unplanned || lot.has_foreign_results())
    }

    /// Why nothing about the lot can be judged by this plan, if so.
    fn mismatch(&self, lot: &Lot) -> Option<Reason> {
        let this = (self.specification_id(), self.specification_version());
        if lot.product() != self.product {
            Some(Reason::WrongProduct)
        } else if lot.specification().is_some_and(|stated| stated != this) {
            Some(Reason::WrongSpecification)
        } else {
            None
        }
    }
}
