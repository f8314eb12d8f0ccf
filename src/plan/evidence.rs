//! All that bears on the outcome of one test: determinations that were handed in, derived values, and what is not known.

use super::combinations::Derived;
use super::condition::World;
use super::derivation::Combination;
use super::determination::{NotCounted, not_counted};
use super::facts::{Facts, Open};
use super::judgement::{Compare, Judgement, Look, Standing};
use super::planned::{Asked, PlannedTest};
use super::worlds::InSomeCase;
use crate::lot::AssayResult;
use crate::report::Reason;

/// The most results that are looked at where it is open which case applies, all cases taken together.
const MOST_LOOKS: usize = 1_000_000;

/// One thing that bears on the outcome of a test.
pub(super) enum Seen<'s, 'l> {
    /// From here on under what is asked in one of the cases: the one that applies, or one of those of which it is open.
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
            Self::Case { .. } | Self::NotAsked(_) | Self::PartlyNotAsked => None,
        }
    }
}

impl PlannedTest {
    /// Shows all that bears on the outcome, in an order that does not depend on how results were handed in.
    pub(super) fn see_all<'l>(
        &self,
        facts: &Facts<'l>,
        compare: Compare,
        look: Look,
        mut see: impl FnMut(Seen<'_, 'l>),
    ) {
        if let (Some(only), None) = (self.only(), &self.when) {
            if only.criterion.is_not_required() {
                see(Seen::NotAsked(Reason::NotRequired));
            }
            see(Seen::Case { is_open: false });
            self.see_case(only, &World::default(), facts, (compare, look), &mut see);
            return;
        }
        // What it would offer to others is awaited where it applies.
        if self.if_tested && look != Look::Values && self.results(facts.lot).next().is_none() {
            return;
        }
        let situation = self.situation(facts);
        let mut why_not = situation.is_not_asked.then_some(Reason::ConditionNotMet);
        let mut is_asked = !situation.open.is_empty();
        for (case, world) in &situation.cases {
            let Some(asked) = self.asked.get(*case) else { continue };
            if asked.criterion.is_not_required() {
                why_not = Some(Reason::NotRequired);
            } else {
                is_asked = true;
            }
            see(Seen::Case { is_open: false });
            let (mut is_seen, mut results) = (false, 0_usize);
            self.see_case(asked, world, facts, (compare, look), &mut |seen| {
                is_seen |= seen.judgement().is_some();
                results = results.saturating_add(usize::from(matches!(seen, Seen::Rows(..))));
                see(seen);
            });
            // Whatever there is in other combinations, something is missing in these.
            if !is_seen && !asked.criterion.is_not_required() {
                see(Seen::Awaited(if results == 0 { Reason::NoResult } else { Reason::NoValidResult }));
            }
        }
        let mut open = situation.open.clone();
        let mut is_shown = !situation.cases.is_empty();
        for own in &situation.in_some_case {
            is_asked = true;
            // What a test offers to others does not depend on whether it fails.
            let judged = if look == Look::Values { Some(own.why) } else { self.whatever_the_case(own, facts, compare) };
            match judged {
                Some(judgement) if judgement == own.why => {
                    open.push(judgement);
                    continue;
                }
                Some(judgement) => {
                    see(Seen::InNoCase(judgement));
                    continue;
                }
                None => {}
            }
            is_shown = true;
            for asked in own.cases.iter().filter_map(|case| self.asked.get((*case)?)) {
                see(Seen::Case { is_open: true });
                let world = own.world.clone().unwrap_or_default().supposing(asked.when.as_ref());
                self.see_case(asked, &world, facts, (compare, look), &mut see);
            }
        }
        open.sort();
        open.dedup();
        for judgement in &open {
            see(Seen::Open(*judgement));
        }
        // It does not apply only if it does not in any combination.
        match why_not {
            Some(reason) if !is_asked => see(Seen::NotAsked(reason)),
            Some(_) => see(Seen::PartlyNotAsked),
            None => {}
        }
        // Results are shown even where nothing is asked of them, or where that cannot be told.
        let Some(first) = self.asked.first().filter(|_| !is_shown) else { return };
        let otherwise = if is_asked { NotCounted::Waiting } else { NotCounted::NotAsked };
        for (index, result) in self.results(facts.lot) {
            see(Seen::Rows(&[(index, result)], first, Err(not_counted(facts.lot, result).unwrap_or(otherwise))));
        }
    }

    /// How it stands where it is open which case applies; `None` where it fails in each that may.
    fn whatever_the_case(&self, own: &InSomeCase, facts: &Facts<'_>, compare: Compare) -> Option<Judgement> {
        if own.cases.len().saturating_mul(self.results(facts.lot).count()) > MOST_LOOKS {
            return Some(own.why);
        }
        let mut undecided: Option<Judgement> = None;
        let every = World::default();
        for case in &own.cases {
            let found = match case.and_then(|case| self.asked.get(case)) {
                None => Judgement::undecided(Reason::NoCaseApplies),
                Some(asked) => {
                    let Some(world) = own.world.as_ref().or(asked.derived.is_none().then_some(&every)) else {
                        return Some(own.why);
                    };
                    let mut worst: Option<Judgement> = None;
                    let world = world.supposing(asked.when.as_ref());
                    self.see_case(asked, &world, facts, (compare, Look::Deciding), &mut |seen| {
                        worst = worst.into_iter().chain(seen.judgement()).min();
                    });
                    match worst {
                        Some(worst) if worst.standing == Standing::Fails => continue,
                        Some(worst) if worst.standing == Standing::Undecided => worst,
                        // One that asks for nothing cannot fail.
                        _ => return Some(own.why),
                    }
                }
            };
            undecided = undecided.into_iter().chain([found]).min();
        }
        // Whatever the case, it does not conform.
        undecided.map(|undecided| if own.why.standing == Standing::Undecided { own.why } else { undecided })
    }

    /// All under one thing that is asked, in the combinations in which it is.
    fn see_case<'l>(
        &self,
        asked: &Asked,
        world: &World,
        facts: &Facts<'l>,
        (compare, look): (Compare, Look),
        see: &mut impl FnMut(Seen<'_, 'l>),
    ) {
        if let Some(derivation) = asked.derived.as_ref().filter(|_| !asked.criterion.is_not_required()) {
            let mut is_told = false;
            let mut tell = |derived: Derived<'_>| {
                is_told = true;
                match derived {
                    Derived::TooMany => {
                        let too_many = Open::without(Judgement::undecided(Reason::TooManyCombinations));
                        see(Seen::Underivable(asked, too_many.judgement, too_many));
                    }
                    Derived::Unknown(inputs) => {
                        let unknown = inputs.judge(derivation, asked, compare);
                        let (judgement, offer) = (unknown.judgement, unknown.offer.clone());
                        match unknown.combination(derivation) {
                            Some(own) => see(Seen::Conceivable(own, asked, judgement, offer)),
                            None => see(Seen::Underivable(asked, judgement, offer)),
                        }
                    }
                    Derived::Value(combination) => {
                        let judgement = match &combination.value {
                            Ok(value) => asked.judge(value, facts, compare),
                            Err(reason) => Judgement::undecided(*reason),
                        };
                        see(Seen::Computed(combination, asked, judgement));
                    }
                }
            };
            derivation.look(facts, world, look, &mut tell);
            // What is handed in never stands in for a derived value of which nothing is known.
            if !is_told {
                let undecided = Open::without(Judgement::undecided(Reason::UndecidedInput));
                see(Seen::Underivable(asked, undecided.judgement, undecided));
            }
        }
        self.each_determination(asked, facts, compare, |rows, judged| see(Seen::Rows(rows, asked, judged)));
    }
}
