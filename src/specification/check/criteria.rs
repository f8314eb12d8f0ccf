//! The criteria of one test, checked against its unit and against the parameters and tests that
//! they name.

use std::sync::Arc;

use super::graph::{Graph, Link, LinkKind};
use super::references::Subjects;
use super::rules::{AcceptanceRules, unless_refused};
use crate::criterion::Criterion;
use crate::document::Part;
use crate::error::{ProblemCode, Problems, join};
use crate::specification::acceptance::{CheckedAcceptance, CheckedEntry};
use crate::specification::condition::Condition;
use crate::specification::derivation::Derivation;
use crate::specification::draft::{Acceptance, ConditionDraft, Entry, TestBuilder};
use crate::specification::reportable::{Combine, Reportable};
use crate::specification::test::Quantity;
use crate::value::{Identifier, Unit};

/// What the criteria of one test have to agree with.
pub(super) struct Cells<'c> {
    pub(super) rules: AcceptanceRules,
    pub(super) subjects: &'c Subjects<'c>,
    /// The place of the test in its list.
    pub(super) index: usize,
    pub(super) signed: bool,
    pub(super) unit_stands: UnitStands,
    pub(super) is_derived: bool,
    pub(super) graph: &'c mut Graph,
}

/// Where the unit of a test is said.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum UnitStands {
    InTest,
    InCases,
    Nowhere,
}

impl TestBuilder {
    /// The most replicates of which a phase takes the geometric mean, if one does.
    pub(super) fn root(&self) -> Option<u64> {
        let means = self.reportables().filter(|one| one.combine() == Combine::GeometricMean);
        means.map(|one| u64::from(one.replicates())).filter(|replicates| *replicates > 1).max()
    }
}

impl Cells<'_> {
    /// What is accepted in a phase: one criterion, or a list of cases.
    pub(super) fn check(
        &mut self,
        entry: Entry,
        path: &str,
        problems: &mut Problems,
    ) -> Option<CheckedEntry> {
        let Entry { cases, is_list } = entry;
        if !is_list {
            let mut only = cases.into_iter().next()?;
            self.check_only(&mut only, path, problems);
            let only = self.check_case(only, path, problems)?;
            return Some(CheckedEntry { cases: vec![only], is_list });
        }
        if cases.is_empty() {
            problems.push(
                path,
                ProblemCode::Empty,
                "found no case; list at least one, each with `when`",
            );
        }
        let mut complete = !cases.is_empty();
        let mut checked: Vec<CheckedAcceptance> = Vec::with_capacity(cases.len());
        for (index, case) in cases.into_iter().enumerate() {
            let path = format!("{path}[{index}]");
            if case.when.is_absent() {
                problems.push(
                    &path,
                    ProblemCode::Missing,
                    "is a case without `when`; say when it applies",
                );
            }
            if self.unit_stands == UnitStands::InCases && case.unit.is_absent() {
                problems.push(
                    &path,
                    ProblemCode::Missing,
                    "is without `unit` while another case has one; give one to every case",
                );
            }
            let Some(case) = self.check_case(case, &path, problems) else {
                complete = false;
                continue;
            };
            if let Some(when) = &case.when {
                let overlaps = |known: &CheckedAcceptance| {
                    known.when.as_ref().is_some_and(|known| known.overlaps(when))
                };
                for (first, _) in checked.iter().enumerate().filter(|(_, known)| overlaps(known)) {
                    problems.push(
                        join(&path, "when"),
                        ProblemCode::OverlappingCases,
                        format!("overlaps with the case [{first}]; a lot must not meet both"),
                    );
                }
            }
            checked.push(case);
        }
        complete.then_some(CheckedEntry { cases: checked, is_list })
    }

    /// What only cases have is out of place in a criterion that always applies.
    fn check_only(&self, only: &mut Acceptance, path: &str, problems: &mut Problems) {
        if !only.when.take().is_absent() {
            problems.push(
                join(path, "when"),
                ProblemCode::Misplaced,
                "stands outside a list of cases; give `when` to the test, or write a list",
            );
        }
        if !only.unit.is_absent() {
            problems.push(
                join(path, "unit"),
                ProblemCode::Misplaced,
                "stands outside a list of cases; give `unit` to the test, or write a list",
            );
        }
        if !only.derived.is_absent() {
            problems.push(
                join(path, "derived"),
                ProblemCode::Misplaced,
                "stands outside a list of cases; give `derived` to the test, or write a list",
            );
        }
        let asks = only.criterion.get().is_none_or(|criterion| !criterion.is_not_required());
        if self.unit_stands == UnitStands::InCases && only.unit.is_absent() && asks {
            problems.push(
                path,
                ProblemCode::Missing,
                "has no unit while cases have one; give `unit` to the test, or write a \
                 list of cases here",
            );
        }
    }

    fn check_case(
        &mut self,
        case: Acceptance,
        path: &str,
        problems: &mut Problems,
    ) -> Option<CheckedAcceptance> {
        let Acceptance {
            when,
            unit,
            derived,
            criterion,
            interim,
            alert,
            justification,
            carried,
            problems: own,
            ..
        } = case;
        let before = problems.count();
        problems.absorb(path, own);
        if self.unit_stands == UnitStands::InTest && !unit.is_absent() {
            problems.push(
                join(path, "unit"),
                ProblemCode::ConflictingMembers,
                "stands beside the unit of the test; give one of the two",
            );
        }
        if self.is_derived && !derived.is_absent() {
            problems.push(
                join(path, "derived"),
                ProblemCode::ConflictingMembers,
                "stands beside the derivation of the test; give one of the two",
            );
        }
        if criterion.is_absent() {
            problems.push(
                path,
                ProblemCode::Missing,
                "found no criterion; write `criterion`, or `accept` and `reject`, or `same_as`",
            );
        }
        let unit_of_case = unit.get().cloned();
        let is_own = self.unit_stands != UnitStands::InTest;
        if is_own {
            let quantity = |unit| Quantity { unit, signed: self.signed, conversions: Vec::new() };
            self.rules.quantity = unit_of_case.clone().map(quantity);
        }
        if let Some(criterion) = criterion.get() {
            self.check_criterion(criterion, path, problems);
        }
        if let Some(interim) = interim.get() {
            self.rules.check_interim(&interim.0, criterion.get(), &join(path, "interim"), problems);
        }
        if let Some(alert) = alert.get() {
            self.rules.check_alert(alert, criterion.get(), &join(path, "alert"), problems);
        }
        let when = self.check_when(when, path, problems);
        let derived = derived.into_option().map(|derived| {
            let unit = self.rules.quantity.as_ref().map(|quantity| quantity.unit.clone());
            self.check_derivation(*derived, unit.as_ref(), path, problems)
        });
        if is_own {
            self.rules.quantity = None;
        }
        if problems.count() > before {
            return None;
        }
        Some(CheckedAcceptance {
            when: when.map(Box::new),
            unit: unit_of_case,
            derived: unless_refused(derived)?.map(Box::new),
            criterion: Arc::new(criterion.into_option()?),
            interim: interim.optional()?.map_or_else(Vec::new, |interim| interim.0),
            alert: alert.optional()?,
            justification: justification.optional()?.map(|justification| justification.0),
            carried,
        })
    }

    fn check_criterion(&self, criterion: &Criterion, path: &str, problems: &mut Problems) {
        self.rules.check_criterion(criterion, path, problems);
        if let Some(id) = criterion.parameter() {
            let path = if criterion.is_listed() { &join(path, "same_as") } else { path };
            self.subjects.check_text(id, path, problems);
            if !self.rules.qualitative {
                problems.push(
                    path,
                    ProblemCode::NeedsNoUnit,
                    "compares texts on a test with a unit; leave out `unit`",
                );
            }
        }
    }

    /// A condition, if there is one.
    pub(super) fn check_when(
        &mut self,
        when: Part<ConditionDraft>,
        path: &str,
        problems: &mut Problems,
    ) -> Option<Condition> {
        let when = when.into_option()?;
        let path = join(path, "when");
        let to = when.ids().map(|id| (id.clone(), join(&path, id.as_str()))).collect();
        self.link(LinkKind::Condition, &path, to);
        when.checked(&path, problems, |id, texts, path, problems| {
            self.subjects.must_be(id, texts, path, problems)
        })
    }

    /// A derivation of a value in `unit`, which is `None` where it was refused.
    pub(super) fn check_derivation(
        &mut self,
        mut derived: Derivation,
        unit: Option<&Unit>,
        path: &str,
        problems: &mut Problems,
    ) -> Option<Derivation> {
        let path = join(path, "derived");
        let before = problems.count();
        derived.check(&path, problems);
        if self.rules.qualitative {
            problems.push(
                &*path,
                ProblemCode::NeedsUnit,
                "found on a test without a unit; a derived value is a number",
            );
        }
        let to: Vec<(Identifier, String)> =
            derived.places().map(|(id, place)| (id.clone(), join(&path, &place))).collect();
        let units: Vec<Option<&Unit>> =
            to.iter().map(|(id, path)| self.subjects.unit_of_input(id, path, problems)).collect();
        let units: Option<Vec<&Unit>> = units.into_iter().collect();
        if let (Some(units), Some(unit)) = (units, unit) {
            match derived.arrange(unit, &units) {
                Ok(arrangement) => derived.constant_divides = arrangement.constant_divides,
                Err(message) => problems.push(&*path, ProblemCode::UnitMismatch, message),
            }
        }
        let kind = if derived.is_sum() { LinkKind::Sum } else { LinkKind::Product };
        self.link(kind, &path, to);
        (problems.count() == before).then_some(derived)
    }

    pub(super) fn check_reportable(
        &self,
        mut reportable: Reportable,
        path: &str,
        problems: &mut Problems,
    ) -> Option<Reportable> {
        let before = problems.count();
        reportable.check(self.rules.qualitative, self.signed);
        problems.absorb(path, std::mem::take(&mut reportable.problems));
        if let Part::Read(each) = &reportable.each
            && !self.rules.qualitative
        {
            let path = join(path, "each");
            match each.only_limits() {
                Some(range) if self.unit_stands == UnitStands::InTest => {
                    self.rules.check_range(range, &path, problems);
                }
                Some(_) => problems.push(
                    path,
                    ProblemCode::Misplaced,
                    "found limits on each replicate on a test with a unit in each \
                     case; leave them out",
                ),
                None => problems.push(
                    path,
                    ProblemCode::UnsuitableCriterion,
                    format!(
                        "found `{each}`; write limits, such as `50–200 \
                         %`"
                    ),
                ),
            }
        }
        (problems.count() == before).then_some(reportable)
    }

    fn link(&mut self, kind: LinkKind, path: &str, to: Vec<(Identifier, String)>) {
        self.graph.link(Link { from: self.index, path: path.to_owned(), kind, to });
    }
}
