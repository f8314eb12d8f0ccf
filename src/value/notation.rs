//! What is one text with a notation of its own.

use std::borrow::Cow;
use std::str::FromStr;

use serde_json::{Value, json};

use crate::error::ParseError;

/// A value that documents write as one text, which is read by one strict parser.
pub(crate) trait Notation: FromStr<Err = ParseError> {
    /// How it is written.
    fn text(&self) -> Cow<'_, str>;

    /// Whether leaving it out says the same.
    fn is_default(&self) -> bool {
        false
    }

    /// What a JSON Schema can say of it.
    fn schema() -> Value {
        json!({"type": "string", "minLength": 1})
    }
}
