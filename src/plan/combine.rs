//! From determinations to the outcome of a test, and from outcomes to the verdict on a lot.

use super::judge::{Compare, Judgement, Standing};
use super::planned::PlannedTest;
use crate::lot::{AssayResult, Lot};
use crate::report::{Outcome, Reason, Verdict};
use crate::specification::Gate;

/// Why a result does not count as a determination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotCounted {
    OtherLot,
    Invalidated,
    Superseded,
    /// The test does not apply in this phase.
    NotRequired,
}

/// The determinations of one test, as far as their order does not matter.
///
/// All that are not invalidated count: a further one never erases another (21 CFR 610.1).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Determinations {
    /// The determination that decides: the least by standing, then by reason, so that the reason does not depend on the
    /// order of results; of equal ones the first that was handed in.
    decisive: Option<(Judgement, usize)>,
    /// How many there are of each standing.
    count: [usize; 4],
    pub(super) results: usize,
}

impl Determinations {
    pub(super) fn of(test: &PlannedTest, lot: &Lot, compare: Compare) -> Self {
        let mut all = Self::default();
        each_result(test, lot, compare, |index, _, judged| all.add(index, judged));
        all
    }

    pub(super) fn add(&mut self, index: usize, judged: Result<Judgement, NotCounted>) {
        self.results = self.results.saturating_add(1);
        let Ok(judgement) = judged else { return };
        if let Some(count) = self.count.get_mut(judgement.standing as usize) {
            *count = count.saturating_add(1);
        }
        let own = (judgement, index);
        self.decisive = Some(self.decisive.map_or(own, |known| known.min(own)));
    }

    /// The outcome of the test, why, and which result decided it.
    pub(super) fn outcome(&self, test: &PlannedTest) -> (Outcome, Reason, Option<usize>) {
        match (self.decisive, self.results) {
            _ if test.criterion.is_not_required() => (Outcome::NotApplicable, Reason::NotRequired, None),
            (Some((judgement, index)), _) => (judgement.outcome(), judgement.reason, Some(index)),
            (None, 0) if test.if_tested => (Outcome::NotApplicable, Reason::NotTested, None),
            (None, 0) => (Outcome::Pending, Reason::NoResult, None),
            (None, _) => (Outcome::Pending, Reason::NoValidResult, None),
        }
    }

    /// How many determinations say what, if there are several.
    pub(super) fn counted(&self, test: &PlannedTest) -> Option<String> {
        let total = self.count.iter().fold(0, |sum: usize, count| sum.saturating_add(*count));
        let meets = if test.criterion.is_report_only() { "reported" } else { "conforming" };
        let words = ["failing", "undecided", "unfinished", meets];
        let parts: Vec<String> = self
            .count
            .iter()
            .zip(words)
            .filter(|(count, _)| **count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        (total > 1).then(|| format!("{total} determinations count: {}.", parts.join(", ")))
    }

    /// Whether one determination meets what another fails.
    pub(super) fn conflict(&self) -> bool {
        let [fails, _, _, meets] = self.count;
        fails > 0 && meets > 0
    }
}

/// Judges every result of a test, in an order that does not depend on how they were handed in.
pub(super) fn each_result<'l>(
    test: &PlannedTest,
    lot: &'l Lot,
    compare: Compare,
    mut see: impl FnMut(usize, &'l AssayResult, Result<Judgement, NotCounted>),
) {
    let results = lot.results_of(test.id());
    let mut finals = results.clone().filter(|(_, result)| !result.is_preliminary() && !lot.is_foreign(result));
    // Where neither has a reference, only the one final result of the test can be the final of a preliminary one.
    let only_final = finals.next().filter(|_| finals.next().is_none()).map(|(_, result)| result);
    let supersedes = |result: &AssayResult, preliminary: &AssayResult| {
        !result.is_preliminary()
            && result.reference() == preliminary.reference()
            && result.invalidation_record().is_none()
            && !lot.is_foreign(result)
    };
    // Results are sorted by reference, the final one first.
    let mut before: Option<&AssayResult> = None;
    for (index, result) in results {
        let judged = if lot.is_foreign(result) {
            Err(NotCounted::OtherLot)
        } else if result.invalidation_record().is_some() {
            Err(NotCounted::Invalidated)
        } else if test.criterion.is_not_required() {
            Err(NotCounted::NotRequired)
        } else {
            let judgement = test.judge(result, compare);
            let candidate = if result.reference().is_some() { before } else { only_final };
            // An unfinished result gives way to its final one; a failing one needs an invalidation.
            match candidate {
                Some(other) if judgement.standing == Standing::Unfinished && supersedes(other, result) => {
                    Err(NotCounted::Superseded)
                }
                _ => Ok(judgement),
            }
        };
        see(index, result, judged);
        before = Some(result);
    }
}

/// Counts outcomes up to a verdict: the worst that any test allows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tally {
    worst: Verdict,
    conforms_before: bool,
}

impl Tally {
    pub(super) fn new() -> Self {
        Self { worst: Verdict::Conforms, conforms_before: false }
    }

    pub(super) fn count(&mut self, gate: Gate, outcome: Outcome) {
        let allows = match (gate, outcome) {
            (_, Outcome::DoesNotConform) => Verdict::DoesNotConform,
            (_, Outcome::Indeterminate) | (Gate::BeforeRelease, Outcome::Pending) => Verdict::Incomplete,
            (Gate::AfterRelease, Outcome::Pending) => Verdict::ConformsInterim,
            (_, Outcome::Conforms | Outcome::Reported | Outcome::NotApplicable) => Verdict::Conforms,
        };
        self.worst = self.worst.max(allows);
        self.conforms_before |= (gate, outcome) == (Gate::BeforeRelease, Outcome::Conforms);
    }

    /// `is_open`: a result is unplanned or of another lot.
    pub(super) fn verdict(self, is_open: bool) -> Verdict {
        if is_open || !self.conforms_before { self.worst.max(Verdict::Incomplete) } else { self.worst }
    }
}
