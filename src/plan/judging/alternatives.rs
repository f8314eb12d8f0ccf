//! What the determinations of one subject make of conditions, those together that make the same of
//! each.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::completion::{MayBe, anything};
use super::judgement::{Judgement, Value};
use super::operands::{Facts, Open, Operand, Operands};
use super::truth::{Conceivable, Met, Truth, World, conceivable};
use crate::acceptance::Extent;
use crate::combination::innermost;
use crate::plan::compiled::{PlannedCondition, Source};
use crate::report::Reason;

/// The determinations of one source that make the same of every condition.
pub(super) struct Alternative {
    pub(super) chosen: Rc<[usize]>,
    /// Where of some condition it is open what they make of it, those that leave least open: what
    /// fails whatever one is, fails whatever another is that can be nothing else.
    pub(super) narrowest: Option<Vec<usize>>,
    pub(super) outlook: Outlook,
}

/// What is made of conditions, and which cases may turn out to be met.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Outlook {
    /// What of each condition.
    pub(super) truths: Vec<Truth>,
    /// Which of the cases may yet be met; `None` where that is not known.
    pub(super) may_meet: Option<BTreeSet<Met>>,
}

/// The determinations of `source`, those together that make the same of every condition.
pub(super) fn alternatives(
    source: Source,
    conditions: &[&PlannedCondition],
    (of_test, is_one): (usize, bool),
    facts: &Facts<'_>,
    part: &World,
) -> Vec<Alternative> {
    let truths = |operand: Option<&Operand<'_>>| -> Vec<Truth> {
        conditions.iter().map(|condition| condition.truth_of(source, operand)).collect()
    };
    let found = facts.operands(source);
    let cases = conditions.get(of_test..).unwrap_or_default();
    let operands = || found.into_iter().flat_map(|found| found.chosen(part.choice(source)));
    if found.is_some_and(|found| found.are_too_many) {
        let undecided =
            Err(Box::new(Open::without(Judgement::undecided(Reason::TooManyCombinations))));
        let all = operands().map(|(place, _)| place).collect();
        let outlook = Outlook { truths: truths(Some(&undecided)), may_meet: None };
        return vec![Alternative { chosen: all, narrowest: Some(Vec::new()), outlook }];
    }
    let mut alternatives: BTreeMap<Outlook, Vec<usize>> = BTreeMap::new();
    for (index, operand) in operands() {
        let truths = truths(Some(operand));
        let may_meet = may_meet(
            source,
            cases,
            truths.get(of_test..).unwrap_or_default(),
            operand,
            found,
            is_one,
        );
        alternatives.entry(Outlook { truths, may_meet }).or_default().push(index);
    }
    let alternative = |(outlook, chosen): (Outlook, Vec<usize>)| Alternative {
        narrowest: found
            .filter(|_| !are_known(&outlook.truths))
            .map(|found| narrowest(found, &chosen)),
        chosen: chosen.into(),
        outlook,
    };
    alternatives.into_iter().map(alternative).collect()
}

/// Of the determinations at `places` those without another that can be less, and those that may
/// come to no number.
fn narrowest(found: &Operands<'_>, places: &[usize]) -> Vec<usize> {
    let number = |operand: &Operand<'_>| match operand {
        Ok(value) => value.extent(),
        Err(open) if open.may_be.is_perhaps_none() => None,
        Err(open) => open.may_be.extents(found.signed).pop(),
    };
    let (mut numbers, mut others) = (Vec::new(), Vec::new());
    for (place, operand) in found.chosen(Some(places)) {
        match number(operand) {
            Some(number) => numbers.push((place, number)),
            None => others.push(place),
        }
    }
    let extents: Vec<&Extent> = numbers.iter().map(|(_, extent)| extent).collect();
    let innermost = innermost(&extents).into_iter().filter_map(|index| numbers.get(index));
    innermost.map(|(place, _)| *place).chain(others).collect()
}

/// Which of the conditions of `cases` a determination may turn out to meet, of which they are
/// `truths` so far.
fn may_meet(
    source: Source,
    cases: &[&PlannedCondition],
    truths: &[Truth],
    operand: &Operand<'_>,
    found: Option<&Operands<'_>>,
    is_one: bool,
) -> Option<BTreeSet<Met>> {
    if are_known(truths) {
        return Some(BTreeSet::from([truths
            .iter()
            .map(|truth| *truth == Truth::True)
            .chain([true])
            .collect()]));
    }
    let no_value: Met =
        cases.iter().map(|case| !case.asks_anything_of(source)).chain([false]).collect();
    if let Err(open) = operand
        && let MayBe::PerhapsTerm(text) = &open.may_be
    {
        let value = Ok(Value::Term(text));
        let truths: Vec<Truth> =
            cases.iter().map(|case| case.truth_of(source, Some(&value))).collect();
        if are_known(&truths) {
            let met = truths.iter().map(|truth| *truth == Truth::True).chain([true]).collect();
            return Some(BTreeSet::from([met, no_value]));
        }
    }
    let signed = found.is_some_and(|found| found.signed);
    let has_no_value = operand.as_ref().is_err_and(|open| open.may_be.is_perhaps_none());
    let are_words = cases.iter().any(|case| case.asks_for_words(source));
    let numbers = || match operand {
        Ok(value) => vec![value.extent().unwrap_or_else(|| anything(signed))],
        Err(open) => open.may_be.extents(signed),
    };
    let could_be = if are_words {
        vec![Conceivable::Words]
    } else {
        numbers().into_iter().map(Conceivable::Numbers).collect()
    };
    let mut all = BTreeSet::new();
    for could_be in &could_be {
        all.extend(conceivable(cases, source, could_be)?);
    }
    // Where there may be no value at all, or a word that is in no list, no case may be met.
    if has_no_value || is_one && are_words && matches!(source, Source::Test(_)) {
        all.insert(no_value);
    }
    Some(all)
}

fn are_known(truths: &[Truth]) -> bool {
    truths.iter().all(|truth| matches!(truth, Truth::True | Truth::False))
}
