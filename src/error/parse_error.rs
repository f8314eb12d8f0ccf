//! A text that is refused.

use std::borrow::Cow;
use std::fmt;

use super::ProblemCode;
use super::shown::shown;

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
#[derive(Clone, PartialEq, Eq)]
pub struct ParseError(Box<Refused>);

#[derive(Clone, PartialEq, Eq)]
struct Refused {
    code: ProblemCode,
    shown: Box<str>,
    position: usize,
    what: Cow<'static, str>,
    mend: Cow<'static, str>,
}

impl ParseError {
    /// `text` is the whole text that was read, `position` the place in it, in characters from 1.
    #[cold]
    pub(crate) fn new(
        text: &str,
        position: usize,
        what: impl Into<Cow<'static, str>>,
        mend: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self(Box::new(Refused {
            code: ProblemCode::InvalidNotation,
            shown: shown(text, position),
            position,
            what: what.into(),
            mend: mend.into(),
        }))
    }

    pub(crate) fn of(mut self, code: ProblemCode) -> Self {
        self.0.code = code;
        self
    }

    pub(crate) fn code(&self) -> ProblemCode {
        self.0.code
    }

    /// Where the text stops making sense, in characters from 1; one past the end if it ends too
    /// early.
    #[must_use]
    pub fn position(&self) -> usize {
        self.0.position
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Refused { shown, position, what, mend, .. } = &*self.0;
        write!(f, "{what} at position {position} of `{shown}`; {mend}")
    }
}

impl fmt::Debug for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ParseError({self})")
    }
}

impl std::error::Error for ParseError {}
