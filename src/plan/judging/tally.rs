//! From determinations to the outcome of a test, and from outcomes to the verdict on a lot.

use super::contribution::Contribution;
use super::judgement::{Compare, Judgement, Look};
use super::operands::Facts;
use crate::plan::compiled::PlannedTest;
use crate::report::{Outcome, Reason, Verdict};
use crate::specification::Gate;

/// Which of all that was seen decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Decisive {
    /// The result at this place.
    Row(usize),
    /// What was seen at this place besides results.
    Other(usize),
}

/// The determinations of one test, as far as their order does not matter.
///
/// All that are not invalidated count: a further one never erases another (21 CFR 610.1).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Determinations {
    /// The determination that decides: the least by standing, then by reason, so that the reason
    /// does not depend on the order of results; of equal ones the first that was handed in.
    decisive: Option<(Judgement, Decisive)>,
    /// How many there are of each standing in this case.
    count: [usize; 4],
    /// How many results there are.
    pub(crate) results: usize,
    others: usize,
    /// Whether in a case before this one a determination met what another failed.
    conflicts: bool,
    /// Why the test does not apply, as long as nothing else is known.
    not_asked: Option<Reason>,
}

impl Determinations {
    pub(crate) fn of(test: &PlannedTest, facts: &Facts<'_>, compare: Compare) -> Self {
        let mut all = Self::default();
        test.see_all(facts, compare, Look::Deciding, |seen| {
            all.add(&seen);
        });
        all
    }

    /// Whether it is what decides so far.
    pub(crate) fn add(&mut self, seen: &Contribution<'_, '_>) -> bool {
        let place = match seen {
            Contribution::Rows(rows, ..) => {
                self.results = self.results.saturating_add(rows.len());
                Decisive::Row(rows.first().map_or(usize::MAX, |(index, _)| *index))
            }
            Contribution::Among(_) | Contribution::Supposed(_) => return false,
            Contribution::NotAsked(reason) => {
                self.not_asked = Some(*reason);
                return false;
            }
            Contribution::Case { .. } => {
                self.conflicts = self.conflict();
                (self.count, self.results) = ([0; 4], 0);
                return false;
            }
            _ => Decisive::Other(self.others),
        };
        let Some(judgement) = seen.judgement() else { return false };
        if matches!(place, Decisive::Other(_)) {
            self.others = self.others.saturating_add(1);
        }
        if let Some(count) = self
            .count
            .get_mut(judgement.standing as usize)
            .filter(|_| !matches!(seen, Contribution::Awaited(_)))
        {
            *count = count.saturating_add(1);
        }
        let own = (judgement, place);
        let decides = self.decisive.is_none_or(|known| own < known);
        if decides {
            self.decisive = Some(own);
        }
        decides
    }

    /// Whether something that was seen decides.
    pub(crate) fn is_decided(&self) -> bool {
        self.decisive.is_some()
    }

    /// The outcome of the test, and why.
    pub(crate) fn outcome(&self, test: &PlannedTest) -> (Outcome, Reason) {
        match (self.decisive, self.not_asked, self.results) {
            (Some((judgement, _)), ..) => (judgement.outcome(), judgement.reason),
            (None, Some(reason), _) => (Outcome::NotApplicable, reason),
            (None, None, 0) if test.if_tested => (Outcome::NotApplicable, Reason::NotTested),
            (None, None, 0) => (Outcome::Pending, Reason::NoResult),
            (None, None, _) => (Outcome::Pending, Reason::NoValidResult),
        }
    }

    /// How many determinations say what, if there are several.
    pub(crate) fn counted(&self, reports: bool) -> Option<String> {
        let total = self.count.iter().fold(0, |sum: usize, count| sum.saturating_add(*count));
        if total < 2 {
            return None;
        }
        let meets = if reports { "reported" } else { "conforming" };
        let words = ["failing", "undecided", "unfinished", meets];
        let parts: Vec<String> = self
            .count
            .iter()
            .zip(words)
            .filter(|(count, _)| **count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        Some(format!("{total} determinations count: {}.", parts.join(", ")))
    }

    /// Whether one determination meets what another fails.
    pub(crate) fn conflict(&self) -> bool {
        let [fails, _, _, meets] = self.count;
        self.conflicts || fails > 0 && meets > 0
    }
}

/// The best verdict that one item allows.
pub(crate) fn allows(gate: Gate, outcome: Outcome) -> Verdict {
    match (gate, outcome) {
        (_, Outcome::DoesNotConform) => Verdict::DoesNotConform,
        (_, Outcome::Indeterminate) | (Gate::BeforeRelease, Outcome::Pending) => {
            Verdict::Incomplete
        }
        (Gate::AfterRelease, Outcome::Pending) => Verdict::ConformsInterim,
        (_, Outcome::Conforms | Outcome::Reported | Outcome::NotApplicable) => Verdict::Conforms,
    }
}

/// Counts outcomes up to a verdict: the worst that any item allows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tally {
    worst: Verdict,
    conforms_before: bool,
}

impl Tally {
    pub(crate) fn new() -> Self {
        Self { worst: Verdict::Conforms, conforms_before: false }
    }

    pub(crate) fn count(&mut self, gate: Gate, outcome: Outcome) {
        if outcome == Outcome::Conforms {
            self.conforms_before |= gate == Gate::BeforeRelease;
        } else {
            self.worst = self.worst.max(allows(gate, outcome));
        }
    }

    /// `is_open`: a result is unplanned or of another lot.
    pub(crate) fn verdict(self, is_open: bool) -> Verdict {
        if is_open || !self.conforms_before {
            self.worst.max(Verdict::Incomplete)
        } else {
            self.worst
        }
    }
}
