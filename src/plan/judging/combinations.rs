//! Which combinations of determinations of the inputs of a derived value are looked at.

use super::derived::Combination;
use super::judgement::Look;
use super::operands::{Extremes, Facts};
use super::truth::World;
use super::unknown_inputs::UnknownInputs;
use crate::acceptance::Extent;
use crate::combination::{distinct, every};
use crate::plan::compiled::{Input, PlannedDerivation};
use crate::report::Reason;

/// What is found of a derived value.
pub(super) enum Derived<'c> {
    Value(Combination<'c>),
    /// An input has no value that counts.
    Unknown(UnknownInputs),
    /// There are more combinations than are told apart.
    TooMany,
}

/// The most values that a derived test offers to those that need it, where more than one of its
/// inputs varies.
const MOST_VALUES: usize = 256;

impl Input {
    /// The numbers among what is chosen, as far as they can be as is supposed.
    fn numbers(&self, facts: &Facts<'_>, world: &World) -> Vec<Extent> {
        let own = facts
            .operands(self.source)
            .into_iter()
            .flat_map(|own| own.chosen(world.choice(self.source)));
        let numbers = own.filter_map(|(_, operand)| operand.as_ref().ok()?.extent());
        distinct(numbers.map(|all| world.narrowed(self.source, &all).unwrap_or(all)).collect())
    }
}

impl PlannedDerivation {
    /// Of each input all its numbers.
    fn numbers(&self, facts: &Facts<'_>, world: &World) -> Vec<Vec<Extent>> {
        let shifted = |input: &Input, all: Vec<Extent>| {
            all.into_iter().map(|own| own.shifted(input.power)).collect()
        };
        self.inputs.iter().map(|input| shifted(input, input.numbers(facts, world))).collect()
    }

    /// Derives a value from every combination of what the inputs offer, as far as it makes a
    /// difference; and says why, where an input offers none. `see` is told of each.
    fn each(&self, facts: &Facts<'_>, world: &World, mut see: impl FnMut(Derived<'_>)) {
        let mut furthest: Vec<Vec<Extent>> = Vec::with_capacity(self.inputs.len());
        let mut zeros: Vec<Option<Extent>> = Vec::with_capacity(self.inputs.len());
        for (input, inverse) in self.inputs.iter().zip(&self.formula.inverse) {
            let Some(operands) = facts.operands(input.source) else { return };
            let is_all = world.choice(input.source).is_none() && world.supposed.is_empty();
            let extremes = if is_all {
                operands.extremes().clone()
            } else {
                Extremes::of(&input.numbers(facts, world))
            };
            let divides = *inverse && !self.formula.is_sum;
            let (extents, zero) =
                if divides { (extremes.not_zero, extremes.zero) } else { (extremes.all, None) };
            furthest.push(extents.into_iter().map(|extent| extent.shifted(input.power)).collect());
            zeros.push(zero);
        }
        self.each_unknown(facts, world, &mut |unknown| {
            see(unknown.map_or(Derived::TooMany, Derived::Unknown));
        });
        see_zero(&furthest, &zeros, &mut see);
        if furthest.iter().any(Vec::is_empty) {
            return;
        }
        let corners = self.formula.furthest(&furthest);
        if !corners.say_all {
            let all = self.formula.is_sum.then(|| self.numbers(facts, world));
            if let Some(sums) = all.as_ref().and_then(|all| self.formula.sums(all)) {
                for picked in sums {
                    see(Derived::Value(self.combination(picked)));
                }
                return;
            }
            see(Derived::TooMany);
        }
        for picked in corners.combinations {
            see(Derived::Value(self.combination(picked)));
        }
    }

    /// The combinations at which `look` looks, and why there are none of some. `see` is told of
    /// each.
    pub(super) fn look(
        &self,
        facts: &Facts<'_>,
        world: &World,
        look: Look,
        mut see: impl FnMut(Derived<'_>),
    ) {
        if look == Look::Deciding {
            self.each(facts, world, see);
            return;
        }
        let all = self.numbers(facts, world);
        let count = all.iter().map(Vec::len).fold(1, usize::saturating_mul);
        // One input that varies is looked through whole.
        let is_linear = all.iter().filter(|own| own.len() > 1).count() < 2;
        let most = MOST_VALUES.checked_div(world.of_parts()).unwrap_or_default();
        let most =
            if is_linear && world.of_parts() == 1 { most.max(facts.most_offered) } else { most };
        if look == Look::Values && count > most.max(1) {
            see(Derived::TooMany);
        }
        if !(2..=most).contains(&count) {
            self.each(facts, world, see);
            return;
        }
        self.each(facts, world, |seen| {
            if !matches!(seen, Derived::Value(_)) {
                see(seen);
            }
        });
        for picked in every(&all) {
            see(Derived::Value(self.combination(picked)));
        }
    }
}

/// A divisor that may be zero makes no value, whatever the other inputs are.
fn see_zero(furthest: &[Vec<Extent>], zeros: &[Option<Extent>], see: &mut impl FnMut(Derived<'_>)) {
    for (place, zero) in
        zeros.iter().enumerate().filter_map(|(place, zero)| Some((place, zero.as_ref()?)))
    {
        let of =
            |(index, (own, other)): (usize, (&Vec<Extent>, &Option<Extent>))| -> Option<Extent> {
                if index == place {
                    Some(zero.clone())
                } else {
                    own.first().or(other.as_ref()).cloned()
                }
            };
        let inputs: Option<Vec<Extent>> = furthest.iter().zip(zeros).enumerate().map(of).collect();
        if let Some(inputs) = inputs {
            see(Derived::Value(Combination {
                inputs: inputs.iter().collect(),
                value: Err(Reason::DivisionByZero),
            }));
        }
    }
}
