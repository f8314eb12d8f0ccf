//! What is asked of a lot, in each combination of the determinations on which that depends.

use super::condition::{MOST_COMBINATIONS, PlannedCondition, Truth, World};
use super::facts::{Facts, Operand, Operands};
use super::judgement::Judgement;
use super::planned::PlannedTest;
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
        // Worlds so far, each with the truth of every condition in it.
        let mut worlds: Vec<(World, Vec<Truth>)> = vec![(World::default(), vec![Truth::True; conditions.len()])];
        for source in sources {
            let alternatives = alternatives(source, &conditions, facts);
            if worlds.len().saturating_mul(alternatives.len()) > MOST_COMBINATIONS {
                return vec![(World::default(), Applies::Open(Judgement::undecided(Reason::TooManyCombinations)))];
            }
            let with = |(world, truths): &(World, Vec<Truth>), (chosen, own): &(Vec<usize>, Vec<Truth>)| {
                let mut world = world.clone();
                world.choices.push((source, chosen.clone()));
                (world, truths.iter().zip(own).map(|(a, b)| *a.min(b)).collect())
            };
            worlds = worlds.iter().flat_map(|world| alternatives.iter().map(move |one| with(world, one))).collect();
        }
        worlds.into_iter().map(|(world, truths)| (world, self.applies(&truths))).collect()
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

/// The determinations of `source`, those together that make the same of every condition.
fn alternatives(source: Source, conditions: &[&PlannedCondition], facts: &Facts<'_>) -> Vec<(Vec<usize>, Vec<Truth>)> {
    let truths = |operand: Option<&Operand<'_>>| -> Vec<Truth> {
        conditions.iter().map(|condition| condition.truth_of(source, operand)).collect()
    };
    let operands = facts.operands(source).map(Operands::all).unwrap_or_default();
    if operands.is_empty() {
        return vec![(Vec::new(), truths(None))];
    }
    let mut alternatives: Vec<(Vec<usize>, Vec<Truth>)> = Vec::new();
    for (index, operand) in operands.iter().enumerate() {
        let own = truths(Some(operand));
        match alternatives.iter_mut().find(|(_, known)| *known == own) {
            Some((chosen, _)) => chosen.push(index),
            None => alternatives.push((vec![index], own)),
        }
    }
    alternatives
}
