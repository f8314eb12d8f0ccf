//! Which combinations of determinations of the inputs of a derived value are looked at.

use super::condition::World;
use super::derivation::{Combination, Input, PlannedDerivation};
use super::facts::{Extremes, Facts, Operands};
use super::judgement::Look;
use super::unknown_inputs::UnknownInputs;
use crate::acceptance::{Extent, cmp_lower, cmp_upper};
use crate::report::Reason;

/// What is found of a derived value.
pub(super) enum Derived<'c> {
    Value(Combination<'c>),
    /// An input has no value that counts.
    Unknown(UnknownInputs),
    /// There are more combinations than are told apart.
    TooMany,
}

/// The most combinations that are told apart for one derived value.
const MOST_COMBINATIONS: usize = 1_000;
/// The most values that a derived test offers to those that need it.
const MOST_VALUES: usize = 256;

/// The values of one input that reach furthest.
struct Values {
    extents: Vec<Extent>,
    /// Of a divisor one that may be zero.
    zero: Option<Extent>,
    inverse: bool,
}

impl Input {
    /// The numbers among what is chosen, as far as they can be as is supposed.
    fn numbers<'f>(&self, facts: &'f Facts<'_>, world: &World) -> impl Iterator<Item = Extent> + use<'f, '_> {
        let all: Vec<Extent> = facts
            .operands(self.source)
            .into_iter()
            .flat_map(|own| own.chosen(world.choice(self.source)))
            .filter_map(|operand| operand.as_ref().ok()?.extent())
            .map(|all| world.narrowed(self.source, &all).unwrap_or(all))
            .collect();
        all.into_iter()
    }

    fn every_extent(&self, facts: &Facts<'_>, world: &World) -> Vec<Extent> {
        self.numbers(facts, world).map(|extent| extent.shifted(self.power)).collect()
    }
}

impl PlannedDerivation {
    /// Derives a value from every combination of what the inputs offer, as far as it makes a difference; and says why, where an input
    /// offers none. `see` is told of each.
    fn each(&self, facts: &Facts<'_>, world: &World, mut see: impl FnMut(Derived<'_>)) {
        let mut values = Vec::with_capacity(self.inputs.len());
        for input in &self.inputs {
            let Some(operands) = facts.operands(input.source) else { return };
            let is_all = world.choice(input.source).is_none() && world.supposed.is_empty();
            let extremes = if is_all { operands.extremes().clone() } else { Extremes::of(input.numbers(facts, world)) };
            let divides = input.inverse && !self.is_sum;
            let (extents, zero) = if divides { (extremes.not_zero, extremes.zero) } else { (extremes.all, None) };
            let shifted = |extent: Extent| extent.shifted(input.power);
            values.push(Values { extents: extents.into_iter().map(shifted).collect(), zero, inverse: input.inverse });
        }
        self.each_unknown(facts, world, |unknown| see(Derived::Unknown(unknown)));
        see_zero(&values, &mut see);
        if values.iter().any(|values| values.extents.is_empty()) {
            return;
        }
        let corners: Vec<Combination<'_>> =
            corners(&values).into_iter().map(|inputs| self.combination(inputs)).collect();
        let suffice = if self.is_sum {
            self.signed || !corners.iter().any(|corner| matches!(corner.value, Err(Reason::NegativeValue)))
        } else {
            !values.iter().flat_map(|values| &values.extents).any(Extent::goes_below_zero)
        };
        if suffice || values.iter().all(|values| values.extents.len() == 1) {
            for corner in corners {
                see(Derived::Value(corner));
            }
            return;
        }
        self.see_more(&values, facts, world, corners, see);
    }

    /// Where values below zero make the derived value rise with an input in one combination and fall in another, the extremes of each
    /// input do not tell all.
    fn see_more(
        &self,
        extremes: &[Values],
        facts: &Facts<'_>,
        world: &World,
        corners: Vec<Combination<'_>>,
        mut see: impl FnMut(Derived<'_>),
    ) {
        if self.count(facts, world) <= MOST_COMBINATIONS {
            self.see_every(facts, world, see);
            return;
        }
        let are_points = extremes.iter().flat_map(|values| &values.extents).all(|extent| extent.single().is_some());
        if self.signed && are_points {
            for inputs in self.least_and_greatest(extremes) {
                see(Derived::Value(self.combination(inputs)));
            }
            return;
        }
        see(Derived::TooMany);
        for corner in corners {
            see(Derived::Value(corner));
        }
    }

    /// The combinations at which `look` looks, and why there are none of some. `see` is told of each.
    pub(super) fn look(&self, facts: &Facts<'_>, world: &World, look: Look, mut see: impl FnMut(Derived<'_>)) {
        let count = self.count(facts, world);
        if look == Look::Values && count > MOST_VALUES {
            see(Derived::TooMany);
        }
        let sees_every = look != Look::Deciding && (2..=MOST_VALUES).contains(&count);
        if !sees_every {
            self.each(facts, world, see);
            return;
        }
        self.each(facts, world, |seen| {
            if !matches!(seen, Derived::Value(_)) {
                see(seen);
            }
        });
        self.see_every(facts, world, see);
    }

    /// How many combinations there are of what the inputs offer.
    fn count(&self, facts: &Facts<'_>, world: &World) -> usize {
        let lengths = self.inputs.iter().map(|input| {
            let operands = facts.operands(input.source).map(Operands::all).unwrap_or_default();
            world.choice(input.source).map_or(operands.len(), <[usize]>::len)
        });
        lengths.fold(1, usize::saturating_mul)
    }

    fn see_every(&self, facts: &Facts<'_>, world: &World, mut see: impl FnMut(Derived<'_>)) {
        let all: Vec<Vec<Extent>> = self.inputs.iter().map(|input| input.every_extent(facts, world)).collect();
        let mut picked: Vec<Vec<&Extent>> = vec![Vec::new()];
        for own in &all {
            let with = |so_far: &Vec<_>, extent| so_far.iter().copied().chain([extent]).collect();
            picked = picked.iter().flat_map(|so_far| own.iter().map(move |extent| with(so_far, extent))).collect();
        }
        for inputs in picked {
            see(Derived::Value(self.combination(inputs)));
        }
    }

    /// The combinations that make the least and the greatest product of single values: each is made of those of one input less.
    fn least_and_greatest<'v>(&self, values: &'v [Values]) -> Vec<Vec<&'v Extent>> {
        let mut picked: Vec<(Vec<&Extent>, Extent)> = vec![(Vec::new(), self.begin())];
        for (input, own) in self.inputs.iter().zip(values) {
            let step = |(so_far, value): &(Vec<&'v Extent>, Extent), extent: &'v Extent| {
                let value = self.step(value, input, extent).ok()?;
                Some((so_far.iter().copied().chain([extent]).collect::<Vec<_>>(), value))
            };
            let all: Vec<_> = picked
                .iter()
                .flat_map(|so_far| own.extents.iter().filter_map(move |extent| step(so_far, extent)))
                .collect();
            let order = |a: &&(Vec<&Extent>, Extent), b: &&(Vec<&Extent>, Extent)| cmp_lower(&a.1.lower, &b.1.lower);
            picked = [all.iter().min_by(order), all.iter().max_by(order)].into_iter().flatten().cloned().collect();
        }
        picked.into_iter().map(|(inputs, _)| inputs).collect()
    }
}

impl Values {
    /// The places of the values with the greatest lower end, the least upper end, the least lower end and the greatest upper end.
    fn places(&self) -> [usize; 4] {
        [
            place_of_max(&self.extents, |a, b| cmp_lower(&a.lower, &b.lower)),
            place_of_max(&self.extents, |a, b| cmp_upper(&b.upper, &a.upper)),
            place_of_max(&self.extents, |a, b| cmp_lower(&b.lower, &a.lower)),
            place_of_max(&self.extents, |a, b| cmp_upper(&a.upper, &b.upper)),
        ]
    }
}

/// A divisor that may be zero makes no value, whatever the other inputs are.
fn see_zero(values: &[Values], see: &mut impl FnMut(Derived<'_>)) {
    for (place, zero) in values.iter().enumerate().filter_map(|(place, own)| Some((place, own.zero.as_ref()?))) {
        let of = |(index, values): (usize, &Values)| -> Option<Extent> {
            if index == place { Some(zero.clone()) } else { values.extents.first().or(values.zero.as_ref()).cloned() }
        };
        let inputs: Option<Vec<Extent>> = values.iter().enumerate().map(of).collect();
        if let Some(inputs) = inputs {
            see(Derived::Value(Combination { inputs: inputs.iter().collect(), value: Err(Reason::DivisionByZero) }));
        }
    }
}

/// The combinations that say all where the derived value rises or falls with each input.
fn corners(values: &[Values]) -> Vec<Vec<&Extent>> {
    let places: Vec<[usize; 4]> = values.iter().map(Values::places).collect();
    let corner = |pick: usize| -> Vec<usize> {
        // The lower end of a reciprocal or a difference is made of the upper end.
        let opposite = [1, 0, 3, 2];
        let pick_of = |values: &Values| if values.inverse { opposite.get(pick).copied().unwrap_or(pick) } else { pick };
        values.iter().zip(&places).filter_map(|(values, places)| places.get(pick_of(values)).copied()).collect()
    };
    let mut corners: Vec<Vec<usize>> = Vec::new();
    for corner in (0..4).map(corner) {
        if !corners.contains(&corner) {
            corners.push(corner);
        }
    }
    let extents =
        |corner: Vec<usize>| values.iter().zip(corner).filter_map(|(values, place)| values.extents.get(place));
    corners.into_iter().map(|corner| extents(corner).collect()).collect()
}

/// The place of the greatest, the first of equal ones.
fn place_of_max<T>(all: &[T], compare: impl Fn(&T, &T) -> std::cmp::Ordering) -> usize {
    let places = all.iter().enumerate().rev();
    places.max_by(|(_, a), (_, b)| compare(a, b)).map_or(0, |(place, _)| place)
}
