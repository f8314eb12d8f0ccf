//! Reading that goes on after a problem.
//!
//! A JSON syntax error ends the reading. Anything else that is wrong is noted, with its path, and
//! stepped over.

use std::borrow::Cow;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess};
use serde_json::value::RawValue;

use super::shape::{Expect, Expected, Flag, Found, Shape, Text};
use crate::error::{DocumentError, Problems, shown};
use crate::value::Extensions;

/// Longest document, in bytes.
pub(super) const LONGEST: usize = 16 * 1024 * 1024;
/// Most members with `x-` in one object.
const MOST_EXTENSIONS: usize = 100;
/// More fields no kind of object has.
const MOST_FIELDS: usize = 16;

/// A kind of object in a document: a specification, a test, a result.
pub(super) trait Read<'de>: Sized {
    /// The members that it can have.
    const FIELDS: &'static [&'static str];
    /// Those without which it says nothing; others may be needed too, which is checked later.
    const REQUIRED: &'static [&'static str];

    /// The longest document of this kind, in bytes.
    const LONGEST: usize = LONGEST;

    /// Nothing read yet.
    fn begin() -> Self;

    /// Takes over the member `key`, whose value `fields` gives.
    fn take<A: MapAccess<'de>>(
        self,
        key: &'static str,
        fields: &mut Fields<A>,
    ) -> Result<Self, A::Error>;

    /// Takes over the members with `x-`.
    fn carry(self, extensions: Extensions) -> Self;

    /// What is wrong with it, with paths from this object on.
    fn problems(&mut self) -> &mut Problems;
}

/// An object of a certain kind and nothing else.
struct Object<T>(PhantomData<T>);

impl<'de, T: Read<'de>> Shape<'de> for Object<T> {
    type Output = Result<T, Found>;

    fn other(self, found: Found) -> Self::Output {
        Err(found)
    }

    fn object<A: MapAccess<'de>>(self, map: A) -> Result<Self::Output, A::Error> {
        const { assert!(T::FIELDS.len() <= MOST_FIELDS) };
        let mut object = T::begin();
        let mut fields =
            Fields { map, seen: [false; MOST_FIELDS], extensions: Extensions::default() };
        while let Some(key) = fields.next(T::FIELDS, object.problems())? {
            object = object.take(key, &mut fields)?;
        }
        for (key, seen) in T::FIELDS.iter().zip(&fields.seen) {
            if !seen && T::REQUIRED.contains(key) {
                object.problems().push(*key, "is missing");
            }
        }
        Ok(Ok(object.carry(fields.extensions)))
    }
}

/// The members of an object that is being read.
pub(super) struct Fields<A> {
    map: A,
    seen: [bool; MOST_FIELDS],
    extensions: Extensions,
}

impl<'de, A: MapAccess<'de>> Fields<A> {
    /// The next member that documents have; others are noted and stepped over.
    fn next(
        &mut self,
        known: &'static [&'static str],
        problems: &mut Problems,
    ) -> Result<Option<&'static str>, A::Error> {
        while let Some(key) = self.map.next_key_seed(Expect(Text))? {
            let key = key.unwrap_or_default();
            if is_extension(&key) {
                let json: &RawValue = self.map.next_value()?;
                carry(&key, json, &mut self.extensions, problems);
                continue;
            }
            match known.iter().zip(&mut self.seen).find(|(own, _)| **own == key) {
                Some((own, seen)) if !*seen => {
                    *seen = true;
                    return Ok(Some(own));
                }
                Some((own, _)) => problems.push(*own, "appears twice; write it once"),
                None => unknown(&shown(&key, 1), known, problems),
            }
            self.map.next_value::<IgnoredAny>()?;
        }
        Ok(None)
    }

    /// The text that stands here; anything else is noted.
    pub(super) fn text(
        &mut self,
        key: &str,
        problems: &mut Problems,
    ) -> Result<Option<Cow<'de, str>>, A::Error> {
        let text = self.shape(Text)?;
        Ok(text.map_err(|found| found.report(key, Expected::Text, problems)).ok())
    }

    /// The flag that stands here; anything else is noted.
    pub(super) fn flag(
        &mut self,
        key: &str,
        problems: &mut Problems,
    ) -> Result<Option<bool>, A::Error> {
        let flag = self.shape(Flag)?;
        Ok(flag.map_err(|found| found.report(key, Expected::Flag, problems)).ok())
    }

    /// The object that stands here, with what is wrong with it in it; anything else is noted.
    pub(super) fn object<T: Read<'de>>(
        &mut self,
        key: &str,
        problems: &mut Problems,
    ) -> Result<Option<T>, A::Error> {
        let object = self.shape(Object(PhantomData))?;
        Ok(object.map_err(|found| found.report(key, Expected::Object, problems)).ok())
    }

    /// What a shape makes of the value that stands here.
    pub(super) fn shape<S: Shape<'de>>(&mut self, shape: S) -> Result<S::Output, A::Error> {
        self.map.next_value_seed(Expect(shape))
    }

    /// The objects of the list that stands here, one after another, with what is wrong with each in
    /// it. What is no object is noted, and handed on as `None`.
    pub(super) fn list<T: Read<'de>>(
        &mut self,
        key: &str,
        problems: &mut Problems,
        see: impl FnMut(usize, Option<T>),
    ) -> Result<bool, A::Error> {
        self.shape(List { key, problems, see, kind: PhantomData })
    }

    /// The objects of the list that stands here, each finished and kept with its place in the list.
    ///
    /// What is wrong with one is noted, and it is dropped at once: a document of many small faults
    /// must not fill the memory.
    pub(super) fn finished<D: Read<'de>, T>(
        &mut self,
        key: &str,
        problems: &mut Problems,
        finish: impl Fn(usize, D) -> Result<T, Problems>,
        mut keep: impl FnMut(usize, T),
    ) -> Result<(), A::Error> {
        let mut of_items = Problems::default();
        self.list(key, problems, |index, draft: Option<D>| {
            match draft.map(|draft| finish(index, draft)) {
                Some(Ok(item)) => keep(index, item),
                Some(Err(own)) => of_items.absorb(&format!("{key}[{index}]"), own),
                None => {}
            }
        })?;
        problems.absorb("", of_items);
        Ok(())
    }

    /// Checks the `format` of a document.
    pub(super) fn format(
        &mut self,
        expected: &str,
        problems: &mut Problems,
    ) -> Result<(), A::Error> {
        if let Some(found) = self.text("format", problems)?
            && found != expected
        {
            problems.push(
                "format",
                format!(
                    "found `{}`; this is read as `{expected}` and as nothing else",
                    shown(&found, 1)
                ),
            );
        }
        Ok(())
    }
}

struct List<'p, F, T> {
    key: &'p str,
    problems: &'p mut Problems,
    see: F,
    kind: PhantomData<T>,
}

impl<'de, T: Read<'de>, F: FnMut(usize, Option<T>)> Shape<'de> for List<'_, F, T> {
    /// Whether it was a list.
    type Output = bool;

    fn other(self, found: Found) -> bool {
        found.report(self.key, Expected::List, self.problems);
        false
    }

    fn list<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<bool, A::Error> {
        let mut index: usize = 0;
        while let Some(item) = list.next_element_seed(Expect(Object(PhantomData)))? {
            let item = item.map_err(|found| {
                found.report(&format!("{}[{index}]", self.key), Expected::Object, self.problems);
            });
            (self.see)(index, item.ok());
            index = index.saturating_add(1);
        }
        Ok(true)
    }
}

pub(super) fn is_extension(key: &str) -> bool {
    key.starts_with("x-")
}

/// Notes a member that documents do not have.
pub(super) fn unknown(path: &str, keys: &[&str], problems: &mut Problems) {
    let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    problems.push(
        path,
        format!(
            "is not a field here; expected {}, or a key that begins with `x-`",
            keys.join(", ")
        ),
    );
}

/// Keeps a member with `x-`.
pub(super) fn carry(
    key: &str,
    json: &RawValue,
    extensions: &mut Extensions,
    problems: &mut Problems,
) {
    let path = shown(key, 1);
    if extensions.contains(key) {
        problems.push(path, "appears twice; write it once");
    } else if extensions.iter().count() >= MOST_EXTENSIONS {
        problems.push(
            path,
            format!(
                "found more than {MOST_EXTENSIONS} members with `x-` in one object; carry fewer"
            ),
        );
    } else {
        extensions.push(key, json.get());
    }
}

/// Reads a whole document, with what is wrong noted in it.
///
/// # Errors
///
/// More than 16 MiB, or no JSON object: nothing more can be said then.
pub(super) fn read_document<'de, T: Read<'de>>(json: &'de str) -> Result<T, DocumentError> {
    let mut problems = Problems::default();
    if json.len() > T::LONGEST {
        problems.push("", format!("found {} bytes; a document has at most 16 MiB", json.len()));
        return problems.into_result(None);
    }
    if json.trim().is_empty() {
        problems.push("", "is empty; a JSON object is expected");
        return problems.into_result(None);
    }
    if json.starts_with('\u{feff}') {
        problems.push("", "begins with a byte order mark; save it as UTF-8 without one");
        return problems.into_result(None);
    }
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let read = Expect(Object(PhantomData)).deserialize(&mut deserializer);
    let document = match read.and_then(|read| deserializer.end().map(|()| read)) {
        Ok(Ok(document)) => Some(document),
        Ok(Err(found)) => {
            found.report("", Expected::Object, &mut problems);
            None
        }
        Err(error) => {
            problems.push("", format!("cannot be read as JSON: {error}"));
            None
        }
    };
    problems.into_result(document)
}
