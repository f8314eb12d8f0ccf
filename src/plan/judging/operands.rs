//! What is known of a lot before a test is judged: its parameters, and the values of the tests that
//! others need.

use std::cmp::Ordering;

use super::completion::MayBe;
use super::judgement::{Judgement, Value};
use crate::acceptance::Extent;
use crate::combination::{Origins, Places, compare_numbers, first_of_each, reaching_furthest};
use crate::lot::Lot;
use crate::plan::compiled::{PlannedParameter, Source};
use crate::report::Reason;

/// All that is known of one lot.
pub(crate) struct Facts<'l> {
    pub(crate) lot: &'l Lot,
    /// Of each parameter of the specification its value, or why there is none.
    parameters: Vec<Operands<'l>>,
    /// The values of needed tests so far, each with its place, in ascending order.
    tests: Vec<(usize, Operands<'l>)>,
    /// Of the tests whose determinations are told apart those that have several.
    several: Places,
    /// The most values that a test offers to others where only one of its inputs varies.
    pub(super) most_offered: usize,
}

/// The values that the determinations of one test, or a parameter, offer to those that need them.
#[derive(Debug, Default)]
pub(crate) struct Operands<'l> {
    /// At least one, and be it that there is none; no two are the same.
    all: Vec<Operand<'l>>,
    /// Which determinations each is made of.
    origins: Vec<Origins>,
    /// Whether they may be below zero.
    pub(super) signed: bool,
    /// Whether there is no result at all.
    pub(super) is_untested: bool,
    /// Whether there are too many for conditions to look at.
    pub(super) are_too_many: bool,
    extremes: Extremes,
}

/// What one determination offers: a value that counts, or what is known without one.
pub(super) type Operand<'l> = Result<Value<'l>, Box<Open<'l>>>;

/// A determination without a value that counts, or that there is none.
///
/// A preliminary one is such: a final one may take its place, and nothing that failed because of it
/// could be taken back.
#[derive(Clone, Debug)]
pub(crate) struct Open<'l> {
    /// How it stands, and why.
    pub(crate) judgement: Judgement,
    /// The numbers to which it may come.
    pub(super) may_be: MayBe,
    /// What a preliminary result says for now.
    pub(super) for_now: Option<Value<'l>>,
}

impl Open<'_> {
    /// One of which nothing more is known, and perhaps never will be.
    pub(super) fn without(judgement: Judgement) -> Self {
        Self { judgement, may_be: MayBe::PerhapsAnything, for_now: None }
    }
}

/// The numbers among operands that reach furthest, which is all that a derivation needs where it
/// rises or falls with each input.
#[derive(Clone, Debug, Default)]
pub(crate) struct Extremes {
    pub(super) all: Vec<Extent>,
    /// Those of the numbers that cannot be zero.
    pub(super) not_zero: Vec<Extent>,
    /// One that may be zero.
    pub(super) zero: Option<Extent>,
}

/// The most determinations of tests that conditions look at, all places at which they do taken
/// together.
const MOST_USES: usize = 1_000_000;
/// The most values that all needed tests together offer, where only one input of each varies.
const MOST_OFFERED: usize = 1_000_000;

impl<'l> Operands<'l> {
    pub(super) fn new(is_untested: bool, signed: bool) -> Self {
        Self { signed, is_untested, ..Self::default() }
    }

    pub(super) fn push(&mut self, operand: Operand<'l>, origins: Origins) {
        self.all.push(operand);
        self.origins.push(origins);
    }

    /// Which determinations each is made of, in the same order.
    pub(super) fn origins(&self) -> &[Origins] {
        &self.origins
    }

    pub(crate) fn all(&self) -> &[Operand<'l>] {
        &self.all
    }

    /// Those at the places of `chosen`, with their places; all where there is no choice.
    pub(super) fn chosen<'o>(
        &'o self,
        chosen: Option<&'o [usize]>,
    ) -> impl Iterator<Item = (usize, &'o Operand<'l>)> {
        let all = if chosen.is_none() { self.all.as_slice() } else { &[] };
        let of_places = chosen
            .unwrap_or_default()
            .iter()
            .filter_map(|place| Some((*place, self.all.get(*place)?)));
        all.iter().enumerate().chain(of_places)
    }

    pub(crate) fn extremes(&self) -> &Extremes {
        &self.extremes
    }

    /// Two that are the same and made of the same make no difference: the first stands for both.
    fn complete(mut self) -> Self {
        if self.all.len() > 1 {
            let number = |own: &Operand<'_>| own.as_ref().ok()?.extent();
            let offered =
                std::mem::take(&mut self.all).into_iter().zip(std::mem::take(&mut self.origins));
            let offered = offered.map(|(own, origins)| (number(&own), own, origins)).collect();
            let different = first_of_each(offered, |a, b| {
                compare((&a.1, a.0.as_ref(), &a.2), (&b.1, b.0.as_ref(), &b.2))
            });
            (self.all, self.origins) =
                different.into_iter().map(|(_, own, origins)| (own, origins)).unzip();
        }
        let numbers = self.all.iter().filter_map(|operand| operand.as_ref().ok()?.extent());
        self.extremes = Extremes::of(&numbers.collect::<Vec<_>>());
        self
    }
}

/// An operand, its number if it is one, and its origins.
type Offered<'o, 'l> = (&'o Operand<'l>, Option<&'o Extent>, &'o Origins);

/// Any order in which the same stands together.
fn compare(a: Offered<'_, '_>, b: Offered<'_, '_>) -> Ordering {
    let of_values = |a: Option<&Value<'_>>, b: Option<&Value<'_>>| match (a, b) {
        (Some(Value::Term(a)), Some(Value::Term(b))) => a.cmp(b),
        (Some(a), Some(b)) => compare_numbers(a.extent().as_ref(), b.extent().as_ref()),
        (a, b) => a.is_some().cmp(&b.is_some()),
    };
    let of_operands = match (a.0, b.0) {
        (Ok(Value::Term(a)), Ok(Value::Term(b))) => a.cmp(b),
        (Ok(_), Ok(_)) => compare_numbers(a.1, b.1),
        (Ok(_), Err(_)) => Ordering::Less,
        (Err(_), Ok(_)) => Ordering::Greater,
        (Err(a), Err(b)) => {
            let within = |open: &Open<'_>| match &open.may_be {
                MayBe::Nothing => (0, Vec::new(), None),
                MayBe::Anything => (1, Vec::new(), None),
                MayBe::Within(extent) => (2, vec![extent.as_ref().clone()], None),
                MayBe::Perhaps(extents) => (3, extents.clone(), None),
                MayBe::PerhapsTerm(text) => (4, Vec::new(), Some(text.clone())),
                MayBe::PerhapsAnything => (5, Vec::new(), None),
            };
            let ((a_kind, a_extents, a_term), (b_kind, b_extents, b_term)) = (within(a), within(b));
            let extents =
                || a_extents.iter().zip(&b_extents).map(|(a, b)| compare_numbers(Some(a), Some(b)));
            a.judgement
                .cmp(&b.judgement)
                .then(a_kind.cmp(&b_kind))
                .then(a_extents.len().cmp(&b_extents.len()))
                .then_with(|| extents().find(|order| order.is_ne()).unwrap_or(Ordering::Equal))
                .then(a_term.cmp(&b_term))
                .then_with(|| of_values(a.for_now.as_ref(), b.for_now.as_ref()))
        }
    };
    of_operands.then_with(|| a.2.cmp(b.2))
}

impl Extremes {
    pub(super) fn of(numbers: &[Extent]) -> Self {
        let (zero, not_zero): (Vec<&Extent>, Vec<&Extent>) =
            numbers.iter().partition(|extent| extent.contains_zero());
        let furthest = |all: &[&Extent]| -> Vec<Extent> {
            reaching_furthest(all)
                .into_iter()
                .filter_map(|place| all.get(place))
                .map(|own| (*own).clone())
                .collect()
        };
        Self {
            not_zero: furthest(&not_zero),
            zero: zero.first().copied().cloned(),
            all: furthest(&numbers.iter().collect::<Vec<_>>()),
        }
    }
}

impl<'l> Facts<'l> {
    /// Allocates nothing where there are no parameters.
    pub(crate) fn of(lot: &'l Lot, parameters: &[PlannedParameter], needed: usize) -> Self {
        let operands = |parameter: &PlannedParameter| {
            let stated = lot.stated(&parameter.id).ok_or(Reason::MissingParameter);
            let value = stated.and_then(|stated| parameter.value(stated)).map_err(|reason| {
                let undecided = Open::without(Judgement::undecided(reason));
                Box::new(Open { may_be: parameter.may_be(), ..undecided })
            });
            let origins = vec![Origins::default()];
            Operands {
                all: vec![value],
                origins,
                signed: parameter.is_signed(),
                ..Operands::default()
            }
            .complete()
        };
        Self {
            lot,
            parameters: parameters.iter().map(operands).collect(),
            tests: Vec::new(),
            several: Places::default(),
            most_offered: MOST_OFFERED.checked_div(needed).unwrap_or(MOST_OFFERED),
        }
    }

    /// Adds the values of the needed test at `place`, which is after those before; `uses` is at how
    /// many places of the plan conditions look at the values of a test, and `told_apart` its place
    /// among the tests whose determinations are told apart.
    pub(crate) fn add(
        &mut self,
        place: usize,
        operands: Operands<'l>,
        uses: usize,
        told_apart: Option<usize>,
    ) {
        let mut operands = operands.complete();
        operands.are_too_many =
            operands.all.len() > 1 && operands.all.len().saturating_mul(uses) > MOST_USES;
        if let Some(bit) = told_apart.filter(|_| operands.all.len() > 1) {
            self.several.insert(bit);
            for (which, origins) in operands.origins.iter_mut().enumerate() {
                *origins = origins.with(bit, which);
            }
        }
        self.tests.push((place, operands));
    }

    /// The tests among `told_apart` that have several determinations.
    pub(super) fn told_apart<'f>(
        &'f self,
        told_apart: &'f Places,
    ) -> impl Iterator<Item = usize> + 'f {
        self.several.in_both(told_apart)
    }

    /// The values that stand at `source`.
    pub(crate) fn operands(&self, source: Source) -> Option<&Operands<'l>> {
        match source {
            Source::Parameter(place) => self.parameters.get(place),
            Source::Test(place) => {
                // Nearly always all are there; else only those that one test needs.
                let all = self.tests.get(place).filter(|(own, _)| *own == place);
                let some = || {
                    self.tests.get(self.tests.binary_search_by_key(&place, |(own, _)| *own).ok()?)
                };
                all.or_else(some).map(|(_, operands)| operands)
            }
        }
    }

    /// Of how many tests it has the values.
    #[cfg(test)]
    pub(crate) fn count_of_tests(&self) -> usize {
        self.tests.len()
    }

    /// The text of a parameter.
    pub(crate) fn text(&self, place: usize) -> Result<&'l str, Reason> {
        match self.parameters.get(place).and_then(|operands| operands.all.first()) {
            Some(Ok(Value::Term(text))) => Ok(text),
            Some(Ok(Value::Numbers(_) | Value::Computed(_))) => Err(Reason::InvalidParameter),
            Some(Err(open)) => Err(open.judgement.reason),
            None => Err(Reason::MissingParameter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rules: COND-9.
    #[test]
    fn so_many_determinations_are_looked_at() {
        let lot = Lot::new("LOT-1", "Example vector", Vec::new()).unwrap();
        for (count, different, uses, are_too_many) in [
            (1, 1, 2_000_000, false),
            (2, 2, 500_000, false),
            (2, 2, 500_001, true),
            (1_000, 1_000, 1_000, false),
            (1_001, 1_001, 1_000, true),
            (1_001, 1_000, 1_000, false),
        ] {
            let mut operands = Operands::new(false, false);
            let texts: Vec<String> =
                (0..count).map(|index| (index % different).to_string()).collect();
            for text in &texts {
                operands.push(Ok(Value::Term(text)), Origins::default());
            }
            let mut facts = Facts::of(&lot, &[], 1);
            facts.add(0, operands, uses, None);
            let found = facts.operands(Source::Test(0)).unwrap().are_too_many;
            assert_eq!(found, are_too_many, "{count}, {different} different, at {uses} places");
        }
    }
}
