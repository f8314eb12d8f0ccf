//! JSON Schemas of all kinds of documents.

use crate::document::{Document, document_schema};
use crate::lifecycle::{
    Campaign, CampaignBuilder, CampaignReport, Comparison, History, HistoryDraft, Reevaluation,
    Review,
};
use crate::lot::{Lot, LotDraft};
use crate::report::{Report, ReportDraft};
use crate::specification::{Specification, SpecificationBuilder};
#[cfg(feature = "testing")]
use crate::testing::{SpecTests, SpecTestsDraft};

/// What makes the schema of a `format`.
type Schema = (&'static str, fn(&str) -> String);

const SCHEMAS: &[Schema] = &[
    (Specification::FORMAT, document_schema::<SpecificationBuilder>),
    (Lot::FORMAT, document_schema::<LotDraft>),
    (Report::FORMAT, document_schema::<ReportDraft>),
    (History::FORMAT, document_schema::<HistoryDraft>),
    (Comparison::FORMAT, document_schema::<Comparison>),
    (Review::FORMAT, document_schema::<Review>),
    (Reevaluation::FORMAT, document_schema::<Reevaluation>),
    (Campaign::FORMAT, document_schema::<CampaignBuilder>),
    (CampaignReport::FORMAT, document_schema::<CampaignReport>),
    #[cfg(feature = "testing")]
    (SpecTests::FORMAT, document_schema::<SpecTestsDraft>),
];

/// The `format` of each kind of document, that of spec-tests with the feature `testing`.
///
/// ```
/// assert!(release_criteria::wire::formats().any(|format| format == "release-criteria/lot/1"));
/// ```
pub fn formats() -> impl Iterator<Item = &'static str> {
    SCHEMAS.iter().map(|(format, _)| *format)
}

/// The JSON Schema (2020-12) of the documents of a `format`; `None` for one that there is not.
///
/// It has every member with its description and, as `x-since`, the version of this crate that
/// brought it. What it refuses the readers refuse too; they refuse more, because a schema cannot
/// read a criterion or compare two members. The schemas stand in `docs/schemas` as well.
///
/// ```
/// use release_criteria::wire;
///
/// let schema = wire::schema("release-criteria/lot/1").unwrap_or_default();
/// assert!(schema.contains("\"manufactured\""));
/// assert_eq!(wire::schema("release-criteria/lot/2"), None);
/// ```
#[must_use]
pub fn schema(format: &str) -> Option<String> {
    let (format, schema) = SCHEMAS.iter().find(|(own, _)| *own == format)?;
    Some(schema(format))
}
