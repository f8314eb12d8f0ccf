//! What is asked of a lot, in each combination of the determinations on which that depends.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::condition::{PlannedCondition, Truth, World};
use super::facts::{Facts, Operand, Operands};
use super::judgement::Judgement;
use super::planned::{Asked, PlannedTest};
use super::sources::Source;
use crate::report::Reason;

/// What follows from a combination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Applies {
    /// This is asked.
    Case(usize),
    /// Nothing is asked.
    Not,
    /// It cannot be told, or not yet.
    Open(Judgement),
}

/// The most combinations of the determinations on which conditions depend that are told apart for one test.
const MOST_WORLDS: usize = 1_000;

/// The determinations of one source that make the same of every condition, and what they make of them.
type Alternative = (Rc<[usize]>, Vec<Truth>);

impl PlannedTest {
    /// Every combination of the determinations on which conditions depend, as far as it makes a difference, with what follows from it.
    pub(super) fn worlds(&self, facts: &Facts<'_>) -> Vec<(World, Applies)> {
        let conditions: Vec<&PlannedCondition> =
            self.when.iter().chain(self.asked.iter().filter_map(|asked| asked.when.as_ref())).collect();
        let mut sources: Vec<Source> = Vec::new();
        for source in conditions.iter().flat_map(|condition| condition.sources()) {
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        let all: Vec<(Source, Vec<Alternative>)> =
            sources.into_iter().map(|source| (source, alternatives(source, &conditions, facts))).collect();
        let count = all.iter().fold(1_usize, |count, (_, own)| count.saturating_mul(own.len()));
        if count > MOST_WORLDS {
            return self.possible_cases(&all);
        }
        // Worlds so far, each with the truth of every condition in it.
        let mut worlds: Vec<(World, Vec<Truth>)> = vec![(World::default(), vec![Truth::True; conditions.len()])];
        for (source, alternatives) in &all {
            let with = |(world, truths): &(World, Vec<Truth>), (chosen, own): &Alternative| {
                let mut world = world.clone();
                world.choices.push((*source, Rc::clone(chosen)));
                (world, truths.iter().zip(own).map(|(a, b)| *a.min(b)).collect())
            };
            worlds = worlds.iter().flat_map(|world| alternatives.iter().map(move |one| with(world, one))).collect();
        }
        worlds.into_iter().map(|(world, truths)| (world, self.applies(&truths))).collect()
    }

    /// Every case in which the lot can be, and that there are too many combinations to say more: what fails in one of them fails.
    fn possible_cases(&self, all: &[(Source, Vec<Alternative>)]) -> Vec<(World, Applies)> {
        let of_test = usize::from(self.when.is_some());
        let holds =
            |truths: &[Truth], condition: usize| truths.get(condition).is_none_or(|truth| *truth == Truth::True);
        let is_possible = |case: &usize| {
            let condition = case.saturating_add(of_test);
            let both = |truths: &[Truth]| (of_test == 0 || holds(truths, 0)) && holds(truths, condition);
            all.iter().all(|(_, own)| own.iter().any(|(_, truths)| both(truths)))
        };
        let cases = (0..self.asked.len()).filter(is_possible).map(Applies::Case);
        let open = Applies::Open(Judgement::undecided(Reason::TooManyCombinations));
        cases.chain([open]).map(|applies| (World::default(), applies)).collect()
    }

    /// What follows from the truth of each condition: first that of the test if it has one, then those of its cases.
    fn applies(&self, truths: &[Truth]) -> Applies {
        let (of_test, of_cases) = truths.split_at_checked(usize::from(self.when.is_some())).unwrap_or((truths, &[]));
        match of_test.first() {
            Some(Truth::False) => return Applies::Not,
            Some(Truth::Undecided(reason)) => return Applies::Open(Judgement::undecided(*reason)),
            Some(Truth::Unfinished(reason)) => return Applies::Open(Judgement::unfinished(*reason)),
            Some(Truth::True) | None => {}
        }
        if self.only().is_some() {
            return Applies::Case(0);
        }
        if let Some(case) = of_cases.iter().position(|truth| *truth == Truth::True) {
            return Applies::Case(case);
        }
        match of_cases.iter().filter(|truth| **truth != Truth::False).min() {
            Some(Truth::Undecided(reason)) => Applies::Open(Judgement::undecided(*reason)),
            Some(Truth::Unfinished(reason)) => Applies::Open(Judgement::unfinished(*reason)),
            _ => Applies::Open(Judgement::undecided(Reason::NoCaseApplies)),
        }
    }
}

impl Asked {
    /// The worlds that differ in what a derived value is made of.
    pub(super) fn distinct<'w>(&self, worlds: impl Iterator<Item = &'w World>) -> Vec<World> {
        let is_input = |source: Source| {
            self.derived.iter().any(|derived| derived.inputs.iter().any(|input| input.source == source))
        };
        let mut known = HashSet::new();
        let restricted = worlds.map(|world| World {
            choices: world.choices.iter().filter(|(source, _)| is_input(*source)).cloned().collect(),
        });
        restricted.filter(|world| known.insert(world.clone())).collect()
    }
}

/// The determinations of `source`, those together that make the same of every condition.
fn alternatives(source: Source, conditions: &[&PlannedCondition], facts: &Facts<'_>) -> Vec<Alternative> {
    let truths = |operand: Option<&Operand<'_>>| -> Vec<Truth> {
        conditions.iter().map(|condition| condition.truth_of(source, operand)).collect()
    };
    let operands = facts.operands(source).map(Operands::all).unwrap_or_default();
    if operands.is_empty() {
        return vec![(Rc::from([]), truths(None))];
    }
    let mut alternatives: Vec<(Vec<usize>, Vec<Truth>)> = Vec::new();
    let mut places: HashMap<Vec<Truth>, usize> = HashMap::new();
    for (index, operand) in operands.iter().enumerate() {
        let own = truths(Some(operand));
        let place = *places.entry(own.clone()).or_insert(alternatives.len());
        match alternatives.get_mut(place) {
            Some((chosen, _)) => chosen.push(index),
            None => alternatives.push((vec![index], own)),
        }
    }
    alternatives.into_iter().map(|(chosen, truths)| (chosen.into(), truths)).collect()
}
