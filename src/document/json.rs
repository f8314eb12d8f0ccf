//! JSON as it is written: keys in a fixed order, decimals as strings.

use std::borrow::Cow;
use std::fmt;

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::carried::Members;
use crate::value::Extensions;

/// A JSON value to be written.
#[derive(Debug)]
pub(crate) enum Json<'d> {
    Text(Cow<'d, str>),
    Flag(bool),
    Count(u64),
    List(Vec<Json<'d>>),
    Each(Each<'d>),
    Object(Object<'d>),
    /// Text that was JSON when it was read.
    Raw(&'d RawValue),
}

/// A list whose items are made as they are written, one after another, so that a long one never is
/// in memory as a whole.
pub(crate) struct Each<'d>(Box<dyn Fn() -> Items<'d> + 'd>);

pub(super) type Items<'d> = Box<dyn Iterator<Item = Json<'d>> + 'd>;

impl fmt::Debug for Each<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.items()).finish()
    }
}

impl<'d> Json<'d> {
    pub(crate) fn each<I: Iterator<Item = Self> + 'd>(items: impl Fn() -> I + 'd) -> Self {
        Self::Each(Each(Box::new(move || Box::new(items()))))
    }
}

impl<'d> Each<'d> {
    pub(super) fn items(&self) -> Items<'d> {
        (self.0)()
    }
}

/// A JSON object to be written; members stand in the order in which they were added.
#[derive(Debug, Default)]
pub(crate) struct Object<'d>(Vec<(&'d str, Json<'d>)>);

impl<'d> Object<'d> {
    /// With room for so many members.
    pub(crate) fn with_room(members: usize) -> Self {
        Self(Vec::with_capacity(members))
    }

    /// Adds what `write` makes of a member of `this`, if that is anything.
    pub(crate) fn with_made<T>(
        self,
        key: &'d str,
        this: &'d T,
        write: for<'w> fn(&'w T, Members) -> Option<Json<'w>>,
        members: Members,
    ) -> Self {
        self.with_some(key, write(this, members))
    }

    /// Adds the members that `this` carries along unread, if it does and they are to be written.
    pub(crate) fn carrying_of<T>(
        self,
        this: &'d T,
        carried: fn(&T) -> Option<&Extensions>,
        members: Members,
    ) -> Self {
        match carried(this) {
            Some(carried) => self.carrying(carried, members),
            None => self,
        }
    }

    pub(super) fn members(&self) -> &[(&'d str, Json<'d>)] {
        &self.0
    }

    pub(crate) fn with(mut self, key: &'d str, value: impl Into<Json<'d>>) -> Self {
        self.0.push((key, value.into()));
        self
    }

    pub(crate) fn with_some<T: Into<Json<'d>>>(self, key: &'d str, value: Option<T>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Adds the members that are carried along unread, if they are to be written.
    pub(crate) fn carrying(mut self, carried: &'d Extensions, members: Members) -> Self {
        for (key, json) in carried.iter().filter(|_| members == Members::All) {
            // What was read as JSON is JSON.
            if let Ok(raw) = serde_json::from_str(json) {
                self.0.push((key, Json::Raw(raw)));
            }
        }
        self
    }

    /// Without these members.
    fn without(mut self, keys: &[&str]) -> Self {
        self.0.retain(|(key, _)| !keys.contains(key));
        self
    }
}

impl Json<'_> {
    /// An object without these members.
    pub(crate) fn without(self, keys: &[&str]) -> Self {
        match self {
            Self::Object(object) => Self::Object(object.without(keys)),
            other => other,
        }
    }

    /// On several lines, for people.
    pub(crate) fn pretty(&self) -> String {
        // Writing strings and lists of them into memory cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// On one line, and as short as can be.
    pub(crate) fn line(&self) -> String {
        replaced(serde_json::to_string(self).unwrap_or_default(), &LINE_ENDS)
    }
}

/// They stand only between the values of what is carried along, never in a string.
const LINE_ENDS: [(char, &str); 2] = [('\n', " "), ('\r', " ")];

/// What JSON may have in a string as it is, and by which some programs split lines.
const SEPARATORS: [(char, &str); 3] =
    [('\u{85}', "\\u0085"), ('\u{2028}', "\\u2028"), ('\u{2029}', "\\u2029")];

/// A JSON text as one line of JSON Lines, whatever it is split by.
pub(crate) fn one_line(json: String) -> String {
    replaced(replaced(json, &LINE_ENDS), &SEPARATORS)
}

fn replaced(json: String, characters: &[(char, &str)]) -> String {
    let replace = |json: String, (found, instead): &(char, &str)| {
        if json.contains(*found) { json.replace(*found, instead) } else { json }
    };
    characters.iter().fold(json, replace)
}

impl<'d> From<&'d str> for Json<'d> {
    fn from(text: &'d str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Json<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<bool> for Json<'_> {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<u64> for Json<'_> {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl<'d> From<Object<'d>> for Json<'d> {
    fn from(object: Object<'d>) -> Self {
        Self::Object(object)
    }
}

impl<'d> FromIterator<Json<'d>> for Json<'d> {
    fn from_iter<I: IntoIterator<Item = Json<'d>>>(items: I) -> Self {
        Self::List(items.into_iter().collect())
    }
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Count(count) => serializer.serialize_u64(*count),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Each(each) => {
                let mut list = serializer.serialize_seq(None)?;
                for item in each.items() {
                    list.serialize_element(&item)?;
                }
                list.end()
            }
            Self::Object(object) => object.serialize(serializer),
            Self::Raw(raw) => raw.serialize(serializer),
        }
    }
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}
