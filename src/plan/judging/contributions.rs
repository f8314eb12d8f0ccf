//! All that bears on the outcome of one test, in all combinations and cases.

use std::collections::BTreeMap;
use std::slice;

use super::cases::{InSomeCase, Situation};
use super::contribution::{Contribution, Visit};
use super::determination::NotCounted;
use super::judgement::{Compare, Judgement, Look};
use super::operands::{Facts, Open};
use super::truth::World;
use crate::combination::Origins;
use crate::plan::compiled::{Asked, PlannedTest};
use crate::report::Reason;

impl PlannedTest {
    /// Shows all that bears on the outcome. Of what is alike the first that was handed in is shown
    /// first.
    pub(crate) fn see_all<'l>(
        &self,
        facts: &Facts<'l>,
        compare: Compare,
        look: Look,
        mut see: impl FnMut(Contribution<'_, 'l>),
    ) {
        let visit = Visit { test: self, facts, compare, look };
        // Nearly always nothing is told apart, and nothing allocated.
        let whole = World::default();
        let divided = self.is_divided(facts, look).then(|| self.parts(facts, look));
        let (parts, why) = match &divided {
            None => (slice::from_ref(&whole), None),
            Some((parts, false)) => (parts.as_slice(), Some(Reason::TooManyCombinations)),
            Some((parts, true)) => {
                (parts.as_slice(), parts.is_empty().then_some(Reason::NoCombination))
            }
        };
        if let (Some(only), None) = (self.only(), &self.when) {
            visit.see_only(only, parts, why, &mut see);
            return;
        }
        // What it would offer to others is awaited where it applies.
        if self.if_tested && look != Look::Values && self.results(facts.lot).next().is_none() {
            return;
        }
        if let Some(reason) = why {
            see(Contribution::Open(Judgement::undecided(reason)));
        }
        if parts.is_empty() {
            visit.see_unjudged(NotCounted::Waiting, &mut see);
            return;
        }
        visit.see_cases(parts, why.is_none(), &mut see);
    }
}

impl<'l> Visit<'_, 'l> {
    /// All of a test of which one thing is asked, whatever the lot is. `why` it cannot be derived
    /// in `parts` alone, if so.
    fn see_only(
        &self,
        only: &Asked,
        parts: &[World],
        why: Option<Reason>,
        see: &mut impl FnMut(Contribution<'_, 'l>),
    ) {
        if only.criterion.is_not_required() {
            see(Contribution::NotAsked(Reason::NotRequired));
        }
        see(Contribution::Case { is_open: false });
        if let Some(reason) =
            why.filter(|_| only.derived.is_some() && !only.criterion.is_not_required())
        {
            let undecided = Open::without(Judgement::undecided(reason));
            see(Contribution::Underivable(only, undecided.judgement, undecided));
        }
        for part in parts {
            see(Contribution::Among(&part.origins));
            self.see_derived(only, part, see);
        }
        see(Contribution::Among(&Origins::default()));
        self.see_rows(only, see);
    }

    /// All of a test of which it depends on the lot whether, or what, is asked, in `parts` of all
    /// combinations, which `are_all` or not.
    fn see_cases(
        &self,
        parts: &[World],
        are_all: bool,
        see: &mut impl FnMut(Contribution<'_, 'l>),
    ) {
        let situations: Vec<(&World, Situation)> = parts
            .iter()
            .map(|part| (part, self.test.situation(self.facts, part, self.look)))
            .collect();
        let asked = |case: usize| self.test.asked.get(case);
        let is_required =
            |case: usize| asked(case).is_some_and(|asked| !asked.criterion.is_not_required());
        let is_asked = situations.iter().any(|(_, own)| {
            !own.open.is_empty()
                || !own.in_some_case.is_empty()
                || own.cases.iter().any(|(case, _)| is_required(*case))
        });
        let mut why_not = None;
        for (case, asked) in self.test.asked.iter().enumerate() {
            let worlds =
                situations.iter().flat_map(|(_, own)| &own.cases).filter(|(own, _)| *own == case);
            let worlds: Vec<&World> = worlds.map(|(_, world)| world).collect();
            if !worlds.is_empty() {
                self.see_case(asked, &worlds, are_all && worlds.len() == parts.len(), see);
            }
        }
        let mut is_shown = situations.iter().any(|(_, own)| !own.cases.is_empty());
        let mut open: Vec<Judgement> = Vec::new();
        if self.look != Look::Values {
            open.extend(situations.iter().flat_map(|(_, own)| &own.open));
            // What waits for the same determinations in several parts turns out to be the same case
            // in all of them: one may fail in this case, and another in that one.
            let mut together: BTreeMap<_, Vec<&InSomeCase>> = BTreeMap::new();
            for own in situations.iter().flat_map(|(_, own)| &own.in_some_case) {
                together
                    .entry((&own.together.waits_for, &own.cases, own.why))
                    .or_default()
                    .push(own);
            }
            for own in together.values() {
                is_shown |= self.see_open_cases(own, &mut open, see);
            }
        }
        for (part, situation) in &situations {
            if self.look == Look::Values {
                self.see_offers(part, situation, see);
            }
            let not_required = situation.cases.iter().any(|(case, _)| !is_required(*case));
            let why_not_here = not_required.then_some(Reason::NotRequired);
            let why_not_here =
                why_not_here.or(situation.is_not_asked.then_some(Reason::ConditionNotMet));
            if is_asked && why_not_here.is_some() {
                see(Contribution::Among(&part.origins));
                see(Contribution::PartlyNotAsked);
            }
            why_not = why_not_here.or(why_not);
        }
        open.sort();
        open.dedup();
        for judgement in &open {
            see(Contribution::Open(*judgement));
        }
        // It does not apply only if it does not in any combination.
        if let Some(reason) = why_not.filter(|_| !is_asked) {
            see(Contribution::NotAsked(reason));
        }
        // Results are shown even where nothing is asked of them, or where that cannot be told.
        if !is_shown {
            self.see_unjudged(
                if is_asked { NotCounted::Waiting } else { NotCounted::NotAsked },
                see,
            );
        }
    }

    /// All in one case, in the combinations in which it applies: `everywhere`, or not.
    fn see_case(
        &self,
        asked: &Asked,
        worlds: &[&World],
        everywhere: bool,
        see: &mut impl FnMut(Contribution<'_, 'l>),
    ) {
        see(Contribution::Case { is_open: false });
        let (mut is_seen, mut results) = (false, 0_usize);
        let mut see_row = |seen: Contribution<'_, 'l>,
                           see: &mut dyn FnMut(Contribution<'_, 'l>)| {
            is_seen |= seen.judgement().is_some();
            results = results.saturating_add(usize::from(matches!(seen, Contribution::Rows(..))));
            see(seen);
        };
        if everywhere || self.look != Look::Values {
            see(Contribution::Among(&Origins::default()));
            self.see_rows(asked, &mut |seen| see_row(seen, see));
        } else {
            for world in worlds {
                see(Contribution::Among(&world.origins));
                self.see_rows(asked, &mut |seen| see_row(seen, see));
            }
        }
        for world in worlds {
            see(Contribution::Among(&world.origins));
            let mut is_derived = false;
            self.see_derived(asked, world, &mut |seen| {
                is_derived |= seen.judgement().is_some();
                see(seen);
            });
            // Whatever there is in other combinations, something is missing in these.
            if !is_seen && !is_derived && !asked.criterion.is_not_required() {
                see(Contribution::Awaited(if results == 0 {
                    Reason::NoResult
                } else {
                    Reason::NoValidResult
                }));
            }
        }
    }
}
