//! The judgement with everything that explains it.

use super::combine::{Determinations, NotCounted, Tally, each_result};
use super::judge::{Compare, Judgement, Standing, Value};
use super::planned::PlannedTest;
use super::{Conversion, Plan};
use crate::error::printable;
use crate::lot::{AssayResult, Lot};
use crate::report::{Finding, Flag, JudgedResult, Outcome, Reason, Report, Sentence};
use crate::value::{Extensions, Reading};

/// What judged: this crate, in this version.
const EVALUATOR: &str = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"));

impl Plan {
    /// Judges the lot and explains every finding. Takes time in proportion to tests and results.
    #[must_use]
    pub fn evaluate(&self, lot: &Lot) -> Report {
        let mismatch = self.mismatch(lot);
        let mut tally = Tally::new();
        let mut findings = Vec::with_capacity(self.tests.len());
        let mut is_planned = vec![false; lot.results().len()];
        for test in &self.tests {
            for (index, _) in lot.results_of(test.id()) {
                if let Some(planned) = is_planned.get_mut(index) {
                    *planned = true;
                }
            }
            let finding = match mismatch {
                Some(reason) => self.not_judged(test, lot, reason),
                None => test.explain(lot),
            };
            tally.count(finding.gate(), finding.outcome());
            findings.push(finding);
        }
        let unplanned: Vec<JudgedResult> = lot
            .results()
            .iter()
            .zip(is_planned)
            .filter(|(_, planned)| !planned)
            .map(|(result, _)| uncounted(lot, result, Some("the specification names no such test")))
            .collect();
        let is_open = !unplanned.is_empty() || lot.has_foreign_results();
        Report {
            evaluator: EVALUATOR.to_owned(),
            specification: self.pin.clone(),
            product: self.product.clone(),
            phase: self.phase,
            lot: lot.id().to_owned(),
            verdict: tally.verdict(is_open),
            findings,
            unplanned,
            extensions: Extensions::default(),
        }
    }

    /// The finding of every test where the lot is not one for this plan.
    fn not_judged(&self, test: &PlannedTest, lot: &Lot, reason: Reason) -> Finding {
        let (found, expected) = match lot.specification() {
            Some((id, version)) if reason == Reason::WrongSpecification => {
                (format!("{id} version {version}"), format!("{} version {}", self.pin.id, self.pin.version))
            }
            _ => (lot.product().to_owned(), self.product.clone()),
        };
        let explanation = Sentence { found: &found, expected: &expected, ..Sentence::default() }.of(reason);
        let rows = lot
            .results_of(test.id())
            .map(|(index, result)| (index, uncounted(lot, result, Some("the lot is not one for this specification"))))
            .collect();
        let is_foreign = lot.results_of(test.id()).any(|(_, result)| lot.is_foreign(result));
        let flags = is_foreign.then_some(Flag::WrongLot).into_iter().collect();
        test.finding(Outcome::Indeterminate, reason, flags, rows, explanation, None)
    }
}

impl PlannedTest {
    fn explain(&self, lot: &Lot) -> Finding {
        let mut all = Determinations::default();
        let mut rows = Vec::new();
        let mut flags = Vec::new();
        each_result(self, lot, Compare::AsSpecified, |index, result, judged| {
            all.add(index, judged);
            self.flag(lot, result, judged, &mut flags);
            rows.push((index, self.row(lot, result, judged)));
        });
        let (outcome, reason, decisive) = all.outcome(self);
        // Without limits there is nothing to round to.
        let unrounded = match self.limits {
            Some(_) => Determinations::of(self, lot, Compare::Unrounded).outcome(self).0,
            None => outcome,
        };
        if outcome != unrounded {
            flags.push(Flag::DecidedByRounding);
        }
        if all.conflict() {
            flags.push(Flag::ConflictingResults);
        }
        if reason == Reason::NotRequired && all.results > 0 {
            flags.push(Flag::ResultNotJudged);
        }
        let decisive = decisive.and_then(|index| lot.results().get(index));
        let compared = decisive.map(|result| self.compared(result));
        let mut sentences = vec![self.sentence(decisive, reason, all.results)];
        if outcome != unrounded {
            let otherwise = match unrounded {
                Outcome::Conforms => "it conforms",
                Outcome::DoesNotConform => "it does not conform",
                Outcome::Indeterminate => "it cannot be decided",
                Outcome::Pending | Outcome::Reported | Outcome::NotApplicable => "it is pending",
            };
            sentences.push(format!("Rounding ({}) decides: unrounded, {otherwise}.", self.rounding));
        }
        if flags.contains(&Flag::CoarseLimit) {
            sentences.push("A result that conforms lies more than 5 % of the limit beyond it.".to_owned());
        }
        if let Some(alert) = self.alert.as_ref().filter(|_| flags.contains(&Flag::AlertExceeded)) {
            sentences.push(format!("The alert limit {} is exceeded.", alert.criterion.as_written()));
        }
        sentences.extend(all.counted(self));
        let explanation = sentences.join(" ");
        self.finding(outcome, reason, flags, rows, explanation, compared)
    }

    fn finding(
        &self,
        outcome: Outcome,
        reason: Reason,
        mut flags: Vec<Flag>,
        mut rows: Vec<(usize, JudgedResult)>,
        explanation: String,
        compared: Option<String>,
    ) -> Finding {
        flags.sort();
        flags.dedup();
        rows.sort_by_key(|(index, _)| *index);
        Finding {
            test: self.id().to_owned(),
            name: Some(self.name.to_string()),
            gate: self.gate(),
            outcome,
            reason,
            criterion: self.criterion.as_written().to_owned(),
            rounding: self.limits.as_ref().map(|_| self.rounding),
            accepts: self.accepts(),
            compared,
            flags,
            results: rows.into_iter().map(|(_, row)| row).collect(),
            explanation,
            extensions: Extensions::default(),
        }
    }

    /// Flags of one result.
    fn flag(&self, lot: &Lot, result: &AssayResult, judged: Result<Judgement, NotCounted>, flags: &mut Vec<Flag>) {
        if lot.is_foreign(result) {
            flags.push(Flag::WrongLot);
        }
        let (Ok(judgement), Ok(Value::Numbers(measured))) = (judged, self.value(result)) else { return };
        if self.alert.as_ref().is_some_and(|alert| measured.is_disjoint_from(&alert.region)) {
            flags.push(Flag::AlertExceeded);
        }
        let is_far = self.limits.as_ref().is_some_and(|limits| !measured.is_subset_of(&limits.near));
        if judgement.standing == Standing::Meets && is_far {
            flags.push(Flag::CoarseLimit);
        }
    }

    fn row(&self, lot: &Lot, result: &AssayResult, judged: Result<Judgement, NotCounted>) -> JudgedResult {
        let judgement = match judged {
            Ok(judgement) => judgement,
            Err(NotCounted::OtherLot | NotCounted::Invalidated) => return uncounted(lot, result, None),
            Err(NotCounted::Superseded) => return uncounted(lot, result, Some("superseded by the final result")),
            Err(NotCounted::NotRequired) => {
                return uncounted(lot, result, Some("the test is not required in this phase"));
            }
        };
        let why = (judgement.standing != Standing::Meets).then(|| self.brief(result, judgement.reason));
        row(result, Some(judgement.outcome()), why)
    }

    /// What was compared: the value in the test's unit, or the term.
    fn compared(&self, result: &AssayResult) -> String {
        let (Some(quantity), Reading::Measured(measurement)) = (&self.quantity, result.reading()) else {
            return result.value().trim().to_owned();
        };
        match quantity.conversion_from(measurement.unit()) {
            Some(Conversion::Times(factor)) => {
                let value = measurement.number().exact().times(factor.exact());
                let sign = measurement.comparator().map_or("", |comparator| comparator.sign());
                self.in_unit(format!("{sign}{value}"))
            }
            Some(Conversion::None) | None => measurement.to_string(),
        }
    }

    /// One sentence on the result that decides, or on there being none.
    fn sentence(&self, result: Option<&AssayResult>, reason: Reason, results: usize) -> String {
        let value = result.map_or_else(String::new, |result| match reason {
            Reason::UnitMismatch | Reason::UnreadableValue => printable(&result.shown()),
            _ => printable(&self.compared(result)),
        });
        let accepts = self.accepts().unwrap_or_default();
        let (found, expected) = result.map(|result| self.found_and_expected(result, reason)).unwrap_or_default();
        let criterion = self.criterion.as_written();
        Sentence { value: &value, criterion, accepts: &accepts, found: &found, expected: &expected, results }.of(reason)
    }

    /// A few words on one result.
    fn brief(&self, result: &AssayResult, reason: Reason) -> String {
        let (found, expected) = self.found_and_expected(result, reason);
        Sentence { found: &found, expected: &expected, ..Sentence::default() }.brief(reason)
    }

    /// At what in the result a reason points, and what stands in the specification instead.
    fn found_and_expected(&self, result: &AssayResult, reason: Reason) -> (String, String) {
        match (reason, result.reading()) {
            (Reason::UnitMismatch, reading) => {
                let in_value = if let Reading::Measured(measurement) = reading { measurement.unit() } else { None };
                let found = in_value.or(result.unit()).map_or_else(String::new, ToString::to_string);
                (found, self.quantity.as_ref().map_or_else(String::new, |quantity| quantity.unit.to_string()))
            }
            (Reason::MethodNotListed, _) => {
                let listed: Vec<&str> = self.methods.iter().map(|method| method.as_str()).collect();
                (result.method().unwrap_or_default().to_owned(), listed.join(", "))
            }
            (Reason::UnreadableValue, Reading::Unreadable(error)) => (error.to_string(), String::new()),
            (Reason::KindMismatch, Reading::Measured(_)) => ("a number".to_owned(), "a term".to_owned()),
            (Reason::KindMismatch, _) => ("no number".to_owned(), "a number".to_owned()),
            _ => Default::default(),
        }
    }
}

fn row(result: &AssayResult, outcome: Option<Outcome>, why: Option<String>) -> JudgedResult {
    JudgedResult {
        test: result.test().to_owned(),
        value: result.shown(),
        method: result.method().map(str::to_owned),
        reference: result.reference().map(str::to_owned),
        preliminary: result.is_preliminary(),
        counted: outcome.is_some(),
        outcome,
        why,
        extensions: Extensions::default(),
    }
}

/// A result that does not count. It can be of another lot and invalidated besides: all is said.
fn uncounted(lot: &Lot, result: &AssayResult, why: Option<&str>) -> JudgedResult {
    let foreign = result.lot().filter(|_| lot.is_foreign(result)).map(|other| format!("of another lot: {other}"));
    let invalidated = result.invalidation_record().map(|invalidation| {
        format!("invalidated: {} ({}, {})", invalidation.cause, invalidation.reference, invalidation.by)
    });
    let all = [why.map(str::to_owned), foreign, invalidated];
    row(result, None, Some(all.into_iter().flatten().collect::<Vec<_>>().join("; ")))
}
