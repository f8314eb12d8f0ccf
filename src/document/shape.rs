//! What to make of whatever stands at a place of a document.

use std::borrow::Cow;
use std::fmt;

use serde::Deserializer;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    DeserializeSeed, Error, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};

use super::place::Place;
use crate::error::{Problem, ProblemCode, Problems};

/// Under this key `serde_json` hands over the digits of a number, where another crate of the build
/// switches its feature `arbitrary_precision` on.
pub(super) const NUMBER_KEY: &str = "$serde_json::private::Number";

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
        problems.add(|| {
            let expected = expected.words();
            Problem::new(
                at,
                ProblemCode::WrongType,
                format!("found {found} where {expected} is expected{mend}"),
            )
        });
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

    /// A text that never stood in the document as it is.
    fn made_text(self, text: String) -> Self::Output {
        self.text(Cow::Owned(text))
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

    fn visit_string<E>(self, text: String) -> Result<S::Output, E> {
        Ok(self.0.made_text(text))
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

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<S::Output, A::Error> {
        let first = map.next_key_seed(Expect(Text))?.map(Result::unwrap_or_default);
        let mut value = None;
        if first.as_deref() == Some(NUMBER_KEY) {
            match map.next_value_seed(Expect(Digits))? {
                Kept::Digits(digits) => return number(self.0, &digits, map),
                other => value = Some(other),
            }
        }
        self.0.object(FromFirst { first, value, rest: map })
    }
}

/// Tells a shape of a number whose digits `serde_json` kept, as it does where another crate of the
/// build asks for that; what comes of it is the same as without.
#[cold]
fn number<'de, S: Shape<'de>, A: MapAccess<'de>>(
    shape: S,
    digits: &str,
    mut map: A,
) -> Result<S::Output, A::Error> {
    let mut is_alone = true;
    while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
        is_alone = false;
    }
    match serde_json::from_str(digits) {
        _ if !is_alone => Ok(shape.other(Found::Object)),
        Ok(count) => Ok(shape.count(count)),
        Err(error) if error.is_data() => Ok(shape.other(Found::Number)),
        Err(_) => Err(A::Error::custom("number out of range")),
    }
}

/// The digits that `serde_json` kept of a number, or what a document has under the same key.
enum Kept<'de> {
    Digits(String),
    Text(Cow<'de, str>),
    Other,
}

struct Digits;

impl<'de> Shape<'de> for Digits {
    type Output = Kept<'de>;

    fn other(self, _: Found) -> Kept<'de> {
        Kept::Other
    }

    fn text(self, text: Cow<'de, str>) -> Kept<'de> {
        Kept::Text(text)
    }

    fn made_text(self, text: String) -> Kept<'de> {
        Kept::Digits(text)
    }
}

/// The members of an object of which the first key was looked at.
struct FromFirst<'de, A> {
    first: Option<Cow<'de, str>>,
    /// The first value, if that was looked at as well: a text, or `null` in the place of another.
    value: Option<Kept<'de>>,
    rest: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for FromFirst<'de, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        match self.first.take() {
            Some(Cow::Borrowed(key)) => {
                seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some)
            }
            Some(Cow::Owned(key)) => seed.deserialize(key.into_deserializer()).map(Some),
            None => self.rest.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.value.take() {
            Some(Kept::Text(text)) => seed.deserialize(text.into_deserializer()),
            Some(_) => seed.deserialize(().into_deserializer()),
            None => self.rest.next_value_seed(seed),
        }
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
