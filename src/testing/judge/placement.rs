//! How a lot comes into a case, and a value to where it is wanted.

use std::collections::HashSet;

use num_traits::{Signed, Zero};

use super::example_lot::ExampleLot;
use super::{Exactly, decimal, power_of_ten, worth};
use crate::criterion::{Criterion, Terms};
use crate::specification::{
    Condition, Derivation, MustBe, Requirement, Specification, Test, Values,
};
use crate::value::{Identifier, Measurement, Unit};

/// Most significant digits of a value that is put in.
const DIGITS: i32 = 24;
/// How deep derived values follow from derived values here.
pub(crate) const DEEPEST: usize = 8;
/// The most requirements that are looked at together.
const MOST_NEEDS: usize = 1_000;

impl<'s> ExampleLot<'s> {
    /// Puts in what `test` needs, so that it applies and is in the case of `condition`; `None`
    /// where no way was found.
    pub(crate) fn enter(&self, test: &Test, condition: Option<&Condition>) -> Option<Self> {
        let mut example = self.clone();
        let mut needed: Vec<&Requirement> = Vec::new();
        example.needs_of(test, condition, &mut needed, DEEPEST)?;
        for requirement in &needed {
            let subject = requirement.subject.as_str();
            let of_subject: Vec<&Requirement> = needed
                .iter()
                .copied()
                .filter(|other| other.subject == requirement.subject)
                .collect();
            if of_subject.iter().all(|requirement| example.is_met(requirement) == Ok(true)) {
                continue;
            }
            let meets_all = |candidate: &String| {
                let mut tried = example.clone();
                tried.put(subject, candidate).is_some()
                    && of_subject.iter().all(|requirement| tried.is_met(requirement) == Ok(true))
            };
            let candidates =
                of_subject.iter().flat_map(|requirement| example.candidates(requirement));
            let found = candidates.collect::<Vec<_>>().into_iter().find(meets_all)?;
            example.put(subject, &found)?;
        }
        example.complete(test, condition, DEEPEST)?;
        Some(example)
    }

    /// What has to be met so that `test` applies and is in the case of `condition`, after what has
    /// to be met so that the tests apply on which that and its value depend; `None` where one of
    /// them has cases or is not required, and where there is too much of it.
    fn needs_of<'r>(
        &self,
        test: &'r Test,
        condition: Option<&'r Condition>,
        needed: &mut Vec<&'r Requirement>,
        deepest: usize,
    ) -> Option<()>
    where
        's: 'r,
    {
        let conditions = || test.applies_when().into_iter().chain(condition);
        let own = || conditions().flat_map(|condition| &condition.requirements);
        let inputs = test.derivations(self.phase).flat_map(Derivation::inputs).map(|(id, _)| id);
        for id in inputs.chain(own().map(|requirement| &requirement.subject)) {
            if let Some(other) = self.specification.test(id.as_str()) {
                other.criterion(self.phase).filter(|criterion| !criterion.is_not_required())?;
                self.needs_of(other, None, needed, deepest.checked_sub(1)?)?;
            }
        }
        needed.extend(own());
        (needed.len() <= MOST_NEEDS).then_some(())
    }

    /// Puts in a plausible value of everything from which the value of `test` follows and that is
    /// not there yet.
    fn complete(
        &mut self,
        test: &Test,
        condition: Option<&Condition>,
        deepest: usize,
    ) -> Option<()> {
        let case = self.case(self.specification.test(test.id())?).ok();
        let derivation = case.map_or_else(|| test.derivation(), |case| test.derivation_in(case));
        let subjects = condition
            .into_iter()
            .flat_map(|condition| condition.requirements.iter().map(|one| &one.subject));
        let inputs = derivation.into_iter().flat_map(Derivation::inputs).map(|(id, _)| id);
        let same_as = case.and_then(|case| case.criterion.parameter());
        for id in inputs.chain(subjects).chain(same_as) {
            if self.is_known(id.as_str()) {
                continue;
            }
            match self.specification.test(id.as_str()).filter(|input| input.derivation().is_some())
            {
                Some(input) => self.complete(input, None, deepest.checked_sub(1)?)?,
                None => self.put(
                    id.as_str(),
                    &self.plausible(id, derivation.is_some_and(Derivation::is_sum))?,
                )?,
            }
        }
        Some(())
    }

    /// Some value that a parameter or a measured test can have; in a sum nothing, which leaves room
    /// for the others.
    fn plausible(&self, id: &Identifier, in_sum: bool) -> Option<String> {
        let some = if in_sum { "0" } else { "1" };
        let parameter =
            self.specification.parameters().iter().find(|parameter| parameter.id() == id.as_str());
        match parameter.and_then(|parameter| parameter.kind()) {
            Some(Values::Number { unit, within: Some(within), .. }) => {
                let values = around(within);
                let inside = values.iter().find(|value| {
                    let mut tried = self.clone();
                    tried.state(id.as_str(), &written(value, Some(unit)));
                    tried.value(id.as_str()).is_ok_and(|value| !value.is_zero())
                })?;
                Some(written(inside, Some(unit)))
            }
            Some(Values::Number { unit, .. }) => Some(Unit::after(some, Some(unit))),
            Some(Values::OneOf(values)) => Some(values.first()?.as_str().to_owned()),
            Some(Values::Text) => Some("AS STATED".to_owned()),
            None => Some(match self.unit(id.as_str()) {
                Some(unit) => Unit::after(some, Some(unit)),
                None => "Observed".to_owned(),
            }),
        }
    }

    /// Values at and beside every limit of a requirement, and every word that it names.
    pub(crate) fn candidates(&self, requirement: &Requirement) -> Vec<String> {
        let id = requirement.subject.as_str();
        let unit = self.unit(id);
        match &requirement.must_be {
            MustBe::Within(criterion) => {
                around(criterion).iter().map(|value| written(value, unit)).collect()
            }
            MustBe::OneOf(terms) => {
                let declared =
                    self.specification.parameters().iter().find(|parameter| parameter.id() == id);
                let others = declared.map(|parameter| parameter.values()).unwrap_or_default();
                let named = terms.iter().map(|term| term.as_str().to_owned());
                let mut all: Vec<String> =
                    named.chain(others.into_iter().map(str::to_owned)).collect();
                let known = self.specification.test(id).into_iter().flat_map(Test::all_criteria);
                let known = known.filter_map(Criterion::terms).flat_map(Terms::named);
                all.extend(known.map(|term| term.as_str().to_owned()));
                if declared.is_none() {
                    all.push("A term that nobody listed".to_owned());
                }
                let mut seen = HashSet::new();
                all.retain(|text| seen.insert(text.clone()));
                all
            }
        }
    }

    /// Puts in a value of a parameter or a test; of a derived test by what it follows from.
    pub(crate) fn put(&mut self, id: &str, value: &str) -> Option<()> {
        let specification: &'s Specification = self.specification;
        let Some(test) = specification.test(id) else {
            self.state(id, value);
            return Some(());
        };
        let Some(derivation) = test.derivation() else {
            self.measure(test, value);
            return Some(());
        };
        let target = worth(value.parse::<Measurement>().ok()?.number());
        self.complete(test, None, DEEPEST)?;
        self.solve(derivation, test.unit(), &target, DEEPEST)
    }

    /// Takes out the result of a measured test, or puts in a text instead; of a derived one, that
    /// of a measured input.
    #[cfg(feature = "proptest")]
    pub(crate) fn spoil(
        &mut self,
        test: &Test,
        instead: Option<&str>,
        deepest: usize,
    ) -> Option<()> {
        let test: &'s Test = self.specification.test(test.id())?;
        let case = self.case(test).ok();
        let Some(derivation) =
            case.map_or_else(|| test.derivation(), |case| test.derivation_in(case))
        else {
            match instead {
                Some(value) => self.measure(test, &Unit::after(value, self.unit(test.id()))),
                None => self.content.take_out(test.id()),
            }
            return Some(());
        };
        let input = derivation.inputs().find_map(|(id, _)| self.specification.test(id.as_str()))?;
        self.spoil(input, instead, deepest.checked_sub(1)?)
    }

    /// Changes one measured input so that a derived value comes to `target`, exactly if that is a
    /// decimal; `None` where there is no way.
    pub(crate) fn solve(
        &mut self,
        derivation: &Derivation,
        unit: Option<&Unit>,
        target: &Exactly,
        deepest: usize,
    ) -> Option<()> {
        let mut inputs = derivation.inputs().map(|(id, _)| id.as_str());
        let input = inputs.find(|id| self.specification.test(id).is_some())?;
        self.solve_by(input, derivation, unit, target, deepest)
    }

    /// The same by one of the inputs, which may be a parameter.
    pub(crate) fn solve_by(
        &mut self,
        input: &str,
        derivation: &Derivation,
        unit: Option<&Unit>,
        target: &Exactly,
        deepest: usize,
    ) -> Option<()> {
        let (_, is_inverse) = derivation.inputs().find(|(id, _)| id.as_str() == input)?;
        // The value rises and falls with the input by a factor that one trial shows; a quotient by
        // its reciprocal.
        let old = self.value(input).ok()?;
        let now = self.derive(derivation, unit).ok()?;
        let wanted = if derivation.is_sum() {
            let (more, then) = self.tried(input, &(&old + power_of_ten(0)), derivation, unit)?;
            let slope = (then - &now) / (more - &old);
            if slope.is_zero() {
                return None;
            }
            old + (target - now) / slope
        } else if target.is_zero() {
            Exactly::zero()
        } else {
            let (old, now) = if now.is_zero() {
                self.tried(input, &power_of_ten(0), derivation, unit)?
            } else {
                (old, now)
            };
            if now.is_zero() {
                return None;
            }
            if is_inverse { old * now / target } else { old * target / now }
        };
        self.put_number(input, &wanted, deepest)
    }

    /// Puts in a number of a parameter or a test; of a derived test by a measured input.
    fn put_number(&mut self, id: &str, value: &Exactly, deepest: usize) -> Option<()> {
        let Some(test) = self.specification.test(id) else {
            self.state(id, &Unit::after(decimal(value, DIGITS)?, self.unit(id)));
            return self.value(id).ok().map(|_| ());
        };
        if value.is_negative() && !test.is_signed() {
            return None;
        }
        if let Some(own) = test.derivation() {
            return self.solve(own, test.unit(), value, deepest.checked_sub(1)?);
        }
        let each = self.share(test, value);
        self.measure(test, &Unit::after(decimal(&each, DIGITS)?, test.unit()));
        Some(())
    }

    /// What an input and a derived value come to if the input is put to `value`.
    fn tried(
        &self,
        input: &str,
        value: &Exactly,
        derivation: &Derivation,
        unit: Option<&Unit>,
    ) -> Option<(Exactly, Exactly)> {
        let mut tried = self.clone();
        tried.put_number(input, value, DEEPEST)?;
        Some((tried.value(input).ok()?, tried.derive(derivation, unit).ok()?))
    }
}

/// The limits of a criterion, and values a tenth of their last place beside them.
fn around(criterion: &Criterion) -> Vec<Exactly> {
    let bounds = criterion
        .range()
        .into_iter()
        .flat_map(|range| range.lower().into_iter().chain(range.upper()));
    let values = bounds.flat_map(|bound| {
        let limit = worth(&bound.limit);
        let step = power_of_ten(bound.limit.last_place().saturating_sub(1));
        [limit.clone(), &limit + &step, limit - step]
    });
    values.filter(|value| !value.is_negative()).collect()
}

fn written(value: &Exactly, unit: Option<&Unit>) -> String {
    Unit::after(decimal(value, DIGITS).unwrap_or_default(), unit)
}
