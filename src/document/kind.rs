//! What the value of a member can be: the type says how it is read, written and described.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::de::MapAccess;
use serde_json::{Value, json};
use smol_str::SmolStr;

use super::carried::Members;
use super::describe::{Describe, Schemas, list_schema};
use super::json::Json;
use super::node::Node;
use super::part::Part;
use super::place::Place;
use crate::error::Problems;
use crate::value::Notation;

/// A kind of value in a document.
pub(crate) trait Kind: Describe + Sized {
    /// Whether it is an object, so that another object in its place has to be told apart by its keys.
    const IS_OBJECT: bool = false;

    /// What stands there; anything else is noted.
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self>;

    /// The same of the next value of an object, of which no tree is made where it may be long.
    fn stream<'d, A: MapAccess<'d>>(
        map: &mut A,
        at: Place<'_>,
        problems: &mut Problems,
    ) -> Result<Part<Self>, A::Error> {
        Ok(Self::read(Node::bounded(map)?, at, problems))
    }
}

/// A value as documents have it.
pub(crate) trait Write {
    /// How it is written; `None` where there is nothing to write.
    fn json(&self, members: Members) -> Option<Json<'_>>;

    /// Whether leaving it out says the same.
    fn is_default(&self) -> bool {
        false
    }
}

/// What is written of a member that is left out where that says the same.
pub(crate) fn unless_default<T: Write>(value: &T, members: Members) -> Option<Json<'_>> {
    if value.is_default() { None } else { value.json(members) }
}

impl<T: Notation> Kind for T {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        let text = node.text(at, problems);
        Part::read_or_refused(text.and_then(|text| problems.read(at, &text)))
    }
}

impl<T: Notation> Describe for T {
    fn schema(_: &mut Schemas) -> Value {
        <T as Notation>::schema()
    }
}

impl<T: Notation> Write for T {
    fn json(&self, _: Members) -> Option<Json<'_>> {
        Some(Json::Text(self.text()))
    }

    fn is_default(&self) -> bool {
        Notation::is_default(self)
    }
}

/// A value with the text of which it was read, where it has more than one spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written<T> {
    pub(crate) value: T,
    pub(crate) text: Box<str>,
}

impl<T: Notation> Written<T> {
    pub(crate) fn part(path: &str, text: &str, problems: &mut Problems) -> Part<Self> {
        Part::read_or_refused(
            problems.read(path, text).map(|value| Self { value, text: text.into() }),
        )
    }
}

impl<T: Notation> Kind for Written<T> {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        let written = node.text(at, problems).and_then(|text| {
            Some(Self { value: problems.read(at, &text)?, text: text.as_ref().into() })
        });
        Part::read_or_refused(written)
    }
}

impl<T: Notation> Describe for Written<T> {
    fn schema(_: &mut Schemas) -> Value {
        <T as Notation>::schema()
    }
}

impl<T> Write for Written<T> {
    fn json(&self, _: Members) -> Option<Json<'_>> {
        Some((&*self.text).into())
    }
}

/// A text that is read once the object is complete, so that what is wrong with it is told last.
pub(crate) struct Later<T> {
    text: SmolStr,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Later<T> {
    fn clone(&self) -> Self {
        Self { text: self.text.clone(), kind: PhantomData }
    }
}

impl<T> fmt::Debug for Later<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

impl<T> Later<T> {
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }
}

impl<T: Notation> Part<Later<T>> {
    /// Reads the text of the member `key`.
    pub(crate) fn settle(self, key: &str, problems: &mut Problems) -> Part<T> {
        match self {
            Self::Absent => Part::Absent,
            Self::Refused => Part::Refused,
            Self::Read(Later { text, .. }) => Part::read(key, &text, problems),
        }
    }
}

impl<T: Notation> Kind for Later<T> {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        SmolStr::read(node, at, problems).map(|text| Self { text, kind: PhantomData })
    }
}

impl<T: Notation> Describe for Later<T> {
    fn schema(_: &mut Schemas) -> Value {
        <T as Notation>::schema()
    }
}

/// Any text.
macro_rules! texts {
    ($($text:ty),+) => { $(
        impl Kind for $text {
            fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
                Part::read_or_refused(node.text(at, problems).map(Self::from))
            }
        }

        impl Describe for $text {
            fn schema(_: &mut Schemas) -> Value {
                json!({"type": "string"})
            }
        }
    )+ };
}
texts!(String, SmolStr, Box<str>, Arc<str>);

impl Write for str {
    fn json(&self, _: Members) -> Option<Json<'_>> {
        Some(self.into())
    }
}

impl Write for SmolStr {
    fn json(&self, members: Members) -> Option<Json<'_>> {
        self.as_str().json(members)
    }
}

impl Write for String {
    fn json(&self, members: Members) -> Option<Json<'_>> {
        self.as_str().json(members)
    }
}

impl Kind for bool {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        Part::read_or_refused(node.flag(at, problems))
    }
}

impl Describe for bool {
    fn schema(_: &mut Schemas) -> Value {
        json!({"type": "boolean"})
    }
}

impl Write for bool {
    fn json(&self, _: Members) -> Option<Json<'_>> {
        Some((*self).into())
    }
}

/// A flag that is `false` where it is left out, and so left out where it is `false`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Yes;

impl Kind for Yes {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        match bool::read(node, at, problems) {
            Part::Read(true) => Part::Read(Self),
            Part::Read(false) | Part::Absent | Part::Refused => Part::Absent,
        }
    }
}

impl Describe for Yes {
    fn schema(_: &mut Schemas) -> Value {
        json!({"type": "boolean", "default": false})
    }
}

impl Write for Yes {
    fn json(&self, _: Members) -> Option<Json<'_>> {
        Some(true.into())
    }
}

impl Kind for u64 {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        Part::read_or_refused(node.count(at, problems))
    }
}

impl Describe for u64 {
    fn schema(_: &mut Schemas) -> Value {
        json!({"type": "integer", "minimum": 0})
    }
}

impl Write for u64 {
    fn json(&self, _: Members) -> Option<Json<'_>> {
        Some((*self).into())
    }
}

/// Values of which each is read; refused where one is.
impl<T: Kind> Kind for Vec<T> {
    fn read(node: Node<'_>, at: Place<'_>, problems: &mut Problems) -> Part<Self> {
        let Some(items) = node.items(at, problems) else { return Part::Refused };
        let items = items.into_iter().enumerate();
        let read: Vec<Option<T>> = items
            .map(|(index, item)| T::read(item, at.item(index), problems).into_option())
            .collect();
        Part::read_or_refused(read.into_iter().collect())
    }
}

impl<T: Describe> Describe for Vec<T> {
    fn schema(schemas: &mut Schemas) -> Value {
        list_schema(T::schema(schemas), 0, None)
    }
}

/// More items than this are not in memory as a whole.
const SHORT: usize = 100;

impl<T: Write> Write for [T] {
    fn json(&self, members: Members) -> Option<Json<'_>> {
        let items = move || self.iter().filter_map(move |item| item.json(members));
        Some(if self.len() > SHORT { Json::each(items) } else { items().collect() })
    }

    fn is_default(&self) -> bool {
        self.is_empty()
    }
}

impl<T: Write> Write for Vec<T> {
    fn json(&self, members: Members) -> Option<Json<'_>> {
        self.as_slice().json(members)
    }

    fn is_default(&self) -> bool {
        self.is_empty()
    }
}

/// Reads and writes a value that lies beside the object of which it is a member. A trait cannot say
/// so of every box.
macro_rules! boxed {
    (read $($kind:ty),+) => { $(
        impl $crate::document::Kind for Box<$kind> {
            fn read(
                node: $crate::document::Node<'_>,
                at: $crate::document::Place<'_>,
                problems: &mut $crate::error::Problems,
            ) -> $crate::document::Part<Self> {
                <$kind as $crate::document::Kind>::read(node, at, problems).map(Self::new)
            }
        }

        impl $crate::document::Describe for Box<$kind> {
            fn schema(
                schemas: &mut $crate::document::Schemas,
            ) -> serde_json::Value {
                <$kind as $crate::document::Describe>::schema(schemas)
            }
        }
    )+ };
    (write $($kind:ty),+) => { $(
        impl $crate::document::Write for Box<$kind> {
            fn json(&self, members: $crate::document::Members) -> Option<$crate::document::Json<'_>> {
                $crate::document::Write::json(&**self, members)
            }
        }
    )+ };
}
pub(crate) use boxed;
boxed!(write str);

impl<T: Write + ?Sized> Write for Arc<T> {
    fn json(&self, members: Members) -> Option<Json<'_>> {
        (**self).json(members)
    }
}

impl<T: Write> Write for Option<T> {
    fn json(&self, members: Members) -> Option<Json<'_>> {
        self.as_ref()?.json(members)
    }

    fn is_default(&self) -> bool {
        self.as_ref().is_none_or(Write::is_default)
    }
}

impl<T: Write> Write for Part<T> {
    fn json(&self, members: Members) -> Option<Json<'_>> {
        self.get()?.json(members)
    }

    fn is_default(&self) -> bool {
        self.get().is_none_or(Write::is_default)
    }
}
