//! JSON documents, format 1: specifications, lots, reports, histories, protocols of process
//! validation campaigns, spec-tests.
//!
//! Comparisons, reviews, re-evaluations and the reports of campaigns are written and not read: they
//! name what they were made of by its digest, and are made anew from that.
//!
//! Every decimal is a string, because a JSON number cannot keep `70.0`. Unknown fields, repeated
//! keys, `null`, unknown codes and another `format` are refused; members whose keys begin with `x-`
//! are kept and written back. Every problem of a document is reported at once, each with its path
//! (`tests[3].acceptance.clinical`), line, column and [code](crate::ProblemCode); the first 100 are
//! kept and the rest counted.
//!
//! | limit | |
//! | --- | --- |
//! | a specification, a lot, a protocol, a history with its specifications, spec-tests | 16 MiB |
//! | parameters of a specification, of a lot | 200 |
//! | tests of a specification | 10,000 |
//! | groups of a specification | 5,000 |
//! | versions of a history | 1,000 |
//! | replicates of a determination | 1,000 |
//! | factors of a derivation with its inputs written out, a geometric mean of n being n | 100 |
//! | combinations of determinations that are told apart, where extremes do not suffice | 1,000 |
//! | lots of a campaign, further criteria of a campaign | 1,000 |
//! | a rationale of a protocol, the source of a spec-test | 4,000 characters |
//! | spec-tests | 100,000 |
//! | choices of lots and determinations of which the deviation is told apart, where extremes do not suffice | 1,000 |
//! | a criterion | 1 KiB |
//! | a unit | 256 bytes |
//! | methods of a test in a phase | 100 |
//! | values in one of its fields (methods, conversions, terms, cases, replicates, members) | 10,000 |
//! | a name: of a product, a method, a lot | 256 characters, none of them invisible, no space but U+0020 |
//! | an id | 64 characters |
//! | a value that is read as a number | 1 KiB |
//! | members with `x-` in one object | 100 |
//! | nesting, other than in members with `x-` | 128 levels |
//!
//! # Examples
//!
//! ```
//! use release_criteria::{Phase, wire};
//!
//! let specification = wire::read_specification(
//!     r#"{
//!         "format": "release-criteria/specification/1",
//!         "id": "SPEC-7", "version": "2", "status": "approved", "product": "Example vector",
//!         "phases": ["clinical"], "rounding": "usp",
//!         "tests": [
//!             {"id": "assay", "name": "Assay", "attribute": "potency", "unit": "%",
//!              "acceptance": {"all": "NLT 98.0 %"}}
//!         ]
//!     }"#,
//! )?;
//! let lot = wire::read_lot(
//!     r#"{
//!         "format": "release-criteria/lot/1", "id": "LOT-1", "product": "Example vector",
//!         "results": [{"test": "assay", "value": "97,95 %"}]
//!     }"#,
//! )?;
//! let report = specification.plan(Phase::Clinical)?.evaluate(&lot);
//! assert_eq!(report.verdict().code(), "incomplete");
//! assert_eq!(wire::read_report(&wire::write_report(&report))?, report);
//! # Ok::<(), release_criteria::DocumentError>(())
//! ```
//!
//! What is wrong is said all at once:
//!
//! ```
//! use release_criteria::wire;
//!
//! let refused = wire::read_lot(
//!     r#"{
//!         "format": "release-criteria/lot/1", "id": "",
//!         "results": [{"test": "Assay", "value": 97.9}]
//!     }"#,
//! );
//! assert_eq!(
//!     refused.unwrap_err().to_string(),
//!     "id: found no letter or digit at position 1 of ``; write a text with at least one letter \
//!      or digit, without space at its ends, of at most 256 characters\n\
//!      results[0].value: found a number where a text is expected; write it as a string, because \
//!      a JSON number cannot keep `70.0`\n\
//!      results[0].test: found `A` at position 1 of `Assay`; an id is a lower-case letter, then \
//!      lower-case letters, digits and `_`, at most 64 characters\n\
//!      product: is missing"
//! );
//! ```
//!
//! # In your own structs
//!
//! All of them are `Serialize`, and those that are read `Deserialize` with the same checks, in every
//! format of `serde` that describes itself. There, a member with `x-` may hold what every format
//! keeps. A number is refused, in reading and in writing, because a format may change its digits; so
//! is a key that stands twice, half of a surrogate pair, and more than 127 levels. The functions of
//! this page keep them: a lot that [`read_lot`] took may fail in `serde_json::to_string`.
//!
//! An error of `serde` is the text of all problems, with paths within the document; the line and
//! column at its end are those of `serde`. Hosts that want codes, lines and columns keep a
//! `RawValue` and hand its text to the functions of this page. A `serde_json::Value` has lost
//! repeated keys before this crate sees it: read from text.
//!
//! Beside a flattened document, no field may have the name of a member of the document (`id`,
//! `product`, `version`). Never flatten an `Option` of a document: `serde` makes `None` of one that
//! is refused, without a word. An `Option` that is a member of its own keeps the error.
//!
//! ```
//! #[derive(serde::Deserialize, serde::Serialize)]
//! struct Sample {
//!     received: String,
//!     #[serde(flatten)]
//!     lot: release_criteria::Lot,
//! }
//! let json = r#"{"received":"2026-03-01","format":"release-criteria/lot/1","id":"LOT-1","product":"Example vector","results":[]}"#;
//! let sample: Sample = serde_json::from_str(json)?;
//! assert_eq!(serde_json::to_string(&sample)?, json);
//! # Ok::<(), serde_json::Error>(())
//! ```

mod any_format;
mod schema;
#[cfg(feature = "csv")]
mod spec_tests_csv;

pub use schema::{formats, schema};

use crate::document::{LONGEST, Members, Write, line, pretty, read};
use crate::error::DocumentError;
use crate::lifecycle::{
    Campaign, CampaignBuilder, CampaignReport, Comparison, History, HistoryDraft, Reevaluation,
    Review,
};
use crate::lot::{Lot, LotDraft};
use crate::report::{Report, ReportDraft};
use crate::specification::{Specification, SpecificationBuilder};
#[cfg(feature = "testing")]
use crate::testing::{SpecTests, SpecTestsDraft};

/// Reads a specification.
///
/// # Errors
///
/// Every problem at once: what this page says of all documents, and what
/// [`SpecificationBuilder::build`](crate::SpecificationBuilder::build) refuses.
pub fn read_specification(json: &str) -> Result<Specification, DocumentError> {
    read::<SpecificationBuilder>(json, LONGEST)
}

/// Reads a lot.
///
/// # Errors
///
/// Every problem at once: what this page says of all documents, and what [`Lot::new`] refuses.
pub fn read_lot(json: &str) -> Result<Lot, DocumentError> {
    read::<LotDraft>(json, LONGEST)
}

/// Reads a report, of any size. It is taken as it is; nothing is judged again.
///
/// # Errors
///
/// Every problem at once, as this page says of all documents; unknown codes of reasons and flags,
/// such as those of a later version.
pub fn read_report(json: &str) -> Result<Report, DocumentError> {
    read::<ReportDraft>(json, usize::MAX)
}

/// Reads a history: the versions of one specification, each with the days between which it is in
/// force and as a whole document.
///
/// ```json
/// {
///   "format": "release-criteria/history/1",
///   "versions": [
///     {"from": "2025-01-15", "until": "2026-03-31",
///      "specification": {"format": "release-criteria/specification/1", …}},
///     {"from": "2026-04-01", "specification": {"format": "release-criteria/specification/1", …}}
///   ]
/// }
/// ```
///
/// Both days are those of manufacture, and included; without `until` a version is in force until
/// the eve of the next.
///
/// # Errors
///
/// Every problem at once: what this page says of all documents, what [`read_specification`]
/// refuses, with paths such as `versions[0].specification.tests[3].id`, and what [`History::new`]
/// refuses.
pub fn read_history(json: &str) -> Result<History, DocumentError> {
    read::<HistoryDraft>(json, LONGEST)
}

/// Reads the protocol of a process validation campaign.
///
/// ```
/// use release_criteria::wire;
///
/// let campaign = wire::read_campaign(
///     r#"{
///         "format": "release-criteria/campaign/1", "id": "PPQ-1", "version": "1",
///         "product": "Example vector", "specification": {"id": "SPEC-7", "version": "2"},
///         "lots": 2, "rationale": "2 lots a year are made; 9 clinical lots conformed",
///         "concurrent_release": "shelf life of 3 weeks, one patient for each lot",
///         "criteria": [
///             {"test": "assay", "criterion": "NLT 99.0 %"},
///             {"test": "assay", "across_lots": {"combine": "mean", "max_rsd": "1.0 %"},
///              "criterion": "99.0–101.0 %"}
///         ]
///     }"#,
/// )?;
/// assert_eq!((campaign.lots(), campaign.criteria().len()), (2, 2));
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
///
/// # Errors
///
/// Every problem at once: what this page says of all documents, and what
/// [`CampaignBuilder::build`](crate::lifecycle::CampaignBuilder::build) refuses.
pub fn read_campaign(json: &str) -> Result<Campaign, DocumentError> {
    read::<CampaignBuilder>(json, LONGEST)
}

/// Writes the protocol of a campaign, as [`write_specification`] writes specifications.
#[must_use]
pub fn write_campaign(campaign: &Campaign) -> String {
    written(campaign)
}

/// Writes the report of a campaign, of format `release-criteria/campaign-report/1`, on several
/// lines.
#[must_use]
pub fn write_campaign_report(report: &CampaignReport) -> String {
    pretty(report)
}

/// Reads spec-tests: what a specification is expected to find. With the feature `testing`.
///
/// ```
/// use release_criteria::{testing, wire};
///
/// let tests = wire::read_spec_tests(
///     r#"{
///         "format": "release-criteria/spec-tests/1",
///         "tests": [
///             {"test": "viability", "phase": "commercial", "value": "79.5 %",
///              "outcome": "conforms", "reason": "within", "source": "SOP-12, 4.2"},
///             {"test": "dose", "phase": "commercial", "outcome": "does-not-conform",
///              "given": {"cells": "4.0 × 10^8 cells", "body_weight": "62 kg"}}
///         ]
///     }"#,
/// )?;
/// assert_eq!(
///     tests.tests()[1].given(),
///     [("cells", "4.0 × 10^8 cells"), ("body_weight", "62 kg")]
/// );
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
///
/// The members of a spec-test are the columns that [`SpecTests`] lists; values of parameters and of
/// other tests stand in `given`.
///
/// # Errors
///
/// Every problem at once: what this page says of all documents; unknown codes; a value that says
/// that there is none (`nd`); a unit, a method or a status without a value; two spec-tests that ask
/// the same; none, or more than 100,000.
#[cfg(feature = "testing")]
pub fn read_spec_tests(json: &str) -> Result<SpecTests, DocumentError> {
    read::<SpecTestsDraft>(json, LONGEST)
}

/// Reads spec-tests as a spreadsheet saves them: CSV in UTF-8, with or without a byte order mark,
/// with any ends of lines. With the feature `csv`.
///
/// ```
/// use release_criteria::wire;
///
/// let tests = wire::read_spec_tests_csv(
///     "test;phase;value;outcome\r\npotency;clinical;\"88 %; 91 %; 102 %\";conforms\r\n;;;\r\n",
/// )?;
/// assert_eq!(tests.tests()[0].value(), Some("88 %; 91 %; 102 %"));
///
/// let refused = wire::read_spec_tests_csv("test,phase,outcome\nviability,comercial,conforms");
/// assert_eq!(
///     refused.unwrap_err().to_string(),
///     "row 1, column value: is missing; the header has at least `test`, `phase`, `value`, \
///      `outcome`\n\
///      row 2, column phase: found no phase at position 1 of `comercial`; write one of \
///      `clinical`, `validation`, `commercial`"
/// );
/// # Ok::<(), release_criteria::DocumentError>(())
/// ```
///
/// The first row is the header; its names are those that [`SpecTests`] lists, in any order, and
/// `test`, `phase`, `value` and `outcome` are needed. Any other id is that of a parameter or a
/// test, and a column whose name begins with `x-` is kept and not interpreted. Cells are separated
/// by semicolons where the header has semicolons and no comma, else by commas. Space around a cell
/// makes no difference, an empty cell says nothing, and a row of empty cells is skipped. Rows are
/// counted as spreadsheets count them, so that the header is row 1.
///
/// # Errors
///
/// Every problem at once, with row and column: a header that lacks a column, names one twice, or
/// has one whose name is none (`Phase`); a cell in a column without a name; the end of a line
/// within a cell, as a quotation mark makes it that is closed in a later row; a quotation mark
/// without its partner; no row; more than 16 MiB; and what [`read_spec_tests`] refuses. Whether
/// tests, phases and parameters are those of a specification is for [`SpecTests::mismatches`] to
/// say.
#[cfg(feature = "csv")]
pub fn read_spec_tests_csv(csv: &str) -> Result<SpecTests, DocumentError> {
    spec_tests_csv::read(csv)
}

/// Writes spec-tests as a document, on several lines, or on one if it would exceed 16 MiB; texts
/// are written as they were read.
#[cfg(feature = "testing")]
#[must_use]
pub fn write_spec_tests(tests: &SpecTests) -> String {
    written(tests)
}

/// Writes a specification, on several lines.
///
/// Criteria, terms, factors and names are written as they were read, units in their canonical
/// spelling. Keys stand in a fixed order, those of a `when` as they were read, members with `x-`
/// last; defaults are left out. A document that would exceed 16 MiB is written on one line.
#[must_use]
pub fn write_specification(specification: &Specification) -> String {
    written(specification)
}

/// Writes a lot, on several lines, or on one if it would exceed 16 MiB; values are written as they
/// were read.
#[must_use]
pub fn write_lot(lot: &Lot) -> String {
    written(lot)
}

/// Writes a comparison, on several lines.
#[must_use]
pub fn write_comparison(comparison: &Comparison) -> String {
    pretty(comparison)
}

/// Writes a review, on several lines.
#[must_use]
pub fn write_review(review: &Review) -> String {
    pretty(review)
}

/// Writes a history, on several lines, or on one if it would exceed 16 MiB; versions stand as they
/// were listed.
///
/// Only versions that exceed it together even so, which code can put together, are not read again.
#[must_use]
pub fn write_history(history: &History) -> String {
    written(history)
}

/// A document on several lines, or on one where it could not be read again otherwise.
fn written(document: &impl Write) -> String {
    let pretty = pretty(document);
    if pretty.len() > LONGEST { line(document, Members::All) } else { pretty }
}

/// Writes a report, on several lines.
#[must_use]
pub fn write_report(report: &Report) -> String {
    pretty(report)
}

/// Writes a re-evaluation, on several lines, with every flip and the findings that are its causes.
#[must_use]
pub fn write_reevaluation(reevaluation: &Reevaluation) -> String {
    pretty(reevaluation)
}

/// Writes a report on one line, as [`one_line`] makes it.
#[must_use]
pub fn write_report_line(report: &Report) -> String {
    one_line(line(report, Members::All))
}

/// A JSON text as one line of JSON Lines, without the line's end.
///
/// Some programs split lines at U+0085, U+2028 and U+2029 too, which JSON may have in a string:
/// they are escaped. Line ends between values become spaces. What is read from the line is the
/// same. A text that is not JSON has no meaning here.
///
/// ```
/// use release_criteria::wire;
///
/// assert_eq!(
///     wire::one_line("{\"lot\":\n\"LOT\u{2028}1\"}".to_owned()),
///     r#"{"lot": "LOT\u20281"}"#
/// );
/// ```
#[must_use]
pub fn one_line(json: String) -> String {
    crate::document::one_line(json)
}
