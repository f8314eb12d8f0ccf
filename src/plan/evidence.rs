//! All that bears on the outcome of one test: determinations that were handed in, derived values, and what is not known.

use std::cell::LazyCell;
use std::collections::HashSet;

use super::condition::World;
use super::derivation::{Combination, PlannedDerivation};
use super::facts::{Facts, Operands};
use super::judgement::{Compare, Judgement, Look, Standing, Value};
use super::planned::{Asked, PlannedTest};
use super::replicates::Reportable;
use crate::lot::{AssayResult, Lot};
use crate::report::Reason;

/// Why a result does not count as a determination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotCounted {
    OtherLot,
    Invalidated,
    Superseded,
    /// The test does not apply: in this phase, or to this lot.
    NotAsked,
    /// It cannot be told, or not yet, what is asked.
    Waiting,
}

/// One thing that bears on the outcome of a test.
pub(super) enum Seen<'s, 'l> {
    /// From here on under what is asked in one of the cases.
    Case,
    /// A determination that was handed in, under what is asked in one of the cases.
    Rows(&'s [(usize, &'l AssayResult)], &'s Asked, Result<Judgement, NotCounted>),
    /// A derived value.
    Computed(Combination<'s>, &'s Asked, Judgement),
    /// A derived value for which an input is missing or undecided.
    Underivable(&'s Asked, Judgement),
    /// It cannot be told whether the test applies, or which case.
    Open(Judgement),
    /// The test does not apply.
    NotAsked(Reason),
    /// In some combinations it does not apply, in others it may.
    PartlyNotAsked,
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
            self.see_case(only, &World::default(), facts, (compare, look), &mut see);
            return;
        }
        if self.if_tested && self.results(facts.lot).next().is_none() {
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
            self.see_case(asked, world, facts, (compare, look), &mut see);
        }
        for judgement in &situation.open {
            see(Seen::Open(*judgement));
        }
        // It does not apply only if it does not in any combination.
        match why_not {
            Some(reason) if !is_asked => see(Seen::NotAsked(reason)),
            Some(_) => see(Seen::PartlyNotAsked),
            None => {}
        }
        // Results are shown even where nothing is asked of them, or where that cannot be told.
        let Some(first) = self.asked.first().filter(|_| situation.cases.is_empty()) else { return };
        let otherwise = if situation.open.is_empty() { NotCounted::NotAsked } else { NotCounted::Waiting };
        for (index, result) in self.results(facts.lot) {
            see(Seen::Rows(&[(index, result)], first, Err(not_counted(facts.lot, result).unwrap_or(otherwise))));
        }
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
        see(Seen::Case);
        if let Some(derivation) = asked.derived.as_ref().filter(|_| !asked.criterion.is_not_required()) {
            let mut is_told = false;
            let mut tell = |derived: Result<Combination<'_>, Judgement>| {
                is_told = true;
                match derived {
                    Err(judgement) => see(Seen::Underivable(asked, judgement)),
                    Ok(combination) => {
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
                see(Seen::Underivable(asked, Judgement::undecided(Reason::UndecidedInput)));
            }
        }
        self.each_determination(asked, facts, compare, |rows, judged| see(Seen::Rows(rows, asked, judged)));
    }

    /// Judges every determination that was handed in.
    fn each_determination<'l>(
        &self,
        asked: &Asked,
        facts: &Facts<'l>,
        compare: Compare,
        mut see: impl FnMut(&[(usize, &'l AssayResult)], Result<Judgement, NotCounted>),
    ) {
        let lot = facts.lot;
        let results = self.results(lot);
        // Where neither has a reference, only the one final result of the test can be the final of a preliminary one.
        let only_final = LazyCell::new(|| {
            let mut finals = results.clone().filter(|(_, result)| !result.is_preliminary() && !lot.is_foreign(result));
            finals.next().filter(|_| finals.next().is_none()).map(|(_, result)| result)
        });
        // Results are sorted by reference, the final one first.
        let mut before: Option<&AssayResult> = None;
        let mut keyed: Rows<'l> = Vec::new();
        for (index, result) in results.clone() {
            let is_asked = !asked.criterion.is_not_required();
            if let Some(why) = not_counted(lot, result).or((!is_asked).then_some(NotCounted::NotAsked)) {
                see(&[(index, result)], Err(why));
            } else if result.determination().is_some() {
                keyed.push((index, result));
            } else {
                let rows = [(index, result)];
                let judgement = self.judge(asked, &rows, facts, compare);
                // An unfinished result gives way to its final one; a failing one needs an invalidation.
                let candidate = || if result.reference().is_some() { before } else { *only_final };
                let gives_way = judgement.standing == Standing::Unfinished
                    && result.is_preliminary()
                    && candidate().is_some_and(|other| supersedes(lot, other, result))
                    && !self.hides(asked, &rows, facts);
                see(&rows, if gives_way { Err(NotCounted::Superseded) } else { Ok(judgement) });
            }
            before = Some(result);
        }
        if keyed.is_empty() {
            return;
        }
        let is_final = |result: &AssayResult| !result.is_preliminary() && not_counted(lot, result).is_none();
        let finals: HashSet<&str> =
            results.filter(|(_, result)| is_final(result)).filter_map(|(_, result)| result.reference()).collect();
        keyed.sort_by_key(|(_, row)| row.determination());
        for rows in keyed.chunk_by(|(_, a), (_, b)| a.determination() == b.determination()) {
            self.each_of_one_key(rows, asked, facts, compare, &finals, &mut see);
        }
    }

    /// Judges the rows that name one determination: the final ones together, and the preliminary ones that they do not supersede.
    /// `references` are those of all final results of the test.
    fn each_of_one_key<'l>(
        &self,
        rows: &[(usize, &'l AssayResult)],
        asked: &Asked,
        facts: &Facts<'l>,
        compare: Compare,
        references: &HashSet<&str>,
        see: &mut impl FnMut(&[(usize, &'l AssayResult)], Result<Judgement, NotCounted>),
    ) {
        let (preliminary, finals): (Rows<'l>, Rows<'l>) = rows.iter().partition(|(_, row)| row.is_preliminary());
        let of_finals = (!finals.is_empty()).then(|| self.judge(asked, &finals, facts, compare));
        if !preliminary.is_empty() {
            let own = self.judge(asked, &preliminary, facts, compare);
            let is_unfinished = own.standing == Standing::Unfinished && !self.hides(asked, &preliminary, facts);
            let incomplete = of_finals.is_some_and(|judgement| judgement.reason == Reason::TooFewReplicates);
            // Where neither has a reference, the complete determination itself is the final one.
            let has_final = |row: &AssayResult| match row.reference() {
                Some(reference) => references.contains(reference),
                None => !incomplete && finals.iter().any(|(_, other)| other.reference().is_none()),
            };
            if is_unfinished && preliminary.iter().all(|(_, row)| has_final(row)) {
                see(&preliminary, Err(NotCounted::Superseded));
            } else if is_unfinished && incomplete {
                // They wait together for the others to become final.
                see(rows, Ok(Judgement::unfinished(Reason::Preliminary)));
                return;
            } else {
                see(&preliminary, Ok(own));
            }
        }
        if let Some(judgement) = of_finals {
            see(&finals, Ok(judgement));
        }
    }

    /// What its determinations offer to the tests that need it.
    pub(super) fn operands<'l>(&self, facts: &Facts<'l>) -> Operands<'l> {
        let mut all = Operands::new(self.is_untested(facts));
        self.see_all(facts, Compare::AsSpecified, Look::Values, |seen| match seen {
            Seen::PartlyNotAsked => all.push(Err(Judgement::unfinished(Reason::PendingInput))),
            Seen::Rows(rows, _, Ok(_)) if rows.iter().any(|(_, row)| row.is_preliminary()) => {
                all.push(Err(Judgement::unfinished(Reason::Preliminary)));
            }
            Seen::Rows(rows, asked, Ok(_)) => {
                let several = Judgement::undecided(Reason::KindMismatch);
                all.push(self.reportable(asked, rows).and_then(|reportable| match reportable {
                    Reportable::One(value) | Reportable::Combined(value, _) => Ok(value),
                    Reportable::Each(values) => {
                        <[Value<'_>; 1]>::try_from(values).map(|[only]| only).map_err(|_| several)
                    }
                    Reportable::Terms(_) => Err(several),
                }));
            }
            Seen::Computed(Combination { value, .. }, ..) => {
                all.push(value.map_err(Judgement::undecided));
            }
            Seen::Underivable(_, judgement) | Seen::Open(judgement) => all.push(Err(judgement)),
            Seen::Rows(..) | Seen::NotAsked(_) | Seen::Case => {}
        });
        all
    }

    /// Whether the test was not run: there is no result of it, and none of something from which it would be derived.
    pub(super) fn is_untested(&self, facts: &Facts<'_>) -> bool {
        let needs_untested = |derived: &PlannedDerivation| {
            let mut inputs = derived.inputs.iter().map(|input| facts.operands(input.source));
            inputs.any(|operands| operands.is_some_and(|operands| operands.is_untested))
        };
        let mut derived = self.asked.iter().filter_map(|asked| asked.derived.as_deref());
        self.results(facts.lot).next().is_none() && derived.all(needs_untested)
    }
}

/// The results that make one determination, each with its place.
type Rows<'l> = Vec<(usize, &'l AssayResult)>;

/// Why a result does not count, whatever is asked.
fn not_counted(lot: &Lot, result: &AssayResult) -> Option<NotCounted> {
    if lot.is_foreign(result) {
        Some(NotCounted::OtherLot)
    } else {
        result.is_invalidated().then_some(NotCounted::Invalidated)
    }
}

/// Whether `result` is the final one of `preliminary`.
fn supersedes(lot: &Lot, result: &AssayResult, preliminary: &AssayResult) -> bool {
    preliminary.is_preliminary()
        && !result.is_preliminary()
        && result.reference() == preliminary.reference()
        && !result.is_invalidated()
        && !lot.is_foreign(result)
}
