//! One entry of a lot's results as handed in.

use std::str::FromStr;

use smol_str::SmolStr;

use super::invalidation::{Invalidation, InvalidationDraft};
use crate::document::Place;
use crate::error::{ParseError, ProblemCode, Problems};
use crate::value::{Extensions, Identifier, Label, Reading, ResultStatus, Unit, says_no_result};

/// One assay result: the id of its test, and a value as written.
///
/// The value is what the laboratory wrote: `92.4 %`, `<0.5 EU/mL`, `ND (LOD 10 copies)`, `No
/// growth`. What a quantitative test cannot read is kept and found indeterminate; it is never
/// repaired. Only an empty value and the words for no result (`nd`, `pending`, `n/a` …) are
/// refused, by [`Lot::new`](crate::Lot::new), with every other problem of the lot.
///
/// One result is one determination. A retest is a further result: it erases nothing. Replicates, of
/// which the method makes one value, belong to one result, or to several that name the same
/// determination.
///
/// ```
/// use release_criteria::AssayResult;
///
/// let valid = AssayResult::new("assay", "95.2")
///     .with_unit("%")
///     .with_method("QC-117")
///     .with_reference("LIMS-2");
/// let invalid =
///     AssayResult::new("assay", "89.4 %").invalidated("instrument fault", "INV-12", "QA-7");
/// let potency = AssayResult::new("potency", "88 %").replicate("91 %").replicate("102 %");
/// assert_eq!(valid.value(), "95.2");
/// assert_eq!(potency.value(), "88 %; 91 %; 102 %");
/// ```
#[derive(Clone, Debug)]
#[must_use = "a result does nothing until it is handed to a lot"]
pub struct AssayResult {
    test: SmolStr,
    pub(super) value: SmolStr,
    pub(super) reading: Reading,
    pub(super) unit: Option<Unit>,
    method: Option<Label>,
    reference: Option<Label>,
    status: ResultStatus,
    /// What few results have.
    pub(super) rare: Option<Box<Rare>>,
    problems: Option<Box<Problems>>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Rare {
    invalidation: Option<Invalidation>,
    lot: Option<Label>,
    determination: Option<Label>,
    /// All replicates where they were given as a list; else empty.
    pub(super) replicates: Vec<Replicate>,
    carried: Extensions,
}

/// One of the values of a determination.
#[derive(Clone, Debug)]
pub(crate) struct Replicate {
    pub(crate) value: SmolStr,
    pub(crate) reading: Reading,
    pub(crate) invalidated: Option<Invalidation>,
    pub(crate) carried: Extensions,
}

impl AssayResult {
    /// The result `value` of the test with the id `test`.
    pub fn new(test: &str, value: &str) -> Self {
        Self::draft(Some(test), Some(value))
    }

    /// A result of which a reader of documents may have missed, and reported, the test or the
    /// value.
    pub(crate) fn draft(test: Option<&str>, value: Option<&str>) -> Self {
        let mut result = Self {
            test: test.unwrap_or_default().into(),
            value: value.unwrap_or_default().into(),
            reading: value.map_or(Reading::Term, Reading::of),
            unit: None,
            method: None,
            reference: None,
            status: ResultStatus::Final,
            rare: None,
            problems: None,
        };
        if let Some(Err(error)) = test.map(Identifier::check) {
            result.problems().push_parse_error("test", &error);
        }
        // No word for no result can be read as a measurement.
        if let (Some(value), Reading::Term | Reading::Unreadable(_)) = (value, &result.reading) {
            result.refuse_no_result(Place::key("value"), value);
        }
        result
    }

    pub(super) fn refuse_no_result(&mut self, at: Place<'_>, value: &str) {
        if says_no_result(value) {
            let shown = crate::error::shown(value, 1);
            self.problems().push(
                at,
                ProblemCode::NoValue,
                format!(
                    "found `{shown}`, which says that there is no result; leave the result out"
                ),
            );
        }
    }

    /// States the unit, where it stands beside the value and not in it.
    pub fn with_unit(mut self, unit: &str) -> Self {
        self.refuse_second("unit", self.unit.is_some());
        let Some(unit) = self.read::<Unit>("unit", unit) else { return self };
        let mut reading = std::mem::replace(&mut self.reading, Reading::Term);
        self.give_unit(&mut reading, &unit);
        self.reading = reading;
        let mut replicates =
            self.rare.as_mut().map(|rare| std::mem::take(&mut rare.replicates)).unwrap_or_default();
        for replicate in &mut replicates {
            self.give_unit(&mut replicate.reading, &unit);
        }
        if !replicates.is_empty() {
            self.rare().replicates = replicates;
        }
        self.unit = Some(unit);
        self
    }

    /// States which determination the value is a replicate of, where replicates come as results of
    /// their own: all of a test's that name the same one belong together.
    pub fn of_determination(mut self, determination: &str) -> Self {
        self.refuse_second("determination", self.determination().is_some());
        let determination = self.read("determination", determination);
        self.rare().determination = determination;
        self
    }

    /// States the method by which it was measured.
    pub fn with_method(mut self, method: &str) -> Self {
        self.refuse_second("method", self.method.is_some());
        self.method = self.read("method", method);
        self
    }

    /// States the host's own number of the result, by which a final result finds the preliminary
    /// one that it supersedes.
    pub fn with_reference(mut self, reference: &str) -> Self {
        self.refuse_second("reference", self.reference.is_some());
        self.reference = self.read("reference", reference);
        self
    }

    /// The result is not final: growth read on day 5 of 14.
    pub fn preliminary(mut self) -> Self {
        self.status = ResultStatus::Preliminary;
        self
    }

    /// The result is invalid: shown, and not counted. All three need at least one letter or digit:
    /// the assignable cause, the number of the investigation, and who decided.
    pub fn invalidated(self, cause: &str, reference: &str, by: &str) -> Self {
        self.with_invalidation(InvalidationDraft::new(cause, reference, by))
    }

    /// The lot from which the result is, where the host says so. Another lot's result is not
    /// counted.
    pub fn of_lot(mut self, lot: &str) -> Self {
        self.refuse_second("lot", self.lot().is_some());
        let lot = self.read("lot", lot);
        self.rare().lot = lot;
        self
    }

    /// The id of the test.
    #[must_use]
    pub fn test(&self) -> &str {
        &self.test
    }

    /// The value as written; several replicates with `; ` between them.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The unit that stands beside the value, if one does.
    #[must_use]
    pub fn unit(&self) -> Option<&Unit> {
        self.unit.as_ref()
    }

    /// The method by which it was measured, if stated.
    #[must_use]
    pub fn method(&self) -> Option<&str> {
        self.method.as_ref().map(Label::as_str)
    }

    /// The host's own number of the result, if it has one.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        self.reference.as_ref().map(Label::as_str)
    }

    /// The values as written: one, or all replicates with the invalidated ones.
    #[must_use]
    pub fn values(&self) -> Vec<&str> {
        let replicates = self.replicates();
        if replicates.is_empty() {
            vec![&self.value]
        } else {
            replicates.iter().map(|one| &*one.value).collect()
        }
    }

    /// The determination of which the value is a replicate, if the result names one.
    #[must_use]
    pub fn determination(&self) -> Option<&str> {
        Some(self.rare.as_ref()?.determination.as_ref()?.as_str())
    }

    /// Whether more is to come.
    #[must_use]
    pub fn is_preliminary(&self) -> bool {
        self.status == ResultStatus::Preliminary
    }

    /// The cause, the investigation and the person of an invalidation, in this order; `None` for a
    /// valid result.
    #[must_use]
    pub fn invalidation(&self) -> Option<(&str, &str, &str)> {
        let record = self.invalidation_record()?;
        Some((record.cause.as_str(), record.reference.as_str(), record.by.as_str()))
    }

    /// The lot that the result states, if it states one.
    #[must_use]
    pub fn lot(&self) -> Option<&str> {
        Some(self.rare.as_ref()?.lot.as_ref()?.as_str())
    }

    pub(crate) fn with_status(mut self, status: ResultStatus) -> Self {
        self.status = status;
        self
    }

    pub(super) fn with_invalidation(mut self, draft: InvalidationDraft) -> Self {
        let invalidation = draft.checked(Place::key("invalidated"), self.problems());
        self.refuse_second("invalidated", self.invalidation_record().is_some());
        if invalidation.is_some() {
            self.rare().invalidation = invalidation;
        }
        self
    }

    /// Puts a unit that stands beside a value into it.
    pub(super) fn give_unit(&mut self, reading: &mut Reading, unit: &Unit) {
        if let Reading::Measured(measurement) = reading {
            if measurement.unit().is_some() {
                let message = format!(
                    "found `{unit}` beside a value that has a unit, `{measurement}`; write it once"
                );
                self.problems().push("unit", ProblemCode::ConflictingMembers, message);
            } else {
                *reading = Reading::Measured(measurement.clone().with_unit(unit.clone()));
            }
        }
    }

    /// One of its values with the unit that stands beside it.
    pub(crate) fn beside_unit(&self, value: &str) -> String {
        Unit::after(value.trim(), self.unit.as_ref())
    }

    /// The value as written, with the unit beside it; of several replicates all, and why one does
    /// not count.
    pub(crate) fn shown(&self) -> String {
        if self.replicates().is_empty() {
            return self.beside_unit(&self.value);
        }
        let replicate = |one: &Replicate| match &one.invalidated {
            Some(invalidation) => format!("({}, {invalidation})", self.beside_unit(&one.value)),
            None => self.beside_unit(&one.value),
        };
        self.replicates().iter().map(replicate).collect::<Vec<_>>().join("; ")
    }

    /// The replicates, if there is a list of them.
    pub(crate) fn replicates(&self) -> &[Replicate] {
        self.rare.as_ref().map_or(&[], |rare| &rare.replicates)
    }

    pub(crate) fn reading(&self) -> &Reading {
        &self.reading
    }

    pub(crate) fn method_label(&self) -> Option<&Label> {
        self.method.as_ref()
    }

    pub(crate) fn invalidation_record(&self) -> Option<&Invalidation> {
        self.rare.as_ref()?.invalidation.as_ref()
    }

    pub(super) fn carry(&mut self, carried: Extensions) {
        if carried.iter().next().is_some() {
            self.rare().carried = carried;
        }
    }

    pub(super) fn carried(&self) -> Option<&Extensions> {
        Some(&self.rare.as_ref()?.carried)
    }

    /// Whether it is final, and nothing is stated but a value, its unit, a method and a reference.
    pub(super) fn is_plain(&self) -> bool {
        self.status == ResultStatus::Final && self.rare.is_none() && self.problems.is_none()
    }

    pub(super) fn is_of_another_lot_than(&self, id: &str) -> bool {
        self.lot().is_some_and(|lot| lot != id)
    }

    /// What distinguishes the results of a lot, in the order in which they are sorted.
    pub(super) fn key(&self) -> (&str, Option<&str>, ResultStatus) {
        (&self.test, self.reference(), self.status)
    }

    pub(crate) fn take_problems(&mut self) -> Option<Problems> {
        self.problems.take().map(|problems| *problems)
    }

    pub(crate) fn problems(&mut self) -> &mut Problems {
        self.problems.get_or_insert_default()
    }

    /// Nearly no result has problems, so there is room for them only once there are.
    fn refuse_second(&mut self, path: &str, is_second: bool) {
        if is_second {
            self.problems().refuse_second(path, is_second);
        }
    }

    pub(super) fn rare(&mut self) -> &mut Rare {
        self.rare.get_or_insert_default()
    }

    fn read<T: FromStr<Err = ParseError>>(&mut self, path: &str, text: &str) -> Option<T> {
        text.parse().map_err(|error| self.problems().push_parse_error(path, &error)).ok()
    }
}
