//! Reports of campaigns as documents of format 1.

use super::report::{CampaignLot, CampaignReport, CampaignStatus, ConfidenceBound, Protocol};
use crate::document::{Document, Format, document};
use crate::report::{FindingDraft, SpecificationPin, Verdict};

document! {
    /// What was found of a campaign as far as it is.
    writes CampaignReport;
    /// What the document is.
    "format" format: Required Format<CampaignReport> = CampaignReport::format;
    /// The program that judged, and its version.
    "evaluator" evaluator: Required String;
    /// The protocol.
    "campaign" campaign: Required Protocol;
    /// The specification by which was judged.
    "specification" specification: Required SpecificationPin;
    /// The product.
    "product" product: Required String;
    /// How many lots are planned.
    "planned_lots" planned: Required u64;
    /// Why so many.
    "rationale" rationale: Required String;
    /// Why lots need not wait for each other, where concurrent release is declared.
    "concurrent_release" concurrent_release: Optional String;
    /// How far the campaign is.
    "status" status: Required CampaignStatus;
    /// The lots, in the order in which they were handed in.
    "lots" lots: Required Vec<CampaignLot>;
    /// What was found under each criterion on several lots together.
    "across_lots" across: Required Vec<FindingDraft>;
    /// What the lots so far support, where all of them conform.
    "lower_bound" lower_bound: Optional ConfidenceBound;
}

impl Document for CampaignReport {
    const FORMAT: &'static str = "release-criteria/campaign-report/1";
}

document! {
    /// The protocol of a campaign.
    writes Protocol;
    /// The sponsor's number of the protocol.
    "id" id: Required String;
    /// The version under that number.
    "version" version: Required String;
}

document! {
    /// The lower confidence bound on the proportion of conforming lots.
    writes ConfidenceBound;
    /// How many lots conform.
    "conforming_lots" conforming: Required u64;
    /// The level of confidence, one-sided.
    "confidence" confidence: Required String = |_, _| Some(Json::from("95 %"));
    /// The bound, to the nearest thousandth.
    "proportion" proportion: Required String;
}

document! {
    /// One lot of a campaign.
    writes CampaignLot;
    /// The number of the lot.
    "lot" lot: Required String;
    /// What was found of it under the specification.
    "verdict" verdict: Required Verdict;
    /// What was found under each further criterion.
    "findings" findings: Required Vec<FindingDraft>;
    /// Whether it waits for the campaign.
    "awaits_campaign" awaits_campaign: Required bool;
}
