//! Derived values of which an input has no value that counts, put at all that it could be.

use std::collections::BTreeMap;

use super::completion::{MayBe, anything, pieces};
use super::derived::Combination;
use super::judgement::{Compare, Judgement, Standing, Value};
use super::operands::{Facts, Open, Operand};
use super::truth::World;
use crate::acceptance::{End, Extent, Interval, Relation};
use crate::combination::{Formula, every, innermost, reaching_furthest};
use crate::plan::compiled::{Asked, Input, PlannedDerivation};
use crate::report::Reason;
use crate::value::{Amount, Exact};

/// The most combinations with an unknown input that are told apart for one derived value.
pub(super) const MOST_UNKNOWN: usize = 256;
/// The most parts, below and above zero, in which unknown divisors are looked at.
const MOST_PARTS: usize = 64;

/// What one determination of an input offers.
#[derive(Clone, Debug)]
struct Offer {
    /// The number, or all to which it may come; empty where it is none.
    extents: Vec<Extent>,
    /// Whether it may come to none: nothing fails by it.
    may_be_none: bool,
    /// How it stands if it has no value that counts.
    open: Option<Judgement>,
    /// What a preliminary result says for now.
    for_now: Option<Extent>,
}

impl Offer {
    fn number(extent: Extent) -> Self {
        Self { extents: vec![extent], may_be_none: false, open: None, for_now: None }
    }

    /// All to which it comes, whatever comes; `None` where it may come to none.
    fn surely(&self) -> Option<&Extent> {
        self.extents.first().filter(|_| !self.may_be_none)
    }
}

/// One combination of determinations of the inputs, of which some have no value that counts.
#[derive(Debug)]
pub(super) struct UnknownInputs(Vec<Offer>);

/// How a derived value stands of which an input is unknown.
pub(super) struct Unknown {
    pub(super) judgement: Judgement,
    /// The extents of the inputs by which it is judged, if it fails, or would by what is
    /// preliminary.
    pub(super) inputs: Option<Vec<Extent>>,
    /// What it offers to others.
    pub(super) offer: Open<'static>,
}

impl PlannedDerivation {
    /// Shows every combination of which some input is unknown; where these are too many, `None` and
    /// those that reach furthest.
    pub(super) fn each_unknown(
        &self,
        facts: &Facts<'_>,
        world: &World,
        see: &mut impl FnMut(Option<UnknownInputs>),
    ) {
        let mut all: Vec<Vec<Offer>> =
            self.inputs.iter().map(|input| input.offers(facts, world)).collect();
        if all.iter().flatten().all(|offer| offer.open.is_none()) {
            return;
        }
        let are_few = |all: &[Vec<Offer>]| {
            let number = all.iter().map(Vec::len).fold(1, usize::saturating_mul);
            number <= MOST_UNKNOWN || all.iter().filter(|own| own.len() > 1).count() < 2
        };
        if !are_few(&all) {
            all.iter_mut().for_each(reduce);
        }
        if !are_few(&all) {
            see(None);
            self.furthest_unknown(&all)
                .into_iter()
                .for_each(|offers| see(Some(UnknownInputs(offers))));
            return;
        }
        let unknown = every(&all)
            .into_iter()
            .filter(|offers| offers.iter().any(|offer| offer.open.is_some()));
        unknown.for_each(|offers| see(Some(UnknownInputs(offers.into_iter().cloned().collect()))));
    }

    /// The combinations with something unknown that reach furthest, where each is put at all that
    /// it may be.
    fn furthest_unknown(&self, all: &[Vec<Offer>]) -> Vec<Vec<Offer>> {
        let divides = |inverse: bool, extent: &Extent| {
            inverse && !self.formula.is_sum && extent.contains_zero()
        };
        let can_fail = |inverse: bool, offer: &&Offer| {
            offer.surely().is_some_and(|extent| !divides(inverse, extent))
        };
        let of_each = all.iter().zip(&self.formula.inverse);
        let offers: Vec<Vec<&Offer>> = of_each
            .map(|(own, inverse)| own.iter().filter(|offer| can_fail(*inverse, offer)).collect())
            .collect();
        let extents: Vec<Vec<Extent>> = offers
            .iter()
            .map(|own| own.iter().filter_map(|offer| offer.surely().cloned()).collect())
            .collect();
        if extents.iter().any(Vec::is_empty) {
            return Vec::new();
        }
        let offer_of = |index: usize, extent: &Extent| -> Option<Offer> {
            let place = extents.get(index)?.iter().position(|own| std::ptr::eq(own, extent))?;
            offers.get(index)?.get(place).map(|offer| (*offer).clone())
        };
        let combinations = self.formula.furthest(&extents).combinations;
        let offers = combinations.into_iter().filter_map(|picked| {
            picked
                .into_iter()
                .enumerate()
                .map(|(index, extent)| offer_of(index, extent))
                .collect::<Option<Vec<Offer>>>()
        });
        offers.filter(|offers| offers.iter().any(|offer| offer.open.is_some())).collect()
    }
}

impl Input {
    fn offers(&self, facts: &Facts<'_>, world: &World) -> Vec<Offer> {
        let Some(operands) = facts.operands(self.source) else { return Vec::new() };
        let shifted = |extent: Extent| extent.shifted(self.power);
        let offer = |operand: &Operand<'_>| {
            let number = operand.as_ref().ok().and_then(Value::extent);
            let open = operand.as_ref().err().map(|open| open.judgement.of_an_input(self.source));
            // What may come to none is put at the numbers too, where it is asked whether it could
            // conform.
            let may_be = operand
                .as_ref()
                .err()
                .map(|open| open.may_be.extents(operands.signed))
                .unwrap_or_default();
            let is_none = operand.as_ref().is_err_and(|open| open.may_be.is_perhaps_none());
            let now = operand.as_ref().err().and_then(|open| open.for_now.as_ref()?.extent());
            let narrowed = |extent: Extent| world.narrowed(self.source, &extent);
            Offer {
                extents: as_supposed(
                    number.clone().map_or(may_be, |number| vec![number]),
                    &narrowed,
                )
                .into_iter()
                .map(shifted)
                .collect(),
                may_be_none: is_none,
                // A term is no number, and is final.
                open: open
                    .or(number.is_none().then_some(Judgement::undecided(Reason::UndecidedInput))),
                for_now: now.and_then(narrowed).map(shifted),
            }
        };
        operands.chosen(world.choice(self.source)).map(|(_, operand)| offer(operand)).collect()
    }
}

/// What of `extents` can be as is supposed; where nothing of them can, they are left as they are.
fn as_supposed(extents: Vec<Extent>, narrowed: &impl Fn(Extent) -> Option<Extent>) -> Vec<Extent> {
    let can_be: Vec<Extent> = extents.iter().cloned().filter_map(narrowed).collect();
    if can_be.is_empty() { extents } else { can_be }
}

/// Keeps the numbers that reach furthest, and of what is unknown for one reason those that may be
/// nothing that another may not be: what fails, or cannot conform, whatever one may be does so with
/// each that can only be part of it.
fn reduce(offers: &mut Vec<Offer>) {
    let (numbers, unknown): (Vec<Offer>, Vec<Offer>) =
        offers.drain(..).partition(|offer| offer.open.is_none());
    let numbers: Vec<Extent> = numbers.into_iter().flat_map(|offer| offer.extents).collect();
    let furthest = reaching_furthest(&numbers.iter().collect::<Vec<_>>());
    offers.extend(
        furthest.into_iter().filter_map(|place| numbers.get(place).cloned()).map(Offer::number),
    );
    let mut alike: BTreeMap<(Option<Judgement>, bool), Vec<Offer>> = BTreeMap::new();
    for offer in unknown {
        if offer.for_now.is_none() && offer.extents.len() == 1 {
            alike.entry((offer.open, offer.may_be_none)).or_default().push(offer);
        } else {
            offers.push(offer);
        }
    }
    for own in alike.into_values() {
        let extents: Vec<&Extent> = own.iter().flat_map(|offer| &offer.extents).collect();
        offers.extend(innermost(&extents).into_iter().filter_map(|place| own.get(place).cloned()));
    }
}

impl UnknownInputs {
    /// How the derived value stands, whatever the unknown inputs are.
    pub(super) fn judge(
        &self,
        derivation: &PlannedDerivation,
        asked: &Asked,
        compare: Compare,
    ) -> Unknown {
        let open = self.0.iter().filter_map(|offer| offer.open).min();
        let open = open.unwrap_or(Judgement::undecided(Reason::UndecidedInput));
        let extents = |of: fn(&Offer) -> Option<&Extent>| {
            self.0.iter().map(of).collect::<Option<Vec<&Extent>>>()
        };
        let all = extents(Offer::surely);
        let derive =
            |of: Option<&Vec<&Extent>>| of.and_then(|of| derivation.formula.derive(of).ok());
        let derived = derive(all.as_ref());
        let now = extents(|offer| offer.for_now.as_ref().or(offer.surely()));
        let derived_now =
            derive(now.as_ref().filter(|_| self.0.iter().any(|offer| offer.for_now.is_some())));
        let has_no_value = derived.is_none()
            && !self.some_conform(&derivation.formula, &anything(derivation.formula.signed));
        let offer = Open {
            judgement: open,
            may_be: match &derived {
                Some(derived) => MayBe::Within(Box::new(derived.clone())),
                None if has_no_value => MayBe::Nothing,
                None => self.perhaps(&derivation.formula),
            },
            for_now: derived_now.clone().map(|now| Value::Computed(Box::new(now))),
        };
        let found = |judgement, inputs: Option<Vec<&Extent>>| Unknown {
            judgement,
            inputs: inputs.map(|inputs| inputs.into_iter().cloned().collect()),
            offer: offer.clone(),
        };
        // What cannot come to a value that conforms is not awaited.
        let hopeless = Judgement::undecided(Reason::Straddles);
        if has_no_value && open.standing == Standing::Unfinished {
            return found(hopeless, None);
        }
        let Some(limits) = asked.limits.as_deref() else { return found(open, None) };
        let accepted =
            Extent::from(&limits.compared(compare).of_a_quantity(derivation.formula.signed));
        let fails = |derived: &Extent| accepted.relation(derived) == Relation::Disjoint;
        if derived.as_ref().is_some_and(fails) {
            return found(Judgement { standing: Standing::Fails, reason: Reason::Outside }, all);
        }
        // A final result can still take the place of a preliminary one, so that this is no failure,
        // and must not be lost either.
        if derived_now.as_ref().is_some_and(fails) {
            return found(Judgement::undecided(Reason::Preliminary), now);
        }
        if open.standing == Standing::Unfinished
            && !self.some_conform(&derivation.formula, &accepted)
        {
            return found(hopeless, None);
        }
        found(open, None)
    }

    /// What the constant and the known inputs make; `None` where one divides that may be zero.
    fn known(&self, formula: &Formula) -> Option<Extent> {
        let own = formula.inverse.iter().zip(&self.0);
        let mut known = own.filter(|(_, offer)| offer.open.is_none());
        known.try_fold(formula.begin_with_constant()?, |value, (inverse, offer)| {
            formula.step(&value, *inverse, offer.extents.first()?).ok()
        })
    }

    /// All that the unknown inputs may make, in parts: a divisor is below zero or above it. `None`
    /// where there are too many.
    fn unknown(&self, formula: &Formula) -> Option<Vec<Extent>> {
        let zero = || End::At { value: Amount::from(Exact::ZERO), included: false };
        let not_zero = [
            Interval { lower: End::Unbounded, upper: zero() },
            Interval { lower: zero(), upper: End::Unbounded },
        ];
        let mut parts = vec![formula.neutral()];
        for (inverse, offer) in
            formula.inverse.iter().zip(&self.0).filter(|(_, offer)| offer.open.is_some())
        {
            let divides = *inverse && !formula.is_sum;
            let sides = |extent: &Extent| -> Vec<Extent> {
                if divides {
                    not_zero.iter().filter_map(|side| extent.common(side)).collect()
                } else {
                    vec![extent.clone()]
                }
            };
            let own: Vec<Extent> = offer.extents.iter().flat_map(sides).collect();
            let with = |part: &Extent| {
                own.iter()
                    .filter_map(|own| formula.step(part, *inverse, own).ok())
                    .collect::<Vec<_>>()
            };
            parts = parts.iter().flat_map(with).collect();
            if parts.len() > MOST_PARTS {
                return None;
            }
        }
        Some(parts)
    }

    /// What the derived value may be if it has one, where it may have none.
    fn perhaps(&self, formula: &Formula) -> MayBe {
        let (Some(known), Some(parts)) = (self.known(formula), self.unknown(formula)) else {
            return MayBe::PerhapsAnything;
        };
        let values = parts.iter().filter_map(|part| with_known(formula, &known, part));
        MayBe::Perhaps(values.filter_map(|value| value.common(&anything(formula.signed))).collect())
    }

    /// Whether the derived value conforms for some value of the unknown inputs.
    fn some_conform(&self, formula: &Formula, accepted: &Extent) -> bool {
        // Divided by what may be zero, there is none.
        let Some(known) = self.known(formula) else { return false };
        let Some(parts) = self.unknown(formula) else { return true };
        let turn = |end: &Amount, known: &Amount| {
            if formula.is_sum {
                Some(Amount::from(end.fraction()?.minus(known.fraction()?)))
            } else {
                end.over(known)
            }
        };
        let turns =
            accepted.ends().flat_map(|end| known.ends().filter_map(move |known| turn(end, known)));
        let turns: Vec<Amount> = turns.chain([Exact::ZERO.into()]).collect();
        let lies_within = |piece: &Extent| {
            with_known(formula, &known, piece).is_some_and(|value| value.is_subset_of(accepted))
        };
        parts.iter().any(|part| pieces(part, turns.clone()).iter().any(lies_within))
    }
}

/// What the known and the unknown inputs make together.
fn with_known(formula: &Formula, known: &Extent, unknown: &Extent) -> Option<Extent> {
    if formula.is_sum { known.plus(unknown) } else { Some(known.times(unknown)) }
}

impl Unknown {
    /// The combination by which it is judged.
    pub(super) fn combination<'c>(
        &'c self,
        derivation: &PlannedDerivation,
    ) -> Option<Combination<'c>> {
        let inputs: Vec<&Extent> = self.inputs.as_ref()?.iter().collect();
        Some(derivation.combination(inputs))
    }
}
