//! The life of a specification: how its columns and versions differ, what experience would change, which version is in
//! force for a lot, and whether a process validation campaign is met.
//!
//! Nothing here changes a verdict. Lots are judged by a [`Plan`](crate::Plan), as everywhere.

mod accepted;
mod advisory;
mod campaign;
mod campaign_document;
mod campaign_plan;
mod campaign_report;
mod campaign_table;
mod cell;
mod change;
mod column;
mod comparison;
mod comparison_document;
mod comparison_table;
mod confidence;
mod draft;
mod flip;
mod further_criterion;
mod history;
mod history_draft;
mod history_plan;
mod parts;
mod period;
mod phases;
mod reevaluation;
mod reevaluation_document;
mod reevaluation_table;
mod replicates;
mod review;
mod review_output;
mod reviewed;
mod sets;
mod shared;
mod test;
mod units;
mod version;

pub use advisory::{Advisory, AdvisoryCode};
pub use campaign::{Campaign, CampaignBuilder};
pub(crate) use campaign_document::CAMPAIGN_FORMAT;
pub use campaign_plan::CampaignPlan;
pub use campaign_report::{CampaignLot, CampaignReport, CampaignStatus};
pub use change::{Change, ChangeCode, Direction, MovedEnd, Subject};
pub use column::Column;
pub use comparison::Comparison;
pub use flip::{Cause, Flip};
pub use further_criterion::FurtherCriterion;
pub(crate) use further_criterion::MOST_CRITERIA;
pub(crate) use history::FORMAT as HISTORY_FORMAT;
pub use history::History;
pub(crate) use history_draft::{Draft as HistoryDraft, MOST_VERSIONS};
pub use history_plan::HistoryPlan;
pub use reevaluation::Reevaluation;
pub use review::Review;
pub use version::{Version, VersionInForce};
