//! What was found: outcomes, reasons, the verdict, and how a person reads them.

mod codes;
mod document;
mod finding;
mod pin;
mod sentence;
mod table;

pub use codes::{Flag, Outcome, Reason, Verdict};
pub(crate) use document::{FindingDraft, ReportDraft};
pub(crate) use finding::Item;
pub use finding::{Finding, JudgedParameter, JudgedResult};
pub(crate) use pin::SpecificationPin;
pub(crate) use sentence::Sentence;
pub(crate) use table::{Columns, outcome_and_why, outcome_in_full, shortened, wrapped};

use crate::specification::{Phase, Status};
use crate::value::Extensions;

/// What judges: this crate, in this version.
pub(crate) const EVALUATOR: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));

/// A lot judged by a specification in one phase, with everything that a person needs to see why.
///
/// It prints as a table for a terminal of 100 columns, and is written as a document by
/// [`wire::write_report`](crate::wire::write_report). It names what it judged by: the id, version,
/// status and digest of the specification, and the version of this crate.
///
/// ```
/// use release_criteria::{Outcome, Report};
///
/// /// What a host puts on its list of investigations.
/// fn failures(report: &Report) -> Vec<String> {
///     let failing = report
///         .findings()
///         .iter()
///         .filter(|finding| finding.outcome() == Outcome::DoesNotConform);
///     failing
///         .map(|finding| format!("{}: {}", finding.name(), finding.explanation()))
///         .collect()
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub(crate) evaluator: String,
    pub(crate) specification: SpecificationPin,
    pub(crate) product: String,
    pub(crate) phase: Phase,
    pub(crate) lot: String,
    pub(crate) verdict: Verdict,
    pub(crate) parameters: Vec<JudgedParameter>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) unplanned: Vec<JudgedResult>,
    pub(crate) carried: Extensions,
}

impl Report {
    /// Whether the lot conforms. Releasing it is a person's decision.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The phase in which the lot was judged.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The number of the lot.
    #[must_use]
    pub fn lot(&self) -> &str {
        &self.lot
    }

    /// The product of the specification.
    #[must_use]
    pub fn product(&self) -> &str {
        &self.product
    }

    /// The id of the specification.
    #[must_use]
    pub fn specification_id(&self) -> &str {
        &self.specification.id
    }

    /// The version of the specification.
    #[must_use]
    pub fn specification_version(&self) -> &str {
        &self.specification.version
    }

    /// Whether a quality unit had approved the specification; else it was a draft.
    #[must_use]
    pub fn is_approved(&self) -> bool {
        self.specification.status == Status::Approved
    }

    /// What judged: the name and version of this crate.
    #[must_use]
    pub fn evaluator(&self) -> &str {
        &self.evaluator
    }

    /// The digest of the specification, as [`Specification::digest`](crate::Specification::digest)
    /// gives it.
    #[must_use]
    pub fn specification_digest(&self) -> &str {
        &self.specification.digest
    }

    /// The parameters that the specification declares, and those that the lot states besides.
    #[must_use]
    pub fn parameters(&self) -> &[JudgedParameter] {
        &self.parameters
    }

    /// One finding for each test, in the order of the specification, then one for each group.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The finding of the test or group with the id `test`.
    #[must_use]
    pub fn finding(&self, test: &str) -> Option<&Finding> {
        self.findings.iter().find(|finding| finding.test() == test)
    }

    /// Results whose test the specification does not name. They keep the lot from conforming until
    /// they are corrected.
    #[must_use]
    pub fn unplanned(&self) -> &[JudgedResult] {
        &self.unplanned
    }
}
