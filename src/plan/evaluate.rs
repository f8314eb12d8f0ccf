//! The judgement with everything that explains it.

use super::combine::{Determinations, NotCounted, Tally, each_result};
use super::judge::{Compare, Judgement, Standing, Value};
use super::planned::PlannedTest;
use super::{Conversion, Plan};
use crate::lot::{AssayResult, Lot, Status};
use crate::report::{Finding, FindingParts, Flag, JudgedResult, Outcome, Reason, Report, ResultParts, Sentence};
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
            .map(|(result, _)| row(result, None, Some("the specification names no such test".to_owned())))
            .collect();
        let is_open = !unplanned.is_empty() || lot.has_foreign_results();
        Report {
            evaluator: EVALUATOR.to_owned(),
            specification: self.pin.clone(),
            product: self.product.to_string(),
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
        let (_, product) = lot.labels();
        let (found, expected) = match lot.specification() {
            Some(stated) if reason == Reason::WrongSpecification => {
                (format!("{} version {}", stated.id, stated.version), format!("{} version {}", self.id, self.version))
            }
            _ => (product.to_string(), self.product.to_string()),
        };
        let explanation = Sentence { found: &found, expected: &expected, ..Sentence::default() }.of(reason);
        let rows = lot
            .results_of(test.id())
            .map(|(index, result)| {
                (index, row(result, None, Some("the lot is not one for this specification".to_owned())))
            })
            .collect();
        test.finding(Outcome::Indeterminate, reason, Vec::new(), rows, explanation, None)
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
            rows.push((index, self.row(result, judged)));
        });
        let (outcome, reason, decisive) = all.outcome(self);
        let unrounded = Determinations::compared(self, lot, Compare::Unrounded).outcome(self).0;
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
        sentences.extend(all.counted());
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
        Finding(FindingParts {
            test: self.id().to_owned(),
            name: Some(self.name.to_string()),
            gate: self.gate(),
            outcome,
            reason,
            criterion: self.criterion.as_written().to_owned(),
            rounding: self.limits().map(|_| self.rounding),
            accepts: self.accepts(),
            compared,
            flags,
            results: rows.into_iter().map(|(_, row)| row).collect(),
            explanation,
            extensions: Extensions::default(),
        })
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
        let is_far = self.limits().is_some_and(|limits| !measured.is_subset_of(&limits.near));
        if judgement.standing == Standing::Meets && is_far {
            flags.push(Flag::CoarseLimit);
        }
    }

    fn row(&self, result: &AssayResult, judged: Result<Judgement, NotCounted>) -> JudgedResult {
        let judgement = match judged {
            Ok(judgement) => judgement,
            Err(reason) => return row(result, None, Some(not_counted(reason, result))),
        };
        let outcome = match judgement.standing {
            Standing::Fails => Outcome::DoesNotConform,
            Standing::Undecided => Outcome::Indeterminate,
            Standing::Unfinished => Outcome::Pending,
            Standing::Meets if judgement.reason == Reason::ReportOnly => Outcome::Reported,
            Standing::Meets => Outcome::Conforms,
        };
        let why = (judgement.standing != Standing::Meets).then(|| self.sentence(Some(result), judgement.reason, 1));
        row(result, Some(outcome), why)
    }

    /// What was compared: the value in the test's unit, or the term.
    fn compared(&self, result: &AssayResult) -> String {
        let (Some(quantity), Reading::Measured(measurement)) = (&self.quantity, result.reading()) else {
            return result.shown();
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

    fn sentence(&self, result: Option<&AssayResult>, reason: Reason, results: usize) -> String {
        let value = match result {
            Some(result) if matches!(reason, Reason::UnitMismatch | Reason::UnreadableValue) => result.shown(),
            Some(result) => self.compared(result),
            None => String::new(),
        };
        let methods: Vec<&str> = self.methods.iter().map(|method| method.as_str()).collect();
        let unit = self.quantity.as_ref().map_or_else(String::new, |quantity| quantity.unit.to_string());
        let (found, expected) = match (reason, result) {
            (Reason::UnitMismatch, Some(result)) => (written_unit(result), unit),
            (Reason::MethodNotListed, Some(result)) => {
                (result.method_label().map_or_else(String::new, ToString::to_string), methods.join(", "))
            }
            (Reason::UnreadableValue, Some(result)) => (parse_error(result), String::new()),
            (Reason::KindMismatch, Some(result)) if matches!(result.reading(), Reading::Measured(_)) => {
                ("a number".to_owned(), "a term".to_owned())
            }
            (Reason::KindMismatch, Some(_)) => ("no number".to_owned(), "a number".to_owned()),
            _ => (String::new(), String::new()),
        };
        let accepts = self.accepts().unwrap_or_default();
        Sentence {
            value: &value,
            criterion: self.criterion.as_written(),
            accepts: &accepts,
            found: &found,
            expected: &expected,
            results,
        }
        .of(reason)
    }
}

fn row(result: &AssayResult, outcome: Option<Outcome>, why: Option<String>) -> JudgedResult {
    JudgedResult(ResultParts {
        test: result.test().to_owned(),
        value: result.shown(),
        method: result.method_label().map(ToString::to_string),
        reference: result.reference_text().map(str::to_owned),
        preliminary: result.status() == Status::Preliminary,
        counted: outcome.is_some(),
        outcome,
        why,
        extensions: Extensions::default(),
    })
}

fn not_counted(reason: NotCounted, result: &AssayResult) -> String {
    match (reason, result.invalidation()) {
        (NotCounted::Invalidated, Some(invalidation)) => {
            format!("invalidated: {} ({}, {})", invalidation.cause, invalidation.reference, invalidation.by)
        }
        (NotCounted::Invalidated, None) => "invalidated".to_owned(),
        (NotCounted::Superseded, _) => "superseded by the final result".to_owned(),
        (NotCounted::NotRequired, _) => "the test is not required in this phase".to_owned(),
        (NotCounted::OtherLot, _) => format!("of another lot: {}", result.lot().unwrap_or_default()),
    }
}

/// The unit in which a result is written; empty where it has none.
fn written_unit(result: &AssayResult) -> String {
    let in_value = match result.reading() {
        Reading::Measured(measurement) => measurement.unit(),
        Reading::Unreadable(_) | Reading::Term => None,
    };
    in_value.or(result.unit_beside()).map_or_else(String::new, ToString::to_string)
}

fn parse_error(result: &AssayResult) -> String {
    match result.reading() {
        Reading::Unreadable(error) => error.to_string(),
        Reading::Measured(_) | Reading::Term => String::new(),
    }
}
