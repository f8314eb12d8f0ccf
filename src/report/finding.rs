//! What was found about one test or group.

use std::sync::Arc;

use super::{Flag, Outcome, Reason};
use crate::acceptance::Rounding;
use crate::specification::Gate;
use crate::value::Extensions;

/// What was found about one test or group: outcome and reason, what was asked, what was compared,
/// and the results themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub(crate) item: Arc<Item>,
    pub(crate) member_of: Option<Arc<str>>,
    pub(crate) outcome: Outcome,
    pub(crate) reason: Reason,
    pub(crate) compared: Option<String>,
    pub(crate) flags: Vec<Flag>,
    pub(crate) results: Vec<JudgedResult>,
    pub(crate) explanation: String,
    pub(crate) carried: Extensions,
}

/// What a finding is about and what was asked, which nearly always is the same for every lot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// The id of the test or group.
    pub(crate) id: Arc<str>,
    pub(crate) is_group: bool,
    pub(crate) name: Option<String>,
    pub(crate) gate: Gate,
    pub(crate) criterion: String,
    pub(crate) rounding: Option<Rounding>,
    pub(crate) accepts: Option<String>,
}

/// One result as a report shows it: what was handed in, whether it counted, and what it said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedResult {
    pub(crate) test: Arc<str>,
    pub(crate) value: String,
    pub(crate) method: Option<String>,
    pub(crate) reference: Option<String>,
    pub(crate) determination: Option<String>,
    pub(crate) preliminary: bool,
    pub(crate) counted: bool,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) why: Option<String>,
    pub(crate) carried: Extensions,
}

/// A parameter of the lot as a report shows it, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedParameter {
    pub(crate) parameter: String,
    pub(crate) value: Option<String>,
    pub(crate) reason: Option<Reason>,
    pub(crate) why: Option<String>,
    pub(crate) carried: Extensions,
}

impl Finding {
    /// The id of the test or group.
    #[must_use]
    pub fn test(&self) -> &str {
        &self.item.id
    }

    /// Whether it is about a group of tests. A group has no results of its own.
    #[must_use]
    pub fn is_group(&self) -> bool {
        self.item.is_group
    }

    /// The group through which alone the test counts, if it is a member of one.
    #[must_use]
    pub fn member_of(&self) -> Option<&str> {
        self.member_of.as_deref()
    }

    /// Whether it is a conforming one of those of which a lot needs at least one.
    pub(crate) fn conforms_before(&self) -> bool {
        (self.gate(), self.outcome) == (Gate::BeforeRelease, Outcome::Conforms)
    }

    /// The name of the test or group; its id where the report does not state a name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.item.name.as_deref().unwrap_or(&self.item.id)
    }

    /// Whether the result is needed before release.
    #[must_use]
    pub fn gate(&self) -> Gate {
        self.item.gate
    }

    /// Whether the test conforms.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// Why, as a code.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// Why, in plain sentences.
    #[must_use]
    pub fn explanation(&self) -> &str {
        &self.explanation
    }

    /// The criterion as the specification writes it, of the case that applies if there are several;
    /// of a group its rule and members.
    #[must_use]
    pub fn criterion(&self) -> &str {
        &self.item.criterion
    }

    /// The rule by which results were rounded; `None` where no number was asked for.
    #[must_use]
    pub fn rounding(&self) -> Option<Rounding> {
        self.item.rounding
    }

    /// Exactly the unrounded values that it accepts: `≥ 79.5 %`. `None` where nothing is asked.
    #[must_use]
    pub fn accepts(&self) -> Option<&str> {
        self.item.accepts.as_deref()
    }

    /// The value that decided: in the test's unit where it could be compared, else as it was handed
    /// in. `None` where there was none.
    ///
    /// What was combined or derived, and is no short decimal, is rounded for reading and begins
    /// with `≈`; it was compared exactly.
    #[must_use]
    pub fn compared(&self) -> Option<&str> {
        self.compared.as_deref()
    }

    /// What else deserves attention, in the order of [`Flag::ALL`].
    #[must_use]
    pub fn flags(&self) -> &[Flag] {
        &self.flags
    }

    /// Every result of the test, in the order in which they were handed in.
    #[must_use]
    pub fn results(&self) -> &[JudgedResult] {
        &self.results
    }
}

impl JudgedResult {
    /// The id of the test that the result names.
    #[must_use]
    pub fn test(&self) -> &str {
        &self.test
    }

    /// The value as it was handed in, with its unit; several replicates with `; ` between them,
    /// invalidated ones in parentheses.
    #[must_use]
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The method, if the result states one.
    #[must_use]
    pub fn method(&self) -> Option<&str> {
        self.method.as_deref()
    }

    /// The host's own number of the result, if it has one.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        self.reference.as_deref()
    }

    /// The determination of which it is a replicate, if the result names one.
    #[must_use]
    pub fn determination(&self) -> Option<&str> {
        self.determination.as_deref()
    }

    /// Whether more is to come.
    #[must_use]
    pub fn is_preliminary(&self) -> bool {
        self.preliminary
    }

    /// Whether it counted as a determination of the test.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        self.counted
    }

    /// What it says by itself, or with the other replicates of its determination, if it counted.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome
    }

    /// Why it did not count, or why it does not simply conform.
    #[must_use]
    pub fn why(&self) -> Option<&str> {
        self.why.as_deref()
    }
}

impl JudgedParameter {
    /// The id of the parameter.
    #[must_use]
    pub fn parameter(&self) -> &str {
        &self.parameter
    }

    /// The value as the lot states it; `None` where it states none.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        self.value.as_deref()
    }

    /// What is wrong with it, as a code; `None` where nothing is.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        self.reason
    }

    /// What is wrong with it, in a few words.
    #[must_use]
    pub fn why(&self) -> Option<&str> {
        self.why.as_deref()
    }
}
