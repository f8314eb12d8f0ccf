//! What was found of a campaign.

use crate::report::{Finding, Outcome, SpecificationPin, Verdict};
use crate::specification::{Gate, Status};
use crate::value::code::codes;

codes! {
    /// How far a process validation campaign is.
    pub enum CampaignStatus("status of a campaign") {
        /// There is no lot yet.
        NotStarted = "not-started",
        /// Nothing fails, and lots, results or decisions are outstanding.
        InProgress = "in-progress",
        /// At least the planned number of lots is there, each of them conforms, and every further
        /// criterion is met, or its test does not apply to the lot.
        Met = "met",
        /// A lot does not conform, or a further criterion fails. No further lot changes that,
        /// unless there are then too many choices of lots and determinations to be told apart for
        /// their deviation: it is undecided then, and never met.
        NotMet = "not-met",
    }
}

/// A campaign as far as it is: its status and, separately, what was found of each lot.
///
/// It prints as a table for a terminal of 100 columns, and is written as a document by
/// [`wire::write_campaign_report`](crate::wire::write_campaign_report). It names what it judged by,
/// as a [`Report`](crate::Report) does.
///
/// ```
/// use release_criteria::lifecycle::CampaignReport;
///
/// /// Lots that a person need not hold back for the sake of the campaign.
/// fn on_their_own(report: &CampaignReport) -> Vec<&str> {
///     report.lots().iter().filter(|lot| !lot.awaits_campaign()).map(|lot| lot.lot()).collect()
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignReport {
    pub(super) evaluator: String,
    pub(super) campaign: Protocol,
    pub(super) product: String,
    pub(super) specification: SpecificationPin,
    pub(super) planned: u64,
    pub(super) rationale: String,
    pub(super) concurrent_release: Option<String>,
    pub(super) status: CampaignStatus,
    pub(super) lots: Vec<CampaignLot>,
    pub(super) across: Vec<Finding>,
    pub(super) lower_bound: Option<ConfidenceBound>,
}

/// The protocol of a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Protocol {
    pub(super) id: String,
    pub(super) version: String,
}

/// What so many conforming lots support.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ConfidenceBound {
    pub(super) conforming: u64,
    pub(super) proportion: String,
}

/// One lot of a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignLot {
    pub(super) lot: String,
    pub(super) verdict: Verdict,
    pub(super) findings: Vec<Finding>,
    pub(super) awaits_campaign: bool,
}

impl CampaignReport {
    /// How far the campaign is.
    #[must_use]
    pub fn status(&self) -> CampaignStatus {
        self.status
    }

    /// The lots, in the order in which they were handed in.
    #[must_use]
    pub fn lots(&self) -> &[CampaignLot] {
        &self.lots
    }

    /// What was found under each criterion on several lots together, in the order of the protocol.
    ///
    /// A relative standard deviation beyond the largest one fails. A finding is pending until the
    /// planned number of lots has a value of the test; where there are more, or several
    /// determinations of one, every choice of the planned number has to meet the criterion.
    #[must_use]
    pub fn across_lots(&self) -> &[Finding] {
        &self.across
    }

    /// The lower 95 % confidence bound, one-sided, on the proportion of conforming lots that n of n
    /// conforming lots support: 0.05^(1/n), to the nearest thousandth. `None` unless all lots so
    /// far conform.
    ///
    /// It takes lots for independent of each other and made by one process. It is a plain fact, and
    /// judges nothing.
    ///
    /// | n | 1 | 3 | 5 | 10 | 30 | 59 |
    /// | --- | --- | --- | --- | --- | --- | --- |
    /// | bound | 0.050 | 0.368 | 0.549 | 0.741 | 0.905 | 0.950 |
    #[must_use]
    pub fn lower_bound(&self) -> Option<&str> {
        self.lower_bound.as_ref().map(|bound| bound.proportion.as_str())
    }

    /// How many lots are planned.
    #[must_use]
    pub fn planned_lots(&self) -> u32 {
        u32::try_from(self.planned).unwrap_or(u32::MAX)
    }

    /// Why so many.
    #[must_use]
    pub fn rationale(&self) -> &str {
        &self.rationale
    }

    /// Why lots need not wait for each other, where concurrent release is declared; `None` where it
    /// is not.
    #[must_use]
    pub fn concurrent_release(&self) -> Option<&str> {
        self.concurrent_release.as_deref()
    }

    /// The id of the protocol.
    #[must_use]
    pub fn campaign_id(&self) -> &str {
        &self.campaign.id
    }

    /// The version of the protocol.
    #[must_use]
    pub fn campaign_version(&self) -> &str {
        &self.campaign.version
    }

    /// The product of which the lots are.
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

    /// The digest of the specification, as [`Specification::digest`](crate::Specification::digest)
    /// gives it.
    #[must_use]
    pub fn specification_digest(&self) -> &str {
        &self.specification.digest
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

    /// How many lots conform.
    pub(super) fn conforming(&self) -> usize {
        self.lots.iter().filter(|lot| lot.verdict == Verdict::Conforms).count()
    }
}

impl CampaignLot {
    /// The number of the lot.
    #[must_use]
    pub fn lot(&self) -> &str {
        &self.lot
    }

    /// Whether the lot conforms in the validation phase: as [`Plan::verdict`](crate::Plan::verdict)
    /// says, whatever the campaign asks besides.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// What was found under each further criterion on each lot, in the order of the protocol.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether the lot waits for the campaign.
    ///
    /// No lot waits once the campaign is met. While it is in progress and concurrent release is
    /// declared, a lot does not wait for the others if it conforms itself, at least in the interim,
    /// and meets every further criterion on each lot whose test applies to it; one that is pending
    /// after release does not hold it back. All other lots wait, and in a campaign that is not met
    /// all do.
    #[must_use]
    pub fn awaits_campaign(&self) -> bool {
        self.awaits_campaign
    }

    /// Whether nothing of the lot itself is open but what is due after release.
    pub(super) fn stands_by_itself(&self) -> bool {
        let is_met = |finding: &Finding| match finding.outcome() {
            Outcome::Conforms | Outcome::NotApplicable => true,
            Outcome::Pending => finding.gate() == Gate::AfterRelease,
            Outcome::DoesNotConform | Outcome::Indeterminate | Outcome::Reported => false,
        };
        self.verdict <= Verdict::ConformsInterim && self.findings.iter().all(is_met)
    }
}
