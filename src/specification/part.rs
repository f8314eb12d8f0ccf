//! One part of a draft.

use std::str::FromStr;

use crate::error::{ParseError, Problems};

/// A part of a draft: left out, refused and reported, or read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Part<T> {
    #[default]
    Absent,
    Refused,
    Read(T),
}

impl<T> Part<T> {
    /// What a reader made of a text; what it could not read it has reported.
    pub(super) fn read_or_refused(read: Option<T>) -> Self {
        read.map_or(Self::Refused, Self::Read)
    }

    /// States it in code.
    pub(super) fn state(&mut self, value: T, path: &str, problems: &mut Problems) {
        problems.refuse_second(path, !self.is_absent());
        *self = Self::Read(value);
    }

    pub(super) fn get(&self) -> Option<&T> {
        match self {
            Self::Read(value) => Some(value),
            Self::Absent | Self::Refused => None,
        }
    }

    pub(super) fn into_option(self) -> Option<T> {
        match self {
            Self::Read(value) => Some(value),
            Self::Absent | Self::Refused => None,
        }
    }

    pub(super) fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl<T: FromStr<Err = ParseError>> Part<T> {
    /// Reads the text at `path`; `None` is one that was refused before, and reported.
    pub(super) fn read(path: &str, text: Option<&str>, problems: &mut Problems) -> Self {
        Self::read_or_refused(text.and_then(|text| problems.read(path, text)))
    }
}
