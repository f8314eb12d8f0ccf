//! A comparison as a document of format 1.

use super::change::{Change, ChangeCode, Direction, MovedEnd, Subject};
use super::{Compared, Comparison};
use crate::document::{Document, Format, Json, document};
use crate::report::SpecificationPin;
use crate::specification::{Attribute, Phase};

document! {
    /// What differs between two columns.
    writes Comparison;
    /// What the document is.
    "format" format: Required Format<Comparison> = Comparison::format;
    /// The program that compared, and its version.
    "evaluator" evaluator: Required String;
    /// The column that was.
    "before" before: Required Compared;
    /// The column that is to be.
    "after" after: Required Compared;
    /// What differs.
    "changes" changes: Required Vec<Change>;
    /// Ids of the tests, groups and parameters that are as they were.
    "unchanged" unchanged: Required Vec<String>;
}

impl Document for Comparison {
    const FORMAT: &'static str = "release-criteria/comparison/1";
}

document! {
    /// What one phase of one specification asks.
    writes Compared;
    /// The specification.
    "specification" specification: Required SpecificationPin;
    /// Its product.
    "product" product: Required String;
    /// The phase.
    "phase" phase: Required Phase;
}

impl Change {
    /// Its id under the key `subject`.
    fn id_of(&self, subject: Subject) -> Option<Json<'_>> {
        (self.subject == subject).then(|| self.id.as_str().into())
    }
}

document! {
    /// One difference between two columns.
    writes Change;
    /// The id of the test, if it is about one.
    "test" test: Optional String = |change, _| change.id_of(Subject::Test);
    /// The id of the group, if it is about one.
    "group" group: Optional String = |change, _| change.id_of(Subject::Group);
    /// The id of the parameter, if it is about one.
    "parameter" parameter: Optional String = |change, _| change.id_of(Subject::Parameter);
    /// The number of the specification, if it is about the whole.
    "specification" specification: Optional String = |change, _| change.id_of(Subject::Specification);
    /// The name that people use.
    "name" name: Required String;
    /// What the test says of the product.
    "attribute" attribute: Optional Attribute;
    /// Which part of it changed, where it has several of a kind.
    "part" part: Optional String;
    /// What kind of change it is.
    "code" code: Required ChangeCode;
    /// The end of the limits that moved.
    "end" end: Optional MovedEnd;
    /// What that means to what is accepted.
    "direction" direction: Required Direction = |change, _| {
        Some(change.direction().code().into())
    };
    /// What was.
    "before" before: Optional String;
    /// What is to be.
    "after" after: Optional String;
    /// The unrounded values that were accepted.
    "accepted_before" accepted_before: Optional String;
    /// The unrounded values that are to be accepted.
    "accepted_after" accepted_after: Optional String;
    /// The whole of it in a sentence.
    "explanation" explanation: Required String;
}
