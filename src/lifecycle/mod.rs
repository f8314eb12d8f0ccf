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

mod campaign;
mod comparison;
mod history;
mod lot_ids;
mod reevaluation;
mod review;

pub use campaign::{
    Campaign, CampaignBuilder, CampaignLot, CampaignPlan, CampaignReport, CampaignStatus,
    FurtherCriterion,
};
pub use comparison::{Change, ChangeCode, Column, Comparison, Direction, MovedEnd, Subject};
pub(crate) use history::HistoryDraft;
pub use history::{History, HistoryPlan, Version, VersionInForce};
pub use reevaluation::{Cause, Flip, Reevaluation};
pub use review::{Advisory, AdvisoryCode, Review};
