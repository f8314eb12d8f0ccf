//! What to make of whatever stands at a place of a document.

use std::borrow::Cow;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::place::Place;
use crate::error::Problems;

/// What stands where something else is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Text,
    Flag,
    Number,
    Null,
    List,
    Object,
    TooMuch,
}

/// What should stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    Text,
    Flag,
    List,
    Object,
    /// An object, of which more can be said.
    ObjectOf(&'static str),
    /// A text that is short for an object.
    Criterion,
    /// A text that is short for an object.
    Value,
    Count,
}

impl Expected {
    fn words(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Flag => "`true` or `false`",
            Self::List => "a list",
            Self::Object => "an object",
            Self::ObjectOf(words) => words,
            Self::Criterion => "a criterion, or an object with one,",
            Self::Value => "a value, or an object with one,",
            Self::Count => "a whole number",
        }
    }
}

impl Found {
    pub(crate) fn report(self, at: Place<'_>, expected: Expected, problems: &mut Problems) {
        let is_text = matches!(expected, Expected::Text | Expected::Criterion | Expected::Value);
        let (found, mend) = match self {
            Self::Text => ("a text", ""),
            Self::Flag => ("a flag", ""),
            Self::Number if is_text => {
                ("a number", "; write it as a string, because a JSON number cannot keep `70.0`")
            }
            Self::Number => ("a number", ""),
            Self::Null if expected == Expected::Object => ("`null`", ""),
            Self::Null => ("`null`", "; leave out what is not there"),
            Self::List => ("a list", ""),
            Self::Object => ("an object", ""),
            Self::TooMuch => ("far more than can be meant", ""),
        };
        problems.push(at, format!("found {found} where {} is expected{mend}", expected.words()));
    }
}

/// What to make of whatever stands at a place: a shape takes what it expects and is told of
/// anything else.
pub(crate) trait Shape<'de>: Sized {
    type Output;

    /// Something that this shape does not expect; it has been stepped over.
    fn other(self, found: Found) -> Self::Output;

    fn text(self, _: Cow<'de, str>) -> Self::Output {
        self.other(Found::Text)
    }

    fn flag(self, _: bool) -> Self::Output {
        self.other(Found::Flag)
    }

    fn count(self, _: u64) -> Self::Output {
        self.other(Found::Number)
    }

    fn list<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Output, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(self.other(Found::List))
    }

    fn object<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Output, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(self.other(Found::Object))
    }
}

/// Reads what a shape makes of the next value.
pub(crate) struct Expect<S>(pub(crate) S);

impl<'de, S: Shape<'de>> DeserializeSeed<'de> for Expect<S> {
    type Value = S::Output;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Output, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, S: Shape<'de>> Visitor<'de> for Expect<S> {
    type Value = S::Output;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<S::Output, E> {
        Ok(self.0.text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<S::Output, E> {
        Ok(self.0.text(Cow::Owned(text.to_owned())))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<S::Output, E> {
        Ok(self.0.flag(flag))
    }

    fn visit_i64<E>(self, _: i64) -> Result<S::Output, E> {
        Ok(self.0.other(Found::Number))
    }

    fn visit_u64<E>(self, count: u64) -> Result<S::Output, E> {
        Ok(self.0.count(count))
    }

    fn visit_f64<E>(self, _: f64) -> Result<S::Output, E> {
        Ok(self.0.other(Found::Number))
    }

    fn visit_unit<E>(self) -> Result<S::Output, E> {
        Ok(self.0.other(Found::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<S::Output, A::Error> {
        self.0.list(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<S::Output, A::Error> {
        self.0.object(map)
    }
}

/// A text and nothing else; borrowed from the document where it has no escapes.
pub(crate) struct Text;

impl<'de> Shape<'de> for Text {
    type Output = Result<Cow<'de, str>, Found>;

    fn other(self, found: Found) -> Self::Output {
        Err(found)
    }

    fn text(self, text: Cow<'de, str>) -> Self::Output {
        Ok(text)
    }
}
