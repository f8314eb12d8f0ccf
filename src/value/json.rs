//! JSON as it is written: keys in a fixed order, decimals as strings.

use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::Extensions;

/// A JSON value to be written.
#[derive(Debug)]
pub(crate) enum Json {
    Text(String),
    Flag(bool),
    Count(u64),
    List(Vec<Json>),
    Object(Object),
    /// Text that was JSON when it was read.
    Raw(Box<RawValue>),
}

/// A JSON object to be written; members stand in the order in which they were added.
#[derive(Debug, Default)]
pub(crate) struct Object(Vec<(String, Json)>);

impl Object {
    pub(crate) fn with(mut self, key: &str, value: impl Into<Json>) -> Self {
        self.0.push((key.to_owned(), value.into()));
        self
    }

    pub(crate) fn with_some<T: Into<Json>>(self, key: &str, value: Option<T>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Adds members that were carried along unread.
    pub(crate) fn with_extensions(mut self, extensions: &Extensions) -> Self {
        for (key, json) in extensions.iter() {
            // What was read as JSON is JSON.
            if let Ok(raw) = RawValue::from_string(json.to_owned()) {
                self.0.push((key.to_owned(), Json::Raw(raw)));
            }
        }
        self
    }

    /// On several lines, for people.
    pub(crate) fn pretty(&self) -> String {
        // Writing strings and lists of them into memory cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// On one line. Line ends stand only between the values of what is carried along, never in a string.
    pub(crate) fn line(&self) -> String {
        serde_json::to_string(self).unwrap_or_default().replace(['\n', '\r'], " ")
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Json {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<u64> for Json {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl FromIterator<Json> for Json {
    fn from_iter<I: IntoIterator<Item = Json>>(items: I) -> Self {
        Self::List(items.into_iter().collect())
    }
}

impl Serialize for Json {
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
            Self::Object(object) => object.serialize(serializer),
            Self::Raw(raw) => raw.serialize(serializer),
        }
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}
