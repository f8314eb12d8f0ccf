//! What was found about one test.

use super::{Flag, Outcome, Reason};
use crate::acceptance::Rounding;
use crate::specification::Gate;
use crate::value::Extensions;

/// What was found about one test: outcome and reason, what was asked, what was compared, and the results themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub(crate) test: String,
    pub(crate) name: Option<String>,
    pub(crate) gate: Gate,
    pub(crate) outcome: Outcome,
    pub(crate) reason: Reason,
    pub(crate) criterion: String,
    pub(crate) rounding: Option<Rounding>,
    pub(crate) accepts: Option<String>,
    pub(crate) compared: Option<String>,
    pub(crate) flags: Vec<Flag>,
    pub(crate) results: Vec<JudgedResult>,
    pub(crate) explanation: String,
    pub(crate) extensions: Extensions,
}

/// One result as a report shows it: what was handed in, whether it counted, and what it said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedResult {
    pub(crate) test: String,
    pub(crate) value: String,
    pub(crate) method: Option<String>,
    pub(crate) reference: Option<String>,
    pub(crate) preliminary: bool,
    pub(crate) counted: bool,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) why: Option<String>,
    pub(crate) extensions: Extensions,
}

impl Finding {
    /// The id of the test.
    #[must_use]
    pub fn test(&self) -> &str {
        &self.test
    }

    /// The name of the test; its id where the report does not state a name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.test)
    }

    /// Whether the result is needed before release.
    #[must_use]
    pub fn gate(&self) -> Gate {
        self.gate
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

    /// The criterion as the specification writes it.
    #[must_use]
    pub fn criterion(&self) -> &str {
        &self.criterion
    }

    /// The rule by which results were rounded; `None` where no number was asked for.
    #[must_use]
    pub fn rounding(&self) -> Option<Rounding> {
        self.rounding
    }

    /// Exactly the unrounded values that it accepts: `≥ 79.5 %`. `None` where nothing is asked.
    #[must_use]
    pub fn accepts(&self) -> Option<&str> {
        self.accepts.as_deref()
    }

    /// The value that decided: in the test's unit where it could be compared, else as it was handed in. `None` where there was none.
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

    /// The value as it was handed in, with its unit.
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

    /// What it says by itself, if it counted.
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
