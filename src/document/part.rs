//! One part of a draft.

use std::str::FromStr;

use crate::error::{ParseError, ProblemCode, Problems};

/// A part of a draft: left out, refused and reported, or read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Part<T> {
    #[default]
    Absent,
    Refused,
    Read(T),
}

impl<T> Part<T> {
    /// What a reader made of a text; what it could not read it has reported.
    pub(crate) fn read_or_refused(read: Option<T>) -> Self {
        read.map_or(Self::Refused, Self::Read)
    }

    /// A part that is settled.
    pub(crate) fn of(settled: Option<T>) -> Self {
        settled.map_or(Self::Absent, Self::Read)
    }

    /// States it in code.
    pub(crate) fn state(&mut self, value: T, path: &str, problems: &mut Problems) {
        problems.refuse_second(path, !self.is_absent());
        *self = Self::Read(value);
    }

    pub(crate) fn get(&self) -> Option<&T> {
        match self {
            Self::Read(value) => Some(value),
            Self::Absent | Self::Refused => None,
        }
    }

    pub(crate) fn read_mut(&mut self) -> Option<&mut T> {
        match self {
            Self::Read(value) => Some(value),
            Self::Absent | Self::Refused => None,
        }
    }

    /// Adds to what was read; begins where nothing was.
    pub(crate) fn add(&mut self, add: impl FnOnce(&mut T))
    where
        T: Default,
    {
        let mut value = self.take().into_option().unwrap_or_default();
        add(&mut value);
        *self = Self::Read(value);
    }

    pub(crate) fn into_option(self) -> Option<T> {
        match self {
            Self::Read(value) => Some(value),
            Self::Absent | Self::Refused => None,
        }
    }

    /// Takes it out, so that it is absent.
    pub(crate) fn take(&mut self) -> Self {
        std::mem::take(self)
    }

    pub(crate) fn map<U>(self, change: impl FnOnce(T) -> U) -> Part<U> {
        match self {
            Self::Absent => Part::Absent,
            Self::Refused => Part::Refused,
            Self::Read(value) => Part::Read(change(value)),
        }
    }

    pub(crate) fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    pub(crate) fn is_refused(&self) -> bool {
        matches!(self, Self::Refused)
    }

    /// What it is, if it may be left out. `None` only where it was refused.
    #[allow(clippy::option_option, reason = "refused, or left out, or read")]
    pub(crate) fn optional(self) -> Option<Option<T>> {
        match self {
            Self::Absent => Some(None),
            Self::Refused => None,
            Self::Read(value) => Some(Some(value)),
        }
    }

    /// Notes that it must be there, where it is not.
    pub(crate) fn note_missing(&self, path: &str, problems: &mut Problems) {
        if self.is_absent() {
            problems.push(path, ProblemCode::Missing, "is missing; it has no default");
        }
    }

    /// What it is, if it must be there. `None` where it is not, and where it was refused.
    pub(crate) fn required(self, path: &str, problems: &mut Problems) -> Option<T> {
        self.note_missing(path, problems);
        self.into_option()
    }
}

impl<T: FromStr<Err = ParseError>> Part<T> {
    /// Reads the text at `path`.
    pub(crate) fn read(path: &str, text: &str, problems: &mut Problems) -> Self {
        Self::read_or_refused(problems.read(path, text))
    }
}
