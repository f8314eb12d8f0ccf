//! A protocol bound to its specification, and the assessment of lots by it.

use super::confidence::lower_bound;
use super::further_criterion::FurtherCriterion;
use super::report::{CampaignLot, CampaignReport, CampaignStatus, ConfidenceBound, Protocol};
use super::{Campaign, MOST_LOTS};
use crate::error::{DocumentError, ProblemCode, Problems, join, shown};
use crate::lifecycle::lot_ids::LotIds;
use crate::lot::Lot;
use crate::plan::{AcrossLots, Combination, FurtherTest, Plan};
use crate::report::{EVALUATOR, Outcome, Verdict};
use crate::specification::{Phase, Specification};

/// A [`Campaign`] bound to the [`Specification`] that it names.
///
/// Lots are judged by its [`plan`](Self::plan), the specification compiled for the validation
/// phase; what the protocol asks besides stands beside that verdict and never changes it.
#[derive(Clone, Debug)]
pub struct CampaignPlan {
    campaign: Campaign,
    plan: Plan,
    further: Vec<FurtherTest>,
    across: Vec<AcrossLots>,
}

impl Campaign {
    /// Binds the protocol to its specification, which may be a draft: the report says so.
    ///
    /// # Errors
    ///
    /// Every problem at once, each with its path in the protocol: another specification, version or
    /// product; no criteria for the validation phase; a test that there is not, of which nothing is
    /// required then, or whose criterion depends on the case; a criterion in another unit, a strict
    /// limit while nothing says how it rounds, one that accepts nothing, or accepts what the
    /// specification does not; what cannot be combined: terms, replicates that are judged each, a
    /// mean of geometric means.
    pub fn plan(&self, specification: &Specification) -> Result<CampaignPlan, DocumentError> {
        let mut problems = Problems::default();
        let (id, version) = self.specification();
        for (path, stated, found) in [
            ("specification.id", id, specification.id()),
            ("specification.version", version, specification.version()),
            ("product", self.product(), specification.product()),
        ] {
            if stated != found {
                let (stated, found) = (shown(stated, 1), shown(found, 1));
                problems.push(
                    path,
                    ProblemCode::Mismatch,
                    format!(
                        "is `{stated}`, and the specification at hand has \
                         `{found}`; bind the campaign to the one that it \
                         names"
                    ),
                );
            }
        }
        let plan = specification.plan(Phase::Validation);
        if let Err(refused) = &plan {
            problems.absorb("specification", refused.clone().into());
        }
        if specification.phases().contains(&Phase::Validation) {
            for (index, criterion) in self.criteria.iter().enumerate() {
                criterion.check_against(
                    specification,
                    self.lots,
                    &format!("criteria[{index}]"),
                    &mut problems,
                );
            }
        }
        let plan = plan.ok().filter(|_| problems.is_empty());
        let bound = plan.and_then(|plan| {
            let (across, each): (Vec<_>, Vec<_>) =
                self.criteria.iter().partition(|one| one.is_across_lots());
            let further = each
                .iter()
                .map(|one| FurtherTest::of(&plan, specification, one.test(), one.criterion()?));
            let across = across.iter().map(|one| {
                AcrossLots::of(
                    &plan,
                    specification,
                    one.test(),
                    one.combination_of(usize::try_from(self.lots).ok()?),
                )
            });
            let (further, across) =
                (further.collect::<Option<Vec<_>>>()?, across.collect::<Option<Vec<_>>>()?);
            Some(CampaignPlan { campaign: self.clone(), plan, further, across })
        });
        // A criterion that cannot be compiled would be one that cannot fail: then there is no plan.
        if bound.is_none() && problems.is_empty() {
            problems.push("criteria", ProblemCode::Internal, "cannot be compiled");
        }
        problems.into_result(bound)
    }
}

impl FurtherCriterion {
    fn check_against(
        &self,
        specification: &Specification,
        lots: u64,
        path: &str,
        problems: &mut Problems,
    ) {
        let phase = Phase::Validation;
        let (of_test, of_criterion) = (join(path, "test"), join(path, "criterion"));
        let Some(test) = specification.test_for_further(self.test(), phase, &of_test, problems)
        else {
            return;
        };
        if !self.is_across_lots() {
            if let Some(criterion) = self.criterion() {
                specification.check_stricter(test, phase, criterion, &of_criterion, problems);
            }
            return;
        }
        let before = problems.count();
        let how = (self.combine(), self.largest_rsd().is_some(), lots);
        specification.check_combined(test, phase, how, &of_test, problems);
        if let Some(criterion) = self.criterion().filter(|_| problems.count() == before) {
            specification.check_across(test, criterion, &of_criterion, problems);
        }
    }

    fn combination_of(&self, lots: usize) -> Combination<'_> {
        Combination {
            lots,
            combined: self.combine().zip(self.criterion()),
            max_rsd: self.largest_rsd(),
        }
    }
}

impl CampaignPlan {
    /// The protocol.
    #[must_use]
    pub fn campaign(&self) -> &Campaign {
        &self.campaign
    }

    /// What judges each lot: the specification compiled for the validation phase. Its reports say
    /// why a lot conforms or does not.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Assesses the campaign from its lots so far, in any order. All of them count, those beyond
    /// the planned number too.
    ///
    /// # Errors
    ///
    /// A lot that is handed in twice, with its path (`lots[2].id`); more than 1,000 lots.
    pub fn assess(&self, lots: &[Lot]) -> Result<CampaignReport, DocumentError> {
        let mut problems = Problems::default();
        if u64::try_from(lots.len()).is_ok_and(|found| found > MOST_LOTS) {
            problems.push(
                "lots",
                ProblemCode::BeyondLimit,
                format!("found {} lots; a campaign has at most {MOST_LOTS}", lots.len()),
            );
            return problems.into_result(None);
        }
        let mut ids = LotIds::default();
        for lot in lots {
            ids.take(lot, &mut problems);
        }
        let report = problems.is_empty().then(|| self.report(lots));
        problems.into_result(report)
    }

    fn report(&self, lots: &[Lot]) -> CampaignReport {
        let campaign = &self.campaign;
        let across = self.across.iter().map(|across| across.finding(&self.plan, lots)).collect();
        let of_lot = |lot: &Lot| CampaignLot {
            lot: lot.id().to_owned(),
            verdict: self.plan.verdict(lot),
            findings: self.plan.further_findings(&self.further, lot),
            awaits_campaign: true,
        };
        let mut report = CampaignReport {
            evaluator: EVALUATOR.to_owned(),
            campaign: Protocol {
                id: campaign.id().to_owned(),
                version: campaign.version().to_owned(),
            },
            product: campaign.product().to_owned(),
            specification: self.plan.pin().clone(),
            planned: campaign.lots,
            rationale: campaign.rationale().to_owned(),
            concurrent_release: campaign.concurrent_release().map(str::to_owned),
            status: CampaignStatus::NotStarted,
            lots: lots.iter().map(of_lot).collect(),
            across,
            lower_bound: None,
        };
        report.status = report.assess();
        let conforming = report.conforming();
        report.lower_bound = lower_bound(conforming)
            .filter(|_| conforming == report.lots.len())
            .map(|proportion| ConfidenceBound {
                conforming: u64::try_from(conforming).unwrap_or(u64::MAX),
                proportion,
            });
        let is_lifted =
            report.status == CampaignStatus::InProgress && report.concurrent_release.is_some();
        for lot in &mut report.lots {
            let is_free =
                report.status == CampaignStatus::Met || is_lifted && lot.stands_by_itself();
            lot.awaits_campaign = !is_free;
        }
        report
    }
}

impl CampaignReport {
    fn assess(&self) -> CampaignStatus {
        let findings = || self.lots.iter().flat_map(|lot| &lot.findings).chain(&self.across);
        let planned = usize::try_from(self.planned).unwrap_or(usize::MAX);
        if self.lots.is_empty() {
            CampaignStatus::NotStarted
        } else if self.lots.iter().any(|lot| lot.verdict == Verdict::DoesNotConform)
            || findings().any(|finding| finding.outcome() == Outcome::DoesNotConform)
        {
            CampaignStatus::NotMet
        } else if self.lots.len() >= planned
            && self.conforming() == self.lots.len()
            && findings().all(|finding| {
                matches!(finding.outcome(), Outcome::Conforms | Outcome::NotApplicable)
            })
        {
            CampaignStatus::Met
        } else {
            CampaignStatus::InProgress
        }
    }
}
