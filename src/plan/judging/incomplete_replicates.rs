//! What the replicates of a determination decide though they make no value: some are missing,
//! cannot be judged, or are too many.

use super::completion::{anything, some_rising};
use super::judgement::{Compare, Judgement, Standing, Value};
use super::operands::Facts;
use super::replicates::{Replicated, combine};
use super::selections::{every_choice, extremes};
use crate::acceptance::{End, Extent, Relation};
use crate::plan::compiled::{Asked, Limits, PlannedTest};
use crate::report::Reason;
use crate::specification::Combine;
use crate::value::{Amount, Fraction};

/// The most replicates in all choices together of so many as are asked for.
const MOST_CHOSEN: usize = 20_000;

/// What there is to go by: what is asked, and the facts of the lot.
pub(crate) struct IncompleteReplicates<'a, 'l> {
    pub(crate) test: &'a PlannedTest,
    pub(crate) asked: &'a Asked,
    pub(crate) facts: &'a Facts<'l>,
    pub(crate) compare: Compare,
}

impl IncompleteReplicates<'_, '_> {
    /// Judges replicates of which `open` says why they make no value: what fails whatever the
    /// others are, fails.
    pub(super) fn judge_partial(&self, own: &Replicated<'_>, open: Judgement) -> Judgement {
        let expected = self.test.expected();
        if own.count > expected {
            return self.judge_too_many(own, expected).unwrap_or(open);
        }
        let unknown = expected.saturating_sub(own.values.len());
        if unknown == 0 {
            return open;
        }
        let may_lose_its_value = self.test.largest_rsd().is_some();
        let by_itself = self.of_each(own);
        let is_failure = |judgement: &Judgement| judgement.standing == Standing::Fails;
        match by_itself.filter(is_failure) {
            Some(_) if may_lose_its_value => return Judgement::undecided(open.reason),
            Some(fails) => return fails,
            None => {}
        }
        if self.combined_fails(own, unknown) {
            // With an accepted term among them they have no mean, so that not all that may come
            // fails.
            return if may_lose_its_value || self.asked.criterion.accepts_a_term() {
                Judgement::undecided(open.reason)
            } else {
                Judgement { standing: Standing::Fails, reason: Reason::Outside }
            };
        }
        if own.wrong.is_some() {
            return open;
        }
        let cannot_conform = || !may_lose_its_value && !self.some_conform(own, unknown);
        by_itself.unwrap_or_else(|| {
            if cannot_conform() { Judgement::undecided(open.reason) } else { open }
        })
    }

    /// Whether replicates, of which others may be unknown, cannot conform, nor be without a
    /// failure: they fail, or what makes them none needs an invalidation too.
    pub(super) fn is_beyond_hope(&self, own: &Replicated<'_>) -> bool {
        let unknown = self.test.expected().saturating_sub(own.values.len());
        let fails =
            self.of_each(own).is_some_and(|judgement| judgement.standing == Standing::Fails);
        fails || self.combined_fails(own, unknown)
    }

    /// Whether what the replicates make together lies outside, whatever `unknown` further ones are.
    fn combined_fails(&self, own: &Replicated<'_>, unknown: usize) -> bool {
        let (Some(limits), Some(reach)) = (self.asked.limits.as_deref(), self.reach(own, unknown))
        else {
            return false;
        };
        let accepted = Extent::from(limits.compared(self.compare));
        self.test.combination() != Combine::Each && accepted.relation(&reach) == Relation::Disjoint
    }

    /// The worst that one of the replicates is by itself.
    fn of_each(&self, own: &Replicated<'_>) -> Option<Judgement> {
        let is_combined = self.test.combination() != Combine::Each;
        let by_limits = self
            .test
            .limits_of_each(self.asked)
            .and_then(|each| each.judge(&own.values, self.compare));
        let by_itself = own.values.iter().filter_map(|value| {
            let judgement = self.asked.judge(value, self.facts, self.compare);
            // A number says something only together with the others.
            let says = !is_combined || matches!(value, Value::Term(_)) || self.asked.is_neutral();
            (says && judgement.standing != Standing::Meets).then_some(judgement)
        });
        let mixed = is_combined && !self.asked.is_neutral() && own.are_mixed();
        let mixed = mixed.then_some(Judgement::undecided(Reason::KindMismatch));
        by_limits.into_iter().chain(by_itself).chain(mixed).min()
    }

    /// How a replicate stands by itself, if it does not meet what is asked of each.
    pub(crate) fn of_one(&self, value: &Value<'_>) -> Option<Judgement> {
        self.of_each(&Replicated::of(vec![value.clone()]))
    }

    /// Of more replicates than are asked for: how they stand, if every choice of so many fails.
    fn judge_too_many(&self, own: &Replicated<'_>, expected: usize) -> Option<Judgement> {
        // One that cannot be judged may be anything, so that it does not fail by itself.
        let wrong = own.count.saturating_sub(own.values.len());
        let anything = Value::Computed(Box::new(self.allowed()));
        let all: Vec<Value<'_>> =
            own.values.iter().cloned().chain(std::iter::repeat_n(anything, wrong)).collect();
        if self.test.largest_rsd().is_some() {
            return self.every_choice_fails(&all, expected);
        }
        let fails =
            |value| self.of_one(value).filter(|judgement| judgement.standing == Standing::Fails);
        let failing: Vec<Option<Judgement>> = all.iter().map(fails).collect();
        let spared = all
            .iter()
            .zip(&failing)
            .filter(|(_, fails)| fails.is_none())
            .map(|(value, _)| value.clone());
        let left: Vec<Value<'_>> = spared.collect();
        if left.len() < expected {
            return failing.into_iter().flatten().min();
        }
        let is_number = |value: &Value<'_>| !matches!(value, Value::Term(_));
        let may_be_a_term = wrong > 0 && self.asked.criterion.accepts_a_term();
        if may_be_a_term || self.test.combination() == Combine::Each || !left.iter().all(is_number)
        {
            return None;
        }
        let limits = self.asked.limits.as_deref()?;
        let values: Vec<Vec<Extent>> =
            left.iter().filter_map(|value| Some(vec![value.extent()?])).collect();
        let lies = |choice: &[Extent]| {
            Some(combine(self.test.combination(), choice)?.side_of(limits, self.compare))
        };
        // Where all lie on one side of what is accepted, those that reach furthest say so.
        let [least, _, _, greatest] = extremes(&values, expected);
        let fails = Judgement { standing: Standing::Fails, reason: Reason::Outside };
        if lies(&greatest)? == Side::Below || lies(&least)? == Side::Above {
            return Some(fails);
        }
        self.every_choice_fails(&left, expected)
    }

    /// How every choice of `expected` values fails, if each of them does and they can be told
    /// apart.
    fn every_choice_fails(&self, values: &[Value<'_>], expected: usize) -> Option<Judgement> {
        let judged = self.choices(values, expected)?.into_iter().map(|(_, judgement)| judgement);
        judged
            .map(|judgement| (judgement.standing == Standing::Fails).then_some(judgement))
            .collect::<Option<Vec<_>>>()?
            .into_iter()
            .min()
    }

    /// Every choice of `expected` values by their places, and how it stands; `None` where there are
    /// too many.
    pub(crate) fn choices(
        &self,
        values: &[Value<'_>],
        expected: usize,
    ) -> Option<Vec<(Vec<usize>, Judgement)>> {
        let places: Vec<Vec<usize>> = (0..values.len()).map(|place| vec![place]).collect();
        let choices = every_choice(&places, expected)?;
        if choices.len().saturating_mul(expected) > MOST_CHOSEN {
            return None;
        }
        let judged = choices.into_iter().map(|choice| {
            let chosen: Vec<Value<'_>> =
                choice.iter().filter_map(|place| values.get(**place).cloned()).collect();
            let judgement = self.test.judge_complete(
                self.asked,
                Replicated::of(chosen),
                self.facts,
                self.compare,
            );
            (choice.into_iter().copied().collect(), judgement)
        });
        Some(judged.collect())
    }

    /// What a replicate may be that is not known: one outside the limits on each would fail by
    /// itself.
    fn allowed(&self) -> Extent {
        let signed = self.asked.is_signed();
        self.test.limits_of_each(self.asked).map_or_else(
            || anything(signed),
            |each| Extent::from(&each.limits.compared(self.compare).of_a_quantity(signed)),
        )
    }

    /// All that the value may be once `unknown` further replicates are known.
    pub(crate) fn reach(&self, own: &Replicated<'_>, unknown: usize) -> Option<Extent> {
        reach(self.test.combination(), own, &self.allowed(), unknown)
    }

    /// Whether some value of the `unknown` replicates makes the determination conform.
    fn some_conform(&self, own: &Replicated<'_>, unknown: usize) -> bool {
        let (Some(limits), Some(extents)) = (self.asked.limits.as_deref(), own.extents()) else {
            return true;
        };
        let accepted =
            Extent::from(&limits.compared(self.compare).of_a_quantity(self.asked.is_signed()));
        let how = self.test.combination();
        // A single value, as the one that is missing can be, is always found where nothing is known
        // or all is exact.
        if how == Combine::Each || extents.iter().all(|extent| extent.single().is_some()) {
            return true;
        }
        match how {
            Combine::Sum | Combine::Mean | Combine::GeometricMean => {
                self.some_sum_conforms(&extents, unknown, &accepted)
            }
            _ => {
                let all = |piece: &Extent| {
                    let missing = std::iter::repeat_n(piece.clone(), unknown);
                    combine(how, &extents.iter().cloned().chain(missing).collect::<Vec<_>>())
                };
                some_rising(&self.allowed(), turns_of_order(&extents, &accepted), all, &accepted)
            }
        }
    }

    /// The same of a sum, a mean or a product, on which the missing ones together bear as one
    /// number does.
    fn some_sum_conforms(&self, extents: &[Extent], unknown: usize, accepted: &Extent) -> bool {
        let is_product = self.test.combination() == Combine::GeometricMean;
        let count = extents.len().saturating_add(unknown);
        let all = |of: &[Extent]| if is_product { Extent::product(of) } else { sum(of) };
        let scaled = |end: &End<Amount>| {
            end.value().and_then(Amount::fraction).map(|value| match self.test.combination() {
                Combine::GeometricMean => value.power(u32::try_from(count).unwrap_or(u32::MAX)),
                Combine::Mean => value.times(&Fraction::integer(count)),
                _ => value.clone(),
            })
        };
        let (lower, upper) = (scaled(&accepted.lower), scaled(&accepted.upper));
        let (Some(known), Some(missing)) = (all(extents), all(&vec![self.allowed(); unknown]))
        else {
            return true;
        };
        let included = |end: &End<Amount>| matches!(end, End::At { included: true, .. });
        let end = |value: &Option<Fraction>, included| match value {
            Some(value) => End::At { value: value.clone().into(), included },
            None => End::Unbounded,
        };
        let accepted = Extent {
            lower: end(&lower, included(&accepted.lower)),
            upper: end(&upper, included(&accepted.upper)),
        };
        let turn = |end: &Option<Fraction>, known: &End<Amount>| {
            let known = known.value()?.fraction()?;
            let end = end.as_ref()?;
            if is_product { end.over(known) } else { Some(end.minus(known)) }
        };
        let turns = [turn(&lower, &known.lower), turn(&upper, &known.upper)];
        let turns = turns.into_iter().flatten().map(Amount::from).collect();
        let of =
            |piece: &Extent| if is_product { Some(known.times(piece)) } else { known.plus(piece) };
        some_rising(&missing, turns, of, &accepted)
    }
}

/// Where all of a value lies to what is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Below,
    Above,
    Neither,
}

impl Extent {
    fn side_of(&self, limits: &Limits, compare: Compare) -> Side {
        let accepted = Extent::from(limits.compared(compare));
        if accepted.relation(self) != Relation::Disjoint {
            return Side::Neither;
        }
        let is_below = accepted.lower.value().is_some()
            && self.is_subset_of(&Extent { lower: End::Unbounded, upper: accepted.lower.facing() });
        if is_below { Side::Below } else { Side::Above }
    }
}

/// All that replicates may make once `unknown` further ones are known, each of which is in
/// `allowed`.
pub(super) fn reach(
    how: Combine,
    own: &Replicated<'_>,
    allowed: &Extent,
    unknown: usize,
) -> Option<Extent> {
    let missing = std::iter::repeat_n(allowed.clone(), unknown);
    combine(how, &own.extents()?.into_iter().chain(missing).collect::<Vec<_>>())
}

fn sum(of: &[Extent]) -> Option<Extent> {
    let (first, rest) = of.split_first()?;
    rest.iter().try_fold(first.clone(), |sum, extent| sum.plus(extent))
}

/// Where a minimum, a maximum or a median comes to lie otherwise, as the missing values rise: at
/// the ends of the others and of what is accepted, and where the middle of it and another end is
/// one of what is accepted.
fn turns_of_order(extents: &[Extent], accepted: &Extent) -> Vec<Amount> {
    let others = || extents.iter().flat_map(Extent::ends);
    let opposite = |end: &Amount, middle: &Amount| {
        let (end, middle) = (end.fraction()?, middle.fraction()?);
        Some(Amount::from(middle.times(&Fraction::integer(2)).minus(end)))
    };
    let middles =
        accepted.ends().flat_map(|middle| others().filter_map(move |end| opposite(end, middle)));
    middles.chain(others().chain(accepted.ends()).cloned()).collect()
}
