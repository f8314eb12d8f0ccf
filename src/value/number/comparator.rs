//! The ways in which a limit or a censored value bounds.

use crate::value::Cursor;

/// The four ways in which a limit or a censored value bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Comparator {
    AtLeast,
    AtMost,
    MoreThan,
    LessThan,
}

impl Comparator {
    pub(crate) fn is_strict(self) -> bool {
        matches!(self, Self::MoreThan | Self::LessThan)
    }

    /// How a criterion writes it.
    pub(crate) fn keyword(self) -> &'static str {
        match self {
            Self::AtLeast => "NLT",
            Self::AtMost => "NMT",
            Self::MoreThan => ">",
            Self::LessThan => "<",
        }
    }

    pub(crate) fn is_lower(self) -> bool {
        matches!(self, Self::AtLeast | Self::MoreThan)
    }

    /// Reads a sign; words are for criteria.
    pub(crate) fn read_sign(cursor: &mut Cursor<'_>) -> Option<Self> {
        let sign = match cursor.peek()? {
            '≥' | '≧' => Self::AtLeast,
            '≤' | '≦' => Self::AtMost,
            '>' => Self::MoreThan,
            '<' => Self::LessThan,
            _ => return None,
        };
        cursor.bump();
        Some(match sign {
            Self::MoreThan if cursor.eat("=") => Self::AtLeast,
            Self::LessThan if cursor.eat("=") => Self::AtMost,
            whole => whole,
        })
    }

    pub(crate) fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => "≥",
            Self::AtMost => "≤",
            Self::MoreThan => ">",
            Self::LessThan => "<",
        }
    }
}
