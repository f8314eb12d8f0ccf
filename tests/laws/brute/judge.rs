//! What a test comes to by every pick of determinations, and by every completion of what is not known in each.

use std::collections::{BTreeMap, BTreeSet};

use release_criteria::Outcome;

use super::SEES_WHEN_IT_APPLIES;
use super::model::{Asks, Case, Model, Number, OfTest};
use super::picks::{Completion, MOST, Pick, Unknown};
use super::rows::{Counted, Grid, Offer, Open, Standing};
use super::values::{Behind, Situation};

/// Where more completions would have to be looked at than `MOST`.
#[derive(Debug)]
pub(crate) struct TooMany;

pub(crate) struct Judge<'m> {
    pub(crate) model: &'m Model,
    pub(crate) grid: Grid,
    /// Of each test, by case.
    pub(crate) counted: Vec<Vec<Vec<Counted>>>,
    /// Of each test, by row.
    pub(crate) offers: Vec<Vec<Offer>>,
}

impl<'m> Judge<'m> {
    pub(crate) fn new(model: &'m Model, grid: Grid) -> Self {
        let of_cases = |test: &OfTest| test.cases.iter().map(|case| test.counted(&case.asks, &grid)).collect();
        let of_rows = |test: &OfTest| (0..test.rows.len()).map(|row| test.offer(row, &grid)).collect();
        let (counted, offers) = (model.tests.iter().map(of_cases).collect(), model.tests.iter().map(of_rows).collect());
        Self { model, grid, counted, offers }
    }

    /// How the computed value stands in all these completions of one pick.
    fn computed(&self, test: usize, case: &Case, pick: &Pick, completions: &[Completion]) -> Option<(Standing, bool)> {
        let formula = case.derived.as_ref()?;
        let is_signed = self.model.tests[test].is_signed;
        let (mut seen, mut at_present, mut behind) = (Vec::new(), Vec::new(), Behind::default());
        for completion in completions {
            let Ok((value, own)) = self.derive(formula, pick, completion) else { continue };
            behind = behind.and(own);
            let stands = match value {
                Some(value) if is_signed || value >= Number::ZERO => match &case.asks {
                    Asks::Limit(limit) if !limit.accepts(value) => Standing::Fails,
                    Asks::Limit(_) | Asks::Words(_) => Standing::Conforms,
                    Asks::Report | Asks::Nothing => Standing::Reported,
                },
                _ => Standing::UNDECIDED,
            };
            seen.push(stands);
            if self.is_at_present(pick, completion) {
                at_present.push(stands);
            }
        }
        let all_fail = |seen: &[Standing]| !seen.is_empty() && seen.iter().all(|one| *one == Standing::Fails);
        let best = seen.iter().max()?;
        let stands = if all_fail(&seen) && !behind.is_open_whether {
            Standing::Fails
        } else if all_fail(&at_present) || *best <= Standing::UNDECIDED {
            Standing::UNDECIDED
        } else {
            behind.open.map_or(*best, Standing::Open)
        };
        Some((stands, behind.is_open_whether))
    }

    /// Whether each preliminary determination is what it says at present.
    fn is_at_present(&self, pick: &Pick, completion: &Completion) -> bool {
        completion.iter().all(|(unknown, value)| match unknown {
            Unknown::Row(test, row) if pick[test] == Some(*row) => match &self.offers[*test][*row] {
                Offer::Unknown { now, .. } if !now.is_empty() => now.contains(value),
                _ => true,
            },
            _ => true,
        })
    }

    /// How a test stands in one case: the gravest of its determinations.
    fn in_case(
        &self,
        test: usize,
        case: usize,
        pick: &Pick,
        completions: &[Completion],
    ) -> Result<Option<(Standing, bool)>, TooMany> {
        let (case, counted) = (&self.model.tests[test].cases[case], &self.counted[test][case]);
        if case.asks == Asks::Nothing {
            return Ok(Some((Standing::NotAsked, false)));
        }
        let mut worst: Option<Standing> = counted.iter().map(|one| one.stands).min();
        if case.derived.is_none() {
            return Ok(Some((worst.unwrap_or(Standing::Open(Open::Unfinished)), false)));
        }
        let mut is_open_whether = false;
        let inputs = self.reach(&case.inputs().collect::<Vec<_>>());
        for pick in self.picks(&inputs, pick) {
            let mut all = Vec::new();
            for completion in completions {
                all.extend(self.completions(&inputs, &pick, completion)?);
                if all.len() > MOST {
                    return Err(TooMany);
                }
            }
            if let Some((stands, is_open)) = self.computed(test, case, &pick, &all) {
                worst = Some(worst.map_or(stands, |worst| worst.min(stands)));
                is_open_whether |= is_open;
            }
        }
        Ok(worst.map(|worst| (worst, is_open_whether)))
    }

    /// What a test comes to, and whether it rests on something of which the own condition is open.
    pub(crate) fn outcome(&self, test: usize) -> Result<(Outcome, bool), TooMany> {
        let of_test = &self.model.tests[test];
        if of_test.is_if_tested && of_test.rows.is_empty() {
            return Ok((Outcome::NotApplicable, false));
        }
        let mut is_open_whether = false;
        let subjects = self.reach(&of_test.subjects());
        let mut seen: BTreeSet<Standing> = BTreeSet::new();
        for pick in self.picks(&subjects, &Pick::new()) {
            let mut by_situation: BTreeMap<Situation, Vec<Completion>> = BTreeMap::new();
            let mut open = Behind::default();
            for completion in self.completions(&subjects, &pick, &Completion::new())? {
                let Ok((situation, behind)) = self.situation(test, &pick, &completion) else { continue };
                open = open.and(behind);
                by_situation.entry(situation).or_default().push(completion);
            }
            let mut standings = Vec::new();
            if open.is_open_when && !SEES_WHEN_IT_APPLIES {
                by_situation.entry(Situation::NotAsked).or_default();
            }
            for (situation, completions) in by_situation {
                standings.extend(match situation {
                    Situation::Case(case) => self.in_case(test, case, &pick, &completions)?,
                    Situation::NotAsked => Some((Standing::NotAsked, false)),
                    Situation::Undecided => Some((Standing::UNDECIDED, false)),
                });
            }
            is_open_whether |= open.is_open_whether || standings.iter().any(|(_, is_open)| *is_open);
            let Some(best) = standings.iter().map(|(stands, _)| stands).max() else { continue };
            seen.insert(match open.open {
                None => *best,
                Some(_) if open.is_open_whether && *best == Standing::Fails => Standing::UNDECIDED,
                Some(_) if *best <= Standing::UNDECIDED => *best,
                Some(kind) => Standing::Open(kind),
            });
        }
        let outcome = match seen.first() {
            Some(Standing::Fails) => Outcome::DoesNotConform,
            Some(Standing::Open(Open::Undecided)) | None => Outcome::Indeterminate,
            Some(Standing::Open(Open::Unfinished)) => Outcome::Pending,
            Some(Standing::Conforms) => Outcome::Conforms,
            Some(Standing::Reported) => Outcome::Reported,
            Some(Standing::NotAsked) => Outcome::NotApplicable,
        };
        Ok((outcome, is_open_whether))
    }
}
