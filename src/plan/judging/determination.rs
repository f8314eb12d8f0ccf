//! Which results count as determinations, and how each stands.

use std::cell::LazyCell;
use std::collections::HashMap;

use super::judgement::{Compare, Judgement, Standing};
use super::operands::Facts;
use crate::lot::{AssayResult, Lot};
use crate::plan::compiled::{Asked, PlannedTest};
use crate::report::Reason;

/// Why a result does not count as a determination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotCounted {
    OtherLot,
    Invalidated,
    Superseded,
    /// The test does not apply: in this phase, or to this lot.
    NotAsked,
    /// It cannot be told, or not yet, what is asked.
    Waiting,
}

impl PlannedTest {
    /// Judges every determination that was handed in.
    pub(super) fn each_determination<'l>(
        &self,
        asked: &Asked,
        facts: &Facts<'l>,
        compare: Compare,
        mut see: impl FnMut(&[(usize, &'l AssayResult)], Result<Judgement, NotCounted>),
    ) {
        let lot = facts.lot;
        let results = self.results(lot);
        let counts = |result: &AssayResult| not_counted(lot, result).is_none();
        // Without a reference, the only final result of those that have none is the final one of a
        // preliminary one.
        let finals = LazyCell::new(|| {
            let of_none =
                |result: &AssayResult| !result.is_preliminary() && result.determination().is_none();
            let mut finals = results
                .clone()
                .map(|(_, result)| result)
                .filter(|result| of_none(result) && counts(result));
            let is_there = finals.clone().next().is_some();
            let mut without = finals.by_ref().filter(|result| result.reference().is_none());
            let only = without.next().filter(|_| without.next().is_none());
            (is_there, only)
        });
        // Results are sorted by reference, the final one first.
        let mut before: Option<&AssayResult> = None;
        let mut keyed: Rows<'l> = Vec::new();
        for (index, result) in results.clone() {
            let is_asked = !asked.criterion.is_not_required();
            if let Some(why) =
                not_counted(lot, result).or((!is_asked).then_some(NotCounted::NotAsked))
            {
                see(&[(index, result)], Err(why));
            } else if result.determination().is_some() {
                keyed.push((index, result));
            } else {
                let rows = [(index, result)];
                let judgement = self.judge(asked, &rows, facts, compare);
                let own = before.filter(|own| is_final_of(own, result));
                let candidate = || if result.reference().is_some() { own } else { finals.1 };
                let is_its_final =
                    |other: &AssayResult| other.determination().is_none() && counts(other);
                let status = if !result.is_preliminary() {
                    FinalResult::Itself
                } else if candidate().is_some_and(is_its_final) {
                    FinalResult::Another
                } else if own.is_some() || finals.0 {
                    FinalResult::Untold
                } else {
                    FinalResult::Awaited
                };
                see(&rows, self.status(asked, &rows, facts, (judgement, status)));
            }
            before = Some(result);
        }
        if keyed.is_empty() {
            return;
        }
        // Of each reference the final result that bears it: no other can.
        let of_finals = results.filter(|(_, result)| !result.is_preliminary());
        let references: HashMap<&str, &AssayResult> =
            of_finals.filter_map(|(_, result)| Some((result.reference()?, result))).collect();
        keyed.sort_by_key(|(_, row)| row.determination());
        for rows in keyed.chunk_by(|(_, a), (_, b)| a.determination() == b.determination()) {
            self.each_of_one_key(rows, asked, facts, compare, &references, &mut see);
        }
    }

    /// How a determination stands, once it is known whether a final one takes its place.
    fn status(
        &self,
        asked: &Asked,
        rows: &[(usize, &AssayResult)],
        facts: &Facts<'_>,
        (judgement, status): (Judgement, FinalResult),
    ) -> Result<Judgement, NotCounted> {
        // What fails, or holds what would be lost, needs an invalidation.
        let stays = || judgement.standing == Standing::Fails || self.hides(asked, rows, facts);
        match status {
            FinalResult::Another if !stays() => Err(NotCounted::Superseded),
            FinalResult::Untold if judgement.standing == Standing::Unfinished => {
                Ok(Judgement::undecided(Reason::Preliminary))
            }
            _ => Ok(judgement),
        }
    }

    /// Judges the rows that name one determination: the final ones together, and the preliminary
    /// ones that they do not supersede. `references` are those of all final results of the test.
    fn each_of_one_key<'l>(
        &self,
        rows: &[(usize, &'l AssayResult)],
        asked: &Asked,
        facts: &Facts<'l>,
        compare: Compare,
        references: &HashMap<&str, &'l AssayResult>,
        see: &mut impl FnMut(&[(usize, &'l AssayResult)], Result<Judgement, NotCounted>),
    ) {
        let (preliminary, finals): (Rows<'l>, Rows<'l>) =
            rows.iter().partition(|(_, row)| row.is_preliminary());
        let of_finals = (!finals.is_empty()).then(|| self.judge(asked, &finals, facts, compare));
        if !preliminary.is_empty() {
            let own = self.judge(asked, &preliminary, facts, compare);
            let is_incomplete =
                !finals.is_empty() && self.replicated(asked, &finals).count < self.expected();
            let is_of_key = |other: &AssayResult| {
                other.determination() == rows.first().and_then(|(_, row)| row.determination())
                    && not_counted(facts.lot, other).is_none()
            };
            // Where neither has a reference, the complete determination itself is the final one.
            let has_final = |row: &AssayResult| match row.reference() {
                Some(reference) => references.get(reference).is_some_and(|other| is_of_key(other)),
                None => {
                    !is_incomplete && finals.iter().any(|(_, other)| other.reference().is_none())
                }
            };
            let is_taken = |row: &AssayResult| {
                row.reference()
                    .and_then(|own| references.get(own))
                    .is_some_and(|other| !is_of_key(other))
            };
            let status = if preliminary.iter().all(|(_, row)| has_final(row)) {
                FinalResult::Another
            } else if preliminary.iter().any(|(_, row)| is_taken(row))
                || !finals.is_empty() && !is_incomplete
            {
                FinalResult::Untold
            } else {
                FinalResult::Awaited
            };
            let judged = self.status(asked, &preliminary, facts, (own, status));
            let is_unfinished = |judged: Judgement| judged.standing == Standing::Unfinished;
            if judged.is_ok_and(is_unfinished) && of_finals.is_some_and(is_unfinished) {
                // They wait together for the others to become final.
                see(rows, Ok(Judgement::unfinished(Reason::Preliminary)));
                return;
            }
            see(&preliminary, judged);
        }
        if let Some(judgement) = of_finals {
            see(&finals, Ok(judgement));
        }
    }
}

/// The results that make one determination, each with its place.
type Rows<'l> = Vec<(usize, &'l AssayResult)>;

/// Why a result does not count, whatever is asked.
pub(super) fn not_counted(lot: &Lot, result: &AssayResult) -> Option<NotCounted> {
    if lot.is_foreign(result) {
        Some(NotCounted::OtherLot)
    } else {
        result.is_invalidated().then_some(NotCounted::Invalidated)
    }
}

/// Whether the results are of one reference, the first a final one.
fn is_final_of(result: &AssayResult, preliminary: &AssayResult) -> bool {
    !result.is_preliminary()
        && result.reference().is_some()
        && result.reference() == preliminary.reference()
}

/// Which final result takes the place of a preliminary one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FinalResult {
    /// It is one itself.
    Itself,
    Another,
    Awaited,
    /// There are some, none of which can be told to be its own.
    Untold,
}
