//! How the replicates of one determination make its value.

use super::judgement::{Compare, Judgement, Standing, Value};
use super::measured_value::Measured;
use crate::acceptance::{Extent, Relation};
use crate::lot::AssayResult;
use crate::plan::compiled::{Asked, Each, PlannedTest};
use crate::report::Reason;
use crate::specification::Combine;
use crate::value::{Amount, Exact, Fraction};

/// The replicates of one determination.
#[derive(Clone, Debug)]
pub(crate) struct Replicated<'r> {
    /// Those that can be judged.
    pub(crate) values: Vec<Value<'r>>,
    /// Why another one cannot.
    pub(super) wrong: Option<Reason>,
    /// How many there are, with those that are unfinished.
    pub(super) count: usize,
}

/// The values of one determination.
pub(crate) enum Reportable<'r> {
    One(Value<'r>),
    /// What replicates make, and the replicates.
    Combined(Value<'r>, Vec<Value<'r>>),
    /// Replicates that are not combined.
    Each(Vec<Value<'r>>),
    /// Replicates that cannot be combined, because there are terms among them.
    Terms(Vec<Value<'r>>),
}

impl<'r> Reportable<'r> {
    /// What is compared with the criterion.
    pub(crate) fn compared(&self) -> &[Value<'r>] {
        match self {
            Self::One(value) | Self::Combined(value, _) => std::slice::from_ref(value),
            Self::Each(values) | Self::Terms(values) => values,
        }
    }
}

impl PlannedTest {
    /// The value of a determination of which no replicates are asked and none are given.
    pub(crate) fn single<'r>(&self, rows: &[(usize, &'r AssayResult)]) -> Option<Measured<'r>> {
        let [(_, row)] = rows else { return None };
        let is_single = self.replicates.is_none() && row.replicates().is_empty();
        is_single.then(|| row.as_measured())
    }

    /// How many replicates one determination has.
    pub(crate) fn expected(&self) -> usize {
        self.replicates.as_ref().map_or(1, |replicates| replicates.count)
    }

    /// How replicates make one value.
    pub(crate) fn combination(&self) -> Combine {
        self.replicates.as_ref().map_or(Combine::Single, |replicates| replicates.combine)
    }

    /// The largest relative standard deviation with which replicates make a value, if it is
    /// limited.
    pub(super) fn largest_rsd(&self) -> Option<Exact> {
        self.replicates.as_ref()?.max_rsd
    }

    /// The limits on each replicate, where any are asked for.
    pub(crate) fn limits_of_each(&self, asked: &Asked) -> Option<&Each> {
        self.replicates.as_ref()?.each.as_ref().filter(|_| !asked.is_neutral())
    }

    /// The replicates of the determination that `rows` make, as far as they can be judged.
    pub(super) fn replicated<'r>(
        &self,
        asked: &Asked,
        rows: &[(usize, &'r AssayResult)],
    ) -> Replicated<'r> {
        let mut own = Replicated::of(Vec::new());
        for measured in rows.iter().flat_map(|(_, row)| row.measured()) {
            own.count = own.count.saturating_add(1);
            match self.value(asked, measured) {
                // What is unfinished is there, and is still to come.
                Ok(_) if measured.is_unfinished(asked) => {}
                Ok(value) => own.values.push(value),
                // Of several the first by order of reasons, so that the order of replicates does
                // not matter.
                Err(reason) => {
                    own.wrong = Some(own.wrong.map_or(reason, |known: Reason| known.min(reason)));
                }
            }
        }
        own
    }

    /// The values of the determination that `rows` make: checked, complete, and near enough to each
    /// other.
    pub(crate) fn reportable<'r>(
        &self,
        asked: &Asked,
        rows: &[(usize, &'r AssayResult)],
    ) -> Result<Reportable<'r>, Judgement> {
        if let Some(measured) = self.single(rows) {
            return self.value(asked, measured).map(Reportable::One).map_err(Judgement::undecided);
        }
        self.reportable_of(self.replicated(asked, rows))
    }

    /// Why replicates make no value, where some cannot be judged, are missing or are too many.
    pub(super) fn why_incomplete(&self, own: &Replicated<'_>) -> Option<Judgement> {
        let expected = self.expected();
        match own.wrong {
            Some(reason) => Some(Judgement::undecided(reason)),
            None if own.count > expected => Some(Judgement::undecided(Reason::TooManyReplicates)),
            None => (own.values.len() < expected)
                .then_some(Judgement::unfinished(Reason::TooFewReplicates)),
        }
    }

    /// The values that replicates make.
    pub(super) fn reportable_of<'r>(
        &self,
        own: Replicated<'r>,
    ) -> Result<Reportable<'r>, Judgement> {
        if let Some(incomplete) = self.why_incomplete(&own) {
            return Err(incomplete);
        }
        let mut values = own.values;
        let incomplete = Judgement::unfinished(Reason::TooFewReplicates);
        let replicates =
            self.replicates.as_deref().filter(|replicates| replicates.combine != Combine::Single);
        let Some(replicates) = replicates else {
            return values.pop().map(Reportable::One).ok_or(incomplete);
        };
        if replicates.combine != Combine::Each
            && values.iter().any(|value| matches!(value, Value::Term(_)))
        {
            return Ok(Reportable::Terms(values));
        }
        if let Some(limit) = replicates.max_rsd {
            let deviation =
                Deviation::of(&values).ok_or(Judgement::undecided(Reason::VariabilityUnknown))?;
            // There is no value then, neither one that fails nor one that conforms, and none is
            // awaited.
            if deviation.exceeds(limit) {
                return Err(Judgement::undecided(Reason::VariabilityExceeded));
            }
        }
        if replicates.combine == Combine::Each {
            return Ok(Reportable::Each(values));
        }
        let extents: Option<Vec<Extent>> = values.iter().map(Value::extent).collect();
        let extents = extents.ok_or(incomplete)?;
        let combined = combine(replicates.combine, &extents).ok_or(incomplete)?;
        Ok(Reportable::Combined(Value::Computed(Box::new(combined)), values))
    }
}

impl<'r> Replicated<'r> {
    pub(crate) fn of(values: Vec<Value<'r>>) -> Self {
        Self { count: values.len(), values, wrong: None }
    }

    /// What each may be; `None` if one is a term.
    pub(super) fn extents(&self) -> Option<Vec<Extent>> {
        self.values.iter().map(Value::extent).collect()
    }

    /// Whether there are terms and numbers among them, which have no mean.
    pub(crate) fn are_mixed(&self) -> bool {
        let terms = self.values.iter().filter(|value| matches!(value, Value::Term(_))).count();
        terms > 0 && terms < self.values.len()
    }
}

impl Each {
    /// The worst of the replicates that do not meet these limits.
    pub(crate) fn judge(&self, values: &[Value<'_>], compare: Compare) -> Option<Judgement> {
        let limits = &self.limits;
        let judgements = values.iter().filter_map(|value| {
            let reason = match value.relation(limits.compared(compare))? {
                Relation::Inside => return None,
                Relation::Disjoint => Reason::ReplicateOutside,
                Relation::Overlapping => Reason::Straddles,
            };
            let standing =
                if reason == Reason::Straddles { Standing::Undecided } else { Standing::Fails };
            Some(Judgement { standing, reason })
        });
        judgements.min()
    }
}

/// The one value of several; `None` where there is none of them.
pub(crate) fn combine(combine: Combine, extents: &[Extent]) -> Option<Extent> {
    let (first, rest) = extents.split_first()?;
    let sum = || rest.iter().try_fold(first.clone(), |sum, extent| sum.plus(extent));
    let last = extents.len().saturating_sub(1);
    let over = |extent: Extent, count: usize| {
        extent.over(&Extent::point(&Fraction::integer(count).into()))
    };
    match combine {
        Combine::Sum => sum(),
        Combine::Mean => over(sum()?, extents.len()),
        Combine::GeometricMean => {
            let product = Extent::product(extents)?;
            Some(product.root(u32::try_from(extents.len()).ok()?))
        }
        Combine::Median => {
            // The same one twice where their number is odd.
            let below = Extent::in_order(extents, last.checked_div(2)?)?;
            let above = Extent::in_order(extents, extents.len().checked_div(2)?)?;
            over(below.plus(&above)?, 2)
        }
        Combine::Minimum => Extent::in_order(extents, 0),
        Combine::Maximum => Extent::in_order(extents, last),
        Combine::Single | Combine::Each => Some(first.clone()),
    }
}

/// The relative standard deviation of replicates, as the fraction whose square root it is: variance
/// over squared mean.
pub(crate) struct Deviation {
    variance: Fraction,
    squared_mean: Fraction,
}

impl Deviation {
    /// `None` for a censored replicate, a term, and fewer than two.
    pub(crate) fn of(values: &[Value<'_>]) -> Option<Self> {
        let extents: Option<Vec<Extent>> = values.iter().map(Value::extent).collect();
        let extents = extents?;
        let numbers: Option<Vec<&Fraction>> =
            extents.iter().map(|extent| extent.single()?.fraction()).collect();
        let numbers = numbers?;
        let count = Fraction::integer(numbers.len());
        let zero = Fraction::integer(0);
        let sum = numbers.iter().fold(zero.clone(), |sum, number| sum.plus(number));
        let squares = numbers.iter().fold(zero, |sum, number| sum.plus(&number.times(number)));
        let squared_sum = sum.times(&sum);
        // n (n Σx² − (Σx)²) ÷ (n − 1) over (Σx)² is the variance over the squared mean.
        let variance = count.times(&count.times(&squares).minus(&squared_sum));
        let variance = variance.over(&Fraction::integer(numbers.len().saturating_sub(1)))?;
        Some(Self { variance, squared_mean: squared_sum })
    }

    /// Whether it is beyond `limit`, a share. Replicates that do not differ have no deviation, even
    /// where all are zero.
    pub(crate) fn exceeds(&self, limit: Exact) -> bool {
        let limit = Fraction::from(limit);
        self.variance > limit.times(&limit).times(&self.squared_mean)
    }

    /// Whether it is greater than `other`: around a mean of zero it has no bound.
    pub(crate) fn is_greater(&self, other: &Self) -> bool {
        match (self.per_cent(), other.per_cent()) {
            (Some(own), Some(other)) => own > other,
            (own, other) => own.is_none() && other.is_some(),
        }
    }

    /// For reading, on the same side of `limit`, a share, as it is.
    pub(crate) fn shown(&self, limit: Option<Exact>) -> String {
        let marks: Vec<Exact> = limit.iter().map(|limit| limit.times(Exact::new(1, 2))).collect();
        let shown =
            self.per_cent().map(|amount| Extent::point(&amount).for_reading(false, &marks).0);
        shown.map_or_else(|| "without bound".to_owned(), |shown| format!("{shown} %"))
    }

    /// In per cent; `None` around a mean of zero.
    fn per_cent(&self) -> Option<Amount> {
        if self.variance.is_zero() {
            return Some(Exact::ZERO.into());
        }
        Some(Amount::from(self.variance.over(&self.squared_mean)?).root(2).shifted(2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: [i128; 2]) -> Deviation {
        let value =
            |value: i128| Value::Computed(Box::new(Extent::point(&Exact::new(value, 0).into())));
        Deviation::of(&values.map(value)).unwrap()
    }

    /// Rules: REP-3, CAMP-5.
    #[test]
    fn deviations_are_ordered() {
        // None, small, large, and none that is bounded: the mean is zero.
        let ascending = [of([5, 5]), of([10, 9]), of([10, 5]), of([1, -1])];
        for (i, a) in ascending.iter().enumerate() {
            for (j, b) in ascending.iter().enumerate() {
                assert_eq!(a.is_greater(b), i > j, "{i} and {j}");
            }
        }
    }
}
