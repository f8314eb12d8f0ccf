//! What is asked of a lot, in all combinations of the determinations on which that depends.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::condition::{PlannedCondition, Truth, World};
use super::facts::{Facts, Operand, Operands};
use super::judgement::Judgement;
use super::planned::PlannedTest;
use super::sources::Source;
use crate::report::Reason;

/// What follows from all combinations together.
#[derive(Debug, Default)]
pub(super) struct Situation {
    /// Each case in which the lot may be, with the combinations in which it is.
    pub(super) cases: Vec<(usize, World)>,
    /// Why in some combinations it cannot be told, or not yet, what is asked.
    pub(super) open: Vec<Judgement>,
    /// Whether in some combination nothing is asked.
    pub(super) is_not_asked: bool,
}

/// The most combinations that are looked through for one that is in no case.
const MOST_WORLDS: usize = 256;

/// The determinations of one source that make the same of every condition, and what they make of each.
type Alternative = (Rc<[usize]>, Vec<Truth>);

impl PlannedTest {
    /// In which cases the lot is. A condition asks for all of its requirements, so that the combinations in which it is met are all those
    /// of the determinations that meet it, source by source.
    pub(super) fn situation(&self, facts: &Facts<'_>) -> Situation {
        let conditions: Vec<&PlannedCondition> = self.conditions().collect();
        let mut sources: Vec<Source> = Vec::new();
        for source in conditions.iter().flat_map(|condition| condition.sources()) {
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        let all: Vec<(Source, Vec<Alternative>)> =
            sources.into_iter().map(|source| (source, alternatives(source, &conditions, facts))).collect();
        let mut situation = Situation::default();
        let of_test = usize::from(self.when.is_some());
        if self.when.is_some() {
            situation.open.extend(open(&all, 0));
            situation.is_not_asked = truths(&all, 0).any(|mut own| own.any(|truth| truth == Truth::False));
        }
        if self.only().is_some() {
            situation.cases.extend(met(&all, &[0]).map(|world| (0, world)));
            return situation;
        }
        for case in 0..self.asked.len() {
            let own = [0, case.saturating_add(of_test)];
            let asked = own.get(1_usize.saturating_sub(of_test)..).unwrap_or_default();
            situation.cases.extend(met(&all, asked).map(|world| (case, world)));
        }
        situation.open.extend(in_no_case(&all, of_test));
        situation.open.sort();
        situation.open.dedup();
        situation
    }
}

/// Of each source what its determinations make of a condition.
fn truths(all: &[(Source, Vec<Alternative>)], condition: usize) -> impl Iterator<Item = impl Iterator<Item = Truth>> {
    let of = move |truths: &Vec<Truth>| truths.get(condition).copied().unwrap_or(Truth::True);
    all.iter().map(move |(_, own)| own.iter().map(move |(_, truths)| of(truths)))
}

/// The combinations in which all of `conditions` are met, if there are any.
fn met(all: &[(Source, Vec<Alternative>)], conditions: &[usize]) -> Option<World> {
    let is_met = |truths: &[Truth]| conditions.iter().all(|condition| truths.get(*condition) == Some(&Truth::True));
    let choice = |(source, own): &(Source, Vec<Alternative>)| {
        let mut met = own.iter().filter(|(_, truths)| is_met(truths)).map(|(chosen, _)| chosen);
        let first = met.next()?;
        let others: Vec<&Rc<[usize]>> = met.collect();
        // Nearly always all determinations say the same.
        let chosen = if others.is_empty() {
            Rc::clone(first)
        } else {
            let mut chosen: Vec<usize> =
                others.into_iter().chain([first]).flat_map(|own| own.iter().copied()).collect();
            chosen.sort_unstable();
            chosen.into()
        };
        Some((*source, chosen))
    };
    Some(World { choices: all.iter().map(choice).collect::<Option<Vec<_>>>()? })
}

/// Why a condition is undecided in some combination, and why it is unfinished in some other.
fn open(all: &[(Source, Vec<Alternative>)], condition: usize) -> Vec<Judgement> {
    let undecided = |truth: &Truth| matches!(truth, Truth::Undecided(_));
    let unfinished = |truth: &Truth| matches!(truth, Truth::Unfinished(_));
    let each_has = |is: &dyn Fn(&Truth) -> bool| truths(all, condition).all(|mut own| own.any(|truth| is(&truth)));
    let least = |is: &dyn Fn(&Truth) -> bool| truths(all, condition).flatten().filter(|truth| is(truth)).min();
    let mut open = Vec::new();
    if each_has(&|truth| *truth != Truth::False)
        && let Some(Truth::Undecided(reason)) = least(&undecided)
    {
        open.push(Judgement::undecided(reason));
    }
    if each_has(&|truth| *truth == Truth::True || unfinished(truth))
        && let Some(Truth::Unfinished(reason)) = least(&unfinished)
    {
        open.push(Judgement::unfinished(reason));
    }
    open
}

/// What follows from the combinations that are in none of the cases though the test applies. `of_test` conditions stand before those of
/// the cases.
fn in_no_case(all: &[(Source, Vec<Alternative>)], of_test: usize) -> Vec<Judgement> {
    let mut worlds: HashSet<Vec<Truth>> = HashSet::new();
    let mut is_first = true;
    for (_, own) in all {
        let applying = own.iter().filter_map(|(_, truths)| {
            let (of_test, of_cases) = truths.split_at_checked(of_test)?;
            of_test.iter().all(|truth| *truth == Truth::True).then_some(of_cases)
        });
        let distinct: HashSet<&[Truth]> = applying.collect();
        if worlds.len().max(1).saturating_mul(distinct.len()) > MOST_WORLDS {
            return vec![Judgement::undecided(Reason::TooManyCombinations)];
        }
        worlds = if is_first {
            distinct.into_iter().map(<[Truth]>::to_vec).collect()
        } else {
            let both = |a: &[Truth], b: &[Truth]| a.iter().zip(b).map(|(a, b)| *a.min(b)).collect::<Vec<Truth>>();
            worlds.iter().flat_map(|a| distinct.iter().map(move |b| both(a, b))).collect()
        };
        is_first = false;
    }
    let none_is_met = worlds.iter().filter(|truths| !truths.contains(&Truth::True));
    let why = none_is_met.map(|truths| match truths.iter().filter(|truth| **truth != Truth::False).min() {
        Some(Truth::Undecided(reason)) => Judgement::undecided(*reason),
        Some(Truth::Unfinished(reason)) => Judgement::unfinished(*reason),
        _ => Judgement::undecided(Reason::NoCaseApplies),
    });
    why.collect()
}

/// The determinations of `source`, those together that make the same of every condition.
fn alternatives(source: Source, conditions: &[&PlannedCondition], facts: &Facts<'_>) -> Vec<Alternative> {
    let truths = |operand: Option<&Operand<'_>>| -> Vec<Truth> {
        conditions.iter().map(|condition| condition.truth_of(source, operand)).collect()
    };
    let found = facts.operands(source);
    let operands = found.map(Operands::all).unwrap_or_default();
    if operands.is_empty() {
        return vec![(Rc::from([]), truths(None))];
    }
    if found.is_some_and(|found| found.are_too_many) {
        let undecided = Err(Judgement::undecided(Reason::TooManyCombinations));
        return vec![((0..operands.len()).collect(), truths(Some(&undecided)))];
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
