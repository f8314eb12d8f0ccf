//! All that bears on the outcome of one test: determinations that were handed in, derived values,
//! and what is not known.

use std::collections::BTreeMap;
use std::slice;

use super::combinations::Derived;
use super::condition::World;
use super::derivation::Combination;
use super::determination::{NotCounted, not_counted};
use super::facts::{Facts, Open};
use super::judgement::{Compare, Judgement, Look, Standing};
use super::planned::{Asked, PlannedTest};
use super::worlds::{InSomeCase, Situation};
use crate::combination::Origins;
use crate::lot::AssayResult;
use crate::report::Reason;

/// The most results that are looked at where it is open which case applies, all cases taken
/// together.
const MOST_LOOKS: usize = 1_000_000;

/// One thing that bears on the outcome of a test.
pub(super) enum Seen<'s, 'l> {
    /// From here on in the combinations with these origins.
    Among(&'s Origins),
    /// From here on what there is only where something applies of which that is open, and why it
    /// is; or no longer so.
    Supposed(Option<Judgement>),
    /// From here on under what is asked in one of the cases: the one that applies, or one of those
    /// of which it is open.
    Case { is_open: bool },
    /// A determination that was handed in, under what is asked in one of the cases.
    Rows(&'s [(usize, &'l AssayResult)], &'s Asked, Result<Judgement, NotCounted>),
    /// A derived value.
    Computed(Combination<'s>, &'s Asked, Judgement),
    /// The same, judged by what it is for now, or by all that it may be.
    Conceivable(Combination<'s>, &'s Asked, Judgement, Open<'static>),
    /// A derived value for which an input is missing or undecided, and what it offers to others.
    Underivable(&'s Asked, Judgement, Open<'static>),
    /// Nothing that counts, in a combination in which the test applies.
    Awaited(Reason),
    /// It cannot be told whether the test applies, or which case.
    Open(Judgement),
    /// It is open which case applies, and in none that may does it conform.
    InNoCase(Judgement),
    /// The test does not apply.
    NotAsked(Reason),
    /// In some combinations it does not apply, in others it may.
    PartlyNotAsked,
}

impl Seen<'_, '_> {
    /// How it bears on the outcome.
    pub(super) fn judgement(&self) -> Option<Judgement> {
        match self {
            Self::Rows(_, _, judged) => judged.ok(),
            Self::Computed(_, _, judgement)
            | Self::Conceivable(_, _, judgement, _)
            | Self::Underivable(_, judgement, _)
            | Self::Open(judgement)
            | Self::InNoCase(judgement) => Some(*judgement),
            Self::Awaited(reason) => Some(Judgement::unfinished(*reason)),
            Self::Among(_)
            | Self::Supposed(_)
            | Self::Case { .. }
            | Self::NotAsked(_)
            | Self::PartlyNotAsked => None,
        }
    }
}

impl PlannedTest {
    /// Shows all that bears on the outcome. Of what is alike the first that was handed in is shown
    /// first.
    pub(super) fn see_all<'l>(
        &self,
        facts: &Facts<'l>,
        compare: Compare,
        look: Look,
        mut see: impl FnMut(Seen<'_, 'l>),
    ) {
        let scene = Scene { test: self, facts, compare, look };
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
            scene.see_only(only, parts, why, &mut see);
            return;
        }
        // What it would offer to others is awaited where it applies.
        if self.if_tested && look != Look::Values && self.results(facts.lot).next().is_none() {
            return;
        }
        if let Some(reason) = why {
            see(Seen::Open(Judgement::undecided(reason)));
        }
        if parts.is_empty() {
            scene.see_unjudged(NotCounted::Waiting, &mut see);
            return;
        }
        scene.see_cases(parts, why.is_none(), &mut see);
    }
}

/// One look at one test.
struct Scene<'s, 'l> {
    test: &'s PlannedTest,
    facts: &'s Facts<'l>,
    compare: Compare,
    look: Look,
}

impl<'l> Scene<'_, 'l> {
    /// All of a test of which one thing is asked, whatever the lot is. `why` it cannot be derived
    /// in `parts` alone, if so.
    fn see_only(
        &self,
        only: &Asked,
        parts: &[World],
        why: Option<Reason>,
        see: &mut impl FnMut(Seen<'_, 'l>),
    ) {
        if only.criterion.is_not_required() {
            see(Seen::NotAsked(Reason::NotRequired));
        }
        see(Seen::Case { is_open: false });
        if let Some(reason) =
            why.filter(|_| only.derived.is_some() && !only.criterion.is_not_required())
        {
            let undecided = Open::without(Judgement::undecided(reason));
            see(Seen::Underivable(only, undecided.judgement, undecided));
        }
        for part in parts {
            see(Seen::Among(&part.origins));
            self.see_derived(only, part, see);
        }
        see(Seen::Among(&Origins::default()));
        self.see_rows(only, see);
    }

    /// All of a test of which it depends on the lot whether, or what, is asked, in `parts` of all
    /// combinations, which `are_all` or not.
    fn see_cases(&self, parts: &[World], are_all: bool, see: &mut impl FnMut(Seen<'_, 'l>)) {
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
                see(Seen::Among(&part.origins));
                see(Seen::PartlyNotAsked);
            }
            why_not = why_not_here.or(why_not);
        }
        open.sort();
        open.dedup();
        for judgement in &open {
            see(Seen::Open(*judgement));
        }
        // It does not apply only if it does not in any combination.
        if let Some(reason) = why_not.filter(|_| !is_asked) {
            see(Seen::NotAsked(reason));
        }
        // Results are shown even where nothing is asked of them, or where that cannot be told.
        if !is_shown {
            self.see_unjudged(
                if is_asked { NotCounted::Waiting } else { NotCounted::NotAsked },
                see,
            );
        }
    }

    /// Combinations that wait for the same determinations to be in one case: what they come to
    /// where it makes no difference which; else why they are open is added to `open`. Returns
    /// whether results were shown.
    fn see_open_cases(
        &self,
        together: &[&InSomeCase],
        open: &mut Vec<Judgement>,
        see: &mut impl FnMut(Seen<'_, 'l>),
    ) -> bool {
        let Some(first) = together.first() else { return false };
        let worlds: Vec<&World> = together.iter().flat_map(|own| &own.together.worlds).collect();
        let looks = self.test.results(self.facts.lot).count().max(worlds.len());
        if first.cases.len().saturating_mul(looks) > MOST_LOOKS {
            open.push(first.why);
            return false;
        }
        match self.whatever_the_case(first, &worlds) {
            Some(judgement) if judgement == first.why => open.push(judgement),
            Some(judgement) => see(Seen::InNoCase(judgement)),
            None => {
                for asked in first.cases.iter().filter_map(|case| self.test.asked.get((*case)?)) {
                    see(Seen::Case { is_open: true });
                    self.see_supposed(asked, &worlds, see);
                }
                return true;
            }
        }
        false
    }

    /// What it may offer to others in the combinations of a part of which it is open in which case
    /// they are, or whether it applies.
    fn see_offers(&self, part: &World, situation: &Situation, see: &mut impl FnMut(Seen<'_, 'l>)) {
        see(Seen::Among(&part.origins));
        let has_cases = self.test.only().is_none();
        let of_open =
            situation.open.iter().map(|why| (*why, situation.not_excluded.clone(), vec![part]));
        let of_cases = situation.in_some_case.iter().filter(|_| has_cases).map(|own| {
            let cases: Vec<usize> = own.cases.iter().copied().flatten().collect();
            let worlds: Vec<&World> = own.together.worlds.iter().collect();
            (own.why, cases, if worlds.is_empty() { vec![part] } else { worlds })
        });
        for (why, cases, worlds) in of_open.chain(of_cases) {
            let looks = cases.len().saturating_mul(self.test.results(self.facts.lot).count());
            let cases = cases
                .iter()
                .filter(|_| looks <= MOST_LOOKS)
                .filter_map(|case| self.test.asked.get(*case));
            let required = cases.filter(|asked| !asked.criterion.is_not_required());
            // In a case without a result it is awaited, as in all others of which nothing is said.
            let mut all_are_seen = None;
            for asked in required {
                see(Seen::Supposed(Some(why)));
                let mut is_seen = false;
                let mut tell = |seen: Seen<'_, 'l>| {
                    is_seen |= seen.judgement().is_some();
                    see(seen);
                };
                self.see_supposed(asked, &worlds, &mut tell);
                all_are_seen = Some(all_are_seen.unwrap_or(true) && is_seen);
            }
            see(Seen::Supposed(None));
            if all_are_seen != Some(true) {
                see(Seen::Open(why));
            }
        }
    }

    /// Results of which nothing is asked, or nothing that can be told.
    fn see_unjudged(&self, otherwise: NotCounted, see: &mut impl FnMut(Seen<'_, 'l>)) {
        let Some(first) = self.test.asked.first() else { return };
        for (index, result) in self.test.results(self.facts.lot) {
            let why = not_counted(self.facts.lot, result).unwrap_or(otherwise);
            see(Seen::Rows(&[(index, result)], first, Err(why)));
        }
    }

    /// All in one case, in the combinations in which it applies: `everywhere`, or not.
    fn see_case(
        &self,
        asked: &Asked,
        worlds: &[&World],
        everywhere: bool,
        see: &mut impl FnMut(Seen<'_, 'l>),
    ) {
        see(Seen::Case { is_open: false });
        let (mut is_seen, mut results) = (false, 0_usize);
        let mut see_row = |seen: Seen<'_, 'l>, see: &mut dyn FnMut(Seen<'_, 'l>)| {
            is_seen |= seen.judgement().is_some();
            results = results.saturating_add(usize::from(matches!(seen, Seen::Rows(..))));
            see(seen);
        };
        if everywhere || self.look != Look::Values {
            see(Seen::Among(&Origins::default()));
            self.see_rows(asked, &mut |seen| see_row(seen, see));
        } else {
            for world in worlds {
                see(Seen::Among(&world.origins));
                self.see_rows(asked, &mut |seen| see_row(seen, see));
            }
        }
        for world in worlds {
            see(Seen::Among(&world.origins));
            let mut is_derived = false;
            self.see_derived(asked, world, &mut |seen| {
                is_derived |= seen.judgement().is_some();
                see(seen);
            });
            // Whatever there is in other combinations, something is missing in these.
            if !is_seen && !is_derived && !asked.criterion.is_not_required() {
                see(Seen::Awaited(if results == 0 {
                    Reason::NoResult
                } else {
                    Reason::NoValidResult
                }));
            }
        }
    }

    /// How the combinations `worlds`, which are open as `first` is, stand whichever case applies;
    /// `None` where in each that may some of them fails.
    fn whatever_the_case(&self, first: &InSomeCase, worlds: &[&World]) -> Option<Judgement> {
        let mut undecided: Option<Judgement> = None;
        for case in &first.cases {
            let found = match case.and_then(|case| self.test.asked.get(case)) {
                None if self.test.only().is_some() => {
                    Judgement::undecided(Reason::UndecidedCondition)
                }
                None => Judgement::undecided(Reason::NoCaseApplies),
                Some(asked) => {
                    let mut worst: Option<Judgement> = None;
                    let mut see = |seen: Seen<'_, 'l>| {
                        worst = worst.into_iter().chain(seen.judgement()).min();
                    };
                    let deciding = Scene { look: Look::Deciding, ..*self };
                    deciding.see_supposed(asked, worlds, &mut see);
                    match worst {
                        Some(worst) if worst.standing == Standing::Fails => continue,
                        Some(worst) if worst.standing == Standing::Undecided => worst,
                        // One that asks for nothing cannot fail.
                        _ => return Some(first.why),
                    }
                }
            };
            undecided = undecided.into_iter().chain([found]).min();
        }
        // Whatever the case, it does not conform.
        undecided.map(
            |undecided| {
                if first.why.standing == Standing::Undecided { first.why } else { undecided }
            },
        )
    }

    /// All under one thing that is asked, in combinations in which what that depends on is supposed
    /// to be so.
    fn see_supposed(&self, asked: &Asked, worlds: &[&World], see: &mut impl FnMut(Seen<'_, 'l>)) {
        for world in worlds {
            self.see_derived(asked, &world.supposing(asked.when.as_ref()), see);
        }
        self.see_rows(asked, see);
    }

    /// The determinations that were handed in, under one thing that is asked.
    fn see_rows(&self, asked: &Asked, see: &mut impl FnMut(Seen<'_, 'l>)) {
        let see = |rows: &[(usize, &'l AssayResult)], judged| see(Seen::Rows(rows, asked, judged));
        self.test.each_determination(asked, self.facts, self.compare, see);
    }

    /// The derived values under one thing that is asked, in the combinations in which it is.
    fn see_derived(&self, asked: &Asked, world: &World, see: &mut impl FnMut(Seen<'_, 'l>)) {
        let Some(derivation) =
            asked.derived.as_ref().filter(|_| !asked.criterion.is_not_required())
        else {
            return;
        };
        let mut is_told = false;
        let mut tell = |derived: Derived<'_>| {
            is_told = true;
            match derived {
                Derived::TooMany => {
                    let too_many = Open::without(Judgement::undecided(Reason::TooManyCombinations));
                    see(Seen::Underivable(asked, too_many.judgement, too_many));
                }
                Derived::Unknown(inputs) => {
                    let unknown = inputs.judge(derivation, asked, self.compare);
                    let (judgement, offer) = (unknown.judgement, unknown.offer.clone());
                    match unknown.combination(derivation) {
                        Some(own) => see(Seen::Conceivable(own, asked, judgement, offer)),
                        None => see(Seen::Underivable(asked, judgement, offer)),
                    }
                }
                Derived::Value(combination) => {
                    let judgement = match &combination.value {
                        Ok(value) => asked.judge(value, self.facts, self.compare),
                        Err(reason) => Judgement::undecided(*reason),
                    };
                    see(Seen::Computed(combination, asked, judgement));
                }
            }
        };
        derivation.look(self.facts, world, self.look, &mut tell);
        // What is handed in never stands in for a derived value of which nothing is known.
        if !is_told {
            let undecided = Open::without(Judgement::undecided(Reason::UndecidedInput));
            see(Seen::Underivable(asked, undecided.judgement, undecided));
        }
    }
}
