//! Whatever a format of `serde` hands over, as the JSON text that the readers of documents read.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::any_format::REPEATED;
use super::carried::is_carried;
use super::object::Draft;
use super::shape::NUMBER_KEY;
use super::text::{LONGEST, read};
use crate::error::{ProblemCode, Problems, shown};

/// Deepest nesting that is read as JSON text.
const DEEPEST: usize = 127;
/// Stands for every number that is no count: its digits make no difference to what is said of it.
const OTHER_NUMBER: &str = "0.5";

/// Reads a document of whatever format with the reader of its JSON text, which `reader` has in
/// `wire`.
pub(crate) fn read_any_format<'de, T: Draft, D: Deserializer<'de>>(
    deserializer: D,
    reader: &'static str,
    longest: usize,
) -> Result<T::Made, D::Error> {
    let (json, lost) = transcribed(deserializer, longest, reader)?;
    let mut problems = Problems::default();
    let document =
        read::<T>(&json, longest).map_err(|refused| problems.absorb("", refused.into())).ok();
    problems.absorb("", lost);
    problems.into_result(document).map_err(D::Error::custom)
}

/// The JSON text of what `deserializer` hands over, and what of it would have lost digits.
///
/// `reader` is the function that keeps them.
fn transcribed<'de, D: Deserializer<'de>>(
    deserializer: D,
    longest: usize,
    reader: &'static str,
) -> Result<(String, Problems), D::Error> {
    let mut transcript = Transcript { json: Vec::new(), longest, reader };
    let root = Value { into: &mut transcript, level: 0, is_carried: false };
    let lost = root.deserialize(deserializer)?;
    let json = String::from_utf8(transcript.json).map_err(D::Error::custom)?;
    Ok((json, lost))
}

/// A JSON text as far as it is written.
struct Transcript {
    json: Vec<u8>,
    longest: usize,
    reader: &'static str,
}

impl Transcript {
    fn write<E: Error>(&mut self, json: &str) -> Result<(), E> {
        self.json.extend_from_slice(json.as_bytes());
        self.check_length()
    }

    fn write_text<E: Error>(&mut self, text: &str) -> Result<(), E> {
        serde_json::to_writer(&mut self.json, text).map_err(E::custom)?;
        self.check_length()
    }

    /// Ends a list or an object, each of whose items is followed by a comma.
    fn close<E: Error>(&mut self, end: &str) -> Result<(), E> {
        if self.json.ends_with(b",") {
            self.json.pop();
        }
        self.write(end)
    }

    fn check_length<E: Error>(&self) -> Result<(), E> {
        if self.json.len() > self.longest {
            let most = LONGEST >> 20;
            return Err(E::custom(format!(
                "document: found more than {most} MiB; a document has at most {most} MiB"
            )));
        }
        Ok(())
    }
}

/// A value to be transcribed; what it makes is what of it would have lost digits.
struct Value<'t> {
    into: &'t mut Transcript,
    /// How many lists and objects are around it.
    level: usize,
    /// Whether it stands in a member with `x-`, which keeps what nobody interprets.
    is_carried: bool,
}

impl Value<'_> {
    /// A value within this one.
    fn inner<E: Error>(&mut self) -> Result<Value<'_>, E> {
        if self.level >= DEEPEST {
            return Err(E::custom(format!(
                "document: is nested deeper than {DEEPEST} levels; nest it less"
            )));
        }
        let level = self.level.saturating_add(1);
        Ok(Value { into: self.into, level, is_carried: self.is_carried })
    }

    fn plain<E: Error>(self, json: &str) -> Result<Problems, E> {
        self.into.write(json)?;
        Ok(Problems::default())
    }

    fn number<E: Error>(self, count: Option<u64>) -> Result<Problems, E> {
        let mut lost = Problems::default();
        if self.is_carried {
            let message = format!(
                "found a number, and other formats may change its digits; write it as a text, or \
                 hand the JSON text to `wire::{}`",
                self.into.reader
            );
            lost.push("", ProblemCode::WrongType, message);
        }
        match count {
            Some(count) => self.into.write(&count.to_string())?,
            None => self.into.write(OTHER_NUMBER)?,
        }
        Ok(lost)
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_> {
    type Value = Problems;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Problems, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_> {
    type Value = Problems;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a flag, a list, an object or a number")
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Problems, E> {
        self.plain(if flag { "true" } else { "false" })
    }

    fn visit_u64<E: Error>(self, count: u64) -> Result<Problems, E> {
        self.number(Some(count))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Problems, E> {
        self.number(u64::try_from(number).ok())
    }

    fn visit_u128<E: Error>(self, number: u128) -> Result<Problems, E> {
        self.number(u64::try_from(number).ok())
    }

    fn visit_i128<E: Error>(self, number: i128) -> Result<Problems, E> {
        self.number(u64::try_from(number).ok())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Problems, E> {
        self.number(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Problems, E> {
        self.into.write_text(text)?;
        Ok(Problems::default())
    }

    fn visit_unit<E: Error>(self) -> Result<Problems, E> {
        self.plain("null")
    }

    fn visit_none<E: Error>(self) -> Result<Problems, E> {
        self.plain("null")
    }

    fn visit_some<D: Deserializer<'de>>(mut self, some: D) -> Result<Problems, D::Error> {
        self.inner()?.deserialize(some)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(mut self, new: D) -> Result<Problems, D::Error> {
        self.inner()?.deserialize(new)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<Problems, A::Error> {
        let mut lost = Problems::default();
        let mut index: usize = 0;
        self.into.write("[")?;
        while let Some(own) = items.next_element_seed(self.inner()?)? {
            if !own.is_empty() {
                lost.absorb(&format!("[{index}]"), own);
            }
            self.into.write(",")?;
            index = index.saturating_add(1);
        }
        self.into.close("]")?;
        Ok(lost)
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Problems, A::Error> {
        let mut lost = Problems::default();
        let mut next = map.next_key_seed(Text)?;
        if next.as_deref() == Some(NUMBER_KEY) {
            let digits = map.next_value_seed(Text)?;
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return self.number(digits.parse().ok());
        }
        self.into.write("{")?;
        let mut kept: BTreeSet<Cow<'_, str>> = BTreeSet::new();
        while let Some(key) = next {
            self.into.write_text(&key)?;
            self.into.write(":")?;
            let mut value = self.inner()?;
            value.is_carried |= is_carried(&key);
            let own = map.next_value_seed(value)?;
            if !own.is_empty() {
                lost.absorb(&shown(&key, 1), own);
            }
            self.into.write(",")?;
            // Other repeated keys are refused by the reader, as those of its JSON text.
            if self.is_carried && !kept.insert(key) {
                lost.push("", ProblemCode::RepeatedMember, REPEATED);
            }
            next = map.next_key_seed(Text)?;
        }
        self.into.close("}")?;
        Ok(lost)
    }
}

/// A key.
struct Text;

impl<'de> DeserializeSeed<'de> for Text {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Text {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is a text")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}
