//! What a test comes to by every pick of determinations, and by every completion of what is not
//! known in each.

use std::collections::BTreeMap;

use release_criteria::Outcome;

use super::model::{Asks, Case, Model, Number, OfTest, Source, Value};
use super::picks::{Completion, MOST, Pick, Unknown};
use super::rows::{Counted, Grid, Offer, Open, Standing};
use super::seen;
use super::values::{Behind, Situation};

/// Where more completions would have to be looked at than `MOST`.
#[derive(Debug)]
pub(crate) struct TooMany;

/// What is derived in one completion.
type Derived = (Completion, (Option<Number>, Behind));

pub(crate) struct Judge {
    pub(crate) model: Model,
    pub(crate) grid: Grid,
    /// Of each test, by case.
    pub(crate) counted: Vec<Vec<Vec<Counted>>>,
}

impl Judge {
    pub(crate) fn new(model: &Model, grid: Grid) -> Self {
        let tests = model.tests.iter().map(OfTest::joined).collect();
        let model = Model { tests, ..model.clone() };
        let of_cases =
            |test: &OfTest| test.cases.iter().map(|case| test.counted(&case.asks, &grid)).collect();
        let counted = model.tests.iter().map(of_cases).collect();
        Self { model, grid, counted }
    }

    /// How the computed value stands in all these completions of one pick.
    fn computed(
        &self,
        test: usize,
        case: &Case,
        pick: &Pick,
        completions: &[Derived],
    ) -> Option<(Standing, bool)> {
        let is_signed = self.model.tests[test].is_signed;
        let (mut stood, mut behind) = (BTreeMap::new(), Behind::default());
        let now = self.at_present(pick, completions);
        for (completion, (value, own)) in completions {
            behind = behind.and(*own);
            let stands = match value {
                Some(value) if is_signed || *value >= Number::ZERO => match &case.asks {
                    Asks::Limit(limit) if !limit.accepts(*value) => Standing::Fails,
                    Asks::Limit(_) | Asks::Words(_) => Standing::Conforms,
                    Asks::Report | Asks::Nothing => Standing::Reported,
                },
                _ => Standing::UNDECIDED,
            };
            // What is censored stays so: what it makes of a value is decided only if all of it
            // agrees.
            let known = stood.entry(self.uncensored(completion)).or_insert(stands);
            *known = if *known == stands { stands } else { Standing::UNDECIDED };
        }
        let is_now = |(unknown, value): (&Unknown, &Value)| {
            now.get(unknown).is_none_or(|now| now.contains(value))
        };
        let at_present = stood.iter().filter(|(completion, _)| completion.iter().all(is_now));
        let at_present: Vec<Standing> = at_present.map(|(_, stands)| *stands).collect();
        let stood: Vec<Standing> = stood.into_values().collect();
        let all_fail = |stood: &[Standing]| {
            !stood.is_empty() && stood.iter().all(|one| *one == Standing::Fails)
        };
        let best = stood.iter().max()?;
        let none_does = *best <= Standing::UNDECIDED;
        let stands = if all_fail(&stood) && !behind.is_open_whether {
            Standing::Fails
        } else if all_fail(&at_present) || none_does {
            Standing::UNDECIDED
        } else {
            behind.open.map_or(*best, Standing::Open)
        };
        let has_derived = self.is_derived(&case.inputs().collect::<Vec<_>>());
        let is_let_be = (behind.is_open_whether && !seen::BEHIND_OPEN_CONDITIONS)
            || none_does && behind.open.is_some() && case.asks == Asks::Report && !seen::NO_REPORT
            || none_does && behind.open.is_some() && has_derived && !seen::INPUTS_WITHOUT_VALUE
            || none_does
                && has_derived
                && completions.iter().any(|(completion, _)| self.rests_on_both(completion))
                && !seen::CENSORED_BEHIND_UNKNOWN;
        Some((stands, is_let_be))
    }

    /// Whether it says something of what is censored, and of what may yet be known.
    fn rests_on_both(&self, completion: &Completion) -> bool {
        !self.uncensored(completion).is_empty()
            && completion.keys().any(|unknown| self.is_censored(*unknown))
    }

    /// Whether any of these is itself derived.
    fn is_derived(&self, sources: &[Source]) -> bool {
        sources.iter().any(|source| match source {
            Source::Test(test) => {
                self.model.tests[*test].cases.iter().any(|case| case.derived.is_some())
            }
            Source::Parameter(_) => false,
        })
    }

    /// What preliminary determinations say at present; one that a case supposes to be something
    /// else may be anything there.
    fn at_present(&self, pick: &Pick, completions: &[Derived]) -> BTreeMap<Unknown, Vec<Value>> {
        let mut at_present: BTreeMap<Unknown, Vec<Value>> = BTreeMap::new();
        for (unknown, value) in completions.iter().flat_map(|(completion, _)| completion) {
            let Unknown::Row(test, row) = *unknown else { continue };
            for offer in self.offers(test, row) {
                if let Offer::Unknown { now, .. } = offer
                    && pick[&test] == Some(row)
                    && now.contains(value)
                    && !at_present.get(unknown).is_some_and(|known| known.contains(value))
                {
                    at_present.entry(*unknown).or_default().extend(now);
                }
            }
        }
        at_present
    }

    /// What a row offers in each case in which it counts.
    pub(crate) fn offers(&self, test: usize, row: usize) -> impl Iterator<Item = &Offer> {
        let own = self.counted[test].iter().flatten().filter(move |one| one.row == row);
        own.map(|one| &one.offer)
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
        let Some(formula) = &case.derived else {
            return Ok(Some((worst.unwrap_or(Standing::Open(Open::Unfinished)), false)));
        };
        let mut is_let_be = false;
        let inputs = self.reach(&case.inputs().collect::<Vec<_>>());
        for pick in self.picks(&inputs, pick) {
            let mut all = Vec::new();
            for completion in completions {
                all.extend(
                    self.completed(completion, |completion| {
                        self.derive(formula, &pick, completion)
                    })?,
                );
                if all.len() > MOST {
                    return Err(TooMany);
                }
            }
            if let Some((stands, is_other)) = self.computed(test, case, &pick, &all) {
                worst = Some(worst.map_or(stands, |worst| worst.min(stands)));
                is_let_be |= is_other;
            }
        }
        Ok(worst.map(|worst| (worst, is_let_be)))
    }

    /// How a test stands in every completion of one pick of what its conditions are about.
    fn stood(&self, test: usize, pick: &Pick) -> Result<Stood, TooMany> {
        let of_test = &self.model.tests[test];
        let mut stood = Stood::default();
        let mut by_situation: BTreeMap<Situation, Vec<Completion>> = BTreeMap::new();
        let asked = |completion: &Completion| self.situation(test, pick, completion);
        for (completion, (situation, behind)) in self.completed(&Completion::new(), asked)? {
            stood.open = stood.open.and(behind);
            by_situation.entry(situation).or_default().push(completion);
        }
        let may_have_no_value = by_situation.contains_key(&Situation::Undecided);
        stood.is_let_be = stood.open.is_open_whether && !seen::BEHIND_OPEN_CONDITIONS
            || may_have_no_value
                && self.is_derived(&of_test.subjects())
                && !seen::INPUTS_WITHOUT_VALUE
            || self.is_derived(&of_test.subjects())
                && by_situation.values().flatten().any(|completion| self.rests_on_both(completion))
                && !seen::CENSORED_BEHIND_UNKNOWN;
        // The crate does not look whether both a `when` and one of several cases hold.
        stood.may_not_apply =
            stood.open.is_open_when && (!seen::A_WHEN_THAT_HOLDS || of_test.cases.len() > 1);
        for (situation, completions) in by_situation {
            let found = match situation {
                Situation::Case(case) => self.in_case(test, case, pick, &completions)?,
                Situation::NotAsked => Some((Standing::NotAsked, false)),
                Situation::Undecided => Some((Standing::UNDECIDED, false)),
            };
            if let Some((stands, is_let_be)) = found {
                stood.is_let_be |= is_let_be;
                stood
                    .in_each
                    .extend(completions.into_iter().map(|completion| (completion, stands)));
            }
        }
        Ok(stood)
    }

    /// What a test comes to, and whether it may as well be otherwise open: by each pick for itself,
    /// or by those together that have the same completions.
    pub(crate) fn outcome(&self, test: usize, together: bool) -> Result<(Outcome, bool), TooMany> {
        let of_test = &self.model.tests[test];
        if of_test.is_if_tested && of_test.rows.is_empty() {
            return Ok((Outcome::NotApplicable, false));
        }
        let picks = self.picks(&self.reach(&of_test.subjects()), &Pick::new());
        let mut all =
            picks.iter().map(|pick| self.stood(test, pick)).collect::<Result<Vec<_>, _>>()?;
        let is_let_be = all.iter().any(|stood| stood.is_let_be);
        if together {
            let mut same: BTreeMap<Vec<Completion>, Stood> = BTreeMap::new();
            for own in all {
                let completions = own.in_each.keys().cloned().collect();
                let known = same.remove(&completions);
                same.insert(completions, known.map_or(own.clone(), |known| known.and(own)));
            }
            all = same.into_values().collect();
        }
        let outcome = match all.iter().filter_map(Stood::comes_to).min() {
            Some(Standing::Fails) => Outcome::DoesNotConform,
            Some(Standing::Open(Open::Undecided)) | None => Outcome::Indeterminate,
            Some(Standing::Open(Open::Unfinished)) => Outcome::Pending,
            Some(Standing::Conforms) => Outcome::Conforms,
            Some(Standing::Reported) => Outcome::Reported,
            Some(Standing::NotAsked) => Outcome::NotApplicable,
        };
        Ok((outcome, is_let_be))
    }
}

/// How a test stands in each completion of what its conditions are about.
#[derive(Clone, Debug, Default)]
struct Stood {
    in_each: BTreeMap<Completion, Standing>,
    may_not_apply: bool,
    open: Behind,
    is_let_be: bool,
}

impl Stood {
    /// That of both, of the same completions, of which the graver decides in each.
    fn and(self, other: Self) -> Self {
        let graver = |((completion, own), other): ((Completion, Standing), Standing)| {
            (completion, own.min(other))
        };
        Self {
            in_each: self
                .in_each
                .into_iter()
                .zip(other.in_each.into_values())
                .map(graver)
                .collect(),
            may_not_apply: self.may_not_apply || other.may_not_apply,
            open: self.open.and(other.open),
            is_let_be: self.is_let_be || other.is_let_be,
        }
    }

    /// What all completions come to; `None` where nothing is seen in any.
    fn comes_to(&self) -> Option<Standing> {
        let not_asked = self.may_not_apply.then_some(Standing::NotAsked);
        let best = self.in_each.values().copied().chain(not_asked).max()?;
        Some(match self.open.open {
            None => best,
            Some(_) if self.open.is_open_whether && best == Standing::Fails => Standing::UNDECIDED,
            Some(_) if best <= Standing::UNDECIDED => best,
            Some(kind) => Standing::Open(kind),
        })
    }
}
