//! Protocols and reports of campaigns as documents of format 1.

use super::Campaign;
use super::further_criterion::{Across, FurtherCriterion};
use super::report::{CampaignLot, CampaignReport};
use crate::criterion::Criterion;
use crate::report::Finding;
use crate::specification::Combine;
use crate::value::{Json, Object};

/// The `format` of a protocol's document.
pub(crate) const CAMPAIGN_FORMAT: &str = "release-criteria/campaign/1";
/// The `format` of the document of a campaign's report.
const REPORT_FORMAT: &str = "release-criteria/campaign-report/1";

impl Campaign {
    pub(crate) fn document(&self) -> Object<'_> {
        let criteria: Json<'_> =
            self.criteria.iter().map(|criterion| criterion.document().into()).collect();
        Object::default()
            .with("format", CAMPAIGN_FORMAT)
            .with("id", self.id())
            .with("version", self.version())
            .with("product", self.product())
            .with("specification", self.specification.document())
            .with("lots", self.lots)
            .with("rationale", self.rationale())
            .with_some("concurrent_release", self.concurrent_release())
            .with_some("criteria", (!self.criteria.is_empty()).then_some(criteria))
            .with_extensions(&self.extensions)
    }
}

impl FurtherCriterion {
    fn document(&self) -> Object<'_> {
        Object::default()
            .with("test", self.test())
            .with_some("across_lots", self.across.as_ref().map(Across::document))
            .with_some("criterion", self.criterion().map(Criterion::verbatim))
            .with_some("justification", self.justification.as_deref())
            .with_extensions(&self.extensions)
    }
}

impl Across {
    fn document(&self) -> Object<'_> {
        Object::default()
            .with_some("combine", self.combine.get().copied().map(Combine::code))
            .with_some("max_rsd", self.max_rsd.get().map(|_| &*self.written_rsd))
            .with_extensions(&self.extensions)
    }
}

impl CampaignReport {
    pub(crate) fn document(&self) -> Object<'_> {
        let lower_bound = self.lower_bound().map(|bound| {
            let conforming = u64::try_from(self.conforming()).unwrap_or(u64::MAX);
            Object::default()
                .with("conforming_lots", conforming)
                .with("confidence", "95 %")
                .with("proportion", bound)
        });
        let campaign = Object::default()
            .with("id", self.campaign_id())
            .with("version", self.campaign_version());
        Object::default()
            .with("format", REPORT_FORMAT)
            .with("evaluator", self.evaluator())
            .with("campaign", campaign)
            .with("specification", self.specification.document())
            .with("product", self.product())
            .with("planned_lots", self.planned)
            .with("rationale", self.rationale())
            .with_some("concurrent_release", self.concurrent_release())
            .with("status", self.status().code())
            .with("lots", self.lots.iter().map(|lot| lot.document().into()).collect::<Json<'_>>())
            .with("across_lots", findings(&self.across))
            .with_some("lower_bound", lower_bound)
    }
}

impl CampaignLot {
    fn document(&self) -> Object<'_> {
        Object::default()
            .with("lot", self.lot())
            .with("verdict", self.verdict().code())
            .with("findings", findings(&self.findings))
            .with("awaits_campaign", self.awaits_campaign)
    }
}

fn findings(findings: &[Finding]) -> Json<'_> {
    findings.iter().map(|finding| finding.document().into()).collect()
}
