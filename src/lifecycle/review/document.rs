//! A review as a document of format 1.

use super::Review;
use super::advisory::{Advisory, AdvisoryCode};
use crate::document::{Document, Format, document};
use crate::report::SpecificationPin;
use crate::specification::Phase;

document! {
    /// What a reviewer should look at in a specification.
    writes Review;
    /// What the document is.
    "format" format: Required Format<Review> = Review::format;
    /// The program that reviewed, and its version.
    "evaluator" evaluator: Required String;
    /// The specification.
    "specification" specification: Required SpecificationPin;
    /// What was found.
    "advisories" advisories: Required Vec<Advisory>;
}

impl Document for Review {
    const FORMAT: &'static str = "release-criteria/review/1";
}

document! {
    /// What a reviewer should look at; it changes no verdict.
    writes Advisory;
    /// What kind of advisory it is.
    "code" code: Required AdvisoryCode;
    /// Where in the specification.
    "path" path: Required String;
    /// The id of the test, if it is about one.
    "test" test: Optional String;
    /// The name that people use.
    "name" name: Optional String;
    /// The phase, if it is about one.
    "phase" phase: Optional Phase;
    /// What was found.
    "explanation" explanation: Required String;
    /// Who expects that it is looked at.
    "source" source: Required String = |advisory, _| Some(advisory.source().into());
}
