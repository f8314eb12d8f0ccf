//! What tests and conditions are worth in one completion of one pick, and what is asked there.

use super::judge::Judge;
use super::model::{Asks, Formula, Must, Number, Source, Value, When};
use super::picks::{Completion, Pick, Stop, Unknown};
use super::rows::{Offer, Open};
use super::seen;

/// What stands behind a value or a condition in one completion.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Behind {
    /// It rests on what is not known.
    pub(crate) open: Option<Open>,
    /// It is open whether something that it rests on applies.
    pub(crate) is_open_whether: bool,
    /// It is open whether the test itself applies.
    pub(crate) is_open_when: bool,
}

impl Behind {
    pub(crate) fn and(self, other: Self) -> Self {
        let open = [self.open, other.open].into_iter().flatten().min();
        Self {
            open,
            is_open_whether: self.is_open_whether || other.is_open_whether,
            is_open_when: self.is_open_when || other.is_open_when,
        }
    }

    /// What has no value though nothing of it is open is not awaited.
    fn without_value(self) -> Self {
        Self { open: self.open.or(Some(Open::Undecided)), ..self }
    }

    pub(crate) fn at(open: Open) -> Self {
        Self { open: Some(open), ..Self::default() }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Situation {
    Case(usize),
    NotAsked,
    /// The lot meets no case, or a subject has no value.
    Undecided,
}

fn needed(completion: &Completion, unknown: Unknown) -> Result<Value, Stop> {
    completion.get(&unknown).copied().ok_or(Stop::Needs(unknown))
}

impl Judge {
    /// The value of what is named in this completion, if it has one.
    pub(crate) fn value(
        &self,
        of: Source,
        pick: &Pick,
        completion: &Completion,
    ) -> Result<(Option<Value>, Behind), Stop> {
        let test = match of {
            Source::Parameter(parameter) => {
                return Ok(match self.parameter(parameter) {
                    Ok(value) => (Some(value), Behind::default()),
                    Err(_) => (
                        Some(needed(completion, Unknown::Parameter(parameter))?),
                        Behind::at(Open::Undecided),
                    ),
                });
            }
            Source::Test(test) => test,
        };
        let of_test = &self.model.tests[test];
        let (situation, mut behind) = self.situation(test, pick, completion)?;
        (behind.is_open_whether, behind.is_open_when) =
            (behind.is_open_whether || behind.open.is_some(), false);
        let Situation::Case(case) = situation else { return Ok((None, behind)) };
        let (case, counted) = (&of_test.cases[case], &self.counted[test][case]);
        if case.asks == Asks::Nothing {
            return Ok((None, behind));
        }
        if let Some(row) = pick[&test] {
            let one = counted.iter().find(|one| one.row == row).ok_or(Stop::CannotBe)?;
            let value = match &one.offer {
                Offer::Known(value) => *value,
                Offer::Unknown { may_be, .. } => {
                    let value = needed(completion, Unknown::Row(test, row))?;
                    if !may_be.contains(&value) {
                        return Err(Stop::CannotBe);
                    }
                    value
                }
            };
            let mut own = one.open.map_or_else(Behind::default, Behind::at);
            let row = &of_test.rows[row];
            own.is_open_whether =
                !seen::TOO_MANY && !row.is_preliminary && row.values.len() > of_test.replicates;
            return Ok((Some(value), behind.and(own)));
        }
        if let Some(formula) = &case.derived {
            let (value, inputs) = self.derive(formula, pick, completion)?;
            let value = value.filter(|value| of_test.is_signed || *value >= Number::ZERO);
            return Ok((value.map(Value::Number), behind.and(inputs)));
        }
        if !counted.is_empty() {
            return Err(Stop::CannotBe);
        }
        Ok((
            Some(needed(completion, Unknown::Missing(test))?),
            behind.and(Behind::at(Open::Unfinished)),
        ))
    }

    pub(crate) fn derive(
        &self,
        formula: &Formula,
        pick: &Pick,
        completion: &Completion,
    ) -> Result<(Option<Number>, Behind), Stop> {
        let start = i64::from(formula.is_product);
        let mut result = Some(Number::from_integer(formula.constant.unwrap_or(start)));
        let mut behind = Behind::default();
        let inputs = formula.plus.iter().map(|input| (input, false));
        for (input, is_minus) in inputs.chain(formula.minus.iter().map(|input| (input, true))) {
            let (value, own) = self.value(*input, pick, completion)?;
            behind = behind.and(if value.is_none() { own.without_value() } else { own });
            result = match (result, value) {
                (Some(result), Some(Value::Number(value))) => {
                    match (formula.is_product, is_minus) {
                        (true, false) => Some(result * value),
                        (true, true) if value == Number::ZERO => None,
                        (true, true) => Some(result / value),
                        (false, false) => Some(result + value),
                        (false, true) => Some(result - value),
                    }
                }
                _ => None,
            };
        }
        Ok((result, behind))
    }

    /// Whether all of a condition holds; `None` where a subject has no value. One false requirement
    /// that rests on nothing unknown makes it false, whatever the others are.
    pub(crate) fn holds(
        &self,
        when: &When,
        pick: &Pick,
        completion: &Completion,
    ) -> Result<(Option<bool>, Behind), Stop> {
        let (mut holds, mut behind) = (Some(true), Behind::default());
        for (subject, must) in when {
            let (value, own) = self.value(*subject, pick, completion)?;
            let mut own = if value.is_none() { own.without_value() } else { own };
            let is_met = value.map(|value| must.accepts(value));
            if own.open.is_none() && !self.agrees(subject, must, pick, completion)? {
                own = own.without_value();
            }
            if is_met == Some(false) && own.open.is_none() {
                return Ok((Some(false), Behind::default()));
            }
            behind = behind.and(own);
            holds = match (holds, is_met) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (None, _) | (_, None) => None,
                _ => Some(true),
            };
        }
        Ok((holds, behind))
    }

    /// Whether all that censored results may be makes the same of a condition.
    fn agrees(
        &self,
        subject: &Source,
        must: &Must,
        pick: &Pick,
        completion: &Completion,
    ) -> Result<bool, Stop> {
        let is_censored = |(unknown, _): &(&Unknown, &Value)| self.is_censored(**unknown);
        let Some((unknown, _)) = completion.iter().find(is_censored) else { return Ok(true) };
        let met: Vec<Option<bool>> = match (*subject, *unknown) {
            (Source::Test(test), Unknown::Row(of, row)) if test == of => self
                .may_be(Unknown::Row(of, row))
                .into_iter()
                .map(|value| Some(must.accepts(value)))
                .collect(),
            _ => {
                let of = |completion: &Completion| self.value(*subject, pick, completion);
                let all =
                    self.completed(&self.uncensored(completion), of).map_err(|_| Stop::CannotBe)?;
                all.into_iter()
                    .map(|(_, (value, _))| value.map(|value| must.accepts(value)))
                    .collect()
            }
        };
        Ok(met.windows(2).all(|both| both[0] == both[1]))
    }

    /// What a test is asked in this completion.
    pub(crate) fn situation(
        &self,
        test: usize,
        pick: &Pick,
        completion: &Completion,
    ) -> Result<(Situation, Behind), Stop> {
        let of_test = &self.model.tests[test];
        let (applies, mut behind) = self.holds(&of_test.when, pick, completion)?;
        behind.is_open_when = behind.open.is_some();
        match applies {
            Some(true) => {}
            Some(false) => return Ok((Situation::NotAsked, behind)),
            None => return Ok((Situation::Undecided, behind)),
        }
        let (mut met, mut of_cases) = (Situation::Undecided, Behind::default());
        for (index, case) in of_test.cases.iter().enumerate() {
            let (holds, own) = self.holds(&case.when, pick, completion)?;
            if holds == Some(true) {
                met = Situation::Case(index);
                if own.open.is_none() {
                    of_cases = Behind::default();
                    break;
                }
            }
            of_cases = of_cases.and(own);
        }
        // Whether a test applies comes before what it is asked.
        if behind.open.is_none() {
            behind = of_cases;
        }
        Ok((met, behind))
    }
}
