//! Whether conditions hold, in combinations of the determinations on which that depends.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::rc::Rc;

use super::completion::pieces;
use super::judgement::{Judgement, Standing, Value};
use super::operands::Operand;
use crate::acceptance::{Extent, Region, Relation};
use crate::combination::Origins;
use crate::criterion::Term;
use crate::plan::compiled::{Asks, PlannedCondition, Requirement, Source};
use crate::report::Reason;
use crate::value::Amount;

/// Whether something is so, ordered as the conjunction of several takes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Truth {
    False,
    Undecided(Reason),
    Unfinished(Reason),
    True,
}

impl Truth {
    fn precedence(self) -> (u8, Option<(bool, Reason)>) {
        match self {
            Self::False => (0, None),
            Self::Undecided(reason) => (1, Some(reason.precedence())),
            Self::Unfinished(reason) => (2, Some(reason.precedence())),
            Self::True => (3, None),
        }
    }
}

impl Ord for Truth {
    fn cmp(&self, other: &Self) -> Ordering {
        self.precedence().cmp(&other.precedence())
    }
}

impl PartialOrd for Truth {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Combinations of determinations of the tests on which conditions depend: any of the chosen ones
/// of each.
#[derive(Clone, Debug, Default)]
pub(crate) struct World {
    /// The places of the determinations of each, in ascending order.
    pub(super) choices: Vec<(Source, Rc<[usize]>)>,
    /// What is asked of the number at a source where it is open whether that is so, but it is
    /// supposed.
    pub(super) supposed: Vec<(Source, Region)>,
    /// Of the tests whose determinations are told apart the one of each that is meant.
    pub(super) origins: Origins,
    /// How many other such parts of all combinations there are.
    pub(super) others: usize,
}

impl PlannedCondition {
    /// Whether all requirements on `source` are met by one of its determinations.
    pub(super) fn truth_of(&self, source: Source, operand: Option<&Operand<'_>>) -> Truth {
        let own = self.requirements.iter().filter(|requirement| requirement.source == source);
        own.map(|requirement| requirement.truth(operand)).min().unwrap_or(Truth::True)
    }
}

/// All that the determination of a subject may turn out to be, as far as conditions tell it apart.
pub(super) enum Conceivable {
    Numbers(Extent),
    Words,
}

/// Of each condition whether it asks nothing of the subject, or is met; and last whether the
/// subject has a value at all.
pub(super) type Met = Vec<bool>;

/// The most questions that are asked of words and numbers that may yet come.
const MOST_QUESTIONS: usize = 30_000;

/// What of `conditions` may be met by what is conceivable at `source`; `None` where there is too
/// much to be looked at.
pub(super) fn conceivable(
    conditions: &[&PlannedCondition],
    source: Source,
    conceivable: &Conceivable,
) -> Option<BTreeSet<Met>> {
    let asks: Vec<Option<&Asks>> =
        conditions.iter().map(|condition| condition.asks_of(source)).collect();
    let met = |meets: &dyn Fn(&Asks) -> bool| {
        asks.iter().map(|asks| asks.is_none_or(meets)).chain([true]).collect::<Met>()
    };
    match conceivable {
        Conceivable::Numbers(extent) => {
            let regions = asks.iter().flatten().filter_map(|asks| match asks {
                Asks::Within(region) => Some(Extent::from(&**region)),
                Asks::OneOf { .. } => None,
            });
            let turns: Vec<Amount> =
                regions.flat_map(|region| region.ends().cloned().collect::<Vec<_>>()).collect();
            if turns.len().saturating_mul(2).saturating_mul(asks.len()) > MOST_QUESTIONS {
                return None;
            }
            let meets = |piece: &Extent, asks: &Asks| match asks {
                Asks::Within(region) => piece.is_subset_of(&Extent::from(&**region)),
                Asks::OneOf { .. } => false,
            };
            Some(
                pieces(extent, turns).iter().map(|piece| met(&|asks| meets(piece, asks))).collect(),
            )
        }
        Conceivable::Words => {
            let listed = asks.iter().flatten().find_map(|asks| match asks {
                Asks::OneOf { listed, .. } => Some(listed),
                Asks::Within(_) => None,
            })?;
            if listed.len().saturating_mul(asks.len()) > MOST_QUESTIONS {
                return None;
            }
            let meets = |term: &Term, asks: &Asks| match asks {
                Asks::OneOf { values, .. } => values.contains(term),
                Asks::Within(_) => false,
            };
            Some(listed.iter().map(|term| met(&|asks| meets(term, asks))).collect())
        }
    }
}

impl Requirement {
    fn truth(&self, operand: Option<&Operand<'_>>) -> Truth {
        let is_parameter = matches!(self.source, Source::Parameter(_));
        match operand {
            Some(Ok(value)) => self.must_be.truth(value),
            Some(Err(open)) => match open.judgement {
                Judgement { reason, .. }
                    if is_parameter || reason == Reason::TooManyCombinations =>
                {
                    Truth::Undecided(reason)
                }
                Judgement { standing: Standing::Unfinished, .. } => {
                    Truth::Unfinished(Reason::PendingCondition)
                }
                _ => Truth::Undecided(Reason::UndecidedCondition),
            },
            None => Truth::Undecided(Reason::UndecidedCondition),
        }
    }
}

impl Asks {
    fn truth(&self, value: &Value<'_>) -> Truth {
        let undecided = Truth::Undecided(Reason::UndecidedCondition);
        match (self, value) {
            (Self::Within(region), Value::Numbers(_) | Value::Computed(_)) => {
                match value.relation(region) {
                    Some(Relation::Inside) => Truth::True,
                    Some(Relation::Disjoint) => Truth::False,
                    Some(Relation::Overlapping) | None => undecided,
                }
            }
            (Self::OneOf { values, listed }, Value::Term(text)) => match text.parse::<Term>() {
                Ok(term) if values.contains(&term) => Truth::True,
                // A text that its test lists nowhere may be another spelling of what is asked,
                // whatever else that test rejects.
                Ok(term) if listed.contains(&term) => Truth::False,
                _ => undecided,
            },
            _ => undecided,
        }
    }
}

impl World {
    /// The same, where what `condition` asks is supposed to be so.
    pub(super) fn supposing(&self, condition: Option<&PlannedCondition>) -> Self {
        let asks = condition.into_iter().flat_map(|condition| &condition.requirements);
        let supposed = asks.filter_map(|requirement| match &requirement.must_be {
            Asks::Within(region) => Some((requirement.source, **region)),
            Asks::OneOf { .. } => None,
        });
        Self { supposed: supposed.collect(), ..self.clone() }
    }

    /// Into how many parts all combinations are divided.
    pub(super) fn of_parts(&self) -> usize {
        self.others.saturating_add(1)
    }

    /// Those in which of each of `sources` any determination will do, as far as they differ in no
    /// other.
    pub(super) fn without(&self, sources: &[Source]) -> Self {
        let mut world = self.clone();
        world.choices.retain(|(source, _)| !sources.contains(source));
        world
    }

    /// What of `extent` can be at `source` as is supposed.
    pub(super) fn narrowed(&self, source: Source, extent: &Extent) -> Option<Extent> {
        let supposed = self.supposed.iter().find(|(own, _)| *own == source);
        supposed.map_or(Some(extent.clone()), |(_, region)| extent.common(&region.into()))
    }

    /// Those with any of the determinations `chosen` of one source more.
    pub(super) fn with(&self, source: Source, chosen: &Rc<[usize]>) -> Self {
        let mut world = self.clone();
        world.choices.push((source, Rc::clone(chosen)));
        world
    }

    /// The determinations of `source` that are chosen, where not all are.
    pub(super) fn choice(&self, source: Source) -> Option<&[usize]> {
        self.choices.iter().find(|(own, _)| *own == source).map(|(_, chosen)| chosen.as_ref())
    }
}
