//! What is asked of a lot, in all combinations of the determinations on which that depends.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::alternatives::{Alternative, Outlook, alternatives};
use super::judgement::{Judgement, Look};
use super::operands::Facts;
use super::truth::{Met, Truth, World};
use super::unknown_inputs::MOST_UNKNOWN;
use super::waiting::{Together, Waiting};
use crate::plan::compiled::{Asked, PlannedCondition, PlannedTest, Source};
use crate::report::Reason;

/// What follows from all combinations together.
#[derive(Debug, Default)]
pub(crate) struct Situation {
    /// Each case in which the lot may be, with the combinations in which it is.
    pub(crate) cases: Vec<(usize, World)>,
    /// Why in some combinations it cannot be told, or not yet, what is asked.
    pub(super) open: Vec<Judgement>,
    /// Those among them in which the test applies, and it is open in which case.
    pub(super) in_some_case: Vec<InSomeCase>,
    /// Whether in some combination nothing is asked.
    pub(super) is_not_asked: bool,
    /// Where that is open, the cases in which it may be, whether or not it applies.
    pub(super) not_excluded: Vec<usize>,
}

/// Combinations of which it is open in which case they are: all in the same one. Without any of
/// them, those of the whole part.
#[derive(Clone, Debug)]
pub(super) struct InSomeCase {
    /// Why.
    pub(super) why: Judgement,
    /// In which cases they may be; `None` for none of them.
    pub(super) cases: BTreeSet<Option<usize>>,
    /// Whether they may be in none though everything on which that depends has a value.
    may_be_outside: bool,
    pub(super) together: Together,
}

/// The most combinations that are looked through for one that is in no case.
const MOST_WORLDS: usize = 256;

/// The most results and values of inputs that are looked at in combinations told apart by the
/// determinations for which they wait.
const MOST_TOLD_APART: usize = 10_000;

/// The most ways to meet cases that are told apart of several sources together.
const MOST_WAYS: usize = 2_000;

impl PlannedTest {
    /// In which cases the lot is in one part of all combinations. A condition asks for all of its
    /// requirements, so that the combinations in which it is met are all those of the
    /// determinations that meet it, source by source.
    pub(crate) fn situation(&self, facts: &Facts<'_>, part: &World, look: Look) -> Situation {
        let conditions: Vec<&PlannedCondition> = self.conditions().collect();
        let mut sources: Vec<Source> = Vec::new();
        for source in conditions.iter().flat_map(|condition| condition.sources()) {
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        let of_test = usize::from(self.when.is_some());
        // Where it has no cases, whether it applies at all is as if it had one.
        let is_one = self.only().is_some();
        let of_cases = if is_one { 0 } else { of_test };
        let all: Vec<(Source, Vec<Alternative>)> = sources
            .iter()
            .map(|source| {
                (*source, alternatives(*source, &conditions, (of_cases, is_one), facts, part))
            })
            .collect();
        let part = &part.without(&sources);
        // Nearly always all is known, and nothing waits.
        let waits = all.iter().flat_map(|(_, own)| own).any(|own| own.narrowest.is_some());
        let most = if waits { self.most_told_apart(facts, &sources, part) } else { None };
        let mut situation = Situation::default();
        if self.when.is_some() {
            situation.open.extend(open(&all, 0));
            situation.is_not_asked =
                truths(&all, 0).any(|mut own| own.any(|truth| truth == Truth::False));
        }
        if is_one {
            situation.cases.extend(met(&all, &[0], part).map(|world| (0, world)));
            // Nearly always it is known whether it applies.
            if !situation.open.is_empty() {
                situation.not_excluded.push(0);
                let (open, surely) = in_no_case(&all, (0, most), part, look).unwrap_or_default();
                situation.open.extend(
                    open.into_iter().filter(|own| own.reason == Reason::TooManyCombinations),
                );
                // What may not apply is not judged.
                situation.in_some_case =
                    surely.into_iter().filter(|own| !own.may_be_outside).collect();
            }
            return situation;
        }
        for case in 0..self.asked.len() {
            let own = [0, case.saturating_add(of_test)];
            let asked = own.get(1_usize.saturating_sub(of_test)..).unwrap_or_default();
            situation.cases.extend(met(&all, asked, part).map(|world| (case, world)));
        }
        match in_no_case(&all, (of_test, most), part, look) {
            Some((open, in_some_case)) => {
                situation.open.extend(open);
                situation.in_some_case = in_some_case;
            }
            None => situation.open.push(Judgement::undecided(Reason::TooManyCombinations)),
        }
        situation.open.sort();
        situation.open.dedup();
        if !situation.open.is_empty() {
            let is_excluded = |case: &usize| {
                truths(&all, case.saturating_add(of_test))
                    .any(|mut own| own.all(|truth| truth == Truth::False))
            };
            situation.not_excluded =
                (0..self.asked.len()).filter(|case| !is_excluded(case)).collect();
        }
        situation
    }

    /// How many combinations of one part are told apart by determinations of `subjects` for which
    /// they wait; `None` where nothing is derived, so that it makes no difference.
    fn most_told_apart(
        &self,
        facts: &Facts<'_>,
        subjects: &[Source],
        part: &World,
    ) -> Option<usize> {
        if self.asked.iter().all(|asked| asked.derived.is_none()) {
            return None;
        }
        let results = self.results(facts.lot).count();
        let count = |source: Source| match part.choice(source) {
            Some(chosen) => chosen.len(),
            None => facts.operands(source).map_or(1, |operands| operands.all().len()),
        };
        // Of many combinations only those that reach furthest are looked at.
        let looks = |asked: &Asked| {
            let inputs = asked
                .derived
                .iter()
                .flat_map(|derived| derived.inputs.iter().map(|input| input.source));
            let counts: Vec<usize> =
                inputs.filter(|source| !subjects.contains(source)).map(count).collect();
            let all = counts.iter().copied().fold(1, usize::saturating_mul).min(MOST_UNKNOWN);
            counts.into_iter().fold(all, usize::saturating_add).saturating_add(results)
        };
        let of_one = self
            .asked
            .iter()
            .map(looks)
            .fold(0, usize::saturating_add)
            .saturating_mul(part.of_parts());
        Some(MOST_TOLD_APART.checked_div(of_one).unwrap_or_default().max(1))
    }
}

/// Of each source what its determinations make of a condition.
fn truths(
    all: &[(Source, Vec<Alternative>)],
    condition: usize,
) -> impl Iterator<Item = impl Iterator<Item = Truth>> {
    let of = move |truths: &Vec<Truth>| truths.get(condition).copied().unwrap_or(Truth::True);
    all.iter().map(move |(_, own)| own.iter().map(move |own| of(&own.outlook.truths)))
}

/// The combinations in which all of `conditions` are met, if there are any.
fn met(all: &[(Source, Vec<Alternative>)], conditions: &[usize], part: &World) -> Option<World> {
    let is_met = |truths: &[Truth]| {
        conditions.iter().all(|condition| truths.get(*condition) == Some(&Truth::True))
    };
    let choice = |(source, own): &(Source, Vec<Alternative>)| {
        let mut met = own.iter().filter(|own| is_met(&own.outlook.truths)).map(|own| &own.chosen);
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
    let choices = all.iter().map(choice).collect::<Option<Vec<_>>>()?;
    Some(World { choices: part.choices.iter().cloned().chain(choices).collect(), ..part.clone() })
}

/// Why a condition is undecided in some combination, and why it is unfinished in some other.
fn open(all: &[(Source, Vec<Alternative>)], condition: usize) -> Vec<Judgement> {
    let undecided = |truth: &Truth| matches!(truth, Truth::Undecided(_));
    let unfinished = |truth: &Truth| matches!(truth, Truth::Unfinished(_));
    let each_has = |is: &dyn Fn(&Truth) -> bool| {
        truths(all, condition).all(|mut own| own.any(|truth| is(&truth)))
    };
    let least = |is: &dyn Fn(&Truth) -> bool| {
        truths(all, condition).flatten().filter(|truth| is(truth)).min()
    };
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

/// What follows from the combinations that are in none of the cases though the test applies: why it
/// cannot be told what is asked, and of which it is open in which case they are. `None` where there
/// are too many. `of_test` conditions stand before those of the cases; so many combinations as
/// `most` are told apart, if that makes a difference.
fn in_no_case(
    all: &[(Source, Vec<Alternative>)],
    (of_test, most): (usize, Option<usize>),
    part: &World,
    look: Look,
) -> Option<(Vec<Judgement>, Vec<InSomeCase>)> {
    let cases = all
        .first()
        .and_then(|(_, own)| own.first())
        .map_or(0, |own| own.outlook.truths.len().saturating_sub(of_test));
    let (is_derived, most) = (most.is_some(), most.unwrap_or_default());
    let all_met = vec![true; cases.saturating_add(1)];
    let nothing =
        Outlook { truths: vec![Truth::True; cases], may_meet: Some(BTreeSet::from([all_met])) };
    let mut outlooks = BTreeMap::from([(nothing, Waiting::for_nothing(part, most))]);
    for (source, own) in all {
        let applying: Vec<(&Alternative, &[Truth])> = own
            .iter()
            .filter_map(|own| {
                let (of_test, of_cases) = own.outlook.truths.split_at_checked(of_test)?;
                of_test.iter().all(|truth| *truth == Truth::True).then_some((own, of_cases))
            })
            .collect();
        if outlooks.len().saturating_mul(applying.len()) > MOST_WORLDS {
            return None;
        }
        let mut next: BTreeMap<Outlook, Waiting> = BTreeMap::new();
        for (before, waiting) in &outlooks {
            for (own, truths) in &applying {
                let both = before.with(truths, own.outlook.may_meet.as_ref());
                // Of those that surely meet no case nothing is judged.
                let matter = is_derived && both.truths.iter().any(|truth| *truth != Truth::False);
                let all = next.entry(both).or_insert_with(|| Waiting::none(most));
                if matter {
                    all.add(match &own.narrowest {
                        None => waiting.with_any(*source, &own.chosen),
                        Some(narrowest)
                            if look != Look::Values
                                && waiting.count().saturating_mul(own.chosen.len()) > most =>
                        {
                            waiting.with_each(*source, narrowest)
                        }
                        Some(_) => waiting.with_each(*source, &own.chosen),
                    });
                }
            }
        }
        outlooks = next;
    }
    let (mut open, mut in_some_case) = (Vec::new(), Vec::new());
    for (outlook, waiting) in outlooks {
        if outlook.truths.contains(&Truth::True) {
            continue;
        }
        let why = match outlook.truths.iter().filter(|truth| **truth != Truth::False).min() {
            Some(Truth::Undecided(reason)) => Judgement::undecided(*reason),
            Some(Truth::Unfinished(reason)) => Judgement::unfinished(*reason),
            _ => {
                open.push(Judgement::undecided(Reason::NoCaseApplies));
                continue;
            }
        };
        let Some(may_meet) = outlook.may_meet else {
            open.push(why);
            continue;
        };
        let case = |met: &Met| met.iter().take(cases).position(|is_met| *is_met);
        let may_be_outside =
            may_meet.iter().any(|met| case(met).is_none() && met.last() == Some(&true));
        let cases: BTreeSet<Option<usize>> = may_meet.iter().map(case).collect();
        let mut add = |together| {
            in_some_case.push(InSomeCase { why, cases: cases.clone(), may_be_outside, together });
        };
        if !is_derived || look == Look::Values && !waiting.are_all {
            add(Together::default());
            continue;
        }
        open.extend(
            (!waiting.are_all).then_some(Judgement::undecided(Reason::TooManyCombinations)),
        );
        waiting.together().for_each(add);
    }
    Some((open, in_some_case))
}

impl Outlook {
    /// That of the same combinations together with a further determination.
    fn with(&self, truths: &[Truth], may_meet: Option<&BTreeSet<Met>>) -> Self {
        let both = |a: &Met, b: &Met| a.iter().zip(b).map(|(a, b)| *a && *b).collect::<Met>();
        let of_both = self.may_meet.as_ref().zip(may_meet);
        let of_both = of_both.filter(|(a, b)| a.len().saturating_mul(b.len()) <= MOST_WAYS);
        Self {
            truths: self.truths.iter().zip(truths).map(|(a, b)| *a.min(b)).collect(),
            may_meet: of_both
                .map(|(a, b)| a.iter().flat_map(|a| b.iter().map(move |b| both(a, b))).collect()),
        }
    }
}
