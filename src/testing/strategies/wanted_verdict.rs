//! Lots with a wished verdict: one that conforms is looked for, and then changed as long as the
//! verdict stays as wished.

use std::collections::HashSet;

use super::alike_values::AlikeValues;
use crate::error::{DocumentError, ProblemCode, Problems};
use crate::lot::{AssayResult, Lot};
use crate::plan::Plan;
use crate::report::{Outcome, Verdict};
use crate::specification::{Phase, Requirement, Specification};
use crate::testing::judge::{Content, ExampleLot};

/// Most steps on the way to a lot that conforms.
const STEPS: usize = 200;

/// All that it takes to make lots with one verdict.
#[derive(Debug)]
pub(super) struct WantedVerdict {
    specification: Specification,
    phase: Phase,
    plan: Plan,
    verdict: Verdict,
    /// A lot that conforms, or what comes nearest.
    base: Content,
    changes: Vec<Change>,
    /// The changes that lead from there to the wished verdict; none where it is there already.
    first_changes: Vec<Option<usize>>,
}

#[derive(Debug)]
enum Change {
    Value(AlikeValues),
    /// What the lot states of itself; not at all where there is no value.
    Parameter {
        id: String,
        value: Option<String>,
    },
}

/// How a changed value comes into a lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
    /// Instead of the result that was there.
    Instead,
    /// As a further determination.
    Retest,
    /// As a further determination whose result is preliminary.
    Preliminary,
    /// As a further determination that is invalidated.
    Invalidated,
}

/// One lot on the way.
#[derive(Clone)]
struct Draft<'s> {
    example: ExampleLot<'s>,
    further: Vec<AssayResult>,
}

impl WantedVerdict {
    pub(super) fn new(
        specification: &Specification,
        phase: Phase,
        verdict: Verdict,
    ) -> Result<Self, DocumentError> {
        let plan = specification.plan(phase)?;
        let changes = changes(specification, phase);
        let empty = Content::default();
        let (specification, first_changes) = (specification.clone(), Vec::new());
        let mut wanted =
            Self { specification, phase, plan, verdict, base: empty, changes, first_changes };
        let base = wanted.conforming().example.content;
        wanted.base = base;
        let start = wanted.start();
        let leads_there =
            |number: &usize| wanted.changed(&start, *number, 0, Manner::Instead).is_some();
        let mut first_changes: Vec<Option<usize>> =
            (0..wanted.changes.len()).filter(leads_there).map(Some).collect();
        if wanted.is_as_wished(&start) {
            first_changes = vec![None];
        }
        if first_changes.is_empty() {
            let mut problems = Problems::default();
            let troubles = wanted.troubles(&start).join(", ");
            let hindered = if troubles.is_empty() {
                String::new()
            } else {
                format!("; what hinders it: {troubles}")
            };
            problems.push(
                "verdict",
                ProblemCode::Unreachable,
                format!("found no lot whose verdict is `{verdict}`{hindered}"),
            );
            return problems.into_result(None);
        }
        wanted.first_changes = first_changes;
        Ok(wanted)
    }

    /// How many first changes there are to choose from, and how many changes.
    pub(super) fn choices(&self) -> (usize, usize) {
        (self.first_changes.len(), self.changes.len())
    }

    /// The lot to which a first change and some others lead; those after which the verdict would be
    /// another one are left out.
    pub(super) fn lot(
        &self,
        (first, share): (usize, u32),
        others: &[(usize, u32, Manner)],
    ) -> Option<Lot> {
        let mut draft = self.start();
        if let Some(number) = self.first_changes.get(first).copied()? {
            let changed = |share| self.changed(&draft, number, share, Manner::Instead);
            draft = changed(share).or_else(|| changed(0))?;
        }
        for (number, share, manner) in others {
            draft = self.changed(&draft, *number, *share, *manner).unwrap_or(draft);
        }
        draft.lot()
    }

    fn start(&self) -> Draft<'_> {
        Draft { example: self.example(self.base.clone()), further: Vec::new() }
    }

    fn example(&self, content: Content) -> ExampleLot<'_> {
        ExampleLot { specification: &self.specification, phase: self.phase, content }
    }

    fn is_as_wished(&self, draft: &Draft<'_>) -> bool {
        draft.lot().is_some_and(|lot| self.plan.verdict(&lot) == self.verdict)
    }

    /// The lot after a change, if its verdict is as wished.
    fn changed<'s>(
        &'s self,
        draft: &Draft<'s>,
        number: usize,
        share: u32,
        manner: Manner,
    ) -> Option<Draft<'s>> {
        let mut changed = draft.clone();
        changed.apply(self.changes.get(number)?, share, manner)?;
        self.is_as_wished(&changed).then_some(changed)
    }

    /// Goes towards a lot that conforms, by whatever leaves fewer findings that do not; else as
    /// many others, or one more.
    fn conforming(&self) -> Draft<'_> {
        let mut draft = self.start();
        let mut seen = HashSet::new();
        for _ in 0..STEPS {
            let troubles = self.troubles(&draft);
            if troubles.is_empty() {
                break;
            }
            seen.insert(troubles.clone());
            let mut way = None;
            for (change, share) in self.helpful(&troubles) {
                let mut changed = draft.clone();
                if changed.apply(change, share, Manner::Instead).is_none() {
                    continue;
                }
                let left = self.troubles(&changed);
                let is_nearer = way.as_ref().is_none_or(|(nearest, _)| left.len() < *nearest);
                if left.len() <= troubles.len().saturating_add(1)
                    && is_nearer
                    && !seen.contains(&left)
                {
                    let is_progress = left.len() < troubles.len();
                    way = Some((left.len(), changed));
                    if is_progress {
                        break;
                    }
                }
            }
            let Some((_, better)) = way else { break };
            draft = better;
        }
        draft
    }

    /// The ids of tests and groups of which something else is found than has to be.
    fn troubles(&self, draft: &Draft<'_>) -> Vec<String> {
        let Some(lot) = draft.lot() else { return Vec::new() };
        let report = self.plan.evaluate(&lot);
        let findings = report.findings().iter().filter(|finding| !is_good(finding.outcome()));
        findings.map(|finding| finding.test().to_owned()).collect()
    }

    /// What may help: other values of tests in trouble and of members of groups in trouble, and
    /// other parameters. What is derived comes first, as long as its inputs are free.
    fn helpful(&self, troubles: &[String]) -> impl Iterator<Item = (&Change, u32)> {
        let is_named = |id: &str| troubles.iter().any(|trouble| trouble == id);
        let groups = self.specification.groups();
        let members: Vec<&str> = groups
            .into_iter()
            .filter(|(id, _)| is_named(id))
            .flat_map(|(_, members)| members)
            .collect();
        let may_help = move |change: &&Change| match change {
            Change::Value(alike) => {
                let test = self.specification.tests().get(alike.test());
                let is_meant =
                    test.is_some_and(|test| is_named(test.id()) || members.contains(&test.id()));
                is_meant && is_good(alike.outcome())
            }
            Change::Parameter { value, .. } => value.is_some(),
        };
        let is_measured = |change: &&Change| match change {
            Change::Value(alike) => !alike.is_derived(),
            Change::Parameter { .. } => true,
        };
        let mut helpful: Vec<&Change> = self.changes.iter().filter(may_help).collect();
        helpful.sort_by_key(is_measured);
        helpful
            .into_iter()
            .flat_map(|change| [u32::MAX / 2, 0, u32::MAX].map(|share| (change, share)))
    }
}

impl Draft<'_> {
    fn lot(&self) -> Option<Lot> {
        let lot = self.example.lot().ok()?;
        let results = lot.results().iter().chain(&self.further).cloned().collect();
        self.example.lot_of(results).ok()
    }

    fn apply(&mut self, change: &Change, share: u32, manner: Manner) -> Option<()> {
        match change {
            Change::Parameter { id, value: Some(value) } => self.example.state(id, value),
            Change::Parameter { id, value: None } => self.example.content.take_out(id),
            Change::Value(alike) => {
                let changed = alike.put(&self.example, share)?;
                if manner == Manner::Instead {
                    self.example = changed;
                    return Some(());
                }
                let test = self.example.specification.tests().get(alike.test())?;
                let result = changed
                    .result(test.id())?
                    .of_determination(&format!("further {}", self.further.len()));
                self.further.push(match manner {
                    Manner::Preliminary => result.preliminary(),
                    Manner::Invalidated => result.invalidated("laboratory error", "INV-1", "QA-1"),
                    Manner::Instead | Manner::Retest => result,
                });
            }
        }
        Some(())
    }
}

/// Whether a finding does not stand in the way of a lot that conforms.
fn is_good(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Conforms | Outcome::Reported | Outcome::NotApplicable)
}

/// All alike values of every test, and every value of a parameter on which something depends.
fn changes(specification: &Specification, phase: Phase) -> Vec<Change> {
    let tests = 0..specification.tests().len();
    let alike = tests.flat_map(|test| AlikeValues::all(specification, phase, test));
    let alike = alike.flat_map(|alike| alike.by_every_input(specification, phase));
    let example = ExampleLot::new(specification, phase);
    let tests = specification.tests().iter();
    let conditions = tests.flat_map(|test| {
        let cases = test.cases(phase).iter().filter_map(|case| case.when.as_deref());
        test.applies_when().into_iter().chain(cases)
    });
    let requirements: Vec<&Requirement> =
        conditions.flat_map(|condition| &condition.requirements).collect();
    let parameters = specification.parameters().iter().flat_map(|parameter| {
        let id = parameter.id();
        let asked = requirements.iter().filter(|requirement| requirement.subject.as_str() == id);
        let values = asked.flat_map(|requirement| example.candidates(requirement)).map(Some);
        let values: Vec<Option<String>> = values.chain([None]).collect();
        values.into_iter().map(|value| Change::Parameter { id: id.to_owned(), value })
    });
    alike.map(Change::Value).chain(parameters).collect()
}
