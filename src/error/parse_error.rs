//! A text that is refused.

use std::fmt;

use super::shown::shown;
use super::{Fault, ProblemCode};

/// A text that is not what it should be: a number, a unit, a measurement, a criterion, a code.
///
/// The message names what was found, its position in characters from 1, and how to mend it.
///
/// ```
/// use release_criteria::Number;
///
/// let refused = "10,5".parse::<Number>().unwrap_err();
/// assert_eq!(refused.position(), 3);
/// assert_eq!(
///     refused.to_string(),
///     "found a comma at position 3 of `10,5`; write a decimal point, and no separators between \
///      digits"
/// );
/// ```
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} at position {} of `{}`; {}", .0.fault, .0.position, .0.shown, .0.fault.mend())]
pub struct ParseError(Box<Refused>);

#[derive(Clone, PartialEq, Eq)]
struct Refused {
    fault: Fault,
    shown: Box<str>,
    position: usize,
}

impl ParseError {
    /// `text` is the whole text that was read, `position` the place in it, in characters from 1.
    #[cold]
    pub(crate) fn new(text: &str, position: usize, fault: Fault) -> Self {
        Self(Box::new(Refused { fault, shown: shown(text, position), position }))
    }

    /// What kind of fault it is; the code of a problem in a document with such a text.
    ///
    /// ```
    /// use release_criteria::{Criterion, ProblemCode};
    ///
    /// let crossed = "90–80 %".parse::<Criterion>().unwrap_err();
    /// assert_eq!(crossed.code(), ProblemCode::AcceptsNothing);
    /// let misspelt = "NTL 80 %".parse::<Criterion>().unwrap_err();
    /// assert_eq!(misspelt.code(), ProblemCode::InvalidNotation);
    /// ```
    #[must_use]
    pub fn code(&self) -> ProblemCode {
        self.0.fault.code()
    }

    /// Where the text stops making sense, in characters from 1; one past the end if it ends too
    /// early.
    #[must_use]
    pub fn position(&self) -> usize {
        self.0.position
    }
}

impl fmt::Debug for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ParseError({self})")
    }
}
