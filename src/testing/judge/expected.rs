//! What has to be found of a test of one lot, worked out slowly.

use num_bigint::BigInt;
use num_traits::{Signed, Zero};

use super::example_lot::ExampleLot;
use super::{
    Exactly, Measured, Rules, judge, judge_text, looks_like, meets, power_of_ten, same, worth,
};
use crate::acceptance::{Rounding, StrictLimits};
use crate::criterion::{Criterion, Term};
use crate::report::{Outcome, Reason};
use crate::specification::{
    CheckedAcceptance, Combine, Condition, Derivation, MustBe, Parameter, Requirement, Test, Values,
};
use crate::value::{Dimension, Measurement, Unit};

/// How limits are compared that are not rounded.
const ABSOLUTE: Rules = Rules { rounding: Rounding::Absolute, strict: StrictLimits::Exact };

/// Why something is undecided.
type Undecided = (Outcome, Reason);

impl<'s> ExampleLot<'s> {
    /// What has to be found of `test`; an error where it is open in which of its cases the lot is.
    pub(super) fn found(&self, test: &Test) -> Result<(Outcome, Reason), Undecided> {
        match self.applies(test) {
            Ok(true) => {}
            Ok(false) => return Ok((Outcome::NotApplicable, Reason::ConditionNotMet)),
            Err(undecided) => return Ok(undecided),
        }
        let case = match self.case(test) {
            Ok(case) => case,
            Err(none @ (_, Reason::NoCaseApplies)) => return Ok(none),
            Err(open) => return Err(open),
        };
        let (rounding, strict) = self.specification.rules(test);
        let rules = Rules { rounding, strict };
        if case.criterion.is_not_required() {
            return Ok((Outcome::NotApplicable, Reason::NotRequired));
        }
        Ok(match test.derivation_in(case) {
            Some(derivation) => match self.derive(derivation, test.unit_in(case)) {
                Ok(value) if value.is_negative() && !test.is_signed() => {
                    (Outcome::Indeterminate, Reason::NegativeValue)
                }
                Ok(value) => judge(&Measured::Value(value), &case.criterion, rules),
                Err(undecided) => undecided,
            },
            None => self.measured(test, case, rules),
        })
    }

    /// The case that the lot is in, the only one where there are none.
    pub(crate) fn case(&self, test: &'s Test) -> Result<&'s CheckedAcceptance, Undecided> {
        let mut undecided = None;
        for case in test.cases(self.phase) {
            match case.when.as_deref().map_or(Ok(true), |when| self.holds(when)) {
                Ok(true) => return Ok(case),
                Ok(false) => {}
                Err(why) => undecided = Some(first_said(undecided, why)),
            }
        }
        Err(undecided.unwrap_or((Outcome::Indeterminate, Reason::NoCaseApplies)))
    }

    pub(crate) fn applies(&self, test: &Test) -> Result<bool, Undecided> {
        test.applies_when().map_or(Ok(true), |when| self.holds(when))
    }

    /// One requirement that is not met makes a condition false, whatever is not known of the
    /// others.
    pub(super) fn holds(&self, condition: &Condition) -> Result<bool, Undecided> {
        let mut undecided = None;
        for requirement in &condition.requirements {
            match self.is_met(requirement) {
                Ok(true) => {}
                Ok(false) => return Ok(false),
                Err(why) => undecided = Some(first_said(undecided, why)),
            }
        }
        undecided.map_or(Ok(true), Err)
    }

    pub(super) fn is_met(&self, requirement: &Requirement) -> Result<bool, Undecided> {
        let id = requirement.subject.as_str();
        let subject = self.specification.test(id);
        let of_a_subject = |why: Undecided| match why {
            (Outcome::Pending, _) => (Outcome::Pending, Reason::PendingCondition),
            (outcome, _) if subject.is_some() => (outcome, Reason::UndecidedCondition),
            of_a_parameter => of_a_parameter,
        };
        match &requirement.must_be {
            MustBe::Within(criterion) => {
                let value = self.value(id).map_err(of_a_subject)?;
                Ok(criterion.range().is_some_and(|range| meets(&value, range, ABSOLUTE)))
            }
            MustBe::OneOf(terms) => {
                let text = self
                    .content
                    .parameters
                    .get(id)
                    .or_else(|| self.content.results.get(id)?.first());
                subject.map_or(Ok(()), |test| self.is_asked(test)).map_err(of_a_subject)?;
                let text = text.ok_or(match subject {
                    Some(_) => (Outcome::Pending, Reason::PendingCondition),
                    None => (Outcome::Indeterminate, Reason::MissingParameter),
                })?;
                let is_it = |term: &Term| same(term.as_str(), text);
                if terms.iter().any(is_it) {
                    return Ok(true);
                }
                // A text that its test lists nowhere may be another word for what is asked,
                // whatever else that test rejects.
                let criteria = subject.into_iter().flat_map(Test::all_criteria);
                let mut vocabularies = criteria.filter_map(Criterion::terms);
                let is_known = self.content.parameters.contains_key(id)
                    || vocabularies.any(|terms| terms.named().any(is_it));
                if is_known {
                    Ok(false)
                } else {
                    Err((Outcome::Indeterminate, Reason::UndecidedCondition))
                }
            }
        }
    }

    /// The number that a parameter or a test has.
    pub(super) fn value(&self, id: &str) -> Result<Exactly, Undecided> {
        if let Some(parameter) =
            self.specification.parameters().iter().find(|parameter| parameter.id() == id)
        {
            return self.parameter(parameter);
        }
        let missing = (Outcome::Pending, Reason::NoResult);
        let test = self.specification.test(id).ok_or(missing)?;
        self.is_asked(test)?;
        if let Some(derivation) = test.derivation() {
            let value = self.derive(derivation, test.unit())?;
            let is_possible = test.is_signed() || !value.is_negative();
            return if is_possible {
                Ok(value)
            } else {
                Err((Outcome::Indeterminate, Reason::NegativeValue))
            };
        }
        let values: Option<Vec<Exactly>> =
            self.content.results.get(id).ok_or(missing)?.iter().map(|text| exact(text)).collect();
        let combine =
            test.reportable(self.phase).map_or(Combine::Single, |reportable| reportable.combine());
        combined(combine, &values.ok_or((Outcome::Indeterminate, Reason::UndecidedInput))?)
            .ok_or(missing)
    }

    /// A test that does not apply has no value, whatever was measured, and none is awaited.
    fn is_asked(&self, test: &Test) -> Result<(), Undecided> {
        if self.applies(test)? {
            Ok(())
        } else {
            Err((Outcome::Indeterminate, Reason::UndecidedInput))
        }
    }

    fn parameter(&self, parameter: &Parameter) -> Result<Exactly, Undecided> {
        let undecided = |reason| (Outcome::Indeterminate, reason);
        let text = self
            .content
            .parameters
            .get(parameter.id())
            .ok_or(undecided(Reason::MissingParameter))?;
        let value = exact(text).ok_or(undecided(Reason::InvalidParameter))?;
        match parameter.kind() {
            Some(Values::Number { within: Some(within), .. })
                if !within.range().is_some_and(|range| meets(&value, range, ABSOLUTE)) =>
            {
                Err(undecided(Reason::ParameterOutOfRange))
            }
            _ => Ok(value),
        }
    }

    /// What a derivation gives, in `unit`.
    pub(super) fn derive(
        &self,
        derivation: &Derivation,
        unit: Option<&Unit>,
    ) -> Result<Exactly, Undecided> {
        let scale = |unit: Option<&Unit>| unit.map_or(0, |unit| Dimension::of(unit).power_of_ten());
        let constant = derivation.constant_value();
        let constant = constant
            .map(|constant| worth(constant.number()) * power_of_ten(scale(constant.unit())));
        let (mut values, mut undecided) = (Vec::new(), None);
        for (id, is_inverse) in derivation.inputs() {
            match self.value(id.as_str()) {
                Ok(value) => {
                    values.push((value * power_of_ten(scale(self.unit(id.as_str()))), is_inverse));
                }
                Err(why) => {
                    undecided = Some(first_said(undecided, self.of_an_input(id.as_str(), why)));
                }
            }
        }
        if let Some(undecided) = undecided {
            return Err(undecided);
        }
        let mut total = if derivation.is_sum() { Exactly::zero() } else { power_of_ten(0) };
        for (value, is_inverse) in values {
            total = match (derivation.is_sum(), is_inverse) {
                (true, false) => total + value,
                (true, true) => total - value,
                (false, false) => total * value,
                (false, true) if value.is_zero() => {
                    return Err((Outcome::Indeterminate, Reason::DivisionByZero));
                }
                (false, true) => total / value,
            };
        }
        total = match constant {
            None => total,
            Some(constant) if derivation.is_sum() => total + constant,
            Some(constant) if derivation.constant_divides() && !constant.is_zero() => {
                total / constant
            }
            Some(constant) => total * constant,
        };
        Ok(total / power_of_ten(scale(unit)))
    }

    /// How a derived value stands because of an input without one.
    fn of_an_input(&self, id: &str, why: Undecided) -> Undecided {
        match why {
            (_, Reason::NoResult) => why,
            (Outcome::Pending, _) => (Outcome::Pending, Reason::PendingInput),
            (outcome, _) if self.specification.test(id).is_some() => {
                (outcome, Reason::UndecidedInput)
            }
            of_a_parameter => of_a_parameter,
        }
    }

    /// A measured value: its replicates first, then what they make.
    fn measured(&self, test: &Test, case: &CheckedAcceptance, rules: Rules) -> (Outcome, Reason) {
        let texts = self.content.results.get(test.id()).map(Vec::as_slice).unwrap_or_default();
        let Some(first) = texts.first() else { return (Outcome::Pending, Reason::NoResult) };
        if let Some(parameter) = case.criterion.same_as() {
            return match self.content.parameters.get(parameter) {
                Some(stated) if stated.trim() == first.trim() => {
                    (Outcome::Conforms, Reason::Identical)
                }
                Some(stated) if looks_like(stated, first) => {
                    (Outcome::Indeterminate, Reason::LooksAlike)
                }
                _ => (Outcome::DoesNotConform, Reason::NotIdentical),
            };
        }
        if test.unit_in(case).is_none() {
            return judge_text(first, case, rules);
        }
        let reportable = test.reportable(self.phase);
        let single = read(first, test.is_signed());
        let values: Option<Vec<Exactly>> = texts.iter().map(|text| exact(text)).collect();
        let combine = reportable.map_or(Combine::Single, |reportable| reportable.combine());
        let of_all = match (values.and_then(|values| combined(combine, &values)), single.clone()) {
            (Some(value), _) => Measured::Value(value),
            // The same censored value several times; only a sum is another one.
            (None, Measured::Between(lower, upper)) if combine == Combine::Sum => {
                let count = Exactly::from_integer(BigInt::from(texts.len()));
                let times = |end: Option<(Exactly, bool)>| {
                    end.map(|(end, included)| (end * &count, included))
                };
                Measured::Between(times(lower), times(upper))
            }
            (None, single) => single,
        };
        if reportable.is_some_and(|one| one.largest_rsd().is_some())
            && matches!(single, Measured::Between(..))
        {
            return (Outcome::Indeterminate, Reason::VariabilityUnknown);
        }
        let whole = judge(&of_all, &case.criterion, rules);
        let each = reportable.and_then(|reportable| reportable.limits_of_each());
        let is_judged = !case.criterion.is_report_only() && !matches!(single, Measured::Term(_));
        let each = each.filter(|_| is_judged).map(|each| judge(&single, each, rules));
        match (each, whole) {
            // Replicates are looked at first.
            (Some((Outcome::DoesNotConform, _)), _) => {
                (Outcome::DoesNotConform, Reason::ReplicateOutside)
            }
            (
                Some((Outcome::Indeterminate, reason)),
                (Outcome::Conforms | Outcome::Indeterminate, _),
            ) => (Outcome::Indeterminate, reason),
            (_, whole) => whole,
        }
    }
}

/// What is said of several things that are not known: what may stay undecided before what is still
/// to come, then as reasons are listed.
fn first_said(known: Option<Undecided>, why: Undecided) -> Undecided {
    let order = |why: &Undecided| (why.0 == Outcome::Pending, why.1);
    known.into_iter().fold(why, |why, known| std::cmp::min_by_key(why, known, order))
}

/// The value of an exact text.
fn exact(text: &str) -> Option<Exactly> {
    let measurement: Measurement = text.parse().ok()?;
    (!measurement.is_censored()).then(|| worth(measurement.number()))
}

/// What a text of a quantitative test may be.
fn read(text: &str, signed: bool) -> Measured {
    let Ok(measurement) = text.parse::<Measurement>() else {
        return Measured::Term(text.to_owned());
    };
    let value = worth(measurement.number());
    let zero = (!signed || measurement.is_not_detected()).then(|| (Exactly::zero(), true));
    match measurement.comparator() {
        None => Measured::Value(value),
        Some(comparator) if comparator.is_lower() => {
            Measured::Between(Some((value, !comparator.is_strict())), None)
        }
        Some(comparator) => Measured::Between(zero, Some((value, !comparator.is_strict()))),
    }
}

/// What replicates of one value make.
fn combined(combine: Combine, values: &[Exactly]) -> Option<Exactly> {
    match combine {
        Combine::Sum => Some(values.iter().sum()),
        _ => values.first().cloned(),
    }
}
