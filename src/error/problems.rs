//! Problems as they are found.

use std::str::FromStr;

use super::{About, DocumentError, ParseError, Problem, ProblemCode};

/// Problems as they are found, with paths relative to the part being read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Problems {
    kept: Vec<Problem>,
    further: usize,
}

impl Problems {
    pub(crate) const KEPT: usize = 100;

    pub(crate) fn push(
        &mut self,
        path: impl Into<String>,
        code: ProblemCode,
        message: impl Into<String>,
    ) {
        self.add(|| Problem::new(path, code, message));
    }

    pub(crate) fn push_parse_error(&mut self, path: impl Into<String>, error: &ParseError) {
        self.add(|| Problem::in_text(path, error));
    }

    /// Parses `text`, which stands at `path`; `None` if it was refused, and reported.
    pub(crate) fn read<T: FromStr<Err = ParseError>>(
        &mut self,
        path: impl Into<String>,
        text: &str,
    ) -> Option<T> {
        text.parse().map_err(|error| self.push_parse_error(path, &error)).ok()
    }

    /// As [`read`](Self::read), of the key that `path` ends with.
    pub(crate) fn read_key<T: FromStr<Err = ParseError>>(
        &mut self,
        path: impl Into<String>,
        key: &str,
    ) -> Option<T> {
        key.parse().map_err(|error| self.add(|| Problem::in_text(path, &error).of(About::Key))).ok()
    }

    /// In code, a second call must not hide the first.
    pub(crate) fn refuse_second(&mut self, path: &str, is_second: bool) {
        if is_second {
            self.push(path, ProblemCode::RepeatedMember, "is given twice; give it once");
        }
    }

    /// Takes over the problems of a part that stands at `path`.
    pub(crate) fn absorb(&mut self, path: &str, part: Problems) {
        self.absorb_at(part, |inner| join(path, inner));
    }

    /// Takes over the problems of a part whose paths become what `place` makes of them.
    pub(crate) fn absorb_at(&mut self, part: Problems, place: impl Fn(&str) -> String) {
        for problem in part.kept {
            self.add(|| problem.placed(&place));
        }
        self.further = self.further.saturating_add(part.further);
    }

    pub(crate) fn of(problem: Problem) -> Self {
        Self { kept: vec![problem], further: 0 }
    }

    /// Keeps a problem; beyond those that are kept it is only counted, and not even made.
    pub(crate) fn add(&mut self, problem: impl FnOnce() -> Problem) {
        if self.kept.len() < Self::KEPT {
            self.kept.push(problem());
        } else {
            self.further = self.further.saturating_add(1);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// Keeps only how many there are, for a part after so many problems that none of its own is
    /// shown.
    pub(crate) fn only_count(&mut self) {
        *self = Self { kept: Vec::new(), further: self.count() };
    }

    pub(crate) fn count(&self) -> usize {
        self.kept.len().saturating_add(self.further)
    }

    /// `made`, unless something is wrong; then what is wrong.
    pub(crate) fn unless_made<T>(mut self, made: Option<T>) -> Result<T, Self> {
        match made {
            Some(made) if self.is_empty() => return Ok(made),
            None if self.is_empty() => self.push("", ProblemCode::Internal, "is incomplete"),
            _ => {}
        }
        Err(self)
    }

    /// `value`, unless there was a problem. Without a value there must have been one.
    pub(crate) fn into_result<T>(self, value: Option<T>) -> Result<T, DocumentError> {
        match value {
            Some(value) if self.is_empty() => Ok(value),
            _ => Err(DocumentError { problems: self.kept, further: self.further }),
        }
    }
}

impl From<DocumentError> for Problems {
    fn from(refused: DocumentError) -> Self {
        Self { kept: refused.problems, further: refused.further }
    }
}

/// `tests[3]` and `unit` make `tests[3].unit`.
pub(crate) fn join(path: &str, inner: &str) -> String {
    match (path.is_empty(), inner.is_empty()) {
        (true, _) => inner.to_owned(),
        (_, true) => path.to_owned(),
        _ if inner.starts_with('[') => format!("{path}{inner}"),
        _ => format!("{path}.{inner}"),
    }
}
