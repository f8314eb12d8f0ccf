//! What a specification is expected to find, as rows of a document or of a spreadsheet.

use std::collections::HashMap;
use std::fmt;

use crate::error::{DocumentError, ProblemCode, Problems};
use crate::report::{Outcome, Reason};
use crate::specification::Phase;
use crate::value::{Extensions, Identifier, ResultStatus};

/// Most spec-tests in one document.
pub(crate) const MOST_SPEC_TESTS: usize = 100_000;

/// Tests of a specification as data: rows that say of a value, in a phase, what has to be found.
///
/// They are read from a document by [`wire::read_spec_tests`](crate::wire::read_spec_tests), or
/// from what a spreadsheet saves by `wire::read_spec_tests_csv`, with the feature `csv`;
/// [`assert_spec_tests`](super::assert_spec_tests) makes them a test of `cargo test`.
///
/// Each row is judged by the specification's own [`Plan`](crate::Plan), on a lot that is made of
/// that row and of nothing else:
///
/// | column | |
/// | --- | --- |
/// | `test` | the id of a test or group |
/// | `phase` | the code of a [`Phase`] |
/// | `value` | the result, as a laboratory writes it; nothing for a lot without one, for a derived test and for a group. Where the test asks for replicates: all of them, with `;` between them |
/// | `outcome` | the code of the [`Outcome`] that has to be found |
/// | `reason` | the code of the [`Reason`] that has to be found; nothing for any |
/// | `source` | where the expectation comes from; kept, and shown where it is not met |
/// | `unit`, `method`, `status` | what else the result says, as in a lot. A result without a method is by the first that the test lists |
/// | the id of a parameter or of another test | the value that the lot has there: `62 kg`, `allogeneic` |
///
/// A word for no result (`nd`, `pending`) is no value, in a row as in a lot.
#[derive(Clone, Debug)]
pub struct SpecTests {
    // Invariant: at least one, at most `MOST_SPEC_TESTS`; no two of them ask the same.
    pub(super) tests: Vec<SpecTest>,
    pub(super) carried: Extensions,
}

/// One row of [`SpecTests`].
#[derive(Clone, Debug)]
pub struct SpecTest {
    pub(super) place: Place,
    pub(super) test: Identifier,
    pub(super) phase: Phase,
    pub(super) value: Option<Box<str>>,
    pub(super) unit: Option<Box<str>>,
    pub(super) method: Option<Box<str>>,
    pub(super) status: Option<ResultStatus>,
    pub(super) outcome: Outcome,
    pub(super) reason: Option<Reason>,
    pub(super) source: Option<Box<str>>,
    /// What else the lot has, each as the id of a parameter or test and its value.
    pub(super) given: Given<Identifier>,
    pub(super) carried: Extensions,
}

/// What else a lot has.
#[derive(Clone, Debug)]
pub(crate) struct Given<I = Box<str>> {
    pub(crate) values: Vec<(I, Box<str>)>,
    pub(super) carried: Extensions,
}

impl<I> Default for Given<I> {
    fn default() -> Self {
        Self { values: Vec::new(), carried: Extensions::default() }
    }
}

/// Where a row stands, counted as its reader does.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place {
    /// In the list of a document, from 0.
    Listed(usize),
    /// In a spreadsheet, from 1, which is its header.
    #[cfg_attr(not(feature = "csv"), allow(dead_code, reason = "only spreadsheets have rows"))]
    Row(usize),
}

impl SpecTests {
    /// The one door through which all spec-tests come, with what was found wrong so far.
    pub(crate) fn checked(
        tests: Vec<SpecTest>,
        carried: Extensions,
        mut problems: Problems,
    ) -> Result<Self, DocumentError> {
        if tests.is_empty() && problems.is_empty() {
            problems.push(
                "",
                ProblemCode::Empty,
                "found no spec-test, so that nothing would be tested; write at least one",
            );
        }
        if tests.len() > MOST_SPEC_TESTS {
            problems.push(
                "",
                ProblemCode::BeyondLimit,
                "found more than 100,000 spec-tests; split them",
            );
        }
        let mut asked = HashMap::new();
        for test in &tests {
            if let Some(first) = asked.insert(test.question(), test.place) {
                asked.insert(test.question(), first);
                problems.push(
                    test.place.to_string(),
                    ProblemCode::Duplicate,
                    format!("asks the same as {first}; ask it once"),
                );
            }
        }
        problems.into_result(Some(Self { tests, carried }))
    }

    /// The rows, in the order in which they were read; never empty.
    #[must_use]
    pub fn tests(&self) -> &[SpecTest] {
        &self.tests
    }
}

impl SpecTest {
    /// Where it stands: `row 4` of a spreadsheet, whose header is row 1, or `tests[2]` of a
    /// document.
    #[must_use]
    pub fn place(&self) -> String {
        self.place.to_string()
    }

    /// The id of the test or group.
    #[must_use]
    pub fn test(&self) -> &str {
        self.test.as_str()
    }

    /// The phase in which it is judged.
    #[must_use]
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The value as written; `None` for a lot without a result of the test.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        self.value.as_deref()
    }

    /// What has to be found.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// Why, if that has to be found as well.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        self.reason
    }

    /// Where the expectation comes from, if it says.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }

    /// What else the lot has, each as the id of a parameter or test and its value.
    #[must_use]
    pub fn given(&self) -> Vec<(&str, &str)> {
        self.given.values.iter().map(|(id, value)| (id.as_str(), &**value)).collect()
    }

    /// All of it but what is expected.
    fn question(&self) -> impl Eq + std::hash::Hash + use<> {
        let mut given = self.given.values.clone();
        given.sort();
        let texts = [&self.value, &self.unit, &self.method].map(Clone::clone);
        (self.test.clone(), self.phase, texts, self.status, given)
    }
}

impl Place {
    /// The place of what stands at `path` within the row.
    pub(crate) fn at(self, path: &str) -> String {
        match self {
            _ if path.is_empty() => self.to_string(),
            Self::Listed(_) => format!("{self}.{path}"),
            Self::Row(_) => {
                format!("{self}, column {}", path.strip_prefix("given.").unwrap_or(path))
            }
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listed(index) => write!(f, "tests[{index}]"),
            Self::Row(row) => write!(f, "row {row}"),
        }
    }
}
