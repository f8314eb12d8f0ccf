//! A specification reviewed by itself.

mod across_phases;
mod advisory;
mod consistency;
mod criteria;
mod document;
mod loopholes;
mod table;

pub use advisory::{Advisory, AdvisoryCode};

use crate::report::{EVALUATOR, SpecificationPin};
use crate::specification::Specification;
use criteria::Reviewed;

/// What a reviewer of a specification should look at before approving it.
///
/// Nothing here is wrong by the rules of the documents, and nothing changes a verdict: an advisory
/// may be answered by a good reason. It prints as a table, and is written as a document by
/// [`wire::write_review`](crate::wire::write_review).
///
/// # Examples
///
/// ```
/// use release_criteria::lifecycle::{AdvisoryCode, Review};
/// use release_criteria::{Acceptance, Attribute, Phase, Rounding, Specification, Test};
///
/// let dose = Test::quantitative("dose", "Dose", Attribute::Quantity, "cells/kg").method("QC-121");
/// let specification = Specification::builder("SPEC-7", "2", "Example cells")
///     .phases(&[Phase::Commercial])
///     .rounding(Rounding::Usp)
///     .test(dose.accept(Acceptance::new("NLT 0.2 × 10^6 cells/kg").justification("label")))
///     .build()?;
/// let review = Review::of(&specification);
/// let [advisory] = review.advisories() else { panic!("{review}") };
/// assert_eq!(advisory.code(), AdvisoryCode::CoarseLimit);
/// assert_eq!(advisory.path(), "tests[0].acceptance.all");
/// assert_eq!(
///     advisory.explanation(),
///     "`NLT 0.2 × 10^6 cells/kg` accepts ≥ 150000 cells/kg, which is more than 5 % beside the \
///      limit 0.2 × 10^6; write it with more digits, or give the test \
///      `\"rounding\": \"absolute\"`."
/// );
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    pub(super) evaluator: String,
    pub(super) specification: SpecificationPin,
    pub(crate) advisories: Vec<Advisory>,
}

impl Review {
    /// Reviews `specification`. It cannot fail, and costs about as much as planning all of its
    /// phases.
    #[must_use]
    pub fn of(specification: &Specification) -> Self {
        let mut found = Vec::new();
        for (index, test) in specification.tests().iter().enumerate() {
            let reviewed = Reviewed { specification, test, index };
            reviewed.criteria(&mut found);
            reviewed.methods(&mut found);
        }
        across_phases::review(specification, &mut found);
        consistency::review(specification, &mut found);
        loopholes::review(specification, &mut found);
        // In the order of the tests; of one test by code.
        found.sort_by_key(|(index, advisory)| (*index, advisory.code));
        let advisories = found.into_iter().map(|(_, advisory)| advisory).collect();
        Self {
            evaluator: EVALUATOR.to_owned(),
            specification: SpecificationPin::of(specification),
            advisories,
        }
    }

    /// The advisories, in the order of the tests; those about a group or a phase as a whole last.
    #[must_use]
    pub fn advisories(&self) -> &[Advisory] {
        &self.advisories
    }
}
