//! An entry of a lot's results as it is being read.

use smol_str::SmolStr;

use super::invalidation::InvalidationDraft;
use super::replicates::Replicates;
use super::result::AssayResult;
use crate::document::{Expected, Item, Later, Part, document};
use crate::error::{ProblemCode, Problems};
use crate::value::{Identifier, Label, ResultStatus, Unit};

document! {
    /// One result: one determination of a test.
    pub(crate) draft ResultDraft (Expected::Object) => AssayResult, ResultDraft::made;
        writes AssayResult, carrying AssayResult::carried;
    /// The id of the test.
    "test" test: Required Later<Identifier> = |result, _| Some(result.test().into());
    /// The value as the laboratory wrote it.
    "value" value: Optional SmolStr = |result, _| {
        result.replicates().is_empty().then(|| result.value().into())
    };
    /// In its place: all replicates of the determination, the invalidated ones too.
    "values" values: Optional Replicates = |result, members| {
        let replicates = result.replicates();
        (!replicates.is_empty()).then(|| {
            replicates.iter().filter_map(|one| one.written(members)).collect()
        })
    };
    /// The determination of which the value is a replicate.
    "determination" determination: Optional Later<Label> = |result, _| result.determination().map(Json::from);
    /// The unit, where it stands beside the value and not in it.
    "unit" unit: Optional Later<Unit> = |result, _| result.unit().map(Unit::as_str).map(Json::from);
    /// The method by which it was measured.
    "method" method: Optional Later<Label> = |result, _| result.method().map(Json::from);
    /// The host's own number of the result.
    "reference" reference: Optional Later<Label> = |result, _| result.reference().map(Json::from);
    /// Whether more is to come.
    "status" status: Optional ResultStatus = |result, _| {
        result.is_preliminary().then(|| ResultStatus::Preliminary.code().into())
    };
    /// Why the result does not count.
    "invalidated" invalidated: Optional InvalidationDraft = |result, members| {
        result.invalidation_record()?.json(members)
    };
    /// The lot from which the result is, where the host says so.
    "lot" lot: Optional Later<Label> = |result, _| result.lot().map(Json::from);
}

impl Item for ResultDraft {}

/// States one text of a result, if there is one.
fn stated<T>(
    result: AssayResult,
    text: &Part<Later<T>>,
    state: fn(AssayResult, &str) -> AssayResult,
) -> AssayResult {
    match text.get() {
        Some(text) => state(result, text.as_str()),
        None => result,
    }
}

impl ResultDraft {
    fn made(self) -> Result<AssayResult, Problems> {
        let mut problems = self.problems;
        match (self.value.is_absent(), self.values.is_absent()) {
            (false, false) => {
                problems.push(
                    "values",
                    ProblemCode::ConflictingMembers,
                    "stands beside `value`; give one of the two",
                );
            }
            (true, true) => {
                problems.push("value", ProblemCode::Missing, "is missing; or give `values`");
            }
            _ => {}
        }
        let mut result = AssayResult::draft(
            self.test.get().map(Later::as_str),
            self.value.get().map(SmolStr::as_str),
        );
        if let Part::Read(Replicates(replicates)) = self.values {
            for replicate in replicates {
                result.add_replicate(replicate);
            }
            result = result.with_listed_values();
        }
        result = stated(result, &self.determination, AssayResult::of_determination);
        result = stated(result, &self.unit, AssayResult::with_unit);
        result = stated(result, &self.method, AssayResult::with_method);
        result = stated(result, &self.reference, AssayResult::with_reference);
        result = stated(result, &self.lot, AssayResult::of_lot);
        if let Part::Read(status) = self.status {
            result = result.with_status(status);
        }
        if let Part::Read(invalidated) = self.invalidated {
            result = result.with_invalidation(invalidated);
        }
        result.carry(self.carried);
        if let Some(own) = result.take_problems() {
            problems.absorb("", own);
        }
        if problems.is_empty() { Ok(result) } else { Err(problems) }
    }
}
