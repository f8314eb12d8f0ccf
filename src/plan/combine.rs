//! From determinations to the outcome of a test, and from outcomes to the verdict on a lot.

use super::condition::World;
use super::derivation::Combination;
use super::facts::{Facts, Operands};
use super::judgement::{Compare, Judgement, Standing, Value};
use super::planned::{Asked, PlannedTest};
use super::replicates::Reportable;
use super::worlds::Applies;
use crate::lot::{AssayResult, Lot};
use crate::report::{Outcome, Reason, Verdict};
use crate::specification::Gate;

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
}

/// Which of all that was seen decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Decisive {
    /// The result at this place.
    Row(usize),
    /// What was seen at this place besides results.
    Other(usize),
}

/// The determinations of one test, as far as their order does not matter.
///
/// All that are not invalidated count: a further one never erases another (21 CFR 610.1).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Determinations {
    /// The determination that decides: the least by standing, then by reason, so that the reason does not depend on the
    /// order of results; of equal ones the first that was handed in.
    decisive: Option<(Judgement, Decisive)>,
    /// How many there are of each standing.
    count: [usize; 4],
    pub(super) results: usize,
    others: usize,
    /// Why the test does not apply, as long as nothing else is known.
    not_asked: Option<Reason>,
}

impl Determinations {
    pub(super) fn of(test: &PlannedTest, facts: &Facts<'_>, compare: Compare) -> Self {
        let mut all = Self::default();
        test.see_all(facts, compare, |seen| {
            all.add(&seen);
        });
        all
    }

    /// Whether it is what decides so far.
    pub(super) fn add(&mut self, seen: &Seen<'_, '_>) -> bool {
        let (judgement, place) = match seen {
            Seen::Rows(rows, _, judged) => {
                self.results = self.results.saturating_add(rows.len());
                let first = rows.first().map_or(usize::MAX, |(index, _)| *index);
                match judged {
                    Ok(judgement) => (*judgement, Decisive::Row(first)),
                    Err(_) => return false,
                }
            }
            Seen::Computed(_, _, judgement) | Seen::Underivable(_, judgement) | Seen::Open(judgement) => {
                let place = Decisive::Other(self.others);
                self.others = self.others.saturating_add(1);
                (*judgement, place)
            }
            Seen::NotAsked(reason) => {
                self.not_asked = Some(*reason);
                return false;
            }
        };
        if let Some(count) = self.count.get_mut(judgement.standing as usize) {
            *count = count.saturating_add(1);
        }
        let own = (judgement, place);
        let decides = self.decisive.is_none_or(|known| own < known);
        if decides {
            self.decisive = Some(own);
        }
        decides
    }

    /// The outcome of the test, why, and what decided it.
    pub(super) fn outcome(&self, test: &PlannedTest) -> (Outcome, Reason, Option<Decisive>) {
        match (self.decisive, self.not_asked, self.results) {
            (Some((judgement, place)), ..) => (judgement.outcome(), judgement.reason, Some(place)),
            (None, Some(reason), _) => (Outcome::NotApplicable, reason, None),
            (None, None, 0) if test.if_tested => (Outcome::NotApplicable, Reason::NotTested, None),
            (None, None, 0) => (Outcome::Pending, Reason::NoResult, None),
            (None, None, _) => (Outcome::Pending, Reason::NoValidResult, None),
        }
    }

    /// How many determinations say what, if there are several.
    pub(super) fn counted(&self, reports: bool, derived: bool) -> Option<String> {
        let total = self.count.iter().fold(0, |sum: usize, count| sum.saturating_add(*count));
        let meets = if reports { "reported" } else { "conforming" };
        let words = ["failing", "undecided", "unfinished", meets];
        let parts: Vec<String> = self
            .count
            .iter()
            .zip(words)
            .filter(|(count, _)| **count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        let what = if derived { "combinations and results" } else { "determinations" };
        (total > 1).then(|| format!("{total} {what} count: {}.", parts.join(", ")))
    }

    /// Whether one determination meets what another fails.
    pub(super) fn conflict(&self) -> bool {
        let [fails, _, _, meets] = self.count;
        fails > 0 && meets > 0
    }
}

impl PlannedTest {
    /// Shows all that bears on the outcome, in an order that does not depend on how results were handed in.
    pub(super) fn see_all<'l>(&self, facts: &Facts<'l>, compare: Compare, mut see: impl FnMut(Seen<'_, 'l>)) {
        if let (Some(only), None) = (self.only(), &self.when) {
            if only.criterion.is_not_required() {
                see(Seen::NotAsked(Reason::NotRequired));
            }
            self.see_case(only, &[&World::default()], facts, compare, &mut see);
            return;
        }
        if self.if_tested && facts.lot.results_of(self.id()).next().is_none() {
            return;
        }
        let worlds = self.worlds(facts);
        let in_case = |case: usize| worlds.iter().filter(move |(_, applies)| *applies == Applies::Case(case));
        let mut why_not = None;
        let mut is_asked = false;
        for (case, asked) in self.asked.iter().enumerate() {
            let own: Vec<&World> = in_case(case).map(|(world, _)| world).collect();
            if own.is_empty() {
                continue;
            }
            if asked.criterion.is_not_required() {
                why_not = Some(Reason::NotRequired);
            } else {
                is_asked = true;
            }
            self.see_case(asked, &own, facts, compare, &mut see);
        }
        let mut is_open = false;
        for (_, applies) in &worlds {
            match applies {
                Applies::Open(judgement) => {
                    is_open = true;
                    see(Seen::Open(*judgement));
                }
                Applies::Not => why_not = why_not.or(Some(Reason::ConditionNotMet)),
                Applies::Case(_) => {}
            }
        }
        // It does not apply only if it does not in any combination.
        if let Some(reason) = why_not.filter(|_| !is_asked && !is_open) {
            see(Seen::NotAsked(reason));
        }
        // Results are shown even where nothing is asked of them, or where that cannot be told.
        let Some(first) = self.asked.first() else { return };
        if !worlds.iter().any(|(_, applies)| matches!(applies, Applies::Case(_))) {
            let otherwise = if is_open { NotCounted::Waiting } else { NotCounted::NotAsked };
            for (index, result) in facts.lot.results_of(self.id()) {
                see(Seen::Rows(&[(index, result)], first, Err(not_counted(facts.lot, result).unwrap_or(otherwise))));
            }
        }
    }

    /// All under one thing that is asked, in the worlds in which it is.
    fn see_case<'l>(
        &self,
        asked: &Asked,
        worlds: &[&World],
        facts: &Facts<'l>,
        compare: Compare,
        see: &mut impl FnMut(Seen<'_, 'l>),
    ) {
        if let Some(derivation) = asked.derived.as_ref().filter(|_| !asked.criterion.is_not_required()) {
            for world in worlds {
                derivation.each(facts, world, |derived| match derived {
                    Err(judgement) => see(Seen::Underivable(asked, judgement)),
                    Ok(combination) => {
                        let judgement = match &combination.value {
                            Ok(extent) => asked.judge(&Value::Computed(Box::new(extent.clone())), facts, compare),
                            Err(reason) => Judgement::undecided(*reason),
                        };
                        see(Seen::Computed(combination, asked, judgement));
                    }
                });
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
        let results = lot.results_of(self.id());
        let mut finals = results.clone().filter(|(_, result)| !result.is_preliminary() && !lot.is_foreign(result));
        // Where neither has a reference, only the one final result of the test can be the final of a preliminary one.
        let only_final = finals.next().filter(|_| finals.next().is_none()).map(|(_, result)| result);
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
                let candidate = if result.reference().is_some() { before } else { only_final };
                // An unfinished result gives way to its final one; a failing one needs an invalidation.
                let gives_way = judgement.standing == Standing::Unfinished
                    && candidate.is_some_and(|other| supersedes(lot, other, result));
                see(&rows, if gives_way { Err(NotCounted::Superseded) } else { Ok(judgement) });
            }
            before = Some(result);
        }
        keyed.sort_by_key(|(_, row)| row.determination());
        for rows in keyed.chunk_by(|(_, a), (_, b)| a.determination() == b.determination()) {
            self.rows_of_one_determination(rows, asked, facts, compare, &mut see);
        }
    }

    /// Judges the rows that name one determination: the final ones together, and the preliminary ones that they do not supersede.
    fn rows_of_one_determination<'l>(
        &self,
        rows: &[(usize, &'l AssayResult)],
        asked: &Asked,
        facts: &Facts<'l>,
        compare: Compare,
        see: &mut impl FnMut(&[(usize, &'l AssayResult)], Result<Judgement, NotCounted>),
    ) {
        let (preliminary, finals): (Rows<'l>, Rows<'l>) = rows.iter().partition(|(_, row)| row.is_preliminary());
        if preliminary.is_empty() {
            see(rows, Ok(self.judge(asked, rows, facts, compare)));
            return;
        }
        let of_preliminary = self.judge(asked, &preliminary, facts, compare);
        let has_final = |row: &AssayResult| {
            let mut others = facts.lot.results_of(self.id());
            row.reference().is_some() && others.any(|(_, other)| supersedes(facts.lot, other, row))
        };
        if of_preliminary.standing == Standing::Fails {
            see(&preliminary, Ok(of_preliminary));
        } else if finals.is_empty() {
            let gives_way = preliminary.iter().all(|(_, row)| has_final(row));
            see(&preliminary, if gives_way { Err(NotCounted::Superseded) } else { Ok(of_preliminary) });
        } else if self.judge(asked, &finals, facts, compare).reason == Reason::TooFewReplicates {
            // They wait together for the others to become final.
            see(rows, Ok(Judgement::unfinished(Reason::Preliminary)));
            return;
        } else {
            see(&preliminary, Err(NotCounted::Superseded));
        }
        if !finals.is_empty() {
            see(&finals, Ok(self.judge(asked, &finals, facts, compare)));
        }
    }

    /// What its determinations offer to the tests that need it.
    pub(super) fn operands<'l>(&self, facts: &Facts<'l>) -> Operands<'l> {
        let mut all = Operands::new(facts.lot.results_of(self.id()).next().is_none());
        self.see_all(facts, Compare::AsSpecified, |seen| match seen {
            Seen::Rows(rows, _, Ok(_)) if rows.iter().any(|(_, row)| row.is_preliminary()) => {
                all.push(Err(Judgement::unfinished(Reason::Preliminary)));
            }
            Seen::Rows(rows, asked, Ok(_)) => {
                all.push(self.reportable(asked, rows).and_then(|reportable| match reportable {
                    Reportable::One(value) | Reportable::Combined(value, _) => Ok(value),
                    Reportable::Each(_) => Err(Judgement::undecided(Reason::KindMismatch)),
                }));
            }
            Seen::Computed(Combination { value, .. }, ..) => {
                all.push(value.map(|extent| Value::Computed(Box::new(extent))).map_err(Judgement::undecided));
            }
            Seen::Underivable(_, judgement) | Seen::Open(judgement) => all.push(Err(judgement)),
            Seen::Rows(..) | Seen::NotAsked(_) => {}
        });
        all
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

/// Counts outcomes up to a verdict: the worst that any item allows.
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
