//! One part of a draft.

use std::str::FromStr;

use crate::error::{ParseError, Problems};

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
    pub(super) fn of(settled: Option<T>) -> Self {
        settled.map_or(Self::Absent, Self::Read)
    }

    /// States it in code.
    pub(crate) fn state(&mut self, value: T, path: &str, problems: &mut Problems) {
        problems.refuse_second(path, !self.is_absent());
        *self = Self::Read(value);
    }

    /// A part that is seldom there, beside the struct of which it is a part.
    pub(super) fn boxed(self) -> Part<Box<T>> {
        match self {
            Self::Absent => Part::Absent,
            Self::Refused => Part::Refused,
            Self::Read(value) => Part::Read(Box::new(value)),
        }
    }

    pub(crate) fn get(&self) -> Option<&T> {
        match self {
            Self::Read(value) => Some(value),
            Self::Absent | Self::Refused => None,
        }
    }

    pub(crate) fn into_option(self) -> Option<T> {
        match self {
            Self::Read(value) => Some(value),
            Self::Absent | Self::Refused => None,
        }
    }

    pub(crate) fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl<T: FromStr<Err = ParseError>> Part<T> {
    /// Reads the text at `path`; `None` is one that was refused before, and reported.
    pub(crate) fn read(path: &str, text: Option<&str>, problems: &mut Problems) -> Self {
        Self::read_or_refused(text.and_then(|text| problems.read(path, text)))
    }
}

/// A part that must be there. `None` where it is not, and where it was refused.
pub(crate) fn required<T>(part: Part<T>, path: &str, problems: &mut Problems) -> Option<T> {
    if part.is_absent() {
        problems.push(path, "is missing; it has no default");
    }
    part.into_option()
}

/// A part that may be left out. `None` only where it was refused.
#[allow(clippy::option_option, reason = "refused, or left out, or read")]
pub(super) fn optional<T>(part: Part<T>) -> Option<Option<T>> {
    match part {
        Part::Absent => Some(None),
        Part::Refused => None,
        Part::Read(value) => Some(Some(value)),
    }
}

/// A part that was left out, or boxed; `None` where it was refused.
#[allow(clippy::option_option, reason = "refused, or left out, or read")]
pub(super) fn boxed<T>(part: Option<Option<T>>) -> Option<Option<Box<T>>> {
    part.map_or(Some(None), |part| part.map(|value| Some(Box::new(value))))
}
