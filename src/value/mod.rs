//! What people write down: numbers, units, measurements, identifiers, codes.
//!
//! Everything here is read by one strict parser, keeps what was written, and prints in one canonical way.

pub(crate) mod code;
mod comparator;
mod cursor;
mod exact;
mod identifier;
mod json;
mod label;
mod measurement;
mod number;
mod numeral;
mod serial;
mod text;
mod unit;

pub(crate) use comparator::Comparator;
pub(crate) use cursor::Cursor;
pub(crate) use exact::Exact;
pub(crate) use identifier::Identifier;
pub(crate) use json::{Json, Object};
pub(crate) use label::{Extensions, Label};
pub use measurement::Measurement;
pub use number::Number;
pub(crate) use numeral::{Numeral, PowerForm};
pub(crate) use serial::by_text;
pub(crate) use text::{Reading, begins_like_a_number, fold, says_no_result};
pub use unit::Unit;

/// A part of a draft: left out, refused (and reported), or read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Part<T> {
    #[default]
    Absent,
    Refused,
    Read(T),
}

impl<T> Part<T> {
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

    /// Puts a value here; `false` if there was something already.
    pub(crate) fn state(&mut self, value: T) -> bool {
        matches!(std::mem::replace(self, Self::Read(value)), Self::Absent)
    }

    pub(crate) fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

impl<T> From<Option<T>> for Part<T> {
    /// What could not be read has been reported by whoever read it.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Refused, Self::Read)
    }
}
