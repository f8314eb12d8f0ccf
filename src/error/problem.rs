//! A document that is refused, and what is wrong with it.

use std::fmt;

use super::{ParseError, ProblemCode};

/// One thing wrong with a document: its path there, and what to do about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    path: String,
    code: ProblemCode,
    position: Option<usize>,
    message: String,
    pub(crate) about: About,
    /// Line and column.
    pub(crate) place: Option<(usize, usize)>,
}

/// What of the member at its path a problem is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum About {
    Value,
    Key,
    /// The key where it stands again.
    KeyAgain,
}

impl Problem {
    /// Where in the document: `tests[3].acceptance.clinical`, or empty for the document as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What kind of fault it is; it never changes.
    #[must_use]
    pub fn code(&self) -> ProblemCode {
        self.code
    }

    /// Where in the text at that path, in characters from 1, if the text was in a notation of its
    /// own.
    #[must_use]
    pub fn position(&self) -> Option<usize> {
        self.position
    }

    /// What was found, what was expected, how to mend it.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The line in which it is, from 1, if the document was read from JSON text.
    ///
    /// Line and column are those of the value at the path; of the very character, if there is a
    /// position; of the key, if that is unknown, wrong or repeated; and where something is missing,
    /// of what it is missing in.
    ///
    /// ```
    /// let json = "{\n  \"results\": [\n    {\"test\": \"cell count\"}\n  ]\n}";
    /// let refused = release_criteria::wire::read_lot(json).unwrap_err();
    /// let [value, test, format, ..] = refused.problems() else { panic!("{refused}") };
    /// assert_eq!((value.path(), value.line()), ("results[0].value", Some(3)));
    /// assert_eq!((test.path(), test.line(), test.column()), ("results[0].test", Some(3), Some(19)));
    /// assert_eq!((format.path(), format.line()), ("format", Some(1)));
    /// ```
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.place.map(|(line, _)| line)
    }

    /// The column in that line, in characters from 1: Unicode scalar values, of which a tab is one.
    /// Only U+000A ends a line.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        self.place.map(|(_, column)| column)
    }

    pub(crate) fn new(
        path: impl Into<String>,
        code: ProblemCode,
        message: impl Into<String>,
    ) -> Self {
        let (path, message) = (path.into(), message.into());
        Self { path, code, position: None, message, about: About::Value, place: None }
    }

    pub(super) fn in_text(path: impl Into<String>, error: &ParseError) -> Self {
        let position = Some(error.position());
        Self { position, ..Self::new(path, error.code(), error.to_string()) }
    }

    /// The same with the path that `place` makes of its own.
    pub(super) fn placed(self, place: impl Fn(&str) -> String) -> Self {
        Self { path: place(&self.path), ..self }
    }

    pub(crate) fn of(self, about: About) -> Self {
        Self { about, ..self }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            write!(f, "document: {}", self.message)
        } else {
            write!(f, "{}: {}", self.path, self.message)
        }
    }
}

/// A document that is refused, with every problem found in it.
///
/// The first 100 problems are kept; [`further`](Self::further) counts the rest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DocumentError {
    pub(super) problems: Vec<Problem>,
    pub(super) further: usize,
}

impl DocumentError {
    /// The problems, in the order in which they were found; never empty, at most 100. Sorted by line
    /// and column, they stand as beside the text.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// How many problems there are beyond those that [`problems`](Self::problems) lists.
    #[must_use]
    pub fn further(&self) -> usize {
        self.further
    }

    pub(crate) fn problems_mut(&mut self) -> &mut [Problem] {
        &mut self.problems
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        if self.further > 0 {
            write!(f, "\nand {} further problems", self.further)?;
        }
        Ok(())
    }
}

impl std::error::Error for DocumentError {}
