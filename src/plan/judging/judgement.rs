//! What a determination offers, and how it stands to what is asked.

use std::cmp::Ordering;

use crate::acceptance::{Extent, Region, Relation};
use crate::report::{Outcome, Reason};

/// How one determination stands to what is asked, from what decides to what yields to all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    Fails,
    Undecided,
    Unfinished,
    Meets,
}

/// How a determination stands, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Judgement {
    pub(crate) standing: Standing,
    pub(crate) reason: Reason,
}

impl Ord for Judgement {
    fn cmp(&self, other: &Self) -> Ordering {
        let order = self.standing.cmp(&other.standing);
        order.then_with(|| self.reason.precedence().cmp(&other.reason.precedence()))
    }
}

impl PartialOrd for Judgement {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Judgement {
    pub(crate) fn undecided(reason: Reason) -> Self {
        Self { standing: Standing::Undecided, reason }
    }

    pub(crate) fn unfinished(reason: Reason) -> Self {
        Self { standing: Standing::Unfinished, reason }
    }

    pub(crate) fn outcome(self) -> Outcome {
        match self.standing {
            Standing::Fails => Outcome::DoesNotConform,
            Standing::Undecided => Outcome::Indeterminate,
            Standing::Unfinished => Outcome::Pending,
            Standing::Meets if self.reason == Reason::ReportOnly => Outcome::Reported,
            Standing::Meets => Outcome::Conforms,
        }
    }
}

/// What a determination offers for comparison.
#[derive(Clone, Debug)]
pub(crate) enum Value<'r> {
    Numbers(Region),
    /// What replicates or other values make.
    Computed(Box<Extent>),
    Term(&'r str),
}

impl Value<'_> {
    /// How the value lies to `accepted`; `None` for a term.
    pub(crate) fn relation(&self, accepted: &Region) -> Option<Relation> {
        match self {
            Self::Numbers(measured) => Some(accepted.relation(measured)),
            Self::Computed(extent) => Some(Extent::from(accepted).relation(extent)),
            Self::Term(_) => None,
        }
    }

    /// The numbers that it may be; `None` for a term.
    pub(crate) fn extent(&self) -> Option<Extent> {
        match self {
            Self::Numbers(measured) => Some(measured.into()),
            Self::Computed(extent) => Some(extent.as_ref().clone()),
            Self::Term(_) => None,
        }
    }
}

/// Which limits to compare with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compare {
    AsSpecified,
    Unrounded,
}

/// Which combinations of the inputs of a derived value to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Those that decide the outcome.
    Deciding,
    /// All as far as that is feasible, so that all that may be said of them is true; else those
    /// that decide.
    Every,
    /// All, and that there are others where that is not feasible.
    Values,
}
