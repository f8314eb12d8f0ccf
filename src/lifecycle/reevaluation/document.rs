//! A re-evaluation as a document of format 1.

use super::flip::{Cause, Flip};
use super::{FlippedBy, Reevaluation, Side, Verdicts};
use crate::document::{Document, Format, Json, document};
use crate::report::{EVALUATOR, FindingDraft, SpecificationPin, Verdict};
use crate::specification::Phase;

document! {
    /// Past lots judged by two plans, and whose verdicts differ.
    writes Reevaluation;
    /// What the document is.
    "format" format: Required Format<Reevaluation> = Reevaluation::format;
    /// The program that judged, and its version.
    "evaluator" evaluator: Required String = |_, _| Some(EVALUATOR.into());
    /// The product.
    "product" product: Required String = |all, _| Some(all.current.plan.product().into());
    /// The plan that is in force.
    "current" current: Required Side;
    /// The plan that is proposed.
    "proposed" proposed: Required Side;
    /// How many lots were judged.
    "lots" lots: Required u64 = |all, _| Some(all.lots().into());
    /// How many of them neither plan judges.
    "unjudged" unjudged: Required u64;
    /// How many lots have which two verdicts.
    "verdicts" verdicts: Required Vec<Verdicts> = |all, members| {
        let counted = all.counts.iter().filter(|verdicts| verdicts.lots > 0);
        Some(counted.filter_map(|verdicts| verdicts.json(members)).collect())
    };
    /// The tests and groups that are causes of flips: most flips first.
    "tests" tests: Required Vec<FlippedBy> = |all, members| {
        Some(all.flipped_by().into_iter().filter_map(|test| test.json(members)).collect())
    };
    /// The lots whose verdicts differ.
    "flips" flips: Required Vec<Flip>;
}

impl Document for Reevaluation {
    const FORMAT: &'static str = "release-criteria/reevaluation/1";
}

document! {
    /// One of the two plans.
    writes Side;
    /// The specification.
    "specification" specification: Required SpecificationPin = |side, members| side.plan.pin().json(members);
    /// The phase.
    "phase" phase: Required Phase = |side, _| Some(side.plan.phase().code().into());
}

document! {
    /// How many lots have two verdicts.
    writes Verdicts;
    /// The verdict by the plan that is in force.
    "current" current: Required Verdict;
    /// The verdict by the plan that is proposed.
    "proposed" proposed: Required Verdict;
    /// How many lots have both.
    "lots" lots: Required u64;
}

document! {
    /// A test or a group that is a cause of flips.
    writes FlippedBy;
    /// The id of the test.
    "test" test: Optional String = |one, _| (!one.is_group).then(|| one.id.as_str().into());
    /// In its place: the id of the group.
    "group" group: Optional String = |one, _| one.is_group.then(|| one.id.as_str().into());
    /// The name that people use.
    "name" name: Required String;
    /// Of how many flips it is a cause.
    "flips" flips: Required u64;
}

document! {
    /// A past lot whose verdict would be another one.
    writes Flip;
    /// The number of the lot.
    "lot" lot: Required String;
    /// The verdict by the plan that is in force.
    "current" current: Required Verdict;
    /// The verdict by the plan that is proposed.
    "proposed" proposed: Required Verdict;
    /// The findings that make the difference.
    "causes" causes: Required Vec<Cause>;
    /// What is open under either.
    "open" open: Required Vec<String>;
}

impl Cause {
    /// The id under which a document has it, as that of a group or of a test.
    fn id_of(&self, is_group: bool) -> Option<Json<'_>> {
        self.newest()
            .filter(|newest| newest.is_group() == is_group)
            .map(|newest| newest.test().into())
    }
}

document! {
    /// What was found of one test or group under both plans.
    writes Cause;
    /// The id of the test.
    "test" test: Optional String = |cause, _| cause.id_of(false);
    /// In its place: the id of the group.
    "group" group: Optional String = |cause, _| cause.id_of(true);
    /// The name that people use.
    "name" name: Required String = |cause, _| cause.newest().map(|newest| newest.name().into());
    /// What is found under the plan that is in force.
    "current" current: Optional FindingDraft;
    /// What is found under the plan that is proposed.
    "proposed" proposed: Optional FindingDraft;
}
