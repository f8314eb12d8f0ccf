//! The judgement with everything that explains it.

use std::sync::Arc;

use super::rows::uncounted;
use crate::error::printable;
use crate::lot::{AssayResult, Lot};
use crate::plan::Plan;
use crate::plan::compiled::{PlannedGroup, PlannedTest};
use crate::plan::judging::{Facts, Members, Tally};
use crate::report::{
    EVALUATOR, Finding, Flag, JudgedParameter, JudgedResult, Outcome, Reason, Report, Sentence,
};
use crate::value::Extensions;

impl Plan {
    /// Judges the lot and explains every finding. Takes time in proportion to tests and results.
    #[must_use]
    pub fn evaluate(&self, lot: &Lot) -> Report {
        let mismatch = self.mismatch(lot);
        let facts = self.facts(lot);
        let mut tally = Tally::new();
        let mut findings: Vec<Finding> =
            Vec::with_capacity(self.tests.len().saturating_add(self.groups.len()));
        let mut members = vec![Members::default(); self.groups.len()];
        for test in &self.tests {
            let own = test.group.and_then(|group| members.get_mut(group));
            let is_single = own.is_none();
            let finding = self.finding_of_test(test, &facts, mismatch, own);
            if is_single {
                tally.count(finding.gate(), finding.outcome());
            }
            findings.push(finding);
        }
        for (group, members) in self.groups.iter().zip(&members) {
            let finding = self.finding_of_group(group, lot, mismatch, (members, &findings));
            tally.count(finding.gate(), finding.outcome());
            findings.push(finding);
        }
        let is_outlined = lot.has_outline(&self.outline);
        let is_planned = |id: &str| {
            is_outlined || self.sorted.binary_search_by(|test| test.id.as_str().cmp(id)).is_ok()
        };
        let unplanned =
            lot.results().iter().filter(|result| !is_planned(result.test())).map(|result| {
                uncounted(
                    lot,
                    &result.test().into(),
                    result,
                    Some("the specification names no such test"),
                )
            });
        let unplanned: Vec<JudgedResult> = unplanned.collect();
        let is_open = !unplanned.is_empty() || lot.has_foreign_results();
        Report {
            evaluator: EVALUATOR.to_owned(),
            specification: self.pin.clone(),
            product: self.product.clone(),
            phase: self.phase,
            lot: lot.id().to_owned(),
            verdict: tally.verdict(is_open),
            parameters: self.judged_parameters(&facts),
            findings,
            unplanned,
            carried: Extensions::default(),
        }
    }

    /// What is found of a test; what counts of it in its group is added to the `members` there.
    pub(super) fn finding_of_test(
        &self,
        test: &PlannedTest,
        facts: &Facts<'_>,
        mismatch: Option<Reason>,
        members: Option<&mut Members>,
    ) -> Finding {
        let mut finding = match mismatch {
            Some(reason) => self.not_judged(test, facts.lot, reason),
            None => test.explain(facts),
        };
        if let Some(group) = test.group.and_then(|group| self.groups.get(group)) {
            finding.member_of = Some(Arc::clone(&group.item.id));
            if let Some(members) = members {
                let (outcome, reason) =
                    group.counted(test.is_neutral(), (finding.outcome(), finding.reason()));
                members.add(outcome, reason, test.is_untested(facts));
            }
        }
        finding
    }

    /// What is found of a group, whose members are among the `findings`.
    pub(super) fn finding_of_group(
        &self,
        group: &PlannedGroup,
        lot: &Lot,
        mismatch: Option<Reason>,
        (members, findings): (&Members, &[Finding]),
    ) -> Finding {
        if let Some(reason) = mismatch {
            return group.finding(
                Outcome::Indeterminate,
                reason,
                None,
                self.mismatched(lot, reason),
            );
        }
        let (outcome, reason) = group.outcome(members);
        group.finding(outcome, reason, group.flag(members), group.sentence_on_members(findings))
    }

    /// Every parameter that the specification declares, then those that the lot states besides.
    fn judged_parameters(&self, facts: &Facts<'_>) -> Vec<JudgedParameter> {
        let judged = |parameter: &str, value: Option<&str>, wrong: Option<(Reason, String)>| {
            let (reason, why) = wrong.unzip();
            let (parameter, value) =
                (parameter.to_owned(), value.map(|value| printable(value.trim()).into_owned()));
            JudgedParameter { parameter, value, reason, why, carried: Extensions::default() }
        };
        let declared =
            self.parameters.iter().map(|parameter| match facts.lot.stated(&parameter.id) {
                None => {
                    let why = "is not stated by the lot".to_owned();
                    judged(&parameter.id, None, Some((Reason::MissingParameter, why)))
                }
                Some(stated) => {
                    let wrong = parameter.value(stated).err();
                    let wrong =
                        wrong.map(|reason| (reason, parameter.why_not(reason, &stated.value)));
                    judged(&parameter.id, Some(&stated.value), wrong)
                }
            });
        let is_declared = |id: &str| self.parameters.iter().any(|parameter| parameter.id == id);
        let others =
            facts.lot.parameters().iter().filter(|stated| !is_declared(stated.id.as_str())).map(
                |stated| {
                    let why = "is not declared by the specification".to_owned();
                    judged(
                        stated.id.as_str(),
                        Some(&stated.value),
                        Some((Reason::UndeclaredParameter, why)),
                    )
                },
            );
        declared.chain(others).collect()
    }

    /// The finding of every test where the lot is not one for this plan.
    pub(crate) fn not_judged(&self, test: &PlannedTest, lot: &Lot, reason: Reason) -> Finding {
        let why = Some("the lot is not one for this specification");
        let mut handed_in: Vec<(usize, &AssayResult)> = test.results(lot).collect();
        handed_in.sort_by_key(|(place, _)| *place);
        let rows = handed_in
            .iter()
            .map(|(_, result)| uncounted(lot, &test.item.id, result, why))
            .collect();
        let is_foreign = test.results(lot).any(|(_, result)| lot.is_foreign(result));
        let flags = is_foreign.then_some(Flag::WrongLot).into_iter().collect();
        test.finding(Outcome::Indeterminate, reason, flags, rows, self.mismatched(lot, reason))
    }

    /// Why the lot is not one for this plan, in a sentence.
    fn mismatched(&self, lot: &Lot, reason: Reason) -> String {
        let (found, expected) = match lot.specification() {
            Some((id, version)) if reason == Reason::WrongSpecification => (
                format!("{id} version {version}").into(),
                format!("{} version {}", self.pin.id, self.pin.version).into(),
            ),
            _ => (lot.product().into(), self.product.as_str().into()),
        };
        Sentence { found, expected, ..Sentence::default() }.of(reason)
    }
}

impl PlannedGroup {
    fn finding(
        &self,
        outcome: Outcome,
        reason: Reason,
        flag: Option<Flag>,
        explanation: String,
    ) -> Finding {
        Finding {
            item: Arc::clone(&self.item),
            member_of: None,
            outcome,
            reason,
            compared: None,
            flags: flag.into_iter().collect(),
            results: Vec::new(),
            explanation,
            carried: Extensions::default(),
        }
    }

    /// One sentence on the members.
    fn sentence_on_members(&self, findings: &[Finding]) -> String {
        let own = findings.iter().filter(|finding| finding.member_of() == Some(&*self.item.id));
        let said: Vec<String> = own
            .map(|finding| match (finding.outcome(), finding.reason()) {
                (Outcome::Pending, Reason::NoResult) if finding.results().is_empty() => {
                    format!("{} was not run", finding.name())
                }
                (outcome, reason) => format!("{}: {outcome} ({reason})", finding.name()),
            })
            .collect();
        format!("{}.", said.join("; "))
    }
}
