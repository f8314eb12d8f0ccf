//! Whether a test applies, and in which of its cases a lot is.

use std::rc::Rc;

use super::facts::Operand;
use super::judgement::{Judgement, Standing, Value};
use super::sources::{Source, Sources};
use crate::acceptance::{Region, Relation};
use crate::criterion::{Ruling, Term, Terms};
use crate::report::Reason;
use crate::specification::{Condition, MustBe, Test};

/// A condition, compiled. All requirements have to be met.
#[derive(Clone, Debug)]
pub(super) struct PlannedCondition {
    requirements: Vec<Requirement>,
    pub(super) text: String,
}

#[derive(Clone, Debug)]
struct Requirement {
    id: String,
    source: Source,
    must_be: Asks,
}

#[derive(Clone, Debug)]
enum Asks {
    Within(Region),
    /// One of these; the other terms of its subject are not among them, in each case that it distinguishes.
    OneOf {
        values: Vec<Term>,
        vocabularies: Vec<Terms>,
        is_closed: bool,
    },
}

/// Whether something is so, ordered as the conjunction of several takes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Truth {
    False,
    Undecided(Reason),
    Unfinished(Reason),
    True,
}

/// Combinations of determinations of the tests on which conditions depend: any of the chosen ones of each.
#[derive(Clone, Debug, Default)]
pub(super) struct World {
    /// The places of the determinations of each, in ascending order.
    pub(super) choices: Vec<(Source, Rc<[usize]>)>,
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
                    MustBe::Within(criterion) => Asks::Within(Region::unrounded(criterion)?),
                    MustBe::OneOf(values) => {
                        // What is a term in one phase is one in each, though nothing be asked there.
                        let criteria = sources.test(source).into_iter().flat_map(Test::all_criteria);
                        let vocabularies = criteria.filter_map(|criterion| criterion.terms().cloned()).collect();
                        let is_closed = matches!(source, Source::Parameter(_));
                        Asks::OneOf { values: values.clone(), vocabularies, is_closed }
                    }
                };
                Some(Requirement { id: requirement.subject.to_string(), source, must_be })
            })
            .collect();
        Some(Some(Self { requirements: requirements?, text: condition.to_string() }))
    }

    pub(super) fn sources(&self) -> impl Iterator<Item = Source> {
        self.requirements.iter().map(|requirement| requirement.source)
    }

    /// The ids of what it is about, with where their values stand.
    pub(super) fn subjects(&self) -> impl Iterator<Item = (&str, Source)> {
        self.requirements.iter().map(|requirement| (requirement.id.as_str(), requirement.source))
    }

    /// Whether all requirements on `source` are met by one of its determinations.
    pub(super) fn truth_of(&self, source: Source, operand: Option<&Operand<'_>>) -> Truth {
        let own = self.requirements.iter().filter(|requirement| requirement.source == source);
        own.map(|requirement| requirement.truth(operand)).min().unwrap_or(Truth::True)
    }
}

impl Requirement {
    fn truth(&self, operand: Option<&Operand<'_>>) -> Truth {
        let is_parameter = matches!(self.source, Source::Parameter(_));
        match operand {
            Some(Ok(value)) => self.must_be.truth(value),
            Some(Err(Judgement { reason, .. })) if is_parameter || *reason == Reason::TooManyCombinations => {
                Truth::Undecided(*reason)
            }
            Some(Err(Judgement { standing, .. })) if *standing != Standing::Unfinished => {
                Truth::Undecided(Reason::UndecidedCondition)
            }
            Some(Err(_)) | None => Truth::Unfinished(Reason::PendingCondition),
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
    /// The determinations of `source` that are chosen, where not all are.
    pub(super) fn choice(&self, source: Source) -> Option<&[usize]> {
        self.choices.iter().find(|(own, _)| *own == source).map(|(_, chosen)| chosen.as_ref())
    }
}
