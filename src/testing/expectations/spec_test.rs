//! What a specification is expected to find, as rows of a document or of a spreadsheet.

use std::collections::HashMap;
use std::fmt;

use crate::error::{DocumentError, Problems, shown};
use crate::lot::Status;
use crate::report::{Outcome, Reason};
use crate::specification::Phase;
use crate::value::{Extensions, Identifier, Json, Label, Object, Unit, says_no_result};

/// The `format` of a document of spec-tests.
pub(crate) const FORMAT: &str = "release-criteria/spec-tests/1";
/// Most spec-tests in one document.
pub(crate) const MOST_SPEC_TESTS: usize = 100_000;
/// Longest source, in characters.
const LONGEST_SOURCE: usize = 4_000;

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
    extensions: Extensions,
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
    pub(super) status: Option<Status>,
    pub(super) outcome: Outcome,
    pub(super) reason: Option<Reason>,
    source: Option<Box<str>>,
    /// What else the lot has, each as the id of a parameter or test and its value.
    pub(super) given: Vec<(Identifier, Box<str>)>,
    given_extensions: Extensions,
    extensions: Extensions,
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

/// A row as it is being read.
#[derive(Debug, Default)]
pub(crate) struct SpecTestDraft {
    /// The texts of the columns that spec-tests have, in the order of `COLUMNS`.
    texts: [Option<Box<str>>; COLUMNS.len()],
    pub(crate) given: Vec<(Box<str>, Box<str>)>,
    pub(crate) given_extensions: Extensions,
    pub(crate) extensions: Extensions,
    pub(crate) problems: Problems,
}

/// The columns that spec-tests have of their own, and members of the same names.
pub(crate) const COLUMNS: [&str; 9] =
    ["test", "phase", "value", "outcome", "reason", "source", "unit", "method", "status"];

impl SpecTests {
    /// The one door through which all spec-tests come, with what was found wrong so far.
    pub(crate) fn checked(
        tests: Vec<SpecTest>,
        extensions: Extensions,
        mut problems: Problems,
    ) -> Result<Self, DocumentError> {
        if tests.is_empty() && problems.is_empty() {
            problems.push(
                "",
                "found no spec-test, so that nothing would be tested; write at least one",
            );
        }
        if tests.len() > MOST_SPEC_TESTS {
            problems.push("", "found more than 100,000 spec-tests; split them");
        }
        let mut asked = HashMap::new();
        for test in &tests {
            if let Some(first) = asked.insert(test.question(), test.place) {
                asked.insert(test.question(), first);
                problems
                    .push(test.place.to_string(), format!("asks the same as {first}; ask it once"));
            }
        }
        problems.into_result(Some(Self { tests, extensions }))
    }

    /// The rows, in the order in which they were read; never empty.
    #[must_use]
    pub fn tests(&self) -> &[SpecTest] {
        &self.tests
    }

    pub(crate) fn document(&self) -> Object<'_> {
        Object::default()
            .with("format", FORMAT)
            .with(
                "tests",
                self.tests.iter().map(|test| test.document().into()).collect::<Json<'_>>(),
            )
            .with_extensions(&self.extensions)
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
        self.given.iter().map(|(id, value)| (id.as_str(), &**value)).collect()
    }

    /// All of it but what is expected.
    fn question(&self) -> impl Eq + std::hash::Hash + use<> {
        let mut given = self.given.clone();
        given.sort();
        let texts = [&self.value, &self.unit, &self.method].map(Clone::clone);
        (self.test.clone(), self.phase, texts, self.status, given)
    }

    fn document(&self) -> Object<'_> {
        let is_given = !self.given.is_empty() || self.given_extensions.iter().next().is_some();
        let given = is_given.then(|| {
            let given = self.given.iter();
            given
                .fold(Object::default(), |object, (id, value)| object.with(id.as_str(), &**value))
                .with_extensions(&self.given_extensions)
        });
        Object::default()
            .with("test", self.test.as_str())
            .with("phase", self.phase.code())
            .with_some("value", self.value.as_deref())
            .with("outcome", self.outcome.code())
            .with_some("reason", self.reason.map(Reason::code))
            .with_some("source", self.source.as_deref())
            .with_some("unit", self.unit.as_deref())
            .with_some("method", self.method.as_deref())
            .with_some("status", self.status.map(Status::code))
            .with_some("given", given)
            .with_extensions(&self.extensions)
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

impl SpecTestDraft {
    /// The text of one of `COLUMNS`.
    pub(crate) fn text(&mut self, column: &str, text: &str) {
        let known = COLUMNS.iter().zip(&mut self.texts).find(|(own, _)| **own == column);
        if let Some((_, own)) = known {
            *own = Some(text.into());
        }
    }

    /// The finished row; what is wrong with it, with paths within it. That a text is missing its
    /// reader has said.
    pub(crate) fn finish(self, place: Place) -> Result<SpecTest, Problems> {
        let Self { texts, given, given_extensions, extensions, mut problems } = self;
        let [test, phase, value, outcome, reason, source, unit, method, status] = texts;
        if value.is_none() {
            let beside = [("unit", &unit), ("method", &method), ("status", &status)];
            for (column, _) in beside.iter().filter(|(_, text)| text.is_some()) {
                problems.push(*column, "stands beside no value; write the value, or leave it out");
            }
        }
        check_value("value", value.as_deref(), &mut problems);
        if let Some(text) =
            source.as_deref().filter(|text| text.chars().nth(LONGEST_SOURCE).is_some())
        {
            problems.push(
                "source",
                format!("found {} characters; write at most 4,000", text.chars().count()),
            );
        }
        let given: Vec<Option<(Identifier, Box<str>)>> = given
            .into_iter()
            .map(|(id, value)| {
                let path = format!("given.{}", shown(&id, 1));
                check_value(&path, Some(&value), &mut problems);
                Some((problems.read(path, &id)?, value))
            })
            .collect();
        let read = (
            test.and_then(|text| problems.read("test", &text)),
            phase.and_then(|text| problems.read("phase", &text)),
            outcome.and_then(|text| problems.read("outcome", &text)),
            given.into_iter().collect::<Option<Vec<_>>>(),
        );
        unit.as_deref().and_then(|text| problems.read::<Unit>("unit", text));
        method.as_deref().and_then(|text| problems.read::<Label>("method", text));
        let reason = reason.and_then(|text| problems.read("reason", &text));
        let status = status.and_then(|text| problems.read("status", &text));
        match read {
            (Some(test), Some(phase), Some(outcome), Some(given)) if problems.is_empty() => {
                Ok(SpecTest {
                    place,
                    test,
                    phase,
                    value,
                    unit,
                    method,
                    status,
                    outcome,
                    reason,
                    source,
                    given,
                    given_extensions,
                    extensions,
                })
            }
            _ => Err(problems),
        }
    }
}

fn check_value(path: &str, value: Option<&str>, problems: &mut Problems) {
    if let Some(value) = value.filter(|value| says_no_result(value)) {
        let shown = shown(value, 1);
        problems.push(
            path,
            format!("found `{shown}`, which says that there is no value; write nothing"),
        );
    }
}
