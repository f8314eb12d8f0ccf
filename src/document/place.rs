//! Where something stands in a document.

use std::fmt;

use crate::error::shown;

/// Where something stands, from the object on that keeps the problems. It becomes a text only where
/// there is one.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Place<'p> {
    Here,
    Key(&'p Place<'p>, &'p str),
    Index(&'p Place<'p>, usize),
}

impl<'p> Place<'p> {
    /// The member `key` of the object that keeps the problems.
    pub(crate) fn key(key: &'p str) -> Self {
        Self::Key(&Place::Here, key)
    }

    pub(crate) fn member(&'p self, key: &'p str) -> Self {
        Self::Key(self, key)
    }

    pub(crate) fn item(&'p self, index: usize) -> Self {
        Self::Index(self, index)
    }
}

impl fmt::Display for Place<'_> {
    /// `reportable.commercial.each`, `methods[1]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Here => Ok(()),
            Self::Key(on, "") => on.fmt(f),
            Self::Key(Self::Here, key) => f.write_str(&shown(key, 1)),
            Self::Key(on, key) => write!(f, "{on}.{}", shown(key, 1)),
            Self::Index(on, index) => write!(f, "{on}[{index}]"),
        }
    }
}

impl From<Place<'_>> for String {
    fn from(place: Place<'_>) -> Self {
        place.to_string()
    }
}
