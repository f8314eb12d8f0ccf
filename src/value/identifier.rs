//! The names by which a document's parts refer to each other.

use super::Notation;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use smol_str::SmolStr;

use super::Cursor;
use crate::error::{Fault, ParseError};

/// An id: `[a-z][a-z0-9_]*`, at most 64 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Identifier(SmolStr);

impl Identifier {
    const LONGEST: usize = 64;

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the text is an id.
    pub(crate) fn check(text: &str) -> Result<(), ParseError> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        // Before the first that is not allowed, each byte is a character.
        let misplaced = text.bytes().enumerate().position(|(index, byte)| {
            index >= Self::LONGEST || !allowed(byte) || (index == 0 && !byte.is_ascii_lowercase())
        });
        match misplaced.and_then(|index| Some((index, text.chars().nth(index)?))) {
            Some((index, c)) => {
                let is_long = index >= Self::LONGEST;
                let fault = if is_long { Fault::LongId } else { Fault::CharacterInId(c) };
                Err(ParseError::new(text, index.saturating_add(1), fault))
            }
            None if text.is_empty() => Err(Cursor::new(text).error(Fault::EmptyId)),
            None => Ok(()),
        }
    }
}

impl FromStr for Identifier {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Self::check(text).map(|()| Self(text.into()))
    }
}

impl Notation for Identifier {
    fn text(&self) -> Cow<'_, str> {
        self.as_str().into()
    }

    fn schema() -> Value {
        json!({"type": "string", "pattern": "^[a-z][a-z0-9_]{0,63}$"})
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rules: DOC-10.
    #[test]
    fn ids() {
        let longest = "a".repeat(64);
        for id in ["a", "il_2", "a1_", longest.as_str()] {
            assert_eq!(id.parse::<Identifier>().unwrap().as_str(), id);
        }
        let too_long = "a".repeat(65);
        for (id, what) in [
            ("", "found the end at position 1"),
            ("2a", "found `2` at position 1"),
            ("_a", "found `_` at position 1"),
            ("a-b", "found `-` at position 2"),
            ("aB", "found `B` at position 2"),
            ("a\u{e9}", "found `\u{e9}` at position 2"),
            (too_long.as_str(), "found a 65th character at position 65"),
        ] {
            let error = id.parse::<Identifier>().unwrap_err().to_string();
            assert!(error.starts_with(what), "{id:?}: {error}");
        }
    }
}
