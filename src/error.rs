//! What is said when a text or a document is refused: where, what was found, how to mend it.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// Longest piece of a refused text that a message repeats, in characters.
pub(crate) const SHOWN: usize = 60;

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
            shown: shown(text, position),
            position,
            what: what.into(),
            mend: mend.into(),
        }))
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
        let Refused { shown, position, what, mend } = &*self.0;
        write!(f, "{what} at position {position} of `{shown}`; {mend}")
    }
}

impl fmt::Debug for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ParseError({self})")
    }
}

impl std::error::Error for ParseError {}

/// `text` as a message shows it: whole if short, else the part around `position`, without control
/// characters.
pub(crate) fn shown(text: &str, position: usize) -> Box<str> {
    let start = match text.char_indices().nth(SHOWN) {
        None => 0,
        Some(_) => position.saturating_sub(SHOWN / 2),
    };
    let mut piece = String::new();
    if start > 0 {
        piece.push('…');
    }
    let mut rest = text.chars().skip(start);
    piece.push_str(&printable(rest.by_ref().take(SHOWN).collect::<String>()));
    if rest.next().is_some() {
        piece.push('…');
    }
    piece.into()
}

/// Whether nobody can see the character: a control character that is no space, or what Unicode
/// calls default-ignorable.
///
/// Without the two overrides of direction, which show what stands after them in another order.
pub(crate) fn is_invisible(character: char) -> bool {
    match character {
        '\0'..'\u{AD}' => character.is_control() && !character.is_whitespace(),
        '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{115F}'..='\u{1160}'
        | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202C}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFF8}'
        | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}' => true,
        _ => false,
    }
}

/// Whether the character would move the cursor, or reorder or hide what stands around it.
pub(crate) fn misleads(character: char) -> bool {
    character.is_control()
        || is_invisible(character)
        || matches!(character, '\u{2028}' | '\u{2029}' | '\u{202D}' | '\u{202E}')
}

/// `text` with the characters spelt out that would mislead whoever reads it.
pub(crate) fn printable<'t>(text: impl Into<Cow<'t, str>>) -> Cow<'t, str> {
    let text = text.into();
    if !text.contains(misleads) {
        return text;
    }
    let mut printable = String::with_capacity(text.len());
    for character in text.chars() {
        if misleads(character) {
            printable.extend(character.escape_unicode());
        } else {
            printable.push(character);
        }
    }
    printable.into()
}

/// One thing wrong with a document: its path there, and what to do about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    path: String,
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

    /// The column in that line, in characters from 1.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        self.place.map(|(_, column)| column)
    }

    pub(crate) fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        let (path, message) = (path.into(), message.into());
        Self { path, position: None, message, about: About::Value, place: None }
    }

    fn in_text(path: impl Into<String>, error: &ParseError) -> Self {
        Self { position: Some(error.position()), ..Self::new(path, error.to_string()) }
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
    problems: Vec<Problem>,
    further: usize,
}

impl DocumentError {
    /// The problems, in the order in which the document was read; never empty, at most 100.
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

/// Problems as they are found, with paths relative to the part being read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Problems {
    kept: Vec<Problem>,
    further: usize,
}

impl Problems {
    pub(crate) const KEPT: usize = 100;

    pub(crate) fn push(&mut self, path: impl Into<String>, message: impl Into<String>) {
        self.add(|| Problem::new(path, message));
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
            self.push(path, "is given twice; give it once");
        }
    }

    /// Takes over the problems of a part that stands at `path`.
    pub(crate) fn absorb(&mut self, path: &str, part: Problems) {
        self.absorb_at(part, |inner| join(path, inner));
    }

    /// Takes over the problems of a part whose paths become what `place` makes of them.
    pub(crate) fn absorb_at(&mut self, part: Problems, place: impl Fn(&str) -> String) {
        for mut problem in part.kept {
            problem.path = place(&problem.path);
            self.add(|| problem);
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
            None if self.is_empty() => self.push("", "is incomplete"),
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
