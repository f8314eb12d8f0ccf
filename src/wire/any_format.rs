//! Documents in the structs and formats of hosts: each is read by the reader of its JSON text, and
//! written as its JSON text is.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::document::{LONGEST, read_any_format, write_any_format};
use crate::lifecycle::{
    Campaign, CampaignBuilder, CampaignReport, Comparison, History, HistoryDraft, Reevaluation,
    Review,
};
use crate::lot::{Lot, LotDraft};
use crate::report::{Report, ReportDraft};
use crate::specification::{Specification, SpecificationBuilder};
#[cfg(feature = "testing")]
use crate::testing::{SpecTests, SpecTestsDraft};

macro_rules! writes {
    ($($document:ident by $writer:literal),+) => { $(
        #[doc = concat!("As [`wire::", $writer, "`](crate::wire::", $writer, ") writes it. A number in")]
        /// a member with `x-` is refused.
        impl Serialize for $document {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                write_any_format(self, serializer)
            }
        }
    )+ };
}

macro_rules! reads {
    ($($(#[doc = $about:literal])* $document:ident, $draft:ident by $reader:literal up to $longest:expr);+) => { $(
        #[doc = concat!("In every format that describes itself, checked as [`wire::", $reader, "`](crate::wire::", $reader, ")")]
        /// checks its JSON text.
        $(#[doc = $about])*
        impl<'de> Deserialize<'de> for $document {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                read_any_format::<$draft, D>(deserializer, $reader, $longest)
            }
        }
    )+ };
}

writes!(
    Specification by "write_specification", Lot by "write_lot", Report by "write_report",
    History by "write_history", Campaign by "write_campaign",
    Comparison by "write_comparison", Review by "write_review",
    Reevaluation by "write_reevaluation", CampaignReport by "write_campaign_report"
);
#[cfg(feature = "testing")]
writes!(SpecTests by "write_spec_tests");

reads!(
    ///
    /// ```
    /// use release_criteria::Specification;
    ///
    /// let refused = serde_json::from_value::<Specification>(serde_json::json!({
    ///     "format": "release-criteria/specification/1",
    ///     "id": "SPEC-7", "version": 2, "status": "draft", "product": "Example vector",
    ///     "phases": ["clinical"], "rounding": "usp", "x-dossier": {"section": 3.2},
    ///     "tests": [
    ///         {"id": "assay", "name": "Assay", "attribute": "potency", "unit": "%",
    ///          "acceptance": {"all": "NLT 98.0 %"}}
    ///     ]
    /// }));
    /// assert_eq!(
    ///     refused.unwrap_err().to_string(),
    ///     "version: found a number where a text is expected; write it as a string, because a JSON \
    ///      number cannot keep `70.0`\n\
    ///      x-dossier.section: found a number, and other formats may change its digits; write it as a \
    ///      text, or hand the JSON text to `wire::read_specification`"
    /// );
    /// ```
    Specification, SpecificationBuilder by "read_specification" up to LONGEST;
    Lot, LotDraft by "read_lot" up to LONGEST;
    Report, ReportDraft by "read_report" up to usize::MAX;
    History, HistoryDraft by "read_history" up to LONGEST;
    Campaign, CampaignBuilder by "read_campaign" up to LONGEST
);
#[cfg(feature = "testing")]
reads!(SpecTests, SpecTestsDraft by "read_spec_tests" up to LONGEST);
