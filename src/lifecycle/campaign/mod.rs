//! The protocol of a process validation campaign.

mod confidence;
mod document;
mod further_criterion;
mod plan;
mod report;
mod table;

pub use further_criterion::FurtherCriterion;
pub use plan::CampaignPlan;
pub use report::{CampaignLot, CampaignReport, CampaignStatus};

use crate::document::{Document, Draft, Expected, Format, List, Part, document};
use crate::error::{DocumentError, ProblemCode, Problems, join};
use crate::lot::SpecificationReference;
use crate::value::{Extensions, Label};
use further_criterion::{MOST_CRITERIA, Rationale};

/// Most lots of a campaign.
pub(super) const MOST_LOTS: u64 = 1_000;

/// The protocol of a process validation (PPQ) campaign: how many lots and why, by which
/// specification they are judged, what is asked of them besides, and whether concurrent release is
/// declared.
///
/// Any number of lots from 1 to 1,000 will do; there is no built-in minimum, and no number without
/// its rationale. Concurrent release is declared by giving its rationale, and a protocol that is
/// silent does not declare it. It relaxes no criterion of any lot: it only means that a lot need
/// not wait for the others.
///
/// Sources: FDA's guidance on process validation (2011) and on flexibilities for cell and gene
/// therapies (2026), both as quoted elsewhere; the originals were not consulted, and no conformity
/// with them is claimed.
///
/// It is made by [`wire::read_campaign`](crate::wire::read_campaign) from a document, or by
/// [`builder`](Self::builder) in code; both pass the same checks. [`plan`](Self::plan) binds it to
/// the specification that it names.
///
/// # Examples
///
/// ```
/// use release_criteria::lifecycle::{Campaign, CampaignStatus, FurtherCriterion};
/// use release_criteria::{
///     Acceptance, AssayResult, Attribute, Lot, Phase, Rounding, Specification, Test,
///     Verdict,
/// };
///
/// let specification = Specification::builder("SPEC-7", "2", "Example vector")
///     .approved()
///     .phases(&[Phase::Validation])
///     .rounding(Rounding::Usp)
///     .test(
///         Test::quantitative("purity", "Full capsids", Attribute::Purity, "%")
///             .accept(Acceptance::new("NLT 70 %")),
///     )
///     .build()?;
/// let campaign = Campaign::builder("PPQ-1", "1", "Example vector")
///     .specification("SPEC-7", "2")
///     .lots(2, "two lots a year are made; 9 clinical lots by the same process conformed")
///     .concurrent_release("shelf life of 3 weeks, one patient for each lot")
///     .criterion(FurtherCriterion::of_each_lot("purity", "NLT 75 %"))
///     .build()?;
///
/// let plan = campaign.plan(&specification)?;
/// let lot = Lot::new("LOT-1", "Example vector", vec![AssayResult::new("purity", "81 %")])?;
/// let report = plan.assess(&[lot])?;
/// assert_eq!(report.status(), CampaignStatus::InProgress);
/// assert_eq!(report.lots()[0].verdict(), Verdict::Conforms);
/// assert!(!report.lots()[0].awaits_campaign());
/// assert_eq!(report.lower_bound(), Some("0.050"));
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Campaign {
    // Invariants: `lots` is 1 to 1,000; criteria have no problems, and no two ask the same kind of
    // thing of the same test.
    pub(super) id: Label,
    pub(super) version: Label,
    pub(super) product: Label,
    pub(super) specification: SpecificationReference,
    pub(super) lots: u64,
    pub(super) rationale: Rationale,
    pub(super) concurrent_release: Option<Rationale>,
    pub(super) criteria: Vec<FurtherCriterion>,
    pub(super) carried: Extensions,
}

impl Campaign {
    /// Begins a protocol in code. `id`, `version` and `product` are names that the sponsor gives.
    pub fn builder(id: &str, version: &str, product: &str) -> CampaignBuilder {
        CampaignBuilder::default()
            .with_text("id", id)
            .with_text("version", version)
            .with_text("product", product)
    }

    /// The sponsor's number of the protocol.
    #[must_use]
    pub fn id(&self) -> &str {
        self.id.as_str()
    }

    /// The version under that number.
    #[must_use]
    pub fn version(&self) -> &str {
        self.version.as_str()
    }

    /// The product whose lots are made.
    #[must_use]
    pub fn product(&self) -> &str {
        self.product.as_str()
    }

    /// The id and the version of the specification whose validation phase judges the lots.
    #[must_use]
    pub fn specification(&self) -> (&str, &str) {
        (self.specification.id.as_str(), self.specification.version.as_str())
    }

    /// How many lots are planned: 1 to 1,000.
    #[must_use]
    pub fn lots(&self) -> u32 {
        u32::try_from(self.lots).unwrap_or(u32::MAX)
    }

    /// Why so many.
    #[must_use]
    pub fn rationale(&self) -> &str {
        self.rationale.as_str()
    }

    /// Why lots need not wait for each other, where concurrent release is declared; `None` where it
    /// is not.
    #[must_use]
    pub fn concurrent_release(&self) -> Option<&str> {
        self.concurrent_release.as_ref().map(Rationale::as_str)
    }

    /// What is asked besides the specification.
    pub fn criteria(&self) -> &[FurtherCriterion] {
        &self.criteria
    }
}

document! {
    /// A protocol as it is being put together, in code or from a document.
    ///
    /// Nothing is refused before [`build`](Self::build), which reports every problem at once.
    pub draft CampaignBuilder (Expected::Object, "call `build` to get the campaign")
        => Campaign, |draft: CampaignBuilder| draft.build().map_err(Problems::from); writes Campaign;
    /// What the document is.
    "format" format: Required Format<Campaign> = Campaign::format;
    /// The sponsor's number of the protocol.
    "id" id: Checked Label;
    /// The version under that number.
    "version" version: Checked Label;
    /// The product whose lots are made.
    "product" product: Checked Label;
    /// The specification whose validation phase judges the lots.
    "specification" specification: Checked SpecificationReference;
    /// How many lots are planned: 1 to 1,000.
    "lots" lots: Checked u64;
    /// Why so many.
    "rationale" rationale: Checked Rationale;
    /// Why lots need not wait for each other, where concurrent release is declared.
    "concurrent_release" concurrent_release: Optional Rationale;
    /// What is asked besides the specification.
    "criteria" criteria: Optional List<FurtherCriterion>;
}

impl Document for Campaign {
    const FORMAT: &'static str = "release-criteria/campaign/1";
}

impl CampaignBuilder {
    /// The specification whose validation phase judges the lots.
    pub fn specification(mut self, id: &str, version: &str) -> Self {
        self.problems.refuse_second("specification", !self.specification.is_absent());
        let read = SpecificationReference::read(id, version, &mut self.problems);
        self.specification = Part::read_or_refused(read);
        self
    }

    /// How many lots are planned, 1 to 1,000, and why so many: at most 4,000 characters.
    pub fn lots(mut self, lots: u32, rationale: &str) -> Self {
        self.problems.refuse_second("lots", !self.lots.is_absent());
        self.lots = Part::Read(lots.into());
        self.with_text("rationale", rationale)
    }

    /// Declares concurrent release, with its rationale: at most 4,000 characters. Else it is not
    /// declared.
    pub fn concurrent_release(mut self, rationale: &str) -> Self {
        self.problems.refuse_second("concurrent_release", !self.concurrent_release.is_absent());
        self.with_text("concurrent_release", rationale)
    }

    /// One more criterion besides those of the specification. At most 1,000.
    pub fn criterion(mut self, criterion: FurtherCriterion) -> Self {
        self.criteria.add(|all| all.push(criterion));
        self
    }

    /// Checks everything that does not depend on the specification, and makes the protocol.
    ///
    /// # Errors
    ///
    /// Every problem at once, each with the path that it has in the document. Among them: 0 lots,
    /// or more than 1,000; no rationale, or one that says nothing, such as `TBD`; `report` as a
    /// further criterion; `sum` across lots; limits across lots without saying of what; a limit on
    /// the deviation of one lot; a largest deviation that is not in `%`; the same kind of criterion
    /// on one test twice.
    pub fn build(self) -> Result<Campaign, DocumentError> {
        let mut problems = self.problems;
        let mut criteria = self.criteria.items();
        let id = self.id.required("id", &mut problems);
        let version = self.version.required("version", &mut problems);
        let product = self.product.required("product", &mut problems);
        let specification = self.specification.required("specification", &mut problems);
        let lots = self.lots.required("lots", &mut problems);
        if let Some(lots) = lots.filter(|lots| !(1..=MOST_LOTS).contains(lots)) {
            problems.push(
                "lots",
                ProblemCode::OutOfRange,
                format!("found {lots}; a campaign has 1 to {MOST_LOTS} lots"),
            );
        }
        let rationale = self.rationale.required("rationale", &mut problems);
        if criteria.len() > MOST_CRITERIA {
            // A document may list far more: reading keeps one too many, by which this is seen.
            let message = format!(
                "found more than {MOST_CRITERIA} criteria; a campaign has at most {MOST_CRITERIA}"
            );
            problems.push("criteria", ProblemCode::BeyondLimit, message);
            criteria.truncate(MOST_CRITERIA);
        }
        for (index, criterion) in criteria.iter_mut().enumerate() {
            criterion.check(lots);
            problems.absorb(&format!("criteria[{index}]"), std::mem::take(&mut criterion.problems));
        }
        for (index, criterion) in criteria.iter().enumerate() {
            let earlier =
                criteria.iter().take(index).position(|earlier| earlier.repeats(criterion));
            if let Some(earlier) = earlier {
                let message = format!(
                    "found `{}`, of which criteria[{earlier}] asks for the same already; ask once",
                    criterion.test()
                );
                problems.push(
                    join(&format!("criteria[{index}]"), "test"),
                    ProblemCode::Duplicate,
                    message,
                );
            }
        }
        let campaign = (|| {
            Some(Campaign {
                id: id?,
                version: version?,
                product: product?,
                specification: specification?,
                lots: lots?,
                rationale: rationale?,
                concurrent_release: self.concurrent_release.into_option(),
                criteria,
                carried: self.carried,
            })
        })();
        problems.into_result(campaign)
    }
}
