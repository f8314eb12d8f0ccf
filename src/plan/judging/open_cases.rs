//! What bears on the outcome of a test of which it is open in which of its cases a lot is.

use super::cases::{InSomeCase, Situation};
use super::contribution::{Contribution, Visit};
use super::judgement::{Judgement, Look, Standing};
use super::truth::World;
use crate::report::Reason;

/// The most results that are looked at where it is open which case applies, all cases taken
/// together.
const MOST_LOOKS: usize = 1_000_000;

impl<'l> Visit<'_, 'l> {
    /// Combinations that wait for the same determinations to be in one case: what they come to
    /// where it makes no difference which; else why they are open is added to `open`. Returns
    /// whether results were shown.
    pub(super) fn see_open_cases(
        &self,
        together: &[&InSomeCase],
        open: &mut Vec<Judgement>,
        see: &mut impl FnMut(Contribution<'_, 'l>),
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
            Some(judgement) => see(Contribution::InNoCase(judgement)),
            None => {
                for asked in first.cases.iter().filter_map(|case| self.test.asked.get((*case)?)) {
                    see(Contribution::Case { is_open: true });
                    self.see_supposed(asked, &worlds, see);
                }
                return true;
            }
        }
        false
    }

    /// What it may offer to others in the combinations of a part of which it is open in which case
    /// they are, or whether it applies.
    pub(super) fn see_offers(
        &self,
        part: &World,
        situation: &Situation,
        see: &mut impl FnMut(Contribution<'_, 'l>),
    ) {
        see(Contribution::Among(&part.origins));
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
                see(Contribution::Supposed(Some(why)));
                let mut is_seen = false;
                let mut tell = |seen: Contribution<'_, 'l>| {
                    is_seen |= seen.judgement().is_some();
                    see(seen);
                };
                self.see_supposed(asked, &worlds, &mut tell);
                all_are_seen = Some(all_are_seen.unwrap_or(true) && is_seen);
            }
            see(Contribution::Supposed(None));
            if all_are_seen != Some(true) {
                see(Contribution::Open(why));
            }
        }
    }

    /// How the combinations `worlds`, which are open as `first` is, stand whichever case applies;
    /// `None` where in each that may some of them fails.
    pub(super) fn whatever_the_case(
        &self,
        first: &InSomeCase,
        worlds: &[&World],
    ) -> Option<Judgement> {
        let mut undecided: Option<Judgement> = None;
        for case in &first.cases {
            let found = match case.and_then(|case| self.test.asked.get(case)) {
                None if self.test.only().is_some() => {
                    Judgement::undecided(Reason::UndecidedCondition)
                }
                None => Judgement::undecided(Reason::NoCaseApplies),
                Some(asked) => {
                    let mut worst: Option<Judgement> = None;
                    let mut see = |seen: Contribution<'_, 'l>| {
                        worst = worst.into_iter().chain(seen.judgement()).min();
                    };
                    let deciding = Visit { look: Look::Deciding, ..*self };
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
}
