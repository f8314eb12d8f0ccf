//! The criteria of one test, reviewed by themselves.

use std::collections::{HashMap, HashSet};

use super::advisory::{Advisory, AdvisoryCode};
use crate::acceptance::{Region, Rounding, StrictLimits};
use crate::criterion::{Criterion, Range};
use crate::lifecycle::comparison::ApplicableCriterion;
use crate::specification::{
    Attribute, CheckedAcceptance, CheckedEntry, CheckedGroup, Phase, Specification, Test,
};
use crate::value::{Identifier, Measurement, Unit};

/// Advisories, each with the place of its test; those about a group or a phase stand after all
/// tests.
pub(super) type Found = Vec<(usize, Advisory)>;

/// A test that is being reviewed.
#[derive(Clone, Copy)]
pub(super) struct Reviewed<'s> {
    pub(super) specification: &'s Specification,
    pub(super) test: &'s Test,
    pub(super) index: usize,
}

/// An advisory about a phase as a whole, or about a `group`.
pub(super) fn advise_on_whole(
    found: &mut Found,
    code: AdvisoryCode,
    (path, group): (String, Option<&CheckedGroup>),
    phase: Phase,
    explanation: String,
) {
    let name = group.map(|group| group.name.as_str().to_owned());
    found.push((
        usize::MAX,
        Advisory { code, path, test: None, name, phase: Some(phase), explanation },
    ));
}

/// The tests of which a group is made.
pub(super) fn members(specification: &Specification) -> HashSet<&str> {
    specification
        .checked_groups()
        .iter()
        .flat_map(|group| &group.tests)
        .map(Identifier::as_str)
        .collect()
}

impl<'s> Reviewed<'s> {
    pub(super) fn all(specification: &'s Specification) -> impl Iterator<Item = Self> {
        specification.tests().iter().enumerate().map(move |(index, test)| Self {
            specification,
            test,
            index,
        })
    }

    pub(super) fn by_id(specification: &'s Specification) -> HashMap<&'s str, Self> {
        Self::all(specification).map(|one| (one.test.id(), one)).collect()
    }

    /// An advisory about the part of the test at `path`.
    pub(super) fn advise(
        &self,
        found: &mut Found,
        code: AdvisoryCode,
        path: &str,
        phase: Option<Phase>,
        explanation: impl Into<String>,
    ) {
        self.advise_at(found, code, format!("tests[{}].{path}", self.index), phase, explanation);
    }

    /// An advisory about the test at another place of the document.
    pub(super) fn advise_at(
        &self,
        found: &mut Found,
        code: AdvisoryCode,
        path: String,
        phase: Option<Phase>,
        explanation: impl Into<String>,
    ) {
        let advisory = Advisory {
            code,
            path,
            test: Some(self.test.id().to_owned()),
            name: Some(self.test.name().to_owned()),
            phase,
            explanation: explanation.into(),
        };
        found.push((self.index, advisory));
    }

    /// The phases that the specification covers, from the first to the last.
    pub(super) fn phases(&self) -> impl Iterator<Item = Phase> {
        Phase::ALL.iter().copied().filter(|phase| self.specification.phases().contains(phase))
    }

    pub(super) fn cases(&self, phase: Phase) -> &'s [CheckedAcceptance] {
        self.test.cases(phase)
    }

    /// Where the document says what `phase` accepts.
    pub(super) fn path(&self, phase: Phase) -> String {
        let for_all = self.test.entries().any(|(own, _)| own.is_none());
        CheckedEntry::place((!for_all).then_some(phase))
    }

    /// Where the document says what replicates make in `phase`.
    pub(super) fn path_of_replicates(&self, phase: Phase) -> String {
        let for_all = self.test.reportables().any(|(own, _)| own.is_none());
        if for_all { "reportable".to_owned() } else { format!("reportable.{phase}") }
    }

    /// Whether no result could fail in `phase`, whatever the case.
    pub(super) fn is_neutral(&self, phase: Phase) -> bool {
        self.cases(phase).iter().all(|case| case.criterion.is_neutral())
    }

    /// What each criterion says by itself.
    pub(super) fn criteria(&self, found: &mut Found) {
        let rules = self.specification.rules(self.test);
        for (phase, path, case) in self.test.placed_cases() {
            let applicable = ApplicableCriterion { test: self.test, rules, case };
            self.limits(found, &path, phase, &case.criterion, &applicable);
            self.everything(
                found,
                &path,
                phase,
                (&case.criterion, "write a limit, or `report`"),
                &applicable,
            );
            self.alert(found, &path, phase, &applicable);
            self.phase_dependent(found, &path, phase, &applicable);
        }
        for (phase, reportable) in self.test.reportables() {
            let path = phase
                .map_or("reportable.each".to_owned(), |phase| format!("reportable.{phase}.each"));
            let case = self.test.entries().find_map(|(_, entry)| entry.cases.first());
            if let (Some(each), Some(case)) = (reportable.limits_of_each(), case) {
                let applicable = ApplicableCriterion { test: self.test, rules, case };
                self.limits(found, &path, phase, each, &applicable);
                self.everything(
                    found,
                    &path,
                    phase,
                    (each, "write a limit, or leave it out"),
                    &applicable,
                );
            }
        }
    }

    fn limits(
        &self,
        found: &mut Found,
        path: &str,
        phase: Option<Phase>,
        criterion: &Criterion,
        applicable: &ApplicableCriterion<'_>,
    ) {
        let Some(range) = criterion.range() else { return };
        let (rounding, strict) = applicable.rules;
        let region = Region::of_range(range, rounding, strict);
        let accepts = Unit::after(region, applicable.unit());
        let moved = || Region::moved_bounds(range, rounding, strict);
        if let Some((bound, _)) = moved().find(|(_, is_far)| *is_far) {
            let explanation = format!(
                "`{criterion}` accepts {accepts}, which is more than 5 % beside the limit {}; \
                 write it with more digits, or give the test `\"rounding\": \"absolute\"`.",
                bound.limit
            );
            self.advise(found, AdvisoryCode::CoarseLimit, path, phase, explanation);
        }
        if let Some((bound, _)) = moved().find(|(bound, _)| bound.limit.has_ambiguous_zeros()) {
            let limit = bound.limit;
            let explanation = format!(
                "The limit {limit} in `{criterion}` counts as precise to its last zero; if it is \
                 not meant so, write it with a power of ten."
            );
            self.advise(found, AdvisoryCode::AmbiguousZeros, path, phase, explanation);
        }
        if let Some(censored) = never_conforming(range, rounding, strict, self.test.is_signed()) {
            let explanation = format!(
                "`{criterion}` accepts {accepts}, so that the result `{censored}` is undecided; \
                 write `\"strict\": \"exact\"`, or a limit that is included."
            );
            self.advise(found, AdvisoryCode::CensoredNeverConforms, path, phase, explanation);
        }
        if self.test.attribute() == Attribute::Safety && range.upper().is_none() {
            let explanation = format!(
                "`{criterion}` on safety has no upper end, so that no value is too high; write \
                 `NMT` or `<` where less is safer."
            );
            self.advise(found, AdvisoryCode::SafetyFromBelow, path, phase, explanation);
        }
    }

    /// Whether nothing could fail; `instead` is what to write then.
    fn everything(
        &self,
        found: &mut Found,
        path: &str,
        phase: Option<Phase>,
        (criterion, instead): (&Criterion, &str),
        applicable: &ApplicableCriterion<'_>,
    ) {
        let Some(region) = applicable.region(criterion) else { return };
        let rejects = criterion
            .terms()
            .is_some_and(|terms| terms.rejects_other() || !terms.rejected().is_empty());
        if region.is_everything(self.test.is_signed()) && !rejects {
            let accepts = applicable.side(criterion).accepts.unwrap_or_default();
            let explanation = format!(
                "`{criterion}` accepts {accepts}, which is every number that the test can have; \
                 {instead}."
            );
            self.advise(found, AdvisoryCode::AcceptsEverything, path, phase, explanation);
        }
    }

    fn alert(
        &self,
        found: &mut Found,
        path: &str,
        phase: Option<Phase>,
        applicable: &ApplicableCriterion<'_>,
    ) {
        let Some(alert) = &applicable.case.alert else { return };
        let path = format!("{path}.alert");
        let Some(region) = applicable.region(alert) else { return };
        let never = match applicable.region(&applicable.case.criterion) {
            Some(accepted) => accepted.is_subset_of(&region),
            None => region.is_everything(self.test.is_signed()),
        };
        let is_one_value = match (region.lower(), region.upper()) {
            (Some((from, _)), Some((to, _))) => from.same_value(&to),
            _ => false,
        };
        if never {
            let explanation = format!(
                "The alert limit `{alert}` is met by all that `{}` accepts; nothing that conforms \
                 is ever flagged.",
                applicable.case.criterion
            );
            self.advise(found, AdvisoryCode::AlertNeverFires, &path, phase, explanation);
        } else if is_one_value {
            let explanation = format!(
                "The alert limit `{alert}` is met by {region} alone; all else that conforms is \
                 flagged."
            );
            self.advise(found, AdvisoryCode::AlertAlwaysFires, &path, phase, explanation);
        }
    }

    /// What is expected in one phase only.
    fn phase_dependent(
        &self,
        found: &mut Found,
        path: &str,
        phase: Option<Phase>,
        applicable: &ApplicableCriterion<'_>,
    ) {
        let covers = |wanted| {
            phase.map_or_else(
                || self.specification.phases().contains(&wanted),
                |phase| phase == wanted,
            )
        };
        let criterion = &applicable.case.criterion;
        // The value of one on which others depend is judged there.
        let is_needed = || self.specification.needed().contains(&self.index);
        if covers(Phase::Clinical)
            && criterion.is_report_only()
            && applicable.unit().is_some()
            && !is_needed()
        {
            let explanation = "A number is only reported in the clinical phase; criteria on \
                               numbers are expected before pivotal trials.";
            self.advise(
                found,
                AdvisoryCode::ReportInClinical,
                path,
                Some(Phase::Clinical),
                explanation,
            );
        }
        if covers(Phase::Commercial)
            && !criterion.is_neutral()
            && applicable.case.justification.is_none()
        {
            let explanation =
                "A commercial criterion has no `justification`; say why it is what it is.";
            self.advise(
                found,
                AdvisoryCode::NoJustification,
                path,
                Some(Phase::Commercial),
                explanation,
            );
        }
    }

    /// Whether methods are listed where something is measured.
    pub(super) fn methods(&self, found: &mut Found) {
        let is_measured = |phase: &Phase| {
            let mut required =
                self.cases(*phase).iter().filter(|case| !case.criterion.is_not_required());
            self.test.derivation().is_none() && required.any(|case| case.derived.is_none())
        };
        let measured: Vec<Phase> = self.phases().filter(is_measured).collect();
        let without: Vec<Phase> =
            measured.iter().copied().filter(|phase| self.test.methods(*phase).is_empty()).collect();
        let in_all = without.len() == measured.len();
        for phase in without.iter().take(if in_all { 1 } else { without.len() }) {
            let (path, phase) = if in_all {
                ("methods".to_owned(), None)
            } else {
                (format!("methods.{phase}"), Some(*phase))
            };
            let explanation = "No method is listed, so that a result by any method is judged; list \
                               those that are validated.";
            self.advise(found, AdvisoryCode::NoMethod, &path, phase, explanation);
        }
    }
}

/// The censored result that spells the one strict limit of `range`, where not all of it is
/// accepted.
fn never_conforming(
    range: &Range,
    rounding: Rounding,
    strict: StrictLimits,
    signed: bool,
) -> Option<Measurement> {
    let bound = match (range.lower(), range.upper()) {
        (Some(bound), None) | (None, Some(bound)) if bound.is_strict() => bound,
        _ => return None,
    };
    let censored: Measurement =
        format!("{}{}", bound.comparator.keyword(), bound.limit).parse().ok()?;
    let measured = Region::measured(&censored, signed)?;
    (!measured.is_subset_of(&Region::of_range(range, rounding, strict))).then_some(censored)
}
