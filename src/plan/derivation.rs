//! Values that follow from other tests and from parameters of the lot.

use super::condition::World;
use super::facts::{Extremes, Facts, Operands};
use super::judgement::{Judgement, Look, Standing, Value};
use super::sources::{Source, Sources};
use crate::acceptance::{Extent, cmp_lower, cmp_upper};
use crate::report::Reason;
use crate::specification::{Derivation, Quantity};
use crate::value::{Amount, Exact};

/// A derivation, compiled.
#[derive(Clone, Debug)]
pub(super) struct PlannedDerivation {
    pub(super) inputs: Vec<Input>,
    pub(super) is_sum: bool,
    constant: Option<(Exact, bool)>,
    /// The power of ten of the constant of a sum, or of the whole product.
    power: i32,
    signed: bool,
    /// In words: `endotoxin × infusion_volume ÷ body_weight`.
    pub(super) text: String,
}

/// What enters a derivation.
#[derive(Clone, Debug)]
pub(super) struct Input {
    pub(super) id: String,
    pub(super) unit: String,
    pub(super) source: Source,
    /// Whether it is divided by or subtracted.
    pub(super) inverse: bool,
    power: i32,
}

/// One combination of the determinations of the inputs, and what follows from it.
pub(super) struct Combination<'c> {
    pub(super) inputs: Vec<&'c Extent>,
    pub(super) value: Result<Value<'static>, Reason>,
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
    fn every_extent(&self, facts: &Facts<'_>, world: &World) -> Vec<Extent> {
        let operands = facts.operands(self.source).map(Operands::all).unwrap_or_default();
        let is_chosen =
            |place: &usize| world.choice(self.source).is_none_or(|chosen| chosen.binary_search(place).is_ok());
        let chosen = operands.iter().enumerate().filter(|(place, _)| is_chosen(place));
        let extents = chosen.filter_map(|(_, operand)| operand.as_ref().ok()?.extent());
        extents.map(|extent| extent.shifted(self.power)).collect()
    }
}

impl PlannedDerivation {
    pub(super) fn compile(derivation: &Derivation, quantity: &Quantity, sources: &Sources<'_>) -> Option<Self> {
        let found: Option<Vec<_>> = derivation
            .inputs()
            .map(|(id, inverse)| {
                let source = sources.of_id(id)?;
                Some((id, inverse, source, sources.unit(source)?))
            })
            .collect();
        let found = found?;
        let units: Vec<_> = found.iter().map(|(_, _, _, unit)| *unit).collect();
        let arrangement = derivation.arrange(&quantity.unit, &units).ok()?;
        let inputs = found.iter().enumerate().map(|(index, (id, inverse, source, unit))| Input {
            id: id.to_string(),
            unit: if unit.is_one() { String::new() } else { format!(" {unit}") },
            source: *source,
            inverse: *inverse,
            power: arrangement.powers.get(index).copied().unwrap_or(0),
        });
        let constant = derivation.constant_value().map(|constant| constant.number().exact());
        Some(Self {
            inputs: inputs.collect(),
            is_sum: derivation.is_sum(),
            constant: constant.map(|constant| (constant, arrangement.constant_divides)),
            power: arrangement.power,
            signed: quantity.signed,
            text: derivation.to_string(),
        })
    }

    /// Derives a value from every combination of what the inputs offer, as far as it makes a difference; and says why, where an input
    /// offers none. `see` is told of each.
    fn each(&self, facts: &Facts<'_>, world: &World, mut see: impl FnMut(Result<Combination<'_>, Judgement>)) {
        let mut values = Vec::with_capacity(self.inputs.len());
        let mut without: Option<Judgement> = None;
        let mut note = |judgement: Judgement| without = Some(without.map_or(judgement, |known| known.min(judgement)));
        for input in &self.inputs {
            let Some(operands) = facts.operands(input.source) else { return };
            let extremes = match world.choice(input.source) {
                None => operands.extremes().clone(),
                Some(chosen) => Extremes::of(chosen.iter().filter_map(|place| operands.all().get(*place))),
            };
            if let Some(judgement) = extremes.without {
                note(judgement.of_an_input(input.source));
            }
            if operands.all().is_empty() {
                let is_untested = operands.is_untested;
                note(Judgement::unfinished(if is_untested { Reason::NoResult } else { Reason::PendingInput }));
            }
            let divides = input.inverse && !self.is_sum;
            let (extents, zero) = if divides { (extremes.not_zero, extremes.zero) } else { (extremes.all, None) };
            let shifted = |extent: Extent| extent.shifted(input.power);
            values.push(Values { extents: extents.into_iter().map(shifted).collect(), zero, inverse: input.inverse });
        }
        if let Some(judgement) = without {
            see(Err(judgement));
        }
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
                see(Ok(corner));
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
        mut see: impl FnMut(Result<Combination<'_>, Judgement>),
    ) {
        if self.count(facts, world) <= MOST_COMBINATIONS {
            self.see_every(facts, world, see);
            return;
        }
        let are_points = extremes.iter().flat_map(|values| &values.extents).all(|extent| extent.single().is_some());
        if self.signed && are_points {
            for inputs in self.least_and_greatest(extremes) {
                see(Ok(self.combination(inputs)));
            }
            return;
        }
        see(Err(Judgement::undecided(Reason::TooManyCombinations)));
        for corner in corners {
            see(Ok(corner));
        }
    }

    /// The combinations at which `look` looks, and why there are none of some. `see` is told of each.
    pub(super) fn look(
        &self,
        facts: &Facts<'_>,
        world: &World,
        look: Look,
        mut see: impl FnMut(Result<Combination<'_>, Judgement>),
    ) {
        let count = self.count(facts, world);
        if look == Look::Values && count > MOST_VALUES {
            see(Err(Judgement::undecided(Reason::TooManyCombinations)));
        }
        let sees_every = look != Look::Deciding && (2..=MOST_VALUES).contains(&count);
        if !sees_every {
            self.each(facts, world, see);
            return;
        }
        self.each(facts, world, |seen| {
            if seen.is_err() {
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

    fn see_every(&self, facts: &Facts<'_>, world: &World, mut see: impl FnMut(Result<Combination<'_>, Judgement>)) {
        let all: Vec<Vec<Extent>> = self.inputs.iter().map(|input| input.every_extent(facts, world)).collect();
        let mut picked: Vec<Vec<&Extent>> = vec![Vec::new()];
        for own in &all {
            let with = |so_far: &Vec<_>, extent| so_far.iter().copied().chain([extent]).collect();
            picked = picked.iter().flat_map(|so_far| own.iter().map(move |extent| with(so_far, extent))).collect();
        }
        for inputs in picked {
            see(Ok(self.combination(inputs)));
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

    fn combination<'c>(&self, inputs: Vec<&'c Extent>) -> Combination<'c> {
        let value = self.derive(&inputs).map(|extent| Value::Computed(Box::new(extent)));
        Combination { inputs, value }
    }

    /// The value that follows from one value of each input.
    fn derive(&self, inputs: &[&Extent]) -> Result<Extent, Reason> {
        let mut value = self.begin();
        if let Some((constant, true)) = &self.constant {
            value = value.over(&Extent::point(&Amount::from(*constant))).ok_or(Reason::DivisionByZero)?;
        }
        for (input, extent) in self.inputs.iter().zip(inputs) {
            value = self.step(&value, input, extent)?;
        }
        if !self.signed && value.goes_below_zero() { Err(Reason::NegativeValue) } else { Ok(value) }
    }

    /// Where there is no input yet.
    fn begin(&self) -> Extent {
        let begin = match &self.constant {
            Some((constant, false)) => *constant,
            _ if self.is_sum => Exact::ZERO,
            _ => Exact::new(1, 0),
        };
        Extent::point(&Amount::from(begin)).shifted(self.power)
    }

    /// With one input more.
    fn step(&self, value: &Extent, input: &Input, extent: &Extent) -> Result<Extent, Reason> {
        match (self.is_sum, input.inverse) {
            (true, false) => value.plus(extent).ok_or(Reason::UndecidedInput),
            (true, true) => value.minus(extent).ok_or(Reason::UndecidedInput),
            (false, false) => Ok(value.times(extent)),
            (false, true) => value.over(extent).ok_or(Reason::DivisionByZero),
        }
    }
}

impl Judgement {
    /// How a derived value stands because of an input without a value. What is wrong with a parameter is said itself.
    pub(super) fn of_an_input(self, source: Source) -> Self {
        let reason = match (source, self.standing, self.reason) {
            (Source::Parameter(_), ..) | (_, _, Reason::Preliminary | Reason::NoResult) => self.reason,
            (_, Standing::Unfinished, _) => Reason::PendingInput,
            _ => Reason::UndecidedInput,
        };
        Self { reason, ..self }
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
fn see_zero(values: &[Values], see: &mut impl FnMut(Result<Combination<'_>, Judgement>)) {
    for (place, zero) in values.iter().enumerate().filter_map(|(place, own)| Some((place, own.zero.as_ref()?))) {
        let of = |(index, values): (usize, &Values)| -> Option<Extent> {
            if index == place { Some(zero.clone()) } else { values.extents.first().or(values.zero.as_ref()).cloned() }
        };
        let inputs: Option<Vec<Extent>> = values.iter().enumerate().map(of).collect();
        if let Some(inputs) = inputs {
            see(Ok(Combination { inputs: inputs.iter().collect(), value: Err(Reason::DivisionByZero) }));
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
