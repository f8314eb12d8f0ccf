//! Whether a test applies, and in which of its cases a lot is.

use super::facts::{Facts, Operand, Operands};
use super::judge::{Judgement, Standing, Value};
use super::planned::PlannedTest;
use super::sources::{Source, Sources};
use crate::acceptance::{Region, Relation, Rounding, StrictLimits};
use crate::criterion::{Ruling, Term, Terms};
use crate::report::Reason;
use crate::specification::{Condition, MustBe};

/// The most combinations of determinations that are told apart for one test.
pub(super) const MOST_COMBINATIONS: usize = 10_000;

/// A condition, compiled. All requirements have to be met.
#[derive(Clone, Debug)]
pub(super) struct PlannedCondition {
    requirements: Vec<Requirement>,
    pub(super) text: String,
}

#[derive(Clone, Debug)]
struct Requirement {
    source: Source,
    must_be: Asks,
}

#[derive(Clone, Debug)]
enum Asks {
    Within(Region),
    /// One of these; the other terms of its subject are not among them, in each case that it distinguishes.
    OneOf { values: Vec<Term>, vocabularies: Vec<Terms>, is_closed: bool },
}

/// Whether something is so, ordered as the conjunction of several takes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Truth {
    False,
    Undecided(Reason),
    Unfinished(Reason),
    True,
}

/// One combination of determinations of the tests on which conditions depend.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct World {
    /// Of each test the determinations that make no difference to the conditions.
    choices: Vec<(Source, Vec<usize>)>,
}

/// What follows from a combination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Applies {
    /// This is asked.
    Case(usize),
    /// Nothing is asked.
    Not,
    /// It cannot be told, or not yet.
    Open(Judgement),
}

impl PlannedCondition {
    /// `None` where a subject is not where it should be; `Some(None)` where there is no condition.
    #[allow(clippy::option_option, reason = "not compiled, or no condition, or a condition")]
    pub(super) fn compile_if(condition: Option<&Condition>, sources: &Sources<'_>) -> Option<Option<Self>> {
        let Some(condition) = condition else { return Some(None) };
        let requirements: Option<Vec<Requirement>> = condition
            .requirements
            .iter()
            .map(|requirement| {
                let source = sources.of_id(&requirement.subject)?;
                let must_be = match &requirement.must_be {
                    MustBe::Within(criterion) => {
                        Asks::Within(Region::accepted(criterion, Rounding::Absolute, StrictLimits::Exact)?)
                    }
                    MustBe::OneOf(values) => {
                        let entry = sources.test(source).and_then(|test| test.entry(sources.phase()));
                        let criteria = entry.iter().flat_map(|entry| &entry.cases).map(|case| &case.criterion);
                        let vocabularies = criteria.filter_map(|criterion| criterion.terms().cloned()).collect();
                        let is_closed = matches!(source, Source::Parameter(_));
                        Asks::OneOf { values: values.clone(), vocabularies, is_closed }
                    }
                };
                Some(Requirement { source, must_be })
            })
            .collect();
        Some(Some(Self { requirements: requirements?, text: condition.to_string() }))
    }

    fn sources(&self) -> impl Iterator<Item = Source> {
        self.requirements.iter().map(|requirement| requirement.source)
    }

    /// Whether all requirements on `source` are met by one of its determinations.
    fn truth_of(&self, source: Source, operand: Option<&Operand<'_>>) -> Truth {
        let own = self.requirements.iter().filter(|requirement| requirement.source == source);
        own.map(|requirement| requirement.truth(operand)).min().unwrap_or(Truth::True)
    }
}

impl Requirement {
    fn truth(&self, operand: Option<&Operand<'_>>) -> Truth {
        let is_parameter = matches!(self.source, Source::Parameter(_));
        match operand {
            None => Truth::Unfinished(Reason::PendingCondition),
            Some(Err(Judgement { reason, .. })) if is_parameter => Truth::Undecided(*reason),
            Some(Err(Judgement { standing: Standing::Unfinished, .. })) => Truth::Unfinished(Reason::PendingCondition),
            Some(Err(_)) => Truth::Undecided(Reason::UndecidedCondition),
            Some(Ok(value)) => self.must_be.truth(value),
        }
    }
}

impl Asks {
    fn truth(&self, value: &Value<'_>) -> Truth {
        let undecided = Truth::Undecided(Reason::UndecidedCondition);
        match (self, value) {
            (Self::Within(region), Value::Numbers(_) | Value::Computed(_)) => match value.relation(region) {
                Some(Relation::Inside) => Truth::True,
                Some(Relation::Disjoint) => Truth::False,
                Some(Relation::Overlapping) | None => undecided,
            },
            (Self::OneOf { values, vocabularies, is_closed }, Value::Term(text)) => {
                let is_known = |terms: &Terms| terms.rule(text) != Ruling::Unknown;
                match text.parse::<Term>() {
                    Ok(term) if values.contains(&term) => Truth::True,
                    // A text that the specification does not know may be another spelling of what is asked.
                    Ok(_) if *is_closed || vocabularies.iter().any(is_known) => Truth::False,
                    _ => undecided,
                }
            }
            _ => undecided,
        }
    }
}

impl World {
    /// Whether this determination of `source` belongs to the combination.
    pub(super) fn admits(&self, source: Source, index: usize) -> bool {
        self.choices.iter().find(|(own, _)| *own == source).is_none_or(|(_, chosen)| chosen.contains(&index))
    }
}

impl PlannedTest {
    /// Every combination of the determinations on which conditions depend, as far as it makes a difference, with what follows from it.
    pub(super) fn worlds(&self, facts: &Facts<'_>) -> Vec<(World, Applies)> {
        let conditions: Vec<&PlannedCondition> =
            self.when.iter().chain(self.asked.iter().filter_map(|asked| asked.when.as_ref())).collect();
        let mut sources: Vec<Source> = Vec::new();
        for source in conditions.iter().flat_map(|condition| condition.sources()) {
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        // Worlds so far, each with the truth of every condition in it.
        let mut worlds: Vec<(World, Vec<Truth>)> = vec![(World::default(), vec![Truth::True; conditions.len()])];
        for source in sources {
            let alternatives = alternatives(source, &conditions, facts);
            if worlds.len().saturating_mul(alternatives.len()) > MOST_COMBINATIONS {
                return vec![(World::default(), Applies::Open(Judgement::undecided(Reason::TooManyCombinations)))];
            }
            let with = |(world, truths): &(World, Vec<Truth>), (chosen, own): &(Vec<usize>, Vec<Truth>)| {
                let mut world = world.clone();
                world.choices.push((source, chosen.clone()));
                (world, truths.iter().zip(own).map(|(a, b)| *a.min(b)).collect())
            };
            worlds = worlds.iter().flat_map(|world| alternatives.iter().map(move |one| with(world, one))).collect();
        }
        worlds.into_iter().map(|(world, truths)| (world, self.applies(&truths))).collect()
    }

    /// What follows from the truth of each condition: first that of the test if it has one, then those of its cases.
    fn applies(&self, truths: &[Truth]) -> Applies {
        let (of_test, of_cases) = truths.split_at_checked(usize::from(self.when.is_some())).unwrap_or((truths, &[]));
        match of_test.first() {
            Some(Truth::False) => return Applies::Not,
            Some(Truth::Undecided(reason)) => return Applies::Open(Judgement::undecided(*reason)),
            Some(Truth::Unfinished(reason)) => return Applies::Open(Judgement::unfinished(*reason)),
            Some(Truth::True) | None => {}
        }
        if self.only().is_some() {
            return Applies::Case(0);
        }
        if let Some(case) = of_cases.iter().position(|truth| *truth == Truth::True) {
            return Applies::Case(case);
        }
        match of_cases.iter().filter(|truth| **truth != Truth::False).min() {
            Some(Truth::Undecided(reason)) => Applies::Open(Judgement::undecided(*reason)),
            Some(Truth::Unfinished(reason)) => Applies::Open(Judgement::unfinished(*reason)),
            _ => Applies::Open(Judgement::undecided(Reason::NoCaseApplies)),
        }
    }
}

/// The determinations of `source`, those together that make the same of every condition.
fn alternatives(source: Source, conditions: &[&PlannedCondition], facts: &Facts<'_>) -> Vec<(Vec<usize>, Vec<Truth>)> {
    let truths = |operand: Option<&Operand<'_>>| -> Vec<Truth> {
        conditions.iter().map(|condition| condition.truth_of(source, operand)).collect()
    };
    let operands = facts.operands(source).map(Operands::all).unwrap_or_default();
    if operands.is_empty() {
        return vec![(Vec::new(), truths(None))];
    }
    let mut alternatives: Vec<(Vec<usize>, Vec<Truth>)> = Vec::new();
    for (index, operand) in operands.iter().enumerate() {
        let own = truths(Some(operand));
        match alternatives.iter_mut().find(|(_, known)| *known == own) {
            Some((chosen, _)) => chosen.push(index),
            None => alternatives.push((vec![index], own)),
        }
    }
    alternatives
}
