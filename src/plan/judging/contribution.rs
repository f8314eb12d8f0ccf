//! What bears on the outcome of one test: determinations that were handed in, derived values, and
//! what is not known.

use super::combinations::Derived;
use super::derived::Combination;
use super::determination::{NotCounted, not_counted};
use super::judgement::{Compare, Judgement, Look};
use super::operands::{Facts, Open};
use super::truth::World;
use crate::combination::Origins;
use crate::lot::AssayResult;
use crate::plan::compiled::{Asked, PlannedTest};
use crate::report::Reason;

/// One thing that bears on the outcome of a test.
pub(crate) enum Contribution<'s, 'l> {
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

impl Contribution<'_, '_> {
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

/// One look at one test.
pub(super) struct Visit<'s, 'l> {
    pub(super) test: &'s PlannedTest,
    pub(super) facts: &'s Facts<'l>,
    pub(super) compare: Compare,
    pub(super) look: Look,
}

impl<'l> Visit<'_, 'l> {
    /// Results of which nothing is asked, or nothing that can be told.
    pub(super) fn see_unjudged(
        &self,
        otherwise: NotCounted,
        see: &mut impl FnMut(Contribution<'_, 'l>),
    ) {
        let Some(first) = self.test.asked.first() else { return };
        for (index, result) in self.test.results(self.facts.lot) {
            let why = not_counted(self.facts.lot, result).unwrap_or(otherwise);
            see(Contribution::Rows(&[(index, result)], first, Err(why)));
        }
    }

    /// All under one thing that is asked, in combinations in which what that depends on is supposed
    /// to be so.
    pub(super) fn see_supposed(
        &self,
        asked: &Asked,
        worlds: &[&World],
        see: &mut impl FnMut(Contribution<'_, 'l>),
    ) {
        for world in worlds {
            self.see_derived(asked, &world.supposing(asked.when.as_ref()), see);
        }
        self.see_rows(asked, see);
    }

    /// The determinations that were handed in, under one thing that is asked.
    pub(super) fn see_rows(&self, asked: &Asked, see: &mut impl FnMut(Contribution<'_, 'l>)) {
        let see = |rows: &[(usize, &'l AssayResult)], judged| {
            see(Contribution::Rows(rows, asked, judged));
        };
        self.test.each_determination(asked, self.facts, self.compare, see);
    }

    /// The derived values under one thing that is asked, in the combinations in which it is.
    pub(super) fn see_derived(
        &self,
        asked: &Asked,
        world: &World,
        see: &mut impl FnMut(Contribution<'_, 'l>),
    ) {
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
                    see(Contribution::Underivable(asked, too_many.judgement, too_many));
                }
                Derived::Unknown(inputs) => {
                    let unknown = inputs.judge(derivation, asked, self.compare);
                    let (judgement, offer) = (unknown.judgement, unknown.offer.clone());
                    match unknown.combination(derivation) {
                        Some(own) => see(Contribution::Conceivable(own, asked, judgement, offer)),
                        None => see(Contribution::Underivable(asked, judgement, offer)),
                    }
                }
                Derived::Value(combination) => {
                    let judgement = match &combination.value {
                        Ok(value) => asked.judge(value, self.facts, self.compare),
                        Err(reason) => Judgement::undecided(*reason),
                    };
                    see(Contribution::Computed(combination, asked, judgement));
                }
            }
        };
        derivation.look(self.facts, world, self.look, &mut tell);
        // What is handed in never stands in for a derived value of which nothing is known.
        if !is_told {
            let undecided = Open::without(Judgement::undecided(Reason::UndecidedInput));
            see(Contribution::Underivable(asked, undecided.judgement, undecided));
        }
    }
}
