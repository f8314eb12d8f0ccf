//! The life of a specification: what changes between its phases and versions, and what that means
//! to lots.
//!
//! | question | answer |
//! | --- | --- |
//! | What differs between two phases, versions or specifications: what was tightened, what was loosened? | [`Comparison`] |
//! | What should a reviewer look at before a specification is approved? | [`Review`] |
//! | Which version judges a lot? | [`History`]: the one in force on the day on which the lot was made |
//! | What would have become of past lots under a proposed revision? | [`Reevaluation`] |
//! | Is a process validation campaign met, and what was found of each of its lots? | [`Campaign`] |
//!
//! Nothing here changes a verdict. Lots are judged by a [`Plan`](crate::Plan), as everywhere; sets
//! are compared as plans accept them. `cargo run --example lifecycle` takes one specification
//! through all of this.

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
mod entangled;
mod flip;
mod further_criterion;
mod history;
mod history_draft;
mod history_plan;
mod lot_ids;
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
mod traps;
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
