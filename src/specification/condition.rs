//! When a test, or one of several criteria, applies.

use std::collections::HashSet;
use std::sync::Arc;

use crate::acceptance::Region;
use crate::criterion::{Criterion, Term};
use crate::document::{Json, Members, Object, Write, boxed};
use crate::value::{Extensions, Identifier, fold};

/// A condition: all of its requirements have to be met.
#[derive(Clone, Debug)]
pub(crate) struct Condition {
    pub(crate) requirements: Vec<Requirement>,
    pub(crate) carried: Extensions,
}

/// What one parameter or test must be.
#[derive(Clone, Debug)]
pub(crate) struct Requirement {
    pub(crate) subject: Identifier,
    pub(crate) must_be: MustBe,
    /// Whether it was written as a list.
    pub(crate) is_list: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum MustBe {
    /// A number within limits, compared without rounding.
    Within(Box<Criterion>),
    /// Plans share the terms.
    OneOf(Arc<[Term]>),
}

impl Condition {
    /// Whether a lot could meet both: unless a subject of both excludes it.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.overlaps_where(other, |_| true)
    }

    /// Whether a lot could meet both: unless a subject of both that `is_same` excludes it.
    pub(crate) fn overlaps_where(
        &self,
        other: &Self,
        is_same: impl Fn(&Identifier) -> bool,
    ) -> bool {
        let excludes = |mine: &Requirement, others: &Requirement| {
            mine.subject == others.subject
                && mine.must_be.excludes(&others.must_be)
                && is_same(&mine.subject)
        };
        !self
            .requirements
            .iter()
            .any(|mine| other.requirements.iter().any(|others| excludes(mine, others)))
    }

    /// What it asks in one spelling: those that are [alike](Self::is_like) have the same.
    pub(crate) fn meaning(&self) -> String {
        let asked = |one: &Requirement| format!("{} {}", one.subject, one.must_be.meaning());
        let mut asked: Vec<String> = self.requirements.iter().map(asked).collect();
        asked.sort_unstable();
        asked.join("\n")
    }

    /// Whether the same lots meet both, as far as each requirement by itself tells.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let holds = |all: &[Requirement], one: &Requirement| {
            all.iter()
                .any(|other| one.subject == other.subject && one.must_be.is_like(&other.must_be))
        };
        self.requirements.len() == other.requirements.len()
            && self.requirements.iter().all(|one| holds(&other.requirements, one))
            && other.requirements.iter().all(|one| holds(&self.requirements, one))
    }
}

boxed!(write Condition);

impl Write for Condition {
    fn json(&self, members: Members) -> Option<Json<'_>> {
        let mut requirements: Vec<&Requirement> = self.requirements.iter().collect();
        // Keys are written back as they were read, and have one order in a digest.
        if members == Members::Own {
            requirements.sort_by_key(|requirement| &requirement.subject);
        }
        let object = requirements.into_iter().fold(Object::default(), |object, one| {
            let must_be = match &one.must_be {
                MustBe::Within(criterion) => criterion.json(members),
                MustBe::OneOf(values) if one.is_list => values.json(members),
                MustBe::OneOf(values) => values.first().and_then(|value| value.json(members)),
            };
            object.with_some(one.subject.as_str(), must_be)
        });
        Some(object.carrying(&self.carried, members).into())
    }
}

impl MustBe {
    /// What it asks in one spelling: those that are [alike](Self::is_like) have the same.
    pub(crate) fn meaning(&self) -> String {
        match self {
            Self::Within(criterion) => {
                Region::unrounded(criterion).map_or_else(String::new, |region| region.to_string())
            }
            Self::OneOf(terms) => {
                // Terms have no quotation marks, so that these tell them from limits and from each
                // other.
                let mut terms: Vec<String> = terms
                    .iter()
                    .map(|term| format!("\"{}\"", fold(term.as_str()).collect::<String>()))
                    .collect();
                terms.sort_unstable();
                terms.join(" ")
            }
        }
    }

    /// Whether the same values meet both.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            // No value stands twice in either.
            (Self::OneOf(mine), Self::OneOf(others)) => {
                let known: HashSet<&Term> = mine.iter().collect();
                mine.len() == others.len() && others.iter().all(|term| known.contains(term))
            }
            (Self::Within(mine), Self::Within(others)) => Region::unrounded(mine)
                .zip(Region::unrounded(others))
                .is_some_and(|(mine, others)| mine == others),
            _ => false,
        }
    }

    /// Whether no value meets both.
    pub(crate) fn excludes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::OneOf(mine), Self::OneOf(others)) => {
                !mine.iter().any(|term| others.contains(term))
            }
            (Self::Within(mine), Self::Within(others)) => Region::unrounded(mine)
                .zip(Region::unrounded(others))
                .is_some_and(|(mine, others)| mine.is_disjoint_from(&others)),
            _ => false,
        }
    }
}

impl std::fmt::Display for Condition {
    /// `body_weight is NMT 50 kg and donor is "autologous"`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts: Vec<String> = self.requirements.iter().map(ToString::to_string).collect();
        f.write_str(&parts.join(" and "))
    }
}

impl std::fmt::Display for Requirement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.must_be {
            MustBe::Within(criterion) => {
                write!(f, "{} is {}", self.subject, criterion.as_written())
            }
            MustBe::OneOf(terms) => {
                let terms: Vec<String> =
                    terms.iter().map(|term| format!("“{}”", term.as_str())).collect();
                write!(f, "{} is {}", self.subject, terms.join(" or "))
            }
        }
    }
}
