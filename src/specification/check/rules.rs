//! What criteria have to agree with: the unit of their test, its rules of rounding, each other.

use super::references::Subjects;
use crate::acceptance::{Region, Rounding, StrictLimits};
use crate::criterion::{Criterion, Range, Term};
use crate::document::Part;
use crate::error::{ProblemCode, Problems, join, shown};
use crate::specification::phase::{Gate, PerPhase, Phase};
use crate::specification::test::Quantity;
use crate::value::begins_like_a_number;

/// What the tests need to know of the specification.
pub(super) struct Rules<'s> {
    pub(super) phases: Option<&'s [Phase]>,
    pub(super) rounding: Part<Rounding>,
    pub(super) strict: Part<StrictLimits>,
    pub(super) subjects: &'s Subjects<'s>,
}

impl Rules<'_> {
    /// A gate for each phase; before release where nothing is said.
    pub(super) fn gate(
        &self,
        gate: Part<PerPhase<Part<Gate>>>,
        path: &str,
        problems: &mut Problems,
    ) -> Option<PerPhase<Gate>> {
        let Some(gate) = gate.optional()? else {
            return Some(PerPhase::all(Gate::BeforeRelease));
        };
        gate.checked(self.phases, &join(path, "gate"), None, problems, |gate, _, _| {
            gate.get().copied()
        })
    }
}

/// What the criteria of a test have to agree with.
pub(super) struct AcceptanceRules {
    /// `None` for a qualitative test, and where the unit was refused.
    pub(super) quantity: Option<Quantity>,
    pub(super) qualitative: bool,
    pub(super) rounding: Part<Rounding>,
    pub(super) strict: Part<StrictLimits>,
}

impl AcceptanceRules {
    pub(super) fn check_criterion(
        &self,
        criterion: &Criterion,
        path: &str,
        problems: &mut Problems,
    ) {
        if let Some(range) = criterion.range() {
            self.check_range(range, path, problems);
        }
        if !self.qualitative && criterion.rejects_other_terms() {
            problems.push(
                path,
                ProblemCode::NeedsNoUnit,
                "rejects every other text on a test with a unit, where a text may be a number that \
                 was spelt in another way; list the rejected terms",
            );
        }
        for term in criterion.terms().into_iter().flat_map(|terms| terms.named()) {
            self.check_term(term, path, problems);
        }
    }

    fn check_term(&self, term: &Term, path: &str, problems: &mut Problems) {
        if !self.qualitative && begins_like_a_number(term.as_str()) {
            problems.push(
                path,
                ProblemCode::NeedsNoUnit,
                format!(
                    "found the term `{}`, which a quantitative test reads as a number; reword it, \
                     or leave out `unit`",
                    term.as_str()
                ),
            );
        }
    }

    pub(super) fn check_interim(
        &self,
        interim: &[Term],
        criterion: Option<&Criterion>,
        path: &str,
        problems: &mut Problems,
    ) {
        let Some(criterion) = criterion else { return };
        let Some(terms) = criterion.terms() else {
            problems.push(
                path,
                ProblemCode::Misplaced,
                format!(
                    "found interim terms beside `{criterion}`, which has no terms; remove them"
                ),
            );
            return;
        };
        for (index, term) in interim.iter().enumerate() {
            let path = format!("{path}[{index}]");
            let shown = shown(term.as_str(), 1);
            self.check_term(term, &path, problems);
            if terms.accepted().contains(term) {
                problems.push(
                    path,
                    ProblemCode::ConflictingTerms,
                    format!(
                        "found `{shown}`, which the criterion accepts; a preliminary result \
                         may say so anyway, so remove it"
                    ),
                );
            } else if terms.rejected().contains(term) {
                problems.push(
                    path,
                    ProblemCode::ConflictingTerms,
                    format!(
                        "found `{shown}`, which the criterion rejects; remove it in one of the two"
                    ),
                );
            } else if interim.iter().take(index).any(|known| known == term) {
                problems.push(
                    path,
                    ProblemCode::Duplicate,
                    format!("found `{shown}` again; name each term once, space and case aside"),
                );
            }
        }
    }

    pub(super) fn check_range(&self, range: &Range, path: &str, problems: &mut Problems) {
        if self.qualitative {
            problems.push(
                path,
                ProblemCode::NeedsUnit,
                format!(
                    "found limits, `{range}`, on a test without a unit; give the test a `unit`, \
                     \"1\" for a pure number"
                ),
            );
            return;
        }
        let Some(quantity) = &self.quantity else { return };
        let unit = &quantity.unit;
        if let Some(written) = range.unit().filter(|written| *written != unit) {
            problems.push(
                path,
                ProblemCode::UnitMismatch,
                format!(
                    "found a criterion in `{written}` on a test in `{unit}`; write it in `{unit}`, \
                     or without a unit"
                ),
            );
        }
        if range.is_of_percent(unit) {
            problems.push(
                path,
                ProblemCode::AmbiguousPercent,
                format!(
                    "found `{range}`, where `%` could be of the target or of the test; write the \
                     two ends as a range"
                ),
            );
        }
        let Some(&rounding) = self.rounding.get() else { return };
        if range.is_strict() && rounding != Rounding::Absolute && self.strict.is_absent() {
            problems.push(
                path,
                ProblemCode::StrictUndeclared,
                format!(
                    "found the strict limit `{range}` while nothing says how it rounds; give \
                     `strict`, \"rounded\" or \"exact\", to the test or the specification"
                ),
            );
            return;
        }
        let Some(region) = self.region(range, rounding) else { return };
        if region.of_a_quantity(quantity.signed).is_empty() {
            let signed = if region.is_empty() { "" } else { ", or make the test `signed`" };
            problems.push(
                path,
                ProblemCode::AcceptsNothing,
                format!(
                    "accepts nothing (`accepts-nothing`): `{range}` under \
                     `{rounding}` accepts {region}; widen it{signed}"
                ),
            );
        }
    }

    pub(super) fn check_alert(
        &self,
        alert: &Criterion,
        criterion: Option<&Criterion>,
        path: &str,
        problems: &mut Problems,
    ) {
        let Some(range) = alert.only_limits() else {
            problems.push(
                path,
                ProblemCode::UnsuitableCriterion,
                format!(
                    "found `{alert}`; an alert limit is a limit on a number, such as `NLT 85 %`"
                ),
            );
            return;
        };
        self.check_range(range, path, problems);
        let Some(criterion) = criterion.filter(|criterion| !criterion.is_report_only()) else {
            return;
        };
        let Some(limits) = criterion.range() else {
            problems.push(
                path,
                ProblemCode::Misplaced,
                format!(
                    "found an alert limit beside `{criterion}`, which has no limits; remove it"
                ),
            );
            return;
        };
        let Some(&rounding) = self.rounding.get() else { return };
        if let (Some(inner), Some(outer)) =
            (self.region(range, rounding), self.region(limits, rounding))
            && !inner.is_subset_of(&outer)
        {
            problems.push(
                path,
                ProblemCode::WiderThanCriterion,
                format!(
                    "found `{range}`, which is not inside the criterion \
                     `{limits}`; an alert limit is met by fewer values"
                ),
            );
        }
    }

    /// What a range accepts under the rules of the test, as far as they are known.
    pub(super) fn region(&self, range: &Range, rounding: Rounding) -> Option<Region> {
        let strict = match self.strict {
            Part::Read(strict) => strict,
            Part::Refused if range.is_strict() => return None,
            // Without strict limits it makes no difference.
            Part::Absent | Part::Refused => StrictLimits::Rounded,
        };
        Some(Region::of_range(range, rounding, strict))
    }
}

/// What was checked, if anything was; `None` where it was refused.
#[allow(clippy::option_option, reason = "refused, or left out, or read")]
pub(super) fn unless_refused<T>(checked: Option<Option<T>>) -> Option<Option<T>> {
    checked.map_or(Some(None), |checked| checked.map(Some))
}
